"""Results -> what in registers goes with no finding, or against an order or itself, each with its cell."""

from collections.abc import Iterator
from fractions import Fraction

from careerstats import wording
from careerstats.analysis.targets import printed
from careerstats.bundles import Results
from careerstats.bundles.numbers import counts_of
from careerstats.contracts.values import Facts
from careerstats.intake.organisations import file_of
from careerstats.intake.registers.measure_records import Measure
from careerstats.intake.targets import targets_of
from careerstats.model import Problem, split_origin

SITE = "площадка"


def doubts(results: Results) -> list[Problem]:
    """Causes without a finding, planned values that contradict, sites without a place, denominators that moved."""
    return [*_causes(results), *_plans(results), *_sites(results), *_bases(results)]


def _causes(results: Results) -> Iterator[Problem]:
    """An answer about an indicator that nothing is found of: kept in the protocol, not in the note."""
    for cause in results.intake.registers.causes:
        own = results.decisions.get(cause.code)
        about = {headline.indicator for headline in own.headlines if headline.is_problem} if own else set()
        if cause.period == results.dataset.period and cause.indicator not in about:
            short = results.catalogue.indicators[cause.indicator].short
            message = f"названа причина по показателю «{short}», а вывода о нём нет; в справке она не приведена"
            file, _, cell = cause.origin.partition(", ")
            what = "проверьте показатель и период; если всё верно, исправлять нечего"
            yield Problem(file, "remark", "cause_without_finding", message, what, cell=cell, territory=cause.code)


def _plans(results: Results) -> Iterator[Problem]:
    """Values of one plan for one indicator that differ, and those below what an order sets."""
    ordered = targets_of(results.dataset.settings)
    plans: dict[tuple[str, str], list[Measure]] = {}
    for measure in results.intake.registers.plans.measures:
        if measure.period == results.dataset.period and measure.indicator and measure.plan is not None:
            plans.setdefault((measure.code, measure.indicator), []).append(measure)
    for (_, id), own in plans.items():
        high = results.catalogue.indicators[id].polarity == "high"
        values = sorted({measure.plan for measure in own if measure.plan is not None}, reverse=high)
        if len(values) > 1:
            told = wording.joined([_percent(value) for value in values])
            message = f"в плане для одного показателя разные значения: {told}; принято {_percent(values[0])}"
            yield _of_plan(own[-1], "plan_contradicts", message, "оставьте одно значение")
        goal = Fraction(ordered[id].value) if id in ordered else None
        if goal is not None and (values[0] < goal if high else values[0] > goal):
            side = "ниже" if high else "выше"
            message = f"плановое значение {_percent(values[0])} {side} установленного {_percent(goal)}; принято второе"
            yield _of_plan(own[0], "plan_against_order", message, "укажите значение не хуже установленного")


def _percent(value: Fraction) -> str:
    return f"{printed(value)}{wording.NBSP}%"


def _of_plan(measure: Measure, code: str, message: str, what: str) -> Problem:
    sheet, _, cell = measure.cell.rpartition("!")
    return Problem(measure.file, "warning", code, message, what, sheet=sheet, cell=cell, territory=measure.code)


def _bases(results: Results) -> Iterator[Problem]:
    """Denominators that moved by more than shares of two periods bear, each once; of few people they always do."""
    counts, period = counts_of(results), results.dataset.period
    for code, own in results.rows.items():
        told: set[str] = set()
        cells = {count.variable: count.origin for count in counts.get(code, ())}
        for id, row in own.items():
            edition = results.catalogue.indicators[id].edition(period)
            whole = edition.of.get("whole", "") if edition else ""
            if row.facts.base and max(row.facts.base[1::2]) >= row.facts.rules.few and whole not in told:
                told.add(whole)
                yield _moved(row.facts, results.catalogue.variables[whole].title, cells.get(whole, ""), code)


def _moved(facts: Facts, title: str, origin: str, code: str) -> Problem:
    _, before, _, after = facts.base or (0, 0, 0, 0)
    file, sheet, cell = split_origin(origin)
    message = (
        f"{title}: за период – с{wording.NBSP}{wording.integer(before)} до{wording.NBSP}{wording.integer(after)} (по "
        f"представившим сведения в оба периода), больше чем на {wording.of_one(facts.rules.base)}; доли от этого числа "
        "двух периодов сравнивать надо с осторожностью"
    )
    what = "проверьте оба числа; если они верны, исправлять нечего"
    return Problem(file, "remark", "base_moved", message, what, sheet=sheet, cell=cell, territory=code)


def _sites(results: Results) -> Iterator[Problem]:
    """Sites whose municipality is not told: told once, or nobody learns that they are near."""
    unplaced = [one for one in results.intake.organisations.values() if one.kind == SITE and not one.territory]
    if unplaced:
        named = "; ".join(one.name for one in unplaced[:3])
        more = f" и ещё {wording.integer(len(unplaced) - 3)}" if len(unplaced) > 3 else ""
        number = wording.counted(len(unplaced), "площадки", "площадок", "площадок")
        message = f"у {number} не указано муниципальное образование: {named}{more}"
        what = "узнайте и впишите его в столбец territory: иначе справка не скажет, что площадка рядом"
        yield Problem(file_of(results.dataset.folder).name, "remark", "site_unplaced", message, what)
