"""A note -> the section «Сетевое взаимодействие»: the joint plan and why not, practices, partners."""

from collections.abc import Iterable
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, column, heading, paragraph, ref, row, table
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import quoted

Row = dict[str, Any]

STATUS = {
    "done": "выполнено",
    "partly": "выполнено частично",
    "going_on": "выполняется",
    "planned": "запланировано",
    "not_done": "не выполнено",
}

NAMED = 10  # municipalities: more of them are counted


def network(note: Note) -> Blocks:
    """The joint plan with its execution, practices, partners and their programmes; empty where there is nothing."""
    told = note.get("network")
    if not told:
        return Blocks()
    own = note["notebook"] == "municipality"  # whose body has six pages for everything else
    out = Blocks([heading("Сетевое взаимодействие", appendix=own, numbered=not own)])
    if "plan" in told:
        out += _plan(note, told["plan"])
    if "practices" in told:
        out += _practices(note, told["practices"])
    if "partners" in told:
        out += _partners(note, told["partners"])
    if _is_regional(note):
        out += _picture(note)
    return Blocks([*out, *(paragraph(text, small=True) for text in told.get("caveats", []))])


# ---- the joint plan


def _plan(note: Note, plan: Row) -> Blocks:
    lead = paragraph(f"{_about(plan)} {_numbers(note, plan)} Исполнение приведено в таблице ", ref("tbl-joint"), ".")
    lines = []
    for task, own in plan["tasks"]:
        lines.append(row(bold(task), kind="group"))
        lines += [row(*_line(note, one)) for one in own]
    columns = [
        column("Мероприятие", align="left", width=3.4),
        column("Участники", align="left", width=2),
        column("Исполнение", align="left", width=1.5),
        column("Причина неисполнения (по документу); что планируется", align="left", width=2.8),
    ]
    return Blocks([lead, table("tbl-joint", "Исполнение совместного плана", columns, lines, notes=_documents(plan))])


def _about(plan: Row) -> str:
    """«Совместный план «…»: цель – …» in the words of the dataset."""
    about = plan["about"]
    title = f"Совместный план «{about['title']}»" if about.get("title") else "Совместный план"
    where = f" ({about['document']})" if about.get("document") else ""
    goal = f" Цель: {about['goal'].rstrip('.')}." if about.get("goal") else ""
    return f"{title}{where} исполняется сетью муниципальных образований.{goal}"


def _numbers(note: Note, plan: Row) -> str:
    """«В плане 9 мероприятий: выполнено – 5, не выполнено – 1.»; a municipality is told of its own."""
    whole = sum(number for _, number in plan["statuses"])
    listed = ", ".join(f"{STATUS[status]} – {wording.integer(number)}" for status, number in plan["statuses"])
    where = "В плане" if _is_regional(note) else f"В плане с участием {note.noun('genitive')}"
    return f"{where} {wording.counted(whole, 'мероприятие', 'мероприятия', 'мероприятий')}: {listed}."


def _line(note: Note, one: Row) -> list[str]:
    names = [note.municipality(code).name for code in one["codes"]]
    who = "; ".join(filter(None, [", ".join(names) or "все участники", one["organisation"]]))
    why = "; ".join(filter(None, [one["reason"], one["planned"] and f"планируется: {one['planned']}"]))
    return [one["what"], who, STATUS[one["status"]], why or wording.DASH]


def _documents(plan: Row) -> list[str]:
    named = dict.fromkeys(one["document"] for _, own in plan["tasks"] for one in own if one["document"])
    return [f"Источник: {'; '.join(named)}."] if named else []


# ---- practices


_MORE = {"organisation": ("Организация", 1.8), "since": ("Ведётся с", 1.3)}


def _practices(note: Note, practices: list[Row]) -> Blocks:
    regional = _is_regional(note)
    named = {key: spec for key, spec in _MORE.items() if any(one[key] for one in practices)}
    columns = [
        *([column("Муниципальное образование", align="left", width=2)] if regional else []),
        column("Практика", align="left", width=3),
        column("Содержание", align="left", width=3.4),
        *(column(title, align="left", width=width) for title, width in named.values()),
    ]
    lines = [row(*([_name(note, one["code"])] if regional else []), *_practice(one, named)) for one in practices]
    number = wording.counted(len(practices), "практика", "практики", "практик")
    lead = paragraph(f"В реестре практик {number} (таблица ", ref("tbl-practices"), ").")
    caption = f"Реестр практик, {note.territory.name}"
    return Blocks([lead, table("tbl-practices", caption, columns, lines, notes=_sources(practices))])


def _practice(one: Row, named: Iterable[str]) -> list[str]:
    """``named``: which of ``_MORE`` any practice of the table has."""
    about = f" (показатель {quoted(one['about'])})" if one["about"] else ""
    since = wording.year(one["since"], "genitive") if one["since"] else ""
    cells = [f"{one['title']}{about}", one["what"], *((one | {"since": since})[key] for key in named)]
    return [cell or wording.DASH for cell in cells]


def _is_regional(note: Note) -> bool:
    return bool(note.territory.code == note.region.code)


# ---- partners


def _partners(note: Note, partners: list[Row]) -> Blocks:
    regional = _is_regional(note)
    columns = [
        *([column("Муниципальное образование", align="left", width=2)] if regional else []),
        column("Партнёр", align="left", width=3),
        column("Программа, профессия", align="left", width=3),
        column("Показатель" if regional else "Показатель, проблема", align="left", width=2.4),
    ]
    lines = [row(*([_name(note, one["code"])] if regional else []), *_partner(one)) for one in partners]
    lead = paragraph(f"{_counted(partners)} (таблица ", ref("tbl-partners"), ").")
    caption = f"Партнёры и программы профессиональных проб, {note.territory.name}"
    return Blocks([lead, table("tbl-partners", caption, columns, lines, notes=_sources(partners))])


def _sources(partners: list[Row]) -> list[str]:
    named = dict.fromkeys(one["document"] for one in partners if one["document"])
    return [f"Источник: {'; '.join(named)}."] if named else []


def _counted(partners: list[Row]) -> str:
    """«В реестре партнёров 3 организации, программ профессиональных проб – 5, профессий – 5»."""
    organisations = len({(one["code"], one["organisation"]) for one in partners})
    told = f"В реестре партнёров {wording.counted(organisations, 'организация', 'организации', 'организаций')}"
    programmes = len({(one["organisation"], one["programme"]) for one in partners if one["programme"]})
    professions = len({one["profession"].casefold() for one in partners if one["profession"]})
    told += f", программ – {wording.integer(programmes)}" if programmes else ""
    return told + (f", профессий – {wording.integer(professions)}" if professions else "")


def _partner(one: Row) -> list[str]:
    what = "; ".join(filter(None, [one["programme"], one["profession"]])) or wording.DASH
    about = [one["about"], ", ".join(one["problems"])]
    return [f"{one['organisation']} ({one['kind']})", what, "; ".join(filter(None, about)) or wording.DASH]


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
    names = ", ".join(note.municipality(code).name for code in codes)
    return [f" Ни в плане, ни в реестре партнёров не названы: {names}."]


def _name(note: Note, code: str) -> str:
    known = (one["name"] for one in note["municipalities"] if one["code"] == code)
    return next(known, note.region.name)
