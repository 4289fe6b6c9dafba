"""Results and audience -> the bundles of all notes: exactly what each note may say."""

from careerstats.bundles.notes import cut
from careerstats.bundles.numbers import Results

__all__ = ["Results", "cut"]
