"""Files as they come -> entries of dataset.yaml: every layout, nothing guessed, all else of dataset.yaml as it was."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from helpers.adding import book, first, numbers, project, proposed, with_last_year
from helpers.layouts import made, write

from careerstats.contracts.adding import UNUSED, Question
from careerstats.pipeline.adding import looking, places, proposing

LAYOUTS = Path(__file__).parents[1] / "docs" / "layouts.md"
EXAMPLES = {
    part.partition("\n")[0]: part
    for part in LAYOUTS.read_text(encoding="utf-8").split("\n## ")[1:]
    if "```yaml" in part
}
PEOPLE = {"81603000": (1000, 500, 200), "81609000": (1037, 531, 217)}
VARIABLES = ("K_od1", "K_pt", "K_trial")
RIGHT = {
    (code, variable, "2024/25"): number
    for code, row in PEOPLE.items()
    for variable, number in zip(VARIABLES, row, strict=True)
}
MEANT = {"Обучающиеся": "K_od1", "Диагностика": "K_pt", "Пробы": "K_trial"}


def read_a_page(question: Question) -> str:
    """Whoever knows what the book of the page holds."""
    if question.kind == "parts":
        return "sum"
    assert question.kind == "meaning", question
    meant = next((id for word, id in MEANT.items() if word in question.about), UNUSED)
    assert meant == UNUSED or meant == first(question), "the likeliest comes first"
    return meant


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


@pytest.mark.parametrize("title", EXAMPLES)
def test_every_layout_of_the_page_is_found_in_the_bare_file(title: str, tmp_path: Path) -> None:
    folder = project(tmp_path)
    look, proposal, asked = proposed(folder, example(title, tmp_path / "k.xlsx"), read_a_page)
    now = {key: number for key, number in numbers(look, proposal).items() if key[2] == "2024/25"}
    assert now == RIGHT
    assert len(asked) == 3


@pytest.mark.parametrize("title", EXAMPLES)
def test_what_was_described_last_year_is_not_asked_again(title: str, tmp_path: Path) -> None:
    folder = with_last_year(tmp_path)
    look, proposal, asked = proposed(folder, example(title, tmp_path / "k.xlsx"), read_a_page)
    now = {key: number for key, number in numbers(look, proposal).items() if key[2] == "2024/25"}
    assert now == RIGHT
    assert {question.kind for question in asked.values()} <= {"parts"}


def test_books_made_at_random_are_read_without_a_question_and_without_a_wrong_number(tmp_path: Path) -> None:
    place = places.at(with_last_year(tmp_path), "proba")
    for seed in range(100):
        sheet = made(seed)
        look = looking.look(place, write(sheet, tmp_path / "k.xlsx", "openpyxl"))
        proposal = proposing.propose(look, {})
        assert proposal.questions == (), (seed, sheet.traits)
        given = numbers(look, proposal)
        wrong = [key for key, number in given.items() if sheet.truth.get(key) != number or key in sheet.doubtful]
        assert wrong == [], (seed, sheet.traits)
        assert sheet.truth.keys() - sheet.doubtful <= given.keys(), (seed, sheet.traits)


def test_headings_that_nobody_has_described_are_asked_about_and_nothing_is_read_of_them(tmp_path: Path) -> None:
    place = places.at(project(tmp_path), "proba")
    for seed in range(30):
        sheet = made(seed, clean=True)
        look = looking.look(place, write(sheet, tmp_path / "k.xlsx", "openpyxl"))
        proposal = proposing.propose(look, {})
        assert proposal.tables == ()
        assert {question.kind for question in proposal.questions} == {"meaning"}
