"""A school's bundle -> the tables of its sheet: formulas and worked numbers, the others beside it, what lacks."""

from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Blocks, TableRow, Text, column, heading, items, paragraph, row, table
from careerstats.contracts.appendices import LEAST
from careerstats.contracts.sheets import (
    COMPUTED,
    HIDDEN,
    IMPOSSIBLE,
    MISSING,
    NOBODY,
    Lack,
    Others,
    SchoolIndicator,
)
from careerstats.contracts.values import Passport
from careerstats.grouping import grouped
from careerstats.model import ABSENT, NOT_APPLICABLE, UNREADABLE
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.appendices import formula_words, worked
from careerstats.note.sections.completeness import problem_place

LACKING = {ABSENT: "не указано", UNREADABLE: "не прочитано", NOT_APPLICABLE: "не применимо"}
FEW = "число обучающихся менее 10: в рассылаемых документах не приводится"
WIDER = (
    "«Выше» и «ниже» сказаны без поправки на то, что обучающиеся участвуют целыми классами: отличие, близкое к этим "
    "пределам, – повод посмотреть, а не оценка."
)


def quoted(note: Note, indicator: SchoolIndicator) -> str:
    """««Прошли пробы»» as a sentence names an indicator."""
    return phrases.quoted(note.passport(indicator.id).short)


def side_of(indicator: SchoolIndicator, others: Others) -> str:
    """«ниже» or «выше» than the others."""
    return "ниже" if gap_of(indicator, others) < 0 else "выше"


def gap_of(indicator: SchoolIndicator, others: Others) -> Fraction:
    """Own share less that of the others, exact, in percentage points."""
    return wording.exact_share(*indicator.own) - wording.exact_share(others.numerator, others.denominator)


def sheet_table(note: Note) -> Blocks:
    """The five columns of the form: number, name, method, remark, the school's value with its calculation.

    Nothing where no indicator could be computed.
    """
    if note.sheet.is_empty:
        return Blocks()
    columns = [
        column("№", align="center", width=0.8),
        column("Наименование показателя", align="left", width=3.2),
        column("Методика расчёта", align="left", width=4.4),
        column("Примечание", align="left", width=2.2),
        column("Показатель школы (с расчётом)", align="left", width=2.4),
    ]
    explained: dict[str, int] = {}  # symbol → the row that explains it: its long title is printed once
    lines = [_line(note, indicator, number, explained) for number, indicator in enumerate(note.sheet.indicators, 1)]
    caption = f"Показатели школы: {note.sheet.school.name}, {note.year}"
    return Blocks([heading("Показатели с расчётом", appendix=True), table("tbl-sheet", caption, columns, lines)])


def _line(note: Note, indicator: SchoolIndicator, number: int, explained: dict[str, int]) -> TableRow:
    passport = note.passport(indicator.id)
    remark = passport.counting.rstrip(".")
    return row(
        str(number),
        passport.title,
        _method(note, passport, number, explained),
        remark or wording.DASH,
        _value(note, indicator),
    )


def _method(note: Note, passport: Passport, number: int, explained: dict[str, int]) -> str:
    """«D_pt = K_pt / K_od1 × 100 %, где: K_pt – численность …; K_od1 – см. строку 1»."""
    formula = f"{passport.symbol} = {formula_words(passport)}"
    symbols = [f"{id} – {_meaning(note, id, number, explained)}" for id in passport.of.values() if id]
    if passport.formula == "yes_share":
        return f"Да – 1, нет – 0. {'; '.join(symbols)}"
    joint = "; " if ", где " in formula else ", где: "
    return f"{formula}{joint}{'; '.join(symbols)}" if symbols else formula


def _meaning(note: Note, id: str, number: int, explained: dict[str, int]) -> str:
    first = explained.setdefault(id, number)
    return wording.uncapitalised(note.bundle.variables[id]) if first == number else f"см. строку {first}"


def _value(note: Note, indicator: SchoolIndicator) -> str:
    """The worked calculation, or why there is none."""
    k, n = indicator.own
    words = {
        MISSING: f"{wording.capital(wording.NO_DATA)}: {_lacks(note, indicator)}",
        HIDDEN: wording.capital(FEW),
        NOBODY: f"таких обучающихся в школе нет ({wording.integer(k)} из 0)",
        IMPOSSIBLE: f"{wording.integer(k)} / {wording.integer(n)}: часть больше целого, проверьте оба числа",
    }
    return words.get(indicator.state) or _computed(note.passport(indicator.id), indicator)


def _computed(passport: Passport, indicator: SchoolIndicator) -> str:
    """«412 / 530 × 100 % = 77,7 %»; of a question its answer, of a score itself."""
    k, n = indicator.own
    if passport.formula == "yes_share":
        return "да" if k else "нет"
    if passport.formula == "mean_score" and n == 1:
        return wording.decimal(Fraction(k), 0)
    return str(worked(passport, indicator))


def _lacks(note: Note, indicator: SchoolIndicator) -> str:
    lacks = [
        f"{wording.uncapitalised(note.bundle.variables[lack.variable])} – {_status(lack)}" for lack in indicator.lacking
    ]
    return "; ".join(lacks) or "сведения не приняты из-за ошибок"


def _status(lack: Lack) -> str:
    cell = lack.origin.rpartition("!")[2]
    word = LACKING.get(lack.status, "не представлено")
    return f"{word} (ячейка {cell})" if cell else word


# ---- against the other schools


def sheet_comparison(note: Note) -> Blocks:
    """Every own number, a year ago, and the sum of the other schools of the municipality where it can be said (R2)."""
    sheet = note.sheet
    if sheet.is_empty:
        return Blocks()
    compared = any(indicator.others for indicator in sheet.indicators)
    earlier = any(indicator.before for indicator in sheet.indicators)
    columns = [
        column("Показатель", align="left", width=3),
        column("Школа", width=1.6),
        *([column(f"{sheet.previous}, %", width=0.9)] if earlier else []),
        *([column("Остальные школы", width=1.6), column("Отличие", align="left", width=3.8)] if compared else []),
    ]
    lines = [row(*_beside(note, indicator, earlier=earlier, compared=compared)) for indicator in sheet.indicators]
    caption = f"Школа и остальные школы {note.form('genitive')}, представившие сведения, вместе"
    head = heading("Сопоставление с остальными школами" if compared else "Показатели")
    caption = caption if compared else f"Показатели школы, {note.year}"
    notes = _notes(note) if compared else []
    return Blocks([head, table("tbl-others", caption, columns, lines, notes=notes)])


def _beside(note: Note, indicator: SchoolIndicator, *, earlier: bool, compared: bool) -> list[str]:
    """One row: the school's own number, its share a year ago, the others and how it differs from them."""
    others, before = indicator.others, indicator.before
    cells = [note.passport(indicator.id).short, _own(note, indicator)]
    cells += [wording.percent_of(*before) if before else wording.DASH] if earlier else []
    if not compared:
        return cells
    if others is None:
        return [*cells, wording.DASH, "не сопоставляется" if indicator.why else wording.DASH]
    return [*cells, wording.out_of(others.numerator, others.denominator), _difference(note, indicator, others)]


def _own(note: Note, indicator: SchoolIndicator) -> str:
    """«412 из 530 (77,7 %)», or in short why there is no such number."""
    k, n = indicator.own
    words = {
        MISSING: wording.NO_DATA,
        HIDDEN: f"менее {LEAST}, не приводится",
        NOBODY: "таких обучающихся нет",
        IMPOSSIBLE: wording.among(k, n),
    }
    if indicator.state in words:
        return words[indicator.state]
    passport = note.passport(indicator.id)
    return wording.out_of(k, n) if passport.unit == "percent" and n else _computed(passport, indicator)


def _notes(note: Note) -> list[Text]:
    """What the words of the table say, each only where it stands there; why a row has nothing beside it."""
    indicators = note.sheet.indicators
    rows = [(indicator, indicator.others) for indicator in indicators if indicator.others]
    told = [others for _, others in rows if not others.small]
    notes: list[Text] = []
    if any(others.verdict in ("same", "below", "above") for others in told):
        wider = f" {WIDER}" if any(others.verdict in ("below", "above") or others.seldom for others in told) else ""
        notes.append(f"{_ranges(note)}{wider}")
    if any(_is_apart(indicator, others) for indicator, others in rows):
        notes.append("Отличие взято по точным значениям.")
    alike = grouped((indicator.why, quoted(note, indicator)) for indicator in indicators if indicator.why)
    return [*notes, *(f"{wording.capital(why)}: {', '.join(names)}." for why, names in sorted(alike.items()))]


def _is_apart(indicator: SchoolIndicator, others: Others) -> bool:
    """Whether the difference that is printed is another than that of the printed shares."""
    if others.small or others.verdict == "not_comparable" or (others.verdict == "same" and not others.seldom):
        return False
    own, rest = wording.exact_share(*indicator.own), wording.exact_share(others.numerator, others.denominator)
    return wording.tenths(own) - wording.tenths(rest) != wording.tenths(own - rest)


def _ranges(note: Note) -> str:
    """What the words of the table say of chance: the middle grade only where it stands there."""
    rules, others = note.settings.rules, [indicator.others for indicator in note.sheet.indicators]
    near, far = wording.of_one(rules.near), wording.of_one(rules.far)
    if not any(each and each.seldom and not each.small for each in others):
        return (
            f"«От случайного не отличить» – число участников лежит в пределах, которые с вероятностью {far} дал бы "
            "случай; пределы указаны в скобках."
        )
    return (
        f"«От случайного не отличить» – число участников лежит в пределах, которые с вероятностью {near} дал бы "
        f"случай; «изредка так бывает и случайно» – за ними, но в более широких ({far}); в скобках – широкие."
    )


def _difference(note: Note, indicator: SchoolIndicator, others: Others) -> str:
    rest = (others.numerator, others.denominator)
    gap = gap_of(indicator, others)
    low, high = wording.integer(others.range_low), wording.integer(others.range_high)
    side = side_of(indicator, others)
    if others.verdict == "not_comparable":
        return "детей слишком мало, чтобы сравнивать"
    if others.small:
        return reasons.small(side, note.settings.rules)
    if others.seldom:
        return f"{side} на {wording.points(gap)}, но изредка так бывает и случайно (от {low} до {high})"
    if others.verdict == "same":
        return f"от случайного не отличить (от {low} до {high})"
    is_short = others.verdict == "below" and note.passport(indicator.id).worse == "below"
    lacking = wording.missing_people(*indicator.own, *rest) if is_short else 0
    noun = note.words(indicator.id).noun_genitive
    more = f"; до их уровня не хватает {wording.counted(lacking, *noun)}" if lacking else ""
    return f"{side} на {wording.points(gap)}{more}"


# ---- what lacks


def sheet_missing(note: Note) -> Blocks:
    """Zeros, indicators without a value, remarks on the school's own cells; nothing where all is there."""
    sentences = [*_zeros(note), *_missing(note)]
    remarks = [
        f"{problem_place(problem, problem.file)}: {problem.message}. {wording.capital(problem.what_to_do)}."
        for problem in note.bundle.problems
    ]
    if not sentences and not remarks:
        return Blocks()
    out = Blocks([heading("Что проверить и дополнить"), *(paragraph(text) for text in sentences)])
    if remarks:
        out += [paragraph("Замечания к сведениям школы:", keep=True), items(remarks)]
    return out


def _zeros(note: Note) -> list[str]:
    """Zeros of the school: reported ones, which nobody made of an empty cell."""
    names = [
        quoted(note, indicator)
        for indicator in note.sheet.indicators
        if indicator.state == COMPUTED and not indicator.own[0] and not indicator.vulnerable
    ]
    if not names:
        return []
    word = wording.plural(len(names), "показателю", "показателям", "показателям")
    return [f"По {word} {', '.join(names)} школа указала ноль (нет). Если сведений нет, вместо нуля ставится знак «-»."]


def _missing(note: Note) -> list[str]:
    """Indicators without a value, by why."""
    missing = [] if note.sheet.is_empty else [own for own in note.sheet.indicators if own.state == MISSING]
    lacking = grouped((why_missing(indicator), quoted(note, indicator)) for indicator in missing)
    forms = ("Не рассчитан показатель", "Не рассчитаны показатели", "Не рассчитаны показатели")
    return [f"{wording.plural(len(names), *forms)} {', '.join(names)}: {why}." for why, names in lacking.items()]


def why_missing(indicator: SchoolIndicator) -> str:
    """Of a number that stands there and could not be read another word than of one that never came."""
    known = {lack.status for lack in indicator.lacking}
    if UNREADABLE in known:
        return "указанное число не прочитано, почему – в замечаниях"
    return "сведения не представлены" if known else "сведения не приняты из-за ошибок"
