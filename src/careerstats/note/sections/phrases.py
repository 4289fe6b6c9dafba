"""One row of a note -> the phrases that several sections share."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, paragraph
from careerstats.note.opening import Note

Row = dict[str, Any]

VERDICT = {"below": "ниже", "above": "выше", "same": "случайно", "not_comparable": "нельзя сравнить"}
ACCENT = "на фоне разброса самих муниципальных образований (так далеко – примерно одно из двадцати)"


def rest_words(note: Note, row: Row) -> str:
    """«по остальным 28 муниципальным образованиям области в целом»; with two in all, «по другому»."""
    count, region = row["reported"] - 1, note.region_noun("genitive")
    if count == 1:
        return f"по другому муниципальному образованию {region}"
    return f"по остальным {wording.integer(count)} муниципальным образованиям {region} в целом"


def rest_share(row: Row) -> str:
    """«25,1 %»."""
    return wording.percent(row["rest_numerator"], row["rest_denominator"])


def own_share(row: Row) -> str:
    """«46,5 %»."""
    return wording.percent(row["numerator"], row["denominator"])


def difference(row: Row) -> Fraction:
    """Own share less that of the others, exact, in percentage points."""
    rest = wording.exact_share(row["rest_numerator"], row["rest_denominator"])
    return wording.exact_share(row["numerator"], row["denominator"]) - rest


def side(row: Row) -> str:
    """«выше» or «ниже» of a judged row."""
    return VERDICT[row["verdict"]]


def lacking(row: Row) -> str:
    """«; до их уровня не хватает 186 обучающихся»; empty where nothing is lacking."""
    return f"; до их уровня не хватает {wording.pupils_genitive(row['missing'])}" if row["missing"] else ""


def accent(row: Row) -> str:
    """R4's words after a verdict, or nothing."""
    return f"; значение выделяется и {ACCENT}" if row["stands_out"] else ""


def nobody(note: Note, row: Row) -> str:
    """«Посетивших …, указавших Завитинский район, нет»: a zero is said of those who named the place."""
    return wording.fill(note.words(row["indicator"])["none"], {"territory": note.territory["name"]})


def verdict(row: Row) -> str:
    """One or two words for a table: «выше», «немного ниже», «случайно»."""
    if row["small"]:
        return "немного ниже" if difference(row) < 0 else "немного выше"
    return VERDICT[row["verdict"]]


def flips_clause(note: Note, row: Row) -> str:
    """R7: how many participants without a municipality would change this verdict; empty where none would."""
    flips = row["flips_at"]
    if flips is None or row["verdict"] not in ("below", "above"):
        return ""
    if row["verdict"] == "below":
        verb, where = wording.plural(flips, "был", "были", "были"), "из"
    else:
        verb, where = wording.plural(flips, "обучался", "обучались", "обучались"), "за пределами"
    weak = "Вывод неустойчив: он" if row["fragile"] else "Вывод"
    return (
        f"{weak} изменился бы, если бы {wording.integer(flips)} из {wording.integer(row['unassigned'])} участников "
        f"без указания муниципального образования {verb} {where} {note.noun('genitive')}."
    )


def steady_clause(note: Note, rows: list[Row]) -> str:
    """Which headline verdicts no number of participants without a municipality could change, in one sentence."""
    main = [row for row in rows if row["indicator"] in note.settings["headline"]]
    judged = [row for row in main if row["verdict"] in ("below", "above") and row["unassigned"]]
    steady = [row for row in judged if row["flips_at"] is None]
    if not steady:
        return ""
    names = wording.joined(list(dict.fromkeys(_about(note, row) for row in steady)))
    verb = "Вывод о" if len(steady) == 1 else "Выводы о"
    changed = "изменился" if len(steady) == 1 else "изменились"
    numbers = wording.joined(list(dict.fromkeys(wording.integer(row["unassigned"]) for row in steady)), "или")
    places = {"below": "были из", "above": "обучались за пределами"}
    where = wording.joined(list(dict.fromkeys(places[row["verdict"]] for row in steady)), "или")
    return (
        f"{verb} {names} не {changed} бы, даже если бы все участники без указания муниципального образования "
        f"({numbers}) {where} {note.noun('genitive')}."
    )


def _about(note: Note, row: Row) -> str:
    """«доле зарегистрированных»: the name of the share after «о»."""
    name = note.words(row["indicator"])["share"]
    return f"доле{name[4:]}" if name.startswith("доля ") else name


def name_with_share(note: Note, id: str, code: str) -> str:
    """«городе Зее (66,3 %)»."""
    row = note.point(id, code) or {}
    return f"{note.form('prepositional', code)} ({wording.percent(row['numerator'], row['denominator'])})"


def left_words(count: int, whole: int) -> dict[str, str]:
    """Words that the templates of what remains may use."""
    registered = ("зарегистрированный обучающийся", "зарегистрированных обучающихся", "зарегистрированных обучающихся")
    return {
        "percent": wording.percent(count, whole),
        "count": wording.integer(count),
        "whole": wording.integer(whole),
        "pupils": wording.pupils(count),
        "pupils_genitive": wording.pupils_genitive(count),
        "pupils_registered": wording.counted(count, *registered),
    }


def captioned(note: Note, key: str) -> str:
    """A caption of the dataset with its words filled in."""
    return filled(note, note.settings["captions"][key])


def filled(note: Note, template: str) -> str:
    """A text of the dataset with the names of place, period and programme in it; «2020 год» on one line."""
    programme = note.settings["programme"]
    words = {
        "genitive": note.form("genitive"),
        "period": note["period"],
        "programme": programme["prepositional"],
        "programme_genitive": programme["genitive"],
    }
    text = wording.fill(template, words)
    return text.replace(f"{note['period']} год", f"{note['period']}{wording.NBSP}год")


def known_rows(note: Note, id: str) -> list[Row]:
    """Comparison points of an indicator that have both numbers, the largest share first."""
    rows = [one for one in note["everyone"][id] if one["denominator"] and one["numerator"] is not None]
    return sorted(rows, key=lambda one: (-one["numerator"] / one["denominator"], one["code"]))


def named_share(note: Note, one: Row) -> str:
    """«66,3 % (г. Зея)»."""
    return f"{wording.percent(one['numerator'], one['denominator'])} ({note.municipality(one['code'])['name']})"


def punctuated(texts: list[str]) -> list[str]:
    """Items of a list: a semicolon after each, a full stop after the last."""
    return [f"{text}{'.' if at == len(texts) else ';'}" for at, text in enumerate(texts, 1)]


def own_words(note: Note, place: str) -> Blocks:
    """The author's own paragraphs for a place of the note: ``texts/<notebook>.<place>.md`` of the dataset."""
    parts = note["texts"].get(place, "").split("\n\n")
    return Blocks(paragraph(" ".join(part.split())) for part in parts if part.strip())
