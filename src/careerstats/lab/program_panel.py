"""«Программа»: notebooks to open, the folder of the project, what is installed."""

from html import escape

import ipywidgets as widgets

from careerstats.lab import choices, links, page_file, works
from careerstats.lab.parts import Panel, Site, button, folder_button, labelled, lines, listed, offer, said
from careerstats.lab.works import Work

_OF_PLACE = "municipality.ipynb"
_NOTEBOOKS = {
    _OF_PLACE: "Справка муниципального образования по частям",
    "region.ipynb": "Справка по региону по частям",
    "research.ipynb": "Исследователю: числа, сравнения, проверка предположений",
}


def panel(site: Site) -> Panel:
    """``careerstats doctor``, and the notebooks of the notes."""
    shown = widgets.HTML()

    def look() -> None:
        shown.value = lines("Проверяется…")
        told = said(works.run(site.project, "doctor")[1])
        shown.value = told.replace("<details>", "<details open>", 1)

    notebooks = widgets.HTML()
    place = labelled(widgets.Dropdown, "О ком блокнот", options=[])

    def refresh(_: Work | None) -> None:
        places = choices.municipalities(site.project, site.dataset()) if site.dataset() else []
        offer(place, places)
        place.layout.display = "" if places else "none"
        show()

    def show() -> None:
        notebooks.value = _notebooks(site, place.value or "")

    place.observe(lambda _: show(), "value")
    parts = [
        place,
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


def _notebooks(site: Site, municipality: str) -> str:
    """Links to notebooks about the chosen dataset, and the first about the chosen municipality."""
    about = {name: municipality if name == _OF_PLACE else "" for name in _NOTEBOOKS}
    paths = {name: page_file.opened(site.project, name, site.dataset(), about[name]) for name in _NOTEBOOKS}
    opened = (links.notebook(site.project, paths[name], text) for name, text in _NOTEBOOKS.items())
    return f"<p><b>Блокноты</b></p>{listed(opened)}"
