"""Where a table or a list tells its period -> the period, who told it, or the question that it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from careerstats.contracts.adding import Choice, Question
from careerstats.model import period_of
from careerstats.pipeline.adding import periods
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.mapping import Answers


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
    named, certain = periods.told(captions, "" if look.named else sheet, look.path.stem, usual)
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
