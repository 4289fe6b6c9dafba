"""Captions, names of sheets and files, answers -> the period of a table; what could be two periods is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from careerstats.contracts.adding import Choice, Question
from careerstats.intake.spelled_periods import periods_named, states_told
from careerstats.model import period_of, period_start
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.places import Answers


class Told(NamedTuple):
    """A period and where it stands: caption, sheet, file."""

    period: str
    origin: str


def told(captions: Iterable[str], sheet: str, file: str, usual: str) -> tuple[list[Told], bool]:
    """What is told nearest to the table, and whether it is certain: one period, of the kind the dataset has."""
    for origin, texts in (("caption", list(captions)), ("sheet", [sheet]), ("file", [file])):
        named = list(dict.fromkeys(period for text in texts for period in periods_named(text)))
        named = named or list(dict.fromkeys(period for text in texts for period in states_told(text, usual)))
        if named:
            return [Told(period, origin) for period in named], len(named) == 1 and is_alike(named[0], usual)
    return [], True


def is_alike(period: str, other: str) -> bool:
    """Both years, or both school years."""
    return ("/" in period) == ("/" in other)


def is_later(period: str, other: str) -> bool:
    return period_start(period) > period_start(other)


@dataclass(frozen=True)
class Dated:
    """The period of a table: ``written`` as its entry says it, ``stands`` as it is, ``origin`` of who told it."""

    written: str = ""
    stands: str = ""
    origin: str = ""
    question: Question | None = None


def dated(look: Look, captions: Sequence[str], sheet: str, answers: Answers, by_rows: bool) -> Dated:
    usual = look.place.dataset.period
    if by_rows:
        return Dated("", usual, "head")
    key = f"{sheet}!period"
    if answer := period_of(answers.get(key, answers.get("period", ""))):
        return Dated(answer, answer, "answer")
    named, certain = told(captions, "" if look.named else sheet, look.path.stem, usual)
    if not named:
        return Dated("", usual)
    if certain:
        return Dated(named[0].period, named[0].period, named[0].origin)
    offered = dict.fromkeys([usual, *(mention.period for mention in named)])
    question = Question(
        key=key,
        kind="period",
        about=sheet,
        choices=tuple(Choice(value=period) for period in offered),
        hints=tuple(mention.period for mention in named),
    )
    return Dated("", usual, "", question)
