"""A bundle -> the tables of numbers that a notebook computes with: one row a fact, documented columns.

They hold what the bundle holds and nothing else: of a note for the public, what the public may see.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from careerstats import reasons, wording
from careerstats.contracts.appendices import JOINED, NOBODY, SMALL, SchoolShare
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.values import Point, Value, Year
from careerstats.formulas import floats, share
from careerstats.model import HIDDEN

if TYPE_CHECKING:
    import pandas as pd


class Column(NamedTuple):
    """How a column is headed when it is printed, with its unit, what it holds, and its pandas type."""

    head: str
    meaning: str
    kind: str = "str"


COUNT, SHARE, WORD = "Int64", "float64", "str"

COLUMNS = {
    "indicator": Column("Показатель", "номер показателя, как в каталоге: 1.1"),
    "title": Column("Название", "краткое название показателя"),
    "code": Column("Код", "код ОКТМО муниципального образования"),
    "name": Column("Муниципальное образование", "название, как в справке"),
    "own": Column("Своё", "строка того, о ком справка", "bool"),
    "school": Column("Школа", "название школы, как в справке"),
    "place": Column("Где", "own – того, о ком справка, region – региона"),
    "period": Column("Период", "учебный год, год или дата"),
    "numerator": Column("Числитель, ед.", "сколько участников (школ) учтено в числителе", COUNT),
    "denominator": Column("Знаменатель, ед.", "от скольких взята доля", COUNT),
    "value": Column("Значение, %", "числитель от знаменателя, без округления", SHARE),
    "rest": Column("Остальные, %", "доля по всем остальным муниципальным образованиям вместе", SHARE),
    "verdict": Column("Оценка", "below – ниже остальных, above – выше, same – отличие не больше случайного или мало, "
                      "not_comparable – нельзя сравнить"),
    "range_low": Column("Случайно от, ед.", "наименьший числитель, какой дал бы случай", COUNT),
    "range_high": Column("Случайно до, ед.", "наибольший числитель, какой дал бы случай", COUNT),
    "reason": Column("Оценка словами", "те же слова, что в справке"),
    "previous_numerator": Column("Числитель раньше, ед.", "числитель прошлого периода", COUNT),
    "previous_denominator": Column("Знаменатель раньше, ед.", "знаменатель прошлого периода", COUNT),
    "change_points": Column("Изменение, п. п.", "на сколько изменилась доля у тех, кто отвечал оба раза", SHARE),
    "change": Column("Изменение", "up – вырос, down – снизился, same – не больше обычных колебаний, not_comparable – "
                     "нельзя сравнить"),
    "status": Column("Что с числом", "shown – есть, hidden – этому читателю не показано, rounded – "
                     "этому читателю показано округлённым до 5, no_data – нет данных"),
    "why": Column("Почему нет числа", "у школы: мало обучающихся, учтена вместе с другими малыми, нет обучающихся, "
                  "нет данных"),
    "break_reason": Column("Разрыв ряда", "почему с последним годом сравнивать нельзя; пусто – можно"),
    "number": Column("Номер", "номер проблемы в справке: П-1; пусто – это не проблема"),
    "kind": Column("Вид", "вид вывода"),
    "rule": Column("Правило", "правило, по которому сделан вывод"),
    "size": Column("Кого касается, ед.", "сколько обучающихся (школ) за выводом", COUNT),
    "fragile": Column("Неустойчив", "изменился бы от нескольких участников без муниципального образования", "bool"),
    "text": Column("Вывод", "предложение, как в справке"),
}  # fmt: skip

VALUES = (
    "indicator", "title", "period", "numerator", "denominator", "value", "rest", "verdict", "range_low", "range_high",
    "reason", "previous_numerator", "previous_denominator", "change_points", "change", "status",
)  # fmt: skip
EVERYONE = ("code", "name", "own", "numerator", "denominator", "value", "verdict", "range_low", "range_high", "change",
            "status")  # fmt: skip
SCHOOLS = ("school", "indicator", "numerator", "denominator", "value", "why")
HISTORY = ("indicator", "place", "code", "period", "numerator", "denominator", "value", "break_reason")
FINDINGS = ("number", "kind", "rule", "indicator", "size", "fragile", "text")
TABLES = {"values": VALUES, "everyone": EVERYONE, "schools": SCHOOLS, "history": HISTORY, "findings": FINDINGS}
"""Name of a table of a note → its columns."""

WORDS = {
    "verdict": {"below": "ниже", "above": "выше", "same": "не отличается", "not_comparable": "нельзя сравнить"},
    "change": {"up": "вырос", "down": "снизился", "same": "не изменился", "not_comparable": "нельзя сравнить"},
    "status": {"shown": "есть", "hidden": "скрыто", "rounded": "округлено до 5", "no_data": "нет данных"},
    "place": {"own": "своё", "region": "регион"},
}
"""Column → its codes as a reader is told them."""

_NUMBERS = {name for name, column in COLUMNS.items() if column.kind in (COUNT, SHARE)}

Cell = str | int | float | bool | None

SHOWN, NO_DATA = "shown", "no_data"
_WHY = {SMALL: "мало обучающихся", JOINED: "учтена вместе с другими малыми", NOBODY: "нет обучающихся"}


def values(bundle: Bundle) -> "pd.DataFrame":
    """Own rows of the indicators of the note, in their order."""
    rows = {row.indicator: row for row in bundle.values}
    return _frame(VALUES, (_value(bundle, rows[id]) for id in bundle.settings.indicators if id in rows))


def everyone(bundle: Bundle, indicator: str) -> "pd.DataFrame":
    """One indicator of all municipalities; those without a number too."""
    points = {point.code: point for point in bundle.everyone.get(indicator, ())}
    own = bundle.territory.code
    return _frame(
        EVERYONE,
        (
            [place.code, place.name, place.code == own, *_numbers(point), point.verdict, *_range(point), point.change,
             _status(point)]
            for place in bundle.municipalities
            for point in [points.get(place.code, Point(code=place.code))]
        ),
    )  # fmt: skip


def schools(bundle: Bundle) -> "pd.DataFrame":
    """Schools of the municipality and every indicator that its table has; empty where the note has no schools."""
    table = bundle.appendices.schools
    return _frame(
        SCHOOLS,
        (
            [school.name, id, *_numbers(cell), _why(cell)]
            for school in (table.schools if table else ())
            for id, cell in zip(table.indicators if table else (), school.shares, strict=True)
        ),
    )


def history(bundle: Bundle) -> "pd.DataFrame":
    """The years of every indicator that has more than one, own and the region's, the oldest first."""
    places = (("own", bundle.territory.code), ("region", bundle.region.code))
    return _frame(
        HISTORY,
        (
            [id, place, code, year.period, *_numbers(year), year.break_reason]
            for id, series in bundle.series.items()
            for (place, code), years in zip(places, (series.own, series.region), strict=True)
            for year in years
        ),
    )


def findings(bundle: Bundle) -> "pd.DataFrame":
    """What the rules say of this place, in the order of the note."""
    return _frame(
        FINDINGS,
        ([row.number, row.kind, row.rule, row.indicator, row.size, row.fragile, row.text] for row in bundle.findings),
    )


def described() -> "pd.DataFrame":
    """Column → its head with the unit, and what it holds."""
    import pandas as pd

    rows = {name: (column.head, column.meaning) for name, column in COLUMNS.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["заголовок", "что в нём"])


def titled(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The same for a reader: heads with units, words instead of codes, «скрыто» where a number is not shown.

    Columns of one's own stay as they are.
    """
    shown = frame.copy()
    if "status" in frame:
        hidden = frame["status"] == HIDDEN
        for name in (name for name in frame if name in _NUMBERS):
            shown[name] = frame[name].astype("object").mask(hidden, wording.HIDDEN)
    for name, words in WORDS.items():
        if name in frame:
            shown[name] = frame[name].map(lambda code, words=words: words.get(code, code))
    return shown.rename(columns={name: column.head for name, column in COLUMNS.items()})


def _frame(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(columns), dtype="object")
    return frame.astype({name: COLUMNS[name].kind for name in columns if COLUMNS[name].kind != WORD})


def _value(bundle: Bundle, row: Value) -> list[Cell]:
    passport = bundle.passports.get(row.indicator)
    known = row.rest_numerator is not None and row.rest_denominator
    rest = float(floats(share(row.rest_numerator, row.rest_denominator))) if known else None
    said = f"{reasons.verdict(row)}{reasons.tentative(row)}" if row.verdict else ""
    return [
        row.indicator, passport.short if passport else "", row.period, *_numbers(row), rest, row.verdict, *_range(row),
        said, row.previous_numerator, row.previous_denominator, row.change_points, row.change, _status(row),
    ]  # fmt: skip


def _numbers(row: Point | SchoolShare | Year) -> list[Cell]:
    """Numerator, denominator and the share in per cent."""
    known = row.numerator is not None and bool(row.denominator)
    return [row.numerator, row.denominator, float(floats(share(row.numerator, row.denominator))) if known else None]


def _range(row: Point) -> tuple[Cell, Cell]:
    return row.limits or (None, None)


def _status(row: Point) -> str:
    if row.is_guarded:
        return row.status
    return SHOWN if row.has_share else NO_DATA


def _why(cell: SchoolShare) -> str:
    return _WHY.get(cell.why, "нет данных" if cell.is_silent else "")
