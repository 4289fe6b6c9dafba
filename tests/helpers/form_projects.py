"""The fictional dataset with forms in place of its last table -> blanks made, filled in and put where returns lie."""

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from careerstats import catalogue as catalogues
from careerstats.intake import open_dataset
from careerstats.intake.forms import Collected, Way, gather, hold, load_forms
from careerstats.pipeline import again
from careerstats.pipeline import forms as form_collecting
from careerstats.pipeline.forms import make

ROOT = Path(__file__).parent.parent.parent
PERIOD = "2024/25"
FORM, SCHOOL_FORM = "prof", "school"
SETTINGS = """
forms:
  - id: prof
    title: Сведения о профориентационной работе (условные данные)
    file: профориентация
    since: "2024/25"
    deadline: 01.07.2025
    contact: Институт, кабинет 1
    variables:
      - K_pt: Прошли профориентационную диагностику, 6–11 классы
      - K_early14: Охвачены ранней профориентацией, 1–4 классы
      - K_exc69: Посетили предприятия, 6–9 классы
      - K_trial: Прошли профессиональные пробы, 6–11 классы
      - K_ovz_guided: Обучающиеся с ОВЗ, охваченные профориентацией, 6–11 классы
      - K_teach: Педагоги, ответственные за профориентацию
      - K_teach_pd: Из них повысили квалификацию за 3 года
      - F_plan: Утверждён план профориентационной работы
      - F_partner: Есть соглашения с партнёрами
    municipal:
      - K_contr: Договоры с предприятиями и ПОО
"""
SCHOOL_SETTINGS = """
  - id: school
    title: Показатель школы (условные данные)
    file: школа
    since: "2024/25"
    per: school
    indicators: ["spo9", "konk"]
"""

Filled = dict[tuple[str, str], Any]
"""(id of the school or "", variable) → what was typed in."""


@dataclass(frozen=True)
class FormProject:
    """A project with the fictional dataset whose 2024/25 form is still to be collected."""

    folder: Path
    dataset: str = "demo"

    @property
    def raw(self) -> Path:
        return self.folder / "data" / "raw" / self.dataset

    @property
    def blanks(self) -> Path:
        return self.folder / "reports" / self.dataset / "forms" / FORM

    @property
    def returns(self) -> Path:
        return self.raw / "forms" / FORM

    def make(self) -> list[str]:
        told: list[str] = []
        assert make(self.folder, self.dataset, told.append) == 0
        return told

    def command(self, say: Callable[[str], None]) -> int:
        """``careerstats forms collect``: what it said is said again where nothing has changed."""
        return again.answered(
            self.folder,
            self.dataset,
            "forms collect",
            lambda heard: form_collecting.collect(self.folder, self.dataset, heard),
            say,
        )

    def collect(self, cache: Path | None = None, known: Any = None, jobs: int | None = None) -> Collected:
        opened = open_dataset(self.folder, self.dataset)
        catalogue = catalogues.load(opened.catalogue)
        gathered = gather(opened, load_forms(opened.settings, catalogue), Way(cache, jobs))
        return hold(gathered, known or [], catalogue)

    def tables(self) -> list[dict[str, Any]]:
        """Counts of the dataset's tables, for the controls."""
        opened = open_dataset(self.folder, self.dataset)
        intake = form_collecting.tables(opened, catalogues.load(opened.catalogue))
        return [row for row in intake.counts.astype(object).to_dict("records") if row["status"] == "reported"]


def without_forms(described: str) -> str:
    """dataset.yaml without the forms that the fictional dataset describes itself."""
    return re.sub(r"^forms:\n(?: .*\n)+", "", described, flags=re.MULTILINE)


def form_project(folder: Path, settings: str = SETTINGS) -> FormProject:
    """The numbers of 2024/25 that the form asks are taken out of the tables."""
    raw = folder / "data" / "raw" / "demo"
    shutil.copytree(ROOT / "data" / "raw" / "demo", raw)
    described = without_forms((raw / "dataset.yaml").read_text(encoding="utf-8"))
    before, found, after = described.partition("  - file: tables/2024-25/form.csv\n")
    assert found
    described = before + after[after.index("  - file: ") :] + settings
    (raw / "dataset.yaml").write_text(described, encoding="utf-8", newline="\n")
    return FormProject(folder)


def fill(blank: Path, target: Path, random: Random, change: Callable[[Any, Filled], None] | None = None) -> Filled:
    """Fill a blank in as an honest person would, through openpyxl; returns what was typed."""
    book = openpyxl.load_workbook(blank)
    filled: Filled = {}
    for name in ("Школы", "Школа", "Муниципалитет"):
        if name in book.sheetnames:
            _fill_sheet(book[name], random, filled)
    if change:
        change(book, filled)
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return filled


def _fill_sheet(sheet: Any, random: Random, filled: Filled) -> None:
    codes = [cell.value for cell in sheet[5]]
    if "#organisation" in codes:
        for row in range(7, sheet.max_row + 1):
            if (school := sheet.cell(row, 1).value) != "#total":
                _fill_school(sheet, row, school, codes, random=random, filled=filled)
    else:
        for row in range(7, sheet.max_row + 1):
            code = sheet.cell(row, 1).value
            if code and code.isidentifier():
                _put(sheet.cell(row, 4), "", code, was=sheet.cell(row, 3).value, cap=None, random=random, filled=filled)


_WHOLES = {"K_pt": 0, "K_trial": 0, "K_early14": 1, "K_exc69": 2, "K_ovz_guided": 3}
"""Which of the known numbers of the row a quantity may not exceed."""


def _fill_school(sheet: Any, row: int, school: str, codes: list[Any], *, random: Random, filled: Filled) -> None:
    known = [sheet.cell(row, column).value for column, code in enumerate(codes, 1) if code == "#known"]
    for column, code in enumerate(codes, 1):
        if code and not code.startswith("#"):
            cap = known[_WHOLES[code]] if code in _WHOLES else None
            if code == "K_teach_pd" and isinstance(filled[school, "K_teach"], int):
                cap = filled[school, "K_teach"]
            was = sheet.cell(row, column - 1).value
            _put(sheet.cell(row, column), school, code, was=was, cap=cap, random=random, filled=filled)


def _put(cell: Any, school: str, code: str, *, was: Any, cap: int | None, random: Random, filled: Filled) -> None:
    """About as many as last year, never more than there are."""
    value: Any = random.choice(("да", "нет"))
    if not code.startswith("F_"):
        near = round(was * random.uniform(0.85, 1.15)) if isinstance(was, int) else random.randint(1, 4)
        value = min(near, cap) if cap is not None else near
    if random.random() < 0.03:
        value = "-"
    cell.value = value
    filled[school, code] = value


def expected_counts(filled: Filled) -> dict[tuple[str, str], Any]:
    """What must come out of what was typed."""
    said = {"да": 1, "нет": 0, "-": None}
    return {key: said.get(value, value) for key, value in filled.items()}


def counts_of(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    return {(row["organisation"], row["variable"]): row["value"] for row in rows}
