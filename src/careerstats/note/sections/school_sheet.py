"""A school's bundle -> its sheet «Показатель школы (с расчётом)»: formulas, worked numbers, the others, what lacks."""

from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Blocks, TableRow, Text, bold, column, heading, items, paragraph, ref, row, table
from careerstats.contracts.sheets import (
    COMPUTED,
    HIDDEN,
    IMPOSSIBLE,
    MISSING,
    NOBODY,
    Lack,
    Others,
    School,
    SchoolIndicator,
    SchoolSheet,
)
from careerstats.contracts.values import Passport
from careerstats.model import ABSENT, NOT_APPLICABLE, UNREADABLE
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.appendices import formula_words, worked
from careerstats.note.sections.completeness import problem_place
from careerstats.note.sections.titles import issued, opening

LACKING = {ABSENT: "не указано", UNREADABLE: "не прочитано", NOT_APPLICABLE: "не применимо"}
FEW = "число обучающихся менее 10: в рассылаемых документах не приводится"
WIDER = (
    "«Выше» и «ниже» сказаны без поправки на то, что обучающиеся участвуют целыми классами: отличие, близкое к этим "
    "пределам, – повод посмотреть, а не оценка."
)


def sheet_of(note: Note) -> SchoolSheet:
    """The contents of the sheet."""
    return note.bundle.sheet or SchoolSheet(school=School(id="", name=""), indicators=())


def sheet_title(note: Note) -> Blocks:
    """Which school, of which municipality, for what year; who computed it from whose numbers."""
    subject = f"{sheet_of(note).school.name}, {wording.year(note.bundle.period)}"
    if sheet_of(note).is_empty:
        lead = f"{issued(note, 'Составлены')}." if note.settings.issuer.name else ""
    else:
        lead = f"{issued(note, 'Рассчитаны')} по сведениям школы за {wording.year(note.bundle.period)}."
    return opening(note, "Показатели школы", subject, lead=lead, title=f"Показатели школы: {subject}")


def sheet_main(note: Note) -> Blocks:
    """«Главное»: where the school lacks most to the others, where it is ahead; what is expected of it by when."""
    sheet = sheet_of(note)
    lines = [
        *_nobody(note), *_unread(note), *_refused(note), *_behind(note), *_seldom(note, "Ниже"), *_low_too(note),
        *_ahead(note), *_seldom(note, "Выше"),
    ] or [_alike(note)]  # fmt: skip
    out = Blocks([paragraph(bold("Главное."), f" {' '.join(lines)}")])
    mending = _asked(note)
    tasks = [f"{wording.capital(task.text.rstrip('.'))} – {task.term}." for task in sheet.tasks]
    if not tasks:
        return Blocks([*out, paragraph(bold("Что ожидается от школы."), f" {mending or NO_TASK}")])
    tasks = [*([mending] if mending else []), *tasks]
    return Blocks([*out, paragraph(bold("Что ожидается от школы."), keep=True), items(tasks)])


ALIKE = "Ни один сопоставленный показатель не отличается от остальных школ больше, чем бывает случайно."
ALONE = "Сопоставить показатели школы с остальными школами по этим сведениям нельзя"
FEW_PUPILS = "Обучающихся в школе слишком мало, чтобы сопоставлять её с остальными школами."
UNLIKE = "нельзя сравнить: "
NO_TASK = "Отдельных поручений этой школе справка муниципального образования не даёт."


def _alike(note: Note) -> str:
    """That nothing stands out is known only of what was compared."""
    indicators = sheet_of(note).indicators
    if any(indicator.others and indicator.others.verdict != "not_comparable" for indicator in indicators):
        return ALIKE
    if any(indicator.others for indicator in indicators):
        return FEW_PUPILS
    why = next((each.why.removeprefix(UNLIKE) for each in indicators if each.why.startswith(UNLIKE)), "")
    return f"{ALONE}: {why}." if why else f"{ALONE}."


def _asked(note: Note) -> str:
    """Of a school whose data could not be read, to mend them; of one that sent none, to send them; else «»."""
    until = phrases.until(sheet_of(note).until)
    if any(problem.severity == "blocking" for problem in note.bundle.problems):
        return f"Исправить сведения{until}; что именно – в разделе «Что проверить и дополнить»."
    return f"Представить сведения за {wording.year(note.bundle.period)}{until}." if sheet_of(note).is_empty else ""


def _nobody(note: Note) -> list[str]:
    """A vulnerable group of whom nobody was reached comes first whatever its size."""
    own = [
        indicator
        for indicator in sheet_of(note).indicators
        if indicator.vulnerable and indicator.state == COMPUTED and not indicator.numerator and indicator.denominator
    ]
    return [
        f"{_quoted(note, indicator)}: ни одного из {wording.integer(indicator.own[1])}. Если "
        "сведений нет, вместо нуля ставится знак «-»."
        for indicator in own
    ]


def _unread(note: Note) -> list[str]:
    """A form that came twice: which number differs, and what hangs on it."""
    lines = [
        f"{wording.capital(problem.message.rstrip('.'))}. Пока верная строка не названа, не используется ни одна."
        for problem in note.bundle.problems
        if problem.code == "duplicate" and problem.severity == "blocking"
    ]
    whys = dict.fromkeys(map(_why_missing, sheet_of(note).indicators))
    nothing = f"Показатели школы не рассчитаны: {'; '.join(whys)}."
    return lines or ([nothing] if sheet_of(note).is_empty else [])


def _refused(note: Note) -> list[str]:
    """Whose part is larger than its whole: no number of it is used."""
    return [
        f"{_quoted(note, indicator)}: указано {wording.integer(indicator.own[0])} при "
        f"численности {wording.integer(indicator.own[1])}; сведения не приняты."
        for indicator in sheet_of(note).indicators
        if indicator.state == IMPOSSIBLE
    ]


def _sides(note: Note, verdict: str) -> list[tuple[SchoolIndicator, Others]]:
    """Indicators by which the school lies on that side of the others, all but a little."""
    compared = ((indicator, indicator.others) for indicator in sheet_of(note).indicators)
    return [
        (indicator, others)
        for indicator, others in compared
        if others and others.verdict == verdict and not others.small
    ]


def _behind(note: Note) -> list[str]:
    """The largest lack first, in pupils."""
    lacks = sorted(
        ((wording.missing_people(*indicator.own, others.numerator, others.denominator), indicator, others)
         for indicator, others in _sides(note, "below")),
        key=lambda lack: -lack[0],
    )  # fmt: skip
    return [
        f"{_counted(note, indicator)}, в остальных школах – {wording.percent(others.numerator, others.denominator)}: "
        f"до их уровня не хватает {wording.counted(number, *note.words(indicator.id).noun_genitive)}."
        for number, indicator, others in lacks
    ]


def _counted(note: Note, indicator: SchoolIndicator) -> str:
    """«Профессиональные пробы прошли 156 обучающихся из 726 (21,5 %)»."""
    words, (k, n) = note.words(indicator.id), indicator.own
    if not k:
        name = sheet_of(note).school.name
        nobody = wording.fill(words.none, {"territory": name}).removesuffix(f": {name}")
        return f"{nobody} – ни одного из {wording.integer(n)}"
    verb, pupils = wording.plural(k, *words.verbs), wording.counted(k, *words.noun)
    sentence = wording.fill(words.sentence, {"verb": verb, "pupils": pupils})
    return f"{sentence} из {wording.integer(n)} ({wording.percent(k, n)})"


def _quoted(note: Note, indicator: SchoolIndicator) -> str:
    return phrases.quoted(note.passport(indicator.id).short)


def _with_others(note: Note, indicator: SchoolIndicator, others: Others) -> str:
    """««Прошли пробы» (21,5 %, в остальных – 40,3 %)»."""
    rest = wording.percent(others.numerator, others.denominator)
    return f"{_quoted(note, indicator)} ({wording.percent(*indicator.own)}, в остальных – {rest})"


def _seldom(note: Note, side: str) -> list[str]:
    """«Ниже» or «Выше», where chance seldom gives that: neither a finding nor nothing."""
    lines = [
        _with_others(note, indicator, others)
        for indicator in sheet_of(note).indicators
        if (others := indicator.others)
        and others.seldom
        and not others.small
        and _side(indicator, others) == side.lower()
    ]
    return [f"{side} остальных, хотя изредка так бывает и случайно: {'; '.join(lines)}."] if lines else []


def _side(indicator: SchoolIndicator, others: Others) -> str:
    return "ниже" if _gap(indicator, others) < 0 else "выше"


def _low_too(note: Note) -> list[str]:
    """As low as the other schools of a municipality that lies below all others: alike, and not all right."""
    lines = [
        f"{_quoted(note, indicator)} ({wording.percent(*indicator.own)}, в остальных "
        f"муниципальных образованиях – {wording.percent(*indicator.elsewhere)})"
        for indicator in sheet_of(note).indicators
        if indicator.elsewhere and _is_alike(indicator) and _is_lower(indicator.own, indicator.elsewhere)
    ]
    head = f"Как и в остальных школах {note.form('genitive')} в целом, ниже, чем в других муниципальных образованиях"
    return [f"{head}: {'; '.join(lines)}."] if lines else []


def _is_alike(indicator: SchoolIndicator) -> bool:
    others = indicator.others
    return others is not None and others.verdict == "same" and not others.seldom


def _is_lower(own: tuple[int, int], others: tuple[int, int]) -> bool:
    return wording.exact_share(*own) < wording.exact_share(*others)


def _gap(indicator: SchoolIndicator, others: Others) -> Fraction:
    return wording.exact_share(*indicator.own) - wording.exact_share(others.numerator, others.denominator)


def _ahead(note: Note) -> list[str]:
    lines = [
        _with_others(note, indicator, others)
        for indicator, others in sorted(_sides(note, "above"), key=lambda side: -_gap(*side))
    ]
    return [f"Выше остальных: {'; '.join(lines)}."] if lines else []


def sheet_table(note: Note) -> Blocks:
    """The five columns of the form: number, name, method, remark, the school's value with its calculation.

    Nothing where no indicator could be computed.
    """
    if sheet_of(note).is_empty:
        return Blocks()
    columns = [
        column("№", align="center", width=0.8),
        column("Наименование показателя", align="left", width=3.2),
        column("Методика расчёта", align="left", width=4.4),
        column("Примечание", align="left", width=2.2),
        column("Показатель школы (с расчётом)", align="left", width=2.4),
    ]
    explained: dict[str, int] = {}  # symbol → the row that explains it: its long title is printed once
    lines = [_line(note, indicator, number, explained) for number, indicator in enumerate(sheet_of(note).indicators, 1)]
    caption = f"Показатели школы: {sheet_of(note).school.name}, {wording.year(note.bundle.period)}"
    return Blocks([table("tbl-sheet", caption, columns, lines)])


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
    """Each share against the sum of the other schools of the municipality, where that can be said (R2)."""
    indicators = sheet_of(note).indicators
    whys = {indicator.why for indicator in indicators if indicator.why}
    if not any(indicator.others for indicator in indicators):
        return Blocks()
    columns = [
        column("Показатель", align="left", width=3),
        column("Школа", width=1.8),
        column("Остальные школы", width=1.8),
        column("Отличие", align="left", width=3.4),
    ]
    lines = [
        row(
            note.passport(indicator.id).short,
            wording.out_of(*indicator.own),
            wording.out_of(others.numerator, others.denominator),
            _difference(note, indicator, others),
        )
        for indicator in indicators
        if (others := indicator.others)
    ]
    caption = f"Школа и остальные школы {note.form('genitive')} в целом"
    lead = (
        "В таблице ",
        ref("tbl-others"),
        " показатели школы сопоставлены с остальными школами муниципального образования, представившими сведения, "
        "взятыми вместе.",
    )
    notes: list[Text] = [
        f"{_ranges(note)} {WIDER}",
        *(f"{wording.capital(why)}: {_names(note, why)}." for why in sorted(whys)),
    ]
    head = heading("Сопоставление с остальными школами")
    return Blocks([head, paragraph(*lead), table("tbl-others", caption, columns, lines, notes=notes)])


def _ranges(note: Note) -> str:
    """What the words of the table say of chance: the middle grade only where it stands there."""
    rules, others = note.settings.rules, [indicator.others for indicator in sheet_of(note).indicators]
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


def _names(note: Note, why: str) -> str:
    return ", ".join(_quoted(note, indicator) for indicator in sheet_of(note).indicators if indicator.why == why)


def _difference(note: Note, indicator: SchoolIndicator, others: Others) -> str:
    rest = (others.numerator, others.denominator)
    gap = _gap(indicator, others)
    low, high = wording.integer(others.range_low), wording.integer(others.range_high)
    side = _side(indicator, others)
    if others.verdict == "not_comparable":
        return "детей слишком мало, чтобы сравнивать"
    if others.small:
        return reasons.small(side, note.settings.rules)
    if others.seldom:
        return f"{side} на {wording.points(gap)}, но изредка так бывает и случайно (от {low} до {high})"
    if others.verdict == "same":
        return f"от случайного не отличить (от {low} до {high})"
    lacking = wording.missing_people(*indicator.own, *rest) if others.verdict == "below" else 0
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
        _quoted(note, indicator)
        for indicator in sheet_of(note).indicators
        if indicator.state == COMPUTED and not indicator.own[0] and not indicator.vulnerable
    ]
    if not names:
        return []
    word = wording.plural(len(names), "показателю", "показателям", "показателям")
    return [f"По {word} {', '.join(names)} школа указала ноль (нет). Если сведений нет, вместо нуля ставится знак «-»."]


def _missing(note: Note) -> list[str]:
    """Indicators without a value, by why."""
    lacking: dict[str, list[str]] = {}
    for indicator in sheet_of(note).indicators:
        if indicator.state == MISSING and not sheet_of(note).is_empty:
            lacking.setdefault(_why_missing(indicator), []).append(_quoted(note, indicator))
    forms = ("Не рассчитан показатель", "Не рассчитаны показатели", "Не рассчитаны показатели")
    return [f"{wording.plural(len(names), *forms)} {', '.join(names)}: {why}." for why, names in lacking.items()]


def _why_missing(indicator: SchoolIndicator) -> str:
    """Of a number that stands there and could not be read another word than of one that never came."""
    known = {lack.status for lack in indicator.lacking}
    if UNREADABLE in known:
        return "указанное число не прочитано, почему – в замечаниях"
    return "сведения не представлены" if known else "сведения не приняты из-за ошибок"
