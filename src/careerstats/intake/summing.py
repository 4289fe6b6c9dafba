"""Several rows of one municipality (``sum_by``) -> one count of each quantity; the numbers that tell a copy."""

import re

from careerstats.contracts.counts import Count, number
from careerstats.grouping import grouped
from careerstats.intake.controls import ENOUGH, TELLING, key_of
from careerstats.model import ABSENT, REPORTED, UNREADABLE


def folded(name: str) -> str:
    """«СОШ № 1», «сош №1» and «СОШ 1» are one school."""
    return re.sub(r"[\W_]+", "", name.casefold().replace("ё", "е").replace("№", ""))


def summed(counts: list[Count]) -> list[Count]:
    """Counts of several rows of one municipality as one, in the place of the first; a silent part leaves no sum."""
    return [_sum(parts) for parts in grouped((key_of(count), count) for count in counts).values()]


def _sum(parts: list[Count]) -> Count:
    status = next((status for status in (UNREADABLE, ABSENT) if any(part["status"] == status for part in parts)), "")
    if status:
        return next(part for part in parts if part["status"] == status)
    reported = [part for part in parts if part["status"] == REPORTED]
    return {**reported[0], "value": sum(map(number, reported))} if reported else parts[0]


Answers = tuple[int | None, ...]


def answers_of(counts: list[Count]) -> Answers:
    """The numbers of one row where nobody else has just these by chance; else none."""
    telling = sum(count["status"] == REPORTED and number(count) >= TELLING for count in counts)
    return tuple(count["value"] for count in counts) if telling >= ENOUGH else ()
