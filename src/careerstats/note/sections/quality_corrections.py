"""A bundle with corrected numbers -> their table: where and whose, was and becomes, ground, position and date."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Block, TableRow, column, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.completeness import problem_place
from careerstats.note.sections.quality import SHOWN, cut_note, is_region

Row = dict[str, Any]

HIDDEN = "не приводится"


def corrections_table(note: Note) -> Block:
    """One line = one number of ``note["corrections"]``; those of sensitive variables are named without their value."""
    rows = note["corrections"]
    columns = [
        column("Где", align="left", width=3), column("Величина", align="left", width=3),
        column("Было", width=1.2), column("Стало", width=1.2), column("Основание", align="left", width=2.6),
        column("Кто исправил, дата", align="left", width=2),
    ]  # fmt: skip
    lines = [_line(note, one) for one in rows[:SHOWN]]
    return table("tbl-corrections", "Исправленные значения", columns, lines, notes=cut_note(rows))


def _line(note: Note, one: Row) -> TableRow:
    name = one["name"] if is_region(note) else ""
    where = "; ".join(text for text in (name, one["school"], problem_place(one)) if text)
    what = f"{wording.capital(one['title'])}, {one['period']}"
    numbers = (HIDDEN, HIDDEN) if one["hidden"] else (one["was"] or "–", one["becomes"])
    return row(where, what, *numbers, wording.capital(one["why"]), f"{one['who']}, {wording.day(one['date'])}")
