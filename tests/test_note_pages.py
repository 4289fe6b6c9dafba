"""Page one and what follows it: each kind of headline in its words, with its picture; nothing twice; public words."""

import copy
import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from helpers.projects import ROOT
from noted import as_json, changed, each_value, noted

from careerstats import catalogue
from careerstats.blocks import Block, Table, plain
from careerstats.bundles import cut
from careerstats.bundles.notes import with_goals
from careerstats.bundles.quality import cut_quality
from careerstats.contracts.decisions import Target
from careerstats.contracts.recommendations import PlanLine, Recommendation
from careerstats.model import Problem
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.note.sections import asked_places
from careerstats.note.sections.decisions import says
from careerstats.note.sections.goal_table import goal_sentence, row_name
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.publishing import for_audience
from careerstats.schools_named import brief, named

OKRUG, TOWN = "02503000", "02702000"


@cache
def bundles(audience: str = "internal", dataset: str = "demo") -> dict[str, Any]:
    found = cut(for_audience(analyse(ROOT, dataset), audience).results)
    return {code: as_json(bundle) for (_, code), bundle in found.items()}


def note_of(code: str, *headlines: dict[str, Any], audience: str = "internal") -> Note:
    note = noted(copy.deepcopy(bundles(audience)[code]))
    return changed(note, headlines=list(headlines)) if headlines else note


def amur_note(code: str) -> Note:
    """The note for the public of a region of which nothing is known by school."""
    return noted(copy.deepcopy(bundles("public", "amur-2020")[code]))


def headline(kind: str, indicator: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"number": number, "kind": kind, "indicator": indicator, "weight": {"pupils": 1}, **more}


def texts(blocks: list[Block]) -> str:
    found: list[str] = []
    for block in blocks:
        found += [plain(block.runs)] if block.kind == "paragraph" else []
        found += [plain(item) for item in block.items] if block.kind == "list" else []
        if block.kind == "table":
            found += [plain(cell) for row in block.rows for cell in row.cells]
            found += [plain(note) for note in block.notes]
    return "\n".join(found).replace("\u00a0", " ")


def told(note: Note, *names: str) -> str:
    return "\n".join(texts(getattr(sections, name)(note)) for name in names)


def school(number: int) -> str:
    return f"Средняя школа № {number} Лукоморского муниципального округа"


PARTS = [
    {"name": school(8), "now": [12, 314], "before": [125, 283], "people": 127},
    {"name": school(1), "now": [18, 114], "before": [64, 121], "people": 42},
    {"name": school(3), "now": [9, 44], "before": [22, 61], "people": 17},
]
FALL = {"level": [303, 676], "people": 243, "parts": PARTS, "moved": 57, "few": 1, "down": 3}
GAP = {"level": [1, 2], "people": 458, "parts": PARTS, "few": 2}
CAUSE = {"code": OKRUG, "period": "2024/25", "indicator": "rmg", "text": "нет «окна» в расписании"}


def test_a_fall_is_told_with_the_year_before_the_others_and_the_schools_that_make_it() -> None:
    text = told(note_of(OKRUG, headline("change", "rmg", change=FALL, gap=GAP)), "conclusions", "matter")
    for part in (
        "посещали 72 обучающихся из 701 (10,3 %); в 2023/24 учебном году – 303 из 676 (44,8 %)",
        "в остальных 10 муниципальных образованиях вместе – 75,5 %",
        "Доля снизилась во всех 3 школах. Больше половины снижения – школа № 8: было 125 из 283, стало 12 из 314.",
        "До уровня остальных не хватает 458 обучающихся, из них 169 – в школах № 8 и 1.",
    ):
        assert part in text, part


def test_a_cause_is_quoted_once_with_inner_marks_of_the_second_kind() -> None:
    causes = [CAUSE, CAUSE | {"document": "письмо № 5"}, CAUSE]
    text = told(note_of(OKRUG, headline("change", "rmg", causes=causes)), "matter")
    assert text.count("«нет „окна“ в расписании»") == 2, "once without, once with its document"
    assert "«нет „окна“ в расписании» (письмо № 5)." in text


@pytest.mark.parametrize("code", [OKRUG, TOWN, "02000000"])
def test_marks_within_marks_are_of_the_second_kind(code: str) -> None:
    note = note_of(code)
    shown = sections.decide(note) if code != "02000000" else sections.region_decide(note)
    told = texts([*shown, *sections.recommendations(note)])
    assert "«" in told
    assert not re.search("«[^»]*«", told)
    for mark in re.finditer("„", told):
        before = told[: mark.start()]
        assert before.count("«") > before.count("»"), told[mark.start() - 40 : mark.end() + 40]


def test_a_place_that_answered_in_part_is_not_compared_and_says_who_is_silent_once() -> None:
    note = note_of("02601000")
    assert "Оценить нельзя: " in texts(sections.conclusions(note))
    (table,) = (block for block in sections.summary(note) if block.kind == "table")
    shown = texts([table])
    assert shown.count("Нет принятых сведений: Средняя школа № 4") == 1
    assert len(table.notes) == len({plain(text) for text in table.notes})


def test_of_the_last_plan_what_failed_is_told_with_its_reason() -> None:
    plans = [
        {"measure": "Совещание", "done": "yes", "reached": "yes"},
        {"measure": "График проб", "planned": "40", "done": "no"},
        {"measure": "Экскурсии", "planned": "50", "done": "yes", "reached": "no"},
    ]
    causes = [CAUSE | {"measure": "График проб", "text": "нет договора"}]
    text = told(note_of(OKRUG, headline("plan", "trial", plans=plans, causes=causes)), "conclusions", "matter")
    assert "Мера прошлого года «График проб» (план – 40 %) не исполнена: «нет договора»." in text
    assert "Экскурсии" not in text, "page one tells the one that failed most, the table of execution all"
    assert "Совещание" not in text
    assert text.count("нет договора") == 1, "«Главное» and «В чём дело» do not say the same"
    text = told(note_of(OKRUG, headline("plan", "trial", plans=[plans[0], plans[2]])), "conclusions", "matter")
    assert "Мера прошлого года «Экскурсии» исполнена, плановое значение (50 %) не достигнуто." in text


def test_two_groups_of_schools_are_told_with_what_the_upper_level_would_give() -> None:
    lower = {"schools": [school(at) for at in range(1, 10)], "numerator": 434, "denominator": 2930}
    upper = {"schools": [f"Лицей {at}" for at in range(7)], "numerator": 1166, "denominator": 2919}
    groups = {"lower": lower, "upper": upper, "people": 736, "count": 2336}
    text = told(note_of(TOWN, headline("groups", "trial", groups=groups)), "conclusions", "matter")
    schools = "В школах № 1, 2, 3, 4, 5, 6, 7, 8 и 9 (9 из 16)"
    assert f"{schools} доля прошедших профессиональные пробы – 14,8 % (434 из 2 930)" in text
    assert "в остальных 7 – 39,9 % (1 166 из 2 919)" in text
    assert "было бы на 736 больше: не 27,4, а 39,9 %" in text
    assert text.count("14,8 %") == 1, "what the first paragraph told the second does not repeat"
    many = {**groups, "lower": {**lower, "schools": [school(at) for at in range(1, 11)]}}
    text = told(note_of(TOWN, headline("groups", "trial", groups=many)), "conclusions")
    assert "В 10 школах из 17 доля прошедших" in text, "more than can be read are counted"


def test_nobody_reached_is_said_without_a_percentage_or_a_period_that_is_none_to_compare_with() -> None:
    text = told(note_of("02607000", headline("nobody", "ovz_guided")), "conclusions")
    assert text.endswith("Обучающихся с ОВЗ, охваченных профориентационной работой, нет – ни одного из 12.")


@pytest.mark.parametrize(
    ("kind", "more", "label"),
    [
        ("change", {"change": FALL}, "fig-inside"),
        ("schools", {"gap": GAP}, "fig-inside"),
        ("change", {}, "fig-trend"),
        ("level", {}, "fig-spine"),
        ("strength", {}, "fig-spine"),
    ],
)
def test_the_first_headline_chooses_the_picture(kind: str, more: dict[str, Any], label: str) -> None:
    (picture,) = sections.picture(note_of(OKRUG, headline(kind, "1.1", **more)))
    assert picture.label == label


def test_every_kind_of_headline_has_words_and_a_picture() -> None:
    from typing import get_args

    from careerstats.contracts.headlines import Kind
    from careerstats.note.sections import decisions, first_page, headline_words

    for words in (headline_words._CLAIMS, first_page._PICTURES, decisions._KINDS):
        assert set(words) == set(get_args(Kind))


def test_a_base_without_a_school_is_footnoted_with_the_school() -> None:
    text = told(note_of(OKRUG), "summary")
    assert "Прошли пробы*" in text
    assert "* Сведения школы № 1 (121 при численности 114) не приняты; доля рассчитана по остальным школам." in text
    assert "той же численности" not in told(note_of(OKRUG), "conclusions", "matter", "summary")


def test_rows_of_page_one_and_of_the_body_are_all_rows_and_none_twice() -> None:
    for code in bundles():
        note = note_of(code)
        if note.bundle.notebook == "municipality":
            tables = [block for block in (*sections.summary(note), *sections.details(note)) if block.kind == "table"]
            names = [
                plain(row.cells[0]).rstrip("*†‡§¶").replace("\u00a0", " ") for table in tables[:2] for row in table.rows
            ]
            expected = [row_name(note, row).replace("\u00a0", " ") for row in note.judged()]
            shown = [name for name in names if name in expected]
            assert sorted(shown) == sorted(expected), code


def test_the_period_before_is_named_for_it_need_not_be_a_year_ago() -> None:
    note = each_value(note_of(OKRUG), previous="2021/22")
    (table,) = (block for block in sections.summary(note) if block.kind == "table")
    assert [column.title for column in table.columns][2] == "2021/22, %"
    assert "год назад" not in told(note, "conclusions", "matter", "summary", "details").lower()


def test_a_number_before_a_break_of_the_series_does_not_stand_beside_one_after_it() -> None:
    broken = {"change_why": "broken", "break_reason": "разрыв ряда с 2024 года: считают иначе"}
    note = each_value(note_of(OKRUG), verdict="same", facts=broken)
    (table,) = (block for block in sections.summary(note) if block.kind == "table")
    assert {plain(row.cells[2]) for row in table.rows} == {"–"}
    assert "не приводится: разрыв ряда с 2024 года: считают иначе." in texts([table])


def test_limits_are_five_lines_at_most_and_name_no_cell() -> None:
    for code in bundles():
        note = note_of(code)
        section = sections.region_completeness if note.is_regional else sections.completeness
        for block in section(note):
            if block.kind == "list":
                assert len(block.items) <= 5 or "Исправлен" in texts([block]), code
        assert not re.search(r"\.csv![A-Z]", texts(section(note))), code


def test_large_schools_that_lack_most_of_a_low_share_are_no_finding() -> None:
    beginning = "Доля ниже уровня остальных во всех 9 школах"
    assert f"{beginning}: от 8,8 до 36,8 %." in told(note_of("02506000"), "matter")
    assert "Из недостающих" not in told(note_of("02506000"), "matter")
    assert "В школе № 1 не хватает 30; остальные школы вместе – 54,96 % (144 из 262)" in told(
        note_of("02509000"), "matter"
    )
    assert "из них 353 – в школах № 8, 1 и 3" in told(note_of(OKRUG), "matter")


def test_the_picture_of_schools_says_what_they_add_to() -> None:
    captions = {
        code: next(block.caption for block in sections.picture(note_of(code)) if block.label == "fig-inside")
        for code in (OKRUG, "02506000", "02509000")
    }
    assert captions[OKRUG].startswith("Вклад школ в снижение: ")
    assert captions["02506000"].startswith("Вклад школ в недостающее до уровня остальных: ")
    assert captions["02509000"].startswith("Вклад школ в недостающее до целевого значения: ")


def test_a_part_of_those_compared_is_called_so_where_they_are_not_the_whole_region() -> None:
    assert "обучающихся и 5,4 % прошедших профессиональные пробы в сопоставляемых муниципальных образованиях." in told(
        note_of("02610000"), "conclusions"
    )


def test_a_contribution_is_of_those_whom_the_indicator_counts_and_stands_beside_its_share() -> None:
    """126 of the 12 190 registered whose municipality is known; all 29 are compared."""
    amur = bundles(dataset="amur-2020")
    text = told(noted(copy.deepcopy(amur["10630000"])), "conclusions")
    assert (
        "1,0 % числа зарегистрированных и 3,6 % посетивших мероприятия, муниципальное образование которых известно."
        in text
    )
    text = told(noted(copy.deepcopy(amur["10638000"])), "conclusions")
    assert (
        "(с учётом случайности место – 1–6); в остальных 28 муниципальных образованиях вместе – 18,3 %. На район"
        in text
    )
    text = told(noted(copy.deepcopy(amur["10710000"])), "conclusions")
    assert "8,2 % обучающихся и 28,6 % посетивших мероприятия, муниципальное образование которых известно." in text


SILENT = {
    OKRUG: "Сведения школы № 1 не приняты (121 – больше, чем всего обучающихся): показатель «Прошли профессиональные "
    "пробы» рассчитан без неё.",
    "02605000": "Сведения школы № 1 не приняты (вместо количества – «0,143»): показатель «Получили консультации» "
    "рассчитан без неё.",
    "02701000": "Сведения школы № 16 не приняты (две строки с разными числами): все сопоставляемые показатели "
    "рассчитаны без неё.",
    "02509000": "Школа № 9 не представила сведений: 9 показателей рассчитаны без неё.",
}


@pytest.mark.parametrize("code", SILENT)
def test_why_a_number_of_a_school_is_not_there_is_said_once(code: str) -> None:
    shown = told(note_of(code), "completeness")
    assert SILENT[code] in shown
    assert not re.search(r"[Сс]трок[аи] \d|дробное", shown)


def test_who_is_silent_is_not_said_where_a_row_of_nobody_knows_whom_was_refused() -> None:
    note = note_of("02509000")
    lost = [*note.bundle.problems, Problem("form.csv", "blocking", "unknown_organisation", "неизвестная школа")]
    shown = told(Note(msgspec.structs.replace(note.bundle, problems=tuple(lost))), "completeness")
    assert "Принятых сведений школы № 9 нет: 9 показателей рассчитаны без неё." in shown


# ---- for the public


@pytest.mark.parametrize("code", [OKRUG, "02607000", "02000000"])
def test_the_note_for_parents_has_no_plans_terms_codes_or_names_of_schools(code: str) -> None:
    note = note_of(code, audience="public")
    text = told(note, "public_title", "plainly", "plain_table", "reading", "origin")
    assert not re.search(r"[KD]_\w|\bП-\d|план|срок|школа №|\.csv|Проект плана|ориентир|цел[ьи]\b", text)
    assert "вместе – " in text or note.is_regional


def test_what_stands_out_is_told_first_and_what_chance_may_give_is_marked_in_the_table() -> None:
    text = told(note_of(OKRUG, audience="public"), "plainly", "plain_table")
    first = text.partition("\n")[0]
    assert "Занятия курса «Россия – мои горизонты» посещали 72 обучающихся из 701 (10,3 %)" in first
    assert "В 2023/24 учебном году – 44,8 %" in first
    assert "58,1 %: школ мало, чтобы судить об отличии" in text
    assert "75,5*" not in text
    assert "40,0*" in text
    assert "* По отличию от остальных судить нельзя" in text
    assert "Профессиональная проба – " in text


def test_what_not_all_schools_say_is_not_said_of_all_children() -> None:
    text = told(note_of("02601000", audience="public"), "plainly")
    assert "Сведения представили не все школы (8 из 9); в ответивших профориентационную диагностику прошли 147" in text
    assert "каждый" not in text
    assert "°" not in text
    assert text.count("Сведения представили не все школы") == 1
    assert "В этих же школах профессиональные пробы прошли 276" in text


def test_every_why_of_a_dash_has_its_own_sign() -> None:
    text = told(note_of("02601000", audience="public"), "plain_table")
    assert "33,6°\n–°" in text
    assert "70,4\n–\n" in text
    assert "– Показатели, касающиеся отдельных групп детей" in text
    of_schools = told(note_of("02604000", audience="public"), "plain_table")
    assert "44,0\n–¹\n" in of_schools
    assert "28,6\n–²\n" in of_schools
    assert "–² Слишком мало, чтобы сравнивать." in of_schools
    assert "детей-участников" not in text
    assert "от 0 до 100" not in of_schools


def test_nothing_is_said_of_schools_of_which_nothing_is_known() -> None:
    text = told(amur_note("10632000"), "plainly", "plain_table")
    assert "1,9 %: детей-участников мало, чтобы судить об отличии" in text
    assert "вместе – 26,7 %.\n" in text
    assert "этих же школах" not in text
    look = "Дети участвуют целыми классами, а сведений по школам нет, поэтому любое отличие – повод присмотреться"
    assert text.count(look) == 1
    assert "38,5\n26,7\n" in text
    assert "0,8\n1,9*\n" in text
    assert "школ мало" not in text
    assert "школы очень различаются" not in told(amur_note("10635000"), "plainly")


def test_the_public_is_told_names_of_the_table_and_no_code_of_a_goal() -> None:
    assert "ОВЗ" not in told(note_of("02509000", audience="public"), "reading")
    assert "цель Ц" not in told(note_of("02000000", audience="public"), "preferences")
    stages = told(amur_note("10000000"), "stages")
    assert "вложенн" not in stages
    assert "мотивация" not in stages


def test_a_difference_the_internal_note_calls_seldom_is_not_called_chance_to_the_public() -> None:
    text = told(note_of("02702000", audience="public"), "plainly")
    assert "46,7 %: школы очень различаются, по одному году судить нельзя" in text


def test_who_the_others_are_and_why_little_may_be_concluded_is_told_the_public_once() -> None:
    text = told(note_of(OKRUG, audience="public"), "plainly")
    assert text.count("В остальных 10 муниципальных образованиях, где сведений достаточно, вместе – ") == 1
    assert "В остальных – 58,1 %: школ мало, чтобы судить об отличии." in text
    assert "В остальных – 40,0 %: и об этом отличии судить нельзя." in text


def test_of_how_many_schools_a_public_number_is_stands_under_the_table() -> None:
    of_trials = "Сведения приняты по показателю «Прошли профессиональные пробы» – по 8 школам из 9."
    assert of_trials in told(note_of(OKRUG, audience="public"), "plain_table")
    table = told(note_of("02509000", audience="public"), "plain_table")
    assert "Сведения приняты по 8 школам из 9." in table
    assert "Скрыто – чтобы по малым числам нельзя было узнать отдельных детей" in table
    assert "Сведения приняты" not in told(note_of("02506000", audience="public"), "plain_table")
    region = told(note_of("02000000", audience="public"), "plain_table")
    two = "по показателям «Прошли профессиональные пробы» и «Получили консультации» – по 115 школам из 119"
    assert f"Сведения приняты по 116 школам из 119; {two}." in region


def test_children_counted_once_stand_in_one_row_of_the_public_table() -> None:
    assert "из зарегистрированных" not in told(amur_note("10710000"), "plain_table")
    table = told(amur_note("10631000"), "plain_table")  # whose text tells of those registered
    assert "106 из 367" in table
    assert "106 из 1" not in table


def test_the_public_is_told_that_all_take_part_and_of_the_region_its_ends_and_the_year_before() -> None:
    assert "Профессиональные пробы прошли все 343 обучающихся." in told(
        note_of("02610000", audience="public"), "plainly"
    )
    region = told(note_of("02000000", audience="public"), "plainly")
    ends = "от 21,3 % (Берендейский муниципальный округ) до 68,5 % (Тридесятский район)"
    assert f"(57,8 %). В муниципальных образованиях – {ends}. В 2023/24 учебном году – 54,6 %." in region
    assert "69,8" not in region


@pytest.mark.parametrize(
    ("indicator", "k", "words"),
    [
        ("partner", 9, "Соглашения с предприятиями и организациями-партнёрами имеют 9 школ из 9 (100,0 %)"),
        ("ovz_guided", 7, "Профориентационной работой охвачены все 7 обучающихся с ОВЗ."),
        ("ovz_guided", 21, "Профориентационной работой охвачен 21 обучающийся с ОВЗ из 21 (100,0 %)"),
    ],
)
def test_all_are_told_of_pupils_with_a_verb_that_goes_with_all(indicator: str, k: int, words: str) -> None:
    bundle = copy.deepcopy(bundles()["02610000"])
    (row,) = [row for row in bundle["values"] if row["indicator"] == indicator]
    row |= {"numerator": k, "denominator": k}
    bundle["settings"]["headline"] = [indicator]
    assert words in told(noted(bundle), "plainly")


def test_a_goal_of_all_is_no_way_back() -> None:
    note = note_of("02610000")
    goals = {of: Target("reach", count, 343, 6, of="last", by="2025/26") for of, count in (("all", 343), ("some", 202))}
    assert goal_sentence(note, "1.1", goals["all"]).replace("\u00a0", " ") == "цель – все 343 (ещё 6)"
    assert goal_sentence(note, "1.1", goals["some"]).replace("\u00a0", " ") == "цель – вернуться к 58,9 % (ещё 6)"


def test_shares_are_said_in_words_only_where_the_words_are_near() -> None:
    told_plainly = told(note_of("02607000", audience="public"), "plainly")
    assert "(45,8 %). В остальных" in told_plainly
    assert "(65,1 %) – примерно" not in told_plainly


# ---- names of schools


def test_schools_are_named_by_their_numbers_where_these_tell_them_apart() -> None:
    names = [school(8), school(1), school(3), "Гимназия"]
    assert named([school(8)], "nominative", names) == "школа №\u00a08"
    assert named([school(8), school(1), school(3)], "prepositional", names) == "школах №\u00a08, 1 и 3"
    assert named(["Гимназия"], "genitive", names) == "школы «Гимназия»"
    twice = [*names, "Основная школа № 8"]
    assert named([school(8)], "nominative", twice) == f"школа «{school(8)}»"
    assert brief(school(8), names) == "школа №\u00a08"
    assert brief(school(8), twice) == school(8)


def test_the_region_begins_with_whom_nobody_reached_and_what_fell_not_with_good_news_alone() -> None:
    note = note_of("02000000")
    text = texts(sections.region_conclusions(note))
    nobody = "Обучающихся с ОВЗ, охваченных профориентационной работой, нет: Придуманский район (0 из 12)."
    assert nobody in text
    assert "снизилась с 76,4 до 73,0 % (больше всего – г. Образцовск и Лукоморский муниципальный округ)." in text
    assert (
        "у них выросла по сравнению с 2 предыдущими периодами в среднем на 25,7 п. п., у остальных 5 (не исполнили) "
        "– на 4,6 п. п." in text
    )
    assert "цель –" not in texts(sections.region_decide(note)), "the region's goal is of all, not of whom it names"
    assert nobody not in texts(sections.region_conclusions(note_of("02000000", audience="public")))


def test_a_quiet_note_says_what_cannot_be_judged_and_what_to_watch() -> None:
    text = texts(sections.conclusions(note_of("02602000")))
    assert "не требуется" not in text
    assert "Отставание от остальных не доказано ни по одному показателю; по 9 из 10 показателей сведений мало" in text
    decision = texts(sections.decide(note_of("02602000")))
    watch = "Держать под наблюдением и довести до целей года: консультации (ещё 86 чел.), "
    assert decision.startswith(f"Что решить.\n{watch}")
    assert decision.endswith("Исполнение: начальник управления образования (условная должность), до 01.06.2026.")
    assert texts(sections.recommendations(note_of("02602000"))) == "", "page one has told all of it"
    assert "под наблюдением" not in texts(sections.decide(note_of("02601000"))), "of most indicators nothing is known"


def test_what_no_goal_asks_for_is_not_to_be_watched() -> None:
    decisions = SimpleNamespace(recommendations=(WATCH, SHARE), plan=(LINE,))
    kept, plan = with_goals(decisions, {"trial": Target("keep", 5, 5)})  # type: ignore[arg-type]
    assert ([each.id for each in kept], [each.number for each in kept]) == (["share"], [1])
    assert plan[0].numbers == (1,)
    goals = {"trial": Target("reach", 6, 9, 1)}
    assert with_goals(decisions, goals) == ((WATCH, SHARE), (LINE,))  # type: ignore[arg-type]


WATCH = Recommendation(id="watch", to="body", text="держать под наблюдением", term="до 01.06", number=1, goals=True)
SHARE = Recommendation(id="share", to="institute", text="представить опыт", term="до 30.11", number=2)
LINE = PlanLine(id="1", activity=2, activity_title="", measure="Семинар", term="до 30.11", numbers=(2,))


def test_the_first_matter_is_explained_before_the_second_one() -> None:
    okrug, district = (texts(sections.matter(note_of(code))) for code in ("02509000", "02607000"))
    others = "остальные школы вместе – 54,96 % (144 из 262)"
    unnamed = "Причину низкой доли прошедших профориентационную диагностику орган управления образованием не назвал."
    assert okrug.startswith(f"В чём дело. В школе № 1 не хватает 30; {others}. {unnamed} Кроме того, профессиональные")
    assert district.startswith("В чём дело. Причину этого орган управления образованием не назвал. Кроме того, ")


def test_a_place_is_told_of_how_many_where_it_is_not_of_the_usual_number() -> None:
    shown = texts(sections.details(note_of("02607000"))) + texts(sections.summary(note_of("02607000")))
    assert "10 (9–10) из 10" in shown


def test_a_guide_of_whole_pupils_is_told_beside_the_level_it_reaches_not_as_its_share() -> None:
    """245 of 905 are 27.1 %, the level of the others is 27.0 %; 18 of 245 are asked for by another goal."""
    amur = bundles(dataset="amur-2020")
    text = texts(sections.decide(noted(copy.deepcopy(amur["10605000"]))))
    assert "ориентир – уровень остальных (27,0 %): 245 из 905 (ещё 99)" in text
    assert "ориентир – уровень остальных (5,1 %): 47 из 905 (ещё 40)" in text
    few = texts(sections.decide(noted(copy.deepcopy(amur["10645000"]))))
    assert "ориентир – 11 из 129 (8,5 %, ещё 9)" in few, "the others have 7,1 %"


def test_a_measure_is_said_to_have_come_to_one_thing_wherever_it_is_told() -> None:
    note = note_of("02509000")
    assert "(план – 35 %) не исполнена: «колледж" in texts(sections.matter(note))
    grounds = texts(sections.recommendations(note))
    assert "Прошли профессиональные пробы: мера прошлого года не исполнена; причина: «колледж" in grounds
    footnotes = texts(sections.execution(note))
    assert footnotes.endswith("* По школам, сведения которых приняты за оба периода."), "so has the table of page one"


def test_the_region_sets_nobody_beside_the_others_who_cannot_be() -> None:
    bundle = copy.deepcopy(bundles()["02000000"])
    bundle["settings"]["headline"] = ["exc69"]
    summary = texts(sections.region_summary(noted(bundle)))
    assert "37,9 – 67,7" in summary, "69,8 is of few of the schools of its place"
    assert "‡ По всем школам; по школам, сведения которых приняты за оба периода: " in summary


def test_page_one_of_the_region_names_a_few_with_their_numbers_and_counts_many() -> None:
    first, second, third = texts(sections.region_decide(note_of("02000000"))).split("\n")[1:]
    assert (
        "г. Образцовск (ещё 448), Китежский район (ещё 55), Кудыкинский муниципальный округ (ещё 8), г. Примерск (не "
        "ниже 40,4 %). Исполнение: региональный орган управления образованием, до 15.09.2025; прошли пробы (вместе): "
        "32,9 → 37,3 % (ещё 511)."
    ) in first
    assert ": 9 муниципальных образований (таблица [tbl-recommendations]); специалиста нет в 50 школах из 90." in second
    assert third.endswith("посещали курс (вместе): 62,2 → 71,7 % (ещё 628); остальные – в следующие годы.")
    amur = texts(sections.region_decide(noted(copy.deepcopy(bundles(dataset="amur-2020")["10000000"]))))
    assert ": 12 муниципальных образований (таблица [tbl-recommendations]). Исполнение: директора школ" in amur
    assert amur.count("(1 915 из 15 600, ещё 949)") == 1, "the goal of all is told once"


def test_the_table_calls_each_addressee_once_and_names_whom_a_decision_is_for() -> None:
    for code, dataset in (("02000000", "demo"), ("10000000", "amur-2020"), ("10605000", "amur-2020")):
        note = noted(copy.deepcopy(bundles(dataset=dataset)[code]))
        for table in (block for block in sections.recommendations(note) if block.kind == "table"):
            heads = [plain(row.cells[0]) for row in table.rows if row.kind == "group"]
            assert len(heads) == len(set(heads)), code
    text = texts(sections.recommendations(noted(copy.deepcopy(bundles(dataset="amur-2020")["10000000"]))))
    assert "по спискам школ: 12 муниципальных образований (названы под таблицей). Исполнение: директора школ" in text
    assert "Строка № 2: г. Благовещенск (ещё 1 103), Благовещенский район (ещё 241), " in text
    assert "ещё одно мероприятие: группа А, 8 муниципальных образований" in text
    assert "№ 10:" not in text, "the section on groups has named them"


def test_what_some_are_to_reach_is_the_sum_of_their_goals() -> None:
    """Recomputed from the goals of municipalities, of both shipped regions; no goal of all beside a part of them."""
    for code, dataset in (("02000000", "demo"), ("10000000", "amur-2020")):
        note = noted(copy.deepcopy(bundles(dataset=dataset)[code]))
        for asked in (one for one in note.bundle.recommendations if one.places and one.headline):
            id = asked_places.about(note, asked)
            people = sum(note.bundle.goals_of[id][place].next_year for place in asked.places)
            summed = asked_places.together(note, asked)
            assert (summed.people if summed else 0) == people
            if summed:
                points = [note.point(id, place) for place in asked.places]
                assert summed.now == tuple(sum(point.own[at] for point in points if point) for at in (0, 1))


def test_beside_named_municipalities_stands_no_number_of_the_whole_region() -> None:
    demo = texts(sections.recommendations(note_of("02000000")))
    assert "Прошли пробы: 32,7 → 37,4 % (ещё 570)" in demo, "3 983 of 12 175, who alone are asked for more"
    assert "Охвачены, 1–4 классы: 11,3 → 40,0 % (ещё 131)" in demo, "of a single one, as its own note"
    amur = noted(copy.deepcopy(bundles(dataset="amur-2020")["10000000"]))
    rows, first = texts(sections.recommendations(amur)), texts(sections.region_decide(amur))
    assert "Зарегистрированы: 18,1 → 28,2 % (ещё 2 675)" in rows, "4 793 of 26 510 in these twelve"
    assert "; зарегистрированы (вместе): 18,1 → 28,2 % (ещё 2 675)." in first
    assert "6,8 → 12,1 % (1 774 из 14 639, ещё 949)" in rows, "who named no municipality are in none of these"


def test_exchange_begins_with_what_page_one_does_and_tells_no_pair_twice() -> None:
    note = note_of("02000000")
    (table,) = (block for block in sections.region_exchange(note) if block.kind == "table")
    assert plain(table.rows[0].cells[0]).startswith("Мера «График профессиональных проб и экскурсий»")
    text = texts(sections.region_exchange(note))
    assert "«Диагностика в классе»" in text, "of the register, by an indicator of page one, from who lies above"
    assert "Семейные профессии" not in text, "of no indicator that is known"
    amur = noted(copy.deepcopy(bundles(dataset="amur-2020")["10000000"]))
    (table,) = (block for block in sections.region_exchange(amur) if block.kind == "table")
    rows = [tuple(plain(row.cells[at]) for at in (0, 2)) for row in table.rows if row.kind != "group"]
    parents = [pair for pair in rows if pair == ("Сковородинский район", "Магдагачинский район")]
    assert len(parents) == 1
    assert "перехода от регистрации к участию" in plain(table.rows[0].cells[0])


@pytest.mark.parametrize("dataset", ["demo", "amur-2020"])
def test_each_pair_of_the_region_is_told_by_both_of_its_municipalities_by_the_same_indicator(dataset: str) -> None:
    """Read from what is printed: learner, helper, indicator and the figure of the other one."""
    notes = {code: noted(copy.deepcopy(bundle)) for code, bundle in bundles(dataset=dataset).items()}
    region = next(note for note in notes.values() if note.is_regional)
    listed = set(_pairs_of_table(region))
    learnt, shared = set(), set()
    for code, note in notes.items():
        if note.is_regional:
            continue
        text = texts(sections.exchange(note))
        own = note.municipality(code).name
        learnt |= {(own, helper, about, figure) for helper, about, figure in _learnt(note, text)}
        shared |= {(learner, own, about, figure) for learner, about, figure in _shared(note, text)}
    assert listed
    assert learnt == {(learner, helper, about, theirs) for learner, helper, about, _, theirs in listed}
    assert shared == {(learner, helper, about, weak) for learner, helper, about, weak, _ in listed}


def _pairs_of_table(region: Note) -> Iterator[tuple[str, str, str, str, str]]:
    """Learner, helper, share, figures of both; measures are told apart from pairs."""
    (table,) = (block for block in sections.region_exchange(region) if block.kind == "table")
    about = None
    for row in table.rows:
        cells = [plain(cell).replace("\u00a0", " ") for cell in row.cells]
        if row.kind == "group":
            about = re.fullmatch(r"Опыт .+ \(показатель – (.+)\)", cells[0])
        elif about:
            learner, weak, helper, strong = cells
            yield learner, helper, about[1], weak, strong


def _learnt(note: Note, text: str) -> Iterator[tuple[str, str, str]]:
    for _, place, figures in re.findall(r"изучить опыт (.+?), накопленны[йе] в (.+?) \((.+?)\)\.", text):
        for said in figures.split("; "):
            about, figure = said.rsplit(" – ", 1)
            yield _called(note, "prepositional", place), about.rstrip(","), figure


def _shared(note: Note, text: str) -> Iterator[tuple[str, str, str]]:
    for places, about in re.findall(r"предлагается представить (.+?); в скобках – (.+?),?\.", text):
        for place, figure in re.findall(r"(?:, | и )?(.+?) \((.+?)\)", places):
            yield _called(note, "dative", place), about, figure


def _called(note: Note, case: str, form: str) -> str:
    (name,) = (
        place.name for place in note.bundle.municipalities if note.form(case, place.code).replace("\u00a0", " ") == form
    )
    return name


def test_what_others_have_to_wait_for_comes_not_after_what_they_do() -> None:
    """Places are told before days are set by them; psychologists are given, then shared, then told to their schools."""

    def terms(bundle: dict[str, Any], id: str) -> set[str]:
        return {one["term"] for one in bundle["recommendations"] if one["id"].split(":")[0] == id}

    amur = bundles(dataset="amur-2020")["10701000"]
    assert (terms(amur, "reach"), terms(amur, "divide")) == ({"до 20.05.2021"}, {"до 01.06.2021"})
    assert terms(bundles()["02000000"], "r-no-specialist") == {"до 15.09.2025"}
    assert terms(bundles()["02506000"], "specialist-shared") == {"до 01.10.2025"}
    assert terms(bundles()["02506000"], "specialist") == {"до 15.10.2025"}


def test_small_schools_stand_with_the_others_in_the_picture_of_contributions() -> None:
    """№ 3 and № 4 have fewer than ten pupils: tables give no numbers of theirs, nor does the picture."""
    note = note_of("02509000")
    gap = note.bundle.headlines[0].gap
    assert gap is not None
    small = [part.name for part in gap.parts if part.is_small]
    (picture,) = (block for block in sections.picture(note) if block.label == "fig-inside")
    told = [line.rpartition(" – ") for line in picture.alt.removesuffix(".").partition(": ")[2].split("; ")]
    assert small
    assert not {name for name, _, _ in told} & set(small)
    assert sum(int(number.replace("−", "-")) for _, _, number in told) == gap.people


def test_few_schools_are_not_called_few_pupils() -> None:
    text = texts(sections.completeness(note_of("02601000")))
    assert "По показателю «Имеют соглашения с партнёрами» для вывода мало школ" in text


def test_so_many_indicators_of_all_are_not_read_as_so_many_schools() -> None:
    assert "По 8 из 10 показателей для вывода мало школ" in texts(sections.completeness(note_of("02506000")))
    assert "По всем 10 показателям для вывода мало школ" in texts(sections.completeness(note_of("02509000")))


def test_words_of_a_cause_are_quoted_once_though_another_place_tells_them_shorter() -> None:
    table = texts(sections.recommendations(note_of("02506000")))
    assert "платформа диагностики с октября по декабрь была недоступна»" in table
    assert "платформа диагностики была недоступна" not in table
    assert table.count("причина: см. № 1") == 2
    assert says("нет мест, платформа не открылась", "платформа не открылась")
    assert not says("платформа не открылась", "платформа открылась")
    assert not says("нет мест", "мест")


def test_what_a_first_year_aims_at_is_called_one_thing_in_the_table_and_under_it() -> None:
    note = noted(copy.deepcopy(bundles(dataset="amur-2020")["10605000"]))
    text = told(note, "summary", "details")
    assert "Ориентир рассчитан от числа зарегистрированных, которое предлагается на 2021 год." in text
    assert "Цель рассчитана" not in text


def test_a_gap_to_the_plan_is_told_with_the_schools_that_make_it_and_what_the_others_have() -> None:
    assert "До плана прошлого года не хватает 34 обучающихся, из них 30 – в школах № 8 и 7." in texts(
        sections.matter(note_of("02604000"))
    )
    text = texts(sections.matter(note_of("02509000")))
    gap = (
        "До плана прошлого года не хватает 8 обучающихся: в школе № 1 – 11, остальные школы вместе – 36,3 % (95 из 262)"
    )
    assert f"{gap}." in text, "of eight eleven cannot be in one school"


def test_of_pupils_of_whom_little_may_be_told_schools_are_counted_and_an_older_decision_is_remembered() -> None:
    text = texts(sections.matter(note_of("02701000")))
    assert "Так же было и раньше: в 2023/24 учебном году" in text
    assert "Охваченных обучающихся с ОВЗ нет в 1 школе из 15, где такие обучающиеся есть (там 14 обучающихся)." in text
    act = "протокол от 25.11.2024 № 3, вопрос 1, пункт 1, срок – до 01.04.2025; исполнение не подтверждено"
    assert f"Решение об этом уже принято: {act}." in text
    about = "Причину низкой доли охваченных профориентационной работой обучающихся с ОВЗ"
    assert text.endswith(f"{about} орган управления образованием не назвал."), "not of the order told just before"
    assert "15)" not in text
    assert "№ 15" not in text


def test_a_target_once_reached_is_told_and_why_more_than_it_is_wanted() -> None:
    note = note_of("02509000")
    reached = "по школам, сведения которых приняты за оба периода, оно было достигнуто: 201 из 345."
    assert texts(sections.conclusions(note)).endswith(f"В 2023/24 учебном году {reached}")
    assert "было достигнуто" not in texts(sections.details(note_of("02607000"))), "53,1 % the year before"
    goal = "цель – вернуться к 58,3 % (ещё 42): целевое значение ниже уровня прошлого года"
    decided = texts(sections.decide(note))
    own = "в школе – 27 из 103, до целевого значения не хватает 30 обучающихся"  # ⌈103·0,55⌉ − 27
    assert f"ответственного в школе № 1. Исполнение: директор школы, до 15.09.2025; {own}." in decided
    assert f"Исполнение: руководитель органа управления образованием, до 01.10.2025; {goal}" in decided


def test_a_difference_that_chance_seldom_gives_is_no_flat_ground_and_no_decision_of_page_one_unless_told() -> None:
    note = note_of("02509000")
    assert note.value("ovz_guided").verdict == "same"
    assert "с ОВЗ" not in texts(sections.matter(note)) + texts(sections.decide(note))
    table = texts(sections.recommendations(note))
    assert table.count("Охвачены обучающиеся с ОВЗ: ниже остальных, но изредка и случай даёт такое\n") == 2
    assert "ниже остальных\n" in texts(sections.recommendations(note_of("02701000"))), "beyond all chance it is flat"


def test_what_is_due_by_the_day_of_an_order_is_the_list_and_the_goal_is_its_way() -> None:
    """Nobody is ordered by a day what the goal asks for in later years."""
    first = texts(sections.decide(note_of("02701000"))).splitlines()[1]
    assert first.startswith(
        "Составить по школам список обучающихся с ОВЗ, которые не охвачены профориентационной работой"
    )
    assert first.endswith("до 01.10.2025; цель – 55,8 % (ещё 40), все – к 2029/30.")
    nobody = texts(sections.decide(note_of("02607000"))).splitlines()[1]
    listed = "составить поимённый список (сейчас охвачено 0 из 12) и назначить ответственного"
    assert nobody.startswith(f"Профориентация обучающихся с ОВЗ: {listed}. Исполнение")
    assert "до 15.09.2025; цель – все 12 к 2026/27" in nobody


def test_schools_named_for_their_answers_do_not_get_the_goal_of_all() -> None:
    first, second, third = texts(sections.decide(note_of("02506000"))).splitlines()[1:]
    assert first.endswith("до 15.10.2025; там не хватает 134 обучающихся.")
    assert second.endswith("цель – 55,0 % (ещё 281).")
    assert third.endswith("цель – в пункте 2.")
    table = texts(sections.recommendations(note_of("02506000")))
    assert table.count("платформа диагностики с октября по декабрь") == 1, "a cause is quoted once, then pointed to"
    assert "причина: см. № 1" in table


def test_of_schools_with_a_cause_those_that_are_short_are_asked_and_the_cause_explains_no_others() -> None:
    """School № 1 has no specialist and the highest share; № 7, 4 and 2 have one and are short."""
    note = note_of("02604000")
    assert "специалиста нет в школах № 1, 3 и 8 (3 из 7)." in texts(sections.matter(note))
    others = "В школах № 7, 4 и 2, где этой причины по ответам нет, тоже не хватает 33 обучающихся; "
    others += "в школах № 5 и 1 – на 19 больше плана прошлого года."  # 20 + 33 − 19 = 34, which all of them lack
    assert others in texts(sections.matter(note))
    first = texts(sections.decide(note)).splitlines()[1]
    assert first.startswith("Консультации: закрепить в школах № 8 и 3 специалиста")
    assert first.endswith("до 15.10.2025; там не хватает 20 обучающихся.")


def test_a_school_where_nobody_was_reached_has_its_own_ground_and_goal() -> None:
    table = texts(sections.recommendations(note_of("02605000")))
    assert "Экскурсии на предприятия: охватить обучающихся школы № 4, где пока не участвовал никто" in table
    assert "никого в школе № 4\nдо 01.11.2025\nв школе – 0 из 98, цель – 50 (доля всего района)" in table
    decided = texts(sections.decide(note_of("02605000")))
    assert "директор школы, до 01.11.2025; в школе – 0 из 98, цель – 50 (доля всего района)." in decided


def test_heads_of_several_schools_read_what_these_have_and_whose_the_goal_is() -> None:
    note = note_of(OKRUG)  # 12 of 314, 18 of 114, 22 of 108
    own, goal = "в этих школах – 52 из 536; цель округа – ", "10,3 → 44,8 % (ещё 243)"
    assert f"до 15.09.2025; {own}вернуться к 44,8 % (ещё 243), далее 60 %" in texts(sections.decide(note))
    table = texts(sections.recommendations(note))
    assert f"\n{own}посещали курс «Россия – мои горизонты»: {goal}\n" in table
    assert "в этих школах – 41 из 137; см. № 3" in texts(sections.recommendations(note_of("02607000")))


def test_the_row_of_a_single_school_has_its_own_number_and_the_goal_stands_with_the_body() -> None:
    table = texts(sections.recommendations(note_of("02509000")))
    assert "в школе – 27 из 103, до целевого значения не хватает 30 обучающихся" in table
    assert "Прошли профориентационную диагностику: 46,8 → 58,3 % (ещё 42); остальные 152 – в следующие годы" in table


def test_what_all_are_ordered_by_a_day_is_a_schedule_and_never_the_thing_itself() -> None:
    orders = [indicator.words.get("task", "") for indicator in catalogue.load().indicators.values()]
    of_all = [text for text in map(str, orders) if re.search(r"обучающихся.*, которые (?:\w+ ){0,2}не ", text)]
    assert len(of_all) >= 5
    assert all(text.startswith("составить по школам") for text in of_all), of_all


def test_where_two_groups_of_schools_are_told_a_fall_that_few_made_is_told_without_a_verdict() -> None:
    text = texts(sections.matter(note_of(TOWN)))
    moved = "больше половины разницы – школы № 4 и 8: было 708 из 876, стало 490 из 920."  # 367 + 341, 205 + 285
    assert f"В 2023/24 учебном году было 74,9 %; {moved}" in text
    assert not re.search("снизил|снижени", text), "chance may have given it"


def test_a_decision_on_what_page_one_has_not_told_says_what_there_is_now() -> None:
    assert "до 15.09.2025; сейчас – 151 из 587; цель – 35,0 % (ещё 55)." in texts(sections.decide(note_of("02605000")))
    first = texts(sections.decide(note_of("02506000")))
    assert "сейчас" not in first, "«Главное» has told it"


@pytest.mark.parametrize("code", ["02503000", "02601000", "02605000", "02607000", "02702000"])
def test_the_note_counts_the_remarks_that_its_protocol_has(code: str) -> None:
    protocol = cut_quality(analyse(ROOT, "demo").results, None)["quality", code].protocol
    assert protocol is not None
    number = len(protocol.problems)
    assert f"в протоколе проверки данных – {number}" in texts(sections.completeness(note_of(code)))


def test_a_plan_that_was_reached_is_said_to_be_whatever_its_measure_came_to() -> None:
    text = texts(sections.execution(note_of("02602000")))
    assert "план достигнут, но изменение не больше обычных колебаний" in text
    assert "план достигнут, но мера не исполнена" in texts(sections.execution(note_of("02701000")))


def test_the_region_counts_measures_by_the_conclusions_of_the_municipal_notes() -> None:
    """«План достигнут, но …» of a municipal note is no «оценить нельзя» of the region's table."""
    region = note_of("02000000")
    (counts,) = (own for own in sections.execution(region) if isinstance(own, Table) and own.label == "tbl-executions")
    heads = [own.title for own in counts.columns]
    at = {word: heads.index(head) for head, word in SAID.items()}
    rows = {plain(line.cells[0]): [plain(cell) for cell in line.cells] for line in counts.rows}
    for place in region.bundle.municipalities:
        if line := rows.get(place.name):
            text = texts(sections.execution(note_of(place.code)))
            assert {word: text.count(word) for word in at} == {word: int(line[column]) for word, column in at.items()}
    assert [rows["Всего"][column] for column in at.values()] == ["7", "9"]


SAID = {"План достигнут, вывода о мере нет": "план достигнут, но", "Оценить нельзя": "оценить нельзя"}


def test_a_refused_planned_value_is_not_told_as_never_set() -> None:
    text = texts(sections.execution(note_of("02702000")))
    assert "плановое значение 130 % не принято (больше 100 %)" in text
    assert "плановое значение не установлено" not in text


def test_who_planned_a_measure_and_did_not_carry_it_out_is_not_said_not_to_have_taken_it() -> None:
    note = note_of("02000000")
    (picture,) = (block for block in sections.region_picture(note) if block.kind == "figure")
    shown = " ".join([picture.alt, picture.caption, texts(sections.effect(note))])
    assert "Остальные" in picture.alt
    assert "остальные 5 (не исполнили) – +4,6 п. п." in shown
    untold = "Вымышленский район (исполнение не представлено)"
    best = "Сказовский район (во все прежние периоды доля наилучшая, улучшиться не могла)"
    assert f"Не сравниваются: {untold}; {best}." in shown
    assert not re.search("приня[лв]", shown)


def test_causes_of_the_closed_list_are_told_once_and_not_as_words_of_the_place() -> None:
    text = texts(sections.exchange(note_of("02701000")))
    assert "Учтены названные здесь причины: нет специалиста; мест у колледжа нет. По ответам школ" in text


def test_what_the_region_asks_for_a_cause_is_told_here_with_who_by_when_and_the_own_goal() -> None:
    """Nine municipalities are told in the region's decision: whoever reads one of their notes finds it there."""
    text = texts(sections.exchange(note_of("02602000")))
    asked = "нет специалиста – предложено предусмотреть педагогов-психологов на несколько школ"
    who = "региональный орган управления образованием, до 15.09.2025"
    assert f"{asked} ({who}; здесь получили консультации: 41,8 → 52,0 % (ещё 86)). По ответам школ" in text
    kept = texts(sections.exchange(note_of("02610000")))
    assert "причина: нет специалиста. По" in kept, "the goal is to keep: nobody more is asked for"
    region = texts(sections.region_decide(note_of("02000000")))
    assert "Предусмотреть педагогов-психологов на несколько школ" in region


def test_a_region_without_measures_and_stages_shows_where_its_municipalities_lie_and_who_lacks_most() -> None:
    bundle = copy.deepcopy(bundles()["02000000"])
    bundle["effect"], bundle["synthesis"] = None, None
    note = noted(bundle)
    (picture,) = (block for block in sections.region_picture(note) if block.kind == "figure")
    assert picture.label == "fig-along"
    assert "от 25,7\u00a0% (Китежский район) до 100,0\u00a0% (Сказовский район)" in picture.alt
    assert "До целей года (прошли пробы) не хватает" in texts(sections.region_conclusions(note))


def test_too_many_of_whom_the_goal_wants_fewer_are_not_lacking() -> None:
    bundle = copy.deepcopy(bundles()["02000000"])
    bundle["effect"], bundle["synthesis"] = None, None
    bundle["passports"]["trial"]["polarity"] = "low"
    text = texts(sections.region_conclusions(noted(bundle)))
    assert re.search(r"Сверх целей года \(прошли пробы\) – [\d ]+ обучающихся, из них [\d ]+ – г. Образцовск\.", text)
    assert "не хватает" not in text


def test_a_measure_that_nothing_has_named_is_named_where_its_failures_are_told() -> None:
    bundle = copy.deepcopy(bundles()["02000000"])
    assert "Эту меру планировали и не исполнили 5" in texts(sections.region_matter(noted(bundle)))
    bundle["synthesis"]["measures"][0]["mean_done"] = None
    text = texts(sections.region_matter(noted(bundle)))
    assert "Меру «График профессиональных проб и экскурсий» планировали и не исполнили 5" in text


def test_remarks_of_several_years_are_among_all_once() -> None:
    bundle = copy.deepcopy(bundles()["02000000"])
    bundle["remarks"] = {"2022/23": 1, "2023/24": 2, "2024/25": 1}
    text = texts(sections.region_completeness(noted(bundle)))
    assert "– 4, из них за 2022/23 учебный год – 1, за 2023/24 учебный год – 2." in text


def test_the_heading_names_all_that_stands_under_it() -> None:
    bundle = copy.deepcopy(bundles()["02000000"])
    bundle["synthesis"] = None
    for rows in bundle["everyone"].values():
        for row in rows:
            if row["code"] == OKRUG:
                row["numerator"] = None
    bundle["settings"]["difficulties"] = [{"text": "в школах нет интернета", "short": "нет интернета"}]
    (title, *_) = sections.region_causes(noted(bundle))
    assert title.text == "Затруднения и полнота сведений"


def test_a_fall_below_a_point_of_the_whole_region_is_not_told() -> None:
    bundle = copy.deepcopy(bundles()["02000000"])
    row = bundle["region_values"]["rmg"]
    row["previous_numerator"] = row["previous_denominator"] * (row["numerator"] + 100) // row["denominator"]
    assert "снизилась" not in texts(sections.region_conclusions(noted(bundle)))


def test_what_is_told_of_stages_is_told_once_and_lists_of_names_have_an_end() -> None:
    amur = noted(copy.deepcopy(bundles(dataset="amur-2020")["10000000"]))
    text = "\n".join(texts(getattr(sections, name)(amur)) for name in ("region_table", "stages"))
    assert text.count("82,5") == text.count("18 879") == 1
    assert "зарегистрировано родителей – 3 046" in text
    assert "Михайловский район*" in texts(sections.groups(amur))
    note = note_of("02000000")
    causes = texts(sections.region_causes(note))
    assert "те же слова, что в строке «Нет специалиста» – Берендейский муниципальный округ" in causes
    assert "По ответам школ специалиста нет в 68 из 116: " in causes
    assert causes.count("в трёх школах нет педагога-психолога") == 1
