"""«Добавить таблицу»: a book uploaded or picked, its picture, questions one by one -> entries of dataset.yaml."""

import contextlib
from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets

from careerstats.batch import files
from careerstats.contracts.adding import Proposal, Question
from careerstats.errors import CareerstatsError, UsageError
from careerstats.intake import open_dataset
from careerstats.intake.files import READ, NotATableError
from careerstats.lab import choices, sheet_picture, uploads
from careerstats.lab.parts import Panel, Site, button, folder_button, labelled, lines
from careerstats.pipeline.adding import looking, places, proposing, storing, trying, words
from careerstats.pipeline.adding.looking import Look

_FILE = "файл"
"""Under which a draft names its book; keys of questions are never one Russian word."""

_FIRST = (
    "Загрузите книгу Excel с этого компьютера или выберите ту, что уже лежит в папке tables набора. Программа покажет, "
    "что она в ней увидела, и спросит только о том, чего в файле не сказано. Файл больше 100 МБ положите в папку сами."
)
_NOTHING = (
    "Чисел, которые нужны набору, в файле не найдено. Проверьте, тот ли это файл и тот ли набор выбран вверху: его "
    "регион – {region}. В таблице должны стоять названия муниципальных образований этого региона."
)
_STORED = "Записано в описание набора: {file}. Дальше – следующая книга или вкладка «Проверка данных»."
_UNKNOWN = "Такой величины нет: выберите её из списка, который открывается при вводе."
_NO_PERIOD = "Период не понят: напишите его так – 2024 или 2024/25."


def panel(site: Site) -> Panel:
    """Answers given so far are kept with the dataset, and found again by another tab."""
    desk = _Desk(site)
    return Panel("Добавить таблицу", desk.box, lambda work: desk.refresh())


class _Desk:
    """The book that lies open, and what was answered about it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.seen: tuple[str, tuple[str, ...]] = ("", ())
        self.look: Look | None = None
        self.proposal: Proposal | None = None
        self.answers: dict[str, str] = {}
        self.upload = widgets.FileUpload(accept=",".join(READ), description="Загрузить книгу", layout={"width": "auto"})
        self.picked = labelled(widgets.Dropdown, "Лежит в наборе", options=[("", "")])
        self.message, self.picture, self.asked, self.told = (widgets.HTML() for _ in range(4))
        self.choice = labelled(widgets.RadioButtons, "Ответ", options=[])
        self.other = labelled(widgets.Combobox, "Другая величина", placeholder="слова из названия")
        self.period = labelled(widgets.Text, "Другой период", placeholder="2024 или 2024/25")
        self.answer = button("Ответить", lambda: self._do(self._answered), main=True)
        self.back = button("Вернуться к прошлому вопросу", lambda: self._do(self._undo))
        self.write = button("Записать в набор", lambda: self._do(self._store), main=True)
        self.cancel = button("Не добавлять этот файл", lambda: self._do(self._cancel))
        self.upload.observe(lambda _: self._do(self._received), "value")
        self.picked.observe(lambda _: self._do(self._pick), "value")
        folder = folder_button(lambda: site.raw / "tables", site.say)
        ask = [self.asked, self.choice, self.other, self.period, widgets.HBox([self.answer, self.back])]
        end = [self.told, widgets.HBox([self.write, self.cancel])]
        top = [widgets.HTML(lines(_FIRST)), widgets.HBox([self.upload, folder]), self.picked, self.message]
        self.box = widgets.VBox([*top, *ask, *end, self.picture])
        self._show()

    def _do(self, step: Callable[[], str | None]) -> None:
        self.message.value = ""
        self.site.attempt(self.message, lambda: step() or "")

    # ---- the book

    def refresh(self) -> None:
        """Another dataset, or other files in it; what is being answered stays on the screen."""
        name = self.site.dataset()
        files: tuple[str, ...] = ()
        with contextlib.suppress(CareerstatsError, OSError):  # why it cannot be read stands above all tabs
            files = tuple(uploads.unread(open_dataset(self.site.project, name))) if name else ()
        if self.seen == (name, files):
            return
        before, self.seen = self.seen[0], (name, files)
        if before != name:
            self._close()
            self._do(self._restore)
        self._offer(files)

    def _offer(self, files: tuple[str, ...]) -> None:
        with self.picked.hold_trait_notifications():
            options = [("Выберите файл", ""), *((file, file) for file in files)]
            if list(self.picked.options) != options:
                self.picked.options = options
        self.picked.layout.display = "" if files else "none"

    @property
    def _draft(self) -> Path:
        return self.site.processed / "adding.json"

    def _received(self) -> None:
        if not self.upload.value:
            return
        sent = self.upload.value[0]
        self.upload.value = ()  # the same file may be chosen again
        self._open(
            uploads.received(self.site.project, self.site.opened(), str(sent["name"]), bytes(sent["content"])), {}
        )

    def _pick(self) -> None:
        if self.picked.value:
            self._open(self.site.raw / self.picked.value, {})

    def _restore(self) -> None:
        kept = files.known(self._draft, str) if self.site.dataset() else {}
        name = kept.pop(_FILE, "")
        folders = (uploads.waiting(self.site.project, self.site.dataset()), self.site.raw)
        path = next((folder / name for folder in folders if name and (folder / name).is_file()), None)
        if path:
            self._open(path, kept)

    def _open(self, path: Path, answers: dict[str, str]) -> None:
        self._close()
        self.message.value = lines("Файл читается…", kind="cs-now")
        try:
            look = looking.look(places.at(self.site.project, self.site.opened().name), path)
        except (NotATableError, CareerstatsError):
            self._forget()
            raise
        self.message.value = ""
        self.look, self.answers = look, answers
        self._propose()

    def _propose(self) -> None:
        if self.look is None:
            return
        self.proposal = proposing.propose(self.look, self.answers)
        waits = self.look.path.is_relative_to(uploads.waiting(self.site.project, self.site.dataset()))
        name = self.look.path.name if waits else self.look.path.relative_to(self.site.raw).as_posix()
        files.record(self._draft, {_FILE: name, **self.answers})
        self._show()

    # ---- questions

    def _question(self) -> Question | None:
        return self.proposal.questions[0] if self.proposal and self.proposal.questions else None

    def _answered(self) -> None:
        question = self._question()
        if question is None:
            return
        self.answers = {**self.answers, question.key: self._given(question)}
        self._propose()

    def _given(self, question: Question) -> str:
        """What was typed goes before what was chosen."""
        named, period = str(self.other.value).strip(), str(self.period.value).strip()
        if question.free and named:
            id = named.partition(":")[0].strip()
            if self.look is None or id not in self.look.place.catalogue.variables:
                raise UsageError(_UNKNOWN)
            return id
        if question.kind == "period" and period:
            if not places.is_period(period):
                raise UsageError(_NO_PERIOD)
            return period
        return str(self.choice.value)

    def _undo(self) -> None:
        if self.answers:
            self.answers.pop(next(reversed(self.answers)))
            self._propose()

    # ---- the end

    def _store(self) -> str:
        if self.look is None or self.proposal is None:
            return ""
        file = self.proposal.file
        storing.store(self.look, self.proposal, self.answers)
        name = self.site.dataset()
        self._cancel()
        self.site.reload(name)
        return _STORED.format(file=file)

    def _cancel(self) -> None:
        self._close()
        self._forget()

    def _forget(self) -> None:
        """A file that lies in the dataset stays there."""
        uploads.forget(self.site.project, self.site.dataset())
        self._draft.unlink(missing_ok=True)

    def _close(self) -> None:
        self.look, self.proposal, self.answers = None, None, {}
        self._show()

    # ---- what is shown

    def _show(self) -> None:
        question = self._question()
        ready = self._is_ready()
        _seen(self.asked, self.choice, self.answer, when=question is not None)
        _seen(self.other, when=bool(question and question.free))
        _seen(self.period, when=bool(question and question.kind == "period"))
        _seen(self.back, when=bool(self.answers))
        _seen(self.write, when=ready)
        _seen(self.told, self.cancel, self.picture, when=self.proposal is not None)
        if self.look is None or self.proposal is None:
            return
        if question:
            self._ask(question)
        self.told.value = _outcome(self.look, self.proposal) if not question else ""
        self.picture.value = sheet_picture.picture(self.look, self.proposal)

    def _is_ready(self) -> bool:
        """Whether all is answered and something is read."""
        if self.look is None or self.proposal is None or self.proposal.questions:
            return False
        return not trying.is_empty(trying.tried(self.look, self.proposal), self.proposal)

    def _ask(self, question: Question) -> None:
        number = f"Вопрос {len(self.answers) + 1}. "
        reason = lines(f"Почему спрашиваем: {words.reason(question)}.")
        self.asked.value = f"<p><b>{escape(number + words.question(question))}</b></p>{reason}"
        self.choice.options = [(words.choice(choice, question.kind), choice.value) for choice in question.choices]
        self.choice.value = question.choices[0].value
        self.other.value = self.period.value = ""
        if question.free and self.look:
            known = self.look.place.catalogue.variables
            self.other.options = [f"{id}: {variable.short or variable.title}" for id, variable in known.items()]


def _seen(*fields: widgets.DOMWidget, when: bool) -> None:
    for field in fields:
        field.layout.display = "" if when else "none"


def _outcome(look: Look, proposal: Proposal) -> str:
    """What will be read, and what changes; of a file with nothing in it, what to look at."""
    if not (proposal.tables or proposal.lists):
        code = look.place.dataset.region
        region = next((name for name, own in choices.regions() if own == code), code)
        return lines(_NOTHING.format(region=region), kind="cs-bad")
    variables = look.place.catalogue.variables
    trial = trying.tried(look, proposal)
    paragraphs = [*words.changes(proposal), *words.trial(trial, variables)]
    paragraphs += [words.EMPTY] if trying.is_empty(trial, proposal) else []
    return lines(
        *(line.replace("careerstats check", "вкладка «Проверка данных»") for line in paragraphs), kind="cs-now"
    )
