"""A name as somebody typed it -> what two spellings of one name share: the kinds its type words allow, and the rest."""

import re
import unicodedata
from typing import NamedTuple

from careerstats.territories.kinds import ANY, TYPE_WORDS

# Latin letters that look like Cyrillic ones and get into names from mixed keyboards
_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_QUOTES = re.compile("[\"'«»„“”‘’`]")
# a hyphen too: «р-н», «Улан - Удэ», «городской округ – город Белогорск» are all met
_SEPARATORS = re.compile(r"[-\u2010-\u2015\u2212.,()\s]+")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
# longest first, so that «муниципальный район» is not read as «район»
_TYPES = "|".join(re.escape(word) for word in sorted(TYPE_WORDS, key=len, reverse=True))
_AT_START = re.compile(f"({_TYPES})(?: |$)")
_AT_END = re.compile(f"(?:^| )({_TYPES})$")


class Parsed(NamedTuple):
    """`kinds` is ANY where no type word was written and empty where type words contradict each other."""

    kinds: frozenset[str]
    bare: str


def normalise(text: str) -> str:
    """«Г.  Белогорск», «г. Бeлoгopcк» with Latin letters -> «г белогорск»."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if _CYRILLIC.search(text):
        text = text.translate(_LOOKALIKES)
    text = _QUOTES.sub(" ", text).lower().replace("ё", "е")
    return _SEPARATORS.sub(" ", text).strip()


def parse(text: str) -> Parsed:
    """«городской округ город Белогорск» -> city, «белогорск»: type words are taken off both ends."""
    kinds, bare = ANY, normalise(text)
    while found := _AT_START.match(bare) or _AT_END.search(bare):
        kinds &= TYPE_WORDS[found[1]]
        bare = (bare[: found.start()] + bare[found.end() :]).strip()
    return Parsed(kinds, bare)
