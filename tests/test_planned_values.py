"""A plan beside what was: read as a plan, held against the fact, other plans and orders, never counted."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from helpers.block_text import text_of_blocks

from careerstats import territories
from careerstats.bundles import cut
from careerstats.errors import DatasetError
from careerstats.model import Problem
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.pipeline.monitoring import Monitoring, analyse

PLACES = [(one.code, one.name) for one in territories.of_region("81000000", "2024-12-31")]
BARGUZIN = "81603000"
AT = next(at for at, (code, _) in enumerate(PLACES) if code == BARGUZIN)
PLANS = {"Диагностика / план": {"variable": "K_pt", "values": "plan"}}
MEASURES = "id,territory,period,measure,indicator,plan\n1,81603000,2024/25,Команда,1.1,{}\n"


def table(
    folder: Path,
    rows: Sequence[Sequence[Any]],
    columns: dict[str, Any],
    *,
    heads: Sequence[Any] = ("план", "факт"),
    files: dict[str, str] | None = None,
    other: dict[str, Any] | None = None,
    **given: Any,
) -> Monitoring:
    """A book of two storeys: pupils, then the plan and the fact of the diagnosis."""
    home = folder / "data" / "raw" / "proba"
    (home / "tables").mkdir(parents=True)
    book = openpyxl.Workbook()
    for row in (["МО", "Обучающиеся", "Диагностика", None], [None, None, *heads], *rows):
        book.active.append(list(row))
    for span in ("A1:A2", "B1:B2", "C1:D1"):
        book.active.merge_cells(span)
    book.save(home / "tables" / "k.xlsx")
    for name, text in (files or {}).items():
        (home / name).write_text(text, encoding="utf-8")
    described = {"Обучающиеся": {"variable": "K_od1"}, "Диагностика": {"variable": "K_pt"}, **columns}
    entry = {"file": "tables/k.xlsx", "territory": "МО", "columns": described}
    settings = {
        "title": "Проба",
        "region": "81000000",
        "period": "2024/25",
        "tables": [entry, *([other] if other else [])],
        **given,
    }
    (home / "dataset.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return analyse(folder, "proba")


def rows(plan: Any = 600) -> list[list[Any]]:
    """Everybody has 1000 pupils, a plan of 600 and 500 of them; ``plan``: that of one municipality."""
    return [[name, 1000, plan if at == AT else 600, 500] for at, (_, name) in enumerate(PLACES)]


def told(monitoring: Monitoring, *codes: str) -> list[tuple[str, str]]:
    return [(one.code, one.cell) for one in monitoring.problems if not codes or one.code in codes]


def text(monitoring: Monitoring, notebook: str, code: str) -> str:
    note = Note(cut(monitoring.results)[notebook, code])
    return text_of_blocks([*sections.conclusions(note), *sections.matter(note), *sections.execution(note)])


def problem(monitoring: Monitoring, code: str) -> Problem:
    (found,) = [one for one in monitoring.problems if one.code == code]
    return found


def test_a_plan_is_told_beside_the_fact_and_never_counted(tmp_path: Path) -> None:
    monitoring = table(tmp_path, rows(), PLANS)
    assert told(monitoring) == []
    assert set(monitoring.results.intake.counts["value"]) == {1000, 500}
    own = text(monitoring, "municipality", BARGUZIN)
    assert "плановое значение 600 не достигнуто: не хватает 100 обучающихся" in own
    assert "План и факт" in own
    assert "500 из 1 000 (50,0 %)" in own


def test_the_region_has_the_sum_of_all_plans(tmp_path: Path) -> None:
    own = text(table(tmp_path, rows(), PLANS), "region", "81000000")
    number = len(PLACES)
    assert f"{number * 600:,}".replace(",", " ") in own
    assert f"не хватает {number * 100:,}".replace(",", " ") in own


def test_a_plan_that_is_reached_is_no_problem(tmp_path: Path) -> None:
    own = text(table(tmp_path, rows(480), PLANS), "municipality", BARGUZIN)
    assert "не достигнуто" not in own
    assert "выполнен" in own


def test_a_note_of_another_unit_below_takes_back_the_plans_too(tmp_path: Path) -> None:
    facts = "МО;Всего;Прошли\n" + "".join(f"{name};1000;500\n" for _, name in PLACES)
    columns = {"Всего": {"variable": "K_od1"}, "Прошли": {"variable": "K_pt"}}
    beside = {"file": "tables/f.csv", "territory": "МО", "columns": columns}
    described = {"Обучающиеся": {"variable": "K_trial"}, "Диагностика": {"variable": "K_rmg"}, **PLANS}
    lines = [*rows(), ["* Данные в тыс. чел."]]
    monitoring = table(tmp_path, lines, described, other=beside, files={"tables/f.csv": facts})
    assert told(monitoring, "unit_differs") == [("unit_differs", f"A{len(PLACES) + 3}")]
    assert monitoring.results.planned == {}


def test_a_planned_share_is_one(tmp_path: Path) -> None:
    column = {"Диагностика / план, %": {"share": "K_pt", "share_of": "K_od1", "values": "plan"}}
    shares = [[name, count, 60.5, fact] for name, count, _, fact in rows()]
    monitoring = table(tmp_path, shares, column, heads=("план, %", "факт"))
    assert told(monitoring) == []
    own = text(monitoring, "municipality", BARGUZIN)
    assert "плановое значение 60,5 % не достигнуто: не хватает 105 обучающихся" in own


def test_planned_parts_of_one_are_asked_about(tmp_path: Path) -> None:
    column = {"Диагностика / план, %": {"share": "K_pt", "share_of": "K_od1", "values": "plan"}}
    parts = [[name, count, 0.6, fact] for name, count, _, fact in rows()]
    monitoring = table(tmp_path, parts, column, heads=("план, %", "факт"))
    assert told(monitoring) == [("plan_unreadable", "C3")]
    assert monitoring.results.planned == {}


PLANNED = (
    "план", "план, чел.", "Плановое значение", "план 2024/25", "План диагностики", "Планируемое число прошедших",
    "Целевой показатель, чел.", "Прогноз",
)  # fmt: skip


@pytest.mark.parametrize("title", PLANNED)
def test_a_plan_described_as_a_fact_is_refused(title: str, tmp_path: Path) -> None:
    columns = {"Диагностика": {"variable": "K_pt", "path": ["Диагностика", title]}}
    with pytest.raises(DatasetError, match="по заголовку это план, а описано как факт"):
        table(tmp_path, rows(), columns, heads=(title, "факт"))


def test_the_total_of_a_plan_is_that_of_its_column(tmp_path: Path) -> None:
    number = len(PLACES)
    total = ["ИТОГО", 1000 * number, 600 * number, 500 * number]
    assert told(table(tmp_path / "right", [*rows(), total], PLANS), "total_differs") == []
    total[2] -= 1
    wrong = table(tmp_path / "wrong", [*rows(), total], PLANS)
    assert told(wrong, "total_differs") == [("total_differs", f"C{number + 3}")]


def test_other_values_of_the_same_plan_are_named_at_its_cell(tmp_path: Path) -> None:
    files = {"measures.csv": MEASURES.format("65")}
    given = {"files": files, "targets": {"1.1": 60}}
    monitoring = table(tmp_path, rows(590), PLANS, **given)
    cell = f"C{AT + 3}"
    assert told(monitoring, "plan_contradicts", "plan_against_order") == [
        ("plan_contradicts", cell), ("plan_against_order", cell),
    ]  # fmt: skip
    message = problem(monitoring, "plan_contradicts").message.replace("\u00a0", " ")
    assert "590 (59,0 %), а в плане (measures.csv, A2) – 65 %" in message


def test_a_plan_of_more_than_all_is_not_compared(tmp_path: Path) -> None:
    monitoring = table(tmp_path, rows(1200), PLANS)
    assert told(monitoring) == [("plan_over_whole", f"C{AT + 3}")]
    assert BARGUZIN not in monitoring.results.planned


def test_a_plan_that_nothing_counts_is_told(tmp_path: Path) -> None:
    monitoring = table(tmp_path, rows(), {"Диагностика / план": {"variable": "K_trial", "values": "plan"}})
    assert told(monitoring) == [("plan_unused", "C3")]


def test_two_plans_of_one_place_are_asked_about(tmp_path: Path) -> None:
    beside = {"file": "tables/p.csv", "territory": "МО", "columns": {"План": {"variable": "K_pt", "values": "plan"}}}
    files = {"tables/p.csv": f"МО;План\n{PLACES[AT][1]};610\n"}
    monitoring = table(tmp_path, rows(), PLANS, other=beside, files=files)
    found = problem(monitoring, "plan_contradicts")
    assert (found.file, found.cell) == ("tables/p.csv", "B2")
    assert f"здесь 610, а в tables/k.xlsx!C{AT + 3} – 600" in found.message
    assert BARGUZIN not in monitoring.results.planned


@pytest.mark.parametrize(
    "column",
    [{"sum_of": ["K_pt"], "values": "plan"}, {"variable": "K_pt", "values": "plan", "breakdown": "классы=9"}],
)
def test_a_plan_that_would_have_no_effect_is_refused(column: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="values: plan"):
        table(tmp_path, rows(), {"Диагностика / план": column})


@pytest.mark.parametrize(
    ("described", "text", "cell"),
    [({"territory": "МО", "transposed": True}, "МО;{}\nПлан;300\nУточнённый план;310\n", "B3"),
     ({"territory": "МО", "name": "Показатель", "value": "Число"},
      "МО;Показатель;Число\n{0};План;300\n{0};Уточнённый план;310\n", "C3")],
    ids=["on its side", "list"],
)  # fmt: skip
def test_two_plans_are_asked_about_however_they_lie(
    described: dict[str, Any], text: str, cell: str, tmp_path: Path
) -> None:
    plan = {"variable": "K_pt", "values": "plan"}
    beside = {"file": "tables/p.csv", **described, "columns": {"План": plan, "Уточнённый план": plan}}
    facts = [[name, pupils, None, fact] for name, pupils, _, fact in rows()]
    files = {"tables/p.csv": text.format(PLACES[AT][1])}
    monitoring = table(tmp_path, facts, {"Диагностика / факт": {"variable": "K_pt"}}, other=beside, files=files)
    wrong = problem(monitoring, "plan_contradicts")
    assert (wrong.file, wrong.cell) == ("tables/p.csv", cell)
    assert "здесь 310, а в tables/p.csv!" in wrong.message
    assert monitoring.results.planned == {}


@pytest.mark.parametrize("heads", [("план", "факт"), ("план", "чел.")])
@pytest.mark.parametrize("described", [True, False])
def test_a_plan_described_by_the_title_over_plan_and_fact_is_the_plan(
    heads: tuple[str, ...], described: bool, tmp_path: Path
) -> None:
    facts = "МО;Прошли\n" + "".join(f"{name};500\n" for _, name in PLACES)
    beside = {"file": "tables/f.csv", "territory": "МО", "columns": {"Прошли": {"variable": "K_pt"}}}
    columns = {"Диагностика": {"variable": "K_pt", "values": "plan"}}
    columns |= {f"Диагностика / {heads[1]}": {"variable": "K_pt"}} if described else {}
    other = None if described else beside
    monitoring = table(tmp_path, rows(), columns, heads=heads, other=other, files={"tables/f.csv": facts})
    assert told(monitoring, "unknown_column", "plan_beside_fact") == ([] if described else [("unknown_column", "D")])
    assert {monitoring.results.planned[code]["1.1"].plan.value for code, _ in PLACES} == {600}
