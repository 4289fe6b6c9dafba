"""The shipped dataset demo: its counts, planted mistakes with their cells, planted truths with their verdicts."""

import csv
import shutil
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
import yaml
from helpers.projects import Project
from helpers.regions import ROOT

from careerstats import catalogue
from careerstats.analysis.pace import courses_of, standing
from careerstats.analysis.profminimum import standings
from careerstats.bundles.cycle import cycle
from careerstats.bundles.execution import effects, execution, levels_of
from careerstats.bundles.plan import targets
from careerstats.bundles.region import headlines_of, region_recommendations, synthesis_of
from careerstats.catalogue.schemes import in_force, load_profminimum
from careerstats.contracts.recommendations import Ground
from careerstats.decisions import Decisions
from careerstats.decisions.evidence import schools_counted
from careerstats.decisions.keys import Key
from careerstats.intake import Intake, open_dataset, read
from careerstats.intake.profminimum import read_profminimum
from careerstats.note.sections.execution import CONCLUSIONS
from careerstats.pipeline.monitoring import Monitoring, analyse
from careerstats.pipeline.publishing import for_audience
from careerstats.schools_named import number_of
from careerstats.wording import NBSP

FOLDER = ROOT / "data" / "raw" / "demo"
REGION = "02000000"
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
    ids = open_dataset(ROOT, "demo").settings.indicators
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

    from careerstats.batch.ledger import Run
    from careerstats.bundles.numbers import published
    from careerstats.pipeline.beside import pages as overview
    from careerstats.pipeline.monitoring import analyse

    monitoring = analyse(ROOT, "demo")
    page = overview.page_of(monitoring, Run()).decode("utf-8")
    counts = monitoring.results.counts
    now = counts[(counts["period"] == "2024/25") & (counts["variable"] == "K_od1") & (counts["code"] == "02506000")]
    assert monitoring.results.sizes["02506000"] == int(now["value"].iloc[0]) == 834
    assert ">834<" in page
    assert published(monitoring.results)["K_par_inf"].total == 2182


# ---- from a problem to its recommendation, the plan, and what came of last year's


def decisions(place: str) -> Decisions:
    return monitoring().results.decisions[code_of(place)]


def code_of(place: str) -> str:
    return {one.id: one.code for one in intake().territories}[place]


def truths(kind: str) -> list[dict[str, Any]]:
    return [one for one in TRUTHS if one["kind"] == kind]


PLANTED_PROBLEMS = [
    (one["territory"], one["indicator"], rule)
    for kind, rule in (("problem", "bad_side"), ("worsening", "worsening"), ("school at zero", "at_zero"))
    for one in truths(kind)
] + [
    (one["expected"]["partner"], one["indicator"], "bad_side") for one in truths("strength")
] + [
    (one["territory"], one["indicator"], "bad_side") for one in truths("few with ОВЗ") if one["case"] == "none"
]  # fmt: skip


@pytest.mark.parametrize(("place", "indicator", "rule"), PLANTED_PROBLEMS)
def test_every_planted_problem_leads_to_a_recommendation_and_a_line_of_the_plan(
    place: str, indicator: str, rule: str
) -> None:
    own = decisions(place)
    (found,) = (one for one in own.findings if Key(rule, indicator) in one.keys)
    number = own.numbers[found.key]
    grounded = [one for one in own.recommendations if Ground("problem", number) in one.grounds]
    assert grounded
    assert all(one.position and one.date and one.people for one in grounded if one.headline)
    lines = [line for line in own.plan if indicator in line.indicators]
    assert lines
    assert {number for line in lines for number in line.numbers} & {one.number for one in grounded}


def test_what_is_worse_and_worsening_comes_first_and_the_school_at_zero_is_named() -> None:
    worse, zero = truth("worsening"), truth("school at zero")
    first = decisions(worse["territory"]).findings[0]
    assert (first.rule, first.indicator, first.urgent) == (worse["expected"]["finding"], worse["indicator"], True)
    row = value(worse["territory"], worse["indicator"])
    assert (row["verdict"], row["change"]) == (worse["expected"]["verdict"], worse["expected"]["change"])
    (found,) = (one for one in decisions(zero["territory"]).findings if Key("at_zero", "exc69") in one.keys)
    name = intake().organisations[zero["organisation"]].name
    assert name in found.named
    ids = {one.id: one.text for one in decisions(zero["territory"]).recommendations}
    assert f"школы №{NBSP}{number_of(name)}" in ids[zero["expected"]["recommendation"]]


def test_the_plan_goes_to_the_target_that_was_set_and_missed() -> None:
    own = targets(monitoring().results)[code_of("demo-district-07")]["1.1"]
    assert (own["kind"], own["of"]) == ("reach", "set")
    assert Fraction(own.count, own.total) >= Fraction(55, 100) > Fraction(own.count - 1, own.total)


def test_a_plan_that_was_missed_is_proposed_again_and_not_given_up() -> None:
    results = monitoring().results
    proposals = targets(results)
    missed = [
        (one, proposals[one.code][one.indicator])
        for one in results.intake.registers.plans.measures
        if one.period == results.dataset.period and one.indicator in proposals.get(one.code, {}) and one.plan
    ]
    again = [(one, own) for one, own in missed if own["of"] == "planned"]
    assert len(again) >= 3
    for one, own in again:
        assert one.plan is not None
        reached = Fraction(own.count, own.total)
        assert reached >= one.plan / 100 or own.limited
        assert Fraction(own.count - 1, own.total) < one.plan / 100
    for one, own in missed:
        if own["kind"] == "keep":
            assert one.plan is not None
            assert Fraction(own.count, own.total) >= one.plan / 100, one


def test_a_target_is_not_held_against_a_municipality_of_which_too_little_is_known() -> None:
    found = decisions("demo-district-01").findings
    assert not [one for one in found if one.rule == "below_target"]


def test_a_municipality_without_problems_has_nothing_recommended() -> None:
    own = decisions(truth("no problems")["territory"])
    assert {one.kind for one in own.findings} == {"strength"}
    assert (own.numbers, own.plan) == ({}, ())
    assert [one.id for one in own.recommendations] == ["watch"], "what is not proven is to be watched"


def test_the_strength_is_shared_with_the_weak_one_of_like_size() -> None:
    one = truth("strength")
    helper, learner = one["territory"], one["expected"]["partner"]
    assert (value(helper, "early_14")["verdict"], value(learner, "early_14")["verdict"]) == ("above", "below")
    pairs = [(pair.learn, pair.indicator, pair.partners) for pair in decisions(learner).exchanges]
    assert (True, one["indicator"], (code_of(helper),)) in pairs
    sizes = monitoring().results.sizes
    assert 0.5 < sizes[code_of(helper)] / sizes[code_of(learner)] < 2


@cache
def carried_out() -> dict[str, Any]:
    return execution(monitoring().results)


@pytest.mark.parametrize("one", truths("executed"), ids=lambda one: one["territory"])
def test_last_years_problem_was_planned_carried_out_and_judged(one: dict[str, Any]) -> None:
    measures = carried_out()[code_of(one["territory"])].measures
    assert len(measures) == one["expected"]["measures"]
    (ours,) = (row for row in measures if row.text == one["expected"]["measure"])
    assert (ours.indicator, CONCLUSIONS[ours.conclusion]) == (one["indicator"], one["expected"]["conclusion"])
    assert ours.document
    assert None not in (ours.before, ours.after)


@cache
def last_year() -> Monitoring:
    return analyse(ROOT, "demo", period="2023/24")


@pytest.mark.parametrize("one", truths("executed"), ids=lambda one: one["territory"])
def test_the_returned_workbook_is_what_last_years_note_drafted(one: dict[str, Any]) -> None:
    """Year 2 reads year 1's plan: ids and measures of the returned rows are those of the draft of the year before."""
    draft = {line.id: line.measure for line in last_year().results.decisions[code_of(one["territory"])].plan}
    assert set(one["drafted"]) <= set(draft)
    measures = intake().registers.plans.of(code_of(one["territory"]), one["period"])
    returned = {measure.id.partition("/")[0]: measure.text for measure in measures if not measure.added}
    assert returned == {id: draft[id] for id in one["drafted"]}
    keys = {
        key for finding in last_year().results.decisions[code_of(one["territory"])].findings for key in finding.keys
    }
    assert keys & {Key("decision", one["indicator"]), Key("attention", one["indicator"])}


def test_the_common_measure_is_compared_and_its_effect_found() -> None:
    one = truth("effect")
    (tested,) = effects(monitoring().results)[REGION].tested
    assert (tested.indicator, set(tested.taken)) == (one["indicator"], set(map(code_of, one["territories"])))
    assert len(tested.others) >= 5
    assert tested.p < 0.05
    assert tested.difference > 10
    moved = Counter(value(id, one["indicator"])["change"] for id in one["territories"])
    assert moved[one["expected"]["change"]] >= 4  # one of the five moved no farther than schools waver
    assert set(moved) <= {one["expected"]["change"], "same"}


def test_numbers_that_check_refused_are_in_no_sum_over_schools() -> None:
    """School № 1 gave 121 of 114: by the other eight it is 26.0, 32.6, then 30.0 %, also where its plan is told."""
    asked = {"form": "Прошли профессиональные пробы, 6–11 классы", "oo-1": "Обучающиеся 6–11 классов"}
    eight = {f"demo-okrug-03-{number:03}" for number in range(2, 10)}
    years = [
        tuple(
            sum(int(row[name]) for row in table(f"{year.replace('/', '-')}/{file}.csv") if row["Код школы"] in eight)
            for file, name in asked.items()
        )
        for year in YEARS
    ]
    code = code_of("demo-okrug-03")
    levels = levels_of(monitoring().results, "trial", [code])[code]
    assert levels == pytest.approx([100 * k / n for k, n in years])
    (tested,) = effects(monitoring().results)[REGION].tested
    assert tested.moves[code] == pytest.approx(levels[2] - (levels[0] + levels[1]) / 2, abs=1e-5)
    (planned,) = [one for one in carried_out()[code].measures if one.indicator == "trial"]
    assert (planned.before, planned.after) == (years[1], years[2])


def test_the_year_before_is_told_of_the_schools_of_both_years() -> None:
    """Кудыкинский without its silent school № 9; of Вымышленский too few remain; the region beside its own number."""
    rows = monitoring().results.rows
    was = {
        (place, id): (rows[code_of(place)][id].of_fewer, rows[code_of(place)][id].facts.levels[0])
        for place, id in (("demo-okrug-09", "1.1"), ("demo-district-01", "trial"), ("demo-okrug-06", "trial"))
    }
    assert was == {
        ("demo-okrug-09", "1.1"): (True, 583),
        ("demo-district-01", "trial"): (True, 590),
        ("demo-okrug-06", "trial"): (False, 159),
    }
    assert rows[code_of("demo-district-01")]["trial"].is_apart
    region = rows[REGION]["trial"]
    assert (region.of_fewer, region.facts.levels) == (True, (320, 402))


def test_a_specialist_is_asked_of_the_schools_that_answered_no() -> None:
    """By the column of the form, not by where most pupils are missing; the letter's «в трёх школах» is told apart."""
    rows = table("2024-25/form.csv")
    no = {row["Школа"] for row in rows if row["Есть педагог-навигатор или психолог"] == "нет"}
    decided = monitoring().results.decisions
    for place in ("demo-okrug-06", "demo-district-04", "demo-district-07"):
        own = decided[code_of(place)]
        (asked,) = [one.schools for one in own.recommendations if one.id.startswith("specialist:")]
        here = {row["Школа"] for row in rows if row["Код школы"].startswith(place)}
        enough = {"Средняя школа № 1 Тридевятского района", "Средняя школа № 7 Придуманского района"}
        assert set(asked) == here & no - enough, "of those with enough pupils nothing is wanted"
    (lacking,) = next(one for one in decided[code_of("demo-okrug-06")].headlines if one.lacking).lacking
    assert (len(lacking.schools), len(lacking.among), lacking.differs) == (4, 9, True)


def test_the_region_asks_for_as_many_places_as_its_municipalities_lack() -> None:
    """What a recommendation to some comes to is the sum of their own goals, not the goal of the whole region."""
    results = monitoring().results
    summed = synthesis_of(results)
    told = {one.id: one for one in region_recommendations(results, (), summed, headlines_of(results, summed))}
    asked, goals = told["r-no-places:no_places"], targets(monitoring().results)
    wanted = {code: goals[code]["trial"].people for code in asked.places}
    short = {code_of("demo-city-02"): 448, code_of("demo-district-05"): 55, code_of("demo-okrug-09"): 8}
    assert wanted == {**short, code_of("demo-city-01"): 0}
    assert sum(wanted.values()) == 511 < goals[REGION]["trial"].people
    answers = Counter(row["Есть педагог-навигатор или психолог"] for row in table("2024-25/form.csv") if row["Школа"])
    assert answers["нет"] >= 68
    assert len(told["r-no-specialist:no_specialist"].places) == 9


@pytest.mark.parametrize(
    ("text", "number"),
    [("в трёх школах нет педагога-психолога", 3), ("нет в 12 школах", 12), ("не все школы обеспечены", None),
     ("в некоторых школах, а именно в двух школах", 2)],
)  # fmt: skip
def test_a_number_of_schools_in_words_of_a_body_is_read(text: str, number: int | None) -> None:
    assert schools_counted(text) == number


def test_a_measure_without_an_indicator_cannot_be_judged() -> None:
    one = truth("effect unknown")
    rows = [row for row in carried_out()[code_of(one["territory"])].measures if not row.indicator]
    assert [(row.done, CONCLUSIONS[row.conclusion]) for row in rows] == [("yes", one["expected"]["conclusion"])]


# ---- registers


def test_every_register_has_something_and_names_nobody() -> None:
    told = intake().registers
    assert all((told.addressees, told.causes, told.acts, told.practices, told.partners, told.joint, told.general))
    assert told.cycle.documents
    assert len(told.snapshots.days) == 6
    assert "person_named" not in {one.code for one in monitoring().problems}
    assert set(monitoring().results.sizes) == {one.code for one in told.general}


def test_one_cycle_is_complete_and_one_step_is_late() -> None:
    region = cycle(monitoring().results)[REGION]
    missing = {row["code"]: row["missing"] for row in region["municipalities"]}
    assert [code for code, gaps in missing.items() if not gaps] == [code_of(truth("problem")["territory"])]
    steps_missing = sorted(map(len, missing.values()))
    assert steps_missing == [0, 2, 3, 3, *[4] * 7], "a plan of measures, which all have, is one of the documents"
    (late,) = region["late_by_step"]
    assert late["title"] == "Отчёт об исполнении плана мероприятий"
    assert set(late["codes"]) == {code_of(id) for id in ("demo-district-01", "demo-okrug-09", "demo-district-04")}


def test_who_stands_still_is_found_in_the_weekly_numbers() -> None:
    one = truth("stands still")
    found = {}
    for code, points in courses_of(intake().registers.snapshots.counts, one["variable"]).items():
        found[code] = standing(points, whole=10**6, target=Fraction(55))
    still = {code: str(own.still_since) for code, own in found.items() if own.still_since}
    assert still == {code_of(one["territory"]): one["expected"]["since"]}
    down = {code for code, own in found.items() if own.no_pace == "down"}
    (slip,) = (one for one in MISTAKES if one["expected"]["problem"] == "snapshot_went_down")
    assert down == {code_of(slip["territory"])}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(FOLDER, folder / "data" / "raw" / "demo")
    return Project(folder)


def test_the_command_names_every_mistake_with_its_cell(project: Project) -> None:
    done = project.run("check", "demo")
    assert done.code == 1
    for one in MISTAKES:
        if one["expected"]["problem"] != "corrected":
            where = f"{one['file']}, ячейка {one['cell']}: " if "cell" in one else f"{one['file']}: "
            assert where in done.out


def test_forms_can_be_sent_out_for_everybody(project: Project) -> None:
    assert project.run("forms", "make", "demo").code == 0
    blanks = project.folder / "reports" / "demo" / "forms"
    assert len(list((blanks / "prof").glob("*.xlsx"))) == 12
    assert len(list((blanks / "school").glob("*.xlsx"))) >= 115


# ---- what the public may not see


@cache
def public() -> Monitoring:
    return for_audience(monitoring(), "public")


@pytest.mark.parametrize("one", truths("few with ОВЗ"), ids=lambda one: one["case"])
def test_few_children_are_hidden_from_the_public_only(one: dict[str, Any]) -> None:
    row = value(one["territory"], one["indicator"])
    assert (row["numerator"], row["denominator"]) == (one["expected"]["numerator"], one["expected"]["denominator"])
    rows = public().values
    shown = rows[(rows["territory"] == one["territory"]) & (rows["indicator"] == one["indicator"])]
    assert set(shown["period"]) == {"2024/25"}
    assert shown["numerator"].isna().all()
    assert set(shown["status"]) == {"hidden"}


def test_who_owes_answers_is_asked_for_them_by_name() -> None:
    """Школа № 9 gave its pupils to the state's statistics and nothing to the form; Вымышленский returned no plan."""
    decided = monitoring().results.decisions
    asked = {code: {one.id: one.text for one in own.recommendations} for code, own in decided.items()}
    assert {code for code, own in asked.items() if "reports" in own} == {
        code_of("demo-okrug-09"),
        code_of("demo-district-01"),
    }
    assert asked[code_of("demo-okrug-09")]["reports"] == f"получить сведения школы №{NBSP}9"
    assert [code for code, own in asked.items() if "plan-report" in own] == [code_of("demo-district-01")]
