"""Several datasets in one process: each is named, and one that cannot be built costs no other."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.projects import AMUR, ROOT, TWO, Project, new_project

from careerstats.pipeline import building
from careerstats.pipeline.request import Request


def test_a_dataset_that_is_not_there_costs_no_other(tmp_path: Path) -> None:
    project: Project = new_project(tmp_path)
    said: list[str] = []
    options = {"only": TWO[1:2], "formats": ("html",), "notebooks": ("municipality",)}
    each = [Request(name, **options) for name in ("нет-такого", AMUR)]
    code = building.build_each(project.folder, each, said.append)
    assert [text for text in said if text.startswith("Набор «")] == ["Набор «нет-такого»", f"Набор «{AMUR}»"]
    assert code in (2, 3)
    assert {note["status"] for note in project.ledger["notes"].values()} == {"done"}


SMALL = ("zakamensk-2022", "izhevsk-2022")
WATCHED = """
import json, sys
from careerstats import cli
from careerstats.batch import apart
alone, answers = apart.single_threaded, []
apart.single_threaded = lambda: answers.append(alone()) or answers[-1]
cli.main(["build", *sys.argv[2:], "--project", sys.argv[1], "--formats", "html"])
print(json.dumps(answers))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="число потоков видно только в Linux")
def test_every_dataset_is_read_by_a_child_also_after_a_pool_and_pandas_were_at_work(tmp_path: Path) -> None:
    """A library that leaves a thread in the parent would make it read the next dataset itself, and keep its memory."""
    for name in SMALL:
        shutil.copytree(ROOT / "data" / "raw" / name, tmp_path / "data" / "raw" / name)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path), *SMALL], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [True, True]


def test_what_has_not_changed_is_known_without_numpy_and_pandas() -> None:
    """Also: a library that is loaded before its threads are forbidden keeps a region from being read by a copy."""
    look = "import sys, careerstats.pipeline.building; print(sorted({'numpy', 'pandas', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", look], check=True, stdout=subprocess.PIPE, encoding="utf-8")
    assert done.stdout == "[]\n"
