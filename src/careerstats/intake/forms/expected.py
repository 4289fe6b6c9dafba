"""The dataset's forms, period and registers -> what a returned file is held against."""

from dataclasses import dataclass

from careerstats.intake.forms.description import Form, in_force
from careerstats.intake.forms.layout import titles
from careerstats.intake.organisations import Organisation
from careerstats.intake.owners import Known
from careerstats.territories import Territory

Schools = dict[str, Organisation]


@dataclass(frozen=True, eq=False)
class Expected:
    """What files are held against."""

    forms: list[Form]
    period: str
    known: Known

    def schools(self, territory: str, period: str) -> Schools:
        """Schools of a municipality (its id) that exist in a period, by id."""
        homes = self.known.schools(period)
        return next((own for home, own in homes.items() if home.id == territory), {})

    def municipalities(self) -> list[Territory]:
        """All that there are in the dataset's period, in order of their codes."""
        return self.known.municipalities(self.period)

    def edition(self, form: str, period: str) -> Form | None:
        return in_force(self.forms, form, period)

    def titles(self, form: str) -> dict[str, str]:
        """Printed head → variable, of all editions of a form."""
        return {text: name for edition in self.forms if edition.id == form for text, name in titles(edition).items()}
