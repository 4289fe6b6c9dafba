"""The notebook of a built note -> what its cells printed and warned of: for its author, in no document."""

import json
from collections.abc import Iterator
from pathlib import Path

MOST = 4000
"""Signs told of one stream of a cell: its end says where the cell got to."""


def printed(folder: Path, stem: str) -> Iterator[dict[str, object]]:
    """``cell`` as its author counts, ``stream`` (stdout, stderr), ``text``; of a note that failed, up to that cell."""
    failed = folder / f"{stem}.failed.ipynb"
    path = failed if failed.is_file() else folder / f"{stem}.ipynb"
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, LookupError):  # whoever reads the note says what is wrong with it
        return
    for cell in cells:
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                text = "".join(output["text"])
                yield {"cell": cell["execution_count"], "stream": output["name"], "text": text[-MOST:]}
