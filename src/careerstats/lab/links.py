"""A file of the project -> a link that a browser opens, or a notebook that JupyterLab opens in a tab."""

import json
import os
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psutil

BASE = "CAREERSTATS_LAB"
"""Set by ``careerstats lab``: where its server hands out reports; a page in somebody else's JupyterLab has none."""

FOLDERS = {"reports": ("reports",), "processed": ("data", "processed")}
"""Name in an address → folder of the project that is handed out under it."""


class Server(NamedTuple):
    """The JupyterLab that the page is in: the beginning of its addresses, and the folder that it shows."""

    base: str
    root: Path


@cache
def server(project: Path) -> Server:
    """The server that began this kernel, as it has written down; where it left no trace, the hub's word for it.

    Behind a proxy or a hub its addresses begin with a path of their own, and its folder may lie above the project.
    """
    from jupyter_server.serverapp import list_running_servers

    ancestors = {process.pid for process in psutil.Process().parents()}
    for running in list_running_servers():
        if running.get("pid") in ancestors:
            return Server(str(running["base_url"]), Path(str(running["root_dir"])).resolve())
    return Server(os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/"), project)


def link(project: Path, path: Path, text: str, *, spoken: str = "") -> str:
    """``<a>`` to a file under ``FOLDERS`` in a new tab of the browser; ``spoken``: for a screen reader, if more.

    Of a file that the server does not show, its words and where it lies.
    """
    whither = address(project, path)
    if not whither:
        return f"{escape(text)}: {escape(str(path))}"
    label = f' aria-label="{escape(spoken)}"' if spoken else ""
    return f'<a href="{escape(whither)}" target="_blank"{label}>{escape(text)}</a>'


def address(project: Path, path: Path) -> str:
    """Of our own server where there is one, else of JupyterLab's; empty for a file outside the folder it shows."""
    base = os.environ.get(BASE, "")
    if not base:
        place = within(project, path)
        return quote(f"{server(project).base}files/{place}") if place else ""
    for name, parts in FOLDERS.items():
        folder = project.joinpath(*parts)
        if path.is_relative_to(folder):
            return quote(f"{base}{name}/{path.relative_to(folder).as_posix()}")
    raise ValueError(path)


def within(project: Path, path: Path) -> str:
    """How JupyterLab calls a file of the project; empty for one outside the folder that it shows."""
    root = server(project).root
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


def notebook(project: Path, path: Path, text: str) -> str:
    """``<a>`` that opens a notebook in a tab of this JupyterLab; of one that it does not show, where it lies."""
    place = within(project, path)
    if not place:
        return f"{escape(text)}: {escape(str(path))}"
    wanted = escape(json.dumps({"path": place}, ensure_ascii=False))
    command = f'data-commandlinker-command="docmanager:open" data-commandlinker-args="{wanted}"'
    return f'<a href="#" {command}>{escape(text)}</a>'
