"""A note -> what the data cannot tell, what is wrong in them, and who signs."""

from careerstats import blocks, reasons, wording
from careerstats.blocks import Block, Blocks, heading, items, paragraph, public
from careerstats.contracts.quality import Correction
from careerstats.model import Problem
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import quoted

# What full counts cannot tell, whoever the municipality is.
ALWAYS = (
    "Причины различий имеющиеся сведения не раскрывают.",
    "Анализ эффективности мер не проведён: сведений о мерах и плановых значениях нет.",
)


def always(note: Note) -> tuple[str, ...]:
    """``ALWAYS``, but for what the section on execution says of itself."""
    return ALWAYS[:1] if note.bundle.execution else ALWAYS


NO_PAST = "Динамика не оценивается: муниципальных показателей за предыдущие годы нет."


@public
def completeness(note: Note) -> Blocks:
    """Not reported, not adding up, not measured: everything that limits the conclusions."""
    limits = [*_hidden(note), *_not_computed(note), *_no_past(note), *always(note), *note.settings.caveats[1:]]
    out = Blocks([heading("Полнота и достоверность сведений", numbered=True)])
    unsettled = [problem for problem in note.bundle.problems if not problem.is_mended]
    if remarks := [f"{problem_place(problem)}: {problem.message.removesuffix('.')}." for problem in unsettled]:
        out += _listed(remarks)
    out += corrections(note)
    return Blocks([*out, paragraph(" ".join(limits), keep=True)])


def _listed(remarks: list[str]) -> list[Block]:
    if len(remarks) == 1:
        return [paragraph(f"Замечание к исходным сведениям – {remarks[0]}")]
    return [paragraph("Замечания к исходным сведениям:", keep=True), items(remarks)]


def corrections(note: Note) -> Blocks:
    """Numbers that the institute corrected: where, was, becomes, why, and the position of who did it."""
    if not note.bundle.corrections:
        return Blocks()
    lines = [f"{problem_place(correction)}: {correction_words(correction)}." for correction in note.bundle.corrections]
    return Blocks([paragraph("Исправления, внесённые в исходные сведения:", keep=True), items(lines)])


def correction_words(correction: Correction) -> str:
    """«… (Средняя школа № 1, 2024/25): было «0,143», стало «31»; основание: …; исправил: директор, 11.06.2025»."""
    whose = ", ".join(part for part in (correction.school, correction.period) if part)
    was, becomes = correction.was, correction.becomes
    numbers = "числа не приводятся" if correction.hidden else f"было «{was}», стало «{becomes}»"
    grounds = f"основание: {correction.why}; исправил: {correction.who}, {wording.day(correction.date)}"
    return f"{correction.title} ({whose}): {numbers}; {grounds}"


def _hidden(note: Note) -> list[str]:
    """What is kept from this audience and why, in words."""
    names = [quoted(note.passport(id).short) for id in note.hidden()]
    if not names:
        return []
    words = "Показатель {}: значение скрыто" if len(names) == 1 else "Показатели {}: значения скрыты"
    return [
        f"{words.format(wording.joined(names))}, чтобы по малым числам нельзя было узнать отдельных детей; скрыто не "
        "значит равно нулю и не значит, что сведений нет."
    ]


def _not_computed(note: Note) -> list[str]:
    """Stages that only the region knows are not computed here."""
    known = {count.variable for count in note.bundle.counts}
    if all(stage.variable in known for stage in note.bundle.stages if stage.about):
        return []
    region, here = note.region_noun("dative"), note.noun("dative")
    return [f"Доли по этапам, известным только по {region}, по {here} не рассчитаны."]


def _no_past(note: Note) -> list[str]:
    """Why nothing is said of changes, where nothing is."""
    rows = note.judged()
    if any(row.change in ("up", "down", "same") for row in rows):
        return []
    why = next((reasons.change(row.change, row.facts) for row in rows if row.change), "")
    if not why:
        return [NO_PAST]
    return [f"Динамика не оценивается ({why})."]


def problem_place(problem: Problem | Correction) -> str:
    """«tables/municipalities.csv, ячейка E20»."""
    sheet = f", лист «{problem.sheet}»" if problem.sheet else ""
    cell = f", ячейка {problem.cell}" if problem.cell else ""
    return f"{problem.file}{sheet}{cell}"


@public
def signature(note: Note) -> Blocks:
    """Position and a place for the name: names are written by hand."""
    given = note.settings.signature
    position, name = given.position or "Должность", given.name or "И.О. Фамилия"
    return Blocks([blocks.signature(position, name, "________________________, тел. ______________")])
