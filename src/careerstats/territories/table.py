"""territories.csv and aliases.csv -> the territories in force on a day."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from careerstats.contracts.places import Territory
from careerstats.errors import DatasetError
from careerstats.territories.kinds import NOUNS, noun

_SHIPPED = Path(__file__).parent


class Row(NamedTuple):
    """One territory under one code, name and kind, from `since` to `until` inclusive."""

    since: str
    until: str
    territory: Territory


class Alias(NamedTuple):
    """One more spelling of a territory, in use from `since` to `until` inclusive."""

    region: str
    id: str
    alias: str
    since: str
    until: str


_Dated = TypeVar("_Dated", Row, Alias)


@dataclass(frozen=True, eq=False)
class Table:
    """All dated rows and spellings."""

    rows: tuple[Row, ...]
    aliases: tuple[Alias, ...]


def load(own: Path | None = None) -> Table:
    """The shipped table, with `own`/territories.csv and `own`/aliases.csv where there are such files.

    Rows of a dataset replace all shipped rows of the same id, so a reform we do not know can be told in full.
    """
    table = _shipped()
    if own is None:
        return table
    added = _table(own)
    told = {row.territory.id for row in added.rows}
    kept = tuple(row for row in table.rows if row.territory.id not in told)
    return Table(kept + added.rows, table.aliases + added.aliases)


def by_id(id: str, on: date | str, table: Table | None = None) -> Territory:
    """The territory under its stable id, as it is called on a day."""
    when = day(on)
    try:
        return standing(table or load(), when)[id]
    except KeyError:
        raise DatasetError(f"Территории «{id}» на {when} нет в territories.csv. Проверьте id и дату.") from None


def of_region(region: str | int, on: date | str, table: Table | None = None) -> list[Territory]:
    """Municipalities of a region on a day, without the region itself, in order of code."""
    code = normal_code(region)
    ours = (one for one in standing(table or load(), day(on)).values() if one.region == code != one.code)
    return sorted(ours, key=lambda one: one.code)


@lru_cache(maxsize=64)
def standing(table: Table, when: str) -> dict[str, Territory]:
    """Every territory of a day under its id."""
    return {row.territory.id: row.territory for row in in_force(table.rows, when)}


def in_force(rows: Iterable[_Dated], when: str) -> Iterator[_Dated]:
    """Rows whose span holds the day; an empty border is open."""
    return (row for row in rows if row.since <= when <= (row.until or "9999"))


def normal_code(value: str | int) -> str:
    """1605000, «01 605 000», «01605000000» -> «01605000»: Excel drops the first zero; no code is only stripped."""
    text = str(value).strip()
    digits = re.sub(r"\s", "", text)
    if not digits.isdecimal():
        return text
    # eleven digits end in the settlement's three; zeros there mean the whole municipality
    return digits.zfill(8) if len(digits) < 10 else digits.zfill(11).removesuffix("000")


def region_of(code: str | int) -> str:
    """«10710000» -> «10000000»: the first two digits of a code are its region's."""
    return normal_code(code)[:2] + "000000"


def day(on: date | str) -> str:
    """A date -> its ISO text; ISO texts compare as dates do."""
    return (on if isinstance(on, date) else date.fromisoformat(on)).isoformat()[:10]


@cache
def _shipped() -> Table:
    return _table(_SHIPPED)


def _table(folder: Path) -> Table:
    rows = tuple(map(_row, _read(folder / "territories.csv")))
    return Table(rows, tuple(map(_alias, _read(folder / "aliases.csv"))))


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    columns = Alias._fields if path.name == "aliases.csv" else _COLUMNS
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except UnicodeDecodeError:
        raise DatasetError(f"{path.name}: файл не в кодировке UTF-8, сохраните его как «CSV UTF-8».") from None
    except csv.Error:
        raise DatasetError(f"{path.name}: это не текстовая таблица, сохраните её как «CSV UTF-8».") from None
    for number, row in enumerate(rows, 2):
        missing = [name for name in columns if row.get(name) is None]
        if missing:
            raise DatasetError(
                f"{path.name}, строка {number}: нет столбца {', '.join(missing)}. Допишите его; разделитель – запятая."
            )
        if wrong := _wrong(row):
            raise DatasetError(f"{path.name}, строка {number}: {wrong}.")
    return rows


def _wrong(row: dict[str, str]) -> str:
    """What of a row cannot be used, whatever the file: a day no calendar has, a kind nobody knows."""
    for name in ("since", "until"):
        try:
            day(row[name] or "2020-01-01")
        except ValueError:
            return f"в столбце {name} «{row[name]}»; нужна дата вида 2020-12-31 или пустая ячейка"
    for name, what in (("code", "восемь цифр ОКТМО"), ("id", "буквы, цифры, точка, дефис, подчёркивание")):
        if name in row and not _NAMES[name].fullmatch(row[name]):  # they become names of files
            return f"в столбце {name} «{row[name]}»; нужны {what}"
    kind = row.get("kind")
    return "" if kind is None or kind in NOUNS else f"вид «{kind}» неизвестен; можно: {', '.join(NOUNS)}"


_NAMES = {"code": re.compile(r"\d{8}"), "id": re.compile(r"\w[\w.-]{0,99}")}
_FORMS = ("genitive", "dative", "prepositional")
_COLUMNS = ("id", "region", "since", "until", "code", "kind", "name", "full_name", *_FORMS)


def _row(cells: dict[str, str]) -> Row:
    words = ("id", "region", "code", "kind", "name", "full_name", *_FORMS)
    territory = Territory(**{word: cells[word] for word in words}, noun=noun(cells["kind"], cells["name"]))
    return Row(cells["since"], cells["until"], territory)


def _alias(cells: dict[str, str]) -> Alias:
    return Alias(*(cells[word] for word in Alias._fields))
