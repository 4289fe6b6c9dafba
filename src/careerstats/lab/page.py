"""A notebook that calls it -> the page of buttons, which tells what lies in files: nothing is lost with a tab."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import ipywidgets as widgets

from careerstats.arguments import refused
from careerstats.errors import CareerstatsError, UsageError
from careerstats.lab import (
    check_panel,
    choices,
    forms_panel,
    new_panel,
    notes_panel,
    own_panel,
    program_panel,
    table_panel,
    telling,
    works,
)
from careerstats.lab.parts import Panel, Site, button, line_wide, lines
from careerstats.lab.works import Work
from careerstats.project import find_project

EVERY = 0.7  # seconds between looks at the files
_NO_DATA = "Наборов данных пока нет. Создайте набор на вкладке «Новый набор»."
_SYNTHETIC = " Условные данные."
_current: list["Page"] = []
"""The page that was shown last: the one before it stops looking."""


@dataclass
class Page:
    """The widgets of the page, and what they showed last."""

    project: Path
    dataset: widgets.Dropdown
    about: widgets.HTML = field(default_factory=widgets.HTML)
    message: widgets.HTML = field(default_factory=widgets.HTML)
    status: widgets.HTML = field(default_factory=widgets.HTML)
    bar: widgets.IntProgress = field(default_factory=lambda: widgets.IntProgress(layout=line_wide()))
    stop: widgets.Button = None
    tabs: widgets.Tab = field(default_factory=widgets.Tab)
    panels: tuple[Panel, ...] = ()
    seen: tuple[str, Work | None] | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)


def show(dataset: str = "") -> None:
    """Display the page; a mistake of the user is told in words."""
    from IPython.display import HTML, display

    display(HTML(f"<style>{(Path(__file__).parent / 'page.css').read_text(encoding='utf-8')}</style>"))
    try:
        page = _made(find_project().resolve(), dataset)
    except (CareerstatsError, OSError) as error:
        text = refused(error) if isinstance(error, OSError) else str(error)
        display(HTML(f'<div class="cs-page">{lines(text, kind="cs-bad")}</div>'))
        return
    _current[:] = [page]
    display(_whole(page))
    threading.Thread(target=_watch, args=[page], daemon=True, name="careerstats-lab").start()


def _made(project: Path, wanted: str) -> Page:
    page = Page(project, widgets.Dropdown(description="Набор данных", layout=line_wide()))
    page.dataset.style.description_width = "initial"
    page.stop = button("Остановить", lambda: _stop(page))
    site = Site(project, lambda: page.dataset.value or "", _begins(page), _says(page), lambda name: _list(page, name))
    makers: tuple[Callable[[Site], Panel], ...] = (
        new_panel.panel,
        table_panel.panel,
        check_panel.panel,
        forms_panel.panel,
        notes_panel.panel,
        own_panel.panel,
        program_panel.panel,
    )
    page.panels = tuple(make(site) for make in makers)
    page.tabs.children = [panel.box for panel in page.panels]
    page.tabs.titles = [panel.title for panel in page.panels]
    _list(page, wanted or _last(project))
    page.dataset.observe(lambda _: _refresh(page), "value")
    _refresh(page)
    _turn(page)
    return page


def _whole(page: Page) -> widgets.VBox:
    again = button("Обновить", lambda: _list(page, page.dataset.value or ""), about="Прочитать список наборов заново")
    head = widgets.HTML("<h2>Справки о профориентационной работе</h2>")
    chosen = widgets.HBox([page.dataset, again])
    work = widgets.VBox([page.status, widgets.HBox([page.bar, page.stop])])
    whole = widgets.VBox([head, chosen, page.about, page.message, work, page.tabs])
    whole.add_class("cs-page")
    return whole


def _list(page: Page, wanted: str) -> None:
    """Datasets anew; the ``wanted`` one is chosen if it is there."""
    with page.lock:
        listed = choices.datasets(page.project)
        names = [choice.name for choice in listed]
        page.dataset.options = [(choice.label, choice.name) for choice in listed]
        if names:
            page.dataset.value = wanted if wanted in names else names[0]
        page.seen = None
        _refresh(page)


def _last(project: Path) -> str:
    """The dataset whose command runs, else the one that had a command last."""
    jobs = sorted(
        (project / "data" / "processed").glob(f"*/lab/{works.JOB}"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    running = [path for path in jobs if (work := works.look(path.parent, whole=False)) and work.running]
    return next((path.parent.parent.name for path in [*running, *jobs]), "")


def _begins(page: Page) -> Callable[..., None]:
    def begin(kind: str, *options: str) -> None:
        page.message.value = ""
        try:
            works.begin(page.project, _chosen(page), kind, *options)
        except CareerstatsError as error:
            _says(page)(str(error))
        except OSError as error:
            _says(page)(refused(error))
        _refresh(page)

    return begin


def _stop(page: Page) -> None:
    works.stop(works.home(page.project, _chosen(page)))
    _refresh(page)


def _chosen(page: Page) -> str:
    if not page.dataset.value:
        raise UsageError(_NO_DATA)
    return str(page.dataset.value)


def _says(page: Page) -> Callable[[str], None]:
    def say(text: str) -> None:
        page.message.value = lines(text, kind="cs-warning")

    return say


# ---- what is shown of the files


def _watch(page: Page) -> None:
    pause = threading.Event()
    while page in _current:
        with contextlib.suppress(OSError, ValueError, CareerstatsError):  # a file half written; the next look is soon
            _refresh(page)
        pause.wait(EVERY)


def _refresh(page: Page) -> None:
    """Nothing is sent to the browser while nothing has changed."""
    with page.lock:
        name = page.dataset.value or ""
        work = works.look(works.home(page.project, name)) if name else None
        if page.seen == (name, work):
            return
        before, page.seen = page.seen, (name, work)
        _tell(page, work)
        if before is None or before[0] != name or _phase(before[1]) != _phase(work):
            _about(page, name)
            for panel in page.panels:
                panel.refresh(work)


def _phase(work: Work | None) -> tuple[str, str] | None:
    return (work.kind, work.status) if work else None


def _tell(page: Page, work: Work | None) -> None:
    running = bool(work and work.running)
    page.status.value = telling.status(work)
    page.stop.layout.display = "" if running else "none"
    page.stop.description = "Остановить сразу" if work and work.stopping else "Остановить"
    far = telling.bar(work)
    page.bar.layout.display = "" if far else "none"
    if far:
        page.bar.max = max(far.total or 1, 1)
        page.bar.value = far.finished


def _about(page: Page, name: str) -> None:
    choice = next((choice for choice in choices.datasets(page.project) if choice.name == name), None)
    if choice is None:
        page.about.value = lines(_NO_DATA)
    elif choice.problem:
        page.about.value = lines("Описание набора не прочитано:", *choice.problem.splitlines(), kind="cs-bad")
    else:
        text = f"Период: {choice.period}.{_SYNTHETIC if choice.synthetic else ''}"
        page.about.value = f'<p class="cs-quiet">{escape(text)}</p>'


def _turn(page: Page) -> None:
    """A page opened anew shows the tab whose command was begun last; where nothing was begun, what comes first."""
    work = page.seen[1] if page.seen else None
    kind = work.kind if work else "check" if page.dataset.value else "new"
    page.tabs.selected_index = next((at for at, panel in enumerate(page.panels) if kind in panel.kinds), 0)
