"""What goes with no finding, or against an order or itself: a message with the cell, and nothing of it is lost."""

import csv
import shutil
from pathlib import Path

import pytest
from helpers.regions import ROOT

from careerstats.model import Problem
from careerstats.pipeline.monitoring import Monitoring, analyse

MEASURES, SCHEDULE = "measures.csv", "График профессиональных проб и экскурсий"


def changed(folder: Path, *lines: tuple[str, dict[str, str]]) -> Monitoring:
    """Demo with rows added: (file, what stands in its columns)."""
    home = folder / "data" / "raw" / "demo"
    shutil.copytree(ROOT / "data" / "raw" / "demo", home)
    for name, cells in lines:
        path = home / name
        with path.open(encoding="utf-8", newline="") as file:
            heads = next(csv.reader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, heads, lineterminator="\n").writerow(cells)
    return analyse(folder, "demo")


def of(monitoring: Monitoring, code: str) -> list[Problem]:
    return [problem for problem in monitoring.problems if problem.code == code]


def planned(place: str, indicator: str, plan: str) -> tuple[str, dict[str, str]]:
    return MEASURES, {"№": "9", "Муниципальное образование": place, "Период": "2024/25", "Мера": SCHEDULE,
                      "Показатель": indicator, "План": plan, "Исполнено": "нет"}  # fmt: skip


def answered(place: str, indicator: str, text: str) -> tuple[str, dict[str, str]]:
    return "causes.csv", {"Муниципальное образование": place, "Период": "2024/25", "Показатель": indicator,
                          "Причины": text}  # fmt: skip


def test_the_shipped_data_raise_no_such_doubt() -> None:
    codes = {problem.code for problem in analyse(ROOT, "demo").problems}
    assert not codes & {"cause_without_finding", "plan_contradicts", "plan_against_order", "site_unplaced"}


def test_a_cause_without_a_finding_is_named_and_stays_out_of_the_note(tmp_path: Path) -> None:
    found = changed(tmp_path, answered("Сказовский район", "trial", "нет договора"))
    (problem,) = of(found, "cause_without_finding")
    assert (problem.file, problem.cell, problem.severity) == ("causes.csv", "D3", "remark")
    own = found.results.decisions[problem.territory]
    assert not [cause for headline in own.headlines for cause in headline.causes]


@pytest.mark.parametrize(
    ("line", "code", "cell", "words"),
    [
        (planned("г. Образцовск", "trial", "40"), "plan_contradicts", "A19", "40 % и 35 %; принято 40 %"),
        (planned("г. Образцовск", "1.1", "50"), "plan_against_order", "A19", "50 % ниже установленного 55 %"),
    ],
)
def test_planned_values_that_contradict_are_named_with_their_cell(
    tmp_path: Path, line: tuple[str, dict[str, str]], code: str, cell: str, words: str
) -> None:
    (problem,) = of(changed(tmp_path, line), code)
    assert (problem.file, problem.cell, problem.severity) == (MEASURES, cell, "warning")
    assert words in problem.message.replace("\u00a0", " ")


def test_sites_without_a_place_are_asked_about_and_nobody_is_told_that_none_is_near() -> None:
    found = analyse(ROOT, "amur-2020")
    (problem,) = of(found, "site_unplaced")
    assert "у 11 площадок" in problem.message.replace("\u00a0", " ")
    asked = {one.id: one.text for own in found.results.decisions.values() for one in own.recommendations}
    assert "places" in asked
    assert "какие площадки и онлайн-пробы доступны" in asked["reach"]
    assert not [text for text in asked.values() if "площадок нет" in text or "ближайш" in text]


def test_a_denominator_that_moved_much_is_named_once_with_its_cell_and_both_numbers() -> None:
    found = analyse(ROOT, "demo")
    moved = of(found, "base_moved")
    assert {(problem.severity, problem.file, problem.cell) for problem in moved if problem.territory == "02604000"} == {
        ("warning", "tables/2024-25/oo-1.csv", "D61–D67"),
        ("warning", "tables/2024-25/preschool.csv", "B7"),
    }
    told = [problem.message.replace("\u00a0", " ") for problem in moved]
    wanted = "численность обучающихся 1–4 классов: было 358, стало 303 (разница – 15 %, по представившим сведения в оба"
    assert wanted in " ".join(told)
    assert not [message for message in told if "с 18 до 14" in message]  # of few people every year


def test_a_denominator_that_stayed_is_no_remark() -> None:
    moved = {problem.territory for problem in of(analyse(ROOT, "demo"), "base_moved")}
    assert "02503000" not in moved
    assert not of(analyse(ROOT, "amur-2020"), "base_moved")
