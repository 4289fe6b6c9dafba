"""Problems of a dataset -> one of them with its row, fields of a correction, and a button that records it."""

import contextlib
from datetime import date
from pathlib import Path

import ipywidgets as widgets

from careerstats import catalogue as catalogues
from careerstats.batch import files
from careerstats.errors import CareerstatsError
from careerstats.intake import open_dataset
from careerstats.lab import mending, works
from careerstats.lab.mending import Mendable
from careerstats.lab.parts import Site, button, labelled, lines
from careerstats.model import Problem

_ABOUT = (
    "Число, в котором ошиблись, можно исправить здесь: присланный файл не меняется, исправление записывается в "
    "corrections.yaml с основанием и должностью и печатается в справке. Лучше, если исправленный файл пришлёт автор."
)
_NONE = (
    "Среди замечаний нет чисел, которые можно исправить здесь: названия, итоги и списки исправляют в самом файле, "
    "потом данные проверяют заново."
)
_DONE = "Исправление ячейки {cell} записано; данные проверяются заново."


class Box:
    """What is typed is kept until it is recorded."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.found: list[Mendable] = []
        self.filling = False
        self.problems: list[Problem] = []
        self.open = button("Исправить число", self._begin)
        self.problem = labelled(widgets.Dropdown, "Замечание", options=[])
        self.becomes = labelled(widgets.Text, "Верное значение", placeholder="целое число; в вопросе – да или нет")
        self.why = labelled(widgets.Text, "Основание", placeholder="письмо школы от 10.06.2025 № 14")
        self.who = labelled(widgets.Text, "Кто исправил", placeholder="должность, без фамилии")
        self.date = labelled(widgets.DatePicker, "Дата исправления")
        self.shown, self.message = widgets.HTML(), widgets.HTML()
        head = widgets.HTML(f"<p><b>Исправить число</b></p>{lines(_ABOUT)}")
        record = widgets.HBox([button("Записать исправление", self._record, main=True)])
        fields = [self.becomes, self.why, self.who, self.date]
        self.form = widgets.VBox([head, self.problem, self.shown, *fields, record])
        self.box = widgets.VBox([widgets.HBox([self.open]), self.form, self.message])
        self.problem.observe(lambda _: self._show(), "value")
        for field in (self.problem, *fields):
            field.observe(lambda _: self._keep(), "value")

    def refresh(self, problems: list[Problem]) -> None:
        """After a check, or for another dataset; tables are read again only when a number is to be corrected."""
        self.problems, self.found = [problem for problem in problems if problem.cell], []
        self.open.layout.display = "" if self.problems else "none"
        self.form.layout.display = "none"

    def _begin(self) -> None:
        self.message.value = ""
        try:
            self.found = mending.mendable(self.site.project, self.site.dataset(), self.problems)
        except CareerstatsError as error:
            self.message.value = lines(*str(error).splitlines(), kind="cs-bad")
            return
        if not self.found:
            self.message.value = lines(_NONE, kind="cs-warning")
            return
        self.filling = True
        try:
            self._fill()
        finally:
            self.filling = False
        self.open.layout.display = "none"
        self.form.layout.display = ""
        self._show()

    def _fill(self) -> None:
        kept = files.known(self._draft, str)
        self.problem.options = [(problem.label, problem.key) for problem in self.found]
        keys = [problem.key for problem in self.found]
        self.problem.value = kept.get("problem") if kept.get("problem") in keys else (keys[0] if keys else None)
        self.becomes.value = kept.get("becomes", "") if kept.get("problem") in keys else ""
        self.why.value, self.who.value = kept.get("why", ""), kept.get("who", "")
        with contextlib.suppress(ValueError):
            self.date.value = date.fromisoformat(kept["date"]) if kept.get("date") else None

    @property
    def _folder(self) -> Path:
        return self.site.project / "data" / "raw" / self.site.dataset()

    @property
    def _processed(self) -> Path:
        return works.home(self.site.project, self.site.dataset()).parent

    @property
    def _draft(self) -> Path:
        return self._processed / "mending.json"

    def _given(self) -> dict[str, str]:
        day = self.date.value.isoformat() if self.date.value else ""
        texts = {"becomes": self.becomes, "why": self.why, "who": self.who}
        return {key: field.value.strip() for key, field in texts.items()} | {"date": day}

    def _keep(self) -> None:
        if self.filling or not self.found:
            return
        self.site.keep(self._draft, self._given() | {"problem": self.problem.value or ""})

    def _chosen(self) -> Mendable | None:
        return next((problem for problem in self.found if problem.key == self.problem.value), None)

    def _show(self) -> None:
        if self.filling:
            return
        problem = self._chosen()
        self.shown.value = mending.drawn(self._folder, problem, self._title(problem.variable)) if problem else ""

    def _title(self, variable: str) -> str:
        with contextlib.suppress(CareerstatsError, OSError):
            known = catalogues.load(open_dataset(self.site.project, self.site.dataset()).catalogue).variables
            return known[variable].short or known[variable].title
        return variable

    def _record(self) -> None:
        problem = self._chosen()
        if problem is None:
            return

        def recorded() -> str:
            mending.record(self._folder, problem.problem, self._given())
            self.becomes.value = ""
            self.site.begin("check")
            return _DONE.format(cell=problem.problem.cell)

        self.site.attempt(self.message, recorded)
