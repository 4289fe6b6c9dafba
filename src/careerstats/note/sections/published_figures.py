"""A note -> figures of the region as they were published: a share in its own digits, a total that is not the sum."""

from careerstats import wording
from careerstats.blocks import Text
from careerstats.contracts.values import Published, RegionCount
from careerstats.note.opening import Note


def region_share(note: Note, id: str) -> str:
    """The regional share: as published where it was, else, and always for the public, recomputed to one decimal."""
    value, passport = note.bundle.region_values[id], note.passport(id)
    published = note.bundle.published.get(passport.part, Published())
    if not value.has_share:
        return wording.NO_DATA
    if not note.is_public and published.share and published.share_of == passport.whole:
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


def published_note(note: Note, ids: list[str]) -> list[str]:
    """Regional shares quoted with the decimals they were published with."""
    parts = {id: note.bundle.published.get(note.passport(id).part, Published()) for id in ids}
    shown = [
        f"{region_share(note, id)}{wording.NBSP}%"
        for id, published in parts.items()
        if published.share_of == note.passport(id).whole and region_share(note, id) == published.share
    ]
    return [f"{wording.joined(shown)} – как опубликовано; остальные доли рассчитаны."] if shown else []
