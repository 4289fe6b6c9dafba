"""One quantity told by two tables -> the number of the table that the dataset prefers, or none; the other is named."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from careerstats.contracts.counts import Count
from careerstats.contracts.settings import Sources
from careerstats.grouping import grouped
from careerstats.intake.controls import file_of, key_of, problem_at
from careerstats.intake.tables import Reading
from careerstats.model import REPORTED, Problem


def prefer(reading: Reading, rule: Sources, tables: Iterable[str]) -> None:
    """``sources: {prefer: [tables/a.csv, forms/*]}``: where two tables differ, the one named first wins.

    The losing counts leave the reading, with a warning that names both numbers; numbers that no entry of the list
    decides between stay, and are refused as a contradiction. ``tables``: files the dataset describes.
    """
    wanted = list(rule.prefer)
    reading.problems += _unknown(wanted, {*tables, *(file_of(count) for count in reading.counts)})
    lost: set[int] = set()
    for same in _told_twice(reading.counts):
        winner, losers = _decided(same, wanted)
        if winner is not None:
            reading.problems += [_overruled(winner, loser) for loser in losers if loser["value"] != winner["value"]]
            lost |= {id(loser) for loser in losers}
    reading.counts[:] = [count for count in reading.counts if id(count) not in lost]


def _unknown(wanted: list[str], files: set[str]) -> list[Problem]:
    """A name that no table has would never decide anything, in silence."""
    what = "исправьте имя таблицы в sources, prefer"
    return [
        Problem("dataset.yaml", "blocking", "unknown_source", f"sources, prefer: таблицы «{name}» нет", what)
        for name in wanted
        if not any(_matches(file, name) for file in files)
    ]


def _decided(same: list[Count], wanted: list[str]) -> tuple[Count | None, list[Count]]:
    """The count of the preferred table and the others; nobody wins where that table contradicts itself."""
    places = [_place(count, wanted) for count in same]
    first = [count for count, place in zip(same, places, strict=True) if place == min(places)]
    if min(places) == len(wanted) or len({count["value"] for count in first}) > 1:
        return None, []
    return first[0], [count for count in same if count not in first]


def _place(count: Count, wanted: list[str]) -> int:
    """Place of the count's table in the list; its length where the list does not name it."""
    return next((at for at, name in enumerate(wanted) if _matches(file_of(count), name)), len(wanted))


def _matches(file: str, name: str) -> bool:
    return file == name or fnmatchcase(file, name)


def _overruled(winner: Count, loser: Count) -> Problem:
    message = (
        f"{loser['variable']}: здесь {loser['value']}, использовано {winner['value']} ({winner['origin']}): "
        "этот источник указан в dataset.yaml как предпочтительный"
    )
    what = "сверьте числа; если верно это, исправьте первичные данные"
    return problem_at(loser, "warning", "overruled", message, what)


def _told_twice(counts: Iterable[Count]) -> list[list[Count]]:
    """Reported counts of one quantity whose numbers differ."""
    by_key = grouped((key_of(count), count) for count in counts if count["status"] == REPORTED)
    return [same for same in by_key.values() if len({count["value"] for count in same}) > 1]


def settle(reading: Reading) -> None:
    """One quantity told twice in different tables with different numbers: neither is used."""
    twice = _told_twice(reading.counts)
    for first, *others in twice:
        elsewhere = ", ".join(f"{other['value']} ({other['origin']})" for other in others)
        message = f"{first['variable']}: здесь {first['value']}, в другом месте {elsewhere}"
        what = "оставьте верное число; ни одно из них не использовано"
        reading.problems.append(problem_at(first, "blocking", "contradiction", message, what))
    reading.discard({count["origin"] for same in twice for count in same})
