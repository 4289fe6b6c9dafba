"""dataset.yaml, snapshots -> what is wrong with the descriptions of its dated tables, in Russian."""

from collections.abc import Callable
from typing import Any

from careerstats.intake import shapes

_FOREIGN = ("period", "period_column", "breakdown", "name", "value")
"""What a table may have and a snapshot may not: it is of one day, and of whole places."""


def mistakes(settings: dict[str, Any], of_table: Callable[[Any], list[str]]) -> list[str]:
    """``of_table``: what is wrong with the description of any table; the dates are looked at here."""
    entries = settings.get("snapshots", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return ["snapshots: нужен список таблиц, каждая с «-»"]
    return [f"snapshots: {text}" for one in entries for text in _mistakes(one, of_table)]


def _mistakes(one: dict[str, Any], of_table: Callable[[Any], list[str]]) -> list[str]:
    where = f"таблица {one.get('file', '?')}"
    wrong = [f"{where}: поле «{key}» у еженедельных сведений не применяется" for key in _FOREIGN if key in one]
    if ("date" in one) == ("date_column" in one):
        wrong.append(f"{where}: нужно одно из полей «date» (дата) и «date_column» (столбец с датами)")
    if not {"territory", "organisation"} & one.keys():
        wrong.append(f"{where}: нужно поле «territory» или «organisation» – столбец, где указано, чьи числа")
    if not isinstance(one.get("date_column", ""), str):
        wrong.append(f"{where}: в поле «date_column» нужен заголовок столбца")
    plain = {key: value for key, value in one.items() if key not in ("date", "date_column", *_FOREIGN)}
    return wrong or [*shapes.of_table(plain), *of_table(plain)]
