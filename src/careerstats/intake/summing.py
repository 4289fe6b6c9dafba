"""Several rows of one municipality (``sum_by``) -> one count of each quantity; rows that are copies are told."""

import re

from careerstats.contracts.counts import Count, number
from careerstats.intake.controls import ENOUGH, TELLING
from careerstats.intake.tables import Table, place_of
from careerstats.model import ABSENT, REPORTED, UNREADABLE, Problem


def folded(name: str) -> str:
    """«СОШ № 1», «сош №1» and «СОШ 1» are one school."""
    return re.sub(r"[\W_]+", "", name.casefold().replace("ё", "е").replace("№", ""))


def summed(counts: list[Count]) -> list[Count]:
    """Counts of several rows of one municipality as one, in the place of the first; a silent part leaves no sum."""
    groups: dict[tuple[str, ...], list[Count]] = {}
    for count in counts:
        key = tuple(str(count[name]) for name in ("code", "organisation", "breakdown", "period", "variable"))
        groups.setdefault(key, []).append(count)
    return [_sum(parts) for parts in groups.values()]


def _sum(parts: list[Count]) -> Count:
    status = next((status for status in (UNREADABLE, ABSENT) if any(part["status"] == status for part in parts)), "")
    if status:
        return next(part for part in parts if part["status"] == status)
    reported = [part for part in parts if part["status"] == REPORTED]
    return {**reported[0], "value": sum(map(number, reported))} if reported else parts[0]


def copied(table: Table, counts: list[Count]) -> list[Problem]:
    """Rows of one municipality with the same numbers throughout: one school under two names, or a copied answer."""
    rows: dict[tuple[str, str], list[Count]] = {}
    for count in counts:
        rows.setdefault((count["code"], _row(count)), []).append(count)
    seen: dict[tuple[str, frozenset[tuple[str, str, str, int | None]]], str] = {}
    problems = []
    for (code, row), own in rows.items():
        if sum(count["status"] == REPORTED and number(count) >= TELLING for count in own) < ENOUGH:
            continue
        answers = frozenset((count["variable"], count["breakdown"], count["period"], count["value"]) for count in own)
        first = seen.setdefault((code, answers), row)
        if first != row:
            cell = place_of(own[0]["origin"])[2]
            message = f"в строке {row} те же числа, что в строке {first}: обе вошли в сумму"
            what = "проверьте, не одна ли это школа под двумя названиями; лишнюю строку удалите"
            problems.append(table.problem("warning", "same_answers", message, what, cell=cell, who=code))
    return problems


def _row(count: Count) -> str:
    return place_of(count["origin"])[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
