"""One row of a note -> the phrases that several sections share."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, paragraph
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
        return f"{nobody(note, row)}: 0,0{wording.NBSP}% {base}"
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


def flips_clause(note: Note, row: Row) -> str:
    """R7: how many participants without a municipality would change this verdict; empty where none would."""
    if row["flips_at"] is None or row["verdict"] not in ("below", "above"):
        return ""
    here = "были из" if row["verdict"] == "below" else "обучались за пределами"
    return (
        f"Вывод изменился бы, если бы {wording.integer(row['flips_at'])} из {wording.integer(row['unassigned'])} участников "
        f"без указания муниципального образования {here} {note.noun('genitive')}."
    )


def steady_clause(note: Note, rows: list[Row]) -> str:
    """Which verdicts no number of participants without a municipality could change, all in one sentence."""
    steady = [
        row for row in rows if row["verdict"] in ("below", "above") and row["unassigned"] and row["flips_at"] is None
    ]
    parts = dict.fromkeys((row["verdict"], row["unassigned"]) for row in steady)
    if not steady:
        return ""
    numbers = wording.joined([wording.integer(total) for total in dict.fromkeys(total for _, total in parts)], "или")
    where = wording.joined(
        [
            f"{'были из' if word == 'below' else 'обучались за пределами'} {note.noun('genitive')}"
            for word in dict.fromkeys(w for w, _ in parts)
        ],
        "или",
    )
    which = (
        "Остальные выводы" if len(steady) < sum(row["verdict"] in ("below", "above") for row in rows) else "Эти выводы"
    )
    return f"{which} не изменились бы, даже если бы все участники без указания муниципального образования ({numbers}) {where}."


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
    return with_period(note, wording.fill(note.settings["captions"][key], words))


def with_period(note: Note, text: str) -> str:
    """«2020 год» on one line."""
    return text.replace(f"{note['period']} год", f"{note['period']}{wording.NBSP}год")


def known_rows(note: Note, id: str) -> list[Row]:
    """Comparison points of an indicator that have both numbers, the largest share first."""
    rows = [one for one in note["everyone"][id] if one["denominator"] and one["numerator"] is not None]
    return sorted(rows, key=lambda one: (-one["numerator"] / one["denominator"], one["code"]))


def named_share(note: Note, one: Row) -> str:
    """«66,3 % (г. Зея)»."""
    return f"{wording.percent(one['numerator'], one['denominator'])} ({note.municipality(one['code'])['name']})"


def own_words(note: Note, place: str) -> Blocks:
    """The author's own paragraphs for a place of the note: ``texts/<notebook>.<place>.md`` of the dataset."""
    parts = note["texts"].get(place, "").split("\n\n")
    return Blocks(paragraph(" ".join(part.split())) for part in parts if part.strip())
