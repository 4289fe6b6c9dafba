"""One build of a dataset at a time: the second is refused in words, a dead one blocks nobody."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from careerstats.batch import lock
from careerstats.errors import BusyError

HOLD = """
import sys, time
from pathlib import Path
from careerstats.batch import lock
with lock.held(Path(sys.argv[1]), "demo"):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    """Another process that holds the lock of «demo»."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def test_a_second_process_is_refused_and_told_who_is_inside(tmp_path: Path) -> None:
    other = holder(tmp_path)
    try:
        with pytest.raises(BusyError, match=f"«demo» сейчас строит другой процесс \\(номер процесса {other.pid}\\)"):
            lock.held(tmp_path, "demo").__enter__()
        with lock.held(tmp_path, "amur-2020"):
            pass  # another dataset is another lock
    finally:
        end(other)


def test_the_lock_of_a_killed_process_blocks_nobody(tmp_path: Path) -> None:
    other = holder(tmp_path)
    end(other)
    assert (tmp_path / ".demo.lock").read_text(encoding="ascii") == f" {other.pid}", "it had no time to clean up"
    with lock.held(tmp_path, "demo"):
        assert (tmp_path / ".demo.lock").read_text(encoding="ascii") == f" {os.getpid()}"


def test_nothing_is_left_afterwards(tmp_path: Path) -> None:
    with lock.held(tmp_path / "processed", "demo"):
        pass
    with pytest.raises(ValueError, match="inside"), lock.held(tmp_path / "processed", "demo"):
        raise ValueError("inside")
    assert list((tmp_path / "processed").iterdir()) == []


def test_a_file_of_the_same_name_with_nonsense_in_it_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / ".demo.lock").write_bytes(b"\xff not a number")
    with lock.held(tmp_path, "demo"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="flock")
def test_a_disk_without_locks_does_not_forbid_to_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(file: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with lock.held(tmp_path, "demo"), lock.held(tmp_path, "demo"):
        pass
    assert list(tmp_path.iterdir()) == []


def _count(folder: Path, turns: int) -> None:
    """Read, add one, write: goes wrong at once if two are inside."""
    number = folder / "number"
    while turns:
        try:
            with lock.held(folder, "demo"):
                number.write_text(str(int(number.read_text(encoding="ascii")) + 1), encoding="ascii")
                turns -= 1
        except BusyError:
            continue


def test_never_two_inside_however_often_the_file_is_made_and_removed(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0", encoding="ascii")
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_count, args=[tmp_path, 100]) for _ in range(3)]
    for process in others:
        process.start()
    for process in others:
        process.join(60)
    assert [process.exitcode for process in others] == [0, 0, 0]
    assert (tmp_path / "number").read_text(encoding="ascii") == "300"


@pytest.mark.skipif(os.name != "posix", reason="сигналы POSIX")
def test_a_stopped_process_still_holds_its_lock(tmp_path: Path) -> None:
    other = holder(tmp_path)
    try:
        other.send_signal(signal.SIGSTOP)
        with pytest.raises(BusyError):
            lock.held(tmp_path, "demo").__enter__()
    finally:
        end(other)
