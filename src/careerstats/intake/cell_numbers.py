"""Cells of a described table -> counts and published figures with their origin, and what is doubtful about them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from careerstats import wording
from careerstats.contracts.counts import Count, Published
from careerstats.intake import cells
from careerstats.intake.looks import Place
from careerstats.intake.tables import Quantity, Reading, Table, Whose, address
from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNASSIGNED, UNREADABLE, Problem


def read_cell(table: Table, at: tuple[int, int], quantity: Quantity, whose: Whose, out: Reading) -> None:
    """Put the number of one cell where it belongs, with its origin, and say what is wrong with it."""
    if quantity.spec.share:
        _read_share(table, at, quantity, whose, out)
        return
    cell = table.cell(at, replace(quantity, flag=False) if whose.total else quantity)
    _put(table, at, cell, quantity, whose=whose, out=out)


def read_sum(table: Table, places: Sequence[tuple[int, int]], quantity: Quantity, whose: Whose, out: Reading) -> None:
    """The sum of several cells, standing in the first; one that gives no number leaves none."""
    parts = [(at, table.cell(at, quantity)) for at in places]
    at, cell = next(((at, cell) for at, cell in parts if cell.count is None), parts[0])
    if cell.count is not None:
        cell = replace(cell, count=sum(cell.count or 0 for _, cell in parts), share="")
    _put(table, at, cell, quantity, whose=whose, out=out)


def _read_share(table: Table, at: tuple[int, int], quantity: Quantity, whose: Whose, out: Reading) -> None:
    """A published share, to be held against its two counts; of some rows together there are none."""
    if whose.span:
        return
    text = _of_formula(table.text(*at).removesuffix("%").strip().replace(".", ","))
    if cells.without_number(text):
        return
    if not re.fullmatch(r"[0-9]{1,3}(?:,[0-9]+)?", text):
        message = f"столбец «{quantity.title}»: «{table.text(*at)}» – не доля; она не сверена"
        out.problems.append(
            table.problem(
                "remark", "share_unchecked", message, "укажите долю в процентах", cell=address(*at), who=whose.code
            )
        )
        return
    figure = _figure(table, at, quantity, whose) | {"variable": quantity.spec.share, "status": REPORTED, "as_of": ""}
    printed = _printed(table, at, quantity, whose, figure) | {"with_share": True, "kind": "percent", "text": text}
    (out.planned if quantity.spec.is_plan else out.published).append(printed)


def _figure(table: Table, at: tuple[int, int], quantity: Quantity, whose: Whose) -> Count:
    """What a cell is the count of, without its number."""
    return {
        "code": whose.code,
        "territory": whose.id,
        "organisation": whose.organisation,
        "breakdown": whose.breakdown or quantity.spec.breakdown,
        "period": whose.period,
        "variable": quantity.spec.variable,
        "value": None,
        "status": "",
        "source": table.spec.source,
        "as_of": quantity.spec.as_of or table.spec.as_of,
        "origin": table.origin(*at),
    }


def _printed(table: Table, at: tuple[int, int], quantity: Quantity, whose: Whose, figure: Count) -> Published:
    """The same as it was published, without what was printed."""
    return {
        **figure, "spec": quantity.spec, "title": quantity.title, "column": table.letter(at[1]), "total": whose.total,
        "with_share": False, "span": whose.span, "kind": "", "text": "", "presumed": quantity.presumed,
    }  # fmt: skip


_MOST_DECIMALS = 4


def _of_formula(text: str) -> str:
    """A share that a formula has computed goes on for as many digits as a computer has; four of them are held."""
    if not re.fullmatch(rf"[0-9]{{1,3}},[0-9]{{{_MOST_DECIMALS + 1},}}", text):
        return text
    return wording.decimal(Fraction(text.replace(",", ".")), _MOST_DECIMALS)


def _put(
    table: Table, at: tuple[int, int], cell: cells.Cell, quantity: Quantity, *, whose: Whose, out: Reading
) -> None:
    out.problems += _doubts(cell, quantity, table, at, whose)
    without_number = cell.status == ABSENT and whose.breakdown == UNASSIGNED  # they have no number of pupils
    status = NOT_APPLICABLE if without_number else cell.status
    figure = _figure(table, at, quantity, whose) | {"value": cell.count, "status": status}
    kind = _kind(quantity, whose)
    if not kind:
        out.counts.append(figure)
    if kind or cell.share:
        text = "" if cell.count is None else str(cell.count)
        printed = _printed(table, at, quantity, whose, figure)
        printed |= {"with_share": bool(cell.share), "kind": kind, "text": text, "presumed": False}
        _file_away(printed, cell, out)


def _file_away(printed: Published, cell: cells.Cell, out: Reading) -> None:
    """Totals, shares, sums and numbers of rows to what was published, planned values to those."""
    if printed["kind"]:
        (out.planned if printed["kind"] == "plan" else out.published).append(printed)
    if cell.share and not printed["span"] and printed["kind"] != "plan":
        out.published.append({**printed, "kind": "share", "text": cell.share})


def _kind(quantity: Quantity, whose: Whose) -> str:
    """What kind of published figure the number itself is; empty for a count."""
    if quantity.spec.is_plan:
        return "plan"
    if whose.total:
        return "zone" if whose.span else "total"
    if quantity.spec.sum_of:
        return "sum"
    return "rows" if quantity.spec.rows_of else ""


def _doubts(cell: cells.Cell, quantity: Quantity, table: Table, at: tuple[int, int], whose: Whose) -> list[Problem]:
    if cell.status == REPORTED and not cell.doubt:
        return []
    place = address(*at)
    if cell.status == UNREADABLE:
        what = f"{cell.advice or 'укажите целое неотрицательное число'}; значение не использовано"
        message = f"столбец «{quantity.title}»: {cell.doubt}"
        return [table.problem("blocking", "unreadable", message, what, cell=place, who=whose.code)]
    if cell.doubt:
        return [table.problem("remark", "share_without_sign", cell.doubt, cell.advice, cell=place, who=whose.code)]
    if cell.status == ABSENT and quantity.spec.is_plan:
        return []  # nothing was planned
    if cell.status == ABSENT and whose.breakdown != UNASSIGNED and not whose.total:
        severity, why, what = _SAID_ABSENT if table.text(*at) else _BLANK
        return [
            table.problem(severity, "absent", f"столбец «{quantity.title}»: {why}", what, cell=place, who=whose.code)
        ]
    return []


_BLANK = "warning", "значения нет", "укажите число или «-», если сведений нет"


_SAID_ABSENT = "remark", "указано, что сведений нет", "когда сведения появятся, впишите число"
"""An empty cell asks for an answer; «-» is one, and is only told."""


def without_blanks(table: Table, read: Reading) -> Reading:
    """A table in which no number stands yet is said to be so in one sentence, not cell by cell."""
    asked = [problem.severity for problem in read.problems if problem.code == "absent"]
    answered = "remark" in asked or any(count["status"] != ABSENT for count in [*read.counts, *read.published])
    if answered or len(asked) < 2:
        return read
    message = "таблица ещё не заполнена: пусты все ячейки столбцов " + ", ".join(
        f"«{title}»" for title in table.quantities
    )
    blank = table.problem("warning", "blank_table", message, "впишите числа или «-», если сведений нет")
    read.problems = [*(problem for problem in read.problems if problem.code != "absent"), blank]
    return read


# ---- a column

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?) ?%")
_FRACTION = re.compile(r"[0-9]{1,2}[.,][0-9]+")


def doubt_shares(table: Table, places: Sequence[Place], quantity: Quantity, out: Reading) -> None:
    """A 1 beside 0,52 may be 100 %, a 72 beside 52,4 may be 72 %: where all numbers are so small, none is read.

    ``places``: the cells of the column.
    """
    spec = quantity.spec
    if quantity.flag or quantity.is_item or spec.share or spec.values in ("count", "plan") or not spec.variable:
        return
    if not any(_may_be_share(table.content(*place)) for place in places):
        return
    texts = {place: table.text(*place) for place in places}
    shares = {place: share for place, text in texts.items() if (share := _share(text)) is not None}
    whole = {place: int(text) for place, text in texts.items() if text.isdecimal() and len(text) < 10}
    if not shares or not whole:
        return
    most = 1 if max(shares.values()) < 1 else 100
    if len(shares) <= sum(number > most for number in whole.values()):
        return  # most are counts for certain, and so are the small ones among them
    doubtful = {place for place, number in whole.items() if 0 < number <= most}
    origins = {table.origin(*place) for place in doubtful}
    read = {str(count["origin"]) for count in out.counts if count["origin"] in origins and count["status"] == REPORTED}
    if read:
        first = min(shares)
        cells = ", ".join(address(*place) for place in sorted(doubtful) if table.origin(*place) in read)
        message = (
            f"столбец «{quantity.title}»: в ячейке {address(*first)} доля «{texts[first].replace('.', ',')}»; доля ли "
            f"и в {cells}, не видно; не прочитано"
        )
        what = "запишите во всех ячейках количества; если это они и есть, запишите у столбца «values: count»"
        out.problems.append(table.problem("blocking", "share_or_count", message, what, cell=address(*min(doubtful))))
        out.discard(read)


def _may_be_share(content: object) -> bool:
    return (
        not content.is_integer()
        if isinstance(content, float)
        else isinstance(content, str) and "0" <= content[:1] <= "9"
    )


def _share(text: str) -> float | None:
    """The number of a cell that can be no count: 0,52, 52,4, 51 %; nothing where it is one, or too great."""
    if match := _PERCENT.fullmatch(text):
        return max(float(match[1].replace(",", ".")), 1.0)
    number = float(text.replace(",", ".")) if _FRACTION.fullmatch(text) else 0.0
    return number if number != int(number) else None
