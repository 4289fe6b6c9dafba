"""Two bundles of one note -> what changed, in words; of many notes, the same words once."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from careerstats import wording
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.shared import read_bundle
from careerstats.grouping import grouped

SHOWN = 3
NAMED = 2  # notes that were built for the same reason; more are counted


def between(old: Path, after: Bundle) -> str:
    """«изменился показатель …: 46,5 → 46,7»; empty where the old bundle is gone, or newer than its note."""
    if not old.is_file():
        return ""
    before = as_known(old)
    if before is None:
        return "прежние сведения записаны другой версией программы"
    if before == after:
        return ""
    changed = [f"«{name}»: {was} → {now}" for name, was, now in _moved(before, after)]
    if not changed:
        return _other(before, after)
    return f"изменился показатель {'; '.join(changed[:SHOWN])}{wording.and_more(len(changed), SHOWN)}"


def summed(reasons: Iterable[tuple[str, str]]) -> Iterator[str]:
    """(why, name of the note) → «– изменились сведения, с которыми сравнивается: г. Зея, г. Тында и ещё 27»."""
    for why, names in grouped(reasons).items():
        yield f"– {why}: {', '.join(names[:NAMED])}{wording.and_more(len(names), NAMED)}"


def refined(before: Bundle, after: Bundle) -> list[str]:
    """«short name»: было 46,5 %, стало 46,7 %: every indicator of the note whose share is another now."""
    moved = _moved(before, after)
    return [f"«{name}»: было {_per_cent(was)}, стало {_per_cent(now)}" for name, was, now in moved]


def as_known(path: Path) -> Bundle | None:
    """The bundle of an earlier build; None where another version of the program wrote it, or it is spoilt."""
    try:
        return read_bundle(path)
    except msgspec.DecodeError:
        return None


def _moved(before: Bundle, after: Bundle) -> list[tuple[str, str, str]]:
    """Short name, share before and share now of every indicator whose share is another."""
    shares = ((passport.short, _share(id, before), _share(id, after)) for id, passport in after.passports.items())
    return [(name, was, now) for name, was, now in shares if was != now]


def _share(id: str, bundle: Bundle) -> str:
    rows = bundle.values or bundle.region_values.values()
    row = next((row for row in rows if row.indicator == id), None)
    return wording.percent_of(*row.own) if row and row.has_share else wording.NO_DATA


def _other(before: Bundle, after: Bundle) -> str:
    """What changed where the note's own shares did not."""
    if replace(before, texts={}) == replace(after, texts={}):
        return _TEXTS
    texts = f", и {_TEXTS}" if before.texts != after.texts else ""
    return f"изменились сведения, с которыми сравнивается{texts}"


_TEXTS = "изменился авторский текст из папки texts"


def _per_cent(share: str) -> str:
    return share if share == wording.NO_DATA else f"{share}{wording.NBSP}%"
