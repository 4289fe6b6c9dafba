"""Results -> what the region's bundle says of the method: how far schools widen chance, whence each number was read."""

import re
from itertools import groupby

from careerstats.bundles.numbers import Results
from careerstats.contracts.method import Column, Method
from careerstats.decisions import ranking, targets
from careerstats.model import REPORTED, split_origin


def method(results: Results) -> Method:
    """Of the period of the dataset."""
    rows = [row for own in results.rows.values() for row in own.values()]
    effects = [row.design_effect for row in rows if row.design_effect is not None]
    return Method(
        design_effects=(min(effects), max(effects)) if effects else None,
        over_time=any(row.change in ("up", "down", "same") for row in rows),
        columns=_columns(results),
        order=tuple(ranking.rule_text()),
        goals=tuple(f"{id}. {text}" for id, text in targets.rule_text().items()),
    )


def _columns(results: Results) -> tuple[Column, ...]:
    """Variable by variable; forms alike, one from each municipality or school, are counted and not listed."""
    frame = results.counts
    now = frame[(frame["period"] == results.dataset.period) & (frame["status"] == REPORTED)]
    pairs = now[["variable", "origin"]].drop_duplicates().itertuples(index=False, name=None)
    places = sorted({(str(variable), *_place(str(origin))) for variable, origin in pairs})
    return tuple(_of_variable(id, list(same)) for id, same in groupby(places, key=lambda place: place[0]))


def _place(origin: str) -> tuple[str, str, str]:
    """File, sheet, letters of the column; a list of persons has no cells."""
    file, sheet, cell = split_origin(origin)
    column = _LETTERS.match(cell)  # of «Q102–Q110», a sum of several rows, too
    return file, sheet, column[0] if column and ":" not in cell else ""


_LETTERS = re.compile(r"[A-Z]+")


def _of_variable(id: str, places: list[tuple[str, str, str, str]]) -> Column:
    files = list(dict.fromkeys(file for _, file, _, _ in places))
    letters = tuple(dict.fromkeys(letter for _, file, _, letter in places if letter and file == files[0]))
    return Column(id, files[0], places[0][2], letters, len(files))
