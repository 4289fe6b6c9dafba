"""What was published of a period -> a small record beside the tables, which the next public build is masked by.

Two versions tell more than one: what the second one shows, taken from the first one's total, is what the first one hid.
So do numbers of two days of a year, which only grow.
"""

from datetime import timedelta
from pathlib import Path

import msgspec

from careerstats.batch import files
from careerstats.contracts.published import Record, Version
from careerstats.errors import DatasetError
from careerstats.model import period_span, slug

FOLDER = "published"
_YEAR = timedelta(days=366)
SPOILT = (
    "Файл {path} испорчен: по нему защита знает, что уже опубликовано, и без него не видно, что выдадут две публикации "
    "вместе. Верните его из копии; если публикаций за этот период ещё не было, удалите."
)


def path_of(processed: Path, period: str) -> Path:
    """``processed``: the tables of a dataset."""
    return processed / FOLDER / f"{slug(period)}.json"


def earlier(processed: Path, period: str) -> tuple[Version, ...]:
    """Versions that were published of a period, after those of other days of the same count.

    Raises DatasetError for a record that cannot be read.
    """
    own, there = path_of(processed, period), sorted((processed / FOLDER).glob("*.json"))
    others = [path for path in there if path != own and _grow_together(path.stem, period)]
    return tuple(version for path in (*others, own) for version in _versions(path))


def _grow_together(other: str, period: str) -> bool:
    """Whether both count the same up to two days: one is a day, and the other begins within a year of it."""
    try:
        (first, last), (start, end) = period_span(other), period_span(period)
    except ValueError:  # a file that is not ours
        return False
    return (first == last or start == end) and abs(first - start) < _YEAR


def _versions(path: Path) -> tuple[Version, ...]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record).versions
    except FileNotFoundError:
        return ()
    except msgspec.DecodeError:
        raise DatasetError(SPOILT.format(path=path)) from None


def remember(processed: Path, period: str, version: Version) -> None:
    """Add a version that is unlike all others; before its notes are written, so that none goes out unremembered."""
    known = _versions(path_of(processed, period))
    if version.rows and version not in known:
        files.record(path_of(processed, period), Record(versions=(*known, version)))
