"""The document model -> a Word file whose styles, lists and page come from ``template.docx``.

python-docx opens the template, takes the pictures in and writes the package; the body itself is put together from
elements, for its own way of filling tables grows with the square of their rows.
"""

import zipfile
from hashlib import sha256
from io import BytesIO
from itertools import chain, groupby
from pathlib import Path

from docx.document import Document as Word
from docx.opc.coreprops import CoreProperties
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from careerstats import blocks as made
from careerstats.blocks import AnyBlock, Heading, Title
from careerstats.export.document import Document, from_blocks, moment_of, origin_of, title_of
from careerstats.export.docx_blocks import Parts, Starts, elements_of
from careerstats.export.docx_template import adapt, lend, opened, page_of, understood, width_of
from careerstats.export.docx_text import paragraph
from careerstats.export.ooxml import NAMESPACES, Element, Xml, el, parsed, qualified, written

LONGEST_PROPERTY = 255
FEWEST_PARTS = 3
"""A letter has no parts: it is not laid out to learn that it is short."""


def write(document: Document) -> bytes:
    """The note as a DOCX file; same model, same bytes. ``document.template``: the institute's own, if any."""
    word = opened(document.template)
    body = word.element.body
    page = body[-1]
    _drop_empty(body)
    sections = [list(group) for _, group in groupby(document.blocks, key=lambda block: block.landscape)]
    parts = Parts(word.part, beginnings(document))
    pieces: list[Xml] = []
    for position, blocks in enumerate(sections):
        last = position == len(sections) - 1
        properties = page_of(page, turned=blocks[0].landscape, first=position == 0)
        parts.width = width_of(properties)
        pieces += _section_body(blocks, parts, None if last else properties)
        if last:
            body.replace(page, properties)
    body[-1:] = [*parsed(*pieces), body[-1]]
    _put_down(word)
    if parts.starts:
        lend(word)
    adapt(word)
    _describe(word.core_properties, document)
    return _packed(word.part.package)


def beginnings(document: Document) -> Starts:
    """Id of each heading of the first level → the heading and its page in the PDF; nothing for a short document."""
    parts = [block for block in document.blocks if isinstance(block, Heading) and block.depth == 1]
    if len(parts) < FEWEST_PARTS or not any(isinstance(block, Title) for block in document.blocks):
        return {}
    from careerstats.export import pdf

    pages = pdf.starts(document)
    return {part.id: (part, page) for part, page in zip(parts, pages, strict=True)} if pages else {}


def _drop_empty(body: Element) -> None:
    """Word leaves an empty paragraph in every file; what a template says stands before the note."""
    for piece in body.findall(qualified("w:p")):
        if not "".join(piece.itertext()).strip() and piece.find(f".//{qualified('w:drawing')}") is None:
            body.remove(piece)


def _section_body(blocks: list[AnyBlock], parts: Parts, properties: Element | None) -> list[Xml]:
    """Paragraphs and tables of one section; its page is described in its last paragraph."""
    made = list(chain.from_iterable(elements_of(block, parts) for block in blocks))
    if properties is not None:
        if "<m:oMathPara" in made[-1]:  # LibreOffice joins such a paragraph to the next section
            made.append(paragraph("AfterTable"))
        made[-1] = Xml(made[-1].replace("</w:pPr>", f"{written(properties)}</w:pPr>", 1))
    return made


def _describe(properties: CoreProperties, document: Document) -> None:
    subjects = [block.subject for block in document.blocks if isinstance(block, Title)]
    moment = moment_of(document).replace(tzinfo=None)
    properties.title = title_of(document)[:LONGEST_PROPERTY]
    properties.subject = "".join(subjects)[:LONGEST_PROPERTY]
    properties.comments = origin_of(document)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "careerstats"
    properties.language = "ru-RU"
    properties.created = properties.modified = moment


# ---- footnotes that hold an address


FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
OF_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


def _put_down(word: Word) -> None:
    """Give each reference its number, in order; a template's own footnotes stay before ours."""
    references = word.element.body.findall(f".//{qualified('w:footnoteReference')}")
    ours = [reference for reference in references if not reference.get(qualified("w:id")).lstrip("-").isdecimal()]
    if not ours:
        return
    notes, part = _notes(word.part)
    last = max((int(note.get(qualified("w:id"))) for note in notes), default=0)
    for number, reference in enumerate(ours, last + 1):
        address = reference.get(qualified("w:id"))
        reference.set(qualified("w:id"), str(number))
        mark = el("w:r", el("w:rPr", el("w:vertAlign", val="superscript")), el("w:footnoteRef"))
        small = el("w:r", el("w:rPr", el("w:sz", val=20), el("w:szCs", val=20)), el("w:t", f" {address}"))
        level = el("w:pPr", el("w:spacing", before=0, after=0, line=240, lineRule="auto"), el("w:ind", firstLine=0))
        notes.extend(parsed(el("w:footnote", el("w:p", level, mark, small), id=number)))
    part._blob = etree.tostring(notes, xml_declaration=True, encoding="UTF-8", standalone=True)


def _notes(main: Part) -> tuple[Element, Part]:
    """The footnotes of the package as a tree, and their part; made where the template has none."""
    for relation in main.rels.values():
        if relation.reltype == FOOTNOTES:
            return etree.fromstring(relation.target_part.blob), relation.target_part
    notes = etree.Element(qualified("w:footnotes"), nsmap={"w": NAMESPACES["w"]})
    for number, kind in SEPARATORS:
        notes.extend(parsed(el("w:footnote", el("w:p", el("w:r", el(f"w:{kind}"))), type=kind, id=number)))
    part = Part(PackURI("/word/footnotes.xml"), OF_FOOTNOTES, b"", main.package)
    main.relate_to(part, FOOTNOTES)
    return notes, part


# ---- the package


TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
BY_ENDING = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}


def _packed(package: OpcPackage) -> bytes:
    """Parts of the package with fixed dates and order: python-docx stamps each with the clock."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, data in _files(list(package.iter_parts()), package.rels.xml):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return packed.getvalue()


def _files(parts: list[Part], relations: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the files: types of the parts first, then all in the order of their names."""
    files = {part.partname.membername: part.blob for part in parts}
    files |= {part.partname.rels_uri.membername: part.rels.xml for part in parts if len(part.rels)}
    files["_rels/.rels"] = relations
    return [("[Content_Types].xml", _content_types(parts)), *sorted(files.items())]


def _content_types(parts: list[Part]) -> bytes:
    pictures = {part.partname.ext: part.content_type for part in parts if part.content_type.startswith("image/")}
    named = sorted((part.partname, part.content_type) for part in parts if part.partname.ext not in pictures)
    lines = [
        el("Default", Extension=ending, ContentType=kind) for ending, kind in sorted((BY_ENDING | pictures).items())
    ]
    lines += [el("Override", PartName=name, ContentType=kind) for name, kind in named]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}{el('Types', *lines, xmlns=TYPES)}".encode()


# ---- a template on trial


NOT_WRITTEN = (
    "В шаблон {path} не удалось записать пробную справку: файл повреждён или устроен необычно. Откройте его "
    "в Word и сохраните заново либо возьмите за основу шаблон из поставки ({shipped})."
)


def checked(template: Path) -> str:
    """sha256 of a template that a note can be written into. Raises NoteError with what is lacking."""
    opened(str(template))
    understood(template, NOT_WRITTEN, lambda: write(_trial(str(template))))
    return sha256(template.read_bytes()).hexdigest()


def _trial(template: str) -> Document:
    """A note with everything that asks something of its template: lists, a table, a page that lies."""
    columns, lines = [made.column("Показатель")], [made.row("1")]
    table = made.table("trial", "Проба", columns, lines, landscape=True)
    listed = [made.items(["пункт"], ordered=ordered) for ordered in (True, False)]
    shown = [made.heading("Проба"), made.paragraph("Текст"), *listed, table, made.paragraph("Текст")]
    return from_blocks(shown, template)
