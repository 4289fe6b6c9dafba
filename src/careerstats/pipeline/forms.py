"""Forms of a dataset -> blank workbooks to send out; returned ones -> counts, problems, who is silent."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

import msgspec

from careerstats import catalogue as catalogues
from careerstats import territories, wording
from careerstats.batch import files
from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import FILE as CAUSES
from careerstats.catalogue.causes import OTHER, load_causes
from careerstats.contracts.counts import Count
from careerstats.contracts.decisions import Cause
from careerstats.errors import UsageError
from careerstats.intake import Dataset, Intake, open_dataset, read
from careerstats.intake.forms import Answered, Collected, Form, Way, gather, hold, in_force, load_forms
from careerstats.intake.forms.description import SCHOOL, Addressee, Numbers
from careerstats.intake.forms.layout import file_name, table_schema
from careerstats.intake.forms.making import make_workbook
from careerstats.intake.organisations import SCHOOL as SCHOOL_KIND
from careerstats.intake.organisations import Organisation
from careerstats.intake.reading import to_frame
from careerstats.intake.registers.causes import of_measures
from careerstats.model import REPORTED, names_in_force, period_start
from careerstats.pipeline import saving
from careerstats.pipeline.checking import say_one
from careerstats.pipeline.request import Say, processed_of
from careerstats.territories import Territory
from careerstats.territories.table import Table

TABLE, PROBLEMS = "forms.parquet", "forms-problems.csv"


def collect(project: Path, dataset: str, say: Say, jobs: int | None = None) -> int:
    """Read the returned files of all forms; returns 1 where something blocks or nothing was returned at all."""
    opened, catalogue, forms = opened_forms(project, dataset)
    folder = processed_of(project, dataset)
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(1) as aside:  # other processes read the forms while this one reads the tables
        gathering = aside.submit(gather, opened, forms, Way(folder, jobs))
        intake = tables(opened, catalogue)
        collected = hold(gathering.result(), _reported(intake), catalogue)
    to_frame(collected.counts, intake.region).to_parquet(folder / TABLE, index=False)
    saving.write_problems(collected.problems, folder / PROBLEMS)
    _tell(collected, intake, say)
    say(f"\nВсе замечания: {folder / PROBLEMS}")
    return 1 if any(problem.severity == "blocking" for problem in collected.problems) else 0


def _reported(intake: Intake) -> list[Count]:
    """Counts of the tables as rows; a hundred thousand of them in a tenth of a second."""
    frame = intake.counts[intake.counts["status"] == REPORTED]
    columns = [frame[name].astype(object).tolist() for name in frame.columns]
    return [cast("Count", dict(zip(frame.columns, row, strict=True))) for row in zip(*columns, strict=True)]


def opened_forms(project: Path, name: str) -> tuple[Dataset, Catalogue, list[Form]]:
    """The dataset, its catalogue and all editions of its forms. Raises UsageError where there are no forms."""
    opened = open_dataset(project, name)
    catalogue = catalogues.load(opened.catalogue)
    forms = load_forms(opened.settings, catalogue)
    if not forms:
        what = "Опишите их в dataset.yaml под ключом forms (docs/forms.md)."
        raise UsageError(f"У набора данных «{name}» нет форм. {what}")
    return opened, catalogue, forms


def tables(opened: Dataset, catalogue: Catalogue) -> Intake:
    """What the dataset's tables say, without the returned forms: last year's values and known wholes."""
    return read(replace(opened, settings=msgspec.structs.replace(opened.settings, forms=())), catalogue, judged=False)


def _tell(collected: Collected, intake: Intake, say: Say) -> None:
    """Who answered, who did not, then what is wrong, municipality by municipality."""
    for words in collected.words:
        say(words)
    for form in collected.answered:
        say(f"Форма «{form.form.title}»: сдали {len(form.heard)} из {len(form.asked)}, полностью {len(form.complete)}.")
        if form.silent:
            until = f" (срок {form.form.deadline})" if form.form.deadline else ""
            say(f"Не сдали{until}: {', '.join(_silent(form))}.")
    read_now = collected.files - collected.cached
    say(f"Файлов {collected.files}, из них прочитано заново {read_now}; чисел {len(collected.counts)}.")
    names = {territory.code: territory.name for territory in intake.territories}
    for code in sorted({problem.territory for problem in collected.problems}):
        ours = [problem for problem in collected.problems if problem.territory == code]
        say(f"\n{names.get(code, code) or 'Без муниципального образования'}: {wording.counted(len(ours), *_REMARKS)}")
        for problem in ours:
            say_one(problem, say, f"{SEVERITY[problem.severity]}, ")


def _silent(form: Answered) -> list[str]:
    """Municipalities by name; of schools only how many of each municipality, the list is in the protocol."""
    if form.form.per != SCHOOL:
        return [name for name, _ in form.silent]
    asked, silent = (Counter(home for _, home in names) for names in (form.asked.values(), form.silent))
    return [f"{home} – {silent[home]} из {asked[home]} школ" for home in silent]


_REMARKS = ("замечание", "замечания", "замечаний")
SEVERITY = {"blocking": "ошибка", "warning": "предупреждение", "remark": "замечание"}


# ---- books to send out


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
