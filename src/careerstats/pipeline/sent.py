"""Letters of cycle.yaml and the last run -> notes that are frozen, and what was refined since they were sent.

A note that was sent stays as it was, file for file. Its bundle is kept in ``data/processed/<dataset>/sent``; once
today's differs from it, a new version is built beside the note, and says first what was and what is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from careerstats import wording
from careerstats.batch import files, fingerprint, theirs
from careerstats.batch.ledger import Entry, Run
from careerstats.batch.tasks import Task
from careerstats.contracts.bundle import Bundle, text_of
from careerstats.contracts.shared import read_bundle, read_text
from careerstats.grouping import grouped
from careerstats.model import slug
from careerstats.pipeline import changes

if TYPE_CHECKING:
    from careerstats.bundles import Results

PLACES = {"municipality": "conclusions", "region": "organisation"}
"""Notebook → the place of own paragraphs where the refined version says so."""

NOT_OF_THE_NOTE = ("cycle", "version", "date", "schema")
"""Keys of a bundle that may change under a sent note: the letter itself stands in the first of them."""


class Version(NamedTuple):
    """The version of a sent note that is next: its number, and whether anything differs from what was sent."""

    number: int
    needed: bool


Versions = Mapping[tuple[str, str], Version]
"""(notebook, code) → its next version, of the notes that were sent."""

BESIDE = "; отправлена ({letter}): её файлы не меняются, уточнение встанет рядом"


def letters(results: "Results") -> dict[str, list[str]]:
    """Code → letters with which its note of the period left the house, as «письмо от 20.04.2021 № 01-18/1557»."""
    period, sent = results.dataset.period, results.intake.registers.cycle.sent
    ours = (letter for letter in sent if letter.code and letter.is_of(period))
    return grouped((letter.code, f"письмо от {wording.day(letter.date)} № {letter.number}") for letter in ours)


def beside(texts: list[str]) -> str:
    """What ``list`` adds of a note that was sent."""
    return BESIDE.format(letter=texts[-1]) if texts else ""


def freeze(results: "Results", processed: Path, last: Run) -> dict[tuple[str, str], list[str]]:
    """Keep the bundles of notes that were sent, before today's are written; (notebook, code) → their letters."""
    period = slug(results.dataset.period)
    frozen = {}
    for code, texts in letters(results).items():
        for notebook in PLACES:
            entry = last.notes.get(f"{period}/{notebook}-{code}")
            bundle = processed / "notes" / period / "internal" / f"{notebook}-{code}.json"
            for number in range(1, len(texts) + 1):
                kept = _kept(processed, period, f"{notebook}-{code}", number)
                before = _kept(processed, period, f"{notebook}-{code}", number - 1)
                if kept.is_file() or not entry:
                    continue
                if _is_of(entry, bundle, number):
                    files.put(kept, read_text(bundle))
                elif before.is_file() and not _differs(before, bundle):  # one version was sent twice
                    files.put(kept, before.read_bytes())
            if _kept(processed, period, f"{notebook}-{code}", 1).is_file():
                frozen[notebook, code] = texts
    return frozen


def _kept(processed: Path, period: str, name: str, number: int) -> Path:
    return processed / "sent" / period / f"{name}{'' if number == 1 else f'-{number}'}.json"


def _is_of(entry: Entry, bundle: Path, number: int) -> bool:
    """Whether this is the bundle that the version with this number was built of."""
    if entry.status != "done" or not bundle.is_file() or fingerprint.of_file(bundle) != entry.bundle:
        return False
    return any(Path(name).stem == stem_of("note", number) for name in entry.outputs)


def stem_of(stem: str, number: int) -> str:
    """note, note (уточнение), note (уточнение 2)…"""
    return stem if number == 1 else f"{stem} (уточнение{'' if number == 2 else f' {number - 1}'})"


def refine(
    frozen: Mapping[tuple[str, str], list[str]], processed: Path, bundles: Mapping[tuple[str, str], Path]
) -> dict[tuple[str, str], Version]:
    """What of the sent notes is to be built; the bundles of new versions get the paragraph on what was refined."""
    refined = {}
    for note, texts in frozen.items():
        if note in bundles:
            path = bundles[note]
            versions = [_kept(processed, path.parent.parent.name, path.stem, n) for n in range(1, len(texts) + 1)]
            there = [version for version in versions if version.is_file()]
            refined[note] = Version(len(there) + 1, _differs(there[-1], path))
            if refined[note].needed:
                _tell(path, there[-1], note[0], texts[len(there) - 1])
    return refined


def _differs(old: Path, new: Path) -> bool:
    before, after = changes.as_known(old), read_bundle(new)
    if before is None:
        return True
    place = PLACES[after.notebook]  # of a refined version its text says what was refined
    return _without(before, place, after) != _without(after, place, after)


def _without(bundle: Bundle, place: str, like: Bundle) -> Bundle:
    """The bundle as if nothing had changed in it that may change under a sent note."""
    texts = {key: text for key, text in bundle.texts.items() if key != place}
    return msgspec.structs.replace(bundle, texts=texts, **{key: getattr(like, key) for key in NOT_OF_THE_NOTE})


def _tell(path: Path, old: Path, notebook: str, letter: str) -> None:
    """The first paragraph of the new version: which note it replaces, and each figure that is another now."""
    bundle = read_bundle(path)
    words = f"Справка уточнена: прежняя редакция направлена ({letter})."
    figures = _refined(changes.as_known(old), bundle)
    place = PLACES[notebook]
    own = bundle.texts.get(place, "")
    texts = bundle.texts | {place: f"{words}{figures}" + (f"\n\n{own}" if own else "")}
    files.put(path, text_of(msgspec.structs.replace(bundle, texts=texts)).encode("utf-8"))


def _refined(before: Bundle | None, after: Bundle) -> str:
    """Which figures are others than those that were sent; nothing is claimed of what cannot be read."""
    if before is None:
        return " Она записана другой версией программы: прежние показатели с новыми не сверены."
    moved = changes.refined(before, after)
    return f" Показатель уточнён: {'; '.join(moved)}." if moved else " Показатели прежние, уточнены другие сведения."


def settled(tasks: Iterable[Task], versions: Versions) -> list[Task]:
    """The same tasks; of a note that was sent, that of its new version, or none where what was sent still holds."""
    kept = []
    for task in tasks:
        version = versions.get((task.notebook, task.unit), Version(1, needed=True))
        if version.needed:
            kept.append(replace(task, stem=stem_of(task.stem, version.number)))
    return kept


def withdraw(run: Run, reports: Path, period: str, versions: Versions) -> None:
    """A version that was built, not sent, and is no longer needed leaves the ledger, and its files the folder.

    ``reports``: of the dataset; what somebody has edited by hand stays where it is.
    """
    for (notebook, code), version in versions.items():
        entry = run.notes.get(f"{slug(period)}/{notebook}-{code}")
        if version.needed or entry is None:
            continue
        stem, folder = stem_of("note", version.number), reports / slug(period) / code
        for name in [name for name in entry.outputs if Path(name).stem == stem]:
            theirs.take_away(folder / name, entry.outputs.pop(name))
