"""Inputs taken away, replaced, cut short at any moment of a run: the notes are of one state, which the ledger says."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.batch_builds import build, cheap_project
from helpers.projects import AMUR, ZAVITINSK, Project, copy_of, hashes

from careerstats.pipeline import steady
from careerstats.pipeline.request import Request
from careerstats.pipeline.tasks import inputs_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="на Windows вторая дата файла – дата создания")
ONE = {"jobs": 1, "only": (ZAVITINSK,)}
LASTS = 3  # files that are opened while a fault lasts
Fault = Callable[[Path], None]


def remove(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    path.with_name(".new").write_bytes(path.read_bytes().replace(b"1731", b"1713"))
    path.with_name(".new").replace(path)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


FAULTS: tuple[Fault, ...] = (remove, replace, cut_short)


class Moment:
    """Hears of every file of the dataset that is opened, in this process and in those forked from it."""

    def __init__(self) -> None:
        self.at = -1
        sys.addaudithook(self._hear)

    def set(self, table: Path, fault: Fault, at: int) -> None:
        self.table, self.fault, self.heard, self.end = table, fault, 0, -1
        self.raw, self.whole = str(table.parents[1]), table.read_bytes()
        self.mark, self.over = table.parents[3] / "happened", table.parents[3] / "over"
        self.at = at

    def _hear(self, event: str, values: tuple[object, ...]) -> None:
        if event != "open" or self.at < 0 or not str(values[0]).startswith(self.raw):
            return
        self.heard += 1
        at, self.at = self.at, -1  # what a fault opens is not heard of
        if self.heard == at and not self.mark.exists():
            self.mark.touch()
            self.end = at + LASTS
            self.fault(self.table)
        elif self.end < 0 and self.mark.exists() and not self.over.exists():
            self.end = self.heard + LASTS  # it happened in a process that has ended since
        elif self.heard == self.end:
            self.over.touch()
            self.table.with_name(".back").write_bytes(self.whole)
            self.table.with_name(".back").replace(self.table)
        self.at = at


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "PAUSES", (0.0, 0.0))


@pytest.fixture(scope="module")
def moment() -> Moment:
    return Moment()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = cheap_project(tmp_path_factory.mktemp("built"), "print(municipality)")
    assert build(project, **ONE).code == 0
    return project


@pytest.fixture(scope="module")
def expected(built: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a run leaves that nothing happened to."""
    other = copy_of(built, tmp_path_factory.mktemp("other") / "project")
    other.replace("1731 (46%)", "1740 (47%)")
    assert build(other, **ONE).code == 0
    return hashes(other.processed)


QUICK = {2, 9, 17, 26, 35, 47}
TIMES = [pytest.param(at, marks=[] if at in QUICK else [pytest.mark.slow]) for at in range(54)]


@pytest.mark.parametrize("at", TIMES)
def test_at_every_moment_the_notes_are_those_of_one_state(
    at: int, moment: Moment, built: Project, expected: dict[str, str], tmp_path: Path
) -> None:
    project = copy_of(built, tmp_path / "project")
    project.replace("1731 (46%)", "1740 (47%)")
    moment.set(project.table, FAULTS[at % len(FAULTS)], at + 1)
    done = build(project, **ONE)
    moment.at = -1
    assert moment.mark.exists(), "there are that many moments"
    project.table.write_bytes(moment.whole)  # where the run ended before the file was back
    if done.code:
        assert "читался" in done.err, done
        assert build(project, **ONE).code == 0
    assert project.ledger["inputs"] == inputs_of(project.folder, Request(AMUR, notebooks=("municipality",)))
    assert hashes(project.processed) == expected
    build(project, **ONE)
    assert hashes(project.processed) == expected
