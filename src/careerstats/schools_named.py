"""Names of schools -> how a sentence names them: «школа № 8», «школы № 8, 1 и 3»; by their full names where it must."""

import re
from collections.abc import Sequence

from careerstats import wording

_NUMBER = re.compile(r"№\s*(\d+)")
FORMS = {
    "nominative": ("школа", "школы"),
    "genitive": ("школы", "школ"),
    "dative": ("школе", "школам"),
    "prepositional": ("школе", "школах"),
}


def number_of(name: str) -> str:
    """«8» of «Средняя школа № 8 Лукоморского муниципального округа»; empty where it has no number."""
    match = _NUMBER.search(name)
    return match[1] if match else ""


def brief(name: str, among: Sequence[str]) -> str:
    """«школа № 8» where no other of them has that number; else the name as it is."""
    number = number_of(name)
    alone = number and [number_of(other) for other in among].count(number) == 1
    return f"школа №{wording.NBSP}{number}" if alone else name


def named(names: Sequence[str], case: str, among: Sequence[str]) -> str:
    """«школах № 8, 1 и 3»; where numbers do not tell them apart, «школах: …» by full names."""
    school, schools = FORMS[case]
    word = school if len(names) == 1 else schools
    numbers = [number_of(name) for name in names]
    every = [number_of(name) for name in among]
    if all(number and every.count(number) == 1 for number in numbers):
        return f"{word} №{wording.NBSP}{wording.joined(numbers)}"
    return f"{word} {wording.joined([f'«{name}»' for name in names])}"
