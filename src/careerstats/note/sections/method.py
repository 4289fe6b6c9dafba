"""A regional note -> «Методика и паспорта показателей»: the one document to which all notes of the period point."""

from careerstats import printed_rules, wording
from careerstats.blocks import (
    Block,
    Blocks,
    TableRow,
    column,
    formula,
    heading,
    items,
    paragraph,
    public,
    ref,
    row,
    table,
)
from careerstats.contracts.method import Column
from careerstats.contracts.rules import Rules
from careerstats.contracts.values import Passport
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.appendices import formula_words, goal_number
from careerstats.note.sections.diagnosis import diagnosis_grounds, levels_words
from careerstats.note.sections.exchange import how_paired
from careerstats.note.sections.front import opening
from careerstats.note.sections.public_note import plain

TITLE = "Методика и паспорта показателей"
STATUS = {
    "official": "утверждённая методика",
    "practice": "практика источника",
    "proposed": "предложено составителями",
}
POLARITY = {"high": "чем больше, тем лучше", "low": "чем меньше, тем лучше", "none": "без оценки «лучше – хуже»"}

SIGNS = (
    "треугольник вершиной вверх, синий, – выше остальных муниципальных образований",
    "треугольник вершиной вниз, оранжевый, – ниже остальных",
    "серый круг – отличие не больше случайного или мало",
    "серый крест – значение нельзя сравнить",
    "серая полоса – случайный диапазон",
    "штриховая линия – муниципальные образования в целом",
)


@public
def method(note: Note) -> Blocks:
    """The whole document: how differences are judged, what comes first, signs of pictures, passports, symbols, whence
    the numbers are; for parents and press words, signs and passports without letters, the methods last."""
    internal = (_opening, _reading, _judging, _order, _goals, _signs, _levels, _passports, _symbols, _cells)
    public = (_opening, _reading, _signs, _passports, _judging)
    parts = public if note.is_public else internal
    return Blocks(block for part in parts for block in part(note))


def _opening(note: Note) -> Blocks:
    issuer, year = note.settings.issuer, note.year
    subject = f"к аналитическим справкам {note.region_noun('genitive')} за {year}"
    whence = "" if note.is_public else " и откуда взяты числа"
    lead = (
        "Один документ для всех справок региона за этот период: как сопоставлены муниципальные образования, что значат "
        f"знаки на рисунках, как рассчитан каждый показатель{whence}."
    )
    by = f" Подготовлено {issuer.name}." if issuer.name else ""
    return opening(note, TITLE, subject, lead=f"{lead}{by}")


def _reading(note: Note) -> Blocks:
    """Words and marks in plain language, before any method is named."""
    effects = note.bundle.method.design_effects
    by_schools = effects is not None and effects[1] > 1
    lines = printed_rules.reading(note.settings.rules, by_schools=by_schools)
    lines += () if note.is_public else (*OF_TABLES, *(OF_GROUPS if by_schools else ()))
    return Blocks([heading("Как читать слова и знаки", numbered=True), items(phrases.punctuated(lines))])


OF_TABLES = (
    "«5 (1–10)» в столбце «Место» – место пятое, но по этим данным могло быть любым с первого по десятое",
    "«30,2 % (ещё 34)» в столбце «Цель» – такую долю предлагается достичь, для этого надо добавить 34 участника; "
    "«не ниже» – удержать достигнутое",
    "«обычные колебания» – на столько доли меняются от года к году и тогда, когда в работе ничего не изменилось",
)
"""What stands in tables of internal notes alone."""

OF_GROUPS = (
    "«при общем составе» – доля, если бы группы обучающихся соотносились так же, как вместе во всех муниципальных "
    "образованиях с теми же группами; чем она ближе к строке «Всего», тем меньше различие объясняет состав",
)
"""What stands in their tables where numbers of schools are known."""


# ---- how differences are judged


def _judging(note: Note) -> Blocks:
    """The only place where the names of methods stand."""
    lines = (
        *_basis(note.settings.rules),
        _by_schools(note),
        *([printed_rules.changes(note.settings.rules)] if note.bundle.method.over_time else []),
        *_samples(note),
        *_dispersion(note),
        *([how_paired(note)] if note.bundle.exchanges else []),
    )
    title = "Методика для специалистов" if note.is_public else "Методика"
    return Blocks([heading(title, numbered=True), *map(paragraph, lines)])


def _basis(rules: Rules) -> tuple[str, ...]:
    """Rules that hold for every note."""
    return (
        "Сведения – сплошной учёт, а не выборка, поэтому доверительные интервалы и статистическая значимость к ним не "
        "применяются. Вместо них указано, какое число участников дал бы случай.",
        printed_rules.chance(rules),
        printed_rules.grades(rules),
        printed_rules.coverage(rules),
        printed_rules.unstable(rules),
        printed_rules.pairs(rules),
    )


def _by_schools(note: Note) -> str:
    """R2: whether chance is widened because pupils take part by whole schools, and what is not known otherwise."""
    effects = note.bundle.method.design_effects
    if effects is None or effects[1] <= 1:
        return printed_rules.alone(note.settings.rules)
    low, high = (wording.decimal(phrases.exact(effect)) for effect in effects)
    return (
        "Обучающиеся одной школы участвуют вместе, поэтому случайный диапазон расширен: дисперсия умножена на эффект "
        "группировки d = 1 + ρ(Σn²/n − 1), где ρ – внутриклассовая корреляция школ внутри муниципальных образований; "
        f"по показателям и муниципальным образованиям d – от {low} до {high}. "
        f"{printed_rules.by_schools(note.settings.rules)}"
    )


def _samples(note: Note) -> list[str]:
    """Which shares come from a sample and have an interval of Wilson's."""
    names = [phrases.quoted(passport.short) for passport in note.bundle.passports.values() if passport.data == "sample"]
    if not names:
        return []
    return [
        f"Исключение составляют выборочные сведения ({', '.join(names)}): для них приведён доверительный интервал "
        "Уилсона, который показывает точность выборки и верен, если ответившие отобраны случайно."
    ]


def _dispersion(note: Note) -> list[str]:
    """R5: how far municipalities lie apart altogether."""
    lines = []
    for id in note.settings.headline:
        spread, name = note.bundle.spread[id], wording.capital(note.words(id).share)
        if spread.tested and not spread.differ:
            lines.append(f"{name}: муниципальные образования различаются не больше, чем дал бы случай.")
        elif spread.times_chance:
            low, high, times = (
                wording.decimal(phrases.exact(of)) for of in (spread.low, spread.high, spread.times_chance)
            )
            lines.append(
                f"{name}: муниципальные образования различаются в {times} раза сильнее случайного (√φ, где φ – "
                f"отношение χ² к числу степеней свободы); по оценке разброса две трети лежат между {low} и "
                f"{high}{wording.NBSP}%; причины эти данные не называют."
            )
    return lines


def _order(note: Note) -> Blocks:
    """What opens a note: the rule itself, as ``careerstats trace`` tells it of one."""
    lines = list(note.bundle.method.order)
    return Blocks([heading("Что стоит в справке первым", numbered=True), items(lines)]) if lines else Blocks()


def _goals(note: Note) -> Blocks:
    """What is proposed as a goal: the first rule that applies, then the next."""
    lines = list(note.bundle.method.goals)
    return Blocks([heading("Как предложены цели", numbered=True), items(lines)]) if lines else Blocks()


def _signs(note: Note) -> Blocks:
    """What the marks of the pictures mean."""
    lines = phrases.punctuated(list(SIGNS))
    return Blocks([heading("Знаки на рисунках", numbered=True), items(lines)]) if note.bundle.everyone else Blocks()


def _levels(note: Note) -> Blocks:
    """What the levels of the self-diagnosis and of the профминимум rest on and take."""
    out, schools = Blocks(), note.bundle.appendices.profminimum
    if grounds := diagnosis_grounds(note):
        head = heading("Самодиагностика «Школа Минпросвещения России»: основания", numbered=True)
        out += [head, *map(paragraph, grounds)]
    if schools is not None:
        head = heading("Уровни профориентационного минимума (часы – в учебный год)", numbered=True)
        out += [head, items(phrases.punctuated(levels_words(schools)))]
    return out


# ---- passports


def _passports(note: Note) -> Blocks:
    """Every computed indicator, goal by goal: its full name, formula, unit, source, caveat."""
    known = sorted(note.bundle.passports.values(), key=lambda passport: (goal_number(passport), passport.id))
    columns = [column("Сведение", align="left", width=1.6), column("Содержание", align="left", width=6)]
    lines = [line for passport in known for line in _passport(passport, is_public=note.is_public)]
    if not lines:
        return Blocks()
    notes = ["Если не сказано иное, чем больше доля, тем лучше, а сведения – сплошной учёт, а не выборка."]
    shown = table("tbl-passports", "Паспорта показателей", columns, lines, notes=notes)
    equation = [] if note.is_public else _equation(note)
    return Blocks([heading("Паспорта показателей", numbered=True), *equation, shown])


def _equation(note: Note) -> list[Block]:
    """The first share of the region, as an equation with its numbers."""
    shares = (row for id in note.settings.indicators if (row := note.bundle.region_values.get(id)) and row.has_share)
    value = next((row for row in shares if note.passport(row.indicator).formula == "share"), None)
    if value is None:
        return []
    passport = note.passport(value.indicator)
    part, whole = passport.part, passport.whole
    k, n = value.own
    tex = (
        rf"{_tex(passport.symbol)} = \frac{{{_tex(part)}}}{{{_tex(whole)}}} \times 100\,\% = "
        rf"\frac{{{_tex_number(wording.integer(k))}}}{{{_tex_number(wording.integer(n))}}} \times 100\,\% = "
        rf"{_tex_number(wording.percent_of(k, n))}\,\%"
    )
    alt = f"{passport.symbol} равно {part} делить на {whole} и умножить на 100 %: {wording.percent(k, n)}"
    lead = f"Пример расчёта по {note.region_noun('dative')} – {note.words(value.indicator).share}:"
    return [paragraph(lead, keep=True), formula(tex, alt, label="eq-share")]


def _tex(name: str) -> str:
    head, _, index = name.partition("_")
    return rf"{head}_{{\text{{{index}}}}}" if index else head


def _tex_number(text: str) -> str:
    return text.replace(wording.NBSP, r"\,").replace(",", "{,}").replace(r"\{,}", r"\,")


LETTERS = ("Формула", "Цель")
"""What passports for parents and press leave out: letters and numbers of goals."""

ALIKE = {"Оценка": "чем больше, тем лучше", "Сведения": "сплошной учёт"}
"""What holds unless a passport says otherwise: told once, under the table."""


def _passport(passport: Passport, *, is_public: bool) -> list[TableRow]:
    facts = {
        "Наименование": passport.title,
        "Цель": f"{passport.goal}. {passport.goal_title}" if passport.goal else "",
        "Формула": f"{passport.symbol} = {formula_words(passport)}",
        "Зачем": passport.why,
        "Оценка": POLARITY.get(passport.polarity, ""),
        "Учёт": passport.counting,
        "Сведения": "выборка (опрос)" if passport.data == "sample" else "сплошной учёт",
        "Чья методика": _source(passport, is_public=is_public),
        "Оговорка": passport.caveat,
    }
    left_out = LETTERS if is_public else ()
    lines = [
        row(name, wording.capital(text.rstrip(".")))
        for name, text in facts.items()
        if text and name not in left_out and ALIKE.get(name) != text
    ]
    return [row(plain(passport.short) if is_public else passport.short, kind="group"), *lines]


def _source(passport: Passport, *, is_public: bool) -> str:
    """«утверждённая методика (…)»; for parents and press without the document's own long title."""
    source = passport.source
    if is_public:
        return STATUS[passport.status]
    document = source.document.removeprefix(OURS)
    where = ", ".join(part for part in (document, source.item) if part)
    sentence = "; ".join(part for part in (where, wording.dated(source.date)) if part)
    if document != source.document:
        return f"{STATUS[passport.status]} {sentence}"
    return f"{STATUS[passport.status]}{f' ({sentence})' if sentence else ''}"


OURS = "Предложение составителей careerstats "
"""Of a source that says once more whose proposal it is: «… по протоколу № 1»."""


# ---- symbols, and whence the numbers were read


def _symbols(note: Note) -> Blocks:
    """What each letter of the formulas stands for; the number of schools is «n» there and explained beside it."""
    used = {id for passport in note.bundle.passports.values() for id in passport.of.values() if id}
    lines = [row(id, note.bundle.variables[id]) for id in sorted(used) if id in note.bundle.variables]
    columns = [column("Обозначение", align="left", width=1.4), column("Что учитывается", align="left", width=6)]
    head = heading("Обозначения", numbered=True)
    return Blocks([head, table("tbl-symbols", "Обозначения величин", columns, lines)]) if lines else Blocks()


def _cells(note: Note) -> Blocks:
    """Files and columns of the raw tables; the cell of one number ``careerstats trace`` names."""
    lines = [row(place.variable, _file(place)) for place in note.bundle.method.columns]
    if not lines:
        return Blocks()
    columns = [column("Обозначение", align="left", width=1.4), column("Файл, лист, столбец", align="left", width=6)]
    lead = paragraph(
        "Файлы и столбцы исходных таблиц указаны в таблице ",
        ref("tbl-cells"),
        "; в электронной справке (HTML) ячейка видна при наведении на числа расчёта.",
        keep=True,
    )
    head = heading("Откуда взяты числа", numbered=True)
    return Blocks([head, lead, table("tbl-cells", "Исходные таблицы", columns, lines)])


def _file(place: Column) -> str:
    """«tables/form.csv, столбец D»; «forms/…xlsx и ещё 11 таких же, лист «Форма», столбец D»."""
    number = wording.counted(place.files - 1, "файл", "файла", "файлов")
    more = f" (есть и в других: {number})" if place.files > 1 else ""
    sheet = f", лист «{place.sheet}»" if place.sheet else ""
    name = wording.plural(len(place.letters), "столбец", "столбцы", "столбцы")
    letters = f", {name} {', '.join(place.letters)}" if place.letters else ""
    return f"{place.file}{sheet}{letters}{more}"
