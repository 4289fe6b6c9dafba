"""Files as they come -> entries of dataset.yaml: every layout, nothing guessed, all else of dataset.yaml as it was."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.adding import EXAMPLES, PEOPLE, book, example, first, numbers, project, proposed, with_last_year
from helpers.layouts import made, write
from helpers.small_books import parts_of, xlsx, zipped

from careerstats.contracts.adding import UNUSED, Question
from careerstats.errors import UsageError
from careerstats.pipeline.adding import commands, earlier, looking, places, proposing, trying
from careerstats.pipeline.adding.storing import store

VARIABLES = ("K_od1", "K_pt", "K_trial")
RIGHT = {
    (code, variable, "2024/25"): number
    for code, row in PEOPLE.items()
    for variable, number in zip(VARIABLES, row, strict=True)
}
MEANT = {"Обучающиеся": "K_od1", "Диагностика": "K_pt", "Пробы": "K_trial"}


def read_a_page(question: Question) -> str:
    """Whoever knows what the book of the page holds."""
    if question.kind == "parts":
        return "sum"
    assert question.kind == "meaning", question
    meant = next((id for word, id in MEANT.items() if word in question.about), UNUSED)
    assert meant == UNUSED or meant == first(question), "the likeliest comes first"
    return meant


@pytest.mark.parametrize("title", EXAMPLES)
def test_every_layout_of_the_page_is_found_in_the_bare_file(title: str, tmp_path: Path) -> None:
    folder = project(tmp_path)
    look, proposal, asked = proposed(folder, example(title, tmp_path / "k.xlsx"), read_a_page)
    now = {key: number for key, number in numbers(look, proposal).items() if key[2] == "2024/25"}
    assert now == RIGHT
    assert len(asked) == 3


@pytest.mark.parametrize("title", EXAMPLES)
def test_what_was_described_last_year_is_not_asked_again(title: str, tmp_path: Path) -> None:
    folder = with_last_year(tmp_path)
    look, proposal, asked = proposed(folder, example(title, tmp_path / "k.xlsx"), read_a_page)
    now = {key: number for key, number in numbers(look, proposal).items() if key[2] == "2024/25"}
    assert now == RIGHT
    assert {question.kind for question in asked.values()} <= {"parts"}


def test_books_made_at_random_are_read_without_a_question_and_without_a_wrong_number(tmp_path: Path) -> None:
    place = places.at(with_last_year(tmp_path), "proba")
    for seed in range(100):
        sheet = made(seed)
        look = looking.look(place, write(sheet, tmp_path / "k.xlsx", "openpyxl"))
        proposal = proposing.propose(look, {})
        assert proposal.questions == (), (seed, sheet.traits)
        given = numbers(look, proposal)
        wrong = [key for key, number in given.items() if sheet.truth.get(key) != number or key in sheet.doubtful]
        assert wrong == [], (seed, sheet.traits)
        assert sheet.truth.keys() - sheet.doubtful <= given.keys(), (seed, sheet.traits)


def test_headings_that_nobody_has_described_are_asked_about_and_nothing_is_read_of_them(tmp_path: Path) -> None:
    place = places.at(project(tmp_path), "proba")
    for seed in range(30):
        sheet = made(seed, clean=True)
        look = looking.look(place, write(sheet, tmp_path / "k.xlsx", "openpyxl"))
        proposal = proposing.propose(look, {})
        assert proposal.tables == ()
        assert {question.kind for question in proposal.questions} == {"meaning"}


@pytest.mark.parametrize("persons", [False, True], ids=["table", "list of persons"])
def test_a_variable_that_nobody_knows_is_no_answer(persons: bool, tmp_path: Path) -> None:
    table = {"file": "tables/last.xlsx", "territory": "МО", "columns": {"Олимпиады": {"variable": "K_olimp"}}}
    folder = project(tmp_path, tables=[table])
    head = ["СНИЛС", "Муниципалитет", "Олимпиады"] if persons else ["МО", "Олимпиады"]
    row = ["112-233-445 95", "Закаменский район", "Прошёл"] if persons else ["Закаменский район", 20]
    path = book(folder / "k.xlsx", {"Олимпиады": ([head, row, row], "")})
    look = looking.look(places.at(folder, "proba"), path)
    question = proposing.propose(look, {}).questions[0]
    assert "K_olimp" not in {choice.value for choice in question.choices}


# ---- what the file does not tell


def asked_of(folder: Path, rows: list[list[Any]], name: str = "k.xlsx") -> tuple[Any, list[str]]:
    look = looking.look(places.at(folder, "proba"), book(folder / name, {"Лист1": (rows, "")}))
    proposal = proposing.propose(look, {})
    return proposal, [question.kind for question in proposal.questions]


HEAD = ["МО", "Обучающиеся", "Диагностика", "Пробы"]
ROWS: list[list[Any]] = [HEAD, ["Баргузинский район", 1000, 500, 200], ["Бичурский район", 1037, 531, 217]]


@pytest.mark.parametrize(
    ("caption", "name", "period", "origin"),
    [
        ("за 2024/2025 учебный год", "k.xlsx", "", "caption"),
        ("Сведения за 2023-2024 уч. год", "k.xlsx", "2023/24", "caption"),
        ("по состоянию на 20 сентября 2024 г.", "k.xlsx", "", ""),
        ("по состоянию на 20 сентября 2023 г.", "k.xlsx", "2023/24", "caption"),
        ("Сведения за 22/23 учебный год", "k.xlsx", "2022/23", "caption"),
        ("Сведения", "Свод_2022-2023.xlsx", "2022/23", "file"),
        ("за 2023/24 учебный год", "Свод 2022-2023.xlsx", "2023/24", "caption"),
    ],
)
def test_a_period_is_taken_where_the_table_tells_one(
    caption: str, name: str, period: str, origin: str, tmp_path: Path
) -> None:
    proposal, asked = asked_of(with_last_year(tmp_path), [[caption], [], *ROWS], name)
    assert (asked, proposal.tables[0].period, proposal.found[0].period_from) == ([], period, origin)


@pytest.mark.parametrize("caption", ["за 2024 год", "за 2022/23 и 2023/24 учебные годы"])
def test_a_period_that_could_be_two_is_asked(caption: str, tmp_path: Path) -> None:
    _, asked = asked_of(with_last_year(tmp_path), [[caption], [], *ROWS])
    assert asked == ["period"]


def test_what_is_no_number_of_the_dataset_is_left_and_told(tmp_path: Path) -> None:
    rows = [[*row, extra] for row, extra in zip(ROWS, ["Телефон", "8 (301) 234-56-78", "a@b.ru"], strict=True)]
    proposal, asked = asked_of(with_last_year(tmp_path), rows)
    assert asked == []
    assert proposal.tables[0].ignore == ("Телефон",)
    assert [(one.name, one.use, one.samples) for one in proposal.found[0].columns][-1] == ("Телефон", "unused", ())


def test_names_without_a_heading_are_told_at_their_cell(tmp_path: Path) -> None:
    proposal, _ = asked_of(with_last_year(tmp_path), [["", *HEAD[1:]], *ROWS[1:]])
    assert [(one.why, one.cell) for one in proposal.left] == [("no_heading", "A1")]
    assert proposal.tables == ()


def test_a_share_of_its_own_is_held_against_its_counts_where_they_agree(tmp_path: Path) -> None:
    codes = ["Баргузинский район", "Бичурский район", "Джидинский район", "Еравнинский район"]
    numbers_ = [(1000, 500), (1037, 531), (900, 333), (800, 222)]
    rows = [["МО", "Обучающиеся", "Диагностика", "Доля охваченных, %"]]
    rows += [
        [name, whole, part, round(100 * part / whole, 1)] for name, (whole, part) in zip(codes, numbers_, strict=True)
    ]  # type: ignore[list-item]
    proposal, asked = asked_of(with_last_year(tmp_path), rows)
    assert asked == []
    column = proposal.tables[0].columns["Доля охваченных, %"]
    assert (column.share, column.share_of) == ("K_pt", "K_od1")


SCHOOLS: list[list[Any]] = [
    ["МО", "Школа", "Количество обучающихся 6–11 классов", "Утверждён план профориентационной работы"],
    ["Баргузинский район", "МБОУ СОШ № 1", 700, "да"],
    ["Баргузинский район", "МБОУ СОШ № 2", 300, "да"],
    ["Бичурский район", "МБОУ СОШ № 1", 400, "нет"],
]


def test_yes_and_no_of_schools_are_not_added_up(tmp_path: Path) -> None:
    folder = project(tmp_path, indicators=["1.1", "plan"])
    proposal, asked = asked_of(folder, SCHOOLS)
    assert asked == ["register"]
    assert proposal.found[0].columns[-1].ground == "apart"
    _, summed, _ = proposed(folder, folder / "k.xlsx", lambda question: "no")
    assert list(summed.tables[0].columns) == ["Количество обучающихся 6–11 классов"]
    assert (summed.tables[0].sum_by, summed.schools) == ("Школа", ())


def test_schools_are_registered_where_a_person_wants_it(tmp_path: Path) -> None:
    folder = project(tmp_path, indicators=["1.1", "plan"])
    register = folder / "data" / "raw" / "proba" / "organisations.csv"
    old = "81603000-1;школа;Старая школа;Баргузинский район;село"
    register.write_text(f"id;kind;name;territory;locality\n{old}\n", encoding="cp1251")
    path = book(folder / "k.xlsx", {"Лист1": (SCHOOLS, "")})
    look, proposal, asked = proposed(folder, path)
    trial = trying.tried(look, proposal)
    assert ([*asked], trial.schools, trial.problems) == (["Лист1!register"], 3, ())
    store(look, proposal, {})
    assert register.read_text(encoding="utf-8").splitlines()[1:] == [
        old,
        "81603000-2;школа;МБОУ СОШ № 1;81603000;",
        "81603000-3;школа;МБОУ СОШ № 2;81603000;",
        "81609000-1;школа;МБОУ СОШ № 1;81609000;",
    ]
    look, proposal, asked = proposed(folder, path)
    assert (asked, proposal.schools, proposal.tables[0].organisation) == ({}, (), "Школа")


def test_a_list_of_persons_shows_nobody_and_asks_what_it_counts(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Участники за 2024/25 учебный год"],
        ["Фамилия", "Имя", "Отчество", "Дата рождения", "Муниципалитет", "Класс", "Мероприятие", "Статус"],
        ["Сидоров", "Пётр", "Иванович", "01.02.2010", "Бичурский район", "8А", "Проба", "Посетил"],
        ["Ким", "Анна", "", "03.04.2011", "Бичурский район", "7Б", "Проба", "Не посетил"],
    ]
    folder = project(tmp_path)
    _, asked = asked_of(folder, rows)
    assert asked == ["count", "condition"]
    look, proposal, questions = proposed(folder, folder / "k.xlsx")
    (entry,) = proposal.lists
    assert (entry.person.names, entry.person.born, entry.skip) == (("Фамилия", "Имя", "Отчество"), "Дата рождения", 1)
    assert [(count.variable, count.where) for count in entry.counts] == [("K_trial", {"Статус": ["Посетил"]})]
    told = repr((proposal, questions, look.lists))
    assert not re.search("Сидоров|Пётр|Иванович|Ким|Анна|2010|2011", told)


def test_persons_whom_nothing_tells_apart_are_not_described(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Фамилия", "Имя", "Муниципалитет"], ["Сидоров", "Пётр", "Бичурский район"]]
    proposal, asked = asked_of(project(tmp_path), rows)
    assert (asked, [one.why for one in proposal.left]) == ([], ["persons"])


ODD = [
    'Диагностика: "чел." # 1',
    "'",
    "- диагностика",
    "null",
    "2024",
    "да",
    "~",
    "{a: б}",
    "д" * 300,
    "Диагн\nостика",
    "&a",
    "*a",
]


@pytest.mark.parametrize("heading", ODD)
def test_headings_of_any_kind_are_described_so_that_they_are_read(heading: str, tmp_path: Path) -> None:
    folder = project(tmp_path)
    rows: list[list[Any]] = [["МО", "Количество обучающихся 6–11 классов", heading], *[row[:3] for row in ROWS[1:]]]
    look = looking.look(places.at(folder, "proba"), book(folder / "k.xlsx", {"Лист1": (rows, "")}))
    answers: dict[str, str] = {}
    while (proposal := proposing.propose(look, answers)).questions:
        question = proposal.questions[0]
        mine = next((choice.value for choice in question.choices if choice.value.endswith("!C1")), "K_pt")
        answers[question.key] = mine if "K_pt" in question.key or question.where == "C1" else UNUSED
    assert numbers(look, proposal)["81609000", "K_pt", "2024/25"] == 531
    text = store(look, proposal, answers)
    assert len(yaml.safe_load(text)["tables"][-1]["columns"]) == 2
    look, proposal, asked = proposed(folder, folder / "k.xlsx")
    assert asked == {}


# ---- files made to harm, and none at all


def test_files_that_are_no_tables_are_refused_in_words(tmp_path: Path) -> None:
    folder = project(tmp_path)
    before = (folder / "data" / "raw" / "proba" / "dataset.yaml").read_bytes()
    bomb = zipped(parts_of(xlsx()) | {"xl/sharedStrings.xml": b"<sst>" + b" " * (40 << 20) + b"</sst>"})
    bad = {"bomb.xlsx": bomb, "macro.xlsm": xlsx(), "page.xlsx": b"<html>", "empty.csv": b"", "torn.xlsx": xlsx()[:900]}
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.xlsx").symlink_to("/dev/zero")
    told: list[str] = []
    files = [tmp_path / name for name in (*bad, "pipe.csv", "link.xlsx", "нет.xlsx", ".")]
    assert commands.add_table(folder, "proba", files, yes=True, say=told.append) == 1
    assert sum(line.startswith("Не добавлен: ") for line in told) == len(files)
    assert sum("Что сделать: " in line for line in told) == len(files)
    assert f"Не добавлен: файла нет. Что сделать: проверьте путь: файл ищется в папке {tmp_path}." in told
    assert (folder / "data" / "raw" / "proba" / "dataset.yaml").read_bytes() == before
    assert not (folder / "data" / "raw" / "proba" / "tables").exists()


def test_yes_takes_only_what_is_certain(tmp_path: Path) -> None:
    folder = project(tmp_path)
    told: list[str] = []
    head = ["МО", "Количество обучающихся 6-11 классов", "Диагностика", "Пробы"]
    path = book(tmp_path / "k.xlsx", {"Лист1": ([head, *ROWS[1:]], "")})
    assert commands.add_table(folder, "proba", [path], yes=True, say=told.append) == 0
    (entry,) = [table for table in places.at(folder, "proba").dataset.tables if table.file == "tables/k.xlsx"]
    assert {title: column.variable for title, column in entry.columns.items()} == {head[1]: "K_od1"}
    assert entry.ignore == ("Диагностика", "Пробы")
    yearless = book(tmp_path / "y.xlsx", {"Лист1": ([["за 2024 год"], [], head, *ROWS[1:]], "")})
    assert commands.add_table(folder, "proba", [yearless], yes=True, say=told.append) == 1
    assert told[-1].startswith("Не добавлен: ответьте на вопросы")


def test_answers_that_end_leave_everything_as_it_was(tmp_path: Path) -> None:
    def ended(_: str) -> str:
        raise EOFError

    folder = project(tmp_path)
    path = book(tmp_path / "k.xlsx", {"Лист1": (ROWS, "")})
    with pytest.raises(UsageError, match="прервались"):
        commands.add_table(folder, "proba", [path], ask=ended, say=lambda _: None)
    assert not (folder / "data" / "raw" / "proba" / "tables").exists()


def test_what_a_pack_may_use_is_recognised_and_never_missed(tmp_path: Path) -> None:
    folder = project(tmp_path, indicators=["1.1"], packs=["core"])
    rows: list[list[Any]] = [
        [
            "МО",
            "Количество обучающихся 6–11 классов",
            "Прошли диагностику",
            "Участвовали в профпробах",
            "Ставок психолога",
        ],
        ["Баргузинский район", 1000, 500, 200, 3],
    ]
    _, asked = asked_of(folder, rows)
    assert asked == ["meaning", "meaning"]
    _, proposal, questions = proposed(folder, folder / "k.xlsx")
    assert [column.variable for column in proposal.tables[0].columns.values()] == ["K_od1", "K_pt", "K_trial"]
    assert {question.kind for question in questions.values()} == {"meaning"}


# ---- one column, two quantities

TWO_WHOLES = ["1.1", "bvb_registered"]
REGISTERED: list[list[Any]] = [
    ["МО", "Численность обучающихся 6–11 классов", "Диагностика", "Зарегистрировано на платформе"],
    ["Баргузинский район", 1000, 500, 200],
    ["Бичурский район", 1037, 531, 217],
]


def of_pupils(question: Question) -> str:
    if question.kind == "column":
        return next(choice.value for choice in question.choices if choice.value.startswith("&"))
    return {"Диагностика": "K_pt"}.get(question.about, "K_reg")


def test_a_number_of_pupils_may_stand_for_that_of_another_document_if_a_person_says_so(tmp_path: Path) -> None:
    folder = project(tmp_path, indicators=TWO_WHOLES)
    look, proposal, asked = proposed(folder, book(tmp_path / "k.xlsx", {"Лист1": (REGISTERED, "")}), of_pupils)
    assert [question.kind for question in asked.values()] == ["meaning", "meaning", "column"]
    given = numbers(look, proposal)
    assert {given[("81603000", id, "2024/25")] for id in ("K_od1", "K_611")} == {1000}
    store(look, proposal, {})
    next_year = book(tmp_path / "next.xlsx", {"Лист1": ([["за 2025/26 учебный год"], *REGISTERED], "")})
    look, proposal, asked = proposed(folder, next_year, of_pupils)
    assert asked == {}
    assert numbers(look, proposal)[("81603000", "K_611", "2025/26")] == 1000


def test_without_an_answer_a_column_stands_for_one_quantity(tmp_path: Path) -> None:
    folder = project(tmp_path, indicators=TWO_WHOLES)
    path = book(tmp_path / "k.xlsx", {"Лист1": (REGISTERED, "")})
    look, proposal, _ = proposed(folder, path, lambda one: UNUSED if one.kind == "column" else of_pupils(one))
    assert "K_611" not in {variable for _, variable, _ in numbers(look, proposal)}


def test_pupils_of_other_classes_are_never_offered(tmp_path: Path) -> None:
    folder = project(tmp_path, indicators=TWO_WHOLES)
    rows = [["МО", "Численность обучающихся 1–11 классов", *REGISTERED[0][2:]], *REGISTERED[1:]]
    _, _, asked = proposed(folder, book(tmp_path / "k.xlsx", {"Лист1": (rows, "")}), of_pupils)
    assert all("&" not in choice.value for question in asked.values() for choice in question.choices)


def test_what_tables_bring_is_remembered_of_so_many_states_of_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk stays open for days, and its files change; what was asked last is known."""
    place = places.at(project(tmp_path), "proba")
    file = place.dataset.folder / "tables" / "wait.csv"
    file.parent.mkdir()
    file.write_text("МО;Ждём\n", encoding="utf-8")
    nothing = earlier._Read(frozenset(), frozenset())
    readings: list[str] = []
    monkeypatch.setattr(earlier, "_KNOWN", {})
    monkeypatch.setattr(earlier, "_read_anew", lambda place, table: readings.append(table.file) or nothing)
    (table,) = place.dataset.tables
    for day in range(earlier._MOST_KNOWN + 10):
        os.utime(file, ns=(day * 10**9, day * 10**9))
        assert earlier._read(place, table) == earlier._read(place, table) == nothing
    assert len(readings) == earlier._MOST_KNOWN + 10
    assert len(earlier._KNOWN) == earlier._MOST_KNOWN
