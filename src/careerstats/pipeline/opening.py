"""Dataset, municipality and period -> the note that was built for it, as its notebook opens it.

A code leads to its file at once; anything else is asked of the table of territories, which a note does not know.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from careerstats.asking import explained
from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.contracts.audience import AUDIENCE, NOTEBOOK
from careerstats.errors import NoteError
from careerstats.model import period_of, period_start, slug
from careerstats.note.opening import Note, opened, read_note
from careerstats.pipeline.reports import ALL, BY_ORGANISATION, NOTES
from careerstats.project import find_project


@explained("cs.open_note")
def open_note(
    dataset: str, municipality: int | str, period: int | str | None = None, *, notebook: str = "", audience: str = ""
) -> Note:
    """The note of a municipality by its 8-digit code (int or str), id, name or spelling; «region» for the region's.

    ``period=None`` takes the newest built. ``notebook``: what its own notebooks open besides notes («progress»,
    «school»; of a school, ``municipality`` is its id). ``audience``: «internal» or «public»; without it that of the
    build, outside a build the internal one. Raises NoteError where there is no bundle: «Сначала: careerstats build …».
    """
    if audience not in ("", *ALL):
        raise NoteError(f"audience: «{audience}» не бывает. Можно: {', '.join(ALL)}.")
    project = find_project()
    folder = project / "data" / "processed" / dataset / "notes"
    if not folder.is_dir():
        raise NoteError(f"Набор «{dataset}» ещё не построен. Сначала: careerstats build {dataset}")
    wanted = None if period is None else period_of(str(period))
    shelf = _Shelf(project, dataset, notebook, _home(folder, wanted, dataset, audience))
    note = opened(shelf.path(str(municipality).strip()))
    _announce_stale(project, dataset)
    return note


def _home(folder: Path, period: str | None, dataset: str, audience: str) -> Path:
    """The bundles of that period for whoever reads now."""
    periods = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: _start(path.name))
    chosen = periods if period is None else [path for path in periods if path.name == slug(period)]
    if not chosen:
        known = ", ".join(path.name for path in periods)
        raise NoteError(
            f"За {period} год справок набора «{dataset}» нет. Есть: {known}. Сначала: careerstats build {dataset}"
        )
    return chosen[-1] / (audience or os.environ.get(AUDIENCE, INTERNAL))


@dataclass(frozen=True)
class _Shelf:
    """The bundles among which a notebook looks for its own; none named: the notes."""

    project: Path
    dataset: str
    notebook: str
    home: Path

    def path(self, whose: str) -> Path:
        if whose == "region":
            return self._of_region()
        return self._file(whose) or self._file(whose.zfill(8)) or self._by_name(whose)

    @property
    def _notebooks(self) -> tuple[str, ...]:
        """Of a notebook of the project's own that a batch runs, its own bundles first."""
        run = os.environ.get(NOTEBOOK, "")
        return (self.notebook,) if self.notebook else tuple(dict.fromkeys([*([run] if run else []), *NOTES]))

    def _file(self, unit: str) -> Path | None:
        files = (self.home / f"{notebook}-{unit}.json" for notebook in self._notebooks)
        return next((path for path in files if path.is_file()), None)

    def _all(self) -> Iterator[Path]:
        return (path for name in self._notebooks for path in sorted(self.home.glob(f"{name}-*.json")))

    def _of_region(self) -> Path:
        """The region's own bundle; by other notebooks, the one whose territory is the region."""
        for path in self._all():
            note = read_note(path)
            if note.bundle.sheet is None and note.territory.code == note.region.code:
                return path
        raise NoteError(f"Справки по региону в наборе «{self.dataset}» нет. {self._first()}")

    def _by_name(self, whose: str) -> Path:
        """Names of schools repeat: those are opened by their ids alone."""
        path = None if self.notebook in BY_ORGANISATION else self._of_place(whose)
        if path is None:
            raise NoteError(f"Справки «{whose}» в наборе «{self.dataset}» нет. {self._first(f' --only {whose}')}")
        return path

    def _of_place(self, name: str) -> Path | None:
        from careerstats.pipeline.places import place_of
        from careerstats.territories import Unknown

        first = next(self._all(), None)
        if first is None:
            return None
        neighbour = read_note(first)
        raw = self.project / "data" / "raw" / self.dataset
        place = place_of(name, neighbour.region.code, neighbour.bundle.period, raw)
        if isinstance(place, Unknown):
            raise NoteError(place.message)
        return self._file(place.code)

    def _first(self, only: str = "") -> str:
        """«Сначала: careerstats build demo --notebook progress»."""
        named = f" --notebook {self.notebook}" if self.notebook else only
        named += f" --audience {PUBLIC}" if self.home.name == PUBLIC else ""
        return f"Сначала: careerstats build {self.dataset}{named}"


def _start(name: str) -> str:
    try:
        return period_start(name).isoformat()
    except ValueError:
        return name


def _announce_stale(project: Path, dataset: str) -> None:
    """Say on stderr that the data are newer than the bundle; not in a batch, which has just built it."""
    if NOTEBOOK in os.environ:
        return
    raw, built = project / "data" / "raw" / dataset, project / "data" / "processed" / dataset / "values.parquet"
    if not raw.is_dir() or not built.exists():
        return
    newest = max((path.stat().st_mtime for path in raw.rglob("*") if path.is_file()), default=0.0)
    if newest > built.stat().st_mtime:
        sys.stderr.write(f"Данные изменились после построения. Обновите: careerstats build {dataset}\n")
