"""The sheet of one school: its indicators with their numbers, and all other schools of its municipality together."""

from careerstats.contracts.facts import Fact
from careerstats.contracts.headlines import Level

COMPUTED, MISSING, IMPOSSIBLE, NOBODY, HIDDEN = "computed", "missing", "impossible", "nobody", "hidden"
"""What became of an indicator: a value; a number lacks; the part is over the whole; the whole is 0; too few pupils."""


class School(Fact, frozen=True, kw_only=True):
    """Whose sheet it is."""

    id: str
    name: str


class Lack(Fact, frozen=True, kw_only=True):
    """A quantity without a number: what became of it (empty: it never came), and in which cell."""

    variable: str
    status: str = ""
    origin: str = ""


class Others(Fact, frozen=True, kw_only=True):
    """The other schools of the municipality together, and how the school differs from them.

    ``range_low`` … ``range_high``: pupils that chance would give it; ``small``: less than a tenth of the level;
    ``seldom``: inside that range, where chance seldom puts it.
    """

    numerator: int
    denominator: int
    schools: int
    verdict: str
    small: bool
    seldom: bool = False
    range_low: int
    range_high: int


class SchoolIndicator(Fact, frozen=True, kw_only=True):
    """One indicator of the school; ``why``: why it is not compared with the others, where it could be.

    ``vulnerable``: it counts a group of whom nobody may be left out; ``elsewhere``: all other municipalities together,
    where the school's own lies below them; ``before``: its numbers of the period before, where the series is whole.
    """

    id: str
    state: str
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    lacking: tuple[Lack, ...] = ()
    others: Others | None = None
    why: str = ""
    vulnerable: bool = False
    elsewhere: tuple[int, int] | None = None
    before: tuple[int, int] | None = None

    lower = upper = property(lambda self: None)
    """A school counts everybody: no interval."""

    @property
    def own(self) -> tuple[int, int]:
        """Numerator and denominator, 0 where there is none."""
        return self.numerator or 0, self.denominator or 0


class Task(Fact, frozen=True, kw_only=True):
    """What a recommendation of the municipality's note expects of the school, and by when; by which indicator.

    ``lacking``: so many pupils of the school are short of ``short_of`` by it, 0 where that is not known.
    """

    text: str
    term: str
    indicator: str = ""
    lacking: int = 0
    short_of: Level = "others"


class SchoolSheet(Fact, frozen=True, kw_only=True):
    """Indicators in the order of the notes; ``tasks``: recommendations that name the school.

    ``until``: ISO day by which the municipality's note asks for mended data, «» where it names none; ``previous``: the
    period before.
    """

    school: School
    indicators: tuple[SchoolIndicator, ...]
    tasks: tuple[Task, ...] = ()
    until: str = ""
    previous: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether none of its indicators could be computed."""
        return all(indicator.state == MISSING for indicator in self.indicators)
