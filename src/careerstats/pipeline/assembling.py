"""Counts, values and registers of a dataset -> Results: judged rows, sizes, peers, decisions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import msgspec
import numpy as np
import pandas as pd
from msgspec.structs import replace as changed

from careerstats import grouping
from careerstats.analysis import profminimum as profminimums
from careerstats.analysis.planned import planned_shares, plans_of
from careerstats.analysis.region import groups_of, peers_of
from careerstats.analysis.values import sizes_by_period
from careerstats.analysis.verdicts import spread_of
from careerstats.audiences import INTERNAL
from careerstats.bundles import Results
from careerstats.catalogue import Catalogue
from careerstats.catalogue.schemes import PROFMINIMUM, in_force, load_profminimum
from careerstats.contracts.appendices import NOT_MET, Claim
from careerstats.contracts.dataset import Settings
from careerstats.contracts.decisions import ExchangeRules
from careerstats.contracts.recommendations import PlanEntry, Register
from careerstats.contracts.values import Value
from careerstats.decisions import Decisions, Situation, decide
from careerstats.decisions.evidence import evidence
from careerstats.decisions.exchange import resources_of
from careerstats.decisions.register import read_register
from careerstats.intake import Dataset, Intake
from careerstats.intake.organisations import SITE
from careerstats.model import FINDING_COLUMNS, HIDDEN

AnyValue = TypeVar("AnyValue", bound=Value)


def assembled(
    dataset: Dataset,
    catalogue: Catalogue,
    intake: Intake,
    profminimum: pd.DataFrame,
    *,
    counts: pd.DataFrame,
    values: pd.DataFrame,
    audience: str = INTERNAL,
) -> Results:
    now = values[(values["period"] == dataset.period) & (values["organisation"] == "") & (values["breakdown"] == "")]
    rows, sizes = judged_rows(now), _sizes(counts, dataset)
    places, number = intake.territories, dataset.settings.peers.count
    plans = plans_of(intake.planned, dataset.period, [place.code for place in places], intake.region.code)
    results = Results(
        dataset=dataset,
        catalogue=catalogue,
        intake=intake,
        counts=counts,
        sizes=sizes,
        rows=rows,
        spreads={id: spread_of(*_arrays(now, id)) for id in dataset.settings.indicators},
        decisions={},
        register=_measured(read_register(dataset.file("recommendations.yaml")), set(values["indicator"])),
        peers={place.code: [other.code for other in peers_of(place, places, sizes, number)] for place in places},
        values=values,
        profminimum=profminimum,
        plans=plans,
        planned=planned_shares(plans.of, rows, catalogue, dataset.period),
        audience=audience,
    )
    return replace(results, decisions=decide(_situation(results)))


def claims_not_met(dataset: Dataset, intake: Intake, rows: pd.DataFrame) -> dict[str, list[Claim]]:
    """Code → schools whose claimed level of the профминимум their own directions and hours do not reach."""
    edition = in_force(load_profminimum(dataset.file(PROFMINIMUM)), dataset.period)
    now = rows[rows["period"] == dataset.period] if len(rows) else rows
    if edition is None or now.empty:
        return {}
    claims = profminimums.claims(profminimums.standings(now.assign(territory=now["code"]), edition), edition)
    not_met = (claim for claim in claims if claim.kind == NOT_MET)
    return grouping.grouped(
        (claim.code, changed(claim, school=intake.organisations[claim.school].name)) for claim in not_met
    )


def _measured(register: Register, known: set[str]) -> Register:
    """Lines of the plan with only those indicators that are computed."""

    def measured(lines: tuple[PlanEntry, ...]) -> tuple[PlanEntry, ...]:
        return tuple(changed(line, indicators=tuple(id for id in line.indicators if id in known)) for line in lines)

    return changed(register, plan=measured(register.plan), region_plan=measured(register.region_plan))


def _sizes(counts: pd.DataFrame, dataset: Dataset) -> dict[str, int]:
    """Number of pupils by code in the dataset's period."""
    sizes = sizes_by_period(counts, dataset.settings.peers.size)
    return {code: size for (period, code), size in sizes.items() if period == dataset.period}


def _situation(results: Results) -> Situation:
    dataset, intake = results.dataset, results.intake
    settings = dataset.settings
    return Situation(
        rows=_heard(results.rows, settings.indicators, intake),
        territories=intake.territories,
        sizes=results.sizes,
        sites=_sites(intake),
        catalogue=results.catalogue,
        register=results.register,
        reserves=list(settings.reserves),
        unknown=_unknown(settings, results.counts, intake.region.code),
        priority=list(dict.fromkeys([*settings.headline, *settings.reserves, *settings.indicators])),
        letter=str(settings.letter.number),
        claims=claims_not_met(dataset, intake, results.profminimum),
        evidence=evidence(
            dataset,
            results.catalogue,
            intake,
            counts=results.counts,
            values=results.values,
            planned=results.planned,
            audience=results.audience,
        ),
        addressees=intake.registers.addressees,
        region=intake.region.code,
        period=dataset.period,
        at_most=settings.recommendations.at_most,
        resources=resources_of(intake),
        exchange=ExchangeRules(**msgspec.structs.asdict(settings.exchange)),
        rules=settings.rules,
        groups=groups_of(settings.groups, results.rows, results.spreads),
    )


def _heard(rows: dict[str, dict[str, Value]], wanted: Sequence[str], intake: Intake) -> dict[str, list[Value]]:
    """Rows of the municipalities of which any number at all is known, shown or not."""
    own = {place.code: rows.get(place.code, {}) for place in intake.territories}
    listed = {code: [values[id] for id in wanted if id in values] for code, values in own.items()}
    return {
        code: values
        for code, values in listed.items()
        if any(row.numerator is not None or row.status == HIDDEN for row in values)
    }


def _unknown(settings: Settings, counts: pd.DataFrame, region: str) -> list[str]:
    """What the region knows and no municipality does, in words of the dataset."""
    municipal = set(counts.loc[counts["code"] != region, "variable"])
    missing = [stage for stage in settings.stages if stage.variable not in municipal]
    stages = [stage.about for stage in missing if stage.about]
    return [*stages, *settings.not_collected] if stages else []


def _sites(intake: Intake) -> dict[str, list[str]]:
    """Municipality as the register writes it → names of its sites."""
    sites = (organisation for organisation in intake.organisations.values() if organisation.kind == SITE)
    return grouping.grouped((site.territory, site.name) for site in sites)


def judged_rows(values: pd.DataFrame) -> dict[str, dict[str, Value]]:
    """Code → indicator → its judged row."""
    return grouping.nested(((row.code, row.indicator), row) for row in rows_of(values, Value))


def rows_of(values: pd.DataFrame, shape: type[AnyValue]) -> Iterator[AnyValue]:
    """Rows of the table with what is known of each; columns that the shape has not are left."""
    columns = values[[name for name in values.columns if name in shape.__struct_fields__]]
    for cells in columns.astype(object).to_dict("records"):
        known = {str(key): cell for key, cell in cells.items() if pd.notna(cell)}
        yield shape(**{key: cell.item() if hasattr(cell, "item") else cell for key, cell in known.items()})


def _arrays(values: pd.DataFrame, id: str) -> tuple[np.ndarray, np.ndarray]:
    """Pupils of the compared municipalities as if each were alone: those of one school count for fewer (R2's d)."""
    judged = values[(values["indicator"] == id) & values["rest"].notna()]
    effect = judged["design_effect"].to_numpy(dtype=float)
    return judged["numerator"].to_numpy(dtype=float) / effect, judged["denominator"].to_numpy(dtype=float) / effect


def findings_table(decisions: dict[str, Decisions]) -> pd.DataFrame:
    findings = (finding for own in decisions.values() for finding in own.findings)
    rows = [[getattr(finding, column) for column in FINDING_COLUMNS] for finding in findings]
    return pd.DataFrame(rows, columns=list(FINDING_COLUMNS)).astype({"size": "int64"})
