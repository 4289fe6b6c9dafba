"""Counts of the real region and of small ones -> values: sums, who is compared, and why somebody is not."""

import random
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from helpers.regions import REGION, amur, code_of, count, frame, territory, values
from msgspec.structs import replace

from careerstats import catalogue, wording
from careerstats.analysis.values import FACTS, Subject, judge
from careerstats.catalogue import Catalogue, Edition
from careerstats.contracts.catalogue import Source
from careerstats.model import UNASSIGNED, VALUE_COLUMNS

BVB = ["bvb_registered", "bvb_parents", "bvb_attended", "bvb_parents_of_registered", "bvb_attended_of_registered"]

# The table of the sample note: pupils, registered, with parents, attended (of pupils), attended of registered.
SAMPLE = """
г. Благовещенск|12 436|2 536 (20,4 %)|272 (2,2 %)|99 (0,8 %)|3,9
г. Белогорск|3 723|1 731 (46,5 %)|540 (14,5 %)|245 (6,6 %)|14,2
г. Зея|1 412|936 (66,3 %)|91 (6,4 %)|34 (2,4 %)|3,6
пгт Прогресс|671|204 (30,4 %)|35 (5,2 %)|11 (1,6 %)|5,4
г. Свободный|3 089|648 (21,0 %)|101 (3,3 %)|22 (0,7 %)|3,4
г. Райчихинск|1 189|206 (17,3 %)|10 (0,8 %)|1 (0,1 %)|0,5
г. Тында|2 010|744 (37,0 %)|177 (8,8 %)|91 (4,5 %)|12,2
ЗАТО Циолковский|363|152 (41,9 %)|22 (6,1 %)|9 (2,5 %)|5,9
г. Шимановск|1 230|451 (36,7 %)|50 (4,1 %)|14 (1,1 %)|3,1
Архаринский район|905|146 (16,1 %)|7 (0,8 %)|1 (0,1 %)|0,7
Белогорский район|962|441 (45,8 %)|157 (16,3 %)|51 (5,3 %)|11,6
Благовещенский район|1 289|112 (8,7 %)|6 (0,5 %)|1 (0,1 %)|0,9
Бурейский район|1 323|162 (12,2 %)|17 (1,3 %)|7 (0,5 %)|4,3
Завитинский район|875|53 (6,1 %)|10 (1,1 %)|0 (0,0 %)|0,0
Зейский район|844|155 (18,4 %)|16 (1,9 %)|2 (0,2 %)|1,3
Ивановский район|1 355|271 (20,0 %)|27 (2,0 %)|5 (0,4 %)|1,8
Константиновский район|832|126 (15,1 %)|51 (6,1 %)|31 (3,7 %)|24,6
Магдагачинский район|1 410|367 (26,0 %)|106 (7,5 %)|29 (2,1 %)|7,9
Мазановский район|600|231 (38,5 %)|95 (15,8 %)|5 (0,8 %)|2,2
Михайловский район|730|220 (30,1 %)|81 (11,1 %)|17 (2,3 %)|7,7
Октябрьский район|978|183 (18,7 %)|83 (8,5 %)|23 (2,4 %)|12,6
Ромненский район|428|184 (43,0 %)|55 (12,9 %)|26 (6,1 %)|14,1
Свободненский район|696|289 (41,5 %)|70 (10,1 %)|40 (5,7 %)|13,8
Селемджинский район|570|129 (22,6 %)|10 (1,8 %)|2 (0,4 %)|1,6
Серышевский район|1 405|402 (28,6 %)|70 (5,0 %)|30 (2,1 %)|7,5
Сковородинский район|1 673|456 (27,3 %)|18 (1,1 %)|9 (0,5 %)|2,0
Тамбовский район|1 395|195 (14,0 %)|33 (2,4 %)|17 (1,2 %)|8,7
Тындинский район|754|295 (39,1 %)|47 (6,2 %)|20 (2,7 %)|6,8
Шимановский район|286|165 (57,7 %)|19 (6,6 %)|14 (4,9 %)|8,5
""".strip().splitlines()  # fmt: skip

# The region: numerator, denominator and share as the sample note prints it.
REGIONAL = {
    "bvb_registered": (12925, 45433, "28,45"),
    "bvb_parents": (2424, 45433, "5,34"),
    "bvb_parents_of_registered": (2424, 12925, "18,75"),
    "bvb_attended": (966, 45433, "2,13"),
    "bvb_attended_of_registered": (966, 12925, "7,5"),
    "bvb_tested": (7760, 45433, "17,08"),
    "bvb_tested_of_registered": (7760, 12925, "60,0"),
    "bvb_signed_up": (1171, 45433, "2,58"),
    "bvb_signed_up_of_registered": (1171, 12925, "9,1"),
    "bvb_show_up": (966, 1171, "82,5"),
    "bvb_attended_twice": (315, 45433, "0,69"),
    "bvb_repeat": (315, 966, "32,6"),
    "bvb_show_up_twice": (315, 463, "68,0"),
    "bvb_ovz_of_registered": (61, 12925, "0,47"),
}

# Belogorsk in the sample note: share, the rest, difference in points.
BELOGORSK = {
    "bvb_registered": ("46,5", "25,1", "+21,4"),
    "bvb_parents": ("14,5", "4,2", "+10,3"),
    "bvb_attended": ("6,6", "1,5", "+5,1"),
    "bvb_parents_of_registered": ("31,2", "16,6", "+14,6"),
    "bvb_attended_of_registered": ("14,2", "5,8", "+8,3"),
}


def row(code: str, id: str) -> dict[str, Any]:
    return amur().results.rows[code][id]


def by_name(name: str) -> str:
    return next(one.code for one in amur().results.intake.territories if one.name == name)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# ---- the real region


@pytest.mark.parametrize("line", SAMPLE)
def test_a_row_of_the_sample_note_comes_out(line: str) -> None:
    name, size, *cells, of_registered = line.split("|")
    own = [row(by_name(name), id) for id in BVB[:3]]
    assert plain(wording.integer(own[0]["denominator"])) == size
    assert [
        plain(f"{wording.integer(one['numerator'])} ({wording.percent(one['numerator'], one['denominator'])})")
        for one in own
    ] == cells
    last = row(by_name(name), "bvb_attended_of_registered")
    assert wording.percent_of(last["numerator"], last["denominator"]) == of_registered


@pytest.mark.parametrize("id", REGIONAL)
def test_a_share_of_the_region_comes_out(id: str) -> None:
    one, (k, n, share) = row("10000000", id), REGIONAL[id]
    assert (one["numerator"], one["denominator"]) == (k, n)
    assert wording.percent_of(k, n, len(share.partition(",")[2])) == share
    assert one["value"] == pytest.approx(100 * k / n, rel=1e-14)


@pytest.mark.parametrize(
    ("id", "municipal", "unassigned", "total"),
    [("bvb_registered", 12190, 735, 12925), ("bvb_parents", 2276, 148, 2424), ("bvb_attended", 856, 110, 966)],
)
def test_totals_of_the_region(id: str, municipal: int, unassigned: int, total: int) -> None:
    rows = [own[id] for code, own in amur().results.rows.items() if code != "10000000"]
    assert len(rows) == 29
    assert sum(one["numerator"] for one in rows) == municipal
    assert {one["unassigned"] for one in rows} == {unassigned}
    assert row("10000000", id)["numerator"] == total


@pytest.mark.parametrize("id", BELOGORSK)
def test_belogorsk_against_the_others(id: str) -> None:
    one, (own, rest, difference) = row("10710000", id), BELOGORSK[id]
    shares = [wording.exact_share(one[f"{who}numerator"], one[f"{who}denominator"]) for who in ("", "rest_")]
    assert [wording.decimal(share) for share in shares] == [own, rest]
    assert wording.signed(shares[0] - shares[1]) == difference
    assert one["rest"] == pytest.approx(float(shares[1]), rel=1e-14)


def test_what_the_region_alone_knows_has_one_row() -> None:
    values = amur().values
    for id in set(REGIONAL) - set(BVB):
        assert list(values.loc[values["indicator"] == id, "code"]) == ["10000000"]


def test_1_1_is_not_computed_for_2020() -> None:
    assert "1.1" not in set(amur().values["indicator"])


def test_a_value_says_how_far_it_may_be_relied_on() -> None:
    """A figure that the letter prints too is checked; one pupil of 15 moves a share by more than five points."""
    assert row("10710000", "bvb_registered")["quality"] == "checked"
    found = values([(5, 15), (50, 200), (None, 300)])
    assert list(found["quality"]) == ["few", "full", "", "part_missing"]


def test_columns_and_kinds_other_programs_rely_on() -> None:
    found = amur().values
    assert tuple(found.columns) == VALUE_COLUMNS
    assert {str(found[column].dtype) for column in ("stands_out", "large_gap", "small", "fragile")} == {"bool"}
    assert {str(found[column].dtype) for column in ("numerator", "range_low", "flips_at")} == {"Int64"}
    judged = found[found["rest"].notna()]
    assert set(judged["verdict"]) <= {"below", "above", "same", "not_comparable"}
    assert (judged["design_effect"] == 1).all()


def test_no_reason_says_what_may_not_be_said() -> None:
    told = " ".join(amur().values["reason"].dropna()).lower()
    for word in ("не отличается", "значим", "статистич", "погрешност", "лидер", "аутсайдер", "вырос", "снизил"):
        assert word not in told


# ---- small regions


def test_the_region_is_the_sum_and_not_the_mean_of_shares() -> None:
    region = values([(1, 2), (10, 100)]).iloc[-1]
    assert (region["numerator"], region["denominator"]) == (11, 102)
    assert region["value"] == pytest.approx(100 * 11 / 102)


def test_the_unassigned_are_in_the_region_and_in_no_comparison() -> None:
    without, with_them = values([(5, 50), (30, 60)]), values([(5, 50), (30, 60)], unassigned=7)
    assert with_them.iloc[-1]["numerator"] == without.iloc[-1]["numerator"] + 7
    assert list(with_them["rest_numerator"]) == list(without["rest_numerator"])
    assert list(with_them["verdict"]) == list(without["verdict"])


def test_the_order_of_municipalities_changes_nothing() -> None:
    found = amur().values
    counts = amur().results.intake.counts
    intake = amur().results.intake
    mixed = random.Random(5).sample(intake.territories, 29)
    subject = Subject(intake.region, mixed, "2020", "K_611")
    again = judge(counts.sample(frac=1, random_state=5), catalogue.load(), BVB, subject).drop(columns=FACTS)
    ours = found[found["indicator"].isin(BVB)].replace({"quality": {"checked": "full"}})  # nothing printed was given
    key = ["indicator", "code"]
    pd.testing.assert_frame_equal(
        again.sort_values(key).reset_index(drop=True), ours.sort_values(key).reset_index(drop=True)
    )


WHY = {
    "not reported": ([(5, 50), (None, 50), (20, 50)], 2, "нельзя сравнить: сведения не представлены"),
    "size not reported": ([(5, 50), (3, None), (20, 50)], 2, "нельзя сравнить: сведения не представлены"),
    "nobody there": ([(5, 50), (0, 0), (20, 50)], 2, "нельзя сравнить: знаменатель показателя равен нулю"),
    "part over whole": ([(5, 50), (51, 50), (20, 50)], 2, "нельзя сравнить: часть (51) больше целого (50)"),
}


@pytest.mark.parametrize("name", WHY)
def test_who_cannot_be_compared_is_told_why_and_left_out(name: str) -> None:
    pairs, number, why = WHY[name]
    more = [(3, 30)] * 9  # so that the others cover four of five
    found, without = values([*pairs, *more]), values([*pairs[: number - 1], *pairs[number:], *more])
    odd = found.iloc[number - 1]
    assert (odd["verdict"], odd["reason"]) == ("not_comparable", why)
    assert (odd["stands_out"], odd["large_gap"], odd["rest"], odd["flips_at"]) == (False, False, None, None)
    answered = 12 if name == "nobody there" else 11  # nobody to count is an answer too
    assert (found.iloc[0]["reported"], found.iloc[0]["expected"]) == (answered, 12)
    assert found.iloc[0]["rest_numerator"] == without.iloc[0]["rest_numerator"]
    assert found.iloc[0]["verdict"] == without.iloc[0]["verdict"]


def test_a_part_over_its_whole_shows_its_value_and_no_interval() -> None:
    odd = values([(51, 50), (5, 50), (6, 50)]).iloc[0]
    assert odd["value"] == pytest.approx(102)
    assert (odd["lower"], odd["upper"]) == (None, None)


def test_two_are_needed() -> None:
    found = values([(5, 50), (None, 50), (None, 50)])
    assert found.iloc[0]["reason"] == "нельзя сравнить: сведения представило менее двух муниципальных образований"


@pytest.mark.parametrize(("reporters", "comparable"), [(8, True), (7, False)])
def test_without_sizes_four_municipalities_of_five_must_report(reporters: int, comparable: bool) -> None:
    found = values([(5 + i, 50) if i < reporters else (None, None) for i in range(10)])
    assert (found.iloc[0]["verdict"] != "not_comparable") == comparable
    if not comparable:
        why = "нельзя сравнить: сведения представили менее 80 % муниципальных образований"
        assert found.iloc[0]["reason"] == why


@pytest.mark.parametrize(("size", "comparable"), [(25, True), (26, False)])
def test_with_sizes_four_pupils_of_five_must_be_covered(size: int, comparable: bool) -> None:
    found = values([(5, 50), (9, 50), (None, size)], size="K_611")
    assert (found.iloc[0]["verdict"] != "not_comparable") == comparable
    if not comparable:
        assert found.iloc[0]["reason"].endswith("муниципальные образования, где обучается менее 80 % обучающихся")


@pytest.mark.parametrize("pairs", [[(0, 50), (0, 60)], [(50, 50), (60, 60)]])
def test_where_nobody_or_everybody_did_it_there_is_nothing_to_compare(pairs: list[Any]) -> None:
    found = values(pairs).iloc[:-1]
    assert set(found["verdict"]) == {"not_comparable"}
    assert set(found["reason"]) == {"нельзя сравнить: у всех муниципальных образований одно и то же значение"}


def test_equal_shares_do_not_differ() -> None:
    found = values([(5, 50), (10, 100), (20, 200)]).iloc[:-1]
    assert set(found["verdict"]) == {"same"}


def test_a_place_so_small_that_anything_may_happen() -> None:
    found = values([(0, 2), (300, 600), (280, 600)])
    assert found.iloc[0]["verdict"] == "not_comparable"
    assert found.iloc[0]["reason"].endswith("случай мог бы дать любое значение от 0 до 100 %")


def test_the_words_of_every_verdict() -> None:
    found = values([(100, 1000), (700, 1000), (400, 1000), (4100, 10000), (39000, 100000)]).iloc[:-1]
    reasons = [plain(text) for text in found["reason"]]
    assert list(found["verdict"]) == ["below", "above", "same", "same", "same"]
    assert list(found["small"]) == [False, False, False, True, True]
    rest = Fraction(100 * 44200, 112000) - 10
    assert reasons[0] == (
        f"ниже, чем по остальным муниципальным образованиям в целом, на {wording.decimal(rest)} п. п.; "
        "до их уровня не хватает 295 обучающихся"
    )
    assert reasons[1].startswith("выше, чем по остальным муниципальным образованиям в целом, на 31,1 п. п.")
    low, high = found.iloc[2]["range_low"], found.iloc[2]["range_high"]
    assert reasons[2] == f"от случайного не отличить: при случайном распределении было бы от {low} до {high}"
    assert reasons[3] == "немного выше, отличие меньше десятой доли уровня"
    assert reasons[4] == "немного ниже, отличие меньше десятой доли уровня"


# ---- the region where something is missing


def of_region(rows: list[dict[str, Any]], id: str = "bvb_tested") -> pd.Series:
    subject = Subject(territory(0), [territory(1), territory(2)], "2020")
    return judge(frame(rows), catalogue.load(), [id], subject).drop(columns=FACTS).iloc[-1]


def test_a_regional_part_is_divided_by_the_whole_region_or_by_nothing() -> None:
    test, one, two = count(REGION, "K_test", 30), count(code_of(1), "K_611", 50), count(code_of(2), "K_611", 70)
    assert of_region([test, one, two])["value"] == 25
    assert pd.isna(of_region([test, one])["value"])
    assert of_region([test, one, count(REGION, "K_611", 120)])["value"] == 25


def test_sums_take_only_those_who_gave_both_numbers() -> None:
    region = values([(5, 50), (None, 70), (9, None)]).iloc[-1]
    assert (region["numerator"], region["denominator"], region["reported"]) == (5, 50, 1)


def test_the_unassigned_alone_make_no_region() -> None:
    rows = [count(REGION, "K_reg", 7, UNASSIGNED), count(code_of(1), "K_611", 50)]
    assert pd.isna(of_region(rows, "bvb_registered")["numerator"])


# ---- what is no share, and what had no method yet


def other(formula: str, of: dict[str, str], since: str = "2018") -> Catalogue:
    """The shipped catalogue in which registration is counted in another way."""
    shipped = catalogue.load()
    edition = Edition(since=since, formula=formula, of=of, source=Source())  # type: ignore[arg-type]
    indicator = replace(shipped.indicators["bvb_registered"], editions=(edition,))
    return Catalogue(shipped.goals, shipped.variables, {"bvb_registered": indicator})


@pytest.mark.parametrize(
    ("formula", "of", "region"),
    [("ratio", {"part": "K_reg", "whole": "K_611"}, 35 / 110), ("count", {"value": "K_reg"}, 35)],
)
def test_what_is_no_share_is_computed_and_not_compared(formula: str, of: dict[str, str], region: float) -> None:
    found = values([(5, 50), (30, 60)], cat=other(formula, of))
    assert set(found.iloc[:-1]["reason"]) == {"нельзя сравнить: показатель не является долей"}
    assert found.iloc[-1]["value"] == pytest.approx(region)
    assert set(found["method"]) == {""}


def test_before_its_first_edition_an_indicator_has_no_rows() -> None:
    assert values([(5, 50), (30, 60)], cat=other("share", {"part": "K_reg", "whole": "K_611"}, "2021")).empty
