"""Panels of the start page without a browser: their fields by label, their buttons by words, what they say."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careerstats.lab.parts import Panel, Site


@dataclass
class Desk:
    """What a panel asks of the page, and what it was told by it."""

    project: Path
    dataset: str = ""
    said: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)

    @property
    def site(self) -> Site:
        return Site(self.project, lambda: self.dataset, self._begin, self.said.append, self._reload)

    def _begin(self, kind: str, *_: str) -> None:
        self.begun.append(kind)

    def _reload(self, name: str) -> None:
        self.dataset = name


def parts(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from parts(child)


def labelled(panel: Panel, text: str) -> Any:
    """The field or the button of that label."""
    return next(one for one in parts(panel.box) if getattr(one, "description", "") == text)


def press(panel: Panel, text: str) -> None:
    labelled(panel, text).click()


def said(panel: Panel) -> str:
    """All words in sight, without marks."""
    shown = " ".join(one.value for one in parts(panel.box) if type(one).__name__ == "HTML" and _is_seen(one))
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))).replace("\xa0", " ").strip()


def _is_seen(widget: Any) -> bool:
    return bool(widget.layout.display != "none")
