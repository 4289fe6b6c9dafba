"""Results -> what in registers goes with no finding, or against an order or itself, each with its cell."""

from collections.abc import Iterator
from fractions import Fraction

from careerstats import wording
from careerstats.analysis.planned import PlannedShare
from careerstats.analysis.targets import decimals, printed
from careerstats.bundles import Results
from careerstats.bundles.numbers import counts_of
from careerstats.contracts.values import Facts
from careerstats.grouping import grouped
from careerstats.intake.organisations import SITE, file_of
from careerstats.intake.targets import targets_of
from careerstats.model import Problem, split_origin


def doubts(results: Results) -> list[Problem]:
    """Causes without a finding, planned values that contradict, sites without a place, denominators that moved."""
    return [*_causes(results), *_plans(results), *_planned(results), *_sites(results), *_bases(results)]


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
    measures = results.intake.registers.plans.measures
    now = [measure for measure in measures if measure.period == results.dataset.period]
    planned = (measure for measure in now if measure.indicator and measure.plan is not None)
    for (_, id), own in grouped(((measure.code, measure.indicator), measure) for measure in planned).items():
        high = results.catalogue.indicators[id].polarity == "high"
        values = sorted({measure.plan for measure in own if measure.plan is not None}, reverse=high)
        if len(values) > 1:
            percents = wording.joined([_percent(value) for value in values])
            message = f"в плане для одного показателя разные значения: {percents}; принято {_percent(values[0])}"
            yield _at(
                f"{own[-1].file}!{own[-1].cell}", own[-1].code, "plan_contradicts", message, "оставьте одно значение"
            )
        goal = Fraction(ordered[id].value) if id in ordered else None
        if goal is not None and (values[0] < goal if high else values[0] > goal):
            message = _against_order(_percent(values[0]), goal, high=high)
            yield _at(f"{own[0].file}!{own[0].cell}", own[0].code, "plan_against_order", message, _NOT_WORSE)


_NOT_WORSE = "укажите значение не хуже установленного"


def _against_order(planned: str, order: Fraction, *, high: bool) -> str:
    side = "ниже" if high else "выше"
    return f"плановое значение {planned} {side} установленного {_percent(order)}; принято второе"


def _planned(results: Results) -> Iterator[Problem]:
    """Planned values of tables that cannot be used, or are other than a plan's, or worse than an order's."""
    yield from results.plans.problems
    yield from _uncompared(results)
    ordered = targets_of(results.dataset.settings)
    for code, own in results.planned.items():
        for id, planned in ((id, planned) for id, planned in own.items() if planned.plan.origin):
            yield from _other_than_measures(results, code, id, planned)
            order = Fraction(ordered[id].value) if id in ordered else None
            high = results.catalogue.indicators[id].polarity == "high"
            if order is not None and (planned.share < order if high else planned.share > order):
                message = _against_order(f"{planned.plan.words}{_as_share(planned)}", order, high=high)
                yield _at(planned.plan.origin, code, "plan_against_order", message, _NOT_WORSE)


def _other_than_measures(results: Results, code: str, id: str, planned: PlannedShare) -> Iterator[Problem]:
    measures = results.intake.registers.plans.of(code, results.dataset.period)
    others = {measure.plan: measure for measure in measures if measure.indicator == id}
    for value, measure in others.items():
        if value is not None and not _is_same(value, planned):
            message = (
                f"«{results.catalogue.indicators[id].short}»: плановое значение {planned.plan.words}"
                f"{_as_share(planned)}, а в плане ({measure.file}, {measure.cell}) – {_percent(value)}"
            )
            yield _at(planned.plan.origin, code, "plan_contradicts", message, "оставьте одно значение")


def _is_same(value: Fraction, planned: PlannedShare) -> bool:
    """To the digit to which the share was written: 631 of 1037 is 60,8 %."""
    digits = max(decimals(value), 1)
    return value == planned.share or wording.tenths(value, digits) == wording.tenths(planned.share, digits)


def _as_share(planned: PlannedShare) -> str:
    share = wording.decimal(planned.share)
    return "" if planned.plan.whole else f" ({share}{wording.NBSP}%)"


def _uncompared(results: Results) -> Iterator[Problem]:
    """Plans of what no indicator counts, once each, and plans of more people than there are."""
    unused: set[str] = set()
    indicators, period = results.catalogue.indicators, results.dataset.period
    for code, plans in results.plans.of.items():
        for plan in (plan for plan in plans if plan.origin):
            own = results.rows.get(code, {})
            rows = [row for id, row in own.items() if plan.variable == indicators[id].part_and_whole(period)[0]]
            known = [row for row in rows if row.has_share]
            if not rows and plan.variable not in unused and results.rows.get(code):
                unused.add(plan.variable)
                message = f"план по величине {plan.variable} не с чем сравнить: показателя, который её считает, нет"
                yield _at(
                    plan.origin, code, "plan_unused", message, "назовите показатель в «indicators» или уберите столбец"
                )
            elif known and not plan.whole and all(plan.value > row.own.denominator for row in known):
                most = max(row.own.denominator for row in known)
                message = f"план {plan.words} больше, чем всего: {wording.integer(most)}; с фактом не сравнивается"
                yield _at(plan.origin, code, "plan_over_whole", message, "проверьте оба числа")


def _at(origin: str, code: str, kind: str, message: str, what: str) -> Problem:
    """``origin``: the cell that it is about, ``code``: whose it is."""
    file, sheet, cell = split_origin(origin)
    return Problem(file, "warning", kind, message, what, sheet=sheet, cell=cell, territory=code)


def _percent(value: Fraction) -> str:
    return f"{printed(value)}{wording.NBSP}%"


def _bases(results: Results) -> Iterator[Problem]:
    """Denominators that moved by more than shares of two periods bear, each once; of few people they always do."""
    counts, period = counts_of(results), results.dataset.period
    for code, own in results.rows.items():
        named: set[str] = set()
        cells = {count.variable: count.origin for count in counts.get(code, ())}
        for id, row in own.items():
            edition = results.catalogue.indicators[id].edition(period)
            whole = edition.of.get("whole", "") if edition else ""
            if row.facts.base and max(row.facts.base[1::2]) >= row.facts.rules.few and whole not in named:
                named.add(whole)
                yield _moved(row.facts, results.catalogue.variables[whole].title, cells.get(whole, ""), code)


def _moved(facts: Facts, title: str, origin: str, code: str) -> Problem:
    _, before, _, after = facts.base or (0, 0, 0, 0)
    message = (
        f"{title}: было {wording.integer(before)}, стало {wording.integer(after)} (разница – "
        f"{wording.percent(abs(after - before), before, 0)}, по представившим сведения в оба периода), поэтому доли от "
        "этого числа за два периода сравнивать надо с осторожностью"
    )
    what = "подтвердите оба числа или исправьте неверное"
    return _at(origin, code, "base_moved", message, what)


def _sites(results: Results) -> Iterator[Problem]:
    """Sites whose municipality is not told: told once, or nobody learns that they are near."""
    unplaced = [site for site in results.intake.organisations.values() if site.kind == SITE and not site.territory]
    if unplaced:
        named = "; ".join(site.name for site in unplaced[:3])
        more = wording.and_more(len(unplaced), 3)
        number = wording.counted(len(unplaced), "площадки", "площадок", "площадок")
        message = f"у {number} не указано муниципальное образование: {named}{more}"
        what = "узнайте и впишите его в столбец territory: иначе справка не скажет, что площадка рядом"
        yield Problem(file_of(results.dataset.folder).name, "remark", "site_unplaced", message, what)
