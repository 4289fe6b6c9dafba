"""dataset.yaml of a person and a new entry -> the same file with it: comments, order and marks untouched."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.adding import book, first, project, proposed

from careerstats.contracts.adding import Question
from careerstats.errors import DatasetError
from careerstats.pipeline.adding import places, splicing, storing

ENTRY = {
    "file": "tables/новая.xlsx",
    "period": "2025",
    "rows": {"ИТОГО": "total"},
    "columns": {"А: б": {"variable": "K_pt"}},
}
HEAD = "title: Проба   # как зовём\nregion: '81000000'\nperiod: \"2024/25\"\n"
BODY = "    columns: {Б: {variable: K_pt}}\n"
END = "letter: {pages: 1}\n"
TEXTS = {
    "usual": f"{HEAD}# таблицы\ntables:\n  # первая\n  - file: a.csv   # от района\n{BODY}\n## ещё\n{END}",
    "not indented": HEAD + "tables:\n- file: a.csv\n  columns:\n    Б: {variable: K_pt}\n# конец\n",
    "deep": HEAD
    + "tables:\n    -   file: a.csv\n        columns:\n            Б:\n                variable: K_pt\n"
    + END,
    "one line": HEAD + "tables: [{file: a.csv, columns: {Б: {variable: K_pt}}}]\npeers: {count: 3}\n",
    "none": f"{HEAD}{END}# всё\n",
    "empty": f"{HEAD}tables: []\n{END}",
    "no end of line": f"{HEAD}tables:\n  - file: a.csv\n{BODY}".rstrip("\n"),
    "block text": f"{HEAD}tables:\n  - file: a.csv\n{BODY}    source: |\n      две\n      строки\n{END}",
}


def comments(text: str) -> list[str]:
    return re.findall(r"#.*", text)


@pytest.mark.parametrize("name", TEXTS)
def test_an_entry_is_put_in_and_nothing_else_changes(name: str) -> None:
    old = TEXTS[name]
    new = splicing.with_entry(old, "tables", ENTRY)
    before, after = yaml.safe_load(old), yaml.safe_load(new)
    assert after == {**before, "tables": [*(before.get("tables") or []), ENTRY]}
    assert comments(new) == comments(old)
    left = [line for line in old.splitlines() if not line.startswith("tables: [")]
    lines = iter(new.splitlines())
    assert all(line in lines for line in left), "every line, in its order"


@pytest.mark.parametrize("name", TEXTS)
def test_an_entry_that_was_put_in_is_taken_out(name: str) -> None:
    once = splicing.with_entry(TEXTS[name], "tables", ENTRY)
    at = len(yaml.safe_load(once)["tables"]) - 1
    expected = yaml.safe_load(TEXTS[name])
    if not expected.get("tables"):
        expected.pop("tables", None)
    assert yaml.safe_load(splicing.without_entry(once, "tables", at)) == expected


def test_a_field_is_put_behind_the_file_and_a_value_is_replaced_with_its_remark() -> None:
    text = splicing.with_field(TEXTS["usual"], "tables", 0, "period", "2023/24")
    assert "  - file: a.csv   # от района\n    period: 2023/24\n    columns" in text
    text = splicing.with_value(text, "title", "Другая: проба")
    assert "title: 'Другая: проба'   # как зовём\n" in text


def test_what_cannot_be_put_in_is_told_with_the_words_to_write() -> None:
    anchored = HEAD + "tables: &all\n  - {file: a.csv, columns: {Б: {variable: K_pt}}}\nletter: {pages: 1}\n"
    with pytest.raises(DatasetError, match="period: 2023/24"):
        splicing.with_field(anchored, "tables", 0, "period", "2023/24")


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[1].glob("data/raw/*/dataset.yaml")), ids=lambda path: path.parent.name
)
def test_the_shipped_descriptions_take_an_entry(path: Path) -> None:
    old = path.read_text(encoding="utf-8")
    new = splicing.with_entry(old, "tables", ENTRY)
    lines = new.splitlines()
    assert [line for line in old.splitlines() if line not in lines] == []
    assert comments(new) == comments(old)


PLAIN: list[list[Any]] = [
    ["МО", "Численность обучающихся 6–11 классов", "Прошли диагностику", "Участвовали в пробах"],
    ["Баргузинский район", 1000, 500, 200],
    ["Бичурский район", 1037, 531, 217],
]


def added(folder: Path, path: Path) -> str:
    look, proposal, _ = proposed(folder, path)
    return storing.store(look, proposal, {})


def test_next_year_dates_the_dataset_anew_and_keeps_last_year(tmp_path: Path) -> None:
    folder = project(tmp_path, title="Мониторинг, 2024/25 учебный год", date="2025-08-31")
    added(folder, book(tmp_path / "Свод 2024-25.xlsx", {"Свод": (PLAIN, "")}))
    later = [["за 2025/26 учебный год"], [], *[[*row[:1], "Класс", *row[1:]] for row in PLAIN]]
    look, proposal, asked = proposed(folder, book(tmp_path / "Свод 2025-26.xlsx", {"Свод": (later, "")}))
    assert asked == {}
    assert proposal.next_period == "2025/26"
    assert [(one.title, one.was, one.now) for one in proposal.moved][:2] == [
        ("Численность обучающихся 6–11 классов", "B", "C"),
        ("Прошли диагностику", "C", "D"),
    ]
    storing.store(look, proposal, {})
    settings = places.at(folder, "proba").dataset.settings
    assert (settings.period, settings.title, settings.date) == (
        "2025/26",
        "Мониторинг, 2025/26 учебный год",
        "2026-08-31",
    )
    assert [(table.file, table.period) for table in settings.tables if "Свод" in table.file] == [
        ("tables/Свод 2024-25.xlsx", "2024/25"),
        ("tables/Свод 2025-26.xlsx", "2025/26"),
    ]


def test_the_same_file_again_takes_its_own_place(tmp_path: Path) -> None:
    folder = project(tmp_path)
    path = book(tmp_path / "Свод.xlsx", {"Свод": (PLAIN, "")})
    once = added(folder, path)
    assert added(folder, path) == once


def test_another_file_of_the_same_name_gets_its_own(tmp_path: Path) -> None:
    folder = project(tmp_path)
    added(folder, book(tmp_path / "Свод.xlsx", {"Свод": (PLAIN, "")}))
    (tmp_path / "другая").mkdir()
    other = book(tmp_path / "другая" / "Свод.xlsx", {"Свод": ([["за 2023/24 год"], *PLAIN], "")})
    assert "file: tables/Свод-2.xlsx" in added(folder, other)


def test_marks_of_windows_stay(tmp_path: Path) -> None:
    folder = project(tmp_path)
    described = folder / "data" / "raw" / "proba" / "dataset.yaml"
    described.write_bytes(b"\xef\xbb\xbf" + described.read_bytes().replace(b"\n", b"\r\n"))
    added(folder, book(tmp_path / "Свод.xlsx", {"Свод": (PLAIN, "")}))
    new = described.read_bytes()
    assert new.startswith(b"\xef\xbb\xbf")
    assert new.count(b"\n") == new.count(b"\r\n")


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\a", "а" * 300, "..", "~$Свод", 'a"b|c?'])
def test_names_of_any_kind_become_short_and_safe(name: str, tmp_path: Path) -> None:
    from careerstats.pipeline.adding.looking import stored_name

    place = places.at(project(tmp_path), "proba")
    stored = stored_name(place, Path("/nowhere") / f"{name}.xlsx", "tables")
    assert re.fullmatch(r'tables/[^\\/:*?"<>|~]{1,130}\.xlsx', stored)
    assert len(stored.encode()) < 140


def kept(folder: Path, rows: list[list[Any]], name: str, answer: str) -> tuple[Question, Any]:
    """What is asked about numbers that the dataset has already, and its settings after this answer."""
    look, proposal, asked = proposed(
        folder, book(folder / name, {"Свод": (rows, "")}), lambda one: _answer(one, answer)
    )
    answers = {key: _answer(question, answer) for key, question in asked.items()}
    storing.store(look, proposal, answers)
    (question,) = [one for one in asked.values() if one.kind == "again"]
    return question, places.at(folder, "proba").dataset.settings


def _answer(question: Question, answer: str) -> str:
    return answer if question.kind == "again" else first(question)


@pytest.mark.parametrize(
    ("answer", "files", "preferred"),
    [
        ("replace", ["tables/2.xlsx"], ()),
        ("first", ["tables/1.xlsx", "tables/2.xlsx"], ("tables/2.xlsx", "tables/1.xlsx")),
        ("second", ["tables/1.xlsx", "tables/2.xlsx"], ("tables/1.xlsx", "tables/2.xlsx")),
    ],
)
def test_of_two_files_with_the_same_numbers_it_is_asked_which_counts(
    answer: str, files: list[str], preferred: tuple[str, ...], tmp_path: Path
) -> None:
    folder = project(tmp_path)
    added(folder, book(tmp_path / "1.xlsx", {"Свод": (PLAIN, "")}))
    question, settings = kept(folder, PLAIN, "2.xlsx", answer)
    assert [choice.value for choice in question.choices] == ["replace", "first", "second"]
    assert [table.file for table in settings.tables if table.file != "tables/wait.csv"] == files
    assert settings.sources.prefer == preferred


def test_a_file_with_other_numbers_too_is_never_taken_out(tmp_path: Path) -> None:
    folder = project(tmp_path)
    added(folder, book(tmp_path / "1.xlsx", {"Свод": (PLAIN, "")}))
    question, settings = kept(folder, [row[:2] for row in PLAIN], "2.xlsx", "first")
    assert [choice.value for choice in question.choices] == ["first", "second"]
    assert "tables/1.xlsx" in {table.file for table in settings.tables}


def test_a_file_that_lies_in_the_dataset_stays_where_it_is(tmp_path: Path) -> None:
    folder = project(tmp_path)
    tables = folder / "data" / "raw" / "proba" / "tables"
    tables.mkdir()
    text = added(folder, book(tables / "уже здесь.xlsx", {"Свод": (PLAIN, "")}))
    assert "file: tables/уже здесь.xlsx" in text
    assert [path.name for path in tables.iterdir()] == ["уже здесь.xlsx"]
