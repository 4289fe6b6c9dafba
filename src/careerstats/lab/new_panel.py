"""«Новый набор» and «Программа»: a folder to fill in, notebooks to open, what is installed."""

import subprocess
import sys
from html import escape

import ipywidgets as widgets

from careerstats.lab import links, page_file
from careerstats.lab.parts import Panel, Site, button, folder_button, line_wide, lines, said

_LABEL = {"description_width": "150px"}
_NOTEBOOKS = {
    "municipality.ipynb": "Справка муниципального образования по частям: измените код и выполните ячейки",
    "region.ipynb": "Справка по региону по частям",
    "research.ipynb": "Исследователю: числа, сравнения, проверка предположений",
}
_ASKED = {
    "name": ("Имя папки", "novosibirsk-2025"),
    "region": ("Регион", "Новосибирская область или 50"),
    "period": ("Период", "2025 или 2024/25"),
    "title": ("Название набора", "можно оставить пустым"),
}


def new(site: Site) -> Panel:
    """Questions of ``careerstats init``."""
    fields = {
        key: widgets.Text(description=text, placeholder=hint, layout=line_wide(), style=_LABEL)
        for key, (text, hint) in _ASKED.items()
    }
    shown = widgets.HTML()

    def make() -> None:
        given = {key: field.value.strip() for key, field in fields.items()}
        empty = [text for key, (text, _) in _ASKED.items() if key != "title" and not given[key]]
        if empty:
            shown.value = lines(f"Заполните: {', '.join(empty)}.", kind="cs-bad")
            return
        named = (f"--{key}={given[key]}" for key in ("region", "period", "title") if given[key])
        code, told = _run("--project", str(site.project), "init", *named, "--", given["name"])
        shown.value = f'<pre class="{"cs-bad" if code else "cs-good"}">{escape(told)}</pre>'
        if not code:
            site.reload(given["name"])

    top = widgets.HTML(lines("Программа создаст папку набора: таблицы с муниципальными образованиями и описание."))
    parts = [top, *fields.values(), widgets.HBox([button("Создать набор", make, main=True)]), shown]
    return Panel("Новый набор", widgets.VBox(parts), lambda work: None)


def program(site: Site) -> Panel:
    """``careerstats doctor``, and the notebooks of the notes."""
    shown = widgets.HTML()

    def look() -> None:
        shown.value = lines("Проверяется…")
        shown.value = said_open(_run("--project", str(site.project), "doctor")[1])

    found = ((page_file.opened(site.project, name), text) for name, text in _NOTEBOOKS.items())
    opened = "".join(f"<li>{links.notebook(site.project, path, text)}</li>" for path, text in found)
    parts = [
        widgets.HTML(f"<p><b>Блокноты</b></p><ul>{opened}</ul>"),
        widgets.HTML(f"<p><b>Папка проекта:</b> {escape(str(site.project))}</p>"),
        widgets.HBox(
            [
                button("Проверить установку", look, main=True, about="Что установлено и что исправить"),
                folder_button(lambda: site.project, site.say),
            ]
        ),
        shown,
    ]
    return Panel("Программа", widgets.VBox(parts), lambda work: None)


def said_open(told: str) -> str:
    return said(told).replace("<details>", "<details open>", 1)


def _run(*words: str) -> tuple[int, str]:
    """A short command, waited for: its exit code and what it said."""
    command = [sys.executable, "-X", "utf8", "-m", "careerstats", *words]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, check=False, **streams)  # type: ignore[call-overload]
    return done.returncode, done.stdout.decode("utf-8", "replace").strip()
