"""A name, code or id as written in a source -> its territory on that day, or Unknown with suggestions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from careerstats.contracts.places import Territory
from careerstats.territories.kinds import ANY
from careerstats.territories.names import Parsed, parse
from careerstats.territories.table import Alias, Table, day, in_force, load, normal_code, standing

_SUGGESTIONS = 3
_ALIKE = 70  # per cent; a suggestion less alike than this only confuses

Ids = dict[str, set[str]]


@dataclass(frozen=True)
class Unknown:
    """A name that was not accepted: nobody's, or (`ambiguous`) of several territories."""

    text: str
    suggestions: tuple[Territory, ...] = ()
    ambiguous: bool = False

    @property
    def message(self) -> str:
        """What to tell the person who typed the name."""
        listed = " или ".join(f"{one.name} ({one.code})" for one in self.suggestions)
        if self.ambiguous:
            return f"Название «{self.text}» подходит нескольким: {listed}. Укажите тип (город, район) или код ОКТМО."
        advice = f"Возможно, имелось в виду: {listed}." if listed else "Проверьте название или укажите код ОКТМО."
        return f"Неизвестное муниципальное образование «{self.text}». {advice}"


@dataclass(frozen=True)
class _Index:
    """Territories of one region on one day, and their ids under everything they are called."""

    territories: dict[str, Territory]
    codes: Ids
    names: Ids
    aliases: dict[Parsed, set[str]]
    labels: Ids  # of any time: only for suggestions


def find(text: str | int, region: str | int, on: date | str, table: Table | None = None) -> Territory | Unknown:
    """Code first, then id, then the name with its type word, then a row of aliases; nothing is guessed."""
    written = str(text).strip()
    index = _index(table or load(), normal_code(region), day(on))
    found = _exact(index, written) or _written(index, written) or _named(index, parse(written))
    if len(found) == 1:
        return index.territories[min(found)]
    suggested = sorted(found) if found else _alike(index, parse(written).bare)
    return Unknown(written, tuple(index.territories[id] for id in suggested[:_SUGGESTIONS]), ambiguous=bool(found))


def _exact(index: _Index, written: str) -> set[str]:
    return index.codes.get(normal_code(written)) or {written} & index.territories.keys()


def _written(index: _Index, written: str) -> set[str]:
    """A name that stands in the table in these very letters, whatever word for its kind it has: улус, кожуун."""
    return {id for id, one in index.territories.items() if " " in written and written in (one.name, one.full_name)}


def _named(index: _Index, name: Parsed) -> set[str]:
    # without a type word only a row of aliases may answer: «Белогорский» alone is nobody's name
    typed = index.names.get(name.bare, set()) if name.kinds != ANY else set()
    return {id for id in typed if index.territories[id].kind in name.kinds} or index.aliases.get(name, set())


def _alike(index: _Index, bare: str) -> list[str]:
    from rapidfuzz import fuzz

    likeness = {id: max(fuzz.ratio(bare, label) for label in labels) for id, labels in index.labels.items()}
    close = (id for id, per_cent in likeness.items() if per_cent >= _ALIKE)
    return sorted(close, key=lambda id: (-likeness[id], index.territories[id].code))


@lru_cache(maxsize=64)
def _index(table: Table, region: str, when: str) -> _Index:
    territories = {id: one for id, one in standing(table, when).items() if one.region == region}
    index = _Index(territories, defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(set))
    for row in table.rows:
        if row.territory.id in territories:
            _put_row(index, row.territory)
    _put_aliases(index, [alias for alias in table.aliases if alias.id in territories], when)
    return index


def _put_row(index: _Index, one: Territory) -> None:
    # a code of another year still names one territory only; a name is taken from its own years
    index.codes[one.code].add(one.id)
    bares = {parse(name).bare for name in (one.name, one.full_name) if name}
    index.labels[one.id] |= bares
    if one == index.territories[one.id]:
        for bare in bares:
            index.names[bare].add(one.id)


def _put_aliases(index: _Index, ours: list[Alias], when: str) -> None:
    for alias in ours:
        index.labels[alias.id].add(parse(alias.alias).bare)
    for alias in in_force(ours, when):
        index.aliases[parse(alias.alias)].add(alias.id)
