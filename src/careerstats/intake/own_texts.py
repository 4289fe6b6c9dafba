"""texts/ of a dataset -> files whose names no note looks for: an author's paragraph must not vanish in silence."""

from pathlib import Path

from careerstats.model import Problem

PLACES = {
    "municipality": ("conclusions", "general", "indicators", "problems", "recommendations"),
    "region": ("organisation", "competences", "events"),
}
"""Notebook → places of its own paragraphs: ``texts/<notebook>.<place>.md``."""


def misnamed(folder: Path) -> list[Problem]:
    """One problem per file; a notebook of somebody's own may have places that we do not know."""
    paths = sorted(path for path in (folder / "texts").glob("*") if path.is_file() and not path.name.startswith("."))
    return [problem for path in paths if (problem := _problem(path.name)) is not None]


def _problem(name: str) -> Problem | None:
    notebook, _, place = name.removesuffix(".md").partition(".")
    if name.endswith(".md") and place in PLACES.get(notebook, ()):
        return None
    own = name.endswith(".md") and bool(place) and notebook not in PLACES
    known = ", ".join(f"{one}.{place}.md" for one, places in PLACES.items() for place in places)
    message = "файл с таким именем не печатается ни в одной справке"
    what = f"переименуйте его: {_nearest(name)}можно {known}"
    return Problem(f"texts/{name}", "remark" if own else "warning", "unknown_text", message, what)


def _nearest(name: str) -> str:
    from rapidfuzz import fuzz, process

    names = [f"{one}.{place}.md" for one, places in PLACES.items() for place in places]
    close = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=70)
    return f"похоже на {close[0]}; " if close else ""
