"""A dataset with only the required fields and one table still gives whole notes."""

import json
from pathlib import Path

import msgspec
import pytest
from helpers.saved import save
from noted import noted

from careerstats import territories
from careerstats.contracts.shared import read_text
from careerstats.errors import DatasetError
from careerstats.note import sections
from careerstats.pipeline.monitoring import analyse

DATASET = """title: Диагностика, 2022 год
region: "10000000"
period: "2022"
tables:
  - file: tables/t.csv
    territory: Муниципальное образование
    columns:
      Прошли: {variable: K_pt}
      Всего: {variable: K_od1}
"""
MUNICIPAL = ("title", "conclusions", "matter", "decide", "summary", "picture", "details", "recommendations",
             "execution", "completeness", "signature", "calculations", "origin")  # fmt: skip
REGIONAL = ("title", "region_conclusions", "region_matter", "region_decide", "region_summary", "region_picture",
            "organisation", "stages", "region_table", "groups", "concentration", "region_causes", "recommendations",
            "region_exchange", "region_completeness", "signature", "origin")  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Made-up counts of official indicator 1.1 for the municipalities of one region."""
    folder = tmp_path / "data" / "raw" / "small"
    (folder / "tables").mkdir(parents=True)
    (folder / "dataset.yaml").write_text(DATASET, encoding="utf-8")
    names = [one.name for one in territories.of_region("10000000", "2022-12-31")]
    rows = [f"{name};{100 + 13 * at};{400 + 31 * at}" for at, name in enumerate(names)]
    text = "\n".join(["Муниципальное образование;Прошли;Всего", *rows])
    (folder / "tables" / "t.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_both_kinds_of_note_have_words_for_everything(project: Path) -> None:
    bundles = save(project, analyse(project, "small"))
    for (notebook, _), path in bundles.items():
        note = noted(json.loads(read_text(path)))
        blocks = [
            block
            for name in (MUNICIPAL if notebook == "municipality" else REGIONAL)
            for block in getattr(sections, name)(note)
        ]
        kinds = [block.kind for block in blocks]
        assert {"title", "heading", "paragraph", "table", "figure", "signature"} <= set(kinds)
        assert "None" not in msgspec.json.encode([block for block in blocks if block.kind != "figure"]).decode()


@pytest.mark.parametrize(
    ("packs", "shown"),
    [("packs: [core]", ("1.1",)), ("packs: [bvb]\nindicators: ['1.1']", ("1.1",)), ("", ("1.1",))],
)
def test_a_pack_brings_what_the_numbers_answer(packs: str, shown: tuple[str, ...], project: Path) -> None:
    (project / "data" / "raw" / "small" / "dataset.yaml").write_text(f"{DATASET}{packs}\n", encoding="utf-8")
    assert analyse(project, "small").results.dataset.settings.indicators == shown


def test_a_pack_without_numbers_is_told(project: Path) -> None:
    (project / "data" / "raw" / "small" / "dataset.yaml").write_text(f"{DATASET}packs: [bvb]\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="Ни одного показателя рассчитать не удалось"):
        analyse(project, "small")


def test_the_first_indicator_comes_from_the_catalogue(project: Path) -> None:
    monitoring = analyse(project, "small")
    assert monitoring.results.dataset.settings.indicators == ("1.1",)
    assert monitoring.blocking == []
