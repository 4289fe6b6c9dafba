"""A number -> a region that does not exist: municipalities with invented names in every case, schools of every size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from careerstats.simulate.chance import Chance, Whole, growth

LARGEST = 99
"""Municipalities of one region: its codes have two digits for them."""

USUAL = 30
"""Municipalities of each region of a country: 2 600 of them make 87 regions, about as in reality."""

# Говорящие имена: ни одного такого муниципального образования нет.
_CITIES = ("Примерск", "Образцовск", "Условск", "Макетск", "Задумск", "Чертёжск", "Наглядск", "Пробногорск")
_STEMS = (
    "Вымышленск", "Небывальск", "Лукоморск", "Тридевятск", "Китежск", "Берендейск", "Придуманск", "Тридесятск",
    "Кудыкинск", "Сказовск", "Невидальск", "Мнимореченск",
)  # fmt: skip
_PREFIXES = ("", "Верхне", "Нижне", "Ново", "Старо", "Средне", "Дальне", "Велико", "Мало", "Северо", "Южно")


@dataclass(frozen=True)
class Place:
    """One municipality (or the region itself) as a row of territories.csv."""

    id: str
    code: str
    kind: str
    name: str
    full_name: str
    genitive: str
    dative: str
    prepositional: str
    short: str = ""  # a spelling without the type word, for aliases.csv


def region(number: int) -> Place:
    """The region; OKTMO gives 02 to no region, so its codes are nobody's."""
    mark = f" № {number}" if number else ""
    forms = [f"Примерск{end} област{last}{mark}" for end, last in (("ая", "ь"), ("ой", "и"), ("ой", "и"), ("ой", "и"))]
    return Place("demo", "02000000", "region", forms[0], *forms)


def municipalities(count: int) -> list[Place]:
    """``count`` places: every sixth a city, of the others every third an okrug."""
    cities = max(1, count // 6)
    rural = [_rural(number, "okrug" if number % 3 == 2 else "district") for number in range(count - cities)]
    return [_city(number) for number in range(cities)] + rural


def _city(number: int) -> Place:
    name = _named(number, _CITIES)
    id, code = f"demo-city-{number + 1:02d}", _code("7", number)
    cases = {"genitive": f"города {name}а", "dative": f"городу {name}у", "prepositional": f"городе {name}е"}
    return Place(id, code, "city", f"г. {name}", f"город {name}", **cases, short=name)


_NOUNS = {
    "okrug": ("муниципальный округ", "муниципального округа", "муниципальному округу", "муниципальном округе"),
    "district": ("район", "района", "району", "районе"),
}


def _rural(number: int, kind: str) -> Place:
    stem = _named(number, _STEMS)
    ends = ("ий", "ого", "ому", "ом")
    name, *rest = (f"{stem}{end} {noun}" for end, noun in zip(ends, _NOUNS[kind], strict=True))
    cases = dict(zip(("genitive", "dative", "prepositional"), rest, strict=True))
    full_name = f"{stem}ий муниципальный район" if kind == "district" else name
    code = _code("5" if kind == "okrug" else "6", number)
    return Place(f"demo-{kind}-{number + 1:02d}", code, kind, name, full_name, **cases, short=f"{stem}ий")


def _code(kind: str, number: int) -> str:
    """Two digits for a municipality; where a region is larger than any, the sixth tells hundreds."""
    hundreds, rest = divmod(number, LARGEST)
    return f"02{kind}{rest + 1:02d}{hundreds}00"


def _named(number: int, stems: tuple[str, ...]) -> str:
    """The stems themselves, then each with a prefix, then with two and more: no two names alike."""
    rounds, at = divmod(number, len(stems))
    name = stems[at]
    while rounds:
        rounds, prefix = divmod(rounds, len(_PREFIXES))
        name = f"{_PREFIXES[prefix]}{name.lower()}" if prefix else name
    return name


# ---- schools


SMALLEST_SCHOOL, LARGEST_SCHOOL = 3, 1500
_CITY_WEIGHT = 2  # a city has about twice as many schools as a district


@dataclass(frozen=True)
class Schools:
    """Parallel arrays, one item = one school; ``home``: place in the list of municipalities; years are 0, 1, 2 …"""

    ids: list[str]
    names: list[str]
    home: Whole
    size: Whole
    village: Whole
    first: Whole  # year in which it works for the first time
    last: Whole  # and for the last
    heir: Whole  # which school it was merged into, -1 for none

    def open_in(self, year: int) -> Whole:
        """Places of the schools that work in that year."""
        return np.flatnonzero((self.first <= year) & (year <= self.last))


@dataclass(frozen=True)
class Roll:
    """Pupils of every school in one year, by groups of classes; counted on 20 September (ОО-1)."""

    early: Whole  # 1-4
    middle: Whole  # 6-9
    upper: Whole  # 10-11
    ninth: Whole
    eleventh: Whole


def draw_schools(places: list[Place], count: int, years: int, seed: int) -> Schools:
    """``count`` schools, at least one in every municipality."""
    home = _homes(places, count)
    order = _order_at_home(home)
    village = np.array([places[at].kind != "city" for at in home]) & (order > 0)
    size = _sizes(home, village, places, seed)
    first, last, heir = _lives(home, order, size, years)
    names = [_name(places[at], number, pupils) for at, number, pupils in zip(home, order, size, strict=True)]
    ids = [f"{places[at].id}-{number + 1:03d}" for at, number in zip(home, order, strict=True)]
    return Schools(ids, names, home, size, village.astype(np.int64), first, last, heir)


def _homes(places: list[Place], count: int) -> Whole:
    """Schools of the municipalities in their order, in proportion to the weight of each."""
    weights = np.array([_CITY_WEIGHT if place.kind == "city" else 1 for place in places])
    extra = (count - len(places)) * np.cumsum(weights) // int(weights.sum())
    return np.repeat(np.arange(len(places)), 1 + np.diff(extra, prepend=0))


def _order_at_home(home: Whole) -> Whole:
    starts = np.searchsorted(home, np.arange(int(home.max()) + 1))
    return np.asarray(np.arange(len(home)) - starts[home], dtype=np.int64)


def _sizes(home: Whole, village: NDArray[np.bool_], places: list[Place], seed: int) -> Whole:
    """Log-normal: about 600 pupils in a city, 420 in the centre of a district, 60 in a village."""
    city = np.array([place.kind == "city" for place in places])[home]
    typical = np.where(city, 600.0, np.where(village, 60.0, 420.0))
    spread = np.where(village, 1.0, 0.45)
    size = typical * growth(spread * Chance(seed, "size").normals(len(home)))
    whole = np.clip(np.floor(size), SMALLEST_SCHOOL, LARGEST_SCHOOL).astype(np.int64)
    whole[0] = LARGEST_SCHOOL  # both ends of the range are always there
    smallest = np.flatnonzero(village)
    whole[smallest[-1:]] = SMALLEST_SCHOOL
    return whole


def _lives(home: Whole, order: Whole, size: Whole, years: int) -> tuple[Whole, Whole, Whole]:
    """Every fortieth school was closed after the first year (its pupils went to the first of the municipality)."""
    count = len(home)
    first, last = np.zeros(count, dtype=np.int64), np.full(count, years, dtype=np.int64)
    heir = np.full(count, -1, dtype=np.int64)
    small = (order > 1) & (size < 200)
    movable = np.flatnonzero(small) if years > 1 else np.zeros(0, dtype=np.int64)
    closed, opened = movable[20::40], movable[35::40]
    last[closed] = 0
    heir[closed] = np.searchsorted(home, home[closed])
    first[opened] = years - 1
    return first, last, heir


def _name(place: Place, number: int, size: int) -> str:
    """«Средняя школа № 3 города Примерска»; a school of less than forty pupils has nine classes."""
    kind = "Основная" if size < 40 else "Средняя"
    return f"{kind} школа № {number + 1} {place.genitive}"


def roll(schools: Schools, year: int, seed: int) -> Roll:
    """Numbers of pupils a few per cent up or down from year to year."""
    noise = Chance(seed, "roll", year).normals(len(schools.size))
    size = np.maximum(np.floor(schools.size * (1.0 + 0.03 * noise)), SMALLEST_SCHOOL).astype(np.int64)
    early = _of(size, 0.40, seed, "early", year)
    older = _of(size - early, 0.85, seed, "6-11", year)  # the rest are in class 5
    upper = np.where(schools.size < 40, 0, _of(older, 0.16, seed, "upper", year))
    middle = older - upper
    ninth, eleventh = _of(middle, 0.25, seed, "ninth", year), _of(upper, 0.48, seed, "eleventh", year)
    return Roll(early, middle, upper, ninth, eleventh)


def _of(whole: Whole, share: float, seed: int, what: str, year: int) -> Whole:
    return Chance(seed, "roll", what, year).binomials(whole, np.full(len(whole), share))


def by_size(schools: Schools, count: int) -> Whole:
    """Places of the municipalities in their list, by number of pupils, the largest first."""
    pupils = np.zeros(count, dtype=np.int64)
    np.add.at(pupils, schools.home, schools.size)
    return np.argsort(-pupils, kind="stable")
