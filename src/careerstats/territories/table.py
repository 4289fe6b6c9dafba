"""territories.csv, aliases.csv and the classifier -> the territories in force on a day."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from careerstats.contracts.places import Territory
from careerstats.errors import DatasetError
from careerstats.territories import classifier
from careerstats.territories.classifier import Part
from careerstats.territories.codes import normal_code
from careerstats.territories.dated import Alias, Row, day, in_force
from careerstats.territories.kinds import NOUNS, noun
from careerstats.territories.names import normalise

_SHIPPED = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Table:
    """Rows and spellings of a dataset, over the shipped ones."""

    rows: tuple[Row, ...] = ()
    aliases: tuple[Alias, ...] = ()

    def of(self, region: str) -> Part:
        """All rows and spellings of one region; others are not read."""
        known, own = shipped(region), [row for row in self.rows if row.territory.region == region]
        rows = (*_untold(known.rows, own), *own)
        ids, owners = {row.territory.id for row in rows}, _owners(rows)
        aliases = (_resolved(alias, owners) for alias in self.aliases)
        return Part(rows, (*(alias for alias in known.aliases if alias.id in ids), *filter(None, aliases)))

    def unused(self, region: str) -> list[Alias]:
        """Spellings of the dataset that name nobody of its region, or several."""
        owners = _owners(self.of(region).rows)
        return [alias for alias in self.aliases if _resolved(alias, owners) is None]


_OF_ALL = Table()  # one object: what is found by names is kept by table


def load(own: Path | None = None) -> Table:
    """The shipped table, with `own`/territories.csv and `own`/aliases.csv where there are such files.

    Rows of a dataset replace all shipped rows of the same id or code, so a reform we do not know can be told in full. A
    dataset that tells its region under an id of its own tells all of it: no shipped row of that region is left.
    """
    return _OF_ALL if own is None else _table(own)


def _untold(known: Sequence[Row], own: Sequence[Row]) -> Iterator[Row]:
    ids = {row.territory.id for row in own}
    codes = {row.territory.code for row in own}
    replaced = {row.territory.id for row in known if row.territory.id in ids or row.territory.code in codes}
    head = next((row.territory.id for row in own if row.territory.code == row.territory.region), None)
    if head is None or head in {row.territory.id for row in known}:
        yield from (row for row in known if row.territory.id not in replaced)


def _owners(rows: Sequence[Row]) -> dict[str, set[str]]:
    """Ids by all that the register writes of a territory: its id, codes and names."""
    owners: dict[str, set[str]] = {}
    for _, _, place in rows:
        for word in {place.id, place.code, normalise(place.name), normalise(place.full_name)} - {""}:
            owners.setdefault(word, set()).add(place.id)
    return owners


def _resolved(alias: Alias, owners: Mapping[str, set[str]]) -> Alias | None:
    """The spelling with the id of whom it means; the two may stand in either order."""
    for whose, spelling in ((alias.id, alias.alias), (alias.alias, alias.id)):
        ids = {id for word in (whose.strip(), normal_code(whose), normalise(whose)) for id in owners.get(word, ())}
        if len(ids) == 1:
            return alias._replace(id=min(ids), alias=spelling)
    return None


def of_region(region: str | int, on: date | str, table: Table | None = None) -> list[Territory]:
    """Municipalities of a region on a day, without the region itself, in order of code."""
    code = normal_code(region)
    ours = (place for place in standing(table or load(), code, day(on)).values() if place.code != place.region)
    return sorted(ours, key=lambda place: place.code)


def regions(on: date | str, table: Table | None = None) -> list[Territory]:
    """All regions on a day, in order of code."""
    rows = (*classifier.heads().rows, *_known().rows, *(table or load()).rows)
    places = {row.territory.code: row.territory for row in in_force(rows, day(on))}
    return [places[code] for code in sorted(places) if code == places[code].region]


@lru_cache(maxsize=256)
def standing(table: Table, region: str, when: str) -> dict[str, Territory]:
    """Every territory of a region on a day under its id."""
    return {row.territory.id: row.territory for row in in_force(table.of(region).rows, when)}


@lru_cache(maxsize=128)
def shipped(region: str) -> Part:
    """What the program knows of a region: dated rows where they were written down, else the classifier."""
    table, known = _known(), classifier.part(region)
    rows = (*known.rows, *(row for row in table.rows if row.territory.region == region))
    return Part(rows, (*known.aliases, *(alias for alias in table.aliases if alias.region == region)))


@cache
def _known() -> Table:
    return _table(_SHIPPED)


def _table(folder: Path) -> Table:
    rows = tuple(map(_row, _read(folder / "territories.csv", _COLUMNS)))
    return Table(rows, tuple(map(_alias, _read(folder / "aliases.csv", ("id", "alias")))))


def _read(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = _records(text, columns)
    except UnicodeDecodeError:
        raise DatasetError(f"{path.name}: файл не в кодировке UTF-8, сохраните его как «CSV UTF-8».") from None
    except csv.Error:
        raise DatasetError(f"{path.name}: это не текстовая таблица, сохраните её как «CSV UTF-8».") from None
    for number, row in enumerate(rows, 2):
        missing = [name for name in columns if row.get(name) is None]
        if missing:
            raise DatasetError(
                f"{path.name}, строка {number}: нет столбца {', '.join(missing)}. Допишите его; разделитель – запятая "
                "или точка с запятой."
            )
        if wrong := _wrong(row):
            raise DatasetError(f"{path.name}, строка {number}: {wrong}.")
    return rows


def _records(text: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows under their heads; a list of spellings may have no head, or a Russian one."""
    first = text.partition("\n")[0]
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",") if any(line)]
    head = [name.strip() for name in lines[0]] if lines else []
    if "alias" in columns:
        head = [_HEADS.get(name.lower(), name) for name in head]
        if not {"id", "alias"} & set(head):
            lines, head = [head, *lines], ["id", "alias", "since", "until"]
    return [dict(zip(head, line, strict=False)) for line in lines[1:]]


_HEADS = {
    "написание": "alias", "как пишут": "alias", "код": "id", "название": "id", "муниципальное образование": "id",
    "код или название": "id", "code": "id", "name": "id", "с": "since", "по": "until",
}  # fmt: skip


def _wrong(row: dict[str, str]) -> str:
    """What of a row cannot be used, whatever the file: a day no calendar has, a kind nobody knows."""
    for name in ("since", "until"):
        try:
            day(row.get(name) or "2020-01-01")
        except ValueError:
            return f"в столбце {name} «{row[name]}»; нужна дата вида 2020-12-31 или пустая ячейка"
    for name, what in (("code", "восемь цифр ОКТМО"), ("id", "буквы, цифры, точка, дефис, подчёркивание")):
        if "code" in row and not _NAMES[name].fullmatch(row[name]):  # they become names of files
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
    region, id, alias, since, until = (cells.get(word) or "" for word in Alias._fields)
    return Alias(region, id, alias, since, until)
