"""``--cluster``: a real scheduler and workers on this machine; one is killed in the middle, and nothing is missing."""

import contextlib
import importlib.util
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from helpers.batch_builds import cheap_project, wait_for
from helpers.batch_tasks import make_task
from helpers.docs_pages import DOCS
from helpers.docs_reading import blocks
from helpers.projects import AMUR, Project

from careerstats.batch import cluster, pool
from careerstats.batch.tasks import Result, Task, done
from careerstats.errors import NoteError, UsageError

with_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None or os.name != "posix",
    reason="нет пакета distributed (pip install 'careerstats[cluster]') или сигналов POSIX",
)
LIVES = "300"  # seconds after which a scheduler without work, or a worker without a scheduler, ends by itself


def dask(*words: str) -> "subprocess.Popen[bytes]":
    """A process of the cluster, in a group of its own: what it starts goes with it."""
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def worker(address: str) -> "subprocess.Popen[bytes]":
    return dask("worker", address, "--nthreads", "1", "--no-nanny", "--death-timeout", LIVES)


@contextlib.contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    known = folder / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--idle-timeout", f"{LIVES}s", "--scheduler-file", str(known))
    process = dask("scheduler", *words)
    try:
        assert wait_for(lambda: known.is_file() and known.stat().st_size > 0, 30)
        yield json.loads(known.read_text(encoding="utf-8"))["address"], process
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.kill()
    process.wait()


def tasks_of(project: Path, pause: float = 0.0) -> list[Task]:
    project.mkdir(exist_ok=True)
    source = f"import time; time.sleep({pause}); print('справка', code)"
    return [make_task(project, f"{number:02}", source, "1 / 0" if number == 5 else "code") for number in range(16)]


def files_of(project: Path) -> dict[str, bytes]:
    home = project / "reports"
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def ignore(task: Task, result: Result) -> None:
    pass


@with_dask
@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_loses_nothing_and_the_bytes_are_those_of_a_local_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    with scheduler(tmp_path) as (address, _):
        workers = [worker(address), worker(address)]
        try:

            def kill_one(task: Task, result: Result) -> None:
                heard.append(task.code)
                if len(heard) == 3:
                    workers[0].kill()

            far = tasks_of(tmp_path / "far", pause=0.2)
            monkeypatch.setattr(cluster, "SHARE", 1)  # batches of eight: each starts an interpreter
            results = cluster.run(far, address=address, timeout=60, on_result=kill_one)
        finally:
            for process in workers:
                end(process)
    near = pool.run(tasks_of(tmp_path / "near", pause=0.2), jobs=1, timeout=60, on_result=ignore)
    assert sorted(heard) == [task.code for task in far]
    assert [one.status for one in results] == ["failed" if task.code == "05" else "done" for task in far]
    assert [one.outputs for one in results] == [one.outputs for one in near]
    assert results[5].error == near[5].error
    assert files_of(tmp_path / "far") == files_of(tmp_path / "near")


@with_dask
@pytest.mark.slow
def test_the_command_builds_on_a_cluster_what_it_builds_here_though_a_worker_is_killed(tmp_path: Path) -> None:
    """``build --cluster`` whole: the command, a scheduler and two workers, each a process of its own."""
    far, near = (cheap_project(tmp_path / name, "import time; time.sleep(0.3); print(municipality)") for name in HOMES)
    with scheduler(tmp_path) as (address, _), contextlib.ExitStack() as ends:
        workers = [worker(address), worker(address)]
        for process in workers:
            ends.callback(end, process)
        with subprocess.Popen([*command(far), "--cluster", address], stdout=subprocess.DEVNULL) as running:
            ends.callback(end, running)
            assert wait_for(lambda: any(far.reports.glob("2020/*/note.ipynb")), 120)
            workers[0].kill()
            assert running.wait(300) == 0
    assert subprocess.run(command(near), stdout=subprocess.DEVNULL, check=False).returncode == 0
    assert len(far.ledger["notes"]) == 29
    assert {note["status"] for note in far.ledger["notes"].values()} == {"done"}
    outputs = [{key: one["outputs"] for key, one in project.ledger["notes"].items()} for project in (far, near)]
    assert outputs[0] == outputs[1]
    assert notebooks_of(far) == notebooks_of(near)
    assert not (far.reports / cluster.FOLDER).exists()


HOMES = ("far", "near")


def command(project: Project) -> list[str]:
    words = ["build", AMUR, "--project", str(project.folder), "--notebook", "municipality", "--formats", "html"]
    return [sys.executable, "-m", "careerstats", *words]


def notebooks_of(project: Project) -> dict[str, bytes]:
    home = project.reports / "2020"
    return {str(path.relative_to(home)): path.read_bytes() for path in home.glob("*/note.*")}


@with_dask
@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_a_killed_scheduler_is_named_and_what_was_built_is_heard_of(tmp_path: Path) -> None:
    heard: list[str] = []
    with scheduler(tmp_path) as (address, process), contextlib.ExitStack() as ends:
        ends.callback(end, worker(address))

        def kill_it(task: Task, result: Result) -> None:
            heard.append(task.code)
            process.kill()

        with pytest.raises(NoteError, match=r"Связь с кластером .* потеряна"):
            cluster.run(tasks_of(tmp_path, pause=0.2), address=address, timeout=60, on_result=kill_it)
    assert heard
    assert not (tmp_path / "reports" / "demo" / cluster.FOLDER).exists()


@with_dask
@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_another_program_on_a_worker_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster.fingerprint, "program", lambda: "other")
    with scheduler(tmp_path) as (address, _), contextlib.ExitStack() as ends:
        ends.callback(end, worker(address))
        with pytest.raises(NoteError, match="установлена другая программа"):
            cluster.run(tasks_of(tmp_path), address=address, timeout=60, on_result=ignore)


@with_dask
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    with pytest.raises(UsageError, match=r"планировщик tcp://127.0.0.1:9 не отвечает"):
        cluster.run(tasks_of(tmp_path)[:1], address="tcp://127.0.0.1:9", timeout=60, on_result=ignore)


def test_without_dask_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'careerstats\[cluster\]'"):
        cluster.run(tasks_of(tmp_path)[:1], address="tcp://127.0.0.1:9", timeout=60, on_result=ignore)


def test_a_batch_that_was_begun_goes_on_where_it_was_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the journal has is not built again; a line may be of another shape, the last one cut short."""
    tasks = tasks_of(tmp_path)[:3]
    batch = tmp_path / "00001.json"
    told = {"program": cluster.fingerprint.program(), "tasks": [asdict(one) for one in tasks]}
    batch.write_text(json.dumps(told | {"timeout": 60, "memory_mb": 0}), encoding="utf-8")
    line = json.dumps([tasks[0].key, {"code": "00", "notebook": "municipality", "status": "done"}])
    strange = json.dumps([tasks[1].key, {"code": "01", "notebook": "municipality", "seconds": "долго"}])
    batch.with_suffix(".jsonl").write_text(f"\n{line}\n{strange}\n{line[:-9]}", encoding="utf-8")
    built: list[str] = []

    def stand_in(todo: list[Task], *, on_result: Any, **limits: Any) -> None:
        for task in todo:
            built.append(task.code)
            on_result(task, done(task))

    monkeypatch.setattr(cluster.pool, "run", stand_in)
    monkeypatch.setattr(cluster, "_end_with_input", lambda: None)
    assert cluster.main(str(batch)) == 0
    assert built == ["01", "02"]
    assert [key for key, _ in cluster._results(batch)] == [task.key for task in tasks]


@pytest.mark.slow
@with_dask
@pytest.mark.parametrize("shown", ["tcp", "tls"])
def test_the_recipe_of_the_page_is_a_cluster_that_nobody_enters_without_its_key(tmp_path: Path, shown: str) -> None:
    """Every command as printed; the address of another machine is this one's."""
    page = [one for one in blocks(DOCS / "howto" / "cluster.md") if "cluster-cert" in one.text or "dask" in one.text]
    lines = [line.replace("10.0.0.1", "127.0.0.1") for one in page if one.language == "sh" for line in one.commands]
    [config] = [one.text for one in page if one.language == "yaml"]
    (tmp_path / "cluster.yaml").write_text(config, encoding="utf-8")
    for line in [line for line in lines if line.startswith(("openssl", "chmod"))]:
        subprocess.run(shlex.split(line), cwd=tmp_path, check=True, capture_output=True)
    started = [line for line in lines if line.startswith("dask") and (f"{shown}://" in line or shown == "tcp")][:2]
    assert [line.split()[1] for line in started] == ["scheduler", "worker"]
    secret = {"DASK_CONFIG": str(tmp_path / "cluster.yaml")} if shown == "tls" else {}
    processes = []
    try:
        for line in started:
            command = [sys.executable, "-m", *shlex.split(line)]
            out = subprocess.DEVNULL
            processes.append(
                subprocess.Popen(
                    command, cwd=tmp_path, env=os.environ | secret, stdout=out, stderr=out, start_new_session=True
                )
            )
        address = f"{shown}://127.0.0.1:8786"
        assert wait_for(lambda: answered(address, tmp_path, secret) == "42", 60)
        if shown == "tls":
            assert answered(address, tmp_path, {}) != "42"
            assert answered(address.replace("tls", "tcp"), tmp_path, {}) != "42"
        assert {host for process in processes for host in listening(process.pid)} == {"127.0.0.1"} or shown == "tls"
        assert set(listening(processes[0].pid)) == {"127.0.0.1"}
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answered(address: str, folder: Path, secret: dict[str, str]) -> str:
    """What a program of a stranger hears of the cluster that is asked to compute 6 · 7."""
    program = (
        f"from distributed import Client; print(Client({address!r}, timeout=5).submit(lambda: 42).result(timeout=5))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DASK_CONFIG"} | secret
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.strip()


def listening(group: int) -> list[str]:
    """Addresses on which the processes of a group listen (Linux)."""
    import psutil

    ours = [one for one in psutil.process_iter() if os.getpgid(one.pid) == group]
    return [link.laddr.ip for one in ours for link in one.net_connections("tcp") if link.status == psutil.CONN_LISTEN]
