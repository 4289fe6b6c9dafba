"""Built notes of six very unlike places -> small pictures of their pages in tests/references, and the README's picture.

    python tools/make_references.py PROJECT

PROJECT is a folder in which amur-2020 and demo were built, demo for the public too. Look at the pages before you keep
them.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from helpers.references import (  # type: ignore[import-not-found]
    README_NOTE,
    README_PICTURE,
    ROOT,
    SIX,
    pages,
    sheet,
    shown_in_readme,
)


def main() -> None:
    project = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
    ROOT.mkdir(exist_ok=True)
    for name, (dataset, path) in SIX.items():
        found = pages(project / "reports" / dataset / path)
        kept = ROOT / f"{name.replace(' ', '-')}.png"
        kept.write_bytes(sheet(found))
        print(f"{kept.name}: страниц {len(found)}, {kept.stat().st_size // 1024} КБ")
    dataset, path = README_NOTE
    shown_in_readme(project / "reports" / dataset / path).quantize(64).save(README_PICTURE, optimize=True)


if __name__ == "__main__":
    main()
