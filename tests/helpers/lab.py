"""A project -> our JupyterLab on a free port of this computer, stopped at the end whatever happens, its works too."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from careerstats.lab import works

_NEVER = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
START = 90.0  # seconds for the server and the kernel of its page, on a busy computer
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")


@contextmanager
def laboratory(project: Path, home: Path) -> Iterator[str]:
    """The address that a browser is given; ``home``: where Jupyter keeps what is the user's own."""
    told = home / "lab.txt"
    command = [sys.executable, "-m", "careerstats", "lab", "--no-browser", "--port", "0", "--project", str(project)]
    with told.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=own_environment(home))
    try:
        yield _address(server, told)
    finally:
        _end(server)
        end_works(project)


@contextmanager
def laboratory_of_others(folder: Path, home: Path, base: str) -> Iterator[str]:
    """A JupyterLab begun without us in ``folder``, its addresses behind ``base``, as a proxy shows it; its token: x."""
    told = home / "lab.txt"
    port, seen = _free_port(), _free_port()
    options = {"ServerApp.base_url": base, "ServerApp.port": port, "ServerApp.root_dir": folder}
    options |= {"ServerApp.open_browser": False, "ServerApp.allow_root": True, "IdentityProvider.token": "x"}
    options |= {"LabApp.extension_manager": "readonly", "LabApp.check_for_updates_class": _NEVER}
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    with told.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=own_environment(home))
    try:
        _until(lambda: f":{port}{base}lab" in told.read_text(encoding="utf-8", errors="replace"), told)
        with _proxy(seen, port):
            yield f"http://127.0.0.1:{seen}{base}"
    finally:
        _end(server)


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _until(holds: Callable[[], bool], told: Path) -> None:
    for _ in range(int(START * 5)):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError(told.read_text(encoding="utf-8", errors="replace"))


@contextmanager
def _proxy(seen: int, port: int) -> Iterator[None]:
    """Bytes that come to one port go to the other and back, those of sockets too."""

    def carry(source: socket.socket, to: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                to.sendall(data)
        with contextlib.suppress(OSError):
            to.shutdown(socket.SHUT_WR)

    ends: list[socket.socket] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = door.accept()
                inside = socket.create_connection(("127.0.0.1", port))
                ends.extend((visitor, inside))
                for pair in ((visitor, inside), (inside, visitor)):
                    threading.Thread(target=carry, args=pair, daemon=True).start()

    with socket.create_server(("127.0.0.1", seen)) as door:
        threading.Thread(target=serve, daemon=True).start()
        yield
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        for end in ends:
            end.close()


def own_environment(home: Path) -> dict[str, str]:
    """Nothing of the person who runs the tests is read or changed."""
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run"}
    own = {name: str(home / folder) for name, folder in names.items()}
    kept = {key: value for key, value in os.environ.items() if key not in ("CAREERSTATS_PROJECT", "CAREERSTATS_LAB")}
    return kept | own | {"IPYTHONDIR": str(home / "ipython"), "PYTHONUTF8": "1"}


def _address(server: "subprocess.Popen[bytes]", told: Path) -> str:
    for _ in range(int(START * 5)):
        text = told.read_text(encoding="utf-8", errors="replace")
        if found := _ADDRESS.search(text):
            return found[0]
        assert server.poll() is None, text
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start: {text}")


def _end(server: "subprocess.Popen[bytes]") -> None:
    """As Ctrl-C does; then its kernels with it, if it does not listen."""
    with contextlib.suppress(psutil.Error):
        family = psutil.Process(server.pid).children(recursive=True)
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        for one in family:
            with contextlib.suppress(psutil.Error):
                one.kill()
    server.kill()
    server.wait()


def end_works(project: Path) -> None:
    """Nothing that a button began outlives the test."""
    for job in (project / "data" / "processed").glob(f"*/lab/{works.JOB}"):
        works.stop(job.parent)
        works.stop(job.parent)


def outside(page: Any) -> list[str]:
    """Fills with every request that is not to this computer, and with every error in the console."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url) if _is_far(one.url) else None)
    page.on("console", lambda one: found.append(one.text) if one.type == "error" else None)
    return found


def _is_far(address: str) -> bool:
    return not address.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
