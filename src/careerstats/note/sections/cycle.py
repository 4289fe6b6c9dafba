"""A note -> the management cycle: components and their documents, what is missing, chronology, who is late."""

from careerstats import wording
from careerstats.blocks import Block, Blocks, bold, column, heading, paragraph, ref, row, table
from careerstats.contracts.cycle import (
    COMPONENTS,
    DECISION,
    UNKNOWN,
    Cycle,
    Document,
    Due,
    Early,
    Event,
    Group,
    Point,
    by_component,
)
from careerstats.note.opening import Note
from careerstats.note.sections.acts import standing
from careerstats.note.sections.front import opening
from careerstats.note.sections.phrases import headed, listed

NAMED = 4
"""More missing components than these are read off the table."""

NOTHING = "в реестре нет"
LEVEL_OF = {"муниципальный": "муниципального", "региональный": "регионального"}


def cycle_title(note: Note) -> Blocks:
    """Head of the note on the cycle and decisions."""
    about = "об управленческом цикле и управленческих решениях"
    if note.bundle.cycle is None and note.bundle.acts is None:
        about = _about_registers(note)
    elif note.bundle.cycle is None:
        about = "об управленческих решениях"
    elif note.bundle.acts is None:
        about = "об управленческом цикле"
    whose = note.territory.genitive or (note.territory.name if note.is_regional else note.form("genitive"))
    return opening(note, "Справка", f"{about} {whose}, {note.year}", lead=_lead(note))


def _about_registers(note: Note) -> str:
    """Of a place without cycle and decisions: what else its registers hold, the weightiest first."""
    if note.bundle.printed_diagnosis is not None:
        return "о самодиагностике школ и общих сведениях о муниципальной системе образования"
    if note.bundle.general is not None:
        return "об общих сведениях о муниципальной системе образования"
    return "о сетевом взаимодействии"


def _lead(note: Note) -> str:
    """As of which day it is told, and what the note does not do."""
    day = f" по состоянию на {wording.day(note.bundle.date)}" if note.bundle.date else ""
    return f"Составлена по реестрам набора данных «{note.settings.title}»{day}; показатели здесь не оцениваются."


# ---- page one


def cycle_main(note: Note) -> Blocks:
    """«Главное»: which components lack documents, what is late and whose it is, the next step with its day."""
    known = note.bundle.cycle
    return headed("Главное.", [*_decisions_late(note), *(_main_of_cycle(note, known) if known else [])])


def _decisions_late(note: Note) -> list[str]:
    """How many decisions there are, and of how many the term has passed without a sign of execution."""
    decided = [point for act in note.acts for point in act.of(DECISION)]
    if not decided:
        return []
    late = sum(point.overdue for point in decided)
    text = f"Решений – {wording.integer(len(decided))}"
    day = f" на {wording.day(note.bundle.date)}" if note.bundle.date else ""
    told = [f"{text}; срок истёк{day}: {standing(decided)}." if late else f"{text}."]
    if all(point.execution == UNKNOWN for point in decided):
        told = [f"{text}, сведений об исполнении нет ни по одному."]
    return [*told, *_uncontrolled(decided)]


def _uncontrolled(decided: list[Point]) -> list[str]:
    """Decisions whose term no calendar has, or that name none: nobody can say when they are late."""
    open_ended = [point for point in decided if not point.term.by and not point.term.always]
    if not open_ended:
        return []
    named = "; ".join(f"пункт {point.item} – {_term(point)}" for point in open_ended[:NAMED])
    more = f" и ещё {len(open_ended) - NAMED}" if len(open_ended) > NAMED else ""
    number = wording.counted(len(open_ended), "решения", "решений", "решений")
    return [f"Срок {number} проконтролировать нельзя: {named}{more}; его нужно уточнить."]


def _term(point: Point) -> str:
    return f"„{point.term.text}“" if point.term.text else "срок не назван"


def _main_of_cycle(note: Note, known: Cycle) -> list[str]:
    texts = [_fullness(known.missing)] if known.documents else []
    texts += [f"{UNMARKED}: {'; '.join(due.title for due in known.late)}."] if known.late else []
    who = "; ".join(_who(note, due) for due in known.late_by_step)
    texts += [f"{UNMARKED}: {who}."] if who else []
    ahead = [due for due in (*known.next_by_step, *known.next) if due.term]
    first = min(ahead, key=lambda due: due.term, default=None)
    return [*texts, f"Ближайший шаг: {_next(first)}."] if first else texts


UNMARKED = "Срок прошёл, дата выполнения в реестр не внесена"
"""Of a step without a day: whether it was not taken, or not written down, the register does not say."""


# ---- goals


def cycle_goals(note: Note) -> Blocks:
    """The strategic goal and the goals of the second level, as the file of the cycle names them."""
    known = note.bundle.cycle
    if not known or not (known.strategic_goal or known.goals):
        return Blocks()
    out = Blocks([heading("Цели", numbered=True)])
    if known.strategic_goal:
        out.append(paragraph(bold("Стратегическая цель: "), f"{known.strategic_goal.rstrip('.')}."))
    return Blocks([*out, *listed("Цели второго уровня:", (f"{goal.id}. {goal.title}" for goal in known.goals))])


# ---- the cycle itself


def cycle(note: Note) -> Blocks:
    """Components × documents, what is missing, what is out of order, steps of the year; an appendix in other notes."""
    known = note.bundle.cycle
    if not known:
        return Blocks()
    own = note.bundle.notebook == "cycle"
    out = Blocks([heading("Управленческий цикл", numbered=own, appendix=not own)])
    out += _documents(note, known)
    out += listed("Порядок документов во времени требует пояснения:", map(_early, known.early))
    out += _requisites(known)
    out += _sent(note, known)
    out += _by_municipality(note, known)
    out += _steps(note, known)
    return out


def _documents(note: Note, known: Cycle) -> list[Block]:
    if not known.documents:
        return []
    fullness = f"{_fullness(known.missing)}{_one_level(known)} Документы перечислены в таблице "
    unassigned = (_with_title(document) for document in known.documents if not document.components)
    return [
        paragraph(fullness, ref("cycle"), "."),
        _table(note, known),
        *listed("Документы, не отнесённые к компонентам:", unassigned),
        *map(paragraph, known.remarks),
    ]


def _fullness(missing: list[str]) -> str:
    if not missing:
        return "Управленческий цикл полный: документы есть по всем девяти компонентам."
    number = len(COMPONENTS)
    there = wording.counted(number - len(missing), "компоненту", "компонентам", "компонентам")
    incomplete = f"Управленческий цикл неполный: документы есть по {there} из {number}"
    if len(missing) > NAMED:
        return f"{incomplete}."
    word = "компоненту" if len(missing) == 1 else "компонентам"
    return f"{incomplete}, нет по {word} {wording.joined([f'«{title}»' for title in missing])}."


def _levels(known: Cycle) -> set[str]:
    return {document.level for document in known.documents if document.components}


def _one_level(known: Cycle) -> str:
    """Said once where the table would repeat one word."""
    levels = _levels(known)
    return f" Все документы – {LEVEL_OF[min(levels)]} уровня." if len(levels) == 1 else ""


def _table(note: Note, known: Cycle) -> Block:
    several = len(_levels(known)) > 1
    columns = [
        column("Компонент", align="left", width=1.7),
        column("Документ", align="left", width=1.9),
        column("Наименование", align="left", width=4.2),
    ]
    columns += [column("Уровень", align="left", width=1.5)] if several else []
    lines = []
    for title, documents in by_component(known.documents).items():
        cells = [(_named(document), document.title, document.level) for document in documents] or [(NOTHING, "", "")]
        for place, own in enumerate(cells):
            lines.append(row("" if place else bold(title), *(own if several else own[:2])))
    return table("cycle", f"Документы управленческого цикла, {note.year}", columns, lines)


def _named(document: Document) -> str:
    """«приказ от 25.02.2022 № 081», «аналитическая справка, январь 2022»."""
    kind = document.kind or "документ"
    number = f" № {document.number}" if document.number else ""
    if document.day:
        return f"{kind} от {wording.day(document.day)}{number}"
    dated = f", {document.date}" if document.date else ""
    return f"{kind}{number}{dated}"


def _with_title(document: Document) -> str:
    return f"{_named(document)} «{document.title}»"


def _early(early: Early) -> str:
    """What is older than what; why the second should come first is the component, or the file's own link."""
    why = f" (компонент «{early.component}»)" if early.component else ""
    base = _named(early.base) if early.base.day else _with_title(early.base)
    return f"{_named(early.document)} – раньше того, на что этот документ должен опираться{why}: {base}"


def _requisites(known: Cycle) -> list[Block]:
    bare = (document for document in known.documents if document.lacking)
    return listed("Не приведены реквизиты документов:", (f"{_with_title(own)}: {_lacking(own)}" for own in bare))


def _lacking(document: Document) -> str:
    words = [word for word, there in (("номер", document.number), ("дата", document.date)) if not there]
    return wording.joined(words)


def _sent(note: Note, known: Cycle) -> list[Block]:
    """The letter with which the note of this period went out."""
    letters = [letter for letter in known.sent if letter.is_of(note.bundle.period)]
    how = [f"письмом от {wording.day(letter.date)} № {letter.number}" for letter in letters]
    return [paragraph(f"Справка направлена {wording.joined(how)}.")] if how else []


# ---- steps


def _steps(note: Note, known: Cycle) -> list[Block]:
    if note.is_regional:
        return [*_late(note, known, "на региональном уровне "), *_late_by_step(note, known), *_ahead(known)]
    return [*_late(note, known), *_ahead(known)]


def _late(note: Note, known: Cycle, where: str = "") -> list[Block]:
    if not known.late:
        return []
    head = f"На {wording.day(note.bundle.date)} {where}срок прошёл, а дата выполнения в реестр не внесена:"
    return listed(head, (f"{due.title} (срок {wording.day(due.term)})" for due in known.late))


def _late_by_step(note: Note, known: Cycle) -> list[Block]:
    """Who is late with what: the municipalities by name, all of them as one word."""
    if not known.late_by_step:
        return []
    head = f"{UNMARKED} (на {wording.day(note.bundle.date)}):"
    return listed(head, (_who(note, due) for due in known.late_by_step))


def _who(note: Note, due: Due) -> str:
    names = note.names(due.codes)
    whole = len(names) == due.of > 1
    who = f"все {wording.municipalities(due.of)}" if whole else f"{len(names)} из {due.of}: {', '.join(names)}"
    return f"«{due.title}» (срок {wording.day(due.term)}) – {who}"


def _ahead(known: Cycle) -> list[Block]:
    steps = sorted([*known.next_by_step, *known.next], key=lambda due: (not due.term, due.term))
    return listed("Предстоящие шаги:", map(_next, steps))


def _next(due: Due) -> str:
    term = f" – до {wording.day(due.term)}" if due.term else " – срок не назван"
    waits = f" (после: {', '.join(due.waits_for)})" if due.waits_for else ""
    return f"{due.title}{term}{waits}"


def _by_municipality(note: Note, known: Cycle) -> list[Block]:
    """Of the region: whose cycle is full, and what the others lack."""
    if not known.municipalities:
        return []
    columns = [
        column("Муниципальное образование", align="left", width=2),
        column("Цикл", align="left", width=1),
        column("Нет документов по компонентам", align="left", width=4),
    ]
    lines = [
        row(
            note.municipality(place.code).name,
            "неполный" if place.missing else "полный",
            ", ".join(place.missing) or wording.DASH,
        )
        for place in known.municipalities
    ]
    caption = f"Полнота управленческого цикла, {note.year}"
    there = {place.code for place in known.municipalities}
    silent = [str(place.name) for place in note.bundle.municipalities if place.code not in there]
    whose = wording.counted(
        len(silent), "муниципального образования", "муниципальных образований", "муниципальных образований"
    )
    none = f" Своих документов в реестре нет у {whose}: {', '.join(silent)}." if silent else ""
    lead = paragraph("Полнота цикла по муниципальным образованиям приведена в таблице ", ref("cycles"), f".{none}")
    return [lead, table("cycles", caption, columns, lines)]


# ---- who works, and what was held


def cycle_work(note: Note) -> Blocks:
    """Working groups and associations, methodical events with days, the source's recommendations."""
    known = note.bundle.cycle
    if not known or not (known.groups or known.events or known.recommendations):
        return Blocks()
    out = Blocks([heading("Организация работы", numbered=True)])
    out += [paragraph(_group(group)) for group in known.groups]
    out += _events(known.events)
    return Blocks([*out, *listed("Рекомендации источника:", (text.rstrip(".") for text in known.recommendations))])


def _group(group: Group) -> str:
    parts = [f"{group.title} ({_named(group.document)})" if group.document else group.title]
    if group.members:
        parts.append(f"состав: {', '.join(group.members)}")
    if group.meetings:
        parts.append(f"заседания: {', '.join(wording.day(day) for day in group.meetings)}")
    return f"{'; '.join(parts)}."


def _events(events: tuple[Event, ...]) -> list[Block]:
    if not events:
        return []
    columns = [
        column("Дата", align="left", width=1),
        column("Форма", align="left", width=1.6),
        column("Тема", align="left", width=4.4),
        column("Место", align="left", width=2),
    ]
    lines = [
        row(wording.day(event.date) if event.date else wording.NO_DATA, event.kind, event.title, event.where)
        for event in events
    ]
    return [table("events", "Методические мероприятия", columns, lines)]
