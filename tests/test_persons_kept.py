"""A person's marks in any column of a list, or of a list described as a table: found in no file and on no screen."""

from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from helpers.one_book import PLAIN
from helpers.one_book import read as read_book

from careerstats import catalogue, persons
from careerstats.bundles.remarks import about
from careerstats.cli import main
from careerstats.intake import open_dataset, read
from careerstats.model import Problem

PLACES = """id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source
край,05000000,,,05000000,region,Условный край,Условный край,Условного края,Условному краю,Условном крае,условные данные
а,05000000,,,05620000,district,Лесной район,Лесной район,,,,условные данные
б,05000000,,,05701000,city,г. Приморск,г. Приморск,,,,условные данные
"""
COUNTS = """МО;Всего;Диагностика
Лесной район;400;200
г. Приморск;9000;5000
"""
DATASET = """title: Условные данные
region: "05000000"
period: "2024/25"
indicators: ["1.1"]
headline: ["1.1"]
tables:
  - file: tables/t.csv
    source: условные данные
    territory: МО
    columns: {Всего: {variable: K_od1}, Диагностика: {variable: K_pt}}
"""
LIST = """participants:
  - file: participants/list.csv
    person: {snils: СНИЛС}
    territory: Муниципалитет
    grade: Класс
    ovz: ОВЗ
    counts: [{variable: K_trial, where: {Тест: [Прошёл]}}]
"""
AS_TABLE = """  - file: participants/list.csv
    source: условные данные
    territory: Муниципалитет
    columns: {Класс: {variable: K_trial}}
"""
MARKS = ("112-233-445 94", "112-233-445 95", "Тихомирова-Заречная", "Кедрова Яна Лесовна", "диагноз Ф70")
HEAD = "СНИЛС;Фамилия;Муниципалитет;Класс;ОВЗ;Тест"
ROWS = (
    "112-233-445 94;Тихомирова-Заречная;г. Приморск;8;нет;Прошёл",
    "112-233-445 95;Тихомирова-Заречная;г. Приморск;8 «Б», Кедрова Яна Лесовна;диагноз Ф70;Прошёл",
    "Кедрова Яна Лесовна;112-233-445 94;112-233-445 94;диагноз Ф70;Кедрова Яна Лесовна;диагноз Ф70",
    ";Тихомирова-Заречная;Кедрова Яна Лесовна;112-233-445 95;112-233-445 95;Прошёл",
)


@pytest.mark.parametrize("described", [DATASET + LIST, DATASET + AS_TABLE], ids=["as a list", "as a table"])
def test_no_mark_of_a_person_is_written_or_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], described: str
) -> None:
    home = tmp_path / "data" / "raw" / "kept"
    for name, text in {
        "territories.csv": PLACES,
        "tables/t.csv": COUNTS,
        "participants/list.csv": "\n".join((HEAD, *ROWS)),
        "dataset.yaml": described,
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    project = ["--project", str(tmp_path)]
    for command in (["check", "kept"], ["build", "kept"], ["build", "kept", "--notebook", "quality"], ["list", "kept"]):
        main([*project, *command])
    said = "".join(capfd.readouterr())
    assert "participants/list.csv" in said
    for mark in MARKS:
        assert mark not in said
        assert not [path for path, text in written(tmp_path) if mark.encode() in text], mark


def written(project: Path) -> list[tuple[Path, bytes]]:
    """Every file that the program wrote, those in archives unpacked."""
    files = [path for name in ("reports", "data/processed") for path in (project / name).rglob("*") if path.is_file()]
    assert files
    return [(path, b"".join(_parts(path))) for path in files]


def _parts(path: Path) -> list[bytes]:
    if not is_zipfile(path):
        return [path.read_bytes()]
    with ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize(
    "number",
    ["112-233-445 94", "112-233-445-94", "112 233 445 94", "112-233-44594", "112–233–445 94", "112.233.445.94",
     "112\xa0233\xa0445\xa094", "112_233_445_94", "11223344595", "8 (902) 123-45-67", "+7 902 123-45-67", "89021234567",
     "kedrova.yana@pochta.example"],
)  # fmt: skip
def test_a_number_of_insurance_is_never_repeated(number: str) -> None:
    problem = Problem("t.csv", "warning", "x", f"неизвестно «{number}»", f"исправьте «{number}»")
    assert number not in problem.message + problem.what_to_do
    assert persons.tells_of_person(number)


@pytest.mark.parametrize(
    "name",
    [
        "Кедрова Яна",
        "КЕДРОВА ЯНА",
        "Яна Кедрова",
        "Зорин-Лесной Пётр",
        "Петр Зорин",
        "Кедрова Яна Лесовна",
        "Кедрова Я.",
    ],
)
def test_nobody_is_named_in_what_is_said_of_a_cell(name: str) -> None:
    problem = Problem("t.csv", "warning", "x", f"Неизвестное муниципальное образование «{name}»", f"исправьте «{name}»")
    assert not any(part in problem.message + problem.what_to_do for part in name.split())
    assert persons.tells_of_person(name)


@pytest.mark.parametrize(
    "text",
    ["Усть-Янский район", "п. Лев", "Лицей «Надежда»", "СОШ им. Героя Ивана Петрова", "школа им. А. С. Пушкина",
     "район имени Полины Осипенко", "Гимназия № 1 имени Александра Невского", "Школа им.А.С. Пушкина",
     "имени Александра Сергеевича Пушкина", "Город Владимир", "СОШ № 5 имени Героя Советского Союза И. И. Иванова",
     "Центр Надежда", "г. Вера", "Мария-Антуанетта", "Муниципальное образование город Надежда"],
)  # fmt: skip
def test_places_and_schools_are_named(text: str) -> None:
    assert persons.without_person(text) == text


def test_a_code_of_no_region_of_ours_is_not_repeated(tmp_path: Path) -> None:
    rows = [*PLAIN, ["11223344594", 1, 1, 1], ["81999000101", 1, 1, 1]]
    said = "".join(
        problem.message + problem.what_to_do for problem in read_book(tmp_path, rows, territory="МО").problems
    )
    assert "11223344594" not in said
    assert "81999000101" in said


@pytest.mark.parametrize("text", ["05620000", "05620000001", "2024-10-12", "8 (4212) 30-40-50", "1 234 567", "12-34"])
def test_codes_days_and_numbers_stay(text: str) -> None:
    assert persons.without_person(text) == text
    assert not persons.tells_of_person(text)


@pytest.mark.parametrize(
    "title",
    ["СНИЛС", "Номер СНИЛС", "СНИЛС ребёнка", "Фамилия", "Отчество:", "Имя", "ФИО обучающегося", "Ф.И.О. участника",
     "Фамилия, имя ребенка", "Фамилия, имя, отчество", "Фамилия Имя", "Дата рождения", "Дата рожд.", "Ученик",
     "Дата рождения (дд.мм.гггг)", "День рождения", "День рождения ребёнка", "ФИО (полностью) обучающегося",
     "ФИО одарённого ребёнка", "ФИО родителя обучающегося", "Обучающийся", "Школьник"],
)  # fmt: skip
def test_a_head_of_a_list_of_persons_is_known(title: str) -> None:
    rows = [["Список участников", "", ""], ["№", title, "Класс"], ["1", "Кедрова Яна", "8"], ["2", "Зорин Ян", "9"]]
    assert [persons.heads_a_list(rows, at) for at in range(len(rows))] == ["", title, "", ""]


def test_a_column_for_whoever_answers_heads_no_list() -> None:
    heads = ["Муниципальное образование", "ФИО ответственного", "Фамилия, имя, отчество директора", "Имя файла"]
    heads += ["ФИО педагога, работающего с обучающимися", "ФИО классного руководителя участника", "День рождения школы"]
    rows = [[*heads, "Обучающиеся", "Учеников, чел.", "Доля детей со СНИЛС, %"], ["г. Приморск", *["слово"] * 9]]
    assert persons.heads_a_list(rows, 0) == ""


@pytest.mark.parametrize(
    "rows",
    [
        [["МО", "Категория", "Прошли"], ["г. Приморск", "Школьник", "120"], ["г. Приморск", "Студент", "нет"]],
        [["МО", "Категория", "Прошли"], ["г. Приморск", "Школьник", "нет"], ["г. Приморск", "Студент", "30"]],
        [["МО", "Школьник", "Студент"], ["г. Приморск", "120", "30"], ["Лесной район", "нет", "12"]],
        [["МО", "Событие", "Прошли"], ["г. Приморск", "День рождения", ""], ["Лесной район", "День рождения", "5"]],
    ],
    ids=["a row with a number", "a row of words", "a column of numbers", "an event"],
)
def test_a_category_in_a_table_of_counts_heads_no_list(rows: list[list[str]]) -> None:
    assert [persons.heads_a_list(rows, at) for at in range(len(rows))] == ["", "", ""]


def test_a_table_by_category_is_read(tmp_path: Path) -> None:
    home = tmp_path / "data" / "raw" / "kept"
    (home / "tables").mkdir(parents=True)
    (home / "territories.csv").write_text(PLACES, encoding="utf-8")
    (home / "dataset.yaml").write_text(DATASET, encoding="utf-8")
    table = "МО;Категория;Всего;Диагностика\nЛесной район;Школьник;400;200\nг. Приморск;Школьник;9000;5000\n"
    (home / "tables" / "t.csv").write_text(table, encoding="utf-8")
    counts = read(open_dataset(tmp_path, "kept"), catalogue.load()).counts
    assert counts["value"].tolist() == [400, 200, 9000, 5000]


@pytest.mark.parametrize(
    "school", ["Гимназия № 1 имени Александра Невского", "СОШ № 5 имени Героя Союза И. И. Иванова"]
)
def test_a_second_row_of_a_school_named_after_somebody_is_found(school: str) -> None:
    """Its message leaves the name out, as of any person."""
    twice = Problem(
        "t.csv", "blocking", "duplicate", f"«{school}»: строка 5 повторяет строку 2", "", territory="05620000"
    )
    other = Problem(
        "t.csv", "blocking", "duplicate", "«СОШ № 2»: строка 6 повторяет строку 3", "", territory="05620000"
    )
    assert about(school, [twice, other]) == [twice]


def test_who_speaks_in_a_name_is_no_namesake() -> None:
    assert persons.without_names("от имени И. И. Петрова, школа имени Невского") == "от имени …, школа имени Невского"
    for pupil in ("Кедрова Яна", "Яна Кедрова", "Кедров Лев Львович"):
        assert persons.without_names(f"школа имени Пушкина {pupil}") == "школа имени Пушкина …"
