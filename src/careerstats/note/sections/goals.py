"""A note -> the goals and tasks that the dataset asks to print, with whose they are."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, heading, items, paragraph
from careerstats.note.opening import Note

Row = dict[str, Any]

LEVELS = {
    "municipality": "Задачи муниципального уровня:",
    "organisation": "Задачи образовательных организаций:",
}


def goals(note: Note) -> Blocks:
    """Every goal asked for: its ground, the goals of the municipal level, the tasks of both levels."""
    told = note.get("appendices", {}).get("goals", [])
    if not told:
        return Blocks()
    out = Blocks([heading("Цели и задачи", appendix=True), *_sources(told)])
    for one in told:
        out += _goal(one)
    return out


def _sources(told: list[Row]) -> Blocks:
    """Whose goals these are: they may be of another region's concept."""
    ids: dict[str, list[str]] = {}
    for one in told:
        ids.setdefault(_source(one["source"]), []).append(one["id"])
    return Blocks(
        paragraph(f"{'Цель' if len(own) == 1 else 'Цели'} {wording.joined(own)}: формулировки приведены {source}.")
        for source, own in ids.items()
    )


def _source(source: Row) -> str:
    if not source:
        return "по каталогу набора данных"
    parts = (source.get("document"), source.get("item"), wording.day(source["date"]))
    return f"дословно по источнику ({', '.join(part for part in parts if part)})"


def _goal(one: Row) -> Blocks:
    out = Blocks([heading(f"{one['id']}. {one['title']}", level=2)])
    if one["rationale"]:
        out.append(paragraph(bold("Обоснование."), f" {wording.capital(_ended(one['rationale']))}"))
    if one["municipal_goals"]:
        out += [paragraph("Цели муниципального уровня:", keep=True), items(map(_ended, one["municipal_goals"]))]
    for level, head in LEVELS.items():
        if tasks := one["tasks"].get(level):
            out += [paragraph(head, keep=True), items(f"{number}. {_ended(text)}" for number, text in tasks)]
    if len(out) == 1:
        out.append(paragraph("Обоснование и задачи по этой цели в источнике не приведены."))
    return out


def _ended(text: str) -> str:
    return f"{text.rstrip('.')}."
