"""One returned file and what the dataset expects -> numbers and problems: right form, edition, place, complete?

A row is not read whose school is nobody's, another municipality's, there twice, or gone.
"""

from collections.abc import Iterator

from careerstats.grouping import grouped
from careerstats.intake import cells
from careerstats.intake.cell_doubts import shown
from careerstats.intake.forms.description import SCHOOL, Form, Question
from careerstats.intake.forms.expected import Expected, Schools
from careerstats.intake.forms.identity import differences, identified, mapped, of_nothing_asked
from careerstats.intake.forms.judged import Judged, Number
from careerstats.intake.forms.returned import DATE, Answer, Key, Remark, Returned
from careerstats.intake.looks import FORMULA, PERCENT
from careerstats.intake.organisations import Organisation, plain
from careerstats.model import REPORTED, UNREADABLE

_FEW = 3  # empty cells of one row that are named one by one
_UNANSWERED = {"absent", "missing_school", "missing_sheet", "missing_column", "not_filled", "no_head"}

Line = tuple[str, int]
"""Sheet and row from 0."""


def judge(returned: Returned, file: str, folder: str, expected: Expected) -> Judged:
    """``folder``: id of the form in whose folder the file lies."""
    out = Judged(file)
    form = identified(returned, folder, expected, out)
    if isinstance(form, Remark):
        out.add(form)
        return out
    assert out.stamp is not None
    out.add(*returned.remarks)
    names = mapped([answer.variable for answer in returned.answers] + returned.twice, form)
    if not names.possible:
        out.add(of_nothing_asked(names, form, out.stamp))
        return out
    out.add(*differences(names, form, out.stamp))
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
    if all(map(is_blank, ours)):
        out.add(Remark("blocking", "not_filled", "книга не заполнена", "заполните жёлтые ячейки и пришлите её снова"))
        return
    wrong = _wrong_rows(returned, schools, expected, out)
    out.add(*wrong.values())
    for line, row in _rows(ours).items():
        if line not in wrong:
            _row(row, form, schools, out)
    out.add(*_absent_schools(form, schools, {answer.key for answer in ours}, next(iter(out.sheets), "")))


def _today(answer: Answer, variable: str) -> Answer:
    return answer if answer.variable == variable else answer._replace(variable=variable)


def _rows(ours: list[Answer]) -> dict[Line, list[Answer]]:
    """Answers of one line of a sheet of schools; of a sheet of quantities all are one."""
    return grouped(((answer.sheet, answer.row if answer.key else -1), answer) for answer in ours)


def _row(row: list[Answer], form: Form, schools: Schools, out: Judged) -> None:
    """Numbers and problems of one line; its empty cells are told together."""
    assert out.stamp is not None
    blank = [answer for answer in row if is_blank(answer)]
    who = schools[row[0].key].name if row[0].key in schools else ""
    out.add(*_blanks(blank, len(row), who))
    for answer in row:
        question = form.asked[answer.variable]
        cell = said(answer, question.flag)
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


# ---- rows of schools


def _wrong_rows(returned: Returned, schools: Schools, expected: Expected, out: Judged) -> dict[Line, Remark]:
    """Rows that are not read, each with the reason, in order."""
    first: dict[str, Key] = {}
    wrong: dict[Line, Remark] = {}
    for key in returned.keys:
        if key.id not in schools:
            wrong[key.sheet, key.row] = _stranger(key, expected, out)
        elif key.id in first:
            for again, remark in _again(first[key.id], key, returned):
                wrong[again.sheet, again.row] = remark
        elif other := _named_otherwise(key, schools):
            message = f"код {key.id} – {schools[key.id].name}, а рядом написано «{other.name}» ({other.id})"
            what = "верните код или название на место; строка не прочитана"
            wrong[key.sheet, key.row] = Remark("blocking", "code_differs", message, what, key.sheet, key.cell)
        else:
            first[key.id] = key
    return wrong


def _named_otherwise(key: Key, schools: Schools) -> Organisation | None:
    """The school of another code whose name stands beside this one; a name that nobody has is a new name."""
    name = plain(key.name)
    if not name or name == plain(schools[key.id].name):
        return None
    return next((school for school in schools.values() if plain(school.name) == name), None)


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


def _absent_schools(form: Form, schools: Schools, there: set[str], sheet: str) -> Iterator[Remark]:
    """Rows that were deleted: the schools are named; a return without them is not complete."""
    gone = [organisation for id, organisation in schools.items() if id not in there]
    if form.per == SCHOOL or not form.questions or not gone or not any(there):
        return
    listed = ", ".join(f"{organisation.id} ({organisation.name})" for organisation in gone)
    what = "верните строки из бланка; сведений этих школ нет"
    yield Remark("blocking", "missing_school", f"в книге нет строк школ: {listed}", what, sheet)


# ---- one cell

_SHOWN = 60


def said(answer: Answer, flag: bool) -> cells.Cell:
    """The number, the yes or no, or why neither: nothing is guessed and nothing computed."""
    content = answer.content
    if type(content) is float and not answer.mark and not flag:  # nearly all cells of an honest form
        return cells.parse(content)
    if doubt := _hidden(answer):
        return cells.Cell(UNREADABLE, doubt=doubt)
    return cells.parse_flag(content) if flag else cells.parse(content)


def is_blank(answer: Answer) -> bool:
    """Nothing was entered: «-» is an answer, an empty cell is none."""
    content = answer.content
    if type(content) is float or answer.mark == FORMULA:
        return False
    return content is None or cells.normal_text(content) == ""


def _hidden(answer: Answer) -> str:
    content = answer.content
    if isinstance(content, str) and content in cells.EXCEL_ERRORS:
        return f"в ячейке ошибка Excel «{content}» ({cells.EXCEL_ERRORS[content]})"
    if answer.mark in (FORMULA, DATE):
        date = f"в ячейке дата или время «{content}»"
        return date if answer.mark == DATE else "в ячейке формула, а нужно введённое значение"
    if isinstance(content, bool):
        return f"в ячейке логическое значение {'ИСТИНА' if content else 'ЛОЖЬ'}"
    if answer.mark == PERCENT and isinstance(content, int | float):
        return f"в ячейке доля «{100 * content:.6g} %», а нужно количество".replace(".", ",")
    if answer.mark not in ("", PERCENT):
        return answer.mark
    return _text(cells.normal_text(content)) if isinstance(content, str) else ""


def _text(text: str) -> str:
    if text[:1] in ("=", "@"):
        return f"в ячейке формула «{shown(text, _SHOWN)}» (текстом), она не выполнялась"
    return f"«{shown(text, _SHOWN)}» – не число" if len(text) > _SHOWN else ""
