"""The recipes of docs/schedule.md and docs/publishing.md, run as they stand: only what may be seen is published."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from helpers.docs_pages import DOCS, ROOT
from helpers.docs_reading import blocks
from helpers.small_groups import codes, write

from careerstats.batch import lock

DATASET = "proba"
COUNTS = {
    **dict(zip(codes(4), [(40, 17), (60, 20), (70, 31), (50, 26)], strict=True)),
    codes(6)[5]: (25, 2),
    codes(6)[4]: (31, 3),
}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="сценарий для sh")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The script beside the data, and a careerstats where it looks for one."""
    write(tmp_path, COUNTS)
    text = (DOCS / "schedule.md").read_text(encoding="utf-8")
    executable(tmp_path / "publish.sh", text.split("```sh\n")[1].split("```")[0])
    executable(tmp_path / ".venv" / "bin" / "careerstats", careerstats())
    return tmp_path


def careerstats(before: str = "") -> str:
    return f'#!/bin/sh\n{before}exec "{sys.executable}" -m careerstats "$@"\n'


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def publish(project: Path) -> tuple[int, str]:
    command = [project / "publish.sh", DATASET, "published"]
    done = subprocess.run(command, cwd="/", capture_output=True, encoding="utf-8", check=False, timeout=120)
    return done.returncode, done.stdout.splitlines()[-1] if done.stdout and not done.returncode else done.stderr


def published(project: Path) -> dict[str, bytes]:
    folder = project / "published" / DATASET
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def recount(project: Path, guided: int) -> None:
    write(project, COUNTS | {codes(1)[0]: (40, guided)})


def test_what_changed_is_published_and_what_is_refused_leaves_the_copy_as_it_was(project: Path) -> None:
    subprocess.run([project / ".venv/bin/careerstats", "build", DATASET, "--formats", "html"], cwd=project, check=True)
    assert publish(project) == (0, f"Опубликовано: published/{DATASET}")
    first = published(project)
    assert any(name.endswith(".docx") for name in first)
    assert {name.partition("/")[0] for name in first} == {"2024-25-public"}, "internal notes are copied nowhere"
    assert not any("Служебная".encode() in data or b"noindex" in data for data in first.values())
    marker = project / "published" / DATASET / "marker"
    marker.touch()
    code, said = publish(project)
    assert code == 0
    assert "Опубликовано" not in said
    assert marker.exists()  # the copy was not touched
    recount(project, 18)
    assert publish(project) == (0, f"Опубликовано: published/{DATASET}")
    assert not marker.exists()
    assert published(project) != first
    assert [path.name for path in (project / "published").iterdir()] == [DATASET], "no log, no ledger on the site"
    again = published(project)
    recount(project, 19)
    with lock.held(project / "data" / "processed", DATASET):  # a build that somebody else has begun
        code, said = publish(project)
    assert (code, "Сборка: код 2" in said) == (2, True)
    assert published(project) == again
    executable(project / ".venv/bin/careerstats", careerstats('[ "$1" = attack ] && exit 1\n'))
    code, said = publish(project)
    assert (code, "ничего не опубликовано" in said) == (1, True)
    assert published(project) == again


def test_internal_pages_are_marked_and_ask_not_to_be_found(project: Path) -> None:
    subprocess.run([project / ".venv/bin/careerstats", "build", DATASET, "--formats", "html"], cwd=project, check=True)
    pages = list((project / "reports").rglob("*.html"))
    assert len(pages) == len(COUNTS) + 3, "the notes, that of the region, the page, the method"
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex, nofollow">' in text, page
        assert '<span class="mark">Служебная</span>' in text, page


@pytest.mark.slow
def test_the_steps_of_the_recipe_of_publishing_publish(tmp_path: Path) -> None:
    """Those of CI that are ours; with the shipped dataset that they name."""
    page = DOCS / "publishing.md"
    [workflow] = [yaml.safe_load(one.text) for one in blocks(page) if one.language == "yaml"]
    [by_hand] = [one.commands for one in blocks(page) if one.language == "sh"]
    steps = [step["run"] for step in workflow["jobs"]["publish"]["steps"] if "run" in step]
    ours = [step for step in steps if not step.startswith(("make venv", ".ci/run"))]
    assert [step.removeprefix(".venv/bin/") for step in ours[:2]] == by_hand[1:]
    dataset = by_hand[0].split()[-1]
    shutil.copytree(ROOT / "data" / "raw" / dataset, tmp_path / "data" / "raw" / dataset)
    executable(tmp_path / ".venv" / "bin" / "careerstats", careerstats())
    for step in [f".venv/bin/{by_hand[0]}", *ours]:
        assert subprocess.run(step, shell=True, cwd=tmp_path, check=False).returncode == 0, step
    assert (tmp_path / "public" / "index.html").is_file()
    assert len(list((tmp_path / "public").rglob("note.html"))) == 30
