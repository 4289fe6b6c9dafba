"""«Проверка данных»: a button, the problems of the chosen dataset as a table, corrections recorded there and then."""

import re
from html import escape

import ipywidgets as widgets

from careerstats import wording
from careerstats.lab import links, mending, results
from careerstats.lab.parts import Panel, Site, button, folder_button, lines, table
from careerstats.lab.works import Work
from careerstats.model import Problem

MOST = 300  # rows of the table: a browser gets slow, and a protocol of Excel is made for more
_HEADS = ("Важность", "Файл", "Лист", "Ячейка", "Что не так", "Что сделать")
_WORDS = {"blocking": "Ошибки", "warning": "Предупреждения", "remark": "Замечания"}


def panel(site: Site) -> Panel:
    shown = widgets.HTML()
    choice = widgets.ToggleButtons(options=[("Все", "")], description="Показать:", button_style="")
    choice.style.button_width = "auto"
    check = button("Проверить данные", lambda: site.begin("check"), main=True)
    folder = folder_button(lambda: site.processed, site.say)

    def filter_by(change: dict[str, str]) -> None:
        shown.value = _shown(site, _problems(site), change["new"] or "")

    def refresh(_: Work | None) -> None:
        problems = _problems(site)
        choice.options = _options(problems or [])
        choice.value = ""
        choice.layout.display = "" if problems else "none"
        shown.value = _shown(site, problems, "")
        mended.refresh(problems or [])

    mended = mending.Box(site)
    choice.observe(filter_by, "value")
    top = widgets.HTML(lines("Программа прочитает файлы набора и назовёт всё, что в них не так: где и что сделать."))
    box = widgets.VBox([top, widgets.HBox([check, folder]), choice, shown, mended.box])
    return Panel("Проверка данных", box, refresh, ("check",))


def _problems(site: Site) -> list[Problem] | None:
    return results.problems(site.project, site.dataset()) if site.dataset() else None


def _options(problems: list[Problem]) -> list[tuple[str, str]]:
    counted = {key: sum(problem.severity == key for problem in problems) for key in _WORDS}
    some = [(f"{word}: {counted[key]}", key) for key, word in _WORDS.items() if counted[key]]
    return [(f"Все: {len(problems)}", ""), *some]


def _shown(site: Site, problems: list[Problem] | None, severity: str) -> str:
    """The table and the links to the protocols."""
    if problems is None:
        return lines("Этот набор ещё не проверялся.")
    if not problems:
        return lines("Замечаний нет.", kind="cs-good") + _protocol(site)
    chosen = [problem for problem in problems if severity in ("", problem.severity)]
    more = f"Показаны первые {MOST}, все – в протоколе." if len(chosen) > MOST else ""
    caption = f"{wording.capital(wording.counted(len(chosen), 'замечание', 'замечания', 'замечаний'))} к данным"
    return _protocol(site) + lines(more) + table(_HEADS, map(_cells, chosen[:MOST]), caption, "cs-problems")


def _cells(problem: Problem) -> list[str]:
    word = results.SEVERITIES.get(problem.severity, problem.severity)
    first = f'<span class="cs-{escape(problem.severity)}">{escape(word)}</span>'
    texts = (problem.file, problem.sheet, problem.cell, problem.message, problem.what_to_do)
    file, *rest = map(escape, texts)
    return [first, re.sub(r"[/_-]", r"\g<0><wbr>", file), *rest]  # a path is broken where its parts end


def _protocol(site: Site) -> str:
    path = site.processed / "protocol.xlsx"
    if not path.is_file():
        return ""
    words = "; протоколы для муниципальных образований – в папке protocols рядом с ним"
    return f"<p>{links.link(site.project, path, 'Протокол замечаний в Excel')}{words}.</p>"
