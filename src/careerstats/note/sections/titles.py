"""A note and what it is about -> its title block: the kind of document, its marks, what the file's properties say."""

from careerstats.blocks import Blocks
from careerstats.blocks import title as title_block
from careerstats.model import PUBLIC
from careerstats.note.opening import Note

_META = ("audience", "dataset", "period", "date", "version")


def opening(note: Note, kind: str, subject: str, *, lead: str, title: str = "") -> Blocks:
    """``title``: how the file's properties call it, where that is not the kind and the subject."""
    marks = ["Условные данные"] if note["synthetic"] else []
    marks += ["Для публикации"] if note["audience"] == PUBLIC else []
    meta = {key: str(note[key]) for key in _META}
    meta |= {"code": note.territory.code, "title": title or f"{kind} {subject}", "bundle": note.hash}
    return Blocks([title_block(kind, subject, lead=lead, marks=marks, **meta)])
