"""A form and a municipality -> who fills the book in, and the numbers that are known of them already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from careerstats.catalogue import Catalogue
from careerstats.intake.organisations import Organisation
from careerstats.territories import Territory

Numbers = Mapping[tuple[str, str, str, str], int]
"""(id of the territory, organisation, period, variable) → the number already known."""


@dataclass(frozen=True)
class Addressee:
    """Who fills the workbook in, for which period, and what is known of them.

    ``causes``: the closed list to choose from; ``stated``: indicator → what they named as its cause the last time.
    """

    dataset: str
    territory: Territory
    schools: tuple[Organisation, ...]
    period: str
    previous: str
    catalogue: Catalogue = field(repr=False)
    numbers: Numbers = field(repr=False, default_factory=dict)
    synthetic: bool = False
    causes: tuple[str, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> dict[str, str]:
        """Id of a variable → what people call it."""
        return {id: variable.short or variable.title for id, variable in self.catalogue.variables.items()}

    def number(self, organisation: str, variable: str, period: str = "") -> int | None:
        """The number known of a school (of the municipality, where none is named)."""
        return self.numbers.get((self.territory.id, organisation, period or self.period, variable))
