"""Texts of one row of a plan -> a Measure, and what is wrong with each of its cells; nothing is guessed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from careerstats import dates
from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import OTHER, Causes
from careerstats.contracts.plan_book import DONE
from careerstats.grouping import grouped
from careerstats.intake.cells import normal_text
from careerstats.intake.registers.cycle import round_trip
from careerstats.model import Problem
from careerstats.persons import looks_like_person, only_position, without_names
from careerstats.wording import NBSP

Say = Callable[[str, str, str, str, str], None]
"""severity, code, message, what to do, column → the problem is put down with its cell."""


@dataclass(frozen=True)
class Measure:
    """One measure of a plan followed by one indicator.

    ``code``: of the municipality (or region); ``period``: in which it is carried out; ``indicator``: id, empty where
    it has none or one that the program does not compute (then ``about`` is its name); ``plan``: per cent, exact;
    ``refused``: why what was planned is none («не понято»), empty where nothing was;
    ``at_least``: «не ниже»; ``done``: yes | no | partly, empty where not told; ``since``: period from which it is in
    force; ``kind``: what the same measure of other municipalities is known by; ``causes``: kinds of the closed list
    that the body chose or named in ``why_not``, its own words.
    """

    id: str
    code: str
    period: str
    text: str
    kind: str
    activity: str = ""
    responsible: str = ""
    term: str = ""
    indicator: str = ""
    about: str = ""
    plan: Fraction | None = None
    refused: str = ""
    at_least: bool = False
    done: str = ""
    document: str = ""
    why_not: str = ""
    causes: tuple[str, ...] = ()
    since: str = ""
    after: tuple[str, ...] = ()
    added: bool = False  # by the body, beside what was drafted
    file: str = ""
    cell: str = ""

    def problem(self, code: str, message: str, what_to_do: str) -> Problem:
        """A warning at its cell."""
        sheet, _, cell = self.cell.rpartition("!")
        return Problem(self.file, "warning", code, message, what_to_do, sheet, cell, self.code)


class Cells(dict[str, str]):
    """Texts by column id; a column that the table has not is empty."""

    def __missing__(self, key: str) -> str:
        return ""


_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,4}(?!\d|\.\d)")
_PLAN = re.compile(r"(не ниже|не менее|не выше|не более|≥|≤|до)? ?(\d+(?:[.,]\d+)?) ?%?(?: ?\([^)]*\)|;.*)?")
_BOUND = ("не ниже", "не менее", "не выше", "не более", "≥", "≤")
_OPEN = frozenset({"", "-", "–", "—", "не установлено", "нет"})

_ROLES = (
    "начальник", "заместител", "директор", "завед", "специалист", "консультант", "методист", "методическ", "педагог",
    "учител", "руководител", "координатор", "психолог", "секретар", "председател", "глава", "главы", "администрац",
    "управлени", "отдел", "комитет", "департамент", "министерств", "орган", "институт", "центр", "служб", "школ",
    "лице", "гимнази", "колледж", "техникум", "организаци", "учреждени", "площадк", "предприяти", "вуз", "ректор",
    "команд", "групп", "совет", "куратор", "ответственн", "инспектор", "эксперт", "воспитател", "мастер", "родител",
)  # fmt: skip
"""Beginnings of words that a position or a body has; one is enough."""


def kind_of(text: str) -> str:
    """What the same measure is known by, however its letters and spaces are."""
    return re.sub(r"[^\w]+", " ", normal_text(text).casefold()).strip()


def fields(texts: Mapping[str, str], bodies: Iterable[str], say: Say, causes: Causes) -> dict[str, Any]:
    """Fields of a Measure that are read alike wherever it stands; a cell that is not understood costs itself only."""
    plan, at_least, refused = _plan_value(texts["plan"], say)
    done = _done_word(texts["done"], say)
    _tell_term(texts["term"], say)
    _tell_responsible(texts["responsible"], bodies, say)
    kinds, why_not = stated_causes(texts, say, causes)
    return {
        "text": without_names(texts["measure"]),
        "activity": texts["activity"],
        "responsible": only_position(texts["responsible"]),
        "term": texts["term"],
        "plan": plan,
        "refused": refused,
        "at_least": at_least,
        "done": done,
        "document": without_names(texts["document"]),
        "why_not": without_names(why_not),
        "causes": kinds,
    }


def stated_causes(texts: Mapping[str, str], say: Say, known: Causes) -> tuple[tuple[str, ...], str]:
    """Kinds of the closed list, and the body's own words; what cannot be one of the list is said, and never lost.

    What was chosen comes first; without a choice the words themselves are looked at. A choice that is not of the list
    is read as words.
    """
    chosen, words = texts["cause"], texts["why_not"]
    if not chosen:
        return known.named(words), words
    if id := known.chosen(chosen):
        return (id,), words or chosen
    whole = "; ".join(filter(None, (chosen.partition(":")[2].strip() or chosen, words)))
    if not chosen.casefold().startswith(OTHER):
        message = f"причины «{chosen}» нет в списке; она приведена в справке дословно"
        what = f"выберите из списка ({', '.join(known.titles())}) или начните словом «{OTHER}:»"
        say("warning", "unknown_cause", message, what, "cause")
    return known.named(whole), whole


def _plan_value(text: str, say: Say) -> tuple[Fraction | None, bool, str]:
    """Per cent, whether it is a bound («не ниже 57,8»), why it is refused; empty is not a mistake."""
    plain = normal_text(text).casefold().replace("\u2212", "-")
    if plain in _OPEN:
        return None, False, ""
    match = _PLAN.fullmatch(plain)
    what = "запишите число процентов от 0 до 100, например 57,8 или «не ниже 57,8»"
    if match is None:
        say("warning", "plan_unreadable", f"плановое значение «{text}» не понято", what, "plan")
        return None, False, "не понято"
    number = Fraction(match[2].replace(",", "."))
    if number > 100:
        say("warning", "plan_unreadable", f"плановое значение «{text}» больше 100 %", what, "plan")
        return None, False, f"{match[2]}{NBSP}% не принято (больше 100{NBSP}%)"
    return number, match[1] in _BOUND, ""


def _done_word(text: str, say: Say) -> str:
    """yes | no | partly, «» where not told."""
    plain = normal_text(text).casefold().rstrip(".")
    known = DONE | {"исполнено": "yes", "не исполнено": "no", "исполнено частично": "partly", "выполнено": "yes"}
    if plain and plain not in known:
        what = f"запишите одно из слов: {', '.join(DONE)}"
        say("warning", "unknown_execution", f"исполнение «{text}» не понято", what, "done")
    return known.get(plain, "")


def _tell_term(text: str, say: Say) -> None:
    """Days that no calendar has; a term without a day («постоянно», «октябрь») is fine."""
    for day in _DATE.findall(text):
        try:
            dates.checked(day)
        except ValueError as error:
            say("warning", "impossible_date", f"срок: {error}", "исправьте срок", "term")


def _tell_responsible(text: str, known: Iterable[str], say: Say) -> None:
    """A person's name instead of a position, or somebody whom nothing names."""
    plain = text.casefold()
    if looks_like_person(text):
        message = "вместо должности ответственного похоже на имя человека"
        say("warning", "person_named", message, "запишите должность без фамилии и инициалов", "responsible")
    elif text and not any(role in plain for role in (*_ROLES, *(name.casefold() for name in known if name))):
        message = f"ответственный «{text}» не понят: это не должность, не орган и не организация из перечня организаций"
        what = "запишите должность, например «начальник отдела общего образования»"
        say("warning", "unknown_responsible", message, what, "responsible")


def indicator_of(text: str, catalogue: Catalogue, say: Say) -> str:
    """Id of the indicator called by its id, symbol, title or spoken name."""
    plain = _name(text)
    id = _names(catalogue).get(plain, "")
    if not id and plain not in ("", "–", "-"):
        what = "выберите показатель из списка или укажите его номер (careerstats indicator)"
        say("warning", "unknown_indicator", f"показателя «{text}» в каталоге нет", what, "indicator")
    return id


def _name(text: str) -> str:
    return re.sub(r",? ?%$", "", normal_text(text)).casefold()


def _names(catalogue: Catalogue) -> dict[str, str]:
    every = catalogue.indicators.values()
    return _names_of(
        tuple(
            (indicator.id, indicator.symbol, indicator.title, indicator.short, str(indicator.spoken["share"]))
            for indicator in every
        )
    )


@cache
def _names_of(indicators: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for names in zip(*indicators, strict=True):  # all ids first, then symbols …: an id is never somebody's short title
        for (id, *_), name in zip(indicators, names, strict=True):
            if name:
                ids.setdefault(_name(name), id)
    return ids


def order_problems(measures: list[Measure]) -> list[Problem]:
    """References ``after`` to a measure that is not there, and measures that wait for each other in a circle."""
    plans = grouped(((measure.code, measure.period), measure) for measure in measures)
    ordered = (plans[plan] for plan in sorted(plans))
    return [problem for own in ordered for problem in _order_of({measure.id: measure for measure in own})]


def _order_of(own: dict[str, Measure]) -> Iterator[Problem]:
    for measure in own.values():
        for id in measure.after:
            if id not in own:
                yield measure.problem("unknown_reference", f"меры № {id} в этом плане нет", "исправьте номер меры")
    links = {id: [ref for ref in measure.after if ref in own] for id, measure in own.items()}
    if names := list(reversed(round_trip(links))):  # each waits for the next
        message = f"меры ждут друг друга по кругу: {' → '.join(names)}"
        yield own[names[0]].problem("cyclic_reference", message, "уберите одну из ссылок")
