"""A notebook of the project's own -> the report that it declares in the cell of its parameters, in one line.

``#| careerstats: {whose: municipality, formats: [docx, pdf], audience: [internal, public], title: Наше исследование}``;
what is not said: of each municipality, in all formats, for the internal audience, titled by the name of the file. It
opens the bundles of the notes, and no others: what its audience may not see is not there.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from careerstats import letters, written
from careerstats.batch import reading
from careerstats.contracts.notebook import OwnNotebook, text_of
from careerstats.errors import NoteError, UsageError, nearest
from careerstats.model import Problem
from careerstats.pipeline.reports import ALL, FORMATS, NOTEBOOKS, REPORTS, Report

TAKEN = ("start", "research", "note", "tables", "plan")
"""Notebooks that are run once, and names of files that lie beside a note."""

WRONG = (
    "Блокнот {path}, строка «#| careerstats: …»: {what}. Пример: #| careerstats: {{whose: municipality, formats: "
    "[docx, pdf], audience: [internal, public], title: Наше исследование}}"
)
UNKNOWN = (
    "--notebook: нет такого: {name}. {hint}Можно: {known}. Свой блокнот положите в папку {folder}: имя файла – буквы, "
    "цифры, «-» и «_»."
)

_DECLARED = re.compile(r"^#\|\s*careerstats:(.*)$", re.MULTILINE)
_OPTIONS = re.compile(r"^#\|.*", re.MULTILINE)
_NAME = re.compile(r"\w[\w-]*")


def own(project: Path) -> list[str]:
    """Names of the project's own notebooks that a build may run."""
    names = sorted(path.stem for path in (project / "notebooks").glob("*.ipynb"))
    return [name for name in names if _NAME.fullmatch(name) and name not in (*NOTEBOOKS, *TAKEN)]


def refuse_unknown(project: Path, names: tuple[str, ...]) -> None:
    """Raises UsageError for what is neither shipped nor the project's own."""
    known = [*NOTEBOOKS, *own(project)]
    for name in names:
        if name not in known:
            hint = f"{said} " if (said := nearest(name, known)) else ""
            listed, folder = ", ".join(known), project / "notebooks"
            raise UsageError(UNKNOWN.format(name=name, hint=hint, known=listed, folder=folder))


def report_of(project: Path, notebook: str) -> Report:
    """A shipped report, or the one that an own notebook declares. Raises NoteError for a line that cannot be read."""
    shipped = next((report for report in REPORTS if report.notebook == notebook), None)
    return shipped or _declared(project / "notebooks" / f"{notebook}.ipynb")


def title_of(project: Path, notebook: str) -> str:
    """What a document is called where it is linked to; of a notebook that is gone or spoilt, its name."""
    try:
        return report_of(project, notebook).title
    except NoteError:
        return notebook


def undrawn(project: Path) -> list[Problem]:
    """Signs of Markdown and of captions that no font draws; what a cell computes is told of when it has run."""
    paths = [project / "notebooks" / f"{name}.ipynb" for name in own(project)]
    return [remark for path in paths for remark in _undrawn(path)]


def _undrawn(path: Path) -> Iterator[Problem]:
    from careerstats.intake.undrawn import (
        undrawn_sign,
    )  # with numpy, which a build of what has not changed does without

    try:
        cells = reading.read(path)["cells"]
    except NoteError:
        return  # whoever builds it is told
    for number, cell in enumerate(cells, 1):
        source = text_of(cell["source"])
        if cell["cell_type"] == "code":
            source = "".join(_OPTIONS.findall(source))
        if signs := letters.undrawn(source):
            yield undrawn_sign(f"notebooks/{path.name}", f"ячейка {number}", signs)


def _declared(path: Path) -> Report:
    name, said = path.stem, _line(path)
    formats, title = tuple(said.formats) or FORMATS, said.title or path.stem
    for given, known in ((formats, FORMATS), (said.audience, ALL)):
        if wrong := [name for name in given if name not in known]:
            raise NoteError(WRONG.format(path=path, what=f"нет такого: {', '.join(wrong)}; можно: {', '.join(known)}"))
    base = next(report for report in REPORTS if report.notebook == said.whose)
    return base._replace(
        notebook=name, title=title, titles=title, formats=formats, audiences=tuple(said.audience), note=False,
        packed=False, bundles_of=said.whose,
    )  # fmt: skip


def _line(path: Path) -> OwnNotebook:
    cells = reading.read(path)["cells"] if path.is_file() else []
    source = next((cell["source"] for cell in cells if reading.PARAMETERS in cell["metadata"].get("tags", [])), "")
    declared = _DECLARED.findall(text_of(source))
    if len(declared) > 1:
        raise NoteError(WRONG.format(path=path, what=f"таких строк {len(declared)}, нужна одна"))
    try:
        value: object = yaml.safe_load(declared[0]) if declared else {}
    except yaml.YAMLError:
        raise NoteError(WRONG.format(path=path, what="запись не читается, проверьте скобки и двоеточия")) from None
    record, mistakes = written.typed({} if value is None else value, OwnNotebook, whole="строка")
    if record is None:
        raise NoteError(WRONG.format(path=path, what="; ".join(str(mistake) for mistake in mistakes)))
    return record
