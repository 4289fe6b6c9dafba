"""Every kind of picture, and notes for them: all zero, all 100 %, mostly missing, hidden, longest names."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from noted import as_json, changed, noted

from careerstats.contracts.measures import MeasureEffect
from careerstats.model import HIDDEN
from careerstats.note import figures
from careerstats.note.figures import weekly as weekly_figures
from careerstats.note.opening import Note

Draw = Callable[[Note], Any]
Row = dict[str, Any]

LEVELS = ["базовый", "основной", "продвинутый", "undecided"]
LONGEST = "Северо-Западный Верхнеколымско-Нижнетунгусский национальный муниципальный район"
DAYS = ["2024-10-07", "2024-10-14", "2024-10-21", "2024-10-28"]


def kinds_of_municipality() -> dict[str, Draw]:
    return {
        "dots": figures.dots,
        "spine": figures.spine,
        "trend": figures.trend,
        "slope": figures.slope,
        "strip": figures.strip,
        "levels": lambda note: figures.levels(note, LEVELS),
        "diagnosis": figures.diagnosis,
        "own courses": lambda note: weekly_figures.own_courses(weekly(note)),
    }


def kinds_of_region() -> dict[str, Draw]:
    return {
        "dots": figures.dots,
        "heat": figures.heat,
        "trend": figures.trend,
        "levels": lambda note: figures.levels(note, LEVELS),
        "diagnosis": figures.diagnosis,
        "funnel": lambda note: figures.funnel(note, "a"),
        "concentration": lambda note: figures.concentration(note, "a"),
        "stages": lambda note: figures.stages(staged(note)),
        "quadrants": lambda note: figures.quadrants(grouped(note)),
        "effect": lambda note: figures.effect(note, measured(note), "fig-effect-1"),
        "tiles": lambda note: figures.tiles(mapped(note), "a"),
        "region courses": lambda note: weekly_figures.region_courses(weekly(note)),
    }


def _with(note: Note, **more: Any) -> Note:
    return noted({**as_json(note.bundle), **more})


def staged(note: Note) -> Note:
    """Pupils, then registered, attended, asked for advice: each of those before, the last one of nothing known."""
    told = (("Обучающиеся", "w", []), ("Зарегистрированы", "r", ["w"]), ("Посетили", "v", ["r"]), ("Советы", "c", []))
    stages = [{"title": title, "variable": id, "of": of} for title, id, of in told]
    sizes = dict(zip("wrvc", (53400, 31200, 17800, 911), strict=True))
    counts = {id: {"value": size, "complete": True, "listed": None} for id, size in sizes.items()}
    return _with(note, stages=stages, region_counts=counts)


def grouped(note: Note) -> Note:
    groups = [{"id": letter, "title": "", "members": []} for letter in "АБВГ"]
    return _with(note, groups_by=["a", "b"], groups=groups)


def measured(note: Note) -> MeasureEffect:
    """A measure that every other municipality took."""
    codes = [place.code for place in note.bundle.municipalities]
    taken, others = codes[::2], codes[1::2]
    moves = {code: (at * 7) % 31 - 9.5 for at, code in enumerate(codes)}
    means = [sum(moves[code] for code in side) / len(side) for side in (taken, others)]
    return MeasureEffect(
        text="Сетевые профильные смены",
        indicator="a",
        taken=tuple(taken),
        others=tuple(others),
        moves=moves,
        earlier=1,
        mean_taken=means[0],
        mean_others=means[1],
    )


def mapped(note: Note) -> Note:
    """Places on a square grid, a hole in the middle; the last municipality has none."""
    codes = [place.code for place in note.bundle.municipalities]
    wide = max(2, round(len(codes) ** 0.5))
    return _with(note, tiles={code: [at // wide + 2, at % wide + 3] for at, code in enumerate(codes[:-1])})


def weekly(note: Note) -> Note:
    """Four weeks of every municipality towards a target."""
    rows = [_course(place.code, at) for at, place in enumerate(note.bundle.municipalities)]
    targets = {"a": {"value": "50", "by": "2024-11-25"}}
    return _with(note, weekly={"indicators": ["a"], "courses": rows, "days": DAYS, "targets": targets})


def _course(code: str, at: int) -> Row:
    points = [[day, (20 + at) * step] for step, day in enumerate(DAYS, 1)]
    more = {"still_since": None if at % 4 else DAYS[1], "remaining": 20, "pace": "20", "target": "50"}
    last = {"day": points[-1][0], "count": points[-1][1]}
    return {"indicator": "a", "code": code, "whole": 220 + 40 * at, "snapshots": points, **last, **more}


# ---- notes of every fate


def all_zero(note: Note) -> Note:
    return _mended(note, lambda row, at: row.update(numerator=0, range_low=0, range_high=0, verdict="not_comparable"))


def all_full(note: Note) -> Note:
    return _mended(note, lambda row, at: row.update(numerator=row.get("denominator"), verdict="same"))


def mostly_missing(note: Note) -> Note:
    """Two of three have no number; the own one has."""

    def forget(row: Row, at: int) -> None:
        if at % 3:
            row.update(numerator=None, denominator=None, range_low=None, range_high=None, verdict="not_comparable")

    return _mended(note, forget)


def hidden(note: Note) -> Note:
    """Every other value may not be seen by this audience."""

    def hide(row: Row, at: int) -> None:
        if at % 2:
            row.update(numerator=None, range_low=None, range_high=None, verdict="not_comparable", status=HIDDEN)

    return _mended(note, hide)


def longest(note: Note) -> Note:
    """Names of 70 letters and more, as real ones may be."""
    towns = [replace(place, name=f"{LONGEST} {at}") for at, place in enumerate(note.bundle.municipalities)]
    own = note.territory if note.bundle.notebook == "region" else replace(note.territory, name=towns[0].name)
    return changed(note, municipalities=tuple(towns), territory=own)


def _mended(note: Note, change: Callable[[Row, int], None]) -> Note:
    """A copy whose comparison points and own values are changed, in the order of the municipalities."""
    mended = as_json(note.bundle)
    for rows in mended["everyone"].values():
        for at, row in enumerate(rows):
            change(row, at)
    for row in mended.get("values", []):
        change(row, 0)
        row["value"] = None if row.get("numerator") is None else 100 * row["numerator"] / row["denominator"]
    return noted(mended)


FATES: dict[str, Callable[[Note], Note]] = {
    "all zero": all_zero,
    "all 100 %": all_full,
    "mostly missing": mostly_missing,
    "hidden": hidden,
    "longest names": longest,
}
