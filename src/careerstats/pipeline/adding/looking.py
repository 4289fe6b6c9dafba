"""A file on the disk and a dataset -> its tables, lists of persons, and what of it nothing can be made of.

Of a list of persons (a sheet on which one row = one person) the cells stay in here: only values of columns that say
nothing of a person («Статус»: «Посетил») are ever shown, to be chosen from.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from careerstats.contracts.adding import Left
from careerstats.contracts.numbers import Person
from careerstats.intake.books import Book, Sheet
from careerstats.intake.cells import normal_text
from careerstats.intake.files import NotATableError, open_table
from careerstats.model import column_letter
from careerstats.persons import heads_a_list
from careerstats.pipeline.adding import layouts
from careerstats.pipeline.adding.layouts import SCHOOL, Block
from careerstats.pipeline.adding.places import Place

_DEEPEST, _LOOKED_AT, _MOST_VALUES = 15, 400, 8
_ID = re.compile(
    r"(?:id|ид|код|номер|№)[\s.]*(?:участник|обучающ|учен|пользоват|школьник|ребен)\w*|"
    r"(?:участник|пользователь),? (?:id|ид)|id"
)
_COUNTED = re.compile(r"\b(?:сколько|численност|количеств|число)")
_ROLES = (
    ("snils", re.compile(r"снилс")),
    ("born", re.compile(r"дата рожд|день рожд|д\.? ?р\.?$|родил")),
    ("surname", re.compile(r"фамили|фио\b")),
    ("first", re.compile(r"имя\b(?!.*организ)")),
    ("patronymic", re.compile(r"отчество")),
    ("ovz", re.compile(r"\bовз\b|ограниченн\w+ возможност")),
    ("grade", re.compile(r"класс\b|параллель")),
    ("day", re.compile(r"дата\s*(?:мероприят|проведен|участи|посещен|событ|прохожден|пробы|заняти)|^дата$")),
    ("event", re.compile(r"мероприяти|событи|заняти|профпроб|\bпроба\b|площадк|компетенци|программа")),
    ("status", re.compile(r"статус|отметка|результат|посещ|верифик|явка|присутств")),
)
"""What a title says of its column; the first that fits decides."""


@dataclass(frozen=True)
class Listed:
    """A list of persons: its head (row from 0), title of each role, values of its statuses, lines above the head.

    ``events``: names of some events, by which it may be seen what the list is about.
    """

    sheet: str
    head: int
    titles: tuple[str, ...]
    person: Person
    roles: dict[str, str]
    statuses: tuple[str, ...]
    captions: tuple[str, ...]
    events: tuple[str, ...]
    height: int

    def letter(self, title: str) -> str:
        return column_letter(self.titles.index(title))


def _list_on(place: Place, sheet: Sheet) -> Listed | str | None:
    """The list; None where the sheet is none; «persons» where it is one whose persons cannot be told apart."""
    rows = [tuple(map(normal_text, row)) for row in sheet.rows[:_DEEPEST]]
    for at, titles in enumerate(rows):
        if heads_a_list(rows, at) or _numbers_persons(titles):
            return _listed(place, sheet, at, titles)
    return None


def _numbers_persons(titles: Sequence[str]) -> bool:
    """Whether a column numbers persons; a bare «ID» does among titles of persons, and not beside questions of counts.

    Web forms number their answers so, and an answer may be that of a school.
    """
    ids = {title for title in titles if _ID.fullmatch(_bare(title))}
    of_persons = any(title not in ids and _role(title) for title in titles)
    counts = any(_COUNTED.search(_bare(title)) for title in titles)
    return any(_bare(title) != "id" for title in ids) or (bool(ids) and of_persons and not counts)


def _bare(title: str) -> str:
    return title.casefold().replace("ё", "е").strip(" .:*")


def _listed(place: Place, sheet: Sheet, at: int, titles: tuple[str, ...]) -> Listed | str:
    roles: dict[str, str] = {}
    for title in filter(None, titles):
        roles.setdefault(_role(title), title)
    roles.pop("", None)
    person = _person(roles)
    if person is None:
        return "persons"
    rows = sheet.rows[at + 1 :]
    roles |= _whose(place, titles, rows[:_LOOKED_AT], set(roles.values()))
    statuses = _values(titles, rows, roles["status"]) if "status" in roles else ()
    return Listed(
        sheet=sheet.name,
        head=at,
        titles=titles,
        person=person,
        roles=roles,
        statuses=statuses,
        captions=tuple(text for row in sheet.rows[:at] for text in map(normal_text, row) if text),
        events=_values(titles, rows, roles["event"]) if "event" in roles else (),
        height=len(sheet.rows),
    )


def _role(title: str) -> str:
    if _ID.fullmatch(_bare(title)):
        return "id"
    return next((name for name, words in _ROLES if words.search(_bare(title))), "")


def _person(roles: dict[str, str]) -> Person | None:
    """By number, by СНИЛС, or by names together with the day of birth."""
    if "id" in roles:
        return Person(id=roles["id"])
    if "snils" in roles:
        return Person(snils=roles["snils"])
    names = tuple(roles[key] for key in ("surname", "first", "patronymic") if key in roles)
    return Person(names=names, born=roles["born"]) if "surname" in roles and "born" in roles else None


def _whose(place: Place, titles: Sequence[str], rows: Sequence[Sequence[object]], used: set[str]) -> dict[str, str]:
    """The columns of municipalities and of schools, by what stands in them."""
    whose: dict[str, str] = {}
    for column, title in enumerate(titles):
        texts = [text for row in rows if column < len(row) and (text := normal_text(row[column]))]
        if not title or title in used or not texts:
            continue
        if "territory" not in whose and sum(bool(place.municipality(text)) for text in texts) * 2 > len(texts):
            whose["territory"] = title
        elif "organisation" not in whose and (
            SCHOOL.search(title) or sum(bool(SCHOOL.search(text)) for text in texts) * 2 > len(texts)
        ):
            whose["organisation"] = title
    return whose


def _values(titles: Sequence[str], rows: Sequence[Sequence[object]], title: str) -> tuple[str, ...]:
    """The few different values of a column; nothing where there are many: it is no status."""
    column = titles.index(title)
    values: dict[str, int] = {}
    for row in rows:
        text = normal_text(row[column]) if column < len(row) else ""
        if text:
            values[text] = values.get(text, 0) + 1
        if len(values) > _MOST_VALUES:
            return ()
    return tuple(
        sorted(
            values, key=lambda text: (text.casefold().startswith(("не ", "нет", "отсутств", "не")), -values[text], text)
        )
    )


# ---- the whole file


LONGEST = 120
"""Bytes of a name: 255 are allowed, and more is put before and behind it elsewhere."""

_UNSAFE = re.compile(r'[\\/:*?"<>|!\x00-\x1f\x7f]+')


@dataclass(frozen=True)
class Look:
    """``path``: where the file lies; ``file``: what dataset.yaml will call it; ``named``: sheets are municipalities."""

    place: Place
    path: Path
    file: str
    book: Book
    blocks: tuple[Block, ...] = ()
    lists: tuple[Listed, ...] = ()
    left: tuple[Left, ...] = ()
    named: bool = False


def _opened(path: Path) -> Book:
    """A file that is not there was named on the command line, not in dataset.yaml: the path is to be mended."""
    try:
        return open_table(path)
    except NotATableError as error:
        if error.code != "no_file":
            raise
        what = f"проверьте путь: файл ищется в папке {path.absolute().parent}"
        raise NotATableError("файла нет", what, error.code) from None


def look(place: Place, path: Path) -> Look:
    """Open the file and find what lies in it. Raises NotATableError for what is no table, with what to do."""
    book = _opened(path)
    lists: list[Listed] = []
    blocks: list[Block] = []
    left = [Left(sheet=name, why="hidden") for name in book.names if name in book.hidden]
    named = [name for name in book.shown if place.municipality(name)]
    if len(named) > 1 and (block := layouts.of_named_sheet(place, book.sheet(named[0]), path.name)):
        left += [Left(sheet=name, why="no_names") for name in book.shown if name not in named]
        return Look(place, path, stored_name(place, path, "tables"), book, (block,), (), tuple(left), named=True)
    for name in book.shown:
        sheet = book.sheet(name)
        listed = _list_on(place, sheet)
        if isinstance(listed, Listed):
            lists.append(listed)
        elif listed:
            left.append(Left(sheet=name, why="persons"))
        else:
            sight = layouts.of_sheet(place, sheet, path.name)
            blocks += sight.blocks
            left += sight.left
    file = stored_name(place, path, "participants" if lists and not blocks else "tables")
    return Look(place, path, file, book, tuple(blocks), tuple(lists), tuple(left))


# ---- what it will be called


def stored_name(place: Place, path: Path, folder: str) -> str:
    """``tables/Свод.xlsx``; a file that lies in the dataset keeps its place.

    Another file of that name is not written over: the new one gets the next free number.
    """
    home = place.dataset.folder.resolve()
    if path.resolve().is_relative_to(home):
        return path.resolve().relative_to(home).as_posix()
    stem, suffix = _safe(path.stem), path.suffix.lower()
    names = (f"{folder}/{stem}{end}{suffix}" for end in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(name for name in names if _is_free(home / name, path))


def _safe(stem: str) -> str:
    text = _UNSAFE.sub("_", normalize("NFC", stem)).strip(" .~$") or "table"
    return text.encode()[:LONGEST].decode(errors="ignore").rstrip(" .")


def _is_free(there: Path, path: Path) -> bool:
    """No such file, or the very same one."""
    return not there.exists() or (there.is_file() and there.read_bytes() == path.read_bytes())
