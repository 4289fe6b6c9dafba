"""Words of a heading -> the variables of the catalogue it may mean, the likeliest first, and whether one is certain."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from careerstats.catalogue import Catalogue, Variable
from careerstats.contracts.adding import Ground
from careerstats.intake.cells import normal_text

LIKELY = 0.5
"""Share of what a heading says that a variable must say too, to be offered for it."""

_SAME = (
    (r"\b(?:учащ\w+|учени\w+|школьник\w*|дет(?:и|ей|ям|ьми)|ребят\w*)\b", " обучающихся "),
    (r"\bпроф\w*проб", "профессиональных проб"),
    (r"\bпрофдиагност", "профориентационной диагност"),
    (r"\bпрофтест", "профориентационное тест"),
    (r"\bбвб\b", "билет в будущее"),
    (r"\bоо\b", " организаций "),
    (r"\bпринял\w* участие|\bпринявш\w* участие|\bучаствова\w+", " участвовавших "),
    (r"\bпроше[дл]\w*|\bпрошл\w*", " прошедших "),
    (r"\bпосети\w*|\bпосещ\w*", " посетивших "),
    (r"\bзарегистрир\w*", " зарегистрированных "),
    (r"\bкол-?во\b", " количество "),
)
"""How people write what the catalogue writes otherwise."""

_GRADES = re.compile(r"\b(\d{1,2})(?:\s*-\s*|\s*(?:и|по)\s*)(\d{1,2})\b|\b(\d{1,2})(?:-?[а-я]{1,2})?\s*(?:класс|кл\b)")
_SILENT = frozenset(
    re.findall(
        r"\w+",
        """количество численность число общеобразовательных организаций организации соответствии данными фсн форме
        классов классы класс классах кл всего итого том числе них которых одну один одно одного более или и в во на по с
        со из от до для о об к у а не за год года году уч учебный учебного гг г укажите указать сколько вашей ваш вашего
        школе школы школа образовательных образовательной человек чел сведения данные которые также есть ли да нет
        имеется наличие таблица""",
    )
)
"""Words that tell no variable from another."""

_SILENT_BEGINNINGS = ("класс", "количеств", "численност", "общеобразоват", "таблиц")

_WORD = re.compile(r"[а-яa-z]{1,}")
_SHORTEST, _LONGEST = 4, 8


@dataclass(frozen=True)
class Meaning:
    """A variable that a heading may mean; ``ground``: earlier (so described before), title (its own), words."""

    variable: str
    ground: Ground
    score: float = 1.0
    words: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        return self.ground in ("earlier", "title")


@dataclass(frozen=True)
class Said:
    """What a heading says: stems of its words, and classes («6-11»)."""

    stems: frozenset[str]
    grades: frozenset[str]


def plain(text: str) -> str:
    """A heading without case, marks and the number before it: what two spellings of it have in common."""
    text = re.sub(r"[*¹²³⁰⁴-⁹]+", " ", normal_text(text)).casefold().replace("ё", "е")
    text = re.sub(r"[‐-―−]", "-", re.sub(r"^\s*(?:\d{1,2}[.)]\s*)+", "", text))
    return " ".join(re.findall(r"[\w%-]+", text))


def said(text: str) -> Said:
    """Stems that tell something, and classes."""
    words = plain(text)
    for pattern, other in _SAME:
        words = re.sub(pattern, other, words)
    spans = [span for span in _GRADES.findall(words) if _is_span(*span)]
    grades = frozenset(f"{first}-{last}" if first else single for first, last, single in spans)
    telling = [word for word in _WORD.findall(words) if word not in _SILENT and not word.startswith(_SILENT_BEGINNINGS)]
    stems = frozenset(_stem(word) for word in telling if len(word) >= 3)
    return Said(stems, grades)


def _is_span(first: str, last: str, single: str) -> bool:
    return 0 < int(first or 0) < int(last or 0) <= 12 or 0 < int(single or 0) <= 12


def _stem(word: str) -> str:
    return word[: min(max(_SHORTEST, len(word) - 3), _LONGEST)]


def _fits(stem: str, other: str) -> bool:
    return stem.startswith(other) or other.startswith(stem)


@dataclass(frozen=True)
class Meanings:
    """``earlier``: plain heading → its variable in this dataset; ``wanted``: variables that its indicators need."""

    catalogue: Catalogue
    earlier: Mapping[str, str]
    wanted: frozenset[str]
    _cache: dict[str, tuple[Meaning, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _vocabulary(self) -> dict[str, tuple[Said, ...]]:
        """Variable → what its titles say."""
        return {
            id: tuple(said(text) for text in dict.fromkeys((variable.title, variable.short)) if text)
            for id, variable in self.catalogue.variables.items()
        }

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Stem → how much it tells: a word of every title tells little."""
        rows = [frozenset().union(*(title.stems for title in titles)) for titles in self._vocabulary.values()]
        stems = frozenset().union(*rows)
        return {stem: log(1 + len(rows) / sum(any(_fits(stem, own) for own in row) for row in rows)) for stem in stems}

    def of(self, path: Sequence[str]) -> tuple[Meaning, ...]:
        """What a column under these headings may be, the likeliest first; a certain one stands alone."""
        text = " ".join(path)
        if text not in self._cache:
            self._cache[text] = self._of(path)
        return self._cache[text]

    def has_word_of(self, title: str, variable: str) -> bool:
        """Whether a heading has any telling word of the titles of the variable."""
        stems = said(title).stems
        return any(_fits(stem, own) for titles in self._vocabulary[variable] for own in titles.stems for stem in stems)

    def _of(self, path: Sequence[str]) -> tuple[Meaning, ...]:
        texts = list(dict.fromkeys((" / ".join(path), " ".join(path), *path[-1:])))
        if known := next((self.earlier[plain(text)] for text in texts if plain(text) in self.earlier), ""):
            return (Meaning(known, "earlier"),)
        for text in texts:
            own = self._titled(said(text))
            if len(own) == 1:
                return (Meaning(own[0], "title"),)
        return self._alike(said(texts[0]))

    def _titled(self, heading: Said) -> list[str]:
        """Variables whose title says exactly this; of several those that the dataset needs."""
        same = [
            id
            for id, titles in self._vocabulary.items()
            if any(_says_the_same(heading, title, self.catalogue.variables[id]) for title in titles)
        ]
        return [id for id in same if id in self.wanted] or same if heading.stems else []

    def _alike(self, heading: Said) -> tuple[Meaning, ...]:
        alike = [meaning for id in self._vocabulary if (meaning := self._scored(id, heading)).score >= LIKELY]
        return tuple(sorted(alike, key=lambda meaning: (-meaning.score, meaning.variable)))

    def _scored(self, id: str, heading: Said) -> Meaning:
        """How much of the heading the variable says, and how little besides; one that is needed comes first."""
        grades = self.catalogue.variables[id].grades
        if heading.grades and grades[:1].isdigit() and grades not in heading.grades:
            return Meaning(id, "words", 0)
        best, words = 0.0, frozenset[str]()
        for title in self._vocabulary[id]:
            common = {stem for stem in heading.stems if any(_fits(stem, own) for own in title.stems)}
            own = {stem for stem in title.stems if any(_fits(stem, other) for other in heading.stems)}
            score = 0.7 * self._share(common, heading.stems) + 0.3 * self._share(own, title.stems)
            if score > best and self._share(common, heading.stems) >= LIKELY:
                best, words = score, frozenset(common)
        return Meaning(id, "words", best * (1.3 if id in self.wanted else 1), tuple(sorted(words)))

    def _share(self, some: Iterable[str], whole: Iterable[str]) -> float:
        everything = sum(map(self._weight, whole))
        return sum(map(self._weight, some)) / everything if everything else 0

    def _weight(self, stem: str) -> float:
        return self._weights.get(stem, 4.0)


def _says_the_same(heading: Said, title: Said, variable: Variable) -> bool:
    grades = title.grades or ({variable.grades} if variable.grades[:1].isdigit() else frozenset())
    return (
        heading.grades == grades
        and all(any(_fits(stem, own) for own in title.stems) for stem in heading.stems)
        and all(any(_fits(own, stem) for stem in heading.stems) for own in title.stems)
    )
