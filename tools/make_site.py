"""docs/ and the pages of the root -> ``site/``, built by Sphinx: ``make docs``.

``python tools/make_site.py FOLDER`` builds it elsewhere. The pages are gathered in a temporary folder, links between
them are turned to their new places, and what a site does not have (a file of the program) becomes plain text.
Warnings are errors.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

ROOT_PAGES = {
    "README.ru.md": "readme-ru.md",
    "README.md": "readme.md",
    "CONTRIBUTING.md": "contributing.md",
    "GLOSSARY.md": "glossary.md",
    "CHANGELOG.md": "changelog.md",
}
"""Page of the root → its name on the site."""

PARTS = {
    "Начало": ("readme-ru", "tutorial", "lab", "statistics", "glossary"),
    "Рецепты": ("howto/index", "howto/own-table", "howto/new-indicator", "howto/new-edition", "howto/compare",
                "howto/new-form", "howto/template", "howto/texts", "howto/new-year", "howto/publishing",
                "howto/cluster", "howto/new-section"),
    "Справочник": ("commands", "dataset", "files", "registers", "forms", "cells", "corrections", "participants",
                   "territories", "disclosure", "method", "library"),
    "Доверие": ("rap", "data-register", "assumptions", "security", "peer-review", "publishing", "compared",
                "changelog"),
    "Разработчикам": ("readme", "contributing", "additions", "schedule", "batch", "decisions"),
}  # fmt: skip
"""Heading of the side bar → its pages; what is not named here stands under «Ещё»."""

CSS = """:lang(ru) { hyphens: auto }
body { --font-stack: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif }
article table { display: block; overflow-x: auto; width: max-content; max-width: 100% }
article pre { overflow-x: auto }
article img[src$=".svg"] { background: #fff; padding: .5rem; border-radius: .25rem }
.math { overflow-x: auto; text-align: center; padding: .5rem 0 }
"""

_LINK = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)")
_ANCHOR = re.compile(r'^<a (?:id|name)="([^"]+)"></a>\n', re.MULTILINE)
_CODE = re.compile(r"(^```.*?^```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Build the site; the exit code is that of Sphinx."""
    target = Path(arguments[0]) if arguments else ROOT / "site"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "docs"
        gather(source)
        return sphinx(source, target.resolve())


def sphinx(source: Path, target: Path) -> int:
    """Sphinx in a process of its own, all warnings errors; a site that was there is replaced."""
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-E", "-d"]
    same = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
    done = subprocess.run([*command, source.parent / "read", source, target], env=same, check=False)
    if done.returncode == 0:
        (target / ".buildinfo").unlink(missing_ok=True)
        print(f"Готово: {target / 'index.html'}")
    return done.returncode


def gather(source: Path) -> None:
    """Copy all pages with links that lead somewhere on the site, add the tables of contents and our style."""
    shutil.copytree(DOCS, source, ignore=shutil.ignore_patterns("__pycache__"))
    for page in source.rglob("*.md"):
        own = DOCS / page.relative_to(source)
        _put(page, relinked(page.read_text(encoding="utf-8"), own, page.relative_to(source)))
    for name, there in ROOT_PAGES.items():
        _put(source / there, relinked((ROOT / name).read_text(encoding="utf-8"), ROOT / name, Path(there)))
    index = source / "index.md"
    _put(index, index.read_text(encoding="utf-8") + contents(pages(source)))
    (source / "_static").mkdir(exist_ok=True)
    _put(source / "_static" / "site.css", CSS)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def pages(source: Path) -> list[str]:
    return sorted(page.relative_to(source).with_suffix("").as_posix() for page in source.rglob("*.md"))


def contents(names: list[str]) -> str:
    """The tables of contents of the side bar."""
    named = {name for part in PARTS.values() for name in part} | {"index"}
    parts = {**PARTS, "Ещё": tuple(name for name in names if name not in named)}
    there = {title: [name for name in part if name in names] for title, part in parts.items()}
    lists = (
        "\n".join(["```{toctree}", f":caption: {title}", ":hidden:", ":titlesonly:", "", *part, "```"])
        for title, part in there.items()
        if part
    )
    return "\n" + "\n\n".join(lists) + "\n"


def relinked(text: str, own: Path, there: Path) -> str:
    """Links of a page that stood at ``own`` and stands at ``there`` on the site; code is left as it is."""
    text = _ANCHOR.sub(r"(\1)=\n", text)
    parts = _CODE.split(text)
    return "".join(
        part if at % 2 else _LINK.sub(lambda found: _link(found, own, there), part) for at, part in enumerate(parts)
    )


def _link(found: re.Match[str], own: Path, there: Path) -> str:
    path, hash_mark, anchor = found["target"].partition("#")
    if not path or re.match(r"[a-z]+:", path):
        return found[0]
    place = on_site((own.parent / path).resolve())
    if place is None:
        return found["text"]
    back = os.path.relpath(place, there.parent).replace(os.sep, "/")
    return f"{found['image']}[{found['text']}]({back}{hash_mark}{anchor})"


def on_site(file: Path) -> Path | None:
    """Where a file of the project stands on the site; None where it does not."""
    if file.parent == ROOT and file.name in ROOT_PAGES:
        return Path(ROOT_PAGES[file.name])
    if file == DOCS:
        return Path("index.md")
    return file.relative_to(DOCS) if file.is_relative_to(DOCS) and not file.is_dir() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
