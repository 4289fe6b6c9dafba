"""A described table and its head -> the columns that are read, each with its quantity and period, and what is not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from careerstats.contracts.dataset import Column
from careerstats.intake import units
from careerstats.intake.heads import Head, Path, period_in
from careerstats.intake.owners import key_titles
from careerstats.intake.tables import Quantity, Table, address, missing, other_unit
from careerstats.model import Problem, column_letter

_PLAN = re.compile(r"план\w*(?:овое|овый)?(?: значени\w+| показател\w+)?|задани\w+|целев\w+(?: значени\w+)?")
_FACT = re.compile(r"факт\w*(?: значени\w+)?|выполнен\w*|исполнен\w*|достигнут\w*")
_SHARE = "доля (проценты)"


@dataclass(frozen=True)
class Bound:
    """Columns in which one quantity stands: one, or several that are added up; ``period``: where the head tells it."""

    quantity: Quantity
    columns: tuple[int, ...]
    period: str = ""


@dataclass
class Binding:
    """``keys``: title of a key → its column; ``bounds``: what is read; ``problems``: what is not, and why."""

    table: Table
    head: Head
    keys: dict[str, int] = field(default_factory=dict)
    bounds: list[Bound] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def cell(self, column: int) -> str:
        """Address of the lowest title of a column."""
        merged = self.table.looks.covered.get((self.head.bottom, column))
        return address(merged.top if merged else self.head.bottom, column)


def is_plan(text: str) -> bool:
    """«План», «плановое значение», «задание»: no number of what was."""
    return bool(_PLAN.fullmatch(text.lower()))


def is_fact(text: str) -> bool:
    """«Факт», «исполнено»."""
    return bool(_FACT.fullmatch(text.lower()))


def bind(table: Table, head: Head) -> Binding:
    """Every described title to its column; a title that could be several columns to none of them."""
    made = Binding(table, head)
    for title in key_titles(table.spec):
        if columns := head.columns(head.parts(title)):
            made.keys[title] = columns[0]
            made.used |= set(columns)
    for title, quantity in table.quantities.items():
        _bind_title(made, title, quantity)
    _tell_others(made)
    return made


def _bind_title(made: Binding, title: str, quantity: Quantity) -> None:
    if made.table.spec.sum_by and (quantity.flag or made.table.units.get(quantity.spec.variable) == "score"):
        message = f"столбец «{title}»: ответы «да» и «нет» и баллы школ не складываются; не прочитан"
        what = "положите школы в organisations.csv и назовите столбец полем «organisation» вместо «sum_by»"
        _say(made, "blocking", "not_summed", message, what, cell="")
        made.used |= set(made.head.columns(made.head.parts(title)))
        return
    paths = quantity.spec.sum or [quantity.spec.path or made.head.parts(title)]
    found = [_found(made, title, made.head.parts(path) if isinstance(path, str) else path, quantity) for path in paths]
    if not all(found):
        return
    if len(found) == 1:
        made.bounds += found[0]
    else:
        by_period = [{bound.period: bound for bound in bounds} for bounds in found]
        for period in by_period[0]:
            if all(period in bounds for bounds in by_period):
                columns = tuple(column for bounds in by_period for column in bounds[period].columns)
                made.bounds.append(Bound(quantity, columns, period))


def _found(made: Binding, title: str, parts: Path, quantity: Quantity) -> list[Bound]:
    """The columns of one path, one per period; empty where that has been told as a problem."""
    head, table = made.head, made.table
    candidates = [column for column in head.columns(parts) if column not in made.keys.values()]
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
    bounds = _one_per_period(made, title, parts, _narrowed(made, title, parts, shown, quantity), quantity)
    fit = [bound for bound in bounds if not _is_of_other_unit(made, bound)]
    return fit if len(fit) == len(bounds) else []


def _narrowed(made: Binding, title: str, parts: Path, columns: list[int], quantity: Quantity) -> list[int]:
    """Of several columns under one title those that hold the count: not its share, not its plan."""
    kinds = {column: _kind(made.head, column, parts) for column in columns}
    if len(set(kinds.values())) == 1:
        return columns
    shares = [column for column, kind in kinds.items() if units.of_path(kind) == _SHARE]
    counts = [column for column in columns if column not in shares]
    if shares and len({kinds[column] for column in counts}) == 1 and not quantity.spec.share:
        _bind_shares(made, title, shares, quantity)
        return counts
    plans = [column for column in counts if any(map(is_plan, kinds[column]))]
    facts = [column for column in counts if any(map(is_fact, kinds[column]))]
    if facts and plans and len(facts) + len(plans) == len(counts):
        message = f"под «{title}» стоят «{kinds[plans[0]][-1]}» и «{kinds[facts[0]][-1]}»: прочитан факт"
        what = f"чтобы прочитать план, опишите столбец «{made.head.name(plans[0])}» отдельно"
        _say(made, "remark", "plan_beside_fact", message, what, cell=made.cell(plans[0]))
        return _narrowed(made, title, parts, facts, quantity)
    return columns


def _bind_shares(made: Binding, title: str, columns: list[int], quantity: Quantity) -> None:
    """A published share beside its count is compared, where it is known what it is a share of."""
    whole = quantity.spec.share_of or made.table.wholes.get(quantity.spec.variable, "")
    if not (quantity.spec.variable and whole):
        message = f"под «{title}» рядом с количеством стоит доля; она не сверена: неизвестно, от чего она"
        _say(made, "remark", "share_unchecked", message, "укажите у столбца «share_of»", cell=made.cell(columns[0]))
        return
    spec = Column(share=quantity.spec.variable, share_of=whole, breakdown=quantity.spec.breakdown)
    shares = Quantity(f"{title}, %", spec, presumed=not quantity.spec.share_of)
    made.bounds += [Bound(shares, (column,), _period(made.head, column)) for column in columns]


def _kind(head: Head, column: int, parts: Path) -> Path:
    """What tells a column from the others under the same title, but for its period."""
    return tuple(text for text in head.rest(column, parts) if not period_in(text))


def _one_per_period(made: Binding, title: str, parts: Path, columns: list[int], quantity: Quantity) -> list[Bound]:
    head = made.head
    columns = _without_empty(made, columns)
    periods = [_period(head, column) for column in columns]
    kinds = {_kind(head, column, parts) for column in columns}
    if len(kinds) == 1 and len(set(periods)) == len(columns):
        return [Bound(quantity, (column,), period) for column, period in zip(columns, periods, strict=True)]
    paths = {head.paths[column] for column in columns}
    if len(paths) < len(columns):
        letters = " и ".join(map(column_letter, columns))
        message, what = (
            f"столбец «{title}» повторяется: {letters}",
            "оставьте верный столбец; ни один из них не прочитан",
        )
        _say(made, "blocking", "duplicate_column", message, what, cell="")
        return []
    under = " и ".join(f"«{' / '.join(head.rest(column, parts)) or head.name(column)}»" for column in columns)
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


def _period(head: Head, column: int) -> str:
    """The period that the head of a column tells in a title of its own."""
    return next(filter(None, map(period_in, reversed(head.paths[column]))), "") if len(head.paths[column]) > 1 else ""


def _is_of_other_unit(made: Binding, bound: Bound) -> bool:
    for column in bound.columns:
        path = made.head.paths[column]
        if wrong := other_unit(made.table, bound.quantity, path, made.head.captions, made.cell(column)):
            made.problems.append(wrong)
            return True
    return False


# ---- what nobody has described


def _tell_others(made: Binding) -> None:
    ignored = {column for title in made.table.spec.ignore for column in made.head.columns(made.head.parts(title))}
    for column in range(len(made.head.paths)):
        cell = address(made.head.bottom, column)
        if isinstance(day := made.table.content(made.head.bottom, column), date):
            message = (
                f"в заголовке дата {day:%d.%m.%Y}: Excel сам превращает в даты записи вида «{day.day}-{day.month}»"
            )
            what = "задайте ячейке текстовый формат и наберите заголовок заново; столбец не прочитан"
            _say(made, "blocking", "heading_date", message, what, cell=cell)
        elif made.head.paths[column] and column not in made.used | ignored:
            title = made.head.name(column)
            message = f"столбец «{title}» не описан в dataset.yaml и не прочитан"
            what = f"допишите в «columns» «{title}: {{variable: …}}» или внесите столбец в «ignore»"
            _say(made, "warning", "unknown_column", message, what, cell=column_letter(column))


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
