"""A look at a file and the answers so far -> what it becomes in dataset.yaml, and the questions that are left."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from careerstats.contracts.adding import UNUSED, Choice, Found, Layout, Proposal, Question, School, Seen, Use
from careerstats.contracts.kinds import Condition
from careerstats.contracts.numbers import Column, Count, Participants, Table
from careerstats.grouping import nested
from careerstats.pipeline.adding import earlier
from careerstats.pipeline.adding.dating import Dated, dated
from careerstats.pipeline.adding.earlier import NO, YES, Numbers
from careerstats.pipeline.adding.items import groups_of, samples, unnamed
from careerstats.pipeline.adding.layouts import Block
from careerstats.pipeline.adding.looking import Listed, Look
from careerstats.pipeline.adding.mapping import Mapped, mapped
from careerstats.pipeline.adding.meanings import plain
from careerstats.pipeline.adding.places import Answers, Place


def propose(look: Look, answers: Answers) -> Proposal:
    """Facts of every table, its entry so far, and all questions that can be asked now, the first first."""
    brought = earlier.brought(look.place, look)
    parts = [*(_of_table(look, block, answers, brought) for block in look.blocks)]
    parts += [_of_list(look, listed, answers, brought) for listed in look.lists]
    proposal = Proposal(
        file=look.file,
        found=tuple(part.found for part in parts),
        left=look.left,
        questions=tuple(question for part in parts for question in part.questions),
        tables=tuple(entry for part in parts for entry in part.entries if isinstance(entry, Table)),
        lists=tuple(entry for part in parts for entry in part.entries if isinstance(entry, Participants)),
        schools=tuple(school for part in parts for school in part.schools),
    )
    return earlier.against(look, proposal, answers)


class _Part(NamedTuple):
    """One table or list of the file; its entries (one for each period) once nothing is to be asked about it."""

    found: Found
    questions: list[Question]
    entries: Sequence[Table | Participants] = ()
    schools: Sequence[School] = ()


def _of_table(look: Look, block: Block, answers: Answers, brought: Numbers) -> _Part:
    place = look.place
    captions = block.head.captions or look.blocks[0].head.captions
    named = Dated(block.period, block.period, "head") if block.period else None
    when = named or dated(look, captions, block.table.sheet, answers, by_rows=_has_periods(block))
    alone = len(look.blocks) == 1
    lacking = [id for id in sorted(place.needed) if alone and (id, when.stands) not in brought]
    key = f"{block.table.sheet}!register"
    schools = _unregistered(place, block) if answers.get(key) == YES else []
    by_school = bool(schools) or not _is_summed(place, block)
    result = mapped(place, block, answers, lacking, summed=not by_school)
    useful = bool(result.columns or result.open)
    questions = [*result.open, *([when.question] if when.question and useful else [])]
    lost = result.lost & place.meanings.wanted
    if lost and key not in answers and _unregistered(place, block):
        questions.append(_of_register(block, key))
    entries = [] if questions else _entries(look, block, result, when, by_school=by_school)
    return _Part(_found(look, block, result, when), questions, entries, schools)


def _of_register(block: Block, key: str) -> Question:
    choices = tuple(Choice(value=value) for value in (YES, NO))
    return Question(key=key, kind="register", about=block.title(block.school), choices=choices)


def _unregistered(place: Place, block: Block) -> list[School]:
    """Each school of the table once, by its name and municipality; ids go on from those that are taken."""
    if block.kind != "schools" or block.school is None or block.key is None:
        return []
    taken = set(place.known.register.by_id)
    schools: dict[tuple[str, str], School] = {}
    for row in block.data:
        name = block.table.text(row, block.school)
        code = place.municipality(block.table.text(row, block.key))
        if name and code and (code, name) not in schools and not place.school(name):
            number = next(number for number in range(1, len(taken) + 2) if f"{code}-{number}" not in taken)
            schools[code, name] = School(id=f"{code}-{number}", name=name, territory=code)
            taken.add(f"{code}-{number}")
    return list(schools.values())


def _has_periods(block: Block) -> bool:
    """Whether the headings of its numbers tell their periods."""
    groups = [group for group in groups_of(block) if group.kind == "numbers"] if block.kind != "long" else []
    return bool(groups) and any(all(group.periods) for group in groups)


# ---- entries


def _entries(look: Look, block: Block, result: Mapped, when: Dated, *, by_school: bool) -> list[Table]:
    """One entry, or one for each period that the titles of the columns name."""
    periods = {item.title: item.period for item in result.items}
    columns = result.columns.items()
    parted = nested(((periods.get(title, "") or when.written, title), column) for title, column in columns)
    entries = [_entry(look, block, result, period, own) for period, own in parted.items()]
    school = {"organisation" if by_school else "sum_by": block.title(block.school)}
    return [msgspec.structs.replace(entry, **school) for entry in entries]


def _entry(look: Look, block: Block, result: Mapped, period: str, columns: dict[str, Column]) -> Table:
    place = look.place
    in_: Literal["", "sheet", "heading"] = "sheet" if look.named else "heading" if block.kind == "headings" else ""
    return Table(
        file=look.file,
        sheet=block.table.sheet if not look.named and _must_be_named(look, block.table.sheet) else "",
        period=period if period != place.dataset.period else "",
        after=block.after,
        range=block.cells,
        transposed=block.table.turned,
        territory=block.title(block.key),
        territory_in=in_,
        name=block.title(block.name),
        value=block.title(block.value) if block.kind == "long" else "",
        rows=dict.fromkeys(block.totals, "total") if block.kind != "long" else {},
        ignore=(*_unused(block, result), *(title for title in result.columns if title not in columns)),
        columns=columns,
    )


def _is_summed(place: Place, block: Block) -> bool:
    """Whether rows are schools of which most are not in the register."""
    if block.school is None:
        return False
    texts = [text for row in block.data if (text := block.table.text(row, block.school))]
    return sum(map(place.school, texts)) * 2 <= len(texts)


def _unused(block: Block, result: Mapped) -> Iterable[str]:
    """Titles that nothing reads, as «ignore» names them: none of them is a part of what is read."""
    used = {
        column for item in result.items if item.key in result.used for group in item.groups for column in group.columns
    }
    for item in result.items:
        columns = {column for group in item.groups for column in group.columns}
        if item.key not in result.used and not item.is_sum and not columns & used:
            yield item.title
    for group in unnamed(block):
        yield block.head.name(group.column)


# ---- facts


def _found(look: Look, block: Block, result: Mapped, dated: Dated) -> Found:
    head, table = block.head, block.table
    right = max((column for column, path in enumerate(head.paths) if path), default=0)
    bottom = max(block.data, default=head.bottom)
    keys: list[tuple[Use, int | None]] = [
        ("key", block.key),
        ("school", block.school),
        ("name", block.name),
        ("value", block.value),
    ]
    seen = [
        Seen(
            letter=block.table.letter(column),
            path=head.paths[column],
            samples=samples(block, column),
            use=use,
            ground="words",
        )
        for use, column in keys
        if column is not None
    ]
    kind: Layout = "sheets" if look.named else "turned" if table.turned else block.kind
    return Found(
        sheet=table.sheet,
        layout=kind,
        head=f"{block.address(head.top, 0)}:{block.address(head.bottom, right)}",
        cells=f"{block.address(head.top, 0)}:{block.address(bottom, right)}",
        columns=_in_order(block, [*seen, *_seen_items(block, result)]),
        totals=block.totals,
        period=dated.stands,
        period_from=dated.origin,
        places=block.places,
    )


def _in_order(block: Block, columns: list[Seen]) -> tuple[Seen, ...]:
    """From left to right; what has no letter of its own stays behind."""
    places = {block.table.letter(column): column for column in range(len(block.head.paths))}
    return tuple(sorted(columns, key=lambda column: places.get(column.letter, len(places))))


def _seen_items(block: Block, result: Mapped) -> Iterable[Seen]:
    for group in unnamed(block):
        yield Seen(letter=block.table.letter(group.column), path=group.base, samples=group.samples, ground="twice")
    for item in result.items:
        column = result.used.get(item.key, _NOTHING)
        use: Use = "share" if column.share else "variable" if item.key in result.used else "unused"
        if item.is_sum and item.key not in result.used:
            continue
        letters = [block.table.letter(column) for group in item.groups for column in group.columns]
        yield Seen(
            letter=block.table.letter(item.groups[0].column) if item.groups else item.where,
            beside=tuple(dict.fromkeys(letters[1:])),
            path=item.groups[0].base if item.groups and not item.is_sum else (item.title,),
            samples=item.samples,
            unit=item.unit,
            period=item.period or ", ".join(filter(None, item.periods)),
            use=use,
            variable=column.share or (column.variable if use == "variable" else ""),
            share_of=column.share_of,
            breakdown=column.breakdown,
            ground=result.grounds.get(item.key, ""),
        )


_NOTHING = Column(variable=UNUSED)


# ---- lists of persons


ROLL = "ОО-1"
"""How a variable is collected that no list of participants gives: pupils on the roll."""

ALL = "*"
"""The answer that all rows of a list count, whatever their status."""


def _of_list(look: Look, listed: Listed, answers: Answers, brought: Numbers) -> _Part:
    when = dated(look, listed.captions, listed.sheet, answers, by_rows=False)
    entry, asked = _list_entry_of(look, listed, when, answers, brought)
    questions = [*asked, *([when.question] if when.question else [])]
    return _Part(_found_list(look, listed, when), questions, [entry] if entry and not questions else [])


def _list_entry_of(
    look: Look, listed: Listed, dated: Dated, answers: Answers, brought: Numbers
) -> tuple[Participants | None, list[Question]]:
    """``brought``: variables and periods that the dataset has already; they come last among the answers."""
    variable = answers.get(_key(listed, "count"), "") or _counted(look, listed)
    chosen = answers.get(_key(listed, "condition"), "") or _attending(look, listed, variable)
    questions: list[Question] = []
    if variable not in look.place.catalogue.variables:
        questions.append(_of_count(look, listed, {id for id, period in brought if period == dated.stands}))
    if len(listed.statuses) > 1 and chosen not in (*listed.statuses, ALL):
        questions.append(_of_condition(listed))
    if questions:
        return None, questions
    where: dict[str, Condition] = {listed.roles.get("status", ""): [chosen]} if chosen and chosen != ALL else {}
    return _list_entry(look, listed, dated, Count(variable=variable, where=where)), []


def _counted(look: Look, listed: Listed) -> str:
    """The variable that a line above the list calls by its «…»: the only one whose title has these words; else none."""
    quoted = {text.casefold() for caption in listed.captions for text in _QUOTED.findall(caption)}
    known = look.place.catalogue.variables
    of_persons = [id for id, variable in known.items() if variable.unit == "person" and variable.collected != ROLL]
    meant = [id for id in of_persons if quoted & {text.casefold() for text in _QUOTED.findall(known[id].title)}]
    return meant[0] if len(meant) == 1 else ""


_QUOTED = re.compile("«([^»]{4,})»")


def _attending(look: Look, listed: Listed, variable: str) -> str:
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


def _list_entry(look: Look, listed: Listed, dated: Dated, count: Count) -> Participants:
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


def _found_list(look: Look, listed: Listed, dated: Dated) -> Found:
    """The columns of a list by their titles, and what is counted where it says so itself; of a person nothing."""
    variable = _counted(look, listed)
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
        counted=variable, status=_attending(look, listed, variable),
    )  # fmt: skip
