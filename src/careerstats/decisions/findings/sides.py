"""Rows against the other municipalities -> what lies on the bad side, and strengths worth sharing (rule R6)."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec.structs import replace

from careerstats import wording
from careerstats.contracts.rules import Ground
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import (
    ATTENTION,
    BAD,
    BETTER,
    GOOD,
    STRENGTH,
    WORSE,
    Case,
    Finding,
    part_of,
)
from careerstats.decisions.findings.goals import against_target
from careerstats.decisions.findings.phrases import (
    beyond_far,
    beyond_near,
    changed,
    compared,
    counted_genitive,
    finding,
    fragile,
    level,
    missing_to,
    nobody,
    sentence,
    stands_out,
)

WORSENING = "worsening"
"""The rule of what lies on the bad side and worsens."""


def _on(case: Case, row: Value, word: str, side: dict[str, str]) -> bool:
    """Whether the verdict or the change of a row lies on a side that the indicator's polarity names."""
    return side.get(case.catalogue.indicators[row.indicator].polarity) == word


def bad_side(case: Case) -> Iterable[Finding]:
    """On the bad side with grounds to decide or to watch it; what is worse and worsening comes first on the page."""
    for row in case.rows:
        if not _on(case, row, row.verdict, BAD) or _as_others_by_another_base(case, row):
            continue
        holds = _grounds(case, row)
        kind = _kind(case, row, holds)
        if kind:
            worsening = holds["worsening"]
            text = sentence(_sentence(row, case, lasting=holds["lasting"], worsening=worsening))
            rule = WORSENING if worsening else "bad_side"
            side = finding(row, rule, kind, missing_to_others(row), text, confidence=beyond_far(case, row))
            yield replace(side, urgent=worsening)


def _kind(case: Case, row: Value, holds: dict[Ground, bool]) -> str:
    """The first kind that has a ground; a tentative verdict decides nothing but with what is sure beside it."""
    for kind, grounds in case.rules.grounds.items():
        if any(holds[ground] for ground in grounds if kind == ATTENTION or not row.tentative or ground in SURE):
            return kind
    return ATTENTION if any(holds[ground] for ground in case.rules.decision) else ""


SURE: tuple[Ground, ...] = ("worsening", "short")
"""Grounds that do not rest on the comparison with the others."""


def _grounds(case: Case, row: Value) -> dict[Ground, bool]:
    return {
        "stands_out": row.stands_out,
        "lasting": row.verdict == row.previous_verdict,
        "worsening": _on(case, row, row.change, WORSE),
        "short": against_target(case, row) > 0,
        "large_gap": row.large_gap,
        "stage": row.indicator in {stage.indicator for stage in case.evidence.stages},
    }


def _as_others_by_another_base(case: Case, row: Value) -> bool:
    """Whether a line beside the stages (parents) is worse by one base only: many, or few, came to the stage before."""
    part = part_of(case, row.indicator)
    if part not in case.evidence.branches or not case.evidence.stages:
        return False
    same = [other for other in case.rows if part_of(case, other.indicator) == part and other.indicator != row.indicator]
    compared = [other for other in same if other.has_share and other.verdict in ("below", "above", "same")]
    return any(
        not _on(case, other, other.verdict, BAD) and not (_worse(case, other) and far_apart(other))
        for other in compared
    )


def far_apart(row: Value) -> bool:
    """Whether the difference from the others is as large as a large gap has to be, whatever chance may give."""
    share, rest = (Fraction(*pair) for pair in (row.own, row.others))
    return abs(share - rest) * row.facts.rules.large >= min(rest, 1 - rest)


def likely(case: Case) -> Iterable[Finding]:
    """Far worse than the others by more than 95 cases of 100 give, and not by more than 998 of 1000: told as such."""
    for row in case.rows:
        unsure = row.verdict == "same" and row.grade == "beyond_95" and _worse(case, row) and far_apart(row)
        if unsure and not _as_others_by_another_base(case, row):
            size = missing_to_others(row)
            text = sentence(_sentence(row, case, lasting=False, worsening=False))
            yield finding(row, "likely", ATTENTION, size, text, confidence=beyond_near(case))


def _worse(case: Case, row: Value) -> bool:
    (k, n), (rest_k, rest_n) = row.own, row.others
    side = BAD.get(case.catalogue.indicators[row.indicator].polarity)
    return k * rest_n < rest_k * n if side == "below" else k * rest_n > rest_k * n if side == "above" else False


def good_side(case: Case) -> Iterable[Finding]:
    """On the good side and standing out or far away: a strength worth sharing."""
    for row in case.rows:
        if _on(case, row, row.verdict, GOOD) and (row.stands_out or row.large_gap):
            text = sentence(compared(row, case.catalogue) + fragile(row, case))
            yield finding(row, "good_side", STRENGTH, row.own.numerator, text, confidence=beyond_far(case, row))


def _sentence(row: Value, case: Case, *, lasting: bool, worsening: bool) -> str:
    # Who compares with last year says that it was lower then too; «so it was» and a fall beside it read oddly.
    lasted = (
        f"; так же было в {wording.year(row.previous, 'prepositional')}" if lasting else ""
    )  # not of one period only
    past = f"; {changed(row)}" if worsening else lasted
    if row.numerator == 0:
        return f"{nobody(row, case)}; {_others(row, case)}{past if worsening else ''}{fragile(row, case)}"
    return f"{compared(row, case.catalogue)}{past}{fragile(row, case)}"


def _others(row: Value, case: Case) -> str:
    """What follows a zero: the level of the others and how many are missing to it."""
    rest = wording.percent(*row.others)
    others = "по остальным муниципальным образованиям в целом"
    if row.missing is None:  # low is good, and nobody at all: never here on the bad side, but never a hole either
        return f"{others} – {rest}{stands_out(row)}"
    lacking = counted_genitive(row, case.catalogue, row.missing)
    return f"{others} – {rest}, до их уровня не хватает {lacking}{stands_out(row)}"


def missing_to_others(row: Value) -> int:
    """M: how many more would give the level of the others, or fewer where their level is lower; at least 0."""
    return missing_to(row, *row.others) if row.missing is None else row.missing


# ---- against the period before (R8)


def waver(case: Case) -> str:
    """How sure a change is that was told."""
    return f"изменение больше обычных колебаний, ложных изменений не более {wording.of_one(case.rules.discoveries)}"


def worsened(case: Case) -> Iterable[Finding]:
    """Worse than in the last period; what lies on the bad side as well is told there."""
    for row in case.rows:
        if _on(case, row, row.change, WORSE) and not _on(case, row, row.verdict, BAD):
            text = sentence(f"{level(row, case.catalogue)}; {changed(row)}")
            worse = finding(row, "worsened", ATTENTION, lost(row), text, confidence=waver(case))
            yield replace(worse, tail=sentence(changed(row)))


def improved(case: Case) -> Iterable[Finding]:
    """Better than in the last period: a result, whatever the others did."""
    for row in case.rows:
        if _on(case, row, row.change, BETTER):
            text = sentence(f"{level(row, case.catalogue)}; {changed(row)}")
            better = finding(row, "improved", STRENGTH, row.numerator or 0, text, confidence=waver(case))
            yield replace(better, tail=sentence(changed(row)))


def lost(row: Value) -> int:
    """How many more (fewer) would have given the share of the period before."""
    return missing_to(row, *row.past) if row.has_share and row.had_share else 0
