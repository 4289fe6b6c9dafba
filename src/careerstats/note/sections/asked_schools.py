"""A recommendation to heads of schools -> what their schools have now and lack: the goal of all is not theirs."""

from fractions import Fraction
from math import ceil

from careerstats import wording
from careerstats.contracts.headlines import Headline
from careerstats.contracts.measures import Counts
from careerstats.contracts.recommendations import Recommendation
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.headline_words import is_of_empty


def own_number(note: Note, headline: Headline, asked: Recommendation) -> str:
    """What is told instead of the goal of all, else «».

    «там не хватает 20 обучающихся», of schools named by their answers; where nobody was reached «в школе – 0 из 98,
    цель – 50 (доля всего района)»; of a single one «в школе – 27 из 103, до целевого значения не хватает 30 …».
    """
    if lacking := _of_lacking(headline, asked):
        return f"там не хватает {wording.counted(lacking, *note.words(headline.indicator).noun_genitive)}"
    if is_of_empty(headline) and asked.schools == headline.named:
        where = _there(asked.schools)
        return f"{where} – 0 из {wording.integer(headline.people)}, цель – {_at_own_level(note, headline)}"
    return _of_single(note, headline, asked)


def now(headline: Headline, asked: Recommendation) -> str:
    """«в этих школах – 54 из 468», beside the goal of all; «» where it is for no schools or they are not counted."""
    counts = _counts(headline, asked.schools)
    return f"{_there(asked.schools)} – {wording.among(*counts)}" if counts else ""


def whose(note: Note) -> str:
    """« округа»: of whom a goal is, where it stands beside numbers of some schools."""
    return f" {note.noun('genitive')}"


def _of_lacking(headline: Headline, asked: Recommendation) -> int:
    """How many are short in schools addressed because of their own answers: they need not be those that lack most."""
    answered = [own for own in headline.lacking if own.kind == asked.cause]
    ours = headline.gap and asked.schools and any({*asked.schools} <= {*own.schools} for own in answered)
    return asked.people if ours else 0


def _at_own_level(note: Note, headline: Headline) -> str:
    """«50 (доля всего района)»: the share of the whole place, in schools where nobody was reached."""
    row = note.value(headline.indicator)
    if row is None or not row.has_share:
        return "все"
    k, n = row.own
    return f"{wording.integer(ceil(Fraction(headline.people * k, n)))} (доля всего{whose(note)})"


def _of_single(note: Note, headline: Headline, asked: Recommendation) -> str:
    gap = headline.gap
    if gap is None or len(asked.schools) != 1:
        return ""
    part = next((own for own in gap.parts if own.name in asked.schools and own.people > 0), None)
    row = note.value(headline.indicator)
    if part is None or row is None:
        return ""
    k, n = (wording.integer(number) for number in part.now)
    lacking = phrases.counted_genitive(note, row, part.people)
    return f"в школе – {k} из {n}, до {phrases.LEVELS[gap.of]} не хватает {lacking}"


def _counts(headline: Headline, schools: tuple[str, ...]) -> Counts | None:
    """Of all of them together, by the parts of the gap or the fall, else of the lower of two groups."""
    lower = headline.groups.lower if headline.groups else None
    parts = {part.name: part.now for of in (headline.change, headline.gap) if of for part in of.parts}
    known = [parts[name] for name in schools if name in parts]
    if schools and len(known) == len(schools):
        return sum(k for k, _ in known), sum(n for _, n in known)
    return (lower.numerator, lower.denominator) if lower and lower.schools == schools else None


def _there(schools: tuple[str, ...]) -> str:
    return "в школе" if len(schools) == 1 else "в этих школах"
