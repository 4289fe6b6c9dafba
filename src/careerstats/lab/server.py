"""A project -> JupyterLab on this computer only, in Russian, opened at a start page with its buttons at work."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from careerstats.contracts.notebook import Output
from careerstats.contracts.plain import Data
from careerstats.errors import UsageError
from careerstats.lab import links, page_file

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_server.serverapp import ServerApp

Say = Callable[[str], None]
SETTINGS = Path(__file__).parent / "settings"
"""Defaults of ours (overrides.json): what a user sets in JupyterLab goes before them and stays his."""

SILENT = 60
"""Above the level of everything: JupyterLab speaks English, and we say ourselves where it is."""

UPLOADED = 100 << 20
"""Bytes of a book that a browser may send; a larger one ends the connection, so the page says where to put it."""

WAIT = 60.0  # seconds for the kernel of the start page
_OPENED = "JupyterLab открыт на этом компьютере. Если браузер не открылся сам, вставьте в него адрес:"
_END = "Чтобы закончить, закройте вкладку и нажмите здесь Ctrl+C. Начатая работа при этом не прервётся."
_PORT = "--port: порт {port} занят или недоступен. Укажите другой, например --port {other}."


def serve(project: Path, port: int, *, browser: bool, say: Say = print) -> int:
    """Run until Ctrl-C. Raises UsageError where no port can be had."""
    if not 0 <= port < 65536:
        raise UsageError("--port: нужно целое число от 0 до 65535")
    from jupyterlab.labapp import LabApp

    from careerstats.lab import handing_out

    os.environ["CAREERSTATS_PROJECT"] = str(project)  # kernels inherit it
    page = page_file.write(project)
    try:
        server = LabApp.initialize_server(argv=_settings(project, page, port))
    except SystemExit as error:
        raise UsageError(_PORT.format(port=port, other=(port + 11) % 65536 or 8899)) from error
    server.log.setLevel(SILENT)
    os.environ[links.BASE] = handing_out.add(server, project)
    server.io_loop.add_callback(_open, server, project, page, browser, say)
    server.start()
    return 0


def _settings(project: Path, page: Path, port: int) -> list[str]:
    """Words for JupyterLab: this computer only, nothing from the network, windows and settings of this project."""
    place = quote(page.relative_to(project).as_posix())
    kept = page.parent / ".workspaces"
    chosen = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": project,
        "ServerApp.tornado_settings": {"websocket_max_message_size": UPLOADED},
        "ServerApp.open_browser": False,
        "ServerApp.answer_yes": True,
        "ServerApp.allow_root": True,
        "Application.log_level": 40,
        "LabApp.default_url": f"/lab/workspaces/careerstats/tree/{place}",
        "LabApp.app_settings_dir": SETTINGS,
        "LabApp.workspaces_dir": kept,
        "LabApp.extension_manager": "readonly",
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    }
    return [f"--{name}={value}" for name, value in chosen.items()] + _encrypted()


def _encrypted() -> list[str]:
    """What a kernel is told stays between it and the server, where this build of ZeroMQ can do that."""
    import zmq

    return ["--KernelManager.transport_encryption=auto"] if zmq.has("curve") else []


async def _open(server: "ServerApp", project: Path, page: Path, browser: bool, say: Say) -> None:
    """First the page, then the browser: the tab finds its kernel at work and the buttons in it."""
    try:
        outputs = await asyncio.wait_for(_outputs(server, page.relative_to(project).as_posix()), WAIT)
        page_file.show(page, outputs)
        _trust(server, page)
    except Exception as error:  # noqa: BLE001  without a kernel the page still opens, and says what to press
        sys.stderr.write(f"Страница откроется без кнопок, её первая строка говорит, что нажать ({error!r}).\n")
    say(_OPENED)
    say(server.display_url.strip().splitlines()[-1].strip())
    say(_END)
    sys.stdout.flush()
    if browser:
        server.launch_browser()


def _trust(server: "ServerApp", page: Path) -> None:
    """Widgets are shown only of what this user has run; we have run it for him."""
    import nbformat

    server.contents_manager.notary.sign(nbformat.read(page, as_version=4))


async def _outputs(server: "ServerApp", path: str) -> list[Output]:
    """Outputs of the page's own cell, run by the kernel that JupyterLab will find for that path."""
    import nbformat

    session = await server.session_manager.create_session(
        path=path, name=path.rpartition("/")[2], type="notebook", kernel_name="python3"
    )
    client = cast("AsyncKernelClient", server.kernel_manager.get_kernel(session["kernel"]["id"]).client())
    client.start_channels()
    outputs: list[Output] = []

    def hear(message: dict[str, Data]) -> None:
        if message["header"]["msg_type"] in ("display_data", "stream", "error", "execute_result"):
            outputs.append(nbformat.v4.output_from_msg(message))

    try:
        await client.wait_for_ready(timeout=WAIT)
        await client.execute_interactive(page_file.code(), store_history=True, output_hook=hear)
    finally:
        client.stop_channels()
    return outputs
