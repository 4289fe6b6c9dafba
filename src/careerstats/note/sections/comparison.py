"""A note -> where participation stops in the region, and the municipality beside those like it."""

from typing import Any

from careerstats import reasons, wording
from careerstats.blocks import (
    Block,
    Blocks,
    Column,
    Run,
    TableRow,
    Text,
    column,
    count,
    heading,
    paragraph,
    public,
    ref,
    row,
    share,
    table,
)
from careerstats.contracts.settings import Step
from careerstats.contracts.values import Point, RegionCount
from careerstats.model import HIDDEN
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

Row = dict[str, Any]


@public
def comparison(note: Note) -> Blocks:
    """Stages of the region, peers by size, the picture of all municipalities.

    The picture stands last: in Word, where no picture floats, text and table fill the page that it leaves.
    """
    stages = region_stages(note)
    out = Blocks([heading("Этапы участия и сопоставление" if stages else "Сопоставление", numbered=True)])
    unknown = f"Верно ли это для {note.noun('genitive')}, установить нельзя. " if stages else ""
    if note.judged():
        out.append(paragraph(f"{stages} " if stages else "", unknown, *picture_words(note)))
    beside = [] if _has_much_to_tell(note) else _peers(note)
    picture = figures.dots(note) if note.judged() else []
    return Blocks([*out, *_nearest(note), *beside, *picture])


def peers_apart(note: Note) -> Blocks:
    """The table of those nearest in size, of a note whose body tells of last year's plan as well."""
    return Blocks(_peers(note)) if _has_much_to_tell(note) else Blocks()


def _has_much_to_tell(note: Note) -> bool:
    return bool(note.bundle.execution)


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
    told = f"По {region} в целом из {wording.integer(first)} {known[0].genitive} {pupils} {', '.join(steps)}."
    return f"{told} {_main_loss(counts, known)}"


def _main_loss(counts: dict[str, RegionCount], chain: list[Step]) -> str:
    """The largest loss between nested stages against the next largest."""
    values = [counts[step.variable].known for step in chain]
    losses = sorted(((values[at - 1] - values[at], at) for at in range(1, len(chain))), reverse=True)
    size, place = losses[0]
    share = wording.percent(size, values[place - 1])
    told = (
        f"Основное сокращение числа участников происходит {chain[place].before} ({chain[place].lost} "
        f"{wording.people(size)}, {share} {chain[place - 1].genitive})"
    )
    if len(losses) > 1:
        other, at = losses[1]
        told += f", а не {chain[at].before} ({wording.people(other)})"
    return f"{told}."


def _like_it(note: Note) -> list[str]:
    """Codes of those nearest in size, the nearest first; none where the size is not known."""
    sizes = note.bundle.sizes
    return [code for code in note.bundle.peers if code in sizes] if sizes.get(note.territory.code) else []


def _nearest(note: Note) -> list[Block]:
    codes = _like_it(note)
    return [paragraph(*_beside(note, codes[0]))] if codes else []


def _peers(note: Note) -> list[Block]:
    """The table of those nearest in size, the largest first."""
    codes, sizes = _like_it(note), note.bundle.sizes
    if not codes:
        return []
    together = sorted([note.territory.code, *codes], key=lambda code: (-sizes[code], code))
    ids = [id for id in note.bundle.peer_indicators if note.value(id)]
    lines = [_line(note, code, ids) for code in together]
    points = [point for id in ids for code in together if (point := note.point(id, code))]
    notes = [*reasons.mark_note(points), *phrases.of_reporters(note, ids)]
    return [
        table("tbl-peers", phrases.filled(note, note.settings.captions.peers), _columns(note, ids), lines, notes=notes)
    ]


def _columns(note: Note, ids: list[str]) -> list[Column]:
    size = note.bundle.sizes_title
    heads = [column("Муниципальное образование", align="left", width=3.1)]
    heads.append(column(size.replace("общее количество ", "").capitalize(), width=1.4))
    return [*heads, *(column(column_head(note, id), width=1.6 if of_all(note, id) else 2) for id in ids)]


def column_head(note: Note, id: str) -> str:
    """«Зарегистрированы, чел. (%)» or «Посетили мероприятия, % числа зарегистрированных»."""
    words = note.words(id)
    name = words.column
    return f"{name}, чел. (%)" if of_all(note, id) else f"{name}, % {words.base}"


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
    percent = reasons.marked(wording.percent(part, whole), of or Point())
    return share(f"{wording.integer(part)}{gap}({percent})", *both, counted=True)


def _beside(note: Note, near: str) -> list[str | Run]:
    """The nearest in size, its figures beside our own, and what its sites do (not) explain."""
    sizes = note.bundle.sizes
    theirs, mine = sizes[near], sizes[note.territory.code]
    kind = "городов и посёлков" if note.bundle.urban else "районов и муниципальных округов"
    told = (
        f"Из {kind} ближе всего по численности {note.municipality(near).name} "
        f"({wording.pupils(theirs)} против {wording.integer(mine)}; таблица "
    )
    far = "). Сопоставимых по численности муниципальных образований того же типа нет. "
    close = far if max(theirs, mine) >= 2 * min(theirs, mine) else "). "
    return [told, ref("tbl-peers"), close, _two_figures(note, near), _sites(note, near)]


def _two_figures(note: Note, near: str) -> str:
    parts = []
    for id in note.settings.headline:
        mine, theirs = note.value(id), note.point(id, near)
        if mine and theirs and mine.has_share and theirs.has_share:
            chance = " (различие может быть случайным)" if near in note.bundle.alike[id] else ""
            parts.append(
                f"{note.closed(id)} – {wording.percent(*theirs.own)} против {wording.percent(*mine.own)}{chance}"
            )
    return f"В {note.form('prepositional', near)} {', '.join(parts)}." if parts else ""


def _sites(note: Note, near: str) -> str:
    """One named site in each of two places with unlike results: the sites alone explain nothing."""
    sites, id = note.bundle.sites_of, note.settings.headline[-1]
    names = (note.territory.name, note.municipality(near).name)
    if any(sites.get(name) != 1 for name in names) or near in note.bundle.alike.get(id, [near]):
        return ""
    return (
        " В перечне источника в каждом из этих двух муниципальных образований названо по одной площадке, поэтому "
        "наличием площадки различие не объясняется."
    )


def picture_words(note: Note) -> list[str | Run]:
    """Where all municipalities are shown, and that they differ by chance only, if they do."""
    out: list[str | Run] = ["Значения всех муниципальных образований показаны на рисунке ", ref("fig-dots"), "."]
    told = phrases.no_more_than_chance(note, note.settings.headline)
    return [*out, f" {told}"] if told else out
