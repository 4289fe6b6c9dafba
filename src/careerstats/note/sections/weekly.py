"""A weekly bundle -> its sections: what was added, the pace and the pace needed, who stands still, what to check."""

import re
from datetime import date
from itertools import pairwise, starmap
from math import ceil

from careerstats import wording
from careerstats.blocks import Block, Blocks, Column, Text, bold, column, heading, items, paragraph, row, table
from careerstats.contracts.weekly import DOWN, TOTAL, Course
from careerstats.model import UNASSIGNED, Problem
from careerstats.note.figures.weekly import own_courses, region_courses, share, short
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.completeness import without_cells
from careerstats.note.sections.front import issued, opening
from careerstats.note.sections.weekly_words import (
    METHOD,
    NOTES,
    aim,
    course_of,
    courses_of_places,
    goal_words,
    next_day,
    outlook,
    outlook_cell,
    pace_cell,
    pace_words,
    slow_of,
)

MOST_TABLES = 4  # of a regional page
DAYS_SHOWN = 10  # rows of the course of one municipality: the last ones


def progress_title(note: Note) -> Blocks:
    """Whose numbers, on which day, and what they are."""
    subject = f"о достижении показателей {note.form('genitive')} на {wording.day(note.weekly.last)}"
    return opening(note, "Еженедельные сведения", subject, lead=_lead(note))


def _lead(note: Note) -> str:
    days = note.weekly.days
    counted = wording.counted(len(days), "дату", "даты", "дат")
    return (
        f"{issued(note, 'Подготовлены')} по сведениям нарастающим итогом на {counted}, с {wording.day(days[0])} по "
        f"{wording.day(days[-1])}. Доли рассчитаны от численности за {note.year}."
    )


def progress_summary(note: Note) -> Blocks:
    """«Главное»: who will not be there in time, how many in all, what was added; whom what is asked of by when."""
    code = TOTAL if note.is_regional else note.territory.code
    courses = (course_of(note, id, code) for id in note.weekly.indicators)
    paragraphs = [block for course in courses if course for block in _main(note, course)]
    return Blocks([heading("Главное"), *paragraphs, *_asked(note)]) if paragraphs else Blocks()


def _main(note: Note, course: Course) -> list[Block]:
    """What matters of one indicator: of the region those who are late, by name."""
    slow = slow_of(note, course.indicator) if course.code == TOTAL else []
    lead = paragraph(bold(note.passport(course.indicator).short), _summary(note, course))
    if not slow:
        return [lead]
    by = wording.day(note.weekly.targets[course.indicator].by)
    return [lead, *phrases.listed(f"При нынешнем ходе к {by} не успевают:", (_late(note, each) for each in slow))]


def _late(note: Note, course: Course) -> str:
    """«Вымышленский район – не хватает 150 обучающихся: нужно по 56 в неделю, темп – 17»."""
    words = note.words(course.indicator).noun_genitive
    sentence = f"{_name(note, course)} – не хватает {wording.counted(course.remaining or 0, *words)}"
    if course.still_since:
        return f"{sentence}: число не меняется с {wording.day(course.still_since)}"
    if course.needed is None or course.pace is None:
        return sentence
    return f"{sentence}: нужно по {wording.integer(ceil(course.needed))} в неделю, темп – {pace_words(course.pace)}"


def _asked(note: Note) -> list[Block]:
    """By the next day of numbers: the reason and a timetable of those who will be late, a number of whose went down."""
    if not note.weekly.targets:
        return []
    ids = note.weekly.indicators
    slow = list(dict.fromkeys(each.code for id in ids for each in slow_of(note, id)))
    fell = {each.code for id in ids for each in courses_of_places(note, id) if each.no_pace == DOWN}
    back = list(dict.fromkeys(course.code for course in note.weekly.courses if course.code in fell))
    wanted = {f"сообщить причину отставания и график{_until(note)}": slow, "подтвердить или исправить числа": back}
    asked = [f"{_whom(note, whose)}{what}" for what, whose in wanted.items() if whose]
    if not asked:
        return [paragraph("Ответ не требуется.")]
    colon, rest = (":", " От остальных ответ не требуется.") if note.is_regional else ("", "")
    until = f"Просим до {wording.day(next_day(note))}{colon}"
    return [paragraph(bold("Что сделать. "), f"{until} {'; '.join(asked)}.{rest}")]


def _until(note: Note) -> str:
    """« до 31.05.2025»: the day of the targets, where all have one."""
    days = {target.by for target in note.weekly.targets.values()}
    return phrases.until(days.pop().isoformat()) if len(days) == 1 else ""


def _whom(note: Note, codes: list[str]) -> str:
    """«органы управления образованием города Образцовска и Китежского района – »; of one's own page nobody else."""
    if not note.is_regional:
        return ""
    bodies = wording.plural(min(len(codes), 2), "орган", "органы", "органы")  # a list is not a number: 21 are «органы»
    names = wording.joined([note.form("genitive", code) for code in codes])
    return f"{bodies} управления образованием {names} {wording.DASH} "


def _summary(note: Note, course: Course) -> str:
    id = course.indicator
    words = f": {wording.counted(course.count, *note.words(id).noun)}"
    if (percent := share(course)) and course.whole:
        words += (
            f" – {percent} от {wording.integer(course.whole)} ({wording.uncapitalised(note.passport(id).whole_title)})"
        )
    if course.day != note.weekly.last:
        words += f", сведения на {wording.day(course.day)}"
    words += _gained(course)
    words += _others(note, course) if course.code != TOTAL else ""
    sentences = [
        f"{words}.",
        _reached(note, course) if course.code == TOTAL else outlook(note, course),
        *_back(note, course),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _gained(course: Course) -> str:
    if course.added is None or course.previous is None:
        return ""
    of = f" (по {wording.others(course.growing)})" if course.code == TOTAL else ""
    return f"; с {wording.day(course.previous)} {_added(course.added)}{of}"


def _others(note: Note, course: Course) -> str:
    """The others together, where all of them are known."""
    total = course_of(note, course.indicator, TOTAL)
    if not total or not total.whole or not course.whole or total.late or total.whole <= course.whole:
        return ""
    part, whole = total.count - course.count, total.whole - course.whole
    named = f"по остальным муниципальным образованиям {note.region_noun('genitive')}"
    return f"; {named} вместе – {wording.percent(part, whole)}" if part <= whole else ""


def _reached(note: Note, total: Course) -> str:
    """«Целевого значения 55 % достигли 8 муниципальных образований из 12.»; what the sum of all would say hides who."""
    id = total.indicator
    if id not in note.weekly.targets:
        return outlook(note, total)
    own = courses_of_places(note, id)
    reached = [each for each in own if each.remaining == 0]
    doubtful = [_name(note, each) for each in reached if each.no_pace == DOWN]
    there = len(reached) - len(doubtful)
    also = f"; если числа верны – и {wording.joined(doubtful)}" if doubtful else ""
    if not there:
        nobody = f"не достигло ни одно из {wording.counted(len(own), *OF_PLACES)}"
        return f"Целевого значения {goal_words(note, id)} {nobody}{also.replace(' и ', ' ', 1)}."
    verb = wording.plural(there, "достигло", "достигли", "достигли")
    return f"Целевого значения {goal_words(note, id)} {verb} {wording.municipalities(there)} из {len(own)}{also}."


OF_PLACES = ("муниципального образования", "муниципальных образований", "муниципальных образований")


def _back(note: Note, course: Course) -> list[str]:
    """Whose number was taken back lately: what was added there is not known, and what hangs on it."""
    codes = course.back if course.code == TOTAL else [course.code] if course.no_pace == DOWN else []
    fallen = [_went_back(note, each) for code in codes if (each := course_of(note, course.indicator, code))]
    return [text for text in fallen if text]


def _went_back(note: Note, course: Course) -> str:
    fell = [(was, now) for was, now in pairwise(course.snapshots) if now.number < was.number]
    if not fell:
        return ""
    was, now = fell[-1]
    whose = f"В сведениях {note.form('genitive', course.code)} на" if note.is_regional else "На"
    return (
        f"{whose} {wording.day(now.day)} указано {wording.integer(now.number)} при {wording.integer(was.number)} на "
        f"{wording.day(was.day)}; прирост за неделю не определить, число нужно проверить."
    )


def _added(number: int) -> str:
    if number < 0:
        return f"стало меньше на {wording.integer(-number)}"
    return f"добавлено {wording.integer(number)}" if number else "никого не добавлено"


# ---- tables


def progress_tables(note: Note) -> Blocks:
    """The region: a table of municipalities per indicator; a municipality: its indicators, and its course by days."""
    if not note.is_regional:
        return Blocks([*_own_table(note), *_course(note)])
    out = Blocks([heading("По муниципальным образованиям")])
    for id in note.weekly.indicators[:MOST_TABLES]:
        out += _region_table(note, id)
    return out


def _region_table(note: Note, id: str) -> Blocks:
    courses = [course for course in note.weekly.courses if course.indicator == id]
    if not courses:
        return Blocks()
    caption = f"{note.passport(id).short}, на {wording.day(note.weekly.last)}{aim(note, id)}"
    columns = _columns("Муниципальное образование", note, with_target=id in note.weekly.targets)
    lines = [
        row(
            *_cells(_name(note, course), note, course)[: len(columns)], kind="total" if course.code == TOTAL else "body"
        )
        for course in courses
    ]
    label = re.sub(r"[._]", "-", id)
    return Blocks([table(f"tbl-progress-{label}", caption, columns, lines, notes=_notes(note, courses))])


def _columns(first: str, note: Note, *, with_target: bool) -> list[Column]:
    days = note.weekly.days
    before = f" с{wording.NBSP}{short(days[-2])}" if len(days) > 1 else ""
    heads = ["Всего", f"Добавлено{before}", "%", "Темп, в неделю"]
    more = [column("Нужно в неделю", width=1.1), column("При сохранении темпа", align="left", width=2.2)]
    return [
        column(first, align="left", width=4),
        *(column(head, width=1.2) for head in heads),
        *(more if with_target else []),
    ]


def _cells(name: str, note: Note, course: Course) -> list[str]:
    """Dashes in the last two where it has no target."""
    return [
        name,
        wording.integer(course.count) + ("" if course.day == note.weekly.last else "*"),
        _added_cell(note, course),
        (share(course) or wording.DASH).removesuffix(f"{wording.NBSP}%"),
        pace_cell(course),
        wording.integer(ceil(course.needed)) if course.needed else wording.DASH,
        outlook_cell(note, course),
    ]


def _added_cell(note: Note, course: Course) -> str:
    if course.added is None or course.previous is None:
        return wording.DASH
    since = "" if course.previous == note.weekly.days[-2] else f" (с{wording.NBSP}{short(course.previous)})"
    return f"{wording.signed(course.added, 0)}{since}"


def _name(note: Note, course: Course) -> str:
    if course.code == TOTAL:
        return f"ИТОГО ({course.members} МО)"
    return UNASSIGNED_WORDS if course.code == UNASSIGNED else str(note.municipality(course.code).name)


UNASSIGNED_WORDS = "Муниципальное образование не указано"


def _notes(note: Note, courses: list[Course]) -> list[Text]:
    notes: list[Text] = []
    late = [course for course in courses if course.day != note.weekly.last]
    if late:
        named = "; ".join(f"{_name(note, course)} – {wording.day(course.day)}" for course in late)
        notes.append(f"* Последние представленные сведения: {named}.")
    total = next((course for course in courses if course.code == TOTAL), None)
    if total and total.added is not None and total.back:
        among = wording.others(total.growing)
        notes.append(f"В итоге добавленное – по {among}: без тех, чьё число уменьшалось или сведения за другой срок.")
    notes += [text for why, words in NOTES.items() if (text := _without_pace(note, words, courses, why))]
    if any(course.code == UNASSIGNED for course in courses):
        notes.append("Участники, не указавшие муниципальное образование, в итог не входят.")
    return notes


def _without_pace(note: Note, words: str, courses: list[Course], why: str) -> str:
    """«Темп не рассчитан: …: Тридевятский район.»; of one municipality, its indicators."""
    own = [course for course in courses if course.no_pace == why]
    named = [_name(note, course) for course in own if course.code != TOTAL]
    if not note.is_regional:
        named = [f"«{note.passport(course.indicator).short}»" for course in own]
    total = " (поэтому и у итога)" if any(course.code == TOTAL for course in own) and named else ""
    return f"{words}{total}: {', '.join(named)}." if named else ""


def _own_table(note: Note) -> Blocks:
    """One line = one indicator of this municipality; nothing where there is one, of which «Главное» tells all."""
    courses = [course for course in note.weekly.courses if course.code == note.territory.code]
    if len(courses) == 1:
        return Blocks()
    columns = _columns("Показатель", note, with_target=bool(note.weekly.targets))
    names = [f"{note.passport(course.indicator).short}{aim(note, course.indicator)}" for course in courses]
    rows = [_cells(name, note, course)[: len(columns)] for name, course in zip(names, courses, strict=True)]
    caption = f"Показатели {note.form('genitive')} на {wording.day(note.weekly.last)}"
    return Blocks([table("tbl-progress", caption, columns, starmap(row, rows), notes=_notes(note, courses))])


def _course(note: Note) -> Blocks:
    """Every day: how many in all, and how many more than on the day before."""
    courses = [course for course in note.weekly.courses if course.code == note.territory.code]
    known = [dict(course.snapshots) for course in courses]
    days = [day for day in note.weekly.days if any(day in numbers for numbers in known)][-DAYS_SHOWN:]
    if len(days) < 2:
        return Blocks()
    columns = [
        column("Дата", align="left"),
        *(column(note.passport(course.indicator).short, width=2) for course in courses),
    ]
    lines = [row(wording.day(day), *(_grown(numbers, day) for numbers in known)) for day in reversed(days)]
    caption = "Ход по датам: всего (добавлено с предыдущих сведений)"
    return Blocks([table("tbl-course", caption, columns, lines)])


def _grown(numbers: dict[date, int], day: date) -> str:
    if day not in numbers:
        return wording.NO_DATA
    before = [count for other, count in numbers.items() if other < day]
    added = f" ({wording.signed(numbers[day] - before[-1], 0)})" if before else ""
    return f"{wording.integer(numbers[day])}{added}"


# ---- who stands still, pictures, remarks


def progress_still(note: Note) -> Blocks:
    """Places where the number has not changed in three snapshots or more, of indicators without a target: of the
    others «Главное» tells."""
    ids = [id for id in note.weekly.indicators if id not in note.weekly.targets] if note.is_regional else []
    places = [text for id in ids if (text := _still(note, id))]
    if not places:
        return Blocks()
    lead = "Число не менялось в трёх и более сведениях подряд, хотя охвачены не все; проверьте, обновляются ли они:"
    return Blocks([heading("Число не меняется"), paragraph(lead, keep=True), items(places)])


def _still(note: Note, id: str) -> str:
    named = "; ".join(
        f"{_name(note, course)} – с {wording.day(course.still_since)} ({wording.among(course.count, course.whole)})"
        for course in courses_of_places(note, id)
        if course.still_since and course.whole
    )
    return f"{note.passport(id).short}: {named}." if named else ""


def progress_figure(note: Note) -> Blocks:
    """The courses: of the region a small picture per municipality, of a municipality its own with the target."""
    if len(note.weekly.days) < 2:
        return Blocks()
    return region_courses(note) if note.is_regional else own_courses(note)


def progress_remarks(note: Note) -> Blocks:
    """What is wrong with the dated tables and what to do; how the pace is computed."""
    remarks = [_remark(note, problem) for problem in note.bundle.problems]
    told = [paragraph(bold("Замечания к сведениям:"), keep=True), items(remarks)] if remarks else []
    return Blocks([*told, paragraph(bold("Как посчитано."), f" {METHOD}")])


def _remark(note: Note, problem: Problem) -> str:
    """Of the region whose number it is; what is wrong and what to do; the cell stands in the protocol."""
    known = {place.code: place.name for place in note.bundle.municipalities} if note.is_regional else {}
    what, todo = without_cells(problem.message), wording.capital(problem.what_to_do)
    if problem.territory not in known:
        return f"{wording.capital(what)}. {todo}."
    return f"{known[problem.territory]}: {wording.uncapitalised(what)}. {todo}."
