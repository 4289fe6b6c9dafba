"""Cumulative numbers by day -> those that went down, weeks without any, places that kept silent."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from careerstats import wording
from careerstats.contracts.counts import Count, number
from careerstats.intake.registers.lines import Context
from careerstats.intake.tables import place_of
from careerstats.model import Problem, period_span

_NAMED = 10  # a longer list is cut: the number says the rest

_WEEKS = ("неделю", "недели", "недель")  # after «нет сведений за»


def found(context: Context, counts: list[Count], days: list[str], files: list[str]) -> list[Problem]:
    """``counts``: reported, sorted by day; ``days``: all days; ``files``: of the dated tables."""
    where = files[0] if len(files) == 1 else "dataset.yaml"
    titles = {id: variable.short or variable.title for id, variable in context.catalogue.variables.items()}
    return [*went_down(counts, titles), *missing_weeks(days, where), *_silent(context, counts, days, where)]


def outside(context: Context, day: str, origins: list[str]) -> Problem:
    """A day outside the dataset's period, or a cell that holds no day at all."""
    file, sheet, cell = place_of(origins[0]) if origins else ("dataset.yaml", "", "")
    try:
        text = f"дата {wording.day(day)} вне периода {context.dataset.period}"
    except ValueError:
        text = f"«{day}» – не дата: нужна дата вида 05.10.2020"
    first, last = (wording.day(day.isoformat()) for day in period_span(context.dataset.period))
    what = f"укажите дату от {first} до {last}; сведения на эту дату не использованы"
    return Problem(file, "blocking", "snapshot_outside_period", text, what, sheet, cell)


def went_down(counts: Iterable[Count], titles: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
    """A cumulative number less than on the day before it, with both cells; ``titles``: of the variables."""
    courses: dict[tuple[str, ...], list[Count]] = {}
    for count in counts:
        key = (count["code"], count["organisation"], count["variable"], count["breakdown"])
        courses.setdefault(key, []).append(count)
    pairs = (pair for course in courses.values() for pair in pairwise(course))
    return [
        _went_down(before, after, titles.get(after["variable"], after["variable"]))
        for before, after in pairs
        if number(after) < number(before)
    ]


def _went_down(before: Count, after: Count, title: str) -> Problem:
    file, sheet, cell = place_of(after["origin"])
    now, was = (wording.integer(number(count)) for count in (after, before))
    message = (
        f"{title}: на {wording.day(after['period'])} – {now}, а на {wording.day(before['period'])} было {was} "
        f"({before['origin']}); нарастающий итог не уменьшается"
    )
    what = "проверьте оба числа; пока они такие, темп не рассчитывается"
    return Problem(file, "warning", "snapshot_went_down", message, what, sheet, cell, after["code"])


def missing_weeks(days: list[str], file: str) -> list[Problem]:
    """Calendar weeks (from Monday) without a snapshot between two that there are."""
    problems = []
    for before, after in pairwise(days):
        missing = _week(after) - _week(before) - 1
        if missing > 0:
            message = (
                f"между {wording.day(before)} и {wording.day(after)} нет сведений за "
                f"{wording.counted(missing, *_WEEKS)}"
            )
            what = "добавьте пропущенные сведения; без них темп рассчитан по имеющимся датам"
            problems.append(Problem(file, "warning", "missing_week", message, what))
    return problems


def _week(day: str) -> int:
    """Number of the week from Monday to Sunday in which a day lies."""
    return (date.fromisoformat(day).toordinal() - 1) // 7


def _silent(context: Context, counts: list[Count], days: list[str], file: str) -> list[Problem]:
    """Municipalities, and organisations that were heard before, without a number on some of the days."""
    heard: dict[str, set[str]] = {}
    schools: dict[str, dict[str, set[str]]] = {}
    for count in counts:
        heard.setdefault(count["code"], set()).add(count["period"])
        if count["organisation"]:
            schools.setdefault(count["code"], {}).setdefault(count["organisation"], set()).add(count["period"])
    problems = []
    for territory in context.territories:
        lacking = [day for day in days if day not in heard.get(territory.code, set())]
        late = sorted(id for id, own in schools.get(territory.code, {}).items() if set(days) - own - set(lacking))
        if lacking:
            text = f"{territory.name} ({territory.code}): еженедельные сведения не представлены {_on(lacking, days)}"
            problems.append(_silence(file, text, territory.code))
        if late:
            text = f"{territory.name} ({territory.code}): не на все даты сведения представили школы: {_cut(late)}"
            problems.append(_silence(file, text, territory.code))
    return problems


def _silence(file: str, message: str, code: str) -> Problem:
    what = "запросите сведения; до них учтены последние представленные"
    return Problem(file, "warning", "snapshot_silent", message, what, territory=code)


def _on(lacking: list[str], days: list[str]) -> str:
    return "ни на одну дату" if lacking == days else f"на {_cut([wording.day(day) for day in lacking])}"


def _cut(names: list[str]) -> str:
    more = f" и ещё {len(names) - _NAMED}" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"
