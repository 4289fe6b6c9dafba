"""The script of docs/schedule.md, run as it stands: what changed is built and published, the rest is left alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.docs_pages import DOCS, ROOT

from careerstats.batch import lock

DATASET = "zakamensk-2022"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="сценарий для sh")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The script beside the data, and a careerstats where it looks for one."""
    shutil.copytree(ROOT / "data" / "raw" / DATASET, tmp_path / "data" / "raw" / DATASET)
    text = (DOCS / "schedule.md").read_text(encoding="utf-8")
    executable(tmp_path / "rebuild.sh", text.split("```sh\n")[1].split("```")[0])
    executable(tmp_path / ".venv" / "bin" / "careerstats", f'#!/bin/sh\nexec "{sys.executable}" -m careerstats "$@"\n')
    return tmp_path


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def rebuild(project: Path) -> tuple[int, str]:
    command = [project / "rebuild.sh", DATASET, "published"]
    done = subprocess.run(command, cwd="/", capture_output=True, encoding="utf-8", check=False, timeout=120)
    return done.returncode, done.stdout.splitlines()[-1] if done.stdout else done.stderr


def retitle(project: Path) -> None:
    about = project / "data" / "raw" / DATASET / "dataset.yaml"
    about.write_text(about.read_text(encoding="utf-8").replace("title: ", "title: Уточнённый ", 1), encoding="utf-8")


def published(project: Path) -> dict[str, bytes]:
    folder = project / "published" / DATASET
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_changed_is_published_and_what_is_refused_leaves_the_copy_as_it_was(project: Path) -> None:
    assert rebuild(project) == (0, f"Опубликовано: published/{DATASET}")
    first = published(project)
    assert any(name.endswith(".docx") for name in first)
    marker = project / "published" / DATASET / "marker"
    marker.touch()
    code, said = rebuild(project)
    assert code == 0
    assert "Опубликовано" not in said
    assert marker.exists()  # the copy was not touched
    retitle(project)
    assert rebuild(project) == (0, f"Опубликовано: published/{DATASET}")
    assert not marker.exists()
    assert published(project) != first
    assert [path.name for path in (project / "published").iterdir() if path.is_dir()] == [DATASET]
    again = published(project)
    retitle(project)
    with lock.held(project / "data" / "processed", DATASET):  # a build that somebody else has begun
        code, said = rebuild(project)
    assert (code, "Сборка: код 2" in said) == (2, True)
    assert published(project) == again
