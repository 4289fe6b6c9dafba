"""A notebook that calls it -> the page of buttons, which tells what lies in files: nothing is lost with a tab."""

import contextlib
import threading
from collections.abc import Callable
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

MAKERS: tuple[Callable[[Site], Panel], ...] = (
    new_panel.panel,
    table_panel.panel,
    check_panel.panel,
    forms_panel.panel,
    notes_panel.panel,
    own_panel.panel,
    program_panel.panel,
)


class Page:
    """The widgets of the page, and what they showed last."""

    def __init__(self, project: Path, wanted: str) -> None:
        self.project, self.lock = project, threading.RLock()
        self.seen: tuple[str, Work | None] | None = None
        self.dataset = widgets.Dropdown(description="Набор данных", layout=line_wide())
        self.dataset.style.description_width = "initial"
        self.about, self.message, self.status = (widgets.HTML() for _ in range(3))
        self.bar = widgets.IntProgress(layout=line_wide())
        self.stop = button("Остановить", self._stop)
        site = Site(project, lambda: self.dataset.value or "", self.begin, self.say, self.list)
        self.panels = tuple(make(site) for make in MAKERS)
        self.tabs = widgets.Tab(children=[panel.box for panel in self.panels])
        self.tabs.titles = [panel.title for panel in self.panels]
        self.list(wanted or _last(project))
        self.dataset.observe(lambda _: self._refresh(), "value")
        self._refresh()
        self._turn()

    def whole(self) -> widgets.VBox:
        about = "Прочитать список наборов заново"
        again = button("Обновить", lambda: self.list(self.dataset.value or ""), about=about)
        head = widgets.HTML("<h2>Справки о профориентационной работе</h2>")
        work = widgets.VBox([self.status, widgets.HBox([self.bar, self.stop])])
        whole = widgets.VBox([head, widgets.HBox([self.dataset, again]), self.about, self.message, work, self.tabs])
        whole.add_class("cs-page")
        return whole

    def list(self, wanted: str) -> None:
        """Datasets anew; the ``wanted`` one is chosen if it is there."""
        with self.lock:
            listed = choices.datasets(self.project)
            names = [choice.name for choice in listed]
            self.dataset.options = [(choice.label, choice.name) for choice in listed]
            if names:
                self.dataset.value = wanted if wanted in names else names[0]
            self.seen = None
            self._refresh()

    def begin(self, kind: str, *options: str) -> None:
        self.message.value = ""
        try:
            works.begin(self.project, self._chosen(), kind, *options)
        except CareerstatsError as error:
            self.say(str(error))
        except OSError as error:
            self.say(refused(error))
        self._refresh()

    def say(self, text: str) -> None:
        self.message.value = lines(text, kind="cs-warning")

    def _stop(self) -> None:
        works.stop(works.home(self.project, self._chosen()))
        self._refresh()

    def _chosen(self) -> str:
        if not self.dataset.value:
            raise UsageError(_NO_DATA)
        return str(self.dataset.value)

    # ---- what is shown of the files

    def watch(self) -> None:
        pause = threading.Event()
        while self in _current:
            with contextlib.suppress(OSError, ValueError, CareerstatsError):  # a file half written; the next is soon
                self._refresh()
            pause.wait(EVERY)

    def _refresh(self) -> None:
        """Nothing is sent to the browser while nothing has changed."""
        with self.lock:
            name = self.dataset.value or ""
            work = works.look(works.home(self.project, name)) if name else None
            if self.seen == (name, work):
                return
            before, self.seen = self.seen, (name, work)
            self._tell(work)
            if before is None or before[0] != name or _phase(before[1]) != _phase(work):
                self._say_which(name)
                for panel in self.panels:
                    panel.refresh(work)

    def _tell(self, work: Work | None) -> None:
        running = bool(work and work.running)
        self.status.value = telling.status(work)
        self.stop.layout.display = "" if running else "none"
        self.stop.description = "Остановить сразу" if work and work.stopping else "Остановить"
        far = telling.bar(work)
        self.bar.layout.display = "" if far else "none"
        if far:
            self.bar.max = max(far.total or 1, 1)
            self.bar.value = far.finished

    def _say_which(self, name: str) -> None:
        choice = choices.described(self.project, name)
        if not name:
            self.about.value = lines(_NO_DATA)
        elif choice.problem:
            self.about.value = lines("Описание набора не прочитано:", *choice.problem.splitlines(), kind="cs-bad")
        else:
            text = f"Период: {choice.period}.{_SYNTHETIC if choice.synthetic else ''}"
            self.about.value = f'<p class="cs-quiet">{escape(text)}</p>'

    def _turn(self) -> None:
        """A page opened anew shows the tab whose command was begun last; where nothing was begun, what comes first."""
        work = self.seen[1] if self.seen else None
        kind = work.kind if work else "check" if self.dataset.value else "new"
        self.tabs.selected_index = next((at for at, panel in enumerate(self.panels) if kind in panel.kinds), 0)


def _last(project: Path) -> str:
    """The dataset whose command runs, else the one that had a command last."""
    jobs = sorted(
        (project / "data" / "processed").glob(f"*/lab/{works.JOB}"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    running = [path for path in jobs if (work := works.look(path.parent, whole=False)) and work.running]
    return next((path.parent.parent.name for path in [*running, *jobs]), "")


def _phase(work: Work | None) -> tuple[str, str] | None:
    return (work.kind, work.status) if work else None


def show(dataset: str = "") -> None:
    """Display the page; a mistake of the user is told in words."""
    from IPython.display import HTML, display

    display(HTML(f"<style>{(Path(__file__).parent / 'page.css').read_text(encoding='utf-8')}</style>"))
    try:
        page = Page(find_project().resolve(), dataset)
    except (CareerstatsError, OSError) as error:
        text = refused(error) if isinstance(error, OSError) else str(error)
        display(HTML(f'<div class="cs-page">{lines(text, kind="cs-bad")}</div>'))
        return
    _current[:] = [page]
    display(page.whole())
    threading.Thread(target=page.watch, daemon=True, name="careerstats-lab").start()
