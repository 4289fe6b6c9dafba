"""A look at a file and the answers so far -> what it becomes in dataset.yaml, and the questions that are left."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from careerstats.contracts.adding import UNUSED, Choice, Found, Layout, Proposal, Question, School, Seen, Use
from careerstats.contracts.numbers import Column, Participants, Table
from careerstats.pipeline.adding import earlier, listing, registering
from careerstats.pipeline.adding.dating import Dated, dated
from careerstats.pipeline.adding.earlier import NO, YES, Numbers
from careerstats.pipeline.adding.groups import groups_of, samples
from careerstats.pipeline.adding.items import unnamed
from careerstats.pipeline.adding.layouts import Block
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.mapping import Answers, Mapped, mapped
from careerstats.pipeline.adding.persons import Listed
from careerstats.pipeline.adding.places import Place


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
    schools = registering.unregistered(place, block) if answers.get(key) == YES else []
    by_school = bool(schools) or not _is_summed(place, block)
    result = mapped(place, block, answers, lacking, summed=not by_school)
    useful = bool(result.columns or result.open)
    questions = [*result.open, *([when.question] if when.question and useful else [])]
    lost = result.lost & place.meanings.wanted
    if lost and key not in answers and registering.unregistered(place, block):
        questions.append(_of_register(block, key))
    entries = [] if questions else _entries(look, block, result, when, by_school=by_school)
    return _Part(_found(look, block, result, when), questions, entries, schools)


def _of_register(block: Block, key: str) -> Question:
    choices = tuple(Choice(value=value) for value in (YES, NO))
    return Question(key=key, kind="register", about=block.title(block.school), choices=choices)


def _of_list(look: Look, listed: Listed, answers: Answers, brought: Numbers) -> _Part:
    when = dated(look, listed.captions, listed.sheet, answers, by_rows=False)
    entry, asked = listing.entry_of(look, listed, when, answers, brought)
    questions = [*asked, *([when.question] if when.question else [])]
    return _Part(listing.found(look, listed, when), questions, [entry] if entry and not questions else [])


def _has_periods(block: Block) -> bool:
    """Whether the headings of its numbers tell their periods."""
    groups = [group for group in groups_of(block) if group.kind == "numbers"] if block.kind != "long" else []
    return bool(groups) and any(all(group.periods) for group in groups)


# ---- entries


def _entries(look: Look, block: Block, result: Mapped, when: Dated, *, by_school: bool) -> list[Table]:
    """One entry, or one for each period that the titles of the columns name."""
    periods = {item.title: item.period for item in result.items}
    parted: dict[str, dict[str, Column]] = {}
    for title, column in result.columns.items():
        parted.setdefault(periods.get(title, "") or when.written, {})[title] = column
    entries = [_entry(look, block, result, period, columns) for period, columns in parted.items()]
    school = {"organisation" if by_school else "sum_by": block.title(block.school)}
    return [msgspec.structs.replace(entry, **school) for entry in entries]


def _entry(look: Look, block: Block, result: Mapped, period: str, columns: dict[str, Column]) -> Table:
    place = look.place
    in_: Literal["", "sheet", "heading"] = "sheet" if look.named else "heading" if block.kind == "headings" else ""
    several_sheets = len(look.book.shown) > 1 and not look.named and look.book.kind != "csv"
    first = look.book.shown[:1] == [block.table.sheet]
    return Table(
        file=look.file,
        sheet=block.table.sheet if several_sheets and not first else "",
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
