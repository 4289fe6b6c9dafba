"""The file of a bundle -> the Note that its sections read."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from careerstats import blocks, wording
from careerstats.asking import worded
from careerstats.audiences import PUBLIC
from careerstats.contracts.audience import NOTEBOOK
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.cycle import Act
from careerstats.contracts.decisions import Addressee
from careerstats.contracts.headlines import Headline, Synthesis
from careerstats.contracts.places import NameCase, Named, NounCase, Territory
from careerstats.contracts.quality import Protocol
from careerstats.contracts.settings import NoteSettings
from careerstats.contracts.shared import CommonFileError, read_bundle
from careerstats.contracts.sheets import School, SchoolSheet
from careerstats.contracts.values import Count, Passport, Point, RegionCount, Value, Words
from careerstats.contracts.weekly import Weekly
from careerstats.errors import NoteError, nearest
from careerstats.model import HIDDEN, slug
from careerstats.note import frames

if TYPE_CHECKING:
    import pandas as pd


@worded("note")
@dataclass(frozen=True, repr=False)
class Note:
    """A bundle with the few look-ups that every section needs; sections read it and compute nothing."""

    bundle: Bundle
    hash: str = ""

    @property
    def origin(self) -> dict[str, str]:
        """What the properties of a file say of where it comes from."""
        bundle = self.bundle
        of_bundle = {"dataset": bundle.dataset, "period": bundle.period, "date": bundle.date, "version": bundle.version}
        return of_bundle | {"audience": bundle.audience, "code": self.territory.code, "bundle": self.hash}

    def addressee(self, role: str) -> Addressee:
        """Whoever has a role, as the place calls it; every form is empty where it is not known."""
        return self.bundle.addressees.get(role, Addressee(code=self.territory.code, role=role))

    # ---- tables of numbers for a notebook's own cells; their columns: ``frames.COLUMNS``

    @property
    def values(self) -> "pd.DataFrame":
        """Own rows of the indicators of the note: counts, shares in per cent, verdicts, the period before."""
        return frames.values(self.bundle)

    def everyone(self, id: str | float) -> "pd.DataFrame":
        """One indicator of all municipalities. Raises NoteError for one that the note has not."""
        self.points(str(id))
        return frames.everyone(self.bundle, str(id))

    @property
    def schools(self) -> "pd.DataFrame":
        """Schools and their shares; empty where the note has none."""
        return frames.schools(self.bundle)

    @property
    def history(self) -> "pd.DataFrame":
        """Years of the indicators, own and the region's; empty where there is one year only."""
        return frames.history(self.bundle)

    @property
    def findings(self) -> "pd.DataFrame":
        """What the rules say of this place, each with its sentence."""
        return frames.findings(self.bundle)

    @property
    def columns(self) -> "pd.DataFrame":
        """Of every column of these tables: the head it is printed with, its unit in it, and what it holds."""
        return frames.described()

    def titled(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """A table with heads for a reader; columns of one's own keep their names."""
        return frames.titled(frame)

    def __repr__(self) -> str:
        """What a cell that ends with a note shows."""
        bundle = self.bundle
        return f"Справка: {self.territory.name}, {bundle.period} (набор {bundle.dataset}, код {self.territory.code})"

    # ---- look-ups of the sections

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
    def is_regional(self) -> bool:
        """Whether it is about all municipalities of the region together."""
        return self.territory.code == self.region.code

    @property
    def is_public(self) -> bool:
        """Whether it is for parents and press."""
        return self.bundle.audience == PUBLIC

    @property
    def year(self) -> str:
        """«2024/25 учебный год»."""
        return wording.year(self.bundle.period)

    @property
    def sheet(self) -> SchoolSheet:
        """Contents of a school's sheet; empty in the bundle of another notebook, as the two that follow."""
        return self.bundle.sheet or SchoolSheet(school=School(id="", name=""), indicators=())

    @property
    def protocol(self) -> Protocol:
        return self.bundle.protocol or Protocol()

    @property
    def weekly(self) -> Weekly:
        return self.bundle.weekly or Weekly()

    @property
    def synthesis(self) -> Synthesis:
        return self.bundle.synthesis or Synthesis()

    @property
    def acts(self) -> tuple[Act, ...]:
        """Documents of the register of decisions."""
        return self.bundle.acts.acts if self.bundle.acts else ()

    @property
    def first_problem(self) -> Headline | None:
        return next((headline for headline in self.bundle.headlines if headline.is_problem), None)

    @property
    def regional(self) -> dict[str, RegionCount]:
        """Counts of the region by variable: those known in full, since a sum of some municipalities is none."""
        counts = self.bundle.region_counts
        return {id: count for id, count in counts.items() if count.complete or count.listed is not None}

    def value(self, id: str) -> Value | None:
        """Own row of an indicator; None where it is not computed here."""
        return next((row for row in self.bundle.values if row.indicator == id), None)

    def row(self, id: str) -> Value | None:
        """The row of whom the note is about: of the region, its own."""
        return self.bundle.region_values.get(id) if self.is_regional else self.value(id)

    def judged(self) -> list[Value]:
        """Own rows of the indicators that the note shows, in their order, those with numbers only."""
        rows = (self.value(id) for id in self.settings.indicators)
        return [row for row in rows if row and row.has_share]

    def hidden(self) -> list[str]:
        """Indicators of the note whose own value this audience may not see."""
        rows = map(self.row, self.settings.indicators)
        return [row.indicator for row in rows if row and row.status == HIDDEN]

    def passport(self, id: str) -> Passport:
        """Raises NoteError for an indicator that the note has not."""
        if id not in self.bundle.passports:
            raise NoteError(f"В справке нет показателя «{id}». {_among(id, self.bundle.passports)}")
        return self.bundle.passports[id]

    def words(self, id: str) -> Words:
        return self.passport(id).words

    def closed(self, id: str) -> str:
        """Name of an indicator before a dash or a verb: «доля школ, имеющих план,»."""
        return wording.closed(self.words(id).share)

    def municipality(self, code: str) -> Named:
        place = next((place for place in self.bundle.municipalities if place.code == code), None)
        if place is None:
            raise NoteError(
                f"В справке нет муниципального образования с кодом «{code}»; возьмите код из note.everyone(…)."
            )
        return place

    def names(self, codes: Iterable[str]) -> list[str]:
        """What these municipalities are called."""
        return [self.municipality(code).name for code in codes]

    def points(self, id: str) -> tuple[Point, ...]:
        """One indicator of all municipalities. Raises NoteError for one that the note has not."""
        if id not in self.bundle.everyone:
            known = _among(id, self.bundle.everyone)
            raise NoteError(f"В справке нет показателя «{id}» по муниципальным образованиям. {known}")
        return tuple(self.bundle.everyone[id])

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


def _among(id: str, known: Iterable[str]) -> str:
    """«Возможно, имелось в виду: 1.1. Есть: 1.1, trial.»"""
    return f"{nearest(id, known)} Есть: {', '.join(known) or 'нет ни одного'}.".strip()


_NEUTRAL = {
    "genitive": "муниципального образования",
    "dative": "муниципальному образованию",
    "prepositional": "муниципальном образовании",
}


SPOILT = "Файл {path} повреждён. "
NO_COMMON = (
    "Рядом с файлом {path} нет файла {common}: в нём лежит то, что у всех справок одно и то же. Если папку копировали, "
    "скопируйте его тоже. "
)
OTHER_COMMON = "Файл {common}, общий с файлом {path}, изменён после сборки. "
ANEW = "Постройте справки заново: careerstats build {dataset} --force"
MISPLACED = (
    "В файле {path} лежит не то, что говорит его имя: набор {dataset}, период {period}, код {code}. Постройте справки "
    "заново: careerstats build {named} --force"
)


def opened(path: Path) -> Note:
    """The note of a bundle file, for a notebook; in a batch its cell tells which one it has opened.

    Raises NoteError where it is no bundle, or one of another dataset, period, audience or place than its path says.
    """
    note = read_note(path)
    dataset, _, period, audience, _ = path.parts[-5:]
    bundle, named = note.bundle, path.stem.endswith(f"-{note.territory.code}") or note.bundle.sheet is not None
    if (bundle.dataset, slug(bundle.period), bundle.audience) != (dataset, period, audience) or not named:
        place = {"dataset": bundle.dataset, "period": bundle.period, "code": note.territory.code}
        raise NoteError(MISPLACED.format(path=path, named=dataset, **place))
    if NOTEBOOK in os.environ:
        blocks.mark_opened(note.origin)
    return note


def read_note(path: Path) -> Note:
    """A bundle file as a Note. Raises NoteError where it is no bundle."""
    from hashlib import sha256

    return Note(_contents(path), sha256(path.read_bytes()).hexdigest())


def _contents(path: Path) -> Bundle:
    try:
        return read_bundle(path)
    except CommonFileError as error:
        what = (NO_COMMON if error.is_lost else OTHER_COMMON).format(common=error.name, path=path)
    except (msgspec.DecodeError, RecursionError):
        what = SPOILT.format(path=path)
    dataset = "".join(path.parts[-5:-4]) or "НАБОР"  # data/processed/<dataset>/notes/<period>/<audience>/…
    raise NoteError(what + ANEW.format(dataset=dataset))
