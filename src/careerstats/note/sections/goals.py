"""A note -> the goals and tasks that the dataset asks to print, with whose they are."""

from careerstats import wording
from careerstats.blocks import Blocks, bold, heading, items, paragraph, public
from careerstats.contracts.appendices import Goal
from careerstats.contracts.catalogue import Source
from careerstats.grouping import grouped
from careerstats.note.opening import Note

LEVELS = {
    "municipality": "Задачи муниципального уровня:",
    "organisation": "Задачи образовательных организаций:",
}


@public
def goals(note: Note) -> Blocks:
    """Every goal asked for: its ground, the goals of the municipal level, the tasks of both levels."""
    asked = note.bundle.appendices.goals
    if not asked:
        return Blocks()
    out = Blocks([heading("Цели и задачи", appendix=True), *_sources(asked)])
    for goal in asked:
        out += _goal(goal)
    return out


def _sources(asked: tuple[Goal, ...]) -> Blocks:
    """Whose goals these are: they may be of another region's concept."""
    ids = grouped((_source(goal.source), goal.id) for goal in asked)
    return Blocks(
        paragraph(f"{'Цель' if len(own) == 1 else 'Цели'} {wording.joined(own)}: формулировки приведены {source}.")
        for source, own in ids.items()
    )


def _source(source: Source) -> str:
    if source == Source():
        return "по каталогу набора данных"
    parts = (source.document, source.item, wording.dated(source.date))
    return f"дословно по источнику ({', '.join(part for part in parts if part)})"


def _goal(goal: Goal) -> Blocks:
    out = Blocks([heading(f"{goal.id}. {goal.title}", level=2)])
    if goal.rationale:
        out.append(paragraph(bold("Обоснование."), f" {wording.capital(_ended(goal.rationale))}"))
    if goal.municipal_goals:
        out += [paragraph("Цели муниципального уровня:", keep=True), items(map(_ended, goal.municipal_goals))]
    for level, head in LEVELS.items():
        if tasks := goal.tasks.get(level):
            out += [paragraph(head, keep=True), items(f"{number}. {_ended(text)}" for number, text in tasks)]
    if len(out) == 1:
        out.append(paragraph("Обоснование и задачи по этой цели в источнике не приведены."))
    return out


def _ended(text: str) -> str:
    return f"{text.rstrip('.')}."
