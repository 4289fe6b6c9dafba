"""A note -> strengths and problems, addressed recommendations, the draft plan, exchange of practice."""

from itertools import groupby
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, column, heading, items, paragraph, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.indicators import region_share

Row = dict[str, Any]

KINDS = {
    "decision": "Проблемы, требующие решения",
    "attention": "Проблемы, требующие внимания",
    "reserve": "Резервы",
    "no_data": "Недостаток сведений",
}


def problems(note: Note) -> Blocks:
    """Strengths, then problems by urgency, each with its figures; causes are not named, because they are not known."""
    out = Blocks([heading("Положительные результаты и проблемы", numbered=True)])
    out += _strengths(note)
    for kind, name in KINDS.items():
        found = [one for one in note["findings"] if one["kind"] == kind]
        if found:
            out.append(paragraph(bold(f"{name}:")))
            out += [paragraph(f"{note['numbers'][one['key']]}. {one['text']}") for one in found]
    if difficulties := note.settings.get("difficulties"):
        out.append(
            paragraph(
                f"Затруднения, отмеченные по {note.region_noun('dative')} ({', '.join(difficulties)}), "
                f"по {note.noun('dative')} не измерялись, причинами различий не являются."
            )
        )
    return out


def _strengths(note: Note) -> Blocks:
    found = [one for one in note["findings"] if one["kind"] == "strength"]
    if not found:
        return Blocks()
    return Blocks([paragraph(bold("Положительные результаты:")), items([one["text"] for one in found])])


def recommendations(note: Note) -> Blocks:
    """To whom, what, on what ground, by when: the institute recommends, the body decides."""
    chosen = note["recommendations"]
    if not chosen:
        return Blocks()
    columns = [
        column("№", align="center", width=0.5),
        column("Рекомендация", align="left", width=5),
        column("Основание", align="left", width=1.7),
        column("Предлагаемый срок", align="left", width=1.7),
    ]
    lines = []
    for title, group in groupby(chosen, key=lambda one: one["title"]):
        lines.append(row(bold(title), kind="group"))
        lines += [row(str(one["number"]), one["text"], one["ground"], one["term"]) for one in group]
    return Blocks(
        [
            heading("Адресные рекомендации", numbered=True),
            table("tbl-recommendations", "Адресные рекомендации", columns, lines),
        ]
    )


def plan(note: Note) -> Blocks:
    """The draft road map: measures by kind of activity, the fact, the plan left open for the body to set."""
    lines_of = note["plan"]
    if not lines_of:
        return Blocks()
    period, next_period = note["period"], note.settings["programme"]["next_period"]
    columns = [
        column("Меры и управленческие решения", align="left", width=3.4),
        column("Сроки", align="left", width=1.5),
        column("Показатель", align="left", width=2.6),
        column(f"Факт, {period}", width=1.1),
        column(f"План, {next_period}**", width=1.1),
    ]
    lines = []
    for title, group in groupby(lines_of, key=lambda one: (one["activity"], one["activity_title"])):
        lines.append(row(bold(f"{title[0]}. {title[1]}"), kind="group"))
        for one in group:
            lines += _measure(note, one)
    notes = [f"** Незаполненные значения устанавливает орган управления образованием. {_one_point(note)}".strip()]
    caption = f"Проект плана мероприятий («дорожной карты») на {next_period} год"
    return Blocks([heading(caption, numbered=True), table("tbl-plan", caption, columns, lines, notes=notes)])


def _measure(note: Note, one: Row) -> list[Row]:
    numbers = ", ".join(str(number) for number in one["numbers"])
    measure = f"{one['measure']} (рек. {numbers})"
    if "own" in one:
        return [row(measure, one["term"], one["own"], wording.NO_DATA, one["target"])]
    lines = [_fact(note, id) for id in one.get("indicators", [])] or [(wording.DASH, wording.DASH, "")]
    first, *others = lines
    return [row(measure, one["term"], *first), *(row("", "", *other) for other in others)]


def _fact(note: Note, id: str) -> tuple[str, str, str]:
    """Name, fact and, for what already is a strength, a plan not below it."""
    value = note.value(id) if note["notebook"] == "municipality" else note["region_values"].get(id)
    name = f"{wording.capital(note.words(id)['share'])}, %"
    if not value or value["numerator"] is None or not value["denominator"]:
        return name, wording.NO_DATA, ""
    fact = wording.percent_of(value["numerator"], value["denominator"])
    if note["notebook"] == "region":
        return name, region_share(note, id), ""
    strong = any(one["kind"] == "strength" and one["indicator"] == id and one["code"] == note.territory["code"] for one in note["findings"])
    return name, fact, f"не ниже {fact}" if strong else ""


def _one_point(note: Note) -> str:
    """How many pupils a percentage point is here: the only help with a target in the first year."""
    parts = []
    for id in note.settings["headline"][:1] + note.settings["reserves"][:1]:
        value = note.value(id) if note["notebook"] == "municipality" else note["region_values"].get(id)
        if value and value["denominator"]:
            parts.append(f"«{note.words(id)['share']}» – {wording.decimal(_hundredth(value['denominator']), 0)}")
    return f"Справочно: одному процентному пункту соответствует обучающихся: {'; '.join(parts)}." if parts else ""


def _hundredth(whole: int) -> Any:
    from fractions import Fraction

    return Fraction(whole, 100)


def exchange(note: Note) -> Blocks:
    """With whom practice may be exchanged: proposed pairs with both figures."""
    pairs = note["exchanges"]
    if not pairs:
        return Blocks()
    out = Blocks([heading("Обмен опытом", numbered=True)])
    out += [paragraph(_pair(note, pair)) for pair in pairs]
    out.append(paragraph("Пары подобраны по типу муниципального образования и численности обучающихся; согласие сторон не предполагается."))
    return out


def _pair(note: Note, pair: Row) -> str:
    id, own = pair["indicator"], note.value(pair["indicator"]) or {}
    mine = wording.percent(own["numerator"], own["denominator"])
    case = "prepositional" if pair["learn"] else "dative"
    theirs = wording.joined([_with_share(note, id, code, case) for code in pair["partners"]])
    about, share = note.words(id)["strong"], note.words(id)["share"]
    if pair["learn"]:
        return f"Предлагается изучить опыт {about}, накопленный в {theirs}; в скобках – {share}, в {note.form('prepositional')} – {mine}."
    return f"Опыт {about} ({share} – {mine}) предлагается представить {theirs}; в скобках – {share}."


def _with_share(note: Note, id: str, code: str, case: str) -> str:
    point = note.point(id, code) or {}
    return f"{note.form(case, code)} ({wording.percent(point['numerator'], point['denominator'])})"
