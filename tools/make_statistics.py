"""``statistics_template.md``, numbers, pictures -> ``docs/statistics.md`` and ``docs/pictures/*.svg``.

Run it after a change of a rule or of the template: ``python tools/make_statistics.py``.
"""

from pathlib import Path

import make_statistics_pictures as pictures
import statistics_numbers
from make_method import _unbroken, filled

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"


def document() -> str:
    """The whole page, every number computed."""
    return _unbroken(filled((HERE / "statistics_template.md").read_text(encoding="utf-8"), statistics_numbers.slots()))


def main() -> None:
    """Write the page and its pictures."""
    (DOCS / "statistics.md").write_text(document(), encoding="utf-8", newline="\n")
    for name, draw in pictures.PICTURES.items():
        (DOCS / "pictures" / f"{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")
    print("statistics.md: записан")


if __name__ == "__main__":
    main()
