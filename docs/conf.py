"""Sphinx: pages gathered by tools/make_site.py -> the site, in Russian, without network, clock or letters of others.

``make docs`` calls it with ``-W``: a broken link or an unknown page ends the build.
"""

from typing import Any

from latex2mathml.converter import convert

project = "careerstats"
project_copyright = ""
language = "ru"
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header", "misc.highlighting_failure"]

html_theme = "furo"
html_title = "careerstats"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_permalinks_icon = "#"
html_math_renderer = "mathml"
html_theme_options = {"top_of_page_buttons": []}
pygments_style = "friendly"
html_static_path = ["_static"]
html_css_files = ["site.css"]


def inline(translator: Any, node: Any) -> None:
    """A formula of a line as MathML, which browsers show by themselves."""
    translator.body.append(convert(node.astext()))
    raise _skipped()


def display(translator: Any, node: Any) -> None:
    """A formula of its own line."""
    translator.body.append(f'<div class="math" role="math">{convert(node.astext(), display="block")}</div>')
    raise _skipped()


def _skipped() -> Exception:
    from docutils.nodes import SkipNode

    return SkipNode()


def setup(app: Any) -> None:
    """MathML instead of MathJax, which would come from a network."""
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
