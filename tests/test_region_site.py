"""Ledger, letters and packages of a run -> what the pages of a region lead to, and where each of them lies."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.projects import AMUR, BELOGORSK, REGION, ZEYA, new_project
from helpers.projects import run as command
from lxml import html
from msgspec import structs

from careerstats.batch import files
from careerstats.batch.ledger import Entry, Run
from careerstats.batch.tasks import Failure
from careerstats.bundles.numbers import alike
from careerstats.catalogue import load
from careerstats.contracts.values import Value
from careerstats.export.index import SIGNS, Leads, Link, period_of
from careerstats.model import slug
from careerstats.pipeline.beside import links as page_links
from careerstats.pipeline.beside import pages as overview
from careerstats.pipeline.beside import pages as region_site
from careerstats.pipeline.beside.package import Package
from careerstats.pipeline.monitoring import Monitoring, analyse
from careerstats.pipeline.publishing import for_audience

Row = dict[str, Any]
LETTERS = "sent:\n  - {number: 01-18/1557, date: 20.04.2021, territory: г. Белогорск, period: '2020'}\n"
FORMATS = ("html", "docx", "pdf", "xlsx")
FILES = [f"note.{form}" for form in FORMATS[:3]] + ["tables.xlsx"]
PACKED = {"2020/10710000": ["План_2020_г-Белогорск.xlsx", "Письмо_2020_г-Белогорск.docx", "Выписка_7_г.docx"]}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Monitoring:
    """The real region, of which one note was sent."""
    project = new_project(tmp_path_factory.mktemp("region"))
    (project.raw / "cycle.yaml").write_text(LETTERS, encoding="utf-8")
    return analyse(project.folder, AMUR)


def entry(code: str, notebook: str, outputs: list[str], **more: Any) -> Entry:
    common = {"period": "2020", "status": "done", "outputs": dict.fromkeys(outputs, "")}
    return Entry(code=code, notebook=notebook, **(common | more))


def of_period(monitoring: Monitoring, period: str) -> Monitoring:
    """The same figures as if of another period."""
    dataset = monitoring.results.dataset
    other = replace(dataset, settings=msgspec.structs.replace(dataset.settings, period=period))
    return replace(monitoring, results=replace(monitoring.results, dataset=other))


@pytest.fixture
def run() -> Run:
    """A ledger with a note of every kind, and the same for the public."""
    notes = {
        f"2020/municipality-{BELOGORSK}": entry(BELOGORSK, "municipality", FILES),
        f"2020/region-{REGION}": entry(REGION, "region", FILES),
        f"2020-public/municipality-{BELOGORSK}": entry(BELOGORSK, "municipality", ["note.html"]),
        "2020/school-10#2": entry(BELOGORSK, "school", ["school-10#2.html"]),
        "2020/school-2": entry(BELOGORSK, "school", ["school-2.html"]),
    }
    for notebook in ("quality", "cycle", "progress"):
        notes[f"2020/{notebook}-{BELOGORSK}"] = entry(BELOGORSK, notebook, [f"{notebook}.html", f"{notebook}.docx"])
    return Run(notes=notes)


def place(monitoring: Monitoring, run: Run, code: str = BELOGORSK, packages: Row | None = None) -> Leads:
    return page_links.of_place(page_links.shelf(monitoring, run, packages or {}), "municipality", code)


def hrefs(links: Sequence[Link]) -> list[str]:
    return [link.href for link in links]


# What a place leads to


def test_a_note_leads_to_all_its_formats_and_its_tables(sent: Monitoring, run: Run) -> None:
    told = place(sent, run)
    assert hrefs(told.links) == [f"2020/{BELOGORSK}/{name}" for name in FILES]
    assert (told.status, told.refined) == ("", False)
    assert told.sent.replace("\u00a0", " ") == "направлена 20.04.2021 № 01-18/1557"


def test_of_a_note_refined_since_the_newest_is_led_to_first_and_the_sent_one_kept(sent: Monitoring, run: Run) -> None:
    own = run.notes[f"2020/municipality-{BELOGORSK}"]
    own.outputs.update(dict.fromkeys([f"note (уточнение).{form}" for form in FORMATS], ""))
    told = place(sent, run)
    assert hrefs(told.links) == [f"2020/{BELOGORSK}/note%20(уточнение).{form}" for form in FORMATS]
    assert told.refined
    kept = told.more[0]
    assert kept.title == "Направленный экземпляр"
    assert kept.items[0].title.replace("\u00a0", " ") == "направлен: письмо от 20.04.2021 № 01-18/1557"
    assert hrefs(kept.items[0].links) == [f"2020/{BELOGORSK}/{name}" for name in FILES]


def test_the_package_is_listed_in_the_order_of_its_letter(sent: Monitoring, run: Run) -> None:
    [group] = [one for one in place(sent, run, packages=PACKED).more if one.title == "Пакет для отправки"]
    assert [item.title for item in group.items] == ["Письмо", "План", "Выписка"]
    assert hrefs(group.items[0].links) == [f"2020/{BELOGORSK}/пакет/Письмо_2020_г-Белогорск.docx"]


def test_documents_and_sheets_of_schools_are_led_to_where_there_are_any(sent: Monitoring, run: Run) -> None:
    groups = {group.title: group.items for group in place(sent, run).more}
    titles = ["Управленческий цикл", "Протокол проверки данных", "Еженедельные сведения"]
    assert [item.title for item in groups["Документы"]] == titles
    sheets = [link.href for item in groups["Листы школ"] for link in item.links]
    assert sheets == [f"2020/{BELOGORSK}/school-2.html", f"2020/{BELOGORSK}/school-10%232.html"]
    assert place(sent, run, ZEYA).more == []


def test_a_note_that_failed_says_why_and_leads_to_what_it_was(sent: Monitoring, run: Run) -> None:
    key = f"2020/municipality-{BELOGORSK}"
    run.notes[key] = structs.replace(run.notes[key], status="failed", error=Failure(message="нарочно"))
    told = place(sent, run)
    assert told.status == "не построена: нарочно"
    assert hrefs(told.links)[0] == f"2020/{BELOGORSK}/note.html"
    assert place(sent, run, ZEYA).status == "справка не построена"


def test_the_public_page_does_not_say_why_a_note_failed(sent: Monitoring, run: Run) -> None:
    key = f"2020-public/municipality-{BELOGORSK}"
    run.notes[key] = structs.replace(run.notes[key], status="failed", error=Failure(message="KeyError: 'школа № 5'"))
    assert place(for_audience(sent, "public"), run).status == "не построена"


def test_the_line_of_the_region_leads_to_the_document_on_the_method(sent: Monitoring, run: Run) -> None:
    (group,) = page_links.of_place(page_links.shelf(sent, run, {}), "region", REGION).more
    assert hrefs(group.items[0].links) == ["method-2020.html", "method-2020.docx", "method-2020.pdf"]
    public = run.notes[f"2020/region-{REGION}"]
    run.notes[f"2020-public/region-{REGION}"] = structs.replace(public, outputs={"note.html": ""})
    shelf = page_links.shelf(for_audience(sent, "public"), run, {})
    assert hrefs(page_links.of_place(shelf, "region", REGION).more[-1].items[0].links) == ["method.html"]


def test_the_public_page_names_no_school(run: Run) -> None:
    demo = analyse(Path(__file__).parent.parent, "demo")
    names = {school.name for school in demo.results.intake.organisations.values()}
    internal, public = (
        overview.page_of(for_audience(demo, audience), run, {}).decode().replace("\u00a0", " ")
        for audience in ("internal", "public")
    )
    assert [name for name in names if name in internal], "who is silent is told where it may be"
    assert not [name for name in names if name in public]


def test_a_public_page_leads_to_public_notes_only_and_names_no_letter(sent: Monitoring, run: Run) -> None:
    page = overview.page_of(for_audience(sent, "public"), run, PACKED | {"2020-public/10710000": ["Письмо_1.docx"]})
    tree = html.fromstring(page.decode("utf-8"))
    assert set(tree.xpath("//a/@href")) == {"#table", f"{BELOGORSK}/note.html"}
    assert tree.xpath("//td[@data-near]")
    for word in ("data-d=", "направлена", "01-18/1557", "пакет", "quality", "school-"):
        assert word not in page.decode("utf-8")
    assert "Для публикации" in tree.xpath("string(//p[@class='marks'])")


# Figures


def test_the_region_closes_the_table_with_the_sum_of_its_municipalities(sent: Monitoring, run: Run) -> None:
    tree = html.fromstring(overview.page_of(sent, run).decode("utf-8"))
    [last] = tree.xpath("//tfoot/tr")
    assert last.xpath("string(td[2])") == "45\u00a0433"
    assert last.xpath("string(td[3]/@title)") == "12\u00a0925 из 45\u00a0433"
    assert "вместе с участниками, не указавшими муниципальное образование" in tree.text_content()


@pytest.mark.parametrize(
    ("unit", "part", "whole", "text"),
    [("percent", 1731, 3723, "46,5"), ("percent", 181, 400, "45,3"), ("per_thousand", 3, 1600, "1,9"),
     ("per_one", 7, 2, "3,5")],
)  # fmt: skip
def test_a_figure_is_rounded_half_up_in_its_own_unit(unit: str, part: int, whole: int, text: str) -> None:
    row = Value(numerator=part, denominator=whole, value=1.0, verdict="same", rest=1.0)
    cell = overview._cell(row, msgspec.structs.replace(load().indicators["1.1"], unit=unit))
    assert (cell.text, cell.counts) == (text, (part, whole))


def test_a_figure_that_is_not_of_all_is_marked_and_the_mark_is_explained(sent: Monitoring) -> None:
    rows = sent.results.rows
    own = structs.replace(rows[ZEYA]["bvb_registered"], quality="uncovered")
    indicator = load().indicators["bvb_registered"]
    assert overview._cell(own, indicator).text == f"{overview._cell(rows[ZEYA]['bvb_registered'], indicator).text}°"
    partly = replace(sent.results, rows=rows | {ZEYA: rows[ZEYA] | {"bvb_registered": own}})
    assert [note for note in overview._notes(partly) if note.startswith("°")]
    assert not [note for note in overview._notes(sent.results) if note.startswith("°")]


# Sixty municipalities

PAPERS = ("Письмо", "Справка", "Таблицы", "План", "Замечания")


def everything(monitoring: Monitoring) -> tuple[Run, Row]:
    """A ledger and packages as if every note and document there is had been built in all formats."""
    intake, period = monitoring.results.intake, monitoring.results.dataset.period
    home, notes = slug(period), {}
    for one in (*intake.territories, intake.region):
        notes[f"{home}/municipality-{one.code}"] = entry(one.code, "municipality", FILES, period=period)
        for name in page_links.DOCUMENTS:
            outputs = [f"{name}.{form}" for form in FORMATS]
            notes[f"{home}/{name}-{one.code}"] = entry(one.code, name, outputs, period=period)
    for id in intake.organisations:
        outputs = [f"school-{id}.{form}" for form in FORMATS]
        notes[f"{home}/school-{id}"] = entry(intake.home_of(id), "school", outputs, period=period)
    packed = {
        one.code: [f"{word}_{home}_{one.name}.{form}" for word in PAPERS for form in FORMATS[1:3]]
        for one in intake.territories
    }
    return Run(notes=notes), {f"{home}/{code}": names for code, names in packed.items()}


@pytest.mark.slow
def test_sixty_municipalities_with_six_hundred_schools_fit_in_a_megabyte(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "region60"
    words = ("--municipalities", "60", "--schools", "600", "--years", "3", "--seed", "7")
    assert command("--project", str(tmp_path), "simulate", str(folder), *words).code == 0
    monitoring = analyse(tmp_path, "region60")
    page = overview.page_of(monitoring, *everything(monitoring))
    tree = html.fromstring(page.decode("utf-8"))
    assert len(tree.xpath("//tbody[1]/tr[@data-code]")) == 60
    assert len(tree.xpath("//a[contains(@href, 'school-')]")) == len(monitoring.results.intake.organisations) >= 600
    assert len(page) < 1_000_000


# Where the pages lie


Write = Callable[[str], Path]


@pytest.fixture
def write(sent: Monitoring, run: Run, tmp_path: Path) -> Write:
    """Build one period: its notes go into the ledger, its page beside the others."""

    def written(period: str, audience: str = "internal") -> Path:
        home = period + ("-public" if audience == "public" else "")
        run.notes[f"{home}/municipality-{BELOGORSK}"] = entry(BELOGORSK, "municipality", FILES, period=period)
        seen = for_audience(of_period(sent, period), audience) if audience == "internal" else as_public(sent, period)
        return region_site.write(tmp_path, tmp_path / "packages.json", seen, run).relative_to(tmp_path)

    run.notes.clear()
    return written


def as_public(monitoring: Monitoring, period: str) -> Monitoring:
    """Marked as public; masking itself has its own tests."""
    other = of_period(monitoring, period)
    return replace(other, results=replace(other.results, audience="public"))


def switch(page: Path) -> list[tuple[str, str, bool]]:
    links = html.fromstring(page.read_bytes().decode("utf-8")).xpath("//nav[@class='periods']//a")
    return [(link.text, link.get("href"), link.get("aria-current") == "page") for link in links]


def test_one_period_is_the_page_alone(write: Write, tmp_path: Path) -> None:
    assert write("2020") == Path("index.html")
    assert switch(tmp_path / "index.html") == []
    assert "data-period" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("order", [("2019", "2020", "2021"), ("2021", "2019", "2020"), ("2020", "2021", "2019")])
def test_the_newest_period_is_the_first_page_whatever_was_built_last(
    write: Write, tmp_path: Path, order: tuple[str, ...]
) -> None:
    for period in order:
        write(period)
    pages = {"2021": "index.html", "2020": "index-2020.html", "2019": "index-2019.html"}
    for period, page in pages.items():
        assert period_of((tmp_path / page).read_bytes()) == period
        assert switch(tmp_path / page) == [(one, name, one == period) for one, name in pages.items()]


def test_a_period_built_again_changes_no_page(write: Write, tmp_path: Path) -> None:
    write("2019")
    write("2020")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write("2019")
    write("2020")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("order", [("internal", "public"), ("public", "internal")])
def test_an_internal_page_leads_to_the_public_one_and_never_back(
    write: Write, tmp_path: Path, order: tuple[str, ...]
) -> None:
    for audience in order:
        for period in ("2019", "2020"):
            write(period, audience)
    assert switch(tmp_path / "index.html")[-1] == ("для публикации", "2020-public/index.html", False)
    assert switch(tmp_path / "index-2019.html")[-1] == ("для публикации", "2019-public/index.html", False)
    public = [("2020", "index.html", True), ("2019", "../2019-public/index.html", False)]
    assert switch(tmp_path / "2020-public" / "index.html") == public


@pytest.mark.parametrize("text", ["", "{", "[]", '{"2020/10710000": {"files": []}}', '{"2020/10710000": 1}'])
def test_a_record_of_packages_that_cannot_be_read_is_no_packages(tmp_path: Path, text: str) -> None:
    (tmp_path / "packages.json").write_text(text, encoding="utf-8")
    assert files.known(tmp_path / "packages.json", Package) == {}
    (tmp_path / "packages.json").write_text(json.dumps({"a": {"files": {"b": ""}}}), encoding="utf-8")
    assert files.known(tmp_path / "packages.json", Package) == {"a": Package(files={"b": ""})}


def test_what_chance_would_give_too_has_no_colour_and_a_sign_of_its_own() -> None:
    known = {"rest": 30.0, "value": 20.0, "indicator": "trial"}
    shown = {
        "below": Value(verdict="below", **known),
        "look_below": Value(verdict="below", tentative=True, **known),
        "same": Value(verdict="same", **known),
        "few": Value(verdict="same", power_low=True, **known),
        "not_comparable": Value(verdict="not_comparable", **known),
    }
    assert {name: overview.shown_as(row) for name, row in shown.items()} == {name: name for name in shown}
    assert overview.shown_as(Value(verdict="same", grade="beyond_95", **known)) == "look_below"
    assert overview.shade_of(shown["look_below"]) == 0.0
    assert overview.shade_of(shown["below"]) == pytest.approx(-1 / 3)
    assert set(shown) | {"look_above", "above", ""} == set(SIGNS)


def test_the_pairs_of_a_page_take_a_byte_each(sent: Monitoring) -> None:
    """There are as many pairs as the square of the municipalities, for each indicator."""
    results = sent.results
    codes = [place.code for place in results.intake.territories]
    near = alike(results, results.dataset.settings.indicators[0], codes)
    assert sum(own.sum() for own in near.values()) > len(near)
    assert all(own.nbytes == len(codes) and not own[codes.index(code)] for code, own in near.items())
