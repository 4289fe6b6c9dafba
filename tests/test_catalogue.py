"""The catalogue: every example comes out, every mistake in a file is named with its place and what to write."""

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
import yaml

import careerstats as cs
from careerstats import catalogue
from careerstats.catalogue.loading import read_yaml
from careerstats.contracts.catalogue import Pack
from careerstats.contracts.dataset import Settings
from careerstats.contracts.numbers import FormEntry
from careerstats.errors import CatalogueError, UsageError
from careerstats.intake.forms.description import load_forms

SHIPPED = catalogue.load()
EXAMPLES = [(one, example) for one in SHIPPED.indicators.values() for example in one.examples]
SOURCE = {"document": "условный", "item": "1", "date": "2020-01-01"}

VARIABLE = {"title": "число занятых", "unit": "person", "grades": "6-11", "as_of": "конец периода",
            "collected": "форма", "sensitive": False, "source": SOURCE}  # fmt: skip


def entry(**changes: Any) -> dict[str, Any]:
    """An own indicator of a region; a change of None takes a field away."""
    fields = {
        "id": "own", "symbol": "D_own", "title": "Доля занятых, %", "short": "Заняты", "goal": "Ц1", "unit": "percent",
        "polarity": "high", "levels": ["municipality"], "data": "full", "why": "Потому что.", "status": "proposed",
        "editions": [{"since": 2020, "formula": "share", "of": {"part": "K_own", "whole": "K_611"}, "source": SOURCE}],
        "examples": [
            {"name": "половина", "given": {"K_own": 1, "K_611": 2}, "expect": 50},
            {"name": "никого", "given": {"K_own": 1, "K_611": 0}, "expect": None},
        ],
    }  # fmt: skip
    return {key: value for key, value in (fields | changes).items() if value is not None}


def edition(**changes: Any) -> dict[str, Any]:
    return entry()["editions"][0] | changes


def load(folder: Path, *indicators: dict[str, Any], **parts: Any) -> catalogue.Catalogue:
    """The shipped catalogue with this one laid over it."""
    own = {"variables": {"K_own": VARIABLE}, "indicators": list(indicators), **parts}
    path = folder / "catalogue.yaml"
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return catalogue.load(path)


def mistakes(folder: Path, *indicators: dict[str, Any], **parts: Any) -> str:
    with pytest.raises(CatalogueError) as error:
        load(folder, *indicators, **parts)
    return str(error.value)


# ---- what is shipped


@pytest.mark.parametrize(("one", "example"), EXAMPLES, ids=[f"{one.id}: {ex['name']}" for one, ex in EXAMPLES])
def test_a_shipped_example_comes_out(one: catalogue.Indicator, example: dict[str, Any]) -> None:
    if example["expect"] == "refused":
        with pytest.raises(UsageError, match="знаменатель в источнике не определён"):
            one.compute(example.get("period"), **example["given"])
        return
    got = one.compute(example.get("period"), **example["given"])
    assert rounded(got.label or got.value, example["expect"]) == example["expect"]


def rounded(got: Any, expect: Any) -> Any:
    """A value to the decimals written; unknown → None; categories each."""
    if isinstance(got, dict):
        return {key: rounded(value, expect[key]) for key, value in got.items()}
    if isinstance(got, str) or np.isnan(got):
        return got if isinstance(got, str) else None
    return round(got, len(str(expect).partition(".")[2]))


def test_every_indicator_has_its_boundary_among_the_examples() -> None:
    for one in SHIPPED.indicators.values():
        edges = [example["expect"] for example in one.examples]
        empty = [
            edge for edge in edges if edge in (None, "refused") or (isinstance(edge, dict) and None in edge.values())
        ]
        assert empty or one.unit in ("count", "level"), one.id


def test_every_goal_has_its_indicators_and_there_are_enough_of_them() -> None:
    goals = [one.goal for one in SHIPPED.indicators.values()]
    assert list(SHIPPED.goals) == [f"Ц{number}" for number in range(1, 12)]
    assert min(goals.count(goal) for goal in SHIPPED.goals) >= 3
    assert len(goals) >= 45


def test_counts_and_who_went_where_are_not_judged() -> None:
    for one in SHIPPED.indicators.values():
        if one.unit in ("count", "per_one") or one.id in ("spo9", "spo11"):
            assert one.polarity == "none", one.id


def test_early_guidance_is_for_grades_1_to_4_and_kindergartens() -> None:
    early = [one for one in SHIPPED.indicators.values() if one.goal == "Ц4"]
    grades = {SHIPPED.variables[id].grades for one in early for id in one.editions[-1].variables}
    assert grades <= {"1-4", "preschool", "any"}


def test_no_index_ships() -> None:
    assert not [one.id for one in SHIPPED.indicators.values() if any(edition.components for edition in one.editions)]


def test_a_school_is_asked_for_fifteen_numbers_at_most() -> None:
    assert len([one for one in SHIPPED.variables.values() if one.collected == "форма"]) <= 15


def test_only_1_1_is_somebodys_official_method() -> None:
    assert [one.id for one in SHIPPED.indicators.values() if one.status == "official"] == ["1.1"]


def test_1_1_keeps_the_words_of_the_order() -> None:
    one = cs.indicator("1.1")
    assert one.title.startswith("Доля обучающихся 6-11 классов общеобразовательных организаций, прошедших")
    assert one.edition().since == "2022"
    assert one.edition().of == {"part": "K_pt", "whole": "K_od1"}


def test_compute_answers_with_value_limits_and_counts() -> None:
    got = cs.indicator("1.1").compute(K_pt=412, K_od1=530)
    assert got.value == pytest.approx(77.7358, abs=5e-5)
    assert (got.lower, got.upper) == cs.proportion_interval(412, 530)
    assert (got.numerator, got.denominator) == (412, 530)


def test_compute_takes_series() -> None:
    got = cs.indicator("D_pt").compute(K_pt=pd.Series([1, 2], index=[5, 6]), K_od1=4)
    assert list(got.value) == [25, 50]
    assert list(got.upper.index) == [5, 6]


def test_what_is_no_share_has_no_wilson_limits() -> None:
    got = cs.indicator("bvb_tests_per_pupil").compute(K_tests=18879, K_test=7760)
    assert (got.lower, got.upper) == (None, None)


def test_an_edition_may_have_a_title_and_words_of_its_own(tmp_path: Path) -> None:
    newer = edition(since=2022, title="Доля занятых среди пришедших, %", words={"base": "числа пришедших"})
    words = {"base": "общей численности", "who": "занятых"}
    shown = load(tmp_path, entry(editions=[edition(), newer], words=words))
    before, after = (shown.in_period(period).indicators["own"] for period in ("2021", "2022"))
    assert (before.title, before.spoken["base"]) == ("Доля занятых, %", "общей численности")
    assert (after.title, after.spoken["base"]) == ("Доля занятых среди пришедших, %", "числа пришедших")
    assert after.spoken["who"] == "занятых"


def test_before_the_first_edition_there_is_no_method() -> None:
    with pytest.raises(UsageError, match=r"Показатель 1\.1: методики на 2019 год нет, она действует с 2022 года"):
        cs.indicator("1.1").compute("2019", K_pt=1, K_od1=2)
    assert cs.indicator("1.1").edition("2019") is None


@pytest.mark.parametrize(
    ("given", "words"),
    [({"K_pt": 1}, "не хватает: K_od1"), ({"K_pt": 1, "K_od1": 2, "K_x": 3}, "лишние: K_x"),
     ({"K_x": 1}, "не хватает: K_od1, K_pt; лишние: K_x")],
)  # fmt: skip
def test_wrong_variables_are_named(given: dict[str, int], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        cs.indicator("1.1").compute(**given)


@pytest.mark.parametrize(("written", "hint"), [("bvb_registred", "bvb_registered"), ("D_тесты", "D_т"), ("1,1", "1.1")])
def test_a_misspelt_id_is_met_with_hints(written: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"Показателя «{written}» нет. Возможно, имелось в виду: .*{hint[:3]}"):
        cs.indicator(written)


@pytest.mark.parametrize("word", ["пробы", "Пробами", "экскурсии"])
def test_a_word_of_a_title_finds_the_indicators_it_stands_in(word: str) -> None:
    with pytest.raises(UsageError, match=rf"В названии это слово есть у показателей: .*{word[1:4]}"):
        cs.indicator(word)


def test_many_of_one_word_are_cut_and_counted() -> None:
    with pytest.raises(UsageError, match=r"; ещё \d+, весь список: careerstats indicator"):
        cs.indicator("обучающихся")


def test_an_id_like_no_other_is_sent_to_the_list() -> None:
    with pytest.raises(UsageError, match="Список показателей: careerstats indicator"):
        cs.indicator("щщщщщ")


def test_the_shipped_catalogue_is_read_once() -> None:
    assert catalogue.load() is SHIPPED


# ---- a dataset's own


def test_an_overlay_adds_an_indicator(tmp_path: Path) -> None:
    found = load(tmp_path, entry(), goals={"Ц12": "Своя цель"})
    assert found.indicator("own").compute(K_own=1, K_611=4).value == 25
    assert found.goals["Ц12"].title == "Своя цель"
    assert set(SHIPPED.indicators) < set(found.indicators)
    assert "own" not in catalogue.load().indicators


def test_an_overlay_replaces_an_indicator(tmp_path: Path) -> None:
    found = load(tmp_path, entry(id="bvb_registered", short="Иначе"))
    assert found.indicators["bvb_registered"].short == "Иначе"
    assert SHIPPED.indicators["bvb_registered"].short == "Зарегистрированы на платформе"


def test_an_edited_overlay_is_read_again(tmp_path: Path) -> None:
    assert load(tmp_path, entry(short="Было")).indicators["own"].short == "Было"
    assert load(tmp_path, entry(short="Стало")).indicators["own"].short == "Стало"


def test_an_empty_overlay_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text("# пока ничего\n", encoding="utf-8")
    assert catalogue.load(path) == SHIPPED


def test_two_editions_count_each_in_its_own_years(tmp_path: Path) -> None:
    later = edition(since="2024/25", of={"part": "K_own", "whole": "K_reg"}) | {
        "break": {"reason": "другой знаменатель"}
    }
    examples = [
        {"name": "по прежней", "period": "2024", "given": {"K_own": 1, "K_611": 2}, "expect": 50},
        {"name": "по новой", "period": "2025", "given": {"K_own": 1, "K_reg": 4}, "expect": 25},
    ]
    one = load(tmp_path, entry(editions=[later, edition()], examples=examples)).indicators["own"]
    assert [each.since for each in one.editions] == ["2020", "2024/25"]
    assert one.edition("2024").of["whole"] == "K_611"
    assert one.edition("2024/25").of["whole"] == "K_reg"
    assert one.edition().break_reason == "другой знаменатель"
    assert one.compute("2023", K_own=1, K_611=2).value == 50
    assert one.compute(K_own=1, K_reg=4).value == 25


def test_every_shipped_indicator_is_in_a_pack_and_about_thirty_are_the_core() -> None:
    packs = {one.id: one.pack for one in SHIPPED.indicators.values()}
    assert set(packs.values()) == set(get_args(Pack))
    assert 28 <= len(SHIPPED.in_packs(["core"])) <= 34
    assert list(SHIPPED.of_pack("targets").indicators) == list(SHIPPED.in_packs(["targets"]))
    with pytest.raises(UsageError, match=r"Набора показателей «core2» нет\. Есть: core, bvb"):
        SHIPPED.of_pack("core2")


def test_the_part_of_a_shipped_share_is_held_against_its_whole() -> None:
    def held(id: str) -> set[str]:
        above = {control.at_most for control in SHIPPED.variables[id].controls if control.at_most}
        return above.union(*map(held, above))

    shares = {one.id: one.editions[-1].of for one in SHIPPED.indicators.values() if one.editions[-1].formula == "share"}
    loose = [id for id, of in shares.items() if of["whole"] and of["whole"] not in held(of["part"])]
    assert loose == ["bvb_show_up"]  # some come without having signed up


NOT_ASKED = {"ОО-1", "85-К", "платформа"}
"""Where numbers come from that nobody is asked for in a form."""


@pytest.mark.parametrize("id", SHIPPED.indicators)
def test_every_shipped_indicator_has_two_examples_and_its_numbers_a_cell_or_a_known_source(id: str) -> None:
    one = SHIPPED.indicators[id]
    variables = [SHIPPED.variables[name] for name in one.editions[-1].variables]
    asked = {variable.id for variable in variables if variable.collected not in NOT_ASKED and not variable.by}
    entry = FormEntry(id="f", title="Форма", since="2025", per="municipality", indicators=(id,), limit=500)
    settings = Settings(title="Т", region="10000000", period="2025", forms=(entry,))
    cells = set(load_forms(settings, SHIPPED)[0].asked) if asked else set()
    assert len(one.examples) >= 2
    assert cells == asked
    assert all(variable.source for variable in variables)


def test_an_edition_may_judge_otherwise_than_the_one_before_it(tmp_path: Path) -> None:
    later = edition(since=2025, polarity="low")
    shown = load(tmp_path, entry(polarity="none", editions=[edition(), later]))
    assert [shown.in_period(period).indicators["own"].polarity for period in ("2024", "2025")] == ["none", "low"]


def test_a_letter_about_a_break_is_not_called_the_source_of_a_formula() -> None:
    letters = ("АБ-2324/05", "ВЖ-1399/05")
    broken = [one for entry in SHIPPED.indicators.values() for one in entry.editions if one.break_reason]
    assert len(broken) == 33
    for one in broken:
        assert not any(letter in one.source.document for letter in letters)
        assert any(letter in one.break_source.document for letter in letters)


def test_the_method_of_one_year_can_be_applied_to_the_numbers_of_another(tmp_path: Path) -> None:
    later = edition(since="2024", of={"part": "K_own", "whole": "K_reg"})
    examples = [{**example, "period": "2022"} for example in entry()["examples"]]
    one = load(tmp_path, entry(editions=[edition(), later], examples=examples)).indicators["own"]
    assert one.compute("2022", K_own=1, K_611=2).value == 50
    assert one.compute("2022", method="2024", K_own=1, K_reg=4).value == 25
    assert one.why_incomparable("2022", "2025") == "с 2024 года показатель рассчитывается по другой редакции методики"
    assert one.why_incomparable("2022", "2025", method="2024") == ""


def test_years_on_both_sides_of_a_break_are_not_compared(tmp_path: Path) -> None:
    later = edition(since="2023") | {"break": {"reason": "профминимум во всех школах"}}
    one = load(tmp_path, entry(editions=[edition(), later])).indicators["own"]
    assert one.why_incomparable("2022", "2023") == "разрыв ряда с 2023 года: профминимум во всех школах"
    assert one.why_incomparable("2021", "2022") == ""
    assert one.why_incomparable("2023", "2024") == ""
    assert one.why_incomparable("2022", "2023", method="2020") == one.why_incomparable("2022", "2023")
    assert one.why_incomparable("2019", "2022") == "методики на 2019 год нет"


def test_an_undefined_denominator_is_refused_until_the_passport_says_which(tmp_path: Path) -> None:
    unclear = {"whole": "все выпускники или поступившие?", "choices": ["K_611", "K_reg"]}
    fields = entry(
        editions=[edition(of={"part": "K_own", "whole": None}, undefined=unclear)],
        examples=[
            {"name": name, "given": {"K_own": number}, "expect": "refused"} for name, number in (("а", 1), ("б", 0))
        ],
    )
    one = load(tmp_path, fields).indicators["own"]
    with pytest.raises(UsageError, match=r"знаменатель в источнике не определён .*whole: K_611, K_reg"):
        one.compute(K_own=1)
    assert load(tmp_path, entry()).indicators["own"].compute(K_own=1, K_611=4).value == 25


BANDS = [{"from": 0, "name": "низкий"}, {"from": 50, "name": "базовый"}]
KINDS = {
    "yes_share": (
        "percent", {"of": {"flag": "F_own"}}, {"F_own": 18, "reporters": 25}, 72, {"F_own": 0, "reporters": 0}, None,
    ),
    "mean_score": (
        "score", {"of": {"score": "S_own"}}, {"S_own": 175, "reporters": 25}, 7, {"S_own": 0, "reporters": 0}, None,
    ),
    "attainment": (
        "percent", {"of": {"score": "S_own"}, "maximum": 18},
        {"S_own": 175, "reporters": 25}, 38.889, {"S_own": 1, "reporters": 0}, None,
    ),
    "level": (
        "level",
        {"of": {"score": "S_own"}, "maximum": 18, "bands": BANDS},
        {"S_own": 9, "reporters": 1}, "базовый", {"S_own": 8, "reporters": 1}, "низкий",
    ),
    "rate": (
        "per_thousand", {"of": {"part": "K_tests", "whole": "K_611"}, "per": 1000},
        {"K_tests": 12, "K_611": 480}, 25, {"K_tests": 1, "K_611": 0}, None,
    ),
    "distribution": (
        "percent", {"of": {"part": "K_own"}, "by": "профессия"},
        {"K_own": {"повар": 12, "сварщик": 8}}, {"повар": 60, "сварщик": 40},
        {"K_own": {"повар": 0, "сварщик": 0}}, {"повар": None, "сварщик": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("formula", KINDS)
def test_every_kind_of_formula_is_one_entry(formula: str, tmp_path: Path) -> None:
    unit, fields, given, expect, edge, nothing = KINDS[formula]
    source = {"since": 2020, "formula": formula, "source": SOURCE}
    examples = [{"name": "а", "given": given, "expect": expect}, {"name": "край", "given": edge, "expect": nothing}]
    own = {"K_own": VARIABLE, "F_own": VARIABLE | {"unit": "flag"}, "S_own": VARIABLE | {"unit": "score"}}
    one = entry(unit=unit, editions=[source | fields], examples=examples)
    found = load(tmp_path, one, variables=own).indicators["own"]
    wrong = one | {"examples": [examples[0] | {"expect": edge if isinstance(expect, dict) else 71.5}, examples[1]]}
    assert found.editions[0].formula == formula
    assert "пример «а»: ожидалось" in mistakes(tmp_path, wrong, variables=own)


def test_an_index_is_weighted_within_fixed_bounds_and_needs_every_component(tmp_path: Path) -> None:
    parts = {"1.1": {"weight": 3, "low": 0, "high": 100}, "bvb_registered": {"weight": 1, "low": 100, "high": 0}}
    source = {"since": 2020, "formula": "index", "source": SOURCE, "components": parts}
    examples = [
        {"name": "оба", "given": {"values": {"1.1": 80, "bvb_registered": 20}}, "expect": 80},
        {"name": "одного нет", "given": {"values": {"1.1": 80, "bvb_registered": None}}, "expect": None},
    ]
    one = load(tmp_path, entry(unit="score", editions=[source], examples=examples)).indicators["own"]
    assert one.compute(values={"1.1": 40, "bvb_registered": 120}).value == 30
    with pytest.raises(UsageError, match="не хватает: bvb_registered"):
        one.compute(values={"1.1": 40})


def test_a_municipal_list_may_lie_over_the_regional_one(tmp_path: Path) -> None:
    regional = {"variables": {"K_own": VARIABLE}, "indicators": [entry(), entry(id="second")]}
    (tmp_path / "regional.yaml").write_text(yaml.safe_dump(regional, allow_unicode=True), encoding="utf-8")
    found = load(tmp_path, entry(short="Своё"), variables={}, base="regional.yaml")
    assert (found.indicators["own"].short, found.indicators["second"].short) == ("Своё", "Заняты")
    assert (found.homes["own"], found.homes["second"]) == ("catalogue.yaml", "regional.yaml")


def test_lists_that_lie_over_each_other_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "regional.yaml").write_text("base: catalogue.yaml\n", encoding="utf-8")
    told = mistakes(tmp_path, base="regional.yaml")
    assert "regional.yaml, base: каталоги ссылаются друг на друга по кругу" in told
    assert "(catalogue.yaml → regional.yaml → catalogue.yaml)" in told


def test_a_list_that_lies_over_nothing(tmp_path: Path) -> None:
    assert "catalogue.yaml, base: файла «нет.yaml» нет" in mistakes(tmp_path, base="нет.yaml")


def test_a_goal_with_its_rationale_and_tasks(tmp_path: Path) -> None:
    tasks = {"municipality": {"12.М.1": "Своя задача"}, "organisation": {}}
    own = {"title": "Своя", "rationale": "Потому что", "municipal_goals": ["Одна"], "tasks": tasks}
    found = load(tmp_path, goals={"Ц12": own}).goals["Ц12"]
    assert (found.title, found.rationale, found.municipal_goals, found.tasks) == (
        "Своя",
        "Потому что",
        ("Одна",),
        tasks,
    )
    assert "цель Ц12: нет поля «title»" in mistakes(tmp_path, goals={"Ц12": {"tasks": {}}})


# ---- mistakes

WRONG = {
    "no field": (entry(why=None), "показатель own: нет поля «why», добавьте его"),
    "unknown field": (entry(colour="red"), "показатель own: поле «colour» неизвестно; можно: authored_by, caveat, "),
    "no example": (entry(examples=entry()["examples"][:1]), "показатель own: нужно не меньше двух примеров"),
    "no examples": (entry(examples=None), "показатель own: нет поля «examples», добавьте его"),
    "example without what is expected": (
        entry(examples=[{"name": "а", "given": {}}] * 2),
        "показатель own, пример «а»: нет поля «expect»",
    ),
    "example that fails": (
        entry(examples=[entry()["examples"][1], {"name": "треть", "given": {"K_own": 1, "K_611": 3}, "expect": 33.34}]),
        "показатель own, пример «треть»: ожидалось 33,34; вычислено 33,333333",
    ),
    "example without a variable": (
        entry(examples=[entry()["examples"][1], {"name": "пол", "given": {"K_own": 1}, "expect": 1}]),
        "пример «пол»: Показателю own нужны величины K_611, K_own; не хватает: K_611",
    ),
    "a number where there is none": (
        entry(examples=[entry()["examples"][0], {"name": "нуль", "given": {"K_own": 1, "K_611": 0}, "expect": 0}]),
        "пример «нуль»: ожидалось 0; вычислено «нет значения»",
    ),
    "unknown unit": (
        entry(unit="процент"),
        "показатель own: в поле «unit» можно count, level, per_one, per_thousand, percent, score, а стоит «процент»",
    ),
    "unknown level": (
        entry(levels=["город"]),
        "в поле «levels» нужен список из school, municipality, region, а запись 1",
    ),
    "unknown polarity": (entry(polarity="up"), "показатель own: в поле «polarity» можно high, low, none, а стоит «up»"),
    "unknown formula": (
        entry(editions=[edition(formula="sum")]),
        "показатель own, редакция 2020: в поле «formula» можно attainment, count, distribution, index, level",
    ),
    "unknown goal": (entry(goal="Ц99"), "показатель own: цели «Ц99» нет"),
    "unknown variable": (
        entry(editions=[edition(of={"part": "K_own", "whole": "K_x"})]),
        "показатель own: величины K_x нет, добавьте её",
    ),
    "wrong roles": (
        entry(editions=[edition(of={"value": "K_own"})]),
        "показатель own: формуле share нужны роли part, whole",
    ),
    "roles that are none": (
        entry(editions=[edition(of="K_own")]),
        "own, редакция 2020: в поле «of» нужны записи",
    ),
    "a period that is none": (entry(editions=[edition(since="давно")]), "редакция давно: период «давно» не понят"),
    "no edition": (
        entry(editions=[]),
        "показатель own: в поле «editions» нужен список редакций, каждая с «-»",
    ),
    "editions that are no list": (entry(editions={}), "показатель own: в поле «editions» нужен список"),
    "unknown field of an edition": (
        entry(editions=[edition(until=2021)]),
        "показатель own, редакция 2020: поле «until» неизвестно",
    ),
    "unknown field of a source": (
        entry(editions=[edition(source={"document": "а", "page": 5})]),
        "показатель own, редакция 2020, источник: поле «page» неизвестно; можно: date, document, item",
    ),
    "a unit the formula does not give": (
        entry(unit="count"),
        "catalogue.yaml, показатель own: unit «count» не подходит формуле share, напишите percent",
    ),
    "a score of what is no score": (
        entry(unit="score", editions=[edition(formula="mean_score", of={"score": "K_own"})]),
        "формуле mean_score нужна величина с unit score, а у K_own – person",
    ),
    "a part of other things than its whole": (
        entry(editions=[edition(of={"part": "K_tests", "whole": "K_611"})]),
        "часть и целое в разных единицах: K_tests (test) и K_611 (person)",
    ),
    "an attainment without its maximum": (
        entry(editions=[edition(formula="attainment", of={"score": "K_own"})]),
        "показатель own: формуле attainment нужно поле «maximum»",
    ),
    "bands that are none": (
        entry(editions=[edition(formula="level", of={"score": "K_own"}, maximum=18, bands=["низкий"])]),
        "показатель own, редакция 2020, bands, запись 1: нужны записи «имя: значение», а стоит «низкий»",
    ),
    "a denominator left out": (
        entry(editions=[edition(of={"part": "K_own", "whole": None})]),
        "в поле «of» не указана величина; укажите её или напишите в «undefined», что неясно",
    ),
    "an index of nobody": (
        entry(
            unit="score",
            editions=[edition(formula="index", of={}, components={"x": {"weight": 1, "low": 0, "high": 1}})],
        ),
        "показателя x нет, исправьте «components»",
    ),
    "numbers that are words": (
        entry(
            examples=[entry()["examples"][0], {"name": "слово", "given": {"K_own": "пять", "K_611": 2}, "expect": 1}]
        ),
        "пример «слово»: в поле «given» нужны числа",
    ),
    "numbers that are records": (
        entry(
            examples=[entry()["examples"][0], {"name": "запись", "given": {"K_own": {"а": 1}, "K_611": 2}, "expect": 1}]
        ),
        "пример «запись»: в поле «given» нужны числа",
    ),
    "an entry that is a word": ("own", "показатель ?: нужны записи «имя: значение», а стоит «own»"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_an_indicator_is_named(name: str, tmp_path: Path) -> None:
    wrong, words = WRONG[name]
    assert words in mistakes(tmp_path, wrong)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    told = mistakes(tmp_path, entry(unit="штук"), entry(id="second", goal="Ц99"))
    assert told.startswith("В каталоге показателей есть ошибки:\n– ")
    assert "а стоит «штук»" in told
    assert "показатель second: цели «Ц99» нет" in told


def test_one_id_twice(tmp_path: Path) -> None:
    assert "показатель own записан дважды, оставьте одну запись" in mistakes(tmp_path, entry(), entry(short="Ещё раз"))


def test_other_grades_in_part_and_whole_want_a_word(tmp_path: Path) -> None:
    young = {"K_own": VARIABLE | {"grades": "1-4"}}
    told = mistakes(tmp_path, entry(), variables=young)
    assert "числитель и знаменатель относятся к разным классам (1-4, 6-11); поясните в «caveat»" in told
    assert load(tmp_path, entry(caveat="Знаменатель шире."), variables=young).indicators["own"].caveat


def test_a_mistake_in_a_variable(tmp_path: Path) -> None:
    less = {key: value for key, value in VARIABLE.items() if key != "unit"}
    assert "catalogue.yaml, строка 3, величина K_own: нет поля «unit», добавьте его" in mistakes(
        tmp_path, variables={"K_own": less}
    )


def test_a_control_that_names_nobody_would_never_speak(tmp_path: Path) -> None:
    wrong = VARIABLE | {"controls": [{"at_most": "K_6l1"}]}
    assert "величина K_own, контроль: величины K_6l1 нет" in mistakes(tmp_path, variables={"K_own": wrong})


def test_parts_of_the_wrong_kind(tmp_path: Path) -> None:
    assert "catalogue.yaml, строка 1, variables: нужны записи" in mistakes(tmp_path, variables=[1])
    assert "каталог: поле «indicator» неизвестно (возможно, имелось в виду: indicators)" in mistakes(
        tmp_path, indicator=[]
    )


YAML = {
    "duplicate key": (
        "goals: {Ц1: а}\nvariables: {}\ngoals: {}\n",
        "catalogue.yaml, строка 3: «goals» записано дважды",
    ),
    "bad syntax": ("goals:\n  Ц1: [а\n", "catalogue.yaml, строка 3: запись YAML не читается, проверьте отступы"),
    "a tab": ("goals:\n\tЦ1: а\n", "catalogue.yaml, строка 2: запись YAML не читается"),
    "a list as a key": ("goals: {[а]: б}\n", "catalogue.yaml, строка 1: запись YAML не читается"),
    "a list": ("- goals\n", "catalogue.yaml, строка 1, каталог: пуст или не состоит из полей"),
}


@pytest.mark.parametrize("name", YAML)
def test_a_file_that_is_not_written_right(name: str, tmp_path: Path) -> None:
    text, words = YAML[name]
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        catalogue.load(path)
    assert words in str(error.value)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_bytes("goals: {Ц1: цель}".encode("cp1251"))
    with pytest.raises(CatalogueError, match="файл не в кодировке UTF-8"):
        read_yaml(path)


def test_an_anchor_may_be_merged_into_a_key_written_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", encoding="utf-8")
    assert read_yaml(path)["b"] == {"x": 1, "y": 2}


def test_a_number_is_the_id_that_is_written_like_it() -> None:
    assert cs.indicator(1.1).id == "1.1"
    with pytest.raises(UsageError, match=r"Показателя «7\.7» нет"):
        cs.indicator(7.7)


def test_a_number_of_two_ids_is_not_guessed() -> None:
    one = cs.indicator("1.1")
    both = catalogue.Catalogue({}, {}, {"1.1": one, "1.10": one})
    with pytest.raises(UsageError, match=r"1\.1 – это «1\.1» или «1\.10»\? Передайте номер текстом"):
        both.indicator(1.1)


def test_every_pack_is_named_where_users_choose_one() -> None:
    first, *others = get_args(Pack)
    home = Path(cs.__file__).parent
    assert f"{first} – основные, {', '.join(others)}" in (home / "cli.py").read_text(encoding="utf-8")
    assert ", ".join((first, *others)) in (home / "contracts" / "dataset.py").read_text(encoding="utf-8")
