"""Sizes and a seed -> dataset folders on disk: one region, or several where there are more than 99 municipalities."""

import csv
import io
from pathlib import Path
from typing import NamedTuple

import yaml

from careerstats.errors import UsageError
from careerstats.model import slug
from careerstats.simulate import places
from careerstats.simulate.descriptions import cycle_yaml, dataset_yaml, template
from careerstats.simulate.lists import books_of, lists_of, told_in_plans
from careerstats.simulate.papers import Paper, Truth, World, papers_of, weekly_tables, weekly_truths
from careerstats.simulate.places import Place, Schools, draw_schools
from careerstats.simulate.planting import Planted, effects_of, plant, shape

MARK = "truths.yaml"  # only a folder that we wrote ourselves has it, and only such a folder is written over


def write_all(folder: Path, municipalities: int, schools: int, years: int, seed: int) -> list[Path]:
    """The folders written. Raises UsageError for sizes that make no region and for somebody else's folder."""
    _checked(folder, municipalities, schools, years)
    regions = 1 if municipalities <= places.LARGEST else -(-municipalities // places.USUAL)
    if regions == 1:
        return [write_region(folder, 0, Sizes(municipalities, schools, years), seed)]
    counts, shares = _split(municipalities, regions), _split(schools, regions)
    return [
        write_region(folder / f"region-{number:02d}", number, Sizes(own, max(own, share), years), seed + number)
        for number, (own, share) in enumerate(zip(counts, shares, strict=True), 1)
    ]


def _split(total: int, parts: int) -> list[int]:
    """As equal as whole numbers can be: 10 by 3 → 3, 3, 4."""
    return [total * (part + 1) // parts - total * part // parts for part in range(parts)]


def _checked(folder: Path, municipalities: int, schools: int, years: int) -> None:
    if municipalities < 1 or years < 1:
        raise UsageError("simulate: нужны хотя бы одно муниципальное образование и один год")
    if schools < municipalities:
        raise UsageError(
            f"simulate: школ ({schools}) меньше, чем муниципальных образований ({municipalities}); нужно не меньше"
        )
    if years > 20:
        raise UsageError("simulate: нужно не больше 20 лет")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} – файл, а нужна папка набора данных. Укажите другое имя.")
    ours = (folder / MARK).exists() or (folder / "region-01" / MARK).exists()
    if folder.is_dir() and any(folder.iterdir()) and not ours:
        raise UsageError(f"Папка {folder} не пуста и записана не командой simulate. Укажите другую.")


class Sizes(NamedTuple):
    """How large one region is."""

    municipalities: int
    schools: int
    years: int


def write_region(folder: Path, number: int, sizes: Sizes, seed: int) -> Path:
    """One dataset folder, however large: more municipalities than any region has are for measuring only."""
    count, years = sizes.municipalities, sizes.years
    own = places.municipalities(count)
    drawn = draw_schools(own, sizes.schools, years, seed)
    world = World(places.region(number), own, drawn, years, seed, effects_of(drawn, count, years, seed))
    _remove_old(folder)
    planted = _write_tables(folder, world)
    _write_lists(folder, world)
    arguments = f"--municipalities {count} --schools {sizes.schools} --years {years} --seed {seed}"
    _put(folder / "dataset.yaml", dataset_yaml(world, arguments))
    _put(folder / "recommendations.yaml", template("recommendations.txt"))
    _put(folder / "texts" / "region.organisation.md", template("organisation.md"))
    if world.is_large and years > 1:
        planted.truths.extend(_write_registers(folder, world))
    _put(folder / MARK, _truths(planted.truths))
    (folder / "corrections.yaml").unlink(missing_ok=True)  # of a larger region that stood here
    if planted.corrections:
        _put(folder / "corrections.yaml", _corrections(world, planted))
    return folder


def _write_tables(folder: Path, world: World) -> Planted:
    """Tables of all years; mistakes are planted in the last one."""
    planted = Planted({}, "")
    for year in range(world.years):
        inside = f"tables/{slug(world.period(year))}"
        papers = papers_of(world, year)
        if world.is_large:
            shape(world, papers, last=year == world.years - 1)
        if year == world.years - 1:
            planted = plant(world, papers, inside)
        for name, paper in papers.items():
            _put(folder / inside / name, _csv(paper, ";"))
    return planted


def _write_registers(folder: Path, world: World) -> list[Truth]:
    """Plans, decisions, practices, the cycle, weekly numbers; what was planted in them."""
    lists, truths = lists_of(world)
    for name, rows in lists.items():
        _put(folder / name, _csv(rows, ","))
    _put(folder / "cycle.yaml", cycle_yaml(world))
    form = papers_of(world, world.years - 1)["form.csv"]
    for name, rows in weekly_tables(world, form).items():
        _put(folder / name, _csv(rows, ";"))
    inside = folder / "plans" / slug(world.period(world.years - 1))
    inside.mkdir(parents=True, exist_ok=True)
    for name, content in books_of(world, folder.name).items():
        (inside / name).write_bytes(content)
    return [*truths, *weekly_truths(world), *told_in_plans(world)]


def _remove_old(folder: Path) -> None:
    """Files of another region that stood here and might have had more years and registers."""
    registers = [f"{name}.csv" for name in REGISTERS]
    for pattern in (*registers, "cycle.yaml", "tables/*/*.csv", "weekly/*.csv", "plans/*/*.xlsx"):
        for path in folder.glob(pattern):
            path.unlink()


REGISTERS = ("measures", "decisions", "practices", "partners", "joint", "general", "causes", "addressees", "tiles")


def _write_lists(folder: Path, world: World) -> None:
    _put(folder / "territories.csv", _csv(_territories(world), ","))
    _put(folder / "aliases.csv", _csv(_aliases(world), ","))
    _put(folder / "organisations.csv", _csv(_organisations(world), ","))


def _territories(world: World) -> Paper:
    head = ["id", "region", "since", "until", "code", "kind", "name", "full_name",
            "genitive", "dative", "prepositional", "source"]  # fmt: skip
    return [head, *(_territory(place, world.region.code) for place in (world.region, *world.places))]


def _territory(place: Place, region: str) -> list[str]:
    forms = [place.name, place.full_name, place.genitive, place.dative, place.prepositional]
    return [place.id, region, "", "", place.code, place.kind, *forms, "условные данные"]


def _aliases(world: World) -> Paper:
    head = ["region", "id", "alias", "since", "until", "note"]
    return [head, *([world.region.code, place.id, place.short, "", "", "без слова о типе"] for place in world.places)]


def _organisations(world: World) -> Paper:
    head = ["id", "kind", "name", "territory", "since", "until", "merged_into", "locality", "source"]
    schools = [_school(world, world.schools, at) for at in range(len(world.schools.ids))]
    cities = [place for place in world.places if place.kind == "city"][:4]
    sites = [_site(number, place) for number, place in enumerate(cities, 1)]
    return [head, *schools, *sites]


def _site(number: int, city: Place) -> list[str]:
    name = f"Политехнический колледж {city.genitive}"
    return [f"demo-site-{number:02d}", "площадка", name, city.name, "", "", "", "город", "условные данные"]


def _school(world: World, schools: Schools, at: int) -> list[str]:
    """A school's row; a school year begins on 1 September and ends on 31 August."""
    since = f"{world.start + schools.first[at]}-09-01" if schools.first[at] else ""
    until = f"{world.start + schools.last[at] + 1}-08-31" if schools.last[at] < world.years else ""
    heir = schools.ids[schools.heir[at]] if schools.heir[at] >= 0 else ""
    locality = "село" if schools.village[at] else "город" if world.places[schools.home[at]].kind == "city" else "центр"
    home = world.places[schools.home[at]].name
    return [schools.ids[at], "школа", schools.names[at], home, since, until, heir, locality, "условные данные"]


def _truths(truths: list[Truth]) -> str:
    head = "# Что нарочно спрятано в условных данных: настоящие отличия, случайное отличие, ошибки.\n"
    return head + yaml.safe_dump({"truths": truths}, allow_unicode=True, sort_keys=False, width=110)


def _corrections(world: World, planted: Planted) -> str:
    """corrections.yaml: numbers as texts, so that none is read otherwise than it is written."""
    head = (
        "# Исправления исходных чисел (условные данные). Исправление применяется, только если в ячейке стоит was.\n"
        "# Поля объяснены в docs/corrections.md.\n"
    )
    day = f"{world.start + world.years}-06-20"
    records = [{**correction, "date": day} for correction in planted.corrections]
    return head + yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=110)


def _csv(paper: Paper, delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(paper)
    return text.getvalue()


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
