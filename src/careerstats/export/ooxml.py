"""Short names and values -> pieces of Office Open XML, written out at once; elements of them when a tree is needed.

A note is thousands of small elements. Written as text and parsed once they cost a quarter of what the same elements
cost made one by one and moved into each other.
"""

from functools import lru_cache
from typing import TypeAlias

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())

Element: TypeAlias = etree._Element


class Xml(str):
    """A piece of XML that is written already; any other text is escaped."""

    __slots__ = ()


def el(name: str, /, *content: str, **attributes: object) -> Xml:
    """``el("w:jc", val="center")``: attributes of ``w:`` and ``m:`` elements belong to their namespace.

    The content is pieces that are written already, or one text.
    """
    if not content:
        return _empty(name, *attributes.items())
    said = _attributes(name, *attributes.items()) if attributes else ""
    if type(content[0]) is not Xml:
        return Xml(f'<{name}{said} xml:space="preserve">{_escaped(*content)}</{name}>')
    return Xml(f"<{name}{said}>{''.join(content)}</{name}>")


@lru_cache(maxsize=4096)
def _empty(name: str, *attributes: tuple[str, object]) -> Xml:
    """Properties are empty elements, the same few all over a note."""
    return Xml(f"<{name}{_attributes(name, *attributes)}/>")


def _attributes(name: str, *attributes: tuple[str, object]) -> str:
    own = f"{name.partition(':')[0]}:" if name.startswith(("w:", "m:")) else ""
    return "".join([f' {own}{key}="{_escaped(str(value))}"' for key, value in attributes])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def parsed(*pieces: Xml) -> list[Element]:
    """The elements of pieces that stand side by side."""
    return list(etree.fromstring(f"<all {_DECLARED}>{''.join(pieces)}</all>"))


def written(element: Element) -> Xml:
    """A piece of a tree as text."""
    return Xml(etree.tostring(element, encoding="unicode", with_tail=False))


def qualified(name: str) -> str:
    """``w:p`` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
