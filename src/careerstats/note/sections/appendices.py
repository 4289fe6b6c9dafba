"""A note -> worked calculations with the cells they come from, the method, the line on how it was computed."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Text, column, formula, heading, items, paragraph, row, table
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

Row = dict[str, Any]

STATUS = {
    "official": "утверждённая методика",
    "practice": "практика источника",
    "proposed": "предложено составителями",
}


def calculations(note: Note) -> Blocks:
    """Formula, numbers and the cell of the raw table behind every indicator of the note."""
    rows = note.judged()
    if not rows:
        return Blocks()
    columns = [
        column("Показатель и формула", align="left", width=4),
        column("Расчёт", align="left", width=2.8),
        column("Ячейки", align="left", width=2),
    ]
    out = Blocks([heading("Показатели и порядок расчёта", appendix=True)])
    out.append(_general_formula(note, rows[0]))
    files = dict.fromkeys(count["origin"].split("!")[0] for count in note["counts"])
    notes = [f"Ячейки исходной таблицы {next(iter(files))}."] if len(files) == 1 else []
    lines = [_line(note, one, short=len(files) == 1) for one in rows]
    out.append(table("tbl-calculations", "Расчёт показателей", columns, lines, notes=notes))
    variables = dict.fromkeys(variable for one in rows for variable in note.passport(one["indicator"])["of"].values())
    out.append(paragraph("Обозначения:"))
    out.append(items(phrases.punctuated([f"{variable} – {note['variables'][variable]}" for variable in variables])))
    return out


def _general_formula(note: Note, one: Row) -> dict[str, Any]:
    passport = note.passport(one["indicator"])
    part, whole = passport["of"]["part"], passport["of"]["whole"]
    k, n = one["numerator"], one["denominator"]
    tex = (
        rf"{_tex(passport['symbol'])} = \frac{{{_tex(part)}}}{{{_tex(whole)}}} \times 100\,\% = "
        rf"\frac{{{_tex_number(wording.integer(k))}}}{{{_tex_number(wording.integer(n))}}} \times 100\,\% = "
        rf"{_tex_number(wording.percent_of(k, n))}\,\%"
    )
    alt = f"{passport['symbol']} равно {part} делить на {whole} и умножить на 100 %: {wording.percent(k, n)}"
    return formula(tex, alt, label="eq-share")


def _tex(name: str) -> str:
    head, _, index = name.partition("_")
    return rf"{head}_{{\text{{{index}}}}}" if index else head


def _tex_number(text: str) -> str:
    return text.replace(wording.NBSP, r"\,").replace(",", "{,}").replace(r"\{,}", r"\,")


def _line(note: Note, one: Row, *, short: bool) -> Row:
    passport = note.passport(one["indicator"])
    part, whole = passport["of"]["part"], passport["of"]["whole"]
    k, n = wording.integer(one["numerator"]), wording.integer(one["denominator"])
    name: Text = f"{passport['short']}: {passport['symbol']} = {part} / {whole} × 100{wording.NBSP}%"
    calculation = f"{k} / {n} × 100{wording.NBSP}% = {wording.percent(one['numerator'], one['denominator'])}"
    return row(name, calculation, "; ".join(_cell(note, variable, short=short) for variable in (part, whole)))


def _cell(note: Note, variable: str, *, short: bool) -> str:
    """«K_reg: D3»; with the file (and sheet) where the note draws on more than one."""
    count = note.count(variable)
    if count is None:
        return wording.NO_DATA
    origin = count["origin"]
    return f"{variable}: {origin.split('!')[-1] if short else origin.replace('!', ', ')}"


def method(note: Note) -> Blocks:
    """How differences are judged; the only place where the names of methods stand."""
    out = Blocks([heading("Методика", appendix=True)])
    out += [paragraph(text) for text in (*RULES, *_dispersion(note))]
    return Blocks([*out, paragraph("Происхождение показателей:"), items(_origins(note))])


RULES = (
    "Сведения – сплошной учёт, а не выборка, поэтому доверительные интервалы и статистическая значимость к ним не "
    "применяются. Вместо них указано, какое число участников дал бы случай.",
    "Случайный диапазон – пределы, в которых с вероятностью 99,8 % оказалось бы число участников муниципального "
    "образования, если бы участники распределились между муниципальными образованиями случайно, пропорционально "
    "численности (квантили гипергеометрического распределения и интервал по преобразованию arcsin√p; с каждой стороны "
    "взят более широкий). Школы участвуют целыми классами, поэтому настоящий случайный разброс шире.",
    "Оценка «выше» или «ниже» дана, если число участников лежит вне случайного диапазона и доля отличается от доли по "
    "остальным муниципальным образованиям не менее чем на десятую часть её уровня; «случайно» – если отличие не больше "
    "случайного. «Выделяется» – если отклонение больше 1,96 стандартного отклонения с учётом разброса самих "
    "муниципальных образований (оценка Пауле – Мандель). Большой разрыв – не менее трети уровня.",
    "«Требует решения» – неблагоприятное отклонение, которое выделяется; «требует внимания» – неблагоприятное "
    "отклонение с большим разрывом. Резервы указаны для каждого муниципального образования и отставанием не являются. "
    "Вывод назван неустойчивым, если его меняет число участников без указания муниципального образования, не большее "
    "удвоенной доли этого муниципального образования в их числе.",
    "При сопоставлении двух муниципальных образований различие названо возможно случайным, если разность значений "
    "arcsin√p не больше предела для уровня 5 %, разделённого на число сопоставлений (поправка Бонферрони).",
)


def _dispersion(note: Note) -> list[str]:
    """R5: how far municipalities lie apart altogether."""
    told = []
    for id in note.settings["headline"]:
        spread, name = note["spread"][id], wording.capital(note.words(id)["share"])
        if not spread["differ"]:
            told.append(f"{name}: муниципальные образования различаются не больше, чем дал бы случай.")
        elif spread["times_chance"]:
            low, high = (wording.decimal(_exact(spread[side])) for side in ("low", "high"))
            times = wording.decimal(_exact(spread["times_chance"]))
            told.append(
                f"{name}: муниципальные образования различаются в {times} раза сильнее случайного (√φ, где φ – "
                f"отношение χ² к числу степеней свободы); по оценке разброса две трети лежат между {low} и "
                f"{high}{wording.NBSP}%; причины эти данные не называют."
            )
    return told


def _exact(value: float) -> Fraction:
    return Fraction(round(value * 10**6), 10**6)


def _origins(note: Note) -> list[str]:
    """Indicators of one source together; caveats after them."""
    passports = [note.passport(id) for id in note.settings["indicators"] if id in note["passports"]]
    by_source: dict[str, list[str]] = {}
    for passport in passports:
        by_source.setdefault(_source(passport), []).append(f"«{passport['short']}»")
    told = [f"{', '.join(names)}: {source}" for source, names in by_source.items()]
    return phrases.punctuated(
        [*told, *(passport["caveat"].rstrip(".") for passport in passports if passport["caveat"])]
    )


def _source(passport: Row) -> str:
    source = passport["source"]
    where = ", ".join(part for part in (source.get("document"), source.get("item")) if part)
    return f"{STATUS[passport['status']]} ({where}; {wording.day(source['date'])})"


def origin(note: Note) -> Blocks:
    """One line: version, date of the data, hash of this note's bundle."""
    date = f", данные от {wording.day(note['date'])}" if note["date"] else ""
    line = (
        f"careerstats {note['version']}{date}, набор «{note['dataset']}», контрольная сумма сведений справки "
        f"{note.hash[:16]}"
    )
    return Blocks([heading("Сведения о расчёте", level=2), paragraph(f"{line}.", small=True)])
