"""Year 1 builds a plan, the body edits it, year 2 reads it back: through the command line, and section by section."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from helpers import by_hand
from helpers.note_text import pieces
from helpers.projects import run
from helpers.saved import save
from noted import changed

from careerstats import territories
from careerstats.blocks import plain
from careerstats.bundles import cut
from careerstats.contracts.plan_book import COLUMNS
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.note.sections.plan import LABEL
from careerstats.pipeline.beside import plans
from careerstats.pipeline.monitoring import analyse

REGION, ZEYA, BELOGORSK = "10000000", "10712000", "10710000"
PLACES = [(one.code, one.name) for one in territories.of_region(REGION, "2025-12-31")]
TAKEN = {code for code, _ in PLACES[::2]}
REGISTER = {
    "addressees": {"body": "Органу управления образованием рекомендовать:"},
    "municipality": [
        {"id": "team", "to": "body", "text": "создать команду", "when": ["always"], "term": "до 01.10.2025"}
    ],
    "region": [{"id": "r", "to": "body", "text": "помогать", "when": ["always"], "term": "до 01.10.2025"}],
    "plan": [{"activity": 1, "from": ["team"], "measure": "Команда", "term": "октябрь", "indicators": ["1.1"]}],
    "region_plan": [{"activity": 1, "from": ["r"], "measure": "Помощь", "term": "октябрь", "indicators": ["1.1"]}],
    "activities": {1: "Организационная деятельность"},
}
YEARS = (2022, 2023, 2024, 2025)
"""Enough of them to know how shares waver where nothing was done; of two years, half a region's leap is usual."""

MEASURE = {"id": "1", "period": "2025", "measure": "Команда", "indicator": "1.1", "plan": "30", "done": "да"}


def count(at: int, year: int, *, lift: int = 0) -> int:
    """Pupils of 1000 who passed the diagnosis: places differ, years waver a little, always in the same way."""
    return 200 + 20 * (at % 5) + (at * 7 + year * 13) % 11 + lift


def project(folder: Path, years: tuple[int, ...] = (2024, 2025), lift: int = 0) -> Path:
    """Made-up numbers of the municipalities of a region; those of TAKEN grow by ``lift`` in the last year."""
    raw = folder / "data" / "raw" / "small"
    raw.mkdir(parents=True)
    columns = {"Прошли": {"variable": "K_pt"}, "Всего": {"variable": "K_od1"}}
    tables = []
    for year in years:
        name = f"{year}.csv"
        last = lift if year == years[-1] else 0
        rows = [
            f"{name_of};{count(at, year, lift=last if code in TAKEN else 0)};1000"
            for at, (code, name_of) in enumerate(PLACES)
        ]
        (raw / name).write_text("\n".join(["МО;Прошли;Всего", *rows]), encoding="utf-8")
        table = {"file": name, "territory": "МО", "columns": columns}
        tables.append(table if year == years[-1] else table | {"period": str(year)})
    settings = {"title": "Проба", "region": REGION, "period": str(years[-1]), "tables": tables, "synthetic": True}
    settings["peers"] = {"size": "K_od1", "count": 3}
    _yaml(raw / "dataset.yaml", settings)
    _yaml(raw / "recommendations.yaml", REGISTER)
    return folder


def _yaml(path: Path, contents: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(contents, allow_unicode=True), encoding="utf-8")


def measures(folder: Path, *rows: dict[str, str]) -> None:
    columns = ["territory", *MEASURE, "document", "why_not", "since"]
    with (folder / "data" / "raw" / "small" / "measures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(MEASURE | row for row in rows)


def notes(folder: Path, period: str = "") -> dict[str, Note]:
    """Code → its note, from bundles as they would stand on the disk."""
    found = cut(analyse(folder, "small", period=period).results)
    return {code: Note(bundle) for (_, code), bundle in found.items()}


def cells(blocks: list[Any]) -> list[list[str]]:
    tables = [block for block in blocks if block.kind == "table"]
    return [[plain(cell).replace("\u00a0", " ") for cell in row.cells] for table in tables for row in table.rows]


def told(blocks: list[Any]) -> str:
    texts = [plain(block.runs) for block in blocks if block.kind == "paragraph"]
    notes_of = [plain(note) for block in blocks if block.kind == "table" for note in block.notes]
    listed = [plain(item) for block in blocks if block.kind == "list" for item in block.items]
    return " ".join([*texts, *listed, *notes_of]).replace("\u00a0", " ")


def read(folder: Path, code: str) -> str:
    """A built note as it is read."""
    path = folder / "reports" / "small" / "2025" / code / "note.html"
    return " ".join(piece.text for piece in pieces(path)).replace("\u00a0", " ")


# ---- the whole way


def test_the_plan_of_one_year_is_read_back_in_the_next_without_any_manual_step(tmp_path: Path) -> None:
    folder = project(tmp_path, YEARS, lift=150)
    first = run(
        "--project", str(folder), "build", "small", "--period", "2024", "--only", PLACES[0][0], "--formats", "html"
    )
    assert first.code == 0, first.out + first.err
    book = folder / "reports" / "small" / "2024" / PLACES[0][0] / "plan.xlsx"
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    for column, value in {"plan": "30", "done": "да", "document": "приказ от 01.10.2024 № 7"}.items():
        sheet.cell(row=6, column=list(COLUMNS).index(column) + 1).value = value
    home = folder / "data" / "raw" / "small" / "plans" / "2025"
    home.mkdir(parents=True)
    opened.save(home / "Какое угодно имя.xlsx")
    second = run("--project", str(folder), "build", "small", "--only", PLACES[0][0], "--formats", "html")
    assert second.code == 0, second.out + second.err
    text = read(folder, PLACES[0][0])
    for part in ("Исполнение плана прошлого года", "да (приказ от 01.10.2024 № 7)", "эффективна"):
        assert part in text, part
    region = sections.execution(notes(folder)[REGION])
    assert "представили 1 муниципальное образование из" in told(region)


def test_a_workbook_edited_in_place_is_not_written_over(tmp_path: Path) -> None:
    folder = project(tmp_path)
    path = next(iter(save(folder, analyse(folder, "small")).values()))
    book, said = tmp_path / PLACES[0][0] / "plan.xlsx", []
    book.parent.mkdir()

    def write() -> bytes:
        plans.write(path.parent, tmp_path, tmp_path / "plans.json", said.append)
        return book.read_bytes()

    written = write()
    assert write() == written
    assert said == []
    book.write_bytes(by_hand.edited())
    assert write() == by_hand.edited()
    assert "оставлен как есть" in said[0]
    book.unlink()
    assert write() == written, "the same plan, the same bytes"


def test_a_period_without_data_is_refused_with_those_there_are(tmp_path: Path) -> None:
    done = run("--project", str(project(tmp_path)), "build", "small", "--period", "1999")
    assert done.code == 2
    assert "Есть: 2024, 2025" in done.err


def test_an_earlier_period_knows_nothing_of_later_ones(tmp_path: Path) -> None:
    folder = project(tmp_path, (2023, 2024, 2025))
    found = analyse(folder, "small", period="2024").results
    assert set(found.values["period"]) == {"2023", "2024"}
    assert found.dataset.settings.programme.next_period == "2025"
    alone = analyse(project(tmp_path / "alone", (2023, 2024)), "small").results
    columns = ["code", "period", "indicator", "numerator", "verdict", "change"]
    assert found.values[columns].equals(alone.values[columns])


# ---- the plan


@cache
def two_years(folder: Path) -> dict[str, Note]:
    return notes(folder)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("grown"), lift=150)


def test_the_plan_is_a_paper_of_its_own_in_the_form_of_the_case(grown: Path) -> None:
    note = two_years(grown)[PLACES[0][0]]
    paper = sections.plan(note)
    kinds = [block.kind for block in paper]
    assert kinds[:2] == ["letterhead", "title"]
    assert kinds[-1] == "signature"
    assert "Плановые значения устанавливает орган управления образованием" in told(paper)
    (table,) = (block for block in paper if block.kind == "table")
    assert table.label == LABEL
    heads = ["Меры и управленческие решения", "Сроки", "Показатель", "Факт, 2025"]
    assert [column.title for column in table.columns][:4] == heads
    assert len(cells(paper)) > len(note.bundle.plan)
    assert not re.search(r"рек\. \d", str(cells(paper))), "no numbers of another paper"
    assert sections.plan(changed(note, plan=[])) == []


def test_a_goal_stands_once_in_the_table_of_recommendations(grown: Path) -> None:
    for code, _ in PLACES:
        goals = [row[4] for row in cells(sections.recommendations(two_years(grown)[code])) if len(row) > 4]
        told_once = [goal for goal in goals if re.search(r"\d,\d", goal)]
        assert len(told_once) == len(set(told_once))


def test_in_the_first_year_only_a_guide_is_proposed(grown: Path) -> None:
    found = notes(grown, "2024")
    for code, note in found.items():
        for goal in note.bundle.proposals.values():
            assert goal.kind == "keep" or code == REGION or (goal.rule, goal.guide) in (("T7", True), ("T8", True))
        for row in cells(sections.plan(note))[1:]:
            assert row[4] == "" or row[4].startswith("не ниже") or code == REGION or "ориентир" in row[4], code


def test_later_a_target_is_proposed_to_those_below_the_others_and_the_rest_keep_theirs(grown: Path) -> None:
    found = two_years(grown)
    for code, name in PLACES:
        note = found[code]
        row, target = note.value("1.1"), note.bundle.proposals["1.1"]
        assert row is not None
        (k, n), (rest_k, rest_n) = row.own, row.others
        lags = k * rest_n < rest_k * n
        assert (target.kind == "reach") == lags, name
        assert target.count == k + target.people
        assert target.people <= 160, "nobody ever grew by more"
        printed = cells(sections.plan(note))[1][4]
        assert printed.startswith("не ниже ") != lags
        assert ("(ещё " in printed) == lags
        if lags:
            assert (target.rule, target.of) == ("T3", "others")
            assert target.path[-1].count == -(-n * rest_k // rest_n), "the way leads to the level of the others"
    people = sum(found[code].bundle.proposals["1.1"].people for code, _ in PLACES)
    region = found[REGION].bundle.proposals["1.1"]
    assert region.people == people > 0


# ---- execution and effect


def test_without_plans_nothing_is_said_of_execution(grown: Path) -> None:
    for note in two_years(grown).values():
        assert list(sections.execution(note)) == list(sections.effect(note)) == []


def test_execution_is_told_with_its_reasons(tmp_path: Path) -> None:
    folder = project(tmp_path, YEARS, lift=150)
    (grew, _), (stayed, _), (no, _), (silent, silent_name) = PLACES[:4]
    measures(
        folder,
        {"territory": grew, "document": "приказ № 7"},
        {"territory": stayed, "plan": "90"},
        {"territory": no, "done": "нет", "why_not": "нет договора"},
    )
    found = notes(folder)
    assert cells(sections.execution(found[no]))[0][1] == "нет: «нет договора»"
    assert cells(sections.execution(found[no]))[0][-1] == "план достигнут, но мера не исполнена"
    assert cells(sections.execution(found[grew]))[0][1] == "да (приказ № 7)"
    assert re.search(r"Доля прошедших .+: \d+,\d → \d+,\d \(план – 30", cells(sections.execution(found[grew]))[0][2])
    assert cells(sections.execution(found[grew]))[0][-1] == "эффективна"
    assert "(план – 90" in cells(sections.execution(found[stayed]))[0][2]
    assert cells(sections.execution(found[stayed]))[0][-1] == "недостаточно"
    assert "не представлен; исполнение не оценивается" in told(sections.execution(found[silent]))
    region = sections.execution(found[REGION])
    assert silent_name in told(region)
    assert cells(region)[-1] == ["Всего", "3", "2", "1", "1", "1", "1", "0"]


def test_few_who_took_a_measure_are_not_compared(tmp_path: Path) -> None:
    folder = project(tmp_path, (2023, 2024, 2025), lift=150)
    measures(folder, *({"territory": code} for code in sorted(TAKEN)[:3]))
    blocks = sections.effect(notes(folder)[REGION])
    assert "Эффект мер от общего изменения отделить нельзя" in told(blocks)
    assert not any(block.kind == "figure" for block in blocks)


def test_an_effect_is_told_with_its_chance_and_a_picture(tmp_path: Path) -> None:
    folder = project(tmp_path, YEARS, lift=150)
    measures(folder, *({"territory": code} for code in sorted(TAKEN)))
    blocks = sections.effect(notes(folder)[REGION])
    text = told(blocks)
    assert "у исполнивших на 15," in text or "у исполнивших на 14," in text
    assert "ни случаем, ни продолжением прежнего роста разность не объясняется" in text
    assert "наименьшая возможная – менее 0,001" in text
    (figure,) = sections.region_picture(notes(folder)[REGION])  # the first effect is the picture of page one
    assert not [block for block in blocks if block.kind == "figure"]
    assert figure.alt.startswith("Точечная диаграмма")


def test_where_nothing_happened_no_effect_is_claimed(tmp_path: Path) -> None:
    folder = project(tmp_path, YEARS)
    measures(folder, *({"territory": code} for code in sorted(TAKEN)))
    assert "эффект меры не показан" in told(sections.effect(notes(folder)[REGION]))


def test_those_who_had_a_bad_year_are_not_compared(tmp_path: Path) -> None:
    folder = project(tmp_path)
    low = sorted(range(len(PLACES)), key=lambda at: count(at, 2024))[:6]
    measures(folder, *({"territory": PLACES[at][0]} for at in low))
    assert "эффект отделить от обычного возврата к среднему нельзя" in told(sections.effect(notes(folder)[REGION]))
