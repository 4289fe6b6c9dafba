"""What was ordered, and an executed notebook -> nothing, or why the note in it is another one, in words.

Every note that a cell opens and every section that it shows leave in their outputs of which bundle they are
(``careerstats.blocks``); a title tells it in its properties.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from careerstats import blocks
from careerstats.batch import fingerprint
from careerstats.batch.tasks import Task
from careerstats.blocks import Meta
from careerstats.contracts.notebook import Notebook, Output, text_of
from careerstats.contracts.plain import Data, inner
from careerstats.errors import NoteError

OTHER = (
    "Справка не принята: заказана {ordered}, а ячейка «{cell}» показывает {shown}. Открывайте справку по параметрам, "
    "cs.open_note(dataset, municipality, period), и не задавайте их снова после ячейки с меткой «parameters»."
)
NOT_OPENED = (
    "Справка не принята: заказана {ordered}, а блокнот открыл {opened}. Откройте её в ячейке после параметров: "
    "note = cs.open_note(dataset, municipality, period)."
)
NOTHING = "ни одной справки"
OF_OTHER_DATA = "{same}, но по другим данным"
SAID = (("dataset", "набор"), ("period", "период"), ("code", "код"), ("audience", "для кого"))
AUDIENCES = {"internal": "служебная", "public": "для публикации"}
LONGEST = 60  # signs of a cell in a message


def ordered(task: Task) -> Meta | None:
    """What is asked for, with the sha256 of its bundle; None of a task without one. Raises NoteError where it is gone.

    Taken before any cell is run.
    """
    if not task.bundle:
        return None
    try:
        key = fingerprint.of_file(Path(task.bundle))
    except OSError as error:
        raise NoteError(
            f"Нет файла {task.bundle}. Постройте справки заново: careerstats build {task.dataset}"
        ) from error
    audience = Path(task.bundle).parent.name
    return Meta(dataset=task.dataset, period=task.period, code=task.code, audience=audience, bundle=key)


def refuse_other(wanted: Meta, notebook: Notebook) -> None:
    """Raises NoteError where the notebook opened, shows or is titled as anything else."""
    opened = list(_opened(notebook))
    by_bundle = {meta.bundle: meta for meta in opened}
    for cell, shown in _shown(notebook):
        meta = shown if shown.code else by_bundle.get(shown.bundle, shown)
        if not _same(meta, wanted):
            raise NoteError(OTHER.format(ordered=_said(wanted), cell=cell, shown=_told(meta, wanted)))
    if not any(_same(meta, wanted) for meta in opened):
        text = "; ".join(_told(meta, wanted) for meta in opened) or NOTHING
        raise NoteError(NOT_OPENED.format(ordered=_said(wanted), opened=text))


def _same(meta: Meta, wanted: Meta) -> bool:
    return meta.bundle == wanted.bundle and _said(meta) == _said(wanted)


def _told(meta: Meta, wanted: Meta) -> str:
    said = _said(meta)
    return OF_OTHER_DATA.format(same=said) if said == _said(wanted) else said or "неизвестную справку"


def _said(meta: Meta) -> str:
    """«набор amur-2020, период 2020, код 10710000, служебная»; what is not known is left out."""
    texts = [f"{word} {value}" for name, word in SAID[:-1] if (value := getattr(meta, name))]
    return ", ".join([*texts, *([AUDIENCES.get(meta.audience, meta.audience)] if meta.audience else [])])


def _opened(notebook: Notebook) -> Iterator[Meta]:
    for _, output in _outputs(notebook):
        if (data := _own(output)).get("kind") == blocks.ORIGIN:
            yield msgspec.convert({key: value for key, value in data.items() if key != "kind"}, Meta)


def _shown(notebook: Notebook) -> Iterator[tuple[str, Meta]]:
    """Each cell that shows something of a note, and of which."""
    for cell, output in _outputs(notebook):
        data = _own(output)
        if data.get("kind") == "title" and inner(data, "meta").get("bundle"):
            yield cell, msgspec.convert(data["meta"], Meta)
        tags = inner(output.get("metadata") or {}, "careerstats")
        if data.get("kind") != blocks.ORIGIN and tags.get("bundle"):
            yield cell, Meta(bundle=str(tags["bundle"]))


def _outputs(notebook: Notebook) -> Iterator[tuple[str, Output]]:
    for cell in notebook["cells"]:
        lines = [line.strip() for line in text_of(cell["source"]).splitlines()]
        first = next((line for line in lines if line and not line.startswith("#|")), "")[:LONGEST]
        for output in cell.get("outputs") or ():
            yield first, output


def _own(output: Output) -> Data:
    return inner(output.get("data") or {}, blocks.MIME)
