"""general.csv -> general information on municipalities, each number with its source and date, and what is doubtful.

Columns: territory, item, value, unit, date, source (or their Russian titles, ``COLUMNS``); required: territory, item,
value. ``item``: an id or a title of general_items.ITEMS; any other text is a free item and is shown as it is written.
``value`` of a known item is a number, of a free one anything. ``date``: a day, a year or a school year. A blank
``unit`` is «%» for shares, nothing else is supposed.
"""

from decimal import Decimal

from careerstats.dates import iso
from careerstats.intake.registers.general_checks import General, contradictions, value_problem, without
from careerstats.intake.registers.general_items import CHANGE, ITEMS, OTHER, SHARE
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.intake.registers.numbers import exact
from careerstats.model import Problem, period_of, period_span

STEM = "general"
COLUMNS = {
    "territory": "Муниципальное образование",
    "item": "Сведение",
    "value": "Значение",
    "unit": "Единица",
    "date": "Дата",
    "source": "Источник",
}


def read_general(context: Context) -> tuple[list[General], list[Problem]]:
    """Items in order of the file; what cannot be used is named and left out, inner contradictions are named."""
    lines = read_lines(context.dataset, STEM, COLUMNS, ("territory", "item", "value"))
    problems: list[Problem] = list(lines.problems)
    facts: dict[tuple[str, str, str], General] = {}
    for line in lines.rows:
        fact, wrong = _general(context, line)
        problems += wrong
        if fact is None:
            continue
        key = (fact.code, fact.title.casefold(), fact.date)
        if key in facts:
            problems.append(_repeated(fact, facts[key]))
        else:
            facts[key] = fact
    items = list(facts.values())
    return items, [*problems, *without(items, "date"), *without(items, "source"), *contradictions(items)]


def _repeated(fact: General, first: General) -> Problem:
    same = "с тем же значением" if fact.text == first.text else f"со значением {first.text}"
    message = f"«{fact.title}» на ту же дату уже есть в строке {first.line.row} {same}; строка не прочитана"
    severity = "remark" if fact.text == first.text else "warning"
    return fact.line.problem(severity, "duplicate_line", message, "оставьте одну строку", "item", territory=fact.code)


def _general(context: Context, line: Line) -> tuple[General | None, list[Problem]]:
    where = place(context, line)
    if isinstance(where, Problem):
        return None, [where]
    if not line["item"] or not line["value"]:
        return None, [_empty(line, where.code)]
    item = _TITLES.get(line["item"].casefold(), "")
    number = exact(line["value"].rstrip(" %"))
    wrong = value_problem(line, item, number, where.code) if item else None
    if wrong:
        return None, [wrong]
    date = _date(line, where.code)
    problems = [date] if isinstance(date, Problem) else []
    return _record(line, where.code, item, number, date if isinstance(date, str) else ""), problems


def _record(line: Line, code: str, item: str, number: Decimal | None, date: str) -> General:
    known = ITEMS.get(item)
    unit = line["unit"] or ("%" if known and known.kind in (SHARE, CHANGE) else "")
    return General(
        code=code,
        item=item,
        title=known.title if known else line["item"],
        group=known.group if known else OTHER,
        text=line["value"],
        number=number,
        unit=unit,
        date=date,
        source=line["source"],
        line=line,
    )


_TITLES = {word.casefold(): id for id, item in ITEMS.items() for word in (id, item.title)}


def _empty(line: Line, code: str) -> Problem:
    column = "value" if line["item"] else "item"
    message, what = f"не заполнено «{COLUMNS[column]}»; строка не прочитана", "заполните ячейку или уберите строку"
    return line.problem("warning", "empty_cell", message, what, column, territory=code)


def _date(line: Line, code: str) -> str | Problem:
    """A day, a year or a school year; empty where the file has none; what is wrong with anything else."""
    try:
        period = period_of(iso(line["date"]))
        if period:
            period_span(period)
    except ValueError as error:
        message = f"{error}; сведение показано без даты"
        what = "укажите день или год, на который оно приведено"
        return line.problem("warning", "impossible_date", message, what, "date", territory=code)
    return period
