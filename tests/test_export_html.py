"""The document model -> HTML."""

import re
from typing import Any

import pytest
from helpers.export_sample import HOSTILE, code_cell, hostile, notebook, sample
from lxml import html

from careerstats import blocks
from careerstats.blocks import Run, column, row
from careerstats.export import WRITERS, from_notebook


@pytest.fixture(scope="module")
def page() -> Any:
    return html.fromstring(WRITERS["html"](from_notebook(sample())).decode("utf-8"))


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


def test_headings_and_captions_carry_the_numbers_of_the_model(page: Any) -> None:
    model = from_notebook(sample())
    printed = [block.printed for block in model.blocks if block.kind == "heading"]
    assert texts(page, "//main//h2 | //main//h3") == printed
    assert [text[:11] for text in texts(page, "//caption")] == ["Таблица 1 –", "Таблица 2 –", "Таблица 3 –"]
    assert [text[:11] for text in texts(page, "//figcaption")] == ["Рисунок 1 –", "Рисунок 2 –"]


def test_every_link_leads_somewhere_on_the_page(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//a/@href")
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_the_page_needs_nothing_from_elsewhere(page: Any) -> None:
    source = html.tostring(page, encoding="unicode")
    assert not re.findall(r"""(?:src|href)=["'](?!#|data:)""", source)
    assert not re.findall(r"@import|url\(", source)
    assert not page.xpath("//script | //link")


def test_landmarks_language_and_one_first_heading(page: Any) -> None:
    assert page.get("lang") == "ru"
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
    assert page.xpath("//nav/@aria-label") == ["Содержание"]
    assert page.xpath("//a[@class='skip']/@href") == ["#text"]


def test_tables_have_heads_of_columns_rows_and_groups(page: Any) -> None:
    for table in page.xpath("//table"):
        assert set(table.xpath("thead//th/@scope")) == {"col"}
        assert table.xpath("tbody//th[@scope='row']")
    assert len(page.xpath("//th[@scope='rowgroup']")) == 2


def test_wide_tables_scroll_inside_a_region_that_takes_focus(page: Any) -> None:
    regions = page.xpath("//div[@role='region']")
    assert len(regions) == 3
    assert all(region.get("tabindex") == "0" and region.get("aria-labelledby") for region in regions)


def test_pictures_and_formulas_say_what_they_show(page: Any) -> None:
    assert page.xpath("//img/@alt")[0].startswith("Столбцы: от 6,1")
    assert page.xpath("//div[@role='group']/@aria-label")[0].startswith("доля зарегистрированных равна")
    assert len(page.xpath("//*[local-name()='math']")) == 5


def test_hostile_text_comes_out_as_text() -> None:
    page = html.fromstring(WRITERS["html"](from_notebook(hostile())).decode("utf-8"))
    assert not page.xpath("//script | //br")
    shown = texts(page, "//main//ul/li")
    cleaned = next(block for block in from_notebook(hostile()).blocks if block.kind == "list").items
    assert len(shown) == len(HOSTILE)
    assert shown == [" ".join(blocks.plain(item).split()) for item in cleaned]


def test_a_document_without_title_and_headings_still_has_a_name() -> None:
    written = WRITERS["html"](from_notebook(notebook(code_cell(blocks.paragraph("Текст")))))
    page = html.fromstring(written.decode("utf-8"))
    assert page.findtext(".//title") == "Справка"
    assert page.findtext(".//h1") == "Справка"


def worked_note() -> dict[str, Any]:
    """A value whose calculation stands in another table, and one whose calculation is nowhere."""
    heads = [column("Показатель", align="left"), column("Значение")]
    known, unknown = (Run(text=text, worked=of) for text, of in (("46,5", "1.1"), ("7,7", "9.9")))
    values = [row("Прошли", known), row("Прочие", unknown)]
    lines = [row("Ц1", kind="group"), row("Прошли", "412 / 886 × 100 % = 46,5 %", works="1.1")]
    return notebook(
        code_cell(blocks.table("t", "Показатели", heads, values), blocks.table("c", "Расчёт", heads, lines))
    )


def test_a_value_leads_to_the_row_of_its_calculation() -> None:
    page = html.fromstring(WRITERS["html"](from_notebook(worked_note())).decode("utf-8"))
    [link] = page.xpath("//td/a[@class='worked']")
    [target] = page.xpath(f"//tr[@id='{link.get('href').removeprefix('#')}']")
    assert (link.text, link.get("aria-label")) == ("46,5", "46,5, расчёт")
    assert "412 / 886" in target.text_content()
    assert "7,7" in texts(page, "//td")


@pytest.mark.parametrize("name", ["docx", "pdf", "xlsx"])
def test_links_to_calculations_change_nothing_elsewhere(name: str) -> None:
    plain = worked_note()
    for cell in plain["cells"]:
        for output in cell["outputs"]:
            for line in output["data"][blocks.MIME]["rows"]:
                line.pop("works", None)
    assert WRITERS[name](from_notebook(worked_note())) == WRITERS[name](from_notebook(plain))
