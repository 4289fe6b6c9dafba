"""Each threshold of a dataset, changed: what is decided by it and what is printed of it both follow."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from helpers.regions import code_of, count, frame, territory
from msgspec import structs

from careerstats import catalogue, printed_rules, promises, reasons, written
from careerstats.analysis.change import base_moved, judged, usual
from careerstats.analysis.movement import movement, school_waver
from careerstats.analysis.trend import slopes
from careerstats.analysis.values import Subject, judge
from careerstats.analysis.verdicts import compare, differ_by_chance, is_fragile
from careerstats.contracts.dataset import Settings
from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.values import Facts, Point, Quality, Value
from careerstats.decisions.findings import merged, of_rules
from careerstats.decisions.findings.case import Case, Evidence, Finding, School
from careerstats.promises import Promises


def find(case: Case) -> list[Finding]:
    return merged(of_rules(case))


ROOT = Path(__file__).parent.parent
SHIPPED = catalogue.load()
ID = "bvb_registered"

OTHER: dict[str, Any] = {
    "coverage": 0.95, "near": 0.9, "far": 0.99, "small": 4, "large": 2, "accent": 3.25, "accent_from": 13,
    "discoveries": 0.3, "alike": 0.02, "school": 100, "base": 0.35, "years": 7, "schools": 9, "places": 13, "few": 50,
    "pairs": 0.0001, "unassigned": 3, "left_out": 0.25, "decision": ("large_gap",), "attention": ("short",),
}  # fmt: skip
"""Field → another value than the usual one."""


def numbers(*given: float) -> np.ndarray:
    return np.array(given, dtype=float)


ALIKE = [(200, 1000)] * 11
"""Eleven municipalities of a thousand pupils each: the twelfth is the test's."""


def one_beside(k: int, n: int = 1000) -> tuple[np.ndarray, np.ndarray]:
    return numbers(k, *(pair[0] for pair in ALIKE)), numbers(n, *(pair[1] for pair in ALIKE))


def spread_out(rules: Rules) -> list[bool]:
    k = numbers(*(1000 * share for share in (0.08, 0.1, 0.12, 0.15, 0.18, 0.2, 0.2, 0.22, 0.25, 0.28, 0.3, 0.45)))
    return compare(k, np.full(12, 1000.0), rules=rules).stands_out.tolist()  # type: ignore[no-any-return]


def row_of(rules: Rules, pairs: list[tuple[int, int]], more: tuple[Any, ...] = (), **known: Any) -> dict[str, Any]:
    """The first municipality as values have it."""
    numbers_of = ("K_reg", "K_611")
    rows = [
        count(code_of(at), variable, number)
        for at, pair in enumerate(pairs, 1)
        for variable, number in zip(numbers_of, pair, strict=True)
    ]
    places = [territory(at) for at in range(1, len(pairs) + 1)]
    subject = Subject(territory(0), places, "2020", rules=rules, **known)
    found = judge(frame([*rows, *more]), SHIPPED, [ID], subject)
    return dict(found[(found["code"] == code_of(1)) & (found["organisation"] == "")].iloc[0])


def covered(rules: Rules) -> str:
    """One school of ten is silent."""
    place, schools = code_of(1), [f"s{at}" for at in range(10)]
    own = [
        count(place, variable, number) | {"organisation": school}
        for school in schools[1:]
        for variable, number in (("K_reg", 10), ("K_611", 100))
    ]
    others = [
        count(code_of(at), variable, number)
        for at in range(2, 13)
        for variable, number in (("K_reg", 200), ("K_611", 1000))
    ]
    subject = Subject(
        territory(0), [territory(at) for at in range(1, 13)], "2020", rules=rules,
        organisations={(place, "2020"): tuple(schools)},
    )  # fmt: skip
    found = judge(frame([*own, *others]), SHIPPED, [ID], subject)
    return str(found[(found["code"] == place) & (found["organisation"] == "")].iloc[0]["verdict"])


def changed(rules: Rules) -> list[str]:
    rng = np.random.default_rng(3)
    n = np.full(12, 400.0)
    k1 = rng.binomial(400, 0.3, 12).astype(float)
    k2 = rng.binomial(400, 0.3, 12).astype(float)
    k2[0] = k1[0] + 50
    moved = [movement(k1, n, k2, n)]
    return judged(moved, usual(moved), rules=rules)[0].verdict.tolist()  # type: ignore[no-any-return]


def found_of(rules: Rules, **row: Any) -> list[tuple[str, str]]:
    """Rule and kind of what is found of a municipality below the others by a quarter of their level or more."""
    ours = {
        "indicator": ID, "territory": "t", "code": "c", "period": "2020", "verdict": "below", "grade": "beyond_99_8",
        "numerator": 100, "denominator": 1000, "value": 10.0, "rest_numerator": 2200, "rest_denominator": 11_000,
        "rest": 20.0, "missing": 100, "range_low": 150, "range_high": 250,
    } | row  # fmt: skip
    schools = {ID: [School("Школа № 1", 0, 150), School("Школа № 2", 100, 850)]}
    case = Case(
        [Value(**ours)], SHIPPED, [], [], "г. Озёрск", "г. Озёрска", evidence=Evidence(schools=schools), rules=rules
    )
    return [(one.rule, one.kind) for one in find(case)]


FIVE, RISING = numbers(2019, 2020, 2021, 2022, 2023), [[300.0, 330, 361, 390, 422]]

DECIDED: dict[str, Callable[[Rules], Any]] = {
    "coverage": covered,
    "near": lambda rules: compare(*one_beside(176), rules=rules).grade[0],
    "far": lambda rules: compare(*one_beside(165), rules=rules).verdict[0],
    "small": lambda rules: compare(*one_beside(156), rules=rules).small[0],
    "large": lambda rules: compare(*one_beside(120), rules=rules).large_gap[0],
    "accent": spread_out,
    "accent_from": spread_out,
    "discoveries": changed,
    "alike": lambda rules: row_of(rules, [(60, 1000), *ALIKE])["tentative"],
    "school": lambda rules: row_of(rules, [(60, 1000), *ALIKE])["tentative"],
    "base": lambda rules: base_moved(100, 120, rules),
    "years": lambda rules: slopes(RISING, [[1000.0] * 5], FIVE, rules=rules).verdict.tolist(),
    "schools": lambda rules: np.isnan(waver_of_seven(rules)),
    "places": changed,
    "few": lambda rules: row_of(rules, [(6, 30), *ALIKE])["quality"],
    "pairs": lambda rules: bool(differ_by_chance(60, 200, 100, 200, 12, rules=rules)),
    "unassigned": lambda rules: bool(is_fragile(numbers(25), numbers(100), 1000, 100, rules=rules)[0]),
    "left_out": found_of,
    "decision": lambda rules: found_of(rules, large_gap=True),
    "attention": lambda rules: found_of(rules, large_gap=True),
}
"""Field → what is decided by it, of numbers that lie between its usual value and the other one."""


def waver_of_seven(rules: Rules) -> float:
    k1, k2 = numbers(10, 12, 9, 14, 11, 10, 8, 13), numbers(13, 10, 12, 11, 9, 14, 10, 10)
    return school_waver(np.array([k1, np.full(8, 50.0), k2, np.full(8, 50.0)]), ["А"] * 8, rules=rules)[0]


def printed(rules: Rules) -> str:
    """All that a note, its method and its table of values print of rules."""
    sentences = (
        "chance",
        "grades",
        "coverage",
        "problems",
        "watched",
        "alone",
        "by_schools",
        "changes",
        "unstable",
        "pairs",
    )
    grades: tuple[Quality, ...] = get_args(Quality)
    facts = [Facts(rules=rules, change_why=why) for why in ("few_kept", "few_to_measure", "base_moved")]
    rows = [
        Value(
            verdict="same",
            small=True,
            numerator=1,
            denominator=9,
            rest_numerator=2,
            rest_denominator=9,
            facts=Facts(rules=rules),
        )
    ]
    return " ".join(
        [
            *(getattr(printed_rules, name)(rules) for name in sentences),
            *printed_rules.reading(rules),
            *(printed_rules.quality(grade, rules) for grade in grades),
            *(reasons.change("not_comparable", one) for one in facts),
            *(reasons.verdict(row) for row in rows),
            *reasons.mark_note([Point(quality="uncovered")], rules),
        ]
    )


def test_every_threshold_has_a_case() -> None:
    assert sorted(OTHER) == sorted(DECIDED) == sorted(Rules.__struct_fields__)


@pytest.mark.parametrize("name", OTHER)
def test_what_is_decided_follows_a_threshold(name: str) -> None:
    assert DECIDED[name](Rules(**{name: OTHER[name]})) != DECIDED[name](USUAL)


@pytest.mark.parametrize("name", OTHER)
def test_what_is_printed_follows_a_threshold(name: str) -> None:
    assert printed(Rules(**{name: OTHER[name]})) != printed(USUAL)


@pytest.mark.parametrize("name", ["far", "small", "discoveries", "alike", "school", "schools", "places", "base"])
def test_of_other_thresholds_no_frequency_is_promised(name: str) -> None:
    rules = Rules(**{name: OTHER[name]})
    told = [f(rules) for f in (printed_rules.by_schools, printed_rules.alone, printed_rules.changes)]
    usual_told = [f(USUAL) for f in (printed_rules.by_schools, printed_rules.alone, printed_rules.changes)]
    promised = [len(re.findall(r"не более чем в", text)) for text in told]
    assert sum(promised) < sum(len(re.findall(r"не более чем в", text)) for text in usual_told)


@pytest.mark.parametrize("name", Promises._fields)
def test_a_printed_promise_is_the_drawn_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = printed(USUAL)
    other = (0.01, 0.02) if name == "alone" else 0.123
    monkeypatch.setattr(printed_rules, "PROMISES", promises.Promises(**{name: other}))  # type: ignore[arg-type]
    assert printed(USUAL) != before


def test_a_dataset_names_its_thresholds() -> None:
    text = {
        "title": "Т",
        "region": "10000000",
        "period": "2020",
        "rules": {name: _plain(value) for name, value in OTHER.items()},
    }
    settings, mistakes = written.typed(text, Settings)
    assert not mistakes
    assert settings is not None
    assert settings.rules == Rules(**OTHER)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"coverage": 80}, "нужно число больше 0 и не больше 1"),
        ({"coverage": "80 %"}, "нужно число больше 0 и не больше 1"),
        ({"coverage": 0}, "нужно число больше 0 и не больше 1"),
        ({"far": 1}, "нужно число больше 0.5 и меньше 1"),
        ({"far": float("nan")}, "нужно число больше 0.5 и меньше 1"),
        ({"near": 0.999}, "должен быть меньше широкого"),
        ({"large": 10}, "сделайте large меньше small"),
        ({"years": 3}, "нужно целое число от 5"),
        ({"decision": ["плохо"]}, "нужен список из stands_out"),
        ({"decision": "large_gap"}, "нужен список из stands_out"),
        ({"farr": 0.9}, "неизвестно (возможно, имелось в виду: far)"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused(given: dict[str, Any], words: str) -> None:
    text = {"title": "Т", "region": "10000000", "period": "2020", "rules": given}
    settings, mistakes = written.typed(text, Settings)
    assert settings is None
    assert words in " ".join(map(str, mistakes))


def test_no_module_takes_a_threshold_before_a_dataset_is_read() -> None:
    """A number taken from USUAL anywhere in the program would not follow the dataset."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
    assert [path.name for path, text in sources.items() if re.search(r"\bUSUAL\.\w", text)] == []


def test_thresholds_that_are_usual_are_not_written_into_bundles() -> None:
    assert structs.asdict(Facts())["rules"] == USUAL
