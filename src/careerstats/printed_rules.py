"""The numbers that verdicts are decided by -> the sentences by which notes and the method print their rules."""

from fractions import Fraction

from careerstats import wording
from careerstats.contracts.values import Quality
from careerstats.thresholds import GROUNDS, PROMISES, RULES, Ground
from careerstats.wording import of_one

_PARTS = {2: "половину", 3: "треть", 4: "четверть", 5: "пятую часть", 10: "десятую часть"}

_TIMES = {1: "", 2: "удвоенной ", 3: "утроенной "}
_KINDS = {"decision": "«Требует решения»", "attention": "«Требует внимания»"}
_GROUNDS: dict[Ground, str] = {
    "stands_out": "выделяется",
    "lasting": "держится второй период подряд",
    "worsening": "сопровождается ухудшением с предыдущего периода",
    "short": "сочетается с недостигнутым целевым значением",
    "large_gap": "составляет большой разрыв",
}

WATCHED = {
    "likely": "отличается в худшую сторону нетвёрдо",
    "worsened": "ухудшился с предыдущего периода",
    "below_target": "не достиг целевого значения",
    "at_zero": "равен нулю в школах, где учится не менее {left_out} обучающихся",
    "wide_spread": "различается по школам сильнее обычного",
    "two_groups": "делит школы на две группы",
}
"""Rule of a finding to be watched → what it says of an indicator."""


def part(number: int) -> str:
    """10 → «десятую часть»."""
    return _PARTS.get(number, f"1/{number}")


def decimal(number: float, digits: int) -> str:
    return wording.decimal(Fraction(str(number)), digits)


def chance() -> str:
    """How far chance alone would go."""
    return (
        f"Случайный диапазон – пределы, в которых с вероятностью {of_one(RULES.far, 1)} оказалось бы число "
        "участников муниципального образования, если бы участники распределились между муниципальными образованиями "
        "случайно, пропорционально численности (квантили гипергеометрического распределения и интервал по "
        "преобразованию arcsin√p; с каждой стороны взят более широкий)."
    )


def grades() -> str:
    """What each word of a verdict means."""
    return (
        "Оценка «выше» или «ниже» дана, если число участников лежит вне случайного диапазона и доля отличается от "
        f"доли по остальным муниципальным образованиям не менее чем на {part(RULES.small)} её уровня; «нетвёрдо» – "
        f"если оно внутри, но за пределами {of_one(RULES.near)}; «не отличить» – если отличие не больше случайного "
        "(это не значит, что его нет); «мало для вывода» – если внутри диапазона лежал бы и уровень, шансы которого "
        "вдвое меньше или вдвое больше, чем у остальных. «Выделяется» – если отклонение больше "
        f"{decimal(RULES.accent, 2)} стандартного отклонения с учётом разброса самих муниципальных образований "
        f"(оценка Пауле – Мандель). Большой разрыв – не менее {part(RULES.large)} уровня."
    )


def problems() -> str:
    """On which grounds a verdict on the bad side becomes a problem of which kind."""
    told = {kind: wording.joined([_GROUNDS[ground] for ground in grounds], "или") for kind, grounds in GROUNDS.items()}
    return " ".join(
        f"{_KINDS[kind]} – неблагоприятное отклонение, которое {which}." for kind, which in told.items() if which
    )


def watched() -> str:
    """What else is to be watched, whatever the verdict."""
    told = wording.joined(list(WATCHED.values()), "или").format(left_out=of_one(RULES.left_out))
    return f"Внимания требует и показатель, который {told}."


def quality(grade: Quality) -> str:
    """How far values of this grade may be relied on."""
    one_moves = wording.points(Fraction(100, RULES.few), 0)
    words: dict[Quality, str] = {
        "": "",
        "full": "сведения полные",
        "checked": "сведения полные, число совпало с опубликованным",
        "few": f"знаменатель меньше {RULES.few}, доля меняется от одного больше чем на {one_moves}",
        "break": "первый период после разрыва ряда, с прежними не сопоставляется",
        "part_missing": "представили не все, кто должен",
        "uncovered": f"представили менее чем за {of_one(RULES.coverage)} обучающихся",
    }
    return words[grade]


def unstable() -> str:
    """When participants without a municipality make a verdict unstable."""
    times = _TIMES.get(RULES.unassigned, f"{RULES.unassigned}-кратной ")
    return (
        "Вывод назван неустойчивым, если его меняет число участников без указания муниципального образования, не "
        f"большее {times}доли этого муниципального образования в их числе."
    )


def pairs() -> str:
    """When a difference of two places may be chance."""
    return (
        "При сопоставлении двух муниципальных образований различие названо возможно случайным, если разность значений "
        f"arcsin√p не больше предела для уровня {of_one(RULES.pairs)}, разделённого на число сопоставлений (поправка "
        "Бонферрони)."
    )


def coverage() -> str:
    """Whom one compares at all."""
    return (
        "Муниципальное образование не сопоставляется, если ответившие школы охватывают менее "
        f"{of_one(RULES.coverage)} обучающихся; не ответившая школа учитывается по последней известной численности, "
        "а где она неизвестна – по числу школ."
    )


def alone() -> str:
    """What a verdict is worth where schools are not known."""
    return (
        "Школы участвуют целыми классами, поэтому настоящий случайный разброс шире. Сведений по школам нет, и "
        "насколько шире, неизвестно: при обычном сходстве обучающихся одной школы (ρ от 0,02 до 0,1) от "
        f"{of_one(PROMISES.alone[0])} до {of_one(PROMISES.alone[1])} сопоставлений вышли бы за пределы и без всяких "
        "различий в работе. Поэтому «выше» и «ниже» здесь – не оценка работы."
    )


def by_schools() -> str:
    """The same where they are."""
    return (
        f"Если различий нет, «выше» или «ниже» ошибочно сказано не более чем в {of_one(PROMISES.level, 1)} "
        "сопоставлений."
    )


def changes() -> str:
    """How a change is judged, and how often in vain."""
    return (
        "Изменение между периодами оценено по школам, представившим сведения за оба периода. Оно названо, если "
        "больше, чем колеблются от года к году отдельные школы и муниципальные образования целиком: обычные "
        "колебания измерены по всем показателям и периодам набора (оценка Хьюбера); без сведений по школам – по "
        "самим муниципальным образованиям (t-критерий). Показатели справки и муниципальные образования проверены "
        f"вместе (процедура Бенджамини – Богомолова, {of_one(RULES.discoveries)}): если ничего не изменилось, хотя бы "
        f"одно ложное изменение на все справки региона появляется не более чем в {of_one(PROMISES.change)} лет. Если "
        f"знаменатель изменился более чем на {of_one(RULES.base)} и дал больше половины изменения доли, изменение не "
        f"оценивается. Направление за несколько лет указывается не менее чем за {RULES.years} лет."
    )
