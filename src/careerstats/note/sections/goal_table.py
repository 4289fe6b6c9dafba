"""Rows of a note -> the table of page one: value with its counts, that before, the others, the place, the goal."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil

from msgspec.structs import replace

from careerstats import reasons, wording
from careerstats.blocks import Column, Run, Table, Text, column, row, share, table
from careerstats.contracts.decisions import Target
from careerstats.contracts.values import Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.headline_words import excluded

NOTES = "*†§¶"
"""Signs of footnotes, the first for the first row that needs one; from the fifth on they are doubled."""


def goal_table(note: Note, rows: list[Value], label: str) -> Table:
    """One row an indicator; columns of which nothing is known are left out."""
    signs = _signs(note, rows)
    parts = _parts(note, rows, signs)
    first = note.first_problem.indicator if note.first_problem else ""
    lines = [
        row(*(cell(value) for _, cell in parts), kind="total" if value.indicator == first else "body") for value in rows
    ]
    caption = phrases.filled(note, note.settings.captions.table)
    return table(label, caption, [head for head, _ in parts], lines, notes=_notes(note, rows, signs))


_Signs = dict[str, tuple[str, str]]
"""Indicator → the sign of its footnote and what that tells."""

_Part = tuple[Column, Callable[[Value], Text]]
"""The head of a column and what stands in its cells."""


def _parts(note: Note, rows: list[Value], signs: _Signs) -> list[_Part]:
    """The columns from left to right; ``places``: where indicators are known of different numbers, the largest."""
    before, guides = earlier(rows), _all_guides(note, rows)
    standing = note.bundle.standing
    places = max((standing[value.indicator].of for value in rows if value.indicator in standing), default=0)
    counted = "чел." if all(note.passport(value.indicator).of_people for value in rows) else "кол-во"
    parts: list[_Part] = [
        (
            column("Показатель", align="left", width=3.3),
            lambda value: row_name(note, value) + signs.get(value.indicator, ("", ""))[0],
        ),
        (column(f"{note.bundle.period}, % ({counted})", width=2.7), lambda value: _own(note, value)),
    ]
    if before:
        parts.append((column(f"{before}, %", width=1.25), _before))
    parts.append((column("Остальные, %", width=1.2), lambda value: _rest(note, value)))
    if places:
        parts.append((column(f"Место из {places}", width=1.3), lambda value: _place(note, value, of=places)))
    if any(value.indicator in note.bundle.proposals for value in rows):
        head = f"{'Ориентир' if guides else 'Цель'}, {note.settings.programme.next_period}"
        parts.append((column(head, width=2.4), lambda value: goal(note, value, guides=guides)))
    return parts


def _notes(note: Note, rows: list[Value], signs: _Signs) -> list[Text]:
    return [
        *(f"{sign} {words}" for sign, words in dict.fromkeys(signs.values())),
        *(reasons.of_fewer_note(rows) if earlier(rows) else []),
        *of_more_note(note, [row.indicator for row in rows]),
        *_in_part(note, rows),
        *_alike(note, rows),
    ]


def _all_guides(note: Note, rows: list[Value]) -> bool:
    """Whether every number to be reached is a guide: the head of the column then says so once."""
    targets = [target for row in rows if (target := note.bundle.proposals.get(row.indicator))]
    wanted = [target for target in targets if target.kind != "keep"]
    return bool(wanted) and all(target.guide for target in wanted)


def earlier(rows: list[Value]) -> str:
    """The period before, of which shares are known; it need not be that of a year ago. Empty where there is none."""
    return next((value.previous for value in rows if value.had_share), "")


def row_name(note: Note, value: Value) -> str:
    """«Прошли пробы»; the longer name where the short one stands for several indicators of the note."""
    shorts = [note.words(id).column for id in note.settings.indicators if id in note.bundle.passports]
    name = note.words(value.indicator).column
    return name if name and shorts.count(name) == 1 else note.passport(value.indicator).short


def _own(note: Note, value: Value) -> Run:
    """«46,5 (1 731 из 3 723)», «100,0 (все 343)», leading to its calculation."""
    k, n = value.own
    passport = note.passport(value.indicator)
    percent = reasons.marked(wording.percent_of(k, n), value)
    part = "все" if k == n else f"{wording.integer(k)}{wording.NBSP}из"
    text = f"{percent} ({part}{wording.NBSP}{wording.integer(n)})"
    return share(text, (k, passport.part), (n, passport.whole), worked=value.indicator)


def _before(value: Value) -> str:
    """Its share of the period before; a dash where the two are not to be compared, which its footnote tells of."""
    return reasons.before(value) if value.had_share and not value.is_apart else wording.DASH


def _rest(note: Note, value: Value) -> Text:
    if value.verdict == "not_comparable" or not value.rest_denominator:
        return wording.DASH
    passport, (k, n) = note.passport(value.indicator), value.others
    return share(wording.percent_of(k, n), (k, f"rest_{passport.part}"), (n, f"rest_{passport.whole}"))


def _place(note: Note, value: Value, *, of: int) -> str:
    """«1 (1–5)»: never without the places between which it may lie; «10 (9–10) из 10» where these are not ``of``."""
    standing = note.bundle.standing.get(value.indicator)
    if standing is None:
        return wording.DASH
    span = f"{standing.best}–{standing.worst}" if standing.best != standing.worst else str(standing.best)
    among = "" if standing.of == of else f" из{wording.NBSP}{standing.of}"
    return f"{standing.place}{wording.NBSP}({span}){among}"


def goal(note: Note, value: Value, *, guides: bool = False) -> str:
    """«20,0 (ещё 102)», «не ниже 46,5»; a dash where no rule proposes one; ``guides``: the head says «ориентир»."""
    target = note.bundle.proposals.get(value.indicator)
    if target is None:
        return wording.DASH
    return goal_words(note, value.indicator, replace(target, guide=False) if guides else target)


def goal_words(note: Note, id: str, target: Target) -> str:
    """«20,0 % (ещё 102)», «не ниже 46,5 %», «7,4 % (ориентир, ещё 35)», «все 9 к 2026/27 (ещё 6)»."""
    level, high = f"{phrases.goal_share(target)}{wording.NBSP}%", note.passport(id).polarity != "low"
    if target.kind == "keep":
        return f"{'не ниже' if high else 'не выше'} {level}"
    people = f"{'ещё' if high else 'меньше на'}{wording.NBSP}{wording.integer(target.people)}"
    by = target.by if target.by != note.settings.programme.next_period else ""
    if target.count == target.total and high:
        level = f"все{wording.NBSP}{wording.integer(target.total)}"
    until = f" к{wording.NBSP}{by}" if by else ""
    if target.next_year < target.people:
        people += f", из них {wording.integer(target.next_year)} – в{wording.NBSP}{target.path[0].period}"
    counts = _counts(target) if of_more(note, id) else ""
    return f"{level}{until} ({', '.join(filter(None, ('ориентир' if target.guide else '', counts, people)))})"


def goal_sentence(note: Note, id: str, target: Target, whose: str = "") -> str:
    """«цель – каждый пятый: 347 из 1 731 (ещё 102)», «ориентир – уровень остальных (27,0 %): 245 из 905 (ещё 99)».

    «цель – вернуться к 44,8 % (ещё 243)»: its own level of the year before; of all «цель – все 343 (ещё 6)».
    ``whose``: « округа», beside numbers of some of its schools.
    """
    more = f"ещё{wording.NBSP}{wording.integer(target.people)}"
    if target.kind == "reach" and target.of == "round" and (part := _round_part(target)):
        return f"цель{whose} – {part}: {_counts(target)} ({more})"
    if target.kind == "reach" and target.guide and target.of == "others" and note.passport(id).polarity != "low":
        return f"ориентир{whose} – {_guide(target, more)}"
    is_back = target.kind == "reach" and target.of == "last" and target.count < target.total
    back = "вернуться к " if is_back else ""
    return f"цель{whose} – {back}{goal_words(note, id, target)}"


def _guide(target: Target, more: str) -> str:
    """«уровень остальных (27,0 %): 245 из 905 (ещё 99)»: the pupils who reach a level are a larger share than it is.

    What the goal of another indicator asks for (T8) is no level of the others here.
    """
    share, of = f"{phrases.goal_share(target)}{wording.NBSP}%", "уровень остальных"
    if target.level is not None:
        return f"{of} ({share}): {_counts(target)} ({more})"
    return f"{'' if target.rule == 'T8' else f'{of}: '}{_counts(target)} ({share}, {more})"


_ROUND = {2: "каждый второй", 3: "каждый третий", 4: "каждый четвёртый", 5: "каждый пятый", 10: "каждый десятый",
          20: "каждый двадцатый"}  # fmt: skip


def _round_part(target: Target) -> str:
    """The round part that the goal is: the least whole number of pupils that reaches it."""
    parts = (number for number in _ROUND if ceil(Fraction(target.total, number)) == target.count)
    return _ROUND.get(next(parts, 0), "")


def of_more(note: Note, id: str) -> bool:
    """Whether the goal is a share of more than there are now: those are to become more themselves."""
    now = note.row(id) or note.value(id)
    target = note.bundle.proposals.get(id)
    return bool(now and target and now.denominator and target.total > now.denominator)


def of_more_note(note: Note, ids: list[str]) -> list[str]:
    """Of how many such a goal (where that is what it is, «ориентир») is a share, once for the table."""
    proposals = note.bundle.proposals
    bases = dict.fromkeys((proposals[id].guide, note.words(id).base) for id in ids if of_more(note, id))
    year = wording.year(note.settings.programme.next_period)
    return [
        f"{'Ориентир рассчитан' if guide else 'Цель рассчитана'} от {base}, которое предлагается на {year}."
        for guide, base in bases
    ]


def _counts(target: Target) -> str:
    return f"{wording.integer(target.count)}{wording.NBSP}из{wording.NBSP}{wording.integer(target.total)}"


def later(target: Target) -> str:
    """«, все – к 2029/30», «; остальные 386 – в следующие годы»: where all are spoken of and the goal is not all."""
    if target.count == target.total:
        return ""
    last = target.path[-1] if target.path else None
    if last and last.count == last.total:
        return f", все – к{wording.NBSP}{last.period}"
    return f"; остальные {wording.integer(target.total - target.count)} – в следующие годы"


def _signs(note: Note, rows: list[Value]) -> _Signs:
    """Those of rows that need one: a zero, which schools it is not of, why not compared."""
    about = {value.indicator: _footnote(note, value) for value in rows}
    signs = {
        text: NOTES[at % len(NOTES)] * (1 + at // len(NOTES))
        for at, text in enumerate(dict.fromkeys(filter(None, about.values())))
    }
    return {id: (signs[text], text) for id, text in about.items() if text}


def _footnote(note: Note, value: Value) -> str:
    if value.numerator == 0 and value.unassigned:  # a zero is said of those who named the place (R7)
        part = note.passport(value.indicator).part
        first = next(row for row in note.judged() if note.passport(row.indicator).part == part)
        return f"{phrases.nobody(note, first)}."
    about = excluded(note, value.indicator) or _smaller(note, value) or _uncompared(value)
    return " ".join(filter(None, [about, _apart(value)]))


def _uncompared(value: Value) -> str:
    """Why a row is not set beside the others."""
    plain = value.verdict == "not_comparable" and not value.uncovered  # of those the mark at the number tells
    return f"{wording.capital(reasons.verdict(value))}." if plain else ""


def _apart(value: Value) -> str:
    """Why the number of the period before is not set beside it."""
    if not (value.had_share and value.is_apart):
        return ""
    return f"{value.previous} не приводится: {reasons.unchanged(value.facts)}."


def _in_part(note: Note, rows: list[Value]) -> list[str]:
    """What the mark at a number says, and whose answers are missing."""
    silent = next((silence for row in rows if row.uncovered and (silence := reasons.silent(row))), "")
    whose = f" {wording.capital(silent.removeprefix('; '))}." if silent else ""
    return [f"{mark}{whose}" for mark in reasons.mark_note(rows, note.settings.rules)]


def _alike(note: Note, rows: list[Value]) -> list[str]:
    """What a dash in the columns of places and goals means, where it is not told at the row."""
    ids = [row.indicator for row in rows if row.verdict != "not_comparable"]
    sided = [id for id in ids if note.passport(id).polarity in ("high", "low")]
    placed = [id for id in sided if id in note.bundle.standing]
    alike = "Место не указано, где муниципальные образования различаются не больше, чем дал бы случай."
    neither = "У показателя, для которого больше – не лучше и не хуже, места и цели нет."
    return [*([alike] if placed and len(placed) < len(sided) else []), *([neither] if len(sided) < len(ids) else [])]


def _smaller(note: Note, value: Value) -> str:
    """That the share is of fewer than are counted elsewhere in the table, where no school is known to be left out."""
    whole = note.passport(value.indicator).whole
    same = [row.own.denominator for row in note.judged() if note.passport(row.indicator).whole == whole]
    if not same or value.own.denominator >= max(same):
        return ""
    return (
        f"Доля рассчитана по школам, сведения которых приняты: {wording.integer(value.own.denominator)} из "
        f"{wording.integer(max(same))}."
    )
