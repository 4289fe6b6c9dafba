"""The pen: what it draws is what matplotlib draws, once for the pixels and the SVG, with exact colours and widths."""

import io
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from careerstats.note.figures import drawing, lettering, theme
from careerstats.note.figures.sheet import bar, line, marks, sheet, words

SVG = "{http://www.w3.org/2000/svg}"


def sample(*, text: bool = True) -> Figure:
    figure, axes = sheet(60, 30)
    bar(axes, 5, 8, 30, 6, facecolor="#f0f2f4", edgecolor="#5f6b76", linewidth=0.8)
    bar(axes, 38, 8, 12, 6, facecolor="white", edgecolor="#5f6b76", hatch="////", linewidth=0.5)
    line(axes, [5, 55], [15, 20], color="#c8500a", linewidth=1.2, linestyle=(0, (4, 2)))
    marks(axes, [(10.0, 24.0), (20.0, 24.0)], 5, marker="^", color="#0072b2", alpha=0.75)
    if text:
        words(axes, 30, 25, "Йод $x$ 3,5", 9)
    return figure


def svg_of(figure: Figure) -> Any:
    return ElementTree.fromstring(drawing.draw(figure, 200).svg())


def test_shapes_have_the_pixels_that_matplotlib_gives_them() -> None:
    ours = drawing.pixels(drawing.draw(sample(text=False), 200))[..., :3].astype(int)
    canvas = FigureCanvasAgg(sample(text=False))
    canvas.figure.set_dpi(200)
    canvas.draw()
    theirs = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    assert ours.shape == theirs.shape
    assert (np.abs(ours - theirs).max(axis=2) > 40).mean() < 0.01


def test_an_svg_has_the_size_the_letters_and_the_marks_of_its_figure() -> None:
    root = svg_of(sample())
    assert root.get("width") == f"{60 / 25.4 * 72:.2f}pt"
    names = {one.get("id") for one in root.iter() if one.get("id")}
    uses = [one.get("{http://www.w3.org/1999/xlink}href", "#")[1:] for one in root.iter(f"{SVG}use")]
    assert set(uses) <= names
    assert len([one for one in uses if one.startswith("r")]) == len("Йод$x$3,5")
    assert len([one for one in uses if one.startswith("m")]) == 2


def test_what_leaves_its_panel_is_clipped_in_both_forms() -> None:
    figure = theme.canvas(40, 20)
    axes = theme.panel(figure, 10, 5, 20, 15)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.axis("off")
    line(axes, [-5, 5], [0.5, 0.5], color="black", linewidth=3)
    pen = drawing.draw(figure, 200)
    row = drawing.pixels(pen)[drawing.pixels(pen).shape[0] // 2, :, 0]
    inside = np.flatnonzero(row < 128) / 200 * 25.4
    assert inside.min() == pytest.approx(10, abs=0.3)
    assert inside.max() == pytest.approx(20, abs=0.3)
    assert "clip-path" in pen.svg()


def test_a_dollar_or_a_mark_of_direction_in_a_name_is_no_formula_and_no_box() -> None:
    assert lettering.line_width("r", "\u202eа\u200f") == lettering.line_width("r", "а")
    assert lettering.outline("r", "\u200f") is None
    assert lettering.line_width("r", "$") > 0


@given(st.text("абвгёйШЩ 0123456789,%«»", max_size=60), st.floats(1, 80))
def test_a_shortened_name_is_never_wider_than_its_place(text: str, width: float) -> None:
    short = lettering.shortened(text, width, 7.5)
    assert len(short) <= 2 or lettering.width_mm([short], 7.5) <= width + 1e-9


@given(st.text("абв Щ1", max_size=40))
def test_widths_add_up_and_bold_is_wider(text: str) -> None:
    assert lettering.line_width("r", text + "ж") > lettering.line_width("r", text)
    assert lettering.line_width("b", text) >= lettering.line_width("r", text)


def test_the_box_of_a_text_is_as_wide_as_its_ink() -> None:
    outline = lettering.outline("r", "Шимановск")
    assert outline is not None
    low, high = outline.vertices[:, 0].min(), outline.vertices[:, 0].max()
    assert high - low == pytest.approx(lettering.line_width("r", "Шимановск"), rel=0.05)


def test_every_colour_of_a_picture_is_exactly_itself_in_the_png() -> None:
    with Image.open(io.BytesIO(theme.finish(sample(), "fig-x", "Что", "слова")[0]["png"])) as picture:
        assert picture.mode == "P"
        colors = {color for _, color in picture.convert("RGB").getcolors(100_000)}
    assert {(255, 255, 255), (0xF0, 0xF2, 0xF4), (0x5F, 0x6B, 0x76), (0xC8, 0x50, 0x0A)} <= colors


def test_a_png_differs_from_what_was_drawn_by_less_than_an_eye_sees() -> None:
    pen = drawing.draw(sample(), 200)
    drawn = drawing.pixels(pen)[..., :3].astype(int)
    with Image.open(io.BytesIO(pen.png())) as picture:
        assert picture.info["dpi"] == pytest.approx((200, 200), rel=0.001)
        kept = np.asarray(picture.convert("RGB")).astype(int)
    assert np.abs(drawn - kept).mean() < 1.0
    assert np.percentile(np.abs(drawn - kept).max(axis=2), 99) < 40


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), max_size=40))
def test_a_palette_holds_all_colours_first_and_no_more_than_a_png_can(colors: list[drawing.RGB]) -> None:
    found = drawing.shades(colors)
    assert len(found) <= drawing.MOST
    assert set(colors) <= set(found)
