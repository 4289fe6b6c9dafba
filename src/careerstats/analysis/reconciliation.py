"""Figures as published -> those that do not come out again, each with its cell, both values and an explanation."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypedDict

import pandas as pd
from msgspec import structs

from careerstats import wording
from careerstats.contracts.counts import Published
from careerstats.errors import DatasetError
from careerstats.intake.files import NotATableError, decoded
from careerstats.intake.tables import is_within, place_of
from careerstats.model import NOT_APPLICABLE, REPORTED, Problem, split_origin
from careerstats.territories import region_of

Key = tuple[str, str, str, str]  # code, period, breakdown, variable


class Reconciled(NamedTuple):
    """``right``: figures that came out as printed, of all that were ``compared``."""

    problems: list[Problem]
    right: list[Published]
    compared: int


def reconcile(
    published: list[Published],
    counts: pd.DataFrame,
    folder: Path,
    places: Collection[str] = (),
    *,
    by_category: pd.DataFrame | None = None,
) -> Reconciled:
    """Problems of the published figures, those of them that came out as printed, and how many were compared.

    ``counts``: of municipalities and the region (analysis.rollup); ``places``: codes of all municipalities, without
    one of which a sum is not the region's; ``by_category``: counts of categories, which have totals too. A figure that
    half-up rounding of exact counts explains is right. Truncation is named, not excused.
    """
    known = _known(counts, folder, frozenset(places), by_category)
    right: list[Published] = []
    published, problems = _with_wholes(published, known)
    for figure in published:
        found = _CHECKS[figure["kind"]](figure, known)
        problems += found
        right += [figure] if figure["text"] and not found else []
    problems += _repeated(published, known) + _region_sums(known) + _shareless(published)
    compared = sum(bool(figure["text"]) for figure in published)
    return Reconciled(problems + _precision(published), right, compared)


@dataclass(frozen=True)
class _Known:
    """Reported counts with their cells; ``unread``: cells of each variable in each file that gave no number.

    ``categories``: the numbers of categories and classes, of all schools of a municipality together.
    """

    counts: dict[Key, int]
    origins: dict[Key, str]
    unread: dict[tuple[str, str, str], int]
    folder: Path
    places: frozenset[str]
    categories: dict[Key, int]

    def beside(self, figure: Published, variable: str) -> int | None:
        """The count beside the figure; for the region, where it is not given, the sum of its municipalities."""
        own = self.counts.get((figure["code"], figure["period"], "", variable))
        if own is not None or not _is_region(figure["code"]):
            return own
        of_period = (figure["period"], variable)
        rows = {key: n for key, n in self.counts.items() if (key[1], key[3]) == of_period}
        return sum(rows.values()) if rows and not self.silent(figure["period"], variable) else None

    def whole_of(self, figure: Published) -> int | None:
        """What a share is a share of; of a column of categories' shares, the same category of it."""
        if figure["kind"] == "percent" and figure["breakdown"]:
            return self.categories.get((figure["code"], figure["period"], figure["breakdown"], figure["spec"].share_of))
        return self.beside(figure, figure["spec"].share_of)

    def part_of(self, figure: Published) -> int | None:
        """The count beside a share that stands in a column of its own."""
        key = (figure["code"], figure["period"], figure["breakdown"], figure["variable"])
        return self.categories.get(key) if figure["breakdown"] else self.beside(figure, figure["variable"])

    def silent(self, period: str, variable: str) -> int:
        """How many municipalities have no number here."""
        heard = {code for code, when, _, name in self.counts if (when, name) == (period, variable)}
        return len(self.places - heard)

    def column_of(self, figure: Published) -> list[int]:
        """All counts that a total sums up: of the same sheet, column and period, of its category or of none.

        Where every row is a category, the total is that of the categories.
        """
        if figure["breakdown"]:
            return [number for key, number in self.categories.items() if self._is_of(key, figure, figure["breakdown"])]
        own = [number for key, number in self.counts.items() if self._is_of(key, figure)]
        return own or [number for key, number in self.categories.items() if self._is_of(key, figure)]

    def _is_of(self, key: Key, figure: Published, breakdown: str = "") -> bool:
        """Whether a count stands in the column of a total, on its sheet, and is one of those that it sums up."""
        code, period, category, variable = key
        same = (period, variable) == (figure["period"], figure["variable"]) and breakdown in ("", category)
        place = split_origin(self.origins[key])[:2] == split_origin(figure["origin"])[:2]
        place = place and is_within(self.origins[key], figure["span"])
        return same and place and (_is_region(figure["code"]) or code == figure["code"])


def _known(counts: pd.DataFrame, folder: Path, places: frozenset[str], by_category: pd.DataFrame | None) -> _Known:
    numbers: dict[Key, int] = {}
    origins: dict[Key, str] = {}
    unread: dict[tuple[str, str, str], int] = {}
    for row in counts[["code", "period", "breakdown", "variable", "value", "status", "origin"]].itertuples(index=False):
        *key, value, status, origin = row
        if status == REPORTED:
            numbers[tuple(key)], origins[tuple(key)] = int(value), origin
        elif status != NOT_APPLICABLE:
            place = (split_origin(origin)[0], key[1], key[3])
            unread[place] = unread.get(place, 0) + 1
    categories: dict[Key, int] = {}
    if by_category is not None:
        reported = by_category[by_category["status"] == REPORTED]
        columns = reported[["code", "period", "breakdown", "variable", "value", "origin"]]
        for *parts, value, origin in columns.itertuples(index=False):
            own: Key = (str(parts[0]), str(parts[1]), str(parts[2]), str(parts[3]))
            categories[own] = categories.get(own, 0) + int(value)
            origins.setdefault(own, origin)
    return _Known(numbers, origins, unread, folder, places, categories)


# ---- one figure


def _share(figure: Published, known: _Known) -> list[Problem]:
    whole = known.whole_of(figure) if figure["spec"].share_of else None
    if not whole or figure["value"] is None:
        message = f"доля {figure['text']} % не проверена: знаменатель неизвестен или известен не полностью"
        return [_problem(figure, "remark", "share_unchecked", message, "укажите численность")]
    exact, digits = Fraction(100 * figure["value"], whole), _decimals(figure["text"])
    slip = _slip(exact, figure["text"])
    if slip == "":
        return []
    right = wording.decimal(exact, digits)
    what = f"исправьте на {right} %" if exact <= 100 else "проверьте оба числа: часть больше целого"
    message = (
        f"опубликовано {figure['text']} %, пересчитано {right} %: {wording.integer(figure['value'])} / "
        f"{wording.integer(whole)} × 100 % = {wording.decimal(exact, digits + 3)} %; {_SLIPS[slip]}"
    )
    return [_problem(figure, "warning", "share_differs", message, what)]


_SLIPS = {
    "cut": "лишние знаки отброшены, а не округлены",
    "cut_on_the_way": "на единицу последнего знака меньше: похоже, знаки отброшены по ходу расчёта",
    "up": "округлено вверх, хотя отброшенная часть меньше половины последнего знака",
    "of_one": "похоже, указана доля единицы, а не проценты",
    "shifted": "похоже, сдвинута запятая",
    "unlike": "ни округление, ни отбрасывание знаков такого значения не даёт",
}


def _slip(exact: Fraction, text: str) -> str:
    """How a printed share came about that half-up rounding does not give: a key of _SLIPS; empty where it does."""
    printed, digits = Decimal(text.replace(",", ".")), _decimals(text)
    units, cut = int(printed.scaleb(digits)), exact.numerator * 10**digits // exact.denominator
    if units == wording.tenths(exact, digits):
        return ""
    if units in (cut - 1, cut, cut + 1):
        return {cut: "cut", cut - 1: "cut_on_the_way", cut + 1: "up"}[units]
    if printed <= 1 and digits and wording.tenths(exact / 100, digits) == units:
        return "of_one"
    if units > 9 and any(wording.tenths(exact * Fraction(10) ** shift, digits) == units for shift in (-1, 1)):
        return "shifted"
    return "unlike"


def _total(figure: Published, known: _Known) -> list[Problem]:
    parts = known.column_of(figure)
    if figure["value"] is None or figure["value"] == sum(parts):
        return []
    unread = known.unread.get((split_origin(figure["origin"])[0], figure["period"], figure["variable"]), 0)
    unread = max(unread, known.silent(figure["period"], figure["variable"]))
    why = f"не прочитано значений: {unread}, сверка неполная" if unread else _UNDECIDED
    message = (
        f"итог «{figure['title']}»: опубликовано {wording.integer(figure['value'])}, сумма {_rows_of(parts)} – "
        f"{wording.integer(sum(parts))} (разница {wording.signed(figure['value'] - sum(parts), 0)}); {why}"
    )
    what = "сверьте строки с первичными данными; в справках приводятся оба числа"
    return [_problem(figure, "warning", "total_differs", message, what)]


_UNDECIDED = "какое из чисел верно, по источнику установить нельзя"


def _sum(figure: Published, known: _Known) -> list[Problem]:
    given = [known.beside(figure, variable) for variable in figure["spec"].sum_of]
    terms = [term for term in given if term is not None]
    if len(terms) < len(given) or figure["value"] in (None, sum(terms)):
        return []
    adds = " + ".join(map(wording.integer, terms))
    message = f"«{figure['title']}»: опубликовано {figure['text']}, а {adds} = {wording.integer(sum(terms))}"
    return [_problem(figure, "warning", "sum_differs", message, "исправьте сумму или слагаемые")]


def _rows(figure: Published, known: _Known) -> list[Problem]:
    file = figure["spec"].rows_of
    listed = len(list_rows(known.folder / file, figure["spec"].where))
    if figure["value"] in (None, listed):
        return []
    message = f"«{figure['title']}»: опубликовано {figure['text']}, а в перечне {file} – {listed}"
    return [_problem(figure, "warning", "list_differs", message, "дополните перечень или исправьте число")]


def _percent(figure: Published, known: _Known) -> list[Problem]:
    """A share in a column of its own, against the count beside it."""
    return _share({**figure, "value": known.part_of(figure)}, known)


# ---- what a column of shares is a share of


def _with_wholes(published: list[Published], known: _Known) -> tuple[list[Published], list[Problem]]:
    """Shares of which nobody has said what they are of: by the whole that most of their column agrees with.

    Where no known number is that whole the column is told once and compared with none: its rows are not slips.
    """
    columns: dict[tuple[str, str, str, str], list[Published]] = {}
    for figure in published:
        if figure.get("presumed"):
            file, sheet, cell = split_origin(figure["origin"])
            columns.setdefault((file, sheet, cell.rstrip("0123456789"), figure["period"]), []).append(figure)
    settled: dict[str, Published] = {}
    problems: list[Problem] = []
    for shares in columns.values():
        whole = _likely_whole(shares, known)
        settled |= {share["origin"]: _of_whole(share, whole) for share in shares if whole}
        problems += [] if whole else [_of_unknown_whole(shares)]
    kept = [settled.get(one["origin"], one) for one in published if not one.get("presumed") or one["origin"] in settled]
    return kept, problems


def _likely_whole(shares: list[Published], known: _Known) -> str:
    """The usual whole unless it fails in most rows; then another that is right in most; empty where there is none."""
    usual = str(shares[0]["spec"].share_of)
    failing = sum(_slip_of(share, usual, known) in ("unlike", None) for share in shares)
    if failing < _MANY or 2 * failing <= len(shares):
        return usual
    others = {variable for _, _, _, variable in known.counts} - {usual, shares[0]["variable"]}
    right = {other: sum(_slip_of(share, other, known) == "" for share in shares) for other in sorted(others)}
    best = max(right, key=right.__getitem__, default="")
    return best if best and 2 * right[best] > len(shares) else ""


_MANY = 3
"""So many rows that fail alike are no slips."""


def _of_whole(share: Published, whole: str) -> Published:
    return {**share, "spec": structs.replace(share["spec"], share_of=whole)}


def _slip_of(share: Published, whole: str, known: _Known) -> str | None:
    """What the printed share is beside the share of this whole (``_slip``); None where one of the two is not known."""
    part, of = known.part_of(share), known.whole_of(_of_whole(share, whole))
    return _slip(Fraction(100 * part, of), share["text"]) if part is not None and of else None


def _of_unknown_whole(shares: list[Published]) -> Problem:
    first = shares[0]
    message = (
        f"«{first['title']}»: доли не те, что даёт «{first['spec'].share_of}», в большей части из {len(shares)} строк: "
        "похоже, они посчитаны от другого числа; столбец не сверен"
    )
    what = "выясните, от чего посчитаны доли, и назовите эту величину у столбца полем «share_of»"
    return _problem({"origin": first["origin"], "code": ""}, "remark", "share_of_other", message, what)


_CHECKS = {"share": _share, "percent": _percent, "total": _total, "zone": _total, "sum": _sum, "rows": _rows}


def list_rows(path: Path, where: dict[str, str]) -> list[dict[str, str]]:
    """Rows of a small register (csv with , or ;) whose columns have the values of ``where``; none without the file.

    A cell that is missing is empty; one beyond the head has no name and is left out.
    """
    if not path.is_file():
        return []
    try:
        text = decoded(path.read_bytes())
    except NotATableError as error:
        raise DatasetError(f"{path.name}: {error}; {error.what_to_do}.") from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter, restkey="", restval="")
    rows = ({name: cell for name, cell in row.items() if name} for row in reader)
    return [row for row in rows if all(row.get(key) == value for key, value in where.items())]


# ---- figures against each other


def _repeated(published: list[Published], known: _Known) -> list[Problem]:
    """The same total printed in two places with different numbers."""
    problems = []
    for total in _totals(published):
        key = (total["code"], total["period"], total["breakdown"], total["variable"])
        other = known.counts.get(key)
        if other is not None and total["value"] is not None and other != total["value"]:
            message = (
                f"итог «{total['title']}» – {wording.integer(total['value'])}, "
                f"а в {known.origins[key]} – {wording.integer(other)}"
            )
            what = "приведите числа в соответствие"
            problems.append(_problem(total, "warning", "total_repeated_differs", message, what))
    return problems


def _region_sums(known: _Known) -> list[Problem]:
    """A region's own count against the sum of its municipalities and of those who named none."""
    problems = []
    for key, value in known.counts.items():
        code, period, breakdown, variable = key
        if breakdown or not _is_region(code):
            continue
        parts = [
            number
            for other, number in known.counts.items()
            if other != key and (other[1], other[3]) == (period, variable)
        ]
        printed = place_of(known.origins[key])[2]  # a number counted from a list of persons stands in no cell
        if printed and parts and sum(parts) != value and not known.silent(period, variable):
            message = (
                f"по области указано {wording.integer(value)}, сумма {_rows_of(parts)} таблицы по муниципальным "
                f"образованиям – {wording.integer(sum(parts))}; {_UNDECIDED}"
            )
            figure: _Placed = {"origin": known.origins[key], "code": code}
            what = "сверьте числа; в справках приводятся оба"
            problems.append(_problem(figure, "warning", "region_differs", message, what))
    return problems


def _shareless(published: list[Published]) -> list[Problem]:
    """Totals printed without the share that the rows above them have."""
    return [
        _problem(
            total,
            "remark",
            "total_without_share",
            f"итог «{total['title']}»: доля не указана, хотя в строках она есть",
            "укажите долю",
        )
        for total in _totals(published)
        if total["value"] is not None and total["spec"].share_of and not total["with_share"]
    ]


def _precision(published: list[Published]) -> list[Problem]:
    """One column printed to different decimals in its rows and in its total: right, but not comparable by eye."""
    problems = []
    shares = [figure for figure in published if figure["kind"] == "share"]
    for total in (figure for figure in shares if figure["total"]):
        rows = [_decimals(share["text"]) for share in shares if share["title"] == total["title"] and not share["total"]]
        if rows and max(rows) < _decimals(total["text"]):
            here, there = _to(_decimals(total["text"])), _to(max(rows))
            message = f"«{total['title']}»: в строках доли округлены до {there}, в итоге – до {here}"
            what = "указывайте доли с одной точностью"
            problems.append(_problem(total, "remark", "precision_differs", message, what))
    return problems


def _totals(published: list[Published]) -> list[Published]:
    return [figure for figure in published if figure["kind"] == "total"]


def _is_region(code: str) -> bool:
    return code == region_of(code)


def _rows_of(parts: list[int]) -> str:
    return f"{len(parts)} {wording.plural(len(parts), 'строки', 'строк', 'строк')}"


def _to(decimals: int) -> str:
    return {0: "целых", 1: "десятых", 2: "сотых"}.get(decimals, f"{decimals} знаков")


def _decimals(text: str) -> int:
    return len(text.partition(",")[2])


class _Placed(TypedDict):
    """What a figure and a count both say: where they stand, and whose they are."""

    origin: str
    code: str


def _problem(figure: _Placed, severity: str, code: str, message: str, what_to_do: str) -> Problem:
    file, sheet, cell = split_origin(figure["origin"])
    return Problem(file, severity, code, message, what_to_do, sheet, cell, figure["code"])
