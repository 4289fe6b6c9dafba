"""A dataset of several periods -> the same dataset as it stood in an earlier one: later numbers are not known yet."""

from dataclasses import replace
from typing import Any

from careerstats.errors import UsageError
from careerstats.intake import Dataset, Intake
from careerstats.model import period_start

_BY_PERIOD = ("tables", "profminimum", "participants")
"""Lists of entries, each of one period: the dataset's own where it names none."""

_OF_LAST = ("date", "letter", "deadline", "snapshots", "targets")
"""What the dataset says of its newest period only."""


def at_period(dataset: Dataset, period: str) -> Dataset:
    """The dataset as if ``period`` were its last; «» leaves it so. Raises UsageError for a period without data."""
    if period in ("", dataset.period):
        return dataset
    known = _periods(dataset)
    if known is not None and period not in known:
        raise UsageError(f"Периода {period} в наборе «{dataset.name}» нет. Есть: {', '.join(known)}.")
    settings = {key: value for key, value in dataset.settings.items() if key not in _OF_LAST}
    for key in _BY_PERIOD:
        if key in settings:
            settings[key] = _until(settings[key], period, dataset.period)
    programme = {key: value for key, value in settings.get("programme", {}).items() if key != "next_period"}
    named = {"programme": programme} if programme else {}
    return replace(dataset, settings={**settings, **named, "period": period})


def _periods(dataset: Dataset) -> list[str] | None:
    """Periods of its tables in order; None where a column or a form tells them, so that only reading can show."""
    specs = [spec for key in _BY_PERIOD for spec in dataset.settings.get(key, [])]
    if dataset.settings.get("forms") or any("period_column" in spec for spec in specs):
        return None
    return sorted({str(spec.get("period", dataset.period)) for spec in specs}, key=period_start)


def _until(specs: list[dict[str, Any]], period: str, last: str) -> list[dict[str, Any]]:
    """Entries of that period and earlier ones, each with its period written down."""
    dated = [spec if "period_column" in spec else {**spec, "period": str(spec.get("period", last))} for spec in specs]
    limit = period_start(period)
    return [spec for spec in dated if "period_column" in spec or period_start(spec["period"]) <= limit]


def known_by(intake: Intake, dataset: Dataset, whole: Dataset) -> Intake:
    """Without numbers of later periods, nor remarks on files that are not read yet; ``whole``: the dataset as it is.

    Raises UsageError where the period has no numbers at all.
    """
    counts = intake.counts
    there = sorted({str(one) for one in counts["period"]}, key=period_start)
    if there and dataset.period not in there:
        raise UsageError(f"Периода {dataset.period} в наборе «{dataset.name}» нет. Есть: {', '.join(there)}.")
    later = [one for one in there if period_start(one) > period_start(dataset.period)]
    unread = _files(whole) - _files(dataset)
    problems = [one for one in intake.problems if not any(file in f"{one.file} {one.message}" for file in unread)]
    return replace(intake, counts=counts[~counts["period"].isin(later)].reset_index(drop=True), problems=problems)


def nothing_then(dataset: Dataset, whole: Dataset) -> UsageError:
    """What to raise where a period has numbers, but no indicator of any municipality."""
    return UsageError(
        f"За период {dataset.period} справок в наборе «{dataset.name}» нет: показателей муниципальных образований за "
        f"него не рассчитать. Укажите другой; последний период набора – {whole.period}."
    )


def _files(dataset: Dataset) -> set[str]:
    specs = (spec for key in _BY_PERIOD for spec in dataset.settings.get(key, []))
    return {str(spec["file"]) for spec in specs if "file" in spec}
