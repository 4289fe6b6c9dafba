"""A note in a real Chromium: what WCAG 2.2 asks and axe-core does not see – reflow, focus, print."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.browser import browser, lacking, open_page
from helpers.export_sample import hostile, sample

from careerstats.export import document, html

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())

# By WCAG: relative luminance of a colour, and the ratio of the text's to that of the first ground behind it.
CONTRASTS = """() => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const clear = (colour) => colour === "transparent" || /, 0\\)$/.test(colour);
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!clear(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const told = [...document.querySelectorAll("main *")].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.getClientRects().length);
  return told.map((one) => {
    const pair = [light(getComputedStyle(one).color), light(ground(one))].sort();
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  });
}"""

STOPS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
  const all = [...document.querySelectorAll("*")];
  return [all.indexOf(one), look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2, box.bottom > 0,
    box.top < innerHeight, one.tagName];
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


def opened(chromium: Any, folder: Path, made: Any, width: int) -> Any:
    path = folder / "note.html"
    path.write_bytes(html.write(document.from_notebook(made())))
    return open_page(chromium, path, viewport={"width": width, "height": 700})


@pytest.mark.parametrize("made", [sample, hostile])
def test_a_page_of_320_points_needs_no_scrolling_sideways(chromium: Any, tmp_path: Path, made: Any) -> None:
    page = opened(chromium, tmp_path, made, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_letters_stand_out_from_their_ground(chromium: Any, tmp_path: Path, medium: str) -> None:
    page = opened(chromium, tmp_path, sample, 1280)
    page.emulate_media(media=medium)
    ratios = page.evaluate(CONTRASTS)
    assert len(ratios) > 100
    assert min(ratios) >= 4.5
    page.close()


def test_the_tab_key_goes_through_the_page_in_reading_order_and_shows_where_it_is(
    chromium: Any, tmp_path: Path
) -> None:
    page = opened(chromium, tmp_path, sample, 1280)
    page.add_style_tag(content="html { scroll-behavior: auto; }")  # the page is looked at when it has come to rest
    stops = []
    for _ in range(25):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOPS))
    places = [stop[0] for stop in stops if stop[4] != "BODY"]
    ended = places.index(min(places), 1) if min(places) in places[1:] else len(places)  # round to the beginning
    assert len(places[:ended]) > 10
    assert places[:ended] == sorted(set(places[:ended]))
    assert all(marked and above and below for _, marked, above, below, tag in stops if tag != "BODY")
    page.close()


def test_printed_the_page_has_no_navigation_and_cuts_off_no_table(chromium: Any, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, sample, 700)
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every((one) => getComputedStyle(one).overflowX === 'visible')"
    )
    page.close()


def test_the_page_speaks_russian_and_says_what_it_is(chromium: Any, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, sample, 1280)
    assert page.evaluate("document.documentElement.lang") == "ru"
    assert page.title().startswith("Аналитическая справка")
    page.close()
