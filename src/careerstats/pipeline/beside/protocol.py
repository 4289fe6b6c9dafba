"""A dataset that was read -> protocol.xlsx of the region and of each municipality, and what changed since last time."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pandas as pd

from careerstats import wording
from careerstats.bundles.quality import of_municipalities, of_region
from careerstats.contracts.quality import ADDED, CHANGED, GONE, Change, Correction, Protocol, Remark, TableReport
from careerstats.export import xlsx
from careerstats.model import REPORTED
from careerstats.note.quality_words import KIND, NOT_TOLD, STATUS, reported

if TYPE_CHECKING:
    from careerstats.bundles import Results


COUNTS, PREVIOUS = "counts.parquet", "counts.previous.parquet"
"""The counts of the last build, and of the last build before them that had other numbers."""

WHOLE, EACH = "protocol.xlsx", "protocols"

_KEY = ["territory", "organisation", "period", "variable", "breakdown"]

SEVERITY = {"blocking": "ошибка (не использовано)", "warning": "предупреждение", "remark": "замечание к оформлению"}


# ---- what changed


def changes(folder: Path, counts: pd.DataFrame) -> list[Change] | None:
    """Against the last counts that differ from these, kept in ``folder``; None where there are none."""
    for name in (COUNTS, PREVIOUS):
        last = _last(folder / name)
        if last is not None and (changed := differences(last, counts)):
            return changed
    return [] if (folder / PREVIOUS).is_file() else None


def keep_previous(folder: Path, counts: pd.DataFrame) -> None:
    """Before ``counts`` are written: set those of the last build aside if they had other numbers."""
    last = _last(folder / COUNTS)
    if last is not None and differences(last, counts):
        (folder / COUNTS).replace(folder / PREVIOUS)


def _last(path: Path) -> pd.DataFrame | None:
    """None where there are no counts, or ruined ones."""
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError):  # what is no parquet is a ValueError of Arrow
        return None


def differences(old: pd.DataFrame, new: pd.DataFrame) -> list[Change]:
    """Numbers that are new, other than before, or gone; in order of territory, organisation, period, variable."""
    before, after = (_by_key(frame) for frame in _where_they_differ(old, new))
    return [
        change for key in sorted(before.keys() | after.keys()) if (change := _change(before.get(key), after.get(key)))
    ]


Row = Mapping[Hashable, Any]
"""A row of counts.parquet."""


def _change(was: Row | None, now: Row | None) -> Change | None:
    """None where both say the same."""
    there, (before, after) = now or was, (_value_of(row) if row else None for row in (was, now))
    if there is None or before == after:
        return None
    kind = ADDED if was is None else GONE if now is None else CHANGED
    place = {name: str(there[name]) for name in (*_KEY, "code", "origin")}
    return msgspec.convert({**place, "kind": kind, "was": before, "now": after}, Change)


def _where_they_differ(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of both, the rows whose key has anything that is not the same in the other: mostly few, of very many."""
    compared = [*_KEY, "code", "value", "status", "origin"]
    texts = [frame[compared].astype("string").fillna("") for frame in (old, new)]
    whole = [pd.util.hash_pandas_object(text, index=False) for text in texts]
    keys = [pd.util.hash_pandas_object(text[_KEY], index=False) for text in texts]
    moved = pd.concat([keys[0][~whole[0].isin(whole[1])], keys[1][~whole[1].isin(whole[0])]])
    first, second = (frame[key.isin(moved).to_numpy()] for frame, key in zip((old, new), keys, strict=True))
    return first, second


def _by_key(counts: pd.DataFrame) -> dict[tuple[str, ...], Row]:
    """One number per key: of a quantity told twice, the one that was read."""
    rows = counts[[*_KEY, "code", "origin", "value", "status"]].astype(object).to_dict("records")
    rows.sort(key=lambda row: row["status"] == REPORTED)  # the last one stays
    return {tuple(str(row[name]) for name in _KEY): row for row in rows}


def _value_of(row: Row) -> int | str | None:
    """A number, or why there is none, or nothing that could be said."""
    return int(row["value"]) if row["status"] == REPORTED else str(row["status"]) or None


# ---- the workbooks


def drawn_up(results: "Results", folder: Path) -> Protocol:
    """Of the region, with all of its municipalities; ``folder``: where the counts of the last build are.

    It quotes cells, so it is made while the dataset is read.
    """
    return of_region(results, changes(folder, results.intake.counts))


def books(results: "Results", whole: Protocol) -> dict[str, bytes]:
    """Name → workbook: protocol.xlsx of the region, protocols/protocol-<code>.xlsx of each municipality."""
    date, period = results.dataset.settings.date, wording.year(results.dataset.period)
    names = {territory.code: territory.name for territory in results.intake.territories}
    title = f"Протокол проверки данных: {results.intake.region.name}, {period}"
    region = {WHOLE: xlsx.write(sheets(whole), title, date)}
    return region | {
        f"{EACH}/protocol-{code}.xlsx": xlsx.write(
            sheets(own), f"Протокол проверки данных: {names[code]}, {period}", date
        )
        for code, own in of_municipalities(results, whole).items()
    }


def write(made: Mapping[str, bytes], folder: Path) -> Path:
    """Put the workbooks into ``folder``; returns that of the region."""
    (folder / EACH).mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (folder / name).write_bytes(data)
    for stale in {*(folder / EACH).glob("protocol-*.xlsx")} - {folder / name for name in made}:
        stale.unlink()
    return folder / WHOLE


def sheets(protocol: Protocol) -> list[xlsx.Sheet]:
    """The four sheets of a protocol."""
    return [
        xlsx.Sheet("Замечания", _PROBLEMS, list(map(_problem, protocol.problems))),
        xlsx.Sheet("Полнота", _COMPLETENESS, list(map(_complete, protocol.completeness))),
        xlsx.Sheet("Исправления", _CORRECTIONS, list(map(_corrected, protocol.corrections))),
        xlsx.Sheet("Что изменилось", _CHANGES, _changed(protocol.changes)),
    ]


_PROBLEMS = [
    ("Файл", 28), ("Лист", 10), ("Ячейка", 9), ("Муниципальное образование", 22), ("Организация", 24),
    ("Что в ячейке", 16), ("Что не так", 48), ("Что ожидается", 26), ("Что сделать", 36), ("Важность", 17),
]  # fmt: skip
_COMPLETENESS = [
    ("Муниципальное образование", 26), ("Таблица (форма)", 34), ("Файл", 30), ("Представлена", 14),
    ("Школ представило", 12), ("Школ должно представить", 14), ("Чего нет", 48), ("Пустых ячеек", 10),
    ("Не использовано ячеек", 15),
]  # fmt: skip
_CORRECTIONS = [
    ("Файл", 28), ("Лист", 10), ("Ячейка", 9), ("Муниципальное образование", 22), ("Организация", 24),
    ("Величина", 40), ("Период", 10), ("Было", 14), ("Стало", 14), ("Основание", 36), ("Кто исправил (должность)", 24),
    ("Дата", 12),
]  # fmt: skip
_CHANGES = [
    ("Муниципальное образование", 26), ("Организация", 26), ("Период", 10), ("Величина", 44), ("В разрезе", 22),
    ("Было", 14), ("Стало", 14), ("Что произошло", 14), ("Где", 34),
]  # fmt: skip

FIRST_TIME = "Сравнивать не с чем: это первые построенные сведения набора."
NOTHING_NEW = "Сведения не изменились."


def _problem(remark: Remark) -> list[str]:
    problem = remark.problem
    place = [problem.file, problem.sheet, problem.cell, remark.name, remark.school, remark.there]
    return [*place, problem.message, remark.expected, problem.what_to_do, SEVERITY[problem.severity]]


def _complete(report: TableReport) -> list[str | int]:
    schools = [report.schools, report.expected] if report.expected else ["", ""]
    file = report.table if report.table != report.title else ""
    numbers = [report.absent, report.unreadable]
    return [report.name, report.title, file, reported(report), *schools, lacking(report), *numbers]


def lacking(report: TableReport) -> str:
    """What is missing from a table: all of it, or these schools."""
    return "вся таблица" if not report.reported else "; ".join(report.missing)


def _corrected(correction: Correction) -> list[str]:
    place = [correction.file, correction.sheet, correction.cell, correction.name, correction.school]
    numbers = [NOT_TOLD, NOT_TOLD] if correction.hidden else [correction.was, correction.becomes]
    grounds = [correction.why, correction.who, wording.day(correction.date)]
    return [*place, correction.title, correction.period, *numbers, *grounds]


def _changed(changed: tuple[Change, ...] | None) -> list[list[str | int]]:
    if not changed:
        return [[FIRST_TIME if changed is None else NOTHING_NEW, *[""] * (len(_CHANGES) - 1)]]
    return list(map(_change_cells, changed))


def _change_cells(change: Change) -> list[str | int]:
    numbers = [NOT_TOLD if change.hidden else _number(number) for number in (change.was, change.now)]
    part = change.breakdown.replace("=", ": ").replace("unassigned", "не указали муниципальное образование")
    place = [change.name, change.school, change.period, change.title, part]
    return [*place, *numbers, KIND[change.kind], change.origin]


def _number(number: int | str | None) -> str | int:
    return number if isinstance(number, int) else STATUS.get(number or "", number or "")
