"""One row of a weekly bundle -> its words: share, pace, how far the target is and when it would be met."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from careerstats import wording
from careerstats.note.opening import Note

Row = dict[str, Any]

TOTAL, UNASSIGNED = "total", "unassigned"
FAR = timedelta(days=365)
"""A day so much after the term that this pace says nothing of it."""

METHOD = (
    "Темп – медиана недельного прироста за последние четыре недели (не менее трёх сведений). Дата при сохранении темпа "
    "– расчёт, а не прогноз; причины ускорения и замедления эти сведения не называют."
)
NOTES = {
    "few": "Темп не рассчитан: за четыре недели менее трёх сведений",
    "down": "Темп не рассчитан: нарастающий итог за четыре недели уменьшался, нужно проверить",
    "stale": "Темп не рассчитан: на последнюю дату сведений нет",
}


NO_PACE = {
    "down": "Темп не рассчитан: нарастающий итог уменьшался.",
    "stale": "Темп не рассчитан: сведения на последнюю дату представлены не полностью.",
}


def is_region(note: Note) -> bool:
    """Whether the page is that of all municipalities."""
    return note.territory.code == note.region.code


def found(note: Note, id: str, code: str) -> Row | None:
    """The row of an indicator and a place."""
    return next((one for one in note["rows"] if (one["indicator"], one["code"]) == (id, code)), None)


def goal_words(note: Note, id: str) -> str:
    """«60 %», «66,7 %» as the target is written."""
    value = Fraction(note["targets"][id]["value"])
    digits = next((one for one in range(4) if (value * 10**one).denominator == 1), 4)
    return f"{wording.decimal(value, digits)}{wording.NBSP}%"


def aim(note: Note, id: str) -> str:
    """«; целевое значение 60 % к 31.05.2025»; empty where there is no target."""
    if id not in note["targets"]:
        return ""
    return f"; целевое значение {goal_words(note, id)} к {wording.day(note['targets'][id]['by'])}"


def by_target(note: Note) -> str:
    """Of which target «нужно в неделю» speaks."""
    return "«Нужно в неделю» – сколько в среднем нужно добавлять, чтобы достигнуть целевого значения в срок."


def pace_words(pace: str) -> str:
    """«22,5», «43»."""
    exact = Fraction(pace)
    return wording.decimal(exact, 0 if exact.denominator == 1 else 1)


def pace_cell(one: Row) -> str:
    """The pace, or a dash; why there is none stands under the table."""
    return wording.DASH if one["pace"] is None else pace_words(one["pace"])


def outlook_cell(note: Note, one: Row) -> str:
    """When the target is met at this pace, in a few words."""
    if one["remaining"] is None:
        return wording.DASH
    if not one["remaining"]:
        return "достигнуто"
    if one["pace"] is None:
        return wording.DASH
    return "прироста нет" if not Fraction(one["pace"]) else _when(note, one)


def _when(note: Note, one: Row) -> str:
    """«к 30.04.2025», «к 09.06.2025 (после срока)»."""
    by = date.fromisoformat(note["targets"][one["indicator"]]["by"])
    reach = date.fromisoformat(one["reach"]) if one["reach"] else None
    if reach is None or reach > by + FAR:
        return "более чем через год после срока"
    return f"к {wording.day(one['reach'])}{' (после срока)' if reach > by else ''}"


def outlook(note: Note, one: Row) -> str:
    """What the target still takes, the pace there is, when it would be met: one or two sentences."""
    told = [_target(note, one), _pace(note, one)]
    return " ".join(text for text in told if text)


def _target(note: Note, one: Row) -> str:
    id = one["indicator"]
    if one["remaining"] is None:
        return ""
    words = f"Целевое значение {goal_words(note, id)}"
    if not one["remaining"]:
        return f"{words} достигнуто."
    lacking = wording.counted(one["remaining"], *note.words(id).noun_genitive)
    by = note["targets"][id]["by"]
    if one["needed"] is None:
        return f"{words}, срок {wording.day(by)} прошёл: не хватает {lacking}."
    needed = wording.integer(ceil(Fraction(one["needed"])))
    return f"{words} к {wording.day(by)}: не хватает {lacking}, нужно добавлять в среднем по {needed} в неделю."


def _pace(note: Note, one: Row) -> str:
    if one["still_since"]:
        return f"Число не менялось с {wording.day(one['still_since'])}."
    if one["pace"] is None:
        return NO_PACE.get(one["no_pace"], "")
    if not Fraction(one["pace"]):
        return "За последние четыре недели обычный недельный прирост равен нулю."
    told = f"Темп последних четырёх недель – {pace_words(one['pace'])} в неделю"
    if one["remaining"]:
        told += f"; при сохранении темпа – {_when(note, one)}"
    return f"{told}."
