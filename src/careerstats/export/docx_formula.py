"""A formula in TeX -> a native Office equation."""

from collections.abc import Callable, Iterator

from careerstats.export.mathml import (
    BARS,
    BRACES,
    HATS,
    Node,
    aligned_left,
    fences_of,
    is_bare,
    is_letter,
    is_sum,
    parse,
    rows_of,
    unknown,
    width_of,
)
from careerstats.export.ooxml import Xml, el


def to_omml(tex: str) -> Xml:
    """The ``m:oMath`` element of a formula."""
    return el("m:oMath", *_row(parse(tex)))


def _row(node: Node) -> Iterator[Xml]:
    """Children of a row; a sum takes the one operand that follows it, and nothing more."""
    children = iter(node)
    for child in children:
        if is_sum(child):
            operand = next(children, None)
            yield _sum(child, list(_element(operand)) if operand is not None else [])
        else:
            yield from _element(child)


def _element(node: Node) -> Iterator[Xml]:
    if node.tag in ("math", "mrow", "mstyle"):
        fences = fences_of(node)
        yield from [_fenced(node, *fences)] if fences else _row(node)
    elif node.tag in ("mi", "mn", "mo", "mtext", "mspace"):
        yield _run(node)
    elif is_sum(node):
        yield _sum(node, [])
    elif node.tag in _WRITERS:
        yield _WRITERS[node.tag](node)
    else:
        raise unknown(node)


def _argument(name: str, node: Node) -> Xml:
    return el(f"m:{name}", *_element(node))


def _run(node: Node) -> Xml:
    text = node.text or ""
    if node.tag == "mspace":
        text = "\u2003" if width_of(node) > 0.5 else "\u2009"
    if not text:  # what stands before «=» in a cell: LibreOffice draws «¿» where it finds nothing
        return el("m:r", el("m:rPr", el("m:nor")), el("m:t", "\u200b"))
    upright = [] if is_letter(node) else [el("m:sty", val="p")]
    fonts = el("w:rFonts", ascii="Cambria Math", hAnsi="Cambria Math")
    return el("m:r", *([el("m:rPr", *upright)] if upright else []), el("w:rPr", fonts), el("m:t", text))


def _sum(node: Node, operand: list[Xml]) -> Xml:
    below = node[1] if node.tag not in ("msup", "mover") else None
    above = node[-1] if node.tag not in ("msub", "munder") else None
    properties = [el("m:chr", val=node[0].text or ""), el("m:limLoc", val="undOvr")]
    properties += [el("m:subHide", val="1")] if below is None else []
    properties += [el("m:supHide", val="1")] if above is None else []
    limits = [
        el("m:sub", *(_element(below) if below is not None else [])),
        el("m:sup", *(_element(above) if above is not None else [])),
    ]
    return el("m:nary", el("m:naryPr", *properties), *limits, el("m:e", *operand))


def _over(node: Node) -> Xml:
    mark = "".join(node[1].itertext())
    if mark in BARS:
        return el("m:bar", el("m:barPr", el("m:pos", val="top")), _argument("e", node[0]))
    if mark in HATS:
        return el("m:acc", el("m:accPr", el("m:chr", val=HATS[mark])), _argument("e", node[0]))
    if mark in BRACES:
        return _braced(node[0], mark)
    return el("m:limUpp", _argument("e", node[0]), _argument("lim", node[1]))


def _under(node: Node) -> Xml:
    mark = "".join(node[1].itertext())
    if mark in BRACES:
        return _braced(node[0], mark)
    return el("m:limLow", _argument("e", node[0]), _argument("lim", node[1]))


def _braced(node: Node, mark: str) -> Xml:
    side = BRACES[mark]
    other = "top" if side == "bot" else "bot"
    properties = el("m:groupChrPr", el("m:chr", val=mark), el("m:pos", val=side), el("m:vertJc", val=other))
    return el("m:groupChr", properties, _argument("e", node))


def _fraction(node: Node) -> Xml:
    kind = [el("m:fPr", el("m:type", val="noBar"))] if is_bare(node) else []
    return el("m:f", *kind, _argument("num", node[0]), _argument("den", node[1]))


def _table(node: Node) -> Xml:
    rows = rows_of(node)
    columns = max(len(row) for row in rows)
    side = "left" if aligned_left(node) else "center"
    kind = el("m:mc", el("m:mcPr", el("m:count", val=columns), el("m:mcJc", val=side)))
    lines = [el("m:mr", *(el("m:e", *_row(cell)) for cell in row)) for row in rows]
    return el("m:m", el("m:mPr", el("m:mcs", kind)), *lines)


def _fenced(node: Node, opening: str, closing: str) -> Xml:
    properties = el("m:dPr", el("m:begChr", val=opening), el("m:endChr", val=closing))
    inside = [piece for child in list(node)[1:-1] for piece in _element(child)]
    return el("m:d", properties, el("m:e", *inside))


_WRITERS: dict[str, Callable[[Node], Xml]] = {
    "mfrac": _fraction,
    "mroot": lambda node: el("m:rad", _argument("deg", node[1]), _argument("e", node[0])),
    "mtable": _table,
    "msub": lambda node: el("m:sSub", _argument("e", node[0]), _argument("sub", node[1])),
    "msup": lambda node: el("m:sSup", _argument("e", node[0]), _argument("sup", node[1])),
    "msubsup": lambda node: el(
        "m:sSubSup", _argument("e", node[0]), _argument("sub", node[1]), _argument("sup", node[2])
    ),
    "msqrt": lambda node: el("m:rad", el("m:radPr", el("m:degHide", val="1")), el("m:deg"), el("m:e", *_row(node))),
    "mover": _over,
    "munder": _under,
}
