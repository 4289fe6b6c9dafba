"""Bundles: complete, the same every time, and nothing of a neighbour in them but what the comparison needs."""

import json
from typing import Any

import pytest
from helpers.regions import amur
from noted import as_json

from careerstats.bundles import cut
from careerstats.contracts.bundle import Bundle, bundle_of, text_of
from careerstats.contracts.values import Published, RegionCount

BELOGORSK, REGION = "10710000", "10000000"
BUNDLES = cut(amur().results)


def bundle(code: str) -> dict[str, Any]:
    return BUNDLES["region" if code == REGION else "municipality", code]


def strings(part: Any) -> list[str]:
    """Every string in a bundle, keys too."""
    if isinstance(part, Bundle):
        return strings(as_json(part))
    if isinstance(part, dict):
        return [text for key, value in part.items() for text in (str(key), *strings(value))]
    if isinstance(part, list | tuple):
        return [text for value in part for text in strings(value)]
    return [part] if isinstance(part, str) else []


def test_there_is_a_bundle_for_every_municipality_and_the_region() -> None:
    assert len(BUNDLES) == 30
    assert sorted(BUNDLES) == sorted(amur().results.bundles_of())


def test_the_text_is_the_same_every_time() -> None:
    again = cut(amur().results)
    assert list(map(text_of, again.values())) == list(map(text_of, BUNDLES.values()))


@pytest.mark.parametrize("code", [BELOGORSK, "10621000", REGION])
def test_a_bundle_comes_back_from_its_text(code: str) -> None:
    text = text_of(bundle(code))
    json.loads(text, parse_constant=pytest.fail)  # no NaN, no Infinity
    assert text_of(bundle_of(text)) == text
    assert text.endswith("}\n")
    assert "Белогорск" in text  # readable: no escapes


@pytest.mark.parametrize("code", [code for _, code in BUNDLES])
def test_every_bundle_says_what_it_is(code: str) -> None:
    one = bundle(code)
    assert one["schema"] == 1
    assert (one["dataset"], one["period"], one["audience"]) == ("amur-2020", "2020", "internal")
    assert one["notebook"] == ("region" if code == REGION else "municipality")
    assert one["territory"]["code"] == code
    assert one["region"]["name"] == "Амурская область"


@pytest.mark.parametrize("code", [code for notebook, code in BUNDLES if notebook == "municipality"])
def test_a_municipality_hears_of_its_own_problems_and_recommendations_only(code: str) -> None:
    one = bundle(code)
    assert {row["code"] for row in one["values"]} == {code}
    assert {finding["code"] for finding in one["findings"]} == {code}
    assert {problem.territory for problem in one.problems} <= {code}
    foreign = [
        text["text"]
        for other, decisions in amur().results.decisions.items()
        if other != code
        for text in decisions.recommendations
    ]
    own = [text["text"] for text in one["recommendations"]]
    assert not {text for text in strings(one) if text in foreign} - set(own)
    findings = {each.text for other, own in amur().results.decisions.items() if other != code for each in own.findings}
    assert not findings & set(strings(one)) - {each["text"] for each in one["findings"]}


def test_a_slip_in_the_table_of_the_institute_is_asked_of_nobody_but_the_region() -> None:
    holders = [code for (_, code), one in BUNDLES.items() if any(problem.cell == "E20" for problem in one.problems)]
    assert holders == [REGION]


def test_the_region_hears_of_everything() -> None:
    one = bundle(REGION)
    assert len(one.problems) == 8
    assert {finding["code"] for finding in one["findings"]} == set(amur().results.decisions)
    assert [part["id"] for part in one["groups"]] == ["А", "Б", "В", "Г"]


def test_counts_have_their_cells() -> None:
    cells = {count["variable"]: (count["value"], count["origin"]) for count in bundle(BELOGORSK)["counts"]}
    assert cells["K_reg"] == (1731, "tables/municipalities.csv!D3")
    assert cells["K_611"] == (3723, "tables/municipalities.csv!C3")


def test_regional_counts_tell_both_numbers_where_the_source_has_two() -> None:
    counts = bundle(BELOGORSK).region_counts
    assert counts["K_par"] == RegionCount(
        municipalities=2276, unassigned=148, listed=2423, value=2424, origin="tables/region.csv!B4", complete=True
    )
    assert (counts["K_611"].value, counts["K_611"].unassigned) == (45433, None)
    assert (counts["K_test"].value, counts["K_test"].municipalities) == (7760, None)


def test_published_shares_stay_as_printed() -> None:
    published = bundle(BELOGORSK).published
    assert published["K_reg"] == Published(total=12925, share="28,45", share_of="K_611")
    assert published["K_par"] == Published(total=2423)


def test_a_passport_is_the_catalogues() -> None:
    passport = bundle(BELOGORSK)["passports"]["bvb_registered"]
    assert passport["of"] == {"part": "K_reg", "whole": "K_611"}
    assert passport["goal_title"].startswith("Выявление предпочтений")
    assert passport["source"]["date"] == "2021-04-20"
    assert set(bundle(BELOGORSK)["everyone"]) <= set(bundle(BELOGORSK)["passports"])


def test_peers_are_of_the_same_way_of_life() -> None:
    assert bundle(BELOGORSK)["peers"][0] == "10730000"
    assert "10608000" not in bundle(BELOGORSK)["peers"]


def test_sizes_are_those_of_the_variable_the_dataset_names() -> None:
    found = amur().results.sizes
    assert (len(found), found[BELOGORSK], sum(found.values())) == (29, 3723, 45433)


def test_years_are_in_the_regions_bundle() -> None:
    history = {(row["period"], row["variable"]): row["value"] for row in bundle(REGION)["history"]}
    assert history["2018", "K_mo"] == 1
    assert history["2019", "K_mo"] == 8


def test_texts_of_authors_go_to_their_notebook() -> None:
    assert "organisation" in bundle(REGION)["texts"]
    assert "organisation" not in bundle(BELOGORSK)["texts"]
