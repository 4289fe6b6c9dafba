"""Results -> what each note may say of the management cycle and of the register of decisions."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from careerstats.bundles.heads import date_of
from careerstats.bundles.numbers import Results
from careerstats.decisions import cycle as deciding
from careerstats.intake.registers.acts import DECISION, Act, Point, lacking
from careerstats.intake.registers.cycles import Cycle, Document, Early, Step

Row = dict[str, Any]
ByCode = dict[str, Any]


def acts(results: Results) -> ByCode:
    """Code → its documents with their decisions, each with whether its term has passed by the dataset's date."""
    found: dict[str, list[Row]] = {}
    for one in results.intake.registers.acts:
        found.setdefault(one.code, []).append(_act(one, date_of(results)))
    return {code: {"acts": own, "remarks": _remarks(results, code)} for code, own in found.items()}


def _remarks(results: Results, code: str) -> list[str]:
    """What is wrong with the documents, each with its cell of the register."""
    ours = (one for one in results.intake.problems if one.territory == code and one.file.startswith("decisions."))
    return [f"{one.message} (ячейка {one.cell})" for one in ours]


def _act(one: Act, day: str) -> Row:
    head = {key: getattr(one, key) for key in ("kind", "number", "date", "approved", "title", "source")}
    return {**head, "lacking": lacking(one.kind, one.number, one.date), "points": [_point(p, day) for p in one.points]}


def _point(one: Point, day: str) -> Row:
    keys = ("part", "question", "item", "text", "responsible", "indicators", "execution", "document", "why_not")
    own = {key: getattr(one, key) for key in keys}
    decided = one.part == DECISION
    return {**own, "term": one.term.text, "overdue": decided and deciding.overdue(one, day)}


def cycle(results: Results) -> ByCode:
    """Code → its cycle; the region's also says who is late and what comes next."""
    whole, region = results.intake.registers.cycle, results.intake.region.code
    codes = [one.code for one in results.intake.territories]
    ours = {code: _municipal(results, whole, code) for code in codes if _told_of(whole, code)}
    of_region = _regional(results, whole, codes)
    return {**ours, **({region: of_region} if of_region else {})}


def _told_of(whole: Cycle, code: str) -> bool:
    """Whether the file says anything of this municipality itself."""
    lists = (whole.documents, whole.events, whole.groups)
    mine = any(one.code == code for own in lists for one in own) or whole.code == code
    return mine or any(deciding.concerns(step, code) for step in whole.steps)


def _municipal(results: Results, whole: Cycle, code: str) -> Row:
    region = results.intake.region.code
    documents = [one for one in whole.documents if one.code in (code, region)]
    return {**_of_place(results, whole, code, documents), **_of_steps(results, whole.steps, code)}


def _of_place(results: Results, whole: Cycle, code: str, documents: Sequence[Document]) -> Row:
    own = whole.code == code
    goals = results.catalogue.goals
    return {
        "components": [
            {"title": title, "documents": [_document(one) for one in found]}
            for title, found in deciding.by_component(documents).items()
        ]
        if documents
        else [],
        "missing": deciding.missing(documents) if documents else [],
        "unassigned": [_document(one) for one in documents if not one.components],
        "lacking": [_document(one) for one in documents if lacking(one.kind, one.number, one.date)],
        "early": [_early(one) for one in whole.early if one.code == code],
        "groups": [_group(one, whole) for one in whole.groups if one.code == code],
        "events": [asdict(one) for one in whole.events if one.code == code],
        "sent": [asdict(one) for one in whole.sent if one.code == code],
        "strategic_goal": whole.strategic_goal if own else "",
        "goals": [{"id": id, "title": goals[id].title} for id in whole.goals] if own else [],
        "recommendations": list(whole.recommendations) if own else [],
        "remarks": list(whole.remarks) if own else [],
    }


def _of_steps(results: Results, steps: Sequence[Step], code: str) -> Row:
    day = date_of(results)
    return {
        "late": [_step(one) for one in deciding.late(steps, code, day)],
        "next": [
            {**_step(one), "waits_for": [other.title for other in deciding.waits_for(one, steps, code, day)]}
            for one in deciding.ahead(steps, code, day)
        ],
    }


def _regional(results: Results, whole: Cycle, codes: list[str]) -> Row:
    """The region's own documents and steps, and those of municipalities that the file speaks of."""
    region, day = results.intake.region.code, date_of(results)
    there = [code for code in codes if any(one.code == code for one in whole.documents)]
    documents = [one for one in whole.documents if one.code == region]
    steps = [one for one in whole.steps if one.code in ("", region)]
    if not documents and not steps and len(there) < 2:
        return {}
    cycles = {code: deciding.missing([one for one in whole.documents if one.code in (code, region)]) for code in there}
    return {
        **_of_place(results, whole, region, documents),
        **_of_steps(results, [one for one in whole.steps if one.code == region], region),
        "municipalities": [{"code": code, "missing": gaps} for code, gaps in cycles.items()],
        "late_by_step": [row for one in whole.steps if (row := _who_is_late(one, codes, day))["codes"]],
        "next_by_step": [_step(one) for one in _ahead_of_all(whole.steps, codes, day)],
    }


def _who_is_late(step: Step, codes: list[str], day: str) -> Row:
    concerned = [code for code in codes if deciding.concerns(step, code)]
    found = [code for code in concerned if deciding.standing(step, code, day) == deciding.LATE]
    return {**_step(step), "codes": found, "of": len(concerned)}


def _ahead_of_all(steps: Sequence[Step], codes: list[str], day: str) -> list[Step]:
    """Steps of municipalities that are ahead anywhere, the next one first."""
    found = {one.id: one for code in codes for one in deciding.ahead(steps, code, day)}
    return sorted(found.values(), key=lambda one: (not one.term, one.term))


def _document(one: Document) -> Row:
    keys = ("id", "kind", "number", "date", "title", "level", "components")
    day = one.first if one.first == one.last else ""
    return {**{key: getattr(one, key) for key in keys}, "day": day}


def _early(one: Early) -> Row:
    return {"document": _document(one.document), "base": _document(one.base), "component": one.component}


def _group(one: Any, whole: Cycle) -> Row:
    found = next((_document(doc) for doc in whole.documents if doc.id == one.document), None)
    return {"title": one.title, "members": one.members, "meetings": one.meetings, "document": found}


def _step(one: Step) -> Row:
    return {"id": one.id, "title": one.title, "term": one.term}
