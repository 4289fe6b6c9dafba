"""A dataset to add files to, answers of a person who reads the questions, and what the entries then read."""

import csv
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from careerstats.contracts.adding import Proposal, Question
from careerstats.intake.sheets import read_book
from careerstats.model import REPORTED
from careerstats.pipeline.adding import looking, places, proposing
from careerstats.pipeline.adding.looking import Look

LAYOUTS = Path(__file__).parents[2] / "docs" / "layouts.md"
EXAMPLES = {
    part.partition("\n")[0]: part
    for part in LAYOUTS.read_text(encoding="utf-8").split("\n## ")[1:]
    if "```yaml" in part
}
PEOPLE = {"81603000": (1000, 500, 200), "81609000": (1037, 531, 217)}
Sheets = dict[str, tuple[list[list[Any]], str]]
USUAL = {"title": "Проба", "region": "81000000", "period": "2024/25", "indicators": ["1.1", "trial"]}
LAST = {"Обучающиеся": {"variable": "K_od1"}, "Диагностика": {"variable": "K_pt"}, "Пробы": {"variable": "K_trial"}}
"""What last year's book was described by."""


def project(folder: Path, **settings: Any) -> Path:
    """A project with one dataset «proba» that has no numbers yet."""
    home = folder / "data" / "raw" / "proba"
    home.mkdir(parents=True)
    waiting = {"file": "tables/wait.csv", "territory": "МО", "columns": {"Ждём": {"variable": "K_trial"}}}
    given = {key: value for key, value in {**USUAL, "tables": [waiting], **settings}.items() if value is not None}
    text = yaml.safe_dump(given, allow_unicode=True, sort_keys=False)
    (home / "dataset.yaml").write_text(text, encoding="utf-8")
    return folder


def with_last_year(folder: Path) -> Path:
    """The same with last year's entry: its headings are known."""
    table = {"file": "tables/last.xlsx", "period": "2023/24", "territory": "МО", "columns": LAST}
    return project(folder, tables=[table])


def book(path: Path, sheets: Sheets) -> Path:
    """Sheets by name: rows, and merged ranges between spaces."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, (rows, ranges) in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
        for span in ranges.split():
            page.merge_cells(span)
    made.save(path)
    return path


def first(question: Question) -> str:
    """Whoever presses Enter."""
    return question.choices[0].value


def proposed(
    folder: Path, path: Path, answer: Callable[[Question], str] = first
) -> tuple[Look, Proposal, dict[str, Question]]:
    """The proposal once all questions are answered, and those that were asked."""
    look = looking.look(places.at(folder, "proba"), path)
    answers: dict[str, str] = {}
    asked: dict[str, Question] = {}
    proposal = proposing.propose(look, answers)
    while proposal.questions:
        question = proposal.questions[0]
        assert question.key not in asked, f"asked twice: {question}"
        asked[question.key], answers[question.key] = question, answer(question)
        proposal = proposing.propose(look, answers)
    return look, proposal, asked


def numbers(look: Look, proposal: Proposal) -> dict[tuple[str, str, str], int]:
    """Code, variable, period → the number, as the entries read it; of schools and classes nothing."""
    place = look.place
    readings = [read_book(look.book, place.dataset, table, place.known, place.units) for table in proposal.tables]
    return {
        (count["code"], count["variable"], count["period"]): count["value"]
        for reading in readings
        for count in reading.counts
        if count["status"] == REPORTED and not count["organisation"] and not count["breakdown"]
    }


def told(proposal: Proposal) -> Sequence[str]:
    """Kinds of the questions that are left."""
    return [question.kind for question in proposal.questions]


# ---- the layouts that docs/layouts.md shows


def typed(cell: str) -> Any:
    return int(cell) if cell.isdecimal() else cell or None


def example(title: str, path: Path) -> Path:
    """The book of a page's example."""
    part = EXAMPLES[title]
    shown = re.findall(r"```csv\n(.*?)```", part, re.DOTALL)[0]
    merged = (re.findall(r"^Объединены: (.*)\.$", part, re.MULTILINE) or [""])[0].replace(",", "")
    rows = [[typed(cell) for cell in row] for row in csv.reader(shown.splitlines(), delimiter=";")]
    if "territory_in: sheet" in part:
        second = [[name, number] for (name, _), number in zip(rows[1:], PEOPLE["81609000"], strict=True)]
        return book(path, {"Баргузинский район": (rows, ""), "Бичурский район": ([rows[0], *second], "")})
    return book(path, {"Лист1": (rows, merged)})
