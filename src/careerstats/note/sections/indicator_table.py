"""A note -> the table of its indicators: counts, shares, the others, the difference, the change, the region."""

from fractions import Fraction
from itertools import groupby

from msgspec.structs import replace

from careerstats import reasons, wording
from careerstats.blocks import Run, Table, TableRow, Text, column, count, gap, row, share, table
from careerstats.contracts.values import Published, RegionCount, Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases


def indicator_table(note: Note, rows: list[Value]) -> Table:
    """Indicators of one whole together, that of the first one on top; the change where a past is known."""
    noun = wording.capital(note.noun())
    people = all(note.passport(value.indicator).of_people for value in rows)
    compared = _since(rows)
    columns = [
        column("Показатель", align="left", width=4.6 if not compared else 3.9),
        column(f"{noun}, чел." if people else f"{noun}, кол-во", width=1.5),
        column(f"{noun}, %", width=1.1),
        column(_others_head({row.reported - 1 for row in rows if row.reported}), width=1.3),
        column(f"Разница, п.{wording.NBSP}п.", width=1.2),
        column("Оценка", align="left", width=1.7),
        *([column(f"Изменение к {compared}, п.{wording.NBSP}п.", width=1.4)] if compared else []),
        column(f"{wording.capital(note.region_noun('nominative'))} (справочно), %", width=1.5),
    ]
    lines: list[TableRow] = []
    for whole, same in groupby(_by_whole(note, rows), key=lambda value: _whole(note, value)):
        ours = list(same)
        lines.append(_base_row(note, ours[0], first=not lines, cells=len(columns) - 2))
        lines += [_line(note, value, of_all=whole == _whole(note, rows[0]), since=compared) for value in ours]
    lines += [_hidden_line(note, id, len(columns)) for id in note.hidden()]
    notes = [*_notes(note, rows), *([HIDDEN_NOTE] if note.hidden() else [])]
    return table("tbl-indicators", phrases.filled(note, note.settings.captions.table), columns, lines, notes=notes)


HIDDEN_NOTE = (
    f"{wording.capital(wording.HIDDEN)} – число есть, но не приводится, чтобы нельзя было узнать отдельных детей."
)


def _hidden_line(note: Note, id: str, columns: int) -> TableRow:
    """An indicator whose value exists and is not shown: neither a dash nor a nought."""
    rest = [wording.DASH] * (columns - 4)
    return row(note.passport(id).short, wording.HIDDEN, wording.HIDDEN, *rest, region_share(note, id))


def _whole(note: Note, value: Value) -> str:
    return str(note.passport(value.indicator).whole)


def _by_whole(note: Note, rows: list[Value]) -> list[Value]:
    """Shares of the same whole together, in the order in which they first come."""
    order = list(dict.fromkeys(_whole(note, value) for value in rows))
    return sorted(rows, key=lambda value: order.index(_whole(note, value)))


def _others_head(numbers: set[int]) -> str:
    """Whom the municipality is held against, for the head of a column; indicators may be known of different numbers."""
    if len(numbers) != 1 or min(numbers) < 1:
        return "Остальные МО, %"
    return f"Остальные {min(numbers)} МО, %" if min(numbers) > 1 else "Другое МО, %"


def _since(rows: list[Value]) -> str:
    """The period with which values of this table are compared; empty where there is none."""
    return next((value.previous for value in rows if value.change in ("up", "down", "same")), "")


def _base_row(note: Note, value: Value, *, first: bool, cells: int) -> TableRow:
    if first:
        title = wording.capital(note.passport(value.indicator).whole_title)
        size = count(wording.integer(value.own.denominator), value.own.denominator, _whole(note, value), base=True)
        return row(title, size, *[wording.DASH] * cells)
    return row(f"В процентах от {note.words(value.indicator).base}:", kind="group")


def _line(note: Note, value: Value, *, of_all: bool, since: str) -> TableRow:
    number = wording.integer(value.own.numerator)
    told = number if of_all else f"{number} из {wording.integer(value.own.denominator)}"
    own = replace(_share(note, value), worked=value.indicator)
    rest = _share(note, value, "rest_") if value.verdict != "not_comparable" else None
    return row(
        note.passport(value.indicator).short.split(", из ")[0],
        count(told, value.own.numerator, note.passport(value.indicator).part, base=True),
        own,
        rest or wording.DASH,
        gap(wording.signed(phrases.difference(value)), own, rest) if rest else wording.DASH,
        phrases.verdict(value),
        *([_moved(value)] if since else []),
        region_share(note, value.indicator) + ("*" if differs_from_total(note, value.indicator) else ""),
    )


def _share(note: Note, value: Value, whose: str = "") -> Run:
    """The share of the municipality or of the ``rest_`` with the counts it is made of."""
    part, whole = value.others if whose else value.own
    passport = note.passport(value.indicator)
    told = wording.percent_of(part, whole) if whose else reasons.marked(wording.percent_of(part, whole), value)
    return share(told, (part, whose + passport.part), (whole, whose + passport.whole))


def _moved(value: Value) -> str:
    """«+43,5, рост»: beyond the usual waver the direction is named; a dash where years cannot be compared."""
    if value.change_points is None:
        return wording.DASH
    word = {"up": " – рост", "down": " – снижение"}.get(value.change, "")
    return f"{wording.signed(Fraction(value.change_points))}{word}"


def region_share(note: Note, id: str) -> str:
    """The regional share: as published where it was, else recomputed to one decimal."""
    value, passport = note.bundle.region_values[id], note.passport(id)
    published = note.bundle.published.get(passport.part, Published())
    if not value.has_share:
        return wording.NO_DATA
    if published.share and published.share_of == passport.whole:
        return as_published(published.share, *value.own)
    return wording.percent_of(*value.own)


def as_published(share: str, numerator: int, denominator: int) -> str:
    """The published share where the counts beside it give it; else what they do give, to one decimal."""
    digits = len(share.partition(",")[2])
    if wording.percent_of(numerator, denominator, digits) == share:
        return share
    return wording.percent_of(numerator, denominator)


def differs_from_total(note: Note, id: str) -> bool:
    """Whether the published total of the numerator is not the sum of its rows."""
    part = note.passport(id).part
    total = note.bundle.published.get(part, Published()).total
    count = note.bundle.region_counts.get(part, RegionCount())
    return total is not None and count.complete and total != count.value


def total_note(note: Note, ids: list[str]) -> list[Text]:
    """Both numbers where a published total is not the sum of its rows: which is right cannot be known."""
    parts = dict.fromkeys(note.passport(id).part for id in ids if differs_from_total(note, id))
    return [
        f"* По сумме строк исходной таблицы ({wording.integer(note.bundle.region_counts[part].known)} чел.); "
        f"в её итоговой строке – {wording.integer(note.bundle.published[part].total or 0)} чел."
        for part in parts
    ]


def published_note(note: Note, ids: list[str]) -> list[Text]:
    """Regional shares quoted with the decimals they were published with."""
    parts = {id: note.bundle.published.get(note.passport(id).part, Published()) for id in ids}
    shown = [
        f"{region_share(note, id)}{wording.NBSP}%"
        for id, published in parts.items()
        if published.share_of == note.passport(id).whole and region_share(note, id) == published.share
    ]
    return [f"{wording.joined(shown)} – как опубликовано; остальные доли рассчитаны."] if shown else []


def _notes(note: Note, rows: list[Value]) -> list[Text]:
    ids = [value.indicator for value in rows]
    extra = []
    if _since(rows):
        extra.append("Рост и снижение указаны, где изменение больше обычных колебаний.")
    if any(_looks_off(value) for value in rows):
        extra.append("Разница рассчитана по точным значениям и может не совпасть с разностью округлённых.")
    return [*reasons.mark_note(rows), *total_note(note, ids), *extra, *published_note(note, ids)]


def _looks_off(value: Value) -> bool:
    if value.verdict == "not_comparable":
        return False
    own, rest = (wording.tenths(wording.exact_share(*pair)) for pair in (value.own, value.others))
    return own - rest != wording.tenths(phrases.difference(value))
