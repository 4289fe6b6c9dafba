"""Forms of a dataset -> workbooks to send out; returned ones -> counts, problems by municipality, who is silent."""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from careerstats import catalogue as catalogues
from careerstats import territories, wording
from careerstats.catalogue import Catalogue
from careerstats.errors import UsageError
from careerstats.intake import Dataset, Intake, open_dataset, read
from careerstats.intake.forms import Answered, Collected, Form, in_force, load_forms
from careerstats.intake.forms import collect as collect_returns
from careerstats.intake.forms.description import SCHOOL
from careerstats.intake.forms.layout import file_name
from careerstats.intake.forms.making import Addressee, Numbers, make_workbook
from careerstats.intake.forms.schema import table_schema
from careerstats.intake.organisations import SCHOOL as SCHOOL_KIND
from careerstats.model import REPORTED, Problem
from careerstats.pipeline import monitoring as stage
from careerstats.territories import Territory

Say = Callable[[str], None]


def make(project: Path, dataset: str, say: Say = print) -> int:
    """Write the blank workbooks of all forms in force in the dataset's period to ``reports/<dataset>/forms``."""
    opened, catalogue, forms = _opened(project, dataset)
    intake = _tables(opened, catalogue)
    current = _current(forms, opened.period)
    if not current:
        raise UsageError(f"Ни одна форма набора «{dataset}» в {opened.period} не действует: проверьте поле since.")
    numbers = _numbers(intake)
    for form in current:
        home = project / "reports" / dataset / "forms" / form.id
        home.mkdir(parents=True, exist_ok=True)
        addressees = list(_addressees(form, opened, catalogue, intake, numbers))
        for name, to in addressees:
            _write(home / name, partial(make_workbook, form, to))
        schema = json.dumps(table_schema(form), ensure_ascii=False, indent=2) + "\n"
        _write(home / f"{form.id}.schema.json", partial(_text, schema))
        say(f"Форма «{form.title}» (редакция {form.since}): книг {len(addressees)}, папка {home}")
    return 0


def collect(project: Path, dataset: str, say: Say = print) -> int:
    """Read the returned files of all forms; returns 1 where something blocks or nothing was returned at all."""
    opened, catalogue, forms = _opened(project, dataset)
    intake = _tables(opened, catalogue)
    folder = stage.processed(project, dataset)
    folder.mkdir(parents=True, exist_ok=True)
    rows: Any = intake.counts.astype(object).to_dict("records")
    known = [row for row in rows if row["status"] == REPORTED]
    collected = collect_returns(opened, catalogue, forms, folder / "forms-cache", known)
    _frame(collected, intake).to_parquet(folder / "forms.parquet", index=False)
    stage.write_problems(collected.problems, folder / "forms-problems.csv")
    _tell(collected, intake, say)
    say(f"\nВсе замечания: {folder / 'forms-problems.csv'}")
    return 1 if any(one.severity == "blocking" for one in collected.problems) else 0


def _opened(project: Path, name: str) -> tuple[Dataset, Catalogue, list[Form]]:
    opened = open_dataset(project, name)
    catalogue = catalogues.load(opened.catalogue)
    forms = load_forms(opened.settings, catalogue)
    if not forms:
        what = "Опишите их в dataset.yaml под ключом forms (docs/forms.md)."
        raise UsageError(f"У набора данных «{name}» нет форм. {what}")
    return opened, catalogue, forms


def _tables(opened: Dataset, catalogue: Catalogue) -> Intake:
    """What the dataset's tables say, without the returned forms: last year's values and known wholes."""
    return read(replace(opened, settings={**opened.settings, "forms": []}), catalogue)


def _current(forms: list[Form], period: str) -> list[Form]:
    found = (in_force(forms, id, period) for id in dict.fromkeys(form.id for form in forms))
    return [form for form in found if form]


def _numbers(intake: Intake) -> Numbers:
    frame = intake.counts[(intake.counts["status"] == REPORTED) & (intake.counts["breakdown"] == "")]
    keys = zip(*(frame[name] for name in ("territory", "organisation", "period", "variable")), strict=True)
    return {
        (str(a), str(b), str(c), str(d)): int(value) for (a, b, c, d), value in zip(keys, frame["value"], strict=True)
    }


def _addressees(form: Form, opened: Dataset, catalogue: Catalogue, intake: Intake, numbers: Numbers) -> Any:
    """Name of the file and whom it is for: municipalities in order of their codes, schools in order of the register."""
    table = territories.load(opened.folder)
    previous = _previous(opened.period)
    for territory in intake.territories:
        schools = tuple(_schools(territory, opened, intake, table))
        common: dict[str, Any] = {
            "catalogue": catalogue,
            "numbers": numbers,
            "synthetic": bool(opened.settings.get("synthetic")),
        }
        if form.per == SCHOOL:
            for one in schools:
                to = Addressee(opened.name, territory, (one,), opened.period, previous, **common)
                yield file_name(form, opened.period, f"{territory.name} {one.id}"), to
        elif schools or not form.questions:
            to = Addressee(opened.name, territory, schools, opened.period, previous, **common)
            yield file_name(form, opened.period, territory.name), to


def _schools(territory: Territory, opened: Dataset, intake: Intake, table: Any) -> Any:
    from careerstats.model import names_in_force

    day = names_in_force(opened.period)
    for one in intake.organisations.values():
        if one.kind == SCHOOL_KIND and one.exists_in(opened.period):
            home = territories.find(one.territory, opened.region, day, table)
            if isinstance(home, Territory) and home.id == territory.id:
                yield one


def _previous(period: str) -> str:
    """2020 → 2019, 2024/25 → 2023/24."""
    year = int(period[:4]) - 1
    return f"{year}/{(year + 1) % 100:02d}" if "/" in period else f"{year}{period[4:]}"


def _text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write(path: Path, write: Callable[[Path], Any]) -> None:
    """A file appears whole or not at all."""
    waiting = path.with_name(f".{path.name}.new")
    write(waiting)
    os.replace(waiting, path)  # noqa: PTH105


def _frame(collected: Collected, intake: Intake) -> Any:
    from careerstats.intake.reading import to_frame

    return to_frame(collected.counts, intake.region)


def _tell(collected: Collected, intake: Intake, say: Say) -> None:
    """Who answered, who did not, then what is wrong, municipality by municipality."""
    for one in collected.answered:
        say(f"Форма «{one.form.title}»: сдали {len(one.heard)} из {len(one.asked)}, полностью {len(one.complete)}.")
        if one.silent:
            until = f" (срок {one.form.deadline})" if one.form.deadline else ""
            say(f"Не сдали{until}: {', '.join(_silent(one))}.")
    read_now = collected.files - collected.cached
    say(f"Файлов {collected.files}, из них прочитано заново {read_now}; чисел {len(collected.counts)}.")
    names = {one.code: one.name for one in intake.territories}
    for code in sorted({one.territory for one in collected.problems}):
        ours = [one for one in collected.problems if one.territory == code]
        say(f"\n{names.get(code, code) or 'Без муниципального образования'}: {wording.counted(len(ours), *_REMARKS)}")
        for problem in ours:
            _say_one(problem, say)


def _silent(one: Answered) -> list[str]:
    """Municipalities by name; of schools only how many of each municipality, the list is in the protocol."""
    if one.form.per != SCHOOL:
        return [name for name, _ in one.silent]
    asked, silent = (Counter(home for _, home in names) for names in (one.asked.values(), one.silent))
    return [f"{home} – {silent[home]} из {asked[home]} школ" for home in silent]


_REMARKS = ("замечание", "замечания", "замечаний")
_SEVERITY = {"blocking": "ошибка", "warning": "предупреждение", "remark": "замечание"}


def _say_one(problem: Problem, say: Say) -> None:
    say(f"– {_SEVERITY[problem.severity]}, {problem.place}: {problem.message.removesuffix('.')}.")
    if problem.what_to_do:
        say(f"  Что сделать: {problem.what_to_do}.")
