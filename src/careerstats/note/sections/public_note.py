"""A note for parents and press: plain words, no plans, no missed terms, no codes."""

from fractions import Fraction

from msgspec.structs import replace

from careerstats import reasons, wording
from careerstats.blocks import Blocks, Figure, Text, bold, column, paragraph, public, row, table
from careerstats.contracts.values import Point, Value, Words
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.front import opening
from careerstats.note.sections.headline_words import counted, others_in

EACH = ("", "", "второй", "третий", "четвёртый", "пятый", "шестой", "седьмой", "восьмой", "девятый", "десятый")


@public
def public_title(note: Note) -> Blocks:
    """What it is about and for whom."""
    subject = f"о профориентации школьников {note.form('genitive')}, {note.year}"
    issuer = note.settings.issuer
    by = f"Подготовлено {issuer.name}." if issuer.name else ""
    return opening(note, "Сведения для родителей и прессы", subject, lead=by)


@public
def plainly(note: Note) -> Blocks:
    """How many children take part, how many elsewhere, what has changed: what stands out here first, good or bad, then
    the main indicators, a paragraph each; what the words mean."""
    rows = _foremost(note)
    if not rows:
        return Blocks() if note.hidden() else Blocks([paragraph("Сведений для публикации нет.")])
    answered = _first_time([_answered(row) if row.uncovered else "" for row in rows], SAME_SCHOOLS)
    others = _first_time([_others_in(note, row) for row in rows], SAME_OTHERS)
    cautions = _first_time([_caution(note, row) for row in rows], SAME_CAUTION)
    lines = [_told(note, *parts) for parts in zip(rows, answered, others, cautions, strict=True)]
    caution = "".join(f" {wording.capital(text)}." for text in _told_of_all(rows))
    return Blocks([*(paragraph(text) for text in [*lines[:-1], f"{lines[-1]}{caution}"]), *_terms(note)])


SAME_SCHOOLS = "В этих же школах"
SAME_OTHERS = "в остальных"
SAME_CAUTION = ": и об этом отличии судить нельзя"


def _first_time(texts: list[str], again: str) -> list[str]:
    """The texts, each in full the first time only."""
    return [again if text and text in texts[:at] else text for at, text in enumerate(texts)]


def _told_of_all(rows: list[Value]) -> list[str]:
    """Why differences beyond chance are a reason to look and no assessment: once, after all that was told."""
    return list(dict.fromkeys(_look(row) for row in rows if row.tentative and _beside(row)))


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
    ("проб", "Профессиональная проба – задание из настоящей работы, ребёнок выполняет его сам."),
    ("диагностик", "Диагностика – тест об интересах и склонностях; отметок за него не ставят."),
    ("мои горизонты", "«Россия – мои горизонты» – школьные занятия о профессиях."),
    ("прикреплённ", "Родитель прикреплён, если его кабинет связан с кабинетом ребёнка."),
)  # fmt: skip
"""Beginning of a word in the indicators → what parents should know of it."""

PLAIN = {
    "ПОО региона": "колледжи региона",
    "в разрезе муниципальных образований": "по муниципальным образованиям",
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


def _told(note: Note, value: Value, answered: str, others: str, caution: str) -> str:
    """``answered``: of which schools it is told, where not all have answered; ``others``: beside whom."""
    whole = f"{_counted(note, value)}{_each(value)}".replace(reasons.MARK, "")
    whole = whole if value.numerator else whole.partition(" – ни одного из ")[0]  # of whom it is none, the table tells
    parts = [
        f"{answered} {wording.uncapitalised(whole)}" if answered else whole,
        f"{others} – {phrases.rest_share(value).replace(reasons.MARK, '')}{caution}" if others else _range(note, value),
        _changed(note, value),
    ]
    return ". ".join(wording.capital(part) for part in parts if part) + "."


def _counted(note: Note, value: Value) -> str:
    """«Профессиональные пробы прошли все 343 обучающихся»; else, and of all but pupils, how many of how many."""
    k, n = value.own
    words = note.words(value.indicator)
    if k < n or value.uncovered or not _of_pupils(words, k):
        return counted(note, value)
    _, plural, _ = words.verbs  # «охвачены все 343», though «охвачено 343»
    return wording.fill(words.sentence, {"verb": plural, "pupils": f"все {wording.pupils(k)}"})


def _of_pupils(words: Words, number: int) -> bool:
    """Whether it counts pupils, as many as take a plural: not «все 21 обучающийся»."""
    return words.noun == wording.PUPIL and wording.plural(number, *words.noun) != words.noun[0]


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
    near = number < len(EACH) and abs(Fraction(n, k) - number) <= Fraction(number, NEAR)
    return f" – примерно каждый {EACH[number]}" if near else ""


NEAR = 15
"""Words stand for a share that is as near to them as a fifteenth: 45,8 % is no «каждый второй»."""


ENOUGH = ", где сведений достаточно,"


def _others_in(note: Note, value: Value) -> str:
    """Of whom the share beside it is, and why these are fewer than one would count; «» where there is none."""
    if not _beside(value):
        return ""
    others, all_answered = others_in(value), value.reported == len(note.bundle.municipalities)
    return others if all_answered else others.replace(" вместе", f"{ENOUGH} вместе")


def _range(note: Note, value: Value) -> str:
    """Of the region its ends: «в муниципальных образованиях – от 21,3 (Берендейский округ) до 68,5 % (…)»."""
    points = note.bundle.everyone.get(value.indicator, ())
    known = [point for point in points if _is_plain(point)]
    if not note.is_regional or len({point.own for point in known}) < 2:
        return ""
    if any(point.status for point in points):  # the end may be one of the hidden, or of those that round alike
        return ""
    known.sort(key=lambda point: wording.exact_share(*point.own))
    return f"в муниципальных образованиях – от {_end(note, known, 0)} до {_end(note, known, -1)}"


def _is_plain(point: Point) -> bool:
    """Whether its share stands for the whole place, as it is."""
    return point.has_share and not point.is_guarded and not point.uncovered


def _end(note: Note, known: list[Point], at: int) -> str:
    """«21,3 % (Берендейский муниципальный округ)»; of several that share it, how many."""
    share = wording.percent(*known[at].own)
    those = [point for point in known if wording.percent(*point.own) == share]
    who = note.municipality(those[0].code).name if len(those) == 1 else wording.municipalities(len(those))
    return f"{share} ({who})"


def _caution(note: Note, value: Value) -> str:
    """What must not be concluded, in plain words: chance, too few schools; of schools only where their numbers are
    known. What is no more than a reason to look is told once, after all (``_look``)."""
    if value.verdict != "same" or value.small:
        return ""
    if value.grade == "beyond_95":
        why = "школы очень различаются" if _by_schools(value) else "изредка так бывает и случайно"
        return f": {why}, по одному году судить нельзя"
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
    return f"{why}, поэтому любое отличие – повод присмотреться, а не оценка"


def _changed(note: Note, value: Value) -> str:
    """A change is told only where it is more than the usual waver; of the region, whose waver nobody knows, the year
    before."""
    if not value.had_share or (value.change not in ("up", "down") and not note.is_regional):
        return ""
    if note.is_regional:
        return f"в {wording.year(value.previous, 'prepositional')} – {wording.percent(*value.before)}"
    return f"в {wording.year(value.previous, 'prepositional')} – {_past(value)}"


def _past(value: Value) -> str:
    """«32,6 % (по школам, сведения которых приняты за оба периода)»."""
    if not value.of_fewer:
        return wording.percent(*value.before)
    return f"{wording.decimal(Fraction(value.facts.levels[0], 10))}{wording.NBSP}% ({reasons.BOTH})"


@public
def plain_table(note: Note) -> Blocks:
    """The indicators: how many of how many, and the others."""
    rows = _once(note, _rows(note))
    if not rows and not note.hidden():
        return Blocks()
    compared = any(value.rest_denominator for value in rows)
    columns = [
        column("Показатель", align="left", width=4.0),
        column("Сколько", width=1.8),
        column("Доля, %", width=1.0),
        *([column("Остальные, %", width=1.4)] if compared else []),
    ]
    signs = _signs(note, rows) if compared else {}
    lines = [row(*_cells(note, value, signs)[: len(columns)]) for value in rows]
    lines += [row(plain(note.passport(id).short), *[wording.HIDDEN] * (len(columns) - 1)) for id in note.hidden()]
    caption = phrases.filled(note, note.settings.captions.table)
    if note.is_regional:
        caption = f"Показатели {note.region_noun('genitive')}, {note.year}"
    notes = [
        *reasons.mark_note(rows, note.settings.rules),
        *(f"{sign} {wording.capital(why)}." for why, sign in signs.items()),
    ]
    notes += [*_of_schools(note, rows), *([reasons.HIDDEN_NOTE] if note.hidden() else [])]
    return Blocks([table("tbl-indicators", caption, columns, lines, notes=notes)])


def _once(note: Note, rows: list[Value]) -> list[Value]:
    """Of rows that count the same children from two wholes the one that the text tells of, else the first."""
    of: dict[str, Value] = {}
    for value in [*_foremost(note), *rows]:
        of.setdefault(note.passport(value.indicator).part or value.indicator, value)
    return [value for value in rows if value in of.values()]


UNSURE = "*"
"""Beside the share of the others, where little may be concluded from the difference: a star more for each why."""
RAISED = "¹²³⁴⁵⁶⁷⁸⁹"
"""After the dash in place of the others, where dashes stand for several whys."""


def _signs(note: Note, rows: list[Value]) -> dict[str, str]:
    """What the stars say, why a row stands alone → the sign; what the text has told of all rows needs none."""
    stars = dict.fromkeys(why for value in rows if _beside(value) and (why := _unsure(note, value)))
    told = _told_of_all(_foremost(note))
    return {why: UNSURE * at for at, why in enumerate((why for why in stars if why not in told), 1)} | _dashes(rows)


def _unsure(note: Note, value: Value) -> str:
    """Why little may be concluded from the difference; «» where it may."""
    if value.tentative:
        return _look(value)
    few = _few(note, value)
    unclear = f"по отличию от остальных судить нельзя: такое бывает и случайно, или {few} мало"
    return unclear if _caution(note, value) else ""


def _dashes(rows: list[Value]) -> dict[str, str]:
    """Why a row has nothing to stand beside → its sign, a plain dash where there is one why."""
    whys = dict.fromkeys(_alone(value) for value in rows if value.has_share and not _beside(value))
    told = [why for why in whys if why]
    return {why: f"{wording.DASH}{mark if len(told) > 1 else ''}" for why, mark in zip(told, RAISED, strict=False)}


def _alone(value: Value) -> str:
    """Why nothing stands beside it, in plain words; «» where the sign beside its share says so."""
    if value.uncovered:
        return ""
    return reasons.uncompared(value) if value.facts.why else "слишком мало, чтобы сравнивать"


def _of_schools(note: Note, rows: list[Value]) -> list[str]:
    """Of how many schools a number is, where nothing else says that it is not of all: «… по 15 школам из 16»."""
    of: dict[tuple[int, int], list[str]] = {}
    for value in rows:
        known, expected = value.organisations, value.organisations_expected
        of_schools = note.words(value.indicator).noun_genitive[2] == "школ"  # their number is the whole beside it
        if known is not None and expected and known < expected and not value.uncovered and not of_schools:
            of.setdefault((known, expected), []).append(plain(note.passport(value.indicator).short))
    if not of:
        return []
    parts = [
        f"{_named(names)}по {wording.counted(known, 'школе', 'школам', 'школам')} из {wording.integer(expected)}"
        for (known, expected), names in sorted(of.items(), key=lambda group: -len(group[1]))
    ]
    return [f"Сведения приняты {'; '.join(parts)}."]


def _named(names: list[str]) -> str:
    """«по показателю «Прошли пробы» – »; of many it is said of all of which nothing else is said."""
    if len(names) > MOST:
        return ""
    word = wording.plural(min(len(names), 2), "показателю", "показателям", "показателям")
    return f"по {word} {wording.joined(list(map(phrases.quoted, names)))} {wording.DASH} "


def _beside(value: Value) -> bool:
    return bool(value.rest_denominator) and value.verdict != "not_comparable"


def _cells(note: Note, value: Value, signs: dict[str, str]) -> list[Text]:
    """``signs``: beside the others' share and in its place."""
    k, n = value.own
    cells: list[Text] = [
        plain(note.passport(value.indicator).short),
        f"{reasons.NEARLY if value.is_rounded else ''}{wording.among(k, n)}",
        reasons.marked(wording.percent_of(k, n), value),
    ]
    if not _beside(value):
        return [*cells, f"{wording.DASH}{reasons.MARK}" if value.uncovered else signs.get(_alone(value), wording.DASH)]
    return [*cells, f"{wording.percent_of(*value.others)}{signs.get(_unsure(note, value), '')}"]


@public
def plain_picture(note: Note) -> Blocks:
    """All municipalities in order, under a caption of one line: the picture names its indicators itself."""
    rows = (point for id in note.settings.headline for point in note.bundle.everyone.get(id, ()))
    marked = reasons.mark_caption((point for point in rows if point.has_share), note.settings.rules)
    caption = f"Муниципальные образования {note.region_noun('genitive')}{marked}"
    drawn = figures.dots(note) if _rows(note) else Blocks()
    return Blocks(replace(block, caption=caption) if isinstance(block, Figure) else block for block in drawn)


@public
def reading(note: Note) -> Blocks:
    """How to read the numbers: what must not be concluded; what a parent can do."""
    how = "Доли говорят, сколько детей участвовало; о работе отдельных школ по ним судить нельзя."
    return Blocks(
        [
            paragraph(
                bold("Как читать эти числа."), f" {how} ", bold("Что может сделать родитель."), f" {_parents(note)}"
            )
        ]
    )


def _parents(note: Note) -> str:
    names = " ".join(note.passport(row.indicator).short for row in _rows(note))
    platform = "; зарегистрировать на платформе ребёнка и себя" if "платформ" in names else ""
    return (
        f"Спросить у классного руководителя, в чём участвует класс и как записаться{platform}; с вопросами – в школу "
        "или орган управления образованием."
    )
