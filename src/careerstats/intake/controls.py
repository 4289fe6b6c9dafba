"""Counts of all tables -> what does not go together is named.

Every problem has the addresses of both numbers; nothing is mended.
"""

from collections.abc import Iterable, Iterator

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.catalogue.controls import parts as written_out
from careerstats.contracts.catalogue import Control
from careerstats.contracts.counts import Count, number
from careerstats.grouping import grouped
from careerstats.intake.tables import place_of
from careerstats.model import REPORTED, UNASSIGNED, Problem, period_start, split_origin

Key = tuple[str, str, str, str, str]  # code, organisation, breakdown, period, variable

TELLING = 10
"""Numbers below this are equal by chance too often to tell anything."""

ENOUGH = 4
"""So many telling numbers, all equal, are no chance; so many schools too."""

AT_LEAST = 50
"""A jump of smaller numbers than this is not one, unless the control says otherwise."""


def key_of(count: Count, variable: str = "", period: str = "") -> Key:
    """What a count is the count of."""
    return (
        count["code"],
        count["organisation"],
        count["breakdown"],
        period or count["period"],
        variable or count["variable"],
    )


def held(counts: Iterable[Count], catalogue: Catalogue) -> list[Problem]:
    """Problems of all controls of the catalogue, and those that need none; only reported counts are compared."""
    known = {key_of(count): count for count in counts if count["status"] == REPORTED}
    same_in_all_schools = _having(catalogue, "same_in_all_schools")
    return [
        *_over_wholes(known, catalogue),
        *_sums(known, catalogue),
        *_categories(known, catalogue),
        *_jumps(known, catalogue),
        *_copies(known, _having(catalogue, "copy_of_previous")),
        *_same_in_all_schools(known, same_in_all_schools),
        *_twins(known, same_in_all_schools, of_schools=True),
        *_twins(
            known, {id for id, variable in catalogue.variables.items() if variable.unit != "flag"}, of_schools=False
        ),
        *_contradictions(known, catalogue),
        *_levels(known, catalogue),
    ]


def _having(catalogue: Catalogue, key: str) -> set[str]:
    """Variables that have a control of this kind."""
    every = catalogue.variables.values()
    return {variable.id for variable in every for control in variable.controls if getattr(control, key)}


def _with(known: dict[Key, Count], catalogue: Catalogue, key: str) -> Iterator[tuple[Count, Control]]:
    """(count, control) for each count whose variable has a control of this kind."""
    for count in known.values():
        for control in catalogue.variables[count["variable"]].controls:
            if getattr(control, key):
                yield count, control


# ---- arithmetic


def _over_wholes(known: dict[Key, Count], catalogue: Catalogue) -> Iterator[Problem]:
    """A part greater than its whole, «из них» one category greater than the quantity itself."""
    for count in known.values():
        variable = catalogue.variables[count["variable"]]
        for control in variable.controls:
            whole = known.get(key_of(count, control.at_most)) if control.at_most else None
            if whole is not None and number(count) > number(whole):
                title = catalogue.variables[whole["variable"]].title
                yield _part_over_whole(count, variable.title, f"{title} ({whole['value']}, {whole['origin']})")
        whole = known.get(key_of(count | {"breakdown": ""}))
        if count["breakdown"] not in ("", UNASSIGNED) and whole is not None and number(count) > number(whole):
            part = f"{variable.title}, {count['breakdown'].replace('=', ' ')}"
            yield _part_over_whole(count, part, f"всего ({whole['value']}, {whole['origin']})")


def _part_over_whole(count: Count, part: str, whole: str) -> Problem:
    what = "проверьте оба числа; показатель с ними не сравнивается"
    return problem_at(count, "blocking", "part_over_whole", f"{part} ({count['value']}) больше, чем {whole}", what)


def _sums(known: dict[Key, Count], catalogue: Catalogue) -> Iterator[Problem]:
    """A total and its parts; a part that is not reported leaves only «the known ones are already more»."""
    rules = {
        (control.total or variable.id, tuple(written_out(control.parts or control.sum_of)))
        for variable in catalogue.variables.values()
        for control in variable.controls
        if control.total or control.sum_of
    }
    for variable, names in sorted(rules):
        for total in [count for count in known.values() if count["variable"] == variable]:
            counts = [known[key] for name in names if (key := key_of(total, name)) in known]
            added = sum(number(count) for count in counts)
            whole = len(counts) == len(names)
            if added > number(total) or (whole and added != total["value"]):
                yield _sum_differs(total, counts, added, catalogue)


def _categories(known: dict[Key, Count], catalogue: Catalogue) -> Iterator[Problem]:
    """Categories into which each belongs to one only, against the quantity itself; a list tells its own remains."""
    groups = grouped(
        ((key_of(count | {"breakdown": ""}), count["breakdown"].partition("=")[0]), count)
        for count in known.values()
        if "=" in count["breakdown"] and not _is_of_a_list(count)
    )
    for (key, axis), parts in groups.items():
        whole = known.get(key)
        names = {count["breakdown"].partition("=")[2] for count in parts}
        exclusive, complete = _parts_all(axis, names, catalogue.variables[key[-1]].grades)
        if whole is not None and exclusive and len(parts) > 1:
            added = sum(number(count) for count in parts)
            if added > number(whole) or (complete and added != whole["value"]):
                yield _sum_differs(whole, parts, added, catalogue)


_BOTH = ({"да", "нет"}, {"мальчики", "девочки"}, {"юноши", "девушки"}, {"город", "село"})
"""Categories of which each has one."""


def _parts_all(axis: str, names: set[str], grades: str) -> tuple[bool, bool]:
    """Whether nobody is in two of these categories, and whether everybody is in one of them."""
    if axis == "классы":
        first, _, last = grades.partition("-")
        wanted = {str(grade) for grade in range(int(first), int(last or first) + 1)} if first.isdigit() else set()
        return True, bool(wanted) and names == wanted
    return any(names <= both for both in _BOTH), names in _BOTH


def _sum_differs(total: Count, counts: list[Count], added: int, catalogue: Catalogue) -> Problem:
    terms = " + ".join(f"{count['value']} ({count['origin']})" for count in counts)
    title = catalogue.variables[total["variable"]].title
    message = f"{title}: указано {total['value']}, а сумма частей {terms} = {added}"
    return problem_at(total, "blocking", "sum_differs", message, "проверьте все слагаемые и сумму")


# ---- year against year


def _jumps(known: dict[Key, Count], catalogue: Catalogue) -> Iterator[Problem]:
    before = _previous_periods(known)
    for count, control in _with(known, catalogue, "jump"):
        previous = known.get(key_of(count, period=before.get(count["period"], "-")))
        if previous is not None and _is_jump(number(previous), number(count), control):
            title = catalogue.variables[count["variable"]].title
            message = (
                f"{title}: {count['value']}, а за {previous['period']} – {previous['value']} ({previous['origin']}): "
                f"отличие больше чем в {_times(control.jump or 0)}"
            )
            yield problem_at(count, "warning", "jump", message, "проверьте оба числа; если верны, поясните причину")


def _times(number: float) -> str:
    """«10 раз», «3 раза», «1,5 раза»."""
    word = wording.plural(int(number), "раз", "раза", "раз") if number == int(number) else "раза"
    return f"{number:g} {word}".replace(".", ",")


def _is_jump(previous: int, now: int, control: Control) -> bool:
    low, high = sorted((previous, now))
    least = AT_LEAST if control.at_least is None else control.at_least
    return high >= least and high > (control.jump or 0) * low


def _previous_periods(known: dict[Key, Count]) -> dict[str, str]:
    """Period → the one before it among those of the data."""
    periods = sorted({count["period"] for count in known.values()}, key=period_start)
    return dict(zip(periods[1:], periods, strict=False))


def _copies(known: dict[Key, Count], variables: set[str]) -> Iterator[Problem]:
    """All the answers of one file are those of the year before: last year's form was sent again."""
    before = _previous_periods(known)
    for answers in _answers(known, variables).values():
        pairs = [(now, known.get(key_of(now, period=before.get(now["period"], "-")))) for now in answers]
        both = [(now, then) for now, then in pairs if then is not None]
        telling = [now for now, _ in both if number(now) >= TELLING]
        if len(telling) >= ENOUGH and all(now["value"] == then["value"] for now, then in both):
            now, then = both[0]
            message = (
                f"все {len(both)} чисел те же, что за {then['period']} ({then['origin']}): похоже на прошлую форму"
            )
            what = "проверьте, за тот ли период заполнена форма"
            yield problem_at(now, "warning", "copy_of_previous", message, what)


def _answers(known: dict[Key, Count], variables: set[str]) -> dict[tuple[str, str, str, str], list[Count]]:
    """Whose, when and in which file → counts of these variables, in order of the file."""
    return grouped(
        ((count["code"], count["organisation"], count["period"], file_of(count)), count)
        for count in known.values()
        if count["variable"] in variables and count["breakdown"] != UNASSIGNED
    )


# ---- school against school


def _same_in_all_schools(known: dict[Key, Count], variables: set[str]) -> Iterator[Problem]:
    """One number from all schools of a municipality: somebody filled it in for them."""
    groups = grouped(
        ((count["code"], count["breakdown"], count["period"], count["variable"]), count)
        for count in known.values()
        if count["variable"] in variables and count["organisation"]
    )
    for first, *others in groups.values():
        same = {count["value"] for count in others} == {first["value"]}
        if same and len(others) + 1 >= ENOUGH and number(first) >= TELLING:
            message = (
                f"{first['variable']}: все школы муниципального образования ({len(others) + 1}) указали "
                f"{first['value']}, в том числе {others[0]['origin']}"
            )
            what = "уточните число в каждой школе: столько одинаковых чисел случайно не бывает"
            yield problem_at(first, "warning", "same_in_all_schools", message, what)


def _twins(known: dict[Key, Count], variables: set[str], *, of_schools: bool) -> Iterator[Problem]:
    """Two schools of a municipality, or two municipalities, with the same answers to everything: a form was copied."""
    seen: dict[tuple[str, str, frozenset[tuple[str, str, int | None]]], Count] = {}
    for (code, organisation, period, _), answers in _answers(known, variables).items():
        telling = sum(number(count) >= TELLING for count in answers)
        if bool(organisation) != of_schools or telling < ENOUGH or (not of_schools and _is_of_a_list(answers[0])):
            continue
        answered = frozenset((count["variable"], count["breakdown"], count["value"]) for count in answers)
        first = seen.setdefault((code if organisation else "", period, answered), answers[0])
        if (first["code"], first["organisation"]) != (code, organisation):
            who = f"организации {organisation}" if organisation else f"муниципального образования {code}"
            message = (
                f"все {len(answers)} чисел {who} те же, что у {first['organisation'] or first['code']} "
                f"({first['origin']})"
            )
            what = "проверьте, чьи это числа: форма могла быть скопирована"
            yield problem_at(answers[0], "warning", "same_answers", message, what)


# ---- answer against answer


def _contradictions(known: dict[Key, Count], catalogue: Catalogue) -> Iterator[Problem]:
    """«Да» beside a «нет» that does not go with it: which of the two is wrong is asked."""
    for yes, control in _with(known, catalogue, "contradicts"):
        no = known.get(key_of(yes, control.contradicts))
        if yes["value"] and no is not None and not no["value"]:
            titles = [catalogue.variables[count["variable"]].title for count in (yes, no)]
            message = f"«{titles[0]}»: да, а «{titles[1]}»: нет ({no['origin']})"
            what = control.ask or "уточните, какой из двух ответов верен"
            yield problem_at(yes, "warning", "answers_contradict", message, what)


# ---- who reports


def _levels(known: dict[Key, Count], catalogue: Catalogue) -> Iterator[Problem]:
    """A number of the wrong level; where no school reports a variable, a municipality may.

    A list of participants tells both out of the same rows: there is nobody to ask.
    """
    by_school = {(count["variable"], count["period"]) for count in known.values() if count["organisation"]}
    for count, control in _with(known, catalogue, "level"):
        if control.level == "school":
            wrong = not count["organisation"] and (count["variable"], count["period"]) in by_school
            wrong = wrong and count["breakdown"] != UNASSIGNED and not _is_of_a_list(count)
            said = "сведения даны по муниципальному образованию, а по этой величине отчитываются школы"
            what = "запросите сведения по каждой школе"
        else:
            wrong, said = (
                bool(count["organisation"]),
                "сведения даны по организации, а нужны по муниципальному образованию",
            )
            what = "укажите одно число по муниципальному образованию"
        if wrong:
            message = f"{catalogue.variables[count['variable']].title} ({count['value']}): {said}"
            yield problem_at(count, "warning", "wrong_level", message, what)


def _is_of_a_list(count: Count) -> bool:
    """Whether a number was counted out of many rows, and stands in no cell."""
    return not place_of(count["origin"])[2]


def file_of(count: Count) -> str:
    """The file from which it was read."""
    return split_origin(count["origin"])[0]


def problem_at(count: Count, severity: str, code: str, message: str, what: str) -> Problem:
    """A problem at the cell of a count."""
    file, sheet, cell = place_of(count["origin"])
    return Problem(file, severity, code, message, what, sheet, cell, count["code"])
