"""What a file brought to a dataset seems to hold, what has to be asked about it, and the entries that it becomes."""

from typing import Literal

from careerstats.contracts.facts import Fact
from careerstats.contracts.numbers import Participants, Table

Use = Literal["key", "school", "name", "value", "variable", "share", "plan", "unused", "person"]
Layout = Literal["rows", "turned", "long", "sheets", "schools", "headings", "persons"]
Ground = Literal["", "earlier", "title", "words", "answer", "arithmetic", "left", "apart", "asked", "twice"]
UNUSED = "-"
"""The answer that a column (a sheet, a table) is not to be read."""


class Seen(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One column of a table, or one row of one that lies on its side.

    ``letter``: where on the sheet; ``path``: its headings from top to bottom; ``samples``: what stands first in it
    (nothing of a list of persons); ``unit``: where it is no count; ``ground``: what ``use`` rests on.
    """

    letter: str
    path: tuple[str, ...]
    beside: tuple[str, ...] = ()
    """Further columns of the same number: its share, other periods, parts that are added up."""
    samples: tuple[str, ...] = ()
    unit: str = ""
    period: str = ""
    use: Use = "unused"
    variable: str = ""
    share_of: str = ""
    breakdown: str = ""
    ground: Ground = ""

    @property
    def name(self) -> str:
        return " / ".join(self.path)


class Choice(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One answer: its value, and a name where the value says nothing to a person."""

    value: str
    name: str = ""


class Question(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What the file does not tell. ``key``: under which an answer is given; the first choice is the likeliest.

    ``kind``: meaning (of a column), column (of a variable), period, parts (columns to add up), count (what a list of
    persons counts), condition (which of its rows), again (the same numbers are there already), next (a new year),
    register (whether schools are to be registered).
    """

    key: str
    kind: Literal["meaning", "column", "period", "parts", "count", "condition", "again", "next", "register"]
    about: str
    choices: tuple[Choice, ...]
    where: str = ""
    samples: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    free: bool = False
    """Whether any variable of the catalogue may be the answer."""


class Found(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One table of the file: its sheet, cells and head on it, how it lies, its columns, rows that are totals.

    ``period_from``: what told its period – head, caption, sheet, file, answer; empty: it is the dataset's. ``counted``,
    ``status``: of a list that says it itself, the variable and whose rows count.
    """

    sheet: str
    layout: Layout
    head: str
    cells: str
    columns: tuple[Seen, ...] = ()
    totals: tuple[str, ...] = ()
    period: str = ""
    period_from: str = ""
    places: int = 0
    counted: str = ""
    status: str = ""


class Left(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A sheet or a table that is not described, and why; ``persons``: a list in which nothing tells them apart."""

    sheet: str
    why: Literal["no_names", "no_heading", "nothing", "hidden", "persons"]
    cell: str = ""


class School(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A school to be registered: its new id, its name, the code of its municipality."""

    id: str
    name: str
    territory: str


class Moved(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How a layout differs from that of the earlier file: a title that stands elsewhere, is new or is gone."""

    title: str
    was: str = ""
    now: str = ""


class Proposal(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """All that is known of a file: with no ``questions`` left, its ``tables`` and ``lists`` can be written.

    ``earlier``: the file of the dataset that it continues; ``moved``: what differs from it; ``next_period``: the new
    period of the dataset; ``blank``: files of the dataset in which no number stands, and which it takes the place of.
    """

    file: str
    found: tuple[Found, ...] = ()
    left: tuple[Left, ...] = ()
    questions: tuple[Question, ...] = ()
    tables: tuple[Table, ...] = ()
    lists: tuple[Participants, ...] = ()
    schools: tuple[School, ...] = ()
    earlier: str = ""
    moved: tuple[Moved, ...] = ()
    next_period: str = ""
    blank: tuple[str, ...] = ()


class Checked(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One figure of a file that sums others up: how many came out, how many did not."""

    right: int = 0
    wrong: int = 0


class Trial(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What the entries of a proposal read: municipalities, schools, totals, columns that are not used, problems.

    ``numbers``: (variable, period, how many municipalities and schools gave it); ``problems``: severity, place, words.
    """

    municipalities: int = 0
    schools: int = 0
    totals: Checked = Checked()
    unused: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str, int], ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()


class Step(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What is asked next about a new indicator; ``usual``: what is meant by no answer; ``about``: of which number."""

    key: str
    kind: Literal["text", "choice", "variable", "period", "grades", "number", "value"]
    choices: tuple[Choice, ...] = ()
    usual: str = ""
    about: str = ""
