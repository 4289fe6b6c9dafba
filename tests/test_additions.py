"""docs/additions.md: its nine additions, made as they stand there in a copy of the program; the note shows them."""

import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from helpers.docs_pages import DOCS
from helpers.docs_reading import Block, Follower, blocks, plain
from helpers.program_copy import copy_of_the_program, run
from helpers.projects import AMUR, BELOGORSK

PAGE = DOCS / "additions.md"


def page(*without: str) -> list[Block]:
    """The blocks of the page but for those that change one of these files."""
    return [one for one in blocks(PAGE) if Path(one.file).name not in without]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy with all nine additions and the note of г. Белогорск."""
    folder = copy_of_the_program(tmp_path_factory.mktemp("дополнения"))
    Follower(folder, {}).follow(page())
    done = run(folder, "build", AMUR, "--only", BELOGORSK, "--formats", "html,txt")
    assert done.code == 0, done.out + done.err
    return folder


@pytest.fixture(scope="module")
def note(copied: Path) -> str:
    """The text of the note, without pictures and tags."""
    text = (copied / "reports" / AMUR / "2020" / BELOGORSK / "note.html").read_text(encoding="utf-8")
    text = re.sub(r"<style.*?</style>|<script.*?</script>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", plain(re.sub(r"<[^>]+>", " ", text)))


def test_a_new_indicator_and_its_table_are_in_the_note_and_lead_to_a_cell(copied: Path, note: str) -> None:
    assert "1 190 / 3 723 × 100 % = 32,0 %" in note
    trace = run(copied, "trace", AMUR, BELOGORSK, "fair").out
    assert "tables/fair.csv, ячейка B3: 1 190 – г. Белогорск" in trace


def test_a_new_edition_computes_the_period_from_which_it_is_in_force(copied: Path) -> None:
    trace = run(copied, "trace", AMUR, BELOGORSK, "bvb_attended").out
    assert "Редакция методики: с 2020 года" in trace
    assert "245 / 3 723 × 100 % = 6,6 %" in trace
    passport = run(copied, "indicator", "bvb_attended", "--period", "2019").out
    assert "Редакция с 2018 года" in passport
    assert "Редакция с 2020 года" not in passport


def test_an_indicator_of_the_region_itself_is_in_the_note(note: str) -> None:
    assert "245 / 540 × 100 % = 45,4 %" in note


def test_a_new_section_is_numbered_and_the_later_ones_move_on(note: str) -> None:
    before = re.findall(r"(\d+)\. Цена одного пункта", note)
    after = re.findall(r"(\d+)\. Подробно", note)
    assert before
    assert {int(one) for one in after} == {int(one) + 1 for one in before}
    assert "Один пункт в обучающихся" in note


def test_a_new_figure_is_numbered_and_its_sentence_leads_to_it(note: str) -> None:
    (number,) = set(re.findall(r"Рисунок (\d+) – Собственные доли, г\. Белогорск, 2020 год, %", note))
    assert re.search(rf"Собственные доли показывает рисунок {number}\b", note)


def test_a_new_rule_finds_and_a_new_recommendation_answers_it(copied: Path, note: str) -> None:
    findings = pd.read_parquet(copied / "data" / "processed" / AMUR / "findings.parquet")
    own = findings[(findings["code"] == BELOGORSK) & (findings["indicator"] == "bvb_attended")]
    assert "6,6 % (245 из 3 723); охвачен менее чем каждый десятый" in plain(" ".join(own["text"]))
    assert "Провести ярмарку профессий Посетили одно или более мероприятий до 01.12.2021" in note
    with zipfile.ZipFile(copied / "reports" / AMUR / "2020" / BELOGORSK / "plan.docx") as plan:
        assert "Ярмарка профессий" in plain(plan.read("word/document.xml").decode("utf-8"))


def test_a_new_format_is_a_file_beside_the_others(copied: Path) -> None:
    text = plain((copied / "reports" / AMUR / "2020" / BELOGORSK / "note.txt").read_text(encoding="utf-8"))
    assert "Цена одного пункта" in text
    assert "Собственные доли" in text
    refused = run(copied, "build", AMUR, "--formats", "odt")
    assert refused.code == 2
    assert "txt" in refused.err


def test_a_spelling_without_its_row_is_named_with_its_cell_and_what_to_add(tmp_path: Path) -> None:
    folder = copy_of_the_program(tmp_path)
    Follower(folder, {}).follow(page("aliases.csv"))
    said = run(folder, "check", AMUR).out
    assert "tables/fair.csv, ячейка A3: Неизвестное муниципальное образование «Белогорск-на-Томи»" in said
    assert "добавьте строку в aliases.csv" in said


def test_an_indicator_without_its_variable_says_where_to_write_it(tmp_path: Path) -> None:
    folder = copy_of_the_program(tmp_path)
    Follower(folder, {}).follow(page("variables.yaml"))
    done = run(folder, "indicator", "fair")
    assert done.code != 0
    assert "показатель fair: величины K_fair нет, добавьте её в variables.yaml" in done.err


def test_the_table_of_the_page_counts_the_lines_it_shows() -> None:
    assert _told() == _shown()


HEADINGS = {
    "indicator": "Indicator",
    "edition of the method": "Edition of the method",
    "region's own indicator": "Region's own indicator",
    "note section": "Note section",
    "figure": "Figure",
    "finding rule": "Finding rule",
    "recommendation": "Recommendation",
    "spelling of a municipality": "Spelling of a municipality",
    "output format": "Output format",
}
"""Row of the table → the heading under which it is shown; of an input table the numbers are not counted."""


def _told() -> dict[str, list[int]]:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([\d +]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: [int(one) for one in numbers.split(" + ")] for name, numbers in rows if name in HEADINGS}


def _shown() -> dict[str, list[int]]:
    """Lines that are added under each heading: by file, of an edition by block."""
    return {name: _counted(heading, by_file=name != "edition of the method") for name, heading in HEADINGS.items()}


def _counted(heading: str, *, by_file: bool) -> list[int]:
    text = PAGE.read_text(encoding="utf-8").splitlines()
    start = text.index(f"## {heading}")
    end = next((at for at in range(start + 1, len(text)) if text[at].startswith("## ")), len(text))
    found: dict[str, int] = {}
    for one in blocks(PAGE):
        if start < one.line <= end:
            key = one.file if by_file else one.where
            found[key] = found.get(key, 0) + _added(one)
    return list(found.values())


def _added(block: Block) -> int:
    """Lines that a change adds; of a whole file, all."""
    lines = block.text.splitlines()
    return sum(line.startswith("+") for line in lines) if block.language == "diff" else len(lines)
