"""Books made at random as institutes send them, by two writers: no wrong number in silence, no doubt of sound ones."""

from pathlib import Path
from shutil import which

import pytest
from helpers.described import table_of
from helpers.layouts import Made, converted, made, write

from careerstats import territories
from careerstats.intake.books import chosen
from careerstats.intake.files import open_table
from careerstats.intake.grids import read_grid
from careerstats.intake.lists import read_list
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.tables import Meanings, Reading, Table
from careerstats.model import REPORTED

KNOWN = Known(territories.load(), Register(), "81000000")
UNITS = dict.fromkeys(("K_od1", "K_pt", "K_trial"), "person")
WHOLES = {"K_pt": "K_od1", "K_trial": "K_od1"}
QUIET = {
    "column_numbers", "note_row", "plan_beside_fact", "change_beside", "share_unchecked", "aside_row", "total_row",
    "subtotal_row",
}  # fmt: skip
"""Codes of remarks on rows and columns that are rightly left out."""

WRITERS = ("openpyxl", "xlsxwriter")


def read(sheet: Made, path: Path) -> Reading:
    book = open_table(path)
    page = book.sheet(chosen(book, ""))
    rows, looks, turned = page.rows, page.looks, bool(sheet.spec.get("transposed"))
    if turned:
        width = max(map(len, rows), default=0)
        rows = [list(column) for column in zip(*([*row, *[None] * (width - len(row))] for row in rows), strict=True)]
        looks = looks.turned()
    table = Table(
        "k.xlsx", table_of(sheet.spec), "81000000", "2024/25", rows, Meanings(UNITS, WHOLES), looks, turned=turned
    )
    return read_list(table, KNOWN) if table.spec.name else read_grid(table, KNOWN)


def numbers(reading: Reading) -> dict[tuple[str, str, str], int]:
    return {
        (count["code"], count["variable"], count["period"]): count["value"]
        for count in reading.counts
        if count["status"] == REPORTED
    }


def wrong(sheet: Made, reading: Reading) -> list[str]:
    """Numbers that are not those of the book, or that should have been asked about."""
    given = numbers(reading)
    return [
        f"{key}: {number}" for key, number in given.items() if sheet.truth.get(key) != number or key in sheet.doubtful
    ]


@pytest.mark.parametrize("writer", WRITERS)
def test_sound_books_are_read_without_a_question(writer: str, tmp_path: Path) -> None:
    for seed in range(60):
        sheet = made(seed, clean=True)
        reading = read(sheet, write(sheet, tmp_path / "k.xlsx", writer))
        assert numbers(reading) == sheet.truth, (seed, sheet.traits)
        assert {problem.code for problem in reading.problems} <= QUIET, (seed, sheet.traits, reading.problems)


KINDS = [
    "openpyxl",
    "xlsxwriter",
    *(
        pytest.param(kind, marks=pytest.mark.skipif(which("soffice") is None, reason="нет LibreOffice"))
        for kind in ("xls", "ods")
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_wrong_number_is_read_in_silence(kind: str, tmp_path: Path) -> None:
    sound = lost = 0
    sheets = {seed: made(seed) for seed in range(250)}
    for seed, sheet in sheets.items():
        write(sheet, tmp_path / f"{seed}.xlsx", kind if kind in WRITERS else WRITERS[seed % 2])
    if kind not in WRITERS:
        converted(tmp_path, kind)
    for seed, sheet in sheets.items():
        reading = read(sheet, tmp_path / f"{seed}.{'xlsx' if kind in WRITERS else kind}")
        assert wrong(sheet, reading) == [], (seed, sheet.traits)
        expected = sheet.truth.keys() - sheet.doubtful
        sound += len(expected)
        lost += len(expected - numbers(reading).keys())
        if sheet.doubtful - numbers(reading).keys():
            assert {problem.severity for problem in reading.problems} & {"blocking", "warning"}, (seed, sheet.traits)
    assert lost <= 0.1 * sound
