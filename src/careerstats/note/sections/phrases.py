"""One row of a note -> the phrases that several sections share."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.note.opening import Note

Row = dict[str, Any]

VERDICT = {"below": "ниже", "above": "выше", "same": "в пределах случайного", "not_comparable": "нельзя сравнить"}


def rest_count(note: Note, row: Row) -> int:
    """Number of the other municipalities in the comparison."""
    return int(row["reported"]) - 1


def rest_words(note: Note, row: Row) -> str:
    """«по остальным 28 муниципальным образованиям области в целом»."""
    return f"по остальным {wording.others(rest_count(note, row))} {note.region_noun('genitive')} в целом"


def rest_share(row: Row) -> str:
    """«25,1 %»."""
    return wording.percent(row["rest_numerator"], row["rest_denominator"])


def own_share(row: Row) -> str:
    return wording.percent(row["numerator"], row["denominator"])


def difference(row: Row) -> Fraction:
    """Own share less that of the others, exact, in percentage points."""
    rest = wording.exact_share(row["rest_numerator"], row["rest_denominator"])
    return wording.exact_share(row["numerator"], row["denominator"]) - rest


def sentence(note: Note, row: Row) -> str:
    """«На платформе проекта зарегистрирован 1 731 обучающийся – 46,5 % общей численности … (3 723 человека)»."""
    words, k, n = note.words(row["indicator"]), row["numerator"], row["denominator"]
    base = f"{words['base']} ({wording.people(n)})"
    if k == 0:
        return f"{nobody(note, row)} (0,0{wording.NBSP}% {base})"
    verb = wording.plural(k, *words["verbs"])
    told = wording.fill(words["sentence"], {"verb": verb, "pupils": wording.pupils(k)})
    return f"{told} – {own_share(row)} {base}"


def nobody(note: Note, row: Row) -> str:
    """«Посетивших …, указавших Завитинский район, нет»: a zero is said of those who named the place."""
    return wording.fill(note.words(row["indicator"])["none"], {"territory": note.territory["name"]})


def verdict(row: Row) -> str:
    """One or two words for a table: «выше», «немного ниже», «в пределах случайного»."""
    if row["small"]:
        return "немного ниже" if difference(row) < 0 else "немного выше"
    return VERDICT[row["verdict"]]


def verdict_clause(row: Row) -> str:
    """What follows the figure of the others in the conclusions."""
    match row["verdict"]:
        case "below":
            gap = wording.pupils_genitive(row["missing"])
            return f"; до этого уровня не хватает {gap}{_accent(row)}"
        case "above":
            return _accent(row)
        case "same" if row["small"]:
            return f"; {row['reason']}"
        case "same":
            return "; отличие не больше случайного"
    return f"; {row['reason']}"


def _accent(row: Row) -> str:
    return "; значение выделяется и на фоне разброса самих муниципальных образований" if row["stands_out"] else ""


def unassigned_clause(note: Note, row: Row) -> str:
    """R7: what the participants without a municipality could change; empty where nothing was said of a difference."""
    total, flips = row["unassigned"], row["flips_at"]
    if row["verdict"] not in ("below", "above") or not total:
        return ""
    here = f"были из {note.noun('genitive')}"
    if row["verdict"] == "above":
        here = f"обучались за пределами {note.noun('genitive')}"
    who = "участников без указания муниципального образования"
    if flips is None:
        return f"Вывод не изменился бы, даже если бы все {wording.integer(total)} {who} {here}."
    return f"Вывод изменился бы, если бы {wording.integer(flips)} из {wording.integer(total)} {who} {here}."


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
    programme = note.settings["programme"]
    words = {
        "genitive": note.form("genitive"),
        "period": note["period"],
        "programme": programme["prepositional"],
        "programme_genitive": programme["genitive"],
    }
    return wording.fill(note.settings["captions"][key], words)
