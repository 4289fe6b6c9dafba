"""The numbers that verdicts are decided by -> the sentences by which notes and the method print their rules."""

from fractions import Fraction

from careerstats import wording
from careerstats.contracts.rules import USUAL, Ground, Rules
from careerstats.contracts.values import Quality
from careerstats.promises import PROMISES
from careerstats.wording import of_one

_PARTS = {2: "половину", 3: "треть", 4: "четверть", 5: "пятую часть", 10: "десятую часть"}
_OF_PARTS = {2: "половины", 3: "трети", 4: "четверти", 5: "пятой части", 10: "десятой части"}
_TIMES = {1: "", 2: "удвоенной ", 3: "утроенной "}
_KINDS = {"decision": "«Требует решения»", "attention": "«Требует внимания»"}
_GROUNDS: dict[Ground, str] = {
    "stands_out": "выделяется",
    "lasting": "держится второй период подряд",
    "worsening": "сопровождается ухудшением с предыдущего периода",
    "short": "сочетается с недостигнутым целевым значением",
    "large_gap": "составляет большой разрыв",
    "stage": "относится к этапу участия",
}

WATCHED = {
    "likely": "отличается в худшую сторону намного, но нетвёрдо",
    "worsened": "ухудшился с предыдущего периода",
    "below_target": "не достиг целевого значения",
    "at_zero": "равен нулю в школах, где учится не менее {left_out} обучающихся",
    "wide_spread": "различается по школам сильнее обычного",
    "two_groups": "делит школы на две группы",
}
"""Rule of a finding to be watched → what it says of an indicator."""

TENTATIVE = (
    "Нетвёрдое отклонение требует решения, только если показатель ухудшился или не достиг целевого значения, иначе – "
    "внимания."
)
UNMEASURED = "Пороги набора отличаются от обычных; как часто вывод при них ошибочен, не измерено."


def part(number: int) -> str:
    """10 → «десятую часть»."""
    return _PARTS.get(number, f"1/{number}")


def reading(rules: Rules, *, by_schools: bool = True) -> list[str]:
    """What the words and marks of a note mean, for whoever knows per cent and nothing else of statistics.

    ``by_schools``: whether schools are known, by which chance was widened; without them «выше» promises less.
    """
    seldom, sometimes = (of_one(round(1 - level, 6)) for level in (rules.far, rules.near))
    return [
        "«°» у числа – ответили не все: в ответивших школах учится меньше "
        f"{of_one(rules.coverage)} обучающихся. За всё муниципальное образование такое число не говорит и ни с чем не "
        "сопоставляется",
        "«от случайного не отличить» – если бы везде работали одинаково, доли всё равно вышли бы разными: кому-то "
        "просто повезло бы больше. Число участников лежит там, где оно лежало бы и тогда, поэтому о работе оно не "
        "говорит ни хорошего, ни плохого",
        f"«выше», «ниже» – число лежит за широким пределом: {_far(rules, seldom, by_schools=by_schools)}",
        f"«нетвёрдо» – число за узким пределом (за ним при одинаковой работе {sometimes} случаев), но не за широким, "
        "или сопоставлений так много, что одно такое вышло бы и случайно, или неизвестны школы. Это повод посмотреть, "
        "а не вывод",
        "«школ (данных) мало для вывода» – школ или обучающихся так мало, что пределы очень далеки: осталось бы "
        "незамеченным и отличие вдвое. Не сказано «ниже» – не значит, что всё в порядке",
        "«выделяется» – далеко даже по сравнению с тем, как муниципальные образования обычно отличаются друг от друга",
        "п. п. – процентный пункт: от 40 до 50 % – 10 п. п., а не 10 %",
        "«не хватает 20 обучающихся» – столько участников надо добавить, чтобы доля стала такой, как у остальных",
    ]


def _far(rules: Rules, seldom: str, *, by_schools: bool) -> str:
    """How often that would be so by chance, as the method says it further on."""
    if by_schools:
        often = f"не чаще чем в {of_one(PROMISES.level)}" if _is_usual(rules, _OF_LEVEL) else f"примерно в {seldom}"
        return f"при одинаковой работе так было бы {often} сопоставлений"
    if not _is_usual(rules, _OF_LEVEL):
        return "дети участвуют целыми классами, а сведений по школам нет, поэтому это повод посмотреть, а не оценка"
    low, high = (of_one(part) for part in PROMISES.alone)
    return (
        f"дети участвуют целыми классами, а сведений по школам нет, поэтому и при одинаковой работе за него вышли бы "
        f"от {low} до {high} сопоставлений. Это повод посмотреть, а не оценка"
    )


def chance(rules: Rules) -> str:
    """How far chance alone would go."""
    return (
        f"Случайный диапазон (широкий предел) – пределы, в которых с вероятностью {of_one(rules.far)} оказалось бы "
        "число участников муниципального образования, если бы участники распределились между муниципальными "
        "образованиями случайно, пропорционально численности (квантили гипергеометрического распределения и интервал "
        "по преобразованию arcsin√p; с каждой стороны взят более широкий)."
    )


def grades(rules: Rules) -> str:
    """What each word of a verdict means."""
    return (
        "Оценка «выше» или «ниже» дана, если число участников лежит вне случайного диапазона и доля отличается от "
        f"доли по остальным муниципальным образованиям не менее чем на {part(rules.small)} её уровня; «нетвёрдо» – "
        f"если оно внутри, но за пределами {of_one(rules.near)}, или вне, но среди всех сопоставлений справок такое "
        f"дал бы и случай (процедура Бенджамини – Богомолова, {of_one(rules.discoveries)}); «не отличить» – если "
        "отличие не больше случайного (это не значит, что его нет); «мало для вывода» – если внутри диапазона лежал бы "
        "и уровень, шансы которого вдвое меньше или вдвое больше, чем у остальных. «Выделяется» – если отклонение "
        f"больше {_deviations(rules)} стандартного отклонения с учётом разброса самих муниципальных образований "
        f"(оценка Пауле – Мандель; не менее {rules.accent_from} муниципальных образований). Большой разрыв – не менее "
        f"{_OF_PARTS.get(rules.large, f'1/{rules.large}')} уровня."
    )


def _deviations(rules: Rules) -> str:
    digits = next(digits for digits in range(20) if (Fraction(str(rules.accent)) * 10**digits).denominator == 1)
    return wording.decimal(Fraction(str(rules.accent)), digits)


def problems(rules: Rules) -> str:
    """On which grounds a verdict on the bad side becomes a problem of which kind."""
    lines = {
        kind: wording.joined([_GROUNDS[ground] for ground in grounds], "или") for kind, grounds in rules.grounds.items()
    }
    kinds = [f"{_KINDS[kind]} – неблагоприятное отклонение, которое {which}." for kind, which in lines.items() if which]
    return " ".join([*kinds, TENTATIVE])


def watched(rules: Rules) -> str:
    """What else is to be watched, whatever the verdict."""
    kinds = wording.joined(list(WATCHED.values()), "или").format(left_out=of_one(rules.left_out))
    return f"Внимания требует и показатель, который {kinds}."


def quality(grade: Quality, rules: Rules) -> str:
    """How far values of this grade may be relied on."""
    one_moves = wording.points(Fraction(100, rules.few), 0)
    words: dict[Quality, str] = {
        "": "",
        "full": "сведения полные",
        "checked": "сведения полные, число совпало с опубликованным",
        "few": f"знаменатель меньше {rules.few}, доля меняется от одного больше чем на {one_moves}",
        "break": "первый период после разрыва ряда, с прежними не сопоставляется",
        "part_missing": "представили не все, кто должен",
        "uncovered": f"представили менее чем за {of_one(rules.coverage)} обучающихся",
    }
    return words[grade]


def unstable(rules: Rules) -> str:
    """When participants without a municipality make a verdict unstable."""
    times = _TIMES.get(rules.unassigned, f"{rules.unassigned}-кратной ")
    return (
        "Вывод назван неустойчивым, если его меняет число участников без указания муниципального образования, не "
        f"большее {times}доли этого муниципального образования в их числе."
    )


def pairs(rules: Rules) -> str:
    """When a difference of two places may be chance."""
    return (
        "При сопоставлении двух муниципальных образований различие названо возможно случайным, если разность значений "
        f"arcsin√p не больше предела для уровня {of_one(rules.pairs)}, разделённого на число сопоставлений (поправка "
        "Бонферрони)."
    )


def coverage(rules: Rules) -> str:
    """Whom one compares at all."""
    return (
        "Муниципальное образование не сопоставляется, если ответившие школы охватывают менее "
        f"{of_one(rules.coverage)} обучающихся; не ответившая школа учитывается по последней известной численности, "
        "а где она неизвестна – по числу школ."
    )


def alone(rules: Rules) -> str:
    """What a verdict is worth where schools are not known."""
    known = (
        f"при обычном сходстве обучающихся одной школы (ρ от 0,02 до 0,1) от {of_one(PROMISES.alone[0])} до "
        f"{of_one(PROMISES.alone[1])} сопоставлений вышли бы за пределы и без всяких различий в работе. "
        if _is_usual(rules, _OF_LEVEL)
        else "как часто вывод ошибочен при порогах набора, не измерено. "
    )
    return (
        "Школы участвуют целыми классами, поэтому настоящий случайный разброс шире. Сведений по школам нет, и "
        f"насколько шире, неизвестно: {known}Поэтому «выше» и «ниже» здесь – не оценка работы. Нетвёрдым названо всё, "
        f"что дал бы случай при ρ = {wording.decimal(Fraction(str(rules.alike)), 2)} и {wording.integer(rules.school)} "
        f"обучающихся в школе{_firmly(rules)}."
    )


def _firmly(rules: Rules) -> str:
    """How often anything is told firmly in vain."""
    if not _is_usual(rules, _OF_FIRM):
        return ""
    return (
        "; твёрдо «выше» или «ниже» хотя бы об одном муниципальном образовании во всех справках региона, если различий "
        f"нет, сказано не более чем в {of_one(PROMISES.firm)} лет"
    )


def by_schools(rules: Rules) -> str:
    """The same where they are."""
    if not _is_usual(rules, _OF_LEVEL):
        return UNMEASURED
    return (
        f"Если различий нет, «выше» или «ниже» ошибочно сказано не более чем в {of_one(PROMISES.level)} "
        f"сопоставлений{_firmly(rules)}."
    )


def changes(rules: Rules) -> str:
    """How a change is judged, and how often in vain."""
    in_vain = (
        "если ничего не изменилось, хотя бы одно ложное изменение на все справки региона появляется не более чем в "
        f"{of_one(PROMISES.change)} лет. "
        if _is_usual(rules, _OF_CHANGE)
        else "как часто при этих порогах изменение названо ошибочно, не измерено. "
    )
    return (
        "Изменение между периодами оценено по школам, представившим сведения за оба периода. Оно названо, если "
        "больше, чем колеблются от года к году отдельные школы и муниципальные образования целиком: обычные "
        "колебания измерены по всем показателям и периодам набора (оценка Хьюбера; нужно не менее "
        f"{rules.places} изменений и {rules.schools} школ сверх одной в муниципальном образовании); без сведений по "
        "школам – по самим муниципальным образованиям (t-критерий). Показатели справки и муниципальные образования "
        f"проверены вместе (процедура Бенджамини – Богомолова, {of_one(rules.discoveries)}): {in_vain}Если "
        f"знаменатель изменился более чем на {of_one(rules.base)} и дал больше половины изменения доли, изменение не "
        f"оценивается. Направление за несколько лет указывается не менее чем за {rules.years} лет"
        f"{_of_trends(rules)}."
    )


def _of_trends(rules: Rules) -> str:
    if not _is_usual(rules, ("discoveries", "years")):
        return ""
    return f"; ошибочно хотя бы одно во всех справках региона – не более чем в {of_one(PROMISES.trend)} лет"


_OF_LEVEL = ("far", "small")
_OF_FIRM = ("far", "small", "discoveries", "alike", "school")
_OF_CHANGE = ("discoveries", "schools", "places", "base")
"""Fields on which it hangs how often a level, a firm level, a change is told in vain."""


def _is_usual(rules: Rules, fields: tuple[str, ...]) -> bool:
    return all(getattr(rules, name) == getattr(USUAL, name) for name in fields)
