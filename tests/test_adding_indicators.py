"""Answers about an indicator of one's own -> catalogue.yaml that the program reads, its examples computed."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.adding import project

from careerstats import catalogue
from careerstats.errors import CatalogueError, DatasetError, UsageError
from careerstats.pipeline.adding import commands, indicators, places

SHARE = {
    "title": "Доля обучающихся, побывавших на ярмарке профессий, %",
    "formula": "share",
    "part": "new",
    "part.title": "численность обучающихся, побывавших на ярмарке профессий",
    "part.unit": "person",
    "part.grades": "6-11",
    "whole": "K_od1",
    "short": "Побывали на ярмарке",
    "goal": "Ц3",
    "polarity": "high",
    "levels": "municipality, region",
    "why": "Показывает, многие ли видели профессии своими глазами.",
    "document": "Приказ института (условный) № 1",
    "since": "2023/24",
    "1.part": "50",
    "1.whole": "200",
    "1.expect": "25",
    "2.part": "3",
    "2.whole": "0",
    "2.expect": "–",
}


def answered(folder: Path, answers: dict[str, str]) -> indicators.Draft:
    return indicators.drafted(places.at(folder, "proba"), answers)


def test_every_answer_leads_to_the_next_step_and_the_last_to_an_entry(tmp_path: Path) -> None:
    folder = project(tmp_path)
    given: dict[str, str] = {}
    while step := answered(folder, given).step:
        assert step.key not in given
        given[step.key] = SHARE[step.key]
    assert given == SHARE
    draft = answered(folder, given)
    path = indicators.store(places.at(folder, "proba"), draft)
    own = catalogue.load(path)
    assert own.indicator("own1").compute(K_own1=412, K_od1=530).value == pytest.approx(77.7358, abs=5e-5)
    settings = places.at(folder, "proba").dataset.settings
    assert settings.indicators == ("1.1", "trial", "own1")


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"indicators": ["1.1"]}, ("1.1", "own1")),
        ({"indicators": [], "packs": ["core"]}, ("own1",)),
        ({"indicators": []}, ()),
    ],
)
def test_a_dataset_that_names_its_indicators_names_the_new_one(
    settings: dict[str, Any], shown: tuple[str, ...], tmp_path: Path
) -> None:
    given = {key: value for key, value in settings.items() if value}
    folder = project(tmp_path, **{"indicators": None, **given})
    indicators.store(places.at(folder, "proba"), answered(folder, SHARE))
    assert places.at(folder, "proba").dataset.settings.indicators == shown


def test_examples_are_computed_as_soon_as_their_numbers_are_known(tmp_path: Path) -> None:
    given = {key: SHARE[key] for key in list(SHARE)[:16]}
    draft = answered(project(tmp_path), given)
    assert draft.computed == {1: 25.0}
    assert draft.step is not None
    assert (draft.step.key, draft.step.usual) == ("1.expect", "25")


@pytest.mark.parametrize(
    ("formula", "roles", "unit", "value"),
    [
        ("share", {"part": "K_pt", "whole": "K_od1"}, "percent", 25.0),
        ("rate", {"part": "K_ev611", "whole": "K_od1"}, "per_thousand", 250.0),
        ("ratio", {"part": "K_tests", "whole": "K_test"}, "per_one", 0.25),
        ("count", {"value": "K_publ"}, "count", 50.0),
        ("yes_share", {"flag": "F_plan"}, "percent", 25.0),
    ],
)
def test_every_kind_of_formula(formula: str, roles: dict[str, str], unit: str, value: float, tmp_path: Path) -> None:
    folder = project(tmp_path)
    numbers = {"part": "50", "whole": "200", "value": "50", "flag": "50", "reporters": "200"}
    given: dict[str, str] = {}
    while step := answered(folder, given).step:
        assert step.key not in given, step
        usual = step.choices[0].value if step.choices else step.usual
        known: dict[str, str] = {"formula": formula, **roles, "why": "Показывает.", "document": "Приказ"}
        given[step.key] = known.get(step.key) or numbers.get(step.key.partition(".")[2]) or usual or "Показатель"
    draft = answered(folder, given)
    assert (draft.entry["unit"], draft.entry["examples"][0]["expect"]) == (unit, value)
    catalogue.load(indicators.store(places.at(folder, "proba"), draft))


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("title", ""), ("title", "а\nб"), ("formula", "доля"), ("part", "K_nobody"), ("part", "F_plan"),
        ("whole", "K_oo"), ("part.grades", "12"),
        ("since", "2024-25"), ("1.part", "1e5"), ("1.part", "-1"), ("1.expect", "26"), ("1.expect", "25.1"),
        ("2.expect", "0"),
        ("goal", "Ц99"), ("why", "д" * 401),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_asked_again(key: str, answer: str, tmp_path: Path) -> None:
    draft = answered(project(tmp_path), {**SHARE, key: answer})
    assert draft.step is not None
    assert draft.step.key == key


def test_the_whole_of_a_new_share_counts_what_its_part_counts(tmp_path: Path) -> None:
    folder = project(tmp_path)
    given = {**SHARE, "part": "K_agro", "whole": "new", "whole.title": "число сельских школ", "whole.grades": "any"}
    for key in ("part.title", "part.unit", "part.grades"):
        del given[key]
    draft = answered(folder, given)
    assert draft.variables["K_own1"]["unit"] == "organisation"
    indicators.store(places.at(folder, "proba"), draft)


def test_a_new_quantity_of_children_who_must_not_be_recognised_is_sensitive(tmp_path: Path) -> None:
    for title, expected in (("численность обучающихся с ОВЗ на ярмарке", True), (SHARE["part.title"], False)):
        draft = answered(project(tmp_path / title[-6:]), {**SHARE, "part.title": title})
        assert draft.variables["K_own1"]["sensitive"] is expected


def test_classes_that_differ_ask_for_a_caveat(tmp_path: Path) -> None:
    folder = project(tmp_path)
    given = {**SHARE, "part.grades": "9"}
    step = answered(folder, given).step
    assert step is not None
    assert step.key == "caveat"
    indicators.store(places.at(folder, "proba"), answered(folder, {**given, "caveat": "Считаются девятиклассники."}))


def test_a_catalogue_that_is_there_keeps_its_words(tmp_path: Path) -> None:
    folder = project(tmp_path)
    home = folder / "data" / "raw" / "proba"
    own = "# наше\nvariables:\n  # ярмарка\n  K_fair: {title: были, unit: person, grades: 6-11, as_of: год, collected: справка, sensitive: false, source: {document: Приказ}}\n"  # noqa: E501
    (home / "catalogue.yaml").write_text(own, encoding="utf-8")
    indicators.store(places.at(folder, "proba"), answered(folder, SHARE))
    text = (home / "catalogue.yaml").read_text(encoding="utf-8")
    assert text.startswith(own)
    assert set(yaml.safe_load(text)["variables"]) == {"K_fair", "K_own1"}


def test_a_catalogue_that_would_not_fit_is_not_written(tmp_path: Path) -> None:
    folder = project(tmp_path)
    place = places.at(folder, "proba")
    draft = answered(folder, SHARE)
    draft.entry["unit"] = "count"
    with pytest.raises(CatalogueError, match="unit"):
        indicators.store(place, draft)
    assert not (place.dataset.folder / "catalogue.yaml").exists()
    with pytest.raises(DatasetError, match="сначала ответьте"):
        indicators.store(place, indicators.drafted(place, {}))


def test_at_a_terminal_a_wrong_answer_is_told_and_enter_is_the_usual_one(tmp_path: Path) -> None:
    folder = project(tmp_path)
    told: list[Any] = []
    typed = iter([SHARE["title"], "9", "", "new", SHARE["part.title"], "", "", "K_od1", *[""] * 4, "Показывает.", "Приказ", "", "50", "200", "26", "", "3", "0", ""])  # fmt: skip  # noqa: E501
    assert commands.add_indicator(folder, "proba", ask=lambda _: next(typed), say=told.append) == 0
    assert "Нужен номер от 1 до 5." in " ".join(told)
    assert "Не сошлось с вычисленным" in " ".join(told)
    with pytest.raises(UsageError, match="прервались"):
        commands.add_indicator(folder, "proba", ask=ended, say=told.append)


def ended(_: str) -> str:
    raise EOFError
