"""A note -> worked calculations with the cells they come from, the line on how it was computed."""

from fractions import Fraction
from typing import get_args

from careerstats import printed_rules, wording
from careerstats.blocks import Blocks, Run, TableRow, Text, column, heading, paragraph, public, row, table
from careerstats.contracts.sheets import SchoolIndicator
from careerstats.contracts.values import Count, Passport, Quality, Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

POINTER = "Формулы, обозначения величин и цели – в документе «Методика и паспорта показателей»."


def calculations(note: Note) -> Blocks:
    """The numbers of every indicator computed here, by goal; HTML shows the raw cells behind them."""
    rows = sorted(_computed(note), key=lambda value: goal_number(note.passport(value.indicator)))
    if not rows:
        return Blocks()
    columns = [column("Показатель", align="left", width=4.6), column("Расчёт", align="left", width=2.8)]
    lines = [_line(note, value) for value in rows if not _told_by_level(note, value, rows)]
    shown = table("tbl-calculations", "Расчёт показателей", columns, lines, notes=[POINTER, *_grades(note, rows)])
    return Blocks([heading("Показатели и порядок расчёта", appendix=True), shown])


def _told_by_level(note: Note, value: Value, rows: list[Value]) -> bool:
    """Whether the row of a level has the same numbers and the name of the band besides."""
    if note.passport(value.indicator).formula != "attainment" or value.indicator in note.settings.indicators:
        return False
    return any(note.passport(row.indicator).formula == "level" and row.own == value.own for row in rows)


def _computed(note: Note) -> list[Value]:
    """Every row with a value: the indicators of the note first, in its order, then all others."""
    order = {id: at for at, id in enumerate(note.settings.indicators)}
    known = [row for row in note.bundle.values if row.value is not None and row.numerator is not None]
    return sorted(known, key=lambda row: order.get(row.indicator, len(order)))


def goal_number(passport: Passport) -> int:
    """Ц2 before Ц11; goals with names of another kind come last."""
    digits = "".join(filter(str.isdecimal, passport.goal))
    return int(digits) if digits else 1000


def _line(note: Note, value: Value) -> TableRow:
    passport = note.passport(value.indicator)
    cells = "; ".join(f"{count.variable}: {count.origin.replace('!', ', ')}" for count in _cells_of(note, value))
    return row(passport.short, Run(text=worked(passport, value), hint=cells), works=value.indicator)


def formula_words(passport: Passport) -> str:
    """The right side of the formula in variables: «K_pt / K_od1 × 100 %»."""
    part, whole, times = passport.part, passport.whole, f" × 100{wording.NBSP}%"
    heard = "где n – число организаций, представивших сведения"
    reached = f"{part} / ({_plain(passport.maximum)} × n){times}, {heard}"
    special = {
        "yes_share": f"{part} / n{times}, {heard}",
        "mean_score": f"{part} / n, {heard}",
        "attainment": reached,
        "level": reached,
        "rate": f"{part} / {whole} × {_plain(passport.per)}",
        "ratio": f"{part} / {whole}",
        "count": str(part),
    }
    return special.get(passport.formula, f"{part} / {whole}{times}")


def worked(passport: Passport, value: Value | SchoolIndicator) -> str:
    """«412 / 530 × 100 % = 77,7 %»; of a level, with the name of its band."""
    if not value.denominator:
        return wording.integer(value.numerator or 0)
    k, n = value.own
    arithmetic = f"{wording.integer(k)} / {wording.integer(n)}"
    match passport.formula:
        case "mean_score" | "ratio":
            return f"{arithmetic} = {wording.decimal(Fraction(k, n))}"
        case "rate":
            per = Fraction(passport.per)
            return f"{arithmetic} × {_plain(passport.per)} = {wording.decimal(per * Fraction(k, n))}"
    arithmetic += f" × 100{wording.NBSP}% = {wording.percent(k, n)}"
    if passport.formula == "level":
        arithmetic += f" – {passport.bands[int(value.value or 1) - 1][1]}"
    return arithmetic + _sampled(passport, value)


def _sampled(passport: Passport, value: Value | SchoolIndicator) -> str:
    """The interval of a share that only a sample gives; a full count has none."""
    if passport.data != "sample" or value.lower is None or value.upper is None:
        return ""
    low, high = (wording.decimal(phrases.exact(limit)) for limit in (value.lower, value.upper))
    return f"; доверительный интервал 95{wording.NBSP}%: от {low} до {high}{wording.NBSP}%"


def _plain(number: float) -> str:
    return wording.decimal(Fraction(number), 0 if float(number).is_integer() else 1)


def _cells_of(note: Note, value: Value) -> list[Count]:
    counts = (note.count(id) for id in note.passport(value.indicator).of.values() if id)
    return [count for count in counts if count]


def _grades(note: Note, rows: list[Value]) -> list[Text]:
    """How far values may be relied on: those that are not whole, or of few, by name; the grade of all others."""
    named = {
        grade: [phrases.quoted(note.passport(row.indicator).short) for row in rows if row.quality == grade]
        for grade in reversed(get_args(Quality))
        if grade
    }
    rules = note.settings.rules
    doubted = [
        f"{printed_rules.quality(grade, rules)} – {_some_of(named[grade], len(rows))}"
        for grade in named
        if grade not in WHOLE and named[grade]
    ]
    if not doubted:
        return []
    rest = [f"по остальным {printed_rules.quality('full', rules)}"] if any(named[grade] for grade in WHOLE) else []
    return [f"Качество сведений: {'; '.join([*doubted, *rest])}."]


WHOLE: tuple[Quality, ...] = ("full", "checked")


def _some_of(names: list[str], of: int) -> str:
    """By name; of more than can be read, how many: the lines on schools tell whose data they lack."""
    return ", ".join(names) if len(names) <= MOST_NAMED else f"по {phrases.out_of_all(len(names), of)}"


MOST_NAMED = 3


NOTES = ("municipality", "region")
"""Notebooks that the document on the method explains."""


@public
def origin(note: Note) -> Blocks:
    """One line: where the method is told, from which data the note was made; for the public no more than the date."""
    method = _method_is_told(note) if note.bundle.notebook in NOTES else ""
    return Blocks([paragraph(" ".join(filter(None, [method, _made_from(note)])), small=True)])


def _made_from(note: Note) -> str:
    """What the properties of the file tell too: version, date of the data, hash of this note's bundle."""
    date = f"данные от {wording.day(note.bundle.date)}" if note.bundle.date else ""
    if note.is_public:
        return f"{wording.capital(date)}." if date else ""
    origin = [f"careerstats {note.bundle.version}", date, f"набор «{note.bundle.dataset}»"]
    said = ", ".join(filter(None, origin))
    return f"Экземпляр для служебной переписки; {said}, контрольная сумма сведений справки {note.hash[:16]}."


def _method_is_told(note: Note) -> str:
    method = "Методика и паспорта показателей – отдельный документ"
    if note.is_public:
        return f"{method}."
    return f"{method}, общий для справок {note.region_noun('genitive')} за {note.year}."
