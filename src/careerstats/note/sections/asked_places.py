"""A regional recommendation -> the municipalities it is for, what the goal of each asks, what that is together."""

from collections.abc import Sequence
from typing import NamedTuple

from careerstats import wording
from careerstats.blocks import Run, ref
from careerstats.contracts.decisions import Target
from careerstats.contracts.headlines import Headline, Lacking
from careerstats.contracts.measures import Counts
from careerstats.contracts.recommendations import Recommendation
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

FEW, IN_CELL, MOST = 4, 6, 40
"""Municipalities that page one names; that a cell of the table names; that any row does, of more how many more."""


def on_page_one(note: Note, asked: Recommendation, label: str) -> list[str | Run]:
    """«: г. Образцовск (ещё 448), Китежский район (ещё 55)»; of many «: 12 муниципальных образований (таблица 4)»."""
    if not asked.places:
        return []
    if len(asked.places) <= FEW:
        return [f": {names(note, asked)}{_in_schools(note, asked)}"]
    number = wording.municipalities(len(asked.places))
    return [f": {number} (таблица{wording.NBSP}", ref(label), f"){_in_schools(note, asked)}"]


def in_cell(note: Note, asked: Recommendation) -> str:
    """Of a few their names; of more their number: the names then stand under the table, those of a group with it."""
    if not asked.places:
        return ""
    if group := _group(asked):
        return f": группа {group}, {wording.municipalities(len(asked.places))}"
    many = f"{wording.municipalities(len(asked.places))} (названы под таблицей)"
    return f": {many if is_long(asked) else names(note, asked)}{_in_schools(note, asked)}"


def is_long(asked: Recommendation) -> bool:
    return len(asked.places) > IN_CELL and not _group(asked)


def _group(asked: Recommendation) -> str:
    """Its letter, where it is for a group of municipalities."""
    return next((ground.name for ground in asked.grounds if ground.kind == "group"), "")


def names(note: Note, asked: Recommendation) -> str:
    """«Архаринский район (ещё 99), …», who is asked for most first; of a single one the number is that of its goal."""
    goals = note.bundle.goals_of.get(about(note, asked), {})
    ranked = sorted(asked.places, key=lambda code: -goals[code].next_year if code in goals else 0)
    alone = len(ranked) == 1
    own = ["" if alone else _own(note, asked, goals.get(code)) for code in ranked]
    return wording.some([f"{name}{goal}" for name, goal in zip(note.names(ranked), own, strict=True)], MOST)


def _own(note: Note, asked: Recommendation, goal: Target | None) -> str:
    """« (ещё 448)»; « (не ниже 40,4 %)» of who is only to keep what it has."""
    if goal is None:
        return ""
    high = note.passport(about(note, asked)).polarity != "low"
    if goal.next_year:
        return f" ({_more(goal.next_year, high=high)})"
    return f" ({'не ниже' if high else 'не выше'} {phrases.goal_share(goal)}{wording.NBSP}%)"


def _more(people: int, *, high: bool) -> str:
    return f"{'ещё' if high else 'меньше на'}{wording.NBSP}{wording.integer(people)}"


def headline_of(note: Note, asked: Recommendation) -> Headline | None:
    """The finding it answers; None where it answers none."""
    numbered = (headline for headline in note.bundle.headlines if headline.number == asked.headline)
    return next(numbered, None) if asked.headline else None


def about(note: Note, asked: Recommendation) -> str:
    """The indicator of the finding it answers, «» where it answers none."""
    headline = headline_of(note, asked)
    return headline.indicator if headline else ""


def _in_schools(note: Note, asked: Recommendation) -> str:
    """«; специалиста нет в 50 школах из 90»: by the answers of schools there, where the cause was stated."""
    known: list[Lacking] = [
        count.lacking[code] for count in note.synthesis.causes if asked.cause in count.kinds for code in asked.places
        if code in count.lacking and count.lacking[code].kind == asked.cause
    ]  # fmt: skip
    number = sum(len(lacking.schools) for lacking in known)
    if not number:
        return ""
    among = wording.integer(sum(len(lacking.among) for lacking in known))
    return f"; {known[0].said} в {wording.counted(number, 'школе', 'школах', 'школах')} из {among}"


# ---- together


class Together(NamedTuple):
    """What some municipalities have now, what their goals of the next year come to, how many pupils that moves."""

    now: Counts
    then: Counts
    people: int
    share: str  # the share of ``then``; of a single one as its own note has it


def together(note: Note, asked: Recommendation) -> Together | None:
    """None where the goal or the number of one of them is not known, and where nobody is to change."""
    id = about(note, asked)
    goals = note.bundle.goals_of.get(id, {})
    points = {point.code: point for point in note.bundle.everyone.get(id, ()) if point.has_share}
    codes = [code for code in asked.places if code in goals and code in points]
    if not asked.places or len(codes) < len(asked.places):
        return None
    people = sum(goals[code].next_year for code in codes)
    paths = [goals[code].path or (goals[code],) for code in codes]  # of each the first year counts
    then = _summed([(path[0].count, path[0].total) for path in paths])
    now = _summed([points[code].own for code in codes])
    return Together(now, then, people, _share([goals[code] for code in codes], then)) if people else None


def _share(goals: Sequence[Target], then: Counts) -> str:
    alone = len(goals) == 1 and (goals[0].count, goals[0].total) == then
    return phrases.goal_share(goals[0]) if alone else wording.percent_of(*then)


def _summed(counts: Sequence[Counts]) -> Counts:
    return sum(k for k, _ in counts), sum(n for _, n in counts)


def way(note: Note, id: str, all_of: Together) -> str:
    """«33,9 → 38,1 % (ещё 511)»; with both counts where there are to be more of whom it is a share."""
    now = wording.percent_of(*all_of.now)
    return f"{now}{wording.NBSP}→ {all_of.share}{wording.NBSP}% ({_people(note, id, all_of)})"


def _people(note: Note, id: str, all_of: Together) -> str:
    more = _more(all_of.people, high=note.passport(id).polarity != "low")
    if all_of.then[1] == all_of.now[1]:
        return more
    return f"{wording.among(all_of.then[0], all_of.then[1])}, {more}"
