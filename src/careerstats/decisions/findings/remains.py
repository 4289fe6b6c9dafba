"""Rows, stages and the state of the data -> what remains to be done, and what nobody can say here."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from careerstats import wording
from careerstats.decisions.findings.case import NO_DATA, RESERVE, Case, Finding, Stage
from careerstats.decisions.findings.phrases import FULL, finding, nobody, sentence

MOST_NAMED = 5


def reserve(case: Case) -> Iterable[Finding]:
    """What remains: stated with counts for every municipality, never called lower."""
    by_id = {row.indicator: row for row in case.rows}
    for id in case.reserves:
        row, template = by_id.get(id), case.catalogue.indicators[id].words.get("left")
        if row and template and row.denominator and row.numerator is not None:
            left = row.denominator - row.numerator
            if left > 0:
                if row.numerator == 0 and (row.verdict == "below" or row.grade == "beyond_95"):
                    continue  # said already: nobody at all
                text = nobody(row, case) if row.numerator == 0 else _left(template, left, row.denominator)
                yield finding(row, "reserve", RESERVE, left, sentence(text))


def _left(template: str, left: int, whole: int) -> str:
    words = {"percent": wording.percent(left, whole), "count": wording.integer(left), "whole": wording.integer(whole)}
    return wording.fill(template, words)


def stage_loss(case: Case) -> Iterable[Finding]:
    """Where most stop, of three or more nested stages that are known here; why they do, nobody knows."""
    pair = narrowest(case.evidence.stages)
    if pair is None or not case.rows:
        return
    before, after = pair
    gone = before.count - after.count
    evidence = " → ".join(str(stage.count) for stage in case.evidence.stages)
    row = next((row for row in case.rows if row.indicator == after.indicator), None)
    if row is None:
        text = _loss(before, after, gone)
        yield _about_all(case, "stages", "stage_loss", RESERVE, text, size=gone, evidence=evidence)
        return
    template = case.catalogue.indicators[row.indicator].words.get("left")
    text = sentence(_left(template, gone, before.count)) if template else _loss(before, after, gone)
    loss = finding(row, "stage_loss", RESERVE, gone, text)
    yield replace(loss, tail=MOST_LOST, evidence=evidence)


MOST_LOST = "Из известных этапов до этого не дошла наибольшая доля обучающихся."


def narrowest(stages: list[Stage]) -> tuple[Stage, Stage] | None:
    """The pair of neighbouring stages of which the least part passed; None where they are few or not nested."""
    pairs = list(pairwise(stages))
    if len(stages) < 3 or any(after.count > before.count or not before.count for before, after in pairs):
        return None
    before, after = min(pairs, key=lambda pair: Fraction(pair[1].count, pair[0].count))
    return (before, after) if before.count > after.count else None


def _loss(before: Stage, after: Stage, gone: int) -> str:
    part = f"{wording.percent(gone, before.count)} {before.step.genitive}"
    lost = f"{after.step.before}: {after.step.lost} {wording.people(gone)} ({part})"
    return f"Наибольшее сокращение числа участников – {lost}; почему, по этим сведениям установить нельзя."


def unknown_stages(case: Case) -> Iterable[Finding]:
    """What nobody can say here, because it was not collected by municipality."""
    if case.unknown:
        text = f"Нет сведений {wording.joined(case.unknown)}; определить школы, которым необходима помощь, нельзя."
        yield _about_all(case, "stages", "unknown_stages", NO_DATA, text)


def claims_not_met(case: Case) -> Iterable[Finding]:
    """A level claimed but not borne out by what the school reported: to be made clear, not blamed (polarity none)."""
    if case.claims:
        claims = "; ".join(f"{claim.school}: {claim.text}" for claim in case.claims)
        text = f"Заявленный уровень профминимума представленными сведениями не подтверждается. {claims}."
        yield _about_all(case, "profminimum", "claims_not_met", NO_DATA, text)


def not_reporting(case: Case) -> Iterable[Finding]:
    """Schools of the register that reported nothing: named up to five."""
    silent = case.evidence.silent
    if silent:
        verb = wording.plural(len(silent), "не представила", "не представили", "не представили")
        who = wording.counted(len(silent), "школа", "школы", "школ")
        named = f"{', '.join(silent[:MOST_NAMED])}{wording.and_more(len(silent), MOST_NAMED)}"
        text = f"Сведений {verb} {who} из {wording.integer(case.evidence.expected)}: {named}."
        yield _about_all(
            case, "reports", "not_reporting", NO_DATA, text, evidence=f"{len(silent)}/{case.evidence.expected}"
        )


def low_quality(case: Case) -> Iterable[Finding]:
    """Figures that could not be used: counted here, listed where completeness is told."""
    if number := case.evidence.unusable:
        remarks = wording.counted(number, "замечание", "замечания", "замечаний")
        text = (
            f"Часть значений не использована: к исходным сведениям есть {remarks} (раздел о полноте и достоверности)."
        )
        yield _about_all(case, "quality", "low_quality", NO_DATA, text, evidence=str(number))


def _about_all(
    case: Case, about: str, rule: str, kind: str, text: str, *, size: int = 0, evidence: str = ""
) -> Finding:
    """A finding that is about no single indicator."""
    about_row = finding(case.rows[0], rule, kind, size, text)
    return replace(about_row, indicator=about, times=1.0, fragile=False, evidence=evidence, confidence=FULL)
