"""A protocol's bundle -> its sections: what came of the check, what is wrong and missing, corrected and changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count

from careerstats import wording
from careerstats.blocks import Block, Blocks, Table, TableRow, bold, column, heading, items, paragraph, row, table
from careerstats.contracts.quality import KINDS, SEVERITIES, Change, Correction, Protocol, Remark, TableReport
from careerstats.note.opening import Note
from careerstats.note.quality_words import KIND, NOT_TOLD, REGISTERS, STATUS, reported
from careerstats.note.sections.completeness import problem_place, signature
from careerstats.note.sections.front import issued, opening
from careerstats.note.sections.phrases import listed, punctuated, until

SEVERITY = {
    "blocking": "Ошибки: значения не использованы",
    "warning": "Предупреждения: нужно проверить или дополнить",
    "remark": "Замечания к оформлению",
}
SHOWN = 60
"""Rows of a table in the document; protocol.xlsx has all of them."""


def protocol_title(note: Note) -> Blocks:
    """Kind of document, whose data were checked, who checked them and what is asked."""
    subject = f"сведения {note.form('genitive')}, {note.year}"
    return opening(
        note, "Протокол проверки данных", subject, lead=_lead(note), title=f"Протокол проверки данных: {subject}"
    )


def _lead(note: Note) -> str:
    programme = note.settings.programme.genitive or "мониторинга"
    lead = f"{issued(note, 'Составлен')} по сведениям, полученным для {programme}."
    if note.is_regional:
        return f"{lead} Замечания к сведениям муниципальных образований – в их протоколах."
    return f"{lead} Направляется органу местного самоуправления, осуществляющему управление в сфере образования."


# ---- what came of the check


def protocol_summary(note: Note) -> Blocks:
    """How much was reported, how much of it cannot be used, what is asked."""
    points = _of_region(note) if note.is_regional else _of_municipality(note.protocol)
    return Blocks([heading("Итоги проверки", numbered=True), items(punctuated(points))])


def _of_municipality(protocol: Protocol) -> list[str]:
    if protocol.silent:
        return ["сведения не представлены ни в одной таблице"]
    reports, schools = protocol.completeness, [report for report in protocol.completeness if report.expected]
    points = [_whole(reports)] if reports else []
    if schools:
        least = min(schools, key=lambda report: report.schools / report.expected)
        where = f" ({least.title})" if least.missing else " во всех таблицах школ"
        points.append(f"школы, представившие сведения: {wording.among(least.schools, least.expected)}{where}")
    if refused := dict.fromkeys(name for report in schools for name in report.refused):
        points.append(f"сведения не приняты: {wording.joined(list(refused))}")
    return [*points, _numbers_of(protocol), *_mended(protocol), *_asked(protocol)]


def _whole(reports: Sequence[TableReport]) -> str:
    """«полностью представлены 6 таблиц из 7»."""
    whole = sum(report.is_whole for report in reports)
    verb = wording.plural(whole, "представлена", "представлены", "представлены")
    return f"полностью {verb} {wording.counted(whole, 'таблица', 'таблицы', 'таблиц')} из {len(reports)}"


def _asked(protocol: Protocol) -> list[str]:
    """By when what is wrong should be mended, and what is computed till then; «ответ не требуется» where nothing is."""
    numbers = Counter(remark.problem.severity for remark in protocol.problems)
    if not numbers["blocking"] and not numbers["warning"]:
        return [] if any(report.missing for report in protocol.completeness) else ["ответ не требуется"]
    without = "; до этого показатели рассчитаны без значений с ошибками" if numbers["blocking"] else ""
    return [f"исправленные сведения и пояснения просим представить{until(protocol.deadline)}{without}"]


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
    protocol = note.protocol
    own = [f"по таблицам в целом: {_numbers_of(protocol)}"] if protocol.problems else []
    each = f"по муниципальным образованиям: {_counted(_by_severity(protocol))}"
    return [*_heard(note), *_documented(note), each, *own, *_mended(protocol)]


def _heard(note: Note) -> list[str]:
    """Of those that had tables to report, how many did."""
    protocol = note.protocol
    asked = {report.code for report in protocol.completeness}
    silent = note.names(place.code for place in protocol.summary if place.silent)
    if not asked:
        return []
    points = [f"сведения представили {wording.municipalities(len(asked) - len(silent))} из {len(asked)}"]
    return [*points, f"не представили: {', '.join(silent)}"] if silent else points


def _documented(note: Note) -> list[str]:
    """Where there are no tables of municipalities: whose documents were read."""
    protocol = note.protocol
    if protocol.completeness or not protocol.documents:
        return []
    names = note.names(protocol.documents)
    word = wording.plural(
        len(names), "муниципального образования", "муниципальных образований", "муниципальных образований"
    )
    return [f"проверены документы {len(names)} {word}: {', '.join(names)}"]


def _by_severity(protocol: Protocol) -> dict[str, int]:
    """Problems of all municipalities."""
    return {severity: sum(place.problems[severity] for place in protocol.summary) for severity in SEVERITIES}


# ---- remarks


def protocol_problems(note: Note) -> Blocks:
    """What stands in which cell, what is wrong with it, what to do; by severity."""
    remarks, out = note.protocol.problems, Blocks([heading("Замечания", numbered=True)])
    if note.is_regional:
        out += _by_municipality(note)
    if not remarks:
        return out if len(out) > 1 else Blocks()
    whose = "Замечания к таблицам в целом" if note.is_regional else "Замечания к представленным сведениям"
    columns = [
        column("№", width=0.5), column("Где", align="left", width=3),
        column("Что не так и что ожидается", align="left", width=4.4), column("Что сделать", align="left", width=3),
    ]  # fmt: skip
    return Blocks([*out, table("tbl-problems", whose, columns, _lines(remarks), notes=cut_note(note, remarks))])


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
    whose = remark.name if remark.name and not remark.whose else ""
    where = "; ".join(part for part in (whose, _place(remark), remark.school, there) if part)
    expected = f" Ожидается: {remark.expected}." if remark.expected else ""
    wrong = f"{wording.capital(problem.message).removesuffix('.')}.{expected}"
    return [where, wrong, wording.capital(problem.what_to_do)]


def _place(remark: Remark) -> str:
    """«Форма школы, ячейка H51»: the workbook of remarks names the file."""
    file = remark.problem.file
    title = REGISTERS.get(file, remark.table)
    return problem_place(remark.problem, title if title != file else "")


def cut_note(note: Note, rows: Sequence[object]) -> list[str]:
    """Says under a table that it is cut, and where all of it is."""
    if len(rows) <= SHOWN:
        return []
    book = "protocol" if note.is_regional else f"protocols/protocol-{note.territory.code}"
    place = f"data/processed/{note.bundle.dataset}/{book}.xlsx"
    return [f"Показаны первые {SHOWN} из {wording.integer(len(rows))}; все – в {place}."]


def _by_municipality(note: Note) -> Blocks:
    """Those to whose data there are remarks; the others in a line."""
    columns = [column("Муниципальное образование", align="left", width=3), column("Ошибки"),
               column("Предупреждения", width=1.4), column("Замечания к оформлению", width=1.5)]  # fmt: skip
    protocol = note.protocol
    spoken = [place for place in protocol.summary if any(place.problems.values())]
    if not spoken:
        return Blocks([paragraph("К сведениям муниципальных образований замечаний нет.")] if protocol.summary else [])
    lines = [row(note.municipality(place.code).name, *_numbers(place.problems)) for place in spoken]
    lines.append(row("ИТОГО", *_numbers(_by_severity(protocol)), kind="total"))
    rest = len(protocol.summary) - len(spoken)
    notes = [f"По остальным {rest} замечаний нет."] if rest else []
    caption = "Число замечаний по муниципальным образованиям"
    return Blocks([table("tbl-by-place", caption, columns, lines, notes=notes)])


def _numbers(problems: Mapping[str, int]) -> list[str]:
    return [wording.integer(problems[severity]) for severity in SEVERITY]


# ---- completeness


def protocol_completeness(note: Note) -> Blocks:
    """Which tables were reported, schools k of n, what is missing."""
    reports = note.protocol.completeness
    if not reports:
        return Blocks()
    out = Blocks([heading("Полнота сведений", numbered=True)])
    return Blocks([*out, *(_of_places(note, reports) if note.is_regional else [_of_tables(reports)])])


def _of_tables(reports: tuple[TableReport, ...]) -> Table:
    columns = [
        column("Таблица (форма)", align="left", width=3.2), column("Представлена", align="center", width=1.5),
        column("Школы", align="center", width=1.2), column("Чего нет", align="left", width=3.4),
    ]  # fmt: skip
    lines = [
        row(
            wording.capital(report.title),
            reported(report),
            wording.among(report.schools, report.expected) if report.expected else wording.DASH,
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
    parts += [f"не приняты сведения: {'; '.join(report.refused)}"] if report.refused else []
    parts += [f"пустых ячеек – {report.absent}"] if report.absent else []
    parts += [f"не использовано ячеек – {report.unreadable}"] if report.unreadable else []
    return "; ".join(parts) or wording.DASH


def _of_places(note: Note, reports: tuple[TableReport, ...]) -> list[Block]:
    """Those that lack something; how many lack nothing."""
    columns = [column("Муниципальное образование", align="left", width=2.4),
               column("Таблиц полностью", align="center", width=1.3),
               column("Чего нет", align="left", width=4)]  # fmt: skip
    lines, places = [], {report.code for report in reports}
    for place in note.bundle.municipalities:
        own = [report for report in reports if report.code == place.code]
        if any(not report.is_whole for report in own):
            lines.append(row(place.name, f"{sum(report.is_whole for report in own)} из {len(own)}", _missing(own)))
    whole = len(places) - len(lines)
    sentence = paragraph(f"Все таблицы полностью представили {wording.municipalities(whole)} из {len(places)}.")
    caption = "Муниципальные образования, представившие не всё"
    return [sentence, table("tbl-complete", caption, columns, lines)] if lines else [sentence]


def _missing(reports: list[TableReport]) -> str:
    """«форма школы – 1 школа из 9; выгрузка платформы»."""
    tables = []
    for report in reports:
        if not report.reported:
            tables.append(report.title)
        elif report.missing:
            number = wording.counted(len(report.missing), "школа", "школы", "школ")
            tables.append(f"{report.title} – {number} из {wording.integer(report.expected)}")
        elif report.refused:
            tables.append(f"{report.title} – не приняты сведения: {'; '.join(report.refused)}")
    return "; ".join(tables)


# ---- corrections and changes


def protocol_corrections(note: Note) -> Blocks:
    """Every number that the institute corrected, with ground and position."""
    corrections = note.protocol.corrections
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
    return table("tbl-corrections", "Исправленные значения", columns, lines, notes=cut_note(note, corrections))


def _correction(note: Note, correction: Correction) -> list[str]:
    name = correction.name if note.is_regional else ""
    where = "; ".join(text for text in (name, correction.school, problem_place(correction, correction.table)) if text)
    what = f"{wording.capital(correction.title)}, {correction.period}"
    numbers = (NOT_TOLD, NOT_TOLD) if correction.hidden else (correction.was or wording.DASH, correction.becomes)
    by = f"{correction.who}, {wording.day(correction.date)}"
    return [where, what, *numbers, wording.capital(correction.why), by]


def protocol_changes(note: Note) -> Blocks:
    """Against the previous submission; nothing where there was none."""
    protocol = note.protocol
    if protocol.changes is None:
        return Blocks()
    out = Blocks([heading("Изменения по сравнению с прошлым представлением", numbered=True)])
    totals = sum((Counter(place.changes) for place in protocol.summary), Counter(own.kind for own in protocol.changes))
    if not any(totals.values()):
        return Blocks([*out, paragraph("Сведения не изменились.")])
    numbers = ", ".join(f"{words} – {wording.integer(totals[kind])}" for kind, words in KIND.items())
    out.append(paragraph(f"Значений {numbers}."))
    return Blocks([*out, _changed_places(note) if note.is_regional else _changed_numbers(note, protocol.changes)])


def _changed_places(note: Note) -> Table:
    columns = [
        column("Муниципальное образование", align="left", width=3),
        *(column(wording.capital(KIND[kind])) for kind in KINDS),
    ]
    lines = [
        row(note.municipality(place.code).name, *(wording.integer(place.changes[kind]) for kind in KINDS))
        for place in note.protocol.summary
        if any(place.changes.values())
    ]
    return table("tbl-changes", "Изменившиеся значения по муниципальным образованиям", columns, lines)


def _changed_numbers(note: Note, changes: tuple[Change, ...]) -> Table:
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
    return table("tbl-changes", "Изменившиеся значения", columns, lines, notes=cut_note(note, changes))


def _quantity(change: Change) -> str:
    part = change.breakdown.replace("=", " ")
    return "; ".join(text for text in (wording.capital(change.title), part, change.school) if text)


def _was_and_now(change: Change) -> list[str]:
    return [NOT_TOLD if change.hidden else _number(number) for number in (change.was, change.now)]


def _number(number: int | str | None) -> str:
    if number is None:
        return wording.DASH
    return wording.integer(number) if isinstance(number, int) else STATUS.get(number, number)


# ---- the reminder


def reminder(note: Note) -> Blocks:
    """A letter to whoever has not reported all: what is missing, and by when; nothing where nothing is missing."""
    protocol = note.protocol
    lacking = [] if note.is_regional else _missing_by_name(protocol.completeness)
    if not lacking:
        return Blocks()
    role = f"Руководителю органа местного самоуправления {note.form('genitive')}, осуществляющего управление в сфере "
    programme = note.settings.programme.genitive or "мониторинга"
    letter = [
        heading("Напоминание о представлении сведений", appendix=True),
        paragraph(bold(f"{role}образования")),
        *listed(f"Для {programme} ({note.year}) на дату проверки не поступили следующие сведения:", lacking),
    ]
    by = until(protocol.deadline)
    request = (
        f"Просим представить их{by} по выданным формам. Если сведений нет, укажите в ячейках знак «-»; "
        "если число равно нулю, укажите 0. До получения сведений показатели рассчитываются по тем, кто их представил, "
        "или не рассчитываются."
    )
    return Blocks([*letter, paragraph(request), *signature(note)])


def _missing_by_name(reports: tuple[TableReport, ...]) -> list[str]:
    tables = []
    for report in reports:
        if not report.reported:
            tables.append(f"{report.title}: вся таблица")
        elif report.missing:
            tables.append(f"{report.title}: {', '.join(report.missing)}")
    return tables
