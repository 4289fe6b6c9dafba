"""A regional note -> groups of municipalities and the concentration of participants."""

from fractions import Fraction

from careerstats import wording
from careerstats.blocks import Blocks, Run, bold, heading, paragraph, ref
from careerstats.contracts.values import Concentration, Group, Point
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.phrases import known_rows


def groups(note: Note) -> Blocks:
    """Four groups by two indicators: descriptive, with those that may be there by chance named."""
    parts = note.bundle.groups
    if not parts:
        return Blocks()
    levels = wording.joined([f"{note.closed(id)} – {_level(note, id)}" for id in note.bundle.groups_by])
    out = Blocks([heading("Группы муниципальных образований", numbered=True)])
    out.append(
        paragraph(
            "Граница групп – значения по всем муниципальным образованиям в целом, без участников, не указавших "
            f"муниципальное образование: {levels} (рисунок ",
            ref("fig-groups"),
            ").",
        )
    )
    out += [paragraph(*_group(note, part)) for part in parts if part.members]
    if any(part.doubtful for part in parts):
        out.append(paragraph(DOUBTFUL, small=True))
    return Blocks([*out, *figures.quadrants(note)])


DOUBTFUL = (
    "Группировка описательная. * Хотя бы по одному из двух показателей отличие от остальных может быть случайным."
)


def _level(note: Note, id: str) -> str:
    known = known_rows(note, id)
    return wording.percent(sum(point.own.numerator for point in known), sum(point.own.denominator for point in known))


def _group(note: Note, part: Group) -> list[str | Run]:
    id = note.settings.headline[-1]
    whole = note.bundle.concentration[id]
    own = [point.own for point in note.bundle.everyone[id] if point.code in part.members and point.has_share]
    k, n = (sum(numbers) for numbers in zip(*own, strict=True)) if own else (0, 0)
    names = _members(note, part)
    counts = wording.among(k, whole.numerator)
    return [
        bold(f"{part.id}. {part.title} ({len(part.members)}): "),
        f"{names}. На группу приходится {wording.percent(n, whole.denominator)} обучающихся и "
        f"{wording.percent(k, whole.numerator)} {note.words(id).who} ({counts}).",
    ]


def _members(note: Note, part: Group) -> str:
    """«Белогорский район, Михайловский район*»; of more than a page can list the first of them and the number."""
    named = [f"{note.municipality(code).name}{'*' if code in part.doubtful else ''}" for code in part.members]
    return wording.some(named, MOST_MEMBERS)


MOST_MEMBERS = 40
MUCH_MORE = Fraction(6, 5)


def concentration(note: Note) -> Blocks:
    """Where the participants come from, and the largest reserve in numbers."""
    id = note.settings.headline[-1]
    whole = note.bundle.concentration[id]
    top = whole.top
    if not top.codes or not whole.numerator or not _uneven(note, id, whole):
        return Blocks()
    names = ", ".join(note.names(top.codes))
    number = wording.municipalities(len(top.codes))
    counts = wording.among(top.numerator, whole.numerator)
    out = Blocks([heading("Концентрация участников", numbered=True)])
    out.append(
        paragraph(
            f"На {number} ({names}) приходится {wording.percent(top.numerator, whole.numerator)} "
            f"{note.words(id).who} ({counts}{phrases.whose_place(note, id)}) при "
            f"{wording.percent(top.denominator, whole.denominator)} обучающихся (рисунок ",
            ref("fig-concentration"),
            ").",
            f" {_largest(note, id, whole)}" if note.bundle.synthesis else "",  # else page one has told it
        )
    )
    return Blocks([*out, *figures.concentration(note, id)])


def _uneven(note: Note, id: str, whole: Concentration) -> bool:
    """Whether few have much more than their part of the participants, or the largest one has less."""
    point = note.point(id, whole.largest.codes[0]) or Point()
    more = whole.top.numerator * whole.denominator >= MUCH_MORE * whole.top.denominator * whole.numerator
    return more or point.verdict == "below"


def largest_reserve(note: Note) -> str:
    """The largest municipality where it has less than its part; empty where it has not."""
    id = note.settings.headline[-1]
    whole = note.bundle.concentration[id]
    point = note.point(id, whole.largest.codes[0]) if whole.largest.codes else None
    return _largest(note, id, whole) if point and point.verdict == "below" and whole.numerator else ""


def _largest(note: Note, id: str, whole: Concentration) -> str:
    point = note.point(id, whole.largest.codes[0]) or Point()
    k, n = point.own
    text = (
        f"Наибольшая численность – {note.municipality(point.code).name}: "
        f"{wording.percent(n, whole.denominator)} обучающихся и "
        f"{wording.percent(k, whole.numerator)} {note.words(id).who}"
    )
    if point.verdict != "below":
        return f"{text}."
    rest_k, rest_n = whole.numerator - k, whole.denominator - n
    missing = wording.missing_people(k, n, rest_k, rest_n)
    return (
        f"{text}; до доли по остальным муниципальным образованиям ({wording.percent(rest_k, rest_n)}) не хватает "
        f"{wording.counted(missing, *note.words(id).noun_genitive)}."
    )
