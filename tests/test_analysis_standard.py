"""Shares at a common structure: worked examples, and what must hold of any."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerstats.analysis.standard import standardised

BOTH = {"9": 1000, "11": 1000}


def test_two_places_that_differ_by_their_mix_alone_are_alike() -> None:
    """80 % of the ninth and 20 % of the eleventh class in both; 68,0 and 32,0 % by their mix, 50,0 % without it."""
    many_ninth, many_eleventh = {"9": (640, 800), "11": (40, 200)}, {"9": (160, 200), "11": (160, 800)}
    assert [Fraction(sum(k for k, _ in own.values()), 1000) for own in (many_ninth, many_eleventh)] == [
        Fraction(68, 100),
        Fraction(32, 100),
    ]
    assert standardised(many_ninth, BOTH) == standardised(many_eleventh, BOTH) == Fraction(1, 2)


def test_by_hand_with_unequal_weights() -> None:
    """(3835 × 413/587 + 1946 × 50/114) / 5781 = 61,4 %; plain: 463 of 701, 66,0 %."""
    share = standardised({"село": (413, 587), "центр": (50, 114)}, {"село": 3835, "центр": 1946})
    assert share is not None
    assert round(float(share), 4) == 0.6144


def test_a_group_with_nobody_here_gives_no_share() -> None:
    assert standardised({"9": (3, 10)}, BOTH) is None
    assert standardised({"9": (3, 10), "11": (0, 0)}, BOTH) is None


@pytest.mark.parametrize(
    ("groups", "structure"),
    [({"9": (11, 10)}, {"9": 1}), ({"9": (-1, 10)}, {"9": 1}), ({"9": (1, 10)}, {"9": 0}), ({"8": (1, 10)}, {"9": 1})],
)
def test_counts_that_cannot_be_are_refused(groups: dict[str, tuple[int, int]], structure: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"структур"):
        standardised(groups, structure)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=6))
def test_it_lies_between_the_groups_and_at_the_own_structure_is_the_plain_share(
    parts: list[tuple[int, int, int]],
) -> None:
    groups = {str(at): (min(k, n), n) for at, (n, k, _) in enumerate(parts)}
    shares = [Fraction(k, n) for k, n in groups.values()]
    share = standardised(groups, {str(at): people for at, (_, _, people) in enumerate(parts)})
    assert share is not None
    assert min(shares) <= share <= max(shares)
    plain = Fraction(sum(k for k, _ in groups.values()), sum(n for _, n in groups.values()))
    assert standardised(groups, {name: n for name, (_, n) in groups.items()}) == plain
