"""Values of a small region -> what the public sees: shares, bare counts, errors that nobody has mended yet."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import msgspec.structs
import pandas as pd
import pytest

from careerstats import catalogue as catalogues
from careerstats.catalogue import Catalogue
from careerstats.contracts.published import Version
from careerstats.disclosure.attacking import guesses
from careerstats.disclosure.hiding import Thresholds
from careerstats.disclosure.masking import Masked, Place, mask_values

REGION = "02000000"
PLACES = ("02601000", "02602000", "02603000", "02604000", "02605000")
COUNT, SHARE = "ovz_copp", "ovz_guided"


def row(
    code: str, indicator: str, part: float | None, whole: float | None, value: float | None = None
) -> dict[str, Any]:
    return {
        "territory": code, "code": code, "name": code, "organisation": "", "period": "2024/25", "breakdown": "",
        "indicator": indicator, "edition": "2022", "numerator": part, "denominator": whole,
        "value": value if value is not None else part, "verdict": "same", "reason": "", "stands_out": False,
    }  # fmt: skip


def counts(*numbers: int) -> list[dict[str, Any]]:
    """A bare count of each municipality, and of the region."""
    listed = [row(code, COUNT, number, None) for code, number in zip(PLACES, numbers, strict=False)]
    return [*listed, row(REGION, COUNT, sum(numbers), None)]


def shares(*pairs: tuple[int, int]) -> list[dict[str, Any]]:
    listed = [row(code, SHARE, part, whole) for code, (part, whole) in zip(PLACES, pairs, strict=False)]
    return [*listed, row(REGION, SHARE, sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))]


def masked(
    rows: list[dict[str, Any]],
    known: Catalogue | None = None,
    earlier: tuple[Version, ...] = (),
    given: Collection[str] = (),
) -> tuple[dict[str, Any], Masked]:
    place = Place("2024/25", REGION, Thresholds(), earlier, given=frozenset(given))
    values = pd.DataFrame(rows).astype(dict.fromkeys(("numerator", "denominator", "value"), float))
    frame, found = mask_values(values, known or catalogues.load(), place)
    return {one["code"]: one for one in frame.to_dict("records")}, found


def hidden(rows: list[dict[str, Any]], known: Catalogue | None = None) -> set[str]:
    seen, _ = masked(rows, known)
    closed = {code for code, one in seen.items() if one["status"] == "hidden"}
    assert all(pd.isna(seen[code][name]) for code in closed for name in ("numerator", "denominator", "value"))
    return closed


def test_a_bare_count_of_few_children_is_hidden_with_another_that_would_give_it_away() -> None:
    found = hidden(counts(2, 40, 35, 60, 50))
    assert "02601000" in found
    assert len(found) == 2, "the sum of the region is shown, so one more count must go"
    assert REGION not in found


def test_none_is_a_few_too() -> None:
    assert "02603000" in hidden(counts(20, 40, 0, 60, 50))


def test_bare_counts_that_are_all_large_are_shown() -> None:
    assert hidden(counts(20, 40, 35, 60, 50)) == set()


@pytest.mark.parametrize("numbers", [(2, 40, 35, 60, 50), (0, 1, 0, 60, 50), (3, 3, 40, 41, 42), (1, 6, 7, 8, 9)])
def test_a_hidden_bare_count_cannot_be_computed_from_what_is_shown(numbers: tuple[int, ...]) -> None:
    seen, _ = masked(counts(*numbers))
    bundles = [
        {"territory": {"code": code}, "region": {"code": REGION}, "values": [plain(one)]} for code, one in seen.items()
    ]
    found = guesses(bundles, Thresholds())
    assert {one.code for one in found} >= {code for code, number in zip(PLACES, numbers, strict=True) if number <= 4}
    assert [one for one in found if one.gives_away(Thresholds())] == []


def plain(value: dict[str, Any]) -> dict[str, Any]:
    """A row as a bundle holds it: numbers are whole, what is not known is None."""
    kept = {name: None if pd.isna(value[name]) else int(value[name]) for name in ("numerator", "denominator")}
    return {"indicator": value["indicator"], "status": value["status"], **kept}


def test_a_part_greater_than_its_whole_is_hidden_and_the_region_with_it() -> None:
    found = hidden(shares((30, 60), (70, 60), (25, 50), (40, 80)))
    assert found == {"02602000", REGION}


def test_a_region_of_which_all_values_are_impossible_shows_none() -> None:
    assert hidden(shares((70, 60), (90, 80))) == {"02601000", "02602000", REGION}


def test_what_is_neither_share_nor_count_is_shown_of_a_crowd_only() -> None:
    known = catalogues.load()
    indicator = known.indicators[COUNT]
    mean = msgspec.structs.replace(
        indicator, editions=tuple(msgspec.structs.replace(one, formula="mean_score") for one in indicator.editions)
    )
    own = replace(known, indicators={**known.indicators, COUNT: mean})
    assert hidden(counts(20, 40), own) == {*PLACES[:2], REGION}
    assert hidden(counts(20, 40, 30), own) == set(PLACES[:3])


def with_formula(known: Catalogue, id: str, like: str, **changed: Any) -> Catalogue:
    """The catalogue with one more indicator, made of another."""
    indicator = known.indicators[like]
    own = msgspec.structs.replace(
        indicator, id=id, editions=tuple(msgspec.structs.replace(one, **changed) for one in indicator.editions)
    )
    return replace(known, indicators={**known.indicators, id: own})


def of_region(rows: list[dict[str, Any]], known: Catalogue) -> set[str]:
    """Indicators of which the region's value is hidden."""
    return {id for code, id in masked(rows, known)[1].rows if code == REGION}


def test_an_index_does_not_tell_the_hidden_sum_that_it_rests_on() -> None:
    """The region's sum of 2 is hidden; the index of it and of something public would tell it."""
    known = with_formula(catalogues.load(), "both", SHARE, formula="index", of={}, components={SHARE: {}, "1.1": {}})
    index = [row(code, "both", None, None, 50.0) for code in (*PLACES, REGION)]
    few, many = shares((2, 40), (0, 60), (0, 50)), shares((22, 40), (30, 60), (20, 50))
    assert of_region([*few, *index], known) == {SHARE, "both"}
    assert of_region([*many, *index], known) == set()


def test_a_rate_of_what_is_also_shared_out_is_not_shown_of_the_region() -> None:
    """The share rests on all five, the rate on four: the difference of two sums is the fifth, of 3."""
    known = with_formula(catalogues.load(), "rated", SHARE, formula="rate")
    pairs = ((3, 40), (20, 60), (30, 70), (26, 50), (50, 90))
    rated = [row(code, "rated", part, 900) for code, (part, _) in zip(PLACES[1:], pairs[1:], strict=True)]
    rated.append(row(REGION, "rated", sum(part for part, _ in pairs[1:]), 3600))
    assert of_region([*shares(*pairs), *rated], known) == {"rated"}
    assert of_region(rated, known) == set(), "alone it hides in a crowd"


def test_a_rate_of_children_who_are_also_the_whole_of_a_share_is_not_shown_of_the_region_either() -> None:
    """Tests per pupil with ОВЗ: the share rests on all five, the rate on four; the difference are nine of the fifth."""
    tests = {"part": "K_tests", "whole": "K_ovz611"}
    known = with_formula(catalogues.load(), "per_pupil", SHARE, formula="ratio", of=tests)
    pairs = ((3, 9), (20, 60), (30, 70), (26, 50), (50, 90))

    def ratio(codes: tuple[str, ...], wholes: list[int]) -> list[dict[str, Any]]:
        rows = [row(code, "per_pupil", 3 * whole, whole, 3.0) for code, whole in zip(codes, wholes, strict=True)]
        return [*rows, row(REGION, "per_pupil", 3 * sum(wholes), sum(wholes), 3.0)]

    wholes = [whole for _, whole in pairs]
    assert of_region([*shares(*pairs), *ratio(PLACES[1:], wholes[1:])], known) == {"per_pupil"}
    assert of_region([*shares(*pairs), *ratio(PLACES, wholes)], known) == set(), "the same sum says nothing new"


def test_two_rates_of_one_number_that_rest_on_other_municipalities_are_not_both_shown() -> None:
    known = catalogues.load()
    for name, part in (("tests", "K_tests"), ("events", "K_works")):
        of = {"part": part, "whole": "K_ovz611"}
        known = with_formula(known, name, SHARE, formula="ratio", of=of)
    first = [*(row(code, "tests", 80, 40, 2.0) for code in PLACES), row(REGION, "tests", 400, 200, 2.0)]
    second = [*(row(code, "events", 10, 40, 0.25) for code in PLACES[1:]), row(REGION, "events", 40, 160, 0.25)]
    assert of_region(first, known) == set()
    assert of_region([*first, *second], known) == {"events"}


def test_a_rate_that_was_published_of_other_numbers_is_hidden_and_shown_again_when_they_are_back() -> None:
    """Whoever sent last is the difference of the two sums."""
    known = with_formula(catalogues.load(), "rated", SHARE, formula="rate")
    four, five = [
        [*(row(code, "rated", 10, 900) for code in codes), row(REGION, "rated", 10 * len(codes), 900 * len(codes))]
        for codes in (PLACES[:4], PLACES)
    ]
    first = masked(four, known)[1]
    second = masked(five, known, (first.version,))[1]
    again = masked(four, known, (first.version, second.version))[1]
    closed = [{id for code, id in one.rows if code == REGION} for one in (first, second, again)]
    assert closed == [set(), {"rated"}, set()]


def test_a_number_of_the_region_that_is_a_sum_is_not_published_again_with_whoever_sent_last() -> None:
    """Of an indicator of regions the municipalities have no values, and yet the region's is the sum of theirs."""
    first = masked([row(REGION, COUNT, 20, None)])[1]
    second = [row(REGION, COUNT, 23, None)]
    assert (REGION, COUNT) in masked(second, earlier=(first.version,))[1].rows
    assert (REGION, COUNT) not in masked(second, earlier=(first.version,), given={"K_ovz_copp"})[1].rows, "no sum"


def test_how_many_there_are_in_all_is_not_told_of_whom_nothing_is_computed() -> None:
    """Three pupils with ОВЗ, and no answer how many of them were guided."""
    lone = row("02605000", SHARE, None, 3)
    seen, _ = masked([*shares((20, 40), (30, 60), (25, 50)), lone])
    assert pd.isna(seen["02605000"]["denominator"])
    assert seen["02605000"]["status"] == "", "nothing is hidden: there are no data"
