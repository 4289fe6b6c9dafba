"""A dataset's folder -> what it says of itself, and everything read from it."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from helpers.described import settings_of
from helpers.regions import ROOT, amur

from careerstats import catalogue
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.errors import DatasetError, UsageError
from careerstats.intake import Intake, find_dataset, open_dataset, own_texts, read
from careerstats.intake.defaults import completed
from careerstats.model import Problem

TABLE = {
    "file": "tables/t.csv",
    "territory": "МО",
    "columns": {"Всего": {"variable": "K_611"}, "Рег": {"variable": "K_reg"}},
    "rows": {"ИТОГО": "total"},
}
LIST = {"file": "tables/r.csv", "name": "Показатель", "value": "Значение", "columns": {"Тест": {"variable": "K_test"}}}
TEXT = "МО;Всего;Рег\nг. Зея;1412;936\nг. Тында;2010;744\n"
ZEYA = "10712000"


def project(folder: Path, text: str | bytes = TEXT, **settings: Any) -> Path:
    """A project with one dataset «a»; a setting of None takes a field away."""
    raw = folder / "data" / "raw" / "a"
    (raw / "tables").mkdir(parents=True, exist_ok=True)
    given = {"title": "Пробный набор", "region": "10000000", "period": "2020", "tables": [TABLE]} | settings
    kept = {key: value for key, value in given.items() if value is not None}
    (raw / "dataset.yaml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    (raw / "tables" / "t.csv").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


def intake(folder: Path, *args: Any, **settings: Any) -> Intake:
    return read(open_dataset(project(folder, *args, **settings), "a"), catalogue.load())


def heard(problems: list[Problem]) -> list[Problem]:
    """Without the 27 municipalities of the region that a small table leaves out."""
    return [problem for problem in problems if problem.code != "not_reported"]


def numbers(found: Intake) -> dict[tuple[str, str], int | None]:
    rows = found.counts.astype(object).where(found.counts.notna(), None)
    return {(row.code, row.variable): row.value for row in rows.itertuples()}


# ---- dataset.yaml


@pytest.mark.parametrize(
    ("period", "said"), [("2020", "2020 год"), ("2024/25", "2024/25 учебный год"), ("2024-10-12", "12.10.2024")]
)
def test_texts_that_nobody_wrote_name_the_period_as_people_do(period: str, said: str) -> None:
    own = settings_of(period=period, captions={"table": "Своя, {period}"})
    settings = completed(own, catalogue.load(), ["1.1"])
    assert settings.subject.municipality.replace("\u00a0", " ").endswith(f"{{genitive}}, {said}")
    assert settings.captions.peers.replace("\u00a0", " ").endswith(f", {said}")
    assert settings.captions.table == "Своя, {period}"


def test_the_shipped_dataset_says_what_it_is() -> None:
    dataset = open_dataset(ROOT, "amur-2020")
    assert (dataset.name, dataset.region, dataset.period) == ("amur-2020", "10000000", "2020")
    assert dataset.catalogue is None
    assert dataset.file("tables").is_dir()


def test_an_own_catalogue_is_found(tmp_path: Path) -> None:
    dataset = open_dataset(project(tmp_path), "a")
    path = dataset.file("catalogue.yaml")
    path.write_text("goals: {}\n", encoding="utf-8")
    assert dataset.catalogue == path


@pytest.mark.parametrize("name", ["b", "", "a/tables"])
def test_an_unknown_dataset_is_answered_with_those_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        find_dataset(project(tmp_path), name)
    assert "Есть: a" in str(error.value) or "нет файла dataset.yaml" in str(error.value)


def test_there_is_no_dataset_at_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Набора данных «a» нет\. Есть: ни одного"):
        find_dataset(tmp_path, "a")


def test_a_folder_without_its_description(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw" / "пустой").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"нет файла dataset\.yaml: с него начинается набор данных"):
        find_dataset(tmp_path, "пустой")


STAGE = {"variable": "K_reg", "title": "Зарегистрированы"}
WRONG = {
    "no period": ({"period": None}, "файл: нет поля «period»"),
    "a period that is none": ({"period": "20l9"}, "файл: период «20l9» не понят"),
    "an unknown field": (
        {"titel": "а"},
        "файл: поле «titel» неизвестно (возможно, имелось в виду: title); можно: also",
    ),
    "a field like no other": ({"ъ": "а"}, "файл: поле «ъ» неизвестно; можно: also"),
    "a school year as in paths": ({"period": "2025-26"}, "учебный год пишут с косой чертой, 2025/26"),
    "an unknown field of a column": (
        {"tables": [TABLE | {"columns": {"Всего": {"variable": "K_611", "as_off": "1 июня"}}}]},
        "столбец «Всего»: поле «as_off» неизвестно (возможно, имелось в виду: as_of); можно: as_of, breakdown, path",
    ),
    "a column whose meaning is misspelt": (
        {"tables": [TABLE | {"columns": {"Всего": {"varable": "K_611"}}}]},
        "столбец «Всего»: поле «varable» неизвестно (возможно, имелось в виду: variable); можно: as_of, breakdown",
    ),
    "no tables": ({"tables": []}, "tables: нужен список таблиц"),
    "nothing to take numbers from": ({"tables": None}, "нужно хотя бы одно из полей tables, forms, participants"),
    "tables that are no list": ({"tables": {"file": "t.csv"}}, "tables: нужен список таблиц"),
    "a table that is a word": ({"tables": ["t.csv"]}, "таблица ?: нужны записи «имя: значение», а стоит «t.csv»"),
    "a table without its file": ({"tables": [{"columns": {}}]}, "таблица ?: нет поля «file»"),
    "an unknown field of a table": (
        {"tables": [TABLE | {"skip": 2}]},
        "tables/t.csv: поле «skip» здесь не применяется, оно пишется в participants",
    ),
    "a name without a value": ({"tables": [TABLE | {"name": "а"}]}, "поля «name» и «value» нужны вместе"),
    "a period of a table": ({"tables": [TABLE | {"period": "зима"}]}, "таблица tables/t.csv: период «зима» не понят"),
    "columns that are a list": ({"tables": [TABLE | {"columns": ["Всего"]}]}, "в поле «columns» нужны записи"),
    "a column without a meaning": (
        {"tables": [TABLE | {"columns": {"Всего": "K_611"}}]},
        "столбец «Всего»: нужны записи «имя: значение», а стоит «K_611»",
    ),
    "values that are unknown": (
        {"tables": [TABLE | {"columns": {"План": {"variable": "F_plan", "values": "да"}}}]},
        "столбец «План»: в поле «values» можно count (количество), plan (плановое значение), flag (да/нет)",
    ),
    "a category without its axis": (
        {"tables": [TABLE | {"columns": {"9 класс": {"variable": "K_611", "breakdown": "9"}}}]},
        "столбец «9 класс»: в поле «breakdown» нужно «признак=категория», например классы=9",
    ),
    "two axes": (
        {"tables": [TABLE | {"breakdown": {"компетенция": "А", "профессия": "Б"}}]},
        "в поле «breakdown» нужна одна запись «признак: заголовок столбца»",
    ),
    "categories in rows and in columns": (
        {"tables": [TABLE | {"breakdown": {"пол": "П"}, "columns": {"9": {"variable": "K_611", "breakdown": "к=9"}}}]},
        "«breakdown» записан и у таблицы, и у столбца «9»; оставьте одно",
    ),
    "a day that is in no calendar": ({"date": "31.02.2025"}, "файл, date: даты «31.02.2025» нет в календаре"),
    "a date that is a word": ({"letter": {"date": "весна"}}, "letter, date: дата «весна» не понята"),
    "a stage without its title": ({"stages": [{"variable": "K_reg"}]}, "stages, запись 1: нет поля «title»"),
    "a stage whose place is unknown": ({"stages": [STAGE, STAGE]}, "stages, запись 2: нет поля «of»"),
    "a stage whose share nobody explains": (
        {"stages": [STAGE, STAGE | {"of": []}, STAGE | {"of": []}]},
        "stages, запись 3: у этапа без «of» нужно поле «why»",
    ),
    "a stage with a slip": (
        {"stages": [STAGE | {"titel": "а"}]},
        "запись 1: поле «titel» неизвестно (возможно, имелось в виду: title); можно: ",
    ),
    "a step without its word": ({"chain": [{"variable": "K_reg"}]}, "chain, запись 1: нет поля «genitive»"),
    "a later step without its loss": (
        {"chain": [{"variable": "K_reg", "genitive": "а"}] * 2},
        "chain, запись 2: нет поля «lost»",
    ),
    "a difficulty without its text": ({"difficulties": [{"short": "а"}]}, "difficulties, запись 1: нет поля «text»"),
    "groups by one indicator": ({"groups": {"by": "1.1", "names": {}}}, "groups: в поле «by» нужны два показателя"),
    "groups without names": ({"groups": {"by": ["1.1", "1.2"]}}, "groups: нет поля «names»"),
    "a table of the профминимум without its school": (
        {"profminimum": [{"file": "p.csv", "directions": {}}]},
        "profminimum, таблица p.csv: нет поля «organisation»",
    ),
    "a профминимум that is no list": ({"profminimum": {"file": "p.csv"}}, "profminimum: нужен список записей"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_dataset_yaml_is_named(name: str, tmp_path: Path) -> None:
    settings, words = WRONG[name]
    with pytest.raises(DatasetError) as error:
        open_dataset(project(tmp_path, **settings), "a")
    assert str(error.value).startswith("dataset.yaml:\n– ")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "файл: пуст"), ("- а\n", "не состоит из полей"), ("title: а\ntitle: б\n", "«title» записано дважды")],
)
def test_a_dataset_yaml_that_is_none(text: str, words: str, tmp_path: Path) -> None:
    (project(tmp_path) / "data" / "raw" / "a" / "dataset.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=words):
        open_dataset(tmp_path, "a")


@pytest.mark.parametrize("written", ["20.04.2021", "2021-04-20", date(2021, 4, 20), "20.4.2021"])
def test_a_date_may_be_written_as_people_write_it(written: Any, tmp_path: Path) -> None:
    settings = {"date": written, "letter": {"date": written, "number": "1"}, "period": written}
    read_settings = open_dataset(project(tmp_path, **settings), "a").settings
    assert (read_settings.date, read_settings.letter.date) == ("2021-04-20", "2021-04-20")
    assert read_settings.period == "2021-04-20"


# ---- everything read


def test_counts_have_their_columns_and_kinds(tmp_path: Path) -> None:
    counts = intake(tmp_path).counts
    assert tuple(counts.columns) == COUNT_COLUMNS
    assert str(counts["value"].dtype) == "Int64"
    assert set(counts["origin"]) == {f"tables/t.csv!{cell}" for cell in ("B2", "C2", "B3", "C3")}


def test_who_stands_in_no_table_is_named(tmp_path: Path) -> None:
    found = intake(tmp_path)
    silent = [problem for problem in found.problems if problem.code == "not_reported"]
    assert len(silent) == 27
    assert {problem.severity for problem in silent} == {"blocking"}
    belogorsk = next(problem for problem in silent if problem.territory == "10710000")
    assert belogorsk.message == "г. Белогорск (10710000): сведений нет ни в одной таблице"
    assert belogorsk.what_to_do.startswith("запросите сведения")


def test_the_real_dataset_has_every_municipality_and_cell() -> None:
    found = amur().results.intake
    assert (len(found.territories), found.region.name) == (29, "Амурская область")
    assert not [problem for problem in found.problems if problem.code == "not_reported"]
    table = found.counts[found.counts["origin"].str.startswith("tables/municipalities.csv")]
    assert len(table) == 29 * 4 + 4
    assert len(found.counts) == len(table) + 16 + 3  # the list of the region and the years


def test_a_part_over_its_whole_is_told_with_both_cells(tmp_path: Path) -> None:
    found = intake(tmp_path, TEXT.replace("936", "1936"))
    (problem,) = heard(found.problems)
    assert (problem.severity, problem.code, problem.cell, problem.territory) == (
        "blocking",
        "part_over_whole",
        "C2",
        ZEYA,
    )
    assert "(1936) больше, чем общее количество обучающихся 6–11 классов (1412, tables/t.csv!B2)" in problem.message
    assert numbers(found)[ZEYA, "K_reg"] == 1936


def test_an_unread_table_harms_no_other(tmp_path: Path) -> None:
    tables = [TABLE, LIST, {**LIST, "file": "tables/r.png"}]
    found = intake(tmp_path, tables=tables)
    assert [(problem.file, problem.code) for problem in heard(found.problems)] == [
        ("tables/r.csv", "not_a_table"),
        ("tables/r.png", "not_a_table"),
    ]
    assert heard(found.problems)[0].message == "файла нет"
    assert numbers(found)[ZEYA, "K_reg"] == 936


def test_an_unknown_variable_is_carried_no_further(tmp_path: Path) -> None:
    columns = {"Всего": {"variable": "K_611"}, "Рег": {"variable": "K_rег"}}
    found = intake(tmp_path, tables=[TABLE | {"columns": columns}])
    (problem,) = heard(found.problems)
    assert problem.message == "величины «K_rег» нет в каталоге"
    assert "возможно, имелось в виду: K_reg" in problem.what_to_do
    assert set(found.counts["variable"]) == {"K_611"}


def test_two_tables_that_contradict_each_other_are_both_unused(tmp_path: Path) -> None:
    folder = project(tmp_path, tables=[TABLE, TABLE | {"file": "tables/u.csv"}, TABLE | {"file": "tables/v.csv"}])
    (folder / "data/raw/a/tables/u.csv").write_text(TEXT.replace("936", "963"), encoding="utf-8")
    (folder / "data/raw/a/tables/v.csv").write_text(TEXT, encoding="utf-8")
    found = read(open_dataset(folder, "a"), catalogue.load())
    (problem,) = heard(found.problems)
    assert (problem.severity, problem.code, problem.place) == ("blocking", "contradiction", "tables/t.csv, ячейка C2")
    assert problem.message == "K_reg: здесь 936, в другом месте 963 (tables/u.csv!C2), 936 (tables/v.csv!C2)"
    ours = found.counts[(found.counts["code"] == ZEYA) & (found.counts["variable"] == "K_reg")]
    assert ours["value"].isna().all()
    assert numbers(found)["10732000", "K_reg"] == 744


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"stages": [STAGE | {"variable": "K_nowhere"}]}, "stages: величины «K_nowhere» нет в каталоге"),
        ({"chain": [{"variable": "K_nope", "genitive": "а"}]}, "chain: величины «K_nope» нет в каталоге"),
        ({"branches": ["K_nope"]}, "branches: величины «K_nope» нет в каталоге"),
        ({"groups": {"by": ["1.1", "9.99"], "names": dict.fromkeys("АБВГ", "а")}}, "показателя «9.99» нет в каталоге"),
    ],
)
def test_a_name_that_the_catalogue_does_not_have_is_said(settings: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"dataset\.yaml:") as error:
        intake(tmp_path, **settings)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("name", "severity", "hint"),
    [
        ("region.organization.md", "warning", "похоже на region.organisation.md"),
        ("municipality.events.md", "warning", "можно municipality.conclusions.md"),
        ("notes.md", "warning", "можно"),
        ("region.events.txt", "warning", "похоже на region.events.md"),
        ("own-notebook.place.md", "remark", "можно"),
    ],
)
def test_an_authors_text_that_no_note_prints_is_named(name: str, severity: str, hint: str, tmp_path: Path) -> None:
    texts = project(tmp_path) / "data" / "raw" / "a" / "texts"
    texts.mkdir()
    for one in (name, "region.events.md", "municipality.problems.md", ".gitkeep"):
        (texts / one).write_text("Текст.", encoding="utf-8")
    (problem,) = heard(read(open_dataset(tmp_path, "a"), catalogue.load()).problems)
    assert (problem.file, problem.severity, problem.code) == (f"texts/{name}", severity, "unknown_text")
    assert hint in problem.what_to_do


def test_the_places_of_texts_are_those_that_sections_print() -> None:
    sources = (Path(own_texts.__file__).parents[1] / "note" / "sections").glob("*.py")
    found = {
        place for path in sources for place in re.findall(r'own_words\(note, "(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert found == {place for places in own_texts.PLACES.values() for place in places}


def test_a_failed_formula_of_a_book_is_no_empty_cell(tmp_path: Path) -> None:
    project(tmp_path, tables=[TABLE | {"file": "tables/t.xlsx"}])
    book = openpyxl.Workbook()
    assert book.active is not None
    titles = list(TABLE["columns"])
    book.active.append([TABLE["territory"], *titles])
    book.active.append(["г. Зея", "#DIV/0!", *[5] * (len(titles) - 1)])
    book.save(tmp_path / "data" / "raw" / "a" / "tables" / "t.xlsx")
    (problem, *_) = heard(read(open_dataset(tmp_path, "a"), catalogue.load()).problems)
    assert (problem.severity, problem.code, problem.cell) == ("blocking", "unreadable", "B2")
    assert "ошибка Excel «#ДЕЛ/0!» (деление на ноль)" in problem.message
    assert problem.what_to_do == "исправьте формулу или укажите число; значение не использовано"


def test_a_region_that_nobody_knows_has_a_neutral_name(tmp_path: Path) -> None:
    found = intake(tmp_path, region="02000000")
    assert (found.region.name, found.region.genitive, found.territories) == ("регион", "региона", [])
    assert [problem.code for problem in found.problems] == ["unknown_region", *["unknown_territory"] * 2]


def test_a_book_is_read_like_a_csv(tmp_path: Path) -> None:
    spec = TABLE | {"file": "tables/t.xlsx", "sheet": "Свод"}
    folder = project(tmp_path, tables=[spec])
    made = openpyxl.Workbook()
    made.active.title = "Свод"
    for row in (["МО", "Всего", "Рег"], ["г. Зея", 1412, 936.0], ["г. Тында", 2010, "74А"]):
        made.active.append(row)
    made.save(folder / "data/raw/a/tables/t.xlsx")
    made.close()
    found = read(open_dataset(folder, "a"), catalogue.load())
    assert numbers(found)[ZEYA, "K_reg"] == 936
    assert heard(found.problems)[0].place == "tables/t.xlsx, лист «Свод», ячейка C3"


def test_names_and_spellings_of_a_dataset_are_its_own(tmp_path: Path) -> None:
    folder = project(tmp_path, TEXT.replace("г. Зея", "Зейск-на-Зее"))
    aliases = "region,id,alias,since,until,note\n10000000,amur-zeya-city,Зейск-на-Зее,,,\n"
    (folder / "data/raw/a/aliases.csv").write_text(aliases, encoding="utf-8")
    found = read(open_dataset(folder, "a"), catalogue.load())
    assert numbers(found)[ZEYA, "K_reg"] == 936
