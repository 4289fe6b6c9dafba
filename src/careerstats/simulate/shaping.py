"""Tables of one simulated year -> the same with numbers that must be exactly so: nobody left out, nobody reached."""

from collections.abc import Iterable

from careerstats.simulate.chance import Whole
from careerstats.simulate.papers import FORM, OO1, Paper, Truth, World

COMPLETE = 11
"""Rank of the municipality without problems: everybody took part in what is always looked for."""

_ALL_OF = {"K_trial": "K_od1", "K_early14": "K_14"}

OVZ = {"few": (9, 14, 2), "none": (8, 12, 0), "under ten": (COMPLETE, 7, 6)}
"""Rank, pupils with ОВЗ of the last year, those of them who were guided: what the public may not see."""

ZERO = (7, "K_exc69")
"""Rank of the municipality in which one large school took nobody anywhere, and what that is counted as."""


def shape(world: World, papers: dict[str, Paper], places: Whole, *, last: bool) -> None:
    """Change the tables of one year in place; the ОВЗ counts are of the last year only."""
    form, roll = papers["form.csv"], papers["oo-1.csv"]
    for school in _of(world, form, int(places[COMPLETE])):
        for part, whole in _ALL_OF.items():
            _put(form, school, FORM[part], _get(roll, school, OO1[whole]))
    _put(form, zero_school(world, papers, places), FORM[ZERO[1]], 0)
    for rank, pupils, guided in OVZ.values() if last else ():
        _share_out(world, papers, int(places[rank]), pupils, guided=guided)


def zero_school(world: World, papers: dict[str, Paper], places: Whole) -> str:
    """The second largest school of its municipality, the same in all years."""
    own = _of(world, papers["oo-1.csv"], int(places[ZERO[0]]))
    size = dict(zip(world.schools.ids, world.schools.size.tolist(), strict=True))
    return sorted(own, key=lambda id: (-size[id], id))[min(1, len(own) - 1)]


def _share_out(world: World, papers: dict[str, Paper], place: int, pupils: int, *, guided: int) -> None:
    """Pupils one by one to the schools with most children, so that each of them has a few; the last stays silent.

    The last school of a municipality may be the one that does not report: it has none.
    """
    roll, form = papers["oo-1.csv"], papers["form.csv"]
    *own, silent = _of(world, roll, place)
    large = sorted(own, key=lambda id: (-_get(roll, id, OO1["K_od1"]), id))[:4]
    for school in (*own, silent):
        has = len(range(large.index(school), pupils, len(large))) if school in large else 0
        reached = len(range(large.index(school), guided, len(large))) if school in large else 0
        _put(roll, school, OO1["K_ovz611"], has)
        _put(form, school, FORM["K_ovz_guided"], reached)


def _of(world: World, paper: Paper, place: int) -> list[str]:
    """Ids of the schools of one municipality, in the order of the table."""
    return [cells[0] for cells in paper[1:] if cells[2] == world.places[place].name]


def _row(paper: Paper, school: str) -> list[str]:
    return next(cells for cells in paper if cells[0] == school)


def _get(paper: Paper, school: str, title: str) -> int:
    return int(_row(paper, school)[paper[0].index(title)])


def _put(paper: Paper, school: str, title: str, number: int) -> None:
    _row(paper, school)[paper[0].index(title)] = str(number)


# ---- what must be found


def truths(world: World, papers: dict[str, Paper], places: Whole) -> Iterable[Truth]:
    """What was shaped, and where a note must tell of it."""
    clean = world.places[int(places[COMPLETE])]
    yield {
        "kind": "no problems",
        "what": "пробами и ранней профориентацией охвачены все, остальное как у других: справка короткая",
        "territory": clean.id,
        "expected": {"problems": 0, "recommendations": 0},
    }
    for name, (rank, pupils, guided) in OVZ.items():
        yield {
            "kind": "few with ОВЗ",
            "what": f"охвачено {guided} из {pupils} обучающихся с ОВЗ: в публичной справке числа скрыты",
            "case": name,
            "territory": world.places[int(places[rank])].id,
            "indicator": "ovz_guided",
            "expected": {"numerator": guided, "denominator": pupils, "public": "hidden"},
        }
    yield {
        "kind": "school at zero",
        "what": "в крупной школе никто не посетил предприятий",
        "territory": world.places[int(places[ZERO[0]])].id,
        "organisation": zero_school(world, papers, places),
        "indicator": "exc69",
        "expected": {"finding": "at_zero", "recommendation": "empty:exc69"},
    }
