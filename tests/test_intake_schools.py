"""Tables by school: every number with its school, every doubt with its cell; who has not reported is listed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from careerstats import catalogue
from careerstats.intake import Intake, open_dataset, read
from careerstats.intake.organisations import Organisation, read_register
from careerstats.model import Problem

ZEYA, TYNDA = "10712000", "10732000"
REGISTER = """id,kind,name,territory,since,until,merged_into,locality
z1,школа,Школа № 1,г. Зея,,,,город
z2,школа,Школа № 2,10712000,,2019-08-31,z1,город
z3,школа,Школа № 3,г. Зея,2020,,,город
t1,школа,Школа № 4,amur-tynda-city,,,,село
t2,школа,Школа № 5,г. Тында,,,,село
pl,площадка,Колледж,г. Тында,,,,
"""
COLUMNS = {"Прошли": {"variable": "K_pt"}, "Всего": {"variable": "K_od1"}}
TABLE = {"file": "tables/t.csv", "organisation": "Код", "ignore": ["Школа"], "columns": COLUMNS}
TEXT = "Код;Школа;Прошли;Всего\nz1;№ 1;40;50\nz3;№ 3;30;60\nt1;№ 4;7;9\nt2;№ 5;0;3\n"


def intake(folder: Path, text: str = TEXT, register: str | None = REGISTER, **spec: Any) -> Intake:
    """A dataset «a» with one table by school; ``tables``: other tables of the same text."""
    raw = folder / "data" / "raw" / "a"
    (raw / "tables").mkdir(parents=True)
    tables = spec.pop("tables", None) or [TABLE | spec]
    given = {"title": "Пробный набор", "region": "10000000", "period": "2020", "tables": tables}
    (raw / "dataset.yaml").write_text(yaml.safe_dump(given, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for name in {one["file"] for one in tables}:
        (raw / name).write_text(text, encoding="utf-8")
    if register is not None:
        (raw / "organisations.csv").write_text(register, encoding="utf-8")
    return read(open_dataset(folder, "a"), catalogue.load())


def heard(found: Intake) -> list[Problem]:
    """Without the municipalities that a small table leaves out."""
    return [one for one in found.problems if not (one.code == "not_reported" and one.severity == "blocking")]


def only(found: Intake, code: str) -> Problem:
    (problem,) = (one for one in heard(found) if one.code == code)
    return problem


def numbers(found: Intake) -> dict[tuple[str, str], int | None]:
    rows = found.counts.astype(object).where(found.counts.notna(), None)
    return {(row.organisation, row.variable): row.value for row in rows.itertuples()}


GOOD = {("z1", "K_pt"): 40, ("z1", "K_od1"): 50, ("z3", "K_pt"): 30, ("z3", "K_od1"): 60,
        ("t1", "K_pt"): 7, ("t1", "K_od1"): 9, ("t2", "K_pt"): 0, ("t2", "K_od1"): 3}  # fmt: skip


# ---- a good table


def test_every_number_has_its_school_and_municipality(tmp_path: Path) -> None:
    found = intake(tmp_path)
    assert heard(found) == []
    assert numbers(found) == GOOD
    homes = dict(zip(found.counts["organisation"], found.counts["code"], strict=True))
    assert homes == {"z1": ZEYA, "z3": ZEYA, "t1": TYNDA, "t2": TYNDA}
    assert set(found.counts["territory"]) == {"amur-zeya-city", "amur-tynda-city"}
    assert list(found.counts["origin"])[:2] == ["tables/t.csv!C2", "tables/t.csv!D2"]


def test_a_municipality_whose_schools_reported_is_heard(tmp_path: Path) -> None:
    silent = {one.territory for one in intake(tmp_path).problems if one.code == "not_reported"}
    assert len(silent) == 27
    assert not {ZEYA, TYNDA} & silent


def test_a_municipality_beside_the_school_must_be_the_one_of_the_register(tmp_path: Path) -> None:
    text = "Код;МО;Прошли;Всего\nz1;город Зея;40;50\nz3;г. Тында;30;60\nt1;;7;9\nt2;Тында-град;0;3\n"
    found = intake(tmp_path, text, territory="МО", ignore=[])
    wrong, misspelt = (one for one in heard(found) if one.code == "territory_differs")
    assert (wrong.severity, wrong.cell, wrong.territory) == ("blocking", "B3", ZEYA)
    assert wrong.message == "в строке «г. Тында», а по organisations.csv организация относится к г. Зея (10712000)"
    assert misspelt.cell == "B5"
    assert numbers(found) == {key: GOOD[key] for key in GOOD if key[0] in ("z1", "t1")}


def test_years_of_a_school_stand_beside_each_other(tmp_path: Path) -> None:
    text = "Код;Год;Прошли;Всего\nz1;2019;1;2\nz1;2020;3;4\nz2;2019;5;6\n"
    found = intake(tmp_path, text, period_column="Год", ignore=[])
    rows = found.counts[found.counts["variable"] == "K_pt"]
    assert list(zip(rows["organisation"], rows["period"], rows["value"], strict=True)) == [
        ("z1", "2019", 1), ("z1", "2020", 3), ("z2", "2019", 5),
    ]  # fmt: skip


# ---- who is who


def test_an_unknown_school_is_named_with_the_nearest(tmp_path: Path) -> None:
    register = REGISTER.replace("t1,", "school-014,").replace("t2,", "school-015,")
    text = TEXT.replace("t1;", "school-14;").replace("t2;", "school-015;")
    problem = only(found := intake(tmp_path, text, register), "unknown_organisation")
    assert (problem.severity, problem.cell) == ("blocking", "A4")
    assert problem.message == "организации «school-14» нет в organisations.csv"
    assert "school-014 (Школа № 4)" in problem.what_to_do
    assert numbers(found)["school-015", "K_od1"] == 3


def test_a_row_without_a_school(tmp_path: Path) -> None:
    problem = only(intake(tmp_path, TEXT.replace("t1;", ";")), "unknown_organisation")
    assert problem.message == "не указана организация"


def test_a_school_that_was_closed_gives_no_numbers(tmp_path: Path) -> None:
    found = intake(tmp_path, TEXT + "z2;№ 2;1;2\n")
    problem = only(found, "organisation_not_in_force")
    assert (problem.severity, problem.cell) == ("blocking", "A6")
    assert problem.message == "организация z2 (Школа № 2) в 2020 не действовала: по 2019-08-31"
    assert problem.what_to_do.startswith("сведения вошедшей организации указывает z1; ")
    assert numbers(found) == GOOD


def test_a_school_that_was_not_yet_open_gives_no_numbers(tmp_path: Path) -> None:
    found = intake(tmp_path, period="2018/19")
    assert only(found, "organisation_not_in_force").message.endswith("не действовала: с 2020-01-01")


@pytest.mark.parametrize(
    ("since", "until", "period", "there"),
    [("", "", "2020", True), ("2020-09-01", "", "2020", True), ("2021-01-01", "", "2020", False),
     ("", "2023-08-31", "2022/23", True), ("", "2023-08-31", "2023/24", False),
     ("", "2019-12-31", "2020-01-01", False)],
)  # fmt: skip
def test_a_school_exists_in_a_period_if_it_did_on_one_day_of_it(
    since: str, until: str, period: str, there: bool
) -> None:
    assert Organisation("a", "школа", "А", "г. Зея", since, until).exists_in(period) is there


def test_the_same_school_twice_with_other_numbers_is_unused(tmp_path: Path) -> None:
    found = intake(tmp_path, TEXT + "z1;№ 1;41;50\n")
    problem = only(found, "duplicate")
    assert (problem.severity, problem.cell, problem.territory) == ("blocking", "A6", ZEYA)
    assert problem.message == "«Школа № 1»: строка 6 повторяет строку 2, а числа другие: „Прошли“ – 40 и 41"
    assert numbers(found) == {**GOOD, ("z1", "K_pt"): None, ("z1", "K_od1"): None}


def test_a_school_of_a_municipality_nobody_knows(tmp_path: Path) -> None:
    found = intake(tmp_path, register=REGISTER.replace("№ 4,amur-tynda-city", "№ 4,г. Тындa-2"))
    problem = only(found, "unknown_territory")
    assert problem.message.startswith("у организации t1 в organisations.csv указано «г. Тындa-2».")


# ---- the register


def test_without_a_register_tables_by_school_are_not_read(tmp_path: Path) -> None:
    found = intake(tmp_path, register=None)
    problem = only(found, "no_register")
    assert (problem.file, problem.severity) == ("organisations.xlsx", "blocking")
    assert problem.message == "файла нет, а таблицы ведутся по организациям: tables/t.csv; они не прочитаны"
    assert "id, kind, name, territory" in problem.what_to_do
    assert found.counts.empty


@pytest.mark.parametrize(
    ("register", "code", "words"),
    [
        ("", "not_a_table", "файл пуст"),
        ("id,name\nz1,Школа\n", "no_head", "нет столбца kind, territory"),
        (REGISTER + "z1,школа,Ещё одна,г. Зея,,,,\n", "duplicate", "id «z1» уже есть у организации «Школа № 1»"),
        (REGISTER + ",школа,Без имени,г. Зея,,,,\n", "no_id", "у организации нет id"),
        (REGISTER + "z9,школа,А,г. Зея,вчера,,,\n", "unreadable", "z9: период «вчера» не понят"),
        (REGISTER + "z9,школа,А,г. Зея,31.02.2020,,,\n", "unreadable", "z9: даты «31.02.2020» нет в календаре"),
    ],
)
def test_what_is_wrong_with_the_register_is_said(register: str, code: str, words: str, tmp_path: Path) -> None:
    problem = only(intake(tmp_path, register=register), code)
    assert problem.file == "organisations.csv"
    assert words in problem.message
    assert problem.what_to_do


def test_a_folder_in_place_of_the_register(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").mkdir()
    (problem,) = read_register(tmp_path).problems
    assert problem.message == "это папка, а нужен файл"


def test_borders_of_a_school_may_be_years_and_russian_dates(tmp_path: Path) -> None:
    text = "id;kind;name;territory;since;until\na;школа;А;г. Зея;2019/20;31.08.2023\nb;школа;Б;г. Зея;2018;2020\n"
    (tmp_path / "organisations.csv").write_text(text, encoding="utf-8")
    known = read_register(tmp_path).by_id
    assert (known["a"].since, known["a"].until) == ("2019-09-01", "2023-08-31")
    assert (known["b"].since, known["b"].until) == ("2018-01-01", "2020-12-31")


# ---- who has not reported


def test_schools_that_have_not_reported_are_listed_by_municipality(tmp_path: Path) -> None:
    problem = only(intake(tmp_path, TEXT.replace("z3;№ 3;30;60\n", "")), "not_reported")
    assert (problem.file, problem.severity, problem.territory) == ("tables/t.csv", "warning", ZEYA)
    assert problem.message == "г. Зея (10712000), 2020: сведения не представили школы – 1 из 2: z3 (Школа № 3)"


def test_a_municipality_all_of_whose_schools_are_silent_is_listed_too(tmp_path: Path) -> None:
    found = intake(tmp_path, "Код;Школа;Прошли;Всего\nz1;№ 1;40;50\nz3;№ 3;30;60\n")
    assert only(found, "not_reported").message.startswith(
        "г. Тында (10732000), 2020: сведения не представили школы – 2 из 2"
    )


def test_a_long_list_of_the_silent_is_cut(tmp_path: Path) -> None:
    register = REGISTER + "".join(f"x{at:02d},школа,А{at},г. Зея,,,,\n" for at in range(15))
    problem = only(intake(tmp_path, register=register), "not_reported")
    assert "15 из 17" in problem.message
    assert problem.message.endswith("x09 (А9) и ещё 5")


def test_a_table_of_colleges_expects_no_schools(tmp_path: Path) -> None:
    found = intake(tmp_path, "Код;Школа;Прошли;Всего\npl;;1;2\n")
    assert heard(found) == []


# ---- numbers of schools


def test_a_part_over_its_whole_is_found_in_the_school(tmp_path: Path) -> None:
    found = intake(tmp_path, TEXT.replace("t1;№ 4;7;9", "t1;№ 4;17;9"))
    problem = only(found, "part_over_whole")
    assert (problem.cell, problem.territory) == ("C4", TYNDA)
    assert "(17)" in problem.message
    assert "tables/t.csv!D4" in problem.message


def test_two_tables_contradict_each_other_on_one_school(tmp_path: Path) -> None:
    other = {**TABLE, "file": "tables/u.csv"}
    folder = tmp_path / "data" / "raw" / "a"
    intake(tmp_path, tables=[TABLE, other])
    (folder / "tables" / "u.csv").write_text(TEXT.replace("z1;№ 1;40", "z1;№ 1;41"), encoding="utf-8")
    found = read(open_dataset(tmp_path, "a"), catalogue.load())
    problem = only(found, "contradiction")
    assert problem.message == "K_pt: здесь 40, в другом месте 41 (tables/u.csv!C2)"
    known = found.counts[found.counts["status"] == "reported"]
    assert set(known.loc[known["variable"] == "K_pt", "organisation"]) == {"z3", "t1", "t2"}


def test_questions_are_read_by_the_unit_of_the_variable(tmp_path: Path) -> None:
    text = "Код;План\nz1;Да\nz3;нет\nt1;частично\nt2;-\n"
    found = intake(tmp_path, text, ignore=[], columns={"План": {"variable": "F_plan"}})
    assert numbers(found) == {("z1", "F_plan"): 1, ("z3", "F_plan"): 0, ("t1", "F_plan"): None, ("t2", "F_plan"): None}
    problem = only(found, "unreadable")
    assert problem.message == "столбец «План»: «частично» – не «да» и не «нет»"
    assert problem.what_to_do == "укажите «да» или «нет»; значение не использовано"


def test_questions_of_a_variable_of_another_unit_are_said_in_the_description(tmp_path: Path) -> None:
    columns = {"Участие": {"variable": "K_pt", "values": "flag"}}
    found = intake(tmp_path, "Код;Участие\nz1;наличие\nz3;отсутствие\n", ignore=[], columns=columns)
    assert numbers(found) == {("z1", "K_pt"): 1, ("z3", "K_pt"): 0}


def test_a_yes_and_a_no_of_one_school_are_no_repetition(tmp_path: Path) -> None:
    text = "Код;План\nz1;да\nz1;нет\nz3;да\nz3;есть\n"
    found = intake(tmp_path, text, ignore=[], columns={"План": {"variable": "F_plan"}})
    assert [one.severity for one in heard(found) if one.code == "duplicate"] == ["blocking", "warning"]


# ---- categories


CHOICE = {"file": "tables/t.csv", "territory": "МО", "breakdown": {"компетенция": "К"},
          "columns": {"Выборов": {"variable": "K_choice"}}}  # fmt: skip


def test_one_row_is_one_category(tmp_path: Path) -> None:
    text = "МО;К;Выборов\nг. Зея;Повар;12\nг. Зея;Сварщик;8\nг. Тында;Повар;5\n"
    found = intake(tmp_path, text, tables=[CHOICE])
    rows = found.counts[["code", "breakdown", "value"]].itertuples(index=False, name=None)
    assert list(rows) == [
        (ZEYA, "компетенция=Повар", 12), (ZEYA, "компетенция=Сварщик", 8), (TYNDA, "компетенция=Повар", 5),
    ]  # fmt: skip


def test_a_row_without_its_category(tmp_path: Path) -> None:
    problem = only(intake(tmp_path, "МО;К;Выборов\nг. Зея;;12\n", tables=[CHOICE]), "no_category")
    assert (problem.severity, problem.cell, problem.message) == ("blocking", "B2", "не указана категория (компетенция)")


def test_the_same_category_twice(tmp_path: Path) -> None:
    text = "МО;К;Выборов\nг. Зея;Повар;12\nг. Зея;Сварщик;8\nг. Зея;Повар;13\n"
    found = intake(tmp_path, text, tables=[CHOICE])
    assert only(found, "duplicate").cell == "A4"
    assert found.counts["value"].isna().tolist() == [True, False]


def test_one_column_is_one_category(tmp_path: Path) -> None:
    columns = {"Всего": {"variable": "K_od1"}, "9 класс": {"variable": "K_od1", "breakdown": "классы=9"}}
    found = intake(tmp_path, "Код;Всего;9 класс\nz1;50;20\nz3;60;61\n", ignore=[], columns=columns)
    rows = found.counts[["organisation", "breakdown", "value"]].itertuples(index=False, name=None)
    assert list(rows) == [("z1", "", 50), ("z1", "классы=9", 20), ("z3", "", 60), ("z3", "классы=9", 61)]
    problem = only(found, "part_over_whole")
    assert problem.cell == "C3"
    assert "классы 9 (61) больше, чем всего (60, tables/t.csv!B3)" in problem.message
