"""A note -> the management cycle: components and their documents, what is missing, chronology, who is late."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Block, Blocks, bold, column, heading, items, paragraph, ref, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated
from careerstats.note.sections.titles import opening

Row = dict[str, Any]

COMPONENTS = 9
NAMED = 4
"""More missing components than these are read off the table."""

NOTHING = "документов нет"
LEVEL_OF = {"муниципальный": "муниципального", "региональный": "регионального"}


def cycle_title(note: Note) -> Blocks:
    """Head of the note on the cycle and decisions."""
    about = "об управленческом цикле и управленческих решениях"
    if note.bundle.cycle is None and note.bundle.acts is None:
        about = (
            "об общих сведениях о муниципальной системе образования"
            if note.bundle.general is not None
            else "о сетевом взаимодействии"
        )
    elif note.bundle.cycle is None:
        about = "об управленческих решениях"
    elif note.bundle.acts is None:
        about = "об управленческом цикле"
    subject = f"{about} {_genitive(note)}, {wording.year(note['period'])}"
    return opening(note, "Справка", subject, lead=_lead(note))


def _genitive(note: Note) -> str:
    return str(note.territory.genitive or (note.territory.name if is_region(note) else note.form("genitive")))


def _lead(note: Note) -> str:
    """As of which day it is told, and what the note does not do."""
    day = f" по состоянию на {wording.day(note['date'])}" if note["date"] else ""
    return f"Составлена по реестрам набора данных «{note['settings']['title']}»{day}; показатели здесь не оцениваются."


def is_region(note: Note) -> bool:
    return bool(note.territory.code == note.region.code)


# ---- goals


def cycle_goals(note: Note) -> Blocks:
    """The strategic goal and the goals of the second level, as the file of the cycle names them."""
    told = note.get("cycle", {})
    goal, goals = told.get("strategic_goal"), told.get("goals", [])
    if not goal and not goals:
        return Blocks()
    out = Blocks([heading("Цели", numbered=True)])
    if goal:
        out.append(paragraph(bold("Стратегическая цель: "), f"{goal.rstrip('.')}."))
    if goals:
        out += [
            paragraph("Цели второго уровня:", keep=True),
            items(punctuated([f"{one['id']}. {one['title']}" for one in goals])),
        ]
    return out


# ---- the cycle itself


def cycle(note: Note) -> Blocks:
    """Components × documents, what is missing, what is out of order, steps of the year; an appendix in other notes."""
    told = note.get("cycle")
    if not told:
        return Blocks()
    own = note["notebook"] == "cycle"
    out = Blocks([heading("Управленческий цикл", numbered=own, appendix=not own)])
    out += _documents(note, told)
    out += _chronology(told)
    out += _requisites(told)
    out += _sent(note, told)
    out += _by_municipality(note, told)
    out += _steps(note, told)
    return out


def _documents(note: Note, told: Row) -> list[Block]:
    if not told["components"]:
        return []
    fullness = f"{_fullness(told['missing'])}{_one_level(told)} Документы перечислены в таблице "
    out = [paragraph(fullness, ref("cycle"), "."), _table(note, told["components"])]
    if told["unassigned"]:
        listed = [_with_title(one) for one in told["unassigned"]]
        out += [paragraph("Документы, не отнесённые к компонентам:", keep=True), items(punctuated(listed))]
    return out + [paragraph(text) for text in told["remarks"]]


def _fullness(missing: list[str]) -> str:
    if not missing:
        return "Управленческий цикл полный: документы есть по всем девяти компонентам."
    there = wording.counted(COMPONENTS - len(missing), "компоненту", "компонентам", "компонентам")
    told = f"Управленческий цикл неполный: документы есть по {there} из {COMPONENTS}"
    if len(missing) > NAMED:
        return f"{told}."
    word = "компоненту" if len(missing) == 1 else "компонентам"
    return f"{told}, нет по {word} {wording.joined([f'«{one}»' for one in missing])}."


def _levels(components: list[Row]) -> set[str]:
    return {doc["level"] for one in components for doc in one["documents"]}


def _one_level(told: Row) -> str:
    """Said once where the table would repeat one word."""
    levels = _levels(told["components"])
    return f" Все документы – {LEVEL_OF[min(levels)]} уровня." if len(levels) == 1 else ""


def _table(note: Note, components: list[Row]) -> Block:
    several = len(_levels(components)) > 1
    columns = [
        column("Компонент", align="left", width=1.7),
        column("Документ", align="left", width=1.9),
        column("Наименование", align="left", width=4.2),
    ]
    columns += [column("Уровень", align="left", width=1.5)] if several else []
    lines = []
    for one in components:
        cells = [(_named(doc), doc["title"], doc["level"]) for doc in one["documents"]] or [(NOTHING, "", "")]
        for place, own in enumerate(cells):
            lines.append(row("" if place else bold(one["title"]), *(own if several else own[:2])))
    return table("cycle", f"Документы управленческого цикла, {wording.year(note['period'])}", columns, lines)


def _named(one: Row) -> str:
    """«приказ от 25.02.2022 № 081», «аналитическая справка, январь 2022»."""
    kind = one["kind"] or "документ"
    number = f" № {one['number']}" if one["number"] else ""
    if one["day"]:
        return f"{kind} от {wording.day(one['day'])}{number}"
    dated = f", {one['date']}" if one["date"] else ""
    return f"{kind}{number}{dated}"


def _with_title(one: Row) -> str:
    return f"{_named(one)} «{one['title']}»"


def _chronology(told: Row) -> list[Block]:
    if not told["early"]:
        return []
    listed = [_early(one) for one in told["early"]]
    return [paragraph("Порядок документов во времени требует пояснения:", keep=True), items(punctuated(listed))]


def _early(one: Row) -> str:
    """What is older than what; why the second should come first is the component, or the file's own link."""
    why = f" (компонент «{one['component']}»)" if one["component"] else ""
    base = _named(one["base"]) if one["base"]["day"] else _with_title(one["base"])
    return f"{_named(one['document'])} – раньше того, на что этот документ должен опираться{why}: {base}"


def _requisites(told: Row) -> list[Block]:
    if not told["lacking"]:
        return []
    listed = [f"{_with_title(one)}: {_lacking(one)}" for one in told["lacking"]]
    return [paragraph("Не приведены реквизиты документов:", keep=True), items(punctuated(listed))]


def _lacking(one: Row) -> str:
    words = [word for word, there in (("номер", one["number"]), ("дата", one["date"])) if not there]
    return wording.joined(words)


def _sent(note: Note, told: Row) -> list[Block]:
    """The letter with which the note of this period went out."""
    ours = (one for one in told["sent"] if one["period"] in ("", note["period"]))
    found = [one for one in ours if one["date"] and one["number"]]
    listed = [f"письмом от {wording.day(one['date'])} № {one['number']}" for one in found]
    return [paragraph(f"Справка направлена {wording.joined(listed)}.")] if listed else []


# ---- steps


def _steps(note: Note, told: Row) -> list[Block]:
    if is_region(note):
        return [*_late(note, told, "на региональном уровне "), *_late_by_step(note, told), *_ahead(told)]
    return [*_late(note, told), *_ahead(told)]


def _late(note: Note, told: Row, where: str = "") -> list[Block]:
    if not told["late"]:
        return []
    listed = [f"{one['title']} (срок {wording.day(one['term'])})" for one in told["late"]]
    head = f"На {wording.day(note['date'])} {where}не выполнены в срок:"
    return [paragraph(head, keep=True), items(punctuated(listed))]


def _late_by_step(note: Note, told: Row) -> list[Block]:
    """Who is late with what: the municipalities by name, all of them as one word."""
    steps = told.get("late_by_step", [])
    if not steps:
        return []
    head = f"На {wording.day(note['date'])} не выполнили в срок муниципальные образования:"
    return [paragraph(head, keep=True), items(punctuated([_who(note, one) for one in steps]))]


def _who(note: Note, one: Row) -> str:
    names = [note.municipality(code).name for code in one["codes"]]
    whole = len(names) == one["of"] > 1
    who = f"все {wording.municipalities(one['of'])}" if whole else f"{len(names)} из {one['of']}: {', '.join(names)}"
    return f"«{one['title']}» (срок {wording.day(one['term'])}) – {who}"


def _ahead(told: Row) -> list[Block]:
    steps = sorted([*told.get("next_by_step", []), *told["next"]], key=lambda one: (not one["term"], one["term"]))
    listed = [_next(one) for one in steps]
    if not listed:
        return []
    return [paragraph("Предстоящие шаги:", keep=True), items(punctuated(listed))]


def _next(one: Row) -> str:
    term = f" – до {wording.day(one['term'])}" if one["term"] else " – срок не назван"
    waits = f" (после: {', '.join(one['waits_for'])})" if one.get("waits_for") else ""
    return f"{one['title']}{term}{waits}"


def _by_municipality(note: Note, told: Row) -> list[Block]:
    """Of the region: whose cycle is full, and what the others lack."""
    rows = told.get("municipalities", [])
    if not rows:
        return []
    columns = [
        column("Муниципальное образование", align="left", width=2),
        column("Цикл", align="left", width=1),
        column("Нет документов по компонентам", align="left", width=4),
    ]
    lines = [
        row(
            note.municipality(one["code"]).name,
            "неполный" if one["missing"] else "полный",
            ", ".join(one["missing"]) or wording.DASH,
        )
        for one in rows
    ]
    caption = f"Полнота управленческого цикла, {wording.year(note['period'])}"
    lead = paragraph("Полнота цикла по муниципальным образованиям приведена в таблице ", ref("cycles"), ".")
    return [lead, table("cycles", caption, columns, lines)]


# ---- who works, and what was held


def cycle_work(note: Note) -> Blocks:
    """Working groups and associations, methodical events with days, the source's recommendations."""
    told = note.get("cycle", {})
    out = Blocks([*_groups(told), *_events(told)])
    if told.get("recommendations"):
        listed = [one.rstrip(".") for one in told["recommendations"]]
        out += [paragraph("Рекомендации источника:", keep=True), items(punctuated(listed))]
    return Blocks([heading("Организация работы", numbered=True), *out]) if out else out


def _groups(told: Row) -> list[Block]:
    return [paragraph(_group(one)) for one in told.get("groups", [])]


def _group(one: Row) -> str:
    parts = [one["title"]]
    if one["document"]:
        parts[0] += f" ({_named(one['document'])})"
    if one["members"]:
        parts.append(f"состав: {', '.join(one['members'])}")
    if one["meetings"]:
        parts.append(f"заседания: {', '.join(wording.day(day) for day in one['meetings'])}")
    return f"{'; '.join(parts)}."


def _events(told: Row) -> list[Block]:
    if not told.get("events"):
        return []
    columns = [
        column("Дата", align="left", width=1),
        column("Форма", align="left", width=1.6),
        column("Тема", align="left", width=4.4),
        column("Место", align="left", width=2),
    ]
    lines = [row(_day(one["date"]), one["kind"], one["title"], one["where"]) for one in told["events"]]
    return [table("events", "Методические мероприятия", columns, lines)]


def _day(iso: str) -> str:
    return wording.day(iso) if iso else wording.NO_DATA
