"""Tasks -> results, built by the workers of a dask cluster over a shared folder; a lost worker costs what it had left.

A batch of notes is a file in the shared folder, and dask carries only its path. On the worker an interpreter of its own
builds the batch (``python -m careerstats.batch.cluster FILE``), note by note, in a pool like the local one, and writes
each result into a journal beside the file. Whoever runs the batch again, after its worker was lost, starts from there.
"""

import contextlib
import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from careerstats.batch import files, fingerprint, pool
from careerstats.batch.tasks import Result, Task, failed
from careerstats.errors import CareerstatsError, NoteError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

FOLDER = ".cluster"  # under reports/<dataset>, while a run lasts; gone means: stop
LARGEST = 100  # notes of a batch: dask needs some 2 ms for each, an interpreter that starts 3 s
SHARE = 4  # batches per thread of the cluster, so that a slow one holds up nobody
TICK = 0.5  # seconds between looks at the journals
CONNECT = 10.0  # seconds a scheduler may take to answer
ALONE = 60.0  # seconds without a single worker
ROUNDS = 3  # how often a batch is sent out before its notes are given up; dask itself tries each three times
NOT_INSTALLED = (
    "Для --cluster нужен пакет distributed, он не установлен. Установите его там же, где careerstats: "
    "pip install 'careerstats[cluster]' (на каждой машине кластера), или соберите справки без --cluster."
)
NO_SCHEDULER = (
    "--cluster: планировщик {address} не отвечает ({what}). Проверьте адрес (например, tcp://127.0.0.1:8786) и что "
    "планировщик запущен: dask scheduler."
)
NO_WORKERS = (
    "В кластере {address} нет ни одного рабочего процесса. Запустите их на машинах кластера: "
    "dask worker {address} --nthreads 1. Готовые справки сохранены."
)
GONE = "Связь с кластером {address} потеряна. Готовые справки сохранены. Повторите команду: она продолжит с остальных."
NO_FOLDER = (
    "Рабочий процесс кластера не видит файла {path}. Сделайте папку проекта общей: на всех "
    "машинах она должна лежать по одному пути."
)
OTHER_PROGRAM = (
    "На машине {host} установлена другая программа (Python, careerstats или библиотеки), и байты справок не совпали "
    "бы. Установите то же самое: make venv с тем же requirements.lock."
)
NOT_BUILT = "Справка не собрана: рабочий процесс кластера потерян {rounds} раза подряд{why}."

Record = pool.Record


def run(
    tasks: Sequence[Task], *, address: str, timeout: float | None, on_result: Record, memory_mb: int = pool.MEMORY_MB
) -> list[Result]:
    """Results in the order of ``tasks``; ``on_result(task, result)`` hears of each as soon as it is there.

    Raises UsageError where dask is not installed or no scheduler answers, NoteError where the cluster is lost.
    """
    if not tasks:
        return []
    home = Path(tasks[0].project, "reports", tasks[0].dataset, FOLDER)
    run = _Run(tasks, home, {"timeout": timeout, "memory_mb": memory_mb}, on_result)
    client = _client(address)
    try:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        run.carry_out(client, address)
    finally:
        shutil.rmtree(home, ignore_errors=True)  # the workers see it and stop
        client.close(timeout=CONNECT)
    return [run.results[task.key] for task in tasks]


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(NOT_INSTALLED) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost we say ourselves, in Russian
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        what = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        raise UsageError(NO_SCHEDULER.format(address=address, what=what)) from error


class _Run:
    """What is on its way and what has come back."""

    def __init__(self, tasks: Sequence[Task], home: Path, limits: dict[str, float | None], on_result: Record) -> None:
        self.tasks = {task.key: task for task in tasks}
        self.results: dict[str, Result] = {}
        self._home, self._limits, self._on_result = home, limits, on_result
        self._flight: dict[Future[None], tuple[Path, int]] = {}  # future -> its batch, and how often it was sent
        self._number = 0

    def carry_out(self, client: "Client", address: str) -> None:
        seen = time.monotonic()
        for batch in _batches(list(self.tasks.values()), sum(client.nthreads().values())):
            self._send(client, batch, 1)
        while self._flight:
            self._wait()
            for path, _ in self._flight.values():
                self._hear(path)
            if all(key in self.results for key in self.tasks):
                return
            seen = _last_seen(client, address, seen)
            for future in [sent for sent in self._flight if sent.done()]:
                self._settle(client, future)

    def _send(self, client: "Client", batch: Sequence[Task], times: int) -> None:
        self._number += 1
        path = self._home / f"{self._number:05}.json"
        order = {"program": fingerprint.program(), "tasks": [asdict(task) for task in batch], **self._limits}
        files.put(path, json.dumps(order, ensure_ascii=False).encode("utf-8"))
        future = client.submit(build_batch, str(path), pure=False, retries=0, key=f"careerstats-{os.urandom(8).hex()}")
        self._flight[future] = (path, times)

    def _wait(self) -> None:
        from distributed import wait

        try:
            wait(list(self._flight), timeout=TICK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return
        except Exception:  # noqa: BLE001 - a lost scheduler or a cancelled batch shows as what not; others name it
            time.sleep(TICK)

    def _hear(self, path: Path) -> None:
        for key, result in _results(path):
            if key in self.tasks and key not in self.results:
                self.results[key] = result
                self._on_result(self.tasks[key], result)

    def _settle(self, client: "Client", future: "Future[None]") -> None:
        """A batch that is over: what has no result is sent again, or given up."""
        path, times = self._flight.pop(future)
        self._hear(path)
        error = future.exception() if future.status == "error" else None
        if isinstance(error, CareerstatsError):
            raise error
        left = [task for task in _tasks_of(path) if task.key not in self.results]
        if left and times < ROUNDS:
            self._send(client, left, times + 1)
        for task in left if times >= ROUNDS else ():
            why = f" ({type(error).__name__}: {error})" if error else ""
            result = failed(task, NOT_BUILT.format(rounds=ROUNDS, why=why), type(error).__name__)
            self.results[task.key] = result
            self._on_result(task, result)


def _last_seen(client: "Client", address: str, seen: float) -> float:
    """When there was anybody to wait for. Raises NoteError where nobody is left."""
    if client.status != "running":
        raise NoteError(GONE.format(address=address))
    if client.scheduler_info(n_workers=-1)["workers"]:
        return time.monotonic()
    if time.monotonic() - seen > ALONE:
        raise NoteError(NO_WORKERS.format(address=address))
    return seen


def _batches(tasks: Sequence[Task], threads: int) -> Iterator[Sequence[Task]]:
    size = max(1, min(LARGEST, len(tasks) // max(1, threads * SHARE)))
    yield from (tasks[start : start + size] for start in range(0, len(tasks), size))


# ---- on a worker


def build_batch(path: str) -> None:
    """Build the notes of a batch that its journal does not have yet; runs in a thread of a dask worker.

    The interpreter it starts ends when the worker does: its standard input is a pipe from here. Raises NoteError where
    the folder is not shared, or another program is installed.
    """
    batch = Path(path)
    if not batch.is_file():
        raise NoteError(NO_FOLDER.format(path=path))
    with (
        batch.with_suffix(".log").open("ab") as said,
        subprocess.Popen(
            [sys.executable, "-P", "-m", "careerstats.batch.cluster", path],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
        ) as process,
    ):
        try:
            while process.poll() is None and batch.is_file():  # the file is gone: whoever wanted the notes is
                time.sleep(TICK / 2)
        finally:
            process.kill()
    if process.returncode == REFUSED:
        import socket

        raise NoteError(OTHER_PROGRAM.format(host=socket.gethostname()))
    if process.returncode and batch.is_file():
        text = batch.with_suffix(".log").read_text(encoding="utf-8", errors="replace").strip()
        raise RuntimeError(text.rpartition("\n")[2] or f"код {process.returncode}")


REFUSED = 71


def main(path: str) -> int:
    """Build one batch, in an interpreter that nothing else runs in."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    batch = Path(path)
    order = json.loads(batch.read_text(encoding="utf-8"))
    if order["program"] != fingerprint.program():
        return REFUSED
    ready = {key for key, _ in _results(batch)}

    def record(task: Task, result: Result) -> None:
        files.append(batch, task.key, result)

    todo = [task for task in _tasks_of(batch) if task.key not in ready]
    pool.run(todo, jobs=1, timeout=order["timeout"], memory_mb=order["memory_mb"], on_result=record)
    return 0


def _end_with_input() -> None:
    """The worker that started us holds the other end; its pool's workers see to their own parent, which is us."""
    os.read(0, 1)
    os._exit(1)


def _tasks_of(batch: Path) -> list[Task]:
    order = json.loads(batch.read_text(encoding="utf-8"))
    return [Task(**{**task, "formats": tuple(task["formats"])}) for task in order["tasks"]]


def _results(batch: Path) -> Iterator[tuple[str, Result]]:
    """Results so far; what is none is passed over."""
    for key, result in files.appended(batch):
        with contextlib.suppress(msgspec.ValidationError):
            yield key, msgspec.convert(result, Result)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
