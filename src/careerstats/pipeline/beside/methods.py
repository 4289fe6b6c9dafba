"""The region's bundle of a period -> «Методика и паспорта показателей» beside its notes, in every format asked for."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from careerstats.audiences import PUBLIC
from careerstats.batch import files
from careerstats.export import WRITERS
from careerstats.export.document import from_blocks
from careerstats.model import home_of, slug
from careerstats.note.opening import read_note
from careerstats.note.sections.method import method

FORMATS = ("html", "docx", "pdf")
RECORD = "methods.json"
"""Beside the tables of the dataset: what was written."""


class Written(msgspec.Struct, frozen=True):
    """What a file was made of, and the hash of its bytes."""

    state: str
    sha: str


def stem_of(reports: Path, period: str, audience: str) -> Path:
    """Path of the document without its ending: beside the page of the region; for the public with its notes."""
    if audience == PUBLIC:
        return reports / home_of(period, audience) / "method"
    return reports / f"method-{slug(period)}"


def write(bundles: Path, stem: Path, record: Path, *, program: str, formats: Sequence[str], template: str = "") -> None:
    """``stem.*`` of the region whose bundle lies in ``bundles``.

    ``record``: of what each file was made, so that one document for many notes is not printed anew with every note.
    """
    source = next(iter(sorted(bundles.glob("region-*.json"))), None)
    if source is None:
        return
    known = files.known(record, Written)
    state = sha256(source.read_bytes() + f"{program}{template}".encode()).hexdigest()
    if lacking := list(_lacking(stem, formats, state, known)):
        document = from_blocks(method(read_note(source)), template)
        for form in lacking:
            data = WRITERS[form](document)
            files.put(stem.with_name(f"{stem.name}.{form}"), data)
            known[_key(stem, form)] = Written(state, sha256(data).hexdigest())
        files.record(record, dict(sorted(known.items())))


def written(record: Path, folder: str) -> dict[str, str]:
    """Names of the files that lie in this folder of the reports, each with the hash of its bytes."""
    keys = {key: file.sha for key, file in files.known(record, Written).items() if key.startswith(f"{folder}/")}
    return {key.removeprefix(f"{folder}/"): sha for key, sha in keys.items()}


def _lacking(stem: Path, formats: Sequence[str], state: str, known: dict[str, Written]) -> Iterator[str]:
    """Formats asked for, and those that lie there of an earlier state: beside a new PDF an old DOCX would lie."""
    for form in FORMATS:
        there = stem.with_name(f"{stem.name}.{form}").is_file()
        file = known.get(_key(stem, form))
        if (form in formats or there) and not (there and file and file.state == state):
            yield form


def _key(stem: Path, form: str) -> str:
    return f"{stem.parent.name}/{stem.name}.{form}"
