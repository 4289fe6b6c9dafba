"""A page of ours in a real Chromium -> what is shown, what axe-core finds wrong with it, what it asks a network for."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

TOOLS = ("playwright", "axe_playwright_python")
LOOKS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]
"""Width and colour scheme of the screens on which every kind of page is looked at."""

KNOWS_OF_NIGHT = """[...document.styleSheets].some((sheet) => [...sheet.cssRules].some((rule) =>
  rule instanceof CSSMediaRule && rule.conditionText.includes("prefers-color-scheme")))"""

_asked: list[str] = []


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
    """The file in a page that may ask for nothing but files: what else it asks for is refused and remembered."""
    page = opened.new_page(**looks)
    page.route("**/*", _answer)
    page.goto(path.as_uri() + address)
    return page


def _answer(route: Any) -> None:
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        _asked.append(route.request.url)
        route.abort()


@contextmanager
def without_network() -> Iterator[list[str]]:
    """What pages ask a network for meanwhile; the test fails if that is anything."""
    _asked.clear()
    yield _asked
    found = list(_asked)
    _asked.clear()
    assert not found, f"asked for: {found}"


def violations(page: Any) -> list[str]:
    """Rule, and the first place that breaks it, of everything axe-core finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]  # half the time of all
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def violations_in_every_look(page: Any) -> dict[str, list[str]]:
    """The same on a desk and on a telephone, by day and, where the page knows of it, by night; what is wrong there."""
    found, night = {}, page.evaluate(KNOWS_OF_NIGHT)
    for width, scheme in [look for look in LOOKS if night or look[1] == "light"]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found[f"{width} {scheme}"] = violations(page)
    return {look: wrong for look, wrong in found.items() if wrong}
