"""The public folder of a dataset and what was published before -> what all of it tells, and the exit code.

A stranger has every file of the folder, in every format, and those of earlier publications. So three things are held
against each other: the folder and the ledger (nothing else lies there), what the files say and what may be shown, and
all versions together (linear programs).
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from careerstats import catalogue as catalogues
from careerstats import wording
from careerstats.audiences import PUBLIC
from careerstats.batch import ledger
from careerstats.catalogue.sensitivity import sensitive_indicators
from careerstats.contracts.published import Version
from careerstats.contracts.shared import PREFIX, read_text
from careerstats.disclosure.attacking import Guess, collect, guesses, guesses_together, leaks, sensitive_parts
from careerstats.disclosure.hiding import FEWEST, Thresholds
from careerstats.disclosure.masking import thresholds
from careerstats.disclosure.stated import Known, excessive
from careerstats.errors import NoteError
from careerstats.intake import Dataset, open_dataset
from careerstats.model import home_of, slug
from careerstats.note.sections.public_note import plain
from careerstats.pipeline import publishing
from careerstats.pipeline.attack import published_files
from careerstats.pipeline.beside import methods
from careerstats.pipeline.request import processed_of, reports_of

Row = dict[str, Any]
SHOWN = 20  # of the same kind


@dataclass(frozen=True)
class _Publication:
    """What there is of a period: the folder, what was written into it, its bundles, the versions published."""

    home: Path
    ledger: Path
    methods: Path
    bundles: list[Row]
    versions: tuple[Version, ...]

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.home.rglob("*") if path.is_file())


def attack(project: Path, dataset: str, say: Callable[[str], None] = print) -> int:
    """Try to compute every hidden value from what is published; 1 where one is given away.

    Raises NoteError where no public notes have been built.
    """
    opened = open_dataset(project, dataset)
    limits, publication = thresholds(opened.settings), _read(project, dataset, opened)
    names = _places(publication.bundles)
    guessed = guesses(publication.bundles, limits)
    right = [guess for guess in guessed if not guess.is_rounded or guess.gives_away(limits)]
    say(
        _what_was_read(
            publication, sum(not guess.is_rounded for guess in guessed), sum(guess.is_rounded for guess in guessed)
        )
    )
    for guess in right:
        say(f"– {_range_of(guess, names)}{': РАСКРЫТО' if guess.gives_away(limits) else ''}")
    past = [version for version in _over_versions(opened, publication, limits) if version.gives_away(limits)]
    spilt = [f"по всем публикациям вместе: {_range_of(spill, names)}" for spill in past]
    for bundle in publication.bundles:
        whose = bundle["territory"]["name"]
        spilt += [f"число рядом со скрытым значением: {whose}: {where}" for where in leaks(bundle)]
        spilt += [
            f"числа по группе детей, о которой не публикуют: {whose}: {where}" for where in sensitive_parts(bundle)
        ]
    spilt += [*_strange(publication), *_stated(publication)]
    for text in spilt[:SHOWN]:
        say(f"– {text}")
    if len(spilt) > SHOWN:
        say(f"– и ещё {wording.integer(len(spilt) - SHOWN)}")
    bad = any(guess.gives_away(limits) for guess in right) or bool(spilt)
    allowed = f"возможно каждое значение от {limits.least} до {limits.most}"
    if limits.base:
        allowed += f", а у каждого округлённого – не меньше {FEWEST} значений"
    say("Скрытые значения раскрываются: не публикуйте." if bad else f"Ничего не раскрыто: {allowed}.")
    return int(bad)


def _read(project: Path, dataset: str, opened: Dataset) -> _Publication:
    beside, reports = processed_of(project, dataset), reports_of(project, dataset)
    home = beside / "notes" / slug(opened.period) / PUBLIC
    files = sorted(path for path in home.glob("*.json") if not path.name.startswith(PREFIX))
    bundles = [json.loads(read_text(path)) for path in files]
    if not bundles:
        what = f"Сначала: careerstats build {dataset} --audience public"
        raise NoteError(f"Справок для публикации в наборе «{dataset}» нет. {what}")
    versions = publishing.earlier(beside, opened.period)
    folder = reports / home_of(opened.period, PUBLIC)
    return _Publication(folder, reports / "run.json", beside / methods.RECORD, bundles, versions)


def _what_was_read(publication: _Publication, hidden: int, nearly: int) -> str:
    files = publication.files
    unread = [path for path in files if path.suffix == ".pdf"] if not published_files.can_read_pdf() else []
    lacking = f" PDF ({len(unread)}) не прочитаны: нет программы pdftotext (poppler)." if unread else ""
    return (
        f"Прочитано сведений для публикации: {len(publication.bundles)}, файлов: {len(files) - len(unread)}, "
        f"публикаций этого периода: {len(publication.versions)}; скрытых значений: {hidden}"
        f"{f', округлённых: {nearly}' if nearly else ''}.{lacking}"
    )


def _over_versions(opened: Dataset, publication: _Publication, limits: Thresholds) -> list[Guess]:
    if len(publication.versions) < 2:
        return []
    catalogue = catalogues.load(opened.catalogue).in_period(opened.period)
    editions = sensitive_indicators(catalogue, opened.period)
    return guesses_together(publication.versions, editions, publication.bundles[0]["region"]["code"], limits)


def _strange(publication: _Publication) -> Iterator[str]:
    """Files that the last build did not write, or not like this."""
    run, _ = ledger.load(publication.ledger)
    folder = publication.home.name
    ours = {
        f"{entry.code}/{name}": key
        for note, entry in run.notes.items()
        if note.startswith(f"{folder}/") and entry.status == "done"
        for name, key in entry.outputs.items()
    } | methods.written(publication.methods, folder)
    for path in publication.files:
        name = path.relative_to(publication.home).as_posix()
        if name == "index.html":
            continue
        if name not in ours:
            yield f"файл, которого сборка не писала: {folder}/{name}; уберите его из папки"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != ours[name]:
            yield f"файл изменён после сборки: {folder}/{name}; постройте папку заново"


def _stated(publication: _Publication) -> Iterator[str]:
    """What files say of indicators with hidden values beyond what may be shown."""
    shown = collect(publication.bundles)
    ids = {id for _, id in shown.hidden} | {row.indicator for version in publication.versions for row in version.rows}
    names = {id: _names_of(id, publication.bundles) for id in sorted(ids)}
    passports = [passport for bundle in publication.bundles for passport in bundle.get("passports", {}).values()]
    shorts = {passport["short"] for passport in passports if passport["short"]}
    titles = frozenset(title.casefold() for short in shorts for title in (short, plain(short)))
    known = Known(shown.shown, shown.hidden, shown.region, names, titles, _places(publication.bundles))
    for path in publication.files:
        owner = path.parent.name if path.parent != publication.home else shown.region
        where = path.relative_to(publication.home.parent).as_posix()
        yield from (f"{where}: {text}" for text in excessive(published_files.lines_of(path), owner, known))


def _names_of(id: str, bundles: list[Row]) -> frozenset[str]:
    """What an indicator is called in the notes, in small letters."""
    passports = [bundle["passports"][id] for bundle in bundles if id in bundle.get("passports", {})]
    words = [
        (
            passport["short"],
            plain(passport["short"]),
            *(passport["words"].get(name, "") for name in ("column", "share")),
        )
        for passport in passports
    ]
    return frozenset(text.casefold() for texts in words for text in texts if text)


def _places(bundles: list[Row]) -> dict[str, str]:
    every = (*bundles[0]["municipalities"], bundles[0]["region"])
    return {territory["code"]: " ".join(territory["name"].split()) for territory in every}


def _range_of(guess: Guess, names: dict[str, str]) -> str:
    whose = names.get(guess.code, guess.code)
    return f"{whose}, {guess.indicator}: от {wording.integer(guess.low)} до {wording.integer(guess.high)}"
