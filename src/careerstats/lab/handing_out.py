"""Folders of a project -> pages of our server for whoever is let into JupyterLab; their scripts reach nothing in it."""

from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from careerstats.lab.links import FOLDERS

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

BASE = "careerstats"
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


def add(server: "ServerApp", project: Path) -> str:
    """Hand out ``FOLDERS`` of the project; returns the beginning of their addresses."""
    base = url_path_join(server.base_url, BASE)
    places = [
        (url_path_join(base, name, "(.*)"), _Files, {"path": str(project.joinpath(*parts))})
        for name, parts in FOLDERS.items()
    ]
    server.web_app.add_handlers(".*$", places)  # type: ignore[no-untyped-call]  # of jupyter_server
    return f"{base}/"
