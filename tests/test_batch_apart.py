"""Work in a child of its own: its answer, its error, its death; nothing of it is left behind."""

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.batch_builds import is_alive, wait_for

from careerstats.batch import apart

forks = pytest.mark.skipif(sys.platform != "linux", reason="только на Linux видно, сколько у процесса потоков")
SCRIPT = """
import os, signal, sys, time
from pathlib import Path
from careerstats.batch import apart
from careerstats.errors import DatasetError

class Odd(Exception):
    def __init__(self, one, two): super().__init__(one)

def work():
    {work}

def main():
    try:
        print("ответ", apart.run(work) , os.getpid())
    except BaseException as error:
        print(type(error).__name__, error)

print("до", end=" ")
main()
"""


def said(work: str) -> str:
    command = [sys.executable, "-X", "utf8", "-c", SCRIPT.format(work=work)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


@forks
def test_the_answer_comes_from_another_process_and_what_was_printed_comes_once() -> None:
    before, word, child, parent = said("return os.getpid()").split()
    assert (before, word) == ("до", "ответ")
    assert child != parent


@forks
@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ("raise DatasetError('таблицы нет')", "DatasetError таблицы нет"),
        ("raise Odd(1, 2)", "RuntimeError Odd: 1"),
        ("return lambda: 1", "AttributeError Can't pickle"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "NoteError Процесс, читавший набор, прерван (код -9)"),
        ("sys.exit(3)", "SystemExit 3"),
    ],
)
def test_an_error_is_raised_here(work: str, expected: str) -> None:
    assert said(work).removeprefix("до ").startswith(expected)


@forks
def test_it_ends_with_its_parent_and_holds_nothing_of_it_open(tmp_path: Path) -> None:
    told = tmp_path / "child"
    work = f"Path({str(told)!r}).write_text(str(os.getpid())); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", SCRIPT.format(work=work)], stdout=subprocess.PIPE) as parent:
        assert wait_for(lambda: told.is_file() and told.read_text(encoding="utf-8") != "")
        child = int(told.read_text(encoding="utf-8"))
        assert is_alive(child)
        parent.kill()
    assert wait_for(lambda: not is_alive(child), seconds=20)


@forks
@pytest.mark.parametrize(("seconds", "here"), [(0.3, False), (30, True)])
def test_a_thread_that_is_about_to_end_is_waited_for_and_one_that_stays_is_not(seconds: float, here: bool) -> None:
    """Started past Python's own list, as a library's thread is, or one that Python has joined a moment ago."""
    start = f"import _thread; _thread.start_new_thread(time.sleep, ({seconds},))\n"
    script = start + SCRIPT.format(work="return os.getpid()")
    command = [sys.executable, "-X", "utf8", "-c", f"import time\n{script}"]
    *_, child, parent = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert (child == parent) == here


def test_where_a_process_cannot_be_copied_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "single_threaded", lambda: False)
    here: list[int] = []
    assert apart.run(lambda: here.append(1) or "готово") == "готово"
    assert here == [1]
