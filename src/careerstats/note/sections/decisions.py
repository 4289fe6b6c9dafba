"""A note -> strengths and problems, causes as the body itself named them, addressed recommendations."""

from itertools import groupby
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, column, heading, paragraph, public, row, table
from careerstats.contracts.decisions import Cause, Finding
from careerstats.contracts.recommendations import Ground
from careerstats.contracts.values import Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

KINDS = {
    "decision": "Проблемы, требующие решения",
    "attention": "Проблемы, требующие внимания",
    "reserve": "Резервы",
    "no_data": "Недостаток сведений",
}


@public
def problems(note: Note) -> Blocks:
    """Strengths, then problems by urgency, each with its figures; causes are quoted, the program names none."""
    out = Blocks([heading("Положительные результаты и проблемы", numbered=True), paragraph(*_strengths(note))])
    quoted = causes_by_indicator(note)
    for kind, name in KINDS.items():
        for place, finding in enumerate(finding for finding in note.bundle.findings if finding.kind == kind):
            # the name of the kind stands in the first paragraph itself, so that a page cannot part them
            head = "" if place else f"{name}. "
            out.append(paragraph(bold(head), f"{finding.number}. {finding.text}"))
            out += [paragraph(f"{CAUSES}: {text}") for text in quoted.pop(finding.indicator, [])]
    for id, texts in quoted.items():
        about = f" по показателю {phrases.quoted(note.passport(id).short)}" if id in note.bundle.passports else ""
        out += [paragraph(f"{CAUSES}{about}: {text}") for text in texts]
    if difficulties := note.settings.difficulties:
        named = ", ".join(one.short for one in difficulties)
        region, here = note.region_noun("dative"), note.noun("dative")
        out.append(paragraph(f"Затруднения, отмеченные по {region} ({named}), по {here} не измерялись."))
    return Blocks([*out, *phrases.own_words(note, "problems")])


CAUSES = "Причины (по мнению органа управления образованием)"


def causes_by_indicator(note: Note) -> dict[str, list[str]]:
    """Id of an indicator → what the body answered about it, word for word and with its document."""
    quoted: dict[str, list[str]] = {}
    for cause in note.bundle.causes:
        quoted.setdefault(cause.indicator, []).append(quotation(cause))
    return {id: list(dict.fromkeys(texts)) for id, texts in quoted.items()}


def quotation(cause: Cause) -> str:
    """«нехватка педагогов-психологов» (письмо от 01.06.2025 № 5)."""
    document = f" ({cause.document})" if cause.document else ""
    return f"«{cause.text.rstrip('.')}»{document}."


def _strengths(note: Note) -> list[Any]:
    strengths = [finding for finding in note.bundle.findings if finding.kind == "strength"]
    if not strengths:
        return ["Показателей, по которым уровень остальных муниципальных образований заметно превышен, нет."]
    told = [text for finding in strengths for text in _good(note, finding)]
    return [bold("Положительные результаты. "), f"{wording.capital('; '.join(told))}."]


def _good(note: Note, finding: Finding) -> list[str]:
    """Better than the others, better than it was, or both."""
    id = finding.indicator
    told = [_strength(note, id)] if "good_side" in finding.names else []
    if "improved" in finding.names:
        value = note.value(id) or Value()
        since = f"по сравнению с {wording.year(value.previous, 'instrumental')}"
        name = "тот же показатель" if told else note.words(id).share
        told.append(f"{name} {since} – {phrases.movement(value)}")
    text = finding.text.rstrip(".")  # what another rule praises is told in its own words
    return told or [f"{text[:1].lower()}{text[1:]}"]


def _strength(note: Note, id: str) -> str:
    """«доля зарегистрированных выше, чем по остальным в целом: 46,5 % против 25,1 %, в 1,9 раза»."""
    one = note.value(id) or Value()
    own, rest = (wording.exact_share(*pair) for pair in (one.own, one.others))
    told = (
        f"{note.closed(id)} {phrases.side(one)}, чем по остальным в целом: {phrases.own_share(one)} против "
        f"{phrases.rest_share(one)}"
    )
    if one.verdict == "above" and rest and own >= 2 * rest:
        told += f", {wording.times(own, rest)}"
    accent = f", выделяется и {phrases.ACCENT}" if one.stands_out else ""
    weak = " (вывод неустойчив)" if one.fragile else ""
    return f"{told}{accent}{weak}"


@public
def recommendations(note: Note) -> Blocks:
    """To whom, what, on what ground, by when: the institute recommends, the body decides."""
    chosen = note.bundle.recommendations
    if not chosen:
        return Blocks()
    columns = [
        column("№", align="center", width=0.4),
        column("Рекомендация", align="left", width=7),
        column("Основание", align="left", width=1.4),
        column("Предлагаемый срок", align="left", width=1.3),
    ]
    lines = []
    for title, group in groupby(chosen, key=lambda recommendation: recommendation.title):
        lines.append(row(bold(title), kind="group"))
        lines += [row(str(one.number), one.text, _grounds(one.grounds), one.term) for one in group]
    notes = [_left_out(note)] if note.bundle.left_out else []
    out = Blocks([heading("Адресные рекомендации", numbered=True), table("", "", columns, lines, notes=notes)])
    return Blocks([*out, *phrases.own_words(note, "recommendations")])


_GROUNDS = {
    "strength": "положительный результат",
    "stages": "этапы участия",
    "completeness": "полнота сведений",
    "difficulties": "затруднения, отмеченные в источнике",
    "unassigned": "участники, не указавшие муниципальное образование",
}


def _grounds(grounds: tuple[Ground, ...]) -> str:
    return ", ".join(map(_ground, grounds)) or wording.DASH


def _ground(ground: Ground) -> str:
    """«П-1», «отмечено в 11 муниципальных образованиях», «группа А», «письмо № 5»."""
    match ground.kind:
        case "problem":
            return ground.name
        case "noted":
            return f"отмечено в {wording.municipalities_in(ground.places)}"
        case "group":
            return f"группа {ground.name}"
        case "letter":
            return f"письмо № {ground.name}"
    return _GROUNDS[ground.kind]


def _left_out(note: Note) -> str:
    """That the table is cut, and by what."""
    number = wording.counted(note.bundle.left_out, "рекомендация", "рекомендации", "рекомендаций")
    verb = wording.plural(note.bundle.left_out, "не приведена", "не приведены", "не приведены")
    return f"Приведены рекомендации по наиболее значимым выводам; ещё {number} {verb}."
