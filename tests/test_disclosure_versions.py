"""Several publications of one period: what they tell together, and that the wall remembers what it has shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from helpers import small_groups
from helpers.masked_regions import REGION, Region, corrected, drawn, grown, published
from helpers.stranger import Publication, narrow, ranges

from careerstats.disclosure.hiding import Thresholds
from careerstats.pipeline import publishing as archive
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.publishing import for_audience

Change = Callable[[Region, Random], Region]
BASE: Region = {"а": (3, 40), "б": (20, 60), "в": (31, 70), "г": (26, 50), "д": (120, 200)}


def history(seed: int, size: int, change: Change) -> Iterator[Region]:
    random = Random(seed)
    region = drawn(random, size)
    while True:
        yield region
        region = change(region, random)


def hidden(publication: Publication) -> str:
    return "".join(sorted(publication.truth.keys() - publication.shown))


def test_a_stranger_subtracts_two_publications_of_a_wall_without_memory() -> None:
    """Three of г and а are hidden at first; the correction shows both, and what а was follows."""
    corrected_once = {**BASE, "а": (7, 40)}
    apart = [*published(iter([BASE])), *published(iter([corrected_once]))]
    assert [(one.unknown, one.low, one.high) for one in narrow(apart)][:1] == [(("а", "part", 3, 0), 3, 3)]


def test_what_was_hidden_stays_hidden_while_the_difference_would_tell() -> None:
    first, second = published(iter([BASE, {**BASE, "а": (7, 40)}]))
    assert hidden(first) == hidden(second) == "аг"
    assert "" in first.shown & second.shown, "the region's sum is shown in both"
    assert narrow([first, second]) == []


def test_where_everything_else_is_known_already_the_sum_is_hidden() -> None:
    """б was shown with 20 and is 2 now: hiding anybody else who was shown protects nothing."""
    first, second = published(iter([BASE, {**BASE, "б": (2, 60)}]))
    assert "б" in hidden(second)
    assert "" not in second.shown
    assert narrow([first, second]) == []


def test_who_leaves_or_joins_is_not_told_by_the_sums() -> None:
    without = {place: pair for place, pair in BASE.items() if place != "а"}
    for versions in ([BASE, without], [without, BASE], [BASE, without, BASE]):
        assert narrow(published(iter(versions))) == []


def test_the_same_numbers_again_are_published_as_they_were() -> None:
    versions = [BASE, {**BASE, "а": (7, 40)}, {**BASE, "б": (2, 60)}]
    once = published(iter(versions))
    twice = published(iter([*versions, versions[-1]]))
    assert twice[-1] == once[-1]


def test_one_publication_hides_what_it_did() -> None:
    [only] = published(iter([BASE]))
    assert hidden(only) == "аг"


def test_numbers_of_two_days_of_a_year_are_held_against_each_other(tmp_path: Path) -> None:
    """Each day is a period of its own, with a folder of its own; what they count is the same, and grows."""
    shown = []
    for day, guided in (("2024-10-07", 3), ("2024-10-14", 7), ("2026-10-12", 7)):
        counts = dict(zip(small_groups.codes(5), [(40, guided), (60, 20), (70, 31), (50, 26), (200, 120)], strict=True))
        small_groups.write(tmp_path, counts, period=day)
        earlier = archive.earlier(tmp_path, day)
        public = for_audience(analyse(tmp_path, "proba"), "public", earlier)
        assert public.published
        archive.remember(tmp_path, day, public.published)
        rows = {code: own["ovz_guided"] for code, own in public.results.rows.items()}
        shown.append([code for code, row in rows.items() if row.status != "hidden" and code != small_groups.REGION])
    first, second, years_after = shown
    assert len(first) == 3
    assert second == first, "7 and 26 would tell, with the sum of the week before"
    assert len(years_after) == 5


@pytest.mark.parametrize("seed", [199, 218, *(pytest.param(at, marks=pytest.mark.slow) for at in range(100, 130))])
def test_who_knows_how_many_there_are_in_all_computes_nothing_either(seed: int) -> None:
    """Of all pupils on the platform an ordinary indicator tells exactly how many there are."""
    region = drawn(Random(seed), 10)
    [only] = published(iter([region]), indicator="bvb_ovz_of_registered")
    for found in ranges([replace(only, wholes=True)]):
        code, _, number, _ = found.unknown
        whole = region[code][1]
        if number <= 4 <= whole - 4:
            assert found.low <= 1, found
            assert found.high >= 4, found


def test_a_strange_file_among_the_records_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "2024-25 (копия).json").write_text("{", encoding="utf-8")
    assert archive.earlier(tmp_path, "2024-10-07") == ()


CASES = [(seed, 12, corrected, 2) for seed in range(12)] + [(seed, 8, corrected, 5) for seed in range(3)]
CASES += [(seed, 8, grown, 4) for seed in range(4)]
CASES += [(129, 10, corrected, 6)]  # what stood beside a hidden number could be computed, and the number then guessed


@pytest.mark.parametrize(("seed", "size", "change", "versions"), CASES)
def test_no_hidden_number_is_computed_or_narrowed_to_two(seed: int, size: int, change: Change, versions: int) -> None:
    assert narrow(published(islice(history(seed, size, change), versions))) == []


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_of_two_hundred_regions_nothing_is_told_by_five_corrections_each(block: int) -> None:
    """A thousand single corrections, each published before the next."""
    for seed in range(100 + 10 * block, 110 + 10 * block):
        publications = published(islice(history(seed, 10, corrected), 6))
        assert narrow(publications) == [], seed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_of_a_growing_weekly_series_nothing_is_narrow(seed: int) -> None:
    assert narrow(published(islice(history(1000 + seed, 10, grown), 10))) == []


# ---- single corrections of the demonstration dataset


@cache
def demo() -> Region:
    """Pupils of the group that was guided, and all of it, as the shipped dataset has them."""
    rows = analyse(Path(__file__).parent.parent, "demo").results.rows
    known = {code: own["ovz_guided"] for code, own in rows.items() if code != REGION and "ovz_guided" in own}
    return {code: tuple(map(int, row.own)) for code, row in known.items() if row.has_share}


@pytest.mark.parametrize("base", [0, 5])
@pytest.mark.parametrize("block", [0, *(pytest.param(at, marks=pytest.mark.slow) for at in range(1, 50))])
def test_no_single_correction_of_demo_tells_a_number(block: int, base: int) -> None:
    """A thousand corrections, each of what was published first."""
    for seed in range(20 * block, 20 * block + 20):
        second = corrected(demo(), Random(seed))
        assert narrow(published(iter([demo(), second]), Thresholds(base=base))) == [], seed


# ---- rounded to five instead of hidden for the sake of others

ROUNDED = Thresholds(base=5)


def test_a_stranger_reads_of_a_rounded_number_what_it_may_stand_for() -> None:
    [only] = published(iter([BASE]), ROUNDED)
    apart = replace(only, shown=frozenset({"б", "г"}))
    known = {one.unknown[:2]: (one.low, one.high) for one in ranges([apart]) if one.unknown[0] == "б"}
    assert known["б", "part"] == (18, 22)


def test_nines_of_two_would_add_up_to_twenty_and_are_not_narrowed() -> None:
    """Nine parts of seven print five each, and their sum 65: no less than 7 each would do."""
    region = dict.fromkeys("абвгдежзи", (7, 40))
    [only] = published(iter([region]), ROUNDED)
    assert narrow([replace(only, shown=frozenset({*region, ""}))]), "the sum would tell"
    assert "" not in only.shown
    assert narrow([only]) == []


def test_where_nobody_is_few_everything_is_shown_rounded() -> None:
    [only] = published(iter([{place: pair for place, pair in BASE.items() if place not in "аг"}]), ROUNDED)
    assert only.shown == {"б", "в", "д", ""}


ROUNDED_CASES = [(seed, 12, corrected, 3) for seed in range(6)] + [(seed, 8, grown, 5) for seed in range(4)]


@pytest.mark.parametrize(("seed", "size", "change", "versions"), ROUNDED_CASES)
def test_no_rounded_or_hidden_number_is_narrowed_to_two(seed: int, size: int, change: Change, versions: int) -> None:
    assert narrow(published(islice(history(seed, size, change), versions), ROUNDED)) == []


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_of_two_hundred_rounded_regions_nothing_is_told_by_five_corrections_each(block: int) -> None:
    for seed in range(100 + 10 * block, 110 + 10 * block):
        assert narrow(published(islice(history(seed, 10, corrected), 6), ROUNDED)) == [], seed
