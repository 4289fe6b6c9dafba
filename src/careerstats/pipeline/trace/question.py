"""What a user asks to trace -> the row of values he means, or why there is none and what there is."""

from collections.abc import Iterable

from careerstats.catalogue import Indicator
from careerstats.errors import UsageError
from careerstats.pipeline.monitoring import Monitoring
from careerstats.pipeline.places import place_of
from careerstats.pipeline.trace.cells import Book, TracedValue, Unit
from careerstats.territories import Unknown


def find(book: Book, whose: str, id: str, period: str = "", breakdown: str = "") -> TracedValue:
    """The row of values that a user means. Raises UsageError for what is unknown, with what there is."""
    monitoring = book.monitoring
    results = monitoring.results
    indicator = results.catalogue.indicator(id)
    wanted = period or results.dataset.period
    code, organisation = owner(monitoring, whose)
    value = book.values.get(((code, organisation, wanted, breakdown), indicator.id))
    if value is None:
        raise UsageError(_why_none(book, indicator, (code, organisation, wanted, breakdown)))
    return value


def owner(monitoring: Monitoring, whose: str) -> tuple[str, str]:
    """Code of a place, and id of the organisation where an organisation is meant."""
    intake, dataset = monitoring.results.intake, monitoring.results.dataset
    if whose in intake.organisations:
        return intake.home_of(whose), whose
    if whose.casefold() == "регион":
        return intake.region.code, ""
    place = place_of(whose, dataset.region, dataset.period, dataset.folder)
    if isinstance(place, Unknown):
        raise UsageError(place.message + _near_school(whose, intake.organisations))
    return place.code, ""


def _near_school(whose: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    close = [match[0] for match in process.extract(whose, list(known), limit=3, score_cutoff=80)]
    return f" Среди организаций похоже на: {', '.join(close)}." if close else ""


def _why_none(book: Book, indicator: Indicator, unit: Unit) -> str:
    """Why there is no such row, and what there is."""
    code, organisation, period, breakdown = unit
    ours = [key for key, id in book.values if id == indicator.id]
    mine = [key for key in ours if key[:2] == (code, organisation)]
    periods = sorted({key[2] for key in mine})
    kinds = sorted({key[3] for key in mine if key[2] == period})
    whose = organisation or code
    if breakdown not in kinds and kinds:
        text = ", ".join(kind or "в целом (без --breakdown)" for kind in kinds[:30])
        return f"Показатель {indicator.id}, {whose}, {period}: разреза «{breakdown or 'в целом'}» нет. Есть: {text}."
    if period not in periods and periods:
        known = ", ".join(periods)
        return f"Показатель {indicator.id}, {whose}: значения за период «{period}» нет. Есть: {known} (--period)."
    if ours:
        levels = f"Уровни показателя – careerstats indicator {indicator.id}"
        return f"Показатель {indicator.id} для {whose} не рассчитывается. {levels}"
    there = ", ".join(sorted({id for _, id in book.values})) or "ни одного"
    return (
        f"Показатель {indicator.id} по данным набора не рассчитывается: нужных величин в нём нет. Рассчитаны: {there}."
    )
