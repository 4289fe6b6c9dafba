"""A bundle written out in a test -> the note that opens it, and back."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from careerstats.contracts.bundle import Bundle, bundle_of, text_of
from careerstats.contracts.facts import exact_text
from careerstats.note.opening import Note

_HEAD = {
    "schema": 1,
    "version": "0",
    "dataset": "условный",
    "period": "2020",
    "date": "",
    "audience": "internal",
    "synthetic": False,
    "region": {},
    "territory": {},
    "settings": {},
}


def noted(data: Mapping[str, Any], hash: str = "0" * 64) -> Note:
    """The note of a bundle as JSON has it; what every bundle has and a test does not care for is filled in."""
    return Note(bundle_of(msgspec.json.encode({**_HEAD, **data}, enc_hook=exact_text)), hash)


def as_json(bundle: Bundle) -> dict[str, Any]:
    """The bundle as a program that reads its JSON sees it."""
    return dict(json.loads(text_of(bundle)))


def changed(note: Note, **parts: Any) -> Note:
    """The same note with some parts of its bundle replaced."""
    return noted({**as_json(note.bundle), **parts}, note.hash)


def each_value(note: Note, **fields: Any) -> Note:
    """The same note with fields of all its own judged rows replaced."""
    return changed(note, values=[msgspec.structs.replace(row, **fields) for row in note.bundle.values])
