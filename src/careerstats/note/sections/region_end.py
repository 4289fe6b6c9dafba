"""A regional note -> problems that figures confirm, what is wrong in the published table, what data cannot tell."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, heading, items, paragraph
from careerstats.note.opening import Note
from careerstats.note.sections.completeness import ALWAYS, problem_place

Row = dict[str, Any]


def region_problems(note: Note) -> Blocks:
    """Difficulties as stated (not measured), then what the figures confirm."""
    out = Blocks([heading("Проблемы", numbered=True)])
    if difficulties := note.settings.get("difficulties"):
        out.append(
            paragraph(
                "Затруднения, названные в источнике; ни по области, ни по муниципальным образованиям они не измерялись и причинами различий не являются:".replace(
                    "области", note.region_noun("dative")
                )
            )
        )
        out.append(items([one["text"] for one in difficulties]))
    told = _confirmed(note)
    if told:
        out.append(paragraph("Подтверждается данными:"))
        out.append(items(told))
    return out if len(out) > 1 else Blocks()


def _confirmed(note: Note) -> list[str]:
    told = []
    for kind, words in (("decision", "требует решения"), ("attention", "требует внимания")):
        for id in note.settings["headline"]:
            found = sorted(
                (one for one in note["findings"] if one["kind"] == kind and one["indicator"] == id),
                key=lambda one: -one["size"],
            )
            if found:
                names = ", ".join(
                    f"{note.municipality(one['code'])['name']} ({wording.integer(one['size'])})" for one in found
                )
                told.append(
                    f"{words}: {note.words(id)['share']} ниже, чем по остальным; в скобках – сколько обучающихся не хватает до их уровня: {names};"
                )
    if told:
        told[-1] = f"{told[-1][:-1]}."
    return told


def region_completeness(note: Note) -> Blocks:
    """What is wrong in the published table, cell by cell, and what the data cannot tell."""
    out = Blocks([heading("Полнота и достоверность сведений", numbered=True)])
    if note["problems"]:
        out.append(paragraph("Замечания к исходным таблицам:"))
        out.append(items([f"{problem_place(problem)}: {problem['message']}." for problem in note["problems"]]))
    caveats = [*note.settings.get("caveats", []), *note.settings.get("region_caveats", [])]
    caveats += [
        f"«{passport['short']}»: {passport['caveat'][:1].lower()}{passport['caveat'][1:]}"
        for id, passport in note["passports"].items()
        if passport["caveat"]
        and id not in note.settings["indicators"]
        and passport["of"].get("part") not in note["branches"]
    ]
    out += [paragraph("Ограничения выводов:"), items(caveats)]
    out.append(paragraph(" ".join(ALWAYS), keep=True))
    return out
