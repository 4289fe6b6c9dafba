"""This machine's fonts and settings -> a hash of every picture drawn here, and the font «Arimo» is here: JSON.

Run as a program; its one argument is an empty folder.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import make_statistics_pictures
from helpers.batch_notebooks import write_notebook
from helpers.export_sample import sample
from helpers.figure_notes import municipal, regional
from helpers.picture_kinds import kinds_of_municipality, kinds_of_region
from matplotlib import font_manager

from careerstats.export import from_notebook
from careerstats.export.pdf import write

FREE_HAND = """import seaborn as sns
sns.set_theme()
axes = sns.scatterplot(x=[1, 2], y=[1, 2])
axes.set_title("Ж $x^2$ 中")
axes.set_xlabel("Ж", family=["Arimo", "Tinos"])"""


def hashes(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256(repr(made).encode()).hexdigest() for name, made in pictures(folder)}


def pictures(folder: Path) -> Iterator[tuple[str, Any]]:
    """Those of the documentation, of notes, of a cell of a researcher, and the letters of a PDF."""
    for name, paint in make_statistics_pictures.PICTURES.items():
        yield f"docs: {name}", paint()
    for note, kinds in ((municipal(9), kinds_of_municipality()), (regional(9), kinds_of_region())):
        for name, draw in kinds.items():
            yield f"{note.bundle.notebook}: {name}", draw(note)
    yield "cell", _cell(folder)
    yield "PDF", write(from_notebook(sample()))


def _cell(folder: Path) -> Any:
    import papermill

    notebook = papermill.execute_notebook(
        write_notebook(folder / "cell.ipynb", FREE_HAND), None, engine_name="careerstats", progress_bar=False
    )
    return notebook.cells[-1].outputs[-1].data["image/png"]


if __name__ == "__main__":
    arimo = str(font_manager.findfont("Arimo"))
    sys.stdout.write(json.dumps({"arimo": arimo, "drawn": hashes(Path(sys.argv[1]))}))
