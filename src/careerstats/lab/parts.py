"""Words and rows -> the pieces all panels are made of: html, buttons, folders of this computer."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TypeVar

import ipywidgets as widgets

from careerstats.arguments import refused
from careerstats.batch import files
from careerstats.errors import CareerstatsError, UsageError
from careerstats.intake import Dataset, open_dataset
from careerstats.intake.guards import NotATableError
from careerstats.lab.works import Work

Field = TypeVar("Field", bound=widgets.DOMWidget)

_NO_DATASET = "Наборов данных пока нет: сначала создайте набор на вкладке «Новый набор»."


def fitting() -> widgets.Layout:
    """As wide as its words. A layout belongs to one widget: what is hidden through a shared one hides all."""
    return widgets.Layout(width="auto")


def line_wide() -> widgets.Layout:
    """For a field with a long text."""
    return widgets.Layout(width="min(720px, 95%)")


def labelled(kind: Callable[..., Field], text: str, **more: object) -> Field:
    """A field of a whole line with its label, which a screen reader says too."""
    return kind(description=text, layout=line_wide(), style={"description_width": "170px"}, **more)


def offer(field: widgets.DOMWidget, options: Sequence[tuple[str, str]]) -> None:
    """What may be chosen now; what was chosen stays so where it is still there, else it is the first."""
    if list(field.options) != list(options):
        chosen, ids = field.value, [id for _, id in options]
        field.options = options
        field.value = chosen if chosen in ids else next(iter(ids), None)


def text_area(text: str, hint: str) -> widgets.Textarea:
    return labelled(widgets.Textarea, text, placeholder=hint, rows=6)


@dataclass(frozen=True)
class Site:
    """What panels may do: ask which dataset is chosen, begin a command of it, say a line above everything."""

    project: Path
    dataset: Callable[[], str]
    begin: Callable[..., None]
    say: Callable[[str], None]
    reload: Callable[[str], None]

    @property
    def raw(self) -> Path:
        """Where people put the files of the chosen dataset."""
        return self.project / "data" / "raw" / self.dataset()

    @property
    def processed(self) -> Path:
        """Where the program leaves what it makes of them, beside drafts of panels."""
        return self.project / "data" / "processed" / self.dataset()

    @property
    def reports(self) -> Path:
        return self.project / "reports" / self.dataset()

    def opened(self) -> Dataset:
        """The chosen dataset. Raises UsageError where there is none, DatasetError for one that cannot be read."""
        if not self.dataset():
            raise UsageError(_NO_DATASET)
        return open_dataset(self.project, self.dataset())

    def fail(self, error: OSError) -> None:
        """Say what the computer refused: a full disk, a file that another program holds."""
        self.say(refused(error))

    def keep(self, draft: Path, values: Mapping[str, str]) -> None:
        """What a person has answered so far, beside the dataset: a closed tab loses nothing."""
        try:
            files.record(draft, values)
        except OSError as error:
            self.fail(error)

    def attempt(self, message: widgets.HTML, do: Callable[[], str]) -> None:
        """``do()``, and in ``message`` what it says it has done, or why it was not done; all else stays as it was."""
        try:
            done = do()
        except NotATableError as error:
            message.value = lines(f"Файл не добавлен: {error}. Что сделать: {error.what_to_do}.", kind="cs-bad")
        except CareerstatsError as error:
            message.value = lines(*str(error).splitlines(), kind="cs-bad")
        except OSError as error:
            self.fail(error)
        else:
            message.value = lines(done, kind="cs-good")


@dataclass(frozen=True)
class Panel:
    """One tab; ``refresh(work)`` is called when another dataset is chosen, or its command is over (or begins)."""

    title: str
    box: widgets.Box
    refresh: Callable[[Work | None], None]
    kinds: tuple[str, ...] = ()


def button(text: str, press: Callable[[], None], *, main: bool = False, about: str = "") -> widgets.Button:
    made = widgets.Button(description=text, tooltip=about or text, layout=fitting())
    made.button_style = "primary" if main else ""
    made.on_click(lambda _: press())
    return made


def lines(*texts: str, kind: str = "") -> str:
    """Paragraphs; the texts are text."""
    return "".join(f'<p class="{kind}">{escape(text)}</p>' for text in texts if text)


def listed(items: Iterable[str]) -> str:
    """A list; its items are html already. Of none nothing."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""


def said(text: str) -> str:
    """What a command printed, as it printed it, folded."""
    if not text.strip():
        return ""
    return f"<details><summary>Что сообщила программа</summary><pre>{escape(text.strip())}</pre></details>"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], caption: str, kind: str = "") -> str:
    """Cells are html already."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    shown = f"<caption>{escape(caption)}</caption>"
    whole = f"<table>{shown}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="cs-wide {kind}" tabindex="0">{whole}</div>'


def folder_button(path: Callable[[], Path], say: Callable[[str], None]) -> widgets.Button:
    """Opens a folder in the file manager of this computer; where there is none, says where it lies."""

    def press() -> None:
        place = path()
        if not place.is_dir():
            say("Папки пока нет: она появится, когда программа что-нибудь запишет.")
        elif not _shown(place):
            say(f"Папка: {place}")

    return button("Открыть папку", press, about="В Проводнике или другом диспетчере файлов")


def _shown(folder: Path) -> bool:
    if sys.platform == "win32":
        os.startfile(folder)
        return True
    command = "open" if sys.platform == "darwin" else "xdg-open"
    screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not screen or not shutil.which(command):
        return False
    quiet = subprocess.DEVNULL
    opening = subprocess.run([command, str(folder)], check=False, stdin=quiet, stdout=quiet, stderr=quiet)
    return opening.returncode == 0
