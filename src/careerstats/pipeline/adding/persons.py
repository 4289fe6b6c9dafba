"""A sheet on which one row = one person -> which columns tell who, whose, when; its cells stay in here.

Only values of columns that say nothing of a person («Статус»: «Посетил») are ever shown, to be chosen from.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from careerstats.contracts.numbers import Person
from careerstats.intake.books import Sheet
from careerstats.intake.cells import normal_text
from careerstats.model import column_letter
from careerstats.persons import heads_a_list
from careerstats.pipeline.adding.layouts import SCHOOL
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


def of_sheet(place: Place, sheet: Sheet) -> Listed | str | None:
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
    ids = {title for title in titles if _ID.fullmatch(_plain(title))}
    of_persons = any(title not in ids and _role(title) for title in titles)
    counts = any(_COUNTED.search(_plain(title)) for title in titles)
    return any(_plain(title) != "id" for title in ids) or (bool(ids) and of_persons and not counts)


def _plain(title: str) -> str:
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
    if _ID.fullmatch(_plain(title)):
        return "id"
    return next((name for name, words in _ROLES if words.search(_plain(title))), "")


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
