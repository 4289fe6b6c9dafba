"""Tables of the профминимум -> schools with their directions and hours; what is unknown stays unknown."""

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from careerstats.intake import open_dataset
from careerstats.intake.profminimum import read_profminimum
from careerstats.model import Problem

REGISTER = "id,kind,name,territory\nz1,школа,А,г. Зея\nz2,школа,Б,г. Зея\nt1,школа,В,г. Тында\n"
SPEC = {"file": "p.csv", "period": "2024/25", "organisation": "Код", "claimed": "Уровень", "hours": "Часы",
        "directions": {"lesson": "Уроки", "practice": "Пробы"}}  # fmt: skip
TEXT = "Код;Уровень;Часы;Уроки;Пробы\nz1;базовый;40;да;нет\nz2;основной;;да;\nt1;;60;наличие;отсутствие\n"


def profminimum(folder: Path, text: str | None = TEXT, **spec: Any) -> tuple[pd.DataFrame, list[Problem]]:
    raw = folder / "data" / "raw" / "a"
    raw.mkdir(parents=True)
    table = {"file": "t.csv", "territory": "МО", "columns": {"Всего": {"variable": "K_611"}}}
    given = {"title": "Пробный", "region": "10000000", "period": "2024/25", "tables": [table]}
    given |= {"profminimum": [SPEC | spec]} if text is not None else {}
    (raw / "dataset.yaml").write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    (raw / "organisations.csv").write_text(REGISTER, encoding="utf-8")
    if text:
        (raw / "p.csv").write_text(text, encoding="utf-8")
    return read_profminimum(open_dataset(folder, "a"))


def rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    kept = frame[["organisation", "claimed", "hours", "lesson", "practice"]]
    return list(kept.astype(object).where(kept.notna(), None).itertuples(index=False, name=None))


def test_schools_have_their_directions_hours_and_claim(tmp_path: Path) -> None:
    frame, problems = profminimum(tmp_path)
    assert rows(frame) == [("z1", "базовый", 40, 1, 0), ("z2", "основной", None, 1, None), ("t1", "", 60, 1, 0)]
    assert set(frame["period"]) == {"2024/25"}
    assert list(frame["code"]) == ["10712000", "10712000", "10732000"]
    assert list(frame["origin"]) == ["p.csv!A2", "p.csv!A3", "p.csv!A4"]
    assert [(one.code, one.cell) for one in problems] == [("absent", "C3"), ("absent", "E3")]


def test_what_cannot_be_read_is_unknown_and_named(tmp_path: Path) -> None:
    frame, problems = profminimum(tmp_path, TEXT.replace("40;да", "4О;частично"))
    assert rows(frame)[0] == ("z1", "базовый", None, None, 0)
    assert [(one.code, one.cell) for one in problems[:2]] == [("unreadable", "C2"), ("unreadable", "D2")]


def test_a_missing_column_is_unknown_in_every_school(tmp_path: Path) -> None:
    frame, problems = profminimum(tmp_path, TEXT.replace("Пробы", "Проба"))
    assert frame["practice"].isna().all()
    assert problems[0].message == "нет столбца «Пробы»"


def test_an_unknown_school_and_a_repeated_one_are_named(tmp_path: Path) -> None:
    frame, problems = profminimum(tmp_path, TEXT + "z9;базовый;40;да;да\nz1;базовый;41;да;да\n")
    assert [row[0] for row in rows(frame)] == ["z1", "z2", "t1"]
    assert rows(frame)[0][2] == 40
    assert [one.code for one in problems if one.code != "absent"] == ["unknown_organisation", "duplicate"]


def test_a_lost_table_is_one_problem(tmp_path: Path) -> None:
    frame, problems = profminimum(tmp_path, "")
    assert (len(frame), [one.message for one in problems]) == (0, ["файла нет"])


def test_without_tables_there_are_no_schools(tmp_path: Path) -> None:
    frame, problems = profminimum(tmp_path, None)
    assert (frame.empty, problems) == (True, [])
    assert {"organisation", "hours"} <= set(frame.columns)
