"""Results -> general information on each municipality: items by group with source and date, contradictions in them."""

from collections import Counter
from decimal import Decimal

from careerstats.bundles.numbers import Results
from careerstats.contracts.facts import told_of
from careerstats.contracts.general import GeneralGroup, GeneralInformation, GeneralItem
from careerstats.grouping import grouped
from careerstats.intake.registers.general import STEM, General
from careerstats.intake.registers.general_items import GROUPS

REGISTER, SOURCE = "По реестру организаций набора данных", "реестр организаций"


def general(results: Results) -> dict[str, GeneralInformation]:
    """Code → items in order of GROUPS and of the file, what contradicts itself."""
    caveats = () if results.has_numbers else results.dataset.settings.caveats  # else said elsewhere
    by_code = grouped((item.code, item) for item in results.intake.registers.general)
    return {
        code: GeneralInformation(
            groups=_groups(results, code, own), doubts=_doubts(results, code), caveats=tuple(caveats)
        )
        for code, own in by_code.items()
    }


def _groups(results: Results, code: str, own: list[General]) -> tuple[GeneralGroup, ...]:
    listed = [(group, tuple(told_of(GeneralItem, item) for item in own if item.group == group)) for group in GROUPS]
    listed.append((REGISTER, _registered(results, code)))
    return tuple(GeneralGroup(title=title, items=items) for title, items in listed if items)


def _registered(results: Results, code: str) -> tuple[GeneralItem, ...]:
    """How many organisations of each kind the register has there in the period."""
    intake, period = results.intake, results.dataset.period
    kinds = Counter(
        organisation.kind
        for organisation in intake.organisations.values()
        if intake.home_of(organisation.id) == code and organisation.exists_in(period)
    )
    return tuple(
        GeneralItem(title=kind, text=str(number), number=Decimal(number), date=period, source=SOURCE)
        for kind, number in sorted(kinds.items())
    )


def _doubts(results: Results, code: str) -> tuple[str, ...]:
    return tuple(
        problem.message
        for problem in results.intake.problems
        if problem.code == "general_contradiction" and problem.territory == code and problem.file.startswith(STEM)
    )
