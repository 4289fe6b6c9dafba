"""A note -> «Подробно»: only what a headline triggered and page one has not told; the other rows of the table."""

from careerstats.blocks import Block, Blocks, Run, heading, paragraph, ref
from careerstats.contracts.headlines import Headline
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import headline_words as words
from careerstats.note.sections import phrases
from careerstats.note.sections.comparison import peers_table
from careerstats.note.sections.exchange import exchange
from careerstats.note.sections.first_page import on_page_one, page_rows, places_lie_apart, told_first
from careerstats.note.sections.goal_table import goal_table

MOST = 6
"""Headlines told here; the others are rows of the table."""


def details(note: Note) -> Blocks:
    """The other indicators, the other headlines one paragraph each, where the place lies among all."""
    out = [*_rest_of_table(note), *_headlines(note), *_beside_others(note), *exchange(note)]
    if not out:
        return Blocks()
    return Blocks([heading("Подробно", numbered=True), *out, *phrases.own_words(note, "indicators")])


def _rest_of_table(note: Note) -> list[Block]:
    shown = {row.indicator for row in page_rows(note)}
    rows = [row for row in note.judged() if row.indicator not in shown]
    if not rows:
        return []
    lead = paragraph("Остальные показатели приведены в таблице ", ref("tbl-others"), ".", keep=True)
    return [lead, goal_table(note, rows, "tbl-others")]


def _headlines(note: Note) -> list[Block]:
    headlines = [*on_page_one(note), *told_first(note)]
    left = [headline for headline in note.bundle.headlines if headline not in headlines and _has_more(note, headline)]
    return [
        paragraph(" ".join(dict.fromkeys([words.claim(note, headline), *words.inside(note, headline)])))
        for headline in left[:MOST]
    ]


def _has_more(note: Note, headline: Headline) -> bool:
    """Whether it tells more than its row of the table: a level alone is read there."""
    return headline.kind not in ("level", "strength", "improved", "target") or bool(words.inside(note, headline))


def _beside_others(note: Note) -> list[Block]:
    """All municipalities in their order, where page one shows another picture; those nearest in size."""
    shown = figures.dots(note) if places_lie_apart(note) else Blocks()
    near = _neighbours(note)
    if not shown and not near:
        return []
    said: list[str | Run] = []
    if shown:
        said += ["Значения всех муниципальных образований показаны на рисунке ", ref("fig-dots")]
    if near:
        alone = "Ближайшие по численности муниципальные образования того же типа приведены в таблице "
        said += [", ближайших по численности и того же типа – в таблице " if shown else alone, ref("tbl-peers")]
    return [paragraph(*said, ".", keep=True), *shown, *near]


def _neighbours(note: Note) -> list[Block]:
    """Those nearest in size, where a level is what matters."""
    first = next(iter(on_page_one(note)), None)
    return peers_table(note) if first and first.kind in ("level", "stage") else []
