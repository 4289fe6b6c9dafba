"""A note -> what the data cannot tell, what is wrong in them, and who signs."""

from typing import Any

from careerstats import blocks
from careerstats.blocks import Blocks, heading, items, paragraph
from careerstats.note.opening import Note

Row = dict[str, Any]

# What a first year of full counts cannot tell, whoever the municipality is.
ALWAYS = (
    "Динамика не оценивается: муниципальных показателей за предыдущие годы в наборе данных нет.",
    "Причины различий имеющиеся сведения не раскрывают.",
    "Анализ эффективности мер не проведён: сведений о принятых мерах и плановых значениях нет.",
)


def completeness(note: Note) -> Blocks:
    """Not reported, not adding up, not measured: everything that limits the conclusions."""
    told = [*_not_computed(note), *ALWAYS, *note.settings.get("caveats", [])[1:]]
    out = Blocks([heading("Полнота и достоверность сведений", numbered=True)])
    if remarks := _own_remarks(note):
        out += [paragraph("Замечания к исходным сведениям:"), items(remarks)]
    return Blocks([*out, paragraph(" ".join(told), keep=True)])


def _not_computed(note: Note) -> list[str]:
    """Stages that only the region knows are not computed here; the problem that says so is named."""
    number = note["numbers"].get("no_data:stages")
    if not number:
        return []
    return [
        f"Показатели этапов, известных только по {note.region_noun('dative')}, по {note.noun('dative')} не рассчитаны ({number})."
    ]


def _own_remarks(note: Note) -> list[str]:
    """Remarks on the cells of this municipality, with their addresses."""
    return [f"{problem_place(problem)}: {problem['message']}." for problem in note["problems"]]


def problem_place(problem: Row) -> str:
    """«tables/municipalities.csv, ячейка E20»."""
    sheet = f", лист «{problem['sheet']}»" if problem["sheet"] else ""
    cell = f", ячейка {problem['cell']}" if problem["cell"] else ""
    return f"{problem['file']}{sheet}{cell}"


def signature(note: Note) -> Blocks:
    """Position and a place for the name: names are written by hand."""
    given = note.settings.get("signature", {})
    executor = "________________________, тел. ______________"
    return Blocks(
        [blocks.signature(given.get("position") or "Должность", given.get("name") or "И.О. Фамилия", executor)]
    )
