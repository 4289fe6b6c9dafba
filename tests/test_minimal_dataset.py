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


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (
            'period: "2022"',
            'period: "2019"\nindicators: ["1.1"]',
            "показатель 1.1, 2019: методика есть только с 2022 года",
        ),
        ('region: "10000000"', 'region: "06000000"', "региона 06000000 (поле «region») нет ни в перечне программы"),
    ],
    ids=["before the method", "a region that is none"],
)
def test_what_nothing_is_computed_by_is_told(was: str, becomes: str, said: str, project: Path) -> None:
    file = project / "data" / "raw" / "small" / "dataset.yaml"
    file.write_text(DATASET.replace(was, becomes), encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        analyse(project, "small")
    assert said in str(error.value)


def test_an_indicator_that_the_method_leaves_open_is_told_beside_others(project: Path) -> None:
    id = "teachers_trained_ruo"
    file = project / "data" / "raw" / "small" / "dataset.yaml"
    file.write_text(f'{DATASET}indicators: ["1.1", {id}]\n', encoding="utf-8")
    problems = [problem for problem in analyse(project, "small").problems if problem.code == "not_computed"]
    assert len(problems) == 1
    assert f"показатель {id}, 2022: источник не определил знаменатель" in problems[0].message


def test_the_first_indicator_comes_from_the_catalogue(project: Path) -> None:
    monitoring = analyse(project, "small")
    assert monitoring.results.dataset.settings.indicators == ("1.1",)
    assert monitoring.blocking == []
