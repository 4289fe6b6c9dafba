"""Appendices of a note: tables that add up, words without verdicts, nothing where there are no data."""

import copy
import re
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import nbformat
import pytest
from helpers.regions import ROOT, amur
from hypothesis import given
from hypothesis import strategies as st
from noted import as_json, noted

from careerstats import catalogue
from careerstats.audiences import PUBLIC
from careerstats.blocks import Block, Items, Paragraph, Table, plain
from careerstats.bundles import cut
from careerstats.bundles.by_school import partitions
from careerstats.contracts.appendices import Claim
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import NO_DATA, Case
from careerstats.decisions.findings.remains import claims_not_met
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.pipeline.monitoring import analyse

NEW = ("goals", "preferences", "self_diagnosis", "profminimum", "schools")
OKRUG, TOWN, MISSPELT, REGION = "02503000", "02701000", "02607000", "02000000"


@cache
def bundles() -> dict[str, Any]:
    results = analyse(ROOT, "demo").results
    settings = msgspec.structs.replace(results.dataset.settings, goal_tasks=("Ц1", "Ц2"))
    found = cut(replace(results, dataset=replace(results.dataset, settings=settings)))
    return {code: as_json(bundle) for (_, code), bundle in found.items()}


CODES = sorted(bundles())


def note_of(code: str, **changes: Any) -> Note:
    """The note of a place, with contents of some appendices changed."""
    data = copy.deepcopy(bundles()[code])
    data["appendices"] |= changes
    return noted(data)


def blocks_of(note: Note, *names: str) -> list[Block]:
    return [block for name in names or NEW for block in getattr(sections, name)(note)]


def lines(block: Block) -> list[list[str]]:
    return [[plain(cell).replace("\u00a0", " ") for cell in row.cells] for row in block.rows]


def tables(note: Note, *names: str) -> list[Block]:
    return [block for block in blocks_of(note, *names) if block.kind == "table"]


def text(note: Note, *names: str) -> str:
    found = []
    for block in blocks_of(note, *names):
        found += [plain(block.runs)] if block.kind == "paragraph" else []
        found += [plain(item) for item in block.items] if isinstance(block, Items) else []
        found += [plain(note) for note in block.notes] if isinstance(block, Table) else []
        found += [block.text] if block.kind == "heading" else []
        found += [cell for line in lines(block) for cell in line] if block.kind == "table" else []
    return "\n".join(found).replace("\u00a0", " ")


# ---- all of them


def test_nothing_is_said_where_there_are_no_data() -> None:
    for bundle in cut(amur().results).values():
        assert blocks_of(noted(as_json(bundle))) == []


@pytest.mark.parametrize("code", CODES)
def test_no_heading_stands_alone_and_every_table_is_captioned(code: str) -> None:
    note = note_of(code)
    for name in NEW:
        found = blocks_of(note, name)
        assert [block.kind for block in found].count("heading") < len(found)
        assert found[0].appendix
        refs = {run.ref for block in found if isinstance(block, Paragraph) for run in block.runs} - {""}
        labels = {block.label for block in found if block.kind in ("table", "figure")}
        assert refs <= labels
        assert all(block.caption for block in found if block.kind == "table")


@pytest.mark.parametrize("code", CODES)
def test_no_verdicts_no_ranks_no_holes(code: str) -> None:
    told = re.sub(r"(ниже|выше) базового", "", text(note_of(code)))  # names of levels
    assert not re.search(r"\b(ниже|выше|лучш\w+|худш\w+|лидер\w*|отста\w+|место|ранг\w*|значимо)\b", told)
    assert not re.search(r"None|nan|[{}]|местность=|компетенция=", told)


@pytest.mark.parametrize("name", ["municipality", "region"])
def test_notebooks_show_them_after_the_signature_and_the_line_on_the_method(name: str) -> None:
    book = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    nbformat.validate(book)
    sources = [cell.source for cell in book.cells]
    places = [sources.index(f"sections.{one}(note)") for one in ("signature", "origin", *NEW)]
    assert places == sorted(places)
    assert not any(cell.get("outputs") for cell in book.cells)


# ---- preferences


def preference(numbers: list[int], **changes: Any) -> dict[str, Any]:
    counts = sorted(((f"к{at:02}", number) for at, number in enumerate(numbers)), key=lambda pair: (-pair[1], pair[0]))
    one = bundles()[OKRUG]["appendices"]["preferences"][0]
    return one | {"counts": counts, "region": {name: 2 * number for name, number in counts}} | changes


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30).filter(any))
def test_rows_of_choices_add_up_to_the_total_whatever_is_chosen(numbers: list[int]) -> None:
    (table,) = tables(note_of(OKRUG, preferences=[preference(numbers)]), "preferences")
    *body, total = lines(table)
    assert sum(int(line[1].replace(" ", "")) for line in body) == sum(numbers) == int(total[1].replace(" ", ""))
    assert total[2:] == ["100,0", "100,0"]
    assert all(own == region for _, _, own, region in body)  # the region was made twice the municipality
    assert len(body) <= 11
    assert not any(line[0] == "Прочие (1)" for line in body)


def test_choices_are_not_pupils_and_the_passport_says_why() -> None:
    told = text(note_of(TOWN), "preferences")
    assert "Чаще других" not in told, "the five largest stand in the table beside the region's shares"
    whole = text(note_of(REGION), "preferences")
    assert "чаще других выбирают: Поварское дело – 1 302 выбора (15,0 %); Сварочные технологии – 1 030" in whole
    assert "Число выборов не равно числу обучающихся: обучающийся, выбравший несколько" in told


def test_people_by_category_are_people_and_no_preferences() -> None:
    told = text(note_of(OKRUG, preferences=[preference([30, 20, 10, 5], people=True, region={})]), "preferences")
    assert "Распределение по категориям" in told
    assert "Больше всего: к00 – 30 человек" in told
    assert "выборов" not in told.replace("числа выборов", "")


@pytest.mark.parametrize(
    ("numbers", "named"), [([9, 5, 5, 5, 1], ["к00"]), ([9, 8, 7, 1], ["к00", "к01", "к02"]), ([4, 4, 4, 4], [])]
)
def test_of_equals_all_are_named_as_first_or_none(numbers: list[int], named: list[str]) -> None:
    note = note_of(OKRUG, preferences=[preference(numbers, region={})])
    told = text(note, "preferences")
    found = re.findall(r"к\d\d(?= – )", told)
    assert found == named


def test_a_category_without_data_is_in_the_table_and_its_want_is_said() -> None:
    (table,) = tables(note_of(MISSPELT), "preferences")
    assert ["Поварское дело", "нет данных", "–", "15,0"] in lines(table)
    assert "По категории «Поварское дело» сведений нет; в общее число она не вошла" in text(note_of(MISSPELT))
    assert "не учтено муниципальное образование Придуманский район" in text(note_of(REGION), "preferences")


# ---- schools and parts


@pytest.mark.parametrize("code", [code for code in CODES if code != REGION])
def test_shares_by_school_come_from_their_counts(code: str) -> None:
    table = tables(note_of(code), "schools")[0]
    shares = re.findall(r"([\d ]+) из ([\d ]+) \(([\d,]+) %\)", text(note_of(code), "schools"))
    assert shares
    for k, n, share in shares:
        part, whole = (int(number.replace(" ", "")) for number in (k, n))
        tenths = (2000 * part + whole) // (2 * whole)
        assert share == f"{tenths // 10},{tenths % 10}"
        assert part <= whole
        assert whole >= 10
    assert len(lines(table)) == len(bundles()[code]["appendices"]["schools"]["schools"])


def test_a_small_school_has_neither_numbers_nor_a_share() -> None:
    small = {"indicators": ["1.1"], "schools": [{"name": "Школа А", "shares": [{"why": "small"}]}]}
    note = note_of(OKRUG, schools=small, partitions=[])
    assert lines(tables(note, "schools")[0]) == [["Школа А", "менее 10 обучающихся"]]
    assert "один обучающийся меняет долю более чем на 10 п. п." in text(note, "schools")


def test_more_participants_than_pupils_give_no_share() -> None:
    told = text(note_of(OKRUG), "schools")
    assert "121 из 114*" in told
    assert "106" not in told
    assert "* Число участников больше численности: доля не рассчитана" in told


def test_schools_without_usable_numbers_are_named() -> None:
    told = text(note_of(TOWN), "schools")
    assert "По 1 школе пригодных для расчёта сведений нет: Средняя школа № 16 города Примерска." in told
    assert "«Нет данных» – сведения не представлены или не приняты" in told


def test_the_region_counts_schools_and_names_none() -> None:
    table, parts = tables(note_of(REGION), "schools")
    assert lines(table)[-1] == ["ИТОГО (12 МО)", "119", "116", "115"]
    assert ["Вымышленский район", "9", "8", "8"] in lines(table)
    assert "Средняя школа" not in text(note_of(REGION), "schools")
    assert lines(parts)[-1] == ["Всего", "9 560 из 16 531 (57,8 %)", "6 609 из 16 417 (40,3 %)"]


def test_groups_that_do_not_make_up_the_whole_are_called_so() -> None:
    groups = [["9", 5, 20], ["11", 6, 30]]
    part = {"indicator": "1.1", "axis": "классы", "groups": groups, "numerator": 20, "denominator": 60}
    note = note_of(OKRUG, partitions=[part])
    told = text(note, "schools")
    assert tables(note, "schools")[-1]["caption"].startswith("Показатели по классам")
    assert "9 класс" in told
    assert "Группы вместе не составляют общей численности" in told


def test_beside_the_plain_share_stands_that_at_the_common_structure() -> None:
    """Of 1.1 in ten districts of село and центр: (3835 × 413/587 + 2060 × 50/114) / 5895 = 61,1 %; plain 66,0 %."""
    note = note_of("02503000")
    parts = tables(note, "schools")[-1]
    assert [line for line in lines(parts) if line[0] in ("Всего", "При общем составе")] == [
        ["Всего", "463 из 701 (66,0 %)"],
        ["При общем составе", "61,1 %"],
    ]
    assert "если бы группы соотносились, как во всех муниципальных образованиях вместе" in text(note, "schools")
    assert "если бы группы соотносились" not in text(note_of(REGION), "schools")


def test_no_common_structure_where_groups_of_a_place_are_not_all_known_or_for_the_public() -> None:
    results = analyse(ROOT, "demo").results
    values = results.values
    lost = (values["code"] == "02506000") & (values["breakdown"] == "местность=село") & (values["indicator"] == "1.1")
    partly = partitions(replace(results, values=values.assign(numerator=values["numerator"].mask(lost))))
    assert [part.standard for part in partly["02503000"]] == [None]
    assert [part.standard is None for part in partly["02602000"]] == [True, False]
    assert not any(part.standard for parts in partitions(replace(results, audience=PUBLIC)).values() for part in parts)


# ---- self-diagnosis and профминимум


def test_self_diagnosis_stands_beside_the_region_and_its_bands_are_not_official() -> None:
    (table,) = tables(note_of(TOWN), "self_diagnosis")
    assert ["Здоровье", "15", "7,4", "49,6", "55,7", "ниже базового"] in lines(table)
    assert lines(table)[-1] == ["Все направления вместе", "151", "88,1", "58,3", "60,7", "–"]
    told = text(note_of(TOWN), "self_diagnosis")
    assert "официально не утверждены и приведены справочно" in told
    assert "Сведения представили 16 из 16 школ." in told, "said once where all directions were answered by the same"
    assert len(tables(note_of(REGION), "self_diagnosis")[0]["columns"]) == 5


def test_a_direction_nobody_reported_is_in_no_total() -> None:
    told = copy.deepcopy(bundles()[TOWN]["appendices"]["self_diagnosis"])
    told["directions"][0] |= {"reporters": 0, "mean": None, "share": None}
    (table,) = tables(note_of(TOWN, self_diagnosis=told), "self_diagnosis")
    assert lines(table)[0][2:4] == ["нет данных", "нет данных"]
    assert lines(table)[-1][0] == "7 из 8 направлений вместе"


@pytest.mark.parametrize("code", [code for code in CODES if code != REGION])
def test_schools_by_level_add_up(code: str) -> None:
    (table,) = tables(note_of(code), "profminimum")
    *body, total = lines(table)
    assert sum(int(line[1]) for line in body) == int(total[1])
    assert total[2:] == ["100,0", "100,0"]


def test_rows_of_levels_add_up_to_the_region() -> None:
    (table,) = tables(note_of(REGION), "profminimum")
    *towns, total, shares = lines(table)
    for place in range(2, len(total)):
        assert sum(int(line[place]) for line in towns) == int(total[place])
    assert shares[0] == "Доля школ"


def test_a_claim_not_met_names_the_school_and_what_it_lacks_and_unknown_stays_unknown() -> None:
    told = text(note_of(OKRUG), "profminimum")
    assert "Заявленный уровень представленными сведениями не подтверждается:\nСредняя школа № 1 Лукоморского" in told
    assert "Средняя школа № 4 города Примерска: уровень «базовый» – часы не указаны" in text(note_of(TOWN))
    assert "г. Примерск – 3 школы" in text(note_of(REGION), "profminimum")


def test_a_claim_not_met_is_a_finding_that_blames_nobody() -> None:
    row = Value(territory="t", code="02503000", period="2024/25")
    about = {"code": "02503000", "kind": "not_met", "claimed": "продвинутый"}
    claims = [Claim(school=f"Школа {at}", text="заявлен уровень «продвинутый»", **about) for at in (1, 2)]
    case = Case([row], catalogue.load(), [], [], "Район", "района", claims)
    (found,) = claims_not_met(case)
    assert (found.kind, found.size, str(found.key)) == (NO_DATA, 0, "no_data:profminimum")
    assert found.text.endswith("Школа 1: заявлен уровень «продвинутый»; Школа 2: заявлен уровень «продвинутый».")
    assert not list(claims_not_met(replace(case, claims=[])))


# ---- goals


def test_goals_are_printed_word_for_word_with_their_source_and_tasks_of_both_levels() -> None:
    told = text(note_of(OKRUG), "goals")
    assert "Цели Ц1 и Ц2: формулировки приведены дословно по источнику (Концепция сопровождения" in told
    assert "г. Ижевска, приказ № 080, 25.02.2022)." in told
    for part in ("Обоснование. Для обеспечения развития", "1.М.2. Организация", "1.О.2. Организация"):
        assert part in told
    assert "Обоснование и задачи по этой цели в источнике не приведены." in told  # Ц2
    assert ".." not in told
