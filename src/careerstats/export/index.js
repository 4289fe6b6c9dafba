"use strict";
(() => {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const search = document.getElementById("search");
  const kind = document.getElementById("kind");
  const plain = (text) => text.toLowerCase().replaceAll("ё", "е");
  const words = new Map(rows.map((row) => [row, plain(`${row.cells[0].textContent} ${row.dataset.code}`)]));

  // A row without a value stays last in either direction.
  function compare(column, isText, direction) {
    return (one, other) => {
      const a = one.cells[column].dataset.sort, b = other.cells[column].dataset.sort;
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
      return direction * (isText ? a.localeCompare(b, "ru") : a - b);
    };
  }

  function sortBy(column) {
    const head = heads[column], isText = head.dataset.kind === "text";
    const before = head.getAttribute("aria-sort");
    const first = isText ? "ascending" : "descending";
    const next = !before ? first : before === "ascending" ? "descending" : "ascending";
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    body.append(...rows.sort(compare(column, isText, next === "ascending" ? 1 : -1)));
  }

  function filter() {
    const asked = plain(search.value.trim());
    let shown = 0;
    for (const row of rows) {
      row.hidden = !words.get(row).includes(asked) || (kind.value !== "" && row.dataset.kind !== kind.value);
      shown += !row.hidden;
    }
    document.getElementById("shown").textContent = `Показано ${shown} из ${rows.length}`;
    document.getElementById("nothing").hidden = shown > 0;
  }

  heads.forEach((head, column) => {
    if (head.dataset.kind === "none") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(column));
    head.append(button);
  });
  heads[0].setAttribute("aria-sort", "ascending");
  search.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  const controls = document.getElementById("controls");
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.hidden = false;
  filter();
})();
