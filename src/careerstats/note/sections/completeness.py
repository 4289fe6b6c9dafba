"""A note -> what the data cannot tell, what is wrong in them, and who signs."""

from typing import Any

from careerstats import blocks, wording
from careerstats.blocks import Blocks, heading, items
from careerstats.note.opening import Note

Row = dict[str, Any]


def completeness(note: Note) -> Blocks:
    """Not reported, not adding up, not measured: everything that limits the conclusions."""
    out = Blocks([heading("Полнота и достоверность сведений", numbered=True)])
    told = [*_not_computed(note), *_own_remarks(note), *note.settings.get("caveats", [])[1:], *_always(note)]
    out.append(items(told))
    return out


def _not_computed(note: Note) -> list[str]:
    """Indicators that only the region has, with the number that is known."""
    stages = [stage for stage in note["stages"] if "about" in stage and stage["variable"] in note["region_counts"]]
    known = {count["variable"] for count in note["counts"]}
    numbers = [
        f"{stage['title'].lower()} – {wording.people(note['region_counts'][stage['variable']]['value'])}"
        for stage in stages
        if stage["variable"] not in known
    ]
    if not numbers:
        return []
    return [
        f"По {note.noun('dative')} не рассчитаны показатели этапов, известных только по {note.region_noun('dative')}: "
        f"{'; '.join(numbers)}."
    ]


def _own_remarks(note: Note) -> list[str]:
    """Remarks on the cells of this municipality, with their addresses."""
    return [f"{problem_place(problem)}: {problem['message']}." for problem in note["problems"]]


def problem_place(problem: Row) -> str:
    """«tables/municipalities.csv, ячейка E20»."""
    sheet = f", лист «{problem['sheet']}»" if problem["sheet"] else ""
    cell = f", ячейка {problem['cell']}" if problem["cell"] else ""
    return f"{problem['file']}{sheet}{cell}"


def _always(note: Note) -> list[str]:
    """What a first year of full counts cannot tell, whoever the municipality is."""
    return [
        "Динамика не оценивается: муниципальных показателей за предыдущие годы в наборе данных нет.",
        "Причины различий имеющиеся сведения не раскрывают; совпадение показателей причиной не является.",
        "Анализ эффективности мер не проведён: сведений о принятых мерах и плановых значениях нет.",
    ]


def signature(note: Note) -> Blocks:
    """Position and a place for the name: names are written by hand."""
    given = note.settings.get("signature", {})
    executor = "Исполнитель: ________________________, тел. ______________"
    return Blocks([blocks.signature(given.get("position") or "Должность", given.get("name") or "И.О. Фамилия", executor)])


