"""The document model -> one HTML file that needs no network, no script and no other file."""

import base64
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.blocks import Column, Heading, Title, storeys
from careerstats.export.document import Document, origin_of, title_of
from careerstats.export.mathml import to_mathml

HERE = Path(__file__).parent


def write(document: Document) -> bytes:
    """The note as a page, in UTF-8."""
    page = environment().get_template("note.html.j2")
    text = page.render(
        title=title_of(document),
        origin=origin_of(document),
        public=document.meta.audience == PUBLIC,
        internal=document.meta.audience == INTERNAL,
        blocks=document.blocks,
        has_title=any(isinstance(block, Title) for block in document.blocks),
        contents=[block for block in document.blocks if isinstance(block, Heading) and block.level == 1],
    )
    return text.encode("utf-8")


@cache
def environment() -> Environment:
    """Templates of this folder: a forgotten variable is an error, every text is escaped."""
    made = Environment(
        loader=FileSystemLoader(HERE, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"picture": _picture, "row_head": _row_head, "storeys": storeys, "whole": _whole}
    made.filters["mathml"] = lambda tex, inline=False: Markup(to_mathml(tex, inline=inline))
    made.globals["package_file"] = _package_file
    return made


def _package_file(name: str) -> Markup:
    """A style sheet or script of ours, which goes into the page as it is."""
    return Markup((HERE / name).read_text(encoding="utf-8"))


_NUMBERED = re.compile(r"(?<![\w-])\d+(?:[–-]\d+)+(?:/\d+)?(?!\w)|\d+(?:[–-]\d+)*/\d+")


def _whole(text: str) -> Markup:
    """«6–11», «01-18/1557» on one line: a browser would break them at the dash."""
    parts = _NUMBERED.split(text)
    kept = [Markup('<span class="unbroken">{}</span>').format(number) for number in _NUMBERED.findall(text)]
    markup = Markup(escape(parts[0]))
    for number, part in zip(kept, parts[1:], strict=True):
        markup += number + escape(part)
    return markup


def _picture(svg: str) -> str:
    """A picture as an address of itself: pasted in raw, two pictures would share their ids."""
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", svg)
    return "data:image/svg+xml;base64," + base64.b64encode(source.encode("utf-8")).decode("ascii")


def _row_head(columns: tuple[Column, ...]) -> int:
    """Which cell names its row: the first of words; for a table of numbers only, none."""
    return next((at for at, column in enumerate(columns) if column.align == "left"), -1)
