"""«Программа»: notebooks to open, the folder of the project, what is installed."""

from html import escape

import ipywidgets as widgets

from careerstats.lab import links, page_file, works
from careerstats.lab.parts import Panel, Site, button, folder_button, lines, said
from careerstats.lab.works import Work

_NOTEBOOKS = {
    "municipality.ipynb": "Справка муниципального образования по частям: измените код и выполните ячейки",
    "region.ipynb": "Справка по региону по частям",
    "research.ipynb": "Исследователю: числа, сравнения, проверка предположений",
}


def panel(site: Site) -> Panel:
    """``careerstats doctor``, and the notebooks of the notes."""
    shown = widgets.HTML()

    def look() -> None:
        shown.value = lines("Проверяется…")
        shown.value = said_open(works.run(site.project, "doctor")[1])

    notebooks = widgets.HTML()

    def refresh(_: Work | None) -> None:
        notebooks.value = _notebooks(site)

    parts = [
        notebooks,
        widgets.HTML(f"<p><b>Папка проекта:</b> {escape(str(site.project))}</p>"),
        widgets.HBox(
            [
                button("Проверить установку", look, main=True, about="Что установлено и что исправить"),
                folder_button(lambda: site.project, site.say),
            ]
        ),
        shown,
    ]
    return Panel("Программа", widgets.VBox(parts), refresh)


def _notebooks(site: Site) -> str:
    """Links to notebooks about the chosen dataset."""
    found = ((page_file.opened(site.project, name, site.dataset()), text) for name, text in _NOTEBOOKS.items())
    opened = "".join(f"<li>{links.notebook(site.project, path, text)}</li>" for path, text in found)
    return f"<p><b>Блокноты</b></p><ul>{opened}</ul>"


def said_open(text: str) -> str:
    return said(text).replace("<details>", "<details open>", 1)
