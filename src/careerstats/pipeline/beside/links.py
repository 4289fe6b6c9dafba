"""The ledger of a run, letters and packages -> what each place on the page of the region leads to.

A public page is told of public notes only: no letter, no package, no document for correspondence; nor why one failed,
for that is said in words of cells and folders of the computer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from careerstats.audiences import INTERNAL
from careerstats.batch.ledger import Entry, Run
from careerstats.bundles.by_school import natural
from careerstats.export.index import Group, Item, Leads, Link
from careerstats.grouping import grouped
from careerstats.model import home_of
from careerstats.note.sections.method import TITLE
from careerstats.pipeline import sent
from careerstats.pipeline.beside import methods
from careerstats.pipeline.beside.package import FOLDER
from careerstats.pipeline.own_notebooks import title_of
from careerstats.pipeline.reports import FORMATS, NOTEBOOKS, REPORTS

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring


Packages = Mapping[str, Iterable[str]]
"""``2020/10710000`` → names of the files of that package."""

DOCUMENTS = {
    report.notebook: report.title for report in REPORTS if not report.note and report.parameter != "organisation"
}
PACKED = ("Письмо", "Справка", "Таблицы", "План", "Замечания")
"""Files of a package in the order of its letter; the others, extracts, stand after them."""

NOT_BUILT = "справка не построена"

# What would end an address or begin its query; letters of any language may stand in one as they are.
_ESCAPED = str.maketrans({"%": "%25", "#": "%23", "?": "%3F", " ": "%20", '"': "%22", "\\": "%5C"})


@dataclass(frozen=True)
class Shelf:
    """What there is to link to. ``folder`` stands before the code in an address: «2020/», or nothing."""

    folder: str
    notes: dict[str, Entry]  # «municipality-10710000» → its entry in the ledger
    letters: dict[str, list[str]]
    packages: dict[str, list[str]]
    schools: dict[str, str]
    titles: dict[str, str]  # notebook → its document beside the notes
    method: str  # the document on the method, without its ending


def shelf(monitoring: "Monitoring", run: Run, packages: Packages) -> Shelf:
    """Of the page's own period and audience, and nothing else."""
    results = monitoring.results
    home, ours = home_of(results.dataset.period, results.audience), results.audience == INTERNAL
    listed = {
        key.partition("/")[2]: entry if ours else replace(entry, error=None)
        for key, entry in run.notes.items()
        if key.partition("/")[0] == home
    }
    project, own = results.dataset.folder.parents[2], {entry.notebook for entry in listed.values()} - set(NOTEBOOKS)
    packed = {key.partition("/")[2]: sorted(names) for key, names in packages.items() if key.partition("/")[0] == home}
    return Shelf(
        folder=f"{home}/" if ours else "",  # the public page lies in its folder
        notes=listed,
        letters=sent.letters(results) if ours else {},
        packages=packed if ours else {},
        schools={id: organisation.name for id, organisation in results.intake.organisations.items()},
        titles=DOCUMENTS | {name: title_of(project, name) for name in sorted(own)},
        method=methods.stem_of(Path(), results.dataset.period, results.audience).name,
    )


def of_place(there: Shelf, notebook: str, code: str) -> Leads:
    """Links to the newest version of a note, how it stands with it, and everything else made for the place."""
    entry = there.notes.get(f"{notebook}-{code}")
    newest, earlier = _versions(there, entry, notebook) if entry else ([], [])
    letters = there.letters.get(code, []) if notebook != "cycle" else []
    return Leads(
        links=newest,
        status=_status(entry),
        sent=f"направлена {letters[-1].removeprefix('письмо от ')}" if letters else "",
        refined=bool(letters) and len(earlier) >= len(letters),
        more=[group for group in _more(there, notebook, code, earlier, letters) if group.items],
    )


def _status(entry: Entry | None) -> str:
    if entry is None:
        return NOT_BUILT
    why = f": {entry.error.message}" if entry.error else ""
    return "" if entry.status == "done" else f"не построена{why}"


def _versions(there: Shelf, entry: Entry, notebook: str) -> tuple[list[Link], list[list[Link]]]:
    """Links to the newest version, and to those before it: a version is known by the name of its files."""
    if notebook == "cycle":
        return _files(there, entry, "cycle"), []
    versions: list[list[Link]] = []
    while links := _files(there, entry, sent.stem_of("note", len(versions) + 1)):
        versions.append(links)
    return (versions[-1], versions[:-1]) if versions else ([], [])


def _files(there: Shelf, entry: Entry, stem: str) -> list[Link]:
    """The files of one document in the order of ``FORMATS``; the tables of a note have a name of their own."""
    names = {form: "tables.xlsx" if (stem, form) == ("note", "xlsx") else f"{stem}.{form}" for form in FORMATS}
    return [_link(there, entry.code, name, form) for form, name in names.items() if name in entry.outputs]


def _link(there: Shelf, code: str, name: str, form: str) -> Link:
    return Link(form.upper(), f"{there.folder}{code}/{name}".translate(_ESCAPED))


# ---- everything else


def _more(there: Shelf, notebook: str, code: str, earlier: list[list[Link]], letters: list[str]) -> Iterator[Group]:
    texts = [f"направлен: {letter}" for letter in letters]
    yield Group("Направленный экземпляр", [Item(*kept) for kept in zip(texts, earlier, strict=False)])
    yield Group("Пакет для отправки", list(_packed(there, code)))
    others = {name: title for name, title in there.titles.items() if name != notebook}
    yield Group("Документы", list(_documents(there, others, code)))
    yield Group("Листы школ", list(_sheets(there, code)) if notebook != "region" else [])
    yield Group("Для всех справок", list(_method(there, code)) if notebook == "region" else [])


def _method(there: Shelf, code: str) -> Iterator[Item]:
    """The document on the method lies beside the page, in the formats of the region's note, of which it is made."""
    entry = there.notes.get(f"region-{code}")
    forms = [form for form in methods.FORMATS if entry and f"note.{form}" in entry.outputs]
    if forms:
        yield Item(TITLE, [Link(form.upper(), f"{there.method}.{form}") for form in forms])


def _packed(there: Shelf, code: str) -> Iterator[Item]:
    """Letter, note, tables, plan: one item for the files of one name."""
    files = grouped((path.stem, path) for path in map(PurePosixPath, there.packages.get(code, [])))
    for stem, paths in sorted(files.items(), key=lambda pair: _place(pair[0])):
        forms = [(path.name, path.suffix[1:]) for path in paths if path.suffix[1:] in FORMATS]
        links = [_link(there, code, f"{FOLDER}/{name}", form) for name, form in forms]
        yield Item(stem.partition("_")[0].replace("-", " "), links)


def _place(stem: str) -> tuple[int, str]:
    kind = stem.partition("_")[0]
    return PACKED.index(kind) if kind in PACKED else len(PACKED), stem


def _documents(there: Shelf, titles: Mapping[str, str], code: str) -> Iterator[Item]:
    for name, title in titles.items():
        entry = there.notes.get(f"{name}-{code}")
        if entry and (links := _files(there, entry, name)):
            yield Item(title, links)


def _sheets(there: Shelf, code: str) -> Iterator[Item]:
    """Sheets of the schools of a municipality, in order of their names."""
    ours = {key: entry for key, entry in there.notes.items() if key.startswith("school-") and entry.code == code}
    titled = [(there.schools.get(key.removeprefix("school-"), key), key, entry) for key, entry in ours.items()]
    for title, key, entry in sorted(titled, key=lambda sheet: (natural(sheet[0]), sheet[1])):
        if links := _files(there, entry, key):
            yield Item(title, links[:1])  # the page is to stay small; the others lie beside it
