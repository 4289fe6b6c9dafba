"""A regional note -> problems that figures confirm, what is wrong in the published table, what data cannot tell."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, heading, items, paragraph
from careerstats.note.opening import Note
from careerstats.note.sections.changes import changed
from careerstats.note.sections.completeness import ALWAYS, NO_PAST, problem_place
from careerstats.note.sections.phrases import punctuated

Row = dict[str, Any]


def region_problems(note: Note) -> Blocks:
    """Difficulties as stated (not measured), then what the figures confirm."""
    out = Blocks([heading("Проблемы", numbered=True)])
    if difficulties := note.settings.get("difficulties"):
        region = note.region_noun("dative")
        out.append(
            paragraph(
                f"Затруднения, названные в источнике (ни по {region}, ни по муниципальным образованиям они не "
                "измерялись, поэтому считать их причинами различий оснований нет):"
            )
        )
        out.append(items(punctuated([one["text"] for one in difficulties])))
    if told := _confirmed(note):
        out.append(
            paragraph(
                "Подтверждается данными (в скобках – сколько обучающихся не хватает до уровня остальных в целом):"
            )
        )
        out.append(items(punctuated(told)))
    return out if len(out) > 1 else Blocks()


def _confirmed(note: Note) -> list[str]:
    """Per indicator: who is on the bad side, firm and fragile apart; the largest lack that is no large gap."""
    told = []
    for id in note.settings["indicators"]:
        for kind, words in (("decision", "требует решения"), ("attention", "требует внимания")):
            found = [one for one in note["findings"] if one["kind"] == kind and one["indicator"] == id]
            firm, weak = ([one for one in found if one["fragile"] is fragile] for fragile in (False, True))
            if firm:
                told.append(f"{words}: {note.words(id)['share']} ниже, чем по остальным, – {_listed(note, firm)}")
            if weak:
                told.append(
                    f"{words}, но вывод неустойчив из-за участников без указания муниципального образования: "
                    f"{note.words(id)['share']} – {_listed(note, weak)}"
                )
    return told


def _listed(note: Note, found: list[Row]) -> str:
    largest_first = sorted(found, key=lambda one: -one["size"])
    return ", ".join(
        f"{note.municipality(one['code'])['name']} ({wording.integer(one['size'])})" for one in largest_first
    )


def region_exchange(note: Note) -> Blocks:
    """Whose practice may be told to whom, by what it is about: proposed, not decreed."""
    pairs: dict[str, list[str]] = {}
    for pair in note["exchanges"]:
        if not pair["learn"]:
            partners = ", ".join(note.municipality(code)["name"] for code in pair["partners"])
            pairs.setdefault(note.words(pair["indicator"])["strong"], []).append(
                f"{note.municipality(pair['code'])['name']} – {partners}"
            )
    if not pairs:
        return Blocks()
    told = [f"опыт {about}: {'; '.join(names)}" for about, names in pairs.items()]
    head = paragraph(
        "Предлагаемые пары (первым назван тот, чей опыт представляется) подобраны по типу муниципального образования и "
        "близости численности; согласие сторон не предполагается.",
        keep=True,
    )
    return Blocks([heading("Обмен опытом", numbered=True), head, items(punctuated(told))])


def region_completeness(note: Note) -> Blocks:
    """What is wrong in the published table, cell by cell, and what the data cannot tell."""
    out = Blocks([heading("Полнота и достоверность сведений", numbered=True)])
    if note["problems"]:
        out.append(paragraph("Замечания к исходным таблицам:", keep=True))
        out.append(items([f"{problem_place(problem)}: {problem['message']}." for problem in note["problems"]]))
    caveats = [*note.settings.get("caveats", []), *note.settings.get("region_caveats", []), *_of_indicators(note)]
    if caveats:
        out += [paragraph("Ограничения выводов:", keep=True), items(caveats)]
    past = [] if changed(note) else [NO_PAST]
    return Blocks([*out, paragraph(" ".join([*past, *ALWAYS]), keep=True)])


def _of_indicators(note: Note) -> list[str]:
    """Caveats of the indicators that the method appendix does not name."""
    shown = set(note.settings["indicators"])
    return [
        f"«{passport['short']}»: {passport['caveat'][:1].lower()}{passport['caveat'][1:]}"
        for id, passport in note["passports"].items()
        if passport["caveat"] and id not in shown and passport["part"] not in note["branches"]
    ]
