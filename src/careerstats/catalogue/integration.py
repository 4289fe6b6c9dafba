"""Two lists of indicators (a region's and a municipality's) -> what coincides, what differs and what is missing."""

from dataclasses import dataclass

from careerstats.catalogue.entries import Edition, Indicator
from careerstats.catalogue.loading import Catalogue
from careerstats.formulas import FORMULAS

SAME, DIFFERS, ONLY_FIRST, ONLY_SECOND = "same", "differs", "only_first", "only_second"


@dataclass(frozen=True)
class Match:
    """One indicator of either list or both; ``differences``: Russian, «поле: было – стало»; ``since``: of editions."""

    status: str
    first: Indicator | None
    second: Indicator | None
    differences: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        indicator = self.first or self.second
        return indicator.title if indicator else ""


def integrate(first: Catalogue, second: Catalogue) -> list[Match]:
    """Every indicator of both lists once, in the order of the first; pairs are found by id, then by title."""
    pairs = _pairs(first, second)
    taken = {other.id for other in pairs.values()}
    matches = [_match(indicator, pairs.get(id)) for id, indicator in first.indicators.items()]
    return matches + [
        Match(ONLY_SECOND, None, indicator) for id, indicator in second.indicators.items() if id not in taken
    ]


def _pairs(first: Catalogue, second: Catalogue) -> dict[str, Indicator]:
    """Id in the first list → the indicator of the second that is the same one."""
    pairs = {id: second.indicators[id] for id in first.indicators if id in second.indicators}
    taken = set(pairs)
    by_title = {_plain(indicator.title): indicator for id, indicator in second.indicators.items() if id not in taken}
    for id, indicator in first.indicators.items():
        if id not in pairs and (other := by_title.pop(_plain(indicator.title), None)):
            pairs[id] = other
    return pairs


def _plain(title: str) -> str:
    """A title without what typing changes: case, dashes, spaces, the sign of per cent at its end."""
    letters = title.casefold().replace("ё", "е").replace("–", "-").replace("—", "-").removesuffix("%")
    return " ".join(letters.replace(",", " ").split())


def _match(indicator: Indicator, other: Indicator | None) -> Match:
    if other is None:
        return Match(ONLY_FIRST, indicator, None)
    differences = tuple(
        f"{name}: {was or 'не указано'} – {now or 'не указано'}"
        for name, was, now in _compared(indicator, other)
        if was != now
    )
    return Match(DIFFERS if differences else SAME, indicator, other, differences)


def _compared(indicator: Indicator, other: Indicator) -> list[tuple[str, str, str]]:
    """(name of the field, in the first list, in the second)."""
    mine, theirs = indicator.editions[-1], other.editions[-1]
    return [
        ("номер", indicator.id, other.id),
        ("наименование", _plain(indicator.title), _plain(other.title)),
        ("цель", indicator.goal, other.goal),
        ("формула", _formula(mine), _formula(theirs)),
        ("прежние редакции", _earlier(indicator), _earlier(other)),
        ("правило учёта", mine.counting, theirs.counting),
        ("единица", indicator.unit, other.unit),
        ("направление", mine.polarity or indicator.polarity, theirs.polarity or other.polarity),
        ("уровни", ", ".join(indicator.levels), ", ".join(other.levels)),
        ("периодичность", indicator.periodicity, other.periodicity),
        ("ответственный", indicator.responsible, other.responsible),
        ("статус", indicator.status, other.status),
        ("действует с", mine.since, theirs.since),
    ]


def _formula(edition: Edition) -> str:
    """The formula with its variables and whatever else its edition says of it."""
    of = ", ".join(f"{role} = {id}" for role, id in edition.of.items())
    extras = {name: getattr(edition, name) for name in FORMULAS[edition.formula].extras}
    if edition.undefined:
        extras["undefined"] = edition.undefined.get("whole", "")
    more = "".join(f", {name} = {value}" for name, value in extras.items())
    return f"{edition.formula} ({of}{more})"


def _earlier(indicator: Indicator) -> str:
    return "; ".join(f"с {edition.since} {_formula(edition)}" for edition in indicator.editions[:-1])
