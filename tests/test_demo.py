"""The shipped dataset demo: its counts, planted mistakes with their cells, planted truths with their verdicts."""

import csv
from functools import cache
from typing import Any

import numpy as np
import pytest
import yaml
from helpers.regions import ROOT

from careerstats import catalogue
from careerstats.analysis.profminimum import standings
from careerstats.catalogue.schemes import in_force, load_profminimum
from careerstats.intake import Intake, open_dataset, read
from careerstats.intake.profminimum import read_profminimum
from careerstats.pipeline.monitoring import Monitoring, analyse

FOLDER = ROOT / "data" / "raw" / "demo"
YEARS = ("2022/23", "2023/24", "2024/25")
TRUTHS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "truths.yaml").read_text(encoding="utf-8"))["truths"]
MISTAKES = [one for one in TRUTHS if one["kind"] == "wrong entry"]


@cache
def intake() -> Intake:
    return read(open_dataset(ROOT, "demo"), catalogue.load())


@cache
def monitoring() -> Monitoring:
    return analyse(ROOT, "demo")


def truth(kind: str) -> dict[str, Any]:
    return next(one for one in TRUTHS if one["kind"] == kind)


def value(place: str, indicator: str = "1.1", period: str = "2024/25") -> dict[str, Any]:
    rows = monitoring().values
    ours = rows[(rows["territory"] == place) & (rows["indicator"] == indicator) & (rows["period"] == period)]
    (row,) = ours[(ours["organisation"] == "") & (ours["breakdown"] == "")].to_dict("records")
    return row


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / "tables" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


# ---- what the region is


def test_it_is_a_region_of_twelve_municipalities_and_about_120_schools() -> None:
    found = intake()
    assert (len(found.territories), found.region.name) == (12, "Примерская область")
    assert {one.kind for one in found.territories} == {"city", "district", "okrug"}
    schools = found.counts.loc[found.counts["organisation"] != "", "organisation"].nunique()
    assert 115 <= schools <= 120
    assert set(found.counts["period"]) == set(YEARS)


def test_schools_have_from_three_pupils_to_fifteen_hundred() -> None:
    with (FOLDER / "organisations.csv").open(encoding="utf-8", newline="") as file:
        schools = [row for row in csv.DictReader(file) if row["kind"] == "школа"]
    assert {row["locality"] for row in schools} >= {"город", "село"}
    assert [row for row in schools if row["merged_into"]], "one was closed"
    assert [row for row in schools if row["since"]], "one was opened"
    sizes = [int(row["Обучающиеся 1–4 классов"]) + int(row["Обучающиеся 6–11 классов"])
             for row in table("2024-25/oo-1.csv")]  # fmt: skip
    assert min(sizes) <= 5
    assert max(sizes) > 1200


def test_the_indicators_of_the_notes_cover_the_goals() -> None:
    ids = open_dataset(ROOT, "demo").settings["indicators"]
    goals = {catalogue.load().indicator(id).goal for id in ids}
    assert 8 <= len(ids) <= 10
    assert goals >= {"Ц1", "Ц2", "Ц3", "Ц4", "Ц6", "Ц8", "Ц9", "Ц11"}
    assert {id for id in ids if value("demo", id)["value"] is None} == set()


# ---- counts


def test_every_number_of_a_form_is_read_with_its_school_and_cell() -> None:
    counts = intake().counts
    rows = table("2023-24/form.csv")
    title = "Прошли профориентационную диагностику, 6–11 классы"
    ours = counts[(counts["variable"] == "K_pt") & (counts["period"] == "2023/24")]
    assert dict(zip(ours["organisation"], ours["value"], strict=True)) == {
        row["Код школы"]: int(row[title]) for row in rows
    }
    assert ours["origin"].iloc[0] == "tables/2023-24/form.csv!D2"


def test_questions_are_one_and_nought() -> None:
    counts = intake().counts
    plans = counts[(counts["variable"] == "F_plan") & (counts["period"] == "2023/24")]
    rows = {row["Код школы"]: row["Утверждён план профориентационной работы"] for row in table("2023-24/form.csv")}
    assert set(rows.values()) == {"да", "нет"}
    assert dict(zip(plans["organisation"], plans["value"], strict=True)) == {
        id: int(answer == "да") for id, answer in rows.items()
    }


def test_choices_are_read_by_competence() -> None:
    counts = intake().counts
    chosen = counts[(counts["variable"] == "K_choice") & (counts["period"] == "2022/23")]
    assert len(chosen) == len(table("2022-23/choices.csv"))
    assert chosen["breakdown"].str.startswith("компетенция=").all()
    assert chosen["value"].sum() == sum(int(row["Число выборов"]) for row in table("2022-23/choices.csv"))


# ---- what is wrong


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: f"{one['expected']['problem']} {one.get('cell', '')}")
def test_every_planted_mistake_is_named_with_its_place(mistake: dict[str, Any]) -> None:
    place = {one.id: one.code for one in intake().territories}.get(mistake.get("territory"), "")
    found = [
        problem
        for problem in monitoring().problems
        if (problem.code, problem.file) == (mistake["expected"]["problem"], mistake["file"])
        and problem.cell == mistake.get("cell", "")
        and (problem.territory == place or problem.code in ("unknown_territory", "total_differs"))
    ]
    assert len(found) == 1
    assert found[0].what_to_do
    for id in mistake.get("organisations", "").split(", "):
        assert id in found[0].message


def test_nothing_else_is_wrong() -> None:
    planted = {(one["expected"]["problem"], one.get("cell", "")) for one in MISTAKES}
    assert len(intake().problems) == len(MISTAKES) - 1, "all but the total, which is found by reconciliation"
    blocking = {(one.code, one.cell) for one in monitoring().problems if one.severity == "blocking"}
    assert blocking <= planted


def test_a_mistake_in_one_cell_costs_only_that_number() -> None:
    counts = intake().counts
    (spoilt,) = (one for one in MISTAKES if one["what"].startswith("вместо количества"))
    row = counts[(counts["organisation"] == spoilt["organisation"]) & (counts["period"] == "2024/25")]
    lost = row[row["origin"] == f"{spoilt['file']}!{spoilt['cell']}"]
    assert list(lost["status"]) == ["unreadable"]
    assert lost["value"].isna().all()
    assert (row.loc[row.index.difference(lost.index), "status"] == "reported").all()


# ---- what is true


def logit(row: dict[str, Any]) -> float:
    return float(np.log(row["numerator"] / (row["denominator"] - row["numerator"])))


def test_the_planted_improvement_is_real_and_found() -> None:
    one = truth("improvement")
    before, now = (value(one["territory"], period=period) for period in (one["expected"]["since"], one["period"]))
    assert logit(now) - logit(before) >= 1.5
    assert min(before["denominator"], now["denominator"]) >= 700
    assert 20 <= before["value"] <= now["value"] <= 80
    assert now["change"] == one["expected"]["change"]


def test_the_planted_problem_is_real_and_found() -> None:
    row = value(truth("problem")["territory"])
    assert row["denominator"] >= 700
    assert (row["verdict"], row["stands_out"], row["large_gap"]) == ("below", True, True)


def test_chance_noise_is_called_chance() -> None:
    one = truth("noise")
    for period in YEARS:
        assert value(one["territory"], period=period)["verdict"] == "same"
    row = value(one["territory"])
    lone = np.sqrt(row["rest"] * (100 - row["rest"]) / row["denominator"])
    assert abs(row["value"] - row["rest"]) > 3.0902 * lone, "lone pupils would have given another verdict"


def test_nobody_else_changed_beyond_chance() -> None:
    rows = monitoring().values
    ours = rows[(rows["indicator"] == "1.1") & (rows["organisation"] == "") & rows["change"].isin(["up", "down"])]
    assert set(ours["territory"]) == {truth("improvement")["territory"]}


def test_a_municipality_of_which_too_little_is_known_is_not_compared() -> None:
    (few,) = (one for one in MISTAKES if one.get("verdict"))
    row = value(few["territory"], few["indicator"])
    assert row["verdict"] == few["verdict"]
    assert "80 %" in row["reason"].replace("\u00a0", " ")


def test_a_level_claimed_and_not_met_can_be_found() -> None:
    one = truth("claim not met")
    frame, problems = read_profminimum(open_dataset(ROOT, "demo"))
    ours = frame[frame["period"] == "2024/25"]
    edition = in_force(load_profminimum(), "2024/25")
    assert edition is not None
    levels = standings(ours, edition).set_index("organisation")
    row = levels.loc[one["organisation"]]
    assert (row["claimed"], row["level"]) == (one["expected"]["claimed"], one["expected"]["met"])
    known = levels[levels["hours"].notna()].drop(index=one["organisation"])
    assert (known["claimed"] == known["level"]).all()
    assert {problem.code for problem in problems} == {"absent"}


def test_sizes_and_published_totals_are_those_of_the_period_of_the_notes() -> None:
    """A dataset of several years must not show last year's numbers on its page or in its notes."""
    from helpers.regions import ROOT

    from careerstats.disclosure.numbers import published
    from careerstats.pipeline import overview
    from careerstats.pipeline.monitoring import analyse

    monitoring = analyse(ROOT, "demo")
    page = overview.page(monitoring, {"notes": {}}).decode("utf-8")
    counts = monitoring.results.counts
    now = counts[(counts["period"] == "2024/25") & (counts["variable"] == "K_od1") & (counts["code"] == "02506000")]
    assert monitoring.results.sizes["02506000"] == int(now["value"].iloc[0]) == 834
    assert ">834<" in page
    assert published(monitoring.results)["K_par_inf"]["total"] == 2182
