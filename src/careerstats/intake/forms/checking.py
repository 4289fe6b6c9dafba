"""One returned file and what the dataset expects -> counts and problems: right form, edition, place, complete?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from careerstats.intake import cells
from careerstats.intake.forms import answers
from careerstats.intake.forms.description import SCHOOL, Form, Question, in_force
from careerstats.intake.forms.layout import MUNICIPAL_SHEET, SCHOOLS_SHEET, Stamp, fingerprint
from careerstats.intake.forms.mapping import Mapped, mapped
from careerstats.intake.forms.returned import Answer, Remark, Returned
from careerstats.intake.organisations import SCHOOL as SCHOOL_KIND
from careerstats.intake.organisations import Organisation
from careerstats.intake.owners import Known
from careerstats.intake.tables import Row
from careerstats.model import REPORTED, UNREADABLE, Problem, period_span
from careerstats.territories import Territory

_FEW = 3  # empty cells of one row that are named one by one


@dataclass(frozen=True, eq=False)
class Expected:
    """What files are held against: the forms of the dataset, its region, period and registers."""

    forms: list[Form]
    region: str
    period: str
    known: Known
    homes: dict[str, dict[str, str]] = field(default_factory=dict)

    def schools(self, territory: Territory, period: str) -> dict[str, Organisation]:
        """Schools of a municipality that exist in a period, by id."""
        homes = self.homes.setdefault(period, {})
        if not homes:
            homes |= {one.id: self.home(one, period) for one in self.known.register.by_id.values()}
        ours = (one for one in self.known.register.by_id.values() if homes[one.id] == territory.id)
        return {one.id: one for one in ours if one.kind == SCHOOL_KIND and one.exists_in(period)}

    def home(self, one: Organisation, period: str) -> str:
        """Id of the municipality an organisation lies in; empty where the register names none."""
        found = self.known.find(one.territory, self.region, period)
        return found.id if isinstance(found, Territory) else ""


@dataclass
class Judged:
    """What came of one file; ``stamp`` and ``territory`` only where it is known whose return it is."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    counts: list[Row] = field(default_factory=list)
    stamp: Stamp | None = None
    territory: Territory | None = None
    sheets: tuple[str, ...] = ()

    def add(self, remark: Remark, who: str = "") -> None:
        code = who or (self.territory.code if self.territory else "")
        parts = (self.file, remark.severity, remark.code, remark.message, remark.what_to_do, remark.sheet, remark.cell)
        self.problems.append(Problem(*parts, code))


def judge(returned: Returned, file: str, folder: str, expected: Expected) -> Judged:
    """``folder``: id of the form in whose folder the file lies."""
    out = Judged(file)
    for refusal in _identity(returned, folder, expected, out):
        out.add(refusal)
        return out
    assert out.stamp is not None
    for remark in returned.remarks:
        out.add(remark)
    form = in_force(expected.forms, folder, out.stamp.period)
    assert form is not None
    names = mapped([one.variable for one in returned.answers] + returned.twice, form)
    if not names.possible:
        out.add(_refused_edition(names, form, out.stamp))
        return out
    for remark in _edition(names, form, out.stamp):
        out.add(remark)
    _read(returned, form, names, expected, out)
    return out


# ---- whose workbook is it


def _identity(returned: Returned, folder: str, expected: Expected, out: Judged) -> Iterator[Remark]:
    """Puts stamp and territory into ``out``; yields the reason why the file cannot be taken."""
    if not returned.stamps:
        what = "пришлите бланк, полученный от института; служебную строку и листы удалять нельзя"
        yield Remark("blocking", "wrong_workbook", "это не книга формы: служебной строки в ней нет", what)
    elif len(returned.stamps) > 1:
        told = " и ".join(f"{one.form}, {one.territory} {one.organisation}, {one.period}" for one in returned.stamps)
        what = "верните каждому листу его книгу; ничего не прочитано"
        yield Remark("blocking", "stamps_differ", f"в одной книге листы разных форм или адресатов: {told}", what)
    else:
        yield from _stamped(returned, returned.stamps[0], folder, expected, out)


def _stamped(returned: Returned, stamp: Stamp, folder: str, expected: Expected, out: Judged) -> Iterator[Remark]:
    if stamp.form != folder:
        yield Remark("blocking", "wrong_form", f"это форма {stamp.form}", f"положите файл в папку forms/{stamp.form}")
        return
    try:
        period_span(stamp.period)
    except ValueError as error:
        yield Remark("blocking", "wrong_workbook", str(error), "служебная строка изменена: пришлите неизменённый бланк")
        return
    found = expected.known.find(stamp.territory, expected.region, stamp.period)
    if not isinstance(found, Territory):
        yield Remark(
            "blocking", "wrong_municipality", found.message, "пришлите бланк своего муниципального образования"
        )
        return
    out.territory, out.stamp = found, stamp
    yield from _named(returned, found, expected, stamp)
    yield from _in_force(stamp, expected)


def _named(returned: Returned, found: Territory, expected: Expected, stamp: Stamp) -> Iterator[Remark]:
    """The name over the table must be the one of the stamp: somebody may have taken the neighbours' blank."""
    for name, sheet, cell in returned.called:
        other = expected.known.find(name, expected.region, stamp.period)
        if not isinstance(other, Territory) or other.id != found.id:
            message = f"бланк составлен для {found.name} ({found.code}), а в нём написано «{name[:80]}»"
            what = "заполните бланк своего муниципального образования; файл не прочитан"
            yield Remark("blocking", "wrong_municipality", message, what, sheet, cell)
            return


def _in_force(stamp: Stamp, expected: Expected) -> Iterator[Remark]:
    if in_force(expected.forms, stamp.form, stamp.period) is None:
        since = ", ".join(one.since for one in expected.forms if one.id == stamp.form)
        message = f"книга за {stamp.period}, а редакции формы действуют с {since}"
        yield Remark(
            "blocking", "no_edition", message, "опишите редакцию того года в dataset.yaml или пришлите новый бланк"
        )


# ---- edition


def _refused_edition(names: Mapped, form: Form, stamp: Stamp) -> Remark:
    message = f"редакция {stamp.edition or '?'} не сводится к редакции {form.since}: {names.differences(form)}"
    return Remark(
        "blocking", "edition_refused", message, "пришлите сведения на бланке действующей редакции; файл не прочитан"
    )


def _edition(names: Mapped, form: Form, stamp: Stamp) -> Iterator[Remark]:
    """What a file of another edition or layout lacks; the rest of it is read."""
    if stamp.edition != form.since:
        differences = names.differences(form) or "спрашивается то же самое"
        message = f"бланк редакции {stamp.edition}, а в {stamp.period} действует {form.since}: {differences}"
        severity = "blocking" if names.missing else "remark"
        yield Remark(severity, "edition_mapped", message, "пришлите недостающее на бланке действующей редакции")
        return
    gone = dict(_missing_sheets(names, form))
    for sheet in gone:
        message = f"в файле нет листа «{sheet}»"
        yield Remark("blocking", "missing_sheet", message, "пришлите и этот лист: всю книгу или его файлом csv", sheet)
    for id in (id for id in names.missing if not any(id in ids for ids in gone.values())):
        message = f"в книге нет столбца или строки «{form.asked[id].title}» ({id})"
        yield Remark("blocking", "missing_column", message, "верните их из бланка; эта величина не прочитана")
    for id in names.extra:
        message = f"величина {id} формой не спрашивается и не прочитана"
        yield Remark("warning", "unknown_column", message, "удалите лишний столбец")
    if stamp.layout != fingerprint(form) and not names.missing and not names.extra:
        message = "форма изменена без новой редакции; величины опознаны по кодам"
        yield Remark("remark", "layout_changed", message, "опишите новую редакцию в dataset.yaml (поле since)")


def _missing_sheets(names: Mapped, form: Form) -> Iterator[tuple[str, set[str]]]:
    """A sheet of which nothing came: a csv holds one sheet only, the other may come as a file of its own."""
    for sheet, questions in ((SCHOOLS_SHEET, form.questions), (MUNICIPAL_SHEET, form.municipal)):
        ids = {one.id for one in questions}
        if ids and form.per != SCHOOL and ids <= set(names.missing):
            yield sheet, ids


# ---- answers


def _read(returned: Returned, form: Form, names: Mapped, expected: Expected, out: Judged) -> None:
    assert out.territory is not None
    assert out.stamp is not None
    schools = expected.schools(out.territory, out.stamp.period)
    ours = [_today(one, names.names[one.variable]) for one in returned.answers if one.variable in names.names]
    out.sheets = tuple(dict.fromkeys(one.sheet for one in ours))
    if all(answers.is_blank(one) for one in ours):
        out.add(Remark("blocking", "not_filled", "книга не заполнена", "заполните жёлтые ячейки и пришлите её снова"))
        return
    wrong = dict(_wrong_rows(returned, schools, expected, out))
    for remark in wrong.values():
        out.add(remark)
    bad = {(one.sheet, one.cell) for one in wrong.values()}
    spoilt = {(sheet, _line(cell)) for sheet, cell in bad}
    for place, row in _rows(ours).items():
        if place not in spoilt:
            _row(row, form, schools, out)
    _absent_schools(form, schools, ours, out)


def _today(one: Answer, variable: str) -> Answer:
    return one if one.variable == variable else replace(one, variable=variable)


def _rows(ours: list[Answer]) -> dict[tuple[str, str], list[Answer]]:
    """Answers of one line of a sheet of schools; of a sheet of quantities all are one."""
    rows: dict[tuple[str, str], list[Answer]] = {}
    for one in ours:
        line = _line(one.cell) if one.key else ""
        rows.setdefault((one.sheet, line), []).append(one)
    return rows


def _line(cell: str) -> str:
    """H12 → 12."""
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _wrong_rows(
    returned: Returned, schools: dict[str, Organisation], expected: Expected, out: Judged
) -> Iterator[tuple[str, Remark]]:
    """Rows whose school is nobody's, another municipality's or there twice with other numbers."""
    first: dict[str, str] = {}
    told = _said_by_row(returned)
    for place, id in returned.keys.items():
        sheet, _, cell = place.rpartition("!")
        if id not in schools:
            yield place, _stranger(id, sheet, cell, expected, out)
        elif id in first:
            other = first[id].rpartition("!")[2]
            same = told[sheet, _line(cell)] == told[sheet, _line(other)]
            message = f"школа {id} уже есть в строке {_line(other)}"
            tail = "с теми же числами" if same else "с другими числами; обе строки не прочитаны"
            remark = Remark(
                "warning" if same else "blocking", "duplicate", f"{message} {tail}", "оставьте одну строку", sheet, cell
            )
            yield place, remark
            if not same:
                yield first[id], replace(remark, cell=other)
        else:
            first[id] = place


def _said_by_row(returned: Returned) -> dict[tuple[str, str], dict[str, str]]:
    """(sheet, line) → what stands there under each variable, to tell a copied row from a contradicting one."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for one in returned.answers:
        rows.setdefault((one.sheet, _line(one.cell)), {})[one.variable] = f"{one.mark}{cells.normal_text(one.content)}"
    return rows


def _stranger(id: str, sheet: str, cell: str, expected: Expected, out: Judged) -> Remark:
    register = expected.known.register
    one = register.by_id.get(id)
    assert out.stamp is not None
    shown = id[:80]
    if one is None:
        what = f"{register.nearest(shown)}; строка не прочитана"
        return Remark("blocking", "unknown_organisation", f"школы «{shown}» нет в organisations.csv", what, sheet, cell)
    if not one.exists_in(out.stamp.period):
        message = f"школа {id} ({one.name}) в {out.stamp.period} не действовала"
        return Remark(
            "blocking", "organisation_not_in_force", message, "строка не прочитана; проверьте код", sheet, cell
        )
    message = f"организация {id} ({one.name}) – не школа этого муниципального образования: {one.territory}, {one.kind}"
    return Remark("blocking", "territory_differs", message, "строка не прочитана; проверьте код", sheet, cell)


def _row(row: list[Answer], form: Form, schools: dict[str, Organisation], out: Judged) -> None:
    """Counts and problems of one line; its empty cells are told together."""
    assert out.stamp is not None
    blank = [one for one in row if answers.is_blank(one)]
    who = schools[row[0].key].name if row[0].key in schools else ""
    for remark in _blanks(blank, len(row), who):
        out.add(remark)
    for one in row:
        question = form.asked[one.variable]
        cell = answers.said(one, question.flag)
        for remark in _doubts(one, cell, question):
            out.add(remark)
        out.counts.append(_count(one, cell, question, form, out))


def _blanks(blank: list[Answer], asked: int, who: str) -> Iterator[Remark]:
    what = "укажите число или «-», если сведений нет"
    whose = f"{who}: " if who else ""
    if len(blank) == asked and blank:
        yield Remark(
            "warning",
            "absent",
            f"{whose}не заполнено ничего",
            what,
            blank[0].sheet,
            f"{blank[0].cell}:{blank[-1].cell}",
        )
    elif len(blank) > _FEW:
        listed = ", ".join(one.cell for one in blank)
        yield Remark("warning", "absent", f"{whose}не заполнены ячейки {listed}", what, blank[0].sheet, blank[0].cell)
    else:
        yield from (Remark("warning", "absent", f"{whose}значения нет", what, one.sheet, one.cell) for one in blank)


def _doubts(one: Answer, cell: cells.Cell, question: Question) -> Iterator[Remark]:
    if cell.status == UNREADABLE:
        wanted = "«да» или «нет»" if question.flag else "целое неотрицательное число"
        message = f"«{question.title}»: {cell.doubt}"
        yield Remark(
            "blocking", "unreadable", message, f"укажите {wanted}; значение не использовано", one.sheet, one.cell
        )
    elif cell.share or cell.doubt:
        message = f"«{question.title}»: рядом с количеством {cell.count} стоит доля {cell.share}; взято количество"
        yield Remark("remark", "share_beside", message, "укажите только количество", one.sheet, one.cell)


def _count(one: Answer, cell: cells.Cell, question: Question, form: Form, out: Judged) -> Row:
    assert out.territory is not None
    assert out.stamp is not None
    return {
        "territory": out.territory.id,
        "code": out.territory.code,
        "organisation": one.key or out.stamp.organisation,
        "period": out.stamp.period,
        "variable": one.variable,
        "breakdown": "",
        "value": cell.count if cell.status == REPORTED else None,
        "status": cell.status,
        "source": form.source,
        "as_of": question.variable.as_of,
        "origin": "!".join(part for part in (out.file, one.sheet, one.cell) if part),
    }


def _absent_schools(form: Form, schools: dict[str, Organisation], ours: Iterable[Answer], out: Judged) -> None:
    """Rows that were deleted: the schools are named; a return without them is not complete."""
    there = {one.key for one in ours}
    gone = [one for id, one in schools.items() if id not in there]
    if form.per == SCHOOL or not form.questions or not gone or not any(there):
        return
    listed = ", ".join(f"{one.id} ({one.name})" for one in gone)
    what = "верните строки из бланка; сведений этих школ нет"
    out.add(Remark("blocking", "missing_school", f"в книге нет строк школ: {listed}", what, next(iter(out.sheets), "")))


def complete(one: Judged) -> bool:
    """Whether the return has a number, «-», «Х» or a named mistake everywhere it was asked."""
    unanswered = {"absent", "missing_school", "missing_sheet", "missing_column", "not_filled", "no_head"}
    return not any(problem.code in unanswered for problem in one.problems)
