"""The catalogue as people write it: goals, variables and their controls, indicators, their editions and examples."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from careerstats.contracts.facts import Public
from careerstats.contracts.kinds import Name, Names, Period, Said, Written, says
from careerstats.model import period_mistake

Pack = Literal["core", "bvb", "fioko", "opk", "targets", "regions"]
"""Groups of shipped indicators that a dataset takes as a whole; ``core``: what most institutes report."""

Formula = Literal[
    "share", "rate", "ratio", "count", "yes_share", "mean_score", "attainment", "level", "distribution", "index"
]

MEANINGS = ("at_most", "sum_of", "total", "jump", "copy_of_previous", "same_in_all_schools", "contradicts", "level")
_BESIDE = {"parts": "total", "start": "jump", "at_least": "jump", "ask": "contradicts"}
"""Field of a control → the one that it goes with."""


class Source(Written, frozen=True, kw_only=True, omit_defaults=True):
    """By what an entry is confirmed."""

    called: ClassVar[str] = "источник"

    document: Annotated[Public[Said], says("документ")] = ""
    item: Annotated[Public[Said], says("место в документе")] = ""
    date: Annotated[Public[Said], says("дата документа")] = ""


class GoalEntry(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A goal: its title alone, or with its ground, municipal goals and tasks."""

    called: ClassVar[str] = "цель {key}"
    lone: ClassVar[str] = "title"

    title: Annotated[Name, says("название цели")]
    rationale: Annotated[str, says("обоснование")] = ""
    municipal_goals: Annotated[Names, says("муниципальные цели")] = ()
    tasks: Annotated[dict[str, dict[str, str]], says("уровень: номер: задача")] = {}
    source: Annotated[Source | None, says("чем подтверждена")] = None


class Control(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What the numbers of a variable are held against: one of ``MEANINGS``."""

    called: ClassVar[str] = "контроль"

    at_most: Annotated[Name, says("величина, которой эта не больше", needs="нужно имя величины")] = ""
    sum_of: Annotated[
        Names, Meta(min_length=1), says("величины, сумма которых – эта", needs="нужен список имён величин")
    ] = ()
    total: Annotated[Name, says("величина, равная сумме частей", needs="нужно имя величины")] = ""
    parts: Annotated[Names, Meta(min_length=1), says("части для total", needs="нужен список имён величин")] = ()
    jump: Annotated[
        float | None, says("во сколько раз может измениться за год", needs="нужно число больше 1: во сколько раз")
    ] = None
    start: Annotated[
        Literal["previous"], says("с чем сравнивать", needs="можно только previous (предыдущий период)")
    ] = msgspec.field(name="from", default="previous")
    at_least: Annotated[
        Annotated[float, Meta(ge=0)] | None,
        says("с какого количества сравнивать", needs="нужно число: с какого количества сравнивать"),
    ] = None
    copy_of_previous: Annotated[
        Literal[True] | None, says("ответы не повторяют прошлогодние", needs="можно только true")
    ] = None
    same_in_all_schools: Annotated[
        Literal[True] | None, says("школы одного места отвечают по-разному", needs="можно только true")
    ] = None
    contradicts: Annotated[Name, says("величина, «нет» в которой противоречит «да» здесь")] = ""
    ask: Annotated[Name, says("что уточнить", needs="нужен текст: что уточнить")] = ""
    level: Annotated[
        Literal["school", "municipality"] | None,
        says("чьи сведения не заменяют школьных", needs="можно school, municipality"),
    ] = None

    def unfit(self) -> list[tuple[str, str]]:
        given = [key for key in MEANINGS if getattr(self, key)]
        if len(given) != 1:
            return [("", f"нужно одно из {', '.join(MEANINGS)}")]
        if self.jump is not None and self.jump <= 1:
            return [("jump", "в поле «jump» нужно число больше 1: во сколько раз")]
        if self.total and not self.parts:
            return [("total", "в «parts» нужен список имён величин")]
        usual: tuple[Any, ...] = ((), "previous", None, "")
        alien = [key for key, its in _BESIDE.items() if its != given[0] and getattr(self, key) not in usual]
        return [(key, f"«{key}» действует только вместе с «{_BESIDE[key]}»; уберите его") for key in alien]


class VariableEntry(Written, frozen=True, kw_only=True, omit_defaults=True):
    """One reported quantity."""

    called: ClassVar[str] = "величина {key}"

    title: Annotated[Name, says("полное название")]
    unit: Annotated[Name, says("единица: person, flag, score …")]
    grades: Annotated[Said, says("классы: 6-11 или any")]
    as_of: Annotated[Said, says("на какую дату")]
    collected: Annotated[Name, says("откуда известна: ОО-1, 85-К, платформа, форма, анкета, справка")]
    sensitive: Annotated[bool, says("сведения об отдельных группах детей")]
    source: Annotated[Source, says("чем подтверждена")]
    controls: Annotated[
        tuple[Control, ...], says("с чем сверяются числа", needs="нужен список, каждая запись с «-»")
    ] = ()
    by: Annotated[Name, says("признак, по категориям которого собирается")] = ""
    short: Annotated[Name, says("краткое название для заголовков")] = ""


class Band(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Where a level begins, in per cent, and its name."""

    start: Annotated[int | float, says("с какого процента")] = msgspec.field(name="from")
    name: Annotated[Name, says("название уровня")]


class Component(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What an indicator weighs in an index, and the bounds by which it is scaled."""

    weight: Annotated[int | float, says("вес")]
    low: Annotated[int | float, says("значение, которое даёт 0")]
    high: Annotated[int | float, says("значение, которое даёт 100")]


class Break(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Why years on both sides must not be compared."""

    reason: Annotated[str, says("почему годы до и после не сравниваются")] = ""
    source: Annotated[Source, says("чем разрыв подтверждён", needs="нужны записи «имя: …»")] = Source()


class EditionEntry(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A formula in force from a period on."""

    called: ClassVar[str] = "редакция {since}"

    since: Annotated[Period, says("с какого периода действует")]
    formula: Annotated[Formula, says("вид формулы")]
    source: Annotated[Source, says("чем подтверждена", needs="нужны записи «имя: …»")]
    of: Annotated[Mapping[str, Name | None], says("какая величина в какой роли", needs="нужны записи «имя: …»")] = {}
    counting: Annotated[str, says("как считать")] = ""
    parted: Annotated[Break | None, says("разрыв ряда", needs="нужны записи «имя: …»")] = msgspec.field(
        name="break", default=None
    )
    per: Annotated[int | float, says("на сколько рассчитывается")] = 1000
    maximum: Annotated[int | float, says("наибольший балл одной организации")] = 1
    bands: Annotated[tuple[Band, ...], says("границы уровней", needs="нужен список записей «from: …, name: …»")] = ()
    by: Annotated[Name, says("признак распределения")] = ""
    components: Annotated[dict[str, Component], says("показатели индекса", needs="нужны записи «имя: …»")] = {}
    undefined: Annotated[dict[str, Any], says("что в источнике не определено", needs="нужны записи «имя: …»")] = {}
    title: Annotated[Name, says("название вместо названия показателя")] = ""
    words: Annotated[dict[str, Any], says("слова вместо слов показателя", needs="нужны записи «имя: …»")] = {}
    polarity: Annotated[Literal["high", "low", "none"] | None, says("что лучше, если не как у показателя")] = None

    def unfit(self) -> list[tuple[str, str]]:
        why = period_mistake(self.since)
        return [("since", why)] if why else []


class ExampleEntry(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A worked example that the tests compute."""

    called: ClassVar[str] = "пример «{name}»"

    name: Annotated[Said, says("название примера")]
    given: Annotated[dict[str, Any], says("числа величин; неизвестное – null", needs="нужны записи «имя: …»")]
    expect: Annotated[Any, says("что должно получиться")]
    period: Annotated[Said | None, says("за какой период")] = None
    method: Annotated[Said | None, says("по методике какого периода")] = None


class IndicatorEntry(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The passport of an indicator."""

    called: ClassVar[str] = "показатель {id}"

    id: Annotated[Said, says("номер или имя")]
    symbol: Annotated[Name, says("обозначение: D_pt")]
    title: Annotated[Name, says("полное название")]
    short: Annotated[Name, says("краткое название")]
    goal: Annotated[Name, says("номер цели")]
    pack: Annotated[Pack | None, says("в какой набор показателей входит")] = None
    unit: Annotated[Literal["percent", "per_one", "per_thousand", "count", "score", "level"], says("единица")]
    polarity: Annotated[Literal["high", "low", "none"], says("что лучше")]
    levels: Annotated[
        tuple[Literal["school", "municipality", "region"], ...],
        says("для кого рассчитывается", needs="нужен список из school, municipality, region"),
    ]
    data: Annotated[Literal["full", "sample"], says("сплошные данные или выборка")]
    why: Annotated[str, says("зачем нужен")]
    status: Annotated[Literal["official", "practice", "proposed"], says("чья методика")]
    editions: Annotated[
        tuple[EditionEntry, ...],
        Meta(min_length=1),
        says("редакции методики", needs="нужен список редакций, каждая с «-», хотя бы одна"),
    ]
    examples: Annotated[tuple[ExampleEntry, ...], says("примеры с числами")]
    caveat: Annotated[str, says("оговорка")] = ""
    words: Annotated[dict[str, Any], says("слова для текста справки")] = {}
    periodicity: Annotated[Name, says("как часто")] = "раз в год"
    responsible: Annotated[Name, says("кто отвечает")] = "муниципальный орган управления образованием"
    authored_by: Annotated[Name, says("должность того, кто составил паспорт")] = ""
    checked_by: Annotated[Name, says("должность того, кто проверил паспорт")] = ""
    next_review: Annotated[Period | None, says("с какого периода паспорт пересматривается")] = None

    def unfit(self) -> list[tuple[str, str]]:
        why = period_mistake(self.next_review) if self.next_review else ""
        return [("next_review", why)] if why else []


class Outline(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A dataset's own catalogue.yaml, its entries not looked into yet; ``shipped``: of a list to compare alone."""

    base: Annotated[Name | None, says("файл, поверх которого лежит этот")] = None
    shipped: Annotated[Names, says("показатели каталога, которые перечень для сопоставления берёт без изменений")] = ()
    strategic_goal: Annotated[str | None, says("стратегическая цель")] = None
    source: Annotated[Source | None, says("чем подтверждены цели")] = None
    goals: Annotated[dict[str, Any] | None, says("цели")] = None
    variables: Annotated[dict[str, Any] | None, says("величины")] = None
    indicators: Annotated[tuple[Any, ...] | None, says("показатели", needs="нужен список, каждая запись с «-»")] = None


class CatalogueFile(Outline, frozen=True, kw_only=True, omit_defaults=True):
    """The same with what its entries hold, as an editor is told it."""

    goals: Annotated[dict[str, str | GoalEntry] | None, says("номер цели: название или запись")] = None
    variables: Annotated[dict[str, VariableEntry] | None, says("имя величины: запись")] = None
    indicators: Annotated[tuple[IndicatorEntry, ...] | None, says("показатели")] = None
