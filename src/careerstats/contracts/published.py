"""What a build for the public published of sensitive indicators, as the record beside the notes keeps it."""

from careerstats.contracts.facts import Fact


class Counted(Fact, frozen=True, kw_only=True):
    """Part and whole of one territory (``whole``: None of a bare count); ``hidden``: which of part, rest and whole."""

    code: str
    indicator: str
    part: int
    whole: int | None = None
    hidden: tuple[str, ...] = ()

    @property
    def amounts(self) -> dict[str, int]:
        """How many are counted, by the role of the number."""
        if self.whole is None:
            return {"part": self.part}
        return {"part": self.part, "rest": self.whole - self.part, "whole": self.whole}


class Version(Fact, frozen=True, kw_only=True):
    """One public build of a period: all that it counted, shown or hidden; ``base``: to what it is rounded (0: not)."""

    rows: tuple[Counted, ...] = ()
    base: int = 0


class Record(Fact, frozen=True, kw_only=True):
    """All public builds of a period that differ, the oldest first."""

    versions: tuple[Version, ...] = ()
