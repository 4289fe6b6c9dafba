"""Short names and values -> elements of Office Open XML, in the namespaces a note uses."""

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
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element: TypeAlias = etree._Element


def el(name: str, /, *content: "Element | str", **attributes: object) -> Element:
    """``el("w:jc", val="center")``: attributes of ``w:`` and ``m:`` elements belong to their namespace."""
    prefix, _, _ = name.partition(":")
    element = etree.Element(qualified(name), nsmap={prefix: NAMESPACES[prefix]})
    for key, value in attributes.items():
        element.set(qualified(f"{prefix}:{key}") if prefix in ("w", "m") else key, str(value))
    for child in content:
        if isinstance(child, str):
            element.text = child
            element.set(XML_SPACE, "preserve")
        else:
            element.append(child)
    return element


def qualified(name: str) -> str:
    """``w:p`` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
