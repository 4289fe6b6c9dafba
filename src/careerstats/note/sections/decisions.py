"""A note -> strengths and problems, addressed recommendations, the draft plan, exchange of practice."""

from fractions import Fraction
from itertools import groupby
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, column, heading, paragraph, row, table
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.indicator_table import region_share

Row = dict[str, Any]

KINDS = {
    "decision": "Проблемы, требующие решения",
    "attention": "Проблемы, требующие внимания",
    "reserve": "Резервы",
    "no_data": "Недостаток сведений",
}


def problems(note: Note) -> Blocks:
    """Strengths, then problems by urgency, each with its figures; causes are not named, because they are not known."""
    out = Blocks([heading("Положительные результаты и проблемы", numbered=True), paragraph(*_strengths(note))])
    for kind, name in KINDS.items():
        for place, one in enumerate(one for one in note["findings"] if one["kind"] == kind):
            # the name of the kind stands in the first paragraph itself, so that a page cannot part them
            head = "" if place else f"{name}. "
            out.append(paragraph(bold(head), f"{note['numbers'][one['key']]}. {one['text']}"))
    if difficulties := note.settings.get("difficulties"):
        named = ", ".join(one["short"] for one in difficulties)
        region, here = note.region_noun("dative"), note.noun("dative")
        out.append(paragraph(f"Затруднения, отмеченные по {region} ({named}), по {here} не измерялись."))
    return Blocks([*out, *phrases.own_words(note, "problems")])


def _strengths(note: Note) -> list[Any]:
    found = [one["indicator"] for one in note["findings"] if one["kind"] == "strength"]
    if not found:
        return ["Показателей, по которым уровень остальных муниципальных образований заметно превышен, нет."]
    told = [_strength(note, id) for id in found]
    return [bold("Положительные результаты. "), f"{wording.capital('; '.join(told))}."]


def _strength(note: Note, id: str) -> str:
    """«доля зарегистрированных выше, чем по остальным в целом: 46,5 % против 25,1 %, в 1,9 раза»."""
    one = note.value(id) or {}
    own, rest = (wording.exact_share(one[f"{of}numerator"], one[f"{of}denominator"]) for of in ("", "rest_"))
    told = (
        f"{note.words(id)['share']} {phrases.side(one)}, чем по остальным в целом: {phrases.own_share(one)} против "
        f"{phrases.rest_share(one)}"
    )
    if one["verdict"] == "above" and rest and own >= 2 * rest:
        told += f", {wording.times(own, rest)}"
    accent = f", выделяется и {phrases.ACCENT}" if one["stands_out"] else ""
    weak = " (вывод неустойчив)" if one["fragile"] else ""
    return f"{told}{accent}{weak}"


def recommendations(note: Note) -> Blocks:
    """To whom, what, on what ground, by when: the institute recommends, the body decides."""
    chosen = note["recommendations"]
    if not chosen:
        return Blocks()
    columns = [
        column("№", align="center", width=0.5),
        column("Рекомендация", align="left", width=6.2),
        column("Основание", align="left", width=1.6),
        column("Предлагаемый срок", align="left", width=1.6),
    ]
    lines = []
    for title, group in groupby(chosen, key=lambda one: one["title"]):
        lines.append(row(bold(title), kind="group"))
        lines += [row(str(one["number"]), one["text"], one["ground"], one["term"]) for one in group]
    out = Blocks([heading("Адресные рекомендации", numbered=True), table("", "", columns, lines)])
    return Blocks([*out, *phrases.own_words(note, "recommendations")])


def plan(note: Note) -> Blocks:
    """The draft road map: measures by kind of activity, the fact, the plan left open for the body to set."""
    lines_of = note["plan"]
    if not lines_of:
        return Blocks()
    period, next_period = note["period"], note.settings["programme"]["next_period"]
    columns = [
        column("Меры и управленческие решения", align="left", width=3.6),
        column("Сроки", align="left", width=1.3),
        column("Показатель", align="left", width=3.3),
        column(f"Факт, {period}", width=0.9),
        column(f"План, {next_period}**", width=1),
    ]
    lines = []
    for (number, title), group in groupby(lines_of, key=lambda one: (one["activity"], one["activity_title"])):
        lines.append(row(bold(f"{number}. {title}"), kind="group"))
        for one in group:
            lines += _measure(note, one)
    caption = f"Проект плана мероприятий («дорожной карты») на {wording.year(next_period)}"
    return Blocks([heading(caption, numbered=True), table("", "", columns, lines, notes=[_who_sets(note)])])


def _who_sets(note: Note) -> str:
    who = "орган управления образованием" if note["notebook"] == "municipality" else "учредитель"
    return f"** Плановые значения устанавливает {who}. {_one_point(note)}".strip()


def _measure(note: Note, one: Row) -> list[Row]:
    numbers = ", ".join(str(number) for number in one["numbers"])
    measure = f"{one['measure']} (рек. {numbers})"
    if "own" in one:
        return [row(measure, one["term"], one["own"], wording.NO_DATA, one["target"])]
    lines = [_fact(note, id) for id in one.get("indicators", [])] or [(wording.DASH, wording.DASH, "")]
    first, *others = lines
    return [row(measure, one["term"], *first), *(row("", "", *other) for other in others)]


def _fact(note: Note, id: str) -> tuple[str, str, str]:
    """Name, fact and, for a strength that is not the first task, a plan not below it."""
    name = f"{wording.capital(note.words(id)['share'])}, %"
    if note["notebook"] == "region":
        return name, region_share(note, id), ""
    value = note.value(id)
    if not value or value["numerator"] is None or not value["denominator"]:
        return name, wording.NO_DATA, ""
    fact = wording.percent_of(value["numerator"], value["denominator"])
    strong = any(one["kind"] == "strength" and one["indicator"] == id for one in note["findings"])
    return name, fact, f"не ниже {fact}" if strong and id != note["task"] else ""


def _one_point(note: Note) -> str:
    """How many pupils a percentage point is here: the only help with a target in the first year."""
    parts = []
    for id in dict.fromkeys([*note.settings["headline"][:1], *note.settings["reserves"][:1]]):
        value = note.value(id) if note["notebook"] == "municipality" else note["region_values"].get(id)
        if value and value["denominator"]:
            parts.append(f"{_of_share(note.words(id)['share'])} – {_hundredth(value['denominator'])}")
    return f"Справочно: 1 п. п. {', '.join(parts)}." if parts else ""


def _of_share(name: str) -> str:
    return f"доли{name[4:]}" if name.startswith("доля ") else name


def _hundredth(whole: int) -> str:
    pupils = wording.tenths(Fraction(whole, 100), 0)
    return wording.pupils(pupils) if pupils else "менее одного обучающегося"


def exchange(note: Note) -> Blocks:
    """With whom practice may be exchanged: proposed pairs with both figures."""
    pairs = note["exchanges"]
    if not pairs:
        return Blocks()
    told = [_pair(note, pair) for pair in pairs]
    told.append("Пары подобраны по типу муниципального образования; согласие сторон не предполагается.")
    return Blocks([heading("Обмен опытом", numbered=True), paragraph(" ".join(told))])


def _pair(note: Note, pair: Row) -> str:
    id, own = pair["indicator"], note.value(pair["indicator"]) or {}
    mine = wording.percent(own["numerator"], own["denominator"])
    case = "prepositional" if pair["learn"] else "dative"
    theirs = wording.joined([_with_share(note, id, code, case) for code in pair["partners"]])
    about, share = note.words(id)["strong"], note.words(id)["share"]
    if pair["learn"]:
        return f"Предлагается изучить опыт {about}, накопленный в {theirs} (в скобках – {share}; здесь – {mine})."
    return f"Опыт {about} ({share} – {mine}) предлагается представить {theirs}."


def _with_share(note: Note, id: str, code: str, case: str) -> str:
    point = note.point(id, code) or {}
    return f"{note.form(case, code)} ({wording.percent(point['numerator'], point['denominator'])})"
