"""Facts of a judged row -> the Russian words of its verdict, its change and its trend (rules R3, R7, R8 and R9)."""

from collections.abc import Callable, Iterable
from fractions import Fraction

from careerstats import wording
from careerstats.contracts.rules import Rules
from careerstats.contracts.values import Direction, Facts, Obstacle, Point, Value
from careerstats.model import HIDDEN

_OTHERS = "по остальным муниципальным образованиям в целом"
SELDOM = "но изредка и случай даёт такое"
"""What goes with a difference between the narrow and the wide limits: neither a finding nor nothing."""

_PARTS = {2: "половины", 3: "трети", 4: "четверти", 5: "пятой доли", 10: "десятой доли"}
_WAVER = {
    "": "обычно колеблются доли",
    "schools": "колеблются отдельные школы",
    "places": "обычно меняются муниципальные образования",
}


def verdict(row: Value, noun: tuple[str, str, str] = wording.OF_PUPIL, *, with_level: bool = False) -> str:
    """The sentence that goes with the verdict, without its subject: «выше, чем по …, на 21,4 п. п.».

    ``noun``: whom the indicator counts, in the genitive for 1, 2 and 5; ``with_level``: the level of the others too.
    """
    match row.verdict:
        case "below" | "above":
            level = f" ({wording.percent(*row.others)})" if with_level else ""
            words = (
                f"{'ниже' if row.verdict == 'below' else 'выше'}, чем {_OTHERS}{level}, на {wording.points(_gap(row))}"
            )
            lacking = row.missing if row.verdict == "below" else None
            return words if lacking is None else f"{words}; до их уровня не хватает {wording.counted(lacking, *noun)}"
        case "same" if row.small:
            return small(_side(row), row.facts.rules)
        case "same" if row.grade == "beyond_95":
            return f"{_side(row)}, чем {_OTHERS}, на {wording.points(_gap(row))}, {SELDOM}: {_limits(row)}"
        case "same":
            return f"{inside(row)}: {_limits(row)}"
    return uncompared(row)


def tentative(row: Value) -> str:
    """« – нетвёрдо: …»: after the words of a verdict that chance would give too; where schools are known, and not."""
    if not row.tentative:
        return ""
    why = (
        "такое бывает и случайно" if (row.design_effect or 1.0) > 1 else "сведений по школам нет, такое дал бы и случай"
    )
    return f"; нетвёрдо: {why}"


def small(side: str, rules: Rules) -> str:
    """«немного ниже, отличие меньше десятой доли уровня»."""
    return f"немного {side}, отличие меньше {_PARTS.get(rules.small, f'1/{rules.small}')} уровня"


def inside(row: Value) -> str:
    """In short, of a row within the outer limits: what may be said, or that there are too few to say anything."""
    if row.grade == "beyond_95":
        return f"{_side(row)}, {SELDOM}"
    if row.power_low:
        return f"{'школ' if (row.design_effect or 1.0) > 1 else 'данных'} мало для вывода"
    return "от случайного не отличить"


def _limits(row: Value) -> str:
    """«при случайном распределении было бы от 351 до 440»."""
    low, high = (wording.integer(limit) for limit in row.limits or (0, 0))
    return f"при случайном распределении было бы от {low} до {high}"


def _side(row: Value) -> str:
    return "ниже" if _gap(row) < 0 else "выше"


def uncompared(row: Value) -> str:
    """Why it was not compared with the others; what is not compared for the sake of children says so itself."""
    why = row.facts.why
    if why in _OF_THE_PUBLIC:
        return _OF_THE_PUBLIC[why]
    words = _OF_ROW[why](row) if why in _OF_ROW else _plain(why, row.facts)
    return f"нельзя сравнить: {words}"


def _gap(row: Value) -> Fraction:
    return wording.exact_share(*row.own) - wording.exact_share(*row.others)


def change(direction: Direction, facts: Facts) -> str:
    """The words of R8; their subject is the indicator: «вырос на 4,2 п. п.: с 20,1 до 24,3 %»."""
    if direction == "not_comparable":
        return f"нельзя сравнить: {unchanged(facts)}"
    if facts.moved is None:
        return "без изменений"
    if direction == "same":
        return f"изменение {levels(facts)} не больше, чем {_WAVER[facts.waver]}"
    verb = "вырос" if direction == "up" else "снизился"
    also = f"; {base(facts)}" if facts.base else ""
    return (
        f"{verb} на{wording.NBSP}{wording.points(Fraction(facts.moved, 10))}: {levels(facts)} – больше, чем "
        f"{_WAVER[facts.waver]}{also}"
    )


def unchanged(facts: Facts) -> str:
    """Why it was not compared with the period before, without «нельзя сравнить»."""
    if facts.change_why == "broken":
        return facts.break_reason
    if facts.change_why == "base_moved" and facts.base:
        return f"доля изменилась из-за знаменателя: {base(facts)}"
    return _plain(facts.change_why, facts)


def base(facts: Facts) -> str:
    """«числитель не изменился (100), знаменатель – с 200 до 120»: where the whole moved much, both are told."""
    k1, n1, k2, n2 = (wording.integer(number) for number in facts.base or (0, 0, 0, 0))
    part = f"числитель не изменился ({k1})" if k1 == k2 else f"числитель – с{wording.NBSP}{k1} до{wording.NBSP}{k2}"
    return f"{part}, знаменатель – с{wording.NBSP}{n1} до{wording.NBSP}{n2}"


def levels(facts: Facts) -> str:
    """«с 20,1 до 24,3 %»: before and after, of the same reporters."""
    before, after = (wording.decimal(Fraction(level, 10)) for level in facts.levels)
    return f"с{wording.NBSP}{before} до{wording.NBSP}{after}{wording.NBSP}%"


SAME_SCHOOLS = "‡"
"""Beside a number of the period before that is not of all who answered then."""

BOTH = "по школам, сведения которых приняты за оба периода"


def before(row: Value) -> str:
    """«32,6‡»: the share of the period before, of the schools that answered in both where these had another."""
    if row.of_fewer:
        return f"{wording.decimal(Fraction(row.facts.levels[0], 10))}{SAME_SCHOOLS}"
    return wording.percent_of(*row.before)


def of_fewer_note(rows: Iterable[Value]) -> list[str]:
    """What the sign at a number of the period before says, under a table."""
    fewer = any(row.of_fewer and not row.is_apart for row in rows)
    return [f"{SAME_SCHOOLS} {wording.capital(BOTH)}."] if fewer else []


def trend(direction: Direction, facts: Facts) -> str:
    """The words of R9."""
    if facts.trend_why == "broken":
        return f"нельзя сравнить: {facts.break_reason}"
    if direction == "not_comparable":
        return f"мало лет: сопоставимых лет {facts.years}, нужно не менее {facts.rules.years}"
    if direction == "same":
        return (
            f"за сопоставимые годы ({facts.years}) определённого направления нет: изменения не больше обычных колебаний"
        )
    return f"за сопоставимые годы ({facts.years}) ряд идёт {'вверх' if direction == 'up' else 'вниз'}"


def _plain(why: Obstacle, facts: Facts) -> str:
    rules = facts.rules
    return _PLAIN[why].format(enough=wording.of_one(rules.coverage), base=wording.of_one(rules.base), rules=rules)


_PLAIN: dict[Obstacle, str] = {
    "": "при такой численности случай мог бы дать любое значение от 0 до 100 %",
    "not_a_share": "показатель не является долей",
    "not_reported": "сведения не представлены",
    "nobody": "знаменатель показателя равен нулю",
    "part_over_whole": "часть больше целого",
    "few_reported": "сведения представило менее двух муниципальных образований",
    "all_equal": "у всех муниципальных образований одно и то же значение",
    "few_pupils": "сведения представили муниципальные образования, где обучается менее {enough} обучающихся",
    "few_municipalities": "сведения представили менее {enough} муниципальных образований",
    "no_previous": "сведения за предыдущий период не представлены",
    "school_part_over_whole": "в сведениях школы часть больше целого",
    "few_kept": "школы, представившие сведения за оба периода, охватывают менее {enough} обучающихся",
    "few_to_measure": "сопоставимых изменений меньше {rules.places}, обычные колебания не по чему измерить",
    "base_moved": "знаменатель изменился более чем на {base}, доля изменилась из-за него",
    "few_schools": "школ слишком мало, чтобы измерить обычные колебания",
}

_OF_THE_PUBLIC: dict[Obstacle, str] = {
    "hidden": "скрыто для защиты сведений о детях",
    "not_compared": "показатели, касающиеся отдельных групп детей, в публичной справке не сопоставляются",
    "rounded": "числа округлены, поэтому не сопоставляются",
}


MARK = "°"
"""Beside every number that rests on too few of the pupils to stand for the place."""

NEARLY = f"≈{wording.NBSP}"
"""Before every number that is shown rounded."""

ABOUT = (
    "≈ – количества округлены до 5 (10 значит от 8 до 12), чтобы нельзя было узнать отдельных детей; доли взяты от "
    "округлённых количеств, итог округлён отдельно и сумме округлённых не равен"
)

HIDDEN_NOTE = "Скрыто – чтобы по малым числам нельзя было узнать отдельных детей; это не ноль и не пробел в сведениях."

MOST_NAMED = 5


def marked(number: str, point: Point) -> str:
    """The number as it is printed, with its marks where it needs them."""
    return f"{NEARLY if point.is_rounded else ''}{number}{MARK if point.uncovered else ''}"


def mark_note(points: Iterable[Point], rules: Rules) -> list[str]:
    """What the marks say, under a table in which they stand."""
    known = list(points)
    mark = (
        f"{MARK} Только по ответившим школам: они охватывают менее {wording.of_one(rules.coverage)} обучающихся, за "
        "всех это число не говорит."
    )
    nearly = f"{wording.capital(ABOUT)}."
    return [
        *([mark] if any(point.uncovered for point in known) else []),
        *([nearly] if any(point.is_rounded for point in known) else []),
    ]


def hidden_note(points: Iterable[Point]) -> list[str]:
    """What «скрыто» says, under a table in which it stands."""
    return [HIDDEN_NOTE] if any(point.status == HIDDEN for point in points) else []


def mark_caption(points: Iterable[Point], rules: Rules) -> str:
    """The same in the caption of a picture, after its own words."""
    known = list(points)
    caption = f" ({MARK} – сведения менее чем о {wording.of_one(rules.coverage)} обучающихся)"
    nearly = " (количества округлены до 5)"
    return (caption if any(point.uncovered for point in known) else "") + (
        nearly if any(point.is_rounded for point in known) else ""
    )


def silent(row: Value) -> str:
    """«; нет принятых сведений: СОШ № 1, СОШ № 3 и ещё 2»: who is missing, where it may be told."""
    names = row.facts.silent
    more = wording.and_more(len(names), MOST_NAMED)
    return f"; нет принятых сведений: {', '.join(names[:MOST_NAMED])}{more}" if names else ""


def uncovered(row: Value) -> str:
    """R7: why those whose organisations answered for too few of their pupils cannot be compared."""
    share = wording.decimal(Fraction(100 * (row.coverage or 0.0)), 0)
    sentence = f"сведения представили школы, где учится {share}{wording.NBSP}% обучающихся"
    if row.organisations is not None and row.organisations_expected is not None:
        sentence += f" ({wording.integer(row.organisations)} из {wording.integer(row.organisations_expected)} школ)"
    return f"{sentence}, нужно не менее {wording.of_one(row.facts.rules.coverage)}{silent(row)}"


def _part_over_whole(row: Value) -> str:
    part, whole = (wording.integer(number) for number in row.own)
    return f"часть ({part}) больше целого ({whole})"


_OF_ROW: dict[Obstacle, Callable[[Value], str]] = {
    "part_over_whole": _part_over_whole,
    "uncovered": uncovered,
}
