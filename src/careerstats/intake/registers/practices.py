"""practices.csv -> the register of practices worth telling: whose, what it is about, since when, where it is written.

``organisation``: id of an organisation, or its name as it is written. ``indicator``: id of an indicator («1.1») or of a
goal («Ц4»). ``since``: a year, a school year or a day. ``document``: a text or a link.
"""

from msgspec.structs import replace

from careerstats.contracts.columns import titles_of
from careerstats.contracts.network import Practice
from careerstats.intake.registers.lines import Context
from careerstats.intake.registers.records import name_of, read_records
from careerstats.model import Problem

STEM = "practices"
COLUMNS = titles_of(Practice)


def read_practices(context: Context) -> tuple[list[Practice], list[Problem]]:
    """Practices in order of the file, each with the name of its indicator or goal."""
    practices, problems = read_records(context, STEM, Practice)
    return [replace(practice, about=name_of(context, practice.indicator)) for practice in practices], problems
