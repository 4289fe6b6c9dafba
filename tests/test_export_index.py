"""The page of a region."""

import re
from typing import Any

import pytest
from helpers.export_sample import HOSTILE, index
from lxml import html

from careerstats.export.index import write


@pytest.fixture(scope="module")
def page() -> Any:
    return html.fromstring(write(index()).decode("utf-8"))


def test_every_municipality_has_its_row_and_links_to_its_notes(page: Any) -> None:
    rows = page.xpath("//tbody/tr")
    assert len(rows) == 29
    assert rows[0].xpath("td[@class='links']/a/@href") == [
        f"2020/10700009/note.{form}" for form in ("html", "docx", "pdf")
    ]
    assert page.xpath("//section[1]//a/@href")[0] == "2020/10000000/note.html"


def test_rows_stand_in_order_of_their_names(page: Any) -> None:
    names = page.xpath("//tbody/tr/th/@data-sort")
    assert names == sorted(names)


def test_a_note_that_was_not_built_says_why(page: Any) -> None:
    [row] = [row for row in page.xpath("//tbody/tr") if "Свободный" in row[0].text]
    assert row.xpath("string(td[1])").strip() == "не построена: нет ни одного значения"
    assert not row.xpath(".//a")


def test_a_verdict_is_told_by_sign_and_words_not_by_colour_alone(page: Any) -> None:
    shaded = page.xpath("//tbody//td[contains(@class, 't3') or contains(@class, 't-3')]")
    assert shaded
    for cell in shaded:
        assert cell.xpath("string(span[@class='sign'])") in {"▲", "▼"}
        assert re.search("выше|ниже", cell.xpath("string(span[@class='unseen'])"))


def test_a_value_that_is_not_there_sorts_last(page: Any) -> None:
    missing = [cell for cell in page.xpath("//tbody//td") if cell.text == "–"]
    assert missing
    assert all(cell.get("data-sort") is None for cell in missing)


def test_it_works_without_a_network_and_without_its_script(page: Any) -> None:
    source = write(index()).decode("utf-8")
    assert not re.findall(r"https?://", source)
    assert len(page.xpath("//script[not(@src)]")) == 1
    assert page.xpath("//form[@id='controls'][@hidden]")
    assert set(page.xpath("//thead//th/@scope")) == {"col"}
    assert not page.xpath("//button[not(ancestor::form[@hidden])]")


def test_kinds_can_be_chosen(page: Any) -> None:
    assert page.xpath("//select[@id='kind']/option/text()") == ["все", "городской округ", "район"]


def test_sixty_municipalities_fit_in_a_megabyte() -> None:
    assert len(write(index(60, 30))) < 1_000_000


def test_hostile_text_comes_out_as_text() -> None:
    made = index(len(HOSTILE), 1)
    for row, text in zip(made["rows"], HOSTILE, strict=True):
        row["name"] = row["sort_name"] = row["status"] = row["kind"] = text
        row["values"][0]["words"] = text
    page = html.fromstring(write(made).decode("utf-8"))
    assert len(page.xpath("//script")) == 1
    assert {"<script>alert(1)</script>", "правоолево"} <= set(page.xpath("//tbody/tr/th/text()"))


def test_a_region_without_rows_is_still_a_page() -> None:
    empty = index(0, 0)
    assert "Амурская область" in write(empty).decode("utf-8")
