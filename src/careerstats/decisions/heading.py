"""Findings of one municipality -> its headlines: what matters, in one order, with where inside it sits and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from careerstats.analysis.targets import printed
from careerstats.contracts.decisions import Cause
from careerstats.contracts.headlines import (
    Certainty,
    Decomposition,
    Headline,
    Kind,
    Lacking,
    LastPlan,
    Power,
    ShortOf,
    Stage,
    Weight,
)
from careerstats.contracts.values import Value
from careerstats.decisions import inside
from careerstats.decisions.evidence import schools_counted
from careerstats.decisions.findings.case import (
    STRENGTH,
    Case,
    Finding,
    counts_pupils_of_schools,
    part_of,
    sensitive,
    speaks_of_schools,
)
from careerstats.decisions.findings.goals import short_of, unfinished
from careerstats.decisions.findings.remains import narrowest
from careerstats.decisions.findings.schools import groups_of, untouched
from careerstats.decisions.keys import Key
from careerstats.decisions.ranking import COMPARED, PROBLEMS, STRENGTHS, KindWords, weighed
from careerstats.grouping import grouped

_KIND: Mapping[str, Kind] = {
    "bad_side": "level", "worsening": "change", "likely": "level", "worsened": "change", "below_target": "target",
    "plan_missed": "plan", "two_groups": "groups", "at_zero": "schools", "wide_spread": "schools",
    "stage_loss": "stage", "good_side": "strength", "improved": "improved",
}  # fmt: skip
"""Rule of a finding → the kind of its headline; what no headline is made of (reserves, missing data) is not here."""

_CERTAINTY: Mapping[str, Certainty] = {
    "bad_side": "sure", "worsening": "sure", "worsened": "sure", "likely": "likely", "good_side": "sure",
    "improved": "sure", "wide_spread": "sure",
}  # fmt: skip
"""Rule → how sure it is; all others rest on a full count."""


_SHORT_OF: Mapping[str, ShortOf] = {
    "worsened": "last", "improved": "last", "below_target": "target", "plan_missed": "plan", "at_zero": "all",
    "stage_loss": "all", "nobody": "all", "wide_spread": "own",
}  # fmt: skip
"""Rule → of what pupils are short; of all others the level of the others."""


@dataclass(frozen=True)
class _Aspect:
    """One thing that is true of an indicator."""

    kind: Kind
    people: int
    certainty: Certainty
    rule: str
    named: tuple[str, ...] = ()


def headlines(case: Case, findings: Sequence[Finding]) -> tuple[Headline, ...]:
    """In the order of ``ranking``; ``findings``: of all rules, each by itself."""
    rows = {row.indicator: row for row in case.rows}
    drafts = [
        _headline(case, rows.get(id), id, aspects)
        for side in (PROBLEMS, STRENGTHS)
        for id, aspects in _aspects(case, findings, side).items()
    ]
    ordered = _without_doubles(case, sorted(drafts, key=lambda draft: _place(case, draft, drafts)))
    return tuple(replace(headline, number=number) for number, headline in enumerate(ordered, 1))


def by_headline(findings: Sequence[Finding], ranked: Sequence[Headline]) -> list[Finding]:
    """Findings in the order of the note: problems as their headlines stand, then those without one, then strengths."""
    place = {headline.indicator: headline.number for headline in ranked if headline.is_problem}
    strong = [headline.indicator for headline in ranked if not headline.is_problem]

    def order(finding: Finding) -> tuple[bool, int]:
        if finding.kind == STRENGTH:
            return True, strong.index(finding.indicator) if finding.indicator in strong else len(strong)
        return False, place.get(finding.indicator, len(ranked) + 1)

    return sorted(findings, key=order)


def numbered_as(ranked: Sequence[Headline], numbers: Mapping[Key, str]) -> tuple[Headline, ...]:
    """Headlines with the number («П-1») under which the note tells them."""
    return tuple(replace(headline, problem=_number(headline, numbers)) for headline in ranked)


def _number(headline: Headline, numbers: Mapping[Key, str]) -> str:
    keys = (Key(rule, headline.indicator) for rule in headline.rules if headline.is_problem)
    return next((numbers[key] for key in keys if key in numbers), "")


def _aspects(case: Case, findings: Sequence[Finding], side: Mapping[Kind, KindWords]) -> dict[str, list[_Aspect]]:
    """Indicator → what is true of it on one side."""
    rows = {row.indicator: row for row in case.rows}
    alone = [row for row in case.rows if side is PROBLEMS and _nobody(case, row)]
    aspects = [(row.indicator, _Aspect("nobody", row.own.denominator, "full", "nobody")) for row in alone]
    for finding in findings:
        kind = _KIND.get(finding.rule)
        if kind is not None and kind in side:
            aspects.append((finding.indicator, _aspect(finding, kind, rows[finding.indicator])))
    return grouped(aspects)


def _aspect(finding: Finding, kind: Kind, row: Value) -> _Aspect:
    certainty = _CERTAINTY.get(finding.rule, "full")
    if row.tentative and finding.rule in ("bad_side", "good_side"):
        certainty = "likely"
    if finding.fragile and certainty != "full":
        certainty = "unstable"
    people = _gained(row, kind) if kind in STRENGTHS else finding.size
    return _Aspect(kind, people, certainty, finding.rule, finding.named if finding.rule == "at_zero" else ())


def _nobody(case: Case, row: Value) -> bool:
    """Nobody at all of a group of whom little may be told (ОВЗ, risk)."""
    high = case.catalogue.indicators[row.indicator].polarity == "high"
    reached = row.numerator != 0 or not row.denominator
    return high and not reached and sensitive(case, row.indicator) and counts_pupils_of_schools(case, row)


def _gained(row: Value, kind: Kind) -> int:
    """How many more (where low is good: fewer) than the level of the others, or of the year before, would give."""
    level = row.others if kind == "strength" else row.past
    own = row.own
    return abs(inside.round_half_up(own.numerator - Fraction(own.denominator * level[0], level[1])))


def _headline(case: Case, row: Value | None, id: str, aspects: Sequence[_Aspect]) -> Headline:
    order = [*PROBLEMS, *STRENGTHS]
    lead = min(aspects, key=lambda aspect: order.index(aspect.kind))
    causes = tuple(case.evidence.causes.get(id, ())) if lead.kind in PROBLEMS else ()
    power = _power(case, [cause.kind for cause in causes])
    weight = max((_weight(aspect, power) for aspect in aspects), key=lambda weight: (weight.first, weight.value))
    school_row = row if row is not None and lead.kind in PROBLEMS and speaks_of_schools(case, row) else None
    schools = case.evidence.schools.get(id, [])
    gap = _gap(case, school_row, aspects) if school_row else None
    fall = inside.fall(school_row, schools) if school_row else None
    change = fall if row is not None and row.change == "down" else None
    groups = groups_of(case, school_row) if school_row else None
    return Headline(
        number=0,
        kind="schools" if lead.kind == "level" and gap and gap.few else lead.kind,  # few schools make half of the gap
        indicator=id,
        weight=weight,
        people=weight.pupils,
        base=(row.denominator or 0) if row else 0,
        rules=tuple(dict.fromkeys(aspect.rule for aspect in aspects)),
        named=tuple(name for aspect in aspects for name in aspect.named),
        untouched=untouched(case, row) if row and lead.kind in PROBLEMS and sensitive(case, id) else None,
        stages=_stages(case) if lead.kind == "stage" else (),
        stage=_stage(case) if lead.kind == "stage" else None,
        change=change,
        gap=gap,
        less=fall if groups and fall and fall.few and not change else None,
        groups=groups,
        causes=causes,
        lacking=_lacking(case, causes),
        plans=_last_plans(case, row) if row and lead.kind in PROBLEMS else (),
        parallel=part_of(case, id) in case.evidence.branches,
    )


def _lacking(case: Case, causes: Sequence[Cause]) -> tuple[Lacking, ...]:
    """Of each stated cause that schools answer for themselves: where it is, and whether the body counted otherwise."""
    numbers = grouped((cause.kind, schools_counted(cause.text)) for cause in causes)
    known = {kind: case.evidence.lacking.get(kind) for kind in numbers}
    return tuple(
        replace(own, differs=bool({*numbers[kind]} - {None, len(own.schools)}))
        for kind, own in known.items()
        if own and own.schools
    )


def _weight(aspect: _Aspect, power: Power) -> Weight:
    """Nobody of a vulnerable group comes first whatever its size."""
    return Weight(
        pupils=aspect.people,
        short_of=_SHORT_OF.get(aspect.rule, "others"),
        certainty=aspect.certainty,
        power=power,
        value=weighed(aspect.people, aspect.certainty, power),
        first=aspect.kind == "nobody",
    )


def _gap(case: Case, row: Value, aspects: Sequence[_Aspect]) -> Decomposition | None:
    """What each school lacks to the level of the others, else to what was set, else to what last year's plan wanted."""
    schools = case.evidence.schools.get(row.indicator, [])
    if any(aspect.rule in ("bad_side", "worsening", "likely") for aspect in aspects):  # only then a gap to the others
        return inside.gap(row, schools, row.others)
    if case.catalogue.indicators[row.indicator].polarity != "high":
        return None
    rules = {aspect.rule for aspect in aspects}
    ordered, missed = case.evidence.targets.get(row.indicator), unfinished(case, row)
    if ordered is not None and "below_target" in rules:
        return inside.gap(row, schools, (ordered / 100).as_integer_ratio(), "target")
    if missed is not None and missed.plan is not None and "plan_missed" in rules:
        return inside.gap(row, schools, (missed.plan / 100).as_integer_ratio(), "plan")
    return None


def _power(case: Case, kinds: Iterable[str]) -> Power:
    """Of all the causes named: whether the municipality can remove any, or only the region."""
    known = {case.evidence.powers[kind] for kind in kinds if kind in case.evidence.powers}
    return "here" if "here" in known else "elsewhere" if known else "unknown"


def _stages(case: Case) -> tuple[Stage, ...]:
    return tuple(
        Stage(
            before=before.step.variable,
            after=after.step.variable,
            entered=before.count,
            passed=after.count,
            indicator=after.indicator,
        )
        for before, after in pairwise(case.evidence.stages)
    )


def _stage(case: Case) -> Stage | None:
    pair = narrowest(case.evidence.stages)
    return next((stage for stage in _stages(case) if pair and stage.after == pair[1].step.variable), None)


def _last_plans(case: Case, row: Value) -> tuple[LastPlan, ...]:
    return tuple(
        LastPlan(
            measure=planned.text,
            planned="" if planned.plan is None else printed(planned.plan),
            done=planned.done,
            reached=_reached(case, row, planned.plan),
            document=planned.document,
        )
        for planned in case.evidence.plans.get(row.indicator, [])
    )


def _reached(case: Case, row: Value, goal: Fraction | None) -> str:
    """«» where no value was planned, or it cannot be judged."""
    if goal is None or not row.has_share or row.uncovered:
        return ""
    return "no" if short_of(case, row, goal) else "yes"


def _place(case: Case, draft: Headline, drafts: Sequence[Headline]) -> tuple[object, ...]:
    """What headlines are sorted by: the sentences of ``ranking.ORDER``, one after another."""
    worse = any(other.kind in COMPARED for other in drafts)
    staged = any(other.kind == "stage" for other in drafts)
    strong = draft.kind in STRENGTHS
    behind = draft.parallel and staged
    last = _step(case, draft) if strong else 1
    opens = strong and not worse and draft is _opening(case, drafts)
    usual = draft.kind == "stage" and not _worse(case, draft.indicator)
    return (not draft.weight.first, not opens, strong, behind, usual, last, -draft.weight.value, draft.indicator)


def _worse(case: Case, id: str) -> bool:
    """Whether fewer came to a stage than with the others by more than chance, or nothing is known of the others."""
    row = next((row for row in case.rows if row.indicator == id), None)
    if row is None or not row.has_share or not row.rest_denominator:
        return True
    (k, n), (rest_k, rest_n) = row.own, row.others
    fewer = Fraction(k, n) < Fraction(rest_k, rest_n)
    return fewer and (row.verdict != "same" or row.grade == "beyond_95")


def _opening(case: Case, drafts: Sequence[Headline]) -> Headline | None:
    """The strength that may open the page: of stages the last one, else the weightiest; never a parallel line."""
    strong = [draft for draft in drafts if draft.kind in STRENGTHS and not draft.parallel]
    order = {draft.indicator: (_step(case, draft), -draft.weight.value, draft.indicator) for draft in strong}
    return min(strong, key=lambda draft: order[draft.indicator], default=None)


def _step(case: Case, draft: Headline) -> int:
    """Stages from the last one back, before all else."""
    steps, part = [stage.step.variable for stage in case.evidence.stages], part_of(case, draft.indicator)
    return -steps.index(part) if part in steps else 1


def _without_doubles(case: Case, ordered: Sequence[Headline]) -> list[Headline]:
    """Of two indicators with one numerator one is told on each side: the stage, else what comes first."""
    staged = {part_of(case, draft.indicator) for draft in ordered if draft.kind == "stage"}
    claimed: set[tuple[bool, str]] = set()
    kept = []
    for draft in ordered:
        part = part_of(case, draft.indicator)
        double = (draft.is_problem, part) in claimed or (draft.is_problem and part in staged and draft.kind != "stage")
        if not double:
            kept.append(draft)
            claimed.add((draft.is_problem, part))
    return kept
