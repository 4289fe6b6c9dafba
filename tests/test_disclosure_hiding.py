"""Counts of recognisable children: what is hidden, and that what is shown does not give it away."""

from collections.abc import Iterable
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerstats.disclosure.hiding import Before, Hidden, Thresholds, attack, hide_in, parts_of, points_at_a_child
from careerstats.disclosure.systems import Key, System, components

LIMITS = Thresholds()


def region(wholes: list[int], parts: list[int]) -> tuple[System, set[Key]]:
    """A municipal table guided / others / all with its totals, and the cells that point at a child."""
    values: dict[Key, int] = {}
    equations: list[dict[Key, int]] = []
    first: set[Key] = set()
    for place, (whole, part) in enumerate(zip(wholes, parts, strict=True)):
        values |= {(place, "part"): part, (place, "rest"): whole - part, (place, "whole"): whole}
        equations.append({(place, "part"): 1, (place, "rest"): 1, (place, "whole"): -1})
        few = {"part": part <= LIMITS.most, "rest": whole - part <= LIMITS.most, "whole": False}
        first |= {(place, role) for role, one in few.items() if one or whole < LIMITS.total}
    weights = {key: 1.0 + amount for key, amount in values.items()}
    for role in ("part", "rest", "whole"):
        values["total", role] = sum(values[place, role] for place in range(len(wholes)))
        weights["total", role] = 1e6
        equations.append({**{(place, role): 1 for place in range(len(wholes))}, ("total", role): -1})
    return System(values, equations, weights), first


def hide(system: System, first: Iterable[Key]) -> Hidden:
    return hide_in(parts_of(system), first, LIMITS, Before())


def given_away(system: System, first: set[Key], hidden: frozenset[Key]) -> list[Key]:
    """Cells of which an attacker can rule out a value that the mark allows."""
    ranges = attack(system, hidden, first)
    return [key for key, (low, high) in ranges.items() if low > LIMITS.least or high < LIMITS.most]


def drawn(seed: int, municipalities: int) -> tuple[System, set[Key]]:
    """A region of municipalities of very different size; in some few children, in some none or all of them."""
    random = Random(seed)
    wholes = [int(random.lognormvariate(3, 1)) for _ in range(municipalities)]
    share = random.choice([0.05, 0.4, 0.95])
    return region(wholes, [sum(random.random() < share for _ in range(whole)) for whole in wholes])


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (5, 10, False), (4, 10, True), (6, 10, True), (0, 50, True), (50, 50, True), (1, 50, True), (49, 50, True),
        (5, 9, True), (4, 9, True), (0, 0, True), (5, 11, False), (45, 50, False), (46, 50, True),
    ],
)  # fmt: skip
def test_few_all_but_few_none_all_or_a_small_whole_point_at_a_child(part: int, whole: int, expected: bool) -> None:
    assert points_at_a_child(part, whole, LIMITS) is expected


def test_nothing_is_hidden_where_all_counts_are_large() -> None:
    system, first = region([40, 60, 80], [20, 30, 40])
    assert first == set()
    assert hide(system, first) == Hidden()


def test_a_lone_small_count_would_follow_from_the_total_so_a_second_is_hidden() -> None:
    system, first = region([40, 60, 80], [2, 30, 40])
    hidden = hide(system, first)
    assert first == {(0, "part")}
    assert hidden.second, "the total minus the two others gives the first"
    assert attack(system, frozenset(first))[0, "part"] == (2, 2)
    low, high = attack(system, hidden.all)[0, "part"]
    assert low <= 1
    assert high >= 4


def test_the_smallest_municipality_that_will_do_is_hidden_second() -> None:
    system, first = region([40, 60, 80, 300], [2, 30, 40, 100])
    assert {key[0] for key in hide(system, first).second} == {0, 1}


def test_a_total_is_hidden_only_where_nothing_else_will_do() -> None:
    system, first = region([7], [3])
    assert ("total", "part") in hide(system, first).second
    many, several = region([7, 8, 40], [3, 4, 20])
    assert not any(key[0] == "total" for key in hide(many, several).all)


def test_a_cell_that_no_hiding_can_protect_is_refused() -> None:
    alone = System({("a",): 2}, [{("a",): 1}], {("a",): 1.0})
    with pytest.raises(ValueError, match="скрыть нельзя"):
        hide(alone, [("a",)])


def test_parts_that_share_no_cell_are_protected_apart() -> None:
    one, first = region([40, 60], [2, 30])
    other = System({("b", key): value for key, value in one.values.items()},
                   [{("b", key): value for key, value in equation.items()} for equation in one.equations],
                   {("b", key): value for key, value in one.weights.items()})  # fmt: skip
    both = System({**one.values, **other.values}, [*one.equations, *other.equations], {**one.weights, **other.weights})
    assert len(components(both)) == 2
    assert hide(both, first).all == hide(one, first).all


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=2, max_size=3))
@settings(max_examples=15, deadline=None)
def test_the_attack_finds_what_trying_every_table_finds(pairs: list[tuple[int, int]]) -> None:
    wholes = [max(pair) for pair in pairs]
    parts = [min(pair) for pair in pairs]
    system, first = region(wholes, parts)
    hidden = hide(system, first).all
    places = range(len(wholes))
    if any(key[0] == "total" for key in hidden):
        return  # a region so small that its totals are hidden: too many tables to try
    free = [place for place in places if (place, "whole") in hidden or (place, "part") in hidden]
    found: dict[Key, set[int]] = {key: set() for key in hidden}
    total, guided = system.values["total", "whole"], system.values["total", "part"]
    possible = {at: range(total + 1) if (at, "whole") in hidden else (wholes[at],) for at in free}
    options = [[(w, p) for w in possible[at] for p in range(w + 1)] for at in free]
    if len(free) > 2:
        return
    shown_wholes = sum(wholes[at] for at in places if at not in free)
    shown_parts = sum(parts[at] for at in places if at not in free)
    for table in product(*options):
        if sum(w for w, _ in table) + shown_wholes == total and sum(p for _, p in table) + shown_parts == guided:
            for at, (w, p) in zip(free, table, strict=True):
                for role, amount in (("whole", w), ("part", p), ("rest", w - p)):
                    if (at, role) in hidden:
                        found[at, role].add(amount)
    for key, (low, high) in attack(system, hidden).items():
        assert (min(found[key]), max(found[key])) == (low, high)


@pytest.mark.parametrize("municipalities", [5, 12])
def test_in_simulated_regions_every_value_that_the_mark_allows_stays_possible(municipalities: int) -> None:
    for seed in range(4):
        system, first = drawn(seed, municipalities)
        assert given_away(system, first, hide(system, first).all) == []


@pytest.mark.slow
def test_in_a_thousand_simulated_regions_every_value_that_the_mark_allows_stays_possible() -> None:
    for seed in range(1000):
        system, first = drawn(seed, 6 + seed % 15)
        assert given_away(system, first, hide(system, first).all) == [], f"seed {seed}"
