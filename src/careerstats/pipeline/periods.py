"""A dataset of several periods -> the same dataset as it stood in an earlier one: later numbers are not known yet."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import msgspec

from careerstats.contracts.numbers import Participants, ProfminimumTable, Table
from careerstats.contracts.settings import Letter
from careerstats.errors import UsageError
from careerstats.intake import Dataset, Intake
from careerstats.model import period_start

Described: TypeAlias = Table | ProfminimumTable | Participants

_BY_PERIOD = ("tables", "profminimum", "participants")
"""Lists of entries, each of one period: the dataset's own where it names none."""

_OF_LAST: dict[str, object] = {"date": "", "letter": Letter(), "deadline": "", "snapshots": (), "targets": {}}
"""What the dataset says of its newest period only, left out."""


def at_period(dataset: Dataset, period: str) -> Dataset:
    """The dataset as if ``period`` were its last; «» leaves it so. Raises UsageError for a period without data."""
    if period in ("", dataset.period):
        return dataset
    known = _periods(dataset)
    if known is not None and period not in known:
        raise UsageError(f"Периода {period} в наборе «{dataset.name}» нет. Есть: {', '.join(known)}.")
    settings = dataset.settings
    known_then = {key: _until(getattr(settings, key), period, dataset.period) for key in _BY_PERIOD}
    programme = msgspec.structs.replace(settings.programme, next_period="")
    then = msgspec.structs.replace(settings, period=period, programme=programme, **_OF_LAST, **known_then)
    return replace(dataset, settings=then)


def _periods(dataset: Dataset) -> list[str] | None:
    """Periods of its tables in order; None where a column or a form tells them, so that only reading can show."""
    if dataset.settings.forms or any(table.period_column for table in dataset.tables):
        return None
    return sorted({described.period or dataset.period for described in _described(dataset)}, key=period_start)


def _described(dataset: Dataset) -> Iterator[Described]:
    for key in _BY_PERIOD:
        yield from getattr(dataset.settings, key)


def _until(described: tuple[Described, ...], period: str, last: str) -> tuple[Described, ...]:
    """Entries of that period and earlier ones, each with its period written down."""
    undated = [table for table in described if getattr(table, "period_column", "")]
    dated = [msgspec.structs.replace(table, period=table.period or last) for table in described if table not in undated]
    limit = period_start(period)
    return tuple(undated + [table for table in dated if period_start(table.period) <= limit])


def known_by(intake: Intake, dataset: Dataset, whole: Dataset) -> Intake:
    """Without numbers of later periods, nor remarks on files that are not read yet; ``whole``: the dataset as it is.

    Raises UsageError where the period has no numbers at all.
    """
    counts = intake.counts
    there = sorted({str(count) for count in counts["period"]}, key=period_start)
    if there and dataset.period not in there:
        raise UsageError(f"Периода {dataset.period} в наборе «{dataset.name}» нет. Есть: {', '.join(there)}.")
    later = [period for period in there if period_start(period) > period_start(dataset.period)]
    unread = described_files(whole) - described_files(dataset)
    problems = [
        problem
        for problem in intake.problems
        if not any(file in f"{problem.file} {problem.message}" for file in unread)
    ]
    return replace(intake, counts=counts[~counts["period"].isin(later)].reset_index(drop=True), problems=problems)


def nothing_then(dataset: Dataset, whole: Dataset) -> UsageError:
    """What to raise where a period has numbers, but no indicator of any municipality."""
    return UsageError(
        f"За период {dataset.period} справок в наборе «{dataset.name}» нет: показателей муниципальных образований за "
        f"него не рассчитать. Укажите другой; последний период набора – {whole.period}."
    )


def files_of(described: Described) -> tuple[str, ...]:
    """The files that an entry of dataset.yaml is about."""
    return described.file if isinstance(described.file, tuple) else (described.file,)


def described_files(dataset: Dataset) -> set[str]:
    """All that dataset.yaml names."""
    return {name for entry in _described(dataset) for name in files_of(entry)}
