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
from careerstats.intake.registers.measure_records import Cells, Measure, Say, stated_causes
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
    causes: dict[tuple[str, ...], Cause] = {}
    for line in lines.rows:
        named = {_key(cause): cause for cause in _causes(context, line)}
        if named and named.keys() <= causes.keys():
            message = "такая запись уже есть выше; строка не прочитана"
            line.say("remark", "duplicate_line", message, "удалите повтор", "text")
        causes |= {key: cause for key, cause in named.items() if key not in causes}
    for cause in _of_forms(context, lines.problems):
        causes.setdefault(_key(cause), cause)
    return list(causes.values()), lines.problems


def _key(cause: Cause) -> tuple[str, ...]:
    return cause.code, cause.period, cause.indicator, cause.text, cause.kind


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


def _causes(context: Context, line: Line) -> list[Cause]:
    period = period_of(line["period"]) or context.dataset.period
    is_right = all([_is_filled(line), _is_period(line, period), _is_known(context, line)])  # each is said
    where = place(context, line, period=period if is_right else context.dataset.period)
    if not is_right or where is None:
        return []
    text = _shown(line)
    kinds, text = stated_causes(Cells(cause=line["cause"], why_not=text), line.say, context.causes)
    cause = Cause(
        code=where.code,
        period=period,
        indicator=line["indicator"],
        text=text,
        document=without_names(line["document"]),
        origin=f"{line.file}, {line.cell('text')}",
    )
    return [replace(cause, kind=kind) for kind in kinds or ("",)]


def _is_filled(line: Line) -> bool:
    """What was chosen from the list needs no words."""
    empty = [id for id in ("indicator", "text") if not line[id] and not (id == "text" and line["cause"])]
    for id in empty:
        line.say("warning", "empty_cell", f"не заполнено «{COLUMNS[id]}»; строка не прочитана", "заполните ячейку", id)
    return not empty


def _is_period(line: Line, period: str) -> bool:
    if why := period_mistake(period):
        line.say("warning", "impossible_date", why, "исправьте период", "period")
    return not why


def _is_known(context: Context, line: Line) -> bool:
    id = line["indicator"]
    if not id or id in context.catalogue.indicators:
        return True
    message = f"показателя «{id}» нет в каталоге; строка не прочитана"
    line.say("warning", "unknown_indicator", message, "укажите id показателя (1.1)", "indicator")
    return False


def _shown(line: Line) -> str:
    """The text as it will be quoted: without names of persons, and not longer than a note has room for."""
    text = line["text"]
    if names_person(text):
        message = "похоже на имя человека; в справке имя заменено многоточием"
        line.say("warning", "person_named", message, "назовите должность", "text")
        text = without_names(text)
    if len(text) > MOST:
        message = f"текст длиннее {MOST} знаков; в справке приведено начало"
        line.say("remark", "too_long", message, "сократите текст", "text")
        text = f"{text[:MOST].rsplit(' ', 1)[0]}…"
    return text


# ---- returned forms that ask for causes

_BOOKS = (".xlsx", ".xls", ".ods")


def _of_forms(context: Context, problems: list[Problem]) -> Iterator[Cause]:
    """Of forms that ask for causes; a file that cannot be read is told of where its numbers are read."""
    for id in dict.fromkeys(entry.id for entry in context.dataset.settings.forms if entry.causes):
        for file in files(context.dataset.folder, id):
            yield from _of_file(context, file, problems)


def _of_file(context: Context, file: File, problems: list[Problem]) -> Iterator[Cause]:
    if not file.name.casefold().endswith(_BOOKS):
        return
    try:
        book = open_table(Path(file.path))
        rows = book.sheet(CAUSES_SHEET).rows if CAUSES_SHEET in book.names else []
    except (NotATableError, OSError):
        return
    stamp = next((stamp for row in rows[:5] for cell in row[:5] if (stamp := read_stamp(cell))), None)
    place = context.find(stamp.territory, stamp.period) if stamp else None
    if stamp and isinstance(place, Territory):
        for named in sheet.named(rows):
            say = _say(file, place.code, named, problems)
            yield from _named(context, file, (place.code, stamp.period), named, say)


def _named(context: Context, file: File, whose: tuple[str, str], named: sheet.Named, say: Say) -> Iterator[Cause]:
    """``whose``: code of the municipality and period."""
    if named.indicator not in context.catalogue.indicators:
        message = f"показателя «{named.indicator}» нет в каталоге; причина не прочитана"
        say("warning", "unknown_indicator", message, "верните код показателя на место", "cause")
        return
    kinds, text = stated_causes(Cells(cause=named.cause, why_not=named.why), say, context.causes)
    cause = Cause(
        code=whose[0],
        period=whose[1],
        indicator=named.indicator,
        text=without_names(text),
        source="form",
        origin=f"{file.name}, {CAUSES_SHEET}!{named.cells['cause']}",
    )
    yield from (replace(cause, kind=kind) for kind in kinds or ("",))


def _say(file: File, code: str, named: sheet.Named, problems: list[Problem]) -> Say:
    def say(severity: str, about: str, message: str, what: str, column: str) -> None:
        cell = named.cells.get(column, "")
        problems.append(Problem(file.name, severity, about, message, what, CAUSES_SHEET, cell, code))

    return say
