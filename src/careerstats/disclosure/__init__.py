"""Results and audience -> the bundles of all notes: exactly what each note may say."""

from careerstats.disclosure.bundles import Results, cut, text_of

__all__ = ["Results", "cut", "text_of"]
