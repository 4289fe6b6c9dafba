"""A dataset that was built -> built again in a clean folder by a new process, every byte compared."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from careerstats.batch import fingerprint, ledger
from careerstats.batch.ledger import Entry, Run
from careerstats.batch.tasks import NOTEBOOKS
from careerstats.contracts.shared import PREFIX
from careerstats.errors import NoteError
from careerstats.model import APART
from careerstats.pipeline import publishing
from careerstats.pipeline.beside import methods
from careerstats.pipeline.beside.protocol import PREVIOUS
from careerstats.pipeline.request import TABLES, Request, Say, processed_of, reports_of
from careerstats.pipeline.tasks import inputs_of
from careerstats.pipeline.verify import culprits, differences

Notes = dict[str, Entry]

FIRST = "Сначала: careerstats build {dataset}. {why}"
NOTHING = "Готовых справок нет."
STALE = "После сборки изменились данные или программа: сравнивать не с чем."
FAILED_AGAIN = "Построить набор заново не удалось (код {code}), исправьте и повторите:\n{said}"
BY_HAND = "{file}: изменён вручную, сравнивать не с чем"
GONE, TOUCHED = "файла нет", "изменён после сборки"
NOT_REBUILT = "заново не построена: {why}"
MAY_DIFFER = "Что в блокнотах может давать каждый раз новое:"
OLD = "построена раньше, по другим данным или другой версией программы; сначала careerstats build"
EDITION = re.compile(r" \(новая редакция[ \d]*\)")


@dataclass(frozen=True)
class _Pair:
    """The project as it was built, and the same built anew in a clean folder."""

    dataset: str
    old: Path
    new: Path


def verify(project: Path, dataset: str, sample: int | None = None, say: Say = print) -> int:
    """Compare all notes, or ``sample`` of them, and the tables; returns 0 where every byte is the same, else 1.

    Raises NoteError where nothing was built, or the data or the program changed since.
    """
    run = _last(project, dataset)
    notes = {key: entry for key, entry in run.notes.items() if entry.status == "done"}
    chosen = _chosen(notes, sample)
    with TemporaryDirectory(prefix="careerstats-") as folder:
        pair = _Pair(dataset, project, Path(folder))
        _lay_out(pair)
        _build_again(pair, run, chosen, everything=sample is None)
        bad = dict(_not_comparable(pair, chosen))
        fresh = {key: entry for key, entry in chosen.items() if key not in bad}
        files = list(_files(pair, fresh, run.configuration.formats))
        refined = any(EDITION.search(name) for entry in fresh.values() for name in entry.outputs)
        page = Path("reports", dataset, "index.html")  # there is none beside public notes alone
        if len(fresh) == len(run.notes) and not refined and (project / page).is_file():  # refined files change names
            files.append((page, page))
        files += [(path, path) for path in (*_tables(pair, fresh), *_methods(pair, fresh, run.configuration.formats))]
        bad |= dict(_differing(pair, files, chosen, say))
        return _report(pair, chosen, len(files), bad, say)


def _last(project: Path, dataset: str) -> Run:
    """The ledger of a build that is still the newest there can be."""
    run, _ = ledger.load(project / "reports" / dataset / "run.json")
    if not any(entry.status == "done" for entry in run.notes.values()):
        raise NoteError(FIRST.format(dataset=dataset, why=NOTHING))
    asked = run.configuration
    inputs = inputs_of(project, Request(dataset, notebooks=asked.notebooks, audience=asked.audience))
    if run.program != fingerprint.program() or run.inputs != inputs:
        raise NoteError(FIRST.format(dataset=dataset, why=STALE))
    return run


def _chosen(notes: Notes, sample: int | None) -> Notes:
    """The same choice every time, and no reason to it: by the hash of the name."""
    ranked = sorted(notes, key=lambda key: hashlib.sha256(key.encode("utf-8")).hexdigest())
    return {key: notes[key] for key in sorted(ranked[:sample])}


def _lay_out(pair: _Pair) -> None:
    """What a build reads, and nothing it has written, but for what protocols and public notes are held against."""
    _link(pair.old / "data" / "raw" / pair.dataset, pair.new / "data" / "raw" / pair.dataset)
    own = pair.old / NOTEBOOKS
    for path in (*own.glob("*.ipynb"), *fingerprint.beside(own)):  # copies: cells stand there, and may write
        copy = pair.new / path.relative_to(pair.old)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    old, new = (processed_of(root, pair.dataset) for root in (pair.old, pair.new))
    if (old / PREVIOUS).is_file():
        new.mkdir(parents=True)
        shutil.copyfile(old / PREVIOUS, new / PREVIOUS)
    if (old / publishing.FOLDER).is_dir():
        shutil.copytree(old / publishing.FOLDER, new / publishing.FOLDER)


def _link(folder: Path, to: Path) -> None:
    """A link, so that lists of persons are not copied about; a copy where the system gives links to few."""
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        to.symlink_to(folder.resolve(), target_is_directory=True)
    except OSError:
        shutil.copytree(folder, to)


def _build_again(pair: _Pair, run: Run, chosen: Notes, *, everything: bool) -> None:
    """One new process for each audience. Raises NoteError where it could not even begin."""
    configuration = run.configuration
    for audience in sorted({ledger.audience_of(key) for key in chosen}):
        entries = [entry for key, entry in chosen.items() if ledger.audience_of(key) == audience]
        words = ["--audience", audience, "--formats", ",".join(configuration.formats)]
        words += ["--notebook", ",".join(sorted({entry.notebook for entry in entries}))]
        if configuration.only or not everything:
            words += [word for code in sorted({entry.code for entry in entries}) for word in ("--only", code)]
        command = [sys.executable, "-P", "-m", "careerstats", "--project", str(pair.new), "build", pair.dataset, *words]
        done = subprocess.run(
            command, env=os.environ | {"PYTHONIOENCODING": "utf-8"}, capture_output=True, encoding="utf-8",
            errors="replace", check=False,
        )  # fmt: skip
        if done.returncode not in (0, 1) or not (reports_of(pair.new, pair.dataset) / "run.json").is_file():
            raise NoteError(FAILED_AGAIN.format(code=done.returncode, said=done.stderr.strip()))


def _files(pair: _Pair, chosen: Notes, formats: Iterable[str]) -> Iterator[tuple[Path, Path]]:
    """Files of the notes, under the project: the old one and the new. Somebody's own DOCX has ours beside it."""
    for key, entry in chosen.items():
        folder = Path("reports", pair.dataset, key.partition("/")[0], entry.code)
        replaced = {EDITION.sub("", name) for name in entry.outputs if EDITION.search(name)}
        for name in entry.outputs:
            if name not in replaced and Path(name).suffix[1:] in (*formats, "ipynb"):
                yield folder / name, folder / EDITION.sub("", name)


def _tables(pair: _Pair, chosen: Notes) -> Iterator[Path]:
    """The tables and the bundles of the notes with what they share, under the project."""
    processed = Path("data", "processed", pair.dataset)
    yield from (processed / name for name in TABLES)
    shared: set[Path] = set()
    for key, entry in chosen.items():
        folder, _, name = key.partition("/")
        home = processed / "notes" / folder.removesuffix(APART) / ledger.audience_of(key)
        yield home / f"{name}.json"
        shared.update(home / path.name for path in (pair.old / home).glob(f"{PREFIX}{entry.notebook}-*.json"))
    yield from sorted(shared)


def _methods(pair: _Pair, chosen: Notes, formats: Iterable[str]) -> Iterator[Path]:
    """The documents on the method that lie beside these notes, under the project; those asked for must be there."""
    reports = Path("reports", pair.dataset)
    for folder, audience in dict.fromkeys((key.partition("/")[0], ledger.audience_of(key)) for key in chosen):
        stem = methods.stem_of(reports, folder.removesuffix(APART), audience)
        paths = [stem.with_name(f"{stem.name}.{form}") for form in methods.FORMATS if form in formats]
        yield from (path for path in paths if (pair.old / path).is_file() or (pair.new / path).is_file())


def _not_comparable(pair: _Pair, chosen: Notes) -> Iterator[tuple[str, str]]:
    """Notes of other data or another program than today's, and notes that could not be built again."""
    again, _ = ledger.load(reports_of(pair.new, pair.dataset) / "run.json")
    for key, entry in chosen.items():
        new = again.notes.get(key, Entry())
        if new.status != "done":
            yield key, NOT_REBUILT.format(why=new.error.message if new.error else "её нет в новой сборке")
        elif new.fingerprint != entry.fingerprint:
            yield key, OLD


def _differing(pair: _Pair, files: Iterable[tuple[Path, Path]], chosen: Notes, say: Say) -> Iterator[tuple[str, str]]:
    """Each file that is not the same, and where it first differs."""
    written = _hashes(pair, chosen)
    for old, new in files:
        path, other = pair.old / old, pair.new / new
        if not path.is_file() or not other.is_file():
            yield str(old), f"{GONE}{'' if other.is_file() else ' в новой сборке'}"
        elif written.get(old) not in (None, fingerprint.of_file(path)):
            if old.suffix == ".docx":
                say(BY_HAND.format(file=old))
            else:
                yield str(old), TOUCHED
        elif why := differences.first(old.name, path.read_bytes(), other.read_bytes()):
            yield str(old), why


def _hashes(pair: _Pair, chosen: Notes) -> dict[Path, str]:
    """What the ledger says was written."""
    return {
        Path("reports", pair.dataset, key.partition("/")[0], entry.code, name): sha
        for key, entry in chosen.items()
        for name, sha in entry.outputs.items()
    }


def _report(pair: _Pair, chosen: Notes, files: int, bad: dict[str, str], say: Say) -> int:
    lines = _lint(pair, chosen)
    for text in (MAY_DIFFER, *lines) if lines else ():
        say(text)
    for name, why in bad.items():
        say(f"{name}: {why}")
    checked = f"Проверено справок: {len(chosen)}, файлов: {files}."
    say(f"{checked} {f'Не совпало: {len(bad)}.' if bad else 'Все совпали до байта.'}")
    return 1 if bad else 0


def _lint(pair: _Pair, chosen: Notes) -> list[str]:
    """What the cells' authors wrote that depends on the moment; each said once."""
    lines: dict[str, None] = {}
    for key, entry in chosen.items():
        for name in (name for name in entry.outputs if name.endswith(".ipynb")):
            path = reports_of(pair.new, pair.dataset) / key.partition("/")[0] / entry.code / name
            if path.is_file():
                notebook = json.loads(path.read_text(encoding="utf-8"))
                lines |= dict.fromkeys(f"  {entry.notebook}, {text}" for text in culprits.named(notebook))
    return list(lines)
