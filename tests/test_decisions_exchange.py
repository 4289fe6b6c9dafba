"""With whom practice may be exchanged: the same indicator, the same way of life, the nearest in size."""

from helpers.regions import amur, code_of, territory

from careerstats.analysis.peers import alike
from careerstats.decisions.exchange import PAIRS, Exchange, exchanges
from careerstats.decisions.findings import ATTENTION, DECISION, RESERVE, STRENGTH, Finding

PRIORITY = ["attended", "registered"]


def finding(
    number: int, kind: str, indicator: str = "registered", times: float = 1.0, *, fragile: bool = False
) -> Finding:
    rule = "good_side" if kind == STRENGTH else "bad_side"
    return Finding(f"t-{number}", code_of(number), "2020", indicator, rule, kind, 5, "…", times, fragile)


def found(sizes: dict[int, int], *findings: Finding, urban: tuple[int, ...] = ()) -> list[Exchange]:
    """Exchanges of municipality 1."""
    everyone = [territory(i, "city" if i in urban else "district") for i in sizes]
    by_code = {one.code: [each for each in findings if each.code == one.code] for one in everyone}
    return exchanges(everyone[0], everyone, {code_of(i): size for i, size in sizes.items()}, by_code, PRIORITY)


def test_the_weak_learn_from_the_strong() -> None:
    pairs = found({1: 100, 2: 120}, finding(1, ATTENTION), finding(2, STRENGTH))
    assert pairs == [Exchange(True, "registered", (code_of(2),))]


def test_the_strong_share_with_the_weak() -> None:
    pairs = found({1: 100, 2: 120}, finding(1, STRENGTH), finding(2, DECISION))
    assert pairs == [Exchange(False, "registered", (code_of(2),))]


def test_another_indicator_is_no_pair() -> None:
    assert found({1: 100, 2: 120}, finding(1, DECISION), finding(2, STRENGTH, "attended")) == []


def test_a_reserve_is_neither_weak_nor_strong() -> None:
    assert found({1: 100, 2: 120}, finding(1, RESERVE), finding(2, STRENGTH)) == []


def test_a_town_does_not_learn_from_a_district() -> None:
    assert found({1: 100, 2: 120}, finding(1, DECISION), finding(2, STRENGTH), urban=(1,)) == []


def test_the_nearest_in_size_come_first_and_no_more_than_two() -> None:
    strong = [finding(i, STRENGTH) for i in (2, 3, 4, 5)]
    (pair,) = found({1: 100, 2: 190, 3: 120, 4: 90, 5: 150}, finding(1, ATTENTION), *strong)
    assert pair.partners == (code_of(4), code_of(3))
    assert len(pair.partners) == PAIRS


def test_a_single_partner_may_be_of_any_size_but_a_second_must_be_alike() -> None:
    strong = [finding(i, STRENGTH) for i in (2, 3)]
    (pair,) = found({1: 100, 2: 900, 3: 1000}, finding(1, ATTENTION), *strong)
    assert pair.partners == (code_of(2),)


def test_the_first_task_is_learnt_first() -> None:
    own = [finding(1, ATTENTION, "registered"), finding(1, ATTENTION, "attended")]
    strong = [finding(2, STRENGTH, "registered"), finding(2, STRENGTH, "attended")]
    (pair,) = found({1: 100, 2: 120}, *own, *strong)
    assert pair.indicator == "attended"


def test_a_firm_finding_comes_before_a_fragile_one() -> None:
    own = [finding(1, ATTENTION, "registered"), finding(1, ATTENTION, "attended", fragile=True)]
    strong = [finding(2, STRENGTH, "registered"), finding(2, STRENGTH, "attended")]
    assert found({1: 100, 2: 120}, *own, *strong)[0].indicator == "registered"


def test_the_strongest_side_is_shared() -> None:
    own = [finding(1, STRENGTH, "registered", 1.5), finding(1, STRENGTH, "attended", 4.5)]
    weak = [finding(2, DECISION, "registered"), finding(2, DECISION, "attended")]
    assert found({1: 100, 2: 120}, *own, *weak)[0].indicator == "attended"


def test_without_a_size_nobody_is_near() -> None:
    everyone = [territory(1), territory(2)]
    by_code = {code_of(1): [finding(1, DECISION)], code_of(2): [finding(2, STRENGTH)]}
    assert exchanges(everyone[0], everyone, {code_of(2): 100}, by_code, PRIORITY) == []


# ---- the real region


def test_belogorsk_shares_with_svobodny() -> None:
    (pair,) = [one for one in amur().results.decisions["10710000"].exchanges if not one.learn]
    assert pair.partners[0] == "10730000"


def test_partners_are_alike_and_have_the_opposite_finding() -> None:
    decisions = amur().results.decisions
    territories = {one.code: one for one in amur().results.intake.territories}
    for code, own in decisions.items():
        assert len([pair for pair in own.exchanges if pair.learn]) <= 1
        for pair in own.exchanges:
            theirs = (STRENGTH,) if pair.learn else (DECISION, ATTENTION)
            for partner in pair.partners:
                assert partner != code
                assert alike(territories[code], territories[partner])
                assert any(
                    one.indicator == pair.indicator and one.kind in theirs for one in decisions[partner].findings
                )
