"""A weekly bundle -> its contents; a course -> its share as text and picture print it, never as a target not met."""

from careerstats import wording
from careerstats.contracts.weekly import Course, Weekly
from careerstats.note.opening import Note


def weekly(note: Note) -> Weekly:
    """What the page is about; empty in the bundle of another notebook."""
    return note.bundle.weekly or Weekly()


def share(course: Course) -> str:
    """«27,9 %»; empty where the whole is unknown, nought or less than its part."""
    whole = course.whole
    return wording.percent(course.count, whole, _digits(course, whole)) if whole and course.count <= whole else ""


def _digits(course: Course, whole: int) -> int:
    """One decimal; more where it would print the target that is not met."""
    target = course.target
    if not course.remaining or target is None:
        return 1
    exact = wording.exact_share(course.count, whole)
    below = (digits for digits in range(1, 6) if wording.tenths(exact, digits) < wording.tenths(target, digits))
    return next(below, 6)
