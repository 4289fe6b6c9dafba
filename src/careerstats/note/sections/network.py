"""A note -> the section «Сетевое взаимодействие»: the joint plan and why not, practices, partners."""

from collections.abc import Iterable

from careerstats import wording
from careerstats.blocks import Blocks, bold, column, heading, paragraph, ref, row, table
from careerstats.contracts.network import STATUSES, Agreement, JointEvent, JointPlan, Partner, Practice
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import quoted

STATUS = {status: word for word, status in STATUSES.items()}

NAMED = 10  # municipalities: more of them are counted


def network(note: Note) -> Blocks:
    """The joint plan with its execution, practices, partners and their programmes; empty where there is nothing."""
    known = note.bundle.network
    if not known:
        return Blocks()
    own = note.bundle.notebook == "municipality"  # whose body has six pages for everything else
    out = Blocks([heading("Сетевое взаимодействие", appendix=own, numbered=not own)])
    if known.plan:
        out += _plan(note, known.plan)
    if known.practices:
        out += _practices(note, known.practices)
    if known.partners:
        out += _partners(note, known.partners)
    if note.is_regional:
        out += _picture(note)
    return Blocks([*out, *(paragraph(text, small=True) for text in known.caveats)])


# ---- the joint plan


def _plan(note: Note, plan: JointPlan) -> Blocks:
    lead = paragraph(
        f"{_about(plan.about)} {_numbers(note, plan)} Исполнение приведено в таблице ", ref("tbl-joint"), "."
    )
    lines = []
    for task, own in plan.by_task().items():
        lines.append(row(bold(task), kind="group"))
        lines += [row(*_line(note, event)) for event in own]
    columns = [
        column("Мероприятие", align="left", width=3.4),
        column("Участники", align="left", width=2),
        column("Исполнение", align="left", width=1.5),
        column("Причина неисполнения (по документу); что планируется", align="left", width=2.8),
    ]
    notes = _sources(event for own in plan.by_task().values() for event in own)
    return Blocks([lead, table("tbl-joint", "Исполнение совместного плана", columns, lines, notes=notes)])


def _about(about: Agreement) -> str:
    """«Совместный план «…»: цель – …» in the words of the dataset."""
    title = f"Совместный план «{about.title}»" if about.title else "Совместный план"
    where = f" ({about.document})" if about.document else ""
    goal = f" Цель: {about.goal.rstrip('.')}." if about.goal else ""
    return f"{title}{where} исполняется сетью муниципальных образований.{goal}"


def _numbers(note: Note, plan: JointPlan) -> str:
    """«В плане 9 мероприятий: выполнено – 5, не выполнено – 1.»; a municipality is told of its own."""
    listed = ", ".join(f"{STATUS[status]} – {wording.integer(number)}" for status, number in plan.by_status().items())
    where = "В плане" if note.is_regional else f"В плане с участием {note.noun('genitive')}"
    return f"{where} {wording.counted(len(plan.events), 'мероприятие', 'мероприятия', 'мероприятий')}: {listed}."


def _line(note: Note, event: JointEvent) -> list[str]:
    names = note.names(event.codes)
    who = "; ".join(filter(None, [", ".join(names) or "все участники", event.organisation]))
    why = "; ".join(filter(None, [event.reason, event.planned and f"планируется: {event.planned}"]))
    return [event.what, who, STATUS[event.status], why or wording.DASH]


def _sources(entries: Iterable[JointEvent | Practice | Partner]) -> list[str]:
    named = dict.fromkeys(entry.document for entry in entries if entry.document)
    return [f"Источник: {'; '.join(named)}."] if named else []


# ---- practices


def _practices(note: Note, practices: tuple[Practice, ...]) -> Blocks:
    regional = note.is_regional
    organisations = any(practice.organisation for practice in practices)
    since = any(practice.since for practice in practices)
    columns = [
        *([column("Муниципальное образование", align="left", width=2)] if regional else []),
        column("Практика", align="left", width=3),
        column("Содержание", align="left", width=3.4),
        *([column("Организация", align="left", width=1.8)] if organisations else []),
        *([column("Ведётся с", align="left", width=1.3)] if since else []),
    ]
    lines = [
        row(
            *([_name(note, practice.code)] if regional else []),
            f"{practice.title} (показатель {quoted(practice.about)})" if practice.about else practice.title,
            practice.what or wording.DASH,
            *([practice.organisation or wording.DASH] if organisations else []),
            *([wording.year(practice.since, "genitive") if practice.since else wording.DASH] if since else []),
        )
        for practice in practices
    ]
    number = wording.counted(len(practices), "практика", "практики", "практик")
    lead = paragraph(f"В реестре практик {number} (таблица ", ref("tbl-practices"), ").")
    caption = f"Реестр практик, {note.territory.name}"
    return Blocks([lead, table("tbl-practices", caption, columns, lines, notes=_sources(practices))])


# ---- partners


def _partners(note: Note, partners: tuple[Partner, ...]) -> Blocks:
    regional = note.is_regional
    columns = [
        *([column("Муниципальное образование", align="left", width=2)] if regional else []),
        column("Партнёр", align="left", width=3),
        column("Программа, профессия", align="left", width=3),
        column("Показатель", align="left", width=2.4),
    ]
    lines = [row(*([_name(note, partner.code)] if regional else []), *_partner(partner)) for partner in partners]
    lead = paragraph(f"{_counted(partners)} (таблица ", ref("tbl-partners"), ").")
    caption = f"Партнёры и программы профессиональных проб, {note.territory.name}"
    return Blocks([lead, table("tbl-partners", caption, columns, lines, notes=_sources(partners))])


def _counted(partners: tuple[Partner, ...]) -> str:
    """«В реестре партнёров 3 организации, программ профессиональных проб – 5, профессий – 5»."""
    organisations = len({(partner.code, partner.organisation) for partner in partners})
    numbers = f"В реестре партнёров {wording.counted(organisations, 'организация', 'организации', 'организаций')}"
    programmes = len({(partner.organisation, partner.programme) for partner in partners if partner.programme})
    professions = len({partner.profession.casefold() for partner in partners if partner.profession})
    numbers += f", программ – {wording.integer(programmes)}" if programmes else ""
    return numbers + (f", профессий – {wording.integer(professions)}" if professions else "")


def _partner(partner: Partner) -> list[str]:
    what = "; ".join(filter(None, [partner.programme, partner.profession])) or wording.DASH
    return [f"{partner.organisation} ({partner.kind})", what, partner.about or wording.DASH]


# ---- the picture


def _picture(note: Note) -> Blocks:
    """Who is joined to whom, and who is named nowhere."""
    picture = figures.network(note)
    if not picture:
        return Blocks()
    lead = paragraph(
        "Кто с кем связан мероприятиями и партнёрами, показано на рисунке ", ref("fig-network"), ".", *_others(note)
    )
    return Blocks([lead, *picture])


def _others(note: Note) -> list[str]:
    """Registers may be incomplete: what is said is that they do not name somebody, not that he has nobody."""
    codes = figures.unjoined(note)
    if not codes:
        return []
    if len(codes) > NAMED:
        return [f" Ни в плане, ни в реестре партнёров не названы {wording.municipalities(len(codes))}."]
    names = ", ".join(note.names(codes))
    return [f" В плане и в реестре партнёров нет упоминаний: {names}."]


def _name(note: Note, code: str) -> str:
    names = (place.name for place in note.bundle.municipalities if place.code == code)
    return next(names, note.region.name)
