"""Catalogue -> its list, one passport, two lists held against each other, as ``careerstats indicator`` prints them."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import chain

from careerstats.catalogue import Catalogue, Edition, Goal, Indicator, Match
from careerstats.catalogue.integration import DIFFERS, ONLY_FIRST, ONLY_SECOND, SAME
from careerstats.catalogue.sensitivity import edition_is_sensitive
from careerstats.errors import UsageError
from careerstats.passports import words

WIDTH = 100
MARK = {"official": "у", "practice": "п", "proposed": "с"}
OPEN = "?"
LEGEND = (
    "Буква перед номером – чья это методика: у – утверждена документом, п – взята из практики источника, "
    "с – предложена составителями. Знак ? после номера: знаменатель в источнике не определён, показатель не "
    "рассчитывается, пока его не укажут."
)


# ---- the list


def listing(catalogue: Catalogue) -> str:
    """The strategic goal, then all indicators by goal: whose method, id and short title; a legend at the end."""
    lines = [*wrapped(catalogue.strategic_goal), ""] if catalogue.strategic_goal else []
    width = max((len(indicator.id) for indicator in catalogue.indicators.values()), default=0) + 1
    for goal in catalogue.goals.values():
        ours = [indicator for indicator in catalogue.indicators.values() if indicator.goal == goal.id]
        if ours:
            items = (_item(indicator, width) for indicator in ours)
            lines += [*wrapped(f"{goal.id}. {goal.title}", further="    "), *chain.from_iterable(items), ""]
    total = f"Всего показателей: {len(catalogue.indicators)}. Паспорт: careerstats indicator НОМЕР"
    return "\n".join([*lines, *wrapped(LEGEND), total])


def _item(indicator: Indicator, width: int) -> list[str]:
    name = f"{indicator.id}{OPEN if indicator.editions[-1].undefined else ''}"
    return wrapped(indicator.short, f"  {MARK[indicator.status]} {name:<{width}} ", " " * (width + 5))


# ---- one passport


def passport(catalogue: Catalogue, id: str, period: str | None = None) -> str:
    """Everything the catalogue knows of one indicator, with its worked examples; with ``period`` only the edition in
    force then. Raises UsageError for an unknown indicator and for what is no period.
    """
    indicator = catalogue.indicator(id)
    goal = catalogue.goals[indicator.goal]
    lines = [
        *wrapped(f"{indicator.id}. {indicator.short}"),
        *_field("Наименование", indicator.title),
        *_field("Обозначение", indicator.symbol),
        *_field("Цель", f"{goal.id}. {goal.title}"),
        *_fields(catalogue, indicator),
    ]
    shown = _editions(indicator, period)
    for earlier, edition in zip([None, *shown], shown, strict=False):
        lines += ["", *_edition(catalogue, indicator, edition, words.repeats(edition, earlier))]
    if not shown:
        lines += ["", f"Методики на {period} год нет: она действует {words.since_of(indicator.editions[0].since)}."]
    return "\n".join([*lines, "", "Примеры:", *_examples(indicator), *_goal(goal)])


def _goal(goal: Goal) -> list[str]:
    """Why the goal is there and what follows from it, where the source says so."""
    if not (goal.rationale or goal.municipal_goals or goal.tasks):
        return []
    lines = ["", f"О цели {goal.id}", *_field("Обоснование", goal.rationale)]
    if goal.municipal_goals:
        lines += ["Цели муниципального уровня:", *_listed(goal.municipal_goals)]
    for level, tasks in goal.tasks.items():
        lines += [
            f"{words.TASKS.get(level, level)}:",
            *_listed([f"{number}. {text}" for number, text in tasks.items()]),
        ]
    return lines


def _fields(catalogue: Catalogue, indicator: Indicator) -> list[str]:
    edition = indicator.editions[-1]
    hidden = edition_is_sensitive(edition, catalogue, edition.since)
    pairs = [
        ("Единица", words.unit_of(indicator, edition, catalogue.variables)),
        ("Оценка", words.POLARITY[indicator.polarity]),
        ("Уровни", ", ".join(words.LEVEL[level] for level in indicator.levels)),
        ("Данные", words.DATA[indicator.data]),
        ("Периодичность", indicator.periodicity),
        ("Ответственный", indicator.responsible),
        ("Показ", words.SENSITIVE if hidden else ""),
        ("Зачем", indicator.why),
        ("Статус", words.STATUS[indicator.status]),
        ("Набор показателей", words.pack_of(indicator)),
        ("Оговорка", indicator.caveat),
        *words.keepers(indicator),
    ]
    return [line for name, text in pairs for line in _field(name, text)]


def _editions(indicator: Indicator, period: str | None) -> Sequence[Edition]:
    if period is None:
        return indicator.editions
    try:
        edition = indicator.edition(period)
    except ValueError as error:
        raise UsageError(f"--period: {error}") from None
    return [edition] if edition else []


def _edition(catalogue: Catalogue, indicator: Indicator, edition: Edition, repeated: bool) -> list[str]:
    notes = [_field(f"  {name}", text) for name, text in words.notes_of(catalogue, edition)]
    return [
        f"Редакция {words.since_of(edition.since)}",
        *chain.from_iterable(notes[:BEFORE_FORMULA]),
        *wrapped(words.formula_of(indicator, edition), "  ", "    "),
        *(wrapped("(расчёт прежний)", "    ") if repeated else _listed(words.explained(catalogue, edition), "    ")),
        *chain.from_iterable(notes[BEFORE_FORMULA:]),
    ]


BEFORE_FORMULA = 3  # notes that say how the edition differs from the one before


def _examples(indicator: Indicator) -> list[str]:
    texts = [f"{example.name}: {words.worked(indicator, example)}" for example in indicator.examples]
    return _listed(texts)


# ---- two lists

_GROUPS = {
    SAME: "Совпадают",
    DIFFERS: "Различаются",
    ONLY_FIRST: "Есть только в первом перечне",
    ONLY_SECOND: "Есть только во втором перечне",
}


def comparison(matches: Sequence[Match]) -> str:
    """What ``catalogue.integrate`` found: which indicators coincide, which differ and in what, which one list lacks."""
    lines: list[str] = []
    for status, title in _GROUPS.items():
        ours = [match for match in matches if match.status == status]
        lines += [f"{title}: {len(ours)}", *(line for match in ours for line in _match(match)), ""]
    return "\n".join(lines[:-1])


def _match(match: Match) -> list[str]:
    indicator = match.first or match.second
    texts = wrapped(f"{indicator.id if indicator else ''}. {match.title}", "  ", "    ")
    return [*texts, *(line for text in _differences(match) for line in wrapped(text, "    – ", "      "))]


def _differences(match: Match) -> list[str]:
    """The differences with the words of the passport instead of those of the file."""
    if not (match.first and match.second):
        return []
    first, second = (_in_words(indicator) for indicator in (match.first, match.second))
    differences = []
    for text in match.differences:
        name = text.partition(":")[0]
        differences.append(f"{name}: {first[name]} → {second[name]}" if name in first else text)
    return differences


def _in_words(indicator: Indicator) -> dict[str, str]:
    return {
        "формула": words.formula_of(indicator, indicator.editions[-1]),
        "единица": words.UNIT[indicator.unit],
        "направление": words.POLARITY[indicator.editions[-1].polarity or indicator.polarity],
        "уровни": ", ".join(words.LEVEL[level] for level in indicator.levels),
    }


# ---- lines


def _field(name: str, text: str) -> list[str]:
    indent = " " * (len(name) - len(name.lstrip()))
    return wrapped(text, f"{name}: ", f"{indent}  ") if text else []


def _listed(texts: Iterable[str], indent: str = "  ") -> list[str]:
    return [line for text in texts for line in wrapped(text, f"{indent}– ", f"{indent}  ")]


def wrapped(text: str, first: str = "", further: str = "") -> list[str]:
    """Lines of at most ``WIDTH`` letters, further ones under the first; a no-break space holds its words together."""
    return textwrap.wrap(
        words.bound(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=further or " " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
