"""A weekly course -> its words: share, pace, how far the target is and when it would be met."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from careerstats import wording
from careerstats.contracts.weekly import DOWN, FEW, STALE, TOTAL, Course
from careerstats.model import UNASSIGNED
from careerstats.note.opening import Note

FAR = timedelta(days=365)
"""A day so much after the term that this pace says nothing of it."""

METHOD = (
    "Темп – средний по величине (медиана) недельный прирост за последние четыре недели. Дата при сохранении темпа – "
    "расчёт, а не прогноз. Численность – всех школ, в аналитической справке – школ, сведения которых приняты, поэтому "
    "числа двух документов могут различаться."
)
NOTES = {
    FEW: "Темп не рассчитан: за четыре недели менее трёх сведений",
    DOWN: "Темп не рассчитан: нарастающий итог за четыре недели уменьшался, нужно проверить",
    STALE: "Темп не рассчитан: на последнюю дату сведений нет",
}


NO_PACE = {
    FEW: f"{NOTES[FEW]}.",
    STALE: "Темп не рассчитан: сведения на последнюю дату представлены не полностью.",
}


def course_of(note: Note, id: str, code: str) -> Course | None:
    """The course of an indicator and a place."""
    return next((course for course in note.weekly.courses if (course.indicator, course.code) == (id, code)), None)


def courses_of_places(note: Note, id: str) -> list[Course]:
    """Of an indicator those of municipalities, without their sum and those who named none."""
    return [each for each in note.weekly.courses if each.indicator == id and each.code not in (TOTAL, UNASSIGNED)]


def slow_of(note: Note, id: str) -> list[Course]:
    """Municipalities that will not have reached the target in time as it goes, the most lacking first."""
    own = (each for each in courses_of_places(note, id) if _is_slow(note, each))
    return sorted(own, key=lambda each: -(each.remaining or 0))


def _is_slow(note: Note, course: Course) -> bool:
    """Nobody is added, or too few a week; where no pace is known, only what has not changed at all is told."""
    if not course.remaining or course.indicator not in note.weekly.targets:
        return False
    by = note.weekly.targets[course.indicator].by
    slow = course.pace is not None and (course.reach is None or course.reach > by)
    return course.still_since is not None or slow


def next_day(note: Note) -> date:
    """When the next numbers are due, by the step of the last two, and not after the next term of a target."""
    days, last = note.weekly.days, note.weekly.last
    step = last - days[-2] if len(days) > 1 else timedelta(weeks=1)
    return min([last + step, *(target.by for target in note.weekly.targets.values() if target.by > last)])


def goal_words(note: Note, id: str) -> str:
    """«60 %», «66,7 %» as the target is written."""
    value = note.weekly.targets[id].value
    digits = next((digits for digits in range(4) if (value * 10**digits).denominator == 1), 4)
    return f"{wording.decimal(value, digits)}{wording.NBSP}%"


def aim(note: Note, id: str) -> str:
    """«; целевое значение 60 % к 31.05.2025»; empty where there is no target."""
    if id not in note.weekly.targets:
        return ""
    return f"; целевое значение {goal_words(note, id)} к {wording.day(note.weekly.targets[id].by)}"


def pace_words(pace: Fraction) -> str:
    """«22,5», «43»."""
    return wording.decimal(pace, 0 if pace.denominator == 1 else 1)


def pace_cell(course: Course) -> str:
    """The pace, or a dash; why there is none stands under the table."""
    return wording.DASH if course.pace is None else pace_words(course.pace)


def outlook_cell(note: Note, course: Course) -> str:
    """When the target is met at this pace, in a few words."""
    if course.remaining is None:
        return wording.DASH
    if not course.remaining:
        return "достигнуто, если числа верны" if course.back or course.no_pace == DOWN else "достигнуто"
    if course.pace is None:
        return wording.DASH
    return "прироста нет" if not course.pace else _when(note, course)


def _when(note: Note, course: Course) -> str:
    """«к 30.04.2025», «к 09.06.2025 (после срока)»."""
    by, reach = note.weekly.targets[course.indicator].by, course.reach
    if reach is None or reach > by + FAR:
        return "более чем через год после срока"
    return f"к {wording.day(reach)}{' (после срока)' if reach > by else ''}"


def outlook(note: Note, course: Course) -> str:
    """What the target still takes, the pace there is, when it would be met: one or two sentences."""
    sentences = [_target(note, course), _pace(note, course)]
    return " ".join(text for text in sentences if text)


def _target(note: Note, course: Course) -> str:
    id = course.indicator
    if course.remaining is None:
        return ""
    words = f"Целевое значение {goal_words(note, id)}"
    if not course.remaining:
        return f"{words} достигнуто, если числа верны." if course.no_pace == DOWN else f"{words} достигнуто."
    lacking = wording.counted(course.remaining, *note.words(id).noun_genitive)
    by = note.weekly.targets[id].by
    if course.needed is None:
        return f"{words}, срок {wording.day(by)} прошёл: не хватает {lacking}."
    needed = wording.integer(ceil(course.needed))
    return f"{words} к {wording.day(by)}: не хватает {lacking}, нужно добавлять в среднем по {needed} в неделю."


def _pace(note: Note, course: Course) -> str:
    if course.still_since:
        same = sum(snapshot.day >= course.still_since for snapshot in course.snapshots)
        dates = wording.counted(same, "дату", "даты", "дат")
        since = f"Число не менялось {dates} подряд, с {wording.day(course.still_since)}"
        return f"{since}: проверьте, обновляются ли сведения."
    if course.pace is None:
        return NO_PACE.get(course.no_pace, "")
    if not course.pace:
        return "За последние четыре недели обычный недельный прирост равен нулю."
    noun, whole = note.words(course.indicator), course.pace.denominator == 1
    people = wording.plural(int(course.pace), *noun.noun) if whole else noun.noun_genitive[0]
    words = f"Темп последних четырёх недель – {pace_words(course.pace)} {people} в неделю"
    if course.remaining:
        words += f"; при сохранении темпа – {_when(note, course)}"
    return f"{words}."
