"""Results -> the joint plan of a network, practices and partners of each municipality, as its note may show them."""

from collections.abc import Iterable, Sequence

from careerstats.bundles.numbers import Results
from careerstats.catalogue import Catalogue
from careerstats.contracts.decisions import Exchange
from careerstats.contracts.network import JointEvent, JointPlan, Network, PairPractice, Practice


def network(results: Results) -> dict[str, Network]:
    """Code → its network; absent without any."""
    registers, region = results.intake.registers, results.intake.region.code
    networks = {
        territory.code: _of(results, territory.code, part_of(registers.joint, territory.code))
        for territory in results.intake.territories
    }
    networks[region] = _of(results, region, registers.joint)
    return {code: own for code, own in networks.items() if own}


def _of(results: Results, code: str, events: Sequence[JointEvent]) -> Network | None:
    """The region has everybody's practices and partners, a municipality its own."""
    registers, whole = results.intake.registers, code == results.intake.region.code
    settings = results.dataset.settings
    practices = tuple(practice for practice in registers.practices if whole or practice.code == code)
    partners = (partner for partner in registers.partners if whole or partner.code == code)
    about = settings.network
    known = Network(
        plan=JointPlan(about=about, events=tuple(events)) if events else None,
        practices=practices,
        partners=tuple(partners),
        caveats=() if results.has_numbers else tuple(settings.caveats),  # else said elsewhere
    )
    return known if known.plan or known.practices or known.partners else None


def part_of(joint: Sequence[JointEvent], code: str) -> list[JointEvent]:
    """Lines of the joint plan that concern one municipality; none where no line names it."""
    if not any(code in event.codes for event in joint):
        return []
    return [event for event in joint if code in event.codes or not event.codes]


# ---- practices that pairs refer to


def practices(results: Results) -> dict[str, tuple[PairPractice, ...]]:
    """Code → practices by pair; the region has those learnt, once."""
    known = results.intake.registers.practices
    by_code = {
        code: tuple(practices_for(code, decisions.exchanges, known, results.catalogue))
        for code, decisions in results.decisions.items()
    }
    learnt = {
        (practice.practice.id, practice.indicator): practice
        for own in by_code.values()
        for practice in own
        if practice.learn
    }
    return by_code | {results.intake.region.code: tuple(learnt[key] for key in sorted(learnt))}


def practices_for(
    code: str, pairs: Iterable[Exchange], practices: Sequence[Practice], catalogue: Catalogue
) -> list[PairPractice]:
    """Practices of the register that a pair refers to: of whoever is learnt from, about its indicator or its goal."""
    suitable = []
    for pair in pairs:
        owners = pair.partners if pair.learn else (code,)
        about = {pair.indicator, catalogue.indicators[pair.indicator].goal}
        suitable += [
            PairPractice(practice=practice, indicator=pair.indicator, learn=pair.learn)
            for practice in practices
            if practice.code in owners and practice.indicator in about
        ]
    return suitable
