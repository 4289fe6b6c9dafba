"""What was published of a period -> a small record beside the tables, which the next public build is masked by.

Two versions tell more than one: what the second one shows, taken from the first one's total, is what the first one hid.
"""

from pathlib import Path

import msgspec

from careerstats.batch import files
from careerstats.contracts.published import Record, Version
from careerstats.errors import DatasetError
from careerstats.model import slug

FOLDER = "published"
SPOILT = (
    "Файл {path} испорчен: по нему защита знает, что уже опубликовано, и без него не видно, что выдадут две публикации "
    "вместе. Верните его из копии; если публикаций за этот период ещё не было, удалите."
)


def path_of(processed: Path, period: str) -> Path:
    """``processed``: the tables of a dataset."""
    return processed / FOLDER / f"{slug(period)}.json"


def earlier(processed: Path, period: str) -> tuple[Version, ...]:
    """Versions of a period that were published. Raises DatasetError for a record that cannot be read."""
    path = path_of(processed, period)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record).versions
    except FileNotFoundError:
        return ()
    except msgspec.DecodeError:
        raise DatasetError(SPOILT.format(path=path)) from None


def remember(processed: Path, period: str, version: Version) -> None:
    """Add a version that is unlike all others; before its notes are written, so that none goes out unremembered."""
    known = earlier(processed, period)
    if version.rows and version not in known:
        files.record(path_of(processed, period), Record(versions=(*known, version)))
