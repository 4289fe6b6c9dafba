"""A document -> its title block; of a note its head: what it is about, who wrote it for whom, from which data."""

from careerstats import wording
from careerstats.blocks import Blocks, public
from careerstats.blocks import title as title_block
from careerstats.note.opening import Note
from careerstats.note.sections import phrases


def opening(note: Note, kind: str, subject: str, *, lead: str, title: str = "") -> Blocks:
    """``title``: how the file's properties call it, where that is not the kind and the subject."""
    marks = ["Условные данные"] if note.bundle.synthetic else []
    if note.is_public:
        marks = [". ".join([*marks, "Для публикации"])]
    meta = note.origin | {"title": title or f"{kind} {subject}"}
    return Blocks([title_block(kind, subject, lead=lead, marks=marks, **meta)])


def issued(note: Note, verb: str) -> str:
    """«Подготовлены …» with the name of the institute; the verb alone where none is named."""
    return f"{verb} {note.settings.issuer.name}".rstrip()


@public
def own_title(note: Note, document: str, subject: str = "") -> Blocks:
    """The head of a document of one's own; without a ``subject``, of whom it is and of which period."""
    return opening(note, document, subject or f"{note.territory.name}, {note.bundle.period}", lead="")


# ---- the head of a note


def title(note: Note) -> Blocks:
    """Kind of document, subject, who wrote it for whom; figures of a made-up region are marked as such."""
    subject = phrases.filled(note, note.settings.subject.of(note.bundle.notebook))
    out = opening(note, "Аналитическая справка", subject, lead=_lead(note))
    return Blocks([*out, *phrases.own_words(note, "general")])


def _lead(note: Note) -> str:
    issuer, letter = note.settings.issuer, note.settings.letter
    short = f" (далее – {issuer.short})" if _is_used(note, issuer.short) and issuer.short != issuer.name else ""
    sentence = f"Подготовлена {issuer.name}{short}" if issuer.name else "Подготовлена"
    added = f" в дополнение к {letter.of} от {wording.day(letter.date)} № {letter.number}" if letter.number else ""
    whom = f" для {body_of(note)}" if note.bundle.notebook == "municipality" else ""
    return f"{sentence}{added}{whom}. {source(note)}"


def _is_used(note: Note, short: str) -> bool:
    """Whether the note calls its author by the short name further on."""
    chosen = note.bundle.recommendations
    texts = [note.settings.letter.of, *(text for each in chosen for text in (each.text, each.title))]
    return bool(short) and any(short in text for text in texts)


def body_of(note: Note) -> str:
    """Whom the note is for, in the genitive: by its own name (addressees.xlsx), else in neutral words."""
    own = note.addressee("body").genitive
    neutral = f"органа местного самоуправления {note.form('genitive')}, осуществляющего управление в сфере образования"
    return own or neutral


def source(note: Note) -> str:
    """For how many of how many municipalities there are data; where it depends on the indicator, for most of them."""
    rows = [row for row in note.bundle.region_values.values() if row.reported is not None]
    sentence = f"Использованы сведения{_of_programme(note)} за {note.year}"
    most = max(rows, key=lambda row: row.reported or 0, default=None)
    if most and most.reported is not None:
        number = wording.counted(most.reported, "муниципальному образованию", *["муниципальным образованиям"] * 2)
        sentence += f" по {number} из {most.expected}"
        fewer = any(row.expected == most.expected and (row.reported or 0) < most.reported for row in rows)
        sentence += ", по отдельным показателям – по меньшему числу" if fewer else ""
    return f"{sentence}.{_uncompared(note)}"


def _of_programme(note: Note) -> str:
    """« о проекте «Билет в будущее» (далее – Проект)»: where the texts call it by its short name."""
    programme = note.settings.programme
    used = programme.short and programme.short_genitive and programme.prepositional
    return f" о {programme.prepositional} (далее – {programme.short})" if used else ""


MOST_NAMED = 3


def _uncompared(note: Note) -> str:
    """Who answered in part and is therefore among no others: «остальных 10» of 12 would puzzle a reader."""
    points = [point for id in note.settings.headline for point in note.bundle.everyone.get(id, ()) if point.uncovered]
    codes = dict.fromkeys(point.code for point in points if point.code != note.territory.code)
    if not codes or note.bundle.notebook != "municipality":
        return ""
    names = note.names(codes)
    who = ", ".join(names) if len(names) <= MOST_NAMED else wording.municipalities(len(names))
    return f" Из-за неполных сведений в сопоставление не входит {who}."
