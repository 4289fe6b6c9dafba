"""A regional note -> groups of municipalities and the concentration of participants."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Run, bold, heading, paragraph, ref
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.phrases import known_rows

Row = dict[str, Any]


def groups(note: Note) -> Blocks:
    """Four groups by two indicators: descriptive, with those that may be there by chance named."""
    parts = note["groups"]
    if not parts:
        return Blocks()
    levels = wording.joined([f"{note.closed(id)} – {_level(note, id)}" for id in note["groups_by"]])
    out = Blocks([heading("Группы муниципальных образований", numbered=True)])
    out.append(
        paragraph(
            "Граница групп – значения по всем муниципальным образованиям в целом, без участников, не указавших "
            f"муниципальное образование: {levels} (рисунок ",
            ref("fig-groups"),
            ").",
        )
    )
    out += [paragraph(*_group(note, part)) for part in parts if part["members"]]
    doubtful = [note.municipality(code)["name"] for part in parts for code in part["doubtful"]]
    if doubtful:
        out.append(
            paragraph(
                "Группировка описательная. Хотя бы по одному из двух показателей отличие от остальных может быть "
                f"случайным у следующих муниципальных образований: {', '.join(doubtful)}."
            )
        )
    return Blocks([*out, *figures.quadrants(note)])


def _level(note: Note, id: str) -> str:
    known = known_rows(note, id)
    return wording.percent(sum(one["numerator"] for one in known), sum(one["denominator"] for one in known))


def _group(note: Note, part: Row) -> list[str | Run]:
    id = note.settings.headline[-1]
    whole = note["concentration"][id]
    own = [one for one in note["everyone"][id] if one["code"] in part["members"] and one["numerator"] is not None]
    k, n = (sum(one[key] for one in own) for key in ("numerator", "denominator"))
    names = ", ".join(note.municipality(code)["name"] for code in part["members"])
    counts = f"{wording.integer(k)} из {wording.integer(whole['numerator'])}"
    return [
        bold(f"{part['id']}. {part['title']} ({len(part['members'])}): "),
        f"{names}. На группу приходится {wording.percent(n, whole['denominator'])} обучающихся и "
        f"{wording.percent(k, whole['numerator'])} {note.words(id).get('who', 'участников')} ({counts}).",
    ]


def concentration(note: Note) -> Blocks:
    """Where the participants come from, and the largest reserve in numbers."""
    id = note.settings.headline[-1]
    whole = note["concentration"][id]
    top = whole["top"]
    if not top["codes"] or not whole["numerator"]:
        return Blocks()
    names = ", ".join(note.municipality(code)["name"] for code in top["codes"])
    number = wording.municipalities(len(top["codes"]))
    counts = f"{wording.integer(top['numerator'])} из {wording.integer(whole['numerator'])}"
    out = Blocks([heading("Концентрация участников", numbered=True)])
    out.append(
        paragraph(
            f"На {number} ({names}) приходится {wording.percent(top['numerator'], whole['numerator'])} "
            f"{note.words(id).get('who', 'участников')} ({counts}{phrases.whose_place(note, id)}) при "
            f"{wording.percent(top['denominator'], whole['denominator'])} обучающихся (рисунок ",
            ref("fig-concentration"),
            "). ",
            _largest(note, id, whole),
        )
    )
    return Blocks([*out, *figures.concentration(note, id)])


def _largest(note: Note, id: str, whole: Row) -> str:
    one = note.point(id, whole["largest"]["codes"][0]) or {}
    told = (
        f"Наибольшая численность – {note.municipality(one['code'])['name']}: "
        f"{wording.percent(one['denominator'], whole['denominator'])} обучающихся и "
        f"{wording.percent(one['numerator'], whole['numerator'])} {note.words(id).get('who', 'участников')}"
    )
    if one["verdict"] != "below":
        return f"{told}."
    rest_k, rest_n = whole["numerator"] - one["numerator"], whole["denominator"] - one["denominator"]
    missing = wording.missing_people(one["numerator"], one["denominator"], rest_k, rest_n)
    return (
        f"{told}; до доли по остальным муниципальным образованиям ({wording.percent(rest_k, rest_n)}) не хватает "
        f"{wording.counted(missing, *note.words(id)['noun_genitive'])}."
    )
