"""Results -> what each note may say of the management cycle and of decisions.

The day on which one is late is given (the date of the dataset): the clock is never asked.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from careerstats import wording
from careerstats.audiences import INTERNAL
from careerstats.bundles.heads import date_of
from careerstats.bundles.numbers import Results
from careerstats.contracts.appendices import Goal
from careerstats.contracts.cycle import (
    DECISION,
    DONE,
    Act,
    Cycle,
    DecisionRegister,
    Document,
    Due,
    Fullness,
    Point,
    Remark,
    missing,
)
from careerstats.grouping import grouped
from careerstats.intake.registers.cycle import CycleFile, Step

MUNICIPAL = "муниципальный"
LATE, DONE_LATE, IN_TIME, NEXT, OPEN = "late", "done_late", "done", "next", "open"
"""Standing of a step: term passed; done after its term; done; not done, term ahead; not done, no term."""

# ---- decisions


def acts(results: Results) -> dict[str, DecisionRegister]:
    """Code → its documents with their decisions, each with whether its term has passed by the dataset's date."""
    day = date_of(results)
    registers = grouped((act.code, _dated(act, day)) for act in results.intake.registers.acts)
    return {code: DecisionRegister(acts=tuple(own), remarks=_remarks(results, code)) for code, own in registers.items()}


def _remarks(results: Results, code: str) -> tuple[Remark, ...]:
    """What is wrong with the documents, each with its cell of the register."""
    problems = [problem for problem in results.intake.problems if problem.territory == code]
    return tuple(
        Remark(message=problem.message, cell=problem.cell)
        for problem in problems
        if problem.file.startswith("decisions.")
    )


def _dated(act: Act, day: str) -> Act:
    points = (replace(point, overdue=overdue(point, day)) for point in act.points)
    return replace(act, points=tuple(points))


def overdue(point: Point, day: str) -> bool:
    """Whether the term of a decision has passed by ``day`` and it is not known to be carried out."""
    late = bool(day and point.term.by and point.term.by < day and point.execution != DONE)
    return late and point.part == DECISION


# ---- steps of the year


def concerns(step: Step, code: str) -> bool:
    """Whether a step is to be taken in that place; a step without a place is every municipality's."""
    return step.code in ("", code)


def standing(step: Step, code: str, day: str) -> str:
    """One of the words above, as of ``day`` (ISO); what is done after that day is not done yet."""
    done = step.done.get(code, "")
    if done and (not day or done <= day):
        return DONE_LATE if step.term and done > step.term else IN_TIME
    if not step.term:
        return OPEN
    return LATE if day and step.term < day else NEXT


def waits_for(step: Step, steps: Sequence[Step], code: str, day: str) -> list[Step]:
    """Steps that must come first and are not done there."""
    known = {other.id: other for other in steps}
    before = [known[id] for id in step.after if id in known]
    return [other for other in before if standing(other, other.code or code, day) not in (IN_TIME, DONE_LATE)]


def ahead(steps: Sequence[Step], code: str, day: str) -> list[Step]:
    """Steps of that place that are not done and not late, the next one first; those without a term last."""
    return sorted(_standing(steps, code, day, NEXT, OPEN), key=_term)


def late(steps: Sequence[Step], code: str, day: str) -> list[Step]:
    """Steps of that place whose term has passed, the oldest first."""
    return sorted(_standing(steps, code, day, LATE), key=_term)


def _standing(steps: Sequence[Step], code: str, day: str, *wanted: str) -> list[Step]:
    return [step for step in steps if concerns(step, code) and standing(step, code, day) in wanted]


def _term(step: Step) -> tuple[bool, str]:
    return (not step.term, step.term)


# ---- the cycle of a place


def cycle(results: Results) -> dict[str, Cycle]:
    """Code → its cycle; the region's also says who is late and what comes next."""
    file, region = results.intake.registers.cycle, results.intake.region.code
    codes = [territory.code for territory in results.intake.territories]
    cycles = {
        code: _of_place(results, file, code, documents=_documents(results, file, code), steps=file.steps)
        for code in codes
        if _speaks_of(file, code)
    }
    of_region = _regional(results, file, codes)
    return cycles | ({region: of_region} if of_region else {})


def _speaks_of(file: CycleFile, code: str) -> bool:
    """Whether the file says anything of this municipality itself."""
    codes = {file.code, *(document.code for document in file.documents)}
    codes |= {event.code for event in file.events} | {group.code for group in file.groups}
    return code in codes or any(concerns(step, code) for step in file.steps)


def _documents(results: Results, file: CycleFile, code: str) -> tuple[Document, ...]:
    """Its own and the region's, which count for every municipality; its decisions and its plan, where the other
    registers hold them and the file does not."""
    listed = tuple(document for document in file.documents if document.code in (code, results.intake.region.code))
    return (*listed, *_of_registers(results, file, code)) if results.audience == INTERNAL else listed


DECISIONS, MEASURES = "Управленческие решения", "Меры и мероприятия"
"""Components that the register of decisions and the plan of measures are documents of."""


def _of_registers(results: Results, file: CycleFile, code: str) -> list[Document]:
    """Documents of decisions.csv that the file does not list, and the plan for this period."""
    registers, period = results.intake.registers, results.dataset.period
    known = {(document.kind, document.number, document.day) for document in file.documents if document.code == code}
    acts = [act for act in registers.acts if act.code == code and (act.kind, act.number, act.date) not in known]
    found = [
        Document(
            code=code, level=MUNICIPAL, kind=act.kind, number=act.number, date=act.date, first=act.date, last=act.date,
            title=act.title, components=(DECISIONS,),
        )
        for act in acts
        if act.of(DECISION)
    ]  # fmt: skip
    if not registers.plans.of(code, period):
        return found
    title = f"Меры на {wording.year(period)}, исполнение которых разобрано в справке"
    return [*found, Document(code=code, level=MUNICIPAL, kind="план мероприятий", title=title, components=(MEASURES,))]


def _of_place(
    results: Results, file: CycleFile, code: str, *, documents: tuple[Document, ...], steps: Sequence[Step]
) -> Cycle:
    day, goals = date_of(results), results.catalogue.goals
    about = Cycle(
        documents=documents,
        early=tuple(early for early in file.early if early.code == code),
        groups=tuple(group for group in file.groups if group.code == code),
        events=tuple(event for event in file.events if event.code == code),
        sent=tuple(letter for letter in file.sent if letter.code == code),
        late=tuple(_due(step) for step in late(steps, code, day)),
        next=tuple(
            replace(_due(step), waits_for=tuple(other.title for other in waits_for(step, steps, code, day)))
            for step in ahead(steps, code, day)
        ),
    )
    if file.code != code:
        return about
    return replace(
        about,
        strategic_goal=file.strategic_goal,
        goals=tuple(Goal(id=id, title=goals[id].title) for id in file.goals),
        recommendations=file.recommendations,
        remarks=file.remarks,
    )


def _due(step: Step) -> Due:
    return Due(title=step.title, term=step.term)


def _regional(results: Results, file: CycleFile, codes: list[str]) -> Cycle | None:
    """The region's own documents and steps, and those of municipalities that the file speaks of."""
    region, day = results.intake.region.code, date_of(results)
    there = [code for code in codes if any(document.code == code for document in _documents(results, file, code))]
    documents = tuple(document for document in file.documents if document.code == region)
    if not documents and not any(step.code in ("", region) for step in file.steps) and len(there) < 2:
        return None
    steps = [step for step in file.steps if step.code == region]
    by_step = [_who_is_late(step, codes, day) for step in file.steps]
    return replace(
        _of_place(results, file, region, documents=documents, steps=steps),
        municipalities=tuple(
            Fullness(code=code, missing=tuple(missing(_documents(results, file, code)))) for code in there
        ),
        late_by_step=tuple(due for due in by_step if due.codes),
        next_by_step=tuple(_due(step) for step in _ahead_of_all(file.steps, codes, day)),
    )


def _who_is_late(step: Step, codes: list[str], day: str) -> Due:
    concerned = [code for code in codes if concerns(step, code)]
    behind = tuple(code for code in concerned if standing(step, code, day) == LATE)
    return replace(_due(step), codes=behind, of=len(concerned))


def _ahead_of_all(steps: Sequence[Step], codes: list[str], day: str) -> list[Step]:
    """Steps of municipalities that are ahead anywhere, the next one first."""
    known = {step.id: step for code in codes for step in ahead(steps, code, day)}
    return sorted(known.values(), key=_term)
