"""progress.ipynb and school.ipynb: what their bundles hold, what their pages say, built by the real engine."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import weekly
from helpers.block_text import text_of_blocks
from helpers.regions import ROOT
from helpers.weekly import COUNTS, FIRST, NAMES, REGION, SECOND, SILENT, THIRD, UNASSIGNED, WEEKS, by_week, write
from msgspec.structs import replace
from noted import as_json, noted

from careerstats.bundles.school_sheet import cut_sheets
from careerstats.bundles.weekly import cut_weekly
from careerstats.errors import NoteError, UsageError
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.pipeline.building import build
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.opening import open_note
from careerstats.pipeline.request import Request

TARGETS = {"1.1": {"value": 50, "by": "2024-11-25"}}
PAGE = ("progress_title", "progress_summary", "progress_still", "progress_tables", "progress_figure",
        "progress_remarks", "signature", "origin")  # fmt: skip
SHEET = ("sheet_title", "sheet_table", "sheet_comparison", "sheet_missing", "signature", "origin")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("weekly"), targets=TARGETS)


@cache
def bundles(project: Path) -> dict[tuple[str, str], Any]:
    results = analyse(project, "weekly").results
    found = cut_weekly(results) | cut_sheets(results)
    return {key: as_json(bundle) for key, bundle in found.items()}


def note_of(project: Path, notebook: str, unit: str) -> Note:
    return noted(bundles(project)[notebook, unit])


def told(note: Note, *names: str) -> str:
    return text_of_blocks([block for name in names for block in getattr(sections, name)(note)])


# ---- weekly progress


def test_everyone_who_sent_anything_has_a_page_and_the_region_too(project: Path) -> None:
    assert {unit for name, unit in bundles(project) if name == "progress"} == {FIRST, SECOND, THIRD, REGION}


def test_no_page_has_a_hole(project: Path) -> None:
    for notebook, unit in bundles(project):
        text = told(note_of(project, notebook, unit), *(PAGE if notebook == "progress" else SHEET))
        assert "None" not in text
        assert "{" not in text
        assert "Условные данные" in text


def test_the_page_of_a_district_says_what_its_numbers_say(project: Path) -> None:
    text = told(note_of(project, "progress", FIRST), "progress_summary")
    assert "80 обучающихся – 40,0 % от 200" in text
    assert "с 21.10.2024 добавлено 20" in text
    assert "Целевое значение 50 % к 25.11.2024: не хватает 20 обучающихся, нужно добавлять в среднем по 5 в" in text
    assert "Темп последних четырёх недель – 20 обучающихся в неделю; при сохранении темпа – к 04.11.2024." in text


def test_the_region_table_has_every_place_its_total_and_the_unassigned(project: Path) -> None:
    text = told(note_of(project, "progress", REGION), "progress_tables")
    assert "Первый район | 80 | +20 | 40,0 | 20 | 5 | к 04.11.2024" in text
    assert "Второй район | 30 | 0 | 15,0 | 0 | 18 | прироста нет" in text
    assert "Дальний район | 75 | +5 (с 14.10) | 37,5 | – | 7 | –" in text  # 70, 60, 75: the way back is no gain
    assert "ИТОГО (3 МО) | 185 | +20 | 30,8 | – | 29 | –" in text  # of 600: who is silent is in neither number
    assert "Муниципальное образование не указано | 8 | +1 | – | 1 | – | –" in text
    assert "нарастающий итог за четыре недели уменьшался, нужно проверить (поэтому и у итога): Дальний район." in text


def test_the_region_names_who_will_be_late_and_asks_them_alone(project: Path) -> None:
    text = told(note_of(project, "progress", REGION), "progress_summary")
    assert "с 21.10.2024 добавлено 20 (по 2 муниципальным образованиям)" in text
    assert "Целевого значения 50 % не достигло ни одно из 3 муниципальных образований." in text
    fell = "на 21.10.2024 указано 60 при 70 на 14.10.2024; прирост за неделю не определить"
    assert f"В сведениях Дальнего района {fell}" in text
    late = text.partition("не успевают:")[2].partition("Что сделать.")[0]
    assert "Второй район – не хватает 70 обучающихся: число не меняется с 14.10.2024" in late
    assert "Первый район" not in late
    assert "Просим до 04.11.2024: орган управления образованием Второго района – сообщить причину отставания" in text
    assert "и график до 25.11.2024; орган управления образованием Дальнего района – подтвердить или исправить" in text


def test_the_region_says_whose_number_a_remark_is_and_whose_gains_its_total_counts(project: Path) -> None:
    note = note_of(project, "progress", REGION)
    assert "Дальний район: численность обучающихся" in told(note, "progress_remarks")
    assert "В итоге добавленное – по 2 муниципальным образованиям: без тех, чьё" in told(note, "progress_tables")


def test_a_target_met_by_a_doubtful_number_is_not_counted_as_met(tmp_path: Path) -> None:
    own = write(tmp_path, targets={"1.1": {"value": 35, "by": "2024-11-25"}})
    text = told(note_of(own, "progress", REGION), "progress_summary")
    assert "достигло 1 муниципальное образование из 3; если числа верны – и Дальний район." in text


def test_nobody_is_asked_about_those_who_named_no_municipality(tmp_path: Path) -> None:
    own = write(tmp_path, by_week(COUNTS | {UNASSIGNED: (5, 9, 4, 8)}), targets=TARGETS)
    text = told(note_of(own, "progress", REGION), "progress_summary", "progress_tables")
    assert "орган управления образованием Дальнего района – подтвердить или исправить числа." in text
    assert (
        "уменьшался, нужно проверить (поэтому и у итога): Дальний район, Муниципальное образование не указано" in text
    )


def test_who_is_in_time_is_asked_for_nothing_and_who_stands_still_whether_it_is_so(project: Path) -> None:
    assert "Ответ не требуется." in told(note_of(project, "progress", FIRST), "progress_summary")
    still = told(note_of(project, "progress", SECOND), "progress_summary")
    assert "Число не менялось 3 даты подряд, с 14.10.2024: проверьте, обновляются ли сведения." in still
    assert "Просим до 04.11.2024 сообщить причину отставания и график до 25.11.2024." in still
    assert told(note_of(project, "progress", SECOND), "progress_remarks").startswith("Как посчитано.")
    assert bundles(project)["progress", FIRST]["date"] == "2024-10-28"


def test_who_stands_still_without_a_target_is_named_with_the_day(tmp_path: Path) -> None:
    text = told(note_of(write(tmp_path, targets={}), "progress", REGION), "progress_still")
    assert "Второй район – с 14.10.2024 (30 из 200)" in text
    assert "Первый район" not in text


def test_a_page_of_a_district_holds_no_other_district(project: Path) -> None:
    bundle = bundles(project)["progress", FIRST]
    assert {course["code"] for course in bundle["weekly"]["courses"]} == {FIRST, "total"}
    assert "problems" not in bundle
    third = bundles(project)["progress", THIRD]
    assert {one["territory"] for one in third["problems"]} == {THIRD}


def test_a_share_that_is_short_of_its_target_never_prints_as_the_target(tmp_path: Path) -> None:
    counts = {NAMES[FIRST]: (90, 95, 99, 99)}
    own = write(tmp_path, weekly.by_week(counts), targets={"1.1": "49,51"})
    assert "99 обучающихся – 49,50 % от 200" in told(note_of(own, "progress", FIRST), "progress_summary")
    assert "49,50" in told(note_of(own, "progress", FIRST), "progress_figure").replace("\u00a0", " ")


def test_pictures_say_in_words_what_they_show(project: Path) -> None:
    (own,) = sections.progress_figure(note_of(project, "progress", FIRST))
    (region,) = sections.progress_figure(note_of(project, "progress", REGION))
    assert "40,0" in own["alt"]
    assert "Второй район – 15,0" in region["alt"].replace("\u00a0", " ")


def test_one_snapshot_gives_a_page_without_pace_and_picture(tmp_path: Path) -> None:
    own = write(tmp_path, {WEEKS[0]: {NAMES[FIRST]: 20}}, targets=TARGETS)
    note = note_of(own, "progress", FIRST)
    text = told(note, *PAGE)
    assert "20 обучающихся – 10,0 %" in text
    assert "Темп последних" not in text
    assert "Темп не рассчитан: за четыре недели менее трёх сведений." in text
    assert "Показатели Первого района на" not in text
    assert sections.progress_figure(note) == []


def test_a_dataset_without_weekly_tables_says_so(tmp_path: Path) -> None:
    own = write(tmp_path, {}, snapshots=[])
    with pytest.raises(UsageError, match="нет еженедельных сведений"):
        cut_weekly(analyse(own, "weekly").results)


# ---- the sheet of a school


def test_a_sheet_shows_the_worked_calculation_in_five_columns(project: Path) -> None:
    note = note_of(project, "school", f"s-{FIRST}-1")
    heading, table = sections.sheet_table(note)
    assert heading.appendix
    assert [one["title"] for one in table["columns"]][1:] == [
        "Наименование показателя", "Методика расчёта", "Примечание", "Показатель школы (с расчётом)"]  # fmt: skip
    text = text_of_blocks([table])
    assert "30 / 100 × 100 % = 30,0 %" in text
    assert "D_pt = K_pt / K_od1 × 100 %, где: K_pt – численность обучающихся" in text
    assert text.count("K_od1 – численность") == 1
    assert "K_od1 – см. строку 1" in text


def test_a_school_is_set_against_the_sum_of_the_others_only(project: Path) -> None:
    text = told(note_of(project, "school", f"s-{FIRST}-2"), "sheet_comparison")
    assert "55 из 60 (91,7 %) | 30 из 140 (21,4 %) | выше на 70,2 п. п." in text
    bundle = bundles(project)["school", f"s-{FIRST}-2"]
    others = bundle["sheet"]["indicators"][0]["others"]
    assert (others["numerator"], others["denominator"], others["schools"]) == (30, 140, 2)
    assert not [id for id in (f"s-{FIRST}-1", f"s-{FIRST}-3", "Школа № 1") if id in json.dumps(bundle)]


def test_two_schools_are_not_compared_each_would_see_the_other(project: Path) -> None:
    """In the third district one of three schools gave a number that cannot be read."""
    row = bundles(project)["school", f"s-{THIRD}-2"]["sheet"]["indicators"][0]
    assert "others" not in row
    assert row["why"].startswith("сопоставить не с чем")


def test_what_cannot_be_read_is_told_with_its_cell(project: Path) -> None:
    note = note_of(project, "school", f"s-{THIRD}-1")
    assert "не прочитано (ячейка C8)" in told(note, "sheet_table")
    missing = told(note, "sheet_missing")
    assert "Не рассчитан показатель" in missing
    assert "ячейка C8" in missing
    main = told(note, "sheet_main")
    assert main.startswith("Главное. Ни один сопоставленный показатель не отличается от остальных школ больше")
    assert "Что ожидается от школы. Исправить сведения до 15.09.2025; что именно" in main


@cache
def of_demo() -> dict[str, Note]:
    return {id: Note(bundle) for (_, id), bundle in cut_sheets(analyse(ROOT, "demo").results).items()}


def test_nobody_of_a_vulnerable_group_comes_first_whatever_its_size() -> None:
    main = told(of_demo()["demo-city-01-015"], "sheet_main")
    assert main.startswith("Главное. «Охвачены обучающиеся с ОВЗ»: ни одного из 14.")
    assert "с ОВЗ" not in told(of_demo()["demo-city-01-015"], "sheet_missing")
    note = told(of_demo()["demo-city-01-015"], "sheet_comparison")
    assert "чтобы не выдать малые числа других школ: «Охвачены обучающиеся с ОВЗ»." in note


def test_a_form_that_came_twice_is_told_with_both_numbers_and_the_day() -> None:
    note = of_demo()["demo-city-01-016"]
    main = told(note, "sheet_main")
    assert "– 437 и 428. Пока верная строка не названа, не используется ни одна." in main
    assert "Исправить сведения до 15.09.2025" in main
    assert sections.sheet_table(note) == []


def test_a_head_reads_what_is_expected_and_what_chance_seldom_gives() -> None:
    main = told(of_demo()["demo-okrug-03-008"], "sheet_main")
    assert "посещали 12 обучающихся из 314 (3,8 %), в остальных школах – 15,5 %: до их уровня не хватает 37" in main
    assert "представить расписание и назначить ответственного в школе – до 15.09.2025." in main
    assert "№ 8, 1 и 3" not in main
    lacks = (
        "12 из 314 (3,8 %); до уровня остальных муниципальных образований не хватает 225 обучающихся."  # ⌈314·r⌉ − 12
    )
    assert lacks in main
    other = of_demo()["demo-district-04-007"]
    assert "Ниже остальных, хотя изредка так бывает и случайно: «Прошли профессиональные пробы» (47,5 %" in told(
        other, "sheet_main"
    )
    assert "ниже на 17,3 п. п., но изредка так бывает и случайно (от 48 до 74)" in told(other, "sheet_comparison")
    assert "Отдельных поручений этой школе справка муниципального образования не даёт." in told(other, "sheet_main")


def test_an_indicator_without_a_good_side_is_set_beside_the_others_and_not_judged() -> None:
    note = of_demo()["demo-okrug-03-008"]
    table = told(note, "sheet_comparison")
    assert "8 из 69 (11,6 %)" in table
    assert "ниже на 37,8 п. п.\n" in table
    assert "поступ" not in told(note, "sheet_main")
    assert not any("поступ" in told(other, "sheet_main") for other in of_demo().values())


def test_where_low_is_good_below_the_others_is_the_good_side() -> None:
    bundle = of_demo()["demo-okrug-03-008"].bundle
    low = {id: replace(passport, polarity="low") for id, passport in bundle.passports.items()}
    turned = Note(replace(bundle, passports=low))
    main = told(turned, "sheet_main")
    assert "(76,8 %), в остальных школах – 57,4 %: доля выше, а лучше – ниже." in main
    assert "Ниже остальных: «Выпускники" in main
    assert "«Посещали курс „Россия – мои горизонты“» (3,8 %, в остальных – 15,5 %)" in main
    assert "до их уровня" not in main + told(turned, "sheet_comparison")


def test_page_one_of_a_sheet_has_every_own_number_and_a_year_ago_whatever_is_compared() -> None:
    sheet = told(of_demo()["demo-okrug-03-001"], "sheet_comparison")
    assert "Посещали курс «Россия – мои горизонты» | 18 из 114 (15,8 %) | 52,9 | 54 из 587 (9,2 %)" in sheet
    assert "Прошли профессиональные пробы | 121 из 114 | 15,7 | – | не сопоставляется" in sheet
    assert "Охвачены обучающиеся с ОВЗ | менее 10, не приводится | – | – | не сопоставляется" in sheet
    alone = told(of_demo()["demo-district-01-001"], "sheet_comparison")
    assert "Прошли профориентационную диагностику | 35 из 171 (20,5 %) | 37,9\n" in alone
    assert "случайного" not in alone
    assert "Выпускники 9 классов, поступившие в ПОО региона | таких обучающихся нет | – | – | –" in told(
        of_demo()["demo-district-02-003"], "sheet_comparison"
    )


def test_words_of_chance_are_explained_where_they_stand_and_a_difference_that_printed_shares_do_not_give() -> None:
    assert "случайного" not in told(of_demo()["demo-district-02-003"], "sheet_comparison")
    assert "Отличие взято по точным значениям." in told(of_demo()["demo-city-01-008"], "sheet_comparison")  # 41,7; 48,2


def test_what_is_expected_of_a_school_stands_beside_its_own_number() -> None:
    own = "«Посещали курс „Россия – мои горизонты“»: в школе – 130 из 182 (71,4 %)"
    assert f"до 15.09.2025. {own}" in told(of_demo()["demo-city-02-006"], "sheet_main")


def test_the_footnote_tells_the_middle_grade_from_chance_as_the_table_does() -> None:
    sheet = told(of_demo()["demo-city-01-015"], "sheet_comparison")
    assert "изредка так бывает и случайно (от 52 до 91)" in sheet  # 88 of them, within the wide range
    assert "«От случайного не отличить» – число участников лежит в пределах, которые с вероятностью 95 %" in sheet
    assert "«изредка так бывает и случайно» – за ними, но в более широких (99,8 %); в скобках – широкие." in sheet


def test_what_is_seldom_above_the_others_is_told_as_what_is_below() -> None:
    main = told(of_demo()["demo-district-04-003"], "sheet_main")
    assert "Выше остальных, хотя изредка так бывает и случайно: «Побывали на экскурсиях на предприятия» (81,3 %" in main
    assert "Ни один сопоставленный" not in main


def test_a_school_that_sent_nothing_is_asked_for_its_data() -> None:
    note = of_demo()["demo-district-01-004"]
    main = told(note, "sheet_main")
    assert "Показатели школы не рассчитаны: сведения не представлены." in main
    assert "Что ожидается от школы. Представить сведения за 2024/25 учебный год до 15.09.2025." in main
    assert "Рассчитаны" not in told(note, "sheet_title")


def test_a_form_that_came_twice_is_told_with_one_colon() -> None:
    main = told(of_demo()["demo-city-01-016"], "sheet_main")
    twice = (
        "«Средняя школа № 16 города Примерска» – две строки с разными числами: „Прошли профориентационную диагностику"
    )
    assert f"Главное. Показатели школы не рассчитаны. {twice}" in main


def test_a_part_over_its_whole_is_told_first_and_by_when_it_is_to_be_mended() -> None:
    note = of_demo()["demo-okrug-03-001"]
    main = told(note, "sheet_main")
    refused = "«Прошли профессиональные пробы»: указано 121 при численности 114; сведения не приняты."
    assert main.startswith(f"Главное. {refused}")
    assert "Исправить сведения до 15.09.2025" in main
    assert "часть больше целого, сведения не приняты: «Прошли профессиональные пробы»." in told(
        note, "sheet_comparison"
    )


def test_a_number_that_stands_there_is_not_called_missing() -> None:
    missing = told(of_demo()["demo-district-05-001"], "sheet_missing")
    assert "«Получили консультации»: указанное число не прочитано, почему – в замечаниях." in missing
    assert "не представлены" not in missing


def test_why_the_others_are_not_beside_it_is_told() -> None:
    main = told(of_demo()["demo-district-01-001"], "sheet_main")
    assert "нельзя: сведения представили школы, где учится 63 % обучающихся (8 из 9 школ), нужно не менее 80 %" in main
    assert main.count("нужно не менее") == 1


@pytest.mark.parametrize("id", ["demo-okrug-03-001", "demo-district-05-001", "demo-city-01-016"])
def test_a_head_reads_the_title_of_the_form_and_no_path(id: str) -> None:
    missing = told(of_demo()[id], "sheet_missing")
    assert "Форма школы, ячейка " in missing
    assert ".csv" not in missing


def test_as_low_as_the_schools_around_is_not_all_right() -> None:
    main = told(of_demo()["demo-okrug-06-001"], "sheet_main")
    low = "Как и в остальных школах Берендейского муниципального округа в целом, ниже, чем в других муниципальных"
    assert f"{low} образованиях: «Прошли профориентационную диагностику» (17,3 %" in main
    assert "муниципальных образованиях – 60,5 %)" in main
    assert "Ни один сопоставленный" not in main


def test_few_pupils_are_why_nothing_is_compared() -> None:
    note = of_demo()["demo-district-02-003"]
    assert "слишком мало, чтобы сравнивать" in told(note, "sheet_comparison")
    assert "Обучающихся в школе слишком мало, чтобы сопоставлять её с остальными школами." in told(note, "sheet_main")


def test_nobody_is_told_in_words() -> None:
    main = told(of_demo()["demo-district-05-004"], "sheet_main")
    assert " 0 обучающихся" not in main
    assert "ни одного из 98" in main


def test_zeros_are_named(project: Path) -> None:
    assert "школа указала ноль (нет)" in told(note_of(project, "school", f"s-{FIRST}-3"), "sheet_missing")


# ---- built


@pytest.fixture(scope="module")
def built(project: Path) -> Path:
    wanted = Request("weekly", only=(FIRST, REGION), notebooks=("progress", "school"), formats=("html", "docx"))
    assert build(project, wanted, lambda text: None) == 1  # the planted mistake
    return project


def test_the_notebooks_build_documents_of_their_own_names(built: Path) -> None:
    reports = built / "reports" / "weekly" / "2024"
    own = {path.name for path in (reports / FIRST).glob("*.docx")}
    assert own == {"progress.docx", *(f"school-s-{FIRST}-{at}.docx" for at in (1, 2, 3))}
    assert {path.name for path in (reports / REGION).glob("*.html")} == {"progress.html"}
    assert "Школа № 2" in (reports / FIRST / f"school-s-{FIRST}-2.html").read_text(encoding="utf-8")
    assert not (reports / SECOND).exists()


def test_pages_are_opened_by_the_name_of_their_notebook(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(built))
    for whom in ("region", REGION, int(REGION)):
        assert open_note("weekly", whom, notebook="progress").territory["code"] == REGION
    assert open_note("weekly", NAMES[FIRST], "2024", notebook="progress").territory["code"] == FIRST
    assert open_note("weekly", f"s-{FIRST}-1", notebook="school").bundle.sheet.school.name == "Школа № 1"
    assert open_note("weekly", FIRST).bundle.notebook == "municipality"
    with pytest.raises(NoteError, match="build weekly --notebook school"):
        open_note("weekly", "s-none", notebook="school")
    with pytest.raises(NoteError, match="build weekly --notebook progress"):
        open_note("weekly", SILENT, notebook="progress")
