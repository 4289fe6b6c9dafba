"""A protocol's bundle -> its sections: what came of the check, what is wrong and missing, corrected and changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count

from careerstats import wording
from careerstats.blocks import Blocks, Table, TableRow, bold, column, heading, items, paragraph, row, table
from careerstats.contracts.quality import KINDS, SEVERITIES, Change, Correction, Protocol, Remark, TableReport
from careerstats.note.opening import Note
from careerstats.note.quality_words import KIND, NOT_TOLD, STATUS, reported
from careerstats.note.sections.completeness import problem_place, signature
from careerstats.note.sections.phrases import punctuated
from careerstats.note.sections.titles import opening

SEVERITY = {
    "blocking": "Ошибки: значения не использованы",
    "warning": "Предупреждения: нужно проверить или дополнить",
    "remark": "Замечания к оформлению",
}
SHOWN = 60
"""Rows of a table in the document; protocol.xlsx has all of them."""


def protocol_title(note: Note) -> Blocks:
    """Kind of document, whose data were checked, who checked them and what is asked."""
    subject = f"сведения {note.form('genitive')}, {wording.year(note.bundle.period)}"
    return opening(
        note, "Протокол проверки данных", subject, lead=_lead(note), title=f"Протокол проверки данных: {subject}"
    )


def _lead(note: Note) -> str:
    issuer, programme = note.settings.issuer, note.settings.programme
    by = f"Составлен {issuer.name}" if issuer.name else "Составлен"
    lead = f"{by} по сведениям, полученным для {programme.genitive or 'мониторинга'}."
    if note.is_regional:
        return f"{lead} Полные перечни приведены в книге protocol.xlsx."
    return f"{lead} Направляется органу местного самоуправления, осуществляющему управление в сфере образования."


def protocol_of(note: Note) -> Protocol:
    """The contents of the protocol."""
    return note.bundle.protocol or Protocol()


# ---- what came of the check


def protocol_summary(note: Note) -> Blocks:
    """How much was reported, how much of it cannot be used, what is asked."""
    points = _of_region(note) if note.is_regional else _of_municipality(protocol_of(note))
    return Blocks([heading("Итоги проверки", numbered=True), items(punctuated(points))])


def _of_municipality(protocol: Protocol) -> list[str]:
    if protocol.silent:
        return ["сведения не представлены ни в одной таблице"]
    reports = protocol.completeness
    whole = sum(report.is_whole for report in reports)
    points = [f"полностью представлены {whole} из {_tables(len(reports))}"]
    if schools := [report for report in reports if report.expected]:
        least = min(schools, key=lambda report: report.schools / report.expected)
        points.append(
            f"школы, представившие сведения: {_of_schools(least)}"
            + (f" ({least.title})" if least.missing else " во всех таблицах школ")
        )
    return [*points, _numbers_of(protocol), *_mended(protocol)]


def _tables(number: int) -> str:
    """After «из»: «1 таблицы», «7 таблиц»."""
    return wording.counted(number, "таблицы", "таблиц", "таблиц")


def _of_schools(report: TableReport) -> str:
    return f"{wording.integer(report.schools)} из {wording.integer(report.expected)}"


def _numbers_of(protocol: Protocol) -> str:
    numbers = Counter(remark.problem.severity for remark in protocol.problems)
    return _counted(numbers) if numbers else "замечаний нет"


def _counted(numbers: Mapping[str, int]) -> str:
    """«ошибок – 2, предупреждений – 6, замечаний к оформлению – 0»."""
    words = {"blocking": "ошибок", "warning": "предупреждений", "remark": "замечаний к оформлению"}
    return ", ".join(f"{word} – {wording.integer(numbers.get(key, 0))}" for key, word in words.items())


def _mended(protocol: Protocol) -> list[str]:
    return [f"исправлений внесено – {len(protocol.corrections)}"] if protocol.corrections else []


def _of_region(note: Note) -> list[str]:
    protocol = protocol_of(note)
    places = protocol.summary
    silent = [note.municipality(place.code).name for place in places if place.silent]
    points = [f"сведения представили {wording.municipalities(len(places) - len(silent))} из {len(places)}"]
    if silent:
        points.append(f"не представили: {', '.join(silent)}")
    own = [f"по таблицам в целом: {_numbers_of(protocol)}"] if protocol.problems else []
    return [*points, f"по муниципальным образованиям: {_counted(_by_severity(protocol))}", *own, *_mended(protocol)]


def _by_severity(protocol: Protocol) -> dict[str, int]:
    """Problems of all municipalities."""
    return {severity: sum(place.problems[severity] for place in protocol.summary) for severity in SEVERITIES}


# ---- remarks


def protocol_problems(note: Note) -> Blocks:
    """What stands in which cell, what is wrong with it, what to do; by severity."""
    out = Blocks([heading("Замечания", numbered=True)])
    if note.is_regional:
        out.append(_by_municipality(note))
    remarks = protocol_of(note).problems
    if not remarks:
        return Blocks([*out, paragraph("Других замечаний нет." if note.is_regional else "Замечаний нет.")])
    whose = "Замечания к таблицам в целом" if note.is_regional else "Замечания к представленным сведениям"
    columns = [
        column("№", width=0.5), column("Где и что в ячейке", align="left", width=3),
        column("Что не так и что ожидается", align="left", width=4.4), column("Что сделать", align="left", width=3),
    ]  # fmt: skip
    return Blocks([*out, table("tbl-problems", whose, columns, _lines(remarks), notes=cut_note(remarks))])


def _lines(remarks: tuple[Remark, ...]) -> list[TableRow]:
    lines: list[TableRow] = []
    numbers = count(1)
    for severity, words in SEVERITY.items():
        own = [remark for remark in remarks[:SHOWN] if remark.problem.severity == severity]
        lines += [row(words, kind="group")] if own else []
        lines += [row(str(next(numbers)), *_remark(remark)) for remark in own]
    return lines


def _remark(remark: Remark) -> list[str]:
    problem = remark.problem
    there = f"в ячейке «{remark.there}»" if remark.there else ""
    where = "; ".join(part for part in (problem_place(problem), remark.school, there) if part)
    expected = f" Ожидается: {remark.expected}." if remark.expected else ""
    wrong = f"{wording.capital(problem.message).removesuffix('.')}.{expected}"
    return [where, wrong, wording.capital(problem.what_to_do)]


def cut_note(rows: Sequence[object]) -> list[str]:
    """Says under a table that it is cut."""
    more = len(rows) - SHOWN
    return [f"Показаны первые {SHOWN} из {wording.integer(len(rows))}; все – в protocol.xlsx."] if more > 0 else []


def _by_municipality(note: Note) -> Table:
    columns = [column("Муниципальное образование", align="left", width=3), column("Ошибки"),
               column("Предупреждения", width=1.4), column("Замечания к оформлению", width=1.5)]  # fmt: skip
    protocol = protocol_of(note)
    lines = [row(note.municipality(place.code).name, *_numbers(place.problems)) for place in protocol.summary]
    lines.append(row("ИТОГО", *_numbers(_by_severity(protocol)), kind="total"))
    return table("tbl-by-place", "Число замечаний по муниципальным образованиям", columns, lines)


def _numbers(problems: Mapping[str, int]) -> list[str]:
    return [wording.integer(problems[severity]) for severity in SEVERITY]


# ---- completeness


def protocol_completeness(note: Note) -> Blocks:
    """Which tables were reported, schools k of n, what is missing."""
    out = Blocks([heading("Полнота сведений", numbered=True)])
    reports = protocol_of(note).completeness
    if not reports:
        return Blocks([*out, paragraph("Таблиц, которые представляют муниципальные образования, в наборе данных нет.")])
    return Blocks([*out, _of_places(note, reports) if note.is_regional else _of_tables(reports)])


def _of_tables(reports: tuple[TableReport, ...]) -> Table:
    columns = [
        column("Таблица (форма)", align="left", width=3.2), column("Представлена", align="center", width=1.5),
        column("Школы", align="center", width=1.2), column("Чего нет", align="left", width=3.4),
    ]  # fmt: skip
    lines = [
        row(
            wording.capital(report.title),
            reported(report),
            _of_schools(report) if report.expected else "–",
            _lacking(report),
        )
        for report in reports
    ]
    return table("tbl-complete", "Представленные таблицы", columns, lines)


def _lacking(report: TableReport) -> str:
    """Missing schools by name, and cells without a usable number."""
    if not report.reported:
        return "вся таблица"
    parts = ["; ".join(report.missing)] if report.missing else []
    parts += [f"пустых ячеек – {report.absent}"] if report.absent else []
    parts += [f"не использовано ячеек – {report.unreadable}"] if report.unreadable else []
    return "; ".join(parts) or "–"


def _of_places(note: Note, reports: tuple[TableReport, ...]) -> Table:
    columns = [column("Муниципальное образование", align="left", width=2.4),
               column("Таблиц полностью", align="center", width=1.3),
               column("Чего нет", align="left", width=4)]  # fmt: skip
    lines = []
    for place in note.bundle.municipalities:
        own = [report for report in reports if report.code == place.code]
        whole = sum(report.is_whole for report in own)
        lines.append(row(place.name, f"{whole} из {len(own)}", "; ".join(_missing(own)) or "–"))
    return table("tbl-complete", "Полнота сведений муниципальных образований", columns, lines)


def _missing(reports: list[TableReport]) -> list[str]:
    """«форма школы – 1 школа из 9», «выгрузка платформы»."""
    tables = []
    for report in reports:
        if not report.reported:
            tables.append(report.title)
        elif report.missing:
            number = wording.counted(len(report.missing), "школа", "школы", "школ")
            tables.append(f"{report.title} – {number} из {wording.integer(report.expected)}")
    return tables


# ---- corrections and changes


def protocol_corrections(note: Note) -> Blocks:
    """Every number that the institute corrected, with ground and position."""
    corrections = protocol_of(note).corrections
    if not corrections:
        return Blocks()
    ask = "Исправления внесены при проверке по указанным основаниям; если они неверны, сообщите об этом."
    shown = corrections_table(note, corrections)
    return Blocks([heading("Исправления", numbered=True), paragraph(ask, keep=True), shown])


def corrections_table(note: Note, corrections: tuple[Correction, ...]) -> Table:
    """One line = one corrected number; those of sensitive variables are named without their value."""
    columns = [
        column("Где", align="left", width=3), column("Величина", align="left", width=3),
        column("Было", width=1.2), column("Стало", width=1.2), column("Основание", align="left", width=2.6),
        column("Кто исправил, дата", align="left", width=2),
    ]  # fmt: skip
    lines = [row(*_correction(note, correction)) for correction in corrections[:SHOWN]]
    return table("tbl-corrections", "Исправленные значения", columns, lines, notes=cut_note(corrections))


def _correction(note: Note, correction: Correction) -> list[str]:
    name = correction.name if note.is_regional else ""
    where = "; ".join(text for text in (name, correction.school, problem_place(correction)) if text)
    what = f"{wording.capital(correction.title)}, {correction.period}"
    numbers = (NOT_TOLD, NOT_TOLD) if correction.hidden else (correction.was or "–", correction.becomes)
    by = f"{correction.who}, {wording.day(correction.date)}"
    return [where, what, *numbers, wording.capital(correction.why), by]


def protocol_changes(note: Note) -> Blocks:
    """Against the previous submission; nothing where there was none."""
    protocol = protocol_of(note)
    if protocol.changes is None:
        return Blocks()
    out = Blocks([heading("Изменения по сравнению с прошлым представлением", numbered=True)])
    totals = Counter(change.kind for change in protocol.changes)
    for place in protocol.summary:
        totals.update(place.changes)
    if not any(totals.values()):
        return Blocks([*out, paragraph("Сведения не изменились.")])
    numbers = ", ".join(f"{words} – {wording.integer(totals[kind])}" for kind, words in KIND.items())
    out.append(paragraph(f"Значений {numbers}."))
    return Blocks([*out, _changed_places(note) if note.is_regional else _changed_numbers(protocol.changes)])


def _changed_places(note: Note) -> Table:
    columns = [
        column("Муниципальное образование", align="left", width=3),
        *(column(wording.capital(KIND[kind])) for kind in KINDS),
    ]
    lines = [
        row(note.municipality(place.code).name, *(wording.integer(place.changes[kind]) for kind in KINDS))
        for place in protocol_of(note).summary
        if any(place.changes.values())
    ]
    return table("tbl-changes", "Изменившиеся значения по муниципальным образованиям", columns, lines)


def _changed_numbers(changes: tuple[Change, ...]) -> Table:
    columns = [
        column("Величина", align="left", width=4.4),
        column("Период", align="center", width=1.2),
        column("Было", width=1.3),
        column("Стало", width=1.3),
        column("Что произошло", align="left", width=1.6),
    ]
    lines = [
        row(_quantity(change), change.period, *_was_and_now(change), KIND[change.kind]) for change in changes[:SHOWN]
    ]
    return table("tbl-changes", "Изменившиеся значения", columns, lines, notes=cut_note(changes))


def _quantity(change: Change) -> str:
    part = change.breakdown.replace("=", " ")
    return "; ".join(text for text in (wording.capital(change.title), part, change.school) if text)


def _was_and_now(change: Change) -> list[str]:
    return [NOT_TOLD if change.hidden else _number(number) for number in (change.was, change.now)]


def _number(number: int | str | None) -> str:
    if number is None:
        return "–"
    return wording.integer(number) if isinstance(number, int) else STATUS.get(number, number)


# ---- the reminder


def reminder(note: Note) -> Blocks:
    """A letter to whoever has not reported all: what is missing, and by when; nothing where nothing is missing."""
    protocol = protocol_of(note)
    lacking = [] if note.is_regional else _missing_by_name(protocol.completeness)
    if not lacking:
        return Blocks()
    role = f"Руководителю органа местного самоуправления {note.form('genitive')}, осуществляющего управление в сфере "
    letter = [
        heading("Напоминание о представлении сведений", appendix=True),
        paragraph(bold(f"{role}образования")),
        paragraph(_not_come(note), keep=True),
        items(punctuated(lacking)),
        paragraph(_request(protocol.deadline)),
    ]
    return Blocks([*letter, *signature(note)])


def _not_come(note: Note) -> str:
    programme = note.settings.programme.genitive or "мониторинга"
    return f"Для {programme} ({wording.year(note.bundle.period)}) на дату проверки не поступили следующие сведения:"


def _request(deadline: str) -> str:
    until = f" до {wording.day(deadline)}" if deadline else ""
    return (
        f"Просим представить их{until} по выданным формам. Если сведений нет, укажите в ячейках знак «-»; если число "
        "равно нулю, укажите 0. До получения сведений показатели рассчитываются по тем, кто их представил, или не "
        "рассчитываются."
    )


def _missing_by_name(reports: tuple[TableReport, ...]) -> list[str]:
    tables = []
    for report in reports:
        if not report.reported:
            tables.append(f"{report.title}: вся таблица")
        elif report.missing:
            tables.append(f"{report.title}: {', '.join(report.missing)}")
    return tables
