"""One indicator of the catalogue -> the Russian words of its passport: formula, unit, grades, sources, examples."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from careerstats import wording
from careerstats.catalogue import Catalogue, Edition, Indicator, Variable
from careerstats.catalogue.sensitivity import variable_is_sensitive
from careerstats.contracts.catalogue import Component, ExampleEntry, Source
from careerstats.formulas import FORMULAS
from careerstats.wording import NBSP, NO_DATA

POLARITY = {"high": "чем больше, тем лучше", "low": "чем меньше, тем лучше", "none": "без оценки «лучше – хуже»"}
STATUS = {"official": "утверждённая методика", "practice": "практика источника", "proposed": "предложение составителей"}
PACK = {
    "core": "основные показатели",
    "bvb": "«Билет в будущее»",
    "fioko": "внешние оценки: позиции ФИОКО, мотивирующий мониторинг, самодиагностика «Школа Минпросвещения России»",
    "opk": "ЦОПП, оборонно-промышленный комплекс, рынок труда",
    "targets": "целевое обучение, агроклассы, «Профессионалитет»",
    "regions": "показатели отдельных регионов",
}
LEVEL = {"school": "школа", "municipality": "муниципальное образование", "region": "регион"}
DATA = {"full": "сплошной учёт", "sample": "выборка (опрос): печатается интервал Уилсона"}
TASKS = {"municipality": "Задачи муниципального уровня", "organisation": "Задачи образовательных организаций"}
SENSITIVE = "сведения ограниченного показа: малые числа скрываются"
ANSWERED = "n – число организаций, представивших сведения"

_COLLECTED = {
    "ОО-1": "форма федерального статистического наблюдения № ОО-1",
    "85-К": "форма федерального статистического наблюдения № 85-К",
    "платформа": "выгрузка с платформы",
    "форма": "форма сбора",
    "анкета": "анкета",
    "справка": "справка ведомства или организации",
}
_AS_OF = {
    "период": "за период",
    "выпуск отчётного года": "по выпуску отчётного года",
    "дата опроса": "на день опроса",
    "не указана": "дата в источнике не указана",
}
_COUNTED = {
    "person": ("человек", "на одного человека"),
    "teacher": ("педагогов", "на одного педагога"),
    "organisation": ("организаций", "на одну организацию"),
    "municipality": ("муниципальных образований", "на одно муниципальное образование"),
    "test": ("тестов", "на один тест"),
    "work": ("работ", "на одну работу"),
    "event": ("мероприятий", "на одно мероприятие"),
    "document": ("документов", "на один документ"),
    "contract": ("договоров", "на один договор"),
    "place": ("мест", "на одно место"),
    "class": ("классов", "на один класс"),
    "publication": ("публикаций", "на одну публикацию"),
    "score": ("баллов", "на один балл"),
    "flag": ("ответов «да»", "на один ответ"),
}
"""Unit of a variable -> how many of them; for each one of them."""


def unit_of(indicator: Indicator, edition: Edition, variables: dict[str, Variable]) -> str:
    """«%», «баллы», «уровень», «договоров», «мест на 1 000 человек», «отношение»."""
    if indicator.unit in _PLAIN_UNITS:
        return _PLAIN_UNITS[indicator.unit]
    counted, _ = _COUNTED[variables[edition.first].unit] if edition.first else ("единиц", "")
    whole = variables.get(edition.of.get("whole") or "")
    if indicator.unit == "per_thousand":
        return f"{counted} на {plain(edition.per)}{f' {_COUNTED[whole.unit][0]}' if whole else ''}"
    if whole is None:
        return counted
    return "отношение" if whole.unit == variables[edition.first].unit else f"{counted} {_COUNTED[whole.unit][1]}"


_PLAIN_UNITS = {"percent": "%", "score": "баллы", "level": "уровень"}
UNIT = {**_PLAIN_UNITS, "per_one": "на одного", "per_thousand": f"на 1{NBSP}000", "count": "количество"}
"""Units in a word, where there is no passport around."""


def pack_of(indicator: Indicator) -> str:
    """«core – основные показатели»; of an indicator of the dataset's own nothing."""
    return f"{indicator.pack} – {PACK[indicator.pack]}" if indicator.pack else ""


def keepers(indicator: Indicator) -> list[tuple[str, str]]:
    """Who wrote and who checked the passport (their positions), and from when it is looked at anew."""
    review = since_of(indicator.next_review) if indicator.next_review else ""
    return [("Составил", indicator.authored_by), ("Проверил", indicator.checked_by), ("Пересмотр паспорта", review)]


def grades_of(variable: Variable) -> str:
    """«6–11 классы», «9 класс»; of organisations and the like nothing."""
    if variable.grades == "any":
        return "классы не уточнены" if variable.unit == "person" else ""
    if variable.grades == "preschool":
        return "дошкольный возраст"
    return f"{variable.grades.replace('-', '–')} {'классы' if '-' in variable.grades else 'класс'}"


def about(variable: Variable) -> str:
    """What is known of a variable: grades, date, where it comes from, whether it is shown by rule."""
    as_of = _AS_OF.get(variable.as_of, f"на {variable.as_of}")
    axis = f"категории: {variable.by}" if variable.by else ""
    hidden = SENSITIVE if variable_is_sensitive(variable) else ""
    parts = [grades_of(variable), as_of, _COLLECTED.get(variable.collected, variable.collected), axis, hidden]
    return "; ".join(part for part in parts if part)


def mismatch(edition: Edition, variables: dict[str, Variable]) -> str:
    """Which grades the numerator and the denominator cover, where they are not the same; else empty."""
    part, whole = (variables.get(edition.of.get(role) or "") for role in ("part", "whole"))
    if part is None or whole is None or "any" in (part.grades, whole.grades) or part.grades == whole.grades:
        return ""
    return f"числитель и знаменатель относятся к разным классам: {grades_of(part)} и {grades_of(whole)}"


def undefined(edition: Edition) -> str:
    """What the source leaves open about the denominator, and between which variables the choice is; else empty."""
    if not edition.undefined:
        return ""
    choices = wording.joined(list(map(str, edition.undefined.get("choices", []))), "или")
    asked = str(edition.undefined.get("whole", "")).rstrip("?")
    text = f"знаменатель в источнике не определён ({asked}?); показатель не рассчитывается"
    return f"{text}, пока в каталоге набора не указано, что взять: {choices}" if choices else text


def bound(text: str) -> str:
    """Numbers are not torn from «%», numerals from «№», initials of a title from its name."""
    return _TORN.sub(NBSP, text)


_TORN = re.compile(r"(?<=\d) (?=%|п\. п\.)|(?<=№) |(?<=\bг\.) (?=[А-Я])|(?<=\d) (?=\d{3}\b)")


def since_of(period: str) -> str:
    """«с 2022 года», «с 2023/24 учебного года», «с 12.10.2020»."""
    if "/" in period:
        return f"с {period} учебного года"
    return f"с {wording.day(period)}" if "-" in period else f"с {period} года"


def source_of(source: Source) -> str:
    """«document, item, 25.02.2022»."""
    return ", ".join(text for text in (source.document, source.item, wording.dated(source.date)) if text)


# ---- formulas


_HUNDRED = (f" × 100{NBSP}%", r" \times 100~\%")
_BODIES = {
    "count": ("{first}", "{first}"),
    "rate": ("{first} / {whole} × {per}", r"\frac{{{first}}}{{{whole}}} \times {per}"),
    "distribution": (
        "{first} каждой категории / сумма {first} по всем категориям" + _HUNDRED[0],
        r"\frac{{{first}^{{(i)}}}}{{\sum_i {first}^{{(i)}}}}" + _HUNDRED[1],
    ),
    "index": ("Σ (вес × значение, приведённое к 0…100) / Σ весов", r"\frac{{\sum_i w_i x_i}}{{\sum_i w_i}}"),
    "yes_share": ("Σ{first} / n" + _HUNDRED[0], r"\frac{{\sum {first}}}{{n}}" + _HUNDRED[1]),
    "mean_score": ("Σ{first} / n", r"\frac{{\sum {first}}}{{n}}"),
    **dict.fromkeys(
        ("attainment", "level"),
        ("Σ{first} / ({maximum} × n)" + _HUNDRED[0], r"\frac{{\sum {first}}}{{{maximum} \cdot n}}" + _HUNDRED[1]),
    ),
    "share": ("{first} / {whole}" + _HUNDRED[0], r"\frac{{{first}}}{{{whole}}}" + _HUNDRED[1]),
}
"""Kind of formula → how it is written, in a line and for readers of Markdown; of all others a plain quotient."""
_QUOTIENT = ("{first} / {whole}", r"\frac{{{first}}}{{{whole}}}")


def formula_of(indicator: Indicator, edition: Edition) -> str:
    """«D_pt = K_pt / K_od1 × 100 %»."""
    body, _ = _BODIES.get(edition.formula, _QUOTIENT)
    words = {"first": edition.first, "whole": edition.of.get("whole") or "?"}
    told = body.format(**words, per=plain(edition.per), maximum=plain(edition.maximum))
    return f"{indicator.symbol} {'определяется по' if edition.formula == 'level' else '='} {told}"


def latex_of(indicator: Indicator, edition: Edition) -> str:
    r"""The same for readers of Markdown: ``D_{pt} = \frac{K_{pt}}{K_{od1}} \times 100~\%``."""
    _, body = _BODIES.get(edition.formula, _QUOTIENT)
    words = {"first": _latex(edition.first), "whole": _latex(edition.of.get("whole") or "") or "?"}
    told = body.format(**words, per=plain(edition.per).replace(NBSP, "~"), maximum=plain(edition.maximum))
    sign = r"\to" if edition.formula == "level" else "="
    return f"{_latex(indicator.symbol)} {sign} {told}"


def _latex(symbol: str) -> str:
    """K_od1 → K_{\\text{od1}}."""
    letter, _, index = symbol.partition("_")
    return f"{letter}_{{\\text{{{index.replace('_', '-')}}}}}" if index else letter


def repeats(edition: Edition, earlier: Edition | None) -> bool:
    """Whether an edition calculates as the one before it: only what is around the formula has changed."""
    own = ("formula", "of", "per", "maximum", "bands", "by", "components", "undefined")
    return earlier is not None and all(getattr(edition, key) == getattr(earlier, key) for key in own)


def explained(catalogue: Catalogue, edition: Edition) -> list[str]:
    """The lines under a formula: what each of its letters means."""
    lines = [f"{id} – {catalogue.variables[id].title} ({about(catalogue.variables[id])})" for id in edition.variables]
    formula = FORMULAS[edition.formula]
    lines += [ANSWERED] if formula.of_reporters else []
    lines += [f"{plain(edition.maximum)} – наибольший балл одной организации"] if "maximum" in formula.extras else []
    lines += [f"уровни: {bands_of(edition)}"] if edition.bands else []
    return [*lines, *(_component(catalogue, id, how) for id, how in edition.components.items())]


def _component(catalogue: Catalogue, id: str, how: Component) -> str:
    other = catalogue.indicators.get(id)
    ends = f"0 соответствует {plain(how.low)}, 100 соответствует {plain(how.high)}"
    return f"{id} – {other.short if other else id}: вес {plain(how.weight)}; {ends}"


def notes_of(catalogue: Catalogue, edition: Edition) -> list[tuple[str, str]]:
    """What else is said of an edition, by name; empty where there is nothing."""
    return [
        ("Разрыв ряда", edition.break_reason),
        ("Чем подтверждён разрыв", source_of(edition.break_source)),
        ("Оценка с этой редакции", POLARITY.get(edition.polarity or "", "")),
        ("Не определено", undefined(edition)),
        ("Внимание", mismatch(edition, catalogue.variables)),
        ("Учёт", edition.counting),
        ("Источник", source_of(edition.source)),
    ]


def bands_of(edition: Edition) -> str:
    """«от 0 % – ниже базового, от 50 % – базовый»; a boundary belongs to the upper level."""
    return ", ".join(f"от {plain(band.start)}{NBSP}% – {band.name}" for band in edition.bands)


# ---- numbers


def exact(value: object) -> Fraction:
    """The number as it is written: 0.1 is one tenth."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def plain(value: object) -> str:
    """«1 000», «18», «0,5»: a number as it is, without needless zeros."""
    number = exact(value)
    digits = next((digits for digits in range(6) if (number * 10**digits).denominator == 1), 6)
    return wording.decimal(number, digits)


# ---- worked examples


Number: TypeAlias = float | Fraction | None
"""Of an example: None where nobody knows it."""

Given: TypeAlias = Mapping[str, Number]


def worked(indicator: Indicator, example: ExampleEntry) -> str:
    """«412 / 530 × 100 % = 77,7 %», computed anew from what the example is given."""
    edition, given = indicator.edition(example.period, example.method), example.given
    if edition is None:
        return f"методики на {example.method or example.period} год нет"
    if edition.undefined:
        return f"{edition.first} = {_number(given.get(edition.first))} – не рассчитывается, знаменатель не определён"
    match edition.formula:
        case "count":
            return _number(given[edition.first])
        case "distribution":
            return _distributed(edition, given[edition.first])
        case "index":
            return _indexed(indicator, example)
    return _divided(edition, *_terms(edition, given))


def _terms(edition: Edition, given: Given) -> tuple[Number, Number, str]:
    """Numerator, denominator and how the denominator is written."""
    if edition.of.get("whole"):
        whole = given[edition.of["whole"]]
        return given[edition.first], whole, _number(whole)
    reporters = given["reporters"]
    if "maximum" not in FORMULAS[edition.formula].extras:
        return given[edition.first], reporters, _number(reporters)
    whole = None if reporters is None else exact(edition.maximum) * exact(reporters)
    return given[edition.first], whole, f"({plain(edition.maximum)} × {_number(reporters)})"


_SCALED = ("share", "yes_share", "attainment", "level")


def _divided(edition: Edition, part: Number, whole: Number, divisor: str) -> str:
    scale = f" × 100{NBSP}%" if edition.formula in _SCALED else ""
    scale = f" × {plain(edition.per)}" if edition.formula == "rate" else scale
    written = f"{_number(part)} / {divisor}"
    if part is None or whole is None:
        return f"{written} – сведений нет, поэтому нет и значения"
    if not exact(whole):
        return f"{written} – знаменатель равен нулю, значения нет"
    return f"{written}{scale} = {_result(edition, exact(part) / exact(whole))}"


def _result(edition: Edition, quotient: Fraction) -> str:
    match edition.formula:
        case "level":
            return _levelled(edition, 100 * quotient)
        case "rate":
            return wording.decimal(quotient * exact(edition.per))
        case "ratio":
            return wording.decimal(quotient, 2)
        case "mean_score":
            return wording.decimal(quotient)
    return f"{wording.decimal(100 * quotient)}{NBSP}%"


def _levelled(edition: Edition, share: Fraction) -> str:
    """The share, with more decimals where one would round it up to a boundary, and the name of its band."""
    from careerstats.analysis.self_diagnosis import shown

    reached = [band.name for band in edition.bands if share >= exact(band.start)]
    text = f"{wording.as_given(shown(share, [exact(band.start) for band in edition.bands]))}{NBSP}%"
    return f"{text}, уровень «{reached[-1]}»" if reached else f"{text}, ниже первой границы, уровня нет"


def _distributed(edition: Edition, parts: Given) -> str:
    written = [f"{category} – {_number(count)}" for category, count in parts.items()]
    if any(count is None for count in parts.values()):
        return f"{'; '.join(written)}: сведений нет, поэтому нет и долей"
    whole = sum((exact(count) for count in parts.values()), Fraction())
    if not whole:
        return f"{'; '.join(written)}: делить не на что, долей нет"
    shares = [
        f"{category} – {_number(count)} / {plain(whole)} × 100{NBSP}% = "
        f"{wording.decimal(100 * exact(count) / whole)}{NBSP}%"
        for category, count in parts.items()
    ]
    return "; ".join(shares)


def _indexed(indicator: Indicator, example: ExampleEntry) -> str:
    values = example.given["values"]
    given = ", ".join(f"{id} = {_number(value)}" for id, value in values.items())
    answer = indicator.evaluate(example.period, example.method, **example.given).value
    text = wording.decimal(Fraction(answer)) if answer == answer else f"{NO_DATA} по одной из составляющих, индекса нет"  # noqa: PLR0124
    return f"{given} → {text}"


def _number(value: object) -> str:
    return NO_DATA if value is None else plain(value)
