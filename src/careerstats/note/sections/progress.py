"""A weekly bundle -> its sections: what was added, the pace and the pace needed, who stands still, what to check."""

from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Text, bold, column, heading, items, paragraph, row, table
from careerstats.model import Problem
from careerstats.note.figures import progress as figures
from careerstats.note.opening import Note
from careerstats.note.sections.completeness import problem_place
from careerstats.note.sections.progress_words import (
    METHOD,
    NOTES,
    TOTAL,
    UNASSIGNED,
    aim,
    by_target,
    found,
    is_region,
    outlook,
    outlook_cell,
    pace_cell,
)
from careerstats.note.sections.titles import opening
from careerstats.note.weekly_share import share

Row = dict[str, Any]

MOST_TABLES = 4  # of a regional page
DAYS_SHOWN = 10  # rows of the course of one municipality: the last ones


def progress_title(note: Note) -> Blocks:
    """Whose numbers, on which day, and what they are."""
    subject = f"о достижении показателей {note.form('genitive')} на {wording.day(note['days'][-1])}"
    return opening(note, "Еженедельные сведения", subject, lead=_lead(note))


def _lead(note: Note) -> str:
    issuer = note.settings.issuer
    by = f"Подготовлены {issuer.name}" if issuer.name else "Подготовлены"
    days = wording.counted(len(note["days"]), "дату", "даты", "дат")
    return (
        f"{by} по сведениям нарастающим итогом на {days}, с {wording.day(note['days'][0])} по "
        f"{wording.day(note['days'][-1])}. Доли рассчитаны от численности за {wording.year(note['period'])}."
    )


def progress_summary(note: Note) -> Blocks:
    """One item per indicator: how many, what share, what was added; the target and the pace."""
    code = TOTAL if is_region(note) else note.territory.code
    told = [_summary(note, one) for id in note["indicators"] if (one := found(note, id, code))]
    return Blocks([heading("Главное"), items(told, ordered=True)]) if told else Blocks()


def _summary(note: Note, one: Row) -> Text:
    id = one["indicator"]
    told = f": {wording.counted(one['count'], *note.words(id).noun)}"
    if percent := share(one):
        told += f" – {percent} от {wording.integer(one['whole'])} ({_whole(note, id)})"
    if one["day"] != note["days"][-1]:
        told += f", сведения на {wording.day(one['day'])}"
    if one["added"] is not None:
        told += f"; с {wording.day(one['previous'])} {_added(one['added'])}"
    if one["code"] == TOTAL:
        told += f" (по {wording.others(one['members'] - len(one['late']))})"
    else:
        total = found(note, id, TOTAL)
        told += f"; по муниципальным образованиям {note.region_noun('genitive')} в целом – {share(total)}" if (
            total and share(total)) else ""  # fmt: skip
    return [bold(note.passport(id).short), f"{told}. {outlook(note, one)}".rstrip()]


def _whole(note: Note, id: str) -> str:
    title = str(note.passport(id).whole_title)
    return f"{title[:1].lower()}{title[1:]}"


def _added(number: int) -> str:
    if number < 0:
        return f"стало меньше на {wording.integer(-number)}"
    return f"добавлено {wording.integer(number)}" if number else "никого не добавлено"


# ---- tables


def progress_tables(note: Note) -> Blocks:
    """The region: a table of municipalities per indicator; a municipality: its indicators, and its course by days."""
    if not is_region(note):
        return Blocks([*_own_table(note), *_course(note)])
    out = Blocks([heading("По муниципальным образованиям")])
    for id in note["indicators"][:MOST_TABLES]:
        out += _region_table(note, id)
    return out


def _region_table(note: Note, id: str) -> Blocks:
    rows = [one for one in note["rows"] if one["indicator"] == id]
    if not rows:
        return Blocks()
    caption = f"{note.passport(id).short}, на {wording.day(note['days'][-1])}{aim(note, id)}"
    lines = [row(_name(note, one), *_cells(note, one), kind=_kind(one)) for one in rows]
    columns = _columns("Муниципальное образование", note, with_target=id in note["targets"])
    return Blocks([table(f"tbl-progress-{_label(id)}", caption, columns, lines, notes=_notes(note, rows))])


def _kind(one: Row) -> str:
    return "total" if one["code"] == TOTAL else "body"


def _label(id: str) -> str:
    return id.replace(".", "-").replace("_", "-")


def _columns(first: str, note: Note, *, with_target: bool) -> list[Any]:
    before = f" с{wording.NBSP}{_short(note['days'][-2])}" if len(note["days"]) > 1 else ""
    heads = ["Всего", f"Добавлено{before}", "%", "Темп, в неделю"]
    more = [column("Нужно в неделю", width=1.1), column("При сохранении темпа", align="left", width=2.2)]
    return [
        column(first, align="left", width=4),
        *(column(head, width=1.2) for head in heads),
        *(more if with_target else []),
    ]


def _cells(note: Note, one: Row) -> list[str]:
    cells = [
        wording.integer(one["count"]) + ("" if one["day"] == note["days"][-1] else "*"),
        _added_cell(note, one),
        (share(one) or wording.DASH).removesuffix(f"{wording.NBSP}%"),
        pace_cell(one),
    ]
    if one["indicator"] not in note["targets"]:
        return cells
    needed = wording.integer(ceil(Fraction(one["needed"]))) if one["needed"] else wording.DASH
    return [*cells, needed, outlook_cell(note, one)]


def _added_cell(note: Note, one: Row) -> str:
    if one["added"] is None:
        return wording.DASH
    since = "" if one["previous"] == note["days"][-2] else f" (с{wording.NBSP}{_short(one['previous'])})"
    return f"{wording.signed(one['added'], 0)}{since}"


def _short(day: str) -> str:
    return date.fromisoformat(day).strftime("%d.%m")


def _name(note: Note, one: Row) -> str:
    if one["code"] == TOTAL:
        return f"ИТОГО ({one['members']} МО)"
    return UNASSIGNED_WORDS if one["code"] == UNASSIGNED else str(note.municipality(one["code"]).name)


UNASSIGNED_WORDS = "Муниципальное образование не указано"


def _notes(note: Note, rows: list[Row]) -> list[Text]:
    told: list[Text] = []
    late = [one for one in rows if one["day"] != note["days"][-1]]
    if late:
        named = "; ".join(f"{_name(note, one)} – {wording.day(one['day'])}" for one in late)
        told.append(f"* Последние представленные сведения: {named}.")
    told += [text for why, words in NOTES.items() if (text := _without_pace(note, words, rows, why))]
    if any(one["code"] == UNASSIGNED for one in rows):
        told.append("Участники, не указавшие муниципальное образование, в итог не входят.")
    return told


def _without_pace(note: Note, words: str, rows: list[Row], why: str) -> str:
    """«Темп не рассчитан: …: Тридевятский район.»; of one municipality, its indicators."""
    own = [one for one in rows if one["no_pace"] == why]
    named = [_name(note, one) for one in own if one["code"] != TOTAL]
    if not is_region(note):
        named = [f"«{note.passport(one['indicator']).short}»" for one in own]
    total = " (поэтому и у итога)" if any(one["code"] == TOTAL for one in own) and named else ""
    return f"{words}{total}: {', '.join(named)}." if named else ""


def _own_table(note: Note) -> Blocks:
    """One row = one indicator of this municipality."""
    rows = [one for one in note["rows"] if one["code"] == note.territory.code]
    columns = _columns("Показатель", note, with_target=bool(note["targets"]))
    lines = [row(f"{note.passport(one['indicator']).short}{aim(note, one['indicator'])}", *_filled(note, one))
             for one in rows]  # fmt: skip
    caption = f"Показатели {note.form('genitive')} на {wording.day(note['days'][-1])}"
    return Blocks([table("tbl-progress", caption, columns, lines, notes=_notes(note, rows))])


def _filled(note: Note, one: Row) -> list[str]:
    """Its cells, with dashes where only other indicators have a target."""
    cells = _cells(note, one)
    wanted = 6 if note["targets"] else 4
    return [*cells, *[wording.DASH] * (wanted - len(cells))]


def _course(note: Note) -> Blocks:
    """Every day: how many in all, and how many more than on the day before."""
    rows = [one for one in note["rows"] if one["code"] == note.territory.code]
    known = [dict(one["points"]) for one in rows]
    days = [day for day in note["days"] if any(day in one for one in known)][-DAYS_SHOWN:]
    if len(days) < 2:
        return Blocks()
    columns = [
        column("Дата", align="left"),
        *(column(note.passport(one["indicator"]).short, width=2) for one in rows),
    ]
    lines = [row(wording.day(day), *(_grown(one, day) for one in known)) for day in reversed(days)]
    caption = f"Ход по датам: всего (добавлено с предыдущих сведений), {note.territory.name}"
    return Blocks([table("tbl-course", caption, columns, lines)])


def _grown(course: dict[str, int], day: str) -> str:
    if day not in course:
        return wording.NO_DATA
    before = [count for other, count in course.items() if other < day]
    added = f" ({wording.signed(course[day] - before[-1], 0)})" if before else ""
    return f"{wording.integer(course[day])}{added}"


# ---- who stands still, pictures, remarks


def progress_still(note: Note) -> Blocks:
    """Places where the number has not changed in three snapshots or more, though somebody remains."""
    told = [_still(note, id) for id in note["indicators"]]
    told = [text for text in told if text]
    if not told or not is_region(note):
        return Blocks()
    lead = "Число не менялось в трёх и более сведениях подряд, хотя охвачены не все:"
    return Blocks([heading("Нет прироста"), paragraph(lead, keep=True), items(told)])


def _still(note: Note, id: str) -> str:
    rows = [one for one in note["rows"] if one["indicator"] == id and one["still_since"] and one["code"] != TOTAL]
    if not rows:
        return ""
    named = "; ".join(
        f"{_name(note, one)} – с {wording.day(one['still_since'])} "
        f"({wording.integer(one['count'])} из {wording.integer(one['whole'])})"
        for one in rows
    )
    return f"{note.passport(id).short}: {named}."


def progress_figure(note: Note) -> Blocks:
    """The courses: of the region a small picture per municipality, of a municipality its own with the target."""
    if len(note["days"]) < 2:
        return Blocks()
    return figures.region_courses(note) if is_region(note) else figures.own_courses(note)


def progress_remarks(note: Note) -> Blocks:
    """What is wrong with the dated tables and what to do; how the pace is computed."""
    out = Blocks([heading("Как это посчитано и что уточнить")])
    out.append(paragraph(METHOD if not note["targets"] else f"{METHOD} {by_target(note)}"))
    if note.bundle.problems:
        out += [paragraph("Замечания к сведениям:", keep=True), items(map(_remark, note.bundle.problems))]
    return out


def _remark(problem: Problem) -> str:
    """«weekly/2025-04-07.csv, ячейка B7: …»; what is said of no file in particular goes without its name."""
    what = f"{wording.capital(problem.what_to_do)}."
    if problem.cell:
        return f"{problem_place(problem)}: {problem.message}. {what}"
    return f"{wording.capital(problem.message)}. {what}"
