"""Figures as published -> those that do not come out again, each with its cell, both values and an explanation."""

import csv
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from careerstats import wording
from careerstats.model import REPORTED, Problem

Published = dict[str, Any]


def reconcile(published: list[Published], counts: pd.DataFrame, folder: Path) -> tuple[list[Problem], int]:
    """Problems of the published figures, and how many of them came out as printed.

    A figure that half-up rounding of exact counts explains is right. Truncation is named, not excused.
    """
    ours = counts[counts["status"] == REPORTED]
    keys = zip(ours["code"], ours["period"], ours["breakdown"], ours["variable"], strict=True)
    known = {key: int(value) for key, value in zip(keys, ours["value"], strict=True)}
    origins = dict(zip(known, ours["origin"], strict=True))
    problems: list[Problem] = []
    right = 0
    for figure in published:
        found = _CHECKS[figure["kind"]](figure, known, origins, folder)
        problems += found
        right += not found and bool(figure["text"])
    problems += _repeated(published, known, origins) + _region_sums(known, origins)
    return problems + _precision(published), right


def _share(figure: Published, known: dict[Any, int], origins: dict[Any, str], folder: Path) -> list[Problem]:
    whole = _count(figure, figure["spec"]["share_of"], known)
    if not whole or figure["value"] is None:
        return [_problem(figure, "remark", "share_unchecked", f"доля {figure['text']} % не проверена: нет знаменателя", "укажите численность")]
    printed = Decimal(figure["text"].replace(",", "."))
    digits = max(-int(printed.as_tuple().exponent), 0)
    exact = Fraction(100 * figure["value"], whole)
    if wording.tenths(exact, digits) == int(printed.scaleb(digits)):
        return []
    right = wording.decimal(exact, digits)
    message = (
        f"опубликовано {figure['text']} %, пересчитано {right} %: {wording.integer(figure['value'])} / "
        f"{wording.integer(whole)} × 100 % = {wording.decimal(exact, digits + 3)} %"
    )
    return [_problem(figure, "warning", "share_differs", f"{message}; {_why(exact, printed, digits)}", f"исправьте на {right} %")]


def _why(exact: Fraction, printed: Decimal, digits: int) -> str:
    cut = Decimal(exact.numerator * 10**digits // exact.denominator).scaleb(-digits)
    up = cut + Decimal(1).scaleb(-digits)
    if printed == cut.quantize(Decimal(1).scaleb(-digits), ROUND_DOWN):
        return "лишние знаки отброшены, а не округлены"
    if printed == up:
        return "округлено вверх, хотя отброшенная часть меньше половины последнего знака"
    return "ни округление, ни отбрасывание знаков такого значения не даёт"


def _total(figure: Published, known: dict[Any, int], origins: dict[Any, str], folder: Path) -> list[Problem]:
    parts = {key: value for key, value in known.items() if _is_part(key, figure, origins)}
    if figure["value"] is None:
        return []
    total = sum(parts.values())
    if total == figure["value"]:
        return [] if _has_share(figure) else _no_share(figure)
    message = (
        f"итог «{figure['title']}»: опубликовано {wording.integer(figure['value'])}, сумма {len(parts)} строк – "
        f"{wording.integer(total)} (разница {wording.signed(figure['value'] - total, 0)}); "
        "какое из чисел верно, по источнику установить нельзя"
    )
    what = "сверьте строки с первичными данными; в справках приводятся оба числа"
    return [_problem(figure, "warning", "total_differs", message, what), *([] if _has_share(figure) else _no_share(figure))]


def _has_share(figure: Published) -> bool:
    return "share_of" not in figure["spec"] or bool(figure.get("with_share"))


def _no_share(figure: Published) -> list[Problem]:
    message = f"итог «{figure['title']}»: доля не указана, хотя в строках она есть"
    return [_problem(figure, "remark", "total_without_share", message, "укажите долю")]


def _is_part(key: tuple[str, ...], figure: Published, origins: dict[Any, str]) -> bool:
    """A count of the same column of the same table and period."""
    code, period, _, variable = key
    same = period == figure["period"] and variable == figure["variable"]
    return same and _file(origins[key]) == _file(figure["origin"])


def _sum(figure: Published, known: dict[Any, int], origins: dict[Any, str], folder: Path) -> list[Problem]:
    terms = [_count(figure, variable, known) for variable in figure["spec"]["sum_of"]]
    if None in terms or figure["value"] is None or sum(t or 0 for t in terms) == figure["value"]:
        return []
    adds = " + ".join(wording.integer(term or 0) for term in terms)
    total = wording.integer(sum(term or 0 for term in terms))
    return [_problem(figure, "warning", "sum_differs", f"«{figure['title']}»: опубликовано {figure['text']}, а {adds} = {total}", "исправьте сумму или слагаемые")]


def _rows(figure: Published, known: dict[Any, int], origins: dict[Any, str], folder: Path) -> list[Problem]:
    listed = len(list_rows(folder / figure["spec"]["rows_of"], figure["spec"].get("where", {})))
    if listed == figure["value"]:
        return []
    message = f"«{figure['title']}»: опубликовано {figure['text']}, а в перечне {figure['spec']['rows_of']} – {listed}"
    return [_problem(figure, "warning", "list_differs", message, "дополните перечень или исправьте число")]


def list_rows(path: Path, where: dict[str, str]) -> list[dict[str, str]]:
    """Rows of a small register (csv with , or ;) whose columns have the values of ``where``."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in first else ",")
    return [row for row in reader if all(row.get(key) == value for key, value in where.items())]


def _repeated(published: list[Published], known: dict[Any, int], origins: dict[Any, str]) -> list[Problem]:
    """The same total printed in two places with different numbers."""
    totals = {(f["period"], f["variable"]): f for f in published if f["kind"] == "total" and f["value"] is not None}
    problems = []
    for (period, variable), total in totals.items():
        other = known.get((total["code"], period, "", variable))
        if other is not None and other != total["value"]:
            place = origins[(total["code"], period, "", variable)]
            message = f"итог «{total['title']}» – {wording.integer(total['value'])}, а в {place} – {wording.integer(other)}"
            problems.append(_problem(total, "warning", "total_repeated_differs", message, "приведите числа в соответствие"))
    return problems


def _region_sums(known: dict[Any, int], origins: dict[Any, str]) -> list[Problem]:
    """A region's own count against the sum of its municipalities and of those who named none."""
    problems = []
    for (code, period, breakdown, variable), value in known.items():
        parts = [
            part for (other, when, _, name), part in known.items()
            if (when, name) == (period, variable) and origins[(other, when, _, name)] != origins[(code, period, breakdown, variable)]
        ]  # fmt: skip
        if breakdown or not code.endswith("000000") or not parts or sum(parts) == value:
            continue
        message = (
            f"по области указано {wording.integer(value)}, сумма {len(parts)} строк таблицы по муниципальным "
            f"образованиям – {wording.integer(sum(parts))}; какое из чисел верно, по источнику установить нельзя"
        )
        figure = {"origin": origins[(code, period, breakdown, variable)], "code": code}
        problems.append(_problem(figure, "warning", "region_differs", message, "сверьте числа; в справках приводятся оба"))
    return problems


def _precision(published: list[Published]) -> list[Problem]:
    """One column printed to different decimals in its rows and in its total: right, but not comparable by eye."""
    problems = []
    shares = [figure for figure in published if figure["kind"] == "share"]
    for total in (figure for figure in shares if figure["total"]):
        rows = {_decimals(f["text"]) for f in shares if f["title"] == total["title"] and not f["total"]}
        if rows and max(rows) < _decimals(total["text"]):
            message = (
                f"«{total['title']}»: в строках доли округлены до {_to(max(rows))}, в итоге – до {_to(_decimals(total['text']))}"
            )
            problems.append(_problem(total, "remark", "precision_differs", message, "указывайте доли с одной точностью"))
    return problems


def _to(decimals: int) -> str:
    return {0: "целых", 1: "десятых", 2: "сотых"}.get(decimals, f"{decimals} знаков")


def _decimals(text: str) -> int:
    return len(text.partition(",")[2])


def _count(figure: Published, variable: str, known: dict[Any, int]) -> int | None:
    """The count beside the figure; for the region, where it is not given, the sum of its municipalities."""
    own = known.get((figure["code"], figure["period"], "", variable))
    if own is not None:
        return own
    rows = [value for (_, period, _, name), value in known.items() if period == figure["period"] and name == variable]
    return sum(rows) if rows and figure["code"].endswith("000000") else None


def _file(origin: str) -> str:
    return origin.partition("!")[0]


def _problem(figure: Published, severity: str, code: str, message: str, what_to_do: str) -> Problem:
    file, *sheet, cell = figure["origin"].split("!")
    return Problem(file, severity, code, message, what_to_do, "".join(sheet), cell, figure["code"])


_CHECKS = {"share": _share, "total": _total, "sum": _sum, "rows": _rows}
