"""Every layout that dataset.yaml can describe -> the same numbers; what a sheet holds besides is told."""

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.one_book import COLUMNS, NAMES, PLAIN, RIGHT, TITLES, TOTAL, Sheets, numbers, read, told

from careerstats.intake.reading import Intake


def totals(intake: Intake) -> list[tuple[str, int | None]]:
    return [(figure["code"], figure["value"]) for figure in intake.published if figure["kind"] == "total"]


def test_one_row_is_one_municipality(tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN, ["ИТОГО", *TOTAL]], territory="МО", rows={"ИТОГО": "total"})
    assert numbers(intake) == RIGHT
    assert totals(intake) == [("81000000", number) for number in TOTAL]
    assert told(intake) == []


def test_one_row_is_one_number(tmp_path: Path) -> None:
    rows = [["МО", "Показатель", "Значение"]]
    rows += [
        [NAMES[code], title, number] for code, row in RIGHT.items() for title, number in zip(TITLES, row, strict=True)
    ]
    intake = read(tmp_path, rows, territory="МО", name="Показатель", value="Значение")
    assert numbers(intake) == RIGHT
    assert told(intake) == []


@pytest.mark.parametrize("merged", ["A2:A4 A5:A7 A8:A10", ""], ids=["merged", "empty below"])
def test_the_name_of_a_municipality_stands_once_over_its_numbers(merged: str, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["МО", "Показатель", "Значение"]]
    for code, row in RIGHT.items():
        for at, (title, number) in enumerate(zip(TITLES, row, strict=True)):
            rows.append([NAMES[code] if at == 0 else None, title, number])
    intake = read(tmp_path, rows, merged, territory="МО", name="Показатель", value="Значение")
    assert numbers(intake) == RIGHT
    assert told(intake) == []


def test_municipalities_are_columns(tmp_path: Path) -> None:
    rows = [list(row) for row in zip(*[*PLAIN, ["ИТОГО", *TOTAL]], strict=True)]
    intake = read(tmp_path, rows, territory="МО", transposed=True, rows={"ИТОГО": "total"})
    assert numbers(intake) == RIGHT
    assert totals(intake) == [("81000000", number) for number in TOTAL]
    assert told(intake) == []
    origins = set(intake.counts["origin"])
    assert "tables/k.xlsx!C3" in origins


def test_a_doubt_of_a_turned_table_stands_at_its_cell(tmp_path: Path) -> None:
    rows: list[list[Any]] = [list(row) for row in zip(*PLAIN, strict=True)]
    rows[2][2] = "51 %"
    rows.append(["Лишнее", 1, 2, 3])
    intake = read(tmp_path, rows, territory="МО", transposed=True)
    assert told(intake) == [("unknown_column", "A5"), ("unreadable", "C3")]


def test_every_municipality_has_its_sheet(tmp_path: Path) -> None:
    sheets: Sheets = {"Свод": ([["Показатель", "Значение"], ["Обучающиеся", 9]], "")}
    for code, row in RIGHT.items():
        sheets[NAMES[code]] = ([["Показатель", "Значение"], *zip(TITLES, row, strict=True)], "")
    intake = read(tmp_path, sheets, territory_in="sheet", name="Показатель", value="Значение")
    assert numbers(intake) == RIGHT
    assert told(intake) == [("strange_sheet", "")]
    assert "tables/k.xlsx!Бичурский район!B3" in set(intake.counts["origin"])


def schools() -> list[list[Any]]:
    """Two schools under the heading of each municipality, and their total."""
    rows: list[list[Any]] = [["Образовательная организация", *TITLES]]
    for code, (all_, tested, tried) in RIGHT.items():
        rows += [
            [NAMES[code], None, None, None],
            ["МБОУ СОШ № 1", all_ - 300, tested - 100, tried - 90],
            ["МБОУ СОШ № 2", 300, 100, 90],
        ]
        rows += [["Итого по району", all_, tested, tried]]
    return [*rows, ["ИТОГО", *TOTAL]]


MERGED_HEADINGS = "A2:D2 A6:D6 A10:D10"


@pytest.mark.parametrize("merged", [MERGED_HEADINGS, ""], ids=["merged", "not merged"])
def test_schools_under_headings_are_added_up(merged: str, tmp_path: Path) -> None:
    spec = {"territory_in": "heading", "sum_by": "Образовательная организация", "rows": {"ИТОГО": "total"}}
    intake = read(tmp_path, schools(), merged, **spec)
    assert numbers(intake) == RIGHT
    assert totals(intake)[:3] == [("81603000", number) for number in RIGHT["81603000"]]
    assert totals(intake)[-3:] == [("81000000", number) for number in TOTAL]
    assert told(intake) == []


REGISTER = "id,kind,name,territory\n" + "".join(
    f"{code}-{number},школа,МБОУ СОШ № {number},{name}\n" for code, name in NAMES.items() for number in (1, 2)
)


def test_schools_under_headings_are_found_by_their_names(tmp_path: Path) -> None:
    spec = {"territory_in": "heading", "organisation": "Образовательная организация", "rows": {"ИТОГО": "total"}}
    intake = read(tmp_path, schools(), MERGED_HEADINGS, {"organisations.csv": REGISTER}, **spec)
    counts = intake.counts[intake.counts["variable"] == "K_pt"]
    assert dict(zip(counts["organisation"], counts["value"], strict=True))["81609000-1"] == 431
    assert told(intake) == []


def test_schools_in_a_merged_cell_of_their_municipality(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["МО", "Школа", *TITLES]]
    for code, (all_, tested, tried) in RIGHT.items():
        rows += [
            [NAMES[code], "МБОУ СОШ № 1", all_ - 300, tested - 100, tried - 90],
            [None, "мбоу сош №2", 300, 100, 90],
        ]
    merged = "A2:A3 A4:A5 A6:A7"
    intake = read(tmp_path / "sum", rows, merged, territory="МО", sum_by="Школа")
    assert numbers(intake) == RIGHT
    assert told(intake) == []
    intake = read(tmp_path / "by", rows, merged, {"organisations.csv": REGISTER}, territory="МО", organisation="Школа")
    assert len(set(intake.counts["organisation"])) == 6
    assert told(intake) == []


def test_a_silent_part_leaves_no_sum(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["МО", "Школа", *TITLES],
        [NAMES["81603000"], "1", 700, 400, None],
        [None, "2", 300, 100, 90],
    ]
    intake = read(tmp_path, rows, "A2:A3", territory="МО", sum_by="Школа")
    assert numbers(intake) == {"81603000": (1000, 500, None)}
    assert told(intake) == [("absent", "E2")]


def test_a_school_whose_name_two_have_is_asked_about(tmp_path: Path) -> None:
    rows = [["Школа", *TITLES], ["МБОУ СОШ № 1", 1, 1, 1]]
    intake = read(tmp_path, rows, files={"organisations.csv": REGISTER}, organisation="Школа")
    assert told(intake) == [("ambiguous_organisation", "A2")]


SECOND = [
    [],
    ["Таблица 2. Пробы по классам"],
    ["МО", "8 класс", "9 класс"],
    *([name, 10 + at, 20 + at] for at, name in enumerate(NAMES.values())),
]


def test_the_second_table_of_a_sheet_is_told_and_not_read(tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN, *SECOND], territory="МО")
    assert numbers(intake) == RIGHT
    assert ("another_table", "A7") in told(intake)


@pytest.mark.parametrize("where", [{"after": "Таблица 2"}, {"range": "A7:C10"}], ids=["after", "range"])
def test_a_table_is_found_by_the_line_above_it_or_its_cells(where: dict[str, str], tmp_path: Path) -> None:
    columns = {
        "8 класс": {"variable": "K_trial", "breakdown": "классы=8"},
        "9 класс": {"variable": "K_trial", "breakdown": "классы=9"},
    }
    intake = read(tmp_path, [*PLAIN, *SECOND], territory="МО", columns=columns, **where)
    assert sorted(intake.counts["value"]) == [10, 11, 12, 20, 21, 22]
    assert told(intake) == []


def test_a_head_repeated_on_the_next_page_is_skipped(tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN[:3], PLAIN[0], *PLAIN[3:]], territory="МО")
    assert numbers(intake) == RIGHT
    assert told(intake) == [("repeated_head", "A4")]


def test_totals_of_classes_are_held_against_their_class(tmp_path: Path) -> None:
    from careerstats.pipeline.monitoring import analyse

    columns = {
        "6 класс": {"variable": "K_od1", "breakdown": "классы=6"},
        "Всего": {"variable": "K_od1"},
        "Прошли": {"variable": "K_pt"},
    }
    rows: list[list[Any]] = [
        ["МО", *columns],
        *([name, 600 + at, 3120, 1000] for at, name in enumerate(NAMES.values())),
        ["ИТОГО", 1803, 9360, 3000],
    ]
    read(tmp_path, rows, territory="МО", columns=columns, rows={"ИТОГО": "total"})
    assert [problem for problem in analyse(tmp_path, "proba").problems if problem.code != "not_reported"] == []


def test_the_total_of_a_heading_is_held_against_its_schools(tmp_path: Path) -> None:
    from careerstats.pipeline.monitoring import analyse

    rows = schools()
    rows[4][1] = 999
    spec = {"territory_in": "heading", "sum_by": "Образовательная организация", "rows": {"ИТОГО": "total"}}
    read(tmp_path, rows, MERGED_HEADINGS, **spec)
    wrong = [problem for problem in analyse(tmp_path, "proba").problems if problem.code == "total_differs"]
    assert [(problem.cell, problem.territory) for problem in wrong] == [("B5", "81603000")]


def zones(*rows: list[Any]) -> list[list[Any]]:
    """Three municipalities under their zones; a row of one text is a heading, «Итого …» a total as it is given."""
    return [PLAIN[0], *rows]


NORTH = [[NAMES[code], *RIGHT[code]] for code in ("81603000", "81609000")]
SOUTH = [[NAMES["81612000"], *RIGHT["81612000"]]]
SUM_NORTH = [sum(row[at] for row in NORTH) for at in (1, 2, 3)]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([*NORTH, ["Итого по северу", *SUM_NORTH], *SOUTH, ["Итого по югу", *SOUTH[0][1:]], ["ИТОГО", *TOTAL]], []),
        ([*NORTH, ["Итого по северу", 1, *SUM_NORTH[1:]], *SOUTH, ["Итого по югу", *SOUTH[0][1:]], ["ИТОГО", *TOTAL]],
         [("B4", "опубликовано 1, сумма 2 строк – 2 037")]),
        ([["Север"], *NORTH, ["Итого", *SUM_NORTH], ["Юг"], *SOUTH, ["Итого", 5, 5, 5], ["ВСЕГО", *TOTAL]],
         [("B8", "опубликовано 5, сумма 1 строки – 1 074"), ("C8", "сумма 1 строки – 562"),
          ("D8", "сумма 1 строки – 234")]),
        # which rows these total is not plain: above them, all together, picked out of all
        ([["Итого по северу", *SUM_NORTH], *NORTH, ["Итого по югу", *SOUTH[0][1:]], *SOUTH, ["ИТОГО", *TOTAL]], []),
        ([*NORTH, *SOUTH, ["Итого по районам", *SUM_NORTH], ["Итого по городам", 1, 1, 1], ["ИТОГО", *TOTAL]], []),
        ([*NORTH, *SOUTH, ["Итого по сельским районам", 1, 1, 1], ["ИТОГО", *TOTAL]], []),
    ],
)  # fmt: skip
def test_totals_of_zones_are_held_against_their_rows(
    rows: list[list[Any]], wrong: list[tuple[str, str]], tmp_path: Path
) -> None:
    from careerstats.pipeline.monitoring import analyse

    label = str(rows[-1][0])
    intake = read(tmp_path, zones(*rows), territory="МО", rows={label: "total"})
    assert numbers(intake) == RIGHT
    found = [problem for problem in analyse(tmp_path, "proba").problems if problem.code == "total_differs"]
    assert [problem.cell for problem in found] == [cell for cell, _ in wrong]
    told = [problem.message.replace("\xa0", " ") for problem in found]
    assert all(words in message for message, (_, words) in zip(told, wrong, strict=True)), told


# ---- what is told besides


def test_two_municipalities_with_the_same_numbers_are_told(tmp_path: Path) -> None:
    columns = COLUMNS | {"Конкурсы": {"variable": "K_konk"}, "Маршруты": {"variable": "K_iom"}}
    names = list(NAMES.values())
    rows = [
        ["МО", *columns],
        [names[0], 1240, 412, 300, 111, 77],
        [names[1], 1240, 412, 300, 111, 77],
        [names[2], 860, 455, 233, 90, 50],
    ]
    intake = read(tmp_path, rows, territory="МО", columns=columns)
    (problem,) = [one for one in intake.problems if one.code == "same_answers"]
    assert (problem.cell, problem.territory) == ("B3", "81609000")
    assert "те же, что у 81603000" in problem.message


def test_a_book_that_nobody_describes_is_told(tmp_path: Path) -> None:
    intake = read(tmp_path, PLAIN, files={"tables/забыта.csv": "МО;Число\n"}, territory="МО")
    assert [one.file for one in intake.problems if one.code == "undescribed_file"] == ["tables/забыта.csv"]


def test_the_sheet_on_which_the_head_does_stand_is_named(tmp_path: Path) -> None:
    intake = read(tmp_path, {"Титул": ([["Сведения"]], ""), "Свод": (PLAIN, "")}, territory="МО")
    assert told(intake) == [("no_head", ""), ("other_sheet", "")]
    assert "на листе «Свод»" in next(one for one in intake.problems if one.code == "other_sheet").message


def test_a_silent_municipality_that_has_told_of_another_period(tmp_path: Path) -> None:
    intake = read(tmp_path, PLAIN, territory="МО", period="2021/22")
    told_of = {one.territory: one.message for one in intake.problems if one.code == "not_reported"}
    assert told_of["81603000"].endswith(": за 2024/25 нет, есть за 2021/22")


def test_the_number_that_is_missing_is_named(tmp_path: Path) -> None:
    from careerstats.errors import DatasetError
    from careerstats.pipeline.monitoring import analyse

    columns = {"6 класс": {"variable": "K_od1", "breakdown": "классы=6"}, "Прошли": {"variable": "K_pt"}}
    read(tmp_path, [["МО", *columns], [NAMES["81603000"], 600, 1000]], territory="МО", columns=columns)
    with pytest.raises(DatasetError, match=r"показатель 1\.1, 2024/25: нет величины K_od1 .* только по категориям"):
        analyse(tmp_path, "proba")


@pytest.mark.parametrize(
    "name",
    [
        "1. Бичурский район", "БИЧУРСКИЙ РАЙОН", "Бичурский район*", "Бичурский муниц. район", "81609000000",
        "Бичурский\nрайон", "Бичурский р–н",
        "МКУ «Управление образования МО «Бичурский район»", "АМО «Бичурский район»",
        "Администрация МО «Бичурский район»", "РУО Бичурского района", "Бичурский",
    ],
)  # fmt: skip
def test_a_name_that_can_be_only_one_municipality_is_known(name: str, tmp_path: Path) -> None:
    intake = read(tmp_path, [PLAIN[0], [name, 1037, 531, 217]], territory="МО")
    assert numbers(intake) == {"81609000": RIGHT["81609000"]}


@pytest.mark.parametrize("name", ["«Районный» отдел", "15. Отдел", "Детский сад «Бичурский район»", "ООО «Бичура»"])
def test_a_name_that_could_be_another_is_asked_about(name: str, tmp_path: Path) -> None:
    assert numbers(read(tmp_path, [PLAIN[0], [name, 1037, 531, 217]], territory="МО")) == {}


def test_notes_are_built_where_only_the_numerator_is_known_by_class(tmp_path: Path) -> None:
    """The shares of classes have no denominators: they are left out, and nothing fails."""
    from careerstats.bundles.by_school import partitions
    from careerstats.pipeline.monitoring import analyse

    columns = {
        "Всего": {"variable": "K_od1"}, "6 кл": {"variable": "K_pt", "breakdown": "классы=6"},
        "7 кл": {"variable": "K_pt", "breakdown": "классы=7"}, "Прошли": {"variable": "K_pt"},
    }  # fmt: skip
    rows = [["МО", *columns], *([name, 3120, 300, 200, 500 + at] for at, name in enumerate(NAMES.values()))]
    read(tmp_path, rows, territory="МО", columns=columns)
    assert partitions(analyse(tmp_path, "proba").results) == {}


# ---- the page that shows them all

LAYOUTS = Path(__file__).parents[1] / "docs" / "layouts.md"
EXAMPLES = {
    part.partition("\n")[0]: part
    for part in LAYOUTS.read_text(encoding="utf-8").split("\n## ")[1:]
    if "```yaml" in part
}


@pytest.mark.parametrize("title", EXAMPLES)
def test_every_example_of_the_page_gives_the_same_numbers(title: str, tmp_path: Path) -> None:
    part = EXAMPLES[title]
    shown, described = (re.findall(rf"```{language}\n(.*?)```", part, re.DOTALL)[0] for language in ("csv", "yaml"))
    merged = re.findall(
        r"[A-Z]+[0-9]+:[A-Z]+[0-9]+", (re.findall(r"^Объединены: (.*)$", part, re.MULTILINE) or [""])[0]
    )
    rows = [[_typed(cell) for cell in row] for row in csv.reader(shown.splitlines(), delimiter=";")]
    spec = yaml.safe_load(described)["tables"][0]
    sheets: Sheets = {"Лист1": (rows, " ".join(merged))}
    if spec.get("territory_in") == "sheet":
        second = [[name, number] for (name, _), number in zip(rows[1:], RIGHT["81609000"], strict=True)]
        sheets = {"Баргузинский район": (rows, ""), "Бичурский район": ([rows[0], *second], "")}
    intake = read(tmp_path, sheets, **{key: value for key, value in spec.items() if key != "file"})
    now = intake.counts[intake.counts["period"] == "2024/25"]
    assert numbers(replace(intake, counts=now)) == {code: RIGHT[code] for code in ("81603000", "81609000")}
    assert [
        problem for problem in intake.problems if problem.severity == "blocking" and problem.code != "not_reported"
    ] == []


def test_a_book_of_two_storeys_and_two_years_is_described_at_once(tmp_path: Path) -> None:
    """The count that the page tells: lines of the description, and a check that asks nothing."""
    part = EXAMPLES["Несколько лет рядом"]
    described = re.findall(r"```yaml\n(.*?)```", part, re.DOTALL)[0]
    assert "описывается семью строками" in " ".join(part.split())
    assert len(described.splitlines()) == 7
    shown = re.findall(r"```csv\n(.*?)```", part, re.DOTALL)[0]
    rows = [[_typed(cell) for cell in row] for row in csv.reader(shown.splitlines(), delimiter=";")]
    spec = yaml.safe_load(described)["tables"][0]
    intake = read(tmp_path, rows, "A1:A2 B1:C1 D1:E1 F1:G1", territory=spec["territory"], columns=spec["columns"])
    assert told(intake) == []
    assert set(intake.counts["period"]) == {"2023/24", "2024/25"}


def _typed(cell: str) -> Any:
    return int(cell) if cell.isdecimal() else cell or None
