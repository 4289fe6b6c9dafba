"""One form and one addressee -> its workbook: heads and known numbers locked, inputs checked as they are typed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from careerstats.intake.forms import layout
from careerstats.intake.forms.addressee import Addressee
from careerstats.intake.forms.causes import write_causes
from careerstats.intake.forms.description import SCHOOL, Form
from careerstats.intake.forms.guide import write_calculation, write_codes, write_guide
from careerstats.intake.forms.sheets import Writing, looks, write_grid, write_list

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def make_workbook(form: Form, to: Addressee, path: Path) -> None:
    """Write the workbook; the same form, addressee and numbers give the same bytes."""
    import xlsxwriter

    # texts of registers are never formulas or links, whatever they begin with
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    stamp = _stamp(form, to)
    _properties(book, form, to, stamp)
    of = Writing(book, looks(book), form, to, stamp)
    if form.per == SCHOOL:
        places = write_list(of, layout.SCHOOL_SHEET, form.questions)
    else:
        places = write_grid(of) if form.questions else {}
        if form.municipal:
            write_list(of, layout.MUNICIPAL_SHEET, form.municipal)
        if form.causes:
            write_causes(of)
    if places:
        write_calculation(of, places)
    write_guide(of)
    write_codes(of)
    passport = book.add_worksheet(layout.PASSPORT_SHEET)
    passport.write_string(0, 0, stamp.text)
    passport.very_hidden()
    passport.protect()
    for name, value in vars(stamp).items():
        book.define_name(f"careerstats_{name}", f'="{value}"')
    book.close()


def _stamp(form: Form, to: Addressee) -> layout.Stamp:
    organisation = to.schools[0].id if form.per == SCHOOL else ""
    return layout.Stamp(
        form.id, form.since, to.period, to.territory.code, organisation, to.dataset, layout.fingerprint(form)
    )


def _properties(book: "Workbook", form: Form, to: Addressee, stamp: layout.Stamp) -> None:
    # no clock: the same form is the same file today and tomorrow
    book.set_properties({"title": form.title, "subject": to.territory.name, "created": datetime(2000, 1, 1)})
    for name, value in vars(stamp).items():
        book.set_custom_property(f"careerstats_{name}", value or "-", "text")
