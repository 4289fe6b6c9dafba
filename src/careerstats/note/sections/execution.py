"""A note -> what came of last year's plan; of the region also whether a measure that many took made a difference."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Block, Blocks, Run, Table, TableRow, column, heading, paragraph, ref, row, table
from careerstats.contracts.measures import (
    Counts,
    Effects,
    Execution,
    LeftOut,
    MeasureEffect,
    MeasureOutcome,
    PlannedValue,
    PlanSummary,
)
from careerstats.grouping import grouped
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.phrases import inner

LABEL, PLANNED = "tbl-execution", "tbl-planned"
TITLE = "Исполнение плана прошлого года"
DONE = {"yes": "да", "no": "нет", "partly": "частично", "": wording.NO_DATA}
CONCLUSIONS = {"effective": "эффективна", "insufficient": "недостаточно", "unclear": "оценить нельзя"}
DOUBTS = {
    "not_computed": "показатель программой не рассчитывается",
    "no_indicator": "показатель не назван",
    "not_told": "сведений об исполнении нет",
    "not_done": "мера не исполнена",
    "no_plan": "плановое значение не установлено",
    "no_value": "показатель не рассчитан",
    "no_data": "сведения не представлены",
    "no_past": "сведений за предыдущий период нет",
    "not_judged": "изменение не оценивается: обычные колебания не измерены",
    "fell": "плановое значение достигнуто, но показатель снизился",
    "rose": "плановое значение достигнуто, но показатель вырос",
    "wavers": "изменение не больше обычных колебаний",
}
REACHED_ANYWAY = {
    "not_done": "но мера не исполнена",
    "wavers": "но изменение не больше обычных колебаний",
}
_HONEST = (
    "«Эффективна» – мера исполнена, плановое значение достигнуто, изменение больше обычных колебаний (для плана «не "
    "ниже» – показатель не снизился); что показатель изменила именно мера, это не доказывает."
)


def execution(note: Note) -> Blocks:
    """Measure by measure: carried out, before, plan, after, reached, conclusion; then the planned values of tables.

    Nothing where no plans are known.
    """
    own = note.bundle.execution
    measures = (_of_region if note.is_regional else _of_one)(note, own) if own else []
    return Blocks([*measures, *_planned(note)])


def _planned(note: Note) -> list[Block]:
    """What tables planned beside what was: plan, fact, how many are missing."""
    rows = [(value, fact) for value in note.bundle.planned if (fact := note.row(value.indicator)) and fact.has_share]
    if not rows:
        return []
    columns = [
        column("Показатель", align="left", width=3.2),
        column("План", width=1.6),
        column("Факт", width=2.4),
        column("Выполнение", align="left", width=2.4),
    ]
    lines = [
        row(
            wording.capital(_share_name(note, value.indicator)),
            value.plan,
            wording.out_of(*fact.own),
            _short(note, value),
        )
        for value, fact in rows
    ]
    lead = paragraph("Плановые значения и их выполнение приведены в таблице ", ref(PLANNED), ".", keep=True)
    shown = table(PLANNED, f"План и факт, {note.year}", columns, lines)
    return [heading("План и факт", numbered=True), lead, shown]


def _short(note: Note, value: PlannedValue) -> str:
    """«выполнен», «не хватает 100 обучающихся»."""
    if not value.missing:
        return "выполнен" if value.missing == 0 else "сравнить нельзя"
    number = wording.counted(value.missing, *note.words(value.indicator).noun_genitive)
    high = note.passport(value.indicator).polarity != "low"
    return f"не хватает {number}" if high else f"нужно на {number} меньше"


def _of_one(note: Note, own: Execution) -> Blocks:
    out = Blocks([heading(TITLE, numbered=True)])
    if not own.known:
        return Blocks([*out, paragraph(f"План на {note.year} не представлен; исполнение не оценивается.")])
    if not own.measures:
        return Blocks([*out, paragraph(f"Мер в плане на {note.year} нет.")])
    return Blocks([*out, paragraph(_counted(note, own), keep=True), _table(note, own.measures)])


def _counted(note: Note, own: Execution) -> str:
    """«Мер в плане на … – 5: исполнено 3, не исполнена 1 …»."""
    said = grouped((measure.text, measure.done) for measure in own.measures)
    measures = ["partly" if len(set(words)) > 1 else words[0] for words in said.values()]
    parts = [
        f"{word} – {number}"
        for key, word in (("yes", "исполнено"), ("partly", "исполнено частично"), ("no", "не исполнено"),
                          ("", "сведений об исполнении нет"))
        if (number := measures.count(key))
    ]  # fmt: skip
    left = f" Из проекта плана исключено мер: {own.dropped}." if own.dropped else ""
    return f"Мер в плане на {note.year} – {len(measures)}: {', '.join(parts)}.{left}"


def _table(note: Note, measures: Sequence[MeasureOutcome]) -> Table:
    columns = [
        column("Мера", align="left", width=3.2),
        column("Исполнение", align="left", width=2.4),
        column("Показатель, %: было → стало (план)", align="left", width=3.0),
        column("Вывод", align="left", width=2.0),
    ]
    keys = [(measure.text, measure.done, measure.document) for measure in measures]
    stated: set[str] = set()
    lines = [
        _line(note, measure, stated, same=at > 0 and keys[at] == keys[at - 1]) for at, measure in enumerate(measures)
    ]
    return table(LABEL, f"Исполнение плана на {note.year}", columns, lines, notes=_notes(note, measures))


def _notes(note: Note, measures: Sequence[MeasureOutcome]) -> list[str]:
    apart = [SAME_SCHOOLS] if any(_of_fewer(note, measure) for measure in measures) else []
    shared = [measure.indicator for measure in measures if measure.indicator and measure.done in ("yes", "partly")]
    several = "Вклад нескольких мер в один показатель не разделяется." if len(shared) > len(set(shared)) else ""
    honest = _HONEST if any(measure.conclusion == "effective" for measure in measures) else ""
    return [*apart, *filter(None, [f"{honest} {several}".strip()])]


SAME_SCHOOLS = f"* {wording.capital(reasons.BOTH)}."


def _of_fewer(note: Note, measure: MeasureOutcome) -> bool:
    """Whether its numbers are not those that the tables of indicators have: of the schools that answered both times."""
    row = note.value(measure.indicator)
    if not (measure.after and row and row.has_share):
        return False
    of_all = tuple(row.before) if row.had_share else measure.before
    return (measure.before, measure.after) != (of_all, tuple(row.own))


def _line(note: Note, measure: MeasureOutcome, stated: set[str], *, same: bool) -> TableRow:
    """``stated``: indicators whose numbers a row above has; this one's is put in."""
    first = ("", "") if same else (measure.text, _done(measure))
    moved = _moved(note, measure, again=measure.indicator in stated)
    stated.add(measure.indicator)
    return row(*first, moved, _conclusion(measure))


def _conclusion(measure: MeasureOutcome) -> str:
    """«оценить нельзя: мера не исполнена»; that the planned value is reached is told whatever else is not known."""
    doubt = measure.doubt
    if doubt and measure.is_reached_anyway:
        return f"план достигнут, {REACHED_ANYWAY[doubt.kind]}"
    why = f": {doubt.text or DOUBTS[doubt.kind]}" if doubt else ""
    return f"{CONCLUSIONS[measure.conclusion]}{why}"


def _done(measure: MeasureOutcome) -> str:
    """«нет: «нет договора с колледжем»», «да (приказ от 01.10.2024 № 7)»."""
    document = f" ({measure.document})" if measure.document else ""
    why = f": {inner(measure.why_not)}" if measure.why_not and measure.done != "yes" else ""
    return f"{DONE[measure.done]}{document}{why}"


def _moved(note: Note, measure: MeasureOutcome, *, again: bool) -> str:
    """«Доля посещавших курс: 44,8 → 10,3 (план – 60,0)»; the same numbers once."""
    name = _name(note, measure)
    if not measure.after:
        return name
    if again:
        return f"{name}: см. выше{f' (план – {measure.plan})' if measure.plan else ''}"
    before = f"{_share(measure.before)} → " if measure.before else ""
    aim = f" (план – {measure.plan})" if measure.plan else ""
    sign = "*" if _of_fewer(note, measure) else ""
    return f"{name}: {before}{_share(measure.after)}{sign}{aim}"


def _name(note: Note, measure: MeasureOutcome) -> str:
    if not measure.indicator:
        return measure.about or wording.DASH
    return wording.capital(_share_name(note, measure.indicator))


def _share_name(note: Note, id: str) -> str:
    return str(note.words(id).share) if id in note.bundle.passports else id


def _share(counts: Counts | None) -> str:
    return wording.percent_of(*counts) if counts else wording.DASH


# ---- the region


def _of_region(note: Note, own: Execution) -> Blocks:
    place = {named.code: at for at, named in enumerate(note.bundle.municipalities)}
    known = sorted((summary for summary in own.municipalities if summary.known), key=lambda own: place[own.code])
    silent = note.names(summary.code for summary in own.municipalities if not summary.known)
    out = Blocks([heading(TITLE, numbered=True)])
    among = f"{wording.municipalities(len(known))} из {len(own.municipalities)}"
    shown: list[str | Run] = [" Исполнение планов приведено в таблице ", ref("tbl-executions"), "."] if known else []
    named = f" Не представили: {', '.join(silent)}." if silent else ""
    out.append(paragraph(f"Планы на {note.year} представили {among}.{named}", *shown))
    out += [_summary(note, known)] if known else []
    out += [_table(note, own.measures)] if own.measures else []
    return out


_COUNTED: tuple[tuple[str, Callable[[PlanSummary], int], bool], ...] = (
    ("Мер и показателей", lambda summary: summary.measures, True),
    ("Исполнено", lambda summary: summary.done, True),
    ("Частично", lambda summary: summary.partly, False),
    ("Не исполнено", lambda summary: summary.not_done, False),
    ("Нет сведений", lambda summary: summary.untold, False),
    ("Эффективна", lambda summary: summary.effective, True),
    ("Недостаточно", lambda summary: summary.insufficient, True),
    ("План достигнут, вывода о мере нет", lambda summary: summary.reached_anyway, False),
    ("Оценить нельзя", lambda summary: summary.unclear, True),
)
"""Heads of the counts of a plan, and whether they are shown where all are 0."""


def _summary(note: Note, known: list[PlanSummary]) -> Table:
    shown = [(title, count) for title, count, always in _COUNTED if always or any(map(count, known))]
    columns = [
        column("Муниципальное образование", align="left", width=2.4),
        *(column(title, width=1) for title, _ in shown),
    ]
    lines = [
        row(note.municipality(summary.code).name, *(wording.integer(count(summary)) for _, count in shown))
        for summary in known
    ]
    lines.append(row("Всего", *(wording.integer(sum(map(count, known))) for _, count in shown), kind="total"))
    caption = f"Исполнение планов муниципальных образований на {note.year}"
    twice = f"Мера, за которой следят по двум показателям, считается дважды. {_HONEST}"
    return table("tbl-executions", caption, columns, lines, notes=[twice])


def effect(note: Note) -> Blocks:
    """Who took a measure against who did not: a plot and its chance, or why nothing can be said."""
    effects = note.bundle.effect
    if not effects:
        return Blocks()
    out = Blocks([heading("Эффект мер", numbered=True)])
    for place, measure in enumerate(effects.tested, 1):
        label = f"fig-effect-{place}"
        picture = figures.effect(note, measure, label) if place > 1 else []  # the first stands on page one
        out += [paragraph(*_tested(note, measure, label)), *picture]
    out += [paragraph(_returning(note, measure)) for measure in effects.returning]
    return Blocks([*out, *_once(effects), *_too_few(effects)])


def _tested(note: Note, measure: MeasureEffect, label: str) -> list[str | Run]:
    """Both groups, the difference, how often a draw would give it, and the least that could have come out."""
    share = note.words(measure.indicator).share
    size = wording.points(Fraction(measure.difference))
    more = "больше" if measure.difference >= 0 else "меньше"
    compared = (
        f"Мера «{measure.text}» (показатель – {share}). Изменение по сравнению {earlier_periods(measure)}: исполнили "
        f"меру ({wording.integer(len(measure.taken))}) – в среднем {signed_points(measure.mean_taken)}, "
        f"{phrases.others_named('остальные', measure.others, measure.failed)} – {signed_points(measure.mean_others)} "
        f"{_left_out(note, measure)}С учётом того, как доля "
        f"менялась и раньше, у исполнивших на {size} {more} (рисунок "
    )
    ways = "при случайном выборе исполнивших такая разность или больше была бы с вероятностью"
    least = f"наименьшая возможная – {_p(measure.smallest)}"
    return [
        compared,
        ref(label),
        f"). {wording.capital(ways)} {_p(measure.p)} ({least}): {_meaning(measure, note.settings.rules.discoveries)}.",
    ]


LEFT_OUT: dict[LeftOut, str] = {
    "no_plan": "исполнение не представлено",
    "before": "мера действовала и раньше",
    "partly": "исполнено частично или сведений об исполнении нет",
    "best": "во все прежние периоды доля наилучшая, улучшиться не могла",
    "no_values": "доля известна не за все периоды",
}


def _left_out(note: Note, measure: MeasureEffect) -> str:
    """«Не сравниваются: Вымышленский район (исполнение не представлено). »: twelve are not 5 and 5."""
    whose = grouped((why, note.municipality(code).name) for code, why in measure.left_out.items())
    parts = [f"{wording.some(names, _NAMED)} ({LEFT_OUT[why]})" for why, names in whose.items()]
    return f"Не сравниваются: {'; '.join(parts)}. " if parts else ""


_NAMED = 10


def _meaning(measure: MeasureEffect, level: float) -> str:
    """By the p-value corrected for the number of measures."""
    if measure.smallest > level:
        return "по такому числу муниципальных образований показать нельзя ничего"
    if measure.corrected > level:
        return "такую разность дал бы и случай, эффект меры не показан"
    meaning = "ни случаем, ни продолжением прежнего роста разность не объясняется"
    return f"{meaning}; другие отличия исполнивших меру она не исключает"


def earlier_periods(measure: MeasureEffect) -> str:
    """After «по сравнению»."""
    if measure.earlier == 1:
        return "с предыдущим периодом"
    periods = wording.counted(measure.earlier, "предыдущий период", "предыдущих периода", "предыдущих периодов")
    return f"со средним за {periods}"


def signed_points(points: float) -> str:
    """«+25,7 п. п.»."""
    return f"{wording.signed(Fraction(points))}{wording.NBSP}п.{wording.NBSP}п."


def _p(value: float) -> str:
    return f"менее{wording.NBSP}0,001" if value < 0.001 else wording.decimal(Fraction(value), 3)


def _returning(note: Note, measure: MeasureEffect) -> str:
    share = note.words(measure.indicator).share
    return (
        f"Мера «{measure.text}» (показатель – {share}): у исполнивших меру "
        f"({wording.integer(len(measure.taken))}) прошлый год был хуже, чем у остальных; эффект отделить от обычного "
        "возврата к среднему нельзя."
    )


def _once(effects: Effects) -> list[Block]:
    if not effects.once:
        return []
    once = "прежний период известен только один, и не видно, не росли ли исполнившие меру и раньше"
    return [paragraph(f"По мерам ({effects.once}) эффект не оценивается: {once}.")]


def _too_few(effects: Effects) -> list[Block]:
    if not effects.few:
        return []
    why = "меру исполнили или не исполнили менее пяти муниципальных образований"
    if effects.few == effects.measures:
        return [paragraph(f"Эффект мер от общего изменения отделить нельзя: каждую {why}.")]
    return [paragraph(f"По остальным мерам ({effects.few}) сравнение не проведено: {why}.")]
