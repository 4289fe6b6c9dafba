"""A dataset that memory is too short for is refused before it is read; where it ends all the same, it is told."""

import io
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from helpers.small_groups import codes, write

from careerstats.arguments import outcome
from careerstats.batch import apart, memory
from careerstats.errors import DatasetError
from careerstats.intake import open_dataset
from careerstats.pipeline import building, room
from careerstats.pipeline.request import Request

COUNTS = dict.fromkeys(codes(3), (60, 20))
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, ({megabytes} * 2**20,) * 2)
from careerstats.cli import main
sys.exit(main(["--project", sys.argv[1], *sys.argv[2:]]))
"""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="предел памяти процесса есть только в Linux")


def large(folder: Path, megabytes: int) -> Path:
    project = write(folder, COUNTS)
    (project / "data/raw/proba/tables/more.csv").write_bytes(b"1;2\n" * (megabytes * 2**18))
    return project


def limited(project: Path, megabytes: int, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-c", LIMITED.format(megabytes=megabytes), str(project), *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stderr


@on_linux
def test_more_than_a_limit_leaves_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    project = large(tmp_path, 40)
    code, said = limited(project, 2000, "build", "proba")
    assert code == 3
    assert said.startswith("Набору не хватит памяти: таблиц в нём 40\u00a0МБ, на их чтение и сравнение нужно около ")
    assert "разделите набор" in said
    assert not list((project / "reports").rglob("note.*"))
    assert not list((project / "data/processed").rglob("*.parquet"))


@on_linux
def test_what_fits_is_read(tmp_path: Path) -> None:
    code, said = limited(write(tmp_path, COUNTS), 2000, "check", "proba")
    assert code == 0, said


def test_where_memory_ends_all_the_same_it_is_told_without_a_trace(capsys: pytest.CaptureFixture[str]) -> None:
    def greedy() -> int:
        raise MemoryError

    assert outcome(lambda: apart.run(greedy)) == 1
    said = capsys.readouterr().err
    assert said.startswith("Не хватило памяти. Готовые справки сохранены")
    assert "Traceback" not in said


def test_what_is_packed_counts_as_what_it_holds_and_lists_of_persons_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = large(tmp_path, 8)
    home = project / "data/raw/proba"
    monkeypatch.setattr(memory, "available_mb", lambda: room.FIRST + 9 * room.PER_TEXT)
    room.refuse_if_short(open_dataset(project, "proba"))
    (home / "tables/more.csv").rename(home / "tables/more.xlsx")
    with pytest.raises(DatasetError, match="таблиц в нём 64"):
        room.refuse_if_short(open_dataset(project, "proba"))


def test_what_a_container_leaves_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text(f"{300 * 2**20}\n")
    (tmp_path / "memory.current").write_text(f"{100 * 2**20}\n")
    monkeypatch.setattr(memory, "GROUP", tmp_path)
    assert memory.available_mb() == 200
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.available_mb() > 200


class Tables(pickle.Pickler):
    """Numbers of rows of all the tables that something holds, however deep."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO())
        self.rows: list[int] = []

    def reducer_override(self, held: object) -> Any:
        self.rows += [len(held)] if isinstance(held, pd.DataFrame) else []
        return NotImplemented


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_who_waits_for_the_notes_holds_no_row_of_any_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    tables = Tables()

    def read(work: Callable[[], building.Prepared]) -> building.Prepared:
        answer = work()
        tables.dump(answer)
        return answer

    monkeypatch.setattr(building.apart, "run", read)
    project = write(tmp_path, COUNTS)
    building.build(project, Request("proba", formats=("html",), audience=audience, jobs=1), lambda text: None)
    assert len(tables.rows) >= 4
    assert set(tables.rows) == {0}
    assert len(pd.read_parquet(project / "data/processed/proba/counts.parquet")) > 0
