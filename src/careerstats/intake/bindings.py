"""A described table and its head -> the columns that are read, each with its quantity and period, and what is not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from careerstats import wording
from careerstats.contracts.numbers import Column
from careerstats.intake import plan_words, units
from careerstats.intake.cell_doubts import failed_formula
from careerstats.intake.heads import LONGEST_CAPTION, UNIT_TITLE, Head, Path
from careerstats.intake.owners import key_titles
from careerstats.intake.plan_words import (
    is_change,
    is_fact,
    kind_of_column,
    period_of_column,
    plan_as_fact,
    plans_and_facts,
    told_apart,
)
from careerstats.intake.spelled_periods import period_in, periods_told, states_told
from careerstats.intake.tables import Quantity, Table, address, missing, other_unit
from careerstats.model import Problem, column_letter, period_span

_OF_ALL = re.compile(
    r"(?:в\s+)?(?:%|процент\w*|дол[яи]\b|удельн\w+ вес)[\s,(%)]*"
    r"(?:(?:от|к|из|в)\s+(?:общ\w+|числ\w+|численност\w+|количеств\w+|всех|обучающ\w+|контингент\w*).*)?",
    re.IGNORECASE,
)
_ROW_NUMBERS = re.compile(r"(?:№|n|номер)?\s*(?:п\s*[/.\\]?\s*п\.?)?", re.IGNORECASE)
_SHARE = "доля (проценты)"


@dataclass(frozen=True)
class Bound:
    """Columns in which one quantity stands: one, or several that are added up; ``period``: where the head tells it."""

    quantity: Quantity
    columns: tuple[int, ...]
    period: str = ""


@dataclass
class Binding:
    """``keys``: title of a key → its column; ``bounds``: what is read; ``problems``: what is not, and why.

    ``unit``: the column that names the unit of every row; ``beside``: columns described as planned
    values or shares.
    """

    table: Table
    head: Head
    keys: dict[str, int] = field(default_factory=dict)
    bounds: list[Bound] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    unit: int | None = None
    beside: frozenset[int] = frozenset()

    def cell(self, column: int) -> str:
        """Address of the lowest title of a column."""
        merged = self.table.looks.covered.get((self.head.bottom, column))
        return address(merged.top if merged else self.head.bottom, column)


def bind(table: Table, head: Head) -> Binding:
    """Every described title to its column; a title that could be several columns to none of them."""
    made = Binding(table, head)
    for title in key_titles(table.spec):
        if columns := head.columns(head.parts(title)):
            made.keys[title] = columns[0]
            made.used |= set(columns)
    made.unit = unit_column(head)
    made.beside = _beside(table, head)
    if not _lie_side_by_side(made):
        for title, quantity in table.quantities.items():
            _bind_title(made, title, quantity)
    _tell_other_period(made)
    _tell_others(made)
    return made


def _beside(table: Table, head: Head) -> frozenset[int]:
    others = [(title, quantity) for title, quantity in table.quantities.items() if _is_beside(quantity)]
    return frozenset(
        column for title, quantity in others for path in _paths(head, title, quantity)
        for column in _columns(head, path, quantity)
    )  # fmt: skip


def _is_beside(quantity: Quantity) -> bool:
    return quantity.spec.is_plan or bool(quantity.spec.share)


def _paths(head: Head, title: str, quantity: Quantity) -> list[Path]:
    """The paths that a description names: its own, or those of the terms of a sum."""
    if quantity.spec.sum:
        return [head.parts(term) for term in quantity.spec.sum]
    return [quantity.spec.path or head.parts(title)]


def _columns(head: Head, path: Path, quantity: Quantity) -> list[int]:
    """The columns that a path names; of a plan described by the title over plan and fact, those of the plan."""
    columns = head.columns(path)
    plans, _ = plans_and_facts(head, path, columns) if quantity.spec.is_plan else ([], [])
    return plans or columns


def unit_column(head: Head) -> int | None:
    """The column «Ед. изм.», which says of every row what it counts."""
    columns = [at for at, path in enumerate(head.paths) if path and UNIT_TITLE.fullmatch(path[-1])]
    return columns[0] if len(columns) == 1 else None


def _lie_side_by_side(made: Binding) -> bool:
    """Whether the same heads, the keys too, stand twice: two tables beside each other, of which none is meant."""
    head, titles = made.head, [*key_titles(made.table.spec), *made.table.quantities]
    starts = [head.columns(head.parts(title)) for title in titles]
    if not made.keys or any(len(columns) < 2 for columns in starts) or made.table.turned:
        return False
    seconds = min(columns[1] for columns in starts)
    if any(columns[0] >= seconds for columns in starts):
        return False
    message = (
        f"на листе две таблицы рядом: с {made.cell(min(columns[0] for columns in starts))} и с {made.cell(seconds)}"
    )
    what = "опишите каждую отдельной записью с полем «range», например «range: {}:{}»; не прочитана ни одна"
    last = len(made.table.rows) - 1
    what = what.format(address(head.top, seconds), address(last, len(head.paths) - 1))
    _say(made, "blocking", "side_by_side", message, what, cell=made.cell(seconds))
    made.used |= {column for columns in starts for column in columns}
    return True


def bind_value(table: Table, head: Head) -> Binding:
    """The column of the numbers of a list, or its columns where every one is of another period."""
    made = Binding(table, head, unit=unit_column(head))
    made.used |= {column for title in key_titles(table.spec) for column in head.columns(head.parts(title))}
    title = table.spec.value
    made.bounds += _bounds(made, title, head.parts(title), Quantity(title, Column(variable=title, values="count")))
    _tell_other_period(made)
    return made


def _bind_title(made: Binding, title: str, quantity: Quantity) -> None:
    if made.table.spec.sum_by and (quantity.flag or made.table.meanings.units.get(quantity.spec.variable) == "score"):
        message = f"столбец «{title}»: ответы «да» и «нет» и баллы школ не складываются; не прочитан"
        what = "положите школы в organisations.xlsx и назовите столбец полем «organisation» вместо «sum_by»"
        _say(made, "blocking", "not_summed", message, what, cell="")
        made.used |= set(made.head.columns(made.head.parts(title)))
        return
    bounds_of = [_bounds(made, title, path, quantity) for path in _paths(made.head, title, quantity)]
    if not all(bounds_of):
        return
    if len(bounds_of) == 1:
        made.bounds += bounds_of[0]
    else:
        by_period = [{bound.period: bound for bound in bounds} for bounds in bounds_of]
        for period in by_period[0]:
            if all(period in bounds for bounds in by_period):
                columns = tuple(column for bounds in by_period for column in bounds[period].columns)
                made.bounds.append(Bound(quantity, columns, period))


def _bounds(made: Binding, title: str, parts: Path, quantity: Quantity) -> list[Bound]:
    """The columns of one path, one per period; empty where that has been told as a problem."""
    head, table = made.head, made.table
    others = set(made.keys.values()) | (set() if _is_beside(quantity) else made.beside)
    candidates = [column for column in _columns(head, parts, quantity) if column not in others]
    made.used |= set(candidates)
    if not candidates:
        if not any(_is_made_of(day, title) for day in _dates(made)):
            made.problems.append(missing(table, title, _names(head), "столбца"))
        return []
    shown = [column for column in candidates if column not in table.looks.hidden_columns]
    if not shown:
        message = f"столбец «{title}» скрыт и не прочитан"
        what = "покажите столбец, если он верен, или удалите его из файла и из dataset.yaml"
        _say(made, "blocking", "hidden_column", message, what, cell=column_letter(candidates[0]))
        return []
    if len(shown) < len(candidates):
        hidden = next(column for column in candidates if column not in shown)
        message = f"один из столбцов «{title}» скрыт: прочитан столбец {column_letter(shown[0])}"
        _say(made, "remark", "hidden_column", message, "удалите лишний столбец", cell=column_letter(hidden))
    counts, shares = _without_shares(made, parts, shown, quantity)
    bounds = _one_per_period(made, title, parts, _narrowed(made, title, parts, counts), quantity)
    wrong = (_is_of_other_unit, _is_of_other_period, _is_plan_of_nothing)
    fit = [bound for bound in bounds if not any(is_wrong(made, bound) for is_wrong in wrong)]
    if len(fit) < len(bounds):
        return []
    if fit and shares:
        _bind_shares(made, title, parts, shares, quantity)
    return fit


def _without_shares(made: Binding, parts: Path, columns: list[int], quantity: Quantity) -> tuple[list[int], list[int]]:
    """Of several columns under one title those of the count, and those of a share of it."""
    shares = [column for column in columns if units.of_path(kind_of_column(made.head, column, parts)) == _SHARE]
    counts = [column for column in columns if column not in shares]
    return (counts, shares) if counts and not quantity.spec.share else (columns, [])


def _narrowed(made: Binding, title: str, parts: Path, columns: list[int]) -> list[int]:
    """Of several columns under one title those of the number itself: not its plan, not how it has changed."""
    kinds = {column: kind_of_column(made.head, column, parts) for column in columns}
    if len(set(kinds.values())) == 1:
        return columns
    changes = [column for column, kind in kinds.items() if kind and is_change(kind[-1])]
    if changes and len(changes) < len(columns):
        message = f"столбец «{made.head.name(changes[0])}» не прочитан: в нём изменение, а не само число"
        _say(made, "remark", "change_beside", message, "ничего делать не нужно", cell=made.cell(changes[0]))
        return _narrowed(made, title, parts, [column for column in columns if column not in changes])
    plans, facts = plans_and_facts(made.head, parts, columns)
    if plans:
        first = next((column for column in facts if any(map(is_fact, kinds[column]))), facts[0])
        fact = (kinds[first] or (period_of_column(made.head, first),))[-1]
        message = f"под «{title}» стоят «{kinds[plans[0]][-1]}» и «{fact}»: прочитан факт"
        what = f"чтобы сравнить с планом, опишите столбец «{made.head.name(plans[0])}» отдельно: «values: plan»"
        _say(made, "remark", "plan_beside_fact", message, what, cell=made.cell(plans[0]))
        return _narrowed(made, title, parts, facts)
    return columns


def _bind_shares(made: Binding, title: str, parts: Path, columns: list[int], quantity: Quantity) -> None:
    """A published share beside its count is compared, where it is known what it is a share of."""
    whole = quantity.spec.share_of or made.table.meanings.wholes.get(quantity.spec.variable, "")
    whole = "" if quantity.spec.is_plan else whole
    plain = [column for column in columns if whole and _is_of_all(kind_of_column(made.head, column, parts))]
    if not (quantity.spec.variable and plain):
        name = made.head.name(columns[0])
        message = f"доля «{name}» рядом с количеством не сверена: неизвестно, от чего она"
        what = f"если она от величины каталога, опишите столбец «{name}» полями «share» и «share_of»"
        _say(made, "remark", "share_unchecked", message, what, cell=made.cell(columns[0]))
        return
    spec = Column(share=quantity.spec.variable, share_of=whole, breakdown=quantity.spec.breakdown)
    shares = Quantity(f"{title}, %", spec, presumed=not quantity.spec.share_of)
    made.bounds += [Bound(shares, (column,), period_of_column(made.head, column)) for column in plain]


def _is_of_all(kind: Path) -> bool:
    """Whether a share is that of the fact in all: no share of a plan, nor of something that its head names."""
    return all(_OF_ALL.fullmatch(text) or is_fact(text) for text in kind)


def _one_per_period(made: Binding, title: str, parts: Path, columns: list[int], quantity: Quantity) -> list[Bound]:
    head = made.head
    columns = _without_empty(made, columns)
    periods = [period_of_column(head, column) for column in columns]
    kinds = {told_apart(kind_of_column(head, column, parts)) for column in columns}
    if len(kinds) == 1 and len(set(periods)) == len(columns):
        return [Bound(quantity, (column,), period) for column, period in zip(columns, periods, strict=True)]
    paths = {head.paths[column] for column in columns}
    if len(paths) < len(columns):
        letters = wording.joined([column_letter(column) for column in columns])
        message, what = (
            f"столбец «{title}» повторяется: {letters}",
            "оставьте верный столбец; ни один из них не прочитан",
        )
        _say(made, "blocking", "duplicate_column", message, what, cell="")
        return []
    under = wording.joined([f"«{' / '.join(head.rest(column, parts)) or head.name(column)}»" for column in columns])
    message = f"под «{title}» стоят {under}: какой столбец читать, не видно; не прочитан ни один"
    what = f"назовите в dataset.yaml нужный столбец: «{head.name(columns[0])}» или «{head.name(columns[-1])}»"
    _say(made, "blocking", "several_columns", message, what, cell=made.cell(columns[0]))
    return []


def _without_empty(made: Binding, columns: list[int]) -> list[int]:
    """A title merged over several columns, of which only one holds anything, is the title of that one."""
    table, head = made.table, made.head
    ranges = {table.looks.covered.get((head.bottom, column)) for column in columns}
    if len(columns) < 2 or len(ranges) != 1 or None in ranges:
        return columns
    below = [row for row in table.filled if row > head.bottom]
    filled = [column for column in columns if any(table.own(row, column) for row in below)]
    return filled[:1] if len(filled) < 2 else columns


def _is_of_other_unit(made: Binding, bound: Bound) -> bool:
    for column in bound.columns:
        path = made.head.paths[column]
        if wrong := other_unit(made.table, bound.quantity, path, made.head.captions, made.cell(column)):
            made.problems.append(wrong)
            return True
    return False


def _is_plan_of_nothing(made: Binding, bound: Bound) -> bool:
    """Whether a column that its head, or all around it, calls a plan is described as if it said what was."""
    for column in bound.columns:
        if wrong := plan_as_fact(made.head, bound.quantity, made.head.paths[column], made.cell(column)):
            made.problems += [wrong] if wrong not in made.problems else []
            return True
    return False


def _is_of_other_period(made: Binding, bound: Bound) -> bool:
    """Whether the head of a column tells another period than its table has, or one of another kind."""
    table = made.table
    if bound.quantity.spec.as_of or table.spec.as_of or table.spec.period_column:
        return False
    for column in bound.columns:
        title = " ".join(made.head.paths[column])
        texts = [bound.period] if bound.period else periods_told(title) or states_told(title, table.period)
        if texts and not any(_goes_with(period, table.period, bound.period) for period in texts):
            message = (
                f"«{made.head.name(column)}»: в заголовке {texts[0]}, а период таблицы – {table.period}; не прочитано"
            )
            what = f'если числа за {texts[0]}, запишите у таблицы «period: "{texts[0]}"»; если нет, исправьте заголовок'
            _say(made, "blocking", "period_differs", message, what, cell=made.cell(column))
            return True
    return False


def _goes_with(text: str, period: str, own: str) -> bool:
    """A period of the same kind is that of the column; in a title it must be the table's, or share a day with it."""
    if own:
        return ("/" in text) == ("/" in period)
    (start, end), (first, last) = period_span(text), period_span(period)
    return start <= last and first <= end


def _tell_other_period(made: Binding) -> None:
    """A line above the table, the name of its sheet or file that speaks of another period than that of the dataset.

    Where the description says of the table itself which period it is of, that is told and believed.
    """
    table = made.table
    if table.spec.as_of or table.spec.period_column or any(bound.period for bound in made.bounds):
        return
    lines = [text for text in made.head.captions if len(text) < LONGEST_CAPTION]
    if other := other_period(lines, table.period):
        caption, period = other
        severity, read = ("warning", "прочитана она") if table.spec.period else ("blocking", "период набора –")
        message = f"над таблицей «{caption}», а {read} {'за ' if table.spec.period else ''}{table.period}"
        what = f'если числа за {period}, запишите у таблицы «period: "{period}"»'
        if not table.spec.period:
            message, what = f"{message}; не прочитано", f'{what}; если за {table.period} – «period: "{table.period}"»'
            made.bounds = []
        _say(made, severity, "period_differs", message, what, cell="")


def other_period(texts: Sequence[str], period: str) -> tuple[str, str] | None:
    """The first text that names a period, and the earliest of all that are named, where none goes with ``period``."""
    telling = [(text, periods_told(text) or list(filter(None, [period_in(text)]))) for text in texts]
    telling = [(text, periods) for text, periods in telling if periods] or [
        (text, states) for text in texts if (states := states_told(text, period))
    ]
    named = {other for _, periods in telling for other in periods}
    return (
        (telling[0][0], min(named)) if telling and not any(_goes_with(other, period, "") for other in named) else None
    )


# ---- what nobody has described


def _tell_others(made: Binding) -> None:
    ignored: set[int] = set()
    for title in made.table.spec.ignore:
        columns = made.head.columns(made.head.parts(title))
        ignored |= set(columns)
        if not columns:
            message = f"столбца «{title}», названного в «ignore», в таблице нет"
            _say(made, "remark", "ignored_absent", message, "исправьте заголовок или уберите его из «ignore»", cell="")
    ignored |= {column for column, path in enumerate(made.head.paths) if path and _ROW_NUMBERS.fullmatch(path[-1])}
    ignored |= {made.unit} if made.unit is not None else set()
    for column in range(len(made.head.paths)):
        cell = address(made.head.bottom, column)
        if isinstance(day := made.table.content(made.head.bottom, column), date):
            message = (
                f"в заголовке дата {day:%d.%m.%Y}: Excel сам превращает в даты записи вида «{day.day}-{day.month}»"
            )
            what = "задайте ячейке текстовый формат и наберите заголовок заново; столбец не прочитан"
            _say(made, "blocking", "heading_date", message, what, cell=cell)
        elif failed := failed_formula(made.table.text(made.head.bottom, column)):
            _say(made, "blocking", "unreadable", f"в заголовке: {failed[0]}", failed[1], cell=cell)
        elif made.head.paths[column] and column not in made.used | ignored:
            title = made.head.name(column)
            message = f"столбец «{title}» не описан в dataset.yaml и не прочитан"
            what = f"допишите {_description(made, column)} или внесите столбец в «ignore»"
            _say(made, "warning", "unknown_column", message, what, cell=column_letter(column))


def _description(made: Binding, column: int) -> str:
    """How a column that nobody has described would be, as far as its head tells."""
    path, below = made.head.paths[column], range(made.head.bottom + 1, len(made.table.rows))
    if any(period_in(made.table.text(row, column)) for row in islice(below, 1)):
        return f"у таблицы «period_column: {path[-1]}»"
    share = "share: …, share_of: …" if units.of_path(path) == _SHARE else "variable: …"
    plan = ", values: plan" if plan_words.of_path(path) else ""
    return f"в «columns» «{made.head.name(column)}: {{{share}{plan}}}»"


def _names(head: Head) -> list[str]:
    """All that a title could have been meant to name."""
    return [text for path in head.paths for text in path] + [head.name(column) for column in range(len(head.paths))]


def _dates(made: Binding) -> Iterable[date]:
    contents = (made.table.content(made.head.bottom, column) for column in range(len(made.head.paths)))
    return [content for content in contents if isinstance(content, date | datetime)]


def _is_made_of(day: date, title: str) -> bool:
    """Whether Excel makes this date of this heading: 6-11, 6–11."""
    return re.findall(r"[0-9]+", title)[:2] == [str(day.day), str(day.month)]


def _say(made: Binding, severity: str, code: str, message: str, what: str, *, cell: str) -> None:
    made.problems.append(made.table.problem(severity, code, message, what, cell=cell))
