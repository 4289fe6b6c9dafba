"""What matters first: the weight of a finding and the order of headlines, as numbers and as the text of the rule.

The code decides by the tables of this module and the documentation prints them: there is no second wording.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from careerstats.contracts.headlines import Certainty, Kind, Power, ShortOf


class Factor(NamedTuple):
    """What pupils are multiplied by, and when."""

    value: Fraction
    when: str


CERTAINTY: Mapping[Certainty, Factor] = {
    "full": Factor(Fraction(1), "полный учёт: с другими ничего не сравнивается (этап, план, целевое значение, школы)"),
    "sure": Factor(Fraction(1), "отличие или изменение вне случайного диапазона (изменение – больше обычных)"),
    "likely": Factor(Fraction(2, 3), "отличие нетвёрдо"),
    "unstable": Factor(Fraction(1, 3), "вывод изменили бы несколько участников без муниципального образования"),
}

POWER: Mapping[Power, Factor] = {
    "here": Factor(Fraction(1), "названную причину может устранить кто-то в муниципалитете"),
    "unknown": Factor(Fraction(1), "причина не названа или не относится к списку"),
    "elsewhere": Factor(Fraction(2, 3), "названную причину может устранить только регион"),
}

SHORT_OF: Mapping[ShortOf, str] = {
    "others": "до уровня остальных", "last": "до уровня прошлого года", "target": "до целевого значения",
    "plan": "до плана прошлого года", "all": "не охвачены, не прошли этап", "own": "школам ниже общего уровня",
}  # fmt: skip
"""Of what pupils are short, in words."""


class KindWords(NamedTuple):
    """``what``: of what a headline of that kind tells; ``counted``: which pupils are counted, «» where that says it."""

    what: str
    counted: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.counted})" if self.counted else self.what


PROBLEMS: Mapping[Kind, KindWords] = {
    "nobody": KindWords("не охвачен никто из уязвимой группы", "считаются все её обучающиеся"),
    "stage": KindWords("этап, который прошла наименьшая доля дошедших до него", "считаются не прошедшие"),
    "change": KindWords(
        "хуже, чем год назад", "считается, скольких не хватает до прежней доли или до уровня остальных"
    ),
    "groups": KindWords(
        "две группы школ расходятся больше, чем муниципальное образование с остальными",
        "считается, скольких не хватает до уровня остальных, но не больше, чем даст подтягивание отстающих школ",
    ),
    "schools": KindWords("школы, где не охвачен никто, или немногие школы, на которые приходится половина отставания"),
    "level": KindWords("хуже остальных", "считается, скольких не хватает до их уровня"),
    "target": KindWords("не достигнуто установленное целевое значение", "считаются недостающие"),
    "plan": KindWords("не исполнена мера плана прошлого года и её значение не достигнуто", "считаются недостающие"),
}
"""Kinds of problems in the order in which one of them leads a headline that several are true of."""

STRENGTHS: Mapping[Kind, KindWords] = {
    "strength": KindWords("лучше остальных", "считается, на сколько обучающихся больше, чем при уровне остальных"),
    "improved": KindWords("лучше, чем год назад", "считается, на сколько обучающихся больше, чем при прежней доле"),
}

COMPARED: tuple[Kind, ...] = ("nobody", "change", "groups", "schools", "level")
"""With one of these a place is worse than others or than it was; without, its first strength opens the page."""

ORDER = (
    "Вес вывода – число обучающихся, которых он касается, умноженное на надёжность и на то, может ли кто-то здесь "
    "устранить названную причину. Если об одном показателе верно несколько выводов, берётся наибольший вес, и они "
    "сказаны вместе.",
    "Первым стоит вывод о том, что не охвачен никто из уязвимой группы, как бы мала она ни была.",
    "Остальные – по весу; из двух показателей с одним числителем остаётся один: этап, иначе тот, чей вес больше.",
    "То, что идёт рядом с этапами (родители), не опережает этап, до которого не дошла наибольшая доля.",
    "Этап, до которого дошли не хуже, чем в остальных, стоит после того, чем место отличается.",
    "Сильные стороны стоят после проблем; если ни по одному показателю не хуже остальных и не хуже, чем год назад, "
    "страницу открывает сильная сторона (из этапов – последний).",
)
"""The order of headlines, as the documentation has it; ``heading`` sorts by it, sentence after sentence."""


def weighed(pupils: int, certainty: Certainty, power: Power) -> Fraction:
    """Pupils × certainty × power."""
    return pupils * CERTAINTY[certainty].value * POWER[power].value


def rule_text() -> list[str]:
    """The rule in words, paragraph by paragraph, from the same tables."""
    factors = [
        f"{title}: {'; '.join(f'{factor.value} – {factor.when}' for factor in table.values())}."
        for title, table in (("Надёжность", CERTAINTY), ("Кто может устранить причину", POWER))
    ]
    kinds = [
        f"{title}: {'; '.join(map(str, table.values()))}."
        for title, table in (("Выводы о проблемах, в порядке, в котором один из них говорит за показатель", PROBLEMS),
                             ("Сильные стороны", STRENGTHS))
    ]  # fmt: skip
    return [ORDER[0], *factors, *kinds, *ORDER[1:]]
