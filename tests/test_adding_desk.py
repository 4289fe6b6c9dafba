"""Books as they lie on a methodologist's desk: zones in merged rows, an export by years, answers to a form."""

import io
from pathlib import Path
from typing import Any

import pytest
from helpers.adding import book, numbers, project, proposed
from helpers.projects import run

Rows = list[list[Any]]
PLACES = ("Баргузинский район", "Бичурский район", "Джидинский район", "Еравнинский район")
CODES = ("81603000", "81609000", "81612000", "81615000")


def zones() -> Rows:
    head: Rows = [["№", "Территория", "Всего обучающихся 6-11 кл.", "из них", None],
                  [None, None, None, "прошли диагностику, чел.", "%"]]  # fmt: skip
    north: Rows = [["Северная зона"], [1, PLACES[0], 1000, 500, "50%"], [2, PLACES[1], 1037, 531, "51,2%"],
                   [None, "Итого по зоне", 2037, 1031]]  # fmt: skip
    south: Rows = [["Южная зона"], [3, PLACES[2], 800, 200, "25%"], [4, PLACES[3], 600, 90, "15%"],
                   [None, "Итого по зоне", 1400, 290], [None, "ВСЕГО", 3437, 1321]]  # fmt: skip
    return [["Охват обучающихся, 2024-2025 уч. год"], *head, *north, *south]


def test_a_zone_in_a_merged_row_under_the_head_is_no_part_of_it(tmp_path: Path) -> None:
    merged = "A2:A3 B2:B3 C2:C3 D2:E2 A4:E4 A8:E8"
    look, proposal, asked = proposed(project(tmp_path), book(tmp_path / "k.xlsx", {"Охват": (zones(), merged)}))
    assert {question.kind for question in asked.values()} == {"meaning"}
    found = numbers(look, proposal)
    assert {code: found[code, "K_od1", "2024/25"] for code in CODES} == dict(
        zip(CODES, (1000, 1037, 800, 600), strict=True)
    )
    assert found["81609000", "K_pt", "2024/25"] == 531
    assert proposal.found[0].head == "A2:E3"


def export(*years: object) -> Rows:
    """One row = one quantity of one municipality, its numbers of several years side by side."""
    rows: Rows = [["ОКТМО", "Территория", "Показатель", "Единица измерения", *years]]
    for at, (code, name) in enumerate(zip(CODES, PLACES, strict=True)):
        for title, number in (("Численность обучающихся 6–11 классов", 900), ("Прошли профессиональные пробы", 100)):
            values = [number + 10 * at + year for year in range(len(years))]
            rows.append([f"{code}000", name.replace("район", "муниципальный район"), title, "человек", *values])
    return rows


def test_an_export_with_years_side_by_side_is_read_year_by_year(tmp_path: Path) -> None:
    path = book(tmp_path / "k.xlsx", {"Данные": (export("2023/24", "2024/25"), "")})
    look, proposal, _ = proposed(project(tmp_path), path)
    assert [(table.value, table.period) for table in proposal.tables] == [("2023/24", "2023/24"), ("2024/25", "")]
    found = numbers(look, proposal)
    assert [found["81609000", "K_od1", period] for period in ("2023/24", "2024/25")] == [910, 911]
    assert [found["81609000", "K_trial", period] for period in ("2023/24", "2024/25")] == [110, 111]


def test_calendar_years_beside_school_years_are_said_and_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    command = ("--project", str(tmp_path))
    assert run(*command, "init", "new", "--region", "81", "--period", "2024/25", "--indicators", "trial").code == 0
    for name, years in (("школьные.xlsx", ("2023/24", "2024/25")), ("годы.xlsx", (2023, 2024))):
        path = book(tmp_path / name, {"Данные": (export(*years), "")})
        monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 12))
        added = run(*command, "table", "add", "new", str(path))
        assert added.code == (0 if name == "школьные.xlsx" else 1), added.out + added.err
    assert "числа за календарные годы (2023) не использованы: набор ведётся по учебным годам (2024/25)" in added.out
    assert "Не добавлен: ни одного числа не прочитано." in added.out
    described = tmp_path / "data" / "raw" / "new" / "dataset.yaml"
    text = described.read_text(encoding="utf-8")
    assert "годы.xlsx" not in text

    (described.parent / "tables" / "годы.xlsx").write_bytes((tmp_path / "годы.xlsx").read_bytes())
    at = text.index("tables:\n") + len("tables:\n")
    entry = "".join(
        f'  - {{file: tables/годы.xlsx, period: "{year}", territory: ОКТМО, name: Показатель, value: "{year}",'
        f" columns: {{Численность обучающихся 6–11 классов: {{variable: K_od1}}}}}}\n"
        for year in (2023, 2024)
    )
    described.write_text(text[:at] + entry + text[at:], encoding="utf-8")
    checked = run(*command, "check", "new")
    assert "Traceback" not in checked.err
    assert "числа за календарные годы (2024) не использованы" in checked.out


def answers(*titles: str) -> Rows:
    head = ["ID", "Время создания", "Укажите ваше муниципальное образование", "Название школы", *titles]
    schools = list(enumerate([*PLACES, *PLACES], 1))
    rows = [[at, "2025-06-10 11:05", place, f"МОУ СОШ № {at}", 40 + at, 12] for at, place in schools]
    return [head, *rows]


def test_numbered_answers_of_schools_are_no_list_of_persons(tmp_path: Path) -> None:
    titles = ("Сколько обучающихся 6–11 классов в школе?", "Сколько из них прошли профессиональную пробу?")
    path = book(tmp_path / "k.xlsx", {"Sheet": (answers(*titles), "")})
    look, proposal, _ = proposed(project(tmp_path), path)
    assert [found.layout for found in proposal.found] == ["schools"]
    assert proposal.lists == ()
    assert numbers(look, proposal)["81603000", "K_od1", "2024/25"] == 41 + 45


def test_a_bare_number_beside_titles_of_persons_is_a_list(tmp_path: Path) -> None:
    rows: Rows = [["ID", "Муниципалитет", "Класс", "Статус"], [1, PLACES[0], "8А", "Посетил"]]
    _, proposal, _ = proposed(project(tmp_path), book(tmp_path / "k.xlsx", {"Лист": (rows, "")}))
    assert [found.layout for found in proposal.found] == ["persons"]


def test_a_book_of_which_nothing_is_read_is_not_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = [["МО", "Численность обучающихся 6–11 классов"], *([place, None] for place in PLACES)]
    path = book(tmp_path / "пустая.xlsx", {"Лист": (empty, "")})
    project(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 12))
    done = run("--project", str(tmp_path), "table", "add", "proba", str(path))
    assert done.code == 1
    assert "Не добавлен: " in done.out
    assert "пустая.xlsx" not in (tmp_path / "data" / "raw" / "proba" / "dataset.yaml").read_text(encoding="utf-8")
