"""One returned file -> whose workbook it is and of which edition, or why it cannot be taken."""

from collections.abc import Iterator

from careerstats.intake.forms.expected import Expected
from careerstats.intake.forms.judged import Judged
from careerstats.intake.forms.layout import Stamp
from careerstats.intake.forms.returned import Remark, Returned
from careerstats.model import period_span
from careerstats.territories import Territory

_OWN = "пришлите бланк своего муниципального образования"


def refusals(returned: Returned, folder: str, expected: Expected, out: Judged) -> Iterator[Remark]:
    """Puts stamp and territory into ``out``; yields the reasons why the file cannot be taken, the first counts."""
    if not returned.stamps:
        what = "пришлите бланк, полученный от института; служебную строку и листы удалять нельзя"
        yield Remark("blocking", "wrong_workbook", "это не книга формы: служебной строки в ней нет", what)
    elif len(returned.stamps) > 1:
        text = " и ".join(
            f"{stamp.form}, {stamp.territory} {stamp.organisation}, {stamp.period}" for stamp in returned.stamps
        )
        what = "верните каждому листу его книгу; ничего не прочитано"
        yield Remark("blocking", "stamps_differ", f"в одной книге листы разных форм или адресатов: {text}", what)
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
    place = expected.known.find(stamp.territory, expected.region, stamp.period)
    if not isinstance(place, Territory):
        yield Remark("blocking", "wrong_municipality", place.message, _OWN)
        return
    out.territory, out.code, out.stamp = place.id, place.code, stamp
    yield from _named(returned, place, expected, stamp)
    yield from _in_force(stamp, expected)


def _named(returned: Returned, place: Territory, expected: Expected, stamp: Stamp) -> Iterator[Remark]:
    """The name over the table must be the one of the stamp: somebody may have taken the neighbours' blank."""
    for name, sheet, cell in returned.called:
        other = expected.known.find(name, expected.region, stamp.period)
        if not isinstance(other, Territory) or other.id != place.id:
            message = f"бланк составлен для {place.name} ({place.code}), а в нём написано «{name[:80]}»"
            what = "заполните бланк своего муниципального образования; файл не прочитан"
            yield Remark("blocking", "wrong_municipality", message, what, sheet, cell)
            return


def _in_force(stamp: Stamp, expected: Expected) -> Iterator[Remark]:
    if expected.edition(stamp.form, stamp.period) is None:
        since = ", ".join(form.since for form in expected.forms if form.id == stamp.form)
        message = f"книга за {stamp.period}, а редакции формы действуют с {since}"
        what = "опишите редакцию того года в dataset.yaml или пришлите новый бланк"
        yield Remark("blocking", "no_edition", message, what)
