"""A simulated region -> its dataset.yaml and cycle.yaml: templates with what depends on sizes and years."""

from pathlib import Path

from careerstats.model import slug
from careerstats.simulate import papers
from careerstats.simulate.papers import World

INDICATORS = ("1.1", "rmg", "exc69", "trial", "early_14", "ovz_guided", "consult", "partner", "spo9", "konk")
HEADLINE = ("1.1", "trial")
RESERVES = ("trial", "early_14")

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
    whole = world.is_large and world.years > 1
    words = {
        "arguments": arguments,
        "region": world.region.name,
        "date": f"{world.start + world.years}-06-30",
        "tables": "\n".join(_table(world, year, at) for year in range(world.years) for at in range(len(_TABLES))),
        "profminimum": _profminimum(world),
        "indicators": _listed(INDICATORS),
        "headline": _listed(HEADLINE),
        "reserves": _listed(RESERVES),
        "weekly": _weekly(world) if whole else "",
        "work": template("work.txt") if whole else "",
        "period": last,
        "year": str(world.start + world.years),
        "autumn": str(world.start + world.years - 1),
    }
    return filled(template("dataset.txt"), words)


def cycle_yaml(world: World) -> str:
    """cycle.yaml: of one municipality every component, of two others some; who has done which step.

    The report on the plan was due before the dataset's day, and three have not sent it.
    """
    names = [place.name for place in world.ranked[:12]]
    year = world.start + world.years - 1
    words = {
        "first": str(world.start),
        "year": str(year),
        "next": str(year + 1),
        "before": world.period(world.years - 2),
        "complete": names[COMPLETE],
        "partial": names[0],
        "few": names[4],
        "done": ", ".join(f"{name}: {20 + at % 10}.05.{year + 1}" for at, name in enumerate(names)),
        "reported": ", ".join(f"{name}: 1{at % 5}.06.{year + 1}" for at, name in enumerate(names) if at not in LATE),
    }
    return filled(template("cycle.txt"), words)


COMPLETE = 3
"""Rank of the municipality whose cycle is complete."""

LATE = (5, 9, 10)
"""Ranks of those who have not sent the report that was due."""


def _weekly(world: World) -> str:
    """The six tables of ``snapshots``."""
    lines = ["# Еженедельные сведения нарастающим итогом.", "snapshots:"]
    for week, day in enumerate(papers.mondays_of(world)):
        lines += [
            f"  - file: {papers.weekly_name(day)}",
            f"    date: {day:%d.%m.%Y}",
            "    territory: Муниципальное образование",
            "    columns: *weekly" if week else f"    columns: &weekly\n      {papers.WEEKLY}: {{variable: K_pt}}",
        ]
    return "\n".join([*lines, "", ""])


def filled(text: str, words: dict[str, str]) -> str:
    """A template with its words: «@year@»."""
    for key, word in words.items():
        text = text.replace(f"@{key}@", word)
    return text


def _listed(ids: tuple[str, ...]) -> str:
    return ", ".join(f'"{id}"' for id in ids)


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
