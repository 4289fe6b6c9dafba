"""What a build has written and the next reads, spoilt in any way: bundles of notes and run.json; words come out.

As in test_security_fuzz.py: a few in the default suite, ``slow`` for CAREERSTATS_FUZZ_SECONDS (60) per kind.
"""

import json
import os
import shutil
from pathlib import Path
from random import Random

import msgspec
import pytest
from helpers import hostile
from helpers.projects import run
from test_security_fuzz import SECONDS, TOLD, is_answered, seeds

import careerstats as cs
from careerstats.batch.produce import produce
from careerstats.batch.tasks import Result, Task
from careerstats.errors import NoteError
from careerstats.lab import results
from careerstats.resources import shipped

CITY, CITYS_NAME, PERIOD = "02701000", "г. Примерск", "2024/25"
ONE = ("build", hostile.NAME, "--only", CITY, "--formats", "html", "--jobs", "1")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One note and the bundles of all."""
    project = tmp_path_factory.mktemp("built")
    hostile.dataset(project)
    done = run("--project", str(project), *ONE)
    assert done.code < 2, done.err
    assert (project / "reports" / hostile.NAME / "2024-25" / CITY / "note.html").is_file()
    return project


def spoilt(built: Path, place: Path, kind: str, seed: int) -> tuple[Path, str]:
    """A copy of what was built with one file of this kind spoilt, and what was done."""
    project = place / "project"
    if not project.exists():
        shutil.copytree(built, project)
    for part in ("data/processed", "reports"):
        shutil.rmtree(project / part)
        shutil.copytree(built / part, project / part)
    return project, hostile.spoil(project, kind, Random(f"{kind} {seed}"))


def noted(error: BaseException, kind: str, seed: int, what: str) -> None:
    error.add_note(f"{kind} {seed}: {what}")


# Bundles


def task_of(project: Path, bundle: Path) -> Task:
    """The note of a bundle, as a build would have it made."""
    notebook, _, code = bundle.stem.partition("-")
    parameters = {"dataset": hostile.NAME, "period": PERIOD} | ({"municipality": code} if code != "02000000" else {})
    return Task(
        project=str(project),
        dataset=hostile.NAME,
        period=PERIOD,
        code=code,
        name=code,
        notebook=notebook,
        template=str(shipped("notebooks", f"{notebook}.ipynb")),
        parameters=parameters,
        bundle=str(bundle),
        folder=str(project / "reports" / hostile.NAME / "2024-25" / code),
        stem="note",
        formats=("html",),
        fingerprint="f",
    )


def opened(project: Path, whom: str) -> bool:
    """Whether there is a note; if not, what to do was said."""
    try:
        return bool(cs.open_note(hostile.NAME, whom, PERIOD).territory.code)
    except NoteError as error:
        told = str(error)
    return "careerstats build small" not in told and pytest.fail(told)


def is_a_result(result: Result) -> None:
    """Done or failed, small and plain, with a message in which there is no traceback."""
    assert msgspec.json.decode(msgspec.json.encode(result), type=Result) == result
    assert (result.status == "done") == (result.error is None)
    if result.error:
        assert result.error.message.strip()
        assert "Traceback" not in result.error.message


def shown(built: Path, place: Path, seed: int, *, engine: bool) -> str:
    """Opened by code, by name and as the region's, as a person does; then, if asked, what the engine makes of it."""
    project, what = spoilt(built, place, "bundles", seed)
    os.environ["CAREERSTATS_PROJECT"] = str(project)
    try:
        for whom in (CITY, CITYS_NAME, "region"):
            opened(project, whom)
        if not engine:
            return ""
        result = produce(task_of(project, project / what.rpartition(" ")[0]))
        is_a_result(result)
    except BaseException as error:
        noted(error, "bundles", seed, what)
        raise
    finally:
        os.environ.pop("CAREERSTATS_PROJECT")
    return result.status


def test_a_sound_bundle_is_opened_and_shown(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(built))
    assert [opened(built, whom) for whom in (CITY, CITYS_NAME, "region")] == [True] * 3
    home = built / "data" / "processed" / hostile.NAME / "notes" / "2024-25" / "internal"
    assert produce(task_of(built, home / f"municipality-{CITY}.json")).error is None


def test_a_spoilt_bundle_is_answered_in_words(built: Path, tmp_path: Path) -> None:
    for seed in range(3):
        assert shown(built, tmp_path, 1_000_000 + seed, engine=True) in ("done", "failed")


@pytest.mark.slow
def test_spoilt_bundles_are_answered_in_words_for_as_long_as_is_stated(built: Path, tmp_path: Path) -> None:
    done = [shown(built, tmp_path, seed, engine=seed % 10 == 0) for seed in seeds(SECONDS)]
    told = len(done), done.count("done"), done.count("failed")
    TOLD.warning("bundles: %s files opened; by the engine: %s notes done, %s failed", *told)
    assert done


# The ledger


def ledger_read(built: Path, place: Path, seed: int, *, build: bool) -> None:
    """The page of results, which reads it as all do, and, if asked, ``list`` and a build on a spoilt run.json."""
    project, what = spoilt(built, place, "run.json", seed)
    try:
        results.notes(project, hostile.NAME)
        if build:
            is_answered(run("--project", str(project), "list", hostile.NAME))
            done = run("--project", str(project), *ONE)
            is_answered(done)
            assert done.code < 2, done.err
            whole = json.loads((project / "reports" / hostile.NAME / "run.json").read_text(encoding="utf-8"))
            assert whole["notes"][f"2024-25/municipality-{CITY}"]["status"] == "done"
    except BaseException as error:
        noted(error, "run.json", seed, what)
        raise


def test_a_spoilt_ledger_is_answered_in_words(built: Path, tmp_path: Path) -> None:
    ledger_read(built, tmp_path, 1_000_000, build=True)


@pytest.mark.slow
def test_spoilt_ledgers_are_answered_in_words_for_as_long_as_is_stated(built: Path, tmp_path: Path) -> None:
    done = [ledger_read(built, tmp_path, seed, build=seed % 20 == 0) for seed in seeds(SECONDS)]
    TOLD.warning("run.json: %s files read, %s of them built upon", len(done), len(done[::20]))
    assert done
