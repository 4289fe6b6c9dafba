"""Books as people lay them out besides the page of layouts: the same numbers, or none, and never others."""

from pathlib import Path
from typing import Any

import pytest
from helpers.adding import Sheets, book, numbers, project, proposed, with_last_year

NAMES = {
    "81603000": "Баргузинский район", "81609000": "Бичурский район",
    "81612000": "Джидинский район", "81615000": "Еравнинский район",
}  # fmt: skip
NOW = {code: (1000 + 37 * at, 500 + 31 * at, 200 + 17 * at) for at, code in enumerate(NAMES)}
BEFORE = {code: tuple(number - 5 for number in row) for code, row in NOW.items()}
TITLES = ["Обучающиеся", "Диагностика", "Пробы"]
YEARS = ["2023/24", "2024/25"]
HEAD = ["МО", *TITLES]
ROWS: list[list[Any]] = [[NAMES[code], *NOW[code]] for code in NAMES]
BOTH = [
    [NAMES[code], *(number for pair in zip(BEFORE[code], NOW[code], strict=True) for number in pair)] for code in NAMES
]
TOGETHER = [[NAMES[code], *BEFORE[code], *NOW[code]] for code in NAMES]
REGION = ["Республика Бурятия", *[sum(row[at] for row in NOW.values()) for at in range(3)]]


def shares(code: str) -> list[float]:
    whole, *parts = NOW[code]
    return [round(100 * part / whole, 1) for part in parts]


def parts_of_six(whole: int) -> list[int]:
    return [whole // 6] * 5 + [whole // 6 + whole % 6]


CLASSES = [f"{grade} класс" for grade in range(6, 12)]
BOOKS: dict[str, tuple[list[list[Any]], str]] = {
    "years above": ([["МО", YEARS[0], None, None, YEARS[1], None, None], [None, *TITLES, *TITLES], *TOGETHER],
                    "A1:A2 B1:D1 E1:G1"),
    "plan and fact above": ([["МО", "План", None, None, "Факт", None, None], [None, *TITLES, *TITLES], *TOGETHER],
                            "A1:A2 B1:D1 E1:G1"),
    "per cents above": ([["МО", "Обучающиеся", "в процентах", None, "человек", None],
                         [None, None, *TITLES[1:], *TITLES[1:]],
                         *([NAMES[code], NOW[code][0], *shares(code), *NOW[code][1:]] for code in NAMES)],
                        "A1:A2 B1:B2 C1:D1 E1:F1"),
    "years in the titles": ([["МО", *(f"{title} {year}" for title in TITLES for year in YEARS)], *BOTH], ""),
    "years in words": ([["МО", *(f"{title} за {year} уч. год" for title in TITLES for year in YEARS)], *BOTH], ""),
    "years, nothing merged": ([["МО", *(text for title in TITLES for text in (title, None))],
                               [None, *YEARS * 3], *BOTH],
                              ""),
    "two storeys, nothing merged": ([["МО", "Сведения", None, None], [None, *TITLES], *ROWS], ""),
    "names in the third column": ([["№", "Куратор", *HEAD],
                                   *([at, "Иванова А. А.", *row] for at, row in enumerate(ROWS, 1))],
                                  ""),
    "code and name": ([["Код", *HEAD], *([code, *row] for code, row in zip(NAMES, ROWS, strict=True))], ""),
    "code alone": ([HEAD, *([code, *row[1:]] for code, row in zip(NAMES, ROWS, strict=True))], ""),
    "code that is a number": ([HEAD, *([int(code), *row[1:]] for code, row in zip(NAMES, ROWS, strict=True))], ""),
    "the region first": ([HEAD, REGION, *ROWS], ""),
    "zones": ([HEAD, ["Южная зона"], *ROWS[:2], ["Северная зона"], *ROWS[2:]], ""),
    "numbers as texts": ([HEAD, *([row[0], *map(str, row[1:])] for row in ROWS)], ""),
    "an empty column": ([["МО", None, *TITLES], *([row[0], None, *row[1:]] for row in ROWS)], ""),
    "marks of notes": ([["МО", "Обучающиеся*", "Диагностика¹", "Пробы"], *ROWS, ["* по данным ОО-1"]], ""),
    "classes with their whole": ([["МО", "Обучающиеся", *[None] * 6, *TITLES[1:]],
                                  [None, "всего", *CLASSES, None, None],
                                  *([row[0], row[1], *parts_of_six(row[1]), *row[2:]] for row in ROWS)],
                                 "A1:A2 B1:H1 I1:I2 J1:J2"),
    "classes alone": ([["МО", "Обучающиеся", *[None] * 5, *TITLES[1:]], [None, *CLASSES, None, None],
                       *([row[0], *parts_of_six(row[1]), *row[2:]] for row in ROWS)], "A1:A2 B1:G1 H1:H2 I1:I2"),
    "boys and girls with their whole": ([["МО", "Обучающиеся", "Диагностика", None, None, "Пробы"],
                                         [None, None, "всего", "мальчики", "девочки", None],
                                         *([row[0], row[1], row[2], 200, row[2] - 200, row[3]] for row in ROWS)],
                                        "A1:A2 B1:B2 C1:E1 F1:F2"),
}  # fmt: skip


def read(folder: Path, sheets: Sheets) -> tuple[dict[tuple[str, str, str], int], list[str]]:
    """The numbers, and kinds of the questions asked."""
    look, proposal, asked = proposed(with_last_year(folder), book(folder / "k.xlsx", sheets))
    return numbers(look, proposal), [question.kind for question in asked.values()]


def expected(*years: dict[str, tuple[int, ...]]) -> dict[tuple[str, str, str], int]:
    return {
        (code, variable, period): number
        for rows, period in zip(years, reversed(YEARS), strict=False)
        for code, row in rows.items()
        for variable, number in zip(("K_od1", "K_pt", "K_trial"), row, strict=True)
    }


@pytest.mark.parametrize("name", BOOKS)
def test_the_numbers_of_a_book_are_read_without_a_question(name: str, tmp_path: Path) -> None:
    given, asked = read(tmp_path, {"Лист1": BOOKS[name]})
    municipal = {key: number for key, number in given.items() if key[0] in NAMES}
    assert asked == []
    assert municipal == (expected(NOW, BEFORE) if "year" in name else expected(NOW))


def test_sheets_named_by_years_are_those_years(tmp_path: Path) -> None:
    before = [[NAMES[code], *BEFORE[code]] for code in NAMES]
    given, asked = read(tmp_path, {"2023-2024": ([HEAD, *before], ""), "2024-2025": ([HEAD, *ROWS], "")})
    assert (asked, given) == ([], expected(NOW, BEFORE))


def test_years_under_a_line_that_names_the_quantity(tmp_path: Path) -> None:
    rows = [["Диагностика"], ["МО", *YEARS], *([NAMES[code], BEFORE[code][1], NOW[code][1]] for code in NAMES)]
    given, asked = read(tmp_path, {"Лист1": (rows, "")})
    wanted = {key: number for key, number in expected(NOW, BEFORE).items() if key[1] == "K_pt"}
    assert (asked, given) == ([], wanted)


def test_a_row_of_units_is_no_head_of_its_own(tmp_path: Path) -> None:
    given, asked = read(tmp_path, {"Лист1": ([HEAD, ["ед. изм.", "чел.", "чел.", "чел."], *ROWS], "")})
    assert (asked, given) == ([], expected(NOW))


@pytest.mark.parametrize(
    "years",
    [("было", "стало"), ("I полугодие", "II полугодие"), ("на 01.09.2023", "на 01.09.2024"), ("май 2024", "май 2025")],
)
def test_of_what_may_be_a_part_of_the_year_nothing_is_read_by_enter(years: tuple[str, str], tmp_path: Path) -> None:
    head = [["МО", *(text for title in TITLES for text in (title, None))], [None, *years * 3]]
    given, asked = read(tmp_path, {"Лист1": ([*head, *BOTH], "A1:A2 B1:C1 D1:E1 F1:G1")})
    assert given == {}
    assert set(asked) <= {"meaning", "column"}


def test_years_in_short_are_years(tmp_path: Path) -> None:
    head = [["МО", *(text for title in TITLES for text in (title, None))], [None, *("факт 23/24", "факт 24/25") * 3]]
    given, asked = read(tmp_path, {"Лист1": ([*head, *BOTH], "A1:A2 B1:C1 D1:E1 F1:G1")})
    assert (asked, given) == ([], expected(NOW, BEFORE))


def test_titles_that_stand_twice_are_told_and_not_read(tmp_path: Path) -> None:
    pairs = zip(ROWS[:2], ROWS[2:], strict=True)
    rows = [[*HEAD, None, *HEAD], *([*left, None, *right] for left, right in pairs)]
    _, proposal, asked = proposed(with_last_year(tmp_path), book(tmp_path / "k.xlsx", {"Лист1": (rows, "")}))
    assert (asked, proposal.tables) == ({}, ())
    assert {one.name: one.ground for one in proposal.found[0].columns if one.name in TITLES} == dict.fromkeys(
        TITLES, "twice"
    )


def test_an_answer_about_one_year_holds_for_the_others(tmp_path: Path) -> None:
    folder = project(tmp_path)
    look, proposal, asked = proposed(folder, book(tmp_path / "k.xlsx", {"Лист1": BOOKS["years in the titles"]}))
    assert len(asked) == 3
    assert numbers(look, proposal) == expected(NOW, BEFORE)


@pytest.mark.parametrize("content", ["=A1", "#ДЕЛ/0!", "н/д", "около 500", None])
def test_a_column_that_is_known_is_described_though_its_cells_cannot_be_read(content: Any, tmp_path: Path) -> None:
    rows = [HEAD, *([row[0], row[1], content, row[3]] for row in ROWS)]
    look, proposal, asked = proposed(with_last_year(tmp_path), book(tmp_path / "k.xlsx", {"Лист1": (rows, "")}))
    assert asked == {}
    assert list(proposal.tables[0].columns) == TITLES
    assert not any(variable == "K_pt" for _, variable, _ in numbers(look, proposal))
