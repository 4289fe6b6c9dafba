"""A simulated region -> effects that must be found, mistakes put into its tables, and the list of both."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from careerstats.contracts.plain import Data
from careerstats.model import column_letter
from careerstats.simulate.papers import (
    DIRECTIONS,
    FORM,
    LEAST,
    LEVELS,
    OO1,
    PARENTS,
    PROFMINIMUM,
    Effects,
    Paper,
    Truth,
    World,
    municipal,
    truth,
)
from careerstats.simulate.places import Place, Schools, by_size

DIAGNOSED, INDICATOR = "K_pt", "1.1"
RANK = {"improvement": 2, "problem": 3, "noise": 4, "covered": 5, "worsening": 6, "strength": 6, "weak": 7}
"""Which municipality by number of pupils (0 = the largest) gets which truth."""

BEFORE, AFTER, FAR_BELOW = -1.3, 0.6, -1.65
"""Effects on the logit: the improved municipality before and in the last year, the one with a problem."""

TAKERS, MEASURED, EFFECT = (2, 3, 4, 8, 10), "K_trial", 1.1
"""Ranks of those who carried out the common measure of the year, what it moved, and by how much on the logit."""

WORSENING, WORSE_BEFORE, WORSE = "K_rmg", -1.2, -3.2
STRONG, STRENGTH, WEAKNESS = "K_early14", 1.9, -1.2
"""What fell in one municipality below all others, and what the same is strong in, and one of its size weak."""


@dataclass(frozen=True)
class Planted:
    """The tables of the last year (changed in place), what is hidden in them, and what of it has been corrected."""

    papers: dict[str, Paper]
    folder: str
    truths: list[Truth] = field(default_factory=list)
    corrections: list[dict[str, str]] = field(default_factory=list)


def effects_of(schools: Schools, count: int, years: int, seed: int) -> Effects:
    """Shifts of municipalities whose truths are told; none in a small region."""
    if count < LEAST:
        return {}
    places = by_size(schools, count)
    effects: Effects = {}
    for year in range(years):
        last = year == years - 1
        for variable in (DIAGNOSED, MEASURED, WORSENING, STRONG):
            effects[variable, year] = municipal(variable, count, seed)
        effects[DIAGNOSED, year][places[RANK["improvement"]]] = AFTER if last else BEFORE
        effects[DIAGNOSED, year][places[RANK["problem"]]] = FAR_BELOW
        effects[DIAGNOSED, year][places[RANK["noise"]]] = 0.0
        effects[MEASURED, year][places[list(TAKERS)]] += EFFECT if last and years > 1 else 0.0
        effects[WORSENING, year][places[RANK["worsening"]]] = WORSE if last else WORSE_BEFORE
        effects[STRONG, year][places[RANK["strength"]]] = STRENGTH
        effects[STRONG, year][places[RANK["weak"]]] = WEAKNESS
    return effects


def plant(world: World, papers: dict[str, Paper], folder: str) -> Planted:
    """Spoil the tables of the last year (in place); what was planted, with the cell of every mistake."""
    planted = Planted(papers, folder)
    if len(world.places) < LEAST:
        return planted
    planted.truths.extend(_effects(world))
    form = papers["form.csv"]
    _leave_out(world, planted)
    _spoil_cells(world, planted, form)
    _repeat(world, planted, form)
    _misspell(world, planted)
    _overclaim(world, planted)
    _spoil_total(planted)
    if world.is_large:
        planted.truths.extend(_of_shape(world, papers))
    return planted


def _effects(world: World) -> list[Truth]:
    def effect(kind: str, expected: Data, what: str) -> Truth:
        about = {"indicator": INDICATOR, "variable": DIAGNOSED, "period": world.period(world.years - 1)}
        return truth(kind, what, expected, **_named(world, RANK[kind]), **about)

    known = [
        effect("problem", {"verdict": "below"}, "доля намного ниже, чем по остальным, во все годы"),
        effect("noise", {"verdict": "same"}, "отличие случайное: настоящего нет"),
    ]
    if world.years < 2:
        return known
    since = world.period(world.years - 2)
    improved = effect("improvement", {"change": "up", "since": since}, "настоящее улучшение за последний год")
    return [improved, *known, *(other | {"period": improved["period"]} for other in _of_others(world, since))]


def _named(world: World, rank: int) -> dict[str, str]:
    place = world.at(rank)
    return {"territory": place.id, "name": place.name}


def _of_others(world: World, since: str) -> list[Truth]:
    """What concerns other indicators: worse and worsening, strong and weak of one size, the common measure."""
    worse: Data = {"verdict": "below", "change": "down", "since": since, "finding": "worsening", "first": True}
    pair: Data = {"partner": world.at(RANK["weak"]).id, "verdict": "above", "of_partner": "below"}
    return [
        truth("worsening", "ниже остальных и продолжает снижаться", worse,
              **_named(world, RANK["worsening"]), indicator="rmg", variable=WORSENING),
        truth("strength", "сильная сторона, которой можно поделиться с близким по численности", pair,
              **_named(world, RANK["strength"]), indicator="early_14", variable=STRONG),
        truth("effect", "мера пяти муниципальных образований подействовала", {"taken": len(TAKERS), "change": "up"},
              territories=[world.at(rank).id for rank in TAKERS], indicator="trial", variable=MEASURED),
    ]  # fmt: skip


def _wrong(planted: Planted, file: str, cell: str, code: str, what: str, **more: str) -> None:
    where = {"file": f"{planted.folder}/{file}", "cell": cell}
    planted.truths.append(truth("wrong entry", what, {"problem": code}, **where, **more))


def _rows_at(paper: Paper, place: Place) -> list[int]:
    """Rows of a table of schools that belong to a municipality."""
    return [row for row, cells in enumerate(paper) if row and cells[2] == place.name]


def _leave_out(world: World, planted: Planted) -> None:
    """One school does not report; of one municipality so many that less than four pupils of five are covered."""
    form, pupils = planted.papers["form.csv"], {row[0]: row[5] for row in planted.papers["oo-1.csv"][1:]}
    covered, few = world.at(9), world.at(RANK["covered"])
    silent = [_rows_at(form, covered)[-1]]
    left = sorted(_rows_at(form, few), key=lambda row: -int(pupils[form[row][0]]))
    total, gone = sum(int(pupils[form[row][0]]) for row in left), 0
    while gone < 0.3 * total and len(left) > 1:
        row = left.pop(0)
        gone += int(pupils[form[row][0]])
        silent.append(row)
    ids = [form[row][0] for row in silent]
    for row in sorted(silent, reverse=True):
        del form[row]
    _wrong(planted, "form.csv", "", "not_reported", "школа не представила форму",
           territory=covered.id, organisations=ids[0])  # fmt: skip
    what = "школы, где больше пятой части обучающихся муниципального образования, не представили форму"
    _wrong(planted, "form.csv", "", "not_reported", what, territory=few.id,
           organisations=", ".join(ids[1:]), indicator=INDICATOR, verdict="not_comparable")  # fmt: skip


def _spoil_cells(world: World, planted: Planted, form: Paper) -> None:
    whole = {row[0]: int(row[5]) for row in planted.papers["oo-1.csv"][1:]}
    for rank, variable, code in ((6, "K_trial", "part_over_whole"), (7, "K_consult", "unreadable"),
                                 (8, "K_rmg", "unreadable")):  # fmt: skip
        row, column = _rows_at(form, world.at(rank))[0], form[0].index(FORM[variable])
        old = form[row][column]
        new, what = {
            "K_trial": (str(whole[form[row][0]] + 7), "часть больше целого"),
            "K_consult": ("0,143", "вместо количества указана доля"),
            "K_rmg": (f"{old} чел.", "в числе есть буквы"),
        }[variable]
        form[row][column] = new
        cell, mended = f"{column_letter(column)}{row + 1}", variable == "K_rmg"
        if mended:
            _mend(planted, cell, was=new, becomes=old)
        note = ("corrected", f"{what}, исправлено записью corrections.yaml") if mended else (code, what)
        place = world.at(rank).id
        _wrong(planted, "form.csv", cell, *note, territory=place, organisation=form[row][0])


def _mend(planted: Planted, cell: str, *, was: str, becomes: str) -> None:
    """The institute has corrected one of the planted mistakes and says why."""
    place = {"file": f"{planted.folder}/form.csv", "cell": cell, "was": was, "becomes": becomes}
    why = "в ячейке число со словом; подтверждено школой (условное основание)"
    planted.corrections.append({**place, "why": why, "who": "методист института (условная должность)"})


def _repeat(world: World, planted: Planted, form: Paper) -> None:
    """The same school stands twice, with another number of those diagnosed."""
    row = _rows_at(form, world.at(1))[-1]
    column = form[0].index(FORM[DIAGNOSED])
    copy = list(form[row])
    copy[column] = str(max(0, int(copy[column]) - 9))
    form.append(copy)
    _wrong(planted, "form.csv", f"A{len(form)}", "duplicate", "школа записана дважды с разными числами",
           territory=world.at(1).id, organisation=copy[0])  # fmt: skip


def _misspell(world: World, planted: Planted) -> None:
    """A letter of a name is lost in one row."""
    paper, place = planted.papers["choices.csv"], world.at(8)
    row = next(row for row, cells in enumerate(paper) if cells[0] == place.name)
    paper[row][0] = place.name[:4] + place.name[5:]
    what = "название муниципального образования записано с ошибкой"
    _wrong(planted, "choices.csv", f"A{row + 1}", "unknown_territory", what, territory=place.id)


def _overclaim(world: World, planted: Planted) -> None:
    """A school claims the highest level of the profminimum without the last direction that it needs."""
    paper = planted.papers["profminimum.csv"]
    row = _rows_at(paper, world.at(6))[0]
    paper[row] = [*paper[row][:3], LEVELS[-1][0], str(LEVELS[-1][1]), *["да"] * (len(DIRECTIONS) - 1), "нет"]
    claim = truth(
        "claim not met",
        "заявлен продвинутый уровень профминимума без профессионального обучения",
        {"claimed": LEVELS[-1][0], "met": LEVELS[-2][0]},
        file=f"{planted.folder}/profminimum.csv",
        cell=f"{column_letter(paper[0].index(PROFMINIMUM[0]))}{row + 1}",
        territory=world.at(6).id,
        organisation=paper[row][0],
    )
    planted.truths.append(claim)


def _spoil_total(planted: Planted) -> None:
    """The total of those asked is ten more than the rows give."""
    parents = planted.papers["parents.csv"]
    column = parents[0].index(PARENTS["K_par_inf"])
    parents[-1][column] = str(int(parents[-1][column]) + 10)
    cell = f"B{len(parents)}"
    _wrong(planted, "parents.csv", cell, "total_differs", "итог не равен сумме строк")


# ---- numbers that must be exactly so: nobody left out, nobody reached


COMPLETE = 11
"""Rank of the municipality without problems: everybody took part in what is always looked for."""

_ALL_OF = {"K_trial": "K_od1", "K_early14": "K_14"}

_OVZ = {"few": (9, 14, 2), "none": (8, 12, 0), "under ten": (COMPLETE, 7, 6)}
"""Rank, pupils with ОВЗ of the last year, those of them who were guided: what the public may not see."""

_ZERO = (7, "K_exc69")
"""Rank of the municipality in which one large school took nobody anywhere, and what that is counted as."""


def shape(world: World, papers: dict[str, Paper], *, last: bool) -> None:
    """Change the tables of one year in place; the ОВЗ counts are of the last year only."""
    form, roll = papers["form.csv"], papers["oo-1.csv"]
    for school in _schools_of(form, world.at(COMPLETE)):
        for part, whole in _ALL_OF.items():
            _put(form, school, FORM[part], _get(roll, school, OO1[whole]))
    _put(form, _zero_school(world, papers), FORM[_ZERO[1]], 0)
    for rank, pupils, guided in _OVZ.values() if last else ():
        _share_out(papers, world.at(rank), pupils, guided=guided)


def _zero_school(world: World, papers: dict[str, Paper]) -> str:
    """The second largest school of its municipality, the same in all years."""
    own = _schools_of(papers["oo-1.csv"], world.at(_ZERO[0]))
    size = dict(zip(world.schools.ids, world.schools.size.tolist(), strict=True))
    return sorted(own, key=lambda id: (-size[id], id))[min(1, len(own) - 1)]


def _share_out(papers: dict[str, Paper], place: Place, pupils: int, *, guided: int) -> None:
    """Pupils one by one to the schools with most children, so that each of them has a few; the last stays silent.

    The last school of a municipality may be the one that does not report: it has none.
    """
    roll, form = papers["oo-1.csv"], papers["form.csv"]
    *own, silent = _schools_of(roll, place)
    large = sorted(own, key=lambda id: (-_get(roll, id, OO1["K_od1"]), id))[:4]
    for school in (*own, silent):
        has = len(range(large.index(school), pupils, len(large))) if school in large else 0
        reached = len(range(large.index(school), guided, len(large))) if school in large else 0
        _put(roll, school, OO1["K_ovz611"], has)
        _put(form, school, FORM["K_ovz_guided"], reached)


def _schools_of(paper: Paper, place: Place) -> list[str]:
    """Ids of the schools of one municipality, in the order of the table."""
    return [paper[row][0] for row in _rows_at(paper, place)]


def _row(paper: Paper, school: str) -> list[str]:
    return next(cells for cells in paper if cells[0] == school)


def _get(paper: Paper, school: str, title: str) -> int:
    return int(_row(paper, school)[paper[0].index(title)])


def _put(paper: Paper, school: str, title: str, number: int) -> None:
    _row(paper, school)[paper[0].index(title)] = str(number)


# ---- what must be found


def _of_shape(world: World, papers: dict[str, Paper]) -> Iterable[Truth]:
    """What was shaped, and where a note must tell of it."""
    clean = "пробами и ранней профориентацией охвачены все, остальное как у других: справка короткая"
    yield truth("no problems", clean, {"problems": 0, "recommendations": 0}, territory=world.at(COMPLETE).id)
    for name, (rank, pupils, guided) in _OVZ.items():
        what = f"охвачено {guided} из {pupils} обучающихся с ОВЗ: в публичной справке числа скрыты"
        expected: Data = {"numerator": guided, "denominator": pupils, "public": "hidden"}
        yield truth("few with ОВЗ", what, expected, case=name, territory=world.at(rank).id, indicator="ovz_guided")
    yield truth(
        "school at zero",
        "в крупной школе никто не посетил предприятий",
        {"finding": "at_zero", "recommendation": "empty:exc69"},
        territory=world.at(_ZERO[0]).id,
        organisation=_zero_school(world, papers),
        indicator="exc69",
    )
