"""A note -> the draft plan («дорожная карта»): measures by kind of activity, the fact, what is proposed.

The regional note has its table in the body. A municipality's is a paper of its own, to be changed and approved: an
appendix, of which the body of the note tells the proposed values.
"""

from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from careerstats import wording
from careerstats.blocks import Block, Blocks, TableRow, bold, column, heading, items, paragraph, public, ref, row, table
from careerstats.contracts.decisions import Target
from careerstats.contracts.recommendations import PlanLine
from careerstats.note.opening import Note
from careerstats.note.sections.indicator_table import region_share
from careerstats.note.sections.phrases import punctuated

LABEL = "tbl-plan"


@public
def plan(note: Note) -> Blocks:
    """The draft road map; values that nothing supports are left open for the body to set."""
    if not note.bundle.plan:
        return Blocks()
    if not _of_one(note):
        return Blocks([heading(_caption(note), numbered=True), _table(note)])
    year = wording.year(note.settings.programme.next_period)
    number = wording.counted(len(note.bundle.plan), "мера", "меры", "мер")
    kinds = len({line.activity for line in note.bundle.plan})
    activity = wording.counted(kinds, "виду деятельности", "видам деятельности", "видам деятельности")
    told = f"В проекте плана {number} по {activity}; он приведён в таблице "
    values = [f"{note.closed(id)} – {_from_to(note, id, proposal)}" for id, proposal in _proposals(note)]
    proposal = " Предлагаются:" if values else ""
    return Blocks(
        [
            heading(f"Проект плана («дорожной карты») на {year}", numbered=True),
            paragraph(told, ref(LABEL), f". {_body_sets(note)}{proposal}", keep=bool(values)),
            *([items(punctuated(values))] if values else []),
        ]
    )


@public
def plan_table(note: Note) -> Blocks:
    """The appendix with the draft of a municipality.

    Who sets the values stands before it: after a table that fills its page it would stand on the next one alone.
    """
    if not note.bundle.plan or not _of_one(note):
        return Blocks()
    caption = _caption(note)
    sets = paragraph(_who_sets(note), small=True)
    return Blocks([heading(caption, appendix=True), sets, _table(note, LABEL, caption, apart=True)])


def _caption(note: Note) -> str:
    return f"Проект плана мероприятий («дорожной карты») на {wording.year(note.settings.programme.next_period)}"


def _proposals(note: Note) -> list[tuple[str, "_Proposal"]]:
    """Indicators of the plan with what is proposed for each."""
    used = dict.fromkeys(id for line in note.bundle.plan for id in line.indicators)
    return [(id, proposal) for id in used if (proposal := _proposal(note, id))]


def _from_to(note: Note, id: str, proposal: "_Proposal") -> str:
    """«28,0 % (ещё 76 обучающихся), факт – 11,3 %»; where the fact is to be kept it is told once: «не ниже 38,5 %»."""
    level = f"{proposal.bound}{proposal.level}{wording.NBSP}%"
    own = fact(note, id)
    return level if proposal.level == own else f"{level}{proposal.beyond}, факт – {own}{wording.NBSP}%"


def _table(note: Note, label: str = "", caption: str = "", *, apart: bool = False) -> Block:
    """``apart``: who sets the values is told beside it."""
    period, next_period = note.bundle.period, note.settings.programme.next_period
    columns = [
        column("Меры и управленческие решения", align="left", width=4),
        column("Сроки", align="left", width=1.3),
        column("Показатель", align="left", width=3.1),
        column(f"Факт, {period}", width=0.9),
        column(f"План, {next_period}{'' if apart else '**'}", width=1.7),
    ]
    lines: list[TableRow] = []
    for (number, title), group in groupby(note.bundle.plan, key=lambda line: (line.activity, line.activity_title)):
        lines.append(row(bold(f"{number}. {title}"), kind="group"))
        for line in group:
            lines += _measure(note, line)
    return table(label, caption, columns, lines, notes=[] if apart else [f"** {_who_sets(note)}"])


def _measure(note: Note, line: PlanLine) -> list[TableRow]:
    numbers = ", ".join(map(str, line.numbers))
    measure = f"{line.measure} (рек. {numbers})"
    if line.own:
        return [row(measure, line.term, line.own, wording.NO_DATA, line.target)]
    values = [(name(note, id), fact(note, id), proposed(note, id)) for id in line.indicators]
    first, *others = values or [(wording.DASH, wording.DASH, "")]
    return [row(measure, line.term, *first), *(row("", "", *other) for other in others)]


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


class _Proposal(NamedTuple):
    """«не ниже » or nothing, a level, and how many people that is beyond the present one."""

    bound: str
    level: str
    people: str = ""

    @property
    def beyond(self) -> str:
        return f" ({self.people})" if self.people else ""


def proposed(note: Note, id: str) -> str:
    """«57,8 (ещё 31 обучающийся)», «не ниже 54,2»; empty where the body has to set it by itself."""
    proposal = _proposal(note, id)
    return f"{proposal.bound}{proposal.level}{proposal.beyond}" if proposal else ""


def _proposal(note: Note, id: str) -> _Proposal | None:
    if target := note.bundle.proposals.get(id):
        return _of_target(note, id, target)
    strong = any(finding.kind == "strength" and finding.indicator == id for finding in note.bundle.findings)
    own = fact(note, id)
    kept = strong and own != wording.NO_DATA and _of_one(note) and id != note.bundle.task
    return _Proposal("не ниже ", own) if kept else None


def _of_one(note: Note) -> bool:
    return note.bundle.notebook == "municipality"


def _of_target(note: Note, id: str, target: Target) -> _Proposal:
    level = wording.percent_of(target.count, target.total)
    high = note.passport(id).polarity == "high"
    if target.kind == "keep":
        return _Proposal("не ниже " if high else "не выше ", level)
    noun = note.words(id).noun if high else note.words(id).noun_genitive
    return _Proposal("", level, f"{'ещё' if high else 'меньше на'} {wording.counted(target.people, *noun)}")


def _who_sets(note: Note) -> str:
    return f"{_body_sets(note)} {_grounds(note)}{_one_point(note)}".strip()


def _body_sets(note: Note) -> str:
    return f"Плановые значения устанавливает {'орган управления образованием' if _of_one(note) else 'учредитель'}."


def _grounds(note: Note) -> str:
    """What the proposals rest on; nothing where there is none."""
    used = {id for line in note.bundle.plan for id in line.indicators}
    there = [target for id, target in note.bundle.proposals.items() if id in used and target.kind == "reach"]
    if not there:
        return ""
    levels = {
        "peers": "уровень ближайших по численности муниципальных образований",
        "others": "уровень остальных муниципальных образований",
        "planned": "плановое значение прошедшего периода",
        "set": "целевое значение, установленное на прошедший период",
        "last": "собственный уровень прошлого года",
        "all": "все обучающиеся",
        "round": "круглая доля, которой достигло лучшее муниципальное образование",
        "municipalities": "сумма предложений муниципальным образованиям",
    }
    told = wording.joined([words for of, words in levels.items() if any(target.of == of for target in there)], "или")
    limit = "верхняя четверть годовых приростов сходных муниципальных образований"
    capped = f"; к уровню остальных – шагами не быстрее, чем {limit}" if any(step.limited for step in there) else ""
    return f"Указанные значения – предложение: {told}{capped}. "


def _one_point(note: Note) -> str:
    """How many pupils a percentage point is here: the only help with a target in the first year."""
    parts = []
    for id in dict.fromkeys([*note.settings.headline[:1], *note.settings.reserves[:1]]):
        value = note.value(id) if _of_one(note) else note.bundle.region_values.get(id)
        if value and value.denominator:
            parts.append(f"{wording.closed(_of_share(note.words(id).share))} – {_hundredth(value.denominator)}")
    return f"Справочно: 1 п. п. {', '.join(parts)}." if parts else ""


def _of_share(name: str) -> str:
    return f"доли{name[4:]}" if name.startswith("доля ") else name


def _hundredth(whole: int) -> str:
    pupils = wording.tenths(Fraction(whole, 100), 0)
    return wording.pupils(pupils) if pupils else "менее одного обучающегося"
