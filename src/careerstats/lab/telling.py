"""A command that runs or is over -> what the page says of it, as html."""

from html import escape

from careerstats.contracts.plain import inner
from careerstats.lab.parts import lines, said
from careerstats.lab.progress import Progress, progress, words
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
_UNCHANGED, _SAME = "Ничего не изменилось, блокноты", "Ничего не изменилось: все справки на месте."
_TRACE = "Traceback (most recent call last)"


def status(work: Work | None) -> str:
    """One paragraph, then what failed, then the command's own words, folded."""
    if work is None:
        return ""
    if work.running:
        return lines(_now(work), kind="cs-now") + _failed(work)
    return _end(work) + _failed(work) + said(work.told)


def bar(work: Work | None) -> Progress | None:
    """How far a build is; None for what has no bar."""
    if work is None or not work.running or work.kind != "build":
        return None
    return progress(work.told, work.events)


def _now(work: Work) -> str:
    how = words(progress(work.told, work.events)) if work.kind == "build" else "идёт, обычно это меньше минуты…"
    stopping = " Останавливается…" if work.stopping else ""
    return f"{work.title}: {how[:1].lower()}{how[1:]}{stopping}"


def _end(work: Work) -> str:
    if work.status == STOPPED:
        return lines(_STOPPED, kind="cs-warning")
    if work.status == LOST:
        return lines(_LOST, kind="cs-bad")
    if _TRACE in work.told:
        return lines(_CRASHED, kind="cs-bad")
    if _UNCHANGED in work.told and not work.code:
        return lines(_SAME, kind="cs-good")
    text = _END.get((work.kind, work.code or 0))
    if text is None:  # the program has said itself what is wrong with what was asked
        return lines(f"{work.title}: не получилось.", *work.told.strip().splitlines()[:12], kind="cs-bad")
    return lines(text, kind="cs-warning" if work.code else "cs-good")


def _failed(work: Work) -> str:
    """Notes that could not be built, by name."""
    bad = [event for event in work.events if event.get("event") == "note" and event.get("status") != "done"]
    if not bad or work.status not in (DONE, "running"):
        return ""
    rows = (f"{package.get('name', '')}: {inner(package, 'error').get('message', '')}" for package in bad)
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in rows)}</ul>"
