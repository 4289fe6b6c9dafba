"""A note and what it is about -> its title block: the kind of document, its marks, what the file's properties say."""

from careerstats.audiences import PUBLIC
from careerstats.blocks import Blocks, public
from careerstats.blocks import title as title_block
from careerstats.note.opening import Note


def opening(note: Note, kind: str, subject: str, *, lead: str, title: str = "") -> Blocks:
    """``title``: how the file's properties call it, where that is not the kind and the subject."""
    marks = ["Условные данные"] if note.bundle.synthetic else []
    if note.bundle.audience == PUBLIC:
        marks = [". ".join([*marks, "Для публикации"])]
    meta = note.origin | {"title": title or f"{kind} {subject}"}
    return Blocks([title_block(kind, subject, lead=lead, marks=marks, **meta)])


def issued(note: Note, verb: str) -> str:
    """«Подготовлены …» with the name of the institute; the verb alone where none is named."""
    return f"{verb} {note.settings.issuer.name}".rstrip()


@public
def own_title(note: Note, document: str, subject: str = "") -> Blocks:
    """The head of a document of one's own; without a ``subject``, of whom it is and of which period."""
    return opening(note, document, subject or f"{note.territory.name}, {note.bundle.period}", lead="")
