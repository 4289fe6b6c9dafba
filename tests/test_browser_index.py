"""The page of a region in a real Chromium: what a person with a mouse, a keyboard or a screen reader gets."""

from collections.abc import Iterator
from itertools import compress
from pathlib import Path
from typing import Any

import pytest
from helpers.browser import browser, lacking, open_page, violations, violations_in_every_look, without_network
from helpers.export_sample import index, index_page
from helpers.projects import AMUR, ROOT

from careerstats import wording
from careerstats.batch.ledger import Run
from careerstats.bundles.numbers import alike
from careerstats.export.index import Link, with_periods
from careerstats.pipeline.beside import pages as overview
from careerstats.pipeline.monitoring import Monitoring, analyse

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_request() -> Iterator[None]:
    with without_network():
        yield


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("region") / "index.html"
    made.write_bytes(index_page(index()))
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


EVERYTHING = "#a=10700001&b=10700009&map=1.2&indicator=1.2&verdict=below&sort=3-"
STATES = [*(pytest.param(one, marks=pytest.mark.slow) for one in ("", "#q=белогор&kind=район", "#q=нет")), EVERYTHING]


@pytest.mark.parametrize("address", STATES)
def test_axe_finds_nothing_wrong_with_it_in_any_state(chromium: Any, path: Path, address: str) -> None:
    page = open_page(chromium, path, address=address)
    page.locator("details").evaluate_all("all => all.slice(0, 3).forEach((one) => { one.open = true })")
    assert violations_in_every_look(page) == {}
    page.close()


def test_a_request_to_a_network_is_found_out(page: Any) -> None:
    with pytest.raises(AssertionError, match="example"), without_network():
        page.evaluate("fetch('https://example.invalid/').catch(() => 0)")


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
    page.locator("#indicator").select_option("1.2")
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
    for _ in range(24):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    assert stops[0] == "Перейти к таблице"
    assert "search" in stops
    assert any("Муниципальное образование" in one for one in stops)
    assert "HTML" in stops[-5:]  # the first rows of the table
    focused = page.locator("tbody a[tabindex='-1']:focus")
    assert focused.count() == 0


def test_sorting_works_with_the_keyboard(page: Any) -> None:
    page.locator("thead th").nth(0).locator("button").focus()
    page.keyboard.press("Enter")
    assert page.locator("thead th").nth(0).get_attribute("aria-sort") == "descending"


# Everything that is coloured on paper: grey has the same of red, green and blue.
COLOURS = """[...document.querySelectorAll("main *")].flatMap((one) => {
  const style = getComputedStyle(one), shown = style.backgroundColor.match(/[\\d.]+/g);
  const inks = [style.color.match(/[\\d.]+/g), ...(shown[3] === "0" ? [] : [shown])];
  const coloured = inks.some(([r, g, b]) => r !== g || g !== b);
  return one.checkVisibility() && coloured ? [one.tagName + "." + one.className] : [];
})"""


def test_on_paper_there_are_no_controls_and_the_whole_table(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#controls").is_visible()
    assert page.locator(".scroll").first.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert page.locator("tbody tr:visible").count() == 29
    assert page.evaluate(COLOURS) == []


def test_without_its_script_the_page_is_whole(chromium: Any, path: Path) -> None:
    page = open_page(chromium, path, java_script_enabled=False)
    assert page.locator("tbody tr").count() == 29
    assert not page.locator("#controls").is_visible()
    page.close()


def test_a_narrow_screen_scrolls_the_table_not_the_page(chromium: Any, path: Path) -> None:
    page = open_page(chromium, path, viewport={"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


# The address and the way back


def test_the_browsers_way_back_undoes_one_choice_after_another(page: Any) -> None:
    page.get_by_label("Вид").select_option("район")
    page.locator("thead th").nth(3).locator("button").click()
    districts = shown(page)
    page.go_back()
    assert page.get_by_label("Вид").input_value() == "район"
    assert shown(page) == sorted(districts)
    page.go_back()
    assert page.get_by_label("Вид").input_value() == ""
    assert len(shown(page)) == 29
    page.go_forward()
    assert shown(page) == sorted(districts)


def test_what_is_typed_leaves_no_trail_of_letters(page: Any) -> None:
    before = page.evaluate("history.length")
    page.get_by_label("Найти").press_sequentially("зея")
    assert page.evaluate("decodeURIComponent(location.hash)") == "#q=зея"
    assert page.evaluate("history.length") == before


def test_another_period_opens_with_the_same_choice(chromium: Any, tmp_path: Path) -> None:
    links = [Link("2020", "index.html", own=True), Link("2019", "old.html")]
    for name in ("index.html", "old.html"):
        (tmp_path / name).write_bytes(with_periods(index_page(index()), links))
    page = open_page(chromium, tmp_path / "index.html")
    page.get_by_label("Вид").select_option("район")
    page.get_by_role("link", name="2019").click()
    assert page.url.startswith((tmp_path / "old.html").as_uri())
    assert page.get_by_label("Вид").input_value() == "район"
    page.close()


# The map


def test_the_map_shows_the_indicator_that_is_chosen(page: Any) -> None:
    page.get_by_label("Показатель на карте").select_option("1.2")
    for row in page.locator("tbody tr").all()[:6]:
        cell, tile = row.locator("td").nth(3), page.locator(f".tile[data-code='{row.get_attribute('data-code')}']")
        assert tile.locator(".tile-value").text_content() == cell.text_content()
        assert tile.get_attribute("class").split()[1] == cell.get_attribute("class").split()[1]


# Two side by side


def pair(page: Any, one: str, other: str) -> list[list[str]]:
    page.locator("#one").select_option(one)
    page.locator("#two").select_option(other)
    return [row.locator("th, td").all_inner_texts() for row in page.locator("#pair tbody tr").all()]


def test_two_municipalities_stand_side_by_side_with_the_difference_in_points(page: Any) -> None:
    lines = pair(page, "10700001", "10700009")
    assert page.locator("#pair thead th").all_inner_texts() == [
        "Показатель",
        "г. Белогорск",
        "Архаринский район",
        "Разница",
    ]
    assert [line[0] for line in lines][:2] == [
        "Показатель 1, %",
        "Показатель 2, % общей численности обучающихся 1–4 классов",
    ]
    assert lines[0][1].split() == ["7,5", "▼", "ниже", "на", "4,0", "п.", "п."]
    assert lines[0][3].split() == ["−10,0", "п.", "п."]
    assert "a=10700001&b=10700009" in page.url
    page.get_by_role("button", name="Поменять местами").click()
    assert page.locator("#pair tbody tr").first.locator("td").nth(2).inner_text().startswith("+10,0")


def test_what_cannot_be_compared_says_why_and_gives_no_difference(page: Any) -> None:
    lines = pair(page, "10700000", "10700001")
    assert lines[0][3] == "нельзя сравнить: г. Благовещенск – сведения не представлены"


def test_one_municipality_with_itself_is_no_pair(page: Any) -> None:
    pair(page, "10700001", "10700001")
    assert not page.locator("#pair").is_visible()
    assert page.locator("#compared").inner_text() == "Выберите два разных муниципальных образования."


PAIRS = """(codes) => codes.flatMap((a) => codes.filter((b) => b !== a).map((b) => {
  const put = (id, code) => { document.getElementById(id).value = code; };
  put("one", a); put("two", b);
  document.getElementById("two").dispatchEvent(new Event("change"));
  return [a, b, [...document.querySelectorAll("#pair tbody tr")].map((row) => row.cells[3].textContent)];
}))"""


@pytest.fixture(scope="module")
def amur() -> Monitoring:
    return analyse(ROOT, AMUR)


def test_differences_of_the_page_are_those_of_the_program(chromium: Any, tmp_path: Path, amur: Monitoring) -> None:
    """The script of the page and the sections of the notes must not tell two different things."""
    (tmp_path / "index.html").write_bytes(overview.page_of(amur, Run()))
    page = open_page(chromium, tmp_path / "index.html")
    results, ids = amur.results, amur.results.dataset.settings.indicators
    codes = [one.code for one in results.intake.territories][::3]
    told = page.evaluate(PAIRS, codes)
    page.close()
    assert len(told) == len(codes) * (len(codes) - 1)
    every = [place.code for place in results.intake.territories]
    pairs = {id: alike(results, id, every) for id in ids}
    near = {(id, code): set(compress(every, pairs[id][code])) for id in ids for code in codes}
    for one, other, lines in told:
        for id, line in zip(ids, lines, strict=True):
            assert line == expected(results.rows[one][id], results.rows[other][id], chance=other in near[id, one])


def expected(one: Any, other: Any, *, chance: bool) -> str:
    shares = [wording.exact_share(*row.own) for row in (one, other)]
    remark = "различие может быть случайным" if chance else ""
    return f"{wording.signed(shares[0] - shares[1])}\u00a0п.\u00a0п.{remark}"


# For whoever sees, hears or moves otherwise


NAMELESS = """[...document.querySelectorAll("button, input, select, a, summary, [tabindex='0']")].filter((one) =>
  !(one.ariaLabel || one.labels?.length || one.tagName !== "SELECT" && one.textContent.trim())).map((one) => one.id)"""


def test_every_control_has_a_name_and_every_column_says_how_it_is_sorted(page: Any) -> None:
    assert page.evaluate(NAMELESS) == []
    assert page.locator("output#shown").evaluate("one => one.computedRole ?? 'status'") == "status"
    page.locator("thead th").nth(2).locator("button").press("Space")
    assert page.locator("thead th").nth(2).get_attribute("aria-sort") == "descending"


def test_focus_can_be_seen_wherever_it_stands(page: Any) -> None:
    for _ in range(24):
        page.keyboard.press("Tab")
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_with_colours_of_the_readers_own_signs_and_words_are_left(chromium: Any, path: Path) -> None:
    page = open_page(chromium, path, forced_colors="active")
    cell = page.locator("tbody td[data-verdict='above']").first
    assert cell.evaluate("one => getComputedStyle(one).backgroundColor") != "rgb(143, 193, 234)"
    assert cell.locator(".sign").inner_text() == "▲"
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize(("wish", "way"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_whoever_wants_no_motion(chromium: Any, path: Path, wish: str, way: str) -> None:
    page = open_page(chromium, path, reduced_motion=wish)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == way
    page.close()
