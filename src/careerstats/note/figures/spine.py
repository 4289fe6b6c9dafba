"""A municipal note -> every indicator against the spread of the municipalities: the spine chart."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from matplotlib.axes import Axes

from careerstats import reasons, wording
from careerstats.blocks import Blocks
from careerstats.contracts.values import Point
from careerstats.note.figures import theme
from careerstats.note.figures.parts import WIDTH, is_told_in_part, known, level, shares, together, verdict_key
from careerstats.note.figures.sheet import bar, key, line, marks, sheet, words
from careerstats.note.figures.theme import Entry, Look, Patch
from careerstats.note.opening import Note

LEAST = 4  # with fewer municipalities quarters mean nothing
ROW, HEAD = 5.8, 8.5  # mm
NAME, OWN, ALL, LOW, CHART, HIGH = 56.0, 70.0, 84.0, 98.0, (102.0, 149.0), 164.0  # mm: where the columns end
TEXT = 7.5


def spine_indicators(note: Note, among: Sequence[str] = ()) -> list[str]:
    """Indicators of this place (of ``among``, where given) that can be set against at least four municipalities."""
    asked = [id for id in shares(note) if not among or id in among]
    wide = [id for id in asked if len(known(note, id)) >= LEAST and not is_told_in_part(note, id)]
    own = {id for id in wide for row in known(note, id) if row.code == note.territory.code}
    return [id for id in wide if id in own and _side(note, id)]


@theme.public
def spine(note: Note, among: Sequence[str] = ()) -> Blocks:
    """One line per indicator: own share, all together, the least and the most favourable, the place between them."""
    ids = spine_indicators(note, among)
    if not ids:
        return Blocks()
    names = [theme.fitted(note.passport(id).short, NAME - 2, TEXT) for id in ids]
    figure, axes = sheet(WIDTH, HEAD + ROW * len(ids) + 11)
    _heads(axes, note, ids)
    middle = sum(CHART) / 2
    line(axes, [middle, middle], [HEAD - 1, HEAD + ROW * len(ids)], color=theme.INK, linewidth=0.9, zorder=2)
    for at, (id, name) in enumerate(zip(ids, names, strict=True)):
        y = HEAD + ROW * (at + 0.5)
        line(axes, [0, WIDTH], [y + ROW / 2] * 2, color=theme.GRID, linewidth=0.4, zorder=0)
        words(axes, 0.5, y, name, TEXT, linespacing=1.05)
        _line(axes, note, id, y)
    rows = [_own(note, id) for id in ids]
    _legend(axes, HEAD + ROW * len(ids) + 4, verdict_key(rows))
    caption = f"Значения {note.form('genitive')} среди всех муниципальных образований, {note.year}, %"
    caption += reasons.mark_caption(rows, note.settings.rules)
    return theme.finish(figure, "fig-spine", caption, _alt(note, ids))


def _own(note: Note, id: str) -> Point:
    """The own point of an indicator that is shown."""
    return next(row for row in known(note, id) if row.code == note.territory.code)


def _side(note: Note, id: str) -> float:
    """The longer side of the spine in points: what half the width of the chart stands for."""
    values = [100 * row.share for row in known(note, id)]
    centre = level(note, id)
    return max(max(values) - centre, centre - min(values))


def _flip(note: Note, id: str) -> int:
    """−1 where little is good, so that good is always on the right."""
    return -1 if note.passport(id).polarity == "low" else 1


def _heads(axes: Axes, note: Note, ids: list[str]) -> None:
    mixed = any(_flip(note, id) < 0 for id in ids)
    ends = ("менее благо-\nприятное", "более благо-\nприятное") if mixed else ("наимень-\nшее", "наиболь-\nшее")
    heads = ((OWN, "значе-\nние"), (ALL, "все\nвместе"), (LOW, ends[0]), (HIGH, ends[1]))
    for right, text in heads:
        words(axes, right, HEAD - 1, text, 7, ha="right", va="bottom", color=theme.QUIET, linespacing=1.05)
    words(axes, 0.5, HEAD - 1, "Показатель, %", 7, va="bottom", color=theme.QUIET)


def _line(axes: Axes, note: Note, id: str, y: float) -> None:
    own, centre, side, flip = _own(note, id), level(note, id), _side(note, id), _flip(note, id)
    spread = sorted(100 * row.share for row in known(note, id))
    half, middle = (CHART[1] - CHART[0]) / 2, sum(CHART) / 2
    places = [
        middle + half * flip * (value - centre) / side
        for value in (spread[0], spread[-1], *np.quantile(spread, [0.25, 0.75]), 100 * own.share)
    ]
    for (start, end), color in ((places[:2], "#dde3e9"), (places[2:4], "#aab5c0")):
        bar(axes, start, y, end - start, 3.6, color=color, zorder=1)
    look = theme.VERDICT[own.verdict]
    if own.verdict != "not_comparable":
        look = look | Look(markeredgecolor="white", markeredgewidth=0.6)
    marks(axes, [(places[4], y)], 7, **(look | Look(zorder=3)))
    ends = spread if flip > 0 else spread[::-1]
    everybody = wording.percent_of(*together(note, id))
    values = (reasons.marked(wording.percent_of(*own.own), own), everybody, _print(ends[0]), _print(ends[-1]))
    for right, text, bold in zip((OWN, ALL, LOW, HIGH), values, (True, False, False, False), strict=True):
        words(axes, right, y, text, TEXT, ha="right", fontweight="bold" if bold else "normal")


def _print(share: float) -> str:
    return wording.decimal(Fraction(share).limit_denominator(10**6))  # the exact share: no size has seven digits


def _legend(axes: Axes, y: float, verdicts: list[Entry]) -> None:
    entries: list[Entry] = [
        *verdicts,
        ("от наименьшего до наибольшего", Patch({"color": "#dde3e9"})),
        ("средняя половина", Patch({"color": "#aab5c0"})),
        ("все вместе", {"color": theme.INK, "linewidth": 0.9}),
    ]
    key(axes, 1, y, entries, WIDTH)


def _alt(note: Note, ids: list[str]) -> str:
    parts = []
    for id in ids:
        own, values = _own(note, id), [100 * row.share for row in known(note, id)]
        parts.append(
            f"{note.passport(id).short} – {reasons.marked(wording.percent(*own.own), own)}, "
            f"все вместе {wording.percent(*together(note, id))}, от {_print(min(values))} до {_print(max(values))}"
        )
    return f"Показатели на фоне разброса муниципальных образований. {'; '.join(parts)}."
