"""Pictures of a note: every text inside the canvas and beside the others, whatever the names and however many."""

import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from helpers.described import mistakes
from helpers.figure_notes import municipal, regional
from helpers.noted import as_json, changed
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text
from msgspec.structs import replace
from PIL import Image

from careerstats.contracts.values import Year
from careerstats.note import figures
from careerstats.note.figures import drawing, ordered_dots, theme
from careerstats.note.figures.course import trend_indicators
from careerstats.note.figures.slope import apart, slope_rows
from careerstats.note.figures.spine import spine_indicators
from careerstats.note.opening import Note

LEVELS = ["базовый", "основной", "продвинутый", "undecided"]
OF_MUNICIPALITY: dict[str, Callable[[Note], Any]] = {
    "dots": figures.dots,
    "spine": figures.spine,
    "trend": figures.trend,
    "slope": figures.slope,
    "strip": figures.strip,
    "levels": lambda note: figures.levels(note, LEVELS),
    "diagnosis": figures.diagnosis,
}
OF_REGION: dict[str, Callable[[Note], Any]] = {
    "dots": figures.dots,
    "heat": figures.heat,
    "along": lambda note: figures.along(note, ["a"]),
    "trend": figures.trend,
    "levels": lambda note: figures.levels(note, LEVELS),
    "diagnosis": figures.diagnosis,
    "funnel": lambda note: figures.funnel(note, "a"),
    "concentration": lambda note: figures.concentration(note, "a"),
}


@pytest.mark.parametrize(("number", "own"), [(480, 0), (480, 7), (480, 240), (480, 479), (101, 15), (101, -1)])
def test_of_more_municipalities_than_a_page_holds_both_ends_and_the_own_neighbours_are_shown(
    number: int, own: int
) -> None:
    order = [f"{code:03d}" for code in range(number)]
    shown = ordered_dots.fitting([*order, "999"], order[own] if own >= 0 else "", order)
    assert len(shown) == 4 * ordered_dots.END
    assert shown == sorted(set(shown))
    assert set(order[: ordered_dots.END] + order[-ordered_dots.END :]) < set(shown)
    assert own < 0 or order[own] in shown


def test_as_many_as_a_page_holds_are_all_shown() -> None:
    order = [f"{code:03d}" for code in range(ordered_dots.MOST)]
    assert ordered_dots.fitting(order, "007", order[5:]) == order


def drawn(monkeypatch: pytest.MonkeyPatch, draw: Callable[[Note], Any], note: Note) -> list[Figure]:
    """The figures that a picture consists of, kept when they are saved."""
    kept: list[Figure] = []
    original = theme.finish

    def keep(figure: Figure, *told: str) -> Any:
        kept.append(figure)
        return original(figure, *told)

    monkeypatch.setattr(theme, "finish", keep)
    assert draw(note)
    return kept


def boxes(figure: Figure) -> list[tuple[str, Any]]:
    """Every text that is seen, with its box in pixels."""
    pen = drawing.draw(figure, theme.DPI)
    unseen = {text for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for text in _unseen(axis)}
    texts = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip() and one not in unseen]
    return [(one.get_text(), one.get_window_extent(pen).padded(-1)) for one in texts]


def _unseen(axis: Any) -> set[Text]:
    """An axis keeps ticks it does not draw: its own when it is off, those outside its limits, those left over."""
    low, high = sorted(axis.get_view_interval())
    shown = axis.get_visible() and axis.axes.axison
    used = [tick for tick in axis.get_major_ticks() if shown and low - 1e-6 <= tick.get_loc() <= high + 1e-6]
    every = _labels(axis.majorTicks + axis.minorTicks) | {axis.label}
    return every - _labels(used) - ({axis.label} if shown else set())


def _labels(ticks: list[Any]) -> set[Text]:
    return {label for tick in ticks for label in (tick.label1, tick.label2)}


def faults(figure: Figure) -> list[str]:
    """Texts that leave the canvas, and pairs that lie on each other."""
    width, height = figure.get_size_inches() * figure.dpi
    told = boxes(figure)
    outside = [text for text, box in told if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1]
    corners = np.array([[box.x0, box.y0, box.x1, box.y1] for _, box in told])
    low, high = corners[:, None, :2], corners[:, None, 2:]
    over = ((low < corners[None, :, 2:]) & (high > corners[None, :, :2])).all(axis=2)
    both = [f"{told[one][0]} | {told[other][0]}" for one, other in np.argwhere(np.triu(over, 1))]
    return [f"outside: {text}" for text in outside] + both


@pytest.mark.parametrize("long", [False, True], ids=["names", "names of 300 letters"])
@pytest.mark.parametrize(
    ("name", "number"), [*((name, 12) for name in OF_MUNICIPALITY), ("dots", 29), ("dots", 60), ("spine", 4)]
)
def test_no_text_of_a_municipal_picture_leaves_the_canvas_or_covers_another(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int, long: bool
) -> None:
    for figure in drawn(monkeypatch, OF_MUNICIPALITY[name], municipal(number, long=long)):
        assert faults(figure) == []


@pytest.mark.parametrize(
    ("number", "long"),
    [(12, True), *(pytest.param(*one, marks=pytest.mark.slow) for one in ((29, False), (60, False), (60, True)))],
)
@pytest.mark.parametrize("name", OF_REGION)
def test_no_text_of_a_regional_picture_leaves_the_canvas_or_covers_another(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int, long: bool
) -> None:
    for figure in drawn(monkeypatch, OF_REGION[name], regional(number, long=long)):
        assert faults(figure) == []


def test_the_measure_does_find_texts_that_overlap_or_leave() -> None:
    figure = theme.canvas(60, 30)
    axes = theme.panel(figure, 10, 10, 50, 25)
    axes.text(0.1, 0.5, "одно слово")
    axes.text(0.15, 0.5, "другое слово")
    axes.text(2, 0.5, "далеко")
    found = faults(figure)
    assert "одно слово | другое слово" in found
    assert "outside: далеко" in found


@pytest.mark.parametrize("name", ["heat", "levels", "funnel"])
def test_a_picture_fits_on_a_page_with_its_caption(name: str) -> None:
    for block in OF_REGION[name](regional(60)):
        assert block.height_mm <= 240
        assert block.width_mm <= 165


def test_more_municipalities_than_a_page_holds_are_shown_in_parts() -> None:
    parts = figures.heat(regional(75))
    assert [block.label for block in parts] == ["fig-heat", "fig-heat-2"]
    assert "(часть 2)" in parts[1]["caption"]


def test_as_many_municipalities_as_there_are_leave_room_for_page_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (picture,) = figures.along(regional(480), ["a"])
    assert picture.height_mm < 50
    [figure] = drawn(monkeypatch, lambda note: figures.along(note, ["a"]), regional(480))
    marked = sum(len(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() not in ("None", ""))
    assert marked >= 480, "every municipality has its mark"


def test_with_three_municipalities_there_is_no_spine() -> None:
    assert figures.spine(municipal(3)) == []
    assert spine_indicators(municipal(4)) != []


def marker_x(figure: Figure, shape: str) -> list[float]:
    return [float(line.get_xdata()[0]) for line in figure.axes[0].lines if line.get_marker() == shape]


@pytest.mark.parametrize(("polarity", "side"), [("high", 1), ("low", -1)])
def test_good_is_on_the_right_of_a_spine_whichever_way_the_indicator_runs(
    monkeypatch: pytest.MonkeyPatch, polarity: str, side: int
) -> None:
    note = municipal(12, indicators=1)
    note = changed(note, passports={"a": replace(note.passport("a"), polarity=polarity)})
    own, *others = note.bundle.everyone["a"]
    best = replace(own, numerator=own.denominator, verdict="not_comparable")
    note = changed(note, everyone={"a": (best, *others)})
    [figure] = drawn(monkeypatch, figures.spine, note)
    assert (marker_x(figure, "x")[0] - 125.5) * side > 0


def test_a_spine_says_the_same_numbers_as_the_table() -> None:
    note = municipal(12, indicators=1)
    own, points = note.point("a", note.territory.code), note.bundle.everyone["a"]
    assert own is not None
    alt = figures.spine(note)[0]["alt"]
    printed = f"{100 * own.share:.1f}".replace(".", ",")
    least = min(100 * point.share for point in points)
    assert printed in alt
    assert f"от {least:.1f}".replace(".", ",") in alt


def test_the_marks_of_a_heat_map_are_as_many_as_its_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    note = regional(29)
    [figure] = drawn(monkeypatch, figures.heat, note)
    for verdict in ("above", "below"):
        told = sum(point.verdict == verdict for points in note.bundle.everyone.values() for point in points)
        shape = theme.VERDICT[verdict]["marker"]
        marks = [len(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() == shape]
        assert sum(marks) == told + 1  # and one in the legend


def test_what_is_not_known_or_hidden_is_no_zero_in_a_heat_map(monkeypatch: pytest.MonkeyPatch) -> None:
    note = regional(12)
    first, second, *others = note.bundle.everyone["a"]
    unknown = replace(first, numerator=None, verdict="not_comparable")
    hidden = replace(second, numerator=None, status="hidden", verdict="not_comparable")
    note = changed(note, everyone=note.bundle.everyone | {"a": (unknown, hidden, *others)})
    [figure] = drawn(monkeypatch, figures.heat, note)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "–" in texts
    assert "скрыто" in texts


@pytest.mark.parametrize("name", ["dots", "heat", "spine"])
def test_what_is_not_of_all_is_marked_at_its_place_and_explained(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    note = (regional if name == "heat" else municipal)(12)
    code = note.territory.code if name == "spine" else note.bundle.everyone["a"][0].code
    points = tuple(
        replace(point, quality="uncovered", verdict="not_comparable") if point.code == code else point
        for point in note.bundle.everyone["a"]
    )
    draw = (OF_REGION if name == "heat" else OF_MUNICIPALITY)[name]
    assert "°" not in draw(note)[-1].caption
    note = changed(note, everyone=note.bundle.everyone | {"a": points})
    [figure] = drawn(monkeypatch, draw, note)
    assert sum(text.get_text().endswith("°") for axes in figure.axes for text in axes.texts) == 1
    assert "– сведения менее чем о 80\u00a0% обучающихся" in draw(note)[-1].caption


def test_a_line_breaks_where_the_series_does(monkeypatch: pytest.MonkeyPatch) -> None:
    note = municipal(12, indicators=1)
    whole = sum(len(line.get_xdata()) > 2 for line in drawn(monkeypatch, figures.trend, note)[0].axes[0].lines)
    series = note.bundle.series["a"]
    first, *later = series.own
    before = Year(period="2020/21", numerator=5, denominator=9, break_reason="иная форма")
    [block] = figures.trend(changed(note, series={"a": replace(series, own=(before, first, *later))}))
    assert whole
    assert "до разрыва ряда" in block.alt
    years = (before, replace(first, break_reason="иная форма"), *later)
    assert trend_indicators(changed(note, series={"a": replace(series, own=years)})) == []


def test_two_comparable_years_are_no_course() -> None:
    note = municipal(12)
    short = {id: replace(series, own=series.own[1:]) for id, series in note.bundle.series.items()}
    assert figures.trend(changed(note, series=short)) == []


def test_an_event_is_told_in_the_caption() -> None:
    note = municipal(12)
    events = [{"period": "2023/24", "text": "введён курс"}]
    note = changed(note, settings=as_json(note.bundle)["settings"] | {"events": events})
    [block] = figures.trend(note)
    assert "2023/24 – введён курс" in block.caption.replace("\u00a0", " ")


def test_an_event_of_no_period_is_refused() -> None:
    (wrong,) = mistakes(events=[{"text": "без года"}])
    assert "events, запись 1: нет поля «period», добавьте его" in wrong


def test_a_slope_shows_only_changes_that_could_be_judged() -> None:
    note = municipal(12)
    first, *others = note.bundle.values
    note = changed(note, values=(replace(first, change="not_comparable"), *others))
    assert first.indicator not in [row.indicator for row in slope_rows(note)]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_labels_are_moved_apart_and_keep_their_order(places: list[float]) -> None:
    found = apart(places, 3.0)
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    moved = [found[i] for i in order]
    assert all(after - before >= 3.0 - 1e-6 for before, after in pairwise(moved))
    assert np.mean(found) == pytest.approx(np.mean(places))


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert apart([10.0, 0.0, 20.0], 3.0) == [10.0, 0.0, 20.0]


@pytest.mark.parametrize("name", OF_REGION)
def test_every_picture_asks_a_question_and_is_told_in_words(name: str) -> None:
    for block in OF_REGION[name](regional(12)):
        assert len(block.alt) > 40
        assert block.caption[0].isupper()
        assert not block.caption.endswith(".")
        assert ".." not in block.alt.replace("…", "")


@pytest.mark.parametrize("name", ["spine", "trend", "slope", "strip", "diagnosis"])
def test_the_same_note_gives_the_same_bytes(name: str) -> None:
    first, second = (OF_MUNICIPALITY[name](municipal(12))[0] for _ in range(2))
    assert (first.png, first.svg) == (second.png, second.svg)


GREY_APART = 18  # of 255: what a printer still tells apart


def luminance(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_shades_of_the_levels_are_told_apart_in_grey_print() -> None:
    from careerstats.note.figures.school_bars import SHADES

    values = [luminance(color) for color in SHADES]
    assert all(one - other >= GREY_APART for one, other in pairwise(values))


def test_tints_of_the_verdicts_are_told_apart_in_grey_print() -> None:
    from careerstats.note.figures.cells import TINTS

    values = sorted(luminance(TINTS[verdict]) for verdict in ("above", "below", "same"))
    assert all(other - one >= GREY_APART for one, other in pairwise(values))


def test_verdicts_have_marks_of_their_own_so_that_colour_is_not_needed() -> None:
    marks = [look["marker"] for look in theme.VERDICT.values()]
    assert len(set(marks)) == len(marks)


def test_a_picture_is_not_blank() -> None:
    [block] = figures.spine(municipal(12))
    with Image.open(io.BytesIO(block.png)) as picture:
        assert len(set(picture.convert("L").resize((80, 40)).tobytes())) > 10
