"""Judged values of one municipality -> findings: one sentence each, with the figures behind it (rule R6).

A rule is a function in ``RULES``. Nothing here names a cause: these data know none.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from careerstats import wording
from careerstats.catalogue import Catalogue

Row = dict[str, Any]

DECISION, ATTENTION, RESERVE, NO_DATA, STRENGTH = "decision", "attention", "reserve", "no_data", "strength"
PROBLEMS = (DECISION, ATTENTION, RESERVE, NO_DATA)
KIND_ORDER = {kind: place for place, kind in enumerate((DECISION, ATTENTION, RESERVE, NO_DATA, STRENGTH))}


@dataclass(frozen=True)
class Finding:
    """``size``: how many pupils it concerns; ``key``: what recommendations refer to."""

    territory: str
    code: str
    period: str
    indicator: str
    rule: str
    kind: str
    size: int
    text: str
    times: float = 1.0  # own level as a multiple of the others': how far good practice is from theirs
    fragile: bool = False  # a few participants without a municipality would change the verdict (R7)
    merged: str = ""  # key of the reserve that is told in the same breath

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.indicator}"

    def as_row(self) -> Row:
        """The finding as a row of findings.parquet."""
        return {key: value for key, value in asdict(self).items() if key not in ("times", "fragile", "merged")}


@dataclass(frozen=True)
class Case:
    """All that is known of one municipality: its judged rows and what could not be known.

    ``claims``: schools whose claimed level of the профминимум is not met, each with ``school`` and ``text``.
    """

    rows: list[Row]
    catalogue: Catalogue
    reserves: list[str]
    unknown: list[str]
    name: str
    noun_genitive: str
    claims: list[Row] = field(default_factory=list)


def find(case: Case) -> list[Finding]:
    """Every finding of every rule: problems to be decided first, then by the number of pupils concerned."""
    found = _merged([finding for rule in RULES for finding in rule(case)])
    return sorted(found, key=lambda one: (KIND_ORDER[one.kind], -one.size))


def _merged(found: list[Finding]) -> list[Finding]:
    """A reserve of an indicator that is a problem already is told with it, not a second time."""
    reserves = {one.indicator: one for one in found if one.kind == RESERVE}
    problems = {one.indicator for one in found if one.kind in (DECISION, ATTENTION)}
    out = []
    for one in found:
        left = reserves.get(one.indicator)
        if one.kind in (DECISION, ATTENTION) and left:
            out.append(replace(one, text=f"{one.text} {left.text}".rstrip(), merged=left.key))
        elif one.kind != RESERVE or one.indicator not in problems:
            out.append(one)
    return out


def bad_side(case: Case) -> Iterable[Finding]:
    """On the bad side and standing out, or so for two periods running (to be decided); far away (to be watched)."""
    for row in case.rows:
        bad = {"high": "below", "low": "above"}.get(case.catalogue.indicators[row["indicator"]].polarity)
        lasting = row["verdict"] == bad == row["previous_verdict"]
        if row["verdict"] == bad and (row["stands_out"] or row["large_gap"] or lasting):
            kind = DECISION if row["stands_out"] or lasting else ATTENTION
            text = compared(row, case.catalogue) + (_lasting(row) if lasting else "") + _fragile(row, case)
            if row["numerator"] == 0:
                text = f"{nobody(row, case)}; {_others(row, case)}{_fragile(row, case)}"
            yield _finding(row, "bad_side", kind, _concerned(row), _sentence(text))


def good_side(case: Case) -> Iterable[Finding]:
    """On the good side and standing out or far away: a strength worth sharing."""
    for row in case.rows:
        good = {"high": "above", "low": "below"}.get(case.catalogue.indicators[row["indicator"]].polarity)
        if row["verdict"] == good and (row["stands_out"] or row["large_gap"]):
            text = compared(row, case.catalogue) + _fragile(row, case)
            yield _finding(row, "good_side", STRENGTH, row["numerator"], _sentence(text))


def reserve(case: Case) -> Iterable[Finding]:
    """What remains: stated with counts for every municipality, never called lower."""
    by_id = {row["indicator"]: row for row in case.rows}
    for id in case.reserves:
        row, template = by_id.get(id), case.catalogue.indicators[id].words.get("left")
        if row and template and row["denominator"] and row["numerator"] is not None:
            left = row["denominator"] - row["numerator"]
            if left > 0:
                if row["numerator"] == 0 and row["verdict"] == "below":
                    continue  # said already: nobody at all
                text = nobody(row, case) if row["numerator"] == 0 else _left(template, left, row["denominator"])
                yield _finding(row, "reserve", RESERVE, left, _sentence(text))


def unknown_stages(case: Case) -> Iterable[Finding]:
    """What nobody can say here, because it was not collected by municipality."""
    if case.unknown:
        row = case.rows[0]
        text = f"Нет сведений {wording.joined(case.unknown)}; определить школы, которым необходима помощь, нельзя."
        yield Finding(row["territory"], row["code"], row["period"], "stages", "unknown_stages", NO_DATA, 0, text)


def claims_not_met(case: Case) -> Iterable[Finding]:
    """A level claimed but not borne out by what the school reported: to be made clear, not blamed (polarity none)."""
    if case.claims:
        row = case.rows[0]
        told = "; ".join(f"{claim['school']}: {claim['text']}" for claim in case.claims)
        text = f"Заявленный уровень профминимума представленными сведениями не подтверждается. {told}."
        place = row["territory"], row["code"], row["period"]
        yield Finding(*place, "profminimum", "claims_not_met", NO_DATA, 0, text)


RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (bad_side, good_side, reserve, unknown_stages, claims_not_met)


def compared(row: Row, catalogue: Catalogue) -> str:
    """«Доля … – 6,6 % (245 из 3 723) – выше, чем по остальным …, на 5,1 п. п.; выделяется …»."""
    indicator = catalogue.indicators[row["indicator"]]
    name = indicator.spoken["share"]
    k, n = row["numerator"], row["denominator"]
    rest = wording.percent(row["rest_numerator"], row["rest_denominator"])
    own = f"{wording.percent(k, n)} ({wording.integer(k)} из {wording.integer(n)})"
    words = row["reason"].replace(" в целом,", f" в целом ({rest}),", 1)
    return f"{name} – {own} – {words}{stands_out(row)}"


def _others(row: Row, case: Case) -> str:
    """What follows a zero: the level of the others and how many are missing to it."""
    rest = wording.percent(row["rest_numerator"], row["rest_denominator"])
    lacking = wording.counted(row["missing"], *case.catalogue.indicators[row["indicator"]].spoken["noun_genitive"])
    return (
        f"по остальным муниципальным образованиям в целом – {rest}, до их уровня не хватает {lacking}{stands_out(row)}"
    )


def _lasting(row: Row) -> str:
    """R6: the gap is not of one period only."""
    return f"; так же было в {wording.year(row['previous'], 'prepositional')}"


def _fragile(row: Row, case: Case) -> str:
    """R7: said of a verdict that a few participants without a municipality would change."""
    if not row["fragile"]:
        return ""
    flips = row["flips_at"]
    verb = ("был", "были", "были") if row["verdict"] == "below" else ("обучался", "обучались", "обучались")
    where = "из" if row["verdict"] == "below" else "за пределами"
    part = f"{wording.integer(flips)} из {wording.integer(row['unassigned'])}"
    return (
        f"; вывод неустойчив: он изменился бы, если бы {part} участников, не указавших муниципальное образование, "
        f"{wording.plural(flips, *verb)} {where} {case.noun_genitive}"
    )


def _concerned(row: Row) -> int:
    """M: how many more (where low is good: how many fewer) would give the level of the others."""
    if row["missing"] is not None:
        return int(row["missing"])
    k, n, rest_k, rest_n = (row[key] for key in ("numerator", "denominator", "rest_numerator", "rest_denominator"))
    return wording.missing_people(n - k, n, rest_n - rest_k, rest_n)


def nobody(row: Row, case: Case) -> str:
    """R7: a zero with unassigned participants around is said of those who named the place, not of the place."""
    indicator = case.catalogue.indicators[row["indicator"]]
    template = indicator.spoken["none"]
    return f"{wording.fill(template, {'territory': case.name})} (0 из {wording.integer(row['denominator'])})"


def _sentence(text: str) -> str:
    """Capital at the start, one full stop at the end: «п. п.» already ends with one."""
    return wording.capital(text if text.endswith(".") else f"{text}.")


def stands_out(row: Row) -> str:
    """R4's words, or nothing."""
    if not row["stands_out"]:
        return ""
    return "; выделяется и на фоне разброса самих муниципальных образований (так далеко – примерно одно из двадцати)"


def _left(template: str, left: int, whole: int) -> str:
    words = {"percent": wording.percent(left, whole), "count": wording.integer(left), "whole": wording.integer(whole)}
    return wording.fill(template, words)


def _finding(row: Row, rule: str, kind: str, size: int, text: str) -> Finding:
    own, rest = row["value"], row["rest"]
    times = own / rest if own is not None and rest else 1.0
    place = (row["territory"], row["code"], row["period"], row["indicator"])
    return Finding(*place, rule, kind, size, text, times, bool(row["fragile"]))
