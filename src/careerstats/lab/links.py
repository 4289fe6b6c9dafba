"""A file of the project -> a link that a browser opens, or a notebook that JupyterLab opens in a tab."""

import json
import os
from html import escape
from pathlib import Path
from urllib.parse import quote

BASE = "CAREERSTATS_LAB"
"""Set by ``careerstats lab``: where its server hands out reports; a page in somebody else's JupyterLab has none."""

FOLDERS = {"reports": ("reports",), "processed": ("data", "processed")}
"""Name in an address → folder of the project that is handed out under it."""


def link(project: Path, path: Path, text: str, *, spoken: str = "") -> str:
    """``<a>`` to a file under ``FOLDERS`` in a new tab of the browser; ``spoken``: for a screen reader, if more."""
    label = f' aria-label="{escape(spoken)}"' if spoken else ""
    return f'<a href="{escape(address(project, path))}" target="_blank"{label}>{escape(text)}</a>'


def address(project: Path, path: Path) -> str:
    """Of our own server where there is one; else that of JupyterLab, which must have been started in the project."""
    base = os.environ.get(BASE, "")
    if not base:
        return quote(f"{os.environ.get('JUPYTERHUB_SERVICE_PREFIX', '/')}files/{path.relative_to(project).as_posix()}")
    for name, parts in FOLDERS.items():
        folder = project.joinpath(*parts)
        if path.is_relative_to(folder):
            return quote(f"{base}{name}/{path.relative_to(folder).as_posix()}")
    raise ValueError(path)


def notebook(project: Path, path: Path, text: str) -> str:
    """``<a>`` that opens a notebook in a tab of this JupyterLab."""
    wanted = escape(json.dumps({"path": path.relative_to(project).as_posix()}, ensure_ascii=False))
    command = f'data-commandlinker-command="docmanager:open" data-commandlinker-args="{wanted}"'
    return f'<a href="#" {command}>{escape(text)}</a>'
