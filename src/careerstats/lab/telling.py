"""A command that runs or is over -> what the page says of it, as html; how far a build is, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from careerstats import wording
from careerstats.contracts.plain import Data, inner
from careerstats.lab.parts import lines, listed, said
from careerstats.lab.works import DONE, LOST, STOPPED, Work

_STOPPED = "Остановлено. Готовое сохранено; чтобы продолжить с остального, нажмите ту же кнопку ещё раз."
_LOST = (
    "Работа прервалась: компьютер выключали или процесс остановила система. Готовое сохранено; чтобы продолжить, "
    "нажмите ту же кнопку ещё раз."
)
_CRASHED = "Программа прервалась из-за своей ошибки. Текст ниже пригодится тем, кто её сопровождает."
_BUILT = "Часть справок не построена или в данных есть ошибки. Что именно, сказано ниже."
_END = {
    ("check", 0): "Данные проверены.",
    ("check", 1): "Данные проверены. Есть ошибки: числа с ними не использованы.",
    ("make", 0): "Формы записаны.",
    ("collect", 0): "Ответы собраны.",
    ("collect", 1): "Ответы собраны. Есть ошибки: числа с ними не использованы.",
    ("build", 0): "Справки построены.",
    ("build", 1): _BUILT,
}
_SAME = "Ничего не изменилось: все справки на месте."
_TRACE = "Traceback (most recent call last)"
_MINUTE = 60.0


def status(work: Work | None) -> str:
    """One paragraph, then what failed, then the command's own words, folded."""
    if work is None:
        return ""
    if work.running:
        return lines(_now(work), kind="cs-now") + _failed(work)
    return _end(work) + _failed(work) + said(work.told)


def bar(work: Work | None) -> "Progress | None":
    """How far a build is; None for what has no bar."""
    if work is None or not work.running or work.kind != "build":
        return None
    return progress(work.events)


def _now(work: Work) -> str:
    how = words(progress(work.events)) if work.kind == "build" else "идёт, обычно это меньше минуты…"
    stopping = " Останавливается…" if work.stopping else ""
    return f"{work.title}: {how[:1].lower()}{how[1:]}{stopping}"


def _end(work: Work) -> str:
    if work.status == STOPPED:
        return lines(_STOPPED, kind="cs-warning")
    if work.status == LOST:
        return lines(_LOST, kind="cs-bad")
    if _TRACE in work.told:
        return lines(_CRASHED, kind="cs-bad")
    if progress(work.events).total == 0 and not work.code:
        return lines(_SAME, kind="cs-good")
    text = _END.get((work.kind, work.code or 0))
    if text is None:  # the program has said itself what is wrong with what was asked
        return lines(f"{work.title}: не получилось.", *work.told.strip().splitlines()[:12], kind="cs-bad")
    return lines(text, kind="cs-warning" if work.code else "cs-good")


def _failed(work: Work) -> str:
    """Notes that could not be built, by name."""
    bad = [event for event in work.events if event.get("event") == "note" and event.get("status") != "done"]
    if work.status not in (DONE, "running"):
        return ""
    return listed(escape(f"{note.get('name', '')}: {inner(note, 'error').get('message', '')}") for note in bad)


# ---- how far a build is


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


def progress(events: Iterable[Data]) -> Progress:
    """``events``: the log of a build, in order."""
    told = list(events)
    planned = next((event.get("total") for event in told if event.get("event") == "plan"), None)
    notes = [event for event in told if event.get("event") == "note"]
    done = sum(note.get("status") == "done" for note in notes)
    total = planned if isinstance(planned, int) else None
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
