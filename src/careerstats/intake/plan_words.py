"""Words of a heading, a caption, the name of a sheet or a file -> whether they tell a plan, what was, or a change."""

import re
from collections.abc import Collection, Sequence
from pathlib import PurePath

from careerstats.intake import units
from careerstats.intake.heads import LONGEST_CAPTION, SEPARATOR, Head, Path
from careerstats.intake.spelled_periods import without_period
from careerstats.intake.tables import Quantity, Table, address
from careerstats.model import Problem

_PLANNED = r"планов(?:ое|ый|ая|ые|ых|ого|ому|ом|ым|ыми|ой|ую)"
_PLAN = re.compile(
    rf"(?:план|{_PLANNED}|планируем\w+)(?: значени\w+| показател\w+)?"
    r"|(?:гос|(?:государственн|муниципальн)\w+ )?задани\w+|цель|целев\w+(?: значени\w+)?"
)
_FACT = re.compile(r"факт\w*(?: значени\w+)?|выполнен\w*|исполнен\w*|достигнут\w*")
_STARTS = re.compile(
    rf"(?:план|{_PLANNED}|планиру(?:ем\w+|ется|ются)|запланирован\w*|(?:целев|ожидаем)\w+ (?:показател|значени)\w+"
    r"|прогноз(?!ирован)\w*|(?:годов|квартальн|месячн|утвержд[её]нн|уточн[её]нн|скорректированн)\w+ план)\b"
)
_ENDS = re.compile(r"(?:.*\s)?(\S+)\s+план(?:\s+(?:на\s+)?[0-9].*)?\W*")
_FIGURES = re.compile(r"\bпланов(?:ые|ое|ых|ого|ом|ым|ыми)\s+(?:показател|значени|числ|данн|цифр|величин)")
_COMPARED = re.compile(r"факт|достиж|достиг|выполн|исполн|отклон|сравн|относительно|превы|соответств")
_PAPER = re.compile(r"\bкотор|утвержд[её]н|разработан|размещ[её]н|согласован|составлен|имеется")
"""What is said of a plan on paper, never of a number."""

_NOT_ITS_PLAN = re.compile(
    r"[вкосу]|во|на|под|по|за|об|про|со|из|от|для|через|и|или|не|есть|нет|их|\w+(?:ый|[кгхчщш]ий|[вн]ой)"
    r"|(?:име|разраб|состав|утвер|приня|внедр|реализ|подготов|(?:пере)?выполн|исполн|размест|скорректир|сформир|заполн"
    r"|согласов|обнов|включ|внес|внёс|получ|созда|постро|представ|сда)\w*"
)
"""Words before «план» after which it is a paper: «учебный план», «в план», «имеют план»; «диагностика план» is none."""

_PARTS = re.compile(r"[,(:;\n]|(?<![0-9])/|/(?![0-9])|\.\s|\s[–—-]|[–—]|(?<!бизнес)(?<!медиа)-(?=план\b|факт)")
_OF_WHAT_WAS = re.compile(r"факт|(?:выполн|исполн|достиж)ени[еию]\b|выполнено|исполнено|отч[её]т")
_LATIN = {"plan": "план", "prognoz": "прогноз", "fakt": "факт", "fact": "факт", "otchet": "отчет"}
_TITLE = re.compile(r"\bплан(?!шет|ет)|прогноз|\bцел(?:ь|ев)")


def is_plan(text: str) -> bool:
    """«План», «плановое значение», «задание»: no number of what was."""
    return bool(_PLAN.fullmatch(text.lower()))


def is_fact(text: str) -> bool:
    """«Факт», «исполнено»."""
    return bool(_FACT.fullmatch(text.lower()))


def tells_plan(text: str) -> bool:
    """«План, чел.», «Диагностика (план на 2025 год)», «Диагностика план»; not «учебный план», «включено в план»."""
    return tells_planned_figures(text) or any(map(_is_of_plan, _parts(text)))


def tells_fact(text: str) -> bool:
    """«Факт», «Исполнено, %»: a heading that has nothing of a plan."""
    return any(is_fact(_bare(part)) for part in _parts(text)) and not tells_plan(text)


def of_path(path: Path) -> bool:
    """Whether a column under several headings is a plan: the lowest that speaks of plan or fact decides."""
    telling = (text for text in reversed(path) if tells_plan(text) or tells_fact(text))
    return tells_plan(next(telling, ""))


def is_planned_by_title(title: str) -> bool:
    """Whether a variable of the catalogue is a plan itself, or about one: then the word tells nothing of its column."""
    return bool(_TITLE.search(title.lower()))


def tells_planned_figures(note: str) -> bool:
    """«* Указаны плановые значения»: a line below a table that says so of its numbers."""
    return bool(_FIGURES.search(note.lower())) and not _COMPARED.search(note.lower())


def planned_above(table: Table, head: Head) -> tuple[str, str] | None:
    """What says of a whole table that it is a plan, and its cell: the nearest of the lines above it, sheet and file.

    None where it does not, or where a column says of itself that it is the fact.
    """
    if any(tells_fact(text) for path in head.paths for text in path):
        return None
    for words, text, cell in _above(table, head):
        if _OF_WHAT_WAS.search(text.lower()):
            return None
        if tells_plan(text):
            return words, cell
    return None


def _above(table: Table, head: Head) -> Sequence[tuple[str, str, str]]:
    """How it is called, its text, its cell: from the nearest line above a head to the name of the file."""
    lines = [
        (f"над таблицей «{text}»", text, address(row, column))
        for row in reversed(range(head.top))
        for column, text in enumerate(table.texts(row))
        if text and len(text) < LONGEST_CAPTION
    ]
    lines += [(f"над таблицей «{table.caption}»", table.caption, "")] * bool(table.caption)
    sheet = [(f"лист назван «{table.title}»", _spaced(table.title), "")] * bool(table.title and not table.page)
    file = PurePath(table.file)
    return [*lines, *sheet, (f"файл назван «{file.name}»", _spaced(file.stem), "")]


def _spaced(name: str) -> str:
    """«k_plan_2025» → «k план 2025»."""
    return " ".join(_LATIN.get(word.lower(), word) for word in re.split(r"[_\s]+", name))


def _parts(text: str) -> Collection[str]:
    return [part.strip(' \t"«»“”„*.)') for part in _PARTS.split(text.lower())]


def _bare(part: str) -> str:
    return without_period(part)[0] or part


def _is_of_plan(part: str) -> bool:
    if is_plan(_bare(part)) or re.fullmatch(r"по плану(?: на .*)?", part):
        return True
    if before := _ENDS.fullmatch(part):
        return bool(_STARTS.match(part)) or not _NOT_ITS_PLAN.fullmatch(before[1])
    return bool(_STARTS.match(part)) and not _PAPER.search(_STARTS.sub("", part, count=1))


# ---- columns under one title, told apart

_DEVIATION = re.compile(
    r"\W*(?:отклонени|прирост|динамик|изменени|темп|разниц)|\+\s*/\s*[-–−]|[-–−]\s*/\s*\+|±", re.IGNORECASE
)


def is_change(text: str) -> bool:
    """«+/-», «динамика», «прирост»: how a number has changed, not the number."""
    return bool(_DEVIATION.match(text))


def kind_and_period(text: str, now: str = "") -> tuple[str, str]:
    """A title → what it is, and of which period: «Факт 2024/25», «2024/25», «чел.»; «АППГ» where ``now`` is known."""
    bare, period = without_period(text, now)
    is_told = not bare or is_plan(bare) or is_fact(bare) or units.is_only_unit(bare) or is_change(bare)
    return (bare, period) if period and is_told else (text, "")


def plans_and_facts(head: Head, parts: Path, columns: list[int]) -> tuple[list[int], list[int]]:
    """Of several columns under one title the plans and the facts, where nothing else tells these apart; else none."""
    kinds = {column: kind_of_column(head, column, parts) for column in columns}
    plans = [column for column in columns if any(map(is_plan, kinds[column]))]
    facts = [
        column for column in columns if column not in plans and not (kinds[column] and is_change(kinds[column][-1]))
    ]
    is_plain = plans and facts and not any(told_apart(kinds[column]) for column in facts)
    return (plans, facts) if is_plain else ([], [])


def told_apart(kind: Path) -> Path:
    """What tells a column from others besides that it is the fact, and counts: «чел.», «факт» and nothing are one."""
    return tuple(text for text in kind if not (is_fact(text) or units.is_only_unit(text)))


def kind_of_column(head: Head, column: int, parts: Path) -> Path:
    """What tells a column from the others under the same title, but for its period."""
    now = head.table.period
    return tuple(kind for text in head.rest(column, parts) if (kind := kind_and_period(text, now)[0]))


def period_of_column(head: Head, column: int) -> str:
    """The period that the head of a column tells in a title of its own."""
    kinds = (kind_and_period(text, head.table.period)[1] for text in reversed(head.paths[column]))
    return next(filter(None, kinds), "") if len(head.paths[column]) > 1 else ""


def plan_as_fact(head: Head, quantity: Quantity, path: Path, cell: str) -> Problem | None:
    """A heading that says «план» over what is described as what was; a caption says it of the whole table, once."""
    table, spec = head.table, quantity.spec
    if spec.values in ("plan", "count") or quantity.flag or quantity.is_item:
        return None
    if (spec.variable or spec.share) in table.meanings.planned:
        return None
    what = "запишите в dataset.yaml «values: plan»; если здесь всё же факт – «values: count»"
    if of_path(path):
        message = f"«{SEPARATOR.join(path)}»: по заголовку это план, а описано как факт; не прочитано"
        return table.problem("blocking", "plan_as_fact", message, what, cell=cell)
    if above := planned_above(table, head):
        message = f"{above[0]}: это план, а столбцы описаны как факт; не прочитано"
        return table.problem("blocking", "plan_as_fact", message, what, cell=above[1])
    return None
