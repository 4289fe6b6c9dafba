"""Several datasets in one process: each is named, and one that cannot be built costs no other."""

from pathlib import Path

from helpers.projects import AMUR, TWO, Project, new_project

from careerstats.pipeline import building
from careerstats.pipeline.wanted import Wanted


def test_a_dataset_that_is_not_there_costs_no_other(tmp_path: Path) -> None:
    project: Project = new_project(tmp_path)
    said: list[str] = []
    options = {"only": TWO[1:2], "formats": ("html",), "notebooks": ("municipality",)}
    each = [Wanted(name, **options) for name in ("нет-такого", AMUR)]
    code = building.build_each(project.folder, each, said.append)
    assert [text for text in said if text.startswith("Набор «")] == ["Набор «нет-такого»", f"Набор «{AMUR}»"]
    assert code in (2, 3)
    assert {note["status"] for note in project.ledger["notes"].values()} == {"done"}
