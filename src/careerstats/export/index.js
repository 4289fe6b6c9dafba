"use strict";
(() => {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const search = document.getElementById("search");
  const kind = document.getElementById("kind");
  const indicator = document.getElementById("indicator");
  const verdict = document.getElementById("verdict");
  const controls = document.getElementById("controls");
  const asked = { q: search, kind, indicator, verdict };
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
    const before = heads[column].getAttribute("aria-sort");
    const first = heads[column].dataset.kind === "text" ? "ascending" : "descending";
    order(column, !before ? first : before === "ascending" ? "descending" : "ascending");
    remember();
  }

  function order(column, next) {
    const head = heads[column], isText = head.dataset.kind === "text";
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    body.append(...rows.sort(compare(column, isText, next === "ascending" ? 1 : -1)));
  }

  // The verdict asked for stands in the column of the indicator asked for, or in any.
  function judged(row) {
    if (verdict.value === "") return true;
    const column = heads.findIndex((head) => indicator.value !== "" && head.dataset.id === indicator.value);
    const cells = column < 0 ? [...row.cells] : [row.cells[column]];
    return cells.some((cell) => cell.dataset.verdict === verdict.value);
  }

  function filter() {
    const text = plain(search.value.trim());
    let shown = 0;
    for (const row of rows) {
      const named = words.get(row).includes(text), ofKind = kind.value === "" || row.dataset.kind === kind.value;
      row.hidden = !(named && ofKind && judged(row));
      shown += !row.hidden;
    }
    document.getElementById("shown").textContent = `Показано ${shown} из ${rows.length}`;
    document.getElementById("nothing").hidden = shown > 0;
  }

  // What is shown stands in the address: it can be kept and sent.
  function remember() {
    const state = new URLSearchParams();
    for (const [name, field] of Object.entries(asked)) if (field.value !== "") state.set(name, field.value);
    const sorted = heads.findIndex((head) => head.hasAttribute("aria-sort"));
    const down = heads[sorted].getAttribute("aria-sort") === "descending";
    if (sorted > 0 || down) state.set("sort", `${sorted}${down ? "-" : "+"}`);
    history.replaceState(null, "", `#${state}`);
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const [name, field] of Object.entries(asked)) {
      field.value = state.get(name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    const [, column, way] = /^(\d+)([+-])$/.exec(state.get("sort") ?? "") ?? [null, "0", "+"];
    const known = heads[column] && heads[column].dataset.kind !== "none" ? column : 0;
    order(known, way === "-" ? "descending" : "ascending");
    filter();
  }

  heads.forEach((head, column) => {
    if (head.dataset.kind === "none") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(column));
    head.append(button);
  });
  const change = () => { filter(); remember(); };
  search.addEventListener("input", change);
  for (const choice of [kind, indicator, verdict]) choice.addEventListener("change", change);
  controls.addEventListener("reset", () => setTimeout(change));
  controls.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", recall);
  controls.hidden = false;
  recall();
})();
