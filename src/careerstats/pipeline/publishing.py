"""Monitoring of a dataset -> the same of what the public may see: masked first, judged and decided upon afterwards.

What was published of a period is a small record beside the tables, which the next public build is masked by. Two
versions tell more than one: what the second one shows, taken from the first one's total, is what the first one hid. So
do numbers of two days of a year, which only grow.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from careerstats.audiences import PUBLIC
from careerstats.batch import files
from careerstats.catalogue.sensitivity import breakdown_is_sensitive, sensitive_variables
from careerstats.contracts.published import Record, Version
from careerstats.disclosure.masking import (
    Masked,
    Place,
    axis_of,
    given_by,
    mask_counts,
    mask_values,
    sensitive_axes,
    thresholds,
)
from careerstats.errors import DatasetError
from careerstats.model import period_span, slug
from careerstats.pipeline.assembling import assembled

if TYPE_CHECKING:
    from careerstats.intake.registers import Registers
    from careerstats.pipeline.monitoring import Monitoring


OTHERWISE = (
    "Публичные справки построить нельзя: за {period} уже опубликовано другим способом, а точное и округлённое число "
    "вместе выдают больше, чем каждое. Верните прежнее значение disclosure: method в dataset.yaml; новое возьмите со "
    "следующего периода (сведений на даты – со следующего года). Если за этот период наружу ничего не выходило, "
    "удалите его файл из папки published."
)


def for_audience(monitoring: "Monitoring", audience: str, earlier: tuple[Version, ...] = ()) -> "Monitoring":
    """Everything for the internal audience; for the public, only what masking leaves; ``earlier``: published before.

    Raises DatasetError for thresholds that protect nobody, and where a number cannot be hidden.
    """
    if audience != PUBLIC:
        return monitoring
    results = monitoring.results
    dataset, catalogue, intake = results.dataset, results.catalogue, results.intake
    limits = thresholds(dataset.settings)
    if any(version.base != limits.base for version in earlier):
        raise DatasetError(OTHERWISE.format(period=dataset.period))
    axes = sensitive_axes(intake.counts, results.counts, results.values)
    region = intake.region.code
    given = given_by(region, intake.counts, dataset.period)
    place = Place(dataset.period, region, limits, earlier, axes, given)
    variables = sensitive_variables(catalogue)
    values, masked = mask_values(results.values, catalogue, place)
    seen = replace(
        intake,
        counts=mask_counts(intake.counts, catalogue, place),
        published=[figure for figure in intake.published if not _is_sensitive(figure, variables, axes)],
        planned=[],  # what was planned is between the institute and the body
        problems=[],  # remarks quote cells; whoever filled them in gets the protocol
        corrections=[],
        registers=_without_such_items(intake.registers.for_public()),
    )
    counts = mask_counts(results.counts, catalogue, place)
    profminimum = results.profminimum
    if len(profminimum):
        profminimum = profminimum.assign(claimed="")  # what a school claims and does not meet is told to its body only
    public = assembled(dataset, catalogue, seen, profminimum, counts=counts, values=values, audience=PUBLIC)
    return replace(monitoring, results=public, problems=[], remarks=(_hidden(masked),), published=masked.version)


def _hidden(masked: Masked) -> str:
    """How many values were hidden, and how many numbers only for the sake of others; none beyond need is left."""
    hidden = masked.hidden
    return (
        f"Скрыто значений: {len(masked.rows)}; чисел скрыто из-за самих себя – {len(hidden.first)}, чтобы не выдать "
        f"другие, – {len(hidden.second)}; сверх необходимого было скрыто и показано снова – {hidden.spared}."
    )


def _is_sensitive(figure: Mapping[str, object], variables: frozenset[str], axes: frozenset[str]) -> bool:
    """Whether a published figure counts such children, by its variable or by its part."""
    breakdown = str(figure["breakdown"])
    return figure["variable"] in variables or axis_of(breakdown) in axes or breakdown_is_sensitive(breakdown)


def _without_such_items(registers: "Registers") -> "Registers":
    """Without what somebody wrote down of such children: a free item is shown as it stands, number and all."""
    general = [item for item in registers.general if not breakdown_is_sensitive(f"{item.title} {item.text}")]
    items = (item for item in registers.printed.items if not breakdown_is_sensitive(f"{item.title} {item.text}"))
    return replace(registers, general=general, printed=replace(registers.printed, items=tuple(items)))


# ---- what was published of a period


FOLDER = "published"
_YEAR = timedelta(days=366)
SPOILT = (
    "Файл {path} испорчен: по нему защита знает, что уже опубликовано, и без него не видно, что выдадут две публикации "
    "вместе. Верните его из копии; если публикаций за этот период ещё не было, удалите."
)


def path_of(processed: Path, period: str) -> Path:
    """``processed``: the tables of a dataset."""
    return processed / FOLDER / f"{slug(period)}.json"


def earlier(processed: Path, period: str) -> tuple[Version, ...]:
    """Versions that were published of a period, after those of other days of the same count.

    Raises DatasetError for a record that cannot be read.
    """
    own, there = path_of(processed, period), sorted((processed / FOLDER).glob("*.json"))
    others = [path for path in there if path != own and _grow_together(path.stem, period)]
    return tuple(version for path in (*others, own) for version in _versions(path))


def _grow_together(other: str, period: str) -> bool:
    """Whether both count the same up to two days: one is a day, and the other begins within a year of it."""
    try:
        (first, last), (start, end) = period_span(other), period_span(period)
    except ValueError:  # a file that is not ours
        return False
    return (first == last or start == end) and abs(first - start) < _YEAR


def _versions(path: Path) -> tuple[Version, ...]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record).versions
    except FileNotFoundError:
        return ()
    except msgspec.DecodeError:
        raise DatasetError(SPOILT.format(path=path)) from None


def remember(processed: Path, period: str, version: Version) -> None:
    """Add a version that is unlike all others; before its notes are written, so that none goes out unremembered."""
    known = _versions(path_of(processed, period))
    if version.rows and version not in known:
        files.record(path_of(processed, period), Record(versions=(*known, version)))
