"""A regional note -> what changed since the last period: the region as a whole, and which municipalities (rule R8)."""

from careerstats import wording
from careerstats.blocks import Block, items, paragraph
from careerstats.contracts.values import Point
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated


def changed(note: Note) -> list[str]:
    """Indicators whose change since the last period could be judged in any municipality."""
    return [id for id in note.settings.indicators if _judged(note, id)]


def changes(note: Note) -> list[Block]:
    """One line per indicator by which somebody moved: the region then and now, who grew and who fell."""
    ids = changed(note)
    if not ids:
        return []
    since = wording.year(_judged(note, ids[0])[0].previous, "instrumental")
    head = paragraph(
        f"Изменения по сравнению с {since} (в скобках – значения по {note.region_noun('dative')} по представившим "
        "сведения; названы муниципальные образования, где изменение больше обычных колебаний):",
        keep=True,
    )
    texts = [text for id in ids if (text := _line(note, id))]
    return [head, items(punctuated(texts))] if texts else []


def _judged(note: Note, id: str) -> list[Point]:
    return [point for point in note.bundle.everyone[id] if point.change in ("up", "down", "same")]


def _line(note: Note, id: str) -> str:
    text = f"{note.words(id).share}{_levels(note, id)}: "
    parts = [
        f"{word} в {wording.joined([note.form('prepositional', code) for code in codes])}"
        for change, word in (("up", "рост"), ("down", "снижение"))
        if (codes := [point.code for point in note.bundle.everyone[id] if point.change == change])
    ]
    return text + "; ".join(parts) if parts else ""


def _levels(note: Note, id: str) -> str:
    """« (было 54,2 %, стало 57,8 %)» of the region."""
    row = note.bundle.region_values[id]
    if not row.had_share or not row.has_share:
        return ""
    return f" (было {wording.percent(*row.before)}, стало {wording.percent(*row.own)})"
