"""Sections of a note: words that change with the data, read from bundles of the real dataset and of changed ones."""

import copy
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace
from noted import as_json, changed, each_value, noted

from careerstats import printed_rules
from careerstats.blocks import Block, plain
from careerstats.bundles import cut
from careerstats.contracts.rules import USUAL
from careerstats.contracts.values import Facts, Quality, Value
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.pipeline.monitoring import analyse

ROOT = Path(__file__).parent.parent
MUNICIPAL = (
    "title", "conclusions", "matter", "decide", "summary", "details", "recommendations", "execution", "completeness",
    "signature", "origin", "calculations",
)  # fmt: skip


@pytest.fixture(scope="module")
def bundles() -> dict[tuple[str, str], Any]:
    found = cut(analyse(ROOT, "amur-2020").results)
    return {f"{notebook} {code}": as_json(bundle) for (notebook, code), bundle in found.items()}


def note_of(bundles: dict[Any, Any], code: str, notebook: str = "municipality") -> Note:
    return noted(copy.deepcopy(bundles[f"{notebook} {code}"]))


def texts(blocks: list[Block]) -> list[str]:
    found = []
    for block in blocks:
        found += [plain(block.runs)] if block.kind == "paragraph" else []
        found += [plain(item) for item in block.items] if block.kind == "list" else []
        found += [block.text] if block.kind == "heading" else []
        if block.kind == "table":
            found += [plain(cell) for row in block.rows for cell in row.cells]
            found += [plain(note) for note in block.notes]
    return [text.replace("\u00a0", " ") for text in found]


def told(note: Note, *names: str) -> str:
    return "\n".join(text for name in names for text in texts(getattr(sections, name)(note)))


def headline(kind: str, indicator: str, **more: Any) -> dict[str, Any]:
    return {"number": more.pop("number", 1), "kind": kind, "indicator": indicator, "weight": {"pupils": 1}, **more}


STAGE = {
    "before": "K_reg",
    "after": "K_att1",
    "entered": 1731,
    "passed": 245,
    "indicator": "bvb_attended_of_registered",
}


def test_page_one_of_belogorsk_is_that_of_the_model(bundles: Any) -> None:
    note = note_of(bundles, "10710000")
    lost = headline("stage", "bvb_attended_of_registered", number=2, stage=STAGE, stages=[STAGE])
    ranked = changed(note, headlines=[headline("strength", "bvb_attended"), lost])
    text = told(ranked, "conclusions", "matter", "summary")
    assert (
        "посетили 245 обучающихся из 3 723 (6,6 %) – наибольшее значение из 29 (с учётом случайности место – 1–5)"
        in text
    )
    assert "; в остальных 28 муниципальных образованиях вместе – 1,5 %." in text
    assert "На город приходится 8,2 % обучающихся и 28,6 % посетивших мероприятия, муниципальное образование" in text
    assert (
        "Из 1 731 зарегистрированного 1 486 (85,8 %) не посетили ни одного мероприятия; в остальных 28 муниципальных "
        "образованиях вместе – 94,2 %." in text
    )
    assert "46,5 (1 731 из 3 723)" in text
    assert "3 (3–7)" in text


def test_a_zero_is_said_of_those_who_named_the_place(bundles: Any) -> None:
    text = told(note_of(bundles, "10621000"), "conclusions", "matter", "summary")
    assert "указавших Завитинский район, нет" in text
    assert not re.search(r"(?<!\d)0,0 %", text)


def test_a_fragile_verdict_is_called_so(bundles: Any) -> None:
    note = note_of(bundles, "10632000")  # 1 of 110 participants without a municipality changes the verdict
    assert (
        "Если хотя бы 1 из 110 участников без указания муниципального образования – из района, отличие от остальных по "
        "показателю «Посетили одно или более мероприятий, из зарегистрированных» уже может быть случайным."
        in told(note, "completeness")
    )


@pytest.mark.parametrize(("code", "words"), [("10730000", "хотя бы 5 из 110"), ("10649000", "хотя бы 8 из 110")])
def test_of_fragile_verdicts_that_of_page_one_is_named(bundles: Any, code: str, words: str) -> None:
    assert words in told(note_of(bundles, code), "completeness")


def test_page_one_is_not_taken_back_by_what_nobody_can_say(bundles: Any) -> None:
    for code in ("10710000", "10621000", "10775000"):
        text = told(note_of(bundles, code), "completeness")
        assert "Сведений по школам нет. Обучающиеся участвуют целыми классами, поэтому часть отличий" in text
        assert "нетвёрд" not in text


def test_what_is_decided_is_told_where_and_why(bundles: Any) -> None:
    text = told(note_of(bundles, "10710000"), "matter")
    assert "1 992 обучающихся (53,5 %) на платформе не зарегистрированы" in text
    assert "Причина не названа, сведений о записи на мероприятия и по школам нет" in text
    assert "по области не записались 90,9 % зарегистрированных" in text


def test_a_place_begins_with_what_it_differs_by(bundles: Any) -> None:
    begins = {
        "10640000": "Практические мероприятия Проекта (профессиональные пробы) посетили 26 обучающихся",
        "10654000": "На платформе Проекта зарегистрировано 295 обучающихся из 754",
        "10615000": "На платформе Проекта зарегистрированы 162 обучающихся из 1 323",
        "10701000": "Из 2 536 зарегистрированных 2 437 (96,1 %) не посетили",
        "10775000": "Из 204 зарегистрированных 193 (94,6 %) не посетили ни одного мероприятия; в остальных 28 "
        "муниципальных образованиях вместе – 93,0 %, отличие может быть случайным.",
    }
    for code, words in begins.items():
        assert told(note_of(bundles, code), "conclusions").startswith(f"Главное. {words}")


def test_nobody_who_named_the_place_came_and_that_is_compared_with_no_one(bundles: Any) -> None:
    text = told(note_of(bundles, "10621000"), "matter")
    assert "нет (зарегистрированы – 53; 110 участников области муниципальное образование не указали)." in text
    assert "92,9" not in text


def test_a_difference_that_printed_shares_do_not_give_is_called_exact(bundles: Any) -> None:
    """27,2 − 6,1 is 21,1; of the exact shares it is 21,2."""
    text = told(note_of(bundles, "10621000"), "conclusions")
    assert (
        "на 21,2 п. п. меньше, чем в остальных 28 муниципальных образованиях вместе (27,2 %), разность – по точным"
        in text
    )
    assert "точным" not in told(note_of(bundles, "10605000"), "matter")


@pytest.mark.parametrize(
    ("flips", "words"),
    [(1, "1 из 110 участников без указания муниципального образования обучался за пределами города"),
     (5, "5 из 110 участников без указания муниципального образования обучались за пределами города")],
)  # fmt: skip
def test_the_verb_agrees_with_the_number(bundles: Any, flips: int, words: str) -> None:
    note = note_of(bundles, "10730000")
    row = replace(note.value("bvb_attended") or Value(), flips_at=flips, verdict="above")
    assert words in phrases.flips_clause(note, row)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 21, 22, 101, 875])
def test_headlines_agree_for_any_number(bundles: Any, count: int) -> None:
    note = note_of(bundles, "10621000")
    values = (replace(row, numerator=min(count, row.own.denominator)) for row in note.bundle.values)
    note = changed(note, values=tuple(values))
    text = told(note, "conclusions", "summary", "details")
    assert not re.search(r"\b\d*[05-9]1? зарегистрирован \d", text)
    assert "None" not in text
    assert "{" not in text


def test_two_municipalities_are_spoken_of_in_the_singular(bundles: Any) -> None:
    note = note_of(bundles, "10710000")
    assert "в другом муниципальном образовании – " in told(each_value(note, reported=2), "conclusions")


def test_without_data_sections_say_so_and_figures_are_left_out(bundles: Any) -> None:
    note = changed(note_of(bundles, "10710000"), headlines=[])
    note = each_value(note, numerator=None, facts=Facts(why="not_reported"), verdict="not_comparable")
    assert "не представлены" in told(note, "conclusions")
    assert not [block for block in (*sections.picture(note), *sections.details(note)) if block.kind == "figure"]
    assert sections.summary(note) == sections.calculations(note) == []


@pytest.mark.parametrize("grade", [grade for grade in get_args(Quality) if grade])
def test_the_grade_of_every_value_stands_in_small_print_under_its_calculation(bundles: Any, grade: Quality) -> None:
    note = each_value(note_of(bundles, "10710000"), quality=grade)
    [table] = [block for block in sections.calculations(note) if block.kind == "table"]
    words = plain(table.notes[-1]).replace("\u00a0", " ")
    if grade in ("full", "checked"):
        assert "Качество" not in words, "where nothing is to be doubted nothing is said"
        return
    assert words.startswith(f"Качество сведений: {printed_rules.quality(grade, USUAL)} – ".replace("\u00a0", " "))
    assert words.endswith(" – по всем 5 показателям."), "more than can be read are counted"
    rows = [replace(row, quality="full" if at else grade) for at, row in enumerate(note.bundle.values)]
    note = changed(note, values=rows)
    [table] = [block for block in sections.calculations(note) if block.kind == "table"]
    words = plain(table.notes[-1]).replace("\u00a0", " ")
    assert words.endswith(f" – {phrases.quoted(note.passport(rows[0].indicator).short)}; по остальным сведения полные.")


def test_an_uncompared_municipality_gets_its_figures_and_the_reason(bundles: Any) -> None:
    note = changed(note_of(bundles, "10710000"), headlines=[])
    why = Facts(why="part_over_whole")
    unlike = each_value(
        note, numerator=9, denominator=5, verdict="not_comparable", facts=why, flips_at=None, stands_out=False
    )
    text = told(unlike, "conclusions", "summary")
    assert "Нельзя сравнить: часть (9) больше целого (5)" in text
    assert "больше, чем" not in text


def test_no_places_where_all_differ_by_chance_only(bundles: Any) -> None:
    note = note_of(bundles, "10710000")
    alike = {id: replace(spread, p_value=1.0) for id, spread in note.bundle.spread.items()}
    chance = changed(note, spread=alike, standing={}, headlines=[headline("strength", "bvb_attended")])
    text = told(chance, "conclusions", "summary", "details")
    assert "наибольш" not in text
    assert "место" not in text
    region = note_of(bundles, "10000000", "region")
    assert "различаются не больше, чем дал бы случай" in told(changed(region, spread=alike), "region_matter", "method")


def test_names_without_case_forms_are_worded_neutrally(bundles: Any) -> None:
    note = note_of(bundles, "10710000")
    bare = dict.fromkeys(("genitive", "dative", "prepositional"), "")
    places = tuple(replace(place, **bare) for place in note.bundle.municipalities)
    note = changed(note, territory=replace(note.territory, **bare), municipalities=places)
    text = told(note, *MUNICIPAL, "exchange")
    assert "муниципального образования «г. Белогорск»" in plain(sections.title(note)[0]["lead"]).replace("\u00a0", " ")
    assert "муниципальному образованию «г. Свободный»" in text


def test_the_regional_note_tells_both_totals_and_what_is_wrong_in_the_table(bundles: Any) -> None:
    note = note_of(bundles, "10000000", "region")
    text = told(note, "stages", "region_completeness", "region_table")
    assert "2 424 по сумме строк, 2 423 в итоговой строке источника" in text
    assert re.search(r"Замечаний к исходным сведениям в протоколе проверки данных – \d+\.", text)
    assert "Участники, указавшие только «Амурская область»" in text


def test_every_municipality_gets_every_section(bundles: Any) -> None:
    for name in bundles:
        if name.startswith("municipality"):
            note = noted(bundles[name])
            words = told(note, *MUNICIPAL)
            assert not re.search(r"None|nan\b|\{|\}|  |\.\.| ,|\bTrue\b", words), name


def test_own_words_are_paragraphs_of_the_dataset(bundles: Any) -> None:
    note = note_of(bundles, "10710000")
    note = changed(note, texts={"conclusions": "Первый\nабзац.\n\nВторой."})
    assert texts(sections.conclusions(note))[-2:] == ["Первый абзац.", "Второй."]


def test_also_names_what_has_a_sentence_of_its_own_and_what_has_none(bundles: Any) -> None:
    bundle = copy.deepcopy(bundles["region 10000000"])
    bundle["settings"]["also"] = ["bvb_attended", "bvb_tests_per_pupil", "bvb_repeat"]
    said = told(noted(bundle), "stages")
    assert "«Посетили одно или более мероприятий» – 2,1 % (966 из 45 433)" in said
    assert "Пройдено тестов – 18 879" in said
    assert "Два или более мероприятий посетили" not in said, "the table of stages tells it"
