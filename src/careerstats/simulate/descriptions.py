"""A simulated region -> its dataset.yaml and recommendations.yaml: templates with what depends on sizes and years."""

from pathlib import Path

from careerstats.model import slug
from careerstats.simulate import papers
from careerstats.simulate.papers import World

INDICATORS = ("1.1", "rmg", "exc69", "trial", "early_14", "ovz_guided", "consult", "partner", "spo9", "konk")
HEADLINE = ("1.1", "trial")
RESERVES = ("1.1", "trial", "early_14")

_OWN = {
    "1.1": ("diagnose", "проведение профориентационной диагностики обучающихся 6–11 классов, не прошедших её", "01.12"),
    "rmg": ("lessons", "участие обучающихся 6–11 классов в занятиях курса «Россия – мои горизонты»", "15.09"),
    "exc69": ("visits", "включение экскурсий на предприятия в планы работы с обучающимися 6–9 классов", "01.11"),
    "trial": (
        "trials",
        "участие обучающихся 6–11 классов в профессиональных пробах, в том числе на базе колледжей",
        "01.12",
    ),
    "early_14": (
        "early",
        "включение знакомства с профессиями в программы внеурочной деятельности 1–4 классов",
        "01.10",
    ),
    "ovz_guided": (
        "inclusion",
        "включение обучающихся с ОВЗ в профориентационные мероприятия с учётом их возможностей",
        "01.11",
    ),
    "consult": ("advice", "консультирование обучающихся 6–11 классов и их родителей по выбору профессии", "01.12"),
    "partner": (
        "partners",
        "заключение соглашений с предприятиями и профессиональными образовательными организациями",
        "31.12",
    ),
    "konk": ("contests", "участие обучающихся 6–11 классов в конкурсах профориентационной направленности", "31.12"),
}
"""What the municipality's schools are advised by each indicator: id of the recommendation, its text, its term."""

_SCHOOL = "organisation: Код школы\n    territory: Муниципальное образование\n    ignore: [Школа]"
_PLACE = "territory: Муниципальное образование"
_AXIS = f"{_PLACE}\n    breakdown: {{компетенция: {papers.CATEGORY}}}"

_TABLES = (
    ("oo-1.csv", "форма ФСН № ОО-1", "20 сентября", _SCHOOL, papers.OO1),
    ("form.csv", "форма школы", "конец периода", _SCHOOL, papers.FORM),
    ("self-diagnosis.csv", "самодиагностика «Школа Минпросвещения России»", "период", _SCHOOL, papers.SELF),
    ("preschool.csv", "форма ФСН № 85-К и сведения муниципалитетов", "31 декабря", _PLACE, papers.PRESCHOOL),
    ("parents.csv", "выборочный опрос родителей", "период", _PLACE, papers.PARENTS),
    ("choices.csv", "выгрузка платформы", "период", _AXIS, papers.CHOICE),
)


def template(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def dataset_yaml(world: World, arguments: str) -> str:
    """dataset.yaml of the region; ``arguments``: how to write it again."""
    last = world.period(world.years - 1)
    words = {
        "arguments": arguments,
        "region": world.region.name,
        "period": last,
        "date": f"{world.start + world.years}-06-30",
        "tables": "\n".join(_table(world, year, at) for year in range(world.years) for at in range(len(_TABLES))),
        "profminimum": _profminimum(world),
        "indicators": _listed(INDICATORS),
        "headline": _listed(HEADLINE),
        "reserves": _listed(RESERVES),
    }
    return _filled(template("dataset.txt"), words)


def recommendations_yaml(world: World) -> str:
    """recommendations.yaml: general lines, and one for the schools by each indicator that has one."""
    concerns = [f'"{rule}:{id}"' for id in INDICATORS for rule in ("decision", "attention")]
    own = "\n".join(_recommendation(id, *_OWN[id]) for id in INDICATORS if id in _OWN)
    words = {"next": str(world.start + world.years), "consider": ", ".join(concerns)}
    return _filled(_filled(template("recommendations.yaml"), {"own": own}), words)


def _filled(text: str, words: dict[str, str]) -> str:
    for key, word in words.items():
        text = text.replace(f"@{key}@", word)
    return text


def _listed(ids: tuple[str, ...]) -> str:
    return ", ".join(f'"{id}"' for id in ids)


def _recommendation(id: str, name: str, text: str, day: str) -> str:
    when = ", ".join(f'"{rule}:{id}"' for rule in ("decision", "attention", "reserve"))
    return f"  - id: {name}\n    to: schools\n    text: {text}\n    when: [{when}]\n    term: до {day}.@next@"


def _table(world: World, year: int, at: int) -> str:
    """One entry of ``tables``; columns are described in the first year and repeated by name."""
    name, source, day, keys, columns = _TABLES[at]
    period, mark = world.period(year), name.removesuffix(".csv")
    lines = [f"  - file: tables/{slug(period)}/{name}", f'period: "{period}"', f"source: {source}", f"as_of: {day}"]
    lines += keys.split("\n    ")
    if columns in (papers.PRESCHOOL, papers.PARENTS):
        lines.append(f"rows: {{{papers.TOTAL}: total}}")
    if year:
        return "\n    ".join([*lines, f"columns: *{mark}"])
    described = [f'  "{title}": {{variable: {variable}}}' for variable, title in columns.items()]
    return "\n    ".join([*lines, f"columns: &{mark}", *described])


def _profminimum(world: World) -> str:
    years = [year for year in range(world.years) if world.start + year >= papers.SINCE_PROFMINIMUM]
    if not years:
        return "profminimum: []"
    return "\n".join(["profminimum:", *(_of_schools(world.period(year), year == years[0]) for year in years)])


def _of_schools(period: str, first: bool) -> str:
    claimed, hours = papers.PROFMINIMUM
    described = [f"  {id}: {title}" for id, title in papers.DIRECTIONS.items()]
    lines = [
        f"  - file: tables/{slug(period)}/profminimum.csv",
        f'period: "{period}"',
        "organisation: Код школы",
        f"claimed: {claimed}",
        f"hours: {hours}",
        *(["directions: &directions", *described] if first else ["directions: *directions"]),
    ]
    return "\n    ".join(lines)
