"""«Справки»: what to build, for whom, in which formats; then links to every note."""

from html import escape

import ipywidgets as widgets

from careerstats.errors import UsageError
from careerstats.lab import choices, links, results
from careerstats.lab.parts import Panel, Site, button, fitting, folder_button, line_wide, lines, offer, table
from careerstats.pipeline import own_notebooks, reports
from careerstats.pipeline.reports import NOTES, REPORTS

NOTEBOOKS = {report.notebook: report.titles for report in REPORTS}
FORMATS = {form: form.upper() for form in reports.FORMATS}
FORMATS |= {"html": "страница (HTML)", "docx": "Word", "xlsx": "таблицы Excel"}
_EVERYONE = ("Все муниципальные образования", "")
_AUDIENCES = [("для служебной работы", "internal"), ("для публикации (малые числа скрыты)", "public")]
_HEADS = ("Кому", "Что", "Период", "Открыть")
_PACKED = ("Кому", "Период", "Что в пакете")


def panel(site: Site) -> Panel:
    notes = _Notes(site)
    return Panel("Справки", notes.box, lambda work: notes.refresh(), ("build",))


class _Notes:
    """What can be asked for, and what is there."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.whose = widgets.Dropdown(options=[_EVERYONE], description="Кому", layout=line_wide())
        self.period = widgets.Dropdown(options=[("последний", "")], description="Период", layout=line_wide())
        self.audience = widgets.RadioButtons(options=_AUDIENCES, description="Назначение", layout=line_wide())
        own = {name: own_notebooks.title_of(site.project, name) for name in own_notebooks.own(site.project)}
        self.notebooks, self.formats = _ticks(NOTEBOOKS | own, NOTES), _ticks(FORMATS, tuple(FORMATS))
        self.shown, self.packed, self.archived = (widgets.HTML() for _ in range(3))
        about = "ZIP: папка на каждого, кому отправлять"
        self.whole = widgets.HBox([button("Собрать пакеты в один архив", self._archive, about=about)])
        folder = folder_button(lambda: site.reports, site.say)
        self.box = widgets.VBox(
            [
                *(self.whose, self.period, self.audience),
                widgets.HBox([_group("Что построить", self.notebooks), _group("Форматы", self.formats)]),
                widgets.HBox([button("Построить справки", self._build, main=True), folder]),
                *(self.shown, self.packed, self.whole, self.archived),
            ]
        )

    def refresh(self) -> None:
        site = self.site
        _offer(site, self.whose, self.period)
        self.shown.value, self.packed.value, self.archived.value = _shown(site), _packed(site), ""
        self.whole.layout.display = "" if self.packed.value else "none"

    def _build(self) -> None:
        names, kinds = _ticked(self.notebooks), _ticked(self.formats)
        if not names or not kinds:
            self.site.say("Отметьте хотя бы один вид справок и один формат.")
            return
        audience = f"--audience={self.audience.value}"
        chosen = [f"--notebook={','.join(names)}", f"--formats={','.join(kinds)}", audience]
        some = {"--only": self.whose.value, "--period": self.period.value}
        self.site.begin("build", *chosen, *(f"{flag}={value}" for flag, value in some.items() if value))

    def _archive(self) -> None:
        try:
            self.archived.value = _archived(self.site)
        except UsageError as error:
            self.archived.value = lines(str(error), kind="cs-warning")
        except OSError as error:
            self.site.fail(error)


def _ticks(names: dict[str, str], usual: tuple[str, ...]) -> dict[str, widgets.Checkbox]:
    return {
        key: widgets.Checkbox(value=key in usual, description=text, indent=False, layout=fitting())
        for key, text in names.items()
    }


def _ticked(ticks: dict[str, widgets.Checkbox]) -> list[str]:
    return [key for key, tick in ticks.items() if tick.value]


def _group(title: str, ticks: dict[str, widgets.Checkbox]) -> widgets.VBox:
    head = widgets.HTML(f"<b>{escape(title)}</b>")
    return widgets.VBox([head, *ticks.values()], layout=widgets.Layout(margin="4px 32px 8px 0"))


def _offer(site: Site, whose: widgets.Dropdown, period: widgets.Dropdown) -> None:
    """What this dataset has; what was chosen stays chosen where it is still there."""
    name = site.dataset()
    periods = choices.described(site.project, name).periods
    offer(whose, [_EVERYONE, *choices.municipalities(site.project, name)] if name else [_EVERYONE])
    newest = f"последний ({periods[0]})" if periods else "последний"
    offer(period, [(newest, ""), *((period, period) for period in periods[1:])])


def _shown(site: Site) -> str:
    """The pages of the region, then a row per note; those that failed say why."""
    if not site.dataset():
        return ""
    notes = results.notes(site.project, site.dataset())
    if not notes:
        return lines("Справок этого набора пока нет.")
    pages = [
        f'<p class="cs-index">{links.link(site.project, path, text)}</p>'
        for text, path in results.indexes(site.project, site.dataset())
    ]
    return "".join(pages) + table(_HEADS, (_cells(site, note) for note in notes), f"Готовые справки: {len(notes)}")


def _cells(site: Site, note: results.Note) -> list[str]:
    public = ", для публикации" if note.public else ""
    return [escape(note.name), escape(note.kind + public), escape(note.period), _files(site, note)]


def _files(site: Site, note: results.Note) -> str:
    if note.trouble:
        return f'<span class="cs-blocking">не построена:</span> {escape(note.trouble)}'
    words = ((results.FORMATS[path.suffix[1:]], path) for path in note.files)
    shown = (links.link(site.project, path, text, spoken=f"{note.name}, {text}") for text, path in words)
    return " · ".join(shown) or "файлов нет"


def _packed(site: Site) -> str:
    """What is ready to be sent, file by file."""
    ready = results.packages(site.project, site.dataset()) if site.dataset() else []
    rows = ([escape(package.name), escape(package.period), _sent(site, package)] for package in ready)
    return table(_PACKED, rows, f"Пакеты для отправки: {len(ready)}") if ready else ""


def _sent(site: Site, package: results.Package) -> str:
    """Names without the period and the place, which stand in the row."""
    titles = ((path, f"{path.stem.partition('_')[0].replace('-', ' ')} ({path.suffix[1:]})") for path in package.files)
    shown = (links.link(site.project, path, text, spoken=f"{package.name}, {text}") for path, text in titles)
    return " · ".join(shown)


def _archived(site: Site) -> str:
    """The newest period's packages in one file."""
    ready = results.packages(site.project, site.dataset())
    if not ready:
        raise UsageError("Пакетов пока нет: сначала постройте справки в Word и PDF.")
    path = results.archive(
        site.project, site.dataset(), [package for package in ready if package.period == ready[0].period]
    )
    about = f"Архив за {ready[0].period}: папок {sum(package.period == ready[0].period for package in ready)}. "
    return f'<p class="cs-good">{escape(about)}{links.link(site.project, path, "Скачать архив")}</p>'
