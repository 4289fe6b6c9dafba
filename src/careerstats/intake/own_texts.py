"""texts/ of a dataset -> files whose names no note looks for: an author's paragraph must not vanish in silence."""

from pathlib import Path

from careerstats.errors import NoteError
from careerstats.intake.files import NotATableError, decoded
from careerstats.intake.guards import Limits, contents, inside
from careerstats.model import Problem
from careerstats.shown.markdown import from_markdown

LIMITS = Limits(1 << 20, 1 << 20, 1, 1)
"""A megabyte is five hundred pages."""

PLACES = {
    "municipality": ("conclusions", "general", "indicators", "problems", "recommendations"),
    "region": ("organisation", "competences", "events"),
}
"""Notebook → places of its own paragraphs: ``texts/<notebook>.<place>.md``."""

_NAMES = tuple(f"{notebook}.{place}.md" for notebook, places in PLACES.items() for place in places)


def misnamed(folder: Path) -> list[Problem]:
    """One problem per file; a notebook of somebody's own may have places that we do not know."""
    paths = sorted(path for path in (folder / "texts").glob("*") if path.is_file() and not path.name.startswith("."))
    return [problem for path in paths for problem in (_problem(path.name), _unprintable(path)) if problem is not None]


def text_of(path: Path) -> str:
    """An author's paragraphs; empty where the file cannot be read, which ``misnamed`` tells."""
    try:
        return _read(path)
    except NotATableError:
        return ""


def _read(path: Path) -> str:
    """Raises NotATableError for what is no text, is too long, or lies outside the folder."""
    try:
        return decoded(contents(inside(path.parent, path.name), LIMITS)).strip()
    except NotATableError as error:
        if error.code == "empty_file":
            return ""
        raise


def _unprintable(path: Path) -> Problem | None:
    """What cannot be read, and what no document would print: better told here than by every note."""
    file = f"texts/{path.name}"
    try:
        from_markdown(_read(path))
    except NotATableError as error:
        what = "сохраните текст в UTF-8 обычным файлом в папке texts"
        return Problem(file, "blocking", "unreadable_text", f"текст не напечатан: {error}", what)
    except NoteError as error:
        what = "исправьте это место текста"
        return Problem(file, "blocking", "unprintable_text", str(error).removesuffix("."), what)
    return None


def _problem(name: str) -> Problem | None:
    notebook, _, place = name.removesuffix(".md").partition(".")
    if name.endswith(".md") and place in PLACES.get(notebook, ()):
        return None
    own = name.endswith(".md") and bool(place) and notebook not in PLACES
    message = "файл с таким именем не печатается ни в одной справке"
    what = f"переименуйте его: {_nearest(name)}можно {', '.join(_NAMES)}"
    return Problem(f"texts/{name}", "remark" if own else "warning", "unknown_text", message, what)


def _nearest(name: str) -> str:
    from rapidfuzz import fuzz, process

    close = process.extractOne(name, _NAMES, scorer=fuzz.ratio, score_cutoff=70)
    return f"похоже на {close[0]}; " if close else ""
