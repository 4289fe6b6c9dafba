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
    assert "На город приходится 8,2 % обучающихся и 28,6 % посетивших мероприятия." in text
    assert (
        "1 486 зарегистрированных обучающихся (85,8 %) не посетили ни одного мероприятия – это наибольшая доля" in text
    )
    assert "потерь из известных этапов; в остальных 28 муниципальных образованиях вместе – 94,2 %." in text
    assert "46,5 (1 731 из 3 723)" in text
    assert "3 (3–7)" in text


def test_a_zero_is_said_of_those_who_named_the_place(bundles: Any) -> None:
    text = told(note_of(bundles, "10621000"), "conclusions", "matter", "summary")
    assert "указавших Завитинский район, нет" in text
    assert not re.search(r"(?<!\d)0,0 %", text)


def test_a_fragile_verdict_is_called_so(bundles: Any) -> None:
    note = note_of(bundles, "10632000")  # 1 of 110 participants without a municipality changes the verdict
    assert re.search("Вывод о показателе .+ неустойчив: он изменился бы", told(note, "completeness"))


@pytest.mark.parametrize(
    ("flips", "words"),
    [(1, "1 из 110 участников без указания муниципального образования был из города"),
     (5, "5 из 110 участников без указания муниципального образования были из города")],
)  # fmt: skip
def test_the_verb_agrees_with_the_number(bundles: Any, flips: int, words: str) -> None:
    note = note_of(bundles, "10730000")
    row = replace(note.value("bvb_attended") or Value(), flips_at=flips, verdict="below")
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
    names = [note.passport(row.indicator).short for row in note.judged()]
    words = plain(table.notes[-1]).replace("\u00a0", " ")
    if grade in ("full", "checked"):
        assert "Качество" not in words, "where nothing is to be doubted nothing is said"
        return
    assert words.startswith(f"Качество сведений: {printed_rules.quality(grade, USUAL)} – ".replace("\u00a0", " "))
    assert all(name.replace("\u00a0", " ") in words for name in names)


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
    text = told(note, "stages", "region_completeness", "region_conclusions")
    assert "2 424 по сумме строк, 2 423 в итоговой строке источника" in text
    assert re.search(r"К исходным таблицам – \d+ замечани\w+; каждое с ячейкой", text)
    assert "735 из них указали только «Амурская область»" in text


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
    bundle["settings"]["also"] = ["bvb_attended", "bvb_repeat"]
    said = told(noted(bundle), "region_table")
    assert "«Посетили одно или более мероприятий» – 2,1 % (966 из 45 433)" in said
    assert "Два или более мероприятий посетили" in said
