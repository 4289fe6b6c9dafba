"""A note -> the draft plan («дорожная карта»), a paper of its own: measures by kind of activity, fact, plan.

The form is that of the case of the region's forum: measures and decisions, terms, indicators with fact and plan, under
four kinds of activity. The body changes and approves it; the note tells recommendations and goals and repeats no plan.
"""

from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from careerstats import wording
from careerstats.blocks import Block, Blocks, TableRow, bold, column, letterhead, paragraph, row, signature, table
from careerstats.contracts.decisions import Target
from careerstats.contracts.recommendations import PlanLine
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.front import opening
from careerstats.note.sections.goal_table import of_more, of_more_note
from careerstats.note.sections.published_figures import region_share

LABEL = "tbl-plan"
BLANK = "_" * 28


def plan(note: Note) -> Blocks:
    """The whole document: who approves, whose plan for what year, the measures, who sets the values, who signs."""
    if not note.bundle.plan:
        return Blocks()
    title = f"Проект плана мероприятий («дорожной карты») на {wording.year(note.settings.programme.next_period)}"
    return Blocks(
        [
            letterhead([], [bold("УТВЕРЖДАЮ"), f"{BLANK} (должность)", BLANK, "«___» ____________ 20___ г."]),
            *opening(note, title, note.territory.full_name or note.territory.name, lead=_lead(note)),
            _table(note),
            paragraph(_who_sets(note), small=True),
            signature(f"{BLANK} (должность)", BLANK[:20]),
        ]
    )


def _lead(note: Note) -> str:
    year = note.year
    return (
        f"Приложение к аналитической справке за {year}. Меры и значения предложены по её выводам; их можно изменить, "
        "добавить и исключить. Для заполнения и возврата – книга Excel с тем же планом."
    )


def _table(note: Note) -> Block:
    period, next_period = note.bundle.period, note.settings.programme.next_period
    columns = [
        column("Меры и управленческие решения", align="left", width=4),
        column("Сроки", align="left", width=1.3),
        column("Показатель", align="left", width=3.1),
        column(f"Факт, {period}", width=0.9),
        column(f"План, {next_period}", width=1.7),
    ]
    lines: list[TableRow] = []
    for (number, title), group in groupby(note.bundle.plan, key=lambda line: (line.activity, line.activity_title)):
        lines.append(row(bold(f"{number}. {title}"), kind="group"))
        for line in group:
            lines += _measure(note, line)
    return table(LABEL, "", columns, lines)


def _measure(note: Note, line: PlanLine) -> list[TableRow]:
    if line.own:
        return [row(line.measure, line.term, line.own, wording.NO_DATA, line.target)]
    values = [(name(note, id), fact(note, id), proposed(note, id)) for id in line.indicators]
    first, *others = values or [(wording.DASH, wording.DASH, "")]
    return [row(line.measure, line.term, *first), *(row("", "", *other) for other in others)]


def name(note: Note, id: str) -> str:
    """«Доля зарегистрированных, %»."""
    return f"{wording.capital(note.words(id).share)}, %"


def fact(note: Note, id: str) -> str:
    """The share as it is, without «%», or «нет данных»."""
    if note.bundle.notebook == "region":
        return region_share(note, id)
    value = note.value(id)
    if not value or value.numerator is None or not value.denominator:
        return wording.NO_DATA
    return wording.percent_of(value.numerator, value.denominator)


class Proposal(NamedTuple):
    """«не ниже» or nothing, a level, and how many people that is beyond the present one."""

    bound: str
    level: str
    people: str = ""

    def __str__(self) -> str:
        level = f"{self.bound} {self.level}".strip()
        return f"{level} ({self.people})" if self.people else level


def proposed(note: Note, id: str) -> str:
    """«24,6 (ориентир, ещё 46 обучающихся)», «не ниже 54,2»; empty where the body has to set it by itself."""
    return str(proposal(note, id) or "")


def proposal(note: Note, id: str) -> Proposal | None:
    """What is proposed for an indicator; None where the body has to set it by itself."""
    if target := note.bundle.proposals.get(id):
        return _of_target(note, id, target)
    strong = any(finding.kind == "strength" and finding.indicator == id for finding in note.bundle.findings)
    own = fact(note, id)
    kept = strong and own != wording.NO_DATA and _of_one(note) and id != note.bundle.task
    return Proposal("не ниже", own) if kept else None


def _of_one(note: Note) -> bool:
    return note.bundle.notebook == "municipality"


def _of_target(note: Note, id: str, target: Target) -> Proposal:
    level = phrases.goal_share(target)
    high = note.passport(id).polarity == "high"
    if target.kind == "keep":
        return Proposal("не ниже" if high else "не выше", level)
    noun = note.words(id).noun if high else note.words(id).noun_genitive
    if target.path and target.path[0].count != target.count:  # T5: the plan is of one year, all are of two
        level = wording.percent_of(target.path[0].count, target.path[0].total)
    people = f"{'ещё' if high else 'меньше на'} {wording.counted(target.next_year, *noun)}"
    counts = wording.among(target.count, target.total) if of_more(note, id) else ""
    return Proposal("", level, ", ".join(filter(None, ("ориентир" if target.guide else "", counts, people))))


def _who_sets(note: Note) -> str:
    ids = list(dict.fromkeys(id for line in note.bundle.plan for id in line.indicators))
    sets = f"Плановые значения устанавливает {'орган управления образованием' if _of_one(note) else 'учредитель'}."
    return " ".join(filter(None, [sets, _grounds(note), *of_more_note(note, ids), _one_point(note)]))


def _grounds(note: Note) -> str:
    """What the proposals rest on; nothing where there is none."""
    used = {id for line in note.bundle.plan for id in line.indicators}
    there = [target for id, target in note.bundle.proposals.items() if id in used and target.kind == "reach"]
    if not there:
        return ""
    levels = {
        "others": "уровень остальных муниципальных образований",
        "planned": "плановое значение прошедшего периода",
        "set": "целевое значение, установленное на прошедший период",
        "last": "собственный уровень прошлого года",
        "all": "все обучающиеся",
        "round": "круглая доля, которой достигло лучшее муниципальное образование",
        "own": "нынешняя доля при большем числе обучающихся, от которого она считается",
        "municipalities": "сумма предложений муниципальным образованиям",
    }
    text = wording.joined([words for of, words in levels.items() if any(target.of == of for target in there)], "или")
    limit = "верхняя четверть годовых приростов сходных муниципальных образований"
    capped = f"; к уровню остальных – шагами не быстрее, чем {limit}" if any(step.limited for step in there) else ""
    return f"Указанные значения – предложение: {text}{capped}."


def _one_point(note: Note) -> str:
    """How many pupils a percentage point is here: the only help with a target in the first year."""
    parts = []
    for id in dict.fromkeys([*note.settings.headline[:1], *note.settings.reserves[:1]]):
        value = note.value(id) if _of_one(note) else note.bundle.region_values.get(id)
        if value and value.denominator and not of_more(note, id):
            parts.append(f"{wording.closed(wording.of_share(note.words(id).share))} – {_hundredth(value.denominator)}")
    return f"Справочно: 1 п. п. {', '.join(parts)}." if parts else ""


def _hundredth(whole: int) -> str:
    pupils = wording.tenths(Fraction(whole, 100), 0)
    return wording.pupils(pupils) if pupils else "менее одного обучающегося"
