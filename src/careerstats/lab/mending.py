"""Problems of a checked dataset -> one that can be corrected, its row, what it should be, a button that records it."""

import contextlib
from collections.abc import Collection, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import NamedTuple

import ipywidgets as widgets

from careerstats import catalogue as catalogues
from careerstats.batch import files
from careerstats.contracts.corrections import CorrectionEntry
from careerstats.contracts.counts import Count
from careerstats.errors import CareerstatsError, UsageError
from careerstats.intake import corrections
from careerstats.intake.cells import as_seen
from careerstats.intake.corrections import FILE, read_records, with_record
from careerstats.intake.files import open_table
from careerstats.intake.guards import NotATableError, inside
from careerstats.intake.sheets import read_book
from careerstats.lab.parts import Site, button, labelled, lines
from careerstats.model import Problem, column_letter
from careerstats.pipeline.adding import places
from careerstats.written import typed

_COLUMNS = 40  # of a row shown at once
_WRONG = "Исправление не записано: {why}."
_UNREAD = f"Исправление не записано: в {FILE} {{why}}. Исправьте файл и повторите."


class _Mendable(NamedTuple):
    """A number with a problem: what is wrong and where, of what and when it is."""

    problem: Problem
    variable: str
    period: str

    @property
    def label(self) -> str:
        return f"{', '.join(_place(self.problem))}: {self.problem.message}"

    @property
    def key(self) -> str:
        return "!".join(_place(self.problem))


def _place(problem: Problem) -> list[str]:
    """File, sheet and cell; a file without sheets has none."""
    return [part for part in (problem.file, problem.sheet, problem.cell) if part]


def _mendable(project: Path, dataset: str, problems: list[Problem]) -> list[_Mendable]:
    """Problems in cells whose numbers were read; a name, a total, a list of persons is mended in its file."""
    known = _counts(project, dataset, {problem.file for problem in problems if problem.cell})
    places: dict[str, _Mendable] = {}
    for problem in problems:
        key = "!".join(_place(problem))
        if problem.cell and key in known and not problem.is_mended:
            places.setdefault(key, _Mendable(problem, str(known[key]["variable"]), str(known[key]["period"])))
    return list(places.values())


def _counts(project: Path, dataset: str, names: Collection[str]) -> dict[str, Count]:
    """Cell → the count that was read from it, of these tables."""
    place = places.at(project, dataset)
    counts_at: dict[str, Count] = {}
    for table in place.dataset.tables:
        if table.file in names:
            with contextlib.suppress(NotATableError):
                book = open_table(inside(place.dataset.folder, table.file))
                counts = read_book(book, place.dataset, table, place.known, place.units).counts
                counts_at |= {count["origin"]: count for count in counts}
    return counts_at


def _standing(folder: Path, problem: Problem) -> tuple[str, list[str]]:
    """What is in the cell now, and the row it stands in."""
    rows = corrections.rows_of(folder / problem.file, problem.sheet)
    number = int(problem.cell[len(_letters(problem)) :]) - 1
    row = rows[number][:_COLUMNS] if number < len(rows) else []
    return corrections.text_at(rows, problem.cell), list(map(as_seen, row))


def _letters(problem: Problem) -> str:
    return problem.cell.rstrip("0123456789")


def _drawn(folder: Path, place: _Mendable, title: str) -> str:
    """The row of the sheet, its cell marked, and what the number is."""
    problem = place.problem
    _, row = _standing(folder, problem)
    at = [column_letter(column) for column in range(len(row))]
    here = _letters(problem)
    letters = "".join(f'<th scope="col">{letter}</th>' for letter in at)
    cells = "".join(
        f'<td class="{"cs-cell-asked" if letter == here else ""}">{escape(text)}</td>'
        for letter, text in zip(at, row, strict=True)
    )
    caption = f"Строка {problem.cell[len(here) :]} файла {problem.file}; ячейка {problem.cell} выделена"
    body = f"<caption>{escape(caption)}</caption><thead><tr>{letters}</tr></thead><tbody><tr>{cells}</tr></tbody>"
    now = dict(zip(at, row, strict=True)).get(here) or "пусто"
    what = lines(f"{place.variable}, {place.period}: {title}. Сейчас в ячейке: {now}. {problem.message}.")
    return f'{what}<div class="cs-wide cs-sheet" tabindex="0"><table>{body}</table></div>'


def _write_record(folder: Path, problem: Problem, given: Mapping[str, str]) -> None:
    """Write down ``given`` (becomes, why, who, date). Raises UsageError for what no record may say, and OSError."""
    stands_at = {"file": problem.file, "sheet": problem.sheet, "cell": problem.cell}
    was = _standing(folder, problem)[0]
    entry = {key: text for key, text in stands_at.items() if text} | {"was": was} | dict(given)
    if wrong := typed(entry, CorrectionEntry, whole="запись")[1]:
        raise UsageError(_WRONG.format(why="; ".join(map(str, wrong))))
    path = folder / FILE
    known, mistakes = read_records(folder)
    if known is None:
        raise UsageError(_UNREAD.format(why="; ".join(mistakes)))
    old = path.read_bytes().decode("utf-8") if path.is_file() else ""
    files.put(path, with_record(old, entry).encode("utf-8"))


# ---- the widgets


_ABOUT = (
    "Число, в котором ошиблись, можно исправить здесь: присланный файл не меняется, исправление записывается в "
    "corrections.yaml с основанием и должностью и печатается в справке. Лучше, если исправленный файл пришлёт автор."
)
_NONE = (
    "Среди замечаний нет чисел, которые можно исправить здесь: названия, итоги и списки исправляют в самом файле, "
    "потом данные проверяют заново."
)
_DONE = "Исправление ячейки {cell} записано; данные проверяются заново."


class Box:
    """What is typed is kept until it is recorded."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.found: list[_Mendable] = []
        self.filling = False
        self.problems: list[Problem] = []
        self.open = button("Исправить число", self._begin)
        self.problem = labelled(widgets.Dropdown, "Замечание", options=[])
        self.becomes = labelled(widgets.Text, "Верное значение", placeholder="целое число; в вопросе – да или нет")
        self.why = labelled(widgets.Text, "Основание", placeholder="письмо школы от 10.06.2025 № 14")
        self.who = labelled(widgets.Text, "Кто исправил", placeholder="должность, без фамилии")
        self.date = labelled(widgets.DatePicker, "Дата исправления")
        self.shown, self.message = widgets.HTML(), widgets.HTML()
        head = widgets.HTML(f"<p><b>Исправить число</b></p>{lines(_ABOUT)}")
        record = widgets.HBox([button("Записать исправление", self._record, main=True)])
        fields = [self.becomes, self.why, self.who, self.date]
        self.form = widgets.VBox([head, self.problem, self.shown, *fields, record])
        self.box = widgets.VBox([widgets.HBox([self.open]), self.form, self.message])
        self.problem.observe(lambda _: self._show(), "value")
        for field in (self.problem, *fields):
            field.observe(lambda _: self._keep(), "value")

    def refresh(self, problems: list[Problem]) -> None:
        """After a check, or for another dataset; tables are read again only when a number is to be corrected."""
        self.problems, self.found = [problem for problem in problems if problem.cell], []
        self.open.layout.display = "" if self.problems else "none"
        self.form.layout.display = "none"

    def _begin(self) -> None:
        self.message.value = ""
        try:
            self.found = _mendable(self.site.project, self.site.dataset(), self.problems)
        except CareerstatsError as error:
            self.message.value = lines(*str(error).splitlines(), kind="cs-bad")
            return
        if not self.found:
            self.message.value = lines(_NONE, kind="cs-warning")
            return
        self.filling = True
        try:
            self._fill()
        finally:
            self.filling = False
        self.open.layout.display = "none"
        self.form.layout.display = ""
        self._show()

    def _fill(self) -> None:
        kept = files.known(self._draft, str)
        self.problem.options = [(problem.label, problem.key) for problem in self.found]
        keys = [problem.key for problem in self.found]
        self.problem.value = kept.get("problem") if kept.get("problem") in keys else (keys[0] if keys else None)
        self.becomes.value = kept.get("becomes", "") if kept.get("problem") in keys else ""
        self.why.value, self.who.value = kept.get("why", ""), kept.get("who", "")
        with contextlib.suppress(ValueError):
            self.date.value = date.fromisoformat(kept["date"]) if kept.get("date") else None

    @property
    def _draft(self) -> Path:
        return self.site.processed / "mending.json"

    def _given(self) -> dict[str, str]:
        day = self.date.value.isoformat() if self.date.value else ""
        texts = {"becomes": self.becomes, "why": self.why, "who": self.who}
        return {key: field.value.strip() for key, field in texts.items()} | {"date": day}

    def _keep(self) -> None:
        if self.filling or not self.found:
            return
        self.site.keep(self._draft, self._given() | {"problem": self.problem.value or ""})

    def _chosen(self) -> _Mendable | None:
        return next((problem for problem in self.found if problem.key == self.problem.value), None)

    def _show(self) -> None:
        if self.filling:
            return
        problem = self._chosen()
        self.shown.value = _drawn(self.site.raw, problem, self._title(problem.variable)) if problem else ""

    def _title(self, variable: str) -> str:
        with contextlib.suppress(CareerstatsError, OSError):
            known = catalogues.load(self.site.opened().catalogue).variables
            return known[variable].short or known[variable].title
        return variable

    def _record(self) -> None:
        problem = self._chosen()
        if problem is None:
            return

        def recorded() -> str:
            _write_record(self.site.raw, problem.problem, self._given())
            self.becomes.value = ""
            self.site.begin("check")
            return _DONE.format(cell=problem.problem.cell)

        self.site.attempt(self.message, recorded)
