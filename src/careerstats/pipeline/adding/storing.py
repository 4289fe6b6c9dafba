"""A proposal without questions -> the file in its dataset and its entries in dataset.yaml; all of it, or nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from careerstats.batch import files
from careerstats.contracts.adding import Proposal, School
from careerstats.contracts.numbers import Participants, Table
from careerstats.errors import DatasetError
from careerstats.export import xlsx
from careerstats.intake.cells import normal_text
from careerstats.intake.files import decoded, delimiter, open_table
from careerstats.intake.guards import contents
from careerstats.intake.organisations import COLUMNS, SCHOOL, TITLE, file_of
from careerstats.model import period_span
from careerstats.pipeline.adding import splicing
from careerstats.pipeline.adding.earlier import FIRST, REPLACE, SECOND
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.places import Answers
from careerstats.pipeline.periods import files_of

_FIRST = ("file", "sheet", "period", "after", "range", "skip")


def store(look: Look, proposal: Proposal, answers: Answers) -> str:
    """Write, and return the new text of dataset.yaml. Raises DatasetError while something is still to be asked.

    The file is copied into the dataset where it does not lie there yet. Files in which no number stands, and which it
    takes the place of, leave dataset.yaml and the folder.
    """
    if proposal.questions or not (proposal.tables or proposal.lists):
        raise DatasetError("Таблица не добавлена: сначала ответьте на вопросы; если их нет, читать в ней нечего.")
    folder = look.place.dataset.folder
    described = folder / "dataset.yaml"
    text = splicing.edited(described, lambda old: _described(look, proposal, answers, old))
    listed = file_of(folder)
    schools = register(listed, proposal.schools) if proposal.schools else b""
    if look.path.resolve() != (folder / proposal.file).resolve():
        files.put(folder / proposal.file, contents(look.path))
    if schools:
        files.put(listed, schools)
    files.put(described, text.encode("utf-8"))
    for name in proposal.blank:
        (folder / name).unlink(missing_ok=True)
    return text


def _described(look: Look, proposal: Proposal, answers: Answers, text: str) -> str:
    """The text with all changes."""
    again = {key.partition(":")[2]: value for key, value in answers.items() if key.startswith("again:")}
    gone = {*proposal.blank, *(name for name, value in again.items() if value == REPLACE)}
    text = _dated_anew(look, proposal, text, gone)
    for table in proposal.tables:
        text = splicing.with_entry(text, "tables", written(table))
    for listed in proposal.lists:
        text = splicing.with_entry(text, "participants", written(listed))
    text = _without(look, proposal, text, gone)
    return _preferred(look, proposal, text, again)


def _dated_anew(look: Look, proposal: Proposal, text: str, gone: Iterable[str]) -> str:
    """A new period of the dataset: entries that were of the old one without saying so say it now."""
    if not proposal.next_period:
        return text
    settings = look.place.dataset.settings
    groups: tuple[tuple[str, tuple[Table | Participants, ...]], ...] = (
        ("tables", settings.tables),
        ("participants", settings.participants),
    )
    for key, entries in groups:
        for number, entry in enumerate(entries):
            by_row = isinstance(entry, Table) and entry.period_column
            if not entry.period and not by_row and not set(files_of(entry)) & set(gone):
                text = splicing.with_field(text, key, number, "period", settings.period)
    text = splicing.with_value(text, "period", proposal.next_period)
    if settings.period in settings.title:
        text = splicing.with_value(text, "title", settings.title.replace(settings.period, proposal.next_period))
    ends = [period_span(period)[1] for period in (settings.period, proposal.next_period)]
    if settings.date and date.fromisoformat(settings.date) <= ends[0]:
        text = splicing.with_value(text, "date", ends[1].isoformat())
    return text


def _without(look: Look, proposal: Proposal, text: str, gone: set[str]) -> str:
    """Entries that the new ones take the place of; those of the same file and sheet among them."""
    sheets = {(table.file, table.sheet, table.after, table.range) for table in proposal.tables}
    tables = look.place.dataset.settings.tables
    numbers = [
        number
        for number, table in enumerate(tables)
        if table.file in gone or (table.file, table.sheet, table.after, table.range) in sheets
    ]
    for number in reversed(numbers):
        text = splicing.without_entry(text, "tables", number)
    files = {name for listed in proposal.lists for name in listed.file}
    lists = look.place.dataset.settings.participants
    for number in reversed([at for at, listed in enumerate(lists) if set(listed.file) & files]):
        text = splicing.without_entry(text, "participants", number)
    return text


def _preferred(look: Look, proposal: Proposal, text: str, again: Answers) -> str:
    """Which of two files with the same numbers counts more; what dataset.yaml says already is told to be mended."""
    more = [name for name, value in again.items() if value == SECOND]
    less = [name for name, value in again.items() if value == FIRST]
    order = (*more, proposal.file, *less)
    known = look.place.dataset.settings.sources.prefer
    if not (more or less) or [name for name in known if name in order] == list(order):
        return text
    return splicing.with_record(text, "sources", {"prefer": [*order, *(name for name in known if name not in order)]})


def written(entry: Table | Participants) -> dict[str, object]:
    """An entry as people write it: where it lies first, then whose numbers, then which."""
    fields: dict[str, object] = msgspec.to_builtins(entry)
    if isinstance(entry, Participants) and len(entry.file) == 1:
        fields["file"] = entry.file[0]
    last = ("columns", "counts")
    order = [*(key for key in _FIRST if key in fields), *(key for key in fields if key not in (*_FIRST, *last))]
    return {key: _plain(fields[key]) for key in [*order, *(key for key in last if key in fields)]}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


# ---- the register of schools


def register(path: Path, schools: Sequence[School]) -> bytes:
    """The register at ``path`` with these schools behind all others, in the columns that it has.

    Raises DatasetError for a book of several sheets and for kinds that are only read: the rest of them would be lost.
    """
    if path.suffix == ".csv":
        return _text(path, schools).encode("utf-8")
    rows = _book(path) if path.is_file() else [[*COLUMNS.values()]]
    head = [normal_text(title) for title in rows[0]]
    return xlsx.to_fill(TITLE, head, [*rows[1:], *(_row(school, head) for school in schools)])


def _row(school: School, head: Sequence[str]) -> list[str]:
    fields = {"id": school.id, "kind": SCHOOL, "name": school.name, "territory": school.territory}
    named = fields | {COLUMNS[id]: text for id, text in fields.items()}
    return [named.get(title, "") for title in head]


def _book(path: Path) -> list[list[str]]:
    book = open_table(path)
    if path.suffix != ".xlsx" or len(book.names) != 1:
        why = "в книге несколько листов" if path.suffix == ".xlsx" else f"в файлы {path.suffix} программа не пишет"
        raise DatasetError(f"{path.name}: {why}. Сохраните перечень школ отдельной книгой .xlsx и повторите.")
    return [list(map(normal_text, row)) for row in book.sheet(book.names[0]).rows]


def _text(path: Path, schools: Sequence[School]) -> str:
    text = decoded(path.read_bytes()) if path.stat().st_size else ""
    text = text if text.strip() else ";".join(COLUMNS) + "\n"
    mark = delimiter(text)
    head = [normal_text(title) for title in next(csv.reader(io.StringIO(text), delimiter=mark))]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n")
    writer.writerows(_row(school, head) for school in schools)
    return f"{text.rstrip()}\n{out.getvalue()}"
