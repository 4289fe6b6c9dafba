"""Catalogue files -> a checked Catalogue; everything wrong in them is collected and said at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
import yaml
from msgspec.structs import asdict

from careerstats import written
from careerstats.catalogue import checks, yaml_guard
from careerstats.catalogue.entries import Edition, Goal, Indicator, Variable
from careerstats.catalogue.sensitivity import told_by_titles
from careerstats.contracts.catalogue import (
    EditionEntry,
    GoalEntry,
    IndicatorEntry,
    Outline,
    Pack,
    Source,
    VariableEntry,
)
from careerstats.errors import CatalogueError, DatasetError, UsageError
from careerstats.model import period_start

Kind = TypeVar("Kind", bound=msgspec.Struct)
Record = TypeVar("Record", GoalEntry, VariableEntry, IndicatorEntry)

_SHIPPED = Path(__file__).parent
STEM, SHOWN = 4, 8  # letters that a word is looked up by; names told at once


@dataclass(frozen=True)
class Catalogue:
    """The strategic goal, goals, variables and indicators, each by id; ``homes``: id of an indicator → its file."""

    goals: dict[str, Goal]
    variables: dict[str, Variable]
    indicators: dict[str, Indicator]
    homes: dict[str, str] = field(default_factory=dict)
    strategic_goal: str = ""

    def indicator(self, id: str | float) -> Indicator:
        """The indicator called ``id`` or with that symbol; a misspelt one is answered with the nearest names.

        A number is what the command line makes of «1.1» on its way to a notebook: the id that is written like it.
        """
        id = id if isinstance(id, str) else self._written_like(id)
        by_symbol = {indicator.symbol: indicator for indicator in self.indicators.values()}
        indicator = self.indicators.get(id) or by_symbol.get(id)
        if indicator is None:
            hint = _named(id, self.indicators.values()) or _nearest(id, [*self.indicators, *by_symbol])
            raise UsageError(f"Показателя «{id}» нет. {hint}")
        return indicator

    def of_pack(self, pack: str) -> "Catalogue":
        """The catalogue with the indicators of one pack alone. Raises UsageError for a pack that is none."""
        if pack not in get_args(Pack):
            raise UsageError(f"Набора показателей «{pack}» нет. Есть: {', '.join(get_args(Pack))}.")
        return replace(self, indicators={id: self.indicators[id] for id in self.in_packs([pack])})

    def in_packs(self, packs: Iterable[str]) -> tuple[str, ...]:
        """Ids of the indicators of these packs, in the order of the catalogue."""
        wanted = set(packs)
        return tuple(id for id, indicator in self.indicators.items() if indicator.pack in wanted)

    def _written_like(self, number: float) -> str:
        """Raises UsageError where two are: 1.1 and 1.10 are one number."""
        alike = [id for id in self.indicators if _NUMBER.fullmatch(id) and float(id) == number]
        if len(alike) > 1:
            text = " или ".join(f"«{id}»" for id in alike)
            raise UsageError(f"{number} – это {text}? Передайте номер текстом: papermill … -r indicator {alike[-1]}.")
        return alike[0] if alike else str(number)

    def in_period(self, period: str) -> "Catalogue":
        """The catalogue with its indicators as they are called in ``period``."""
        return replace(self, indicators={id: indicator.in_period(period) for id, indicator in self.indicators.items()})

    def calling(self, full: str, short: str) -> "Catalogue":
        """The catalogue in the words of a dataset that has a short name for its programme."""
        if not (full and short):
            return self
        return replace(
            self, indicators={id: indicator.calling(full, short) for id, indicator in self.indicators.items()}
        )

    def over(self, base: "Catalogue") -> "Catalogue":
        """``base`` with the entries of this one laid over it."""
        return Catalogue(
            base.goals | self.goals,
            base.variables | self.variables,
            base.indicators | self.indicators,
            base.homes | self.homes,
            self.strategic_goal or base.strategic_goal,
        )


_NUMBER = re.compile(r"\d+(\.\d+)?")


def load(overlay: Path | None = None) -> Catalogue:
    """The shipped catalogue, with a dataset's own ``catalogue.yaml`` laid over it.

    An entry of the dataset replaces the shipped one of the same id. A file may itself lie over another one, which it
    names in ``base`` (a municipality's over its region's). Raises CatalogueError with every mistake found: file,
    entry, what to write. The dataset's files are read anew every time, since people edit them.
    """
    return _overlaid(overlay, listed=False) if overlay else _shipped()


def _overlaid(overlay: Path, *, listed: bool) -> Catalogue:
    catalogue = _shipped()
    mistakes: list[str] = []
    for path in _layers(overlay):
        own, node = read_nodes(path)
        outline, wrong = written.typed({} if own is None else own, Outline, node, "каталог")
        mistakes += [f"{path.name}, {mistake}" for mistake in wrong]
        if outline and outline.shipped and not listed:
            mistakes.append(f"{path.name}: поле «shipped» – для перечня, который сопоставляют; уберите его из набора")
        if not wrong:
            catalogue = _read_catalogue({path.name: _File(own or {}, node)}, mistakes).over(catalogue)
    return _checked(catalogue, mistakes)


def load_list(path: Path) -> Catalogue:
    """The goals, variables and indicators of one file alone, to be held against another list.

    Its indicators may use shipped goals and variables; under ``shipped`` it names those that it takes as they are.
    Raises CatalogueError as ``load`` does, UsageError for a name in ``shipped`` that the catalogue does not have.
    """
    whole, own = _overlaid(path, listed=True), read_yaml(path) or {}
    ids = {str(entry["id"]) for entry in own.get("indicators") or []}
    ids |= {whole.indicator(str(id)).id for id in own.get("shipped") or []}
    return replace(whole, indicators={id: indicator for id, indicator in whole.indicators.items() if id in ids})


def _layers(overlay: Path) -> list[Path]:
    """The file and those it lies over, the lowest first. Raises CatalogueError for a missing one and for a circle."""
    chain = [overlay]
    while (own := read_yaml(chain[-1])) and isinstance(own, dict) and own.get("base"):
        base = (chain[-1].parent / str(own["base"])).resolve()
        here = f"{chain[-1].name}, base"
        if not base.is_file():
            raise CatalogueError(f"{here}: файла «{own['base']}» нет, исправьте путь (он отсчитывается от этого файла)")
        if base in [path.resolve() for path in chain]:
            circle = " → ".join(path.name for path in [*chain, base])
            raise CatalogueError(f"{here}: каталоги ссылаются друг на друга по кругу ({circle}), уберите одну ссылку")
        chain.append(base)
    return chain[::-1]


def read_yaml(path: Path) -> Any:
    """What a YAML file holds, as ``read_nodes`` has it."""
    return read_nodes(path)[0]


def read_as(kind: type[Kind], path: Path) -> Kind:
    """A YAML file that is one record; an empty one has its defaults. Raises DatasetError with all that is wrong."""
    try:
        value, node = read_nodes(path)
    except CatalogueError as error:
        raise DatasetError(str(error)) from None
    record, mistakes = written.typed({} if value is None else value, kind, node)
    if record is None:
        raise DatasetError(written.listed(mistakes, f"{path.name}:"))
    return record


def read_nodes(path: Path) -> tuple[Any, yaml.Node | None]:
    """A YAML file and its nodes; mistakes of writing become one CatalogueError with the file's name and line."""
    try:
        return yaml_guard.read(path)
    except yaml_guard.UnreadableError as error:
        text = str(error)
        raise CatalogueError(f"{path.name}{',' if text.startswith('строка') else ':'} {text}") from None


@cache
def _shipped() -> Catalogue:
    """What comes with the program; it cannot change while the program runs."""
    files = {path.name: _File.of(path, "indicators") for path in sorted(_SHIPPED.glob("goal-*.yaml"))}
    files |= {"variables.yaml": _File.of(_SHIPPED / "variables.yaml", "variables")}
    files |= {"goals.yaml": _File(*read_nodes(_SHIPPED / "goals.yaml"))}
    mistakes: list[str] = []
    return _checked(_read_catalogue(files, mistakes), mistakes)


@dataclass(frozen=True)
class _File:
    """A file's parts by name, with its nodes; ``only``: the part that the whole file is."""

    parts: dict[str, Any]
    node: yaml.Node | None
    only: str = ""

    @classmethod
    def of(cls, path: Path, part: str) -> "_File":
        value, node = read_nodes(path)
        return cls({part: value}, node, part)

    def entries(self, part: str) -> Iterable[tuple[Any, Any]]:
        """Key or number of each entry of a part, and the entry."""
        held = self.parts.get(part) or {}
        return held.items() if isinstance(held, dict) else enumerate(held)

    def node_of(self, part: str, key: Any) -> yaml.Node | None:
        return written.node_at(self.node, *(() if self.only else (part,)), key)


def _fitting(
    file: _File, part: str, model: type[Record], name: str, mistakes: list[str]
) -> Iterator[tuple[str, Record]]:
    """The entries of a part that have the right fields; of the others the mistakes are noted.

    Looked into by msgspec first, which is fast and speaks English.
    """
    for key, entry in file.entries(part):
        record: Record | None
        try:
            record = msgspec.convert({model.lone: entry} if model.lone and isinstance(entry, str) else entry, model)
        except msgspec.ValidationError:
            record, wrong = written.typed(entry, model, file.node_of(part, key), key=str(key))
            mistakes += [f"{name}, {mistake}" for mistake in wrong]
        if record is not None:
            yield str(key), record


def _read_catalogue(files: dict[str, _File], mistakes: list[str]) -> Catalogue:
    """The entries of these files that have the right fields; of the others the mistakes are noted."""
    catalogue = Catalogue({}, {}, {})
    for name, file in files.items():
        part = Catalogue(
            {id: _goal(id, entry, file) for id, entry in _fitting(file, "goals", GoalEntry, name, mistakes)},
            {
                id: Variable(**asdict(entry), id=id)
                for id, entry in _fitting(file, "variables", VariableEntry, name, mistakes)
            },
            {},
            strategic_goal=str(file.parts.get("strategic_goal") or ""),
        )
        for _, entry in _fitting(file, "indicators", IndicatorEntry, name, mistakes):
            indicator = _indicator(entry)
            if indicator.id in catalogue.indicators or indicator.id in part.indicators:
                twice = f"показатель {indicator.id} записан дважды"
                mistakes.append(f"{name}: {twice}, оставьте одну запись или добавьте редакцию")
            part.indicators[indicator.id] = indicator
            part.homes[indicator.id] = name
        catalogue = part.over(catalogue)
    return catalogue


def _checked(catalogue: Catalogue, mistakes: list[str]) -> Catalogue:
    """The catalogue itself if its entries fit together. Raises CatalogueError with all mistakes."""
    mistakes += checks.of_variables(catalogue.variables)
    for indicator in catalogue.indicators.values():
        where = f"{catalogue.homes.get(indicator.id, 'каталог')}, показатель {indicator.id}"
        mistakes += checks.of_indicator(indicator, where, catalogue.goals, catalogue.variables, catalogue.indicators)
    if mistakes:
        raise CatalogueError("В каталоге показателей есть ошибки:\n" + "\n".join(f"– {text}" for text in mistakes))
    return replace(catalogue, variables=told_by_titles(catalogue.variables, catalogue.indicators.values()))


def _goal(id: str, entry: GoalEntry, file: _File) -> Goal:
    source = entry.source or written.typed(file.parts.get("source") or {}, Source)[0] or Source()
    return Goal(**asdict(entry) | {"id": id, "source": source})


def _indicator(entry: IndicatorEntry) -> Indicator:
    editions = sorted(map(_edition, entry.editions), key=lambda edition: period_start(edition.since))
    return Indicator(**asdict(entry) | {"editions": tuple(editions)})


def _edition(entry: EditionEntry) -> Edition:
    return Edition(**asdict(entry) | {"of": {role: variable or "" for role, variable in entry.of.items()}})


def _named(word: str, indicators: Iterable[Indicator]) -> str:
    """Who asks for «пробы» knows the name and not the id; endings differ with the case."""
    stem = word.casefold()[: max(STEM, len(word) - 2)]
    named = (
        [indicator for indicator in indicators if stem in f"{indicator.title} {indicator.short}".casefold()]
        if len(stem) >= STEM
        else []
    )
    text = "; ".join(f"{indicator.id} ({indicator.short})" for indicator in named[:SHOWN])
    more = f"; ещё {len(named) - SHOWN}, весь список: careerstats indicator" if len(named) > SHOWN else ""
    return f"В названии это слово есть у показателей: {text}{more}." if named else ""


def _nearest(word: str, known: list[str]) -> str:
    from rapidfuzz import process

    close = [match[0] for match in process.extract(word, known, limit=3, score_cutoff=55)]
    return f"Возможно, имелось в виду: {', '.join(close)}." if close else "Список показателей: careerstats indicator."
