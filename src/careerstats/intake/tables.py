"""Rows of one table and its description in dataset.yaml -> counts, published figures, problems."""

from dataclasses import dataclass, field
from typing import Any

from careerstats import territories
from careerstats.intake import cells
from careerstats.intake.files import SPREADSHEETS, Rows
from careerstats.model import ABSENT, NOT_APPLICABLE, UNASSIGNED, UNREADABLE, Problem, column_letter, names_in_force

Row = dict[str, Any]


@dataclass
class Reading:
    """What came out of the files: rows of counts, figures as published, and problems."""

    counts: list[Row] = field(default_factory=list)
    published: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """One table: its place, its description, the region and the default period of its dataset."""

    file: str
    spec: dict[str, Any]
    region: str
    period: str

    def cell(self, row: int, column: int) -> str:
        return f"{column_letter(column)}{row + 1}"

    @property
    def sheet(self) -> str:
        return str(self.spec.get("sheet", "")) if self.file.lower().endswith(SPREADSHEETS) else ""

    def origin(self, row: int, column: int) -> str:
        """``file!cell`` or ``file!sheet!cell``."""
        return "!".join(part for part in (self.file, self.sheet, self.cell(row, column)) if part)

    def problem(self, severity: str, code: str, message: str, what_to_do: str = "", *, cell: str = "", who: str = "") -> Problem:
        return Problem(self.file, severity, code, message, what_to_do, self.sheet, cell, who)


def read_table(rows: Rows, table: Table, names: territories.Table) -> Reading:
    """One table, whichever way it lies; ``name`` in its description means one row = one quantity of the region."""
    return read_list(rows, table) if "name" in table.spec else read_grid(rows, table, names)


def read_grid(rows: Rows, table: Table, names: territories.Table) -> Reading:
    """One row = one municipality (or one period of the region), one column = one quantity."""
    out = Reading()
    spec = table.spec
    keys = [spec[key] for key in ("territory", "period_column") if key in spec]
    head = _find_head(rows, keys or list(spec["columns"]))
    if head is None:
        out.problems.append(_no_head(table, keys or list(spec["columns"])))
        return out
    columns = _columns(rows[head], table, out)
    seen: dict[tuple[str, str, str], int] = {}
    for index in range(head + 1, len(rows)):
        if any(cells.normal_text(content) for content in rows[index]):
            _read_row(index, rows, table, columns, names, seen, out)
    return out


def read_list(rows: Rows, table: Table) -> Reading:
    """One row = one quantity of the region: its name and its value."""
    out = Reading()
    head = _find_head(rows, [table.spec["name"], table.spec["value"]])
    if head is None:
        out.problems.append(_no_head(table, [table.spec["name"], table.spec["value"]]))
        return out
    titles = [cells.normal_text(title) for title in rows[head]]
    name_column, value_column = titles.index(table.spec["name"]), titles.index(table.spec["value"])
    waiting = dict(table.spec["columns"])
    for index in range(head + 1, len(rows)):
        name = cells.normal_text(_at(rows[index], name_column))
        if name in waiting:
            _read_cell(index, value_column, _at(rows[index], value_column), waiting.pop(name), name, _Where(table.region), table, out)
        elif name and name in table.spec["columns"]:
            out.problems.append(_twice(table, f"строка «{name}»", table.cell(index, name_column)))
        elif name:
            out.problems.append(
                table.problem("warning", "unknown_row", f"строка «{name}» не описана в dataset.yaml и не прочитана",
                              "опишите строку или удалите её", cell=table.cell(index, name_column)))
    out.problems += [_missing_column(table, name, [cells.normal_text(_at(row, name_column)) for row in rows[head + 1 :]], "строки") for name in waiting]
    return out


@dataclass(frozen=True)
class _Where:
    """Whose number a row brings."""

    code: str
    id: str = ""
    breakdown: str = ""
    period: str = ""
    total: bool = False


def _read_row(
    index: int, rows: Rows, table: Table, columns: dict[int, str], names: territories.Table,
    seen: dict[tuple[str, str, str], int], out: Reading,
) -> None:  # fmt: skip
    row = rows[index]
    where = _whose(index, rows, table, columns, names, out)
    if where is None:
        return
    key = (where.code, where.breakdown + ("total" if where.total else ""), where.period)
    if key in seen:
        _duplicate(index, seen[key], rows, table, where, columns, out)
        return
    seen[key] = index
    for column, title in columns.items():
        if title in table.spec["columns"]:
            _read_cell(index, column, _at(row, column), table.spec["columns"][title], title, where, table, out)


def _whose(
    index: int, rows: Rows, table: Table, columns: dict[int, str], names: territories.Table, out: Reading
) -> _Where | None:
    spec, row = table.spec, rows[index]
    positions = {title: column for column, title in columns.items()}
    period = table.period
    if "period_column" in spec:
        period = cells.normal_text(_at(row, positions[spec["period_column"]]))
    if "territory" not in spec:
        return _Where(table.region, period=period)
    column = positions[spec["territory"]]
    name = cells.normal_text(_at(row, column))
    special = spec.get("rows", {}).get(name)
    if special:
        return _Where(table.region, breakdown=UNASSIGNED if special == UNASSIGNED else "", period=period, total=special == "total")
    found = territories.find(name, table.region, names_in_force(period), names) if name else None
    if isinstance(found, territories.Territory):
        return _Where(found.code, found.id, period=period)
    cell = table.cell(index, column)
    message = found.message if found else "не указано муниципальное образование"
    out.problems.append(table.problem("blocking", "unknown_territory", message, "исправьте название или добавьте строку в aliases.csv набора; данные этой строки не прочитаны", cell=cell))
    return None


def _read_cell(
    index: int, column: int, content: Any, spec: dict[str, Any], title: str, where: _Where, table: Table, out: Reading
) -> None:
    cell = cells.parse(content)
    place = table.cell(index, column)
    if cell.status == UNREADABLE:
        out.problems.append(
            table.problem("blocking", "unreadable", f"столбец «{title}»: {cell.doubt}", "укажите целое неотрицательное число; значение не использовано", cell=place, who=where.code))
    elif cell.doubt:
        out.problems.append(table.problem("remark", "share_without_sign", cell.doubt, "поставьте знак %", cell=place, who=where.code))
    status = cell.status
    if status == ABSENT and where.breakdown == UNASSIGNED:
        status = NOT_APPLICABLE  # participants without a municipality have no number of pupils
    elif status == ABSENT and not where.total:
        out.problems.append(table.problem("warning", "absent", f"столбец «{title}»: значения нет", "укажите число или «-», если сведений нет", cell=place, who=where.code))
    figure = {
        "code": where.code, "territory": where.id, "breakdown": where.breakdown, "period": where.period or table.period,
        "variable": spec.get("variable", ""), "value": cell.count, "status": status,
        "source": table.spec.get("source", ""), "as_of": spec.get("as_of", table.spec.get("as_of", "")),
        "origin": table.origin(index, column),
    }  # fmt: skip
    _file_away(figure, cell, spec, where, title, out)


def _file_away(figure: Row, cell: cells.Cell, spec: dict[str, Any], where: _Where, title: str, out: Reading) -> None:
    """Counts to counts; totals, shares, sums and numbers of rows to what was published."""
    kind = "total" if where.total else "sum" if "sum_of" in spec else "rows" if "rows_of" in spec else ""
    if kind:
        out.published.append({**figure, "kind": kind, "text": "" if cell.count is None else str(cell.count), "spec": spec, "title": title, "with_share": bool(cell.share)})
    else:
        out.counts.append(figure)
    if cell.share:
        out.published.append({**figure, "kind": "share", "text": cell.share, "spec": spec, "title": title, "total": where.total})


def _find_head(rows: Rows, wanted: list[str]) -> int | None:
    for index, row in enumerate(rows):
        titles = {cells.normal_text(content) for content in row}
        if all(key in titles for key in wanted):
            return index
    return None


def _columns(head: list[Any], table: Table, out: Reading) -> dict[int, str]:
    titles = {column: cells.normal_text(title) for column, title in enumerate(head)}
    described = set(table.spec["columns"]) | set(table.spec.get("ignore", ()))
    described |= {table.spec[key] for key in ("territory", "period_column") if key in table.spec}
    for title in table.spec["columns"]:
        if title not in titles.values():
            out.problems.append(_missing_column(table, title, list(titles.values()), "столбца"))
    for column, title in titles.items():
        if title and title not in described:
            out.problems.append(
                table.problem("warning", "unknown_column", f"столбец «{title}» не описан в dataset.yaml и не прочитан",
                              "опишите столбец или внесите его в «ignore»", cell=column_letter(column)))
    return {column: title for column, title in titles.items() if title in described}


def _missing_column(table: Table, title: str, there: list[str], what: str) -> Problem:
    from rapidfuzz import fuzz, process

    close = process.extractOne(title, [name for name in there if name], scorer=fuzz.ratio, score_cutoff=70)
    hint = f"похоже на «{close[0]}»: " if close else ""
    return table.problem(
        "blocking", "missing_column", f"нет {what} «{title}»",
        f"{hint}верните прежний заголовок или исправьте его в dataset.yaml; показатели с этой величиной не рассчитаны",
    )  # fmt: skip


def _no_head(table: Table, keys: list[str]) -> Problem:
    names = ", ".join(f"«{key}»" for key in keys)
    return table.problem("blocking", "no_head", f"не найдена строка заголовков: ожидались столбцы {names}", "верните заголовки таблицы или исправьте их в dataset.yaml; файл не прочитан")


def _twice(table: Table, what: str, cell: str) -> Problem:
    return table.problem("blocking", "duplicate", f"{what} повторяется", "оставьте одну строку", cell=cell)


def _duplicate(index: int, first: int, rows: Rows, table: Table, where: _Where, columns: dict[int, str], out: Reading) -> None:
    """The same row twice is one row; different numbers make both unreadable, because neither is known to be right."""
    data = [column for column, title in columns.items() if title in table.spec["columns"]]
    same = all(cells.normal_text(_at(rows[index], c)) == cells.normal_text(_at(rows[first], c)) for c in data)
    who = f"{where.code}: " if where.code else ""
    message = f"{who}строка {index + 1} повторяет строку {first + 1}" + (" с теми же числами" if same else ", а числа другие")
    what = "удалите лишнюю строку" if same else "оставьте верную строку; значения обеих строк не использованы"
    out.problems.append(table.problem("warning" if same else "blocking", "duplicate", message, what, cell=f"{index + 1}:{index + 1}", who=where.code))
    if not same:
        for count in out.counts:
            if count["origin"] in {table.origin(first, column) for column in data}:
                count |= {"value": None, "status": UNREADABLE}


def _at(row: list[Any], column: int) -> Any:
    return row[column] if column < len(row) else None

