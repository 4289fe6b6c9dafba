"""Registers of a region -> resources of each municipality, its part of the joint plan, practices that fit its pairs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from careerstats.catalogue import Catalogue
from careerstats.contracts.decisions import Exchange
from careerstats.intake import Intake
from careerstats.intake.organisations import SCHOOL
from careerstats.intake.registers.general_items import ITEMS
from careerstats.intake.registers.joint import STATUSES, Joint
from careerstats.intake.registers.practices import Practice


def resources_of(intake: Intake) -> dict[str, frozenset[str]]:
    """Code → kinds of organisations and infrastructure there; a municipality of which nothing is known is absent."""
    found: dict[str, set[str]] = {}
    for one in intake.organisations.values():
        if one.kind != SCHOOL and (home := intake.home_of(one.id)):
            found.setdefault(home, set()).add(one.kind)
    for partner in intake.registers.partners:
        found.setdefault(partner.code, set()).add(partner.kind)
    for item in intake.registers.general:
        if item.item and (resource := ITEMS[item.item].resource):
            own = found.setdefault(item.code, set())
            own |= {resource} if item.number else set()  # a zero is known too
    municipal = {one.code for one in intake.territories}
    return {code: frozenset(kinds) for code, kinds in found.items() if code in municipal}


def part_of(joint: Sequence[Joint], code: str) -> list[Joint]:
    """Lines of the joint plan that concern one municipality; none where no line names it."""
    if not any(code in one.codes for one in joint):
        return []
    return [one for one in joint if code in one.codes or not one.codes]


def by_task(joint: Iterable[Joint]) -> dict[str, list[Joint]]:
    """Task → its lines, both in order of the file."""
    found: dict[str, list[Joint]] = {}
    for one in joint:
        found.setdefault(one.task, []).append(one)
    return found


def by_status(joint: Iterable[Joint]) -> dict[str, int]:
    """Status → how many lines have it, in order of STATUSES; only those that occur."""
    numbers = Counter(one.status for one in joint)
    return {status: numbers[status] for status in STATUSES.values() if numbers[status]}


def practices_for(
    code: str, pairs: Iterable[Exchange], practices: Sequence[Practice], catalogue: Catalogue
) -> list[tuple[Exchange, Practice]]:
    """Practices of the register that a pair refers to: of whoever is learnt from, about its indicator or its goal."""
    found = []
    for pair in pairs:
        owners = pair.partners if pair.learn else (code,)
        about = {pair.indicator, catalogue.indicators[pair.indicator].goal}
        found += [(pair, one) for one in practices if one.code in owners and one.indicator in about]
    return found


def problems_for(indicator: str, numbers: Mapping[str, str], catalogue: Catalogue) -> list[str]:
    """«П-1»: problems of a note about an indicator or a goal, in their order."""
    known = ((key.partition(":")[2], number) for key, number in numbers.items())
    found = (number for id, number in known if indicator and indicator in (id, _goal(id, catalogue)))
    return list(dict.fromkeys(found))


def _goal(id: str, catalogue: Catalogue) -> str:
    return catalogue.indicators[id].goal if id in catalogue.indicators else ""
