"""Monitoring of a dataset -> the same of what the public may see: masked first, judged and decided upon afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from careerstats.audiences import PUBLIC
from careerstats.catalogue.sensitivity import breakdown_is_sensitive, sensitive_indicators, sensitive_variables
from careerstats.contracts.published import Version
from careerstats.disclosure.masking import Masked, Place, mask_counts, mask_values, thresholds
from careerstats.intake.registers import Registers
from careerstats.pipeline.assembling import assembled

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring


def for_audience(monitoring: "Monitoring", audience: str, earlier: tuple[Version, ...] = ()) -> "Monitoring":
    """Everything for the internal audience; for the public, only what masking leaves; ``earlier``: published before.

    Raises DatasetError for thresholds that protect nobody, and where a number cannot be hidden.
    """
    return _public(monitoring, earlier) if audience == PUBLIC else monitoring


def _public(monitoring: "Monitoring", earlier: tuple[Version, ...]) -> "Monitoring":
    results = monitoring.results
    dataset, catalogue, intake = results.dataset, results.catalogue, results.intake
    place = Place(dataset.period, intake.region.code, thresholds(dataset.settings), earlier)
    variables = sensitive_variables(catalogue)
    values, masked = mask_values(results.values, catalogue, place)
    seen = replace(
        intake,
        counts=mask_counts(intake.counts, catalogue, intake.region.code, place.limits),
        published=[figure for figure in intake.published if not _is_sensitive(figure, variables)],
        problems=[],  # remarks quote cells; whoever filled them in gets the protocol
        corrections=[],
        registers=_registers(intake.registers, set(sensitive_indicators(catalogue, dataset.period))),
    )
    counts = mask_counts(results.counts, catalogue, intake.region.code, place.limits)
    profminimum = results.profminimum
    if len(profminimum):
        profminimum = profminimum.assign(claimed="")  # what a school claims and does not meet is told to its body only
    told = assembled(dataset, catalogue, seen, profminimum, counts=counts, values=values)
    results = replace(told, audience=PUBLIC)
    return replace(monitoring, results=results, problems=[], remarks=(_hidden(masked),), published=masked.version)


def _hidden(masked: Masked) -> str:
    """How many values were hidden, and how many numbers only for the sake of others; none beyond need is left."""
    hidden = masked.hidden
    return (
        f"Скрыто значений: {len(masked.rows)}; чисел скрыто из-за самих себя – {len(hidden.first)}, чтобы не выдать "
        f"другие, – {len(hidden.second)}; сверх необходимого было скрыто и показано снова – {hidden.spared}."
    )


def _registers(registers: Registers, delicate: set[str]) -> Registers:
    """Plans about sensitive indicators quote their values."""
    plans = [one for one in registers.plans.measures if one.indicator not in delicate]
    return replace(
        registers.for_public(),
        plans=replace(registers.plans, measures=tuple(plans)),
    )


def _is_sensitive(figure: Mapping[str, Any], variables: frozenset[str]) -> bool:
    """Whether a published figure counts such children, by its variable or by its part."""
    return figure["variable"] in variables or breakdown_is_sensitive(figure["breakdown"])
