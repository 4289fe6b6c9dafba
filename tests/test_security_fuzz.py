"""Any file of a dataset spoilt in any way: words and an exit code come out, never a traceback, nothing is written over.

The default suite spoils a few files of each kind; ``slow`` goes on for CAREERSTATS_FUZZ_SECONDS (60) per kind and says
how many it spoilt. What the program wrote itself is spoilt in test_security_fuzz_built.py, returned forms in
test_forms_safety.py and test_forms_mutations.py.
"""

import io
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import docx
import pytest
from helpers import hostile
from helpers.export_sample import sample
from helpers.projects import Done, hashes, run

from careerstats.errors import NoteError
from careerstats.export import WRITERS, from_notebook
from careerstats.export.docx import checked

FEW = 1
TOLD = logging.getLogger("fuzz")
SECONDS = float(os.environ.get("CAREERSTATS_FUZZ_SECONDS", "60"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("sound")
    hostile.dataset(project)
    return project


def spoilt(sound: Path, place: Path, kind: str, seed: int) -> tuple[Path, str]:
    """A copy of the dataset with one file of this kind spoilt, and what was done."""
    folder = place / "data" / "raw" / hostile.NAME
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound / "data" / "raw" / hostile.NAME, folder)
    return folder, hostile.spoil(folder, kind, Random(f"{kind} {seed}"))


def is_answered(done: Done) -> None:
    """A text and an exit code; on standard error nothing but words for a user."""
    assert done.code in (0, 1, 2, 3)
    assert done.code < 2 or done.err.strip()
    assert "Traceback" not in done.err + done.out
    assert "Error(" not in done.err


def planned(sound: Path, place: Path, kind: str, seed: int) -> None:
    """``list`` reads, computes, decides and cuts the bundles: everything but the notebooks, which see no raw file."""
    folder, what = spoilt(sound, place, kind, seed)
    before = hashes(folder)
    try:
        is_answered(run("--project", str(place), "list", hostile.NAME))
    except BaseException as error:
        error.add_note(f"{kind} {seed}: {what}")
        raise
    assert hashes(folder) == before


def written(sound: Path, place: Path, seed: int) -> bool:
    """A note into a spoilt template: refused at once with a NoteError, or a Word file comes out; whether it does."""
    folder, what = spoilt(sound, place, "template.docx", seed)
    template = folder / "template.docx"
    try:
        checked(template)
    except NoteError:
        return False
    except BaseException as error:
        error.add_note(f"template.docx {seed}: {what}")
        raise
    made = WRITERS["docx"](from_notebook(sample(), str(template)))
    return len(docx.Document(io.BytesIO(made)).paragraphs) > 0


def seeds(seconds: float) -> Iterator[int]:
    """0, 1, 2 … as long as the time lasts."""
    end, seed = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        yield seed
        seed += 1


def test_the_dataset_that_is_spoilt_below_is_sound(sound: Path) -> None:
    done = run("--project", str(sound), "list", hostile.NAME)
    assert (done.code, done.err) == (0, "")
    assert "г. Примерск" in done.out


@pytest.mark.parametrize("kind", hostile.KINDS)
def test_a_spoilt_file_is_answered_in_words(sound: Path, tmp_path: Path, kind: str) -> None:
    for seed in range(FEW):
        planned(sound, tmp_path, kind, 1_000_000 + seed)


def test_a_note_is_written_into_a_spoilt_template_or_refused_in_words(sound: Path, tmp_path: Path) -> None:
    assert {written(sound, tmp_path, 1_000_000 + seed) for seed in range(20)} == {True, False}


@pytest.mark.slow
def test_spoilt_templates_are_answered_in_words_for_as_long_as_is_stated(sound: Path, tmp_path: Path) -> None:
    done = [written(sound, tmp_path, seed) for seed in seeds(SECONDS)]
    TOLD.warning("template.docx: %s files, %s notes written", len(done), sum(done))
    assert done


@pytest.mark.slow
@pytest.mark.parametrize("kind", hostile.KINDS)
def test_spoilt_files_are_answered_in_words_for_as_long_as_is_stated(sound: Path, tmp_path: Path, kind: str) -> None:
    done = [planned(sound, tmp_path, kind, seed) for seed in seeds(SECONDS)]
    TOLD.warning("%s: %s files", kind, len(done))
    assert done
