"""All judged files of a form -> the same, with answers of one addressee held against each other."""

from careerstats import wording
from careerstats.grouping import grouped
from careerstats.intake.forms.judged import Judged
from careerstats.intake.forms.layout import MUNICIPAL_SHEET, SCHOOLS_SHEET
from careerstats.intake.forms.returned import Remark

Whose = tuple[str, str, str]
"""Territory, organisation, period."""


def settle(judged: list[Judged]) -> None:
    """Two returns of one addressee: equal ones are one; of different ones neither is used, and both are named."""
    forms = grouped((_whose(form), form) for form in judged if form.numbers)
    for same in forms.values():
        if len(same) > 1:
            _settle(same)


def sheet_by_sheet(judged: list[Judged]) -> None:
    """A csv holds one sheet; what it lacks another file of the same addressee may bring."""
    brought = {(*_whose(form), kind) for form in judged for kind in _kinds(form)}
    for form in judged:
        kinds = ((SCHOOLS_SHEET, True), (MUNICIPAL_SHEET, False))
        there = {sheet for sheet, kind in kinds if (*_whose(form), kind) in brought}
        form.remarks = [
            (remark, code)
            for remark, code in form.remarks
            if remark.code != "missing_sheet" or remark.sheet not in there
        ]


def _settle(same: list[Judged]) -> None:
    kinds = {id(form): _kinds(form) for form in same}
    differ = [kind for kind in (True, False) if not _equal([form for form in same if kind in kinds[id(form)]], kind)]
    for number, form in enumerate(same):
        others = [other for other in same if other is not form and kinds[id(other)] & kinds[id(form)]]
        if others:
            form.add(_returned_twice(others, bool(differ), number))
    for kind in (True, False):
        _keep_one([form for form in same if kind in kinds[id(form)]], kind, differ)


def _returned_twice(others: list[Judged], differ: bool, number: int) -> Remark:
    files = ", ".join(form.file for form in others[:3]) + wording.and_more(len(others), 3)
    if differ:
        message = f"другой ответ того же адресата: {files}; числа различаются"
        what = "оставьте в папке последний верный файл; ни один из них не использован"
        return Remark("blocking", "returned_twice", message, what)
    used = "не использован" if number else "использован"
    message = f"то же самое прислано ещё раз: {files}; этот файл {used}"
    return Remark("remark", "returned_twice", message, "лишний файл можно удалить")


def _keep_one(same: list[Judged], kind: bool, differ: list[bool]) -> None:
    """Of equal answers the first stays, of different ones none."""
    for form in same if kind in differ else same[1:]:
        form.numbers = [number for number in form.numbers if bool(number.organisation) != kind]


def _kinds(form: Judged) -> set[bool]:
    """Whether the return speaks of schools, of the municipality, or of both."""
    return {bool(number.organisation) for number in form.numbers}


def _equal(same: list[Judged], kind: bool) -> bool:
    contents = [_content(form, kind) for form in same]
    return all(content == contents[0] for content in contents)


def _content(form: Judged, kind: bool) -> dict[tuple[str, str], tuple[int | None, str]]:
    ours = (number for number in form.numbers if bool(number.organisation) == kind)
    return {(number.organisation, number.variable): (number.value, number.status) for number in ours}


def _whose(form: Judged) -> Whose:
    if form.stamp is None:
        return form.file, "", ""
    return form.territory, form.stamp.organisation, form.stamp.period
