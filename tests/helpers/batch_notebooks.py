"""Sources of cells -> a notebook file, and its outputs in a form two engines can be compared by."""

import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def write_notebook(path: Path, *sources: str, tags: dict[int, list[str]] | None = None) -> Path:
    """A notebook with a ``parameters`` cell and one cell per source; ``# md`` starts a markdown cell."""
    nb = new_notebook(metadata={"kernelspec": KERNEL})
    nb.cells = [new_code_cell('code = ""', id="parameters", metadata={"tags": ["parameters"]})]
    for number, source in enumerate(sources, start=1):
        make = new_markdown_cell if source.startswith("# md") else new_code_cell
        nb.cells.append(make(source, id=f"own-{number}", metadata={"tags": (tags or {}).get(number, [])}))
    path.write_text(nbformat.writes(nb), encoding="utf-8", newline="\n")
    return path


def comparable(outputs: list[Any]) -> list[Any]:
    """Outputs without what a kernel's timers and process numbers decide."""
    merged: list[Any] = []
    for output in outputs:
        known = _stream(merged, output)
        if known is None:
            merged.append(dict(output))
        else:
            known["text"] += output["text"]
    streams_last = [o for o in merged if o["output_type"] != "stream"]
    streams = sorted((o for o in merged if o["output_type"] == "stream"), key=lambda o: str(o["name"]))
    return [_settled(output) for output in streams_last + streams]


def _stream(merged: list[Any], output: Any) -> Any:
    if output["output_type"] != "stream":
        return None
    same = (o for o in merged if o["output_type"] == "stream" and o["name"] == output["name"])
    return next(same, None)


def _settled(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        output["text"] = re.sub(r"[^\s\"]*ipykernel_\d+/", "cell/", output["text"])
    return output
