"""cycle.yaml as it is read: documents of the management cycle, steps of the year, groups, events, letters."""

# ruff: noqa: E501 (examples of one line)

from typing import Annotated, Literal

from msgspec import Meta, field

from careerstats.contracts.cycle import COMPONENTS, Component
from careerstats.contracts.kinds import Filled, Lined, Lines, Period, Said, says

_ANY_CASE = Meta(extra={"any_case": True})
LevelWord = Annotated[Literal["", "муниципальный", "региональный"], _ANY_CASE]
Whose = Annotated[Said, says("чьё: муниципальное образование (название или код) или «регион»; иначе – как у файла")]
_DATED = "день, месяц («январь 2022») или год"
_LEVELS = "можно муниципальный, региональный"


class DocumentEntry(Lined, frozen=True, kw_only=True, omit_defaults=True):
    """One document (or undertaking) of the cycle."""

    title: Annotated[Filled, says("название документа", needs="нужно название документа")]
    id: Annotated[Said, says("своё имя, для ссылок")] = ""
    kind: Annotated[Said, says("вид: приказ, протокол, письмо, справка …")] = ""
    number: Annotated[Said, says("номер")] = ""
    date: Annotated[Said, says(f"дата: {_DATED}")] = ""
    start: Annotated[Said, says(f"или с какого времени: {_DATED}")] = field(name="from", default="")
    end: Annotated[Said, says(f"и по какое: {_DATED}")] = field(name="to", default="")
    level: Annotated[LevelWord, says("муниципальный (если не сказано) или региональный", needs=_LEVELS)] = ""
    components: Annotated[
        tuple[Annotated[Component, _ANY_CASE], ...],
        Meta(extra={"single": True}),
        says("к каким из девяти компонентов цикла относится", needs=f"можно {'; '.join(COMPONENTS)}"),
    ] = ()
    rests_on: Annotated[Lines, says("id документов, на которые опирается")] = ()
    territory: Whose = ""
    source: Annotated[Said, says("откуда сведения о документе")] = ""


class GroupEntry(Lined, frozen=True, kw_only=True, omit_defaults=True):
    """A working group or a methodical association: positions, never names."""

    title: Annotated[Filled, says("название группы")]
    document: Annotated[Said, says("id документа, которым она создана")] = ""
    members: Annotated[Lines, says("должности, без фамилий")] = ()
    meetings: Annotated[Lines, says(f"когда заседала: {_DATED}")] = ()
    territory: Whose = ""


class EventEntry(Lined, frozen=True, kw_only=True, omit_defaults=True):
    """A methodical event."""

    date: Annotated[Said, says(f"когда: {_DATED}")] = ""
    kind: Annotated[Said, says("вид: семинар, вебинар …")] = ""
    title: Annotated[Said, says("тема")] = ""
    where: Annotated[Said, says("где")] = ""
    territory: Whose = ""


class StepEntry(Lined, frozen=True, kw_only=True, omit_defaults=True):
    """A step of the year."""

    title: Annotated[Filled, says("название шага")]
    id: Annotated[Said, says("своё имя, для ссылок")] = ""
    level: Annotated[LevelWord, says("чей шаг: муниципальный или региональный", needs=_LEVELS)] = ""
    term: Annotated[Said, says(f"срок: {_DATED}")] = ""
    after: Annotated[Lines, says("id шагов, после которых он делается")] = ()
    done: Annotated[
        Said | dict[str, Said],
        says(
            "когда сделан; у каждого своё – {муниципальное образование: дата}",
            needs="нужна дата или записи «муниципальное образование: дата»",
        ),
    ] = ""
    document: Annotated[Said, says("id документа шага")] = ""
    territory: Whose = ""


class LetterEntry(Lined, frozen=True, kw_only=True, omit_defaults=True):
    """A letter with which notes were sent: without number or day it would prove nothing."""

    number: Annotated[Filled, says("номер письма", needs="нужен номер письма")]
    date: Annotated[Filled, says("день письма", needs="нужен день письма, например 20.04.2021")]
    period: Annotated[Period, says("за какой период справки; иначе – за любой")] = ""
    territory: Whose = ""


_RECORDS = "нужен список записей, каждая с «-»"


class CycleEntries(Lined, frozen=True, kw_only=True, omit_defaults=True):
    """What the file says, record by record."""

    territory: Annotated[
        Said,
        says(
            "Чьи это документы: «регион» или муниципальное образование; у записи может быть своё territory.",
            written="territory: регион",
        ),
    ] = ""
    strategic_goal: Annotated[Said, says("Стратегическая цель.", written="##strategic_goal: осознанный выбор")] = ""
    goals: Annotated[Lines, says("Цели – номера каталога.", written="##goals: [Ц1, Ц2]")] = ()
    remarks: Annotated[
        Lines, says("Предложения, которые печатаются под таблицей.", written="##remarks: [Документы – по порядку дат.]")
    ] = ()
    recommendations: Annotated[
        Lines, says("Рекомендации источника.", written="##recommendations: [обсудить на совещании]")
    ] = ()
    documents: Annotated[
        tuple[DocumentEntry, ...],
        says(
            "Документы: id – своё имя для ссылок; components – к какому из девяти компонентов цикла относится; "
            "rests_on – на что опирается.",
            needs=_RECORDS,
            written="""\
##documents:
##  - {id: приказ-1, kind: приказ, number: "1", date: 15.01.$year, title: О мониторинге, level: региональный, components: [Мониторинг показателей]}""",
        ),
    ] = ()
    groups: Annotated[
        tuple[GroupEntry, ...],
        says(
            "Рабочие группы: должности и дни заседаний.",
            needs=_RECORDS,
            written="""\
##groups:
##  - {title: Рабочая группа, document: приказ-1, members: [заместитель начальника управления], meetings: [20.01.$year]}""",
        ),
    ] = ()
    events: Annotated[
        tuple[EventEntry, ...],
        says(
            "Мероприятия.",
            needs=_RECORDS,
            written="""\
##events:
##  - {date: 10.03.$year, kind: Семинар, title: Тема семинара, where: Институт}""",
        ),
    ] = ()
    steps: Annotated[
        tuple[StepEntry, ...],
        says(
            "Шаги года: term – срок, done – когда сделано; after – после каких шагов.",
            needs=_RECORDS,
            written="""\
##steps:
##  - {id: формы, title: Сбор форм, level: региональный, term: 15.10.$year}""",
        ),
    ] = ()
    sent: Annotated[
        tuple[LetterEntry, ...],
        says(
            "Письма, которыми справки направлены: отправленная справка больше не переписывается, новая ложится рядом.",
            needs=_RECORDS,
            written="""\
##sent:
##  - {number: 01-1/1, date: 20.10.$year, territory: регион, period: "$period"}""",
        ),
    ] = ()
