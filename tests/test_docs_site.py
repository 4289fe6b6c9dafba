"""``make docs``: a site that needs no network, in Russian, with every page, the same for the same pages."""

import re
from pathlib import Path

import make_site
import pytest
from helpers.docs_pages import DOCS, ROOT
from helpers.projects import hashes


def test_links_are_turned_to_where_a_page_stands_on_the_site() -> None:
    own, there = DOCS / "howto" / "texts.md", Path("howto/texts.md")
    text = "[a](../../README.ru.md#b) [c](../forms.md) [d](../../LICENSE) [e](#f) `[g](../forms.md)`"
    assert make_site.relinked(text, own, there) == (
        "[a](../readme-ru.md#b) [c](../forms.md) d [e](#f) `[g](../forms.md)`"
    )
    picture = "![note](docs/note.png) [d](docs/decisions.md)"
    assert make_site.relinked(picture, ROOT / "README.md", Path("readme.md")) == "![note](note.png) [d](decisions.md)"


def test_every_page_stands_in_the_side_bar(tmp_path: Path) -> None:
    make_site.gather(tmp_path / "docs")
    index = (tmp_path / "docs" / "index.md").read_text(encoding="utf-8")
    names = [name for name in make_site.pages(tmp_path / "docs") if name != "index"]
    assert [name for name in names if f"\n{name}\n" not in index] == []
    assert set(make_site.ROOT_PAGES.values()) <= {f"{name}.md" for name in names}


def test_make_docs_calls_the_tool() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^docs: venv ## .+\n\t\$\(BIN\)/python tools/make_site\.py$", makefile, re.MULTILINE)
    assert "/site/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_asks_nobody_for_anything(tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="нет пакета sphinx (дополнение docs)")
    site = tmp_path / "site"
    assert make_site.main([str(site)]) == 0
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert len(pages) > 25
    for path, text in pages.items():
        loaded = re.findall(r'<(?:script|img|iframe)[^>]+src="([^"]+)"|<link[^>]+href="([^"]+)"', text)
        away = [one or other for one, other in loaded if re.match(r"(https?:)?//", one or other)]
        assert away == [], path
        assert 'lang="ru"' in text
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"(?:@import|url\()\s*[\"']?https?:", styles) == []
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert "справк".encode("unicode_escape").decode("ascii") in index  # Russian words by their stems
    before = hashes(site)
    assert make_site.main([str(site)]) == 0
    assert hashes(site) == before
