"""One returned file and what the dataset expects -> numbers and problems: right form, edition, place, complete?"""

from collections.abc import Iterator

from careerstats.grouping import grouped
from careerstats.intake import cells
from careerstats.intake.forms import answers, editions
from careerstats.intake.forms.description import Form, Question
from careerstats.intake.forms.expected import Expected, Schools
from careerstats.intake.forms.identity import refusals
from careerstats.intake.forms.judged import Judged, Number
from careerstats.intake.forms.mapping import mapped
from careerstats.intake.forms.returned import Answer, Remark, Returned
from careerstats.intake.forms.school_rows import Line, absent_schools, wrong_rows
from careerstats.model import REPORTED, UNREADABLE

_FEW = 3  # empty cells of one row that are named one by one
_UNANSWERED = {"absent", "missing_school", "missing_sheet", "missing_column", "not_filled", "no_head"}


def judge(returned: Returned, file: str, folder: str, expected: Expected) -> Judged:
    """``folder``: id of the form in whose folder the file lies."""
    out = Judged(file)
    refusal = next(refusals(returned, folder, expected, out), None)
    if refusal:
        out.add(refusal)
        return out
    assert out.stamp is not None
    form = expected.edition(folder, out.stamp.period)
    assert form is not None
    for remark in returned.remarks:
        out.add(remark)
    names = mapped([answer.variable for answer in returned.answers] + returned.twice, form)
    if not names.possible:
        out.add(editions.refused(names, form, out.stamp))
        return out
    for remark in editions.differences(names, form, out.stamp):
        out.add(remark)
    _read(returned, form, names.names, expected, out)
    return out


def complete(form: Judged) -> bool:
    """Whether the return has a number, «-», «Х» or a named mistake everywhere it was asked."""
    return not any(remark.code in _UNANSWERED for remark, _ in form.remarks)


def _read(returned: Returned, form: Form, names: dict[str, str], expected: Expected, out: Judged) -> None:
    """``names``: variable of the file → variable now."""
    assert out.stamp is not None
    out.source, out.meaning = form.source, {id: question.variable.as_of for id, question in form.asked.items()}
    schools = expected.schools(out.territory, out.stamp.period)
    ours = [_today(answer, names[answer.variable]) for answer in returned.answers if answer.variable in names]
    out.sheets = tuple(dict.fromkeys(answer.sheet for answer in ours))
    if all(map(answers.is_blank, ours)):
        out.add(Remark("blocking", "not_filled", "книга не заполнена", "заполните жёлтые ячейки и пришлите её снова"))
        return
    wrong = wrong_rows(returned, schools, expected, out)
    for remark in wrong.values():
        out.add(remark)
    for line, row in _rows(ours).items():
        if line not in wrong:
            _row(row, form, schools, out)
    for remark in absent_schools(form, schools, {answer.key for answer in ours}, next(iter(out.sheets), "")):
        out.add(remark)


def _today(answer: Answer, variable: str) -> Answer:
    return answer if answer.variable == variable else answer._replace(variable=variable)


def _rows(ours: list[Answer]) -> dict[Line, list[Answer]]:
    """Answers of one line of a sheet of schools; of a sheet of quantities all are one."""
    return grouped(((answer.sheet, answer.row if answer.key else -1), answer) for answer in ours)


def _row(row: list[Answer], form: Form, schools: Schools, out: Judged) -> None:
    """Numbers and problems of one line; its empty cells are told together."""
    assert out.stamp is not None
    blank = [answer for answer in row if answers.is_blank(answer)]
    who = schools[row[0].key].name if row[0].key in schools else ""
    for remark in _blanks(blank, len(row), who):
        out.add(remark)
    for answer in row:
        question = form.asked[answer.variable]
        cell = answers.said(answer, question.flag)
        if cell.doubt or cell.share:
            out.add(_doubt(answer, cell, question))
        value = cell.count if cell.status == REPORTED else None
        owner = answer.key or out.stamp.organisation
        out.numbers.append(Number(owner, answer.variable, value, cell.status, answer.sheet, answer.cell))


def _blanks(blank: list[Answer], asked: int, who: str) -> Iterator[Remark]:
    what = "укажите число или «-», если сведений нет"
    whose = f"{who}: " if who else ""
    if blank and len(blank) == asked:
        where = f"{blank[0].cell}:{blank[-1].cell}"
        yield Remark("warning", "absent", f"{whose}не заполнено ничего", what, blank[0].sheet, where)
    elif len(blank) > _FEW:
        listed = ", ".join(answer.cell for answer in blank)
        yield Remark("warning", "absent", f"{whose}не заполнены ячейки {listed}", what, blank[0].sheet, blank[0].cell)
    else:
        yield from (Remark("warning", "absent", f"{whose}значения нет", what, cell.sheet, cell.cell) for cell in blank)


def _doubt(answer: Answer, cell: cells.Cell, question: Question) -> Remark:
    if cell.status == UNREADABLE:
        message = f"«{question.title}»: {cell.doubt}"
        wanted = "«да» или «нет»" if question.flag else "целое неотрицательное число"
        what = cell.advice or f"укажите {wanted}; значение не использовано"
        return Remark("blocking", "unreadable", message, what, answer.sheet, answer.cell)
    message = f"«{question.title}»: рядом с количеством {cell.count} стоит доля {cell.share}; взято количество"
    return Remark("remark", "share_beside", message, "укажите только количество", answer.sheet, answer.cell)
