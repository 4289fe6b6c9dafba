"""Files are read again only where somebody may have touched them; a date that was put back deceives nobody."""

import json
import os
from pathlib import Path

import pytest

from careerstats.batch import fingerprint
from careerstats.batch.fingerprint import Hashes

SAME, OTHER = "один и тот же", "другой, но той же"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were really read; what was written a moment ago counts as settled."""
    names: list[str] = []
    of_file = fingerprint.of_file
    monkeypatch.setattr(fingerprint, "SETTLED", -60.0)
    monkeypatch.setattr(fingerprint, "of_file", lambda path: names.append(path.name) or of_file(path))
    return names


def looked(folder: Path) -> dict[str, str]:
    hashes = fingerprint.of_dataset(folder, "demo")
    found = {path.name: hashes.of_file(path) for path in sorted((folder / "raw").iterdir())}
    hashes.save()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    for name in ("a.csv", "b.csv"):
        (tmp_path / "raw" / name).write_text(SAME, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="на Windows читаются все файлы")
def test_what_nobody_touched_is_not_read_again(folder: Path, read: list[str]) -> None:
    first = looked(folder)
    assert read == ["a.csv", "b.csv"]
    read.clear()
    assert looked(folder) == first
    assert read == []


def test_a_change_that_keeps_length_and_date_is_seen(folder: Path, read: list[str]) -> None:
    first, path = looked(folder), folder / "raw" / "a.csv"
    before = path.stat()
    path.write_text(SAME[::-1], encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    again = looked(folder)
    assert again["a.csv"] != first["a.csv"]
    assert again["b.csv"] == first["b.csv"]


def test_a_file_that_takes_the_place_of_another_is_read(folder: Path, read: list[str]) -> None:
    looked(folder)
    read.clear()
    new = folder / "new"
    new.write_text(OTHER, encoding="utf-8")
    new.replace(folder / "raw" / "a.csv")
    assert looked(folder)["a.csv"] == fingerprint.of_file(folder / "raw" / "a.csv")
    assert "a.csv" in read


def test_what_was_written_a_moment_ago_is_not_remembered(folder: Path) -> None:
    looked(folder)
    assert not (folder / "data" / "processed" / fingerprint.FOLDER).exists()


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"raw/a.csv": 5}', '{"raw/a.csv": [1, 2, 3, 4, "x"]}'])
def test_a_damaged_memory_is_no_memory(text: str, folder: Path, read: list[str]) -> None:
    first = looked(folder)
    (folder / "data" / "processed" / fingerprint.FOLDER / "demo.json").write_text(text, encoding="utf-8")
    assert looked(folder) == first


def test_what_is_gone_is_forgotten(folder: Path, read: list[str]) -> None:
    looked(folder)
    (folder / "raw" / "b.csv").unlink()
    looked(folder)
    known = json.loads((folder / "data" / "processed" / fingerprint.FOLDER / "demo.json").read_text(encoding="utf-8"))
    assert set(known) == {str(Path("raw", "a.csv"))}


def test_a_disk_that_takes_nothing_is_no_failure(folder: Path, read: list[str]) -> None:
    (folder / "data").write_text("a file, not a folder", encoding="utf-8")
    assert looked(folder) == {name: fingerprint.of_file(folder / "raw" / name) for name in ("a.csv", "b.csv")}


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Hashes(tmp_path / "x.json", tmp_path).of_file(tmp_path / "none")
