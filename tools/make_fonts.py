"""The folder of the whole Tinos and Arimo -> the subsets in ``src/careerstats/fonts``: ``make_fonts.py FOLDER``.

The whole fonts are Debian's package ``fonts-croscore``. Same fonts, same bytes. What is kept: Latin with its marks,
Greek, all of Cyrillic with its supplement (the alphabets of the peoples of Russia), small figures above and below the
line, and the signs of a printed note.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "src" / "careerstats" / "fonts"
KEPT = (
    *(range(0x20, 0x7F), range(0xA0, 0x180), (0x192, 0x218, 0x219, 0x21A, 0x21B), range(0x2B0, 0x2E0)),
    *(range(0x300, 0x313), range(0x370, 0x400), range(0x400, 0x530)),
    *(range(0x2000, 0x2030), range(0x2030, 0x2040), (0x2044, 0x20AC, 0x20BD, 0x2116, 0x2122)),
    *(range(0x2070, 0x20A0), range(0x2150, 0x2190), range(0x2190, 0x21A0)),
    *((0x2202, 0x2206, 0x220F, 0x2211, 0x2212, 0x2215, 0x2219, 0x221A, 0x221E, 0x2229, 0x222B, 0x2248),),
    *((0x2260, 0x2261, 0x2264, 0x2265), range(0x25A0, 0x25E7)),
)
"""Ranges of code points."""


def main(folder: Path) -> None:
    for path in sorted(FONTS.glob("*.ttf")):
        cut(folder / path.name, path)
        print(path.name, path.stat().st_size)


def cut(whole: Path, to: Path) -> None:
    """A subset with the hints and the dates of the whole font."""
    options = Options()
    options.recalc_timestamp = False
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font = TTFont(whole, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[point for points in KEPT for point in points])
    subsetter.subset(font)
    font.save(to)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
