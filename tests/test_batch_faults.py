"""Whatever happens to a build, it costs at most the note it happened to, and the next run completes."""

import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.batch_builds import (
    THREE,
    build,
    cheap_project,
    is_alive,
    kill,
    leftovers,
    rewrite,
    start,
    statuses,
    wait_for,
)
from helpers.batch_tasks import make_task
from helpers.projects import BELOGORSK, ZAVITINSK, Project, copy_of, hashes

from careerstats.batch import lock, pool
from careerstats.batch.produce import produce
from careerstats.batch.tasks import Result, Task

posix = pytest.mark.skipif(os.name != "posix", reason="сигналы POSIX")
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="предел памяти есть только в Linux")

DONE = dict.fromkeys(THREE, "done")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return cheap_project(tmp_path / "project", "print(municipality)")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three notes, to be copied."""
    project = cheap_project(tmp_path_factory.mktemp("built"), "print(municipality)")
    assert build(project).code == 0
    return project


def the_next_run_completes(project: Project, todo: int) -> None:
    """Exit code 0, exactly so many notes built, nothing half-written, and then nothing left to do."""
    done = build(project)
    assert (done.code, done.err) == (0, ""), done
    assert f"из них строится: {todo}." in done.out
    assert statuses(project) == DONE
    assert leftovers(project) == []
    for code in THREE:
        json.loads(project.note(code, "note.ipynb").read_text(encoding="utf-8"))
    assert "Ничего не изменилось" in build(project).out


# Inside a note

SECONDS = 15  # for a note: on a busy machine a sound one may need more than three
LATE, CRASHED = f"не уложилась в {SECONDS} с", "аварийно завершился"
IN_A_NOTE = {
    "endless loop": ("while True: pass", LATE),
    "endless loop in C": ("sum(range(10 ** 15))", LATE),
    "waits for a child": ("!echo $$ > child.pid; sleep 600", LATE),
    "ends in C": ("import ctypes; ctypes.CDLL(None).abort()", f"{CRASHED} (SIGABRT"),
    "ends its whole group": ("import os; os.killpg(0, 9)", f"{CRASHED} (SIGKILL"),
}
LONGER = {
    "deaf to SIGTERM": ("import signal; signal.signal(15, signal.SIG_IGN)\nwhile True: pass", LATE),
    "stopped": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", LATE),
    "holds the interpreter in a regular expression": ("import re; re.match('(a+)+$', 'a' * 60 + 'b')", LATE),
    "ends in a thread": (
        "import os, threading, time; threading.Thread(target=os._exit, args=[0]).start(); time.sleep(9)",
        CRASHED,
    ),
    "overflows the stack in C": (
        "import ctypes; f = ctypes.CFUNCTYPE(ctypes.c_int)\ndef g(): return h()\nh = f(g); "
        "import sys; sys.setrecursionlimit(10 ** 9); h()",
        CRASHED,
    ),
}


def run_with_sound_ones(folder: Path, faults: dict[str, tuple[str, str]]) -> dict[str, Result]:
    sources = {name: source for name, (source, _) in faults.items()} | {f"sound {n}": "code" for n in range(4)}
    tasks = [make_task(folder, f"{n:02}", source, name=name) for n, (name, source) in enumerate(sources.items())]
    built = pool.run(tasks, jobs=4, timeout=SECONDS, on_result=lambda task, result: None)
    assert list(folder.rglob("*.part*")) == []
    return {task.name: result for task, result in zip(tasks, built, strict=True)}


def each_is_named_and_costs_one_note(results: dict[str, Result], faults: dict[str, tuple[str, str]]) -> None:
    assert [results[f"sound {n}"]["error"] for n in range(4)] == [None] * 4
    for name, (_, words) in faults.items():
        assert results[name]["status"] == "failed", name
        assert words in results[name]["error"]["message"], name


@posix
def test_faults_in_a_note_are_named_and_what_it_started_ends_with_it(tmp_path: Path) -> None:
    each_is_named_and_costs_one_note(run_with_sound_ones(tmp_path, IN_A_NOTE), IN_A_NOTE)
    child = int((tmp_path / "child.pid").read_text(encoding="ascii"))
    assert wait_for(lambda: not is_alive(child))


@posix
@pytest.mark.slow
def test_rarer_faults_in_a_note_are_named(tmp_path: Path) -> None:
    each_is_named_and_costs_one_note(run_with_sound_ones(tmp_path, LONGER), LONGER)


@linux
@pytest.mark.parametrize("source", ["x = []\nwhile True: x.append(bytes(10_000_000))", "x = bytearray(2 * 10 ** 9)"])
def test_a_memory_bomb_costs_its_note(source: str, tmp_path: Path) -> None:
    bomb, sound = make_task(tmp_path, "1", source), make_task(tmp_path, "2", "x = bytearray(100_000_000)")
    first, second = pool.run([bomb, sound], jobs=1, timeout=30, memory_mb=300, on_result=lambda task, result: None)
    assert re.search(r"ячейка \[2\] \(.+\): не хватило памяти: .* \d+ МБ.*--memory", first["error"]["message"])
    assert first["peak_mb"] < 1500
    assert second["error"] is None


# To the workers


@posix
def test_workers_killed_before_their_first_note_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submit, killed = pool._submit, list[int]()

    def kill_all_once(*args: Any) -> None:
        if not killed:
            killed.extend(child.pid for child in multiprocessing.active_children() if child.pid)
            for pid in killed:
                kill(pid)
            time.sleep(0.5)
        submit(*args)

    monkeypatch.setattr(pool, "_submit", kill_all_once)
    tasks = [make_task(tmp_path, str(n), "code") for n in range(4)]
    built = pool.run(tasks, jobs=2, timeout=30, on_result=lambda task, result: None)
    assert len(killed) >= 2
    assert [result["error"] for result in built] == [None] * 4


@posix
def test_an_idle_worker_that_is_killed_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pool.RECYCLED, pool.start_method(), 50)  # elsewhere than here a worker waits for its next note
    leave = "import os, pathlib; pathlib.Path('idle.pid').write_text(str(os.getpid()))"
    wait = "import os, pathlib, time\nwhile not (p := pathlib.Path('idle.pid')).exists(): time.sleep(.05)\n"
    murder = wait + "time.sleep(.5); os.kill(int(p.read_text()), 9); time.sleep(.5)"
    tasks = [make_task(tmp_path, "1", murder), make_task(tmp_path, "2", leave)]
    built = pool.run(tasks, jobs=2, timeout=30, on_result=lambda task, result: None)
    assert [result["error"] for result in built] == [None, None]


HOSTILE = {  # what a cell spoils, and what shows it in the next note
    "функция программы": ("from careerstats import wording; wording.tenths = None", "wording.tenths.__name__"),
    "метод чужого класса": ("import pandas; pandas.DataFrame.head = None", "pandas.DataFrame.head.__name__"),
    "словарь программы": ("from careerstats.export import WRITERS; WRITERS.clear()", "len(WRITERS)"),
    "предел файлов": (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))",
        "resource.getrlimit(resource.RLIMIT_NOFILE)",
    ),
    "права новых файлов": ("import os; os.umask(0o777)", "os.umask(0o22)"),
    "закрытые описатели": ("import os; os.closerange(3, 40)", "1"),
    "сборка мусора": ("import gc; gc.set_threshold(1, 1, 1)", "gc.get_threshold()"),
    "сигналы": ("import signal; signal.pthread_sigmask(0, range(1, 60))", "sorted(signal.pthread_sigmask(0, []))"),
}


@posix
def test_what_a_cell_spoils_no_other_note_finds(tmp_path: Path) -> None:
    """One worker runs them all: a spoiling note, then one that prints what it finds; both as if alone."""
    shows = [f"{spoils.split(';')[0]}\nprint({shown})" for spoils, shown in HOSTILE.values()]
    spoiling = [make_task(tmp_path, f"{n}a", spoils) for n, (spoils, _) in enumerate(HOSTILE.values())]
    looking = [make_task(tmp_path, f"{n}b", cell) for n, cell in enumerate(shows)]
    (tmp_path / "alone").mkdir()
    alone = [make_task(tmp_path / "alone", f"{n}b", cell) for n, cell in enumerate(shows)]
    pool.run(alone, jobs=1, timeout=30, on_result=lambda task, result: None)
    pairs = [task for pair in zip(spoiling, looking, strict=True) for task in pair]
    results = pool.run(pairs, jobs=1, timeout=30, on_result=lambda task, result: None)
    assert [result.error for result in results[1::2]] == [None] * len(HOSTILE)
    assert [printed(task) for task in looking] == [printed(task) for task in alone]


def printed(task: Task) -> str:
    """Last output of the finished note."""
    cells = json.loads(Path(task.folder, f"{task.stem}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "".join(cells[-1]["outputs"][-1]["text"])


LEFT = """import pathlib, subprocess
child = subprocess.Popen(["nohup", "sleep", "300"], start_new_session={apart}, stdout=subprocess.DEVNULL)
pathlib.Path("left.pid").write_text(str(child.pid))
"""


@linux
@pytest.mark.parametrize("apart", [False, True], ids=["в группе", "вне группы"])
def test_a_program_that_a_cell_leaves_running_ends_with_its_note(apart: bool, tmp_path: Path) -> None:
    task = make_task(tmp_path, "1", LEFT.format(apart=apart))
    (result,) = pool.run([task], jobs=1, timeout=30, on_result=lambda task, result: None)
    assert result.error is None
    left = int((tmp_path / "left.pid").read_text(encoding="utf-8"))
    assert wait_for(lambda: not is_alive(left), seconds=20)


@posix
@pytest.mark.slow
def test_workers_killed_at_random_lose_only_what_they_ran(tmp_path: Path) -> None:
    """Every 0.3 s one worker is killed: all notes are accounted for, at most one lost for each.

    One killed just as it took its note is not missed by pebble; that note is ended when its time is over.
    """
    tasks = [make_task(tmp_path, f"{n:03}", "import time; time.sleep(.05)") for n in range(100)]
    killed, last = 0, time.monotonic()

    def now_and_then(task: Task, result: Result) -> None:
        nonlocal killed, last
        children = [child for child in multiprocessing.active_children() if child.pid]
        if time.monotonic() - last > 0.3 and children:
            killed, last = killed + 1, time.monotonic()
            kill(children[killed % len(children)].pid or 0)

    built = pool.run(tasks, jobs=2, timeout=10, on_result=now_and_then)
    failed = [result["error"]["message"] for result in built if result["status"] == "failed"]
    assert killed > 3
    assert len(built) == 100
    assert len(failed) <= killed
    assert [text for text in failed if "аварийно завершился" not in text and "не уложилась" not in text] == []


# To the clock


def test_a_clock_that_jumps_ends_no_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter(range(10**9))
    monkeypatch.setattr(time, "time", lambda: next(days) * 86400.0)  # pebble asks it ten times a second
    tasks = [make_task(tmp_path, str(n), "import time; time.sleep(.5)") for n in range(2)]
    built = pool.run(tasks, jobs=1, timeout=30, on_result=lambda task, result: None)
    assert [result["error"] for result in built] == [None, None]
    assert [result["seconds"] < 30 for result in built] == [True, True]


def test_dates_of_files_mean_nothing(built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    for n, path in enumerate(path for path in project.folder.rglob("*") if path.is_file()):
        os.utime(path, (0, 0) if n % 2 else (4e9, 4e9))
    assert "Ничего не изменилось" in build(project).out


@pytest.mark.slow
def test_a_change_that_keeps_the_date_of_its_file_is_seen(built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    before = project.table.stat()
    project.replace("1731 (46%)", "1740 (47%)")
    os.utime(project.table, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "из них строится: 3" in build(project).out


# To the files


@pytest.mark.slow
def test_a_bundle_that_disappears_costs_its_note(project: Project) -> None:
    bundle = project.folder / f"data/processed/amur-2020/notes/2020/internal/municipality-{BELOGORSK}.json"
    rewrite(
        project,
        f'import os\nif municipality == "{ZAVITINSK}": os.remove("{bundle}")',
        "import careerstats as cs; cs.open_note(dataset, municipality, period)",
    )
    done = build(project)
    assert done.code == 1
    assert statuses(project) == DONE | {BELOGORSK: "failed"}
    assert project.entry(BELOGORSK)["error"]["type"] == "NoteError"
    assert "careerstats build" in project.entry(BELOGORSK)["error"]["message"]
    rewrite(project, "import careerstats as cs; cs.open_note(dataset, municipality, period)")
    the_next_run_completes(project, 3)


@pytest.mark.parametrize(
    "text", ["{", *(pytest.param(text, marks=pytest.mark.slow) for text in ("", '{"notes": {"a": 5}}', "[1]", "\0"))]
)
def test_a_damaged_ledger_is_announced_and_written_anew(text: str, built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    (project.reports / "run.json").write_text(text, encoding="utf-8")
    done = build(project)
    assert done.code == 0
    assert "run.json" in done.out
    assert statuses(project) == DONE
    assert "Ничего не изменилось" in build(project).out
    old, new = hashes(built.reports), hashes(project.reports)
    assert {name for name in old | new if old.get(name) != new.get(name)} <= {"run.json"}


@pytest.mark.parametrize("text", ["", '{"cells": [', "[]", '{"cells": 5}', '{"cells": [5]}', "\0\0"])
def test_a_damaged_notebook_is_named(text: str, tmp_path: Path) -> None:
    task = make_task(tmp_path, "1", "code")
    Path(task.template).write_text(text, encoding="utf-8")
    result = produce(task)
    assert f"Файл блокнота {task.template} повреждён" in result["error"]["message"]
    assert list(Path(task.folder).iterdir()) == []


@pytest.mark.slow
def test_a_damaged_notebook_gives_exit_code_1_and_a_mended_one_completes(project: Project) -> None:
    (project.folder / "notebooks" / "municipality.ipynb").write_text("{", encoding="utf-8")
    done = build(project)
    assert (done.code, statuses(project)) == (1, dict.fromkeys(THREE, "failed"))
    assert "Не удалось собрать: 3" in done.out
    rewrite(project, "print(municipality)")
    the_next_run_completes(project, 3)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a disk in memory over a folder; skips where that is not allowed."""
    mounted: list[Path] = []

    def mount(folder: Path, options: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        command = [shutil.which("mount") or "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError:
            pytest.skip("нет программы mount")
        if done.returncode:
            pytest.skip("подключать диски не разрешено")
        mounted.append(folder)
        return folder

    yield mount
    for folder in reversed(mounted):
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def test_a_full_disk_is_named_and_nothing_half_written_stays(project: Project, small_disk: Callable[..., Path]) -> None:
    small_disk(project.reports, "size=1m")
    rewrite(project, f'print("x" * (1_500_000 if municipality == "{BELOGORSK}" else 10))')
    done = build(project)
    assert done.code == 1, done
    assert "на диске нет места" in done.out
    assert statuses(project) == DONE | {BELOGORSK: "failed"}
    assert leftovers(project) == []
    rewrite(project, "print(municipality)")
    the_next_run_completes(project, 3)


@pytest.mark.slow
def test_a_disk_too_full_for_the_ledger_ends_the_run_in_words(
    project: Project, small_disk: Callable[..., Path]
) -> None:
    reports = small_disk(project.reports, "size=1m")
    (reports / "ballast").write_bytes(b"0" * 2**20)
    done = project.build("--only", BELOGORSK, "--formats", "html")
    assert (done.code, "на диске нет места" in done.err) == (1, True), done
    assert "Traceback" not in done.err
    (reports / "ballast").unlink()
    the_next_run_completes(project, 3)


@pytest.mark.slow
def test_reports_that_may_only_be_read_are_named(project: Project, small_disk: Callable[..., Path]) -> None:
    small_disk(project.reports, "ro")
    done = project.build("--only", BELOGORSK, "--formats", "html")
    assert done.code == 1
    assert "только для чтения" in done.out + done.err
    assert "Traceback" not in done.err
    subprocess.run(["mount", "-o", "remount,rw", str(project.reports)], check=True)
    the_next_run_completes(project, 3)


# To the whole run


def test_a_build_of_a_dataset_that_is_being_built_is_refused(built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    with lock.held(project.folder / "data" / "processed", "amur-2020"):
        assert "Ничего не изменилось" in build(project).out, "looking is always allowed"
        done = project.build("--only", BELOGORSK, "--force")
    assert done.code == 2
    assert f"сейчас строит другой процесс (номер процесса {os.getpid()})" in done.err
    assert hashes(project.folder) == hashes(built.folder)


def test_a_change_taken_back_runs_nothing_again(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_of(built, tmp_path)
    project.replace("1731 (46%)", "1740 (47%)")
    assert "из них строится: 3" in build(project).out
    project.replace("1740 (47%)", "1731 (46%)")
    monkeypatch.setattr(pool, "run", None)
    done = build(project)
    assert (done.code, "Взято готовых из прежних сборок: 3." in done.out) == (0, True), done
    for code in THREE:
        assert hashes(project.reports / "2020" / code) == hashes(built.reports / "2020" / code)
        assert project.entry(code)["reason"] == "изменилась"
    assert "Ничего не изменилось" in build(project).out


@posix
@pytest.mark.slow
def test_a_second_build_is_refused_and_the_first_goes_on(project: Project) -> None:
    rewrite(project, "import os, time\nopen('started', 'w').close()\nwhile not os.path.exists('go'): time.sleep(.05)")
    beside, first = project.folder / "notebooks", start(project)
    try:
        assert wait_for((beside / "started").exists)
        second = build(project)
        assert second.code == 2
        assert f"сейчас строит другой процесс (номер процесса {first.pid})" in second.err
    finally:
        (beside / "go").touch()
        out, err = first.communicate(timeout=60)
    assert first.returncode == 0, out + err
    assert statuses(project) == DONE
    assert leftovers(project) == []


LOOPS = f"""
import os, pathlib
if municipality != "{ZAVITINSK}" and not os.path.exists("../go"):
    os.system("sleep 600 & echo $! > ../child.pid")
    pathlib.Path("../worker.pid").write_text(str(os.getpid()))
    sum(range(10 ** 15))"""


@posix
@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGINT, marks=pytest.mark.slow), signal.SIGTERM, signal.SIGKILL]
)
def test_a_run_that_is_ended_keeps_what_is_done_and_leaves_nobody(number: signal.Signals, project: Project) -> None:
    rewrite(project, LOOPS)
    run = start(project)
    worker, child = project.folder / "worker.pid", project.folder / "child.pid"
    assert wait_for(lambda: worker.exists() and child.exists() and bool(worker.read_text(encoding="ascii")))
    run.send_signal(number)
    _, said = run.communicate(timeout=30)
    assert run.returncode != 0
    assert ("Прервано. Готовые справки сохранены" in said) == (number is not signal.SIGKILL)
    pids = [int(path.read_text(encoding="ascii")) for path in (worker, child)]
    assert wait_for(lambda: not any(is_alive(pid) for pid in pids)), "C code held the interpreter, a child slept"
    if number is not signal.SIGKILL:
        assert [name for name in leftovers(project) if not name.endswith(".jsonl")] == []
    assert (project.reports / "run.jsonl").exists(), "the first note is in the journal"
    (project.folder / "go").touch()
    the_next_run_completes(project, 2)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("wait", [n / 4 for n in range(2, 14)])
def test_a_run_killed_at_any_moment_is_continued(wait: float, project: Project) -> None:
    run = start(project, jobs=2)
    time.sleep(wait)
    run.kill()
    run.communicate()
    done = build(project)
    assert done.code == 0, done
    assert statuses(project) == DONE
    assert leftovers(project) == []
    assert "Ничего не изменилось" in build(project).out
