"""Years as people spell them in heads, captions, names of sheets: the period they tell, and what tells none."""

from pathlib import Path

import pytest
from helpers.one_book import NAMES, PLAIN, RIGHT, TITLES, numbers, read, told

from careerstats.intake.spelled_periods import period_in, periods_told, states_told


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("23/24", "2023/24"), ("'23/24", "2023/24"), ("(23/24)", "2023/24"), ("23-24 уч. год", "2023/24"),
        ("2023/24 уч.г.", "2023/24"), ("за 2023/2024 учебный год", "2023/24"), ("2023-й", "2023"),
        ("2023г.", "2023"), ("в 2023-м", "2023"), ("АППГ", "2023/24"), ("прошлый учебный год", "2023/24"),
        ("аналогичный период прошлого года", "2023/24"), ("за отчётный период", "2024/25"),
        ("10/11 класс", ""), ("15-16 лет", ""), ("16/17 лет", ""), ("23/25", ""), ("№ 22/23", ""), ("8–9", ""),
        ("01.09.2023", ""), ("22/23/24", ""), ("6-11", ""),
    ],
)  # fmt: skip
def test_a_heading_that_is_a_period(text: str, period: str) -> None:
    assert period_in(text, "2024/25") == period


@pytest.mark.parametrize(
    "caption",
    ["Сведения за 22/23 учебный год", "Сведения за 2022-й год", "Сведения, 2022 год", "Итоги 2022 года",
     "Мониторинг профориентации 2022 год", "2022 год", "2022", "по состоянию на 01.09.2022", "на 1 сентября 2022 г.",
     "за май 2023 года", "за ‘22/23 уч. год"],
)  # fmt: skip
def test_a_line_above_that_tells_another_year(caption: str, tmp_path: Path) -> None:
    intake = read(tmp_path, [[caption], [], *PLAIN], territory="МО")
    assert (numbers(intake), told(intake)) == ({}, [("period_differs", "")])


@pytest.mark.parametrize("sheet", ["2022", "22-23 уч.год", "2022-2023", "на 01.06.2023"])
def test_a_sheet_that_is_called_by_another_year(sheet: str, tmp_path: Path) -> None:
    intake = read(tmp_path, {sheet: (PLAIN, "")}, territory="МО")
    assert (numbers(intake), told(intake)) == ({}, [("period_differs", "")])


@pytest.mark.parametrize(
    "caption",
    ["УТВЕРЖДАЮ «___» ______ 2023 г.", "Приложение к письму от 12.03.2023 № 15", "Приказ от 5 марта 2023 года",
     "в соответствии с Концепцией 2022 года", "по состоянию на 01.09.2024", "на 20 сентября 2025 года",
     "Сведения за 24/25 учебный год", "за 2024 год", "Показатели программы на 2021–2025 годы", "СОШ № 22/23",
     "Сведения об обучающихся 15-16 лет", "Стратегия до 2030 года"],
)  # fmt: skip
def test_a_line_above_that_tells_nothing_against_the_year(caption: str, tmp_path: Path) -> None:
    intake = read(tmp_path, [[caption], [], *PLAIN], territory="МО")
    assert (numbers(intake), told(intake)) == (RIGHT, [])


@pytest.mark.parametrize(
    "years",
    [("23/24", "24/25"), ("2023/24 уч.г.", "2024/25 уч.г."), ("факт 23/24", "факт 24/25"), ("АППГ", "2024/25"),
     ("прошлый год", "текущий год")],
)  # fmt: skip
def test_two_years_side_by_side(years: tuple[str, str], tmp_path: Path) -> None:
    head = [["МО", *(text for title in TITLES for text in (title, None))], [None, *years * 3]]
    rows = [[NAMES[code], *(number for now in RIGHT[code] for number in (now - 5, now))] for code in NAMES]
    intake = read(tmp_path, [*head, *rows], "A1:A2 B1:C1 D1:E1 F1:G1", territory="МО")
    assert told(intake) == []
    for period, less in (("2023/24", 5), ("2024/25", 0)):
        counts = intake.counts[intake.counts["period"] == period]
        assert sorted(counts["value"]) == sorted(now - less for row in RIGHT.values() for now in row)


def test_days_far_from_a_year_tell_another_one() -> None:
    assert states_told("по состоянию на 31.12.2022", "2024") == ["2022"]
    assert states_told("по состоянию на 01.01.2025", "2024") == []
    assert states_told("на 15 мая 2023 года", "2024/25") == ["2022/23"]
    assert states_told("на 31.02.2022", "2024/25") == []
    assert periods_told("Сведения за 2022-й и 23/24 уч. год") == ["2023/24", "2022"]
