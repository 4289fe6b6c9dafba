"""A dataset that was read -> protocol.xlsx of the region and of each municipality, and what changed since last time."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from careerstats import wording
from careerstats.bundles.quality import of_municipalities, of_region
from careerstats.export import xlsx
from careerstats.model import REPORTED

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring

Row = dict[str, Any]

COUNTS, PREVIOUS = "counts.parquet", "counts.previous.parquet"
"""The counts of the last build, and of the last build before them that had other numbers."""

_KEY = ["territory", "organisation", "period", "variable", "breakdown"]

SEVERITY = {"blocking": "ошибка (не использовано)", "warning": "предупреждение", "remark": "замечание к оформлению"}
KIND = {"added": "добавлено", "changed": "изменено", "gone": "больше нет"}
STATUS = {"absent": "нет сведений", "not applicable": "не применимо", "unreadable": "не прочитано", "": ""}


# ---- what changed


def changes(folder: Path, counts: pd.DataFrame) -> list[Row] | None:
    """Against the last counts that differ from these, kept in ``folder``; None where there are none.

    One row = one number: its place, ``was`` and ``now`` (a number, or why there is none), ``kind``: added, changed or
    gone.
    """
    for name in (COUNTS, PREVIOUS):
        if (folder / name).is_file() and (found := differences(pd.read_parquet(folder / name), counts)):
            return found
    return [] if (folder / PREVIOUS).is_file() else None


def keep_previous(folder: Path, counts: pd.DataFrame) -> None:
    """Before ``counts`` are written: set those of the last build aside if they had other numbers."""
    last = folder / COUNTS
    if last.is_file() and differences(pd.read_parquet(last), counts):
        last.replace(folder / PREVIOUS)


def differences(old: pd.DataFrame, new: pd.DataFrame) -> list[Row]:
    """Numbers that are new, other than before, or gone; in order of territory, organisation, period, variable."""
    before, after = (_by_key(frame) for frame in _where_they_differ(old, new))
    rows = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if _told(was) != _told(now):
            kind = "added" if was is None else "gone" if now is None else "changed"
            there = now or was or {}
            place = dict(zip(_KEY, key, strict=True)) | {"code": there["code"], "origin": there["origin"]}
            rows.append({**place, "kind": kind, "was": _told(was), "now": _told(now)})
    return rows


def _where_they_differ(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of both, the rows whose key has anything that is not the same in the other: mostly few, of very many."""
    told = [*_KEY, "code", "value", "status", "origin"]
    texts = [frame[told].astype("string").fillna("") for frame in (old, new)]
    whole = [pd.util.hash_pandas_object(text, index=False) for text in texts]
    keys = [pd.util.hash_pandas_object(text[_KEY], index=False) for text in texts]
    moved = pd.concat([keys[0][~whole[0].isin(whole[1])], keys[1][~whole[1].isin(whole[0])]])
    first, second = (frame[key.isin(moved).to_numpy()] for frame, key in zip((old, new), keys, strict=True))
    return first, second


def _by_key(counts: pd.DataFrame) -> dict[tuple[str, ...], Row]:
    """One number per key: of a quantity told twice, the one that was read."""
    rows = counts[[*_KEY, "code", "value", "status", "origin"]].astype(object).to_dict("records")
    rows.sort(key=lambda row: row["status"] == REPORTED)  # the last one stays
    return {tuple(str(row[name]) for name in _KEY): {str(k): v for k, v in row.items()} for row in rows}


def _told(count: Row | None) -> str:
    if count is None:
        return ""
    return (
        str(int(count["value"]))
        if count["status"] == REPORTED
        else STATUS.get(str(count["status"]), str(count["status"]))
    )


# ---- the workbooks


def write(monitoring: "Monitoring", folder: Path) -> Path:
    """protocol.xlsx of the region and protocols/protocol-<code>.xlsx of each municipality; returns the first."""
    results = monitoring.results
    moved = changes(folder, results.intake.counts)
    target = folder / "protocols"
    target.mkdir(parents=True, exist_ok=True)
    date, period = str(results.dataset.settings.get("date", "")), wording.year(results.dataset.period)
    names = {one.code: one.name for one in results.intake.territories}
    written = set()
    for code, told in of_municipalities(results, moved).items():
        path = target / f"protocol-{code}.xlsx"
        path.write_bytes(xlsx.write(sheets(told), f"Протокол проверки данных: {names[code]}, {period}", date))
        written.add(path)
    for stale in set(target.glob("protocol-*.xlsx")) - written:
        stale.unlink()
    whole = folder / "protocol.xlsx"
    title = f"Протокол проверки данных: {results.intake.region.name}, {period}"
    whole.write_bytes(xlsx.write(sheets(of_region(results, moved)), title, date))
    return whole


def sheets(told: Row) -> list[xlsx.Sheet]:
    """The four sheets of a protocol."""
    return [
        {"title": "Замечания", "columns": _PROBLEMS, "rows": [_problem(row) for row in told["problems"]]},
        {"title": "Полнота", "columns": _COMPLETENESS, "rows": [_complete(row) for row in told["completeness"]]},
        {"title": "Исправления", "columns": _CORRECTIONS, "rows": [_corrected(row) for row in told["corrections"]]},
        {"title": "Что изменилось", "columns": _CHANGES, "rows": _changed(told["changes"])},
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
HIDDEN = "не приводится"


def _problem(row: Row) -> list[str]:
    keys = ("file", "sheet", "cell", "name", "school", "there", "message", "expected", "what_to_do")
    return [*(row[key] for key in keys), SEVERITY[row["severity"]]]


def _complete(row: Row) -> list[str | int]:
    by_school = row["expected"] > 0
    schools = [row["schools"], row["expected"]] if by_school else ["", ""]
    file = row["table"] if row["table"] != row["title"] else ""
    numbers = [row["absent"], row["unreadable"]]
    return [row["name"], row["title"], file, reported(row), *schools, lacking(row), *numbers]


def reported(row: Row) -> str:
    """«да», «нет», «частично»: whether a municipality told a table, all its schools did."""
    if not row["reported"]:
        return "нет"
    return "частично" if row["missing"] else "да"


def lacking(row: Row) -> str:
    """What is missing from a table: all of it, or these schools."""
    return "вся таблица" if not row["reported"] else "; ".join(row["missing"])


def _corrected(row: Row) -> list[str]:
    first = [row[key] for key in ("file", "sheet", "cell", "name", "school", "title", "period")]
    numbers = [HIDDEN, HIDDEN] if row["hidden"] else [row["was"], row["becomes"]]
    return [*first, *numbers, row["why"], row["who"], wording.day(row["date"])]


def _changed(rows: list[Row] | None) -> list[list[str | int]]:
    if not rows:
        return [[FIRST_TIME if rows is None else NOTHING_NEW, *[""] * (len(_CHANGES) - 1)]]
    return [_change(row) for row in rows]


def _change(row: Row) -> list[str | int]:
    numbers = [HIDDEN if row["hidden"] else _number(row[key]) for key in ("was", "now")]
    part = row["breakdown"].replace("=", ": ").replace("unassigned", "не указали муниципальное образование")
    return [row["name"], row["school"], row["period"], row["title"], part, *numbers, KIND[row["kind"]], row["origin"]]


def _number(text: str) -> str | int:
    return int(text) if text.isdecimal() else text
