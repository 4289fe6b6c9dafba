"""A note -> where participation stops in the region, and the municipality beside those like it."""

from careerstats import reasons, wording
from careerstats.blocks import Block, Column, Run, TableRow, Text, column, count, row, share, table
from careerstats.contracts.settings import Step
from careerstats.contracts.values import Point, RegionCount
from careerstats.model import HIDDEN
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

FEWEST_STAGES = 3


def has_stages(note: Note) -> bool:
    """Whether enough stages of the region are known to tell where participation stops."""
    return len([stage for stage in note.bundle.stages if stage.variable in note.regional]) >= FEWEST_STAGES


def region_stages(note: Note) -> str:
    """Of those registered, how many passed each stage; where the main loss lies. Counts of the region only."""
    counts, chain = note.regional, note.settings.chain
    known = [step for step in chain if step.variable in counts]
    if len(known) < 2:
        return ""
    first = counts[known[0].variable].known
    steps = [
        f"{stage.did} {wording.integer(counts[stage.variable].known)} "
        f"({wording.percent(counts[stage.variable].known, first)})"
        for stage in note.bundle.stages
        if stage.did and stage.variable in counts
    ]
    pupils = wording.plural(first, "обучающегося", "обучающихся", "обучающихся")
    region = note.region_noun("dative")
    sentence = f"По {region} в целом из {wording.integer(first)} {known[0].genitive} {pupils} {', '.join(steps)}."
    return f"{sentence} {_main_loss(counts, known)}"


def _main_loss(counts: dict[str, RegionCount], chain: list[Step]) -> str:
    """The largest loss between nested stages against the next largest."""
    values = [counts[step.variable].known for step in chain]
    losses = sorted(((values[at - 1] - values[at], at) for at in range(1, len(chain))), reverse=True)
    size, place = losses[0]
    share = wording.percent(size, values[place - 1])
    sentence = (
        f"Основное сокращение числа участников происходит {chain[place].before} ({chain[place].lost} "
        f"{wording.people(size)}, {share} {chain[place - 1].genitive})"
    )
    if len(losses) > 1:
        other, at = losses[1]
        sentence += f", а не {chain[at].before} ({wording.people(other)})"
    return f"{sentence}."


def _like_it(note: Note) -> list[str]:
    """Codes of those nearest in size, the nearest first; none where the size is not known."""
    sizes = note.bundle.sizes
    return [code for code in note.bundle.peers if code in sizes] if sizes.get(note.territory.code) else []


def peers_table(note: Note) -> list[Block]:
    """The table of those nearest in size, the largest first."""
    codes, sizes = _like_it(note), note.bundle.sizes
    if len(codes) < FEWEST_PEERS:
        return []
    together = sorted([note.territory.code, *codes], key=lambda code: (-sizes[code], code))
    ids = [id for id in note.bundle.peer_indicators if note.value(id)]
    lines = [_line(note, code, ids) for code in together]
    points = [point for id in ids for code in together if (point := note.point(id, code))]
    notes = [*reasons.mark_note(points, note.settings.rules), *phrases.of_reporters(note, ids)]
    caption = phrases.filled(note, note.settings.captions.peers)
    return [table("tbl-peers", caption, _columns(note, ids), lines, notes=notes)]


FEWEST_PEERS = 2
"""Fewer are not worth a table."""


def _columns(note: Note, ids: list[str]) -> list[Column]:
    size = note.bundle.sizes_title
    heads = [column("Муниципальное образование", align="left", width=2.4)]
    heads.append(column(size.replace("общее количество ", "").capitalize(), width=1.8))
    return [*heads, *(column(column_head(note, id), width=2.5 if of_all(note, id) else 3) for id in ids)]


def column_head(note: Note, id: str) -> str:
    """«Зарегистрированы, чел. (%)» or «Посетили мероприятия, % числа зарегистрированных»."""
    words = note.words(id)
    name = words.column
    return f"{name}, чел. (%)" if of_all(note, id) else f"{name}, % {words.base}"


def line_name(note: Note, id: str) -> str:
    """«Посетили мероприятия», «Посетили мероприятия, % числа зарегистрированных»: beside each other, and as a line."""
    words = note.words(id)
    name = words.column or note.passport(id).short
    same = [own for own in note.settings.indicators if own in note.bundle.passports and note.words(own).column == name]
    return name if of_all(note, id) or len(same) < 2 else f"{name}, % {words.base}"


def of_all(note: Note, id: str) -> bool:
    """Whether the indicator is a share of the size of the municipality, not of some part of it."""
    first = note.settings.indicators[0]
    return bool(note.passport(id).whole == note.passport(first).whole)


def _line(note: Note, code: str, ids: list[str]) -> TableRow:
    cells = [cell(note, id, code) for id in ids]
    return row(
        note.municipality(code).name,
        size_cell(note, note.bundle.sizes[code]),
        *cells,
        kind="total" if code == note.territory.code else "body",
    )


def size_cell(note: Note, size: int) -> Run:
    """Number of pupils, of which the shares of the same row are taken."""
    return count(wording.integer(size), size, note.passport(note.settings.indicators[0]).whole)


def cell(note: Note, id: str, code: str, gap: str = wording.NBSP) -> Text:
    """«1 731 (46,5 %)» as the source prints it, or the share alone; «нет данных» where something is missing.

    ``gap``: a plain space where columns are so many that the share has to go under the count.
    """
    point = note.point(id, code) or Point()
    if point.status == HIDDEN:
        return wording.HIDDEN
    return share_cell(note, id, *point.own, gap, of=point) if point.has_share else wording.NO_DATA


def share_cell(note: Note, id: str, part: int, whole: int, gap: str = wording.NBSP, *, of: Point | None = None) -> Run:
    """«1 731 (46,5 %)» of all pupils, the share alone of some of them; with the counts behind it."""
    both = (part, note.passport(id).part), (whole, note.passport(id).whole)
    if not of_all(note, id):
        return share(reasons.marked(wording.percent_of(part, whole), of or Point()), *both)
    percent = reasons.marked(wording.percent(part, whole), of or Point()).removeprefix(reasons.NEARLY)
    near = reasons.NEARLY if of and of.is_rounded else ""
    return share(f"{near}{wording.integer(part)}{gap}({percent})", *both, counted=True)
