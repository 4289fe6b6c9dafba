"""Lines that a stranger reads, and what may be shown -> the numbers in them that say what nobody should know."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from careerstats import wording

Name = tuple[str, str]
"""Code, indicator."""
Amounts = tuple[int, int | None]

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?:,\d+)?(?![\w])|(?<![\w.,])\d+(?:,\d+)?(?![\w])")
_PHRASES = re.compile(r"(?<![( ][^\W\d])[;.] ")  # «г. Речной» is one
_FIGURES_ONLY = re.compile(r"^[\d\s,.%×=≈/()+−–-]*(?:(?:из|чел|скрыто|п\. п)[\d\s,.%×=≈/()+−–-]*)*$")
_WHOLE = r"(?<!\d)(\d{1,3}(?: \d{3})+(?![\d,])|\d+)"  # «424 47,2» are two cells of a row
_TOLD = re.compile(rf"{_WHOLE} (?:из|/) (?:≈ )?{_WHOLE}|(\d+,\d) ?%")


@dataclass(frozen=True)
class Known:
    """``shown``: part and whole (of a count: None) by name; ``hidden``; ``region``: its code.

    ``names``: what each of them is called anywhere; ``titles``: of all indicators, with which the next row of a page
    may begin; ``places``: what each municipality is called.
    """

    shown: Mapping[Name, Amounts]
    hidden: frozenset[Name]
    region: str
    names: Mapping[str, frozenset[str]]
    titles: frozenset[str]
    places: Mapping[str, str]


def excessive(lines: Iterable[tuple[str, str, str]], owner: str, known: Known) -> Iterator[str]:
    """What is said of an indicator with hidden values beyond what is shown; ``owner``: whose file it is.

    A line is its text, the head of its row and of its column.
    """
    for text, row, column in lines:
        for id in known.names:
            if _speaks_of(id, f"{row} {column}", known):
                whose = _place_in(f"{row} {column}", known) or owner
                numbers = [(whose, number) for number in _numbers(text)] if _FIGURES_ONLY.match(text) else []
                numbers = numbers or _certain(text, whose, known)
            else:
                said = [part for part in _PHRASES.split(text) if not row and _speaks_of(id, part, known)]
                numbers = [pair for part in said for pair in _certain(_own_row(id, part, known), owner, known)]
            for whose, number in dict.fromkeys(numbers):
                allowed = _allowed(id, whose, known)
                if "%" in f"{row} {column}":  # in a workbook 52,0 is the number 52
                    allowed |= {share.removesuffix(",0") for share in allowed if share.endswith(",0")}
                if number not in allowed:
                    yield f"«{' · '.join(filter(None, (row, column, text)))[:160]}»: {number}"


def _speaks_of(id: str, text: str, known: Known) -> bool:
    words = text.casefold()
    return any(name in words for name in known.names[id])


def _own_row(id: str, text: str, known: Known) -> str:
    """What is said between the titles of other indicators: two rows of a page are read as one line."""
    words = text.casefold()
    start = min((words.find(name) for name in known.names[id] if name in words), default=0)
    others = [title for title in known.titles if not _is_part_of(title, known.names[id])]
    begun = any(0 <= words.find(title) < start for title in others)
    ends = [words.find(title, start) for title in others]
    return text[start if begun else 0 : min((end for end in ends if end >= 0), default=len(text))]


def _is_part_of(title: str, names: frozenset[str]) -> bool:
    return any(title in name or name in title for name in names)


def _place_in(text: str, known: Known) -> str:
    """The municipality that a head names: the longest name wins."""
    named = [(len(name), code) for code, name in known.places.items() if name and name in text]
    return max(named)[1] if named else ""


def _place_beside(rest: str, known: Known) -> str:
    """The municipality that stands in brackets behind a number."""
    named = [(len(name), code) for code, name in known.places.items() if name and rest.startswith(f" ({name}")]
    return max(named)[1] if named else ""


def _numbers(text: str) -> list[str]:
    return [number.replace(" ", "") for number in _NUMBER.findall(text)]


def _certain(text: str, owner: str, known: Known) -> list[tuple[str, str]]:
    """«3 из 14», «44,0 %»: numbers that can be nothing else, each with whose it is; «11,4 % (Лесной район)» is his."""
    return [
        (_place_beside(text[match.end() :], known) or owner, number.replace(" ", ""))
        for match in _TOLD.finditer(text)
        for number in match.groups()
        if number
    ]


def _allowed(id: str, code: str, known: Known) -> set[str]:
    """Of a hidden value, what the region has in all; of a shown one, whatever is shown of the indicator."""
    closed = (code, id) in known.hidden
    allowed = [
        amounts
        for (whose, other), amounts in known.shown.items()
        if other == id and (not closed or whose == known.region)
    ]
    return {"100"} | {text for amounts in allowed for text in _texts(*amounts)}


def _texts(part: int, whole: int | None) -> Iterator[str]:
    yield str(part)
    if whole:
        yield from (str(whole), str(whole - part))
        yield wording.decimal(Fraction(100 * part, whole)).replace(wording.NBSP, "")
