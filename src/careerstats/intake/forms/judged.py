"""What came of one file: its numbers, problems and addressee, and the same as text and back."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import msgspec

from careerstats.contracts.counts import Count
from careerstats.intake.forms.layout import Stamp
from careerstats.intake.forms.returned import Remark
from careerstats.model import Problem


class Number(NamedTuple):
    """One answer; ``value`` is None unless it was reported."""

    organisation: str
    variable: str
    value: int | None
    status: str
    sheet: str
    cell: str


@dataclass
class Judged:
    """``stamp``, ``territory`` (id) and ``code`` only where it is known whose return it is.

    ``meaning``: variable → as of when it is counted, for the form ``source``.
    """

    file: str
    remarks: list[tuple[Remark, str]] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    stamp: Stamp | None = None
    territory: str = ""
    code: str = ""
    sheets: tuple[str, ...] = ()
    source: str = ""
    meaning: dict[str, str] = field(default_factory=dict)

    def add(self, *remarks: Remark) -> None:
        self.remarks += [(remark, self.code) for remark in remarks]

    def problems(self) -> list[Problem]:
        return [Problem(self.file, *remark, code) for remark, code in self.remarks]

    def counts(self) -> list[Count]:
        """Rows for the counts of the dataset."""
        if self.stamp is None:
            return []
        return [
            {
                "territory": self.territory,
                "code": self.code,
                "organisation": number.organisation,
                "period": self.stamp.period,
                "variable": number.variable,
                "breakdown": "",
                "value": number.value,
                "status": number.status,
                "source": self.source,
                "as_of": self.meaning[number.variable],
                "origin": "!".join(filter(None, (self.file, number.sheet, number.cell))),
            }
            for number in self.numbers
        ]


def to_text(form: Judged) -> str:
    """JSON for the store and for another process; the name of the file is not in it."""
    return msgspec.json.encode(replace(form, file="")).decode()


def from_text(text: str, file: str) -> Judged:
    """Raises msgspec.DecodeError for what ``to_text`` did not write."""
    return replace(msgspec.json.decode(text, type=Judged), file=file)
