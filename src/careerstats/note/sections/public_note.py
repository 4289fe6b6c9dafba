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
    """How many children take part, how many elsewhere, what has changed: what stands out here first, good or bad, then
    the main indicators, a paragraph each; what the words mean."""
    rows = _foremost(note)
    if not rows:
        return Blocks([paragraph("Сведений для публикации нет.")])
    answered = [_answered(row) if row.uncovered else "" for row in rows]
    lines = [
        _told(note, row, SAME_SCHOOLS if who and who in answered[:at] else who)
        for at, (row, who) in enumerate(zip(rows, answered, strict=True))
    ]
    reasons_to_look = dict.fromkeys(map(_look, (row for row in rows if row.tentative and _beside(row))))
    lines += [f"{wording.capital(text)}." for text in reasons_to_look]
    return Blocks([*(paragraph(text) for text in lines), *_terms(note)])


MOST = 3
"""Paragraphs: what stands out and the main indicators."""


def _foremost(note: Note) -> list[Value]:
    """The row farthest from the others or from its last year, in pupils, then the main ones."""
    rows = _rows(note)
    main = [row for row in rows if row.indicator in note.settings.headline]
    apart = sorted((row for row in rows if _apart(row)), key=_apart, reverse=True)
    chosen = dict.fromkeys(row.indicator for row in [*apart[:1], *main])
    by_id = {row.indicator: row for row in rows}
    return [by_id[id] for id in chosen][:MOST]


def _apart(value: Value) -> Fraction:
    """By how many pupils it differs from the others, or has changed, where that is more than chance; else 0."""
    _, n = value.own
    far = value.verdict in ("below", "above") and not value.small and value.rest_denominator
    gap = abs(wording.exact_share(*value.own) - wording.exact_share(*value.others)) if far else Fraction(0)
    moved = abs(value.facts.moved or 0) if value.change in ("up", "down") else 0
    return max(gap, Fraction(moved, 10)) * n


TERMS = (
    ("проб", "Профессиональная проба – практическое задание из настоящей работы: ребёнок выполняет его сам и видит, "
             "подходит ли ему профессия."),
    ("диагностик", "Профориентационная диагностика – тест об интересах и склонностях; отметок за него не ставят."),
    ("мои горизонты", "«Россия – мои горизонты» – школьные занятия о профессиях."),
    ("прикреплённ", "Родитель прикреплён, если его личный кабинет на платформе связан с кабинетом ребёнка."),
    ("соглашени", "Соглашение с партнёром – договорённость школы с предприятием или колледжем о пробах и экскурсиях."),
)  # fmt: skip
"""Beginning of a word in the indicators → what parents should know of it."""

PLAIN = {
    "ПОО региона": "колледжи региона",
    "обучающиеся с ОВЗ": "дети с ограниченными возможностями здоровья",
    "с ОВЗ": "с ограниченными возможностями здоровья",
    "Имеют соглашения с партнёрами": "Школы, у которых есть соглашения с партнёрами",
}
"""Words of the office → plain ones."""


def plain(text: str) -> str:
    """A title for parents and press."""
    for official, plain in PLAIN.items():
        text = text.replace(official, plain)
    return text


def _terms(note: Note) -> Blocks:
    """What the programme is and what the words of the indicators mean."""
    ids, programme = [row.indicator for row in _rows(note)], note.settings.programme
    names = " ".join(f"{note.passport(id).title} {note.passport(id).short} {note.words(id).sentence}" for id in ids)
    lines = [f"О чём речь: {programme.full}."] if "«" in programme.full else []
    lines += [text for stem, text in TERMS if stem in names]
    return Blocks([paragraph(" ".join(lines))]) if lines else Blocks()


def _rows(note: Note) -> list[Value]:
    """Of a municipality its own, of the region those of the region."""
    if not note.is_regional:
        return note.judged()
    known = (note.bundle.region_values.get(id) for id in note.settings.indicators)
    return [value for value in known if value and value.has_share]


def _told(note: Note, value: Value, answered: str) -> str:
    """``answered``: of which schools it is told, where not all have answered."""
    whole = f"{counted(note, value)}{_each(value)}".replace(reasons.MARK, "")
    whole = whole if value.numerator else whole.partition(" – ни одного из ")[0]  # of whom it is none, the table tells
    parts = [
        f"{answered} {wording.uncapitalised(whole)}" if answered else whole,
        _elsewhere(note, value),
        _changed(value),
    ]
    return ". ".join(wording.capital(part) for part in parts if part) + "."


SAME_SCHOOLS = "В этих же школах"


def _answered(value: Value) -> str:
    """«Сведения представили не все школы (8 из 9); в них»: for all children the number does not speak."""
    known, expected = value.organisations, value.organisations_expected
    of = f" ({known} из {expected})" if known is not None and expected else ""
    return f"Сведения представили не все школы{of}; в ответивших"


def _each(value: Value) -> str:
    """« – примерно каждый второй»; nothing where no such words are near."""
    k, n = value.own
    if not k or value.uncovered or k * 2 > n:
        return ""
    number = round(Fraction(n, k))
    near = number < len(EACH) and abs(Fraction(n, k) - number) <= Fraction(number, 10)
    return f" – примерно каждый {EACH[number]}" if near else ""


def _elsewhere(note: Note, value: Value) -> str:
    if not value.rest_denominator or value.verdict == "not_comparable":
        return ""
    return f"{others_in(value)} – {phrases.rest_share(value).replace(reasons.MARK, '')}{_caution(note, value)}"


def _caution(note: Note, value: Value) -> str:
    """What must not be concluded, in plain words: chance, too few schools; of schools only where their numbers are
    known. What is no more than a reason to look is told once, after all (``_look``)."""
    if value.verdict != "same" or value.small:
        return ""
    if value.grade == "beyond_95":
        why = "школы очень различаются" if _by_schools(value) else "изредка так бывает и случайно"
        return f": {why}, поэтому по одному году судить об отличии нельзя"
    few = _few(note, value)
    return f": {few} мало, чтобы судить об отличии" if value.power_low else ": отличие могло возникнуть случайно"


def _by_schools(value: Value) -> bool:
    """Whether numbers of schools widened what chance would give."""
    return (value.design_effect or 1.0) > 1


def _few(note: Note, value: Value) -> str:
    """Of what there is too little: of schools where these are known or counted."""
    is_of_schools = _by_schools(value) or note.words(value.indicator).noun_genitive[2] == "школ"
    return "школ" if is_of_schools else "детей-участников"


def _look(value: Value) -> str:
    """Why a difference beyond chance is a reason to look and no assessment."""
    why = (
        "такие отличия изредка бывают и случайно"
        if _by_schools(value)
        else "дети участвуют целыми классами, а сведений по школам нет"
    )
    return f"{why}, поэтому отличие от остальных – повод присмотреться, а не оценка"


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
    signs = _stars(note, rows) | _dashes(note, rows) if compared else None
    lines = [row(*_cells(note, value, signs)) for value in rows]
    lines += [row(plain(note.passport(id).short), *[wording.HIDDEN] * (len(columns) - 1)) for id in _hidden(note)]
    caption = phrases.filled(note, note.settings.captions.table) if not note.is_regional else _region_caption(note)
    notes = [*reasons.mark_note(rows, note.settings.rules), *(_notes(note, rows) if compared else [])]
    return Blocks([table("tbl-indicators", caption, columns, lines, notes=notes)])


UNSURE = "*"
"""Beside the share of the others, where little may be concluded from the difference: a star more for each why."""
RAISED = "¹²³⁴⁵⁶⁷⁸⁹"
"""After the dash in place of the others, where dashes stand for several whys."""


def _unsure(note: Note, value: Value) -> str:
    """Why little may be concluded from the difference; «» where it may."""
    if value.tentative:
        return _look(value)
    few = _few(note, value)
    unclear = f"по отличию от остальных судить нельзя: такое бывает и случайно, или {few} мало"
    return unclear if _caution(note, value) else ""


def _stars(note: Note, rows: list[Value]) -> dict[str, str]:
    """Why little may be concluded → its sign."""
    whys = dict.fromkeys(why for value in rows if _beside(value) and (why := _unsure(note, value)))
    return {why: UNSURE * at for at, why in enumerate(whys, 1)}


def _dashes(note: Note, rows: list[Value]) -> dict[str, str]:
    """Why a row has nothing to stand beside → its sign, a plain dash where there is one why."""
    whys = dict.fromkeys(_alone(note, value) for value in rows if value.has_share and not _beside(value))
    return {why: f"{wording.DASH}{mark if len(whys) > 1 else ''}" for why, mark in zip(whys, RAISED, strict=False)}


def _alone(note: Note, value: Value) -> str:
    """Why nothing stands beside it, in plain words."""
    if value.uncovered:
        return "сведения представили не все школы, поэтому с остальными эти числа не сопоставляются"
    if not value.facts.why:
        whom = note.words(value.indicator).noun_genitive[2]
        return f"{whom} слишком мало, чтобы сравнивать".replace("обучающихся", "детей")
    return reasons.uncompared(value)


def _notes(note: Note, rows: list[Value]) -> list[str]:
    """What the stars say, and why a row has nothing to stand beside."""
    signs = _stars(note, rows) | _dashes(note, rows)
    return [f"{sign} {wording.capital(why)}." for why, sign in signs.items()]


def _beside(value: Value) -> bool:
    return bool(value.rest_denominator) and value.verdict != "not_comparable"


def _region_caption(note: Note) -> str:
    return f"Показатели {note.region_noun('genitive')}, {wording.year(note.bundle.period)}"


def _hidden(note: Note) -> list[str]:
    return note.hidden() if not note.is_regional else []


def _cells(note: Note, value: Value, signs: dict[str, str] | None) -> list[Text]:
    """``signs``: beside the others' share and in its place; None where nothing is compared."""
    k, n = value.own
    cells: list[Text] = [
        plain(note.passport(value.indicator).short),
        f"{reasons.NEARLY if value.is_rounded else ''}{wording.integer(k)} из {wording.integer(n)}",
        reasons.marked(wording.percent_of(k, n), value),
    ]
    if signs is None:
        return cells
    if not _beside(value):
        return [*cells, signs.get(_alone(note, value), wording.DASH)]
    return [*cells, f"{wording.percent_of(*value.others)}{signs.get(_unsure(note, value), '')}"]


@public
def plain_picture(note: Note) -> Blocks:
    """All municipalities in order."""
    return figures.dots(note) if _rows(note) else Blocks()


@public
def reading(note: Note) -> Blocks:
    """How to read the numbers: what is hidden and why, what must not be concluded; what a parent can do."""
    lines = [
        *map(plain, hidden_words(note)),
        *map(plain, rounded_words(note)),
        "Доли показывают, сколько детей участвовало; о качестве работы отдельных школ по ним судить нельзя.",
    ]
    return Blocks(
        [heading("Как читать эти числа"), items(lines), heading("Что может сделать родитель"), items(_parents(note))]
    )


def _parents(note: Note) -> list[str]:
    names = " ".join(note.passport(row.indicator).short for row in _rows(note))
    lines = ["Спросить у классного руководителя, в чём участвует класс ребёнка и как записаться."]
    if "платформ" in names:
        lines.append("Зарегистрировать ребёнка на платформе и прикрепить к его кабинету свой.")
    return [*lines, "С вопросами обратиться в школу или в орган управления образованием."]
