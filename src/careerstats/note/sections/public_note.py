"""A note for parents and press: plain words, no plans, no missed terms, no codes."""

from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Blocks, Text, column, heading, items, paragraph, public, row, table
from careerstats.contracts.values import Value
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.completeness import hidden_words, rounded_words
from careerstats.note.sections.headline_words import counted, others_in
from careerstats.note.sections.titles import opening

EACH = ("", "", "второй", "третий", "четвёртый", "пятый", "шестой", "седьмой", "восьмой", "девятый", "десятый")


@public
def public_title(note: Note) -> Blocks:
    """What it is about and for whom."""
    subject = phrases.filled(note, note.settings.subject.of(note.bundle.notebook))
    issuer = note.settings.issuer
    by = f"Подготовлено {issuer.name}." if issuer.name else ""
    return opening(note, "Сведения для родителей и прессы", subject, lead=by)


@public
def plainly(note: Note) -> Blocks:
    """How many children take part, how many elsewhere, what has changed: the main indicators, a paragraph each."""
    lines = [_told(note, row) for row in _rows(note) if row.indicator in note.settings.headline]
    return Blocks(paragraph(text) for text in lines) if lines else Blocks([paragraph("Сведений для публикации нет.")])


def _rows(note: Note) -> list[Value]:
    """Of a municipality its own, of the region those of the region."""
    if not note.is_regional:
        return note.judged()
    known = (note.bundle.region_values.get(id) for id in note.settings.indicators)
    return [value for value in known if value and value.has_share]


def _told(note: Note, value: Value) -> str:
    parts = [f"{counted(note, value)}{_each(value)}", _elsewhere(value), _changed(value)]
    return ". ".join(wording.capital(part) for part in parts if part) + "."


def _each(value: Value) -> str:
    """« – примерно каждый второй»; nothing where no such words are near."""
    k, n = value.own
    if not k or k * 2 > n * Fraction(11, 10):
        return ""
    number = round(Fraction(n, k))
    near = number < len(EACH) and abs(Fraction(n, k) - number) <= Fraction(number, 10)
    return f" – примерно каждый {EACH[number]}" if near else ""


def _elsewhere(value: Value) -> str:
    if not value.rest_denominator or value.verdict == "not_comparable":
        return ""
    alike = ": отличие могло возникнуть случайно" if value.verdict == "same" and not value.small else ""
    return f"{others_in(value)} – {phrases.rest_share(value)}{alike}"


def _changed(value: Value) -> str:
    """A change is told only where it is more than the usual waver."""
    if value.change not in ("up", "down") or not value.had_share:
        return ""
    return f"в {wording.year(value.previous, 'prepositional')} – {_past(value)}"


def _past(value: Value) -> str:
    """«32,6 % (по школам, сведения которых приняты за оба периода)»."""
    if not value.of_fewer:
        return wording.percent(*value.before)
    return f"{wording.decimal(Fraction(value.facts.levels[0], 10))}{wording.NBSP}% ({reasons.BOTH})"


@public
def plain_table(note: Note) -> Blocks:
    """All indicators: how many of how many, and the others."""
    rows = _rows(note)
    if not rows:
        return Blocks()
    compared = any(value.rest_denominator for value in rows)
    columns = [
        column("Показатель", align="left", width=3.6),
        column("Сколько", width=2.2),
        column("Доля, %", width=1.0),
        *([column("Остальные, %", width=1.1)] if compared else []),
    ]
    lines = [row(*_cells(note, value, compared=compared)) for value in rows]
    lines += [row(note.passport(id).short, *[wording.HIDDEN] * (len(columns) - 1)) for id in _hidden(note)]
    caption = phrases.filled(note, note.settings.captions.table) if not note.is_regional else _region_caption(note)
    return Blocks(
        [table("tbl-indicators", caption, columns, lines, notes=reasons.mark_note(rows, note.settings.rules))]
    )


def _region_caption(note: Note) -> str:
    return f"Показатели {note.region_noun('genitive')}, {wording.year(note.bundle.period)}"


def _hidden(note: Note) -> list[str]:
    return note.hidden() if not note.is_regional else []


def _cells(note: Note, value: Value, *, compared: bool) -> list[Text]:
    k, n = value.own
    cells: list[Text] = [
        note.passport(value.indicator).short,
        f"{reasons.NEARLY if value.is_rounded else ''}{wording.integer(k)} из {wording.integer(n)}",
        reasons.marked(wording.percent_of(k, n), value),
    ]
    shown = value.rest_denominator and value.verdict != "not_comparable"
    return [*cells, wording.percent_of(*value.others) if shown else wording.DASH] if compared else cells


@public
def plain_picture(note: Note) -> Blocks:
    """All municipalities in order."""
    return figures.dots(note) if _rows(note) else Blocks()


@public
def reading(note: Note) -> Blocks:
    """How to read the numbers: what is hidden and why, what must not be concluded."""
    lines = [
        *hidden_words(note),
        *rounded_words(note),
        "Доли показывают, сколько детей участвовало; о качестве работы отдельных школ по ним судить нельзя.",
        "Если отличие от остальных могло возникнуть случайно, об этом сказано; тогда места не сравнивают.",
    ]
    return Blocks([heading("Как читать эти числа"), items(lines)])
