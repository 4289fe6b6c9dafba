"""Ids of a whole list -> pairs that are likely one: apart only in spaces, look-alike letters or zeros in front."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from careerstats.intake.participants.keys import Identities
from careerstats.intake.participants.namesakes import Namesakes, Persons

_UNSEEN = r"[\s\x{00A0}\x{00AD}\x{200B}-\x{200D}\x{202F}\x{2009}\x{2060}\x{FEFF}]"
_LOOK_ALIKE = tuple(zip("abcehkmoptxyё", "авсенкмортхуе", strict=True))


class Spellings:
    """Takes the ids of each batch; ``namesakes``: what must wait for the whole list."""

    def __init__(self, identities: Identities):
        self.namesakes = Namesakes()
        self._identities = identities

    def add(self, texts: pa.Array, person: np.ndarray, good: np.ndarray, numbers: np.ndarray) -> None:
        """``texts``, ``person``, ``numbers``: of every row its id, the number of that and of the row in its file."""
        rows = np.flatnonzero(good)
        persons, first = np.unique(person[rows], return_index=True)
        at = rows[first]
        bare = self._identities.of(_folded(texts.take(pa.array(at))))
        self.namesakes.add(Persons(persons, bare, numbers[at], np.full((len(at), 1), -1, dtype=np.int32)))

    def doubles(self) -> list[tuple[int, int, int, int]]:
        """Likely doubles: file and row of the one, file and row of the other."""
        return self.namesakes.respelt()


def _folded(texts: pa.Array) -> pa.Array:
    """«A 12» with a Latin letter and «а12», «007» and «7» are alike."""
    texts = pc.utf8_lower(pc.replace_substring_regex(pc.utf8_normalize(texts, form="NFKC"), _UNSEEN, ""))
    for latin, cyrillic in _LOOK_ALIKE:
        texts = pc.replace_substring(texts, latin, cyrillic)
    return pc.replace_substring_regex(texts, r"^0+(.)", r"\1")
