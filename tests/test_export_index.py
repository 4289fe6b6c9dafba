"""The page of a region."""

import re
from typing import Any

import pytest
from helpers.export_sample import HOSTILE, index, index_page
from lxml import html

from careerstats.export.index import Link, period_of, with_periods


@pytest.fixture(scope="module")
def page() -> Any:
    return html.fromstring(index_page(index()).decode("utf-8"))


def test_every_municipality_has_its_row_and_links_to_its_notes(page: Any) -> None:
    rows = page.xpath("//tbody/tr")
    assert len(rows) == 29
    files = ("note.html", "note.docx", "note.pdf", "tables.xlsx")
    assert rows[0].xpath("td[@class='links']/a/@href") == [f"2020/10700009/{name}" for name in files]
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
    source = index_page(index()).decode("utf-8")
    assert not re.findall(r"https?://", source)
    assert len(page.xpath("//script[not(@src)]")) == 1
    assert page.xpath("//form[@id='controls'][@hidden]")
    assert set(page.xpath("//thead//th/@scope")) == {"col"}
    assert not page.xpath("//button[not(ancestor::*[@hidden])]")
    assert not page.xpath("//select[not(ancestor::*[@hidden])]")


def test_kinds_can_be_chosen(page: Any) -> None:
    assert page.xpath("//select[@id='kind']/option/text()") == ["все", "городской округ", "район"]


def test_sixty_municipalities_fit_in_a_megabyte() -> None:
    assert len(index_page(index(60, 30))) < 1_000_000


def test_everything_else_of_a_place_is_folded_away_and_named_by_the_place(page: Any) -> None:
    [row] = page.xpath("//tbody/tr[@data-code='10700001']")
    assert row.xpath("string(.//summary/@aria-label)") == "ещё документы: г. Белогорск"
    assert row.xpath(".//details/p/text()") == ["Пакет для отправки", "Документы"]
    links = {link.text_content(): link.get("href") for link in row.xpath(".//details//a")}
    assert links == {
        "Письмо, DOCX: г. Белогорск": "2020/10700001/пакет/Письмо_2020_10700001.docx",
        "Протокол проверки данных, HTML: г. Белогорск": "2020/10700001/quality.html",
    }


def test_a_note_that_was_sent_says_so_and_that_it_was_refined(page: Any) -> None:
    told = page.xpath("//tbody//span[@class='sent']")
    assert [one.text_content() for one in told] == ["направлена 20.04.2021 № 01-18/1557; уточнённый экземпляр"]


def test_the_region_closes_the_table_and_is_judged_by_nobody(page: Any) -> None:
    [last] = page.xpath("//tfoot/tr")
    assert last.xpath("string(th)") == "Амурская область"
    assert "45\u00a0433" in last.text_content()
    assert last.xpath("count(.//@data-verdict)") == 0


def test_tiles_stand_in_their_rows_and_columns_from_the_corner_on() -> None:
    made = index(3)
    made["tiles"] = {"10700000": [4, 7], "10700002": [3, 9], "99999999": [1, 1]}
    tiles = html.fromstring(index_page(made).decode("utf-8")).xpath("//li[contains(@class, 'tile')]")
    assert [(one.get("data-code"), one.get("style")) for one in tiles] == [
        ("10700002", "grid-area: 1 / 3"),
        ("10700000", "grid-area: 2 / 1"),
    ]
    assert tiles[1].xpath("a/@href") == ["2020/10700000/note.html"]


@pytest.mark.parametrize("places", [{}, {"99999999": [1, 1]}])
def test_without_places_there_is_no_map(places: Any) -> None:
    assert "Карта-схема" not in index_page(index(3) | {"tiles": places}).decode("utf-8")


def test_pages_lead_to_those_of_other_periods_however_often_they_are_told() -> None:
    page, links = index_page(index(2)), [Link("2020", "index.html", own=True)]
    assert period_of(page) == "2020"
    assert b"<nav" not in page
    links.append(Link("2019", "index-2019.html"))
    once = with_periods(page, links)
    assert with_periods(once, links) == once
    assert with_periods(once, []) == page
    nav = html.fromstring(once.decode("utf-8")).xpath("//nav")[0]
    assert nav.xpath(".//a/@href") == ["index.html", "index-2019.html"]
    assert nav.xpath(".//a[@aria-current='page']/text()") == ["2020"]


def test_a_page_of_an_earlier_program_has_no_period() -> None:
    assert period_of(b'<!DOCTYPE html><html lang="ru"><body>2020</body></html>') == ""


def test_hostile_text_comes_out_as_text() -> None:
    made = index(len(HOSTILE), 1)
    for row, text in zip(made["rows"], HOSTILE, strict=True):
        row["name"] = row["sort_name"] = row["status"] = row["kind"] = text
        row["values"][0]["words"] = row["sent"] = text
        row["more"] = [{"title": text, "items": [{"title": text, "links": [{"text": text, "href": text}]}]}]
    page = html.fromstring(index_page(made).decode("utf-8"))
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//a[starts-with(@href, 'javascript:')]")
    assert {"<script>alert(1)</script>", "правоолево"} <= set(page.xpath("//tbody/tr/th/text()"))


def test_a_region_without_rows_is_still_a_page() -> None:
    empty = index(0, 0)
    assert "Амурская область" in index_page(empty).decode("utf-8")


def test_signs_that_no_font_draws_are_named_as_in_documents_and_addresses_stay() -> None:
    made = index(2, 1)
    made["title"], made["rows"][0]["name"] = "Область 山", "Район 🎓 «山»"
    made["rows"][0]["links"] = [{"text": "HTML", "href": "2020/山/note.html"}]
    source = index_page(made).decode("utf-8")
    assert "Область [U+5C71]" in source
    assert "Район [U+1F393] «[U+5C71]»" in source
    assert source.count("山") == source.count('href="2020/山/note.html"') > 0
