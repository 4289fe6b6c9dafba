"""partners.csv -> who may help with guidance: institutions, enterprises, colleges, and their trial programmes.

One line = one programme of a partner, or the partner itself where it has none. ``indicator``: as in practices.
"""

from msgspec.structs import replace

from careerstats.contracts.columns import titles_of
from careerstats.contracts.network import Partner
from careerstats.intake.registers.lines import Context
from careerstats.intake.registers.records import name_of, read_records
from careerstats.model import Problem

STEM = "partners"
COLUMNS = titles_of(Partner)


def read_partners(context: Context) -> tuple[list[Partner], list[Problem]]:
    """Partners in order of the file, each with the name of its indicator or goal."""
    partners, problems = read_records(context, STEM, Partner)
    return [replace(partner, about=name_of(context, partner.indicator)) for partner in partners], problems
