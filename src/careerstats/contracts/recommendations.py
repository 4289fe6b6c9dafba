"""recommendations.yaml as it is read, and what a note has of it: numbered recommendations and the draft plan."""

from typing import Annotated, ClassVar, Literal

import msgspec

from careerstats.contracts.facts import Fact, Public
from careerstats.contracts.kinds import Lined, Name, Said, Written, says

# ---- the register


class Entry(Lined, frozen=True, kw_only=True):
    """One recommendation that may be called for.

    ``to``: role of the addressee; ``when``: patterns of keys of findings, «always» for all notes; ``cause``: only where
    one of these was stated («none»: nothing was, «other»: nothing of the list); without it, where no cause of the list
    was stated, or whatever was with ``any_cause``; ``schools``: only where single schools are named, or only where none
    is; ``ground``: the key of another finding to be named as its ground; ``letter``: whether the letter is one;
    ``each``: once for every indicator that calls for it; ``goals``: the goals of the year of all indicators are told
    with it, and without any it is not printed; ``aim``: entries with the same one are said once;
    ``activity``, ``measure``, ``indicators``: a line of the plan that it brings along. Of the region's: ``group``: it
    is for the members of this group of municipalities; ``own``: for those whose own note has one of these
    recommendations, and not printed where none has; ``general``: for everybody alike, it stands apart without an
    indicator.
    """

    called: ClassVar[str] = "рекомендация {id}"

    id: Annotated[Name, says("имя рекомендации")]
    to: Annotated[Name, says("роль адресата из addressees")]
    text: Annotated[str, says("текст")]
    when: Annotated[
        tuple[Name, ...], says("при каких выводах", needs='нужен список выводов: [always] или ["decision:1.1"]')
    ]
    term: Annotated[str, says("срок")]
    cause: Annotated[
        tuple[Name, ...],
        says(
            "только при этих причинах (causes.yaml); none – не названа, other – не из списка", needs="нужен список имён"
        ),
    ] = ()
    any_cause: Annotated[bool, says("верна при любой причине")] = False
    schools: Annotated[
        Literal["", "named", "none"],
        says("только если названы школы (named) или не названы (none)", needs="можно named, none"),
    ] = ""
    ground: Annotated[str, says("вывод, который назвать основанием")] = ""
    letter: Annotated[bool, says("основание – письмо")] = False
    group: Annotated[Name, says("кому из муниципальных образований: группа, члены которой будут названы")] = ""
    own: Annotated[
        tuple[Name, ...],
        says(
            "кому из муниципальных образований: тем, в чьей справке есть такая рекомендация", needs="нужен список имён"
        ),
    ] = ()
    general: Annotated[bool, says("общая: стоит отдельно, без показателя")] = False
    each: Annotated[bool, says("повторить для каждого показателя")] = False
    aim: Annotated[Name, says("рекомендации с одной целью печатаются один раз")] = ""
    goals: Annotated[bool, says("справка допишет цели года всех показателей; где их нет, не печатается")] = False
    activity: Annotated[int, says("номер направления из activities")] = 0
    measure: Annotated[str, says("мероприятие плана")] = ""
    indicators: Annotated[tuple[Name, ...], says("показатели мероприятия")] = ()
    source: Annotated[str, says("откуда взята")] = ""
    status: Annotated[
        Literal["", "official", "practice", "proposed"],
        says("чья методика", needs="можно official, practice, proposed"),
    ] = ""

    def unfit(self) -> list[tuple[str, str]]:
        lacking = self.measure and not self.activity
        mistakes = [("measure", "с полем «measure» нужно поле «activity» – номер направления")] if lacking else []
        if self.cause and self.any_cause:
            mistakes.append(("any_cause", "рекомендация выбирается или по причинам (cause), или при любой (any_cause)"))
        return mistakes


class PlanEntry(Written, frozen=True, kw_only=True):
    """A line of the plan that belongs to recommendations (``sources``: their ids).

    ``own``, ``target``: an indicator that the program does not compute, and its value; ``pair``: learn | share, a line
    that follows the indicator of the foremost pair.
    """

    called: ClassVar[str] = "строка плана «{measure}»"

    activity: Annotated[int, says("номер направления из activities")]
    sources: Annotated[tuple[Name, ...], says("имена рекомендаций")] = msgspec.field(name="from")
    measure: Annotated[str, says("мероприятие")]
    term: Annotated[str, says("срок")]
    id: Annotated[Name, says("имя строки")] = ""
    indicators: Annotated[tuple[Name, ...], says("показатели")] = ()
    own: Annotated[str, says("показатель, которого программа не рассчитывает")] = ""
    target: Annotated[Said, says("его значение")] = ""
    pair: Annotated[Literal["", "learn", "share"], says("строка об обмене опытом", needs="можно learn, share")] = ""
    responsible: Annotated[str, says("ответственный")] = ""


class Register(Written, frozen=True, kw_only=True):
    """Recommendations to municipalities and to the region, their plans, headings by role, kinds of activity."""

    base: Annotated[
        Literal["", "shipped"],
        says(
            "Поверх чего: shipped – поставляемые с программой; записи ниже добавляются к ним, с тем же id – заменяют.",
            needs="можно shipped (поставляемые рекомендации)",
            written="base: shipped",
        ),
    ] = ""
    addressees: Annotated[
        dict[str, str],
        says(
            "Кому: роль и обращение перед списком рекомендаций.",
            written='##addressees: {body: "Управлению образования рекомендовать:"}',
        ),
    ] = {}
    positions: Annotated[dict[str, str], says("роль: должность того, кто исполняет")] = {}
    municipality: Annotated[
        tuple[Entry, ...],
        says(
            "Рекомендации муниципальному образованию: text – что сделать, when – при каком выводе, term – срок (без "
            "года – ближайший).",
            written="""\
##municipality:
##  - id: meeting
##    to: body
##    when: ["problem:*"]
##    text: рассмотреть результаты на совещании руководителей школ
##    term: до 01.10""",
        ),
    ] = ()
    region: Annotated[tuple[Entry, ...], says("рекомендации региону")] = ()
    plan: Annotated[tuple[PlanEntry, ...], says("строки плана муниципального образования")] = ()
    region_plan: Annotated[tuple[PlanEntry, ...], says("строки плана региона")] = ()
    activities: Annotated[dict[int, str], says("номер: направление плана")] = {}


# ---- in a note


GroundKind = Literal[
    "problem", "strength", "noted", "group", "letter", "stages", "completeness", "difficulties", "unassigned", "pairs"
]


class Ground(Fact, frozen=True):
    """Why something is recommended.

    ``name``: of a problem («П-1»), a group («А»), a letter (its number); of a strength its indicator;
    ``places``: municipalities where it is noted.
    """

    kind: Public[GroundKind]
    name: Public[str] = ""
    places: Public[int] = 0


class Recommendation(Fact, frozen=True, kw_only=True):
    """One recommendation under its number; ``title``: heading of its addressee; ``same``: ids of entries it speaks for.

    ``activity``, ``measure``, ``indicators``: of the line of the plan that it brings along, if any.
    ``headline``: number of the finding it answers, 0 where it answers none (the region's general ones); ``cause``: kind
    of the stated cause that chose it; ``position``: who is to do it, a position; ``people``: pupils it concerns;
    ``date``: ISO, of its term, «» where the term names no day; ``schools``: whose heads it is addressed to;
    ``foremost``: its place among the decisions of page one, 0 for those that stand further on; ``everyone``: it speaks
    of all, or of those who are not among them yet; ``places``: of the region, codes of the municipalities that it is
    for, none where it is for all; ``general``: it is for everybody alike and about no single indicator;
    ``of_one``: its text as one of those schools reads it, which need not be told the others;
    ``goals``: it is about the goals of the year of all indicators.
    """

    id: str
    to: str
    text: Public[str]
    term: Public[str]
    grounds: Public[tuple[Ground, ...]] = ()
    number: Public[int] = 0
    title: Public[str] = ""
    same: tuple[str, ...] = ()
    activity: int = 0
    measure: str = ""
    indicators: tuple[str, ...] = ()
    headline: int = 0
    cause: str = ""
    position: Public[str] = ""
    people: Public[int] = 0
    date: Public[str] = ""
    schools: tuple[str, ...] = ()
    of_one: str = ""
    foremost: int = 0
    everyone: bool = False
    places: tuple[str, ...] = ()
    general: bool = False
    goals: bool = False


class PlanLine(Fact, frozen=True, kw_only=True):
    """A row of the draft plan; ``numbers``: of its recommendations; ``id``: known by from year to year.

    ``own``, ``target``: an indicator that the program does not compute, and its value.
    """

    id: Public[str]
    activity: Public[int]
    activity_title: Public[str]
    measure: Public[str]
    term: Public[str]
    numbers: Public[tuple[int, ...]]
    indicators: Public[tuple[str, ...]] = ()
    own: Public[str] = ""
    target: Public[str] = ""
    responsible: Public[str] = ""
