"""A project -> JupyterLab on this computer only, in Russian, opened at a start page with its buttons at work."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from careerstats.contracts.notebook import Output
from careerstats.contracts.plain import Data
from careerstats.errors import UsageError
from careerstats.lab import links, page_file
from careerstats.lab.links import FOLDERS

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

    os.environ["CAREERSTATS_PROJECT"] = str(project)  # kernels inherit it
    page = page_file.write(project)
    try:
        server = LabApp.initialize_server(argv=_settings(project, page, port))
    except SystemExit as error:
        raise UsageError(_PORT.format(port=port, other=(port + 11) % 65536 or 8899)) from error
    server.log.setLevel(SILENT)
    os.environ[links.BASE] = _hand_out(server, project)
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


# ---- folders of the project for whoever is let in; their scripts reach nothing in JupyterLab


_BASE = "careerstats"
_APART = "; sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox allow-top-navigation"


class _Files(JupyterHandler, web.StaticFileHandler):
    """As JupyterLab's own ``/files/``, but a link from one page to the next is followed there too."""

    auth_resource = "contents"

    @property
    def content_security_policy(self) -> str:
        """A page is an origin of its own; Chromium shows no PDF that is kept so, and a PDF runs nothing here."""
        policy = str(super().content_security_policy)
        return policy if self.request.path.endswith(".pdf") else policy + _APART

    @web.authenticated
    @authorized
    async def get(self, path: str, include_body: bool = True) -> None:  # type: ignore[override]
        await web.StaticFileHandler.get(self, path, include_body)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")  # built anew, it is read anew

    def compute_etag(self) -> None:
        return None


def _hand_out(server: "ServerApp", project: Path) -> str:
    """Hand out ``FOLDERS`` of the project; returns the beginning of their addresses."""
    base = url_path_join(server.base_url, _BASE)
    places = [
        (url_path_join(base, name, "(.*)"), _Files, {"path": str(project.joinpath(*parts))})
        for name, parts in FOLDERS.items()
    ]
    server.web_app.add_handlers(".*$", places)  # type: ignore[no-untyped-call]  # of jupyter_server
    return f"{base}/"
