"""Judged rows of all indicators over their periods -> what changed since the last one (R8) and its trend (R9)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from msgspec.structs import replace

from careerstats import wording
from careerstats.analysis.change import Change, judged, levels_of, usual
from careerstats.analysis.movement import Counts4, Movement, movement, movement_by_schools
from careerstats.analysis.trend import Trend, corrected, slopes
from careerstats.catalogue import Indicator
from careerstats.contracts.rules import Rules
from careerstats.contracts.values import Facts
from careerstats.formulas import SHARES
from careerstats.model import ValueRow, period_start


class Row(ValueRow):
    """A row of values while it is made; ``facts``: what the words of its verdicts rest on.

    ``chance``: how often chance alone would take it as far from the others; None where it was not compared.
    """

    facts: Facts
    chance: float | None


@dataclass(frozen=True)
class History:
    """One indicator: ``answers``, one list of rows per period, the earliest first; ``found``: organisations too."""

    answers: list[list[Row]]
    indicator: Indicator
    found: pd.DataFrame
    method: str | None
    rules: Rules

    @property
    def rows(self) -> list[Row]:
        return [row for rows in self.answers for row in rows]


def add(histories: list[History], rules: Rules) -> None:
    """What was before into the rows of all periods (in place): columns previous…, change…, trend….

    A region keeps its numbers of the previous period without a verdict. Changes of one period are judged together, of
    all indicators and municipalities, and so are trends; what is usual is measured over all periods.
    """
    moved = [movement for history in histories for movement in _movements(history)]
    usual_of = {
        kind: usual([movement for _, movement in moved if movement.by_schools == kind]) for kind in (True, False)
    }
    for period in dict.fromkeys(rows[0]["period"] for rows, _ in moved):
        ours = [(rows, movement) for rows, movement in moved if rows[0]["period"] == period]
        changes = judged([movement for _, movement in ours], usual_of[True], usual_of[False], rules)
        for (rows, _), change in zip(ours, changes, strict=True):
            _tell(rows, change)
    followed = [(rows, trend) for history in histories for rows, trend in _followed(history)]
    for (rows, _), trend in zip(followed, corrected([fitted for _, fitted in followed]), strict=True):
        _point(rows, trend)


def _movements(history: History) -> Iterable[tuple[list[Row], Movement]]:
    """Rows of municipalities with what moved since the period before, for each pair of periods."""
    for before, after in pairwise(history.answers):
        if before and after:
            yield from _compared(before, after, history)


def _compared(before: list[Row], after: list[Row], history: History) -> Iterable[tuple[list[Row], Movement]]:
    """Previous numbers into every row of ``after`` (in place); of a share, what moved."""
    earlier, later = before[0]["period"], after[0]["period"]
    why_not = history.indicator.why_incomparable(earlier, later, history.method)
    last = {row["code"]: row for row in before}
    for row in after:
        was = last.get(row["code"])
        row |= {
            "previous": earlier,
            "previous_verdict": was["verdict"] if was and not why_not else None,
            "previous_numerator": was["numerator"] if was else None,
            "previous_denominator": was["denominator"] if was else None,
        }
    ours = [row for row in after if row["verdict"] is not None]
    edition = history.indicator.edition(later, history.method)
    if edition and edition.formula in SHARES and ours:
        movement = _moved(last, ours, history, why_not)
        for row in after:
            if row["verdict"] is None and not why_not:  # the region
                row["facts"] = _shifted(Facts(levels=levels_of(_together(movement)), rules=history.rules), row)
        yield ours, movement


def _together(movement: Movement) -> Counts4 | None:
    """The numbers of all schools that answered in both periods; None where schools are not known."""
    known = np.isfinite(movement.counts).all(axis=0)
    if not (movement.by_schools and known.any()):
        return None
    k1, n1, k2, n2 = map(int, movement.counts[:, known].sum(axis=1))
    return (k1, n1, k2, n2) if n1 and n2 else None


def _moved(last: dict[str, Row], ours: list[Row], history: History, why_not: str) -> Movement:
    """By schools where there are any in both periods, else by municipalities."""
    values = history.found
    schools = values[(values["organisation"] != "") & (values["breakdown"] == "")]
    both = _both(schools, ours[0]["previous"] or "", ours[0]["period"])
    codes = [row["code"] for row in ours]
    was = [last.get(code) for code in codes]
    if both["numerator_1"].notna().any() and both["numerator_2"].notna().any():
        columns = (both[f"{key}_{which}"] for which in (1, 2) for key in ("numerator", "denominator"))
        k1, n1, k2, n2 = (column.to_numpy(dtype=float) for column in columns)
        heard = (_column(was, _coverage, 1.0), _column(ours, _coverage, 1.0))
        group = both["code"].to_numpy(dtype=str)
        return movement_by_schools(
            k1, n1, k2, n2, group, order=codes, obstacles=why_not, coverage=heard, rules=history.rules
        )
    k1, n1, k2, n2 = (_column(rows, number, np.nan) for rows in (was, ours) for number in _NUMBERS)
    return movement(k1, n1, k2, n2, obstacles=why_not)


_Number = Callable[[Row], float | None]
_NUMBERS: tuple[_Number, _Number] = (lambda row: row["numerator"], lambda row: row["denominator"])


def _coverage(row: Row) -> float | None:
    return row["coverage"]


def _column(rows: Sequence[Row | None], number: _Number, unknown: float) -> np.ndarray:
    column = [None if row is None else number(row) for row in rows]
    return np.array([unknown if value is None else value for value in column], dtype=float)


def _both(schools: pd.DataFrame, earlier: str, later: str) -> pd.DataFrame:
    """One row = one school with its numbers of both periods; NaN where it did not report."""
    key, numbers = ["code", "organisation"], ["numerator", "denominator"]
    parts = [schools[schools["period"] == period][[*key, *numbers]] for period in (earlier, later)]
    return parts[0].merge(parts[1], on=key, how="outer", suffixes=("_1", "_2"))


def _tell(rows: list[Row], change: Change) -> None:
    for i, row in enumerate(rows):
        points, facts = float(change.difference[i]), row["facts"]
        facts = replace(change.facts(i), why=facts.why, silent=facts.silent)
        whole = (row["previous_numerator"], row["previous_denominator"], row["numerator"], row["denominator"])
        if facts.kept == whole:
            facts = replace(facts, kept=None)
        row |= {"change": str(change.verdict[i]), "facts": _shifted(facts, row)}
        row["change_points"] = None if np.isnan(points) else points


def _shifted(facts: Facts, row: Row) -> Facts:
    """With whether the schools of both periods had another share before than all who reported then."""
    part, whole = row["previous_numerator"], row["previous_denominator"]
    if facts.levels == (0, 0) or part is None or not whole:
        return facts
    return replace(facts, shifted=facts.levels[0] != wording.tenths(wording.exact_share(part, whole)))


def _followed(history: History) -> Iterable[tuple[list[Row], Trend]]:
    """R9: rows of the last period with the slope of their years; years not comparable with it are left out."""
    if len(history.answers) < 2:
        return
    indicator, method = history.indicator, history.method
    ours = [row for row in history.answers[-1] if row["verdict"] is not None]
    if not ours or indicator.edition(ours[0]["period"], method).formula not in SHARES:  # type: ignore[union-attr]
        return
    periods = [rows[0]["period"] for rows in history.answers if rows]
    table = {(row["code"], row["period"]): row for row in history.rows}
    usable = [period for period in periods if not indicator.why_incomparable(period, periods[-1], method)]
    k, n = (
        np.array([_column([table.get((row["code"], period)) for period in usable], number, np.nan) for row in ours])
        for number in _NUMBERS
    )
    wrong = k > n
    years = [period_start(period).year for period in usable]
    yield ours, slopes(np.where(wrong, np.nan, k), np.where(wrong, np.nan, n), years, rules=history.rules)


def _point(rows: list[Row], trend: Trend) -> None:
    for i, row in enumerate(rows):
        row |= {"trend": str(trend.verdict[i]), "facts": replace(row["facts"], years=int(trend.years[i]))}
