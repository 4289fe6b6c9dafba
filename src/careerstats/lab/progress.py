"""A build's words and the lines of its log -> how far it is, in numbers and in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from careerstats import wording
from careerstats.contracts.plain import Data

_PLANNED = re.compile(r"^Справок: \d+, из них строится: (\d+)\.$", re.MULTILINE)
_MINUTE = 60.0


@dataclass(frozen=True)
class Progress:
    """Notes of one build; ``total`` is None until it is known, ``seconds`` until it can be guessed."""

    total: int | None
    done: int
    failed: int
    seconds: float | None = None

    @property
    def finished(self) -> int:
        return self.done + self.failed


def progress(text: str, events: Iterable[Data]) -> Progress:
    """``text``: what ``careerstats build`` printed; ``events``: its log, in order."""
    planned = _PLANNED.search(text)
    notes = [event for event in events if event.get("event") == "note"]
    done = sum(note.get("status") == "done" for note in notes)
    total = int(planned[1]) if planned else None
    left = max((total or 0) - len(notes), 0)
    return Progress(total, done, len(notes) - done, _seconds_left(notes, left))


def _seconds_left(notes: list[Data], left: int) -> float | None:
    """At the pace so far; the first note waits for the reading of the data, so it is where counting begins."""
    if len(notes) < 2:
        return None
    first, last = (float(str(notes[at].get("elapsed", 0.0))) for at in (0, -1))
    return (last - first) / (len(notes) - 1) * left


def words(now: Progress) -> str:
    """«Построено 12 из 30, с ошибкой 1, осталось около 2 мин»."""
    if now.total is None:
        return "Читаются и проверяются данные…"
    if not now.total:
        return "Ничего не изменилось: справки на месте."
    trouble = f", с ошибкой {now.failed}" if now.failed else ""
    return f"Построено {now.done} из {now.total}{trouble}{_left(now)}"


def _left(now: Progress) -> str:
    if now.finished >= (now.total or 0):
        return "; пишутся сводная страница и приложения…"
    if now.seconds is None:
        return "…"
    if now.seconds < _MINUTE:
        return ", осталось меньше минуты"
    return f", осталось около {wording.integer(round(now.seconds / _MINUTE))}\u00a0мин"
