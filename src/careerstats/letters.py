"""A text -> the signs in it that no shipped font draws, and the same text with each of them named.

Fonts come by their files, never by a name the machine may give to another: Tinos and Arimo of the house, and for the
signs that these lack the DejaVu that matplotlib and Typst carry both.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from careerstats import resources

_USUAL = re.compile("[\\s -~\u00a0-\u00ff\u0400-\u052f\u2010-\u2026\u2116\u20bd\u2212]*")
_DRAW_NOTHING = frozenset({0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F})
"""Marks for line breaking and for the choice of a form."""


def undrawn(text: str) -> list[str]:
    """Signs of the text that cannot be drawn, each once, in order; a space of any kind is drawn."""
    if _USUAL.fullmatch(text):
        return []
    known = _drawn()
    return [sign for sign in dict.fromkeys(text) if ord(sign) not in known and not sign.isspace()]


def named(text: str) -> str:
    """«山» is «[U+5C71]»: a box would say nothing, and an archive file may not hold one."""
    lacking = undrawn(text)
    if not lacking:
        return text
    return text.translate({ord(sign): name_of(sign) for sign in lacking})


UNDRAWN = "шрифты программы не содержат {signs}; вместо них стоит код в скобках"


def shown(signs: Iterable[str]) -> str:
    """«山» (U+5C71), …"""
    return ", ".join(f"«{sign}» (U+{ord(sign):04X})" for sign in signs)


def name_of(sign: str) -> str:
    return f"[U+{ord(sign):04X}]"


def fallback(face: str = "") -> Path:
    """The file of a DejaVu that comes with matplotlib: ``Sans``, ``Sans-Bold``, ``SansMono`` …"""
    import matplotlib as mpl

    return Path(mpl.get_data_path(), "fonts", "ttf", f"DejaVu{face or 'Sans'}.ttf")


@cache
def of_font(path: Path) -> frozenset[int]:
    """Code points that a font draws."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(path)).get_charmap())


@cache
def _drawn() -> frozenset[int]:
    """What is drawn everywhere: on pages, where the fallback is monospaced, and in pictures."""
    both = of_font(fallback("SansMono")) & of_font(fallback("Sans"))
    return of_font(resources.fonts() / "Tinos-Regular.ttf") | both | _DRAW_NOTHING
