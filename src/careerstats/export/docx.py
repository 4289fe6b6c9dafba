"""The document model -> a Word file whose styles, lists and page come from ``template.docx``.

python-docx opens the template, takes the pictures in and writes the package; the body itself is put together from
elements, for its own way of filling tables grows with the square of their rows.
"""

import zipfile
from io import BytesIO
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import docx

from careerstats.blocks import Block
from careerstats.export.document import moment_of, origin_of, title_of
from careerstats.export.docx_blocks import Parts, elements_of
from careerstats.export.ooxml import Element, el, qualified

TEMPLATE = Path(__file__).parent / "template.docx"
LONGEST_PROPERTY = 255


def write(document: dict[str, Any]) -> bytes:
    """The note as a DOCX file; same model, same bytes."""
    word = docx.Document(str(TEMPLATE))
    body = word.element.body
    page = body[-1]
    sections = [list(group) for _, group in groupby(document["blocks"], key=lambda block: block["landscape"])]
    parts = Parts(word.part)
    for position, blocks in enumerate(sections):
        turned, last = blocks[0]["landscape"], position == len(sections) - 1
        parts.width = LANDSCAPE_WIDTH if turned else PORTRAIT_WIDTH
        properties = _section(page, turned=turned, first=position == 0)
        for element in _section_body(blocks, parts, None if last else properties):
            page.addprevious(element)
        if last:
            body.replace(page, properties)
    _describe(word.core_properties, document)
    return _packed(word)


PORTRAIT_WIDTH = 9355
LANDSCAPE_WIDTH = 14570


def _section_body(blocks: list[Block], parts: Parts, properties: Element | None) -> list[Element]:
    """Paragraphs and tables of one section; its page is described in its last paragraph."""
    made = list(chain.from_iterable(elements_of(block, parts) for block in blocks))
    if properties is not None:
        made[-1].find(qualified("w:pPr")).append(properties)
    return made


def _section(page: Element, *, turned: bool, first: bool) -> Element:
    """Page of a section: the binding margin stays at the same edge of the sheet when the page is turned."""
    made = el("w:sectPr", el("w:headerReference", type="default"))
    made[0].set(qualified("r:id"), page[0].get(qualified("r:id")))
    far = {"header": 567, "footer": 567, "gutter": 0}
    if turned:
        made.append(el("w:pgSz", w=16838, h=11906, orient="landscape"))
        made.append(el("w:pgMar", top=1701, right=1134, bottom=850, left=1134, **far))
    else:
        made.append(el("w:pgSz", w=11906, h=16838))
        made.append(el("w:pgMar", top=1134, right=850, bottom=1134, left=1701, **far))
    if first:
        made.append(el("w:titlePg"))
    return made


def _describe(properties: Any, document: dict[str, Any]) -> None:
    subjects = [block["subject"] for block in document["blocks"] if block["kind"] == "title"]
    moment = moment_of(document).replace(tzinfo=None)
    properties.title = title_of(document)[:LONGEST_PROPERTY]
    properties.subject = "".join(subjects)[:LONGEST_PROPERTY]
    properties.comments = origin_of(document)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "careerstats"
    properties.language = "ru-RU"
    properties.created = properties.modified = moment


def _packed(word: Any) -> bytes:
    """The package with fixed dates and order: python-docx stamps each part with the clock."""
    saved, packed = BytesIO(), BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
