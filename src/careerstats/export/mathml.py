"""A formula in TeX -> its MathML tree: for HTML as it is, for DOCX and PDF through a walker of their own.

TeX is read once, by latex2mathml. A walker knows the elements our formulas use and refuses the rest: a formula that
loses a part would be worse than none.
"""

import html
import re
from copy import deepcopy
from functools import lru_cache
from xml.etree import ElementTree

from careerstats.errors import NoteError

BARS = frozenset("\u2015\u00af\u203e\u0305_")
HATS = {"^": "\u0302", "\u02c6": "\u0302", "~": "\u0303", "\u02dc": "\u0303", "\u02d9": "\u0307", "→": "\u20d7"}
BRACES = {"⏟": "bot", "⏞": "top"}
LIMITS = frozenset({"lim", "max", "min", "sup", "inf", "limsup", "liminf"})
ALIGNED = re.compile(r"\\(begin|end)\{(align|aligned|gather|gathered|split|equation)\}")
SUMS = frozenset("∑∏∫")
SIGNS_TAKEN_FOR_LETTERS = {"±", "∓"}
_ARGUMENTS = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mroot": 2}

Node = ElementTree.Element


@lru_cache(maxsize=256)
def parse(tex: str) -> Node:
    """The MathML tree of a formula, digits of one number joined, characters unescaped."""
    from latex2mathml.converter import convert_to_element

    if _unbalanced(tex):
        raise NoteError(f"Формула «{tex}» не читается: фигурные скобки не сходятся. Исправьте запись формулы.")
    try:
        tree = convert_to_element(ALIGNED.sub(r"\\\1{align*}", tex), display="block")
    except Exception as error:  # its errors have no common ancestor
        raise NoteError(f"Формула «{tex}» не читается: проверьте скобки и команды TeX.") from error
    for node in tree.iter():
        node.text = html.unescape(node.text) if node.text else None
        _check(node, tex)
    for node in list(tree.iter("mrow")):
        _join_numbers(node)
        _fence_tables(node)
    return tree


def _unbalanced(tex: str) -> bool:
    bare = re.sub(r"\\.", "", tex)
    return bare.count("{") != bare.count("}")


def _check(node: Node, tex: str) -> None:
    if node.text == "&":
        raise NoteError(f"Формула «{tex}»: знак & стоит вне таблицы. Исправьте запись формулы.")
    if node.text and node.text.startswith("\\"):
        raise NoteError(f"Формула «{tex}»: команда {node.text} неизвестна. Исправьте запись формулы.")
    if len(node) != _ARGUMENTS.get(node.tag, len(node)):
        raise NoteError(f"Формула «{tex}»: у дроби или индекса чего-то не хватает. Допишите.")
    if node.tag == "mi" and node.text in SIGNS_TAKEN_FOR_LETTERS:
        node.tag = "mo"


def to_mathml(tex: str, *, inline: bool = False) -> str:
    """MathML as text, ready to stand in an HTML page."""
    tree = deepcopy(parse(tex))
    tree.set("display", "inline" if inline else "block")
    return ElementTree.tostring(tree, encoding="unicode")


def to_plain(tex: str) -> str:
    """The letters and signs of a formula one after another, for those who cannot see it."""
    return "".join(parse(tex).itertext())


def _join_numbers(row: Node) -> None:
    """«1», thin space, «731» and «46», {,}, «5» are one number each: so they are spaced and read aloud."""
    position = 1
    while position < len(row) - 1:
        before, sign, after = row[position - 1 : position + 2]
        separator = {"mspace": "\u00a0", "mrow": "".join(sign.itertext())}.get(sign.tag, "")
        if before.tag == after.tag == "mn" and separator in ("\u00a0", ","):
            before.text = f"{before.text}{separator}{after.text}"
            row.remove(sign)
            row.remove(after)
        else:
            position += 1


def _fence_tables(row: Node) -> None:
    """Brackets grow with the table or the binomial coefficient between them; cases have one at the left alone."""
    for table in [child for child in row if child.tag == "mtable" or is_bare(child)]:
        at = list(row).index(table)
        before, after = (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)
        if before is None or before.tag != "mo" or (before.text or "?") not in "([{|‖":
            continue
        closed = after is not None and after.tag == "mo" and (after.text or "") in ")]}|‖"
        fenced = ElementTree.Element("mrow")
        ends = [before, after if closed and after is not None else ElementTree.Element("mo")]
        fenced.extend([ends[0], table, ends[1]])
        for end in ends:
            end.set("fence", "true")
            end.set("stretchy", "true")
        for child in [before, table, *([after] if closed and after is not None else [])]:
            row.remove(child)
        row.insert(at - 1, fenced)


def is_sum(node: Node) -> bool:
    return node.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and node[0].text in SUMS


def rows_of(node: Node) -> list[list[Node]]:
    """Cells of a table of formulas, row by row."""
    return [list(row) for row in node]


def aligned_left(node: Node) -> bool:
    """Cases and lines one under another begin at one edge; a matrix stands in the middle of its columns."""
    return "left" in node.get("columnalign", "")


def is_bare(node: Node) -> bool:
    """A binomial coefficient is a fraction without its line."""
    return node.get("linethickness") in ("0", "0px", "0em")


def is_limit(node: Node) -> bool:
    """«lim», «max»: what is attached to them stands below."""
    return node.text in LIMITS


def is_letter(node: Node) -> bool:
    """A single letter is a symbol, in italics; everything longer is a word or a number, upright."""
    text = node.text or ""
    return node.tag == "mi" and len(text) == 1 and text.isalpha() and node.get("mathvariant") != "normal"


def unknown(node: Node) -> NoteError:
    return NoteError(f"В формуле есть то, что не печатается в документе: {node.tag}. Запишите её проще.")


def width_of(node: Node) -> float:
    width = node.get("width", "0em")
    if not width.endswith("em"):
        raise unknown(node)
    return float(width.removesuffix("em"))


def fences_of(node: Node) -> tuple[str, str] | None:
    """The stretching brackets around a row, if it has them."""
    if len(node) < 2 or any(node[end].get("fence") != "true" for end in (0, -1)):
        return None
    return node[0].text or "", node[-1].text or ""
