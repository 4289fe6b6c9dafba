"""A municipality -> why its note begins with what it begins with: every headline with its weight, factor by factor."""

import textwrap
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from careerstats import wording
from careerstats.bundles import Results
from careerstats.bundles.region import headlines_of, synthesis_of
from careerstats.contracts.headlines import Headline
from careerstats.decisions.ranking import CERTAINTY, POWER, PROBLEMS, SHORT_OF, STRENGTHS, rule_text
from careerstats.errors import UsageError
from careerstats.passports.text import WIDTH
from careerstats.pipeline import monitoring as stage
from careerstats.pipeline.trace.cells import owner
from careerstats.wording import NBSP


def order(project: Path, dataset: str, whose: str, period: str = "") -> str:
    """Text of ``careerstats trace`` without an indicator. Raises UsageError for what is unknown, and for a school."""
    monitoring = stage.analyse(project, dataset, period=period)
    results = monitoring.results
    code, organisation = owner(monitoring, whose)
    if organisation:
        raise UsageError("Порядок выводов есть у муниципального образования и региона; о школе спросите с показателем.")
    names = {place.code: place.name for place in (*results.intake.territories, results.intake.region)}
    lines = _lines(results, names[code], _ranked(results, code))
    return "\n".join(
        textwrap.fill(line, WIDTH, subsequent_indent=" " * _indent(line)) if line else "" for line in lines
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) + 3 if line[:1] in " 0123456789" else 0


def _ranked(results: Results, code: str) -> tuple[Headline, ...]:
    if code == results.intake.region.code:
        return headlines_of(results, synthesis_of(results))
    decisions = results.decisions.get(code)
    return decisions.headlines if decisions else ()


def _lines(results: Results, name: str, ranked: tuple[Headline, ...]) -> Iterator[str]:
    yield f"{name}, {wording.year(results.dataset.period)}: что важнее всего и почему"
    if not ranked:
        yield "Выводов, которые стоили бы первой страницы, нет."
    for headline in ranked:
        yield ""
        yield from _lines_of(results, headline)
    yield ""
    yield "Правило:"
    yield from rule_text()


def _lines_of(results: Results, headline: Headline) -> Iterator[str]:
    indicator = results.catalogue.indicators.get(headline.indicator)
    title = f"{indicator.short} ({headline.indicator})" if indicator else "этапы участия"
    problem = f", {headline.problem}" if headline.problem else ""
    kind = (PROBLEMS if headline.is_problem else STRENGTHS)[headline.kind]
    yield f"{headline.number}. {title}{problem}: {kind.what}."
    yield f"   {_weight(headline)}"
    yield from (f"   Причина, {cause.origin}: «{cause.text}»." for cause in headline.causes)


def _weight(headline: Headline) -> str:
    """«1 133 (до уровня остальных) × 2/3 (отличие вне …) × 2/3 (только регион) = 503,6»; of the region the sum."""
    weight = headline.weight
    if headline.places:
        places = wording.municipalities(len(headline.places))
        return f"Вес {_number(weight.value)}: сумма весов, {places}; обучающихся {wording.integer(weight.pupils)}."
    certainty, power = CERTAINTY[weight.certainty], POWER[weight.power]
    if not headline.is_problem:
        more = f"{wording.integer(weight.pupils)} (на столько больше, чем {_MORE[weight.short_of == 'last']})"
        return f"Вес {_number(weight.value)} = {more} × {certainty.value} ({certainty.when})."
    first = " Стоит первым при любом весе." if weight.first else ""
    return (
        f"Вес {_number(weight.value)} = {wording.integer(weight.pupils)} ({SHORT_OF[weight.short_of]}) × "
        f"{certainty.value} ({certainty.when}) × {power.value} ({power.when}).{first}"
    )


_MORE = {True: "при доле прошлого года", False: "при уровне остальных"}


def _number(value: Fraction) -> str:
    return wording.decimal(value, 0 if value.denominator == 1 else 1).replace(" ", NBSP)
