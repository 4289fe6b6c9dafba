"""A note -> what the data cannot tell, what is wrong in them, and who signs."""

import re
from collections.abc import Iterable

from careerstats import blocks, reasons, wording
from careerstats.blocks import Block, Blocks, heading, items, paragraph, public
from careerstats.contracts.quality import Correction, Refusal
from careerstats.contracts.values import Value
from careerstats.grouping import grouped
from careerstats.model import Problem
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import flips_clause, out_of_all, quoted
from careerstats.schools_named import named

NO_PAST = "Динамика не оценивается: муниципальных показателей за предыдущие годы нет."

MOST = 5
"""Lines of limits: the gaps of the place itself first."""


def completeness(note: Note) -> Blocks:
    """«Чего сведения не позволяют сказать»: at most five lines, with what would close the gap where known."""
    own = [
        *_silent(note),
        *_unsettled(note),
        *_unassigned(note),
        *_not_computed(note),
        *_tentative(note),
        *_powerless(note),
    ]
    return Blocks([*limits([*own, *_no_past(note), *note.settings.caveats]), *corrections(note)])


def limits(lines: Iterable[str]) -> list[Block]:
    """The lines under their heading, each once and at most so many; nothing where there are none."""
    shown = list(dict.fromkeys(line if line.endswith(".") else f"{line}." for line in lines))[:MOST]
    return [heading("Чего сведения не позволяют сказать", numbered=True), items(shown)] if shown else []


def _unsettled(note: Note) -> list[str]:
    """Cells that cost the place a value, and what to do about each; how many remarks there are, of which years."""
    elsewhere = [refusal.problem for refusal in _told(note)]
    unsettled = [
        problem
        for problem in note.bundle.problems
        if not problem.is_mended and problem.code not in TOLD_OTHERWISE and problem not in elsewhere
    ]
    costly = [problem for problem in unsettled if problem.severity == "blocking" or problem.code == MOVED]
    remarks = [_remark(problem) for problem in costly[:SHOWN]]
    return [*remarks, *([remarks_counted(note)] if sum(note.bundle.remarks.values()) > len(remarks) else [])]


def remarks_counted(note: Note) -> str:
    """«Замечаний к исходным сведениям в протоколе проверки данных – 4, из них за 2023/24 учебный год – 2.»"""
    past = {period: number for period, number in note.bundle.remarks.items() if period != note.bundle.period}
    of_past = ", ".join(f"за {wording.year(period)} – {wording.integer(number)}" for period, number in past.items())
    total = wording.integer(sum(note.bundle.remarks.values()))
    among = f", из них {of_past}" if of_past else ""
    return f"Замечаний к исходным сведениям в протоколе проверки данных – {total}{among}."


SHOWN = 2
"""Remarks told one by one; the protocol of remarks tells all."""


MOVED = "base_moved"
"""Code of a remark that costs no value, but the comparison with the period before."""

TOLD_OTHERWISE = ("part_over_whole", "not_reported")
"""Codes of what the footnotes of the tables and the line on silent schools tell."""

_CELL = r"[\w./-]+\.(?:csv|xlsx|xls|ods)![A-Z]+\d+"
_TWICE = re.compile(r": строка \d+ повторяет строку \d+, а числа другие")
_PLACE = re.compile(rf"^Строка \d+: | \({_CELL}\)|,? ?{_CELL}")


def _remark(problem: Problem) -> str:
    todo = f" {wording.capital(problem.what_to_do.rstrip('.'))}." if problem.what_to_do else ""
    todo = "" if problem.code == MOVED else todo
    return f"{wording.capital(without_cells(problem.message).removesuffix('.'))}.{todo}"


def without_cells(message: str) -> str:
    """A message without paths of cells and numbers of rows: these stand in the protocol."""
    return _TWICE.sub(" – две строки с разными числами", _PLACE.sub("", message))


def corrections(note: Note) -> Blocks:
    """Numbers that the institute corrected: where, was, becomes, why, and the position of who did it."""
    if not note.bundle.corrections:
        return Blocks()
    lines = [
        f"{problem_place(correction, correction.table)}: {correction_words(correction)}."
        for correction in note.bundle.corrections
    ]
    return Blocks([paragraph("Исправления, внесённые в исходные сведения:", keep=True), items(lines)])


def correction_words(correction: Correction) -> str:
    """«… (Средняя школа № 1, 2024/25): было «0,143», стало «31»; основание: …; исправил: директор, 11.06.2025»."""
    whose = ", ".join(part for part in (correction.school, correction.period) if part)
    was, becomes = correction.was, correction.becomes
    numbers = "числа не приводятся" if correction.hidden else f"было «{was}», стало «{becomes}»"
    grounds = f"основание: {correction.why}; исправил: {correction.who}, {wording.day(correction.date)}"
    return f"{correction.title} ({whose}): {numbers}; {grounds}"


def _silent(note: Note) -> list[str]:
    """Schools that should have answered and did not, or not so that it can be used, and what is told without them."""
    of = grouped((row.facts.silent, row.indicator) for row in note.judged() if row.facts.silent)
    return [_without(note, names, ids) for names, ids in list(of.items())[:SHOWN]]


def _without(note: Note, names: tuple[str, ...], ids: list[str]) -> str:
    """«Сведения школы № 1 не приняты (121 – больше целого): показатель «Прошли пробы» рассчитан без неё.»"""
    them = "неё" if len(names) == 1 else "них"
    if len(ids) == 1:
        what = f"показатель {quoted(note.passport(ids[0]).short)} рассчитан"
    else:
        number = wording.counted(len(ids), "показатель рассчитан", "показателя рассчитаны", "показателей рассчитаны")
        what = "все сопоставляемые показатели рассчитаны" if len(ids) == len(note.judged()) else number
    return f"{wording.capital(_why_silent(note, names, ids))}: {what} без {them}."


def _why_silent(note: Note, names: tuple[str, ...], ids: list[str]) -> str:
    """Who sent nothing, whose numbers were not accepted and why; where nobody knows, only that there is nothing."""
    refused = [refusal for refusal in _refused(note, ids) if refusal.school in names]
    schools = [name for name in names if any(refusal.school == name for refusal in refused)]
    silent = [name for name in names if name not in schools]
    parts = []
    if silent and _rows_lost(note):
        parts.append(f"принятых сведений {_some(silent, 'genitive', names)} нет")
    elif silent:
        verb = "не представила" if len(silent) == 1 else "не представили"
        parts.append(f"{_some(silent, 'nominative', names)} {verb} сведений")
    if schools:
        why = wording.joined(list(dict.fromkeys(words for refusal in refused if (words := _refusal_words(refusal)))))
        parts.append(f"сведения {_some(schools, 'genitive', names)} не приняты{f' ({why})' if why else ''}")
    return "; ".join(parts)


def _some(names: list[str], case: str, among: tuple[str, ...]) -> str:
    more = wording.and_more(len(names), SHOWN)
    return f"{named(names[:SHOWN], case, among)}{more}"


def _refused(note: Note, ids: list[str]) -> list[Refusal]:
    """Refused numbers of which these indicators are made."""
    variables = {variable for id in ids for variable in note.passport(id).of.values()}
    return [refusal for refusal in note.bundle.refusals if refusal.variable in variables]


def _told(note: Note) -> list[Refusal]:
    """Refused numbers that the lines on schools tell."""
    return [
        refusal
        for row in note.judged()
        for refusal in _refused(note, [row.indicator])
        if refusal.school in row.facts.silent
    ]


def _rows_lost(note: Note) -> bool:
    """Whether anything was refused of which nobody knows whose it is: who is silent may have answered."""
    known = [refusal.problem for refusal in note.bundle.refusals]
    return any(problem.severity == "blocking" and problem not in known for problem in note.bundle.problems)


def _refusal_words(refusal: Refusal) -> str:
    words = {
        "part_over_whole": f"{refusal.there} – больше, чем всего обучающихся" if refusal.there else "",
        "duplicate": "две строки с разными числами",
    }
    return words.get(refusal.problem.code, f"вместо количества – «{refusal.there}»" if refusal.there else "")


def _unassigned(note: Note) -> list[str]:
    """Participants who named only the region, and whether they could change what was concluded."""
    rows = [row for row in note.judged() if row.unassigned]
    if not rows:
        return []
    most = max(rows, key=lambda row: row.unassigned)
    who = wording.counted(most.unassigned, "участник указал", "участника указали", "участников указали")
    weak = f" {flips_clause(note, fragile)}" if (fragile := _most_fragile(note, rows)) else ""
    return [f"{who} только «{note.region.name}»: ни в одном муниципальном образовании они не учтены.{weak}"]


def _most_fragile(note: Note, rows: list[Value]) -> Value | None:
    """The row on which page one stands, else the one that the smallest part of the participants would change."""
    fragile = [row for row in rows if row.fragile]
    order = [headline.indicator for headline in note.bundle.headlines]

    def place(row: Value) -> tuple[int, float]:
        at = order.index(row.indicator) if row.indicator in order else len(order)
        return at, (row.flips_at or 0) / row.unassigned

    return min(fragile, key=place, default=None)


def _tentative(note: Note) -> list[str]:
    """That pupils come by whole classes of schools of which nothing is known: said once, of all that is so."""
    compared = [row for row in note.judged() if row.verdict in ("below", "above", "same")]
    if not any(row.tentative and (row.design_effect or 1.0) == 1 for row in compared) and _schools_known(note):
        return []
    if not compared:
        return []
    return [
        "Сведений по школам нет. Обучающиеся участвуют целыми классами, поэтому часть отличий от остальных, особенно "
        "небольших, может быть случайной; это покажут сведения по школам."
    ]


def _schools_known(note: Note) -> bool:
    """Whether any number of a school was used here, for this reader or for others."""
    return any((row.design_effect or 1.0) != 1 for row in note.judged()) or note.bundle.appendices.schools is not None


def _powerless(note: Note) -> list[str]:
    """Of how many indicators even a difference of two times would not be seen: said once, not in every row."""
    rows = note.judged()
    low = [row for row in rows if row.power_low]
    if not low:
        return []
    by_schools = any((row.design_effect or 1.0) > 1 for row in low)
    which = out_of_all(len(low), len(rows))
    if len(low) <= SHOWN:
        names = [quoted(note.passport(row.indicator).short) for row in low]
        which = f"{wording.plural(len(low), 'показателю', 'показателям', 'показателям')} {wording.joined(names)}"
    few = "школ" if by_schools or not any(note.passport(row.indicator).of_people for row in low) else "обучающихся"
    return [
        f"По {which} для вывода мало {few}: не было бы видно и отличие вдвое. Из того, что отличие не отмечено, не "
        "следует, что его нет."
    ]


def _not_computed(note: Note) -> list[str]:
    """Stages that only the region knows, and what would tell them here."""
    known = {count.variable for count in note.bundle.counts}
    missing = [stage.about for stage in note.bundle.stages if stage.about and stage.variable not in known]
    if not missing:
        return []
    return [
        f"Сведений {wording.joined(missing)} по муниципальным образованиям нет, поэтому этап, на котором прекращается "
        "участие, виден не полностью; их даст выгрузка с платформы по школам."
    ]


def _no_past(note: Note) -> list[str]:
    """Why nothing is said of changes, where nothing is."""
    rows = note.judged()
    if any(row.change in ("up", "down", "same") for row in rows):
        return []
    why = next((reasons.change(row.change, row.facts) for row in rows if row.change), "")
    return [f"Динамика не оценивается ({why})." if why else NO_PAST]


def problem_place(problem: Problem | Correction, table: str = "") -> str:
    """«tables/municipalities.csv, ячейка E20»; with what people call the table, «Форма школы, ячейка E20»."""
    sheet = f", лист «{problem.sheet}»" if problem.sheet else ""
    cell = f", ячейка {problem.cell}" if problem.cell else ""
    return f"{wording.capital(table) or problem.file}{sheet}{cell}"


@public
def signature(note: Note) -> Blocks:
    """Position and a place for the name: names are written by hand."""
    given = note.settings.signature
    position, name = given.position or "Должность", given.name or "И.О. Фамилия"
    return Blocks([blocks.signature(position, name, "________________________, тел. ______________")])
