"""The «controls» of a variable -> the variables that they name.

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

from careerstats.contracts.catalogue import Control

_OF_ONE = ("at_most", "total", "contradicts")
_RANGE = re.compile(r"(.*?)(\d+)…\1(\d+)")


def named(control: Control) -> list[tuple[str, str]]:
    """(key, variable) for every variable that a control names; ranges written out."""
    single = [(key, name) for key in _OF_ONE if (name := getattr(control, key))]
    return single + [(key, part) for key in ("sum_of", "parts") for part in parts(getattr(control, key))]


def parts(listed: Iterable[str]) -> list[str]:
    """[гр.08, гр.11…гр.13] → гр.08, гр.11, гр.12, гр.13."""
    return [part for name in listed for part in _written_out(name)]


def _written_out(name: str) -> list[str]:
    match = _RANGE.fullmatch(name)
    if match is None or not 0 < int(match[3]) - int(match[2]) < 1000:
        return [name]
    return [f"{match[1]}{number:0{len(match[2])}}" for number in range(int(match[2]), int(match[3]) + 1)]
