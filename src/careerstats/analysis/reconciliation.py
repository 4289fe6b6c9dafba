"""Figures as published -> those that do not come out again, each with its cell, both values and an explanation."""

import csv
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from msgspec import structs

from careerstats import wording
from careerstats.analysis.reported import Placed, Reported, column_of, is_region, problem_at, reported_of
from careerstats.contracts.counts import Published
from careerstats.errors import DatasetError
from careerstats.grouping import grouped
from careerstats.intake.files import NotATableError, decoded
from careerstats.intake.tables import place_of
from careerstats.model import Problem, split_origin


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
    known = reported_of(counts, folder, frozenset(places), by_category)
    right: list[Published] = []
    published, problems = _with_wholes(published, known)
    for figure in published:
        found = _CHECKS[figure["kind"]](figure, known)
        problems += found
        right += [figure] if figure["text"] and not found else []
    problems += _repeated(published, known) + _region_sums(known) + _shareless(published)
    compared = sum(bool(figure["text"]) for figure in published)
    return Reconciled(problems + _precision(published), right, compared)


# ---- one figure


def _share(figure: Published, known: Reported) -> list[Problem]:
    whole = known.whole_of(figure) if figure["spec"].share_of else None
    if not whole or figure["value"] is None:
        message = f"доля {figure['text']} % не проверена: знаменатель неизвестен или известен не полностью"
        return [problem_at(figure, "remark", "share_unchecked", message, "укажите численность")]
    exact, digits = Fraction(100 * figure["value"], whole), decimals(figure["text"])
    why = slip(exact, figure["text"])
    if why == "":
        return []
    right = wording.decimal(exact, digits)
    what = f"исправьте на {right} %" if exact <= 100 else "проверьте оба числа: часть больше целого"
    message = (
        f"опубликовано {figure['text']} %, пересчитано {right} %: {wording.integer(figure['value'])} / "
        f"{wording.integer(whole)} × 100 % = {wording.decimal(exact, digits + 3)} %; {SLIPS[why]}"
    )
    return [problem_at(figure, "warning", "share_differs", message, what)]


def _total(figure: Published, known: Reported) -> list[Problem]:
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
    return [problem_at(figure, "warning", "total_differs", message, what)]


_UNDECIDED = "какое из чисел верно, по источнику установить нельзя"


def _sum(figure: Published, known: Reported) -> list[Problem]:
    given = [known.beside(figure, variable) for variable in figure["spec"].sum_of]
    terms = [term for term in given if term is not None]
    if len(terms) < len(given) or figure["value"] in (None, sum(terms)):
        return []
    adds = " + ".join(map(wording.integer, terms))
    message = f"«{figure['title']}»: опубликовано {figure['text']}, а {adds} = {wording.integer(sum(terms))}"
    return [problem_at(figure, "warning", "sum_differs", message, "исправьте сумму или слагаемые")]


def _rows(figure: Published, known: Reported) -> list[Problem]:
    file = figure["spec"].rows_of
    listed = len(list_rows(known.folder / file, figure["spec"].where))
    if figure["value"] in (None, listed):
        return []
    message = f"«{figure['title']}»: опубликовано {figure['text']}, а в перечне {file} – {listed}"
    return [problem_at(figure, "warning", "list_differs", message, "дополните перечень или исправьте число")]


def _percent(figure: Published, known: Reported) -> list[Problem]:
    """A share in a column of its own, against the count beside it."""
    return _share({**figure, "value": known.part_of(figure)}, known)


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


def _repeated(published: list[Published], known: Reported) -> list[Problem]:
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
            problems.append(problem_at(total, "warning", "total_repeated_differs", message, what))
    return problems


def _region_sums(known: Reported) -> list[Problem]:
    """A region's own count against the sum of its municipalities and of those who named none."""
    problems = []
    for key, value in known.counts.items():
        code, period, breakdown, variable = key
        if breakdown or not is_region(code):
            continue
        others = (other for other in known.counts if other != key and (other[1], other[3]) == (period, variable))
        parts = [known.counts[other] for other in others]
        printed = place_of(known.origins[key])[2]  # a number counted from a list of persons stands in no cell
        if printed and parts and sum(parts) != value and not known.silent(period, variable):
            message = (
                f"по области указано {wording.integer(value)}, сумма {_rows_of(parts)} таблицы по муниципальным "
                f"образованиям – {wording.integer(sum(parts))}; {_UNDECIDED}"
            )
            figure: Placed = {"origin": known.origins[key], "code": code}
            what = "сверьте числа; в справках приводятся оба"
            problems.append(problem_at(figure, "warning", "region_differs", message, what))
    return problems


def _shareless(published: list[Published]) -> list[Problem]:
    """Totals printed without the share that the rows above them have."""
    said = "доля не указана, хотя в строках она есть"
    return [
        problem_at(total, "remark", "total_without_share", f"итог «{total['title']}»: {said}", "укажите долю")
        for total in _totals(published)
        if total["value"] is not None and total["spec"].share_of and not total["with_share"]
    ]


def _precision(published: list[Published]) -> list[Problem]:
    """One column printed to different decimals in its rows and in its total: right, but not comparable by eye."""
    problems = []
    shares = [figure for figure in published if figure["kind"] == "share"]
    for total in (figure for figure in shares if figure["total"]):
        rows = [decimals(share["text"]) for share in shares if share["title"] == total["title"] and not share["total"]]
        if rows and max(rows) < decimals(total["text"]):
            here, there = _to(decimals(total["text"])), _to(max(rows))
            message = f"«{total['title']}»: в строках доли округлены до {there}, в итоге – до {here}"
            what = "указывайте доли с одной точностью"
            problems.append(problem_at(total, "remark", "precision_differs", message, what))
    return problems


def _totals(published: list[Published]) -> list[Published]:
    return [figure for figure in published if figure["kind"] == "total"]


def _rows_of(parts: list[int]) -> str:
    return f"{len(parts)} {wording.plural(len(parts), 'строки', 'строк', 'строк')}"


def _to(decimals: int) -> str:
    return {0: "целых", 1: "десятых", 2: "сотых"}.get(decimals, f"{decimals} знаков")


# ---- shares of which nobody has said what they are of


def _with_wholes(published: list[Published], known: Reported) -> tuple[list[Published], list[Problem]]:
    """Shares of which nobody has said what they are of: by the whole that most of their column agrees with.

    Where no known number is that whole the column is told once and compared with none: its rows are not slips.
    """
    presumed = [figure for figure in published if figure.get("presumed")]
    columns = grouped(((*column_of(figure), figure["period"]), figure) for figure in presumed)
    settled: dict[str, Published] = {}
    problems: list[Problem] = []
    for shares in columns.values():
        whole = _likely_whole(shares, known)
        settled |= {share["origin"]: _of_whole(share, whole) for share in shares if whole}
        problems += [] if whole else [_of_unknown_whole(shares)]
    kept = [
        settled.get(share["origin"], share)
        for share in published
        if not share.get("presumed") or share["origin"] in settled
    ]
    return kept, problems


def _likely_whole(shares: list[Published], known: Reported) -> str:
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


def _slip_of(share: Published, whole: str, known: Reported) -> str | None:
    """What the printed share is beside the share of this whole (``slip``); None where one of the two is not known."""
    part, of = known.part_of(share), known.whole_of(_of_whole(share, whole))
    return slip(Fraction(100 * part, of), share["text"]) if part is not None and of else None


def _of_unknown_whole(shares: list[Published]) -> Problem:
    first = shares[0]
    message = (
        f"«{first['title']}»: доли не те, что даёт «{first['spec'].share_of}», в большей части из {len(shares)} строк: "
        "похоже, они посчитаны от другого числа; столбец не сверен"
    )
    what = "выясните, от чего посчитаны доли, и назовите эту величину у столбца полем «share_of»"
    return problem_at({"origin": first["origin"], "code": ""}, "remark", "share_of_other", message, what)


# ---- how a printed share came about


SLIPS = {
    "cut": "лишние знаки отброшены, а не округлены",
    "cut_on_the_way": "на единицу последнего знака меньше: похоже, знаки отброшены по ходу расчёта",
    "up": "округлено вверх, хотя отброшенная часть меньше половины последнего знака",
    "of_one": "похоже, указана доля единицы, а не проценты",
    "shifted": "похоже, сдвинута запятая",
    "unlike": "ни округление, ни отбрасывание знаков такого значения не даёт",
}


def slip(exact: Fraction, text: str) -> str:
    """How a printed share came about that half-up rounding does not give: a key of SLIPS; empty where it does."""
    printed, digits = Decimal(text.replace(",", ".")), decimals(text)
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


def decimals(text: str) -> int:
    return len(text.partition(",")[2])
