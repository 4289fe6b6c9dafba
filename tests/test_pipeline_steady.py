"""Whatever is done to files while they are read, the notes are those of one state, and the ledger says which."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.batch_builds import build, cheap_project
from helpers.projects import AMUR, ZAVITINSK, Project, copy_of, hashes

from careerstats.errors import DatasetError
from careerstats.model import Problem
from careerstats.pipeline import monitoring, steady
from careerstats.pipeline.request import Request
from careerstats.pipeline.tasks import inputs_of

Fault = Callable[[Path], None]
ONE = {"jobs": 1, "only": (ZAVITINSK,)}


def remove(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    path.with_name("new").write_bytes(path.read_bytes() + b"\n")
    path.with_name("new").replace(path)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def appear(path: Path) -> None:
    path.with_name("practices.yaml").write_text("[]", encoding="utf-8")


def be_away(path: Path) -> None:
    path.rename(path.with_name(".away"))
    path.with_name(".away").rename(path)


def be_half_there(path: Path) -> None:
    whole, stat = path.read_bytes(), path.stat()
    path.write_bytes(whole[:10])
    path.write_bytes(whole)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def folder_be_away(path: Path) -> None:
    be_away(path.parent)


FAULTS = (remove, replace, truncate, appear, be_away, be_half_there, folder_be_away)
FOR_GOOD = (remove, replace, truncate)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "PAUSES", (0.0, 0.0))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "raw" / "demo" / "tables" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text("Белогорск;1731\n" * 9, encoding="utf-8")
    return path


def read(project: Path, fault: Fault | None, table: Path) -> dict[str, str]:
    with steady.while_read(project, Request("demo")) as inputs:
        if fault:
            fault(table)
    return inputs


@pytest.mark.skipif(os.name == "nt", reason="на Windows вторая дата файла – дата создания")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_touched_while_it_is_read_is_named(fault: Fault, table: Path, tmp_path: Path) -> None:
    with pytest.raises(steady.MovedError, match=r"data/raw/demo/tables/(a\.csv|practices\.yaml)?"):
        read(tmp_path, fault, table)


def test_what_stands_still_is_read_once(table: Path, tmp_path: Path) -> None:
    assert read(tmp_path, None, table) == inputs_of(tmp_path, Request("demo"))


def test_an_error_of_reading_is_explained_by_what_moved(table: Path, tmp_path: Path) -> None:
    def remove_and_read(path: Path) -> None:
        path.unlink(missing_ok=True)
        path.read_bytes()

    with pytest.raises(steady.MovedError):
        read(tmp_path, remove_and_read, table)
    with pytest.raises(FileNotFoundError):  # not there from the first: nothing has moved
        read(tmp_path, remove_and_read, table)


def test_a_file_that_could_not_be_found_and_is_there_was_away(table: Path, tmp_path: Path) -> None:
    inputs = inputs_of(tmp_path, Request("demo"))
    with pytest.raises(steady.MovedError, match=r"a\.csv"):
        steady.refuse_lost([Problem("tables/a.csv", "blocking", "no_file", "файла нет")], inputs)
    steady.refuse_lost([Problem("tables/b.csv", "blocking", "no_file", "файла нет")], inputs)
    steady.refuse_lost([Problem("tables/a.csv", "blocking", "empty_file", "файл пуст")], inputs)


def test_reading_ends_in_words_where_something_always_moves() -> None:
    said: list[str] = []

    def moving() -> None:
        raise steady.MovedError("a.csv")

    with pytest.raises(DatasetError, match=r"a\.csv.*ничего не построено"):
        steady.until_still(moving, said.append)
    assert said == ["Пока набор читался, менялось: a.csv. Набор читается ещё раз."] * 2


# In a build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = cheap_project(tmp_path_factory.mktemp("built"), "print(municipality)")
    assert build(project, **ONE).code == 0
    return project


@pytest.fixture
def hurt(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Do something to the table between two steps of the reading; ``times``: in how many readings."""

    def prepare(table: Path, fault: Fault, moment: str, *, restored: bool = False, times: int = 1) -> None:
        step, count = getattr(monitoring, moment), table.parents[3] / "readings"

        def hurting(*values: object, **named: object) -> object:
            done = len(count.read_bytes()) if count.exists() else 0
            if done >= times:
                return step(*values, **named)
            count.write_bytes(b"." * (done + 1))
            whole = table.read_bytes()
            fault(table)
            try:
                return step(*values, **named)
            finally:
                if restored:
                    table.write_bytes(whole)

        monkeypatch.setattr(monitoring, moment, hurting)

    return prepare


MOMENTS = ("open_dataset", "read", "aligned", "assembled")


@pytest.mark.parametrize("moment", ["read", *(pytest.param(m, marks=pytest.mark.slow) for m in MOMENTS if m != "read")])
@pytest.mark.parametrize("fault", FOR_GOOD)
def test_a_file_that_is_back_in_a_moment_leaves_no_trace(
    fault: Fault, moment: str, built: Project, tmp_path: Path, hurt: Callable[..., None]
) -> None:
    project = copy_of(built, tmp_path / "project")
    project.replace("1731 (46%)", "1740 (47%)")
    hurt(project.table, fault, moment, restored=True)
    done = build(project, **ONE)
    assert done.code == 0, done
    assert f"менялось: data/raw/amur-2020/tables/{project.table.name}. Набор читается ещё раз." in done.out
    assert project.ledger["inputs"] == inputs_of(project.folder, Request(AMUR, notebooks=("municipality",)))
    assert "Ничего не изменилось" in build(project, **ONE).out
    other = copy_of(built, tmp_path / "other")
    other.replace("1731 (46%)", "1740 (47%)")
    build(other, **ONE)
    assert hashes(project.processed) == hashes(other.processed)


def test_what_moves_in_every_reading_is_not_built_and_not_claimed(
    built: Project, tmp_path: Path, hurt: Callable[..., None]
) -> None:
    project = copy_of(built, tmp_path)
    project.replace("1731 (46%)", "1740 (47%)")
    before = hashes(project.reports) | hashes(project.processed)
    hurt(project.table, be_away, "read", times=3)
    done = build(project, **ONE)
    assert done.code == 3
    assert "ничего не построено" in done.err
    assert hashes(project.reports) | hashes(project.processed) == before
    assert "из них строится: 1." in build(project, **ONE).out


@pytest.mark.parametrize("fault", [truncate])
def test_what_moved_for_good_is_built_as_it_is_then(
    fault: Fault, built: Project, tmp_path: Path, hurt: Callable[..., None]
) -> None:
    project = copy_of(built, tmp_path)
    whole = project.table.read_bytes()
    project.replace("1731 (46%)", "1740 (47%)")
    hurt(project.table, fault, "read")
    assert "Набор читается ещё раз" in build(project, **ONE).out
    project.table.write_bytes(whole)
    done = build(project, **ONE)
    assert "Ничего не изменилось" not in done.out
    assert done.code == 0
