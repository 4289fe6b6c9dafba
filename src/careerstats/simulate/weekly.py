"""The last simulated year -> six weekly tables of its spring: one municipality stands still, one number goes down."""

from datetime import date, timedelta

from careerstats.simulate.chance import Whole
from careerstats.simulate.papers import FORM, MUNICIPAL, Paper, Truth, World, summed_at

WEEKS, COLUMN = 6, "Прошли диагностику"
STILL, DOWN = 3, 0
"""Ranks of the municipality to which nobody is added, and of the one whose number falls in the fifth week."""


def days_of(world: World) -> list[date]:
    """Six Mondays from the first one of April on."""
    start = date(world.start + world.years, 4, 1)
    first = start + timedelta(days=-start.weekday() % 7)
    return [first + timedelta(weeks=week) for week in range(WEEKS)]


def tables_of(world: World, places: Whole, form: Paper) -> dict[str, Paper]:
    """``weekly/2025-04-07.csv`` → its rows: cumulative counts that grow towards those of ``form``, not yet spoilt."""
    rank = {int(place): at for at, place in enumerate(places)}
    sums = [summed_at(form, FORM["K_pt"], place) for place in world.places]
    return {
        name(day): [[MUNICIPAL, COLUMN], *([place.name, str(_so_far(sums[at], week, rank[at]))]
                                           for at, place in enumerate(world.places))]
        for week, day in enumerate(days_of(world))
    }  # fmt: skip


def name(day: date) -> str:
    return f"weekly/{day.isoformat()}.csv"


def _so_far(total: int, week: int, rank: int) -> int:
    if rank == STILL:
        return total * 7 // 10
    if rank == DOWN and week == 4:
        return total * 55 // 100
    return total * (60 + 7 * week + rank % 4) // 100


def truths(world: World, places: Whole) -> list[Truth]:
    """What must be said of them."""
    still, down = (world.places[int(places[rank])] for rank in (STILL, DOWN))
    row = next(row for row, place in enumerate(world.places) if place.id == down.id)
    return [
        {"kind": "stands still", "what": "шесть недель подряд одно и то же число", "territory": still.id,
         "variable": "K_pt", "indicator": "1.1", "expected": {"since": days_of(world)[0].isoformat()}},
        {"kind": "wrong entry", "what": "нарастающий итог уменьшился", "file": name(days_of(world)[4]),
         "cell": f"B{row + 2}", "territory": down.id, "expected": {"problem": "snapshot_went_down"}},
    ]  # fmt: skip
