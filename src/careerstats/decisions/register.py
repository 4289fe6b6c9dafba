"""recommendations.yaml of a dataset, or the shipped one -> the checked register of recommendations."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from careerstats.catalogue.causes import FILE, load_causes
from careerstats.catalogue.loading import read_as
from careerstats.contracts.headlines import Kind
from careerstats.contracts.recommendations import Entry, PlanEntry, Register
from careerstats.decisions.findings import NAMES
from careerstats.decisions.keys import ALWAYS, CIRCUMSTANCES, is_possible
from careerstats.decisions.recommendations import NOT_LISTED, NOT_STATED
from careerstats.errors import DatasetError

SHIPPED = Path(__file__).with_name("recommendations.yaml")


def read_register(path: Path) -> Register:
    """The dataset's recommendations; a dataset without the file has the shipped ones, with ``base: shipped`` both.

    Raises DatasetError with everything that is wrong with an entry, naming it.
    """
    if not path.exists():
        return _consistent(read_as(Register, SHIPPED), SHIPPED.name, path.with_name(FILE))
    own = read_as(Register, path)
    return _consistent(over(read_as(Register, SHIPPED), own) if own.base else own, path.name, path.with_name(FILE))


def over(base: Register, own: Register) -> Register:
    """``base`` with the entries of a dataset laid over it: the same id replaces, a new one is added."""
    return replace(
        base,
        addressees=base.addressees | own.addressees,
        positions=base.positions | own.positions,
        activities=base.activities | own.activities,
        municipality=_laid(base.municipality, own.municipality),
        region=_laid(base.region, own.region),
        plan=(*base.plan, *own.plan),
        region_plan=(*base.region_plan, *own.region_plan),
    )


def _laid(base: Iterable[Entry], own: Iterable[Entry]) -> tuple[Entry, ...]:
    ours = {entry.id: entry for entry in own}
    kept = [ours.pop(entry.id, entry) for entry in base]
    return (*kept, *ours.values())


def _consistent(register: Register, file: str, causes: Path) -> Register:
    known = {*load_causes(causes).kinds, NOT_STATED, NOT_LISTED}
    parts = (
        ("municipality", register.municipality, "plan", register.plan),
        ("region", register.region, "region_plan", register.region_plan),
    )
    mistakes = [
        f"{file}, {text}"
        for name, entries, plan, lines in parts
        for text in (
            *_of_entries(name, entries, register.activities, known),
            *_of_plan(plan, lines, {entry.id for entry in entries}, register.activities),
        )
    ]
    mistakes += [
        f"{file}, строка {line}: {text}"
        for name, entries, *_ in parts
        for line, text in _without_occasion(name, entries)
    ]
    if mistakes:
        raise DatasetError("\n".join(dict.fromkeys(mistakes)))
    return register


def _of_entries(
    name: str, entries: Sequence[Entry], activities: Collection[int], known: Collection[str]
) -> Iterator[str]:
    """Ids given twice, kinds of activity and causes that there are not."""
    ids = [entry.id for entry in entries]
    for entry in entries:
        if ids.count(entry.id) > 1:
            yield f"{name}, {entry.id}: такой id есть у нескольких рекомендаций, дайте каждой свой"
        if entry.measure and entry.activity not in activities:
            yield f"{name}, {entry.id}: направления {entry.activity} нет в «activities»"
        for cause in entry.cause:
            if cause not in known:
                yield f"{name}, {entry.id}: причины «{cause}» нет в causes.yaml; есть: {', '.join(sorted(known))}"


def _without_occasion(name: str, entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """Line and words of every condition that no note meets: such a recommendation would never be called for."""
    names = {"problem", "goal", *NAMES, *CIRCUMSTANCES[name]}
    names |= set(get_args(Kind)) if name == "municipality" else set()
    for entry in entries:
        patterns = [pattern for pattern in (*entry.when, entry.ground) if pattern not in ("", ALWAYS)]
        for pattern in patterns:
            if not is_possible(pattern, names):
                known = ", ".join(sorted(names))
                yield entry.line, f"{name}, {entry.id}: вывода «{pattern}» не бывает; первым словом может быть: {known}"


def _of_plan(name: str, lines: Iterable[PlanEntry], ids: Collection[str], activities: Collection[int]) -> Iterator[str]:
    """Recommendations and kinds of activity that there are not."""
    for line in lines:
        where = f"{name}, «{line.measure}»"
        yield from (f"{where}: рекомендации «{id}» нет" for id in line.sources if id not in ids)
        if line.activity not in activities:
            yield f"{where}: направления {line.activity} нет в «activities»"
