"""Dataset, code and period -> the bundle of that note, opened for its sections."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from careerstats import wording
from careerstats.contracts.bundle import Bundle, bundle_of
from careerstats.contracts.places import NameCase, Named, NounCase, Territory
from careerstats.contracts.settings import NoteSettings
from careerstats.contracts.values import Count, Passport, Point, RegionCount, Value, Words
from careerstats.errors import NoteError
from careerstats.model import HIDDEN, period_start, slug
from careerstats.project import find_project

Row = dict[str, Any]

AUDIENCE = "CAREERSTATS_AUDIENCE"
"""Whose bundle a notebook opens; a batch sets it, a person without it sees the internal one."""


@dataclass(frozen=True)
class Note:
    """A bundle with the few look-ups that every section needs; sections read it and compute nothing."""

    bundle: Bundle
    hash: str = ""

    def __getitem__(self, key: str) -> Any:
        return self.bundle[key]  # type: ignore[index]

    def get(self, key: str, default: Any = None) -> Any:
        return self.bundle.get(key, default)  # type: ignore[attr-defined]

    @property
    def settings(self) -> NoteSettings:
        return self.bundle.settings

    @property
    def territory(self) -> Territory:
        return self.bundle.territory

    @property
    def region(self) -> Territory:
        return self.bundle.region

    @property
    def regional(self) -> dict[str, RegionCount]:
        """Counts of the region by variable: those known in full, since a sum of some municipalities is none."""
        counts = self.bundle.region_counts
        return {id: count for id, count in counts.items() if count.complete or count.listed is not None}

    def value(self, id: str) -> Value | None:
        """Own row of an indicator; None where it is not computed here."""
        return next((row for row in self.bundle.values if row.indicator == id), None)

    def judged(self) -> list[Value]:
        """Own rows of the indicators that the note shows, in their order, those with numbers only."""
        rows = (self.value(id) for id in self.settings.indicators)
        return [row for row in rows if row and row.has_share]

    def hidden(self) -> list[str]:
        """Indicators of the note whose own value this audience may not see."""
        rows = (self.value(id) for id in self.settings.indicators)
        return [row.indicator for row in rows if row and row.status == HIDDEN]

    def passport(self, id: str) -> Passport:
        return self.bundle.passports[id]

    def words(self, id: str) -> Words:
        return self.passport(id).words

    def closed(self, id: str) -> str:
        """Name of an indicator before a dash or a verb: «доля школ, имеющих план,»."""
        return wording.closed(self.words(id).share)

    def municipality(self, code: str) -> Named:
        return next(place for place in self.bundle.municipalities if place.code == code)

    def point(self, id: str, code: str) -> Point | None:
        """Another municipality's row of an indicator."""
        return next((point for point in self.bundle.everyone.get(id, ()) if point.code == code), None)

    def count(self, variable: str) -> Count | None:
        return next((count for count in self.bundle.counts if count.variable == variable), None)

    def form(self, case: NameCase, code: str | None = None) -> str:
        """«города Белогорска» by case; neutral where no reviewed form is known."""
        place = self.municipality(code) if code else self.territory
        return str(getattr(place, case)) or f"{_NEUTRAL[case]} «{place.name}»"

    def noun(self, case: NounCase = "nominative") -> str:
        """«город», «района»: the common word for this territory."""
        return self.territory.noun.form(case) or self.territory.name

    def region_noun(self, case: NounCase) -> str:
        """«области», «республике», «краю»."""
        return self.region.noun.form(case) or "региону"


_NEUTRAL = {
    "genitive": "муниципального образования",
    "dative": "муниципальному образованию",
    "prepositional": "муниципальном образовании",
}


NOTES = ("municipality", "region")
"""Whose bundles are opened where no notebook is named."""


def open_note(dataset: str, municipality: int | str, period: int | str | None = None, *, notebook: str = "") -> Note:
    """The note of a municipality by its 8-digit code (int or str), id or exact name; «region» for the region's.

    ``period=None`` takes the newest built. ``notebook``: what its own notebooks open besides notes («progress»,
    «school»; of a school, ``municipality`` is its id). Raises NoteError where there is no bundle: «Сначала:
    careerstats build …».
    """
    project = find_project()
    folder = project / "data" / "processed" / dataset / "notes"
    if not folder.is_dir():
        raise NoteError(f"Набор «{dataset}» ещё не построен. Сначала: careerstats build {dataset}")
    wanted = _Wanted(dataset, str(municipality).strip(), notebook)
    path = _bundle(folder, wanted, None if period is None else str(period).strip())
    _announce_stale(project, dataset)
    return read_note(path)


def read_note(path: Path) -> Note:
    """A bundle file as a Note. Raises NoteError where it is no bundle."""
    from hashlib import sha256

    raw = path.read_bytes()
    return Note(_contents(path, raw), sha256(raw).hexdigest())


def _contents(path: Path, raw: bytes) -> Bundle:
    try:
        return bundle_of(raw)
    except (msgspec.DecodeError, RecursionError):
        dataset = "".join(path.parts[-5:-4]) or "НАБОР"  # data/processed/<dataset>/notes/<period>/<audience>/…
        raise NoteError(
            f"Файл {path} повреждён. Постройте справки заново: careerstats build {dataset} --force"
        ) from None


@dataclass(frozen=True)
class _Wanted:
    """What a notebook asks for: the note of whom, in which dataset, by which notebook (none named: a note)."""

    dataset: str
    whom: str
    notebook: str = ""

    @property
    def notebooks(self) -> tuple[str, ...]:
        return (self.notebook,) if self.notebook else NOTES

    def first(self, only: str = "") -> str:
        """«Сначала: careerstats build demo --notebook progress»."""
        named = f" --notebook {self.notebook}" if self.notebook else only
        return f"Сначала: careerstats build {self.dataset}{named}"


def _bundle(folder: Path, wanted: _Wanted, period: str | None) -> Path:
    periods = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: _start(path.name))
    chosen = periods if period is None else [path for path in periods if path.name == slug(period)]
    if not chosen:
        known = ", ".join(path.name for path in periods)
        raise NoteError(f"За {period} год справок набора «{wanted.dataset}» нет. Есть: {known}. {wanted.first()}")
    home = chosen[-1] / os.environ.get(AUDIENCE, "internal")
    if wanted.whom == "region":
        return _only_region(home, wanted)
    whom = wanted.whom
    codes = dict.fromkeys((whom.zfill(8) if whom.isdecimal() else whom, whom))
    exact = [path for name in wanted.notebooks for code in codes if (path := home / f"{name}-{code}.json").exists()]
    notes = (path for name in wanted.notebooks for path in sorted(home.glob(f"{name}-*.json")))
    found = exact[:1] or [path for path in notes if _is_called(path, whom)][:1]
    if not found:
        raise NoteError(f"Справки «{whom}» в наборе «{wanted.dataset}» нет. {wanted.first(f' --only {whom}')}")
    return found[0]


def _only_region(home: Path, wanted: _Wanted) -> Path:
    """The region's own bundle; by other notebooks, the one whose territory is the region."""
    name = wanted.notebook or "region"
    found = [path for path in sorted(home.glob(f"{name}-*.json")) if not wanted.notebook or _is_of_region(path)]
    if not found:
        raise NoteError(f"Справки по региону в наборе «{wanted.dataset}» нет. {wanted.first()}")
    return found[0]


def _is_of_region(path: Path) -> bool:
    bundle = _contents(path, path.read_bytes())
    return bundle.sheet is None and bundle.territory.code == bundle.region.code


def _is_called(path: Path, wanted: str) -> bool:
    bundle = _contents(path, path.read_bytes())
    if bundle.sheet is not None:  # names of schools repeat: those are opened by their ids
        return wanted == bundle.sheet.school.id
    return wanted in (bundle.territory.id, bundle.territory.full_name, bundle.territory.name)


def _start(name: str) -> Any:
    try:
        return period_start(name).isoformat()
    except ValueError:
        return name


def _announce_stale(project: Path, dataset: str) -> None:
    """Say on stderr that the data are newer than the bundle; not in a batch, which has just built it."""
    if os.environ.get("CAREERSTATS_BATCH"):
        return
    raw, built = project / "data" / "raw" / dataset, project / "data" / "processed" / dataset / "values.parquet"
    if not raw.is_dir() or not built.exists():
        return
    newest = max((path.stat().st_mtime for path in raw.rglob("*") if path.is_file()), default=0.0)
    if newest > built.stat().st_mtime:
        sys.stderr.write(f"Данные изменились после построения. Обновите: careerstats build {dataset}\n")
