"""Regions with next to nothing to show: every section of every notebook is there, for both audiences, and says why."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.projects import ROOT
from helpers.small_groups import Counts, codes, write
from noted import as_json, noted

from careerstats.audiences import PUBLIC
from careerstats.blocks import Block, plain
from careerstats.bundles import cut
from careerstats.contracts.bundle import Bundle
from careerstats.errors import DatasetError, UsageError
from careerstats.export.document import from_blocks
from careerstats.note import sections
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.publishing import for_audience
from careerstats.pipeline.reports import REPORTS

FIVE = codes(5)
CASES: dict[str, Counts] = {
    "all hidden": dict(zip(FIVE, [(40, 0), (41, 1), (42, 2), (43, 3), (44, 44)], strict=True)),
    "all zero": dict.fromkeys(FIVE, (40, 0)),
    "one reported": {**dict.fromkeys(FIVE, ("", "")), FIVE[0]: (40, 20)},
    "one municipality": {FIVE[0]: (40, 20)},
    "one municipality, hidden": {FIVE[0]: (40, 2)},
    "two municipalities": {FIVE[0]: (40, 20), FIVE[1]: (60, 30)},
    "two municipalities, one hidden": {FIVE[0]: (40, 2), FIVE[1]: (60, 30)},
}
NONE: dict[str, Counts] = {"nobody reported": dict.fromkeys(FIVE, ("", "")), "no children": dict.fromkeys(FIVE, (0, 0))}

REFUSED = ("progress", "school")
"""Without weeks or schools these are refused in words (below, and tests/test_note_weekly.py)."""


def calls(notebook: str) -> Iterator[str]:
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        source = "".join(cell["source"])
        if source.startswith("sections."):
            yield source.removeprefix("sections.").partition("(")[0]


def shown(notebook: str, bundle: Bundle) -> list[Block]:
    """All blocks of a note; their references are resolved and their tables held by the document they make."""
    note, audience = noted(as_json(bundle)), "-public" if bundle.audience == PUBLIC else ""
    blocks = [block for name in calls(f"{notebook}{audience}") for block in getattr(sections, name)(note)]
    from_blocks(blocks)
    return blocks


@pytest.mark.parametrize("audience", ["internal", "public"])
@pytest.mark.parametrize("name", CASES)
def test_every_section_is_there(name: str, audience: str, tmp_path: Path) -> None:
    write(tmp_path, CASES[name])
    seen = for_audience(analyse(tmp_path, "proba"), audience)
    cutters = {report.cut for report in REPORTS if audience in report.audiences and report.notebook not in REFUSED}
    bundles = {key: bundle for cutter in cutters for key, bundle in cutter(seen.results, tmp_path).items()}
    assert {notebook for notebook, _ in bundles} >= {"municipality", "region"}
    for (notebook, _), bundle in bundles.items():
        assert shown(notebook, bundle), notebook


def test_where_everything_is_hidden_the_notes_say_so(tmp_path: Path) -> None:
    write(tmp_path, CASES["all hidden"])
    bundles = cut(for_audience(analyse(tmp_path, "proba"), "public").results)
    assert len(bundles) == len(FIVE) + 1
    for (notebook, _), bundle in bundles.items():
        told = " ".join(_words(block) for block in shown(notebook, bundle))
        assert "скрыто" in told, notebook
        if notebook == "region":
            assert "рисунка нет" in told


@pytest.mark.parametrize("name", NONE)
def test_where_there_is_no_number_at_all_a_build_says_what_to_do(name: str, tmp_path: Path) -> None:
    write(tmp_path, NONE[name])
    with pytest.raises(DatasetError, match="Ни одного показателя рассчитать не удалось"):
        analyse(tmp_path, "proba")


def _words(block: Block) -> str:
    match block.kind:
        case "paragraph":
            return plain(block.runs)
        case "list":
            return " ".join(plain(item) for item in block.items)
        case "table":
            return " ".join(plain(cell) for row in block.rows for cell in row.cells)
    return ""


def test_sheets_of_schools_without_schools_are_refused_in_words(tmp_path: Path) -> None:
    write(tmp_path, CASES["two municipalities"])
    [sheets] = [report.cut for report in REPORTS if report.notebook == "school"]
    with pytest.raises(UsageError, match="нет сведений школ: листы школ строить не из чего"):
        sheets(analyse(tmp_path, "proba").results, tmp_path)
