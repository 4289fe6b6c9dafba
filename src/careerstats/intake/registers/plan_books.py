"""plans/**/*.xlsx: workbooks of plans as they came back -> their measures, added and changed ones too, and problems.

A workbook is known by its hidden sheet (``TECHNICAL``), whatever the file is called: dataset, municipality,
period of the plan, and the rows that were drafted. Columns are found by their heads, so that one may be added or moved.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from careerstats import territories
from careerstats.contracts.plan_book import BOUNDS, COLUMNS, FORMAT, NEEDED, ROWS, SHEET, TECHNICAL, VERSION
from careerstats.intake.books import Rows
from careerstats.intake.cells import normal_text
from careerstats.intake.files import NotATableError, open_table
from careerstats.intake.registers.lines import Context
from careerstats.intake.registers.measure_records import Cells, Measure, Say, fields, indicator_of, kind_of
from careerstats.model import Problem, column_letter, period_span, slug
from careerstats.territories import Territory

FOLDER = "plans"


@dataclass(frozen=True)
class Book:
    """One returned plan; ``dropped``: how many drafted rows the body left out."""

    code: str
    period: str
    measures: list[Measure] = field(default_factory=list)
    dropped: int = 0


@dataclass(frozen=True)
class _Stamp:
    """What the hidden sheet tells; ``drafted``: id of a row → its measure and the name of its indicator."""

    dataset: str
    period: str
    code: str
    version: str
    drafted: dict[str, tuple[str, str]]


def read_books(context: Context) -> tuple[list[Book], list[Problem]]:
    """Every workbook under ``plans``, in order of names; of two plans of one place and period the first is read."""
    home = context.dataset.file(FOLDER)
    paths = sorted(path for path in home.rglob("*") if path.is_file()) if home.is_dir() else []
    books: dict[tuple[str, str], tuple[Book, str]] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.name.startswith(("~$", ".")):
            continue
        name = path.relative_to(context.dataset.folder).as_posix()
        book = _read(context, path, name, problems)
        if book and (book.code, book.period) in books:
            first = books[book.code, book.period][1]
            problems.append(_twice(name, first, book))
        elif book:
            books[book.code, book.period] = book, name
    return [book for book, _ in books.values()], problems


def _twice(name: str, first: str, book: Book) -> Problem:
    message = f"план на {book.period} уже прочитан из файла {first}; этот файл не прочитан"
    return Problem(name, "blocking", "plan_twice", message, "оставьте один файл", territory=book.code)


def _read(context: Context, path: Path, name: str, problems: list[Problem]) -> Book | None:
    try:
        book = open_table(path)
        sheets = {name: book.sheet(name).rows for name in book.names}
    except NotATableError as error:
        problems.append(Problem(name, "blocking", "not_a_table", str(error), error.what_to_do))
        return None
    stamp = _stamp(sheets.get(TECHNICAL, []))
    where = _whose(context, stamp) if stamp else None
    if stamp is None or not isinstance(where, Territory):
        problems.append(_stranger(name, stamp, where))
        return None
    if stamp.dataset != context.dataset.name:
        message = f"это план другого набора данных: «{stamp.dataset}»"
        problems.append(Problem(name, "blocking", "plan_elsewhere", message, "положите файл в свой набор данных"))
        return None
    problems += _doubts(path, name, stamp, where.code)
    return _Sheet(context, name, where.code, stamp, problems).read(sheets)


def _stranger(name: str, stamp: _Stamp | None, where: Territory | territories.Unknown | None) -> Problem:
    what = "верните книгу plan.xlsx, которую записала программа, вместе с её служебным листом"
    if stamp is None:
        message = "по файлу нельзя узнать, чей это план: служебного листа нет или он изменён"
        return Problem(name, "blocking", "plan_unrecognised", message, what)
    text = where.message.removesuffix(".") if isinstance(where, territories.Unknown) else stamp.code
    return Problem(name, "blocking", "unknown_territory", text, what, sheet=TECHNICAL)


def _doubts(path: Path, name: str, stamp: _Stamp, code: str) -> list[Problem]:
    """A folder of another year, a workbook of another edition: read all the same, and said."""
    doubts = []
    if path.parent.name not in (FOLDER, slug(stamp.period)):
        message = f"папка названа {path.parent.name}, а план составлен на {stamp.period}: за этот период он и прочитан"
        what = f"переложите файл в папку {FOLDER}/{slug(stamp.period)}"
        doubts.append(Problem(name, "remark", "plan_folder", message, what, territory=code))
    if stamp.version != VERSION:
        message = f"книга записана в редакции {stamp.version}, программа читает редакцию {VERSION}"
        doubts.append(Problem(name, "remark", "plan_edition", message, "проверьте прочитанное", territory=code))
    return doubts


def _stamp(rows: Rows) -> _Stamp | None:
    """None where the sheet is not ours or does not say whose plan it is."""
    pairs, drafted, below = {}, {}, False
    for row in rows:
        texts = [normal_text(cell) for cell in [*row, "", "", ""][:3]]
        if below and texts[0]:
            drafted[texts[0]] = texts[1], texts[2]
        elif texts[0] == ROWS:
            below = True
        elif texts[0]:
            pairs[texts[0]] = texts[1]
    if pairs.get("format") != FORMAT or not all(pairs.get(key) for key in ("dataset", "period", "code")):
        return None
    try:
        period_span(pairs["period"])
    except ValueError:
        return None
    return _Stamp(pairs["dataset"], pairs["period"], pairs["code"], pairs.get("version", ""), drafted)


def _whose(context: Context, stamp: _Stamp) -> Territory | territories.Unknown:
    code = stamp.code.zfill(8) if stamp.code.isdecimal() else stamp.code  # a spreadsheet may have made it a number
    return context.find(code, stamp.period)


@dataclass(frozen=True)
class _Sheet:
    """The sheet of one workbook while it is read."""

    context: Context
    file: str
    code: str
    stamp: _Stamp
    problems: list[Problem]

    def read(self, sheets: dict[str, Rows]) -> Book | None:
        name = SHEET if SHEET in sheets else next((sheet for sheet in sheets if sheet != TECHNICAL), "")
        rows = sheets.get(name, [])
        at, columns = _head(rows)
        lacking = [COLUMNS[id] for id in NEEDED if id not in columns]
        if lacking:
            named = ", ".join(f"«{title}»" for title in lacking)
            message = f"в таблице плана нет столбцов {named}; план не прочитан"
            what = "верните столбцы на место: их заголовки менять нельзя"
            self.problems.append(Problem(self.file, "blocking", "plan_shape", message, what, name, territory=self.code))
            return None
        measures: list[Measure] = []
        met: set[str] = set()
        for number, row in enumerate(rows[at + 1 :], at + 2):
            cells = {id: normal_text(row[place]) for id, place in columns.items() if place < len(row)}
            texts = Cells(cells | {"plan": _bounded(cells)})
            say = self._say(name, number, columns)
            id = self._id(texts, met, say)
            if texts["measure"]:
                measures.append(self._measure(id or f"+{number}", texts, say, f"{name}!A{number}"))
                met.add(id)
            else:
                self._tell_nameless(texts, say)
        measures = _told_once(measures)
        dropped = len({text for id, (text, _) in self.stamp.drafted.items() if id not in met}
                      - {text for id, (text, _) in self.stamp.drafted.items() if id in met})  # fmt: skip
        return Book(self.code, self.stamp.period, measures, dropped)

    def _say(self, sheet: str, row: int, columns: dict[str, int]) -> Say:
        def say(severity: str, code: str, message: str, what: str, column: str) -> None:
            cell = f"{column_letter(columns.get(column, 0))}{row}"
            self.problems.append(Problem(self.file, severity, code, message, what, sheet, cell, self.code))

        return say

    def _id(self, texts: Cells, met: set[str], say: Say) -> str:
        """Id of a drafted row; «» for a row of the body's own, and for a copied or changed id, which is said."""
        id = texts["id"]
        if not id or not texts["measure"]:
            return ""
        if id in met:
            message = f"код строки «{id}» стоит дважды; вторая строка прочитана как новая мера"
            say("warning", "duplicate_number", message, "в новой строке код не нужен", "id")
            return ""
        if id not in self.stamp.drafted:
            message = f"кода строки «{id}» в этом плане не было; строка прочитана как новая мера"
            say("remark", "unknown_row", message, "в новой строке код не нужен", "id")
            return ""
        return id

    def _tell_nameless(self, texts: Cells, say: Say) -> None:
        """A row without a measure is left out, and said so if the body wrote anything else into it."""
        written = any(texts[id] for id in ("done", "document", "cause", "why_not"))
        if written or not (texts["id"] or not texts["plan"]):  # else the body cleared it: it is not in its plan
            message = "в строке есть записи, а мера не названа; строка не прочитана"
            say("warning", "incomplete_row", message, "назовите меру", "measure")

    def _measure(self, id: str, texts: Cells, say: Say, cell: str) -> Measure:
        """One row; a cell that is not understood costs itself only."""
        drafted, name = self.stamp.drafted.get(id, ("", ""))
        own = kind_of(texts["indicator"]) == kind_of(name) != ""
        values = fields(texts, self.context.bodies, say, self.context.causes)
        indicator = "" if own and "/" not in id else self._indicator(id, own, texts, say)
        return Measure(
            id=id,
            code=self.code,
            period=self.stamp.period,
            kind=kind_of(drafted or texts["measure"]),
            indicator=indicator,
            about="" if indicator else texts["indicator"],
            added=not drafted,
            file=self.file,
            cell=cell,
            **values,
        )

    def _indicator(self, id: str, own: bool, texts: Cells, say: Say) -> str:
        """A drafted row knows its indicator by its id («1.team/1.1»), else by the name in its cell."""
        names = {kind_of(name): key.partition("/")[2] for key, (_, name) in self.stamp.drafted.items() if "/" in key}
        known = id.partition("/")[2] if own else names.get(kind_of(texts["indicator"]), "")
        if known in self.context.catalogue.indicators:
            return known
        return indicator_of(texts["indicator"], self.context.catalogue, say)


def _bounded(cells: dict[str, str]) -> str:
    """«не ниже 46,5»: the number of the plan with the condition that stands in a cell of its own."""
    bound, plan = cells.get("bound", ""), cells.get("plan", "")
    return f"{bound} {plan}" if bound in BOUNDS and plan[:1].isdigit() else plan


def _told_once(measures: list[Measure]) -> list[Measure]:
    """A measure with several indicators has several rows: what the body told in one of them holds for the others."""
    answers: dict[str, Measure] = {}
    for measure in measures:
        if measure.done:
            answers.setdefault(measure.id.partition("/")[0], measure)
    filled = []
    for measure in measures:
        first = answers.get(measure.id.partition("/")[0])
        if first and not measure.done:
            one_more = replace(measure, done=first.done, document=measure.document or first.document)
            filled.append(
                replace(one_more, why_not=measure.why_not or first.why_not, causes=measure.causes or first.causes)
            )
        else:
            filled.append(measure)
    return filled


def _head(rows: Rows) -> tuple[int, dict[str, int]]:
    """Where the head of the table is, and column id → its place; the row with most known heads."""
    best: tuple[int, dict[str, int]] = 0, {}
    for at, row in enumerate(rows[:40]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            id = _column(normal_text(cell))
            if id:
                columns.setdefault(id, place)
        if len(columns) > len(best[1]):
            best = at, columns
    return best


def _column(head: str) -> str:
    """«План, 2025/26, %» → plan."""
    first = head.split(",", maxsplit=1)[0].strip().casefold()
    titles = {title.split(",", maxsplit=1)[0].casefold(): id for id, title in COLUMNS.items()}
    return titles.get(first, "")
