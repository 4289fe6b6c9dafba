"""A page of ours in a real Chromium -> what is shown, and what axe-core finds wrong with it."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

TOOLS = ("playwright", "axe_playwright_python")


def lacking() -> str:
    """Why pages cannot be opened here; empty where they can."""
    absent = [name for name in TOOLS if importlib.util.find_spec(name) is None]
    if absent:
        return f"нет пакетов Python: {', '.join(absent)} (ставятся вместе с careerstats[browser])"
    if not program():
        return "нет браузера: установите пакет chromium"
    return ""


def program() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium of this machine without a window; skips the test, and says why, where there is none."""
    if reason := lacking():
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as machine:
        opened = machine.chromium.launch(executable_path=program(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


def open_page(opened: Any, path: Path, *, address: str = "", **looks: Any) -> Any:
    """The file in a page that may ask for nothing from any network."""
    page = opened.new_page(**looks)
    page.route(
        "**/*", lambda route: route.continue_() if route.request.url.startswith(("file:", "data:")) else route.abort()
    )
    page.goto(path.as_uri() + address)
    return page


def violations(page: Any) -> list[str]:
    """Rule, and the first place that breaks it, of everything axe-core finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
