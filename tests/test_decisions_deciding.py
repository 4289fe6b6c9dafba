"""From judged rows to the recommendations of one municipality: circumstances, words, the first task."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from helpers.regions import amur, code_of, territory, values

from careerstats import catalogue
from careerstats.contracts.recommendations import Ground, Register
from careerstats.decisions import Situation, decide
from careerstats.decisions.deciding import dative, genitive, prepositional
from careerstats.decisions.findings.case import PROBLEMS
from careerstats.decisions.keys import Key
from careerstats.pipeline.assembling import judged_rows
from careerstats.territories import Territory, of_region, regions

ID = "bvb_registered"
OTHERS = [(10 * share, 1000) for share in (8, 10, 12, 15, 18, 20, 22, 25, 28, 30)]


def entry(id: str, when: str, text: str = "") -> dict[str, Any]:
    return {"id": id, "to": "body", "text": text or f"сделать {id}", "when": [when], "term": "июнь"}


REGISTER = {
    "addressees": {"body": "Органу:"},
    "municipality": [
        entry("here", "site:here", "площадка в {prepositional}: {sites}"),
        entry("none", "site:none", "площадки для {genitive}"),
        entry("learn", "practice:learn", "опыт {learn_about} в {learn_in}"),
        entry("share", "practice:share", "опыт {share_about} для {share_with}"),
        entry("left", f"reserve:{ID}"),
        entry("weak", f"decision:{ID}"),
    ],
    "plan": [{"activity": 1, "from": ["weak"], "measure": "М", "term": "июнь"}],
    "activities": {1: "Организационная"},
}


def situation(**changes: Any) -> Situation:
    """Ten districts from 8 to 30 %, the eleventh at 1 and the twelfth at 60 %."""
    rows = judged_rows(values([*OTHERS, (10, 1000), (600, 1000)]).iloc[:-1])
    territories = [territory(i) for i in range(1, 13)]
    given = {
        "rows": {code: list(own.values()) for code, own in rows.items()},
        "territories": territories,
        "sizes": {one.code: 1000 for one in territories},
        "sites": {"Район-12": ["Колледж", "Техникум"]},
        "catalogue": catalogue.load(),
        "register": msgspec.convert(REGISTER, Register),
        "reserves": [ID],
        "unknown": [],
        "priority": [ID],
    }
    return Situation(**{**given, **changes})


def texts(code: str, **changes: Any) -> dict[str, str]:
    return {one.id: one.text for one in decide(situation(**changes))[code].recommendations}


def test_the_weak_hear_where_to_learn_and_the_strong_with_whom_to_share() -> None:
    weak, strong = texts(code_of(11)), texts(code_of(12))
    told = [found for code in decide(situation()) if (found := texts(code)).get("share")]
    about = "регистрации обучающихся на платформе"
    assert weak["learn"].startswith(f"опыт {about}")
    assert "в Район-" in weak["learn"]  # who exactly is the matter of exchange
    assert all(found["share"].startswith(f"опыт {about}") and "для Район-" in found["share"] for found in told)
    assert told
    assert "weak" in weak
    assert "weak" not in strong


def test_where_a_site_is_and_where_none_is() -> None:
    assert texts(code_of(12))["here"] == "площадка в Район-12 (предл.): Колледж; Техникум"
    assert texts(code_of(11))["none"] == "площадки для Район-11 (род.)"


def test_where_no_list_of_sites_was_given_nothing_is_said_of_them() -> None:
    assert not {"here", "none"} & set(texts(code_of(12), sites={}))


def test_who_did_not_report_gets_no_decisions() -> None:
    rows = {code: own for code, own in situation().rows.items() if code != code_of(3)}
    assert code_of(3) not in decide(situation(rows=rows))
    assert code_of(4) in decide(situation(rows=rows))


def test_grounds_are_the_numbers_of_the_problems() -> None:
    decisions = decide(situation())[code_of(11)]
    grounds = {one.id: one.grounds for one in decisions.recommendations}
    assert decisions.numbers[Key("decision", ID)] == "П-1"
    assert grounds["weak"] == grounds["learn"] == (Ground("problem", "П-1"),)
    assert grounds["none"] == ()
    assert decide(situation())[code_of(12)].numbers.get(Key("decision", ID)) is None


def test_the_plan_follows_the_recommendations() -> None:
    decisions = decide(situation())[code_of(11)]
    (line,) = decisions.plan
    (weak,) = [one for one in decisions.recommendations if one.id == "weak"]
    assert line.numbers == (weak.number,)
    assert decide(situation())[code_of(12)].plan == ()


def test_the_first_task_is_the_first_problem_or_else_the_first_reserve() -> None:
    decisions = decide(situation())
    assert decisions[code_of(11)].task == decisions[code_of(12)].task == ID
    assert decide(situation(reserves=[]))[code_of(12)].task == ""


def test_the_order_of_municipalities_changes_nothing() -> None:
    here = situation()
    there = replace(here, territories=here.territories[::-1])
    assert decide(here) == decide(there)


def test_names_without_reviewed_forms_stay_neutral() -> None:
    one = Territory(id="x", region="99000000", code="99001000", kind="city", name="г. Озёрск")
    assert genitive(one) == "муниципального образования «г. Озёрск»"
    assert dative(one) == "муниципальному образованию «г. Озёрск»"
    assert prepositional(one) == "муниципальном образовании «г. Озёрск»"


@pytest.mark.parametrize("code", ["10710000", "10621000", "10712000"])
def test_every_problem_of_a_real_municipality_has_a_number(code: str) -> None:
    decisions = amur().results.decisions[code]
    keys = {one.key for one in decisions.findings if one.kind in PROBLEMS}
    assert keys <= set(decisions.numbers)
    assert decisions.task in amur().results.dataset.settings.indicators


def test_the_site_of_belogorsk_is_asked_for_its_places() -> None:
    told = {one.id: one.text for one in amur().results.decisions["10710000"].recommendations}
    assert "Амурский многофункциональный центр" in told["places"]
    assert "reach" not in told


FORMS = {genitive: "муниципального образования «", dative: "муниципальному образованию «",
         prepositional: "муниципальном образовании «"}  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.__name__)
def test_every_municipality_of_the_shipped_table_has_a_form_or_neutral_words(form: Callable[[Territory], str]) -> None:
    ours = [one for region in regions("2022-12-31") for one in (region, *of_region(region.code, "2022-12-31"))]
    assert len(ours) > 2600
    for one in ours:
        told = form(one)
        assert told == getattr(one, form.__name__) or told == f"{FORMS[form]}{one.name}»"
        assert not re.search(r"  |[{}]|None|^ | $", told), one.name
