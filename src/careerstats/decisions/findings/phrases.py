"""A judged row -> the words that several rules share."""

from math import erfc, sqrt

from careerstats import reasons, wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import Case, Finding

FULL = "полный учёт"


def beyond_far(case: Case, row: Value) -> str:
    """How sure a difference is beyond the outer limit of chance."""
    return f"вне случайного диапазона {wording.of_one(case.rules.far)}{', нетвёрдо' if row.tentative else ''}"


def beyond_near(case: Case) -> str:
    """The same beyond the inner one alone."""
    near, far = (wording.of_one(level) for level in (case.rules.near, case.rules.far))
    return f"вне случайного диапазона {near}, внутри диапазона {far}"


def finding(row: Value, rule: str, kind: str, size: int, text: str, *, confidence: str = FULL) -> Finding:
    """A finding about the indicator of a row; the rest of its fields by ``replace``."""
    own, rest = row.value, row.rest
    times = own / rest if own is not None and rest else 1.0
    weak = "; неустойчив к участникам без муниципального образования" if row.fragile else ""
    return Finding(
        territory=row.territory,
        code=row.code,
        period=row.period,
        indicator=row.indicator,
        rule=rule,
        kind=kind,
        size=size,
        text=text,
        names=(kind, rule),
        times=times,
        fragile=row.fragile,
        evidence=figures(row),
        confidence=f"{confidence}{weak}",
    )


def figures(row: Value) -> str:
    """«10/1000; остальные 2190/11000; ранее 15/990»: for programs and for whoever checks."""
    pairs = (
        ("", row.numerator, row.denominator),
        ("остальные ", row.rest_numerator, row.rest_denominator),
        ("ранее ", row.previous_numerator, row.previous_denominator),
    )
    return "; ".join(f"{name}{part}/{whole}" for name, part, whole in pairs if part is not None and whole is not None)


def sentence(text: str) -> str:
    """Capital at the start, one full stop at the end: «п. п.» already ends with one."""
    return wording.capital(text if text.endswith(".") else f"{text}.")


def compared(row: Value, catalogue: Catalogue) -> str:
    """«Доля … – 6,6 % (245 из 3 723) – выше, чем по остальным …, на 5,1 п. п.; выделяется …»."""
    words = reasons.verdict(row, catalogue.indicators[row.indicator].spoken["noun_genitive"], with_level=True)
    return f"{level(row, catalogue)} – {words}{stands_out(row)}{_doubt(row)}"


def _doubt(row: Value) -> str:
    """That chance would give this too; where no schools are known the note says so once, of all."""
    return reasons.tentative(row) if (row.design_effect or 1.0) > 1 else ""


def level(row: Value, catalogue: Catalogue) -> str:
    """«доля … – 6,6 % (245 из 3 723)»."""
    k, n = row.own
    share = catalogue.indicators[row.indicator].spoken["share"]
    return f"{wording.closed(share)} – {wording.percent(k, n)} ({wording.integer(k)} из {wording.integer(n)})"


def stands_out(row: Value) -> str:
    """R4's words, or nothing."""
    if not row.stands_out:
        return ""
    among = round(1 / erfc(row.facts.rules.accent / sqrt(2)))
    number = "двадцати" if among == 20 else wording.integer(among)
    return f"; выделяется и на фоне разброса самих муниципальных образований (так далеко – примерно одно из {number})"


def changed(row: Value) -> str:
    """R8: «по сравнению с 2023/24 учебным годом показатель снизился на 4,2 п. п.: с 24,3 до 20,1 %»."""
    words = reasons.change(row.change, row.facts)
    return f"по сравнению с {wording.year(row.previous, 'instrumental')} показатель {words}"


def missing_to(row: Value, part: int, whole: int) -> int:
    """How many more, or fewer, would give the share of ``part`` in ``whole``."""
    k, n = row.own
    return max(wording.missing_people(k, n, part, whole), wording.missing_people(n - k, n, whole - part, whole))


def nobody(row: Value, case: Case) -> str:
    """«Прошедших диагностику нет (0 из 63)»."""
    return f"{nobody_counted(row, case)} (0 из {wording.integer(row.own.denominator)})"


def nobody_counted(row: Value, case: Case) -> str:
    """R7: a zero with unassigned participants around is said of those who named the place, not of the place."""
    template = case.catalogue.indicators[row.indicator].spoken["none"]
    return wording.fill(template, {"territory": case.name})


def counted_genitive(row: Value, catalogue: Catalogue, number: int) -> str:
    """«186 обучающихся», «3 школ» after «не хватает»."""
    return wording.counted(number, *catalogue.indicators[row.indicator].spoken["noun_genitive"])


def fragile(row: Value, case: Case) -> str:
    """R7: said of a verdict that a few participants without a municipality would change."""
    if not row.fragile:
        return ""
    flips, below = row.flips_at or 0, row.verdict == "below"
    verb = ("был", "были", "были") if below else ("обучался", "обучались", "обучались")
    where = "из" if below else "за пределами"
    part = f"{wording.integer(flips)} из {wording.integer(row.unassigned)}"
    return (
        f"; вывод неустойчив: он изменился бы, если бы {part} участников, не указавших муниципальное образование, "
        f"{wording.plural(flips, *verb)} {where} {case.noun_genitive}"
    )
