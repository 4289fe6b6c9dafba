"""What the document «Методика и паспорта показателей» tells beside the passports themselves."""

from careerstats.contracts.facts import Fact, Public


class Column(Fact, frozen=True):
    """Where the numbers of a variable were read: a file, its sheet («» of a table), the letters of its columns.

    ``files``: how many files alike it stands for; ``file`` is the first of them.
    """

    variable: str
    file: str
    sheet: str = ""
    letters: tuple[str, ...] = ()
    files: int = 1


class Method(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What was judged in this region and period, and how.

    ``design_effects``: the least and the greatest by which schools widen chance (None: nothing is known by school);
    ``over_time``: whether changes were judged; ``columns``: whence each variable was read; ``order``: what opens a
    note, ``goals``: what is proposed as a goal, in words.
    """

    design_effects: Public[tuple[float, float] | None] = None
    over_time: Public[bool] = False
    columns: tuple[Column, ...] = ()
    order: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
