"""corrections.yaml -> its sound records, and what is wrong with the others; a new record -> the file with it."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from careerstats.contracts.corrections import CorrectionEntry
from careerstats.errors import UsageError
from careerstats.intake.side_files import read_entries

FILE = "corrections.yaml"


def read_records(folder: Path) -> tuple[tuple[CorrectionEntry, ...] | None, list[str]]:
    """The records that are sound whatever the data are, and what is wrong with the others; None: no list at all."""
    path = folder / FILE
    return read_entries(path, tuple[CorrectionEntry, ...], ()) if path.is_file() else ((), [])


def with_record(text: str, entry: Mapping[str, str]) -> str:
    """The text of corrections.yaml with one more record at its end, all else as it was.

    Raises UsageError where the file is written so that no record can follow.
    """
    margin = re.search(r"^( *)- ", text, re.MULTILINE)
    dumped = yaml.safe_dump([dict(entry)], allow_unicode=True, sort_keys=False, width=_WIDEST)
    end = "\r\n" if "\r\n" in text else "\n"
    new = indent(dumped, margin[1] if margin else "").replace("\n", end)
    whole = f"{text}{'' if not text or text.endswith(end) else end}{new}"
    if _entries(whole) != [*(_entries(text) or []), dict(entry)]:
        raise UsageError(f"{FILE}: запись не удалось дописать, не задев остального. Впишите её сами:\n{dumped}")
    return whole


_WIDEST = 4096  # signs of a line: no text is broken in two


def _entries(text: str) -> list[Any] | None:
    try:
        records = yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError:
        return None
    return records if isinstance(records, list) else None
