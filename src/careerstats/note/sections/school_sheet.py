"""A school's bundle -> its sheet «Показатель школы (с расчётом)»: formulas, worked numbers, the others, what lacks."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, TableRow, Text, column, heading, items, paragraph, ref, row, table
from careerstats.contracts.values import Passport, Value
from careerstats.note.opening import Note
from careerstats.note.sections.appendices import formula_words, worked
from careerstats.note.sections.completeness import problem_place
from careerstats.note.sections.titles import opening

Row = dict[str, Any]

LACKING = {
    "absent": "не указано",
    "unreadable": "не прочитано",
    "not applicable": "не применимо",
    "": "не представлено",
}
HIDDEN = "число обучающихся менее 10: не приводится"
WIDER = "Обучающиеся участвуют целыми классами, поэтому настоящий случайный разброс шире указанного."


def sheet_title(note: Note) -> Blocks:
    """Which school, of which municipality, for what year; who computed it from whose numbers."""
    home = note.form("genitive")
    school = note["school"]["name"]
    subject = f"{school}, {wording.year(note['period'])}"
    issuer = note.settings.issuer
    by = f"Рассчитан {issuer.name}" if issuer.name else "Рассчитан"
    lead = f"{by} по сведениям, представленным школой {home} за {wording.year(note['period'])}."
    return opening(note, "Показатель школы (с расчётом)", subject, lead=lead, title=f"Показатель школы: {subject}")


def sheet_table(note: Note) -> Blocks:
    """The five columns of the form: number, name, method, remark, the school's value with its calculation."""
    columns = [
        column("№", align="center", width=0.8),
        column("Наименование показателя", align="left", width=3.2),
        column("Методика расчёта", align="left", width=4.4),
        column("Примечание", align="left", width=2.2),
        column("Показатель школы (с расчётом)", align="left", width=2.4),
    ]
    told: dict[str, int] = {}  # symbol → the row that explains it: its long title is printed once
    lines = [_line(note, one, number, told) for number, one in enumerate(note["rows"], 1)]
    caption = f"Показатели школы: {note['school']['name']}, {wording.year(note['period'])}"
    return Blocks([table("tbl-sheet", caption, columns, lines)])


def _line(note: Note, one: Row, number: int, told: dict[str, int]) -> TableRow:
    passport = note.passport(one["indicator"])
    remark = passport.counting.rstrip(".")
    return row(
        str(number), passport.title, _method(note, passport, number, told), remark or wording.DASH, _value(note, one)
    )


def _method(note: Note, passport: Passport, number: int, told: dict[str, int]) -> str:
    """«D_pt = K_pt / K_od1 × 100 %, где: K_pt – численность …; K_od1 – см. строку 1»."""
    formula = f"{passport.symbol} = {formula_words(passport)}"
    symbols = [f"{id} – {_meaning(note, id, number, told)}" for id in passport.of.values() if id]
    if passport.formula == "yes_share":
        return f"Да – 1, нет – 0. {'; '.join(symbols)}"
    joint = "; " if ", где " in formula else ", где: "
    return f"{formula}{joint}{'; '.join(symbols)}" if symbols else formula


def _meaning(note: Note, id: str, number: int, told: dict[str, int]) -> str:
    first = told.setdefault(id, number)
    return _low(note["variables"][id]) if first == number else f"см. строку {first}"


def _low(text: str) -> str:
    """A title in the middle of a sentence; an abbreviation keeps its letters."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _value(note: Note, one: Row) -> str:
    """The worked calculation, or why there is none."""
    k, n = one["numerator"], one["denominator"]
    match one["state"]:
        case "missing":
            return f"{wording.capital(wording.NO_DATA)}: {_lacks(note, one)}"
        case "hidden":
            return wording.capital(HIDDEN)
        case "nobody":
            return f"{wording.integer(k)} / 0: рассчитать нельзя, знаменатель равен нулю"
        case "impossible":
            return f"{wording.integer(k)} / {wording.integer(n)}: часть больше целого, проверьте оба числа"
    return _computed(note.passport(one["indicator"]), one)


def _computed(passport: Passport, one: Row) -> str:
    """«412 / 530 × 100 % = 77,7 %»; of a question its answer, of a score itself."""
    k, n = one["numerator"], one["denominator"]
    if passport.formula == "yes_share":
        return "да" if k else "нет"
    if passport.formula == "mean_score" and n == 1:
        return wording.decimal(Fraction(k), 0)
    return worked(passport, Value(numerator=k, denominator=n, value=one["value"]))


def _lacks(note: Note, one: Row) -> str:
    told = [f"{_low(note['variables'][lack['variable']])} – {_status(lack)}" for lack in one["lacking"]]
    return "; ".join(told) or "сведения не приняты из-за ошибок"


def _status(lack: Row) -> str:
    cell = lack["origin"].rpartition("!")[2]
    word = LACKING.get(lack["status"], "не представлено")
    return f"{word} (ячейка {cell})" if cell else word


# ---- against the other schools


def sheet_comparison(note: Note) -> Blocks:
    """Each share against the sum of the other schools of the municipality, where that can be said (R2)."""
    rows = [one for one in note["rows"] if "verdict" in one]
    whys = {one["why"] for one in note["rows"] if one.get("why")}
    if not rows:
        return Blocks()
    columns = [
        column("Показатель", align="left", width=3),
        column("Школа", width=1.8),
        column("Остальные школы", width=1.8),
        column("Отличие", align="left", width=3.4),
    ]
    lines = [row(note.passport(one["indicator"]).short, *_both(one), _difference(note, one)) for one in rows]
    caption = f"Школа и остальные школы {note.form('genitive')} в целом"
    lead = (
        "В таблице ",
        ref("tbl-others"),
        " показатели школы сопоставлены с остальными школами муниципального образования, представившими сведения, "
        "взятыми вместе.",
    )
    notes: list[Text] = [
        "«Не больше случайного» – число участников лежит в пределах, которые с вероятностью 99,8 % дал бы случай; "
        f"пределы указаны в скобках. {WIDER}",
        *(f"{wording.capital(why)}: {_names(note, why)}." for why in sorted(whys)),
    ]
    head = heading("Сопоставление с остальными школами")
    return Blocks([head, paragraph(*lead), table("tbl-others", caption, columns, lines, notes=notes)])


def _names(note: Note, why: str) -> str:
    return ", ".join(f"«{note.passport(one['indicator']).short}»" for one in note["rows"] if one.get("why") == why)


def _both(one: Row) -> list[str]:
    k, n, _ = one["rest"]
    pairs = ((one["numerator"], one["denominator"]), (k, n))
    return [
        f"{wording.integer(part)} из {wording.integer(whole)} ({wording.percent(part, whole)})" for part, whole in pairs
    ]


def _difference(note: Note, one: Row) -> str:
    k, n, _ = one["rest"]
    gap = wording.exact_share(one["numerator"], one["denominator"]) - wording.exact_share(k, n)
    low, high = (wording.integer(limit) for limit in one["range"])
    side = "ниже" if gap < 0 else "выше"
    if one["verdict"] == "not_comparable":
        return "нельзя сравнить: при такой численности случай мог бы дать любое значение"
    if one["small"]:
        return f"немного {side}, отличие меньше десятой доли уровня"
    if one["verdict"] == "same":
        return f"не больше случайного (от {low} до {high})"
    lacking = wording.missing_people(one["numerator"], one["denominator"], k, n) if one["verdict"] == "below" else 0
    noun = note.words(one["indicator"]).noun_genitive
    more = f"; до их уровня не хватает {wording.counted(lacking, *noun)}" if lacking else ""
    return f"{side} на {wording.points(gap)}{more}"


# ---- what lacks


def sheet_missing(note: Note) -> Blocks:
    """Zeros, indicators without a value, remarks on the school's own cells; nothing where all is there."""
    told = [*_zeros(note), *_missing(note)]
    remarks = [
        f"{problem_place(problem)}: {problem.message}. {wording.capital(problem.what_to_do)}."
        for problem in note.bundle.problems
    ]
    if not told and not remarks:
        return Blocks()
    out = Blocks([heading("Что проверить и дополнить"), *(paragraph(text) for text in told)])
    if remarks:
        out += [paragraph("Замечания к сведениям школы:", keep=True), items(remarks)]
    return out


def _zeros(note: Note) -> list[str]:
    """Zeros of the school: reported ones, which nobody made of an empty cell."""
    names = [one for one in note["rows"] if one["state"] == "computed" and one["numerator"] == 0]
    if not names:
        return []
    listed = ", ".join(f"«{note.passport(one['indicator']).short}»" for one in names)
    word = wording.plural(len(names), "показателю", "показателям", "показателям")
    return [f"По {word} {listed} школа указала ноль (нет). Если сведений нет, вместо нуля ставится знак «-»."]


def _missing(note: Note) -> list[str]:
    names = [f"«{note.passport(one['indicator']).short}»" for one in note["rows"] if one["state"] == "missing"]
    if not names:
        return []
    verb = wording.plural(len(names), "Не рассчитан показатель", "Не рассчитаны показатели", "Не рассчитаны показатели")
    return [f"{verb} {', '.join(names)}: сведения не представлены или не прочитаны."]
