"""Axes of a researcher's figure speak the language of the notebook."""

from collections.abc import Sequence

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter

from careerstats.shown import drawn
from careerstats.wording import NBSP

mpl.use("agg")


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("2024-01-15", "15.01.2024"),
        ("2024-01", "01.2024"),
        ("Jan", "янв."),
        ("Jan-02", "02 янв."),
        ("2024-Jan-05", "05 янв. 2024"),
        ("Feb\n2024", "фев.\n2024"),
        ("September 2024", "сен. 2024"),
        ("Q3\n2024", f"3{NBSP}кв.\n2024"),
        ("12:30", "12:30"),
        ("Январь", "Январь"),
    ],
)
def test_days_are_ours(written: str, ours: str) -> None:
    assert drawn.day(written) == ours


def ticks(figure: Figure, axis: str) -> list[str]:
    drawn.block_of(figure)
    return [label.get_text() for label in getattr(figure.axes[0], axis).get_ticklabels()]


def test_numbers_of_every_formatter_have_a_comma_and_names_stay() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot(["1.1", "1.2"], [0.1, 0.25])
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    assert f"14,0{NBSP}%" in ticks(figure, "yaxis")
    assert ticks(figure, "xaxis") == ["1.1", "1.2"]
    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 20000], [0, 1])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:.2f}"))
    assert f"10{NBSP}000" in ticks(figure, "xaxis")
    assert "0,20" in ticks(figure, "yaxis")


@pytest.mark.parametrize("years", [[2022, 2023, 2024], [2023, 2024], range(1990, 2025)])
def test_an_axis_of_years_has_whole_ones_only(years: Sequence[int]) -> None:
    figure = Figure()
    figure.subplots().plot(years, years)
    told = ticks(figure, "xaxis")
    assert len(told) > 1
    assert all(text.isdigit() for text in told if text)
    figure = Figure()
    figure.subplots().plot([0, 2], [0, 2])
    assert "0,25" in ticks(figure, "xaxis")


def test_many_days_stand_aslant() -> None:
    figure = Figure()
    figure.subplots().plot(pd.date_range("2024-01-01", periods=5, freq="MS"), [1, 2, 3, 4, 5])
    assert "15.01.2024" in ticks(figure, "xaxis")
    assert {label.get_rotation() for label in figure.axes[0].get_xticklabels()} == {30.0}


def test_words_beside_a_formula_are_drawn_by_a_font_that_has_them() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.set(title="готово ✓ $x^2$", xlabel="доля $x$", ylabel="✓")
    drawn.block_of(figure)
    families = [text.get_fontfamily() for text in (axes.title, axes.xaxis.label, axes.yaxis.label)]
    assert families == [drawn.FAMILIES[1:], drawn.FAMILIES, drawn.FAMILIES]
