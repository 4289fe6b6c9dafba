"""Planned values of tables -> the plan of every place, also as a share of its indicator, and what is wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from careerstats import wording
from careerstats.analysis.reported import column_of, is_region, problem_at
from careerstats.analysis.targets import printed
from careerstats.catalogue import Catalogue
from careerstats.contracts.counts import Published
from careerstats.contracts.values import Value
from careerstats.grouping import grouped
from careerstats.intake.tables import is_within
from careerstats.model import Problem


class Plan(NamedTuple):
    """What was planned of a variable: so many, or, with ``whole``, so many per cent of it.

    ``origin``: its cell; none of a sum.
    """

    variable: str
    whole: str
    value: Fraction
    origin: str = ""

    @property
    def words(self) -> str:
        """«631», «60,5 %»."""
        return _words(self.value, self.whole)


class Plans(NamedTuple):
    """Code → its plans in the period of the dataset; ``problems``: planned values that are not used, and why."""

    of: Mapping[str, list[Plan]]
    problems: list[Problem]


NO_PLANS = Plans({}, [])


def plans_of(planned: list[Published], period: str, places: Collection[str], region: str) -> Plans:
    """Of several rows of one place (its schools) the sum; of the region its total, else the sum of all ``places``.

    Two values of one place that differ, a share over 100 and a column of parts of one are told and not used.
    """
    columns = grouped((column_of(figure), figure) for figure in planned)
    unclear = {column for column, figures in columns.items() if _are_parts_of_one(figures)}
    problems = [_parts_of_one(columns[column][0]) for column in columns if column in unclear]
    problems += _unequal_totals(columns.values())
    told = grouped(
        ((figure["code"], figure["variable"], figure["spec"].share_of), (column, figure))
        for column, figures in columns.items()
        for figure in figures
        if column not in unclear and _is_asked(figure, period)
    )
    plans: dict[str, list[Plan]] = {}
    for (code, variable, whole), figures_of in told.items():
        sums = {value: own[0] for own in grouped(figures_of).values() if (value := _sum(own)) is not None}
        if wrong := _doubtful(sums, whole):
            problems.append(wrong)
        else:
            plans.setdefault(code, []).extend(
                Plan(variable, whole, value, figure["origin"]) for value, figure in sums.items()
            )
    return Plans(_with_region(plans, places, region), problems)


def _is_asked(figure: Published, period: str) -> bool:
    """Whether it is a plan of one place, as a whole, for the period."""
    return figure["period"] == period and figure["span"] is None and not figure["breakdown"]


def _value(figure: Published) -> Fraction | None:
    if figure["kind"] == "percent":
        return Fraction(figure["text"].replace(",", "."))
    return None if figure["value"] is None else Fraction(figure["value"])


def _sum(figures: list[Published]) -> Fraction | None:
    """Of the rows of one place: its own row, else the sum of all its schools, where none of them is silent."""
    own = [figure for figure in figures if figure["total"]] or figures
    values = [_value(figure) for figure in own]
    if len(values) > 1 and own[0]["kind"] == "percent":
        return None  # shares of schools do not add up
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(values) else None


def _with_region(plans: dict[str, list[Plan]], places: Collection[str], region: str) -> dict[str, list[Plan]]:
    """The sum of what all municipalities planned, where no total says what the region did."""
    totals = {(plan.variable, plan.whole) for plan in plans.get(region, ())}
    numbers = grouped(
        (plan.variable, plan)
        for code in places
        for plan in plans.get(code, ())
        if not plan.whole and (plan.variable, "") not in totals
    )
    sums = [
        Plan(variable, "", sum((plan.value for plan in own), Fraction(0)))
        for variable, own in numbers.items()
        if len(own) == len(places)
    ]
    return {**plans, region: [*plans.get(region, ()), *sums]} if sums else plans


# ---- what is wrong with them


def _doubtful(sums: Mapping[Fraction, Published], whole: str) -> Problem | None:
    values = list(sums)
    if len(values) > 1:
        there = sums[values[0]]["origin"]
        values_told = f"{_words(values[1], whole)}, а в {there} – {_words(values[0], whole)}"
        what = "оставьте одно значение; ни одно из них не использовано"
        return problem_at(
            sums[values[1]], "warning", "plan_contradicts", f"плановое значение здесь {values_told}", what
        )
    if whole and values and values[0] > 100:
        message = f"плановое значение {_words(values[0], whole)} больше 100{wording.NBSP}%; не использовано"
        return problem_at(
            sums[values[0]], "warning", "plan_unreadable", message, "запишите число процентов от 0 до 100"
        )
    return None


def _are_parts_of_one(figures: list[Published]) -> bool:
    """Whether a column of planned shares holds 0,6 and 0,55: per cent they would be next to nothing."""
    values = [value for figure in figures if figure["kind"] == "percent" and (value := _value(figure)) is not None]
    return bool(values) and max(values) <= 1 and any(value.denominator > 1 for value in values)


def _parts_of_one(figure: Published) -> Problem:
    message = f"«{figure['title']}»: все плановые доли не больше 1: проценты это или доли единицы, не видно"
    return problem_at(
        figure, "warning", "plan_unreadable", message, "запишите доли в процентах; столбец не использован"
    )


def _unequal_totals(columns: Iterable[list[Published]]) -> Iterator[Problem]:
    """Totals of planned numbers that are not the sum of what they total."""
    for figures in columns:
        for total in figures:
            if total["total"] and total["kind"] == "plan" and total["value"] is not None:
                parts = [figure for figure in figures if _is_part(figure, total)]
                if parts and (summed := sum(part["value"] or 0 for part in parts)) != total["value"]:
                    silent = sum(part["value"] is None for part in parts)
                    yield _unequal(total, summed, len(parts), silent)


def _is_part(figure: Published, total: Published) -> bool:
    same = figure["period"] == total["period"] and not figure["total"] and is_within(figure["origin"], total["span"])
    return same and (is_region(total["code"]) or figure["code"] == total["code"])


def _unequal(total: Published, summed: int, rows: int, silent: int) -> Problem:
    incomplete = f"; не указано значений: {silent}, сверка неполная" if silent else ""
    message = (
        f"итог «{total['title']}» (план): указано {wording.integer(total['value'] or 0)}, сумма {rows} "
        f"{wording.plural(rows, 'строки', 'строк', 'строк')} – {wording.integer(summed)}{incomplete}"
    )
    return problem_at(total, "warning", "total_differs", message, "сверьте строки и итог")


def _words(value: Fraction, whole: str) -> str:
    return f"{printed(value)}{wording.NBSP}%" if whole else wording.integer(int(value))


# ---- as shares


class PlannedShare(NamedTuple):
    """The plan of an indicator: ``share`` in per cent, exact, and the plan as it was written."""

    share: Fraction
    plan: Plan


def planned_shares(
    plans: Mapping[str, list[Plan]], rows: Mapping[str, Mapping[str, Value]], catalogue: Catalogue, period: str
) -> dict[str, dict[str, PlannedShare]]:
    """Code → indicator → its plan; of a number its share of the whole as it is, where all of them have answered."""
    shares: dict[str, dict[str, PlannedShare]] = {}
    for code, own in plans.items():
        for id, row in rows.get(code, {}).items():
            part, whole = catalogue.indicators[id].part_and_whole(period)
            for plan in own:
                if part == plan.variable and plan.whole in ("", whole) and (share := _share(plan, row)) is not None:
                    shares.setdefault(code, {}).setdefault(id, PlannedShare(share, plan))
    return shares


def _share(plan: Plan, row: Value) -> Fraction | None:
    if not row.has_share or row.uncovered:
        return None
    if plan.whole:
        return plan.value
    complete = row.coverage in (None, 1)
    return 100 * plan.value / row.own.denominator if complete and plan.value <= row.own.denominator else None
