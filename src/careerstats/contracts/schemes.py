"""self_diagnosis.yaml and profminimum.yaml, by years: directions, maxima, bands, levels, and whose each part is."""

from collections import Counter
from collections.abc import Hashable, Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, TypeVar

from msgspec import Meta, field

from careerstats.contracts.catalogue import Source
from careerstats.contracts.kinds import INSTEAD, Name, Period, Written, says

K = TypeVar("K", bound=Hashable)
Rank = Annotated[int, Meta(ge=0)]


class Ground(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Whose a part of the method is, and what to say with it."""

    status: Annotated[
        Literal["official", "practice", "proposed"],
        says("чья методика: official – утверждено документом, practice – чья-то практика, proposed – предположение"),
    ]
    source: Annotated[Source, says("чем подтверждено: {document, item, date}")] = Source()
    note: Annotated[str, says("что сказать вместе с этим")] = ""


# ---- the self-diagnosis


class Direction(Written, frozen=True, kw_only=True, omit_defaults=True):
    """One direction of the self-diagnosis; ``id`` is its variable; ``items``: number → title, where they are known."""

    called: ClassVar[str] = "направление {id}"

    id: Annotated[Name, says("величина каталога")]
    title: Annotated[Name, says("название направления")]
    short: Annotated[Name, says("краткое название")]
    maximum: Annotated[int, Meta(ge=1), says("наибольший балл", needs="нужно целое число больше нуля")]
    items: Annotated[dict[int, str], says("номер пункта: название", needs="нужны записи «номер: название»")] = {}


class Directions(Ground, frozen=True, kw_only=True, omit_defaults=True):
    """The directions and whose they are."""

    source: Annotated[Source, says("чем подтверждено: {document, item, date}")]
    listed: Annotated[
        tuple[Direction, ...], Meta(min_length=1), says("направления", needs="нужен список направлений, каждое с «-»")
    ] = field(name="list")

    def unfit(self) -> list[tuple[str, str]]:
        wrong = [
            ("list", f"направление {id} записано дважды") for id in twice(direction.id for direction in self.listed)
        ]
        numbers = (number for direction in self.listed for number in direction.items)
        return wrong + [("list", f"пункт {number} записан в двух направлениях") for number in twice(numbers)]


class Band(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A level that begins at ``start`` per cent of the maximum, exactly as it is written."""

    called: ClassVar[str] = "уровень «{name}»"

    start: Annotated[
        Fraction,
        Meta(extra={"kind": "bound"}, extra_json_schema={INSTEAD: {"type": ["number", "string"]}}),
        says("с какого процента наибольшего балла"),
    ] = field(name="from")
    name: Annotated[Name, says("название уровня")]


class Bands(Ground, frozen=True, kw_only=True, omit_defaults=True):
    """The levels, lowest first."""

    source: Annotated[Source, says("чем подтверждено: {document, item, date}")]
    listed: Annotated[
        tuple[Band, ...], Meta(min_length=1), says("уровни от низшего", needs="нужен список уровней, каждый с «-»")
    ] = field(name="list")

    def unfit(self) -> list[tuple[str, str]]:
        starts = [band.start for band in self.listed]
        wrong = [] if starts[0] == 0 else [("list", "первый уровень должен начинаться с 0")]
        if any(low >= high for low, high in pairwise(starts)):
            wrong.append(("list", "границы «from» запишите по возрастанию"))
        return wrong + [
            ("list", f"уровень «{name}» записан дважды") for name in twice(level.name for level in self.listed)
        ]


class Total(Ground, frozen=True, kw_only=True, omit_defaults=True):
    """The level of all directions together."""

    rule: Annotated[
        Literal["none", "bands"],
        says("уровень по всем направлениям вместе: none – не определяется, bands – по тем же границам"),
    ]


class Critical(Ground, frozen=True, kw_only=True, omit_defaults=True):
    """Items whose zero makes a direction zero."""

    rule: Annotated[
        Literal["none", "zero"],
        says("none – не применяется, zero – ноль по пункту из items обнуляет сумму направления"),
    ]
    items: Annotated[tuple[int, ...], says("номера критических пунктов", needs="нужен список номеров")] = ()

    def unfit(self) -> list[tuple[str, str]]:
        if self.rule == "zero" and not self.items:
            return [("items", "перечислите номера критических пунктов в «items» или запишите rule: none")]
        if self.rule == "none" and self.items:
            return [("items", "при rule: none поле «items» не действует; уберите его или запишите rule: zero")]
        return []


class Empty(Ground, frozen=True, kw_only=True, omit_defaults=True):
    """What an item that is not filled in counts."""

    rule: Annotated[
        Literal["excluded", "zero"],
        says("excluded – школа с незаполненным пунктом в среднее не входит, zero – пункт оценивается в 0 баллов"),
    ]


class Diagnosis(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The self-diagnosis as it is from ``since`` on."""

    called: ClassVar[str] = "редакция {since}"

    since: Annotated[Period, says("с какого периода действует")]
    directions: Annotated[Directions, says("направления и наибольшие баллы")]
    bands: Annotated[Bands, says("границы уровней")]
    total: Annotated[Total, says("уровень по всем направлениям вместе")]
    critical: Annotated[Critical, says("критические показатели")]
    empty: Annotated[Empty, says("незаполненные пункты")]
    note: Annotated[str, says("что сказать о редакции")] = ""

    def unfit(self) -> list[tuple[str, str]]:
        known = {number for direction in self.directions.listed for number in direction.items}
        text = "critical: пункта {} нет ни в одном направлении, исправьте номер"
        return [("critical", text.format(number)) for number in self.critical.items if number not in known]

    @property
    def by_id(self) -> dict[str, Direction]:
        return {direction.id: direction for direction in self.directions.listed}

    @property
    def maximum(self) -> int:
        """The greatest sum over all directions."""
        return sum(direction.maximum for direction in self.directions.listed)

    def level(self, share: Fraction) -> str:
        """Name of the band of an exact ``share`` (per cent of the maximum); the boundary belongs to the upper one."""
        return [band.name for band in self.bands.listed if band.start <= share][-1]


class Diagnoses(Written, frozen=True, kw_only=True, omit_defaults=True):
    """self_diagnosis.yaml: an own edition replaces the shipped one of the same ``since``, or is one more."""

    editions: Annotated[
        tuple[Diagnosis, ...],
        Meta(min_length=1),
        says("редакции самодиагностики", needs="нужен список редакций, каждая с «-», хотя бы одна"),
    ]

    def unfit(self) -> list[tuple[str, str]]:
        return _twice_since(edition.since for edition in self.editions)


# ---- the профминимум


class Titles(Ground, frozen=True, kw_only=True, omit_defaults=True):
    """The directions of the профминимум and whose they are."""

    source: Annotated[Source, says("чем подтверждено: {document, item, date}")]
    listed: Annotated[
        dict[Name, Name],
        Meta(min_length=1),
        says("имя направления: название", needs="нужны записи «имя: название», хотя бы одна"),
    ] = field(name="list")


class Hours(Ground, frozen=True, kw_only=True, omit_defaults=True):
    """Whose the hours of the levels are."""

    source: Annotated[Source, says("чем подтверждено: {document, item, date}")]


class Level(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What a school must run for a level: directions (ids) and hours a school year."""

    called: ClassVar[str] = "уровень «{name}»"

    name: Annotated[Name, says("название уровня")]
    hours: Annotated[Rank, says("часов в учебный год", needs="нужно целое число часов от 0")]
    directions: Annotated[tuple[Name, ...], says("направления, которых он требует", needs="нужен список имён")]


class Break(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Why years on both sides must not be compared."""

    reason: Annotated[Name, says("почему годы до и после не сравниваются")]


class Profminimum(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The levels as they are from ``since`` on, lowest first; each includes those below it."""

    called: ClassVar[str] = "редакция {since}"

    since: Annotated[Period, says("с какого периода действует")]
    polarity: Annotated[
        Literal["high", "low", "none"], says("что лучше: none – более высокий уровень не считается лучшим")
    ]
    directions: Annotated[Titles, says("направления")]
    hours: Annotated[Hours, says("чьи требования к часам")]
    levels: Annotated[
        tuple[Level, ...],
        Meta(min_length=1),
        says("уровни от низшего", needs="нужен список уровней, каждый с «-», хотя бы один"),
    ]
    parted: Annotated[Break | None, says("разрыв ряда")] = field(name="break", default=None)
    note: Annotated[str, says("что сказать о редакции")] = ""

    def unfit(self) -> list[tuple[str, str]]:
        strange = [
            (f"levels.{at}", f"уровень «{level.name}»: направления {id} нет в «directions», исправьте или добавьте")
            for at, level in enumerate(self.levels)
            for id in level.directions
            if id not in self.directions.listed
        ]
        names = twice(level.name.casefold() for level in self.levels)
        return strange or [("levels", f"уровень «{name}» записан дважды") for name in names] or self._not_nested()

    def _not_nested(self) -> list[tuple[str, str]]:
        """Each level must ask for all that the one below it asks for."""
        wrong = []
        for at, (low, high) in enumerate(pairwise(self.levels), 1):
            lost = ", ".join(sorted(set(low.directions) - set(high.directions)))
            if lost:
                text = f"уровень «{high.name}» должен включать всё, что требует «{low.name}»; добавьте {lost}"
                wrong.append((f"levels.{at}", text))
            if high.hours < low.hours:
                text = f"для уровня «{high.name}» часов ({high.hours}) меньше, чем для «{low.name}» ({low.hours})"
                wrong.append((f"levels.{at}", f"{text}; запишите уровни от низшего к высшему"))
        return wrong

    @property
    def break_reason(self) -> str:
        return self.parted.reason if self.parted else ""


class Profminimums(Written, frozen=True, kw_only=True, omit_defaults=True):
    """profminimum.yaml: an own edition replaces the shipped one of the same ``since``, or is one more."""

    editions: Annotated[
        tuple[Profminimum, ...],
        Meta(min_length=1),
        says("редакции профминимума", needs="нужен список редакций, каждая с «-», хотя бы одна"),
    ]

    def unfit(self) -> list[tuple[str, str]]:
        return _twice_since(edition.since for edition in self.editions)


def _twice_since(periods: Iterable[str]) -> list[tuple[str, str]]:
    return [("editions", f"редакция {since} записана дважды, оставьте одну") for since in twice(periods)]


def twice(values: Iterable[K]) -> list[K]:
    """What is there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]
