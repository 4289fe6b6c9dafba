"""The school year as orders write it, «2024/2025», is taken wherever a period is, and called 2024/25 from there on."""

from pathlib import Path

import openpyxl
import pytest
from helpers.projects import Done, run

from careerstats import territories
from careerstats.intake import open_dataset
from careerstats.intake.organisations import read_register
from careerstats.model import period_of
from careerstats.pipeline.adding import looking, places, proposing

WAYS = [
    "2024/2025",
    "2024-2025",
    "2024–2025",
    "2024 / 2025",
    "2024/2025 учебный год",
    "2024/2025 уч. год",
    " 2024/2025 ",
]


@pytest.mark.parametrize("text", WAYS)
def test_an_official_school_year_has_one_name(text: str) -> None:
    assert period_of(text) == "2024/25"


@pytest.mark.parametrize("text", ["2024", "2024/25", "2024-10-12", "2024/2026", "2024-25", "весна", ""])
def test_anything_else_is_left_to_whoever_judges_it(text: str) -> None:
    assert period_of(text) == text


INIT = ("--region", "84", "--period", "2024/2025", "--indicators", "trial")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    assert command(tmp_path, "init", "new", *INIT).code == 0
    return tmp_path


def command(project: Path, *words: str) -> Done:
    return run("--project", str(project), *words)


def home(project: Path) -> Path:
    return project / "data" / "raw" / "new"


def table(path: Path, *more: str) -> Path:
    """Numbers of all municipalities; with a word more, a column of periods."""
    book = openpyxl.Workbook()
    head = ["Численность обучающихся 6–11 классов", "Участвовали в профессиональных пробах"]
    book.active.append(["Муниципальное образование", *(["Учебный год"] if more else []), *head])
    for place in territories.of_region("84000000", "2025-08-31"):
        book.active.append([place.name, *more, 1000, 250])
    book.save(path)
    return path


ENTRY = """\
tables:
  - file: tables/years.xlsx
    territory: Муниципальное образование
    period_column: Учебный год
    columns:
      Численность обучающихся 6–11 классов: {variable: K_od1}
      Участвовали в профессиональных пробах: {variable: K_trial}
"""


def test_of_a_description_a_table_and_a_register(project: Path) -> None:
    path = home(project) / "dataset.yaml"
    text = path.read_text(encoding="utf-8").replace('period: "2024/25"', 'period: "2024/2025"', 1)
    at = text.index("tables:\n")
    path.write_text(text[:at] + ENTRY + text[text.index("\n# ", at) :], encoding="utf-8")
    table(home(project) / "tables" / "years.xlsx", "2024/2025")
    (home(project) / "tables" / "municipalities.xlsx").unlink()
    book = openpyxl.load_workbook(home(project) / "organisations.xlsx")
    book.active.append(["s-1", "школа", "Школа", "г. Горно-Алтайск", "2024/2025"])
    book.save(home(project) / "organisations.xlsx")

    assert open_dataset(project, "new").period == "2024/25"
    done = command(project, "check", "new")
    assert (done.code, done.err) == (0, "")
    assert "Сведения представили 11 муниципальных образований из 11." in done.out.replace("\xa0", " ")
    assert read_register(home(project)).by_id["s-1"].since == "2024-09-01"


def test_of_an_answer_and_of_a_word_of_a_command(project: Path) -> None:
    look = looking.look(places.at(project, "new"), table(project / "Свод 2023-24 и 2024-25.xlsx"))
    answers: dict[str, str] = {}
    proposal = proposing.propose(look, answers)
    asked = []
    while proposal.questions:
        question = proposal.questions[0]
        asked.append(question.kind)
        answers[question.key] = "2023/2024" if question.kind == "period" else question.choices[0].value
        proposal = proposing.propose(look, answers)
    assert "period" in asked
    assert [entry.period for entry in proposal.tables] == ["2023/24"]
    for words in (("list", "new"), ("indicator", "trial")):
        done = command(project, *words, "--period", "2023/2024")
        assert "2023/2024" not in done.out + done.err
    assert command(project, "indicator", "trial", "--period", "2023/2024").code == 0
