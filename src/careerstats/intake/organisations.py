"""organisations.xlsx (csv …) -> the organisations of a dataset by id, with their years, and what is wrong there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from careerstats.dates import iso
from careerstats.grouping import grouped
from careerstats.intake import cells
from careerstats.intake.files import REGISTERS, NotATableError, Rows, beside, read_rows
from careerstats.intake.guards import inside
from careerstats.model import Problem, column_letter, period_of, period_span

STEM, FILE = "organisations", "organisations.xlsx"
"""Of whatever kind it is, and as a new one is written."""

COLUMNS = {
    "id": "Код организации",
    "kind": "Вид",
    "name": "Название",
    "territory": "Муниципальное образование",
    "since": "Действует с",
    "until": "Действует по",
    "merged_into": "Вошла в",
    "locality": "Местность",
}
"""Column → its title in Russian; a file may use either."""

SCHOOL, SITE = "школа", "площадка"
"""Kinds of which the program itself speaks."""

TITLE = "Организации"
_REQUIRED = ("id", "kind", "name", "territory")
_ID_OF = {title: id for id, title in COLUMNS.items()}
_QUOTES = re.compile(r"[«»“”„\"'`]")
_NUMBER = re.compile(r"№ ?(?=\d)")
_ID = re.compile(r"\w[\w.-]{0,99}")  # as of territories: both become names of files


@dataclass(frozen=True)
class Organisation:
    """One organisation; ``since`` and ``until``: its first and last day (ISO), empty where open."""

    id: str
    kind: str
    name: str
    territory: str  # name, code or id of its municipality
    since: str = ""
    until: str = ""
    merged_into: str = ""
    locality: str = ""  # город | село

    def exists_in(self, period: str) -> bool:
        """Whether it existed on at least one day of the period."""
        first, last = period_span(period)
        return self.since <= last.isoformat() and (not self.until or self.until >= first.isoformat())


@dataclass(frozen=True)
class Register:
    """Organisations by id in order of the file; ``there`` says whether the dataset has the file at all."""

    by_id: dict[str, Organisation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    there: bool = False
    file: str = FILE

    def called(self, name: str) -> list[Organisation]:
        """Organisations of that name, whatever its quotes and capitals."""
        return self._by_name.get(plain(name), [])

    @cached_property
    def _by_name(self) -> dict[str, list[Organisation]]:
        return grouped((plain(organisation.name), organisation) for organisation in self.by_id.values())

    def nearest(self, id: str, among: Iterable[Organisation] = ()) -> str:
        """«Похоже на …» for an id or (``among`` these) a name that is none, or where to look."""
        from rapidfuzz import fuzz, process

        close = [match[0] for match in process.extract(id, list(self.by_id), limit=3, score_cutoff=70)]
        if not close:
            names = {organisation.id: plain(organisation.name) for organisation in among}
            alike = process.extract(plain(id), names, scorer=fuzz.token_set_ratio, limit=3, score_cutoff=70)
            close = [match[2] for match in alike]
        listed = " или ".join(f"{id} ({self.by_id[id].name})" for id in close)
        return f"похоже на {listed}" if listed else f"проверьте по файлу {self.file}"


def plain(name: str) -> str:
    """A name of a school without quotes, capitals, ё and the space after №; nothing else is taken from it."""
    text = _QUOTES.sub("", cells.normal_text(name)).lower().replace("ё", "е")
    return _NUMBER.sub("№", " ".join(text.split()))


def file_of(folder: Path) -> Path:
    """Where the register of a dataset lies, or would lie."""
    paths = (inside(folder, f"{STEM}{kind}") for kind in REGISTERS)
    return next((path for path in paths if path.exists()), folder / FILE)


def read_register(folder: Path) -> Register:
    """The register of a dataset; a row that cannot be used is named and left out."""
    path = file_of(folder)
    if not path.exists():
        return Register()
    register = Register(there=True, file=path.name)
    problems = register.problems
    try:
        rows = read_rows(path)
    except NotATableError as error:
        problems.append(_problem(register, "not_a_table", str(error), error.what_to_do))
        return register
    problems += beside(path, path.name)
    titles = _titles(rows)
    missing = [name for name in _REQUIRED if name not in titles]
    if missing:
        what = f"нужны столбцы {', '.join(COLUMNS)} или {', '.join(COLUMNS.values())}"
        problems.append(_problem(register, "no_head", f"нет столбца {', '.join(missing)}", what))
        return register
    return _collected(register, rows, titles)


def _titles(rows: Rows) -> list[str]:
    """Ids of the columns, as far as they are known."""
    return [_ID_OF.get(title, title) for title in map(cells.normal_text, rows[0])]


def _collected(register: Register, rows: Rows, titles: list[str]) -> Register:
    for number, row in enumerate(rows[1:], 2):
        texts = dict(zip(titles, map(cells.normal_text, row), strict=False))
        if any(texts.values()):
            _add(register, texts, f"{column_letter(titles.index('id'))}{number}")
    return register


def _add(register: Register, texts: dict[str, str], cell: str) -> None:
    try:
        organisation = _organisation(texts)
    except ValueError as error:
        register.problems.append(_problem(register, "unreadable", f"{texts['id']}: {error}", "исправьте дату", cell))
        return
    if not organisation.id:
        register.problems.append(
            _problem(register, "no_id", "у организации нет id", "дайте ей свой постоянный id", cell)
        )
    elif not _ID.fullmatch(organisation.id):
        message = f"id «{organisation.id[:100]}» не может быть именем файла; строка не прочитана"
        what = "нужны буквы, цифры, точка, дефис, подчёркивание, не больше ста знаков"
        register.problems.append(_problem(register, "bad_id", message, what, cell))
    elif organisation.id in register.by_id:
        owner = register.by_id[organisation.id].name
        message = f"id «{organisation.id}» уже есть у организации «{owner}»; строка не прочитана"
        register.problems.append(_problem(register, "duplicate", message, "дайте организации свой id", cell))
    else:
        register.by_id[organisation.id] = organisation


def _organisation(texts: dict[str, str]) -> Organisation:
    """Raises ValueError for a year or a date that is none."""
    plain = {key: texts.get(key, "") for key in (*_REQUIRED, "merged_into", "locality")}
    since, until = (_border(texts.get(key, ""), last) for last, key in enumerate(("since", "until")))
    return Organisation(**plain, since=since, until=until)


def _border(text: str, last: int) -> str:
    """First (last) day of the year, school year or date that stands in the register."""
    return period_span(period_of(iso(text)))[last].isoformat() if text else ""


def _problem(register: Register, code: str, message: str, what_to_do: str, cell: str = "") -> Problem:
    return Problem(register.file, "blocking", code, message, what_to_do, cell=cell)
