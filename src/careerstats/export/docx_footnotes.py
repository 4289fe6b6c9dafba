"""References to footnotes that hold an address -> the same with numbers, and the part of the package with the notes."""

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from careerstats.export.ooxml import NAMESPACES, Element, el, parsed, qualified

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


def put_down(word: Document) -> None:
    """Give each reference its number, in order; a template's own footnotes stay before ours."""
    references = word.element.body.findall(f".//{qualified('w:footnoteReference')}")
    ours = [reference for reference in references if not reference.get(qualified("w:id")).lstrip("-").isdecimal()]
    if not ours:
        return
    notes, part = _notes(word.part)
    for number, reference in enumerate(ours, _last(notes) + 1):
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
        if relation.reltype == KIND:
            return etree.fromstring(relation.target_part.blob), relation.target_part
    notes = etree.Element(qualified("w:footnotes"), nsmap={"w": NAMESPACES["w"]})
    for number, kind in SEPARATORS:
        notes.extend(parsed(el("w:footnote", el("w:p", el("w:r", el(f"w:{kind}"))), type=kind, id=number)))
    part = Part(PackURI("/word/footnotes.xml"), CONTENT, b"", main.package)
    main.relate_to(part, KIND)
    return notes, part


def _last(notes: Element) -> int:
    return max((int(note.get(qualified("w:id"))) for note in notes), default=0)
