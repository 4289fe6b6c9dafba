"""A name, code or id as written in a source -> its territory on that day, or Unknown with suggestions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain

from careerstats.contracts.places import Territory
from careerstats.territories import classifier
from careerstats.territories.codes import across_reform, normal_code
from careerstats.territories.dated import Alias, day, in_force
from careerstats.territories.kinds import ANY, REFORMED
from careerstats.territories.names import Parsed, key, keys, normalise, parse, plain
from careerstats.territories.table import Table, load, regions, standing

_SUGGESTIONS = 3
_ALIKE = 70  # per cent; a suggestion less alike than this only confuses

# ending of a region's name -> another way of writing it, each applied to all that is known by then
_REGION_FORMS = (
    ("ая область$", "ой области"), ("ая республика$", "ой республики"), ("ский край$", "ского края"),
    ("^республика", "республики"), ("^(республики .+)ия$", r"\1ии"),
    (" област[ьи]$", " обл"), ("^республик[аи]", "респ"),
)  # fmt: skip

Ids = defaultdict[str, set[str]]


@dataclass(frozen=True)
class Unknown:
    """A name that was not accepted: nobody's, or (`ambiguous`) of several territories."""

    text: str
    suggestions: tuple[Territory, ...] = ()
    ambiguous: bool = False

    @property
    def message(self) -> str:
        """What to tell the person who typed the name."""
        listed = " или ".join(f"{suggestion.name} ({suggestion.code})" for suggestion in self.suggestions)
        if self.ambiguous:
            return f"Название «{self.text}» подходит нескольким: {listed}. Укажите тип (город, район) или код ОКТМО."
        advice = f"Возможно, имелось в виду: {listed}." if listed else "Проверьте название или укажите код ОКТМО."
        return f"Неизвестное муниципальное образование «{self.text}». {advice}"


@dataclass(frozen=True)
class _Index:
    """Territories of one region on one day, and their ids under everything they are called."""

    territories: dict[str, Territory]
    region: frozenset[str]  # how it is written beside a name
    codes: Ids = field(default_factory=lambda: defaultdict(set))
    written: Ids = field(default_factory=lambda: defaultdict(set))  # names as the register writes them
    names: Ids = field(default_factory=lambda: defaultdict(set))
    aliases: defaultdict[Parsed, set[str]] = field(default_factory=lambda: defaultdict(set))
    inflected: defaultdict[str, set[tuple[frozenset[str], str]]] = field(
        default_factory=lambda: defaultdict(set)
    )  # key of a name -> kinds and id
    labels: Ids = field(default_factory=lambda: defaultdict(set))  # of any time: only for suggestions


def find(text: str | int, region: str | int, on: date | str, table: Table | None = None) -> Territory | Unknown:
    """The first way of reading the text that gives a territory decides; nothing is guessed."""
    written = str(text).strip()
    index = _index(table or load(), normal_code(region), day(on))
    owners = next(filter(None, chain(_readings(index, written), _reformed(index, written))), set())
    if len(owners) == 1:
        return index.territories[min(owners)]
    suggested = sorted(owners) if owners else _alike(index, parse(plain(written, index.region)).bare)
    return Unknown(written, tuple(index.territories[id] for id in suggested[:_SUGGESTIONS]), ambiguous=bool(owners))


def reformed(text: str | int, region: str | int, on: date | str, table: Table | None = None) -> bool:
    """Whether the text is understood only because a district may have become an okrug, or was one."""
    written = str(text).strip()
    index = _index(table or load(), normal_code(region), day(on))
    return not any(_readings(index, written)) and any(_reformed(index, written))


def find_region(text: str, on: date | str) -> Territory | Unknown:
    """A region by its code, its name in any case or without its type word («Бурятия»), a short name («ХМАО»)."""
    called = _heads(day(on))
    written = normalise(text)
    owners = called.get(normal_code(text)) or called.get(written) or called.get(parse(text).bare) or frozenset()
    if len(owners) == 1:
        return min(owners, key=lambda place: place.code)
    from rapidfuzz import fuzz, process

    close = process.extract(written, list(called), scorer=fuzz.ratio, limit=2, score_cutoff=_ALIKE)
    near = owners or dict.fromkeys(place for name, *_ in close for place in called[name])
    return Unknown(text, tuple(near), ambiguous=bool(owners))


@lru_cache(maxsize=8)
def _heads(when: str) -> dict[str, frozenset[Territory]]:
    """All that regions are called by."""
    called: defaultdict[str, set[Territory]] = defaultdict(set)
    aliases = classifier.heads().aliases
    for place in regions(when):
        names = [place.name, place.genitive, *(alias.alias for alias in aliases if alias.region == place.code)]
        written = _region_names(filter(None, names))
        for name in (place.code, *written, *(parse(spelling).bare for spelling in written)):
            called[name].add(place)
    return {name: frozenset(places) for name, places in called.items()}


def _readings(index: _Index, written: str) -> Iterator[set[str]]:
    """Code, id, the register's own name, the name with its type word, an alias, the name in another case."""
    yield index.codes.get(normal_code(written), set())
    yield {written} & index.territories.keys()
    for phrase in _phrases(index, written):
        yield index.written.get(phrase, set())
    for phrase in _phrases(index, written):
        yield _named(index, parse(phrase))
    for phrase in _phrases(index, written):
        yield _inflected(index, parse(phrase), any_gender=" образовани" in phrase)


def _reformed(index: _Index, written: str) -> Iterator[set[str]]:
    """«Балезинский муниципальный округ» or its code, of a district that is not known to have become one; and back."""
    yield index.codes.get(across_reform(normal_code(written)), set())
    for phrase in _phrases(index, written):
        name = parse(phrase)
        if name.kinds != ANY:
            other = frozenset(REFORMED[kind] for kind in name.kinds & REFORMED.keys())
            yield _inflected(index, Parsed(other, name.bare), any_gender=False) if other else set()


def _phrases(index: _Index, written: str) -> list[str]:
    return list(dict.fromkeys((normalise(written), plain(written, index.region))))


def _named(index: _Index, name: Parsed) -> set[str]:
    # without a type word only a row of aliases may answer: «Белогорский» alone is the district of the aliases
    typed = index.names.get(name.bare, set()) if name.kinds != ANY else set()
    return {id for id in typed if index.territories[id].kind in _meant(name)} or index.aliases.get(name, set())


def _inflected(index: _Index, name: Parsed, *, any_gender: bool) -> set[str]:
    # without a type word a name is a municipality's: «Амурский» is not the region
    kinds = _meant(name) if name.kinds != ANY else ANY - {"region"}
    called = index.inflected.get(key(name.bare, any_gender=any_gender), set())
    return {id for own, id in called if own & kinds}


def _meant(name: Parsed) -> frozenset[str]:
    """«Кемеровский округ» is the urban okrug, or the district that became a municipal one: both are asked about."""
    return name.kinds | {"district"} if {"okrug", "urban_okrug"} <= name.kinds else name.kinds


def _alike(index: _Index, bare: str) -> list[str]:
    from rapidfuzz import fuzz

    likeness = {id: max(fuzz.ratio(bare, label) for label in labels) for id, labels in index.labels.items()}
    close = (id for id, per_cent in likeness.items() if per_cent >= _ALIKE)
    return sorted(close, key=lambda id: (-likeness[id], index.territories[id].code))


@lru_cache(maxsize=64)
def _index(table: Table, region: str, when: str) -> _Index:
    part, territories = table.of(region), standing(table, region, when)
    heads = {territory.id for territory in territories.values() if territory.code == region}
    named = [name for id in heads for name in (territories[id].name, territories[id].genitive) if name]
    index = _Index(territories, _region_names((*named, *(alias.alias for alias in part.aliases if alias.id in heads))))
    for row in part.rows:
        if row.territory.id in territories:
            _put_row(index, row.territory)
    _put_aliases(index, [alias for alias in part.aliases if alias.id in territories], when)
    return index


def _region_names(written: Iterable[str]) -> frozenset[str]:
    """How a region is written beside a name: «амурская область», «амурской обл», «республики бурятии»."""
    names = {normalise(name) for name in written}
    for ending, other in _REGION_FORMS:
        names |= {re.sub(ending, other, name) for name in names}
    return frozenset(names)


def _put_row(index: _Index, place: Territory) -> None:
    # a code of another year still names one territory only; a name is taken from its own years
    index.codes[place.code].add(place.id)
    names = [name for name in (place.name, place.full_name) if name]
    bares = {parse(name).bare for name in names}
    index.labels[place.id] |= bares
    if place == index.territories[place.id]:
        for name in (*names, *filter(None, (place.genitive,))):
            index.written[normalise(name)].add(place.id)
        for bare in bares:
            index.names[bare].add(place.id)
            _put_forms(index, bare, frozenset({place.kind}), place.id)
        if place.genitive:
            index.inflected[key(parse(place.genitive).bare)].add((frozenset({place.kind}), place.id))


def _put_aliases(index: _Index, ours: list[Alias], when: str) -> None:
    for alias in ours:
        index.labels[alias.id].add(parse(alias.alias).bare)
    for alias in in_force(ours, when):
        name = parse(alias.alias)
        index.aliases[name].add(alias.id)
        kinds = name.kinds if name.kinds != ANY else frozenset({index.territories[alias.id].kind})
        _put_forms(index, name.bare, kinds, alias.id)


def _put_forms(index: _Index, bare: str, kinds: frozenset[str], id: str) -> None:
    for form in keys(bare):
        index.inflected[form].add((kinds, id))
