"""A formula in TeX -> Typst's math notation, in which every word is quoted and every sign escaped."""

from collections.abc import Callable, Iterable

from careerstats.export.mathml import (
    BARS,
    BRACES,
    HATS,
    Node,
    aligned_left,
    fences_of,
    is_bare,
    is_letter,
    is_limit,
    parse,
    rows_of,
    unknown,
    width_of,
)


def to_typst(tex: str) -> str:
    """The formula in Typst's math notation; every text in it is quoted or escaped."""
    return _notation(parse(tex))


def _notation(node: Node) -> str:
    if node.tag in ("math", "mrow", "mstyle"):
        fences = fences_of(node)
        inside = _row(list(node)[1:-1] if fences else node)
        return f"lr({_sign(fences[0])}{inside}{_sign(fences[1])})" if fences else inside
    if node.tag in ("mi", "mn", "mo", "mtext"):
        return _token(node)
    if node.tag in _WRITERS:
        return _WRITERS[node.tag](node)
    raise unknown(node)


def _row(nodes: Iterable[Node]) -> str:
    """Pieces one after another with nothing between them: Typst would print a space as one."""
    return "".join(_notation(node) for node in nodes)


def _token(node: Node) -> str:
    text = node.text or ""
    if is_letter(node) or (node.tag == "mo" and len(text) == 1):
        return _sign(text)
    text = text.replace("\u00a0", "\u2009")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sign(text: str) -> str:
    """One sign as itself; a fence may be no sign at all."""
    return f"\\{text}" if text else ""


def _over(node: Node) -> str:
    mark = "".join(node[1].itertext())
    if mark in BARS:
        return f"overline({_notation(node[0])})"
    if mark in HATS:
        return f"accent({_notation(node[0])}, {_sign(HATS[mark])})"
    if mark in BRACES:
        return f"overbrace({_notation(node[0])})"
    return _attach(node[0], t=node[1])


def _under(node: Node) -> str:
    if "".join(node[1].itertext()) in BRACES:
        return f"underbrace({_notation(node[0])})"
    return _attach(node[0], b=node[1])


def _attach(base: Node, **around: Node) -> str:
    places = "".join(f", {place}: {_notation(node)}" for place, node in around.items())
    middle = f"op({_notation(base)}, limits: #true)" if is_limit(base) else _notation(base)
    return f"attach({middle}{places})"


def _fraction(node: Node) -> str:
    above, below = _notation(node[0]), _notation(node[1])
    return f"mat(delim: #none, {above}; {below})" if is_bare(node) else f"frac({above}, {below})"


def _table(node: Node) -> str:
    rows = "; ".join(", ".join(_row(cell) for cell in row) for row in rows_of(node))
    return f"mat(delim: #none, align: #{'left' if aligned_left(node) else 'center'}, {rows})"


_WRITERS: dict[str, Callable[[Node], str]] = {
    "mfrac": _fraction,
    "mroot": lambda node: f"root({_notation(node[1])}, {_notation(node[0])})",
    "mtable": _table,
    "msub": lambda node: _attach(node[0], b=node[1]),
    "msup": lambda node: _attach(node[0], t=node[1]),
    "msubsup": lambda node: _attach(node[0], b=node[1], t=node[2]),
    "msqrt": lambda node: f"sqrt({_row(node)})",
    "mover": _over,
    "munder": _under,
    "munderover": lambda node: _attach(node[0], b=node[1], t=node[2]),
    "mspace": lambda node: f"#h({width_of(node)}em)",
}
