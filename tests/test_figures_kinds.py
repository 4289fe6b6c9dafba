"""Every kind of picture in every fate: it is drawn, fits its page, and no text leaves it or covers another."""

from itertools import pairwise

import pytest
from helpers.figure_notes import municipal, regional
from helpers.picture_kinds import FATES, kinds_of_municipality, kinds_of_region, mapped
from noted import changed
from test_note_figures import drawn, faults

from careerstats.note import figures
from careerstats.note.figures.cells import placed
from careerstats.note.figures.slope import within
from careerstats.note.opening import Note

# nothing to compare or divide, or the own value may not be seen
EMPTY = {("all zero", "spine"), ("all 100 %", "spine"), ("hidden", "spine"), ("all zero", "concentration")}
MANY = [pytest.param(number, marks=[pytest.mark.slow] if number > 3 else []) for number in (3, 60, 97)]
QUICK = ("mostly missing", "longest names")
ALL_FATES = [pytest.param(fate, marks=[] if fate in QUICK else [pytest.mark.slow]) for fate in FATES]
CASES = [(municipal, name, draw) for name, draw in kinds_of_municipality().items()]
CASES += [(regional, name, draw) for name, draw in kinds_of_region().items()]
NAMES = [f"{make.__name__} {name}" for make, name, _ in CASES]


def shown(monkeypatch, draw, note):
    """Nothing wrong in any of its figures; how tall they are."""
    figures = drawn(monkeypatch, draw, note)
    assert [fault for figure in figures for fault in faults(figure)] == []
    return [figure.get_size_inches()[1] * 25.4 for figure in figures]


@pytest.mark.parametrize("fate", ALL_FATES)
@pytest.mark.parametrize(("make", "name", "draw"), CASES, ids=NAMES)
def test_a_picture_of_any_values_has_its_texts_apart(monkeypatch, fate, make, name, draw) -> None:
    note = FATES[fate](make(12))
    if (fate, name) in EMPTY:
        assert draw(note) == []
    else:
        shown(monkeypatch, draw, note)


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize(("make", "name", "draw"), CASES, ids=NAMES)
def test_a_picture_of_any_number_has_its_texts_apart_and_fits_a_page(monkeypatch, number, make, name, draw) -> None:
    if (number, name) == (3, "spine"):
        assert draw(make(number)) == []
    else:
        assert all(tall <= 245 for tall in shown(monkeypatch, draw, make(number)))


# ---- the map of tiles


def test_each_municipality_stands_where_the_dataset_puts_it() -> None:
    note = mapped(regional(12))
    places = placed(note)
    codes = [place.code for place in note.bundle.municipalities]
    assert places[codes[0]] == (0, 0)  # empty edges are cut off
    assert places[codes[4]] == (1, 1)
    assert len(set(places.values())) == 12


def test_who_has_no_place_or_a_taken_one_stands_below_and_is_told_of() -> None:
    note = mapped(regional(12))
    codes = [place.code for place in note.bundle.municipalities]
    note.bundle.tiles[codes[1]] = note.bundle.tiles[codes[0]]
    places = placed(note)
    lowest = max(row for code, (row, _) in places.items() if code not in (codes[1], codes[11]))
    assert places[codes[0]] == (0, 0)
    assert places[codes[1]][0] == places[codes[11]][0] == lowest + 2
    assert "без места на схеме" in figures.tiles(note, "a")[0]["caption"]


def test_a_map_says_in_words_who_is_above_and_below_with_the_figures() -> None:
    note = mapped(regional(12))
    row = next(row for row in note.bundle.everyone["a"] if row.verdict == "below")
    [block] = figures.tiles(note, "a")
    told = f"{100 * row.share:.1f}".replace(".", ",")
    assert told in block.alt.split("Ниже остальных")[1]
    assert "без места" not in figures.tiles(_all_placed(note), "a")[0]["caption"]


def _all_placed(note: Note) -> Note:
    last = note.bundle.municipalities[-1].code
    return changed(note, tiles={**note.bundle.tiles, last: [9, 3]})


def test_without_places_there_is_no_map() -> None:
    assert figures.tiles(regional(12), "a") == []
    assert figures.tiles(changed(regional(12), tiles={"99999999": [1, 1]}), "a") == []


def test_moved_labels_stay_between_the_ends_and_apart() -> None:
    found = within([3.0, 6.3, 9.6, 40.0], 3.3, 10.0, 24.0)
    assert min(found) >= 10
    assert max(found) <= 24
    assert all(after - before >= 3.3 - 1e-9 for before, after in pairwise(found))
