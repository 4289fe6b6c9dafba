"""causes.csv -> what a management body itself named as the causes of its figures: quoted, never our own.

Columns: territory, period, indicator, cause, text, document (or their Russian titles, ``COLUMNS``). Required:
territory, indicator, text (empty where a ``cause`` is chosen). ``period``: the dataset's where empty; ``indicator``:
id of the catalogue; ``cause``: of the closed list (``catalogue/causes.yaml``) or «другое: …»; ``document``: of the
answer. A text that names two causes is two records.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from careerstats.contracts.decisions import Cause
from careerstats.intake.files import NotATableError, open_table
from careerstats.intake.forms import causes as sheet
from careerstats.intake.forms.folder import File, files
from careerstats.intake.forms.layout import CAUSES_SHEET, read_stamp
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.intake.registers.measure_records import Cells, Measure, Wrong, stated_causes
from careerstats.model import Problem, period_mistake, period_of
from careerstats.persons import names_person, without_names
from careerstats.territories import Territory

STEM = "causes"
COLUMNS = {
    "territory": "Муниципальное образование",
    "period": "Период",
    "indicator": "Показатель",
    "cause": "Причина",
    "text": "Причины",
    "document": "Документ",
}
MOST = 600
"""Characters of one answer that a note prints."""


def read_causes(context: Context) -> tuple[list[Cause], list[Problem]]:
    """Answers of the file and of returned forms; a line that cannot be used is named and left out."""
    lines = read_lines(context.dataset, STEM, COLUMNS, ("territory", "indicator", "text"))
    problems = list(lines.problems)
    causes: dict[tuple[str, ...], Cause] = {}
    for line in lines.rows:
        named, wrong = _causes(context, line)
        problems += wrong
        keys = [(cause.code, cause.period, cause.indicator, cause.text, cause.kind) for cause in named]
        if keys and all(key in causes for key in keys):
            message = "такая запись уже есть выше; строка не прочитана"
            problems.append(line.problem("remark", "duplicate_line", message, "удалите повтор", "text"))
        for key, cause in zip(keys, named, strict=True):
            causes.setdefault(key, cause)
    named, wrong = _of_forms(context)
    for cause in named:
        causes.setdefault((cause.code, cause.period, cause.indicator, cause.text, cause.kind), cause)
    return list(causes.values()), [*problems, *wrong]


def of_measures(measures: Iterable[Measure]) -> list[Cause]:
    """What bodies said of measures that they did not carry out, or only in part: one record for each kind of cause."""
    return [
        Cause(
            code=measure.code,
            period=measure.period,
            indicator=measure.indicator,
            text=measure.why_not,
            document=measure.document,
            kind=kind,
            source="plan",
            measure=measure.text,
            who=measure.responsible,
            origin=f"{measure.file}, {measure.cell}",
        )
        for measure in measures
        if measure.done in ("no", "partly") and measure.why_not
        for kind in measure.causes or ("",)
    ]


def _causes(context: Context, line: Line) -> tuple[list[Cause], list[Problem]]:
    period = period_of(line["period"]) or context.dataset.period
    wrong = [*_empty(line), *_period(line, period), *_indicator(context, line)]
    where = place(context, line, period=context.dataset.period if wrong else period)
    if isinstance(where, Problem):
        wrong.append(where)
    if wrong or isinstance(where, Problem):
        return [], wrong
    text, doubts = _shown(line)
    kinds, text, unknown = stated_causes(Cells(cause=line["cause"], why_not=text), line.problem, context.causes)
    cause = Cause(
        code=where.code,
        period=period,
        indicator=line["indicator"],
        text=text,
        document=without_names(line["document"]),
        origin=f"{line.file}, {line.cell('text')}",
    )
    return [replace(cause, kind=kind) for kind in kinds or ("",)], [*doubts, *unknown]


def _empty(line: Line) -> list[Problem]:
    return [
        line.problem(
            "warning", "empty_cell", f"не заполнено «{COLUMNS[id]}»; строка не прочитана", "заполните ячейку", id
        )
        for id in ("indicator", "text")
        if not line[id] and not (id == "text" and line["cause"])  # what was chosen from the list needs no words
    ]


def _period(line: Line, period: str) -> list[Problem]:
    why = period_mistake(period)
    return [line.problem("warning", "impossible_date", why, "исправьте период", "period")] if why else []


def _indicator(context: Context, line: Line) -> list[Problem]:
    id = line["indicator"]
    if not id or id in context.catalogue.indicators:
        return []
    message = f"показателя «{id}» нет в каталоге; строка не прочитана"
    return [line.problem("warning", "unknown_indicator", message, "укажите id показателя (1.1)", "indicator")]


def _shown(line: Line) -> tuple[str, list[Problem]]:
    """The text as it will be quoted: without names of persons, and not longer than a note has room for."""
    text, doubts = line["text"], []
    if names_person(text):
        message = "похоже на имя человека; в справке имя заменено многоточием"
        doubts.append(line.problem("warning", "person_named", message, "назовите должность", "text"))
        text = without_names(text)
    if len(text) > MOST:
        message = f"текст длиннее {MOST} знаков; в справке приведено начало"
        doubts.append(line.problem("remark", "too_long", message, "сократите текст", "text"))
        text = f"{text[:MOST].rsplit(' ', 1)[0]}…"
    return text, doubts


# ---- returned forms that ask for causes

_BOOKS = (".xlsx", ".xls", ".ods")


def _of_forms(context: Context) -> tuple[list[Cause], list[Problem]]:
    """Of forms that ask for causes; a file that cannot be read is told of where its numbers are read."""
    causes: list[Cause] = []
    problems: list[Problem] = []
    for id in dict.fromkeys(entry.id for entry in context.dataset.settings.forms if entry.causes):
        for file in files(context.dataset.folder, id):
            for cause, wrong in _of_file(context, file):
                causes += cause
                problems += wrong
    return causes, problems


def _of_file(context: Context, file: File) -> Iterator[tuple[list[Cause], list[Problem]]]:
    if not file.name.casefold().endswith(_BOOKS):
        return
    try:
        book = open_table(Path(file.path))
        rows = book.sheet(CAUSES_SHEET).rows if CAUSES_SHEET in book.names else []
    except (NotATableError, OSError):
        return
    stamp = next((stamp for row in rows[:5] for cell in row[:5] if (stamp := read_stamp(cell))), None)
    if stamp is None:
        return
    place = context.find(stamp.territory, stamp.period)
    if isinstance(place, Territory):
        for named in sheet.named(rows):
            yield _named(context, file, (place.code, stamp.period), named)


def _named(
    context: Context, file: File, whose: tuple[str, str], named: sheet.Named
) -> tuple[list[Cause], list[Problem]]:
    """``whose``: code of the municipality and period."""
    code, period = whose
    wrong = _wrong(file, code, named)
    if named.indicator not in context.catalogue.indicators:
        message = f"показателя «{named.indicator}» нет в каталоге; причина не прочитана"
        return [], [wrong("warning", "unknown_indicator", message, "верните код показателя на место", "cause")]
    cells = Cells(cause=named.cause, why_not=named.why)
    kinds, text, problems = stated_causes(cells, wrong, context.causes)
    cause = Cause(
        code=code,
        period=period,
        indicator=named.indicator,
        text=without_names(text),
        source="form",
        origin=f"{file.name}, {CAUSES_SHEET}!{named.cells['cause']}",
    )
    return [replace(cause, kind=kind) for kind in kinds or ("",)], problems


def _wrong(file: File, code: str, named: sheet.Named) -> Wrong:
    def problem(severity: str, about: str, message: str, what: str, column: str) -> Problem:
        cell = named.cells.get(column, "")
        return Problem(file.name, severity, about, message, what, CAUSES_SHEET, cell, code)

    return problem
