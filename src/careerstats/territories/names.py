"""A name as somebody typed it -> what two spellings of one name share: the kinds its type words allow, and the rest."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from careerstats.territories.kinds import ANY, TYPE_WORDS

# Latin letters that look like Cyrillic ones and get into names from mixed keyboards
_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyËë", "АВСЕНКМОРТХУасеорхуЁё")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_QUOTES = re.compile("[\"'«»„“”‘’`]")
# a hyphen too: «р-н», «Улан - Удэ», «городской округ – город Белогорск» are all met; and marks of footnotes
_SEPARATORS = re.compile(r"[-\u2010-\u2015\u2212.,;:()*†‡¹²³⁰⁴-⁹\s]+")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
# longest first, so that «муниципальный район» is not read as «район»
_TYPES = "|".join(re.escape(word) for word in sorted(TYPE_WORDS, key=len, reverse=True))
_AT_START = re.compile(f"({_TYPES})(?: |$)")
_AT_END = re.compile(f"(?:^| )({_TYPES})$")

# what stands before a name in a list of those who answer: a number, the office that filled the form in
_NUMBER = re.compile(r"^(?:№ ?)?(?:\d{1,3} )+(?=[а-я])")
_SCHOOLING = "образовани(?:я|е|ю|ем)"
_OFFICE = re.compile(
    "^(?:(?:.*администраци[яи]|амо|р?уо|муо|гуо|мк?у|мбу|муниципальное (?:казенное |бюджетное )?учреждение"
    f"|(?:районное |городское |муниципальное )?(?:управление|отдел|комитет|департамент) (?:по )?{_SCHOOLING}) )+"
)
_ADJECTIVE = re.compile("(?<=[а-я]{2})(?:ий|ый|ой|ого|его)$")
_NEUTER = re.compile("(?<=[а-я]{2})(?:ое|ее)$")
_WORDS = 5
# what a noun ends in -> what its genitive may end in instead; spellings nobody uses do no harm
_GENITIVES = (
    ("ые", "ых"), ("ие", "их"), ("ая", "+"), ("ий", "+ ия"), ("ый", "+"), ("ой", "+ оя"), ("ое", "+"), ("ее", "+"),
    ("ец", "ца еца"), ("ок", "ка ока"), ("ел", "ла ела"), ("а", "ы и"), ("я", "и"), ("ь", "и я"), ("о", "а"),
    ("ы", " ов"), ("й", "я"),
)  # fmt: skip


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
    while match := _AT_START.match(bare) or _AT_END.search(bare):
        kinds &= TYPE_WORDS[match[1]]
        bare = (bare[: match.start()] + bare[match.end() :]).strip()
    return Parsed(kinds, bare)


def plain(text: str, region: frozenset[str]) -> str:
    """«1. РУО Бичурского района Республики Бурятия» -> «бичурского района»; `region` is how its region is written."""
    phrase = _OFFICE.sub("", _NUMBER.sub("", normalise(text)))
    for words in sorted(region, key=len, reverse=True):
        shorter = phrase.removeprefix(words + " ").removesuffix(" " + words)
        if shorter != phrase:
            return shorter
    return phrase


def key(bare: str, *, any_gender: bool = False) -> str:
    """«тункинский», «тункинского» -> one key; a neuter is another name unless it agrees with «образование»."""
    return " ".join(_stem(word, any_gender=any_gender) for word in bare.split())


def keys(bare: str) -> Iterator[str]:
    """Keys of a name in the nominative and in the genitive; of a sentence there are too many to list."""
    words = bare.split()
    if len(words) > _WORDS:
        return iter((key(bare),))
    return map(" ".join, product(*map(_forms, words)))


def _stem(word: str, *, any_gender: bool) -> str:
    stem = _ADJECTIVE.sub("~", word)
    return _NEUTER.sub("~", word) if stem == word and any_gender else stem


def _forms(word: str) -> set[str]:
    nominative = _stem(word, any_gender=False)
    ending, changed = next(((end, to) for end, to in _GENITIVES if word.endswith(end)), ("", "а"))
    stem = word.removesuffix(ending)
    return {nominative, *(stem + ("~" if end == "+" else end) for end in changed.split(" "))}
