"""A list of persons and the answers so far -> its entry in dataset.yaml, or what has to be asked about it."""

import re
from collections.abc import Collection

from careerstats.contracts.adding import Choice, Found, Question, Seen
from careerstats.contracts.kinds import Condition
from careerstats.contracts.numbers import Count, Participants
from careerstats.pipeline.adding.dating import Dated
from careerstats.pipeline.adding.earlier import Numbers
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.mapping import Answers
from careerstats.pipeline.adding.meanings import plain
from careerstats.pipeline.adding.persons import Listed

ROLL = "ОО-1"
"""How a variable is collected that no list of participants gives: pupils on the roll."""

ALL = "*"
"""The answer that all rows of a list count, whatever their status."""


def entry_of(
    look: Look, listed: Listed, dated: Dated, answers: Answers, brought: Numbers
) -> tuple[Participants | None, list[Question]]:
    """``brought``: variables and periods that the dataset has already; they come last among the answers."""
    variable = answers.get(_key(listed, "count"), "") or named(look, listed)
    chosen = answers.get(_key(listed, "condition"), "") or attending(look, listed, variable)
    questions: list[Question] = []
    if variable not in look.place.catalogue.variables:
        questions.append(_of_count(look, listed, {id for id, period in brought if period == dated.stands}))
    if len(listed.statuses) > 1 and chosen not in (*listed.statuses, ALL):
        questions.append(_of_condition(listed))
    if questions:
        return None, questions
    where: dict[str, Condition] = {listed.roles.get("status", ""): [chosen]} if chosen and chosen != ALL else {}
    return _entry(look, listed, dated, Count(variable=variable, where=where)), []


def named(look: Look, listed: Listed) -> str:
    """The variable that a line above the list calls by its «…»: the only one whose title has these words; else none."""
    quoted = {text.casefold() for caption in listed.captions for text in _QUOTED.findall(caption)}
    known = look.place.catalogue.variables
    of_persons = [id for id, variable in known.items() if variable.unit == "person" and variable.collected != ROLL]
    meant = [id for id in of_persons if quoted & {text.casefold() for text in _QUOTED.findall(known[id].title)}]
    return meant[0] if len(meant) == 1 else ""


_QUOTED = re.compile("«([^»]{4,})»")


def attending(look: Look, listed: Listed, variable: str) -> str:
    """Of «Посетил» and «Не посетил» the one that the variable's title says («посетивших»); else nothing is certain."""
    if variable not in look.place.catalogue.variables or len(listed.statuses) != len(("yes", "no")):
        return ""
    title = plain(look.place.catalogue.variables[variable].title).split()
    for value, other in (listed.statuses, listed.statuses[::-1]):
        stem = value.casefold()[:_STEM]
        is_denied = other.casefold() in {f"не {value.casefold()}", "нет"}
        if is_denied and len(stem) == _STEM and any(word.startswith(stem) for word in title):
            return value
    return ""


_STEM = 5
"""Letters of a word that its other forms have too."""


def _key(listed: Listed, kind: str) -> str:
    """Under which the answer about a sheet stands."""
    return f"{listed.sheet}!{kind}"


def _of_count(look: Look, listed: Listed, brought: Collection[str]) -> Question:
    choices = _countable(look, listed, brought)
    return Question(key=_key(listed, "count"), kind="count", about=look.path.name, choices=choices, free=True)


def _of_condition(listed: Listed) -> Question:
    status = listed.roles.get("status", "")
    choices = tuple(Choice(value=text) for text in (*listed.statuses, ALL))
    key, where = _key(listed, "condition"), listed.letter(status)
    return Question(key=key, kind="condition", about=status, choices=choices, where=where)


def _entry(look: Look, listed: Listed, dated: Dated, count: Count) -> Participants:
    roles = listed.roles
    return Participants(
        file=(look.file,),
        sheet=listed.sheet if _must_be_named(look, listed.sheet) else "",
        skip=listed.head,
        period=dated.written if dated.written != look.place.dataset.period else "",
        person=listed.person,
        territory=roles.get("territory", ""),
        organisation=roles.get("organisation", ""),
        grade=roles.get("grade", ""),
        ovz=roles.get("ovz", ""),
        event=tuple(roles[role] for role in ("event", "day") if role in roles),
        day=roles.get("day", ""),
        counts=(count,),
    )


def _must_be_named(look: Look, sheet: str) -> bool:
    """A sheet that is not the first of those that are seen."""
    shown = look.book.shown
    return len(shown) > 1 and look.book.kind != "csv" and shown[0] != sheet


def _countable(look: Look, listed: Listed, brought: Collection[str]) -> tuple[Choice, ...]:
    """Variables of persons: those that the list speaks of, those that are needed, those that nothing brings first."""
    place = look.place
    wanted, known = place.meanings.wanted, place.catalogue.variables
    words = [word for event in listed.events for word in plain(event).split()]
    texts = (*listed.captions, listed.sheet, look.path.stem, *words)
    spoken = [meaning.variable for text in texts for meaning in place.meanings.of([text])]
    ids = [id for id in dict.fromkeys([*spoken, *sorted(wanted)]) if known[id].unit == "person"]
    ids = [id for id in ids if known[id].collected != ROLL]
    first = sorted(ids, key=lambda id: (id not in wanted, id in brought))
    return tuple(Choice(value=id, name=known[id].title) for id in first[:_OFFERED])


_OFFERED = 5


def found(look: Look, listed: Listed, dated: Dated) -> Found:
    """The columns of a list by their titles, and what is counted where it says so itself; of a person nothing."""
    variable = named(look, listed)
    used = {title: role for role, title in listed.roles.items()}
    columns = tuple(
        Seen(letter=listed.letter(title), path=(title,), use="person" if title in used else "unused", ground="words")
        for title in dict.fromkeys(filter(None, listed.titles))
    )
    last = listed.letter(next(title for title in reversed(listed.titles) if title))
    head = f"A{listed.head + 1}:{last}{listed.head + 1}"
    return Found(
        sheet=listed.sheet, layout="persons", head=head, cells=f"A{listed.head + 1}:{last}{listed.height}",
        columns=columns, period=dated.stands, period_from=dated.origin,
        counted=variable, status=attending(look, listed, variable),
    )  # fmt: skip
