"""Registers of a dataset -> what each note may say of them: general information, network, printed items, causes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from careerstats.analysis.printed_diagnosis import ROUNDED, CheckedRow, checked_rows
from careerstats.audiences import PUBLIC
from careerstats.bundles.numbers import Results
from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.decisions import Addressee, Cause, Exchange, ExchangeRules
from careerstats.contracts.facts import told_of
from careerstats.contracts.general import (
    GeneralGroup,
    GeneralInformation,
    GeneralItem,
    PrintedDiagnosis,
    PrintedDirection,
    PrintedItem,
)
from careerstats.contracts.network import JointEvent, JointPlan, Network, PairPractice, Partner, Practice
from careerstats.decisions.evidence import stated_causes
from careerstats.decisions.exchange import resources_of
from careerstats.decisions.recommendations import of_place
from careerstats.grouping import grouped
from careerstats.intake.registers.general import GROUPS, STEM, General

_REGISTER, _SOURCE = "По реестру организаций набора данных", "реестр организаций"


def _caveats(results: Results) -> tuple[str, ...]:
    """Those of the dataset, where no other note says them."""
    return () if results.has_numbers else results.dataset.settings.caveats


def general(results: Results) -> dict[str, GeneralInformation]:
    """Code → items in order of GROUPS and of the file, what the register of organisations has, what contradicts."""
    by_code = grouped((item.code, item) for item in results.intake.registers.general)
    registered, doubts, caveats = _registered(results), _doubts(results), _caveats(results)
    return {
        code: GeneralInformation(
            groups=_groups(own, registered.get(code, [])), doubts=tuple(doubts.get(code, ())), caveats=caveats
        )
        for code, own in by_code.items()
    }


def _groups(own: Sequence[General], registered: Sequence[GeneralItem]) -> tuple[GeneralGroup, ...]:
    listed = [(group, [told_of(GeneralItem, item) for item in own if item.group == group]) for group in GROUPS]
    return tuple(
        GeneralGroup(title=title, items=tuple(items)) for title, items in [*listed, (_REGISTER, registered)] if items
    )


def _registered(results: Results) -> dict[str, list[GeneralItem]]:
    """Code → how many organisations of each kind the register has there in the period."""
    intake, period = results.intake, results.dataset.period
    there = (organisation for organisation in intake.organisations.values() if organisation.exists_in(period))
    numbers = Counter((intake.home_of(organisation.id), organisation.kind) for organisation in there)
    return grouped(
        (code, GeneralItem(title=kind, text=str(number), number=Decimal(number), date=period, source=_SOURCE))
        for (code, kind), number in sorted(numbers.items())
    )


def _doubts(results: Results) -> dict[str, list[str]]:
    contradictions = (problem for problem in results.intake.problems if problem.code == "general_contradiction")
    return grouped((problem.territory, problem.message) for problem in contradictions if problem.file.startswith(STEM))


# ---- the network, and practices that pairs refer to


def network(results: Results) -> dict[str, Network]:
    """Code → its network; absent without any. The region has everybody's practices and partners."""
    registers, region = results.intake.registers, results.intake.region.code
    networks = {region: _network(results, registers.joint, registers.practices, registers.partners)}
    for code in (territory.code for territory in results.intake.territories):
        networks[code] = _network(
            results,
            part_of(registers.joint, code),
            [practice for practice in registers.practices if practice.code == code],
            [partner for partner in registers.partners if partner.code == code],
        )
    return {code: own for code, own in networks.items() if own}


def _network(
    results: Results, events: Sequence[JointEvent], practices: Sequence[Practice], partners: Sequence[Partner]
) -> Network | None:
    if not (events or practices or partners):
        return None
    plan = JointPlan(about=results.dataset.settings.network, events=tuple(events)) if events else None
    return Network(plan=plan, practices=tuple(practices), partners=tuple(partners), caveats=_caveats(results))


def part_of(joint: Sequence[JointEvent], code: str) -> list[JointEvent]:
    """Lines of the joint plan that concern one municipality; none where no line names it."""
    if not any(code in event.codes for event in joint):
        return []
    return [event for event in joint if code in event.codes or not event.codes]


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


def exchange_rules(results: Results) -> dict[str, ExchangeRules]:
    """Code → the bounds by which pairs were chosen; ``resources``: known of at least two municipalities, so used."""
    used = ExchangeRules(
        **msgspec.structs.asdict(results.dataset.settings.exchange), resources=len(resources_of(results.intake)) > 1
    )
    return dict.fromkeys((*results.decisions, results.intake.region.code), used)


# ---- a self-diagnosis as somebody printed it


def printed_diagnosis(results: Results) -> dict[str, PrintedDiagnosis]:
    """Code → what was printed, with what does not come out of it."""
    rows = checked_rows(results.dataset, results.intake)
    printed = results.intake.registers.printed.items
    items = grouped((item.code, told_of(PrintedItem, item)) for item in printed)
    return {
        code: PrintedDiagnosis(directions=tuple(map(_direction, rows.get(code, ()))), items=tuple(items.get(code, ())))
        for code in {**rows, **items}
    }


def _direction(row: CheckedRow) -> PrintedDirection:
    wrong = "" if row.share.verdict == ROUNDED else row.share.text
    remarks = tuple(filter(None, (wrong, row.level_text)))
    return told_of(PrintedDirection, row.printed, remarks=remarks, doubt=row.level_doubt)


# ---- causes and addressees


def causes(results: Results) -> dict[str, tuple[Cause, ...]]:
    """Code → the answers about the dataset's period; the region has them all."""
    now = stated_causes(results.dataset, results.intake) if results.audience != PUBLIC else []
    of_places = {code: tuple(own) for code, own in grouped((cause.code, cause) for cause in now).items()}
    known = {*results.decisions, results.intake.region.code}
    return of_places | {results.intake.region.code: tuple(cause for cause in now if cause.code in known)}


def cause_titles(results: Results) -> dict[str, dict[str, str]]:
    """Code → kind of cause → its title in the closed list, the same everywhere."""
    known = load_causes(results.dataset.file(FILE))
    titles = {kind.id: kind.title for kind in known.kinds.values()}
    return dict.fromkeys((*results.decisions, results.intake.region.code), titles)


def addressees(results: Results) -> dict[str, dict[str, Addressee]]:
    """Code → role → the forms of its name; what is said of the region holds where a municipality says nothing."""
    known, region = results.intake.registers.addressees, results.intake.region.code
    return {code: of_place(known, code, region) for code in (*results.decisions, region)}
