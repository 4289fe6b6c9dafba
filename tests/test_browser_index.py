"""The page of a region in a real Chromium: what a person with a mouse, a keyboard or a screen reader gets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.browser import browser, lacking, open_page, violations
from helpers.export_sample import index

from careerstats.export.index import write

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("region") / "index.html"
    made.write_bytes(write(index()))
    return made


@pytest.fixture
def page(chromium: Any, path: Path) -> Iterator[Any]:
    opened = open_page(chromium, path)
    yield opened
    opened.close()


def shown(page: Any) -> list[str]:
    return page.locator("tbody tr:visible th").all_inner_texts()


def column(page: Any, place: int) -> list[float]:
    cells = page.locator(f"tbody tr:visible td:nth-child({place + 1})[data-sort]").all()
    return [float(cell.get_attribute("data-sort")) for cell in cells]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_wrong_with_it(chromium: Any, path: Path, scheme: str, width: int) -> None:
    page = open_page(chromium, path, color_scheme=scheme, viewport={"width": width, "height": 800})
    assert violations(page) == []
    page.close()


def test_axe_does_find_what_is_wrong(chromium: Any, path: Path) -> None:
    page = open_page(chromium, path)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(one.startswith("html-has-lang") for one in violations(page))
    page.close()


def test_rows_are_sorted_by_a_click_on_a_head_and_turned_round_by_the_next(page: Any) -> None:
    head = page.locator("thead th").nth(3)
    head.locator("button").click()
    first = column(page, 3)
    assert head.get_attribute("aria-sort") == "descending"
    assert first == sorted(first, reverse=True)
    assert len(set(first)) > 3
    head.locator("button").click()
    assert column(page, 3) == sorted(first)
    assert page.locator("[aria-sort]").count() == 1


def test_a_search_leaves_what_is_called_so_and_says_how_many(page: Any) -> None:
    page.get_by_label("Найти").fill("белогор")
    assert shown(page) == ["г. Белогорск", "Белогорский район"]
    assert page.locator("#shown").inner_text() == "Показано 2 из 29"


def test_a_search_for_nothing_known_says_so(page: Any) -> None:
    page.get_by_label("Найти").fill("Атлантида")
    assert shown(page) == []
    assert page.locator("#nothing").is_visible()
    page.get_by_role("button", name="Показать все").click()
    page.wait_for_function("document.getElementById('shown').textContent === 'Показано 29 из 29'")
    assert not page.locator("#nothing").is_visible()


def test_rows_are_chosen_by_kind(page: Any) -> None:
    page.get_by_label("Вид").select_option("район")
    assert 0 < len(shown(page)) < 29
    assert all("район" in name for name in shown(page))


@pytest.mark.parametrize(("verdict", "sign"), [("above", "▲"), ("below", "▼"), ("same", "≈"), ("not_comparable", "×")])
def test_rows_are_chosen_by_the_verdict_on_one_indicator(page: Any, verdict: str, sign: str) -> None:
    signs = page.locator("tbody tr td:nth-child(5) .sign").all_inner_texts()
    page.get_by_label("Показатель").select_option("1.2")
    page.get_by_label("Оценка").select_option(verdict)
    left = page.locator("tbody tr:visible td:nth-child(5) .sign").all_inner_texts()
    assert left == [sign] * signs.count(sign)


def test_a_verdict_without_an_indicator_is_looked_for_in_all_of_them(page: Any) -> None:
    page.get_by_label("Оценка").select_option("not_comparable")
    rows = page.locator("tbody tr:visible").all()
    assert rows
    assert all("×" in row.inner_text() for row in rows)


def test_what_is_shown_stands_in_the_address_and_comes_back_from_it(chromium: Any, path: Path, page: Any) -> None:
    page.get_by_label("Вид").select_option("район")
    page.get_by_label("Оценка").select_option("below")
    page.locator("thead th").nth(2).locator("button").click()
    address = page.url.partition("#")[2]
    again = open_page(chromium, path, address=f"#{address}")
    assert again.get_by_label("Вид").input_value() == "район"
    assert shown(again) == shown(page)
    assert column(again, 2) == sorted(column(again, 2), reverse=True)
    again.close()


@pytest.mark.parametrize("address", ["#sort=99-", "#sort=x", "#kind=нет", "#verdict=%22><script>", "#q=%D0"])
def test_a_wrong_address_still_opens_the_whole_page(chromium: Any, path: Path, address: str) -> None:
    page = open_page(chromium, path, address=address)
    faults: list[Any] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.reload()
    assert faults == []
    assert len(shown(page)) in (0, 29)
    assert page.locator("[aria-sort]").count() == 1
    page.close()


def test_a_figure_of_the_heat_map_leads_to_the_note(page: Any) -> None:
    row = page.locator("tbody tr", has_text="Белогорский район")
    href = row.locator("td.number a").first.get_attribute("href")
    assert href == row.locator("td.links a").first.get_attribute("href")
    assert href.endswith("note.html")


def test_everything_is_reached_with_the_keyboard_and_tab_stops_are_few(page: Any) -> None:
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    assert stops[0] == "Перейти к таблице"
    assert "search" in stops
    assert any("Муниципальное образование" in one for one in stops)
    assert "HTML" in stops[-1] + stops[-2] + stops[-3]
    focused = page.locator("tbody a[tabindex='-1']:focus")
    assert focused.count() == 0


def test_sorting_works_with_the_keyboard(page: Any) -> None:
    page.locator("thead th").nth(0).locator("button").focus()
    page.keyboard.press("Enter")
    assert page.locator("thead th").nth(0).get_attribute("aria-sort") == "descending"


def test_on_paper_there_are_no_controls_and_the_whole_table(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#controls").is_visible()
    assert page.locator(".scroll").evaluate("box => box.scrollHeight <= box.clientHeight + 1")


def test_without_its_script_the_page_is_whole(chromium: Any, path: Path) -> None:
    page = open_page(chromium, path, java_script_enabled=False)
    assert page.locator("tbody tr").count() == 29
    assert not page.locator("#controls").is_visible()
    page.close()


def test_a_narrow_screen_scrolls_the_table_not_the_page(chromium: Any, path: Path) -> None:
    page = open_page(chromium, path, viewport={"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
