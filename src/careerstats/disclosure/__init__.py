"""Results and audience -> the bundles of all notes: exactly what each note may say."""

from careerstats.disclosure.bundles import cut, text_of, texts_of
from careerstats.disclosure.numbers import Results

__all__ = ["Results", "cut", "text_of", "texts_of"]
