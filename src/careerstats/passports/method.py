"""Catalogue and schemes -> the Markdown of docs/method.md: goals with their passports, variables, levels by points."""

from collections.abc import Iterable, Sequence

from careerstats import wording
from careerstats.catalogue import Catalogue, Edition, Goal, Indicator
from careerstats.catalogue.sensitivity import edition_is_sensitive
from careerstats.contracts.schemes import Diagnosis, Ground, Profminimum
from careerstats.passports import words
from careerstats.wording import NBSP


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; «|» in a cell would break it and becomes «/»."""
    lines = [[str(cell).replace("|", "/").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [heads, ["---"] * len(heads), *lines])


# ---- goals and passports


def overview(catalogue: Catalogue) -> str:
    """How many indicators each goal has, by whose method they are."""
    rows = []
    for goal in catalogue.goals.values():
        ours = _of_goal(catalogue, goal)
        rows.append([f"{goal.id}. {goal.title}", len(ours), *_by_status(ours)])
    everything = list(catalogue.indicators.values())
    rows.append(["**Всего**", len(everything), *_by_status(everything)])
    return table(["Цель", "Показателей", *(wording.capital(text) for text in words.STATUS.values())], rows)


def goals(catalogue: Catalogue) -> str:
    """One chapter per goal that has indicators."""
    chapters = [(goal, _of_goal(catalogue, goal)) for goal in catalogue.goals.values()]
    return "\n\n".join(_goal(catalogue, goal, ours) for goal, ours in chapters if ours)


def packs(catalogue: Catalogue) -> str:
    """The shipped indicators by the pack that a dataset takes them with."""
    rows = []
    for pack, title in words.PACK.items():
        ours = [catalogue.indicators[id] for id in catalogue.in_packs([pack])]
        listed = "; ".join(f"[{indicator.id}](#{_anchor(indicator)}) {indicator.short}" for indicator in ours)
        rows.append([f"`{pack}`", wording.capital(title), len(ours), listed])
    return table(["Набор", "О чём", "Показателей", "Показатели"], rows)


def _of_goal(catalogue: Catalogue, goal: Goal) -> list[Indicator]:
    return [indicator for indicator in catalogue.indicators.values() if indicator.goal == goal.id]


def _by_status(indicators: Sequence[Indicator]) -> list[int]:
    return [sum(indicator.status == status for indicator in indicators) for status in words.STATUS]


def _goal(catalogue: Catalogue, goal: Goal, indicators: Sequence[Indicator]) -> str:
    rows = [
        [
            f"[{indicator.id}](#{_anchor(indicator)})",
            indicator.short,
            _unit(catalogue, indicator),
            words.POLARITY[indicator.polarity],
            _status(indicator),
        ]
        for indicator in indicators
    ]
    return "\n\n".join(
        [
            f"### {goal.id}. {goal.title}",
            *_aims(goal),
            table(["Номер", "Показатель", "Единица", "Оценка", "Чья методика"], rows),
            *(_passport(catalogue, indicator) for indicator in indicators),
        ]
    )


def _aims(goal: Goal) -> list[str]:
    texts = [f"**Обоснование.** {wording.capital(goal.rationale)}"] if goal.rationale else []
    texts += [f"**Цели муниципального уровня.**\n\n{_listed(goal.municipal_goals)}"] if goal.municipal_goals else []
    for level, tasks in goal.tasks.items():
        listed = _listed(f"{number}. {text}" for number, text in tasks.items())
        texts.append(f"**{words.TASKS.get(level, level)}.**\n\n{listed}")
    return texts


def _passport(catalogue: Catalogue, indicator: Indicator) -> str:
    """A passport; an edition that calculates as the one before it does not repeat the formula."""
    parts = [
        f'<a id="{_anchor(indicator)}"></a>',
        f"#### {indicator.id}. {indicator.short}",
        _listed(_facts(catalogue, indicator)),
    ]
    for earlier, edition in zip([None, *indicator.editions], indicator.editions, strict=False):
        parts += _edition(catalogue, indicator, edition, words.repeats(edition, earlier))
    examples = _listed(f"{example.name}: {words.worked(indicator, example)}" for example in indicator.examples)
    return "\n\n".join([*parts, f"**Примеры**\n\n{examples}"])


def _facts(catalogue: Catalogue, indicator: Indicator) -> list[str]:
    hidden = edition_is_sensitive(indicator.editions[-1], catalogue, indicator.editions[-1].since)
    pairs = [
        ("Наименование", indicator.title),
        ("Зачем", indicator.why),
        ("Единица", f"{_unit(catalogue, indicator)}; {words.POLARITY[indicator.polarity]}"),
        ("Уровни", ", ".join(words.LEVEL[level] for level in indicator.levels)),
        ("Сбор", f"{words.DATA[indicator.data]}; {indicator.periodicity}; отвечает {indicator.responsible}"),
        ("Показ", words.SENSITIVE if hidden else ""),
        ("Чья методика", words.STATUS[indicator.status]),
        ("Набор показателей", words.pack_of(indicator)),
        ("Оговорка", indicator.caveat),
        *words.keepers(indicator),
    ]
    return [f"**{name}:** {text}" for name, text in pairs if text]


def _edition(catalogue: Catalogue, indicator: Indicator, edition: Edition, repeated: bool) -> list[str]:
    since = f"**Редакция {words.since_of(edition.since)}**"
    texts = [f"**{name}:** {text}" for name, text in words.notes_of(catalogue, edition) if text]
    if repeated:
        return [f"{since} (расчёт прежний)", *texts]
    where = _listed(words.explained(catalogue, edition))
    formula = f"`{words.formula_of(indicator, edition).replace(NBSP, ' ')}`"
    return [f"{since}: {formula}", f"$$\n{words.latex_of(indicator, edition)}\n$$", f"где\n\n{where}", *texts]


def _unit(catalogue: Catalogue, indicator: Indicator) -> str:
    return words.unit_of(indicator, indicator.editions[-1], catalogue.variables)


def _status(indicator: Indicator) -> str:
    return words.STATUS[indicator.status] + ("; знаменатель не определён" if indicator.editions[-1].undefined else "")


def _anchor(indicator: Indicator) -> str:
    return f"p-{indicator.id}"


# ---- variables


def variables(catalogue: Catalogue) -> str:
    """All variables in one table: what is counted, what is known of it, what it must not exceed, its source."""
    rows = [
        [
            f"`{variable.id}`",
            variable.title,
            words.about(variable),
            ", ".join(f"`{control.at_most}`" for control in variable.controls if control.at_most),
            words.source_of(variable.source),
        ]
        for variable in catalogue.variables.values()
    ]
    return table(["Величина", "Что учитывается", "Классы, дата, откуда", "Не больше", "Источник"], rows)


# ---- levels by points and hours


def diagnosis(edition: Diagnosis) -> str:
    """The self-diagnosis of one edition: directions with maxima, bands, rules; each part with its ground."""
    rows = [[direction.title, f"`{direction.id}`", direction.maximum] for direction in edition.directions.listed]
    bands = ", ".join(f"от {wording.decimal(band.start, 0)}{NBSP}% – «{band.name}»" for band in edition.bands.listed)
    rules = [
        f"**Направления и наибольшие баллы** – {_ground(edition.directions)}",
        f"**Границы уровней** ({bands}) – {_ground(edition.bands)}",
        f"**Уровень по всем направлениям вместе** – {_ground(edition.total)}",
        f"**Критические показатели** – {_ground(edition.critical)}",
        f"**Незаполненные пункты** – {_ground(edition.empty)}",
    ]
    heads = ["Направление", "Величина", "Наибольший балл"]
    return _of_scheme(edition, table(heads, rows), rules)


def profminimum(edition: Profminimum) -> str:
    """The levels of one edition: hours and the directions that each adds to the one below."""
    taken: set[str] = set()
    rows = []
    for level in edition.levels:
        added = [title for id, title in edition.directions.listed.items() if id in {*level.directions} - taken]
        rows.append([level.name, level.hours, ("и ещё: " if taken else "") + ", ".join(added)])
        taken |= {*level.directions}
    grounds = [
        f"**Направления** – {_ground(edition.directions)}",
        f"**Часы** – {_ground(edition.hours)}",
        *([f"**Разрыв ряда** – {edition.break_reason}"] if edition.break_reason else []),
    ]
    heads = ["Уровень", "Часов в учебный год, не менее", "Направления"]
    return _of_scheme(edition, table(heads, rows), grounds)


def _of_scheme(edition: Diagnosis | Profminimum, table: str, grounds: list[str]) -> str:
    head = f"**Редакция {words.since_of(edition.since)}.** {edition.note}"
    return "\n\n".join([head, table, _listed(grounds)])


def _ground(ground: Ground) -> str:
    source = words.source_of(ground.source)
    text = f"{words.STATUS[ground.status]}{f' ({source})' if source else ''}"
    return f"{text}. {ground.note}" if ground.note else text


def _listed(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
