"""A notebook in a temporary project -> the task that builds it."""

from pathlib import Path
from typing import Any

from helpers.batch_notebooks import write_notebook

from careerstats.batch.tasks import Task


def make_task(project: Path, code: str, *sources: str, formats: tuple[str, ...] = (), **values: Any) -> Task:
    """One note whose notebook consists of ``sources``; no documents unless ``formats`` asks for them."""
    template = write_notebook(project / f"{code}.ipynb", *sources)
    settings: dict[str, Any] = {
        "project": str(project),
        "dataset": "demo",
        "period": "2020",
        "code": code,
        "name": f"г. {code}",
        "notebook": "municipality",
        "template": str(template),
        "parameters": {"code": code},
        "bundle": "",
        "folder": str(project / "reports" / "demo" / "2020" / code),
        "stem": "note",
        "formats": formats,
        "fingerprint": "f",
    }
    return Task(**settings | values)
