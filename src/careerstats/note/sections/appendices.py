"""A note -> worked calculations with the cells they come from, the method, the line on how it was computed."""

from fractions import Fraction
from itertools import groupby

from careerstats import printed_rules, wording
from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.blocks import (
    Block,
    Blocks,
    TableRow,
    Text,
    column,
    formula,
    heading,
    items,
    paragraph,
    public,
    row,
    table,
)
from careerstats.contracts.sheets import SchoolIndicator
from careerstats.contracts.values import Count, Passport, Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.exchange import how_paired

STATUS = {
    "official": "утверждённая методика",
    "practice": "практика источника",
    "proposed": "предложено составителями",
}


@public
def calculations(note: Note) -> Blocks:
    """Formula, numbers and the cells of the raw tables behind every indicator computed here, goal by goal."""
    rows = sorted(_computed(note), key=lambda value: _goal_number(note, value))
    if not rows:
        return Blocks()
    columns = [
        column("Показатель и формула", align="left", width=4),
        column("Расчёт", align="left", width=2.8),
        column("Ячейки", align="left", width=2),
    ]
    files = list(dict.fromkeys(_file(count) for value in rows for count in _cells_of(note, value)))
    out = Blocks([heading("Показатели и порядок расчёта", appendix=True), *_general_formula(note)])
    lines = []
    for goal, same in groupby(rows, key=lambda value: note.passport(value.indicator).goal):
        ours = list(same)
        lines.append(row(f"{goal}. {note.passport(ours[0].indicator).goal_title}", kind="group"))
        lines += [_line(note, value, files) for value in ours]
    out.append(table("tbl-calculations", "Расчёт показателей", columns, lines, notes=_sources(files)))
    variables = dict.fromkeys(id for value in rows for id in note.passport(value.indicator).of.values() if id)
    out.append(paragraph("Обозначения:"))
    out.append(items(phrases.punctuated([f"{variable} – {note.bundle.variables[variable]}" for variable in variables])))
    return out


def _computed(note: Note) -> list[Value]:
    """Every row with a value: the indicators of the note first, in its order, then all others."""
    order = {id: at for at, id in enumerate(note.settings.indicators)}
    known = [row for row in note.bundle.values if row.value is not None and row.numerator is not None]
    return sorted(known, key=lambda row: order.get(row.indicator, len(order)))


def _goal_number(note: Note, value: Value) -> int:
    """Ц2 before Ц11; goals with names of another kind come last."""
    digits = "".join(filter(str.isdecimal, note.passport(value.indicator).goal))
    return int(digits) if digits else 1000


def _general_formula(note: Note) -> list[Block]:
    """The first share of the note, as an equation with its numbers."""
    value = next((row for row in note.judged() if note.passport(row.indicator).formula == "share"), None)
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
    return [formula(tex, alt, label="eq-share")]


def _tex(name: str) -> str:
    head, _, index = name.partition("_")
    return rf"{head}_{{\text{{{index}}}}}" if index else head


def _tex_number(text: str) -> str:
    return text.replace(wording.NBSP, r"\,").replace(",", "{,}").replace(r"\{,}", r"\,")


def _line(note: Note, value: Value, files: list[str]) -> TableRow:
    passport = note.passport(value.indicator)
    name: Text = f"{passport.short}: {passport.symbol} = {formula_words(passport)}"
    cells = [f"{count.variable}: {_place(count, files)}" for count in _cells_of(note, value)]
    # the public gets no cells of our tables
    where = wording.DASH if note.bundle.audience == PUBLIC else wording.NO_DATA
    return row(name, worked(passport, value), "; ".join(cells) or where, works=value.indicator)


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
    told = f"{wording.integer(k)} / {wording.integer(n)}"
    match passport.formula:
        case "mean_score" | "ratio":
            return f"{told} = {wording.decimal(Fraction(k, n))}"
        case "rate":
            per = Fraction(passport.per)
            return f"{told} × {_plain(passport.per)} = {wording.decimal(per * Fraction(k, n))}"
    told += f" × 100{wording.NBSP}% = {wording.percent(k, n)}"
    if passport.formula == "level":
        told += f" – {passport.bands[int(value.value or 1) - 1][1]}"
    return told + _sampled(passport, value)


def _sampled(passport: Passport, value: Value | SchoolIndicator) -> str:
    """The interval of a share that only a sample gives; a full count has none."""
    if passport.data != "sample" or value.lower is None or value.upper is None:
        return ""
    low, high = (wording.decimal(_exact(limit)) for limit in (value.lower, value.upper))
    return f"; доверительный интервал 95{wording.NBSP}%: от {low} до {high}{wording.NBSP}%"


def _plain(number: float) -> str:
    return wording.decimal(Fraction(number), 0 if float(number).is_integer() else 1)


def _cells_of(note: Note, value: Value) -> list[Count]:
    counts = (note.count(id) for id in note.passport(value.indicator).of.values() if id)
    return [count for count in counts if count]


def _file(count: Count) -> str:
    """The file and the sheet of a count."""
    return ", ".join(count.origin.split("!")[:-1])


def _place(count: Count, files: list[str]) -> str:
    """«D3»; with the number of its file where the note draws on more than one."""
    cell = count.origin.split("!")[-1]
    return cell if len(files) == 1 else f"[{files.index(_file(count)) + 1}] {cell}"


def _sources(files: list[str]) -> list[Text]:
    if len(files) == 1:
        return [f"Ячейки исходной таблицы {files[0]}."]
    listed = "; ".join(f"[{number}] {file}" for number, file in enumerate(files, 1))
    return [f"Ячейки исходных таблиц: {listed}."] if files else []


@public
def method(note: Note) -> Blocks:
    """How differences are judged; the only place where the names of methods stand."""
    out = Blocks([heading("Методика", appendix=True)])
    told = (*_basis(), *_by_schools(note), *_over_time(note), *_samples(note), *_dispersion(note), *_pairs(note))
    out += [paragraph(text) for text in told]
    return Blocks([*out, paragraph("Происхождение показателей:", keep=True), items(_origins(note)), *_caveats(note)])


def _pairs(note: Note) -> list[str]:
    """How partners for the exchange of practice were chosen; the region's note says it beside its table."""
    return [how_paired(note)] if note.bundle.notebook == "municipality" and note.bundle.exchanges else []


def _basis() -> tuple[str, ...]:
    """Rules that hold for every note."""
    return (
        "Сведения – сплошной учёт, а не выборка, поэтому доверительные интервалы и статистическая значимость к ним не "
        "применяются. Вместо них указано, какое число участников дал бы случай.",
        printed_rules.chance(),
        printed_rules.grades(),
        printed_rules.coverage(),
        f"{printed_rules.problems()} {printed_rules.watched()} Резервы указаны для каждого муниципального образования "
        f"и отставанием не являются. {printed_rules.unstable()}",
        printed_rules.pairs(),
    )


def _by_schools(note: Note) -> list[str]:
    """R2: whether chance is widened because pupils take part by whole schools, and what is not known otherwise."""
    effects = [row.design_effect for row in note.bundle.values if row.design_effect is not None]
    if not effects or max(effects) <= 1:
        return [printed_rules.alone()]
    return [
        "Обучающиеся одной школы участвуют вместе, поэтому случайный диапазон расширен: дисперсия умножена на эффект "
        "группировки d = 1 + ρ(Σn²/n − 1), где ρ – внутриклассовая корреляция школ внутри муниципальных образований; "
        f"по показателям справки d – от {_plain_effect(min(effects))} до {_plain_effect(max(effects))}. "
        f"{printed_rules.by_schools()}"
    ]


def _plain_effect(value: float) -> str:
    return wording.decimal(_exact(value))


def _over_time(note: Note) -> list[str]:
    """R8: how a change is judged, where there is one."""
    if not any(row.change in ("up", "down", "same") for row in note.bundle.values):
        return []
    return [printed_rules.changes()]


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
    told = []
    for id in note.settings.headline:
        spread, name = note.bundle.spread[id], wording.capital(note.words(id).share)
        if spread.tested and not spread.differ:
            told.append(f"{name}: муниципальные образования различаются не больше, чем дал бы случай.")
        elif spread.times_chance:
            low, high, times = (wording.decimal(_exact(of)) for of in (spread.low, spread.high, spread.times_chance))
            told.append(
                f"{name}: муниципальные образования различаются в {times} раза сильнее случайного (√φ, где φ – "
                f"отношение χ² к числу степеней свободы); по оценке разброса две трети лежат между {low} и "
                f"{high}{wording.NBSP}%; причины эти данные не называют."
            )
    return told


def _exact(value: float) -> Fraction:
    return Fraction(round(value * 10**6), 10**6)


def _origins(note: Note) -> list[str]:
    """Indicators of one source together."""
    by_source: dict[str, list[str]] = {}
    for passport in _shown(note):
        by_source.setdefault(_source(passport), []).append(phrases.quoted(passport.short))
    return phrases.punctuated([f"{', '.join(names)}: {source}" for source, names in by_source.items()])


def _caveats(note: Note) -> list[Block]:
    """What each indicator does not say; whole sentences, so each ends with a full stop."""
    told = [phrases.caveat_words(passport) for passport in _shown(note) if passport.caveat]
    return [paragraph("Оговорки к показателям:", keep=True), items(told)] if told else []


def _shown(note: Note) -> list[Passport]:
    return [note.passport(id) for id in note.settings.indicators if id in note.bundle.passports]


def _source(passport: Passport) -> str:
    source = passport.source
    where = ", ".join(part for part in (source.document, source.item) if part)
    return f"{STATUS[passport.status]} ({where}; {wording.day(source.date)})"


COPY = {INTERNAL: "Экземпляр для служебной переписки", PUBLIC: "Экземпляр для публикации"}
"""How a note says for whom it is."""


@public
def origin(note: Note) -> Blocks:
    """One line: version, date of the data, hash of this note's bundle."""
    date = f", данные от {wording.day(note.bundle.date)}" if note.bundle.date else ""
    line = (
        f"{COPY[note.bundle.audience]}; careerstats {note.bundle.version}{date}, набор «{note.bundle.dataset}», "
        f"контрольная сумма сведений справки {note.hash[:16]}"
    )
    return Blocks([heading("Сведения о расчёте", level=2), paragraph(f"{line}.", small=True)])
