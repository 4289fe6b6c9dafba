"""The institute's recommendations -> those a note needs, numbered; every mistake in the file is named."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from helpers.described import mistakes
from helpers.regions import ROOT, amur

from careerstats import catalogue
from careerstats.bundles import cut
from careerstats.bundles.region import headlines_of, region_recommendations, synthesis_of
from careerstats.catalogue.causes import load_causes
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.decisions import Addressee, Cause
from careerstats.contracts.headlines import Headline, Weight
from careerstats.contracts.recommendations import Entry, Ground, PlanEntry, Recommendation, Register
from careerstats.decisions.findings import NAMES
from careerstats.decisions.keys import Key
from careerstats.decisions.plan import dated, draft_plan, lines_of
from careerstats.decisions.recommendations import (
    ON_PAGE_ONE,
    Occasion,
    addressed,
    called,
    foremost,
    numbered,
    of_place,
)
from careerstats.decisions.register import SHIPPED, read_register
from careerstats.errors import DatasetError
from careerstats.intake.registers.addressees import ROLES
from careerstats.pipeline.monitoring import analyse

ADDRESSEES = {"body": "Органу:", "schools": "Школам:", "institute": "Институту:"}
ACTIVITIES = {1: "Организационная", 3: "Аналитическая"}


def entry(id: str, to: str = "body", **more: Any) -> dict[str, Any]:
    return {"id": id, "to": to, "text": f"сделать {id}", "when": ["always"], "term": "до 01.06.2021"} | more


def key(text: str) -> Key:
    """«decision:1.1», «goal:Ц1:1.1»."""
    what, *goal, about = text.split(":")
    return Key(what, about, *goal)


def recommend(
    entries: Iterable[dict[str, Any]],
    grounds: dict[str, str],
    about: dict[str, dict[str, str]] | None = None,
    *,
    letter: str = "",
    at_most: int = 1000,
) -> list[Recommendation]:
    """``grounds``: key of a finding → its number, empty where it is no ground."""
    keys = {key(text): Ground("problem", number) if number else None for text, number in grounds.items()}
    occasion = Occasion(keys, {"genitive": "города Зеи"}, letter, about)
    every = called(msgspec.convert(list(entries), list[Entry]), occasion)
    return list(numbered(foremost(every, at_most), ADDRESSEES))


def chosen(*entries: dict[str, Any], letter: str = "", **grounds: str) -> list[Recommendation]:
    return recommend(entries, {text.replace("__", ":"): number for text, number in grounds.items()}, letter=letter)


def names(recommendation: Recommendation) -> list[str]:
    """«П-1», the number of the letter."""
    return [ground.name for ground in recommendation.grounds]


def register(folder: Path, **changes: Any) -> Register:
    fields = {
        "addressees": ADDRESSEES,
        "municipality": [entry("team")],
        "plan": [{"activity": 1, "from": ["team"], "measure": "Команда", "term": "июнь"}],
        "activities": ACTIVITIES,
    } | changes
    path = folder / "recommendations.yaml"
    path.write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    return read_register(path)


# ---- what is chosen


def test_an_entry_is_called_for_by_any_of_its_findings() -> None:
    entries = [entry("a", when=["decision:x", "attention:x"]), entry("b", when=["decision:y"]), entry("c")]
    assert [one.id for one in chosen(*entries, attention__x="П-1")] == ["a", "c"]


def test_entries_are_grouped_by_addressee_and_numbered_through() -> None:
    found = chosen(entry("a"), entry("b", "schools"), entry("c"), entry("d", "institute"), entry("e", "schools"))
    assert [(one.number, one.id, one.title) for one in found] == [
        (1, "a", "Органу:"), (2, "c", "Органу:"), (3, "b", "Школам:"), (4, "e", "Школам:"), (5, "d", "Институту:"),
    ]  # fmt: skip


def test_grounds_stand_in_the_order_of_the_note() -> None:
    keys = {f"reserve__{letter}": f"П-{number}" for number, letter in enumerate("abcdefghijkl", 1)}
    (found,) = chosen(entry("a", when=["reserve:j", "reserve:b", "reserve:k"]), **keys)
    assert names(found) == ["П-2", "П-10", "П-11"]


def test_a_ground_may_be_another_finding_than_the_occasion() -> None:
    (found,) = chosen(entry("a", when=["site:here"], ground="reserve:x"), site__here="", reserve__x="П-3")
    assert names(found) == ["П-3"]


def test_the_letter_is_a_ground_where_the_entry_says_so() -> None:
    found = chosen(entry("a", letter=True), entry("b"), letter="5")
    assert [one.grounds for one in found] == [(Ground("letter", "5"),), ()]
    assert chosen(entry("a", letter=True))[0].grounds == ()


def test_words_in_braces_are_filled() -> None:
    assert chosen(entry("a", text="для {genitive}"))[0].text == "для города Зеи"


def test_an_unknown_word_in_braces_names_its_entry() -> None:
    with pytest.raises(DatasetError, match=r"recommendations\.yaml, a: слово \{genetive\} программе неизвестно"):
        chosen(entry("a", text="для {genetive}"))


def test_an_unknown_addressee_names_its_entry() -> None:
    with pytest.raises(DatasetError, match=r"recommendations\.yaml, a: адресата «mayor» нет в «addressees»"):
        chosen(entry("a", "mayor"))


# ---- the plan


def test_a_line_of_the_plan_names_the_recommendations_in_the_note() -> None:
    lines = [
        PlanEntry(activity=3, sources=("b", "a"), measure="Сверка", term="осень"),
        PlanEntry(activity=1, sources=("absent",), measure="Нет в справке", term="осень"),
        PlanEntry(activity=1, sources=("c", "absent"), measure="Команда", term="июнь"),
    ]
    plan = draft_plan(lines, chosen(entry("a"), entry("b", "schools"), entry("c")), ACTIVITIES)
    assert [(line.measure, line.numbers, line.activity_title) for line in plan] == [
        ("Команда", (2,), "Организационная"),
        ("Сверка", (1, 3), "Аналитическая"),
    ]


# ---- the file


def test_a_dataset_without_the_file_has_the_shipped_ones(tmp_path: Path) -> None:
    found = read_register(tmp_path / "recommendations.yaml")
    assert found == read_register(SHIPPED)
    assert found.municipality
    assert found.region


def test_what_is_left_out_of_the_file_is_empty(tmp_path: Path) -> None:
    found = register(tmp_path)
    assert (found.region, found.region_plan) == ((), ())
    assert found.municipality[0].id == "team"


LINE = {"activity": 1, "from": ["team"], "measure": "Команда", "term": "июнь"}
WRONG = {
    "no text": (
        {"municipality": [{"id": "team", "to": "body", "when": []}]},
        "строка 9, рекомендация team: нет поля «text»",
    ),
    "no id": ({"municipality": [{"to": "body"}], "plan": []}, "строка 9, рекомендация ?: нет поля «id», добавьте его"),
    "plan of nothing": ({"plan": [LINE | {"from": ["teem"]}]}, "plan, «Команда»: рекомендации «teem» нет"),
    "unknown activity": ({"plan": [LINE | {"activity": 9}]}, "plan, «Команда»: направления 9 нет в «activities»"),
    "plan without a term": (
        {"plan": [{"activity": 1, "from": ["team"], "measure": "К"}]},
        "строка 16, строка плана «К»: нет поля «term», добавьте его",
    ),
    "a number for a term": (
        {"plan": [LINE | {"term": 2025}]},
        "строка плана «Команда»: в поле «term» нужен текст, а стоит «2025»; возьмите в кавычки",
    ),
    "unknown part": (
        {"municipalty": []},
        "строка 15, файл: поле «municipalty» неизвестно (возможно, имелось",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_the_file_names_its_entry(name: str, tmp_path: Path) -> None:
    changes, words = WRONG[name]
    with pytest.raises(DatasetError) as error:
        register(tmp_path, **changes)
    assert str(error.value).startswith("recommendations.yaml")
    assert words in str(error.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "recommendations.yaml"
    path.write_text("plan: [\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"recommendations\.yaml, строка 2: запись YAML не читается"):
        read_register(path)
    path.write_text("- team\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="строка 1, файл: пуст или не состоит из полей"):
        read_register(path)


def test_the_shipped_file_is_right_and_every_addressee_has_its_form() -> None:
    found = read_register(ROOT / "data" / "raw" / "amur-2020" / "recommendations.yaml")
    forms = {key: title.rstrip(":").rpartition(" ")[2] for key, title in found.addressees.items()}
    assert forms["body"] == forms["bodies"] == forms["schools"] == "рекомендовать"


def test_every_note_of_the_real_region_has_recommendations_of_its_own() -> None:
    every = amur().results.decisions.values()
    for decisions in every:
        assert {one.to for one in decisions.recommendations} <= {"body", "schools", "institute"}
        assert [one.number for one in decisions.recommendations] == list(range(1, len(decisions.recommendations) + 1))
        assert all(one.grounds for one in decisions.recommendations), "each names its finding"
        numbers = {number for line in decisions.plan for number in line.numbers}
        assert numbers <= {one.number for one in decisions.recommendations}
        assert [line.activity for line in decisions.plan] == sorted(line.activity for line in decisions.plan)
    texts = Counter(text for own in every for text in {one.text for one in own.recommendations})
    common = [text for text, notes in texts.items() if notes > len(every) / 2]
    told = [one.text for own in every for one in own.recommendations]
    assert sum(text in common for text in told) < 0.2 * len(told)


@cache
def amur_bundles() -> dict[str, Bundle]:
    found = cut(analyse(ROOT, "amur-2020").results)
    return {code: bundle for (kind, code), bundle in found.items() if kind in ("municipality", "region")}


@pytest.mark.parametrize("name", ["amur-2020", "demo"])
def test_what_the_region_asks_of_municipalities_by_name_stands_in_their_notes_with_the_same_term(name: str) -> None:
    results = analyse(ROOT, name).results
    entries = {entry.id: entry for entry in results.register.region}
    asked = 0
    summed = synthesis_of(results)
    for recommendation in region_recommendations(results, (), summed, headlines_of(results, summed)):
        entry = entries[recommendation.id.partition(":")[0]]
        if not entry.own or recommendation.to not in ("bodies", "schools"):
            continue
        for code in recommendation.places:
            own = {call.id.partition(":")[0]: call.term for call in results.decisions[code].recommendations}
            assert recommendation.term in [own[id] for id in entry.own if id in own], (recommendation.id, code)
            asked += 1
    assert asked > 5


def test_the_groups_of_the_region_are_asked_what_their_own_notes_ask() -> None:
    bundles = amur_bundles()
    grouped = [call for call in bundles["10000000"].recommendations if call.id.startswith("r-group-")]
    assert len(grouped) == 3
    for recommendation in grouped:
        for code in recommendation.places:
            own = bundles[code].recommendations
            assert any(recommendation.text in other.text and other.term == recommendation.term for other in own), code


def test_a_recommendation_to_those_who_have_it_is_not_given_where_nobody_has() -> None:
    asked = Entry(id="r", to="bodies", text="сделать", when=("problem:*",), term="до 01.10.2025", each=True, own=("a",))
    problem, words = Key("problem", "1.1"), {"1.1": {"task": "сделать"}}
    nobody = Occasion({problem: Ground("noted", places=1)}, {}, about=words, places={problem: ("1",)})
    assert called([asked], nobody) == []
    (call,) = called([asked], replace(nobody, own={"a:1.1": ("2", "3"), "b:1.1": ("1",), "a:2.1": ("4",)}))
    assert call.recommendation.places == ("2", "3")


def test_nobody_is_to_act_before_the_lists_and_the_places_are_there() -> None:
    for code, bundle in amur_bundles().items():
        dates = {call.id.partition(":")[0]: call.date for call in bundle.recommendations}
        if "divide" in dates:
            assert dates["lists"] < dates["divide"], code
            assert dates["places" if "places" in dates else "reach"] <= dates["divide"], code
    region = {call.id: call.date for call in amur_bundles()["10000000"].recommendations}
    assert region["r-institute-lists"] == region["r-sites"] == "2021-05-15"


def test_the_table_numbers_recommendations_as_page_one_does() -> None:
    for bundle in amur_bundles().values():
        chosen = bundle.recommendations
        assert [call.number for call in chosen] == list(range(1, len(chosen) + 1))
        assert all(call.number == call.foremost for call in chosen if call.foremost)


def test_every_number_to_be_won_is_somebodys_task() -> None:
    """A goal that asks for more pupils has a recommendation about what it counts."""
    shares = {"bvb_registered": "register", "bvb_attended_of_registered": "divide", "bvb_parents": "meetings"}
    for code, bundle in amur_bundles().items():
        ids = [call.id.partition(":")[0] for call in bundle.recommendations]
        for id, task in shares.items():
            goal = bundle.proposals.get(id)
            if code != "10000000" and goal and goal.people:
                assert task in ids, (code, id)


def test_a_decision_of_page_one_has_an_addressee_pupils_and_a_day() -> None:
    for dataset in ("amur-2020", "demo"):
        for decisions in analyse(ROOT, dataset).results.decisions.values():
            first = sorted((one for one in decisions.recommendations if one.foremost), key=lambda one: one.foremost)
            assert [one.foremost for one in first] == list(range(1, len(first) + 1))
            assert len(first) <= ON_PAGE_ONE
            for one in (one for one in first if one.headline):  # of what is missing no pupils are known
                headline = decisions.headlines[one.headline - 1]
                assert one.position
                assert date.fromisoformat(one.date)
                for_answers = any(
                    {*one.schools} <= {*own.schools} for own in headline.lacking
                )  # not those that lack most
                assert 0 < one.people <= (headline.base if for_answers else headline.people)
                assert one.people == headline.people or one.schools, "of named schools those that are short there"
                assert headline.problem in {ground.name for ground in one.grounds}
                assert not one.cause or one.cause in {cause.kind for cause in headline.causes}


def test_every_finding_has_a_name_by_which_a_recommendation_may_call_it() -> None:
    """A rule is called as its function is, and may stand in ``when`` at once."""
    every = [finding for own in analyse(ROOT, "demo").results.decisions.values() for finding in own.findings]
    named = {name for finding in every for name in finding.names}
    assert len(named) > 10
    assert named <= NAMES


def test_no_recommendation_goes_against_a_stated_cause() -> None:
    """Where a cause of the list was stated, only what answers it, or is right whatever the cause, is recommended."""
    register, heard = shipped(), 0
    entries = {entry.id: entry for entry in register.municipality}
    for decisions in analyse(ROOT, "demo").results.decisions.values():
        for one in decisions.recommendations:
            entry = entries[one.id.partition(":")[0]]
            stated = {cause.kind for cause in decisions.headlines[one.headline - 1].causes} if one.headline else set()
            if listed := stated - {""}:
                heard += 1
                assert entry.any_cause or listed & set(entry.cause)
    assert heard > 10


# ---- patterns, single indicators, what says the same, how many

WORDS = {"1.1": {"task": "провести диагностику", "Task": "Провести диагностику", "short": "Диагностика"}}


def test_a_pattern_may_name_a_goal_or_everything() -> None:
    keys = {"decision:1.1": "П-1", "decision:Ц1:1.1": "П-1", "goal:Ц1:1.1": "П-1", "reserve:trial": "П-2"}
    entries = [entry("goal", when=["goal:Ц1"]), entry("other", when=["goal:Ц11"]), entry("all", when=["reserve:*"])]
    assert [(one.id, names(one)) for one in recommend(entries, keys)] == [
        ("goal", ["П-1"]), ("all", ["П-2"]),
    ]  # fmt: skip


def test_an_entry_for_each_indicator_says_its_own_task_and_skips_one_without_words() -> None:
    one = entry("task", text="{task}", when=["problem:*"], each=True, activity=1, measure="{Task}")
    keys = {"problem:1.1": "П-1", "problem:konk": "П-2"}
    (found,) = recommend([one], keys, WORDS)
    assert (found.id, found.text, names(found)) == ("task:1.1", "провести диагностику", ["П-1"])
    (line,) = lines_of([found], {"1.1"})
    assert (line.measure, line.sources, line.indicators) == ("Провести диагностику", ("task:1.1",), ("1.1",))


def test_the_same_to_the_same_addressee_is_said_once_on_all_its_grounds() -> None:
    same = [entry("a", text="сделать", when=["x:1"]), entry("b", text="Сделать", when=["x:2"])]
    other = entry("c", "schools", text="сделать", when=["x:2"])
    found = recommend([*same, other], {"x:1": "П-1", "x:2": "П-2"})
    assert [(one.id, one.to, names(one)) for one in found] == [
        ("a", "body", ["П-1", "П-2"]),
        ("c", "schools", ["П-2"]),
    ]
    own = PlanEntry(activity=1, sources=("b", "a"), measure="М", term="июнь")
    (line,) = draft_plan([own], found, ACTIVITIES)
    assert (line.id, line.numbers) == ("1.a", (1,))


def test_one_aim_is_one_recommendation() -> None:
    entries = [entry("a", when=["x:1"], aim="встреча"), entry("b", when=["x:1"], aim="встреча")]
    assert [one.id for one in recommend(entries, {"x:1": "П-1"})] == ["a"]


def test_where_there_is_no_room_every_problem_is_answered_before_one_is_answered_twice() -> None:
    entries = [
        entry("always"),
        *(entry(f"a{at}", when=["reserve:a"]) for at in range(5)),
        entry("b", when=["reserve:b"]),
    ]
    keys = {"reserve:a": "П-1", "reserve:b": "П-2"}
    found = recommend(entries, keys, at_most=4)
    assert [one.id for one in found] == ["always", "a0", "a1", "b"]
    assert [one.number for one in found] == [1, 2, 3, 4]


def test_a_decision_takes_more_room_than_a_reserve() -> None:
    entries = [
        *(entry(f"r{at}", when=["reserve:a"]) for at in range(4)),
        *(entry(f"d{at}", when=["decision:b"]) for at in range(4)),
    ]
    found = recommend(entries, {"decision:b": "П-1", "reserve:a": "П-2"}, at_most=4)
    assert [one.id for one in found] == ["r0", "d0", "d1", "d2"]


@pytest.mark.parametrize(
    ("term", "period", "dated_term"),
    [
        ("до 01.10", "2024/25", "до 01.10.2025"),
        ("до 01.03 и далее постоянно", "2024/25", "до 01.03.2026 и далее постоянно"),
        ("до 01.10", "2020", "до 01.10.2021"),
        ("до 01.10", "2020-05-12", "до 01.10.2020"),
        ("до 01.10.2030", "2024/25", "до 01.10.2030"),
        ("октябрь {year}", "2024/25", "октябрь 2025"),
        ("постоянно", "2024/25", "постоянно"),
    ],
)
def test_a_term_without_a_year_is_of_the_next_school_year(term: str, period: str, dated_term: str) -> None:
    assert dated(term, period) == dated_term


# ---- whom it is for


def test_a_heading_calls_the_addressee_by_its_own_name() -> None:
    headings = {"body": "Органу управления образованием рекомендовать:", "institute": "Институту:",
                "operator": "Направить федеральному оператору предложения:"}  # fmt: skip
    names = {
        "body": Addressee("1", "body", dative="комитету образования города Зеи"),
        "institute": Addressee("1", "institute", name="Институт"),
        "operator": Addressee("1", "operator", dative="оператору"),
    }
    assert addressed(headings, names) == headings | {"body": "Комитету образования города Зеи рекомендовать:"}


def test_a_municipality_wins_over_its_region() -> None:
    told = [Addressee("1", "czn", dative="своему"), Addressee("0", "czn", dative="общему"), Addressee("0", "body")]
    assert of_place(told, "1", "0")["czn"].dative == "своему"
    assert set(of_place(told, "2", "0")) == {"czn", "body"}


# ---- the shipped file


def shipped() -> Register:
    return read_register(SHIPPED)


def every_entry() -> tuple[Entry, ...]:
    return (*shipped().municipality, *shipped().region)


def test_everybody_who_works_on_it_is_an_addressee_of_some_recommendation() -> None:
    addressed_to = {one.to for one in every_entry()}
    assert addressed_to == {*ROLES, "bodies"} == set(shipped().addressees)


def test_every_shipped_recommendation_says_where_it_comes_from_and_how_sure_that_is() -> None:
    entries = every_entry()
    assert [one.id for one in entries if not one.source or one.status not in ("practice", "proposed")] == []
    assert [one.id for one in entries if "Предложение" in one.source and one.status != "proposed"] == []


def test_every_shipped_occasion_can_occur() -> None:
    known, about = catalogue.load(), {"stages", "reports", "quality", "profminimum", "learn", "share", "*"}
    about |= set(load_causes().kinds)
    for one in every_entry():
        for pattern in one.when:
            rest = pattern.split(":")[1:]  # of which word may come first, reading the file takes care
            assert all(part in known.goals or part in known.indicators or part in about for part in rest), one.id


def of_finding(id: str, kinds: tuple[str, ...]) -> tuple[Recommendation, ...]:
    """What is called for where one indicator is worse than the others, and causes of these kinds were stated."""
    register, indicator = shipped(), catalogue.load().indicators[id]
    causes = tuple(Cause(code="1", period="2022", indicator=id, text="слова", kind=kind) for kind in kinds)
    headline = Headline(number=1, kind="level", indicator=id, weight=Weight(pupils=9), people=9, causes=causes)
    what = ("level", "bad_side", "decision", "problem", "goal")
    keys: dict[Key, Ground | None] = {Key(word, id): Ground("problem", "П-1") for word in what}
    keys |= {Key(word, id, indicator.goal): Ground("problem", "П-1") for word in what}
    words = dict.fromkeys(("genitive", "short", "who", "share", "topic", "people", "lacking"), "…") | {"schools": ""}
    task = str(indicator.words.get("task", ""))
    about = {id: {**words, "planned": "", "task": task, "Task": task}}
    occasion = Occasion(keys, words, about=about, headlines={id: headline})
    return numbered(called(register.municipality, occasion), register.addressees)


def test_every_problem_that_an_indicator_can_have_is_answered_to_the_body() -> None:
    for id, one in catalogue.load().indicators.items():
        if one.polarity != "none" and "task" in one.words:
            found = of_finding(id, ())
            assert {each.id.partition(":")[0] for each in found} == {"task", "why"}, id
            assert lines_of(found, {id}), id


def test_every_cause_of_the_list_is_answered_to_who_can_remove_it() -> None:
    for kind in load_causes().kinds.values():
        found = of_finding("trial", (kind.id,))
        assert {one.cause for one in found} == {kind.id}, "and nothing else is recommended"
        assert kind.remover in {one.to for one in found} or kind.id == "no_specialist"
    assert {one.cause for one in of_finding("trial", ("no_contract", "no_transport"))} == {
        "no_contract",
        "no_transport",
    }
    assert {one.id.partition(":")[0] for one in of_finding("trial", ("",))} == {"task"}, "words of the body's own"


def test_shipped_texts_promise_nothing_and_blame_nobody() -> None:
    texts = " ".join(f"{one.text} {one.measure}" for one in every_entry())
    assert not re.search(
        r"необходимо|должн|недостаточн|активизир|усилить|повысить эффективн|Ф\.И\.О", texts, re.IGNORECASE
    )


def test_a_dataset_may_lay_its_own_over_the_shipped(tmp_path: Path) -> None:
    path = tmp_path / "recommendations.yaml"
    own = {"base": "shipped", "addressees": {"body": "Комитету рекомендовать:"},
           "municipality": [entry("learn"), entry("own")]}  # fmt: skip
    path.write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    found = read_register(path)
    ids = [one.id for one in found.municipality]
    assert ids == [*(one.id for one in shipped().municipality), "own"]
    assert next(one for one in found.municipality if one.id == "learn").text == "сделать learn"
    assert found.addressees["body"] == "Комитету рекомендовать:"
    assert found.plan == shipped().plan


WRONG_ENTRIES = {
    "unknown base": (
        "base: everything\n",
        "строка 1, base: можно shipped (поставляемые рекомендации), а",
    ),
    "a misspelt field": (
        "municipality: [{id: a, to: b, text: t, when: [always], term: июнь, grond: x}]\n",
        "поле «grond» неизвестно",
    ),
    "an id used twice": (
        "municipality: [&a {id: a, to: b, text: t, when: [always], term: июнь}, *a]\n",
        "такой id есть",
    ),
    "occasions are no list": (
        "municipality: [{id: a, to: b, text: t, when: always, term: июнь}]\n",
        "нужен список выводов",
    ),
    "a measure of no activity": (
        "municipality: [{id: a, to: b, text: t, when: [always], term: июнь, measure: М}]\n",
        "с полем «measure» нужно поле «activity»",
    ),
    "a word for yes or no": (
        "municipality: [{id: a, to: b, text: t, when: [always], term: июнь, letter: иногда}]\n",
        "рекомендация a: в поле «letter» нужно да или нет, а стоит «иногда»",
    ),
    "a condition that no note meets": (
        "municipality:\n  - {id: a, to: b, text: t, when: [always], term: июнь}\n"
        '  - {id: c, to: b, text: t, when: ["problem:*", "sure:A"], term: июнь}\n',
        "recommendations.yaml, строка 3: municipality, c: вывода «sure:A» не бывает; первым словом может быть: at",
    ),
    "a condition of the region alone": (
        'municipality: [{id: a, to: b, text: t, when: ["copy:*"], term: июнь}]\n',
        "строка 1: municipality, a: вывода «copy:*» не бывает",
    ),
    "a ground that no note has": (
        "region: [{id: a, to: b, text: t, when: [always], term: июнь, ground: nodata}]\n",
        "строка 1: region, a: вывода «nodata» не бывает",
    ),
    "a list is a mapping": ("municipality: {a: 1}\n", "municipality: нужен список записей"),
    "a mapping is a list": ("addressees: [a]\n", "addressees: нужны записи"),
}


@pytest.mark.parametrize("name", WRONG_ENTRIES)
def test_a_wrong_entry_is_named(name: str, tmp_path: Path) -> None:
    text, words = WRONG_ENTRIES[name]
    path = tmp_path / "recommendations.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=re.escape(words)):
        read_register(path)


@pytest.mark.parametrize("given", ["12", {"at_most": 0}, {"at_most": "12"}, {"most": 3}, {"at_most": True}])
def test_a_wrong_limit_is_named(given: Any) -> None:
    assert mistakes(recommendations=given)
    assert mistakes(recommendations={"at_most": 3}) == []
