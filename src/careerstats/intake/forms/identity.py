"""One returned file -> whose workbook it is, what its edition asks under today's names; or why it cannot be taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careerstats.intake.forms.description import SCHOOL, Form
from careerstats.intake.forms.expected import Expected
from careerstats.intake.forms.judged import Judged
from careerstats.intake.forms.layout import MUNICIPAL_SHEET, SCHOOLS_SHEET, Stamp, fingerprint
from careerstats.intake.forms.returned import Remark, Returned
from careerstats.intake.spelled_periods import period_in, periods_named
from careerstats.model import period_span
from careerstats.territories import Territory


def identified(returned: Returned, folder: str, expected: Expected, out: Judged) -> Form | Remark:
    """The form that the file answers, its stamp and territory put into ``out``; or why the file cannot be taken."""
    if not returned.stamps:
        what = "пришлите бланк, полученный от института; служебную строку и листы удалять нельзя"
        return Remark("blocking", "wrong_workbook", "это не книга формы: служебной строки в ней нет", what)
    if len(returned.stamps) > 1:
        text = " и ".join(
            f"{stamp.form}, {stamp.territory} {stamp.organisation}, {stamp.period}" for stamp in returned.stamps
        )
        what = "верните каждому листу его книгу; ничего не прочитано"
        return Remark("blocking", "stamps_differ", f"в одной книге листы разных форм или адресатов: {text}", what)
    (stamp,) = returned.stamps
    if stamp.form != folder:
        return Remark("blocking", "wrong_form", f"это форма {stamp.form}", f"положите файл в папку forms/{stamp.form}")
    return _stamped(returned, stamp, expected, out)


def _stamped(returned: Returned, stamp: Stamp, expected: Expected, out: Judged) -> Form | Remark:
    try:
        period_span(stamp.period)
    except ValueError as error:
        what = "служебная строка изменена: пришлите неизменённый бланк"
        return Remark("blocking", "wrong_workbook", str(error), what)
    place = expected.known.find(stamp.territory, stamp.period)
    if not isinstance(place, Territory):
        what = "пришлите бланк своего муниципального образования"
        return Remark("blocking", "wrong_municipality", place.message, what)
    out.territory, out.code, out.stamp = place.id, place.code, stamp
    form = expected.edition(stamp.form, stamp.period)
    wrong = _of_others(returned, place, expected, stamp) or (form and _of_another_year(returned, stamp))
    return wrong or form or _without_edition(stamp, expected)


def _of_another_year(returned: Returned, stamp: Stamp) -> Remark | None:
    """The year in the title must be the one of the stamp: last year's book may have been filled in anew."""
    for text, sheet, cell in returned.titled:
        named = periods_named(text)
        if named and stamp.period not in named and period_in(stamp.period) == stamp.period:
            message = f"бланк составлен за {stamp.period}, а в названии стоит {named[0]}: за что числа, не видно"
            what = "заполните бланк нужного периода; файл не прочитан"
            return Remark("blocking", "period_differs", message, what, sheet, cell)
    return None


def _of_others(returned: Returned, place: Territory, expected: Expected, stamp: Stamp) -> Remark | None:
    """The name over the table must be the one of the stamp: somebody may have taken the neighbours' blank."""
    for name, sheet, cell in returned.called:
        other = expected.known.find(name, stamp.period)
        if not isinstance(other, Territory) or other.id != place.id:
            message = f"бланк составлен для {place.name} ({place.code}), а в нём написано «{name[:80]}»"
            what = "заполните бланк своего муниципального образования; файл не прочитан"
            return Remark("blocking", "wrong_municipality", message, what, sheet, cell)
    return None


def _without_edition(stamp: Stamp, expected: Expected) -> Remark:
    since = ", ".join(form.since for form in expected.forms if form.id == stamp.form)
    message = f"книга за {stamp.period}, а редакции формы действуют с {since}"
    what = "опишите редакцию того года в dataset.yaml или пришлите новый бланк"
    return Remark("blocking", "no_edition", message, what)


# ---- what the file asks, and what the edition in force does


@dataclass(frozen=True)
class Mapped:
    """``names``: variable of the file → variable now; ``missing``: asked now and not there; ``extra``: the reverse."""

    names: dict[str, str]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether anything of the file can be read at all."""
        return bool(self.names)

    def differences(self, form: Form) -> str:
        """«нет: …; лишние: …» in the words of the form."""
        missing = ", ".join(f"{id} ({form.asked[id].title})" for id in self.missing)
        parts = (f"в книге нет: {missing}" if missing else "", f"больше не спрашивается: {', '.join(self.extra)}")
        return "; ".join(part for part, there in zip(parts, (missing, self.extra), strict=True) if there)


def mapped(given: Iterable[str], form: Form) -> Mapped:
    """Hold the variables of a file against an edition; a renamed one keeps its meaning."""
    names = {}
    there = list(dict.fromkeys(given))
    for id in there:
        now = form.renamed.get(id, id)
        if now in form.asked:
            names[id] = now
    got = set(names.values())
    missing = tuple(id for id in form.asked if id not in got)
    return Mapped(names, missing, tuple(id for id in there if id not in names))


def of_nothing_asked(names: Mapped, form: Form, stamp: Stamp) -> Remark:
    """The file and the edition in force have nothing in common."""
    message = f"редакция {stamp.edition or '?'} не сводится к редакции {form.since}: {names.differences(form)}"
    what = "пришлите сведения на бланке действующей редакции; файл не прочитан"
    return Remark("blocking", "edition_refused", message, what)


def differences(names: Mapped, form: Form, stamp: Stamp) -> Iterator[Remark]:
    """What a file of another edition or layout lacks; the rest of it is read."""
    if stamp.edition != form.since:
        yield _mapped(names, form, stamp)
        return
    gone = dict(_missing_sheets(names, form))
    for sheet in gone:
        what = "пришлите и этот лист: всю книгу или его файлом csv"
        yield Remark("blocking", "missing_sheet", f"в файле нет листа «{sheet}»", what, sheet)
    for id in (id for id in names.missing if not any(id in ids for ids in gone.values())):
        message = f"в книге нет столбца или строки «{form.asked[id].title}» ({id})"
        yield Remark("blocking", "missing_column", message, "верните их из бланка; эта величина не прочитана")
    for id in names.extra:
        message = f"величина {id} формой не спрашивается и не прочитана"
        yield Remark("warning", "unknown_column", message, "удалите лишний столбец")
    if not names.missing and not names.extra and stamp.layout != fingerprint(form):
        message = "форма изменена без новой редакции; величины опознаны по кодам"
        yield Remark("remark", "layout_changed", message, "опишите новую редакцию в dataset.yaml (поле since)")


def _mapped(names: Mapped, form: Form, stamp: Stamp) -> Remark:
    text = names.differences(form) or "спрашивается то же самое"
    message = f"бланк редакции {stamp.edition}, а в {stamp.period} действует {form.since}: {text}"
    severity = "blocking" if names.missing else "remark"
    return Remark(severity, "edition_mapped", message, "пришлите недостающее на бланке действующей редакции")


def _missing_sheets(names: Mapped, form: Form) -> Iterator[tuple[str, set[str]]]:
    """A sheet of which nothing came: a csv holds one sheet only, the other may come as a file of its own."""
    for sheet, questions in ((SCHOOLS_SHEET, form.questions), (MUNICIPAL_SHEET, form.municipal)):
        ids = {question.id for question in questions}
        if ids and form.per != SCHOOL and ids <= set(names.missing):
            yield sheet, ids
