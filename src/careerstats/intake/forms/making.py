"""One form and one addressee -> its workbook: heads and known numbers locked, inputs checked as they are typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from careerstats.catalogue import Catalogue
from careerstats.intake.forms import layout, sheets
from careerstats.intake.forms.description import SCHOOL, Form
from careerstats.intake.forms.guide import write_calculation, write_codes, write_guide
from careerstats.intake.forms.looks import looks
from careerstats.intake.organisations import Organisation
from careerstats.territories import Territory

Numbers = Mapping[tuple[str, str, str, str], int]
"""(id of the territory, organisation, period, variable) → the number already known."""


@dataclass(frozen=True)
class Addressee:
    """Who fills the workbook in, for which period, and what is known of them."""

    dataset: str
    territory: Territory
    schools: tuple[Organisation, ...]
    period: str
    previous: str
    catalogue: Catalogue = field(repr=False)
    numbers: Numbers = field(repr=False, default_factory=dict)
    synthetic: bool = False

    @property
    def base(self) -> dict[str, str]:
        """Id of a variable → what people call it."""
        return {id: one.short or one.title for id, one in self.catalogue.variables.items()}

    def number(self, organisation: str, variable: str, period: str = "") -> int | None:
        """The number known of a school (of the municipality, where none is named)."""
        return self.numbers.get((self.territory.id, organisation, period or self.period, variable))


def make_workbook(form: Form, to: Addressee, path: Path) -> None:
    """Write the workbook; the same form, addressee and numbers give the same bytes."""
    import xlsxwriter

    # texts of registers are never formulas or links, whatever they begin with
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    stamp = _stamp(form, to)
    _properties(book, form, to, stamp)
    formats = looks(book)
    if form.per == SCHOOL:
        places = sheets.write_list(book, formats, form, to, stamp, layout.SCHOOL_SHEET, form.questions)
    else:
        places = sheets.write_grid(book, formats, form, to, stamp) if form.questions else {}
        if form.municipal:
            sheets.write_list(book, formats, form, to, stamp, layout.MUNICIPAL_SHEET, form.municipal)
    _rest(book, formats, form, to, stamp=stamp, places=places)


def _rest(book: Any, formats: Any, form: Form, to: Addressee, *, stamp: layout.Stamp, places: dict[str, str]) -> None:
    if places:
        write_calculation(book, formats, form, to, places)
    write_guide(book, formats, form, to)
    write_codes(book, formats, form, to)
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


def _properties(book: Any, form: Form, to: Addressee, stamp: layout.Stamp) -> None:
    # no clock: the same form is the same file today and tomorrow
    book.set_properties({"title": form.title, "subject": to.territory.name, "created": datetime(2000, 1, 1)})
    for name, value in vars(stamp).items():
        book.set_custom_property(f"careerstats_{name}", value or "-", "text")
