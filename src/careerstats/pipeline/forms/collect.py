"""Returned forms of a dataset -> counts, problems by municipality, who is silent: tables, and lines to be told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import cast

import msgspec

from careerstats import catalogue as catalogues
from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.counts import Count
from careerstats.errors import UsageError
from careerstats.intake import Dataset, Intake, open_dataset, read
from careerstats.intake.forms import Answered, Collected, Form, Way, gather, hold, load_forms
from careerstats.intake.forms.description import SCHOOL
from careerstats.intake.reading import to_frame
from careerstats.model import REPORTED
from careerstats.pipeline import saving
from careerstats.pipeline.checking import say_one
from careerstats.pipeline.request import Say, processed_of

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
