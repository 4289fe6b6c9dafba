"""«Новый набор»: region, period and indicators chosen -> the folder of a dataset, ready for tables."""

import re
from html import escape
from pathlib import Path

import ipywidgets as widgets

from careerstats import catalogue as catalogues
from careerstats import wording
from careerstats.batch import files
from careerstats.catalogue import Catalogue
from careerstats.lab import choices, page_file, works
from careerstats.lab.parts import Panel, Site, button, labelled, lines, listed, offer, text_area
from careerstats.passports.text import passport

_FLAGS = {
    "--region": "Регион",
    "--period": "Период",
    "--title": "Название набора",
    "--indicators": "Показатели",
    "--municipalities": "Список муниципальных образований",
}
"""What the command calls the fields of the page."""

_FIRST = "Программа создаст папку набора: описание и таблицу с муниципальными образованиями. Потом добавьте свои книги."
_LIST = "Муниципальных образований этого региона в классификаторе нет: вставьте список, по строке «код ОКТМО название»."
_MADE = (
    "Набор «{name}» создан и выбран вверху страницы. Дальше – вкладка «Добавить таблицу»; если книг пока нет, впишите "
    "числа в таблицу municipalities.xlsx: она лежит в папке tables набора и открывается в Excel."
)


def panel(site: Site) -> Panel:
    """Questions of ``careerstats init``; what was answered is kept until the dataset is made."""
    form = _Form(site)
    return Panel("Новый набор", form.box, lambda work: None, ("new",))


class _Form:
    """The fields, and what they show of one another."""

    def __init__(self, site: Site) -> None:
        self.site, self.filling = site, False
        self.catalogue: Catalogue = catalogues.load()
        self.region = labelled(widgets.Dropdown, "Регион", options=[("Выберите регион", ""), *choices.regions()])
        self.period = labelled(widgets.Text, "Период", placeholder="2025 или 2024/25")
        self.name = labelled(widgets.Text, "Имя папки", placeholder="например, buryatia-2025")
        self.title = labelled(widgets.Text, "Название набора", placeholder="можно оставить пустым")
        self.listed = text_area("Свой список", "35701000 г. Название")
        self.sought = labelled(widgets.Text, "Найти показатель", placeholder="слова из названия или номер")
        self.found = labelled(widgets.Select, "Показатели", options=[], rows=8)
        self.chosen: tuple[str, ...] = ()
        self.places, self.passport, self.taken, self.shown = (widgets.HTML() for _ in range(4))
        self.take = button("Взять показатель", self._take)
        self.drop = button("Убрать показатель", self._drop)
        self.box = widgets.VBox(
            [
                widgets.HTML(lines(_FIRST)),
                *(self.region, self.places, self.listed, self.period, self.name, self.title),
                *(self.sought, self.found, widgets.HBox([self.take, self.drop]), self.taken, self.passport),
                widgets.HBox([button("Создать набор", self._make, main=True)]),
                self.shown,
            ]
        )
        self._restore(files.known(self._draft, str))
        self._watch()

    @property
    def _draft(self) -> Path:
        return page_file.folder(self.site.project) / "new.json"

    @property
    def _fields(self) -> dict[str, widgets.Widget]:
        return {
            "region": self.region,
            "period": self.period,
            "name": self.name,
            "title": self.title,
            "municipalities": self.listed,
        }

    def _restore(self, kept: dict[str, str]) -> None:
        known = {code for _, code in self.region.options}
        for key, field in self._fields.items():
            value = kept.get(key, "")
            field.value = value if key != "region" or value in known else ""
        self.chosen = tuple(id for id in kept.get("indicators", "").split(",") if id in self.catalogue.indicators)
        self._seek()
        self._show()

    def _watch(self) -> None:
        for field in self._fields.values():
            field.observe(lambda _: self._changed(), "value")
        self.sought.observe(lambda _: self._seek(), "value")
        self.found.observe(lambda _: self._show(), "value")

    def _changed(self) -> None:
        if self.filling:
            return
        given = {key: field.value for key, field in self._fields.items()}
        self.site.keep(self._draft, given | {"indicators": ",".join(self.chosen)})
        self._show()

    # ---- indicators

    def _seek(self) -> None:
        """What fits the words; what was looked at stays where it still fits."""
        offer(self.found, choices.indicators(self.catalogue, self.sought.value))

    def _take(self) -> None:
        if self.found.value and self.found.value not in self.chosen:
            self.chosen = (*self.chosen, self.found.value)
            self._changed()

    def _drop(self) -> None:
        self.chosen = tuple(id for id in self.chosen if id != self.found.value)
        self._changed()

    # ---- what is shown

    def _show(self) -> None:
        names = choices.places(self.region.value, self.period.value.strip())
        unknown = bool(self.region.value and not names)
        self.listed.layout.display = "" if unknown else "none"
        self.places.value = lines(_LIST if unknown else _counted(names))
        self.taken.value = _taken(self.catalogue, self.chosen)
        self.passport.value = self._passport()

    def _passport(self) -> str:
        if not self.found.value:
            return lines("Такого показателя нет. Уберите одно из слов или поищите другое.", kind="cs-warning")
        text = escape(passport(self.catalogue, self.found.value))
        return f'<details><summary>Паспорт показателя</summary><pre tabindex="0">{text}</pre></details>'

    # ---- the dataset

    def _make(self) -> None:
        given = {key: field.value.strip() for key, field in self._fields.items()}
        empty = [field.description for key, field in self._fields.items() if key in _NEEDED and not given[key]]
        if empty:
            self.shown.value = lines(f"Заполните: {', '.join(empty)}.", kind="cs-bad")
            return
        options = [f"--{key}={given[key]}" for key in ("region", "period", "title") if given[key]]
        options += [f"--indicators={','.join(self.chosen)}"] if self.chosen else []
        known = choices.places(given["region"], given["period"])
        options += [f"--municipalities={given['municipalities']}"] if given["municipalities"] and not known else []
        code, output = works.run(self.site.project, "init", *options, "--", given["name"])
        self.shown.value = (
            lines(*_problem(output), kind="cs-bad") if code else lines(*_done(output, given), kind="cs-good")
        )
        if not code:
            self._forget()
            self.site.reload(given["name"])

    def _forget(self) -> None:
        self._draft.unlink(missing_ok=True)
        self.filling = True
        try:
            self.sought.value = ""
            self._restore({})
        finally:
            self.filling = False


_NEEDED = ("region", "period", "name")


def _counted(names: list[str]) -> str:
    listed = f": {', '.join(names)}" if names else ""
    return f"{wording.capital(wording.municipalities(len(names)))}{listed}." if names else ""


def _taken(catalogue: Catalogue, ids: tuple[str, ...]) -> str:
    if not ids:
        return lines("Показатели не выбраны: набор начнётся с основных.")
    rows = (escape(f"{id} – {catalogue.indicator(id).short}") for id in ids)
    return f"<p><b>Выбрано: {len(ids)}</b></p>{listed(rows)}"


def _problem(output: str) -> list[str]:
    """The command's own words, fields called as on the page, without its example of a command line."""
    for flag, name in _FLAGS.items():
        output = re.sub(rf"{flag}\b(?=:)", name, output)
    return re.sub(r"\s*(?:Пример: |Задайте их списком: |Подробно: )(?:--|careerstats).*", "", output).splitlines()


def _done(output: str, given: dict[str, str]) -> list[str]:
    remarks = [line for line in output.splitlines() if line.startswith("Замечание: ")]
    return [_MADE.format(name=given["name"]), *remarks]
