"""Forms of a dataset and what is known of it -> the blank workbooks to send out, with their published description."""

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from careerstats import territories
from careerstats.batch import files
from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import FILE as CAUSES
from careerstats.catalogue.causes import OTHER, load_causes
from careerstats.contracts.decisions import Cause
from careerstats.errors import UsageError
from careerstats.intake import Dataset, Intake, read
from careerstats.intake.forms import Form, in_force
from careerstats.intake.forms.addressee import Addressee, Numbers
from careerstats.intake.forms.description import SCHOOL
from careerstats.intake.forms.layout import file_name
from careerstats.intake.forms.making import make_workbook
from careerstats.intake.forms.schema import table_schema
from careerstats.intake.organisations import SCHOOL as SCHOOL_KIND
from careerstats.intake.organisations import Organisation
from careerstats.intake.registers.causes import of_measures
from careerstats.model import REPORTED, names_in_force, period_start
from careerstats.pipeline.forms.collect import opened_forms, tables
from careerstats.territories import Territory
from careerstats.territories.table import Table

Say = Callable[[str], None]


def make(project: Path, dataset: str, say: Say = print) -> int:
    """Write the blank workbooks of all forms in force in the dataset's period to ``reports/<dataset>/forms``."""
    opened, catalogue, forms = opened_forms(project, dataset)
    intake = tables(opened, catalogue)
    current = _current(forms, opened.period)
    if not current:
        raise UsageError(f"Ни одна форма набора «{dataset}» в {opened.period} не действует: проверьте поле since.")
    named = _named(opened, catalogue) if any(form.causes for form in current) else []
    for form in current:
        home = project / "reports" / dataset / "forms" / form.id
        home.mkdir(parents=True, exist_ok=True)
        addressees = list(_addressees(form, opened, catalogue, intake, _Known(_numbers(intake), named)))
        for name, to in addressees:
            _write(home / name, partial(make_workbook, form, to))
        schema = json.dumps(table_schema(form), ensure_ascii=False, indent=2) + "\n"
        files.put(home / f"{form.id}.schema.json", schema.encode("utf-8"))
        say(f"Форма «{form.title}» (редакция {form.since}): книг {len(addressees)}, папка {home}")
    return 0


def _current(forms: list[Form], period: str) -> list[Form]:
    current = (in_force(forms, id, period) for id in dict.fromkeys(form.id for form in forms))
    return [form for form in current if form]


def _numbers(intake: Intake) -> Numbers:
    frame = intake.counts[(intake.counts["status"] == REPORTED) & (intake.counts["breakdown"] == "")]
    keys = zip(*(frame[name] for name in ("territory", "organisation", "period", "variable")), strict=True)
    return {
        (str(a), str(b), str(c), str(d)): int(value) for (a, b, c, d), value in zip(keys, frame["value"], strict=True)
    }


class _Known(NamedTuple):
    """Numbers that stand in the books already, and causes that were named before."""

    numbers: Numbers
    causes: list[Cause]


def _addressees(
    form: Form, opened: Dataset, catalogue: Catalogue, intake: Intake, before: _Known
) -> Iterator[tuple[str, Addressee]]:
    """Name of the file and whom it is for: municipalities in order of their codes, schools in order of the register."""
    table = territories.load(opened.folder)
    known = load_causes(opened.file(CAUSES))
    previous = _previous(opened.period)
    for territory in intake.territories:
        schools = tuple(_schools(territory, opened, intake, table))
        to = partial(
            Addressee,
            dataset=opened.name,
            territory=territory,
            period=opened.period,
            previous=previous,
            catalogue=catalogue,
            numbers=before.numbers,
            synthetic=opened.settings.synthetic,
            causes=(*known.titles(), f"{OTHER}: "),
            stated={cause.indicator: cause.text for cause in before.causes if cause.code == territory.code},
        )
        if form.per == SCHOOL:
            for school in schools:
                yield file_name(form, opened.period, f"{territory.name} {school.id}"), to(schools=(school,))
        elif schools or not form.questions:
            yield file_name(form, opened.period, territory.name), to(schools=schools)


def _named(opened: Dataset, catalogue: Catalogue) -> list[Cause]:
    """What bodies named as causes before this period, the earliest first."""
    registers = read(opened, catalogue).registers
    every = [*registers.causes, *of_measures(registers.plans.measures)]
    earlier = [cause for cause in every if period_start(cause.period) < period_start(opened.period)]
    return sorted(earlier, key=lambda cause: period_start(cause.period))


def _schools(territory: Territory, opened: Dataset, intake: Intake, table: Table) -> Iterator[Organisation]:
    day = names_in_force(opened.period)
    for organisation in intake.organisations.values():
        if organisation.kind == SCHOOL_KIND and organisation.exists_in(opened.period):
            home = territories.find(organisation.territory, opened.region, day, table)
            if isinstance(home, Territory) and home.id == territory.id:
                yield organisation


def _previous(period: str) -> str:
    """2020 → 2019, 2024/25 → 2023/24."""
    year = int(period[:4]) - 1
    return f"{year}/{(year + 1) % 100:02d}" if "/" in period else f"{year}{period[4:]}"


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """A file appears whole or not at all."""
    waiting = path.with_name(f".{path.name}.new")
    write(waiting)
    os.replace(waiting, path)  # noqa: PTH105
