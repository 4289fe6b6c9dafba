"""Who may learn from whom: the same indicator, way of life and size, bounded loads, all of a region at once."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from helpers.regions import amur, code_of, territory
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from careerstats.analysis.region import alike
from careerstats.contracts.decisions import Exchange
from careerstats.contracts.decisions import ExchangeRules as Rules
from careerstats.decisions.exchange import STRONG, WEAK, Region, _admissible, exchanges
from careerstats.decisions.findings.case import ATTENTION, DECISION, RESERVE, STRENGTH, Finding

PRIORITY = ["attended", "registered"]


def finding(
    number: int, kind: str, indicator: str = "registered", times: float = 1.0, *, fragile: bool = False, rule: str = ""
) -> Finding:
    rule = rule or {STRENGTH: "good_side", RESERVE: "reserve"}.get(kind, "bad_side")
    return Finding(
        territory=f"t-{number}",
        code=code_of(number),
        period="2020",
        indicator=indicator,
        rule=rule,
        kind=kind,
        size=5,
        text="…",
        times=times,
        fragile=fragile,
    )


def paired(
    sizes: dict[int, int],
    *findings: Finding,
    urban: tuple[int, ...] = (),
    resources: dict[int, set[str]] | None = None,
    rules: Rules | None = None,
    backwards: bool = False,
    about: dict[str, str] | None = None,
) -> dict[str, list[Exchange]]:
    everyone = [territory(i, "city" if i in urban else "district") for i in sizes]
    by_code = {one.code: [each for each in findings if each.code == one.code] for one in everyone}
    known = {code_of(i): frozenset(kinds) for i, kinds in (resources or {}).items()}
    region = Region(
        everyone[::-1] if backwards else everyone,
        {code_of(i): size for i, size in sizes.items()},
        by_code,
        PRIORITY,
        known,
        rules or Rules(),
        about or {},
    )
    return exchanges(region)


def test_the_weak_learn_from_the_strong_and_the_strong_tell_the_weak() -> None:
    pairs = paired({1: 100, 2: 120}, finding(1, ATTENTION), finding(2, STRENGTH))
    assert pairs == {
        code_of(1): [Exchange(True, "registered", (code_of(2),))],
        code_of(2): [Exchange(False, "registered", (code_of(1),))],
    }


@pytest.mark.parametrize(
    "findings",
    [
        (finding(1, DECISION), finding(2, STRENGTH, "attended")),
        (finding(1, RESERVE), finding(2, STRENGTH)),
        (finding(1, ATTENTION, rule="worsened"), finding(2, STRENGTH)),
        (finding(1, DECISION), finding(2, STRENGTH, rule="improved")),
    ],
    ids=["another indicator", "a reserve", "worse than it was itself", "better than it was itself"],
)
def test_where_nobody_is_suitable_nothing_is_proposed(findings: tuple[Finding, ...]) -> None:
    assert paired({1: 100, 2: 120}, *findings) == {}


def test_a_town_does_not_learn_from_a_district() -> None:
    assert paired({1: 100, 2: 120}, finding(1, DECISION), finding(2, STRENGTH), urban=(1,)) == {}


def test_sizes_of_a_pair_differ_by_no_more_than_the_bound() -> None:
    both = finding(1, DECISION), finding(2, STRENGTH)
    assert paired({1: 100, 2: 200}, *both)
    assert paired({1: 100, 2: 201}, *both) == {}
    assert paired({1: 100, 2: 201}, *both, rules=Rules(ratio=2.5))


def test_the_largest_learns_from_the_nearest_in_size_where_nobody_is_near() -> None:
    pairs = paired({1: 900, 2: 100, 3: 200}, finding(1, DECISION), finding(2, STRENGTH), finding(3, STRENGTH))
    assert pairs[code_of(1)] == [Exchange(True, "registered", (code_of(3),), far=True)]


def test_without_a_size_nobody_is_near() -> None:
    assert paired({1: 0, 2: 100}, finding(1, DECISION), finding(2, STRENGTH)) == {}


def test_the_nearest_in_size_is_asked() -> None:
    pairs = paired({1: 100, 2: 190, 3: 120}, finding(1, ATTENTION), finding(2, STRENGTH), finding(3, STRENGTH))
    assert pairs[code_of(1)] == [Exchange(True, "registered", (code_of(3),))]


def test_of_two_of_one_size_the_one_with_the_same_resources_is_asked() -> None:
    resources = {1: {"IT-куб"}, 2: {"предприятие"}, 3: {"IT-куб"}}
    strong = finding(2, STRENGTH), finding(3, STRENGTH)
    assert paired({1: 100, 2: 120, 3: 120}, finding(1, DECISION), *strong, resources=resources)[code_of(1)] == [
        Exchange(True, "registered", (code_of(3),))
    ]


def test_nobody_is_asked_by_more_than_the_bound_and_the_others_go_further() -> None:
    weak = [finding(i, DECISION) for i in (1, 2, 3, 4)]
    strong = finding(8, STRENGTH), finding(9, STRENGTH)
    pairs = paired({1: 100, 2: 100, 3: 100, 4: 100, 8: 100, 9: 150}, *weak, *strong)
    assert len(pairs[code_of(8)][0].partners) == 3
    assert len(pairs[code_of(9)][0].partners) == 1


def test_the_whole_region_is_served_better_than_one_after_another() -> None:
    # 1 is nearest to 8, who alone can help 2: a greedy choice would leave 2 with nobody
    weak = finding(1, DECISION), finding(2, DECISION)
    strong = finding(8, STRENGTH), finding(9, STRENGTH)
    pairs = paired({1: 100, 2: 60, 8: 110, 9: 190}, *weak, *strong, rules=Rules(helper=1))
    assert pairs[code_of(1)][0].partners == (code_of(9),)
    assert pairs[code_of(2)][0].partners == (code_of(8),)


def test_one_experience_of_one_helper_is_proposed_once_whatever_it_is_measured_by() -> None:
    strong = [finding(2, STRENGTH, "registered"), finding(2, STRENGTH, "attended")]
    own = [finding(1, ATTENTION, "registered"), finding(1, ATTENTION, "attended")]
    about = dict.fromkeys(["registered", "attended"], "участия")
    assert paired({1: 100, 2: 120}, *own, *strong, about=about) == {
        code_of(1): [Exchange(True, "attended", (code_of(2),))],
        code_of(2): [Exchange(False, "attended", (code_of(1),))],
    }


def test_the_first_task_is_learnt_first_and_a_firm_finding_before_a_fragile_one() -> None:
    strong = [finding(2, STRENGTH, "registered"), finding(2, STRENGTH, "attended")]
    own = [finding(1, ATTENTION, "registered"), finding(1, ATTENTION, "attended")]
    told = paired({1: 100, 2: 120}, *own, *strong)
    assert [pair.indicator for pair in told[code_of(1)]] == ["attended", "registered"]
    own = [finding(1, ATTENTION, "registered"), finding(1, ATTENTION, "attended", fragile=True)]
    told = paired({1: 100, 2: 120}, *own, *strong, rules=Rules(learner=1))
    assert [pair.indicator for pair in told[code_of(1)]] == ["registered"]


def test_the_first_needs_of_all_come_before_the_second_need_of_one() -> None:
    strong = finding(9, STRENGTH, "registered"), finding(9, STRENGTH, "attended")
    weak = finding(1, DECISION, "attended"), finding(1, DECISION, "registered"), finding(2, DECISION, "registered")
    pairs = paired({1: 100, 2: 180, 9: 100}, *weak, *strong, rules=Rules(helper=2))
    assert [pair.indicator for pair in pairs[code_of(1)]] == ["attended"]
    assert [pair.indicator for pair in pairs[code_of(2)]] == ["registered"]


def test_the_strongest_side_is_told_first() -> None:
    own = [finding(1, STRENGTH, "registered", 1.5), finding(1, STRENGTH, "attended", 4.5)]
    weak = [finding(2, DECISION, "registered"), finding(2, DECISION, "attended")]
    told = paired({1: 100, 2: 120}, *own, *weak)[code_of(1)]
    assert [pair.indicator for pair in told] == ["attended", "registered"]


regions = st.lists(
    st.tuples(
        st.integers(50, 400),
        st.booleans(),
        st.dictionaries(st.sampled_from(PRIORITY), st.sampled_from([DECISION, ATTENTION, STRENGTH])),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, deadline=None)
@given(regions, st.integers(1, 3), st.integers(1, 3))
def test_every_bound_is_kept_and_the_order_of_municipalities_does_not_matter(
    drawn: list[tuple[int, bool, dict[str, str]]], helper: int, learner: int
) -> None:
    sizes = {at: size for at, (size, _, _) in enumerate(drawn, 1)}
    urban = tuple(at for at, (_, is_urban, _) in enumerate(drawn, 1) if is_urban)
    findings = [finding(at, kind, id) for at, (_, _, own) in enumerate(drawn, 1) for id, kind in own.items()]
    rules = Rules(helper=helper, learner=learner)
    pairs = paired(sizes, *findings, urban=urban, rules=rules)
    assert pairs == paired(sizes, *findings, urban=urban, rules=rules, backwards=True)
    learnt = [(code, pair.indicator, other) for code, own in pairs.items() for pair in own if pair.learn
              for other in pair.partners]  # fmt: skip
    told = [(other, pair.indicator, code) for code, own in pairs.items() for pair in own if not pair.learn
            for other in pair.partners]  # fmt: skip
    assert sorted(learnt) == sorted(told)
    kinds = {(one.code, one.indicator): one.rule for one in findings}
    for who, indicator, whom in learnt:
        assert kinds[(who, indicator)] in WEAK
        assert kinds[(whom, indicator)] in STRONG
        first, second = (sizes[_number(code)] for code in (who, whom))
        alike = [size for at, size in sizes.items() if (at in urban) == (_number(who) in urban)]
        assert max(first, second) <= 2 * min(first, second) or first == max(alike), "only the largest looks further"
    for code in {one for one, _, _ in learnt}:
        assert sum(one == code for one, _, _ in learnt) <= learner
    for code in {one for _, _, one in learnt}:
        assert sum(one == code for _, _, one in learnt) <= helper


def chosen_from_dense_rows(region: Region) -> list[tuple[str, str, str]]:
    """(learner, indicator, helper): the same program with every zero written out, one bound after another."""
    pairs = list(_admissible(region))
    if not pairs:
        return []
    bounds = [
        *((lambda pair, need=need: (pair.learner, pair.indicator) == need, 1)
          for need in dict.fromkeys((pair.learner, pair.indicator) for pair in pairs)),
        *((lambda pair, code=code: pair.learner == code, region.rules.learner)
          for code in dict.fromkeys(pair.learner for pair in pairs)),
        *((lambda pair, code=code: pair.helper == code, region.rules.helper)
          for code in dict.fromkeys(pair.helper for pair in pairs)),
    ]  # fmt: skip
    solved = milp(
        [round(pair.cost, 4) + 1e-5 * place / len(pairs) for place, pair in enumerate(pairs)],
        integrality=[1] * len(pairs),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(
            np.array([[float(counts(pair)) for pair in pairs] for counts, _ in bounds]), ub=[most for _, most in bounds]
        ),
        options={"mip_rel_gap": 0},
    )
    return [
        (pair.learner, pair.indicator, pair.helper) for pair, taken in zip(pairs, solved.x, strict=True) if taken > 0.5
    ]


def learnt(region: Region) -> list[tuple[str, str, str]]:
    pairs = [(code, pair) for code, own in exchanges(region).items() for pair in own if pair.learn]
    return [(code, pair.indicator, helper) for code, pair in pairs for helper in pair.partners]


@pytest.mark.parametrize("number", [2, 5, 20, 60])
@pytest.mark.parametrize("seed", range(5))
def test_pairs_are_those_of_a_program_with_every_zero_written_out(number: int, seed: int) -> None:
    region = drawn_region(number, seed)
    assert sorted(learnt(region)) == sorted(chosen_from_dense_rows(region))


def drawn_region(number: int, seed: int) -> Region:
    """Sizes, findings and resources at random: every sixth municipality weak, every sixth strong by an indicator."""
    rng, ids = np.random.default_rng((number, seed)), ["attended", "registered", "trial"]
    territories = [territory(at, rng.choice(["city", "district", "district"])) for at in range(1, number + 1)]
    codes = [one.code for one in territories]
    kinds = [[ids[at] for at in range(len(ids)) if rng.random() < 0.33] for _ in codes]
    findings = {
        code: [finding(at, str(rng.choice([ATTENTION, STRENGTH])), id, float(rng.integers(10, 50))) for id in own]
        for at, (code, own) in enumerate(zip(codes, kinds, strict=True), 1)
    }
    sizes = {code: int(size) for code, size in zip(codes, rng.lognormal(7, 0.5, number), strict=True)}
    resources = {code: frozenset(rng.choice(["IT-куб", "предприятие", "музей"], 2)) for code in codes[::2]}
    return Region(
        territories,
        sizes,
        findings,
        ids,
        resources,
        Rules(helper=int(rng.integers(1, 4)), learner=int(rng.integers(1, 4))),
    )


def test_a_thousand_municipalities_keep_no_zeros() -> None:
    program = """if True:
        import resource, sys
        sys.path.insert(0, sys.argv[1])
        from test_decisions_exchange import drawn_region
        from careerstats.decisions.exchange import exchanges
        region = drawn_region(999, 0)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert len(exchanges(region)) > 600
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """
    ran = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) < 200  # MB; with every zero written out the matrix alone is 330


def _number(code: str) -> int:
    return next(at for at in range(1, 20) if code_of(at) == code)


# ---- the real region


@cache
def _amur() -> dict[str, list[Exchange]]:
    return {code: own.exchanges for code, own in amur().results.decisions.items()}


def _name(code: str) -> str:
    return next(one.name for one in amur().results.intake.territories if one.code == code)


def _told() -> set[tuple[str, str]]:
    pairs = [(code, pair) for code, own in _amur().items() for pair in own if not pair.learn]
    return {(_name(code), _name(partner)) for code, pair in pairs for partner in pair.partners}


def test_belogorsk_shares_with_svobodny_as_the_model_note_has_it() -> None:
    assert ("г. Белогорск", "г. Свободный") in _told()


def test_svobodnensky_district_shares_with_districts_of_group_g_of_a_similar_size() -> None:
    group = {"Архаринский", "Благовещенский", "Бурейский", "Завитинский", "Зейский", "Ивановский", "Селемджинский"}
    assert {f"{name} район" for name in group} & {whom for who, whom in _told() if who == "Свободненский район"}


def test_in_the_real_region_nobody_is_asked_by_more_than_three() -> None:
    load = {code: sum(len(pair.partners) for pair in own if not pair.learn) for code, own in _amur().items()}
    assert max(load.values()) == 3


def test_partners_are_alike_and_have_the_opposite_finding() -> None:
    decisions = amur().results.decisions
    territories = {one.code: one for one in amur().results.intake.territories}
    for code, own in decisions.items():
        for pair in own.exchanges:
            theirs = STRONG if pair.learn else WEAK
            for partner in pair.partners:
                assert partner != code
                assert alike(territories[code], territories[partner])
                assert any(
                    one.indicator == pair.indicator and one.rule in theirs for one in decisions[partner].findings
                )
