"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const table = at("table"), body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const captions = new Map(heads.map((head) => [head, head.textContent]));
  const fields = { q: at("search"), kind: at("kind"), indicator: at("indicator"), verdict: at("verdict") };
  const choices = { map: at("map"), a: at("one"), b: at("two") };
  const asked = Object.entries({ ...fields, ...choices }).filter(([, field]) => field);
  const periods = [...document.querySelectorAll(".periods a")].map((link) => [link, link.getAttribute("href")]);
  const NBSP = "\u00a0";
  const plain = (text) => text.toLowerCase().replaceAll("ё", "е");
  const names = new Map(rows.map((row) => [row.dataset.code, row.cells[0].textContent]));
  const places = new Map(rows.map((row, place) => [row.dataset.code, place]));
  const words = new Map(rows.map((row) => [row, plain(`${row.cells[0].textContent} ${row.dataset.code}`)]));
  const made = (tag, text = "", look = "") => Object.assign(document.createElement(tag), { textContent: text, className: look });
  const rowOf = (code) => rows.find((row) => row.dataset.code === code);
  const columnOf = (id) => heads.findIndex((head) => id && head.dataset.id === id);
  const tintOf = (cell) => [...cell.classList].find((name) => /^t-?\d$/.test(name)) ?? "";
  const figureOf = (cell) => cell.firstChild.textContent;
  const signOf = (cell) => cell.querySelector(".sign")?.textContent ?? "";
  const wordsOf = (cell) => cell.querySelector(".unseen")?.textContent.replace(/^, /, "") ?? "";

  // ---- order and choice of rows

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
    if (!fields.verdict || fields.verdict.value === "") return true;
    const column = columnOf(fields.indicator.value);
    const cells = column < 0 ? [...row.cells] : [row.cells[column]];
    return cells.some((cell) => cell.dataset.verdict === fields.verdict.value);
  }

  function filter() {
    const text = plain(fields.q.value.trim()), kind = fields.kind.value;
    let shown = 0;
    for (const row of rows) {
      const named = words.get(row).includes(text), ofKind = kind === "" || row.dataset.kind === kind;
      row.hidden = !(named && ofKind && judged(row));
      shown += !row.hidden;
    }
    at("shown").textContent = rows.length < 2 ? "" : `Показано ${shown} из ${rows.length}`;
    at("nothing").hidden = shown > 0;
    for (const tile of document.querySelectorAll(".tile")) tile.classList.toggle("left-out", rowOf(tile.dataset.code).hidden);
  }

  // ---- the map

  function colour() {
    if (!choices.map) return;
    const column = columnOf(choices.map.value);
    at("map-title").textContent = choices.map.selectedOptions[0].textContent;
    for (const tile of document.querySelectorAll(".tile")) {
      const cell = rowOf(tile.dataset.code).cells[column];
      tile.classList.remove(tintOf(tile));
      tile.classList.add(tintOf(cell));
      tile.title = wordsOf(cell);
      tile.querySelector(".tile-value").replaceChildren(
        made("span", figureOf(cell), "figure"), ...[...cell.querySelectorAll(".sign, .unseen")].map((one) => one.cloneNode(true)),
      );
    }
  }

  // ---- two municipalities side by side

  // Half away from zero from exact counts, as everywhere else: 45,25 becomes 45,3.
  function tenths(part, whole) {
    const size = part < 0n ? -part : part, rounded = (20n * size + whole) / (2n * whole);
    return part < 0n ? -rounded : rounded;
  }

  function printed(units) {
    const size = units < 0n ? -units : units;
    const whole = String(size / 10n).replace(/\B(?=(\d{3})+$)/g, NBSP);
    return `${units < 0n ? "−" : units > 0n ? "+" : ""}${whole},${size % 10n}`;
  }

  function difference(one, other, head) {
    const [n1, m1, n2, m2] = [one.dataset.n, one.dataset.m, other.dataset.n, other.dataset.m].map(BigInt);
    const units = tenths((n1 * m2 - n2 * m1) * BigInt(head.dataset.scale), m1 * m2);
    return `${printed(units)}${head.dataset.points ? NBSP + head.dataset.points : ""}`;
  }

  // Rows whose difference from this one may be chance: bit n stands for row n of the page as it was written.
  function byChance(cell, code) {
    return (BigInt(`0x${cell.dataset.near ?? 0}`) >> BigInt(places.get(code))) % 2n === 1n;
  }

  function told(pair, head) {
    const barred = pair.filter(({ cell }) => cell.dataset.verdict === "not_comparable" || cell.dataset.n === undefined);
    if (barred.length) return ["", `нельзя сравнить: ${barred.map(({ name, cell }) => `${name} – ${wordsOf(cell) || "нет чисел"}`).join("; ")}`];
    const [one, other] = pair.map(({ cell }) => cell);
    return [difference(one, other, head), byChance(one, pair[1].code) ? "различие может быть случайным" : ""];
  }

  function filled(cell) {
    const own = made("td", "", tintOf(cell));
    own.append(made("strong", figureOf(cell)), " ", made("span", signOf(cell), "sign"), made("span", wordsOf(cell), "words"));
    own.querySelector(".sign").ariaHidden = "true";
    return own;
  }

  function line(column, codes) {
    const pair = codes.map((code) => ({ code, name: names.get(code), cell: rowOf(code).cells[column] }));
    const row = made("tr"), name = made("th", captions.get(heads[column]), "name"), gap = made("td");
    name.scope = "row";
    const [size, remark] = told(pair, heads[column]);
    gap.append(...(size ? [made("strong", size)] : []), made("span", remark, "words"));
    row.append(name, ...pair.map(({ cell }) => filled(cell)), gap);
    return row;
  }

  function sideBySide() {
    if (!choices.a) return;
    const codes = [choices.a.value, choices.b.value], ready = codes.every(Boolean) && codes[0] !== codes[1];
    at("pair-box").hidden = !ready;
    at("compare").classList.toggle("empty", !ready);
    at("swap").disabled = !ready;
    at("compared").textContent = ready
      ? `${names.get(codes[0])} и ${names.get(codes[1])}: разница – значение первого минус значение второго. Оценка каждого – по сравнению с остальными муниципальными образованиями в целом.`
      : "Выберите два разных муниципальных образования.";
    if (!ready) return;
    codes.forEach((code, place) => { at("pair").tHead.rows[0].cells[place + 1].textContent = names.get(code); });
    const columns = heads.flatMap((head, column) => (head.dataset.id ? [column] : []));
    at("pair").tBodies[0].replaceChildren(...columns.map((column) => line(column, codes)));
  }

  // ---- what is shown stands in the address: it can be kept and sent, and the browser's «back» undoes a choice

  function state() {
    const found = new URLSearchParams();
    for (const [name, field] of asked) if (field.value !== "" && !(field === choices.map && field.selectedIndex === 0)) found.set(name, field.value);
    const sorted = heads.findIndex((head) => head.hasAttribute("aria-sort"));
    const down = heads[sorted].getAttribute("aria-sort") === "descending";
    if (sorted > 0 || down) found.set("sort", `${sorted}${down ? "-" : "+"}`);
    return String(found);
  }

  function remember({ aside = false } = {}) {
    const address = `#${state()}`;
    if (address !== (location.hash || "#")) history[aside ? "replaceState" : "pushState"](null, "", address);
    follow();
  }

  // Another period opens with the same choice.
  function follow() {
    for (const [link, address] of periods) link.href = `${address}#${state()}`;
  }

  function recall() {
    const found = new URLSearchParams(location.hash.slice(1));
    for (const [name, field] of asked) {
      field.value = found.get(name) ?? "";
      if (field.selectedIndex === -1) field.selectedIndex = 0;
    }
    const [, column, way] = /^(\d+)([+-])$/.exec(found.get("sort") ?? "") ?? [null, "0", "+"];
    const known = heads[column] && heads[column].dataset.kind !== "none" ? column : 0;
    order(known, way === "-" ? "descending" : "ascending");
    refresh();
    follow();
  }

  function refresh() {
    filter();
    colour();
    sideBySide();
  }

  heads.forEach((head, column) => {
    if (head.dataset.kind === "none") return;
    const button = made("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(column));
    head.append(button);
  });
  for (const select of [choices.a, choices.b]) if (select) for (const [code, name] of names) select.append(new Option(name, code));
  const change = () => { refresh(); remember(); };
  fields.q.addEventListener("input", () => { filter(); remember({ aside: true }); });
  for (const [, field] of asked) if (field !== fields.q) field.addEventListener("change", change);
  at("controls").addEventListener("reset", () => setTimeout(change));
  at("swap")?.addEventListener("click", () => {
    [choices.a.value, choices.b.value] = [choices.b.value, choices.a.value];
    change();
  });
  for (const form of document.forms) form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", recall);
  for (const id of ["controls", "map-controls", "compare"]) if (at(id)) at(id).hidden = id === "controls" && rows.length < 2;
  recall();
})();
