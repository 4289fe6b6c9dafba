"""organisations.csv -> the organisations of a dataset by id, with their years, and what is wrong with the register."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from careerstats.dates import iso
from careerstats.intake import cells
from careerstats.intake.files import NotATableError, Rows, read_rows
from careerstats.model import Problem, column_letter, period_span

FILE = "organisations.csv"
SCHOOL = "школа"
_REQUIRED = ("id", "kind", "name", "territory")
_OPTIONAL = ("since", "until", "merged_into", "locality")
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

    def called(self, name: str) -> list[Organisation]:
        """Organisations of that name, whatever its quotes and capitals."""
        return self._by_name.get(plain(name), [])

    @cached_property
    def _by_name(self) -> dict[str, list[Organisation]]:
        index: dict[str, list[Organisation]] = {}
        for organisation in self.by_id.values():
            index.setdefault(plain(organisation.name), []).append(organisation)
        return index

    def nearest(self, id: str) -> str:
        """«Похоже на …» for an id that is none, or where to look."""
        from rapidfuzz import process

        close = [match[0] for match in process.extract(id, list(self.by_id), limit=3, score_cutoff=70)]
        listed = " или ".join(f"{one} ({self.by_id[one].name})" for one in close)
        return f"похоже на {listed}" if listed else f"проверьте по файлу {FILE}"


def plain(name: str) -> str:
    """A name of a school without quotes, capitals, ё and the space after №; nothing else is taken from it."""
    text = _QUOTES.sub("", cells.normal_text(name)).lower().replace("ё", "е")
    return _NUMBER.sub("№", " ".join(text.split()))


def read_register(folder: Path) -> Register:
    """The register of a dataset; a row that cannot be used is named and left out."""
    path = folder / FILE
    if not path.exists():
        return Register()
    try:
        rows = read_rows(path)
    except NotATableError as error:
        return Register(problems=[_problem("not_a_table", str(error), error.what_to_do)], there=True)
    titles = [cells.normal_text(title) for title in rows[0]]
    missing = [name for name in _REQUIRED if name not in titles]
    if missing:
        what = f"нужны столбцы {', '.join((*_REQUIRED, *_OPTIONAL))}"
        return Register(problems=[_problem("no_head", f"нет столбца {', '.join(missing)}", what)], there=True)
    return _collected(rows, titles)


def _collected(rows: Rows, titles: list[str]) -> Register:
    register = Register(there=True)
    for number, row in enumerate(rows[1:], 2):
        texts = dict(zip(titles, map(cells.normal_text, row), strict=False))
        if any(texts.values()):
            _add(register, texts, f"{column_letter(titles.index('id'))}{number}")
    return register


def _add(register: Register, texts: dict[str, str], cell: str) -> None:
    try:
        one = _organisation(texts)
    except ValueError as error:
        register.problems.append(_problem("unreadable", f"{texts['id']}: {error}", "исправьте дату", cell))
        return
    if not one.id:
        register.problems.append(_problem("no_id", "у организации нет id", "дайте ей свой постоянный id", cell))
    elif not _ID.fullmatch(one.id):
        message = f"id «{one.id[:100]}» не может быть именем файла; строка не прочитана"
        what = "нужны буквы, цифры, точка, дефис, подчёркивание, не больше ста знаков"
        register.problems.append(_problem("bad_id", message, what, cell))
    elif one.id in register.by_id:
        message = f"id «{one.id}» уже есть у организации «{register.by_id[one.id].name}»; строка не прочитана"
        register.problems.append(_problem("duplicate", message, "дайте организации свой id", cell))
    else:
        register.by_id[one.id] = one


def _organisation(texts: dict[str, str]) -> Organisation:
    """Raises ValueError for a year or a date that is none."""
    plain = {key: texts.get(key, "") for key in (*_REQUIRED, "merged_into", "locality")}
    since, until = (_border(texts.get(key, ""), last) for last, key in enumerate(("since", "until")))
    return Organisation(**plain, since=since, until=until)


def _border(text: str, last: int) -> str:
    """First (last) day of the year, school year or date that stands in the register."""
    return period_span(iso(text))[last].isoformat() if text else ""


def _problem(code: str, message: str, what_to_do: str, cell: str = "") -> Problem:
    return Problem(FILE, "blocking", code, message, what_to_do, cell=cell)
