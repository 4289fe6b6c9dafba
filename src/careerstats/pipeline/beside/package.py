"""Built notes and their bundles -> the package a municipality receives, in files whose names one can e-mail.

``<code>/пакет``: the cover letter, the note, its tables, the draft plan, the protocol of remarks, extracts.
A file that somebody has changed is theirs: it stays, and the new one is written beside it.
"""

import html
import io
import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import msgspec

from careerstats import wording
from careerstats.audiences import INTERNAL
from careerstats.batch import files, fingerprint, ledger
from careerstats.batch.theirs import free_name, take_away
from careerstats.blocks import Blocks, Meta
from careerstats.contracts.cycle import Act
from careerstats.contracts.quality import Protocol
from careerstats.export import WRITERS, xlsx
from careerstats.export.document import from_blocks
from careerstats.model import slug
from careerstats.note.opening import Note, read_note
from careerstats.note.sections.letter import Enclosure, letter, letter_meta
from careerstats.note.sections.method import TITLE
from careerstats.note.sections.protocol_extract import extract, protocols
from careerstats.pipeline.beside import methods
from careerstats.pipeline.reports import PACKED

Contents = dict[str, bytes]

FOLDER = "пакет"
EDITED = "note (новая редакция).docx"  # stands beside a note.docx that somebody has changed
LONGEST_NAME = 60
KEPT = "{path} изменён вручную и оставлен как есть; новая редакция записана рядом: {new}"
ASK_PLAN = "Проект плана просим рассмотреть, при необходимости изменить и вернуть в той же книге Excel"
ASK_REMARKS = "Просим рассмотреть протокол замечаний к данным: {asked} –"
CONFIRM = "подтвердить числа, изменившиеся больше обычного, или назвать причину изменения"
COMPLETE = "дополнить недостающие сведения"
MEND = "исправить ошибки"
ASKED = {"base_moved": CONFIRM, "snapshot_went_down": CONFIRM, "not_reported": COMPLETE, "absent": COMPLETE}
"""Code of a remark → what its owner is asked for, where this is not to mend."""

_NOT_IN_NAMES = re.compile(r"[^\w]+")


class Package(msgspec.Struct, frozen=True):
    """What one package was made of, and its files: name → hash of what was written."""

    state: str = ""
    files: dict[str, str] = {}


def write(
    bundles: Path,
    reports: Path,
    record: Path,
    protocols: Mapping[str, Protocol],
    say: Callable[[str], None],
    *,
    template: str = "",
    built: set[str] | None = None,
) -> list[str]:
    """The package of every note of ``bundles`` that lies under ``reports/<code>``; why some were not made.

    ``built``: codes of the notes just built; the packages of others go with their older notes and stay (None: all).
    ``record``: what each package was made of and the hashes of its files; one made of the same is left alone.
    ``protocols``: code → what is to be asked of it about its data; ``template``: the institute's own Word file.
    """
    known, refused = files.known(record, Package), list[str]()
    for code in sorted({path.stem.partition("-")[2] for name in PACKED for path in bundles.glob(f"{name}-*.json")}):
        folder, key = reports / code, f"{reports.name}/{code}"
        last = known.get(key, Package())
        whole = all(
            ledger.is_as_left(folder / FOLDER / name, sha, fingerprint.of_file) for name, sha in last.files.items()
        )
        ours = built is None or code in built or key not in known or not whole or not (folder / FOLDER).is_dir()
        if not (folder.is_dir() and ours):
            continue  # no note was asked for there, or not now
        notes = [read_note(path) for name in PACKED if (path := bundles / f"{name}-{code}.json").is_file()]
        there = (folder / name for name in (*_OWN, EDITED) if (folder / name).is_file())
        if strangers := [text for path in there if (text := _stranger(path, notes[0]))]:
            refused += strangers
            continue
        protocol = protocols.get(code, Protocol())
        state = _state(notes, folder, protocol)
        if last.state == state and whole:
            continue
        written = _put(folder / FOLDER, contents(notes, folder, protocol, template), last.files, say)
        known[key] = Package(state=state, files=written)
    files.record(record, dict(sorted(known.items())))
    return refused


def _state(notes: list[Note], folder: Path, protocol: Protocol) -> str:
    """What a package is made of: bundles, files of the note, remarks."""
    whole = sha256("\0".join(note.hash + note.bundle.version for note in notes).encode("utf-8"))
    for path in (*(folder / name for name in (*_OWN, EDITED)), *_common(folder)):
        whole.update(path.read_bytes() if path.is_file() else b"")
    whole.update(msgspec.json.encode(protocol, order="sorted"))
    return whole.hexdigest()


_OWN = ("note.docx", "note.pdf", "tables.xlsx", "plan.xlsx", "plan.docx")
_COMMON = (".docx", ".pdf")
"""Endings of the document on the method, which is that of the whole region."""


# ---- what is in it


def contents(notes: list[Note], folder: Path, protocol: Protocol, template: str = "") -> Contents:
    """File name → bytes: of the note what lies in ``folder``, the letter and the rest made anew."""
    parts: Contents = {}
    own = next((note for note in notes if note.bundle.notebook != "cycle"), None)
    if own is not None and (enclosed := list(_enclosures(own, folder, protocol))):
        for _, made in enclosed:
            parts |= made
        cover = letter(own, [enclosure for enclosure, _ in enclosed])
        parts |= _printed(_name("Письмо", own), cover, letter_meta(own), template)
    acts = {_act_name(note, act): (note, act) for note in notes for act in protocols(note)}
    for name, (note, act) in acts.items():
        parts |= _printed(name, extract(note, act), template=template)
    return parts


def _enclosures(note: Note, folder: Path, protocol: Protocol) -> Iterator[tuple[Enclosure, Contents]]:
    """What the letter lists, in its order, each with its files."""
    there = {name: (folder / name).read_bytes() for name in _own_files(folder) if (folder / name).is_file()}
    if sheets := {name: data for name, data in there.items() if name.startswith("note.")}:
        stem = _name("Справка", note)
        both = {f"{stem}.{name.rpartition('.')[2]}": data for name, data in sheets.items()}
        yield Enclosure("Аналитическая справка", f"{stem}.docx", _pages(there)), both
    if "tables.xlsx" in there:
        name = f"{_name('Таблицы', note)}.xlsx"
        yield Enclosure("Таблицы справки с формулами", name), {name: there["tables.xlsx"]}
    if "plan.xlsx" in there:
        both = {
            f"{_name('План', note)}.{form}": there[name]
            for form in ("xlsx", "docx")
            if (name := f"plan.{form}") in there
        }
        yield Enclosure("Проект плана мероприятий", next(iter(both)), asked=ASK_PLAN), both
    if both := {f"Методика_{slug(note.bundle.period)}{path.suffix}": path.read_bytes() for path in _common(folder)}:
        yield Enclosure(TITLE, next(iter(both))), both
    if protocol.problems:
        name = f"{_name('Замечания', note)}.xlsx"
        asked = "" if note.is_regional else _asked(protocol)  # a region's remarks are for whoever sends the letter
        enclosure = Enclosure("Протокол замечаний к данным", name, asked=asked, until=protocol.deadline)
        yield enclosure, {name: _protocol(note, protocol)}


def _asked(protocol: Protocol) -> str:
    """«Просим рассмотреть протокол …: исправить ошибки и подтвердить …»: what the remarks really ask for."""
    there = {ASKED.get(remark.problem.code, MEND) for remark in protocol.problems}
    return ASK_REMARKS.format(asked=wording.joined([each for each in (MEND, COMPLETE, CONFIRM) if each in there]))


def _common(folder: Path) -> list[Path]:
    """Files of the region's document on the method that are there."""
    stem = methods.stem_of(folder.parent.parent, folder.parent.name, INTERNAL)
    paths = [stem.with_name(f"{stem.name}{ending}") for ending in _COMMON]
    return [path for path in paths if path.is_file()]


def _own_files(folder: Path) -> tuple[str, ...]:
    """A note edited by hand goes out as it was edited: the PDF would say what it said before."""
    return tuple(name for name in _OWN if name != "note.pdf") if (folder / EDITED).is_file() else _OWN


def _pages(there: Contents) -> int | None:
    """Pages of the printed note; not known where no PDF was asked for."""
    from careerstats.export.pdf import pages

    return pages(there["note.pdf"]) or None if "note.pdf" in there else None


def _protocol(note: Note, protocol: Protocol) -> bytes:
    from careerstats.pipeline.beside.protocol import sheets

    title = f"Протокол замечаний к данным: {note.territory.name}, {note.bundle.period}"
    return xlsx.write(sheets(protocol)[:3], title, note.bundle.date)


def _printed(stem: str, blocks: Blocks, meta: Meta | None = None, template: str = "") -> Contents:
    """The document in Word and PDF; ``meta``: its properties where no title block tells them."""
    document = from_blocks(blocks, template, meta)
    return {f"{stem}.{form}": WRITERS[form](document) for form in ("docx", "pdf")}


def _name(what: str, note: Note) -> str:
    """«Справка_2020_г-Белогорск»."""
    place = _NOT_IN_NAMES.sub("-", note.territory.name)[:LONGEST_NAME].strip("-")
    return f"{what}_{slug(note.bundle.period)}_{place}"


def _act_name(note: Note, act: Act) -> str:
    parts = ("Выписка-из-протокола", act.number, act.date, note.territory.name)
    return "_".join(_NOT_IN_NAMES.sub("-", str(part))[:LONGEST_NAME].strip("-") for part in parts if part)


# ---- onto the disk


def _put(folder: Path, made: Contents, last: dict[str, str], say: Callable[[str], None]) -> dict[str, str]:
    """Write what differs, take away what is no longer part of it; name → hash of what was written."""
    written = {}
    for name, data in made.items():
        target = free_name(folder, name, data, last)
        if target != name:
            say(KEPT.format(path=folder / name, new=target))
        if not (folder / target).is_file() or (folder / target).read_bytes() != data:
            files.put(folder / target, data)
        written[target] = sha256(data).hexdigest()
    for name in set(last) - set(written):
        take_away(folder / name, last[name])
    return written


# ---- a document that is of somebody else


STRANGER = (
    "{path}: это документ не о том, кому предназначен пакет (в свойствах файла: {said}; нужно: {wanted}). Пакет не "
    "собран. Удалите файл и постройте справку заново: careerstats build {dataset} --only {code}"
)
PROPERTIES = "docProps/core.xml"

_ORIGIN = re.compile(r"набор данных [^;<]+; код \d{8}; период [^;<]+")


def _stranger(path: Path, note: Note) -> str:
    """Why the file must not go out with this note; «» where its properties name the same, or nothing.

    A file edited in Word keeps its properties; of one that has none nothing can be said.
    """
    said = _origin(path)
    wanted = f"набор данных {note.bundle.dataset}; код {note.territory.code}; период {note.bundle.period}"
    named = {"dataset": note.bundle.dataset, "code": note.territory.code}
    return STRANGER.format(path=path, said=said, wanted=wanted, **named) if said not in ("", wanted) else ""


def _origin(path: Path) -> str:
    """«набор данных amur-2020; код 10710000; период 2020»."""
    data = path.read_bytes()
    text = data.decode("utf-8", errors="ignore") if path.suffix == ".pdf" else _properties(data)
    match = _ORIGIN.search(text)
    return html.unescape(match[0]) if match else ""


def _properties(data: bytes) -> str:
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return package.read(PROPERTIES).decode("utf-8", errors="ignore")
    except (BadZipFile, KeyError, OSError, RuntimeError, ValueError):
        return ""
