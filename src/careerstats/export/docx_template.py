"""``template.docx`` of an institute -> the Word package a note is written into, or what it lacks, in Russian.

Word renames the ids of styles when it saves a file in another language («Heading1» becomes «1»), never their names:
styles are found by name. The page, its margins, headers and footers are the template's own.
"""

import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import docx
from docx.document import Document
from docx.parts.document import DocumentPart
from lxml import etree

from careerstats.errors import NoteError
from careerstats.export.ooxml import NAMESPACES, Element, qualified

Read = TypeVar("Read")

SHIPPED = Path(__file__).parent / "template.docx"
BY_HAND = {
    "heading 1": "Заголовок 1", "heading 2": "Заголовок 2", "heading 3": "Заголовок 3", "heading 4": "Заголовок 4",
    "heading 5": "Заголовок 5", "heading 6": "Заголовок 6", "Body Text": "Основной текст", "Title": "Название",
    "Subtitle": "Подзаголовок", "List Bullet": "Маркированный список", "List Number": "Нумерованный список",
    "caption": "Название объекта", "header": "Верхний колонтитул", "Normal": "Обычный",
    "Normal Table": "Обычная таблица", "Default Paragraph Font": "Основной шрифт абзаца", "toc 1": "Оглавление 1",
    "TOC Heading": "Заголовок оглавления",
}  # fmt: skip
"""Built-in styles as the Russian Word lists them; the others are called alike everywhere."""

_LEFT_TO_WORD = ("Default Paragraph Font", "header")
_LENT = ("TOC Heading", "toc 1")  # templates are seldom made with a contents list in mind
NOT_WORD = (
    "Шаблон {path} не открывается: это не документ Word (.docx). Сохраните его в Word как «Документ Word (*.docx)»."
)
TOO_LARGE = "Шаблон {path} слишком велик: распакованный занимает больше {limit} МБ. Уменьшите рисунки в нём."
LARGEST_MB = 60
LACKING = (
    "В шаблоне {path} не хватает: {what}. Возьмите за основу шаблон из поставки ({shipped}) и измените в нём шрифты, "
    "отступы, колонтитулы и поля, не переименовывая стилей, или скопируйте недостающие стили в свой шаблон (Word: "
    "«Управление стилями» – «Импорт/экспорт»)."
)


def opened(path: str = "") -> Document:
    """The package of the template, or of the shipped one. Raises NoteError with what is lacking."""
    template = Path(path) if path else SHIPPED
    if path and (wrong := lacking(template)):
        raise NoteError(LACKING.format(path=template, what="; ".join(wrong), shipped=SHIPPED))
    return understood(template, NOT_WORD, lambda: docx.Document(str(template)))


def understood(template: Path, wrong: str, read: Callable[[], Read]) -> Read:
    """What ``read`` makes of a template of others: over a spoilt one its libraries stumble in ways of their own."""
    try:
        return read()
    except NoteError:
        raise
    except Exception as error:  # python-docx lets through whatever a part makes it trip over
        raise NoteError(wrong.format(path=template, shipped=SHIPPED)) from error


def lacking(template: Path) -> list[str]:
    """What a note needs and the template has not: styles, the page number. Raises NoteError for no Word file."""
    parts = understood(template, NOT_WORD, lambda: _parts(template))
    there = understood(template, NOT_WORD, lambda: set(_ids(etree.fromstring(parts["word/styles.xml"]))))
    missing = [name for name in required() if name not in there]
    wrong = [f"стилей {', '.join(map(_called, missing))}"] if missing else []
    if "word/numbering.xml" not in parts:
        wrong.append("нумерации списков (стили списков не связаны со списками)")
    edges = [data for name, data in parts.items() if name.startswith(("word/header", "word/footer"))]
    if not any(b"PAGE" in data for data in edges):
        wrong.append("номера страницы в верхнем или нижнем колонтитуле")
    return wrong


def _parts(template: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(template) as package:
        if sum(entry.file_size for entry in package.infolist()) > LARGEST_MB << 20:
            raise NoteError(TOO_LARGE.format(path=template, limit=LARGEST_MB))
        return {name: package.read(name) for name in package.namelist() if name.startswith("word/")}


def _called(name: str) -> str:
    return f"«{BY_HAND.get(name, name)}»"


@cache
def required() -> dict[str, str]:
    """Name → id of the styles that a note is written with: those of the shipped template."""
    return {name: id for name, id in _ids(_shipped_styles()).items() if name not in (*_LEFT_TO_WORD, *_LENT)}


@cache
def _shipped_styles() -> Element:
    with zipfile.ZipFile(SHIPPED) as package:
        return etree.fromstring(package.read("word/styles.xml"))


def _ids(styles: Element) -> dict[str, str]:
    """Name → id; Word itself writes names of built-in styles now with a capital, now without."""
    known = {name.lower(): name for name in BY_HAND}
    ids = {}
    for style in styles.iter(qualified("w:style")):
        name = style.find(qualified("w:name")).get(qualified("w:val"))
        ids[known.get(name.lower(), name)] = style.get(qualified("w:styleId"))
    return ids


def adapt(word: Document) -> None:
    """Styles of the body called by the ids that the template has for them."""
    theirs = _ids(word.part.styles.element)
    lent = {name: id for name, id in _ids(_shipped_styles()).items() if name in _LENT}
    ids = {ours: theirs.get(name, ours) for name, ours in (required() | lent).items()}
    ids = {ours: id for ours, id in ids.items() if id != ours}
    if not ids:
        return
    for style in word.element.body.iter(qualified("w:pStyle"), qualified("w:tblStyle")):
        name = style.get(qualified("w:val"))
        style.set(qualified("w:val"), ids.get(name, name))


def lend(word: Document) -> None:
    """Styles of a contents list taken from the shipped template where the institute's has none."""
    styles = word.part.styles.element
    theirs, ours = _ids(styles), _ids(_shipped_styles())
    for name in _LENT:
        if name not in theirs:
            style = _copy(_shipped_styles().find(f"w:style[@w:styleId='{ours[name]}']", NAMESPACES))
            for base in style.iter(qualified("w:basedOn"), qualified("w:next")):
                original = next(known for known, id in ours.items() if id == base.get(qualified("w:val")))
                base.set(qualified("w:val"), theirs[original])
            styles.append(style)


def list_of(word_part: DocumentPart, style: str) -> int:
    """The abstract list behind a style of lists, which a new list of its kind copies."""
    theirs = _ids(word_part.styles.element)
    wanted = next(name for name, id in required().items() if id == style)
    own = word_part.styles.element.find(f"w:style[@w:styleId='{theirs[wanted]}']", NAMESPACES)
    number = own.find("w:pPr/w:numPr/w:numId", NAMESPACES)
    numbering = word_part.numbering_part.element
    key = number.get(qualified("w:val")) if number is not None else ""
    abstract = numbering.find(f"w:num[@w:numId='{key}']/w:abstractNumId", NAMESPACES)
    if abstract is None:
        raise NoteError(f"В шаблоне стиль {_called(wanted)} не связан с нумерованным списком: свяжите его в Word.")
    return int(abstract.get(qualified("w:val")))


TURNED = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
"""When a page is turned the binding margin stays at the same edge of the sheet."""


def page_of(page: Element, *, turned: bool, first: bool) -> Element:
    """The template's section for pages that stand or lie; a title page of its own only at the beginning."""
    made = _copy(page)
    for child in list(made):
        if child.tag not in _KEPT or not (first or child.get(qualified("w:type")) != "first"):
            made.remove(child)
    size, margins = made.find(qualified("w:pgSz")), made.find(qualified("w:pgMar"))
    if turned:
        _turn(size, margins)
    made.extend([size, margins])
    made.attrib.clear()
    if first:
        etree.SubElement(made, qualified("w:titlePg"))
    return made


_KEPT = tuple(map(qualified, ("w:headerReference", "w:footerReference", "w:pgSz", "w:pgMar")))


def _copy(element: Element) -> Element:
    return etree.fromstring(etree.tostring(element))


def _turn(size: Element, margins: Element) -> None:
    height, width = size.get(qualified("w:h")), size.get(qualified("w:w"))
    size.attrib.clear()
    for name, value in {"w": height, "h": width, "orient": "landscape"}.items():
        size.set(qualified(f"w:{name}"), value)
    stood = dict(margins.attrib)
    for side, source in TURNED.items():
        margins.set(qualified(f"w:{side}"), stood[qualified(f"w:{source}")])


def width_of(section: Element) -> int:
    """Width of the text of a section, in twips."""
    size, margins = section.find(qualified("w:pgSz")), section.find(qualified("w:pgMar"))
    sides = sum(int(margins.get(qualified(f"w:{side}"))) for side in ("left", "right"))
    return int(size.get(qualified("w:w"))) - sides
