"""Appendices of the bundles: the numbers of the received tables, and nothing of other municipalities' schools."""

import csv
import json
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import pandas as pd
import pytest
import yaml
from helpers.regions import ROOT, amur

from careerstats.bundles import Results, cut
from careerstats.bundles.appendices import appendices
from careerstats.bundles.by_school import LEAST
from careerstats.contracts.appendices import Appendices, Gap, SchoolRow, SchoolShare
from careerstats.contracts.bundle import bundle_of, text_of
from careerstats.contracts.facts import exact_text
from careerstats.errors import DatasetError
from careerstats.pipeline.monitoring import Monitoring, _known_indicators, analyse

RAW = ROOT / "data" / "raw" / "demo"
REGION, MISSPELT, CLAIMS = "02000000", "02607000", "02503000"


@cache
def demo() -> Monitoring:
    return analyse(ROOT, "demo")


@cache
def told() -> dict[str, Appendices]:
    return appendices(demo().results)


def parts_of(contents: Appendices) -> set[str]:
    """Which appendices have anything."""
    return {name for name in contents.__struct_fields__ if getattr(contents, name)}


def with_settings(**settings: Any) -> Results:
    results = demo().results
    return replace(
        results,
        dataset=replace(results.dataset, settings=msgspec.structs.replace(results.dataset.settings, **settings)),
    )


def rows(name: str) -> list[dict[str, str]]:
    with (RAW / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";" if name.startswith("tables") else ","))


def codes() -> dict[str, str]:
    """Name of a municipality as tables write it -> its code."""
    return {one.name: one.code for one in demo().results.intake.territories}


def schools(code: str) -> tuple[SchoolRow, ...]:
    table = told()[code].schools
    return table.schools if table else ()


MUNICIPALITIES = sorted(set(codes().values()))


# ---- who has any


def test_a_dataset_without_these_data_has_bundles_without_appendices() -> None:
    assert not any(parts_of(bundle.appendices) for bundle in cut(amur().results).values())


def test_every_municipality_of_demo_has_its_appendices_and_the_region_its_own() -> None:
    for code in MUNICIPALITIES:
        assert {"preferences", "self_diagnosis", "profminimum", "schools"} <= parts_of(told()[code])
    assert parts_of(told()[REGION]) == {"preferences", "partitions", "self_diagnosis", "profminimum", "coverage"}


def test_bundles_with_appendices_are_written_and_read_back() -> None:
    for (_, code), bundle in cut(demo().results).items():
        back = json.loads(text_of(bundle), parse_constant=pytest.fail)
        assert set(back["appendices"]) == parts_of(told()[code])
        assert bundle_of(text_of(bundle)).appendices == told()[code]


# ---- schools


@pytest.mark.parametrize("code", MUNICIPALITIES)
def test_a_municipality_hears_of_its_own_schools_only(code: str) -> None:
    text = msgspec.json.encode(told()[code], enc_hook=exact_text).decode()
    for school in rows("organisations.csv"):
        if school["kind"] == "школа" and codes()[school["territory"]] != code:
            assert school["name"] not in text


def test_the_region_has_no_numbers_of_any_school() -> None:
    assert told()[REGION].schools is None
    text = msgspec.json.encode(msgspec.structs.replace(told()[REGION], profminimum=None), enc_hook=exact_text).decode()
    assert not any(school["name"] in text for school in rows("organisations.csv"))


def test_numbers_by_school_are_those_of_the_received_tables() -> None:
    pupils = {one["Код школы"]: one["Обучающиеся 6–11 классов"] for one in rows("tables/2024-25/oo-1.csv")}
    form = defaultdict(list)
    for one in rows("tables/2024-25/form.csv"):
        form[one["Код школы"]].append(one["Прошли профориентационную диагностику, 6–11 классы"])
    checked = 0
    for school in rows("organisations.csv"):
        if school["kind"] != "школа" or len(form[school["id"]]) != 1:
            continue
        shown = {one.name: one.shares[0] for one in schools(codes()[school["territory"]])}
        k, n = int(form[school["id"]][0]), int(pupils[school["id"]])
        assert shown[school["name"]] == (
            SchoolShare(numerator=k, denominator=n) if n >= LEAST else SchoolShare(why="small")
        )
        checked += 1
    assert checked > 110


def test_of_a_small_school_only_that_it_is_small() -> None:
    shares = [share for code in MUNICIPALITIES for one in schools(code) for share in one.shares]
    assert SchoolShare(why="small") in shares, "demo has such schools"
    assert all(share == SchoolShare(why="small") for share in shares if share.why == "small")
    assert all(share.denominator >= LEAST for share in shares if share.denominator is not None)


def test_every_school_of_the_register_stands_in_the_table_the_silent_too_by_name() -> None:
    register = [one for one in demo().results.intake.organisations.values() if one.kind == "школа"]
    for code in MUNICIPALITIES:
        names = [one.name for one in schools(code)]
        own = [one.name for one in register if codes()[one.territory] == code and one.exists_in("2024/25")]
        assert sorted(names) == sorted(own)
    town = [one.name for one in schools("02701000")]
    assert town.index("Средняя школа № 2 города Примерска") < town.index("Средняя школа № 10 города Примерска")
    assert set(schools("02701000")[-1].shares) == {SchoolShare()}  # its form came twice


@pytest.mark.parametrize("id", ["ovz_guided", "partner", "teachers_trained"])
def test_sensitive_indicators_and_those_not_of_pupils_are_never_shown_by_school(id: str) -> None:
    found = appendices(with_settings(headline=[id]))
    assert not any(one.schools and id in one.schools.indicators for one in found.values())
    assert not any("partitions" in parts_of(one) for one in found.values())


def test_the_problem_of_page_one_stands_in_the_table_of_schools() -> None:
    assert told()["02503000"].schools.indicators == ("1.1", "trial", "rmg")
    assert "ovz_guided" not in told()["02607000"].schools.indicators, "a sensitive one never does"


def test_no_more_than_four_indicators_by_school() -> None:
    found = appendices(with_settings(headline=["1.1", "trial", "rmg", "exc69", "konk", "consult"]))
    assert found[CLAIMS].schools.indicators == ("1.1", "trial", "rmg", "exc69")


# ---- parts


def test_parts_add_up_to_the_region_as_a_whole() -> None:
    for one in told()[REGION].partitions:
        assert sum(group.numerator for group in one.groups) == one.numerator
        assert sum(group.denominator for group in one.groups) == one.denominator


@pytest.mark.parametrize(("whole", "kept"), [(LEAST, True), (LEAST - 1, False)])
def test_a_part_of_fewer_than_ten_takes_its_indicator_out(whole: int, kept: bool) -> None:
    results = demo().results
    values = results.values.copy()
    own = (values["code"] == MISSPELT) & (values["organisation"] == "") & (values["breakdown"] == "местность=центр")
    values.loc[own & (values["indicator"] == "1.1"), ["numerator", "denominator"]] = [5, whole]
    found = appendices(replace(results, values=values))[MISSPELT].partitions
    assert ("1.1" in [one.indicator for one in found]) is kept
    assert "trial" in [one.indicator for one in found]


def test_one_part_alone_is_no_comparison() -> None:
    assert not told()["02701000"].partitions  # a city: all its schools are in town


# ---- preferences


def test_choices_are_those_of_the_received_table_the_largest_first() -> None:
    received: dict[str, dict[str, int]] = defaultdict(dict)
    for one in rows("tables/2024-25/choices.csv"):
        if one["Муниципальное образование"] in codes():
            received[codes()[one["Муниципальное образование"]]][one["Компетенция"]] = int(one["Число выборов"])
    for code in MUNICIPALITIES:
        (own,) = told()[code].preferences
        assert dict(own.counts) == received[code]
        assert [number for _, number in own.counts] == sorted(received[code].values(), reverse=True)
    sums: dict[str, int] = defaultdict(int)
    for numbers in received.values():
        for name, number in numbers.items():
            sums[name] += number
    assert dict(told()[REGION].preferences[0].counts) == sums == told()[CLAIMS].preferences[0].region


def test_a_category_without_a_number_is_named_and_is_not_nought() -> None:
    (own,) = told()[MISSPELT].preferences
    assert own.absent == ("Поварское дело",)
    assert "Поварское дело" not in dict(own.counts)
    assert told()[REGION].preferences[0].silent == (Gap("Поварское дело", MISSPELT),)


# ---- self-diagnosis and профминимум


def test_means_of_directions_are_those_of_the_received_scores() -> None:
    scores = pd.DataFrame(rows("tables/2024-25/self-diagnosis.csv"))
    for name, code in codes().items():
        own = scores.loc[scores["Муниципальное образование"] == name, "Профориентация"].astype(int)
        row = next(one for one in told()[code].self_diagnosis.directions if one.variable == "S_prof")
        tenths = (20 * own.sum() + len(own)) // (2 * len(own))  # half up
        assert str(row.mean) == f"{tenths // 10}.{tenths % 10}"
        assert (row.reporters, row.maximum) == (len(own), 18)


def test_schools_that_gave_no_scores_are_expected_all_the_same() -> None:
    results = demo().results
    counts = results.intake.counts
    silent = (counts["organisation"] == "demo-okrug-03-001") & counts["variable"].str.startswith("S_")
    intake = replace(results.intake, counts=counts[~silent])
    found = appendices(replace(results, intake=intake))[CLAIMS].self_diagnosis
    assert {(one.reporters, one.expected) for one in (*found.directions, found.total)} == {(8, 9)}


@pytest.mark.parametrize("code", [*MUNICIPALITIES, REGION])
def test_schools_by_level_add_up_to_those_that_reported(code: str) -> None:
    counts = told()[code].profminimum.counts
    assert sum(counts.standing.values()) == counts.reporters


def test_a_school_missing_from_the_table_of_levels_is_not_reported_rather_than_low() -> None:
    results = demo().results
    frame = results.profminimum
    fewer = replace(results, profminimum=frame[frame["organisation"] != "demo-okrug-03-002"])
    counts = appendices(fewer)[CLAIMS].profminimum.counts
    assert (counts.reporters, counts.expected) == (8, 9)


def test_the_planted_claim_is_found_with_what_it_lacks() -> None:
    (claim,) = told()[CLAIMS].profminimum.claims
    assert claim.kind == "not_met"
    assert claim.school == "Средняя школа № 1 Лукоморского муниципального округа"
    assert claim.text.endswith("для заявленного не хватает: профессиональное обучение")


def test_problems_of_the_tables_of_levels_join_the_others() -> None:
    files = [problem.file for problem in demo().problems]
    assert "tables/2024-25/profminimum.csv" in files


# ---- goals


def test_goals_are_told_only_where_they_are_asked_for() -> None:
    assert not any(one.goals for one in told().values())
    (goal,) = appendices(with_settings(goal_tasks=["Ц1"]))[CLAIMS].goals
    written = yaml.safe_load((ROOT / "src/careerstats/catalogue/goals.yaml").read_text(encoding="utf-8"))
    assert goal.rationale == written["goals"]["Ц1"]["rationale"]
    assert dict(goal.tasks["municipality"]) == written["goals"]["Ц1"]["tasks"]["municipality"]
    assert goal["source"]["document"].endswith("г. Ижевска")


def test_a_goal_that_there_is_not_is_refused_with_those_there_are() -> None:
    results = with_settings(goal_tasks=["Ц12"])
    with pytest.raises(DatasetError, match=r"goal_tasks: цели «Ц12» нет\. Есть: Ц1, Ц2"):
        _known_indicators(results.dataset, results.catalogue)
