"""«Что изменить»: indicators, goals, own paragraphs, returned plans -> files of the dataset, none by hand."""

import contextlib
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import ipywidgets as widgets
import yaml

from careerstats import catalogue as catalogues
from careerstats import wording, written
from careerstats.batch import files
from careerstats.contracts.dataset import Settings
from careerstats.contracts.settings import Goal
from careerstats.errors import CareerstatsError, DatasetError, UsageError
from careerstats.intake import Dataset
from careerstats.intake.own_texts import text_of
from careerstats.intake.registers.plan_books import FOLDER as PLANS
from careerstats.lab import choices, uploads
from careerstats.lab.parts import Panel, Site, button, labelled, lines, listed, offer, text_area
from careerstats.pipeline.adding import splicing

_FIRST = (
    "Здесь меняют то, что решаете вы: какие показатели показывать, каких значений достичь, что сказать своими словами. "
    "Потом постройте справки заново: изменится только то, чего это касается."
)
_WHERE = {
    "municipality.general": "Справка муниципального образования – под заголовком",
    "municipality.conclusions": "Справка муниципального образования – «Главное»",
    "municipality.problems": "Справка муниципального образования – «В чём дело»",
    "municipality.recommendations": "Справка муниципального образования – рекомендации",
    "municipality.indicators": "Справка муниципального образования – «Подробно»",
    "region.organisation": "Справка по региону – организация работы",
    "region.competences": "Справка по региону – компетенции",
    "region.events": "Справка по региону – мероприятия",
}
"""Place of an own paragraph → where it is printed, the most usual first; ``intake.own_texts`` knows no other."""

_ADDED = "Показатель {id} добавлен. Его величины: {variables}. Если таблицы с ними ещё нет, добавьте её."
_GONE = "Показатель {id} больше не показывается; его числа остались в таблицах."
_GOAL = "Целевое значение записано: {id} – {value} %."
_NO_GOAL = "Целевого значения показателя {id} больше нет."
_TEXT = "Абзац записан. Он будет напечатан: {where}."
_NO_TEXT = "Абзаца больше нет: {where}."
_PLANS = "Книги планов лежат в папке plans: {names}. Что в них прочитано, скажет «Проверка данных»."


def panel(site: Site) -> Panel:
    own = _Own(site)
    return Panel("Что изменить", own.box, lambda work: own.refresh())


class _Own:
    """The fields, and what the dataset says now."""

    def __init__(self, site: Site) -> None:
        self.site, self.seen, self.filling = site, "", False
        self.message, self.now, self.goals = (widgets.HTML() for _ in range(3))
        self.indicator = labelled(widgets.Dropdown, "Показатель", options=[])
        self.goal = labelled(widgets.Text, "Целевое значение", placeholder="проценты, например 60; пусто – без цели")
        self.of = labelled(widgets.Dropdown, "Цель показателя", options=[])
        self.place = labelled(widgets.Dropdown, "Где напечатать", options=[(text, key) for key, text in _WHERE.items()])
        self.text = text_area("Свой абзац", "Справка рассмотрена на заседании рабочей группы …")
        self.plans = widgets.FileUpload(
            accept=".xlsx", multiple=True, description="Загрузить вернувшиеся планы", layout={"width": "auto"}
        )
        take, drop = self._button("Показывать", self._take), self._button("Не показывать", self._drop)
        self.box = widgets.VBox(
            [
                *(widgets.HTML(lines(_FIRST)), self.message),
                *(_head("Какие показатели показывать"), self.now, self.indicator, widgets.HBox([take, drop])),
                *(_head("Каких значений достичь"), self.goals, self.of, self.goal),
                widgets.HBox([self._button("Записать цель", self._set_goal)]),
                *(_head("Что сказать своими словами"), self.place, self.text),
                widgets.HBox([self._button("Записать абзац", self._set_text)]),
                *(_head("Планы, которые вернули муниципальные образования"), widgets.HBox([self.plans])),
            ]
        )
        self.of.observe(lambda _: self._show_goal(), "value")
        self.place.observe(lambda _: self._show_text(), "value")
        self.text.observe(lambda _: self._keep(), "value")
        self.plans.observe(lambda _: site.attempt(self.message, self._received), "value")

    def _button(self, text: str, do: Callable[[], str]) -> widgets.Button:
        return button(text, lambda: self.site.attempt(self.message, do))

    def refresh(self) -> None:
        if self.site.dataset() == self.seen:
            return
        self.seen = self.site.dataset()
        self.message.value = ""
        self._show()
        self._show_text()

    # ---- indicators and goals

    def _take(self) -> str:
        dataset, id = self.site.opened(), str(self.indicator.value)
        known = catalogues.load(dataset.catalogue)
        ids = dataset.settings.indicators
        _write_indicators(dataset, ids if id in ids else (*ids, id))
        self._show()
        edition = known.indicator(id).edition(dataset.period)
        variables = [known.variables[name] for name in (edition.variables if edition else ())]
        titles = [variable.short or variable.title for variable in variables]
        return _ADDED.format(id=id, variables="; ".join(titles) or "нет")

    def _drop(self) -> str:
        dataset, id = self.site.opened(), str(self.indicator.value)
        _write_indicators(dataset, tuple(name for name in dataset.settings.indicators if name != id))
        self._show()
        return _GONE.format(id=id)

    def _set_goal(self) -> str:
        dataset, id, value = self.site.opened(), str(self.of.value), str(self.goal.value).strip().rstrip("%").strip()
        others = {name: goal for name, goal in dataset.settings.targets.items() if name != id}
        known = dataset.settings.targets.get(id)
        wanted = known.changed(dataset.period, value) if known and value else Goal(value=value) if value else None
        goals = {**others, id: wanted} if wanted else others
        _change(dataset, "targets", {name: _as_written(goal) for name, goal in goals.items()})
        self._show()
        return _GOAL.format(id=id, value=value) if value else _NO_GOAL.format(id=id)

    def _show(self) -> None:
        """What is chosen in the lists stays chosen."""
        with contextlib.suppress(CareerstatsError, OSError):  # why it cannot be read stands above all tabs
            dataset = self.site.opened()
            known = catalogues.load(dataset.catalogue)
            ids = dataset.settings.indicators
            self.now.value = listed(escape(f"{id} – {known.indicator(id).short}") for id in ids)
            offer(self.indicator, choices.indicators(known, ""))
            offer(self.of, [(f"{id} – {known.indicator(id).short}", id) for id in ids])
            self.goals.value = listed(escape(f"{id} – {_goal(goal)}") for id, goal in dataset.settings.targets.items())
            self._show_goal()

    def _show_goal(self) -> None:
        with contextlib.suppress(CareerstatsError, OSError):
            dataset = self.site.opened()
            goal = dataset.settings.targets.get(self.of.value or "")
            self.goal.value = goal.of(dataset.period).replace(".", ",") if goal else ""

    # ---- own words

    def _set_text(self) -> str:
        _write_paragraph(self.site.opened(), self.place.value, self.text.value)
        others = {key: text for key, text in files.known(self._draft, str).items() if key != self.place.value}
        files.record(self._draft, others)
        where = _WHERE[self.place.value]
        return (_TEXT if self.text.value.strip() else _NO_TEXT).format(where=where)

    def _show_text(self) -> None:
        """What was typed and not recorded goes before what is recorded."""
        self.filling = True
        try:
            with contextlib.suppress(CareerstatsError, OSError):
                path = self.site.opened().folder / "texts" / f"{self.place.value}.md"
                written = text_of(path) if path.is_file() else ""
                self.text.value = files.known(self._draft, str).get(self.place.value, written)
        finally:
            self.filling = False

    def _keep(self) -> None:
        if self.filling or not self.site.dataset():
            return
        self.site.keep(self._draft, {**files.known(self._draft, str), self.place.value: self.text.value})

    @property
    def _draft(self) -> Path:
        return self.site.processed / "texts.json"

    # ---- plans

    def _received(self) -> str:
        sent, self.plans.value = self.plans.value, ()
        dataset = self.site.opened()
        names = [_write_plan(dataset, str(file["name"]), bytes(file["content"])).name for file in sent]
        return _PLANS.format(names=", ".join(names)) if names else ""


def _head(text: str) -> widgets.Widget:
    return widgets.HTML(f"<h3>{escape(text)}</h3>")


def _goal(goal: Goal) -> str:
    if goal.years:
        return "; ".join(f"{period} – {value.replace('.', ',')} %" for period, value in goal.years.items())
    return f"{goal.value.replace('.', ',')} %{f' к {wording.day(goal.by)}' if goal.by else ''}"


# ---- onto the disk: all, or nothing


_NONE_LEFT = "Последний показатель убрать нельзя: сначала добавьте другой."
_NO_PLAN = "Файл «{name}» не книга Excel (.xlsx). Нужна та книга плана, которую записала программа."
_THERE = "Книга «{name}» уже лежит в папке plans с другим содержанием. Переименуйте файл и загрузите снова."


def _write_indicators(dataset: Dataset, ids: Sequence[str]) -> None:
    """The indicators that notes tell of, in this order. Raises DatasetError for what does not go together."""
    if not ids:
        raise UsageError(_NONE_LEFT)
    _change(dataset, "indicators", [*ids])


def _as_written(goal: Goal) -> object:
    if goal.years:
        return {"years": dict(goal.years)}
    return {"value": goal.value, "by": goal.by} if goal.by else goal.value


def _change(dataset: Dataset, field: str, value: dict[str, object] | list[str]) -> None:
    """One field of dataset.yaml, all else byte for byte; a description that could not be read is not written."""
    path = dataset.folder / "dataset.yaml"
    text = splicing.edited(path, lambda old: splicing.with_record(old, field, value))
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    _, mistakes = written.typed(yaml.safe_load(text), Settings, node)
    if mistakes:
        raise DatasetError("\n".join(mistake.text for mistake in mistakes))
    files.put(path, text.encode("utf-8"))


def _write_paragraph(dataset: Dataset, place: str, text: str) -> None:
    """An own paragraph: «municipality.general» and its Markdown; without words the file goes."""
    path = dataset.folder / "texts" / f"{place}.md"
    if text.strip():
        files.put(path, f"{text.strip()}\n".encode())
    else:
        path.unlink(missing_ok=True)


def _write_plan(dataset: Dataset, name: str, data: bytes) -> Path:
    """A returned workbook of a plan, put where plans are read. Raises UsageError in words."""
    uploads.refuse(name, len(data))
    if not name.lower().endswith(".xlsx"):
        raise UsageError(_NO_PLAN.format(name=name))
    path = dataset.folder / PLANS / name
    if path.is_file() and path.read_bytes() != data:
        raise UsageError(_THERE.format(name=name))
    files.put(path, data)
    return path
