"""A look at a file and the answers so far -> what it becomes in dataset.yaml, and the questions that are left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from careerstats.contracts.adding import UNUSED, Choice, Found, Layout, Proposal, Question, Seen, Use
from careerstats.contracts.dataset import Column, Count, Participants, Table
from careerstats.contracts.kinds import Condition
from careerstats.pipeline.adding import earlier, periods
from careerstats.pipeline.adding.groups import groups_of, samples
from careerstats.pipeline.adding.items import unnamed
from careerstats.pipeline.adding.layouts import Block
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.mapping import Answers, Mapped, mapped
from careerstats.pipeline.adding.persons import Listed
from careerstats.pipeline.adding.places import Place

ROLL = "ОО-1"
"""How a variable is collected that no list of participants gives: pupils on the roll."""

ALL = "*"
"""The answer that all rows of a list count, whatever their status."""


@dataclass(frozen=True)
class _Dated:
    """The period of a table: ``written`` as its entry says it, ``stands`` as it is, ``origin`` of who told it."""

    written: str = ""
    stands: str = ""
    origin: str = ""
    question: Question | None = None


def propose(look: Look, answers: Answers) -> Proposal:
    """Facts of every table, its entry so far, and all questions that can be asked now, the first first."""
    place = look.place
    brought = earlier.brought(place, look)
    found: list[Found] = []
    tables: list[Table] = []
    lists: list[Participants] = []
    questions: list[Question] = []
    for block in look.blocks:
        dated = _dated(
            look, block.head.captions or look.blocks[0].head.captions, block.table.sheet, answers, _has_periods(block)
        )
        lacking = [id for id in sorted(place.meanings.wanted) if (id, dated.stands) not in brought]
        result = mapped(
            place, block, answers, lacking if len(look.blocks) == 1 else (), summed=_is_summed(place, block)
        )
        entry = _entry(look, block, result, dated) if result.columns else None
        found.append(_found(look, block, result, dated))
        asked = [*result.open, *([dated.question] if dated.question and (entry or result.open) else [])]
        questions += asked
        if entry and not asked:
            tables.append(entry)
    for listed in look.lists:
        dated = _dated(look, listed.captions, listed.sheet, answers, told=False)
        entry_of_list, asked = _list(look, listed, dated, answers)
        found.append(_found_list(listed, dated))
        questions += [*asked, *([dated.question] if dated.question else [])]
        if entry_of_list and not questions:
            lists.append(entry_of_list)
    proposal = Proposal(
        file=look.file,
        found=tuple(found),
        left=look.left,
        questions=tuple(questions),
        tables=tuple(tables),
        lists=tuple(lists),
    )
    return earlier.against(look, proposal, answers)


# ---- when


def _has_periods(block: Block) -> bool:
    """Whether the headings of its numbers tell their periods."""
    groups = [group for group in groups_of(block) if group.kind == "numbers"] if block.kind != "long" else []
    return bool(groups) and any(all(group.periods) for group in groups)


def _dated(look: Look, captions: Sequence[str], sheet: str, answers: Answers, told: bool) -> _Dated:
    usual = look.place.dataset.period
    if told:
        return _Dated("", usual, "head")
    key = f"{sheet}!period"
    if answer := answers.get(key, answers.get("period", "")):
        return _Dated(answer, answer, "answer")
    named, certain = periods.told(captions, "" if look.named else sheet, look.path.stem, usual)
    if not named:
        return _Dated("", usual)
    if certain:
        return _Dated(named[0].period, named[0].period, named[0].origin)
    offered = dict.fromkeys([usual, *(one.period for one in named)])
    question = Question(
        key=key,
        kind="period",
        about=sheet,
        choices=tuple(Choice(value=one) for one in offered),
        hints=tuple(one.period for one in named),
    )
    return _Dated("", usual, "", question)


# ---- entries


def _entry(look: Look, block: Block, result: Mapped, dated: _Dated) -> Table:
    place = look.place
    by_register = block.school is not None and not _is_summed(place, block)
    school = block.title(block.school)
    in_: Literal["", "sheet", "heading"] = "sheet" if look.named else "heading" if block.kind == "headings" else ""
    several_sheets = len(look.book.shown) > 1 and not look.named and look.book.kind != "csv"
    first = look.book.shown[:1] == [block.table.sheet]
    return Table(
        file=look.file,
        sheet=block.table.sheet if several_sheets and not first else "",
        period=dated.written if dated.written != place.dataset.period else "",
        after=block.after,
        range=block.cells,
        transposed=block.table.turned,
        territory=block.title(block.key),
        territory_in=in_,
        organisation=school if by_register else "",
        sum_by=school if block.school is not None and not by_register else "",
        name=block.title(block.name),
        value=block.title(block.value) if block.kind == "long" else "",
        rows=dict.fromkeys(block.totals, "total") if block.kind != "long" else {},
        ignore=tuple(_unused(block, result)),
        columns=result.columns,
    )


def _is_summed(place: Place, block: Block) -> bool:
    """Whether rows are schools of which most are not in organisations.csv."""
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


def _found(look: Look, block: Block, result: Mapped, dated: _Dated) -> Found:
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
            letter=block.letter(column),
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
    places = {block.letter(column): column for column in range(len(block.head.paths))}
    return tuple(sorted(columns, key=lambda one: places.get(one.letter, len(places))))


def _seen_items(block: Block, result: Mapped) -> Iterable[Seen]:
    for item in result.items:
        column = result.used.get(item.key, _NOTHING)
        use: Use = "share" if column.share else "variable" if item.key in result.used else "unused"
        if item.is_sum and item.key not in result.used:
            continue
        letter = block.letter(item.groups[0].column) if item.groups else item.where
        yield Seen(
            letter=letter,
            path=item.groups[0].base if item.groups and not item.is_sum else (item.title,),
            samples=item.samples,
            unit=item.unit,
            period=", ".join(filter(None, item.periods)),
            use=use,
            variable=column.share or (column.variable if use == "variable" else ""),
            share_of=column.share_of,
            breakdown=column.breakdown,
            ground=result.grounds.get(item.key, ""),
        )


_NOTHING = Column(variable=UNUSED)


# ---- lists of persons


def _list(look: Look, listed: Listed, dated: _Dated, answers: Answers) -> tuple[Participants | None, list[Question]]:
    place = look.place
    key, condition = f"{listed.sheet}!count", f"{listed.sheet}!condition"
    variable = answers.get(key, "")
    questions: list[Question] = []
    if variable not in place.catalogue.variables:
        questions.append(
            Question(key=key, kind="count", about=look.path.name, choices=_countable(look, listed), free=True)
        )
    status = listed.roles.get("status", "")
    values = listed.statuses
    chosen = answers.get(condition, "")
    if len(values) > 1 and chosen not in (*values, ALL):
        choices = tuple(Choice(value=text) for text in (*values, ALL))
        questions.append(
            Question(key=condition, kind="condition", about=status, choices=choices, where=listed.letter(status))
        )
    if questions:
        return None, questions
    where: dict[str, Condition] = {status: [chosen]} if chosen and chosen != ALL else {}
    roles = listed.roles
    event = tuple(roles[role] for role in ("event", "day") if role in roles)
    entry = Participants(
        file=(look.file,),
        sheet=listed.sheet
        if len(look.book.shown) > 1 and look.book.kind != "csv" and look.book.shown[0] != listed.sheet
        else "",
        skip=listed.head,
        period=dated.written if dated.written != place.dataset.period else "",
        person=listed.person,
        territory=roles.get("territory", ""),
        organisation=roles.get("organisation", ""),
        grade=roles.get("grade", ""),
        ovz=roles.get("ovz", ""),
        event=event,
        day=roles.get("day", ""),
        counts=(Count(variable=variable, where=where),),
    )
    return entry, []


def _countable(look: Look, listed: Listed) -> tuple[Choice, ...]:
    """Variables of persons, those that the name of the list speaks of first."""
    place = look.place
    spoken = [
        one.variable
        for text in (*listed.captions, listed.sheet, look.path.stem, *listed.events)
        for one in place.meanings.of([text])
    ]
    known = place.catalogue.variables
    wanted = sorted(place.meanings.wanted)
    spoken = [id for id in spoken if known[id].collected != ROLL]
    wanted = [id for id in wanted if known[id].collected != ROLL]
    ids = [
        id
        for id in dict.fromkeys([*(one for one in spoken if one in place.meanings.wanted), *wanted, *spoken])
        if known[id].unit == "person"
    ]
    return tuple(Choice(value=id, name=known[id].title) for id in ids[:5])


def _found_list(listed: Listed, dated: _Dated) -> Found:
    """The columns of a list by their titles; of a person nothing is shown."""
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
    )  # fmt: skip
