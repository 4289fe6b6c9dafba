"""A regional note -> groups of municipalities and the concentration of participants."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Run, bold, heading, paragraph, ref
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import known_rows

Row = dict[str, Any]


def groups(note: Note) -> Blocks:
    """Four groups by two indicators: descriptive, with those at a border named."""
    parts = note["groups"]
    if not parts:
        return Blocks()
    first, second = note["groups_by"]
    levels = []
    for id in (first, second):
        known = known_rows(note, id)
        levels.append(wording.percent(sum(p["numerator"] for p in known), sum(p["denominator"] for p in known)))
    out = Blocks([heading("Группы муниципальных образований", numbered=True)])
    out.append(paragraph(
        f"Граница групп – значения по всем муниципальным образованиям в целом, без участников, не указавших муниципальное образование: {note.words(first)['share']} – {levels[0]}, {note.words(second)['share']} – {levels[1]} (рисунок ",
        ref("fig-groups"), ").",
    ))  # fmt: skip
    out += [paragraph(*_group(note, part)) for part in parts if part["members"]]
    doubtful = [note.municipality(code)["name"] for part in parts for code in part["doubtful"]]
    if doubtful:
        out.append(
            paragraph(
                f"Группировка описательная: хотя бы по одному из двух показателей отличие от остальных может быть случайным: {', '.join(doubtful)}."
            )
        )
    return Blocks([*out, *figures.quadrants(note)])


def _group(note: Note, part: Row) -> list[str | Run]:
    id = note.settings["headline"][-1]
    whole = note["concentration"][id]
    own = [one for one in note["everyone"][id] if one["code"] in part["members"] and one["numerator"] is not None]
    k, n = (sum(one[key] for one in own) for key in ("numerator", "denominator"))
    names = ", ".join(note.municipality(code)["name"] for code in part["members"])
    return [
        bold(f"{part['id']}. {part['title']} ({len(part['members'])}): "),
        f"{names}. Обучаются {wording.percent(n, whole['denominator'])} обучающихся, посетивших мероприятия – "
        f"{wording.percent(k, whole['numerator'])} ({wording.integer(k)} из {wording.integer(whole['numerator'])}).",
    ]


def concentration(note: Note) -> Blocks:
    """Where the participants come from, and the largest reserve in numbers."""
    id = note.settings["headline"][-1]
    whole = note["concentration"][id]
    top, largest = whole["top"], whole["largest"]
    if not top["codes"]:
        return Blocks()
    names = wording.joined([note.municipality(code)["name"] for code in top["codes"]])
    out = Blocks([heading("Концентрация участников", numbered=True)])
    out.append(paragraph(
        f"На {names} вместе приходится {wording.integer(top['numerator'])} из {wording.integer(whole['numerator'])} посетивших мероприятия с известным "
        f"муниципальным образованием ({wording.percent(top['numerator'], whole['numerator'])}) при "
        f"{wording.percent(top['denominator'], whole['denominator'])} обучающихся (рисунок ", ref("fig-concentration"), "). ",
        _largest(note, id, largest, whole),
    ))  # fmt: skip
    return Blocks([*out, *figures.concentration(note, id)])


def _largest(note: Note, id: str, largest: Row, whole: Row) -> str:
    one = note.point(id, largest["codes"][0]) or {}
    told = (
        f"Наибольшая численность – {note.municipality(one['code'])['name']}: {wording.percent(one['denominator'], whole['denominator'])} "
        f"обучающихся и {wording.percent(one['numerator'], whole['numerator'])} посетивших"
    )
    rest_k, rest_n = whole["numerator"] - one["numerator"], whole["denominator"] - one["denominator"]
    lacking = wording.missing_people(one["numerator"], one["denominator"], rest_k, rest_n)
    if one["verdict"] == "below":
        told += f"; до доли остальных муниципальных образований ({wording.percent(rest_k, rest_n)}) не хватает {wording.pupils_genitive(lacking)}"
    return f"{told}."
