"""Rows of a sheet of schools -> those whose school is nobody's, another municipality's, there twice, or gone."""

from collections.abc import Iterator

from careerstats.intake import cells
from careerstats.intake.forms.description import SCHOOL, Form
from careerstats.intake.forms.expected import Expected, Schools
from careerstats.intake.forms.judged import Judged
from careerstats.intake.forms.returned import Key, Remark, Returned

Line = tuple[str, int]
"""Sheet and row from 0."""


def wrong_rows(returned: Returned, schools: Schools, expected: Expected, out: Judged) -> dict[Line, Remark]:
    """Rows that are not read, each with the reason, in order."""
    first: dict[str, Key] = {}
    wrong: dict[Line, Remark] = {}
    for key in returned.keys:
        if key.id not in schools:
            wrong[key.sheet, key.row] = _stranger(key, expected, out)
        elif key.id in first:
            for again, remark in _again(first[key.id], key, returned):
                wrong[again.sheet, again.row] = remark
        else:
            first[key.id] = key
    return wrong


def _again(first: Key, second: Key, returned: Returned) -> Iterator[tuple[Key, Remark]]:
    """A copied row is left out, of contradicting ones both are."""
    same = _said(returned, first) == _said(returned, second)
    tail = "с теми же числами" if same else "с другими числами; обе строки не прочитаны"
    message = f"школа {second.id} уже есть в строке {first.row + 1} {tail}"
    severity = "warning" if same else "blocking"
    remark = Remark(severity, "duplicate", message, "оставьте одну строку", second.sheet, second.cell)
    yield second, remark
    if not same:
        yield first, remark._replace(sheet=first.sheet, cell=first.cell)


def _said(returned: Returned, key: Key) -> dict[str, str]:
    ours = (answer for answer in returned.answers if (answer.sheet, answer.row) == (key.sheet, key.row))
    return {answer.variable: f"{answer.mark}{cells.normal_text(answer.content)}" for answer in ours}


def _stranger(key: Key, expected: Expected, out: Judged) -> Remark:
    assert out.stamp is not None
    register, shown = expected.known.register, key.id[:80]
    organisation = register.by_id.get(key.id)
    if organisation is None:
        what = f"{register.nearest(shown)}; строка не прочитана"
        message = f"школы «{shown}» нет в {register.file}"
        return Remark("blocking", "unknown_organisation", message, what, key.sheet, key.cell)
    what = "строка не прочитана; проверьте код"
    if not organisation.exists_in(out.stamp.period):
        message = f"школа {organisation.id} ({organisation.name}) в {out.stamp.period} не действовала"
        return Remark("blocking", "organisation_not_in_force", message, what, key.sheet, key.cell)
    where = f"{organisation.territory}, {organisation.kind}"
    message = (
        f"организация {organisation.id} ({organisation.name}) – не школа этого муниципального образования: {where}"
    )
    return Remark("blocking", "territory_differs", message, what, key.sheet, key.cell)


def absent_schools(form: Form, schools: Schools, there: set[str], sheet: str) -> Iterator[Remark]:
    """Rows that were deleted: the schools are named; a return without them is not complete."""
    gone = [organisation for id, organisation in schools.items() if id not in there]
    if form.per == SCHOOL or not form.questions or not gone or not any(there):
        return
    listed = ", ".join(f"{organisation.id} ({organisation.name})" for organisation in gone)
    what = "верните строки из бланка; сведений этих школ нет"
    yield Remark("blocking", "missing_school", f"в книге нет строк школ: {listed}", what, sheet)
