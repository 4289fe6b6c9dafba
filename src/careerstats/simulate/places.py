"""A number -> the municipalities of a region that does not exist: invented names in every case, codes, spellings."""

from dataclasses import dataclass

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
