"""The «controls» of a variable -> what is wrong in how they are written, and the variables that they name.

| control | what it holds | of the data |
|---|---|---|
| {at_most: X} | this is not greater than X | arithmetic: blocking |
| {sum_of: [A, B]} | this is the sum of A and B | arithmetic: blocking |
| {total: K, parts: [A, B…D]} | K is the sum of the parts | arithmetic: blocking |
| {jump: 3, from: previous, at_least: 50} | not over three times last year's, nor under a third | a warning |
| {copy_of_previous: true} | the answers are not all last year's | a warning |
| {same_in_all_schools: true} | schools of one municipality answer differently | a warning |
| {contradicts: F, ask: …} | «да» here goes with no «нет» in F; ``ask``: what to ask | a warning |
| {level: school} | where schools report it, no municipality does in their place | a warning |
"""

import re
from collections.abc import Iterable
from typing import Any

MEANINGS = ("at_most", "sum_of", "total", "jump", "copy_of_previous", "same_in_all_schools", "contradicts", "level")
_MAY = {"total": {"parts"}, "jump": {"from", "at_least"}, "contradicts": {"ask"}}
_OF_ONE = ("at_most", "total", "contradicts")
_LEVELS = ("school", "municipality")
_RANGE = re.compile(r"(.*?)(\d+)…\1(\d+)")


def of_entry(controls: Any, where: str) -> list[str]:
    """What is wrong in the controls of one entry; ``where``: its file and name."""
    if not isinstance(controls, list):
        return [f"{where}: в поле «controls» нужен список, каждая запись с «-»"]
    return [f"{where}, контроль: {text}" for one in controls for text in _of_control(one)]


def _of_control(one: Any) -> list[str]:
    if not isinstance(one, dict):
        return [f"«{one}» – не запись «имя: значение»"]
    meaning = next((key for key in MEANINGS if key in one), "")
    allowed = {meaning} | _MAY.get(meaning, set())
    unknown = sorted(map(str, set(one) - allowed if meaning else one))
    if unknown:
        return [f"«{key}» неизвестно; можно: {', '.join(sorted(allowed) if meaning else MEANINGS)}" for key in unknown]
    return _of_value(meaning, one) if meaning else [f"нужно одно из {', '.join(MEANINGS)}"]


def _of_value(meaning: str, one: dict[str, Any]) -> list[str]:
    """Each meaning has a shape of its own."""
    value, wrong = one[meaning], []
    if meaning in _OF_ONE and not isinstance(value, str):
        wrong.append(f"в «{meaning}» нужно имя величины")
    listed = one.get("parts") if meaning == "total" else value
    if meaning in ("sum_of", "total") and not _are_names(listed):
        wrong.append(f"в «{'parts' if meaning == 'total' else 'sum_of'}» нужен список имён величин")
    if meaning == "jump" and not (_is_number(value) and value > 1):
        wrong.append("в «jump» нужно число больше 1: во сколько раз")
    if meaning == "jump" and one.get("from", "previous") != "previous":
        wrong.append("в «from» можно только previous (предыдущий период)")
    if meaning == "jump" and not _is_number(one.get("at_least", 0)):
        wrong.append("в «at_least» нужно число: с какого количества сравнивать")
    if meaning in ("copy_of_previous", "same_in_all_schools") and value is not True:
        wrong.append(f"в «{meaning}» можно только true; ненужный контроль удалите")
    if not isinstance(one.get("ask", ""), str):
        wrong.append("в «ask» нужен текст: что уточнить")
    if meaning == "level" and value not in _LEVELS:
        wrong.append(f"в «level» можно: {', '.join(_LEVELS)}")
    return wrong


def _are_names(listed: Any) -> bool:
    return isinstance(listed, list) and bool(listed) and all(isinstance(name, str) for name in listed)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def named(control: dict[str, Any]) -> list[tuple[str, str]]:
    """(key, variable) for every variable that a control names; ranges written out."""
    found = [(key, str(control[key])) for key in _OF_ONE if key in control]
    return found + [(key, one) for key in ("sum_of", "parts") for one in parts(control.get(key, ()))]


def parts(listed: Iterable[str]) -> list[str]:
    """[гр.08, гр.11…гр.13] → гр.08, гр.11, гр.12, гр.13."""
    return [one for name in listed for one in _written_out(name)]


def _written_out(name: str) -> list[str]:
    match = _RANGE.fullmatch(name)
    if match is None or not 0 < int(match[3]) - int(match[2]) < 1000:
        return [name]
    return [f"{match[1]}{number:0{len(match[2])}}" for number in range(int(match[2]), int(match[3]) + 1)]
