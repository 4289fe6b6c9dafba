"""Counts of all tables -> those that contradict each other are put out of use, parts over their wholes are named."""

from careerstats.catalogue import Catalogue, Variable
from careerstats.contracts.counts import Count, number
from careerstats.intake import controls as other
from careerstats.intake.controls import Key, key_of
from careerstats.intake.tables import Reading, place_of
from careerstats.model import REPORTED, UNASSIGNED, Problem


def settle(reading: Reading) -> None:
    """One quantity told twice in different tables with different numbers: neither is used."""
    counts: dict[Key, list[Count]] = {}
    for count in reading.counts:
        if count["status"] == REPORTED:
            counts.setdefault(key_of(count), []).append(count)
    wrong: set[str] = set()
    for same in counts.values():
        if len(same) > 1 and len({count["value"] for count in same}) > 1:
            reading.problems.append(_contradiction(*same))
            wrong |= {count["origin"] for count in same}
    if wrong:
        reading.discard(wrong)


def _contradiction(first: Count, *others: Count) -> Problem:
    file, sheet, cell = place_of(first["origin"])
    elsewhere = ", ".join(f"{other['value']} ({other['origin']})" for other in others)
    message = f"{first['variable']}: здесь {first['value']}, в другом месте {elsewhere}"
    what = "оставьте верное число; ни одно из них не использовано"
    return Problem(file, "blocking", "contradiction", message, what, sheet, cell, first["code"])


def controls(counts: list[Count], catalogue: Catalogue) -> list[Problem]:
    """A part greater than its whole, a category greater than all, and all that ``controls.held`` looks for.

    Every problem has both addresses; nothing is mended.
    """
    known = {key_of(count): count for count in counts if count["status"] == REPORTED}
    problems = []
    for count in known.values():
        variable = catalogue.variables[count["variable"]]
        for control in variable.controls:
            whole = known.get(key_of(count, control["at_most"])) if "at_most" in control else None
            if whole is not None and number(count) > number(whole):
                problems.append(_greater(count, whole, catalogue))
        problems += _over_all(count, known, variable)
    return problems + other.held(known.values(), catalogue)


def _greater(part: Count, whole: Count, catalogue: Catalogue) -> Problem:
    titles = [catalogue.variables[count["variable"]].title for count in (part, whole)]
    message = f"{titles[0]} ({part['value']}) больше, чем {titles[1]} ({whole['value']}, {whole['origin']})"
    return _part_over_whole(part, message)


def _over_all(count: Count, known: dict[Key, Count], variable: Variable) -> list[Problem]:
    """«Из них» one category of a quantity against the quantity itself."""
    if count["breakdown"] in ("", UNASSIGNED):
        return []
    whole = known.get(key_of({**count, "breakdown": ""}))
    if whole is None or number(count) <= number(whole):
        return []
    part = f"{variable.title}, {count['breakdown'].replace('=', ' ')} ({count['value']})"
    return [_part_over_whole(count, f"{part} больше, чем всего ({whole['value']}, {whole['origin']})")]


def _part_over_whole(part: Count, message: str) -> Problem:
    file, sheet, cell = place_of(part["origin"])
    what = "проверьте оба числа; показатель с ними не сравнивается"
    return Problem(file, "blocking", "part_over_whole", message, what, sheet, cell, part["code"])
