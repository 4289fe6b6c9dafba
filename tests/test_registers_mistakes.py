"""Ten mistakes in registers and in the files beside dataset.yaml -> file, place, field and what to do, in Russian."""

from pathlib import Path

import pytest
from helpers.projects import Project, new_project
from helpers.registers import context

from careerstats.catalogue.causes import load_causes
from careerstats.catalogue.schemes import load_profminimum, load_self_diagnosis
from careerstats.decisions.register import read_register
from careerstats.errors import DatasetError
from careerstats.intake.corrections import read_records
from careerstats.intake.registers import read_registers

# ---- tables

PRACTICES = "№;Муниципальное образование;Практика\n1;г. Зея;Пробы на заводе\n"
GENERAL = "Муниципальное образование;Сведение;Значение;Единица;Дата;Источник\n"
ROWS: dict[str, tuple[str, str, str, str]] = {
    "a wrong type": (
        "general.csv",
        f"{GENERAL}г. Зея;Численность населения;много;;2022;сайт\n",
        "C2",
        "«Численность населения»: значение «много» не число; не использовано",
    ),
    "a missing column": (
        "practices.csv",
        PRACTICES.replace(";Практика", "").replace(";Пробы на заводе", ""),
        "A1",
        "нет столбца «Практика»; файл не прочитан",
    ),
    "a missing value": ("practices.csv", f"{PRACTICES}2;г. Зея;\n", "C3", "не заполнено «Практика»"),
    "a misspelt column": (
        "practices.csv",
        PRACTICES.replace("Практика", "Практика;Органзация"),
        "A1",
        "столбцы «Органзация» (возможно, имелось в виду: Организация) неизвестны и не прочитаны",
    ),
    "a column without effect": (
        "practices.csv",
        PRACTICES.replace("Практика", "Практика;Охват"),
        "A1",
        "столбцы «Охват» неизвестны и не прочитаны",
    ),
    "a column twice": (
        "practices.csv",
        PRACTICES.replace("Практика\n", "Практика;title\n"),
        "A1",
        "столбец «Практика» стоит дважды; файл не прочитан",
    ),
    "an id twice": ("practices.csv", f"{PRACTICES}1;г. Зея;Другая\n", "A3", "№ «1» уже есть в файле"),
    "a wrong unit": (
        "general.csv",
        f"{GENERAL}г. Зея;Численность населения;24000;%;2022;сайт\n",
        "C2",
        "«Численность населения» – количество, а единица указана «%»",
    ),
    "a place that is none": (
        "practices.csv",
        PRACTICES.replace("г. Зея", "г. Зейск"),
        "B2",
        "«г. Зейск»",
    ),
    "a day that is in no calendar": (
        "practices.csv",
        "№;Муниципальное образование;Практика;Ведётся с\n1;г. Зея;Пробы;31.02.2022\n",
        "D2",
        "даты «31.02.2022» нет в календаре",
    ),
    "an indicator that is none": (
        "practices.csv",
        "№;Муниципальное образование;Практика;Показатель или цель\n1;г. Зея;Пробы;99.9\n",
        "D2",
        "показателя или цели «99.9» нет в каталоге",
    ),
    "a square outside the map": (
        "tiles.csv",
        "Муниципальное образование;Строка;Столбец\nг. Зея;первая;2\n",
        "B2",
        "«Строка»: «первая» – не номер клетки",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_mistake_in_a_table_has_its_cell_and_advice(name: str, tmp_path: Path) -> None:
    file, text, cell, words = ROWS[name]
    (tmp_path / file).write_text(text, encoding="utf-8", newline="\n")
    _, problems = read_registers(context(tmp_path))
    (problem,) = (one for one in problems if one.severity != "remark")
    assert (problem.file, problem.cell) == (file, cell)
    assert words in problem.message
    assert problem.what_to_do


# ---- YAML

CYCLE = "documents:\n  - {id: а, kind: приказ, number: '1', date: 10.01.2022, title: Название, territory: г. Зея}\n"
RECORD = "- file: t.csv\n  cell: B2\n  was: 1\n  becomes: 2\n  why: письмо\n  who: методист\n  date: 11.06.2025\n"
DIAGNOSIS = """\
editions:
  - since: 2024
    directions:
      {status: practice, source: {item: а}, list: [{id: S_a, title: Знание, short: Знание, maximum: 36, items: {1: А}}]}
    bands: {status: proposed, source: {item: а}, list: [{from: 0, name: низкий}, {from: 50, name: высокий}]}
    total: {rule: none, status: proposed}
    critical: {rule: none, status: proposed}
    empty: {rule: excluded, status: proposed}
"""
LEVELS = """\
editions:
  - since: 2024/25
    polarity: none
    directions: {status: practice, source: {item: а}, list: {lesson: урочная}}
    hours: {status: practice, source: {item: а}}
    levels: [{name: базовый, hours: 40, directions: [lesson]}]
"""
ADVICE = """\
base: shipped
municipality:
  - id: own
    to: body
    text: рассмотреть
    when: [always]
    term: до 01.10
"""
CAUSES = "causes:\n  - {id: own, title: нет договора, remover: body, words: [договор*]}\n"
SOUND = {
    "cycle.yaml": CYCLE,
    "corrections.yaml": RECORD,
    "self_diagnosis.yaml": DIAGNOSIS,
    "profminimum.yaml": LEVELS,
    "recommendations.yaml": ADVICE,
    "causes.yaml": CAUSES,
}
WRONG: dict[str, list[tuple[str, str, str]]] = {
    "cycle.yaml": [
        ("documents:\n", "documents: приказ\n#", "строка 1, documents: нужен список записей, каждая с «-», а стоит"),
        (", title: Название", "", "строка 2, documents, запись 1: нет поля «title», добавьте его (название документа)"),
        ("kind", "knd", "строка 2, documents, запись 1: поле «knd» неизвестно (возможно, имелось в виду: kind)"),
        ("territory: г. Зея", "done: 1", "поле «done» здесь не применяется, оно пишется в steps; можно"),
        ("kind: приказ", "level: районный", "в поле «level» можно муниципальный, региональный, а стоит «районный»"),
        ("kind: приказ", "components: [Отчёт]", "в поле «components» можно Цели; Показатели; "),
        ("10.01.2022", "31.02.2022", "строка 2: даты «31.02.2022» нет в календаре"),
        ("г. Зея", "г. Зейск", "строка 2: "),
        ("number: '1'", "number: [1]", "строка 2, documents, запись 1: в поле «number» нужно слово или число, а стоит"),
        ("kind: приказ", "kind: приказ, kind: письмо", "строка 2: «kind» записано дважды, оставьте одно"),
        ("documents", "sent: [{number: 5}]\ndocuments", "строка 1, sent, запись 1: нет поля «date», добавьте его"),
        ("documents", "goals: [Ц99]\ndocuments", "строка 1: goals: цели «Ц99» нет в каталоге"),
    ],
    "corrections.yaml": [
        ("- file", "file", "запись YAML не читается, проверьте отступы"),
        ("  becomes: 2\n", "", "строка 1, запись 1: нет поля «becomes», добавьте его (что использовать)"),
        ("becomes", "becames", "строка 4, запись 1: поле «becames» неизвестно (возможно, имелось в виду: becomes)"),
        ("cell: B2", "row: 4", "поле «was» у записи о строках (row, instead_of) не действует; уберите его"),
        ("  cell: B2\n", "", "не сказано, что исправляется: нужны file и cell или organisation (territory), variable"),
        (
            "file: t.csv\n  cell: B2",
            "file: t.csv\n  variable: K_pt\n  period: 2022\n  territory: г. Зея",
            "поле «file» ",
        ),
        ("  was: 1\n", "  was: 1\n  was: 2\n", "строка 4: «was» записано дважды, оставьте одно"),
        ("методист", "''", "строка 6, запись 1: в поле «who» нужна должность исправившего, а стоит пусто"),
        ("методист", "Иванов И. И.", "строка 6, запись 1: в поле «who» похоже на имя человека: запишите только дол"),
        ("11.06.2025", "31.06.2025", "строка 7, запись 1, date: даты «31.06.2025» нет в календаре"),
        ("becomes: 2", "becomes: [2]", "строка 4, запись 1: в поле «becomes» нужно слово или число, а стоит список"),
    ],
    "self_diagnosis.yaml": [
        (
            "maximum: 36",
            "maximum: много",
            "строка 4, редакция 2024, directions, направление S_a: в поле «maximum» ",
        ),
        ("    total: {rule: none, status: proposed}\n", "", "строка 2, редакция 2024: нет поля «total», добавьте его"),
        ("short", "shrt", "направление S_a: поле «shrt» неизвестно (возможно, имелось в виду: short)"),
        ("critical: {rule: none,", "critical: {rule: none, items: [1],", "при rule: none поле «items» не действует"),
        ("total: {rule: none,", "total: {rule: none, items: [1],", "поле «items» здесь не применяется, оно пишется в"),
        ("name: высокий", "name: низкий", "строка 5, редакция 2024, bands: уровень «низкий» записан дважды"),
        ("from: 50", "from: 150", "уровень «высокий»: в поле «from» нужно число процентов от 0 до 100, а стоит «150»"),
        ("from: 0", "from: 10", "bands: первый уровень должен начинаться с 0"),
        ("rule: excluded", "rule: none", "строка 8, редакция 2024, empty: в поле «rule» можно excluded, zero, а стоит"),
        ("since: 2024", "since: весной", "строка 2, редакция весной: период «весной» не понят"),
    ],
    "profminimum.yaml": [
        (
            "hours: 40",
            "hours: сорок",
            "строка 6, редакция 2024/25, уровень «базовый»: в поле «hours» нужно целое",
        ),
        ("    polarity: none\n", "", "строка 2, редакция 2024/25: нет поля «polarity», добавьте его (что лучше)"),
        (
            "polarity",
            "polarty",
            "строка 3, редакция 2024/25: поле «polarty» неизвестно (возможно, имелось в виду:",
        ),
        ("    hours:", "    rule: none\n    hours:", "строка 5, редакция 2024/25: поле «rule» неизвестно; можно"),
        ("polarity: none", "polarity: better", "строка 3, редакция 2024/25: в поле «polarity» можно high, low, none"),
        (
            "[lesson]",
            "[кружки]",
            "строка 6, редакция 2024/25: уровень «базовый»: направления кружки нет в",
        ),
        (
            "{lesson: урочная}",
            "[lesson]",
            "строка 4, редакция 2024/25, directions: в поле «list» нужны записи «имя:",
        ),
        ("levels: [", "levels: [{name: базовый, hours: 9, directions: []}, ", "уровень «базовый» записан дважды"),
        (
            "[{name: базовый, hours: 40, directions: [lesson]}]",
            "[]",
            "нужен список уровней, каждый с «-», хотя бы один",
        ),
        ("item: а", "item: а, item: б", "строка 4: «item» записано дважды, оставьте одно"),
    ],
    "recommendations.yaml": [
        ("when: [always]", "when: always", "строка 6, рекомендация own: в поле «when» нужен список выводов"),
        ("    term: до 01.10\n", "", "строка 3, рекомендация own: нет поля «term», добавьте его (срок)"),
        ("text", "txt", "строка 5, рекомендация own: поле «txt» неизвестно (возможно, имелось в виду: text)"),
        ("    term", "    measure: совещание\n    term", "с полем «measure» нужно поле «activity» – номер направления"),
        ("    term", "    pair: learn\n    term", "поле «pair» здесь не применяется, оно пишется в plan, region_plan"),
        ("    term", "    schools: все\n    term", "рекомендация own: в поле «schools» можно named, none"),
        ("    term", "    activity: первое\n    term", "рекомендация own: в поле «activity» нужно целое число"),
        ("    term", "    cause: [нет такой]\n    term", "причины «нет такой» нет в causes.yaml"),
        ("base: shipped", "base: общие", "строка 1, base: можно shipped (поставляемые рекомендации), а стоит «общие»"),
        ("base", "municipality: []\nbase", "«municipality» записано дважды, оставьте одно"),
    ],
    "causes.yaml": [
        ("causes:\n", "causes: нет\n#", "строка 1, causes: нужен список записей, каждая с «-», а стоит «нет»"),
        (", remover: body", "", "строка 2, причина own: нет поля «remover», добавьте его (роль адресата)"),
        ("remover", "removr", "строка 2, причина own: поле «removr» неизвестно (возможно, имелось в виду: remover)"),
        (
            "words: [договор*]",
            "power: где-то",
            "строка 2, причина own: в поле «power» можно here (муниципалитет)",
        ),
        ("words: [договор*]", "words: {а: б}", "строка 2, причина own: в поле «words» нужен список"),
        ("causes", "themes: {а: б}\ncauses", "строка 1, файл: поле «themes» неизвестно; можно: causes"),
        ("title: нет договора", "title: 5", "строка 2, причина own: в поле «title» нужен текст, а стоит «5»"),
    ],
}
CASES = [(file, at) for file, wrong in WRONG.items() for at in range(len(wrong))]


def told(folder: Path, file: str, text: str) -> list[str]:
    """What is said of a file, whoever reads it."""
    path = folder / file
    path.write_text(text, encoding="utf-8", newline="\n")
    readers = {
        "self_diagnosis.yaml": load_self_diagnosis,
        "profminimum.yaml": load_profminimum,
        "recommendations.yaml": read_register,
        "causes.yaml": load_causes,
    }
    if file == "cycle.yaml":
        return [problem.message for problem in read_registers(context(folder))[1] if problem.what_to_do]
    if file == "corrections.yaml":
        return read_records(folder)[1]
    try:
        readers[file](path)
    except DatasetError as error:
        return [str(error)]
    return []


@pytest.mark.parametrize("file", SOUND)
def test_the_file_that_is_spoilt_below_is_sound(file: str, tmp_path: Path) -> None:
    assert told(tmp_path, file, SOUND[file]) == []


@pytest.mark.parametrize(("file", "at"), CASES)
def test_a_mistake_in_a_file_has_its_line_its_field_and_advice(file: str, at: int, tmp_path: Path) -> None:
    right, wrong, words = WRONG[file][at]
    assert right in SOUND[file]
    messages = "\n".join(told(tmp_path, file, SOUND[file].replace(right, wrong, 1)))
    assert words in messages
    assert file in messages or file in ("cycle.yaml", "corrections.yaml")  # these name it in a column of their own


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("mistakes"))


@pytest.mark.parametrize("file", SOUND)
def test_check_answers_a_wrong_file_in_words(project: Project, file: str) -> None:
    path = project.raw / file
    before = path.read_bytes() if path.exists() else None
    right, wrong, words = WRONG[file][2]
    path.write_text(SOUND[file].replace(right, wrong, 1), encoding="utf-8", newline="\n")
    done = project.run("check", "amur-2020")
    path.unlink() if before is None else path.write_bytes(before)
    assert done.code in (1, 3)
    assert words in done.out + done.err
    assert "Traceback" not in done.out + done.err
