"""A regional note -> the table of municipalities, who lies above and below, who stands out, who moved (rule R8)."""

from collections.abc import Container
from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import (
    Block,
    Blocks,
    TableRow,
    Text,
    column,
    heading,
    paragraph,
    public,
    ref,
    row,
    share,
    table,
)
from careerstats.contracts.places import Named
from careerstats.contracts.values import Point, RegionCount, Value
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.comparison import cell, column_head, has_stages, of_all, share_cell, size_cell
from careerstats.note.sections.phrases import known_rows, listed, named_share
from careerstats.note.sections.public_note import plain
from careerstats.note.sections.published_figures import published_note, region_share, total_note


@public
def region_table(note: Note) -> Blocks:
    """The table of the source with «n (p %)» cells, the unassigned as their own row, the total."""
    ids = [id for id in note.settings.indicators if of_all(note, id)]
    ids += [id for id in note.bundle.groups_by if not of_all(note, id)]
    columns = [
        column("№", align="center", width=0.5),
        column("Муниципальное образование", align="left", width=4),
        column("Обучающихся", width=1.5),
        *(column(column_head(note, id), width=1.7) for id in ids),
    ]
    lines = [_line(note, number, place, ids) for number, place in enumerate(note.bundle.municipalities, 1)]
    points = [point for id in ids for point in note.bundle.everyone[id]]
    notes = [
        *reasons.mark_note(points, note.settings.rules),
        *reasons.hidden_note(points),
        *total_note(note, ids),
        *published_note(note, ids),
        *phrases.of_reporters(note, ids),
    ]
    out = Blocks([heading("Результаты по муниципальным образованиям", numbered=not note.is_public)])
    dots = figures.dots(note)
    what = ", они же" if note.is_public else ", их порядок и случайные диапазоны"
    order = (f"{what} – на рисунке ", ref("fig-dots"), ".") if dots else NO_DOTS
    out.append(
        paragraph("Значения по муниципальным образованиям приведены в таблице ", ref("tbl-municipalities"), *order)
    )
    caption = phrases.filled(note, note.settings.captions.region_table)
    caption = plain(caption) if note.is_public else caption
    out.append(table("tbl-municipalities", caption, columns, [*lines, *_totals(note, ids)], notes=notes))
    further = [] if has_stages(note) else also(note)  # else beside the stages that it is about
    return Blocks([*out, *dots, *_standing_out(note), *_changes(note), *further])


NO_DOTS = ("; рисунка нет: ни у одного муниципального образования нет значения, которое можно показать.",)

_PLAINLY = "«{short}» – {value} ({numerator} из {denominator})"
"""Of an indicator without a sentence of its own."""


def also(note: Note, told: Container[str] = ()) -> list[Block]:
    """Other regional figures that the dataset wants said, without those ``told``: who came again, tests per pupil."""
    known = (note.bundle.region_values.get(id) for id in note.settings.also if id not in told)
    lines = [
        wording.fill(note.words(value.indicator).region or _PLAINLY, _numbers(note, value))
        for value in known
        if value and value.has_share
    ]
    return [paragraph(f"{'. '.join(lines)}.")] if lines else []


def _numbers(note: Note, value: Value) -> dict[str, str]:
    k, n = value.own
    percent = note.passport(value.indicator).unit == "percent"
    printed = wording.percent(k, n) if percent else wording.decimal(Fraction(k, n))
    words = {"numerator": wording.integer(k), "denominator": wording.integer(n), "value": printed}
    return words | {
        "short": note.passport(value.indicator).short,
        "pupils": wording.counted(k, *note.words(value.indicator).noun),
    }


MOST_IN_LINE = 4
"""Of more indicators a count and its share do not fit in one line of a column."""


def _line(note: Note, number: int, place: Named, ids: list[str]) -> TableRow:
    size = note.bundle.sizes.get(place.code)
    gap = wording.NBSP if len(ids) <= MOST_IN_LINE else " "
    pupils: Text = wording.NO_DATA if size is None else size_cell(note, size)
    return row(str(number), place.name, pupils, *(cell(note, id, place.code, gap) for id in ids))


def _totals(note: Note, ids: list[str]) -> list[TableRow]:
    """Municipalities together, the unassigned, the region."""
    known = known_rows(note, ids[0])
    pupils = size_cell(note, sum(note.bundle.sizes.get(point.code, point.own.denominator) for point in known))
    together = f"Итого по {wording.others(len(known))}"
    lines = [row("", together, pupils, *(_together(note, id) for id in ids), kind="total")] if known else []
    if any(_loose_count(note, id, "part") for id in ids):
        name = f"Участники, указавшие только «{note.region.name}»"
        lines.append(row("", name, wording.DASH, *(_loose(note, id) for id in ids)))
        region = f"Итого по {note.region_noun('dative')}"
        lines.append(row("", region, pupils, *(_region(note, id) for id in ids), kind="total"))
    return lines


def _together(note: Note, id: str) -> Text:
    known = known_rows(note, id)
    k, n = (sum(point.own[at] for point in known) for at in (0, 1))
    if any(point.is_guarded for point in note.bundle.everyone[id]):  # a sum of what is shown is no total
        region = note.bundle.region_values[id]
        if region.denominator is None:
            return wording.HIDDEN
        return share_cell(note, id, *region.own, " ", of=region) if region.denominator else wording.NO_DATA
    return share_cell(note, id, k, n, " ") if n else wording.NO_DATA


def _loose_count(note: Note, id: str, role: str) -> int | None:
    variable = getattr(note.passport(id), role)
    return note.bundle.region_counts.get(variable, RegionCount()).unassigned


def _loose(note: Note, id: str) -> str:
    """Participants without a municipality: a count; a share only where both numbers are known of them."""
    part, whole = _loose_count(note, id, "part"), _loose_count(note, id, "whole")
    if of_all(note, id):
        return wording.DASH if part is None else wording.integer(part)
    return wording.percent_of(part, whole) if part is not None and whole else wording.DASH


def _region(note: Note, id: str) -> Text:
    """The region with its published share where there is one; a star where the published total is another."""
    value = note.bundle.region_values[id]
    k, n = value.numerator, value.denominator
    if k is None or not n:
        return region_share(note, id)
    if not of_all(note, id):
        return share_cell(note, id, k, n, " ")
    star = "*" if total_note(note, [id]) else ""
    number = f"{wording.integer(k)}{star} ({region_share(note, id)}{wording.NBSP}%)"
    passport = note.passport(id)
    return share(number, (k, passport.part), (n, passport.whole), counted=True)


_STANDING_OUT = "Выделяются на фоне разброса самих муниципальных образований:"


def _standing_out(note: Note) -> list[Block]:
    """Who stands out against the spread of municipalities itself, by indicator."""
    lines = []
    for id in note.settings.indicators:
        if note.bundle.spread[id].differ and note.passport(id).polarity in ("high", "low"):
            out = [named_share(note, row) for row in note.bundle.everyone[id] if row.stands_out]
            lines += [f"{note.words(id).share}: {wording.joined(out)}"] if out else []
    return listed("Сильнее других отличаются:" if note.is_public else _STANDING_OUT, lines)


# ---- since the last period


def changed(note: Note) -> list[str]:
    """Indicators whose change since the last period could be judged in any municipality."""
    return [id for id in note.settings.indicators if _judged(note, id)]


def _changes(note: Note) -> list[Block]:
    """One line per indicator by which somebody moved: the region then and now, who grew and who fell."""
    ids = changed(note)
    if not ids:
        return []
    since = wording.year(_judged(note, ids[0])[0].previous, "instrumental")
    head = (
        f"Изменения по сравнению с {since} (в скобках – значения по {note.region_noun('dative')} по представившим "
        "сведения; названы муниципальные образования, где изменение больше обычных колебаний):"
    )
    return listed(head, (text for id in ids if (text := _moved(note, id))))


def _judged(note: Note, id: str) -> list[Point]:
    return [point for point in note.bundle.everyone[id] if point.change in ("up", "down", "same")]


def _moved(note: Note, id: str) -> str:
    text = f"{note.words(id).share}{_levels(note, id)}: "
    parts = [
        f"{word} в {wording.joined([note.form('prepositional', code) for code in codes])}"
        for change, word in (("up", "рост"), ("down", "снижение"))
        if (codes := [point.code for point in note.bundle.everyone[id] if point.change == change])
    ]
    return text + "; ".join(parts) if parts else ""


def _levels(note: Note, id: str) -> str:
    """« (было 54,2 %, стало 57,8 %)» of the region."""
    row = note.bundle.region_values[id]
    if not row.had_share or not row.has_share:
        return ""
    return f" (было {wording.percent(*row.before)}, стало {wording.percent(*row.own)})"
