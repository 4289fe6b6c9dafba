"""A file that dataset.yaml describes -> its counts: which sheets, which part of them, whichever way they lie."""

import re
from dataclasses import replace

from careerstats.contracts.numbers import Table as Described
from careerstats.intake.books import Book, Sheet, chosen
from careerstats.intake.cells import normal_text
from careerstats.intake.corrections import read_chosen
from careerstats.intake.dataset import Dataset
from careerstats.intake.files import NotATableError, Rows, open_table
from careerstats.intake.grids import read_grid
from careerstats.intake.heads import find_head
from careerstats.intake.lists import read_list
from careerstats.intake.looks import Looks
from careerstats.intake.owners import Known, key_titles
from careerstats.intake.tables import Meanings, Reading, Table, address
from careerstats.model import Problem, column_number
from careerstats.persons import heads_a_list
from careerstats.territories import Territory

_HEAD_ROWS = 15


def read_file(dataset: Dataset, spec: Described, known: Known, meanings: Meanings) -> Reading:
    """One table, whichever way it lies; ``name`` in its description means one row = one quantity of the region."""
    if spec.organisation and not known.register.by_id:
        return Reading()  # said once, of the register itself
    try:
        book = open_table(dataset.file(spec.file))
    except NotATableError as error:
        return Reading(problems=[_not_a_table(Table(*_place(dataset, spec)), error)])
    reading = read_book(book, dataset, spec, known, meanings)
    if any(_is_other_part(other, spec) for other in dataset.tables):
        reading.problems = [problem for problem in reading.problems if problem.code != "another_table"]
    return reading


def _is_other_part(other: Described, spec: Described) -> bool:
    """Whether this entry describes another table of the same sheet."""
    return other != spec and (other.file, other.sheet) == (spec.file, spec.sheet) and bool(other.after or other.range)


def read_book(book: Book, dataset: Dataset, spec: Described, known: Known, meanings: Meanings) -> Reading:
    """The sheets of an open book as their description says that they lie."""
    place = _place(dataset, spec)
    try:
        names = book.shown if spec.territory_in == "sheet" else [chosen(book, spec.sheet)]
        tables = [_table(place, book.sheet(name), meanings) for name in names]
    except NotATableError as error:
        return Reading(problems=[_not_a_table(Table(*place), error)])
    reading = Reading(problems=_hidden_sheets(Table(*place), book, names))
    for table in tables:
        reading.add(_read_table(table, dataset, known))
    if any(problem.code == "no_head" for problem in reading.problems) and not spec.territory_in:
        reading.problems += _other_sheets(tables[0], book, names[0]) or _other_layout(tables[0], book, known)
    leave_out_other_years(reading, spec.file, dataset.period)
    return reading


def _place(dataset: Dataset, spec: Described) -> tuple[str, Described, str, str]:
    return spec.file, spec, dataset.region, spec.period or dataset.period


def _not_a_table(table: Table, error: NotATableError) -> Problem:
    return table.problem("blocking", "not_a_table", str(error), error.what_to_do)


def _other_sheets(table: Table, book: Book, used: str) -> list[Problem]:
    """Other sheets in which the head that is not here does stand."""
    keys = [title for title in (*key_titles(table.spec), table.spec.name, table.spec.value) if title]
    others = [
        name
        for name in book.shown
        if name != used and keys and find_head(replace(table, rows=book.sheet(name).rows), keys, ())
    ]
    if not others:
        return []
    message = f"прочитан лист «{used}», а такие заголовки стоят на листе " + ", ".join(f"«{name}»" for name in others)
    return [table.problem("warning", "other_sheet", message, "назовите лист в поле «sheet» таблицы в dataset.yaml")]


def _other_layout(table: Table, book: Book, known: Known) -> list[Problem]:
    """How the table does lie, where that is plain to see: on its side, or on a sheet for every municipality."""
    for row in range(min(len(table.rows), _HEAD_ROWS)):
        first, *others = [text for text in table.texts(row) if text] or [""]
        if sum(_is_place(text, table, known) for text in others) > 1:
            message = f"в строке {row + 1} стоят муниципальные образования: они – столбцы, а величины – строки"
            what = f"запишите у таблицы «territory: {first}» и «transposed: true»: docs/layouts.md"
            return [table.problem("warning", "other_layout", message, what, cell=address(row, 0))]
    places = [name for name in book.shown if _is_place(name, table, known)]
    if len(places) > 1:
        message = f"листы названы муниципальными образованиями: {', '.join(f'«{name}»' for name in places[:3])} …"
        what = "вместо «territory» запишите «territory_in: sheet», «name» и «value»: docs/layouts.md"
        return [table.problem("warning", "other_layout", message, what)]
    return []


def _is_place(name: str, table: Table, known: Known) -> bool:
    return isinstance(known.find(name, table.period), Territory)


def _read_table(table: Table, dataset: Dataset, known: Known) -> Reading:
    """One sheet, whichever way it lies."""
    first = [table.texts(row) for row in range(min(len(table.rows), _HEAD_ROWS))]
    if title := next(filter(None, (heads_a_list(first, at) for at in range(len(first)))), ""):
        return Reading(problems=[_list_of_persons(table, title)])
    if table.page and (strange := _strange_sheet(table, known)):
        return Reading(problems=[strange])
    read = read_list if table.spec.name else read_grid
    return read_chosen(table, dataset.corrections, lambda table: read(table, known))


def _list_of_persons(table: Table, title: str) -> Problem:
    """A list of persons described as a table would be quoted cell by cell: it is not read at all."""
    message = f"похоже на список людей: есть столбец «{title}»; файл не прочитан"
    what = "опишите файл в поле participants, где лица не сохраняются, или уберите из него сведения о людях"
    return table.problem("blocking", "list_of_persons", message, what)


def _hidden_sheets(table: Table, book: Book, used: list[str]) -> list[Problem]:
    """What nobody sees is told: sheets that were left out, and one that was read because dataset.yaml names it."""
    if book.hidden & set(used):
        message = f"лист «{used[0]}» скрыт, а прочитан: он назван в dataset.yaml"
        return [table.problem("warning", "hidden_sheets", message, "покажите лист или назовите другой")]
    if not book.hidden:
        return []
    names = ", ".join(f"«{name}»" for name in book.names if name in book.hidden)
    message = f"скрытые листы не читаются: {names}" + (f"; прочитан «{used[0]}»" if len(used) == 1 else "")
    return [table.problem("remark", "hidden_sheets", message, "удалите лишние листы или покажите нужный")]


def _table(place: tuple[str, Described, str, str], sheet: Sheet, meanings: Meanings) -> Table:
    """A sheet as its description says that it lies."""
    spec = place[1]
    rows, looks = _part(sheet.rows, spec), sheet.looks
    if spec.transposed:
        rows, looks = turned(rows, looks)
    page = sheet.name if spec.territory_in == "sheet" else ""
    caption = _caption(sheet.rows, spec)
    return Table(*place, rows, meanings, looks, page=page, turned=spec.transposed, title=sheet.name, caption=caption)


def turned(rows: Rows, looks: Looks) -> tuple[Rows, Looks]:
    """A sheet that lies on its side, set upright: its rows are columns."""
    width = max(map(len, rows), default=0)
    upright = [list(column) for column in zip(*([*row, *[None] * (width - len(row))] for row in rows), strict=True)]
    return upright, looks.turned()


def _strange_sheet(table: Table, known: Known) -> Problem | None:
    """A sheet whose name is no municipality's."""
    named = known.find(table.page, table.period)
    if isinstance(named, Territory):
        return None
    what = "назовите лист именем или кодом муниципального образования, если он о нём"
    return table.problem("warning", "strange_sheet", f"лист не прочитан: {named.message}", what)


_RANGE = re.compile(r"([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)")


def _part(rows: Rows, spec: Described) -> Rows:
    """Of a sheet with several tables the rows of one; the others are left empty, so that an index is an address.

    It stands under the row called ``after``, or in the ``range`` A20:D45. Raises NotATableError for no such row.
    """
    match = _RANGE.fullmatch(spec.range)
    if match:
        left, right = column_number(match[1]), column_number(match[3])
        top, bottom = int(match[2]) - 1, int(match[4]) - 1
        return [
            [content if left <= column <= right else None for column, content in enumerate(row)]
            if top <= at <= bottom
            else []
            for at, row in enumerate(rows)
        ]
    if not spec.after:
        return rows
    named = (at for at, row in enumerate(rows) if any(normal_text(text).startswith(spec.after) for text in row))
    start = next(named, None)
    if start is None:
        raise NotATableError(f"нет строки «{spec.after}», под которой таблица", "исправьте поле «after» в dataset.yaml")
    return [row if at > start else [] for at, row in enumerate(rows)]


def _caption(rows: Rows, spec: Described) -> str:
    """The caption outside of a part: the row called ``after``, or a text that stands alone above its ``range``."""
    match = _RANGE.fullmatch(spec.range)
    if match:
        left, right, top = column_number(match[1]), column_number(match[3]), int(match[2]) - 1
        lines = ([text for text in map(normal_text, row[left : right + 1]) if text] for row in reversed(rows[:top]))
        nearest = next(filter(None, lines), [])
        return nearest[0] if len(nearest) == 1 else ""
    texts = (normal_text(content) for row in rows for content in row) if spec.after else ()
    return next((text for text in texts if text.startswith(spec.after)), "")


def leave_out_other_years(reading: Reading, file: str, period: str) -> None:
    """Numbers and published figures of calendar years beside school years go, or the other way round; days stay.

    Such two years are neither before nor after one another: no change and no trend could be told of both.
    """
    others = sorted({count["period"] for count in reading.counts if _is_other(count["period"], period)})
    if not others:
        return
    reading.counts = [count for count in reading.counts if count["period"] not in others]
    reading.published = [figure for figure in reading.published if figure["period"] not in others]
    reading.planned = [figure for figure in reading.planned if figure["period"] not in others]
    ours, theirs = ("учебным", "календарные") if "/" in period else ("календарным", "учебные")
    message = f"числа за {theirs} годы ({', '.join(others)}) не использованы: набор ведётся по {ours} годам ({period})"
    what = "укажите, какому году набора они отвечают (period), или заведите для них свой набор"
    reading.problems.append(Problem(file, "warning", "other_kind_of_year", message, what))


def _is_other(period: str, ours: str) -> bool:
    are_years = all("/" in text or len(text) == len("2024") for text in (period, ours))
    return are_years and ("/" in period) != ("/" in ours)
