"""The document model -> a Word file whose styles, lists and page come from ``template.docx``.

python-docx opens the template, takes the pictures in and writes the package; the body itself is put together from
elements, for its own way of filling tables grows with the square of their rows.
"""

import zipfile
from io import BytesIO
from itertools import chain, groupby
from typing import Any

from careerstats.blocks import Block
from careerstats.export.document import moment_of, origin_of, title_of
from careerstats.export.docx_blocks import Parts, elements_of
from careerstats.export.docx_template import adapt, opened, page_of, width_of
from careerstats.export.ooxml import Element, qualified

LONGEST_PROPERTY = 255


def write(document: dict[str, Any]) -> bytes:
    """The note as a DOCX file; same model, same bytes. ``document["template"]``: the institute's own, if any."""
    word = opened(document.get("template", ""))
    body = word.element.body
    page = body[-1]
    _drop_empty(body)
    sections = [list(group) for _, group in groupby(document["blocks"], key=lambda block: block["landscape"])]
    parts = Parts(word.part)
    for position, blocks in enumerate(sections):
        last = position == len(sections) - 1
        properties = page_of(page, turned=blocks[0]["landscape"], first=position == 0)
        parts.width = width_of(properties)
        for element in _section_body(blocks, parts, None if last else properties):
            page.addprevious(element)
        if last:
            body.replace(page, properties)
    adapt(word)
    _describe(word.core_properties, document)
    return _packed(word)


def _drop_empty(body: Element) -> None:
    """Word leaves an empty paragraph in every file; what a template says stands before the note."""
    for paragraph in body.findall(qualified("w:p")):
        if not "".join(paragraph.itertext()).strip() and paragraph.find(f".//{qualified('w:drawing')}") is None:
            body.remove(paragraph)


def _section_body(blocks: list[Block], parts: Parts, properties: Element | None) -> list[Element]:
    """Paragraphs and tables of one section; its page is described in its last paragraph."""
    made = list(chain.from_iterable(elements_of(block, parts) for block in blocks))
    if properties is not None:
        made[-1].find(qualified("w:pPr")).append(properties)
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
