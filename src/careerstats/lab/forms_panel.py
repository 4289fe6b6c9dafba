"""«Формы сбора»: workbooks to send out are written, returned ones are read."""

from html import escape

import ipywidgets as widgets

from careerstats.lab.parts import Panel, Site, button, folder_button, lines
from careerstats.lab.works import DONE, Work


def panel(site: Site) -> Panel:
    shown = widgets.HTML()
    make = button("Записать формы", lambda: site.begin("make"), main=True)
    collect = button("Собрать ответы", lambda: site.begin("collect"), main=True)

    def refresh(work: Work | None) -> None:
        text = work.told if work and work.kind in ("make", "collect") and work.status == DONE else ""
        shown.value = f'<pre class="cs-text">{escape(text.strip())}</pre>' if text else ""

    parts = [
        widgets.HTML(lines("1. Программа запишет книги Excel, которые рассылают муниципальным образованиям и школам.")),
        widgets.HBox([make, folder_button(lambda: site.reports / "forms", site.say)]),
        widgets.HTML(
            lines(
                "2. Заполненные книги положите в папку forms набора (в папку с именем формы). Программа прочитает их, "
                "назовёт ошибки и тех, кто не ответил."
            )
        ),
        widgets.HBox([collect, folder_button(lambda: site.raw / "forms", site.say)]),
        shown,
    ]
    return Panel("Формы сбора", widgets.VBox(parts), refresh, ("make", "collect"))
