"""What lies there is what was written, or what somebody made of it; what a fault has left is written anew."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from helpers import by_hand
from helpers.projects import ZAVITINSK, Project, copy_of, hashes, new_project

from careerstats.batch import fingerprint, ledger
from careerstats.batch.theirs import LOCKED, is_ruined
from careerstats.pipeline import standing
from careerstats.pipeline.beside import protocol
from careerstats.pipeline.request import Request

Ruin = Callable[[bytes], bytes]
PDF = b"%PDF-1.7\n" + b"obj " * 900 + b"\n%%EOF\n"


def empty(_: bytes) -> bytes:
    return b""


def zeroed(data: bytes) -> bytes:
    return bytes(len(data))


def cut_short(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def zeros_inside(data: bytes) -> bytes:
    middle = data.index(b"by hand")
    return data[:middle] + bytes(7) + data[middle + 7 :]


RUINS = (empty, zeroed, cut_short)


@pytest.mark.parametrize(
    ("data", "name"), [(by_hand.edited(), "note.docx"), (LOCKED + bytes(99), "plan.xlsx"), (PDF, "note.pdf")]
)
def test_what_somebody_has_saved_is_not_ruined(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert not is_ruined(path)
    for ruin in RUINS:
        if not ruin(data).startswith(LOCKED):
            path.write_bytes(ruin(data))
            assert is_ruined(path), ruin


def test_zeros_inside_a_package_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "note.docx"
    path.write_bytes(zeros_inside(by_hand.edited()))
    assert is_ruined(path)


@pytest.mark.parametrize("ruin", RUINS)
def test_ruined_counts_are_no_counts_to_compare_with(ruin: Ruin, tmp_path: Path) -> None:
    counts = pd.DataFrame({"value": [1]})
    counts.to_parquet(tmp_path / protocol.COUNTS)
    path = tmp_path / protocol.COUNTS
    path.write_bytes(ruin(path.read_bytes()))
    protocol.keep_previous(tmp_path, counts)
    assert protocol.changes(tmp_path, counts) is None
    assert not (tmp_path / protocol.PREVIOUS).exists()


# In a build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One note in all formats, with plan and package."""
    project = new_project(tmp_path_factory.mktemp("built"))
    assert project.build("--only", ZAVITINSK).code == 0
    return project


def outputs(project: Project) -> list[Path]:
    """One of each kind of file that a build leaves."""
    note = project.reports / "2020" / ZAVITINSK
    package = sorted((note / "пакет").iterdir())
    tables = [project.processed / name for name in ("counts.parquet", "values.parquet", "findings.parquet")]
    bundle = project.processed / "notes" / "2020" / "internal" / f"municipality-{ZAVITINSK}.json"
    named = [note / name for name in ("note.html", "note.docx", "note.pdf", "tables.xlsx", "note.ipynb", "plan.xlsx")]
    return [*named, *package, *tables, project.processed / "problems.csv", bundle, project.reports / "index.html"]


def files(project: Project) -> dict[str, str]:
    """What was written, without the ledger, which says how long it took."""
    return hashes(project.folder, lambda path: path.name != "run.json" and path.parent.name != ".touched")


@pytest.mark.parametrize("ruin", [*RUINS, None])
def test_everything_ruined_at_once_is_written_again(ruin: Ruin | None, built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    for path in outputs(project):
        path.write_bytes(ruin(path.read_bytes())) if ruin else path.unlink()
    done = project.build("--only", ZAVITINSK)
    assert (done.code, "изменён" in done.out) == (0, False), done
    assert files(project) == files(built)
    assert "Ничего не изменилось" in project.build("--only", ZAVITINSK).out


def test_one_ruined_file_of_any_kind_is_noticed(built: Project, tmp_path: Path) -> None:
    project, request = copy_of(built, tmp_path), Request("amur-2020")
    last, _ = ledger.load(project.reports / "run.json")

    def all_there() -> bool:
        return standing.all_there(project.folder, request, last, fingerprint.of_file)

    assert all_there()
    for path in outputs(project):
        whole = path.read_bytes()
        for ruin in RUINS:
            path.write_bytes(ruin(whole))
            assert not all_there(), (path, ruin)
        path.unlink()
        assert not all_there(), path
        path.write_bytes(whole)
    for name in ("note.docx", "plan.xlsx"):
        project.note(ZAVITINSK, name).write_bytes(by_hand.edited())
    assert all_there(), "somebody's work is no reason to build"


def test_the_ledger_says_what_was_left(built: Project) -> None:
    known = built.ledger["files"]
    for path in outputs(built):
        name = path.relative_to(built.folder).as_posix()
        if name in known:
            assert known[name] == hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            assert path.name in built.entry(ZAVITINSK)["outputs"]
