"""causes.yaml -> the closed list of causes; a text in people's own words -> which of them it names."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from careerstats.catalogue.loading import read_as
from careerstats.contracts.causes import CauseKind, CauseList

FILE = "causes.yaml"
OTHER = "другое"
"""The last of the list: what follows the colon is quoted and maps to nothing."""

_CLAUSE = re.compile(r"[,;.:()!?\n]|\s(?:а|но|и|или|однако|потому что|так как)\s")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Causes:
    """The list by id, in its order."""

    kinds: dict[str, CauseKind]

    def titles(self) -> tuple[str, ...]:
        """What a book offers to choose from."""
        return tuple(kind.title for kind in self.kinds.values())

    def chosen(self, text: str) -> str:
        """Id of the cause whose title the text is; «» where it is none."""
        plain = text.strip().casefold().rstrip(".")
        return next((kind.id for kind in self.kinds.values() if kind.title.casefold() == plain), "")

    def named(self, text: str) -> tuple[str, ...]:
        """Ids of all causes that the text names in words of its own, in the order of the list; () where it names none.

        «места есть, но нет договора» → no_contract alone: all words of a pattern must stand in one clause.
        """
        if text.strip().casefold().startswith(OTHER):
            return ()
        clauses = [_WORD.findall(clause) for clause in _CLAUSE.split(f" {text.casefold().replace('ё', 'е')} ")]
        return tuple(
            kind.id
            for kind in self.kinds.values()
            if any(_stands_in(pattern.split(), words) for pattern in kind.words for words in clauses)
        )


def _stands_in(pattern: list[str], words: list[str]) -> bool:
    """Whether every word of the pattern is among the words, «догов*» as the beginning of one."""
    return all(
        any(word.startswith(part[:-1]) if part.endswith("*") else word == part for word in words) for part in pattern
    )


def load_causes(own: Path | None = None) -> Causes:
    """The shipped list, with the dataset's own file laid over it by id. Raises DatasetError with all that is wrong."""
    paths = [Path(__file__).with_name(FILE), *([own] if own and own.exists() else [])]
    lists = [_read(path, path.stat().st_mtime) for path in paths]
    return Causes({kind.id: kind for each in lists for kind in each.causes})


@cache
def _read(path: Path, _changed: float) -> CauseList:
    return read_as(CauseList, path)
