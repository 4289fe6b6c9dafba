"""A worked example of a passport -> its calculation in numbers: «412 / 530 × 100 % = 77,7 %»."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from careerstats import wording
from careerstats.catalogue import Edition, Indicator
from careerstats.contracts.catalogue import ExampleEntry
from careerstats.formulas import FORMULAS
from careerstats.passports.words import exact, plain
from careerstats.wording import NBSP, NO_DATA

Number: TypeAlias = float | Fraction | None
"""Of an example: None where nobody knows it."""

Given: TypeAlias = Mapping[str, Number]


def worked(indicator: Indicator, example: ExampleEntry) -> str:
    """«412 / 530 × 100 % = 77,7 %», computed anew from what the example is given."""
    edition, given = indicator.edition(example.period, example.method), example.given
    if edition is None:
        return f"методики на {example.method or example.period} год нет"
    if edition.undefined:
        return f"{edition.first} = {_number(given.get(edition.first))} – не рассчитывается, знаменатель не определён"
    match edition.formula:
        case "count":
            return _number(given[edition.first])
        case "distribution":
            return _distributed(edition, given[edition.first])
        case "index":
            return _indexed(indicator, example)
    return _divided(edition, *_terms(edition, given))


def _terms(edition: Edition, given: Given) -> tuple[Number, Number, str]:
    """Numerator, denominator and how the denominator is written."""
    if edition.of.get("whole"):
        whole = given[edition.of["whole"]]
        return given[edition.first], whole, _number(whole)
    reporters = given["reporters"]
    if "maximum" not in FORMULAS[edition.formula].extras:
        return given[edition.first], reporters, _number(reporters)
    whole = None if reporters is None else exact(edition.maximum) * exact(reporters)
    return given[edition.first], whole, f"({plain(edition.maximum)} × {_number(reporters)})"


_SCALED = ("share", "yes_share", "attainment", "level")


def _divided(edition: Edition, part: Number, whole: Number, divisor: str) -> str:
    scale = f" × 100{NBSP}%" if edition.formula in _SCALED else ""
    scale = f" × {plain(edition.per)}" if edition.formula == "rate" else scale
    written = f"{_number(part)} / {divisor}"
    if part is None or whole is None:
        return f"{written} – сведений нет, поэтому нет и значения"
    if not exact(whole):
        return f"{written} – знаменатель равен нулю, значения нет"
    return f"{written}{scale} = {_result(edition, exact(part) / exact(whole))}"


def _result(edition: Edition, quotient: Fraction) -> str:
    match edition.formula:
        case "level":
            return _levelled(edition, 100 * quotient)
        case "rate":
            return wording.decimal(quotient * exact(edition.per))
        case "ratio":
            return wording.decimal(quotient, 2)
        case "mean_score":
            return wording.decimal(quotient)
    return f"{wording.decimal(100 * quotient)}{NBSP}%"


def _levelled(edition: Edition, share: Fraction) -> str:
    """The share, with more decimals where one would round it up to a boundary, and the name of its band."""
    from careerstats.analysis.self_diagnosis import shown

    reached = [band.name for band in edition.bands if share >= exact(band.start)]
    text = f"{wording.as_given(shown(share, [exact(band.start) for band in edition.bands]))}{NBSP}%"
    return f"{text}, уровень «{reached[-1]}»" if reached else f"{text}, ниже первой границы, уровня нет"


def _distributed(edition: Edition, parts: Given) -> str:
    written = [f"{category} – {_number(count)}" for category, count in parts.items()]
    if any(count is None for count in parts.values()):
        return f"{'; '.join(written)}: сведений нет, поэтому нет и долей"
    whole = sum((exact(count) for count in parts.values()), Fraction())
    if not whole:
        return f"{'; '.join(written)}: делить не на что, долей нет"
    shares = [
        f"{category} – {_number(count)} / {plain(whole)} × 100{NBSP}% = "
        f"{wording.decimal(100 * exact(count) / whole)}{NBSP}%"
        for category, count in parts.items()
    ]
    return "; ".join(shares)


def _indexed(indicator: Indicator, example: ExampleEntry) -> str:
    values = example.given["values"]
    given = ", ".join(f"{id} = {_number(value)}" for id, value in values.items())
    answer = indicator.evaluate(example.period, example.method, **example.given).value
    text = wording.decimal(Fraction(answer)) if answer == answer else f"{NO_DATA} по одной из составляющих, индекса нет"  # noqa: PLR0124
    return f"{given} → {text}"


def _number(value: object) -> str:
    return NO_DATA if value is None else plain(value)
