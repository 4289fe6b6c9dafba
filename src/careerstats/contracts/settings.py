"""Parts of a dataset.yaml: names and texts, what is chosen to be shown of its numbers; every field may be absent."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from careerstats.contracts.facts import PUBLIC, Fact, Public
from careerstats.contracts.kinds import Day, Name, Names, Percent, Period, Said, Written, says
from careerstats.contracts.numbers import Titled
from careerstats.contracts.rules import Rules
from careerstats.model import period_mistake, period_span

# ---- names and texts


class Programme(Written, frozen=True, kw_only=True, omit_defaults=True):
    """How to call what a note is about, by case."""

    short: Annotated[Public[Said], says("краткое название: Мониторинг")] = ""
    short_genitive: Annotated[Public[Said], says("оно же в родительном падеже: Мониторинга")] = ""
    short_prepositional: Annotated[Public[Said], says("оно же в предложном падеже: Мониторинге")] = ""
    genitive: Annotated[Public[Said], says("полное название в родительном падеже, со строчной буквы")] = ""
    prepositional: Annotated[Public[Said], says("полное название в предложном падеже, со строчной буквы")] = ""
    full: Annotated[Public[Said], says("полное название, со строчной буквы")] = ""
    next_period: Annotated[Public[Period], says("следующий период, на который пишется план")] = ""


class Issuer(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Who writes the notes."""

    name: Annotated[Public[Said], says("кем подготовлена справка (творительный падеж)")] = ""
    short: Annotated[Public[Said], says("краткое название: Институт")] = ""
    founder: Annotated[Said, says("учредитель: первая строка бланка письма")] = ""
    address: Annotated[Said, says("адрес для бланка письма")] = ""


class Letter(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The letter that the notes supplement."""

    number: Annotated[Public[Said], says("номер письма")] = ""
    date: Annotated[Public[Day], says("дата письма")] = ""
    of: Annotated[Public[Said], says("чьё письмо, в дательном падеже: письму Института")] = "письму"
    signed_by: Annotated[Said, says("должность подписавшего")] = ""
    pages: Annotated[int | None, says("листов в приложении")] = None
    copies: Annotated[int | None, says("экземпляров")] = None
    inn_kpp: Annotated[Said, says("ИНН/КПП для бланка")] = ""
    ogrn: Annotated[Said, says("ОГРН для бланка")] = ""
    okpo: Annotated[Said, says("ОКПО для бланка")] = ""


class Reply(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Which letter is answered."""

    number: Annotated[Said, says("номер письма, на которое отвечают")] = ""
    date: Annotated[Day, says("дата письма, на которое отвечают")] = ""


class Letterhead(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The head, the text and the signature of cover letters."""

    lines: Annotated[tuple[Name, ...], says("строки шапки", needs="нужен список строк")] = ()
    sender: Annotated[Said, says("кто направляет справку")] = ""
    number: Annotated[Said, says("номер письма")] = ""
    date: Annotated[Day, says("дата письма")] = ""
    reply: Annotated[Reply, says("на какое письмо отвечают", needs="нужны поля number и date")] = Reply()
    addressee: Annotated[Said, says("кому")] = ""
    greeting: Annotated[Said, says("обращение")] = ""
    text: Annotated[tuple[Name, ...], says("абзацы письма", needs="нужен список строк")] = ()
    back: Annotated[
        Day, says("до какого дня вернуть план и ответить на замечания, срок которых справка не называет")
    ] = ""
    position: Annotated[Said, says("должность подписывающего")] = ""
    signed_by: Annotated[Said, says("кто подписывает")] = ""
    executor: Annotated[Said, says("исполнитель")] = ""
    copies: Annotated[int, says("экземпляров")] = 1


class Meeting(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Circumstances of a meeting; its decisions are in decisions.csv under the same number."""

    number: Annotated[Said, says("номер протокола, как в decisions.csv")]
    date: Annotated[Day, says("дата, если под одним номером было несколько")] = ""
    time: Annotated[Said, says("время")] = ""
    place: Annotated[Said, says("место")] = ""
    present: Annotated[Said, says("присутствовали: одним текстом")] = ""
    approved_by: Annotated[Said, says("должность утвердившего")] = ""


class Signature(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Who signs; without a name it is written by hand."""

    position: Annotated[Public[Said], says("должность")] = ""
    name: Annotated[Public[Said], says("имя; пусто – вписать от руки")] = ""


class Subject(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What a note of each kind is about, after «о»; words in braces are filled in."""

    municipality: Annotated[Public[Said], says("тема справки муниципального образования")] = ""
    region: Annotated[Public[Said], says("тема справки региона")] = ""

    def of(self, notebook: str) -> str:
        return self.region if notebook == "region" else self.municipality


class Captions(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Headings of sections, tables and figures; words in braces are filled in."""

    indicators: Annotated[Public[Said], says("заголовок раздела о показателях")] = ""
    table: Annotated[Public[Said], says("таблица показателей")] = ""
    peers: Annotated[Public[Said], says("таблица ближайших по численности")] = ""
    figure: Annotated[Public[Said], says("рисунок")] = ""
    region_table: Annotated[Public[Said], says("таблица региона")] = ""


class Difficulty(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A difficulty that the institute itself has named."""

    text: Annotated[Public[Name], says("как в перечне")]
    short: Annotated[Public[Name], says("как внутри предложения")]


class Step(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A step from which losses of participants are counted: all but the first say what is lost and where."""

    variable: Annotated[Public[Name], says("величина каталога")]
    genitive: Annotated[Public[Name], says("кого: зарегистрированных")]
    lost: Annotated[Public[Name], says("что не сделали: не записались (у первой ступени не нужно)")] = ""
    before: Annotated[Public[Name], says("где теряются: до записи на мероприятия (у первой ступени не нужно)")] = ""


class Event(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What happened in a period, as a figure of years marks it."""

    period: Annotated[Public[Period], says("период, как в таблицах")]
    text: Annotated[Public[Name], says("что произошло, кратко")]


# ---- choices


class Goal(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The target of an indicator: one, or one of each year."""

    lone: ClassVar[str] = "value"

    value: Annotated[Percent, says("целевое значение, %")] = ""
    by: Annotated[Day, says("к какому дню; иначе – к концу периода")] = ""
    years: Annotated[
        dict[str, Percent],
        says(
            "или по одному на каждый год: `{2023/24: 50, 2024/25: 60}`",
            needs='нужны записи «период: значение», например {"2024": 60}',
        ),
    ] = {}

    def unfit(self) -> list[tuple[str, str]]:
        if bool(self.value) == bool(self.years):
            return [("", "нужно одно из value (целевое значение) и years (по годам)")]
        if self.by and self.years:
            return [("by", "поле «by» действует только вместе с «value»; у значений по годам срок – конец года")]
        wrong = [(f"years.{period}", why) for period in self.years if (why := period_mistake(period))]
        return wrong or self._twice()

    def _twice(self) -> list[tuple[str, str]]:
        ends = [period_span(period)[1] for period in self.years]
        return (
            [("years", "years: два значения к одному и тому же дню; оставьте одно")]
            if len(set(ends)) < len(ends)
            else []
        )

    def of(self, period: str) -> str:
        """The value for this period; of several years that of the next one that has any, «» after the last."""
        if not self.years:
            return self.value
        last = period_span(period)[1]
        ahead = {end: value for year, value in self.years.items() if (end := period_span(year)[1]) >= last}
        return ahead[min(ahead)] if ahead else ""

    def changed(self, period: str, value: str) -> "Goal":
        """The same with another value for this period."""
        if not self.years:
            return Goal(value=value, by=self.by)
        return Goal(years={**self.years, period: value})


class Peers(Written, frozen=True, kw_only=True, omit_defaults=True):
    """With whom a municipality is compared."""

    size: Annotated[Name, says("величина, по которой ищутся ближайшие по численности")] = ""
    count: Annotated[int, Meta(ge=0), says("сколько их", needs="нужно целое число от 0")] = 5
    indicators: Annotated[Names, says("столбцы таблицы; иначе – главные показатели")] = ()


class Groups(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Groups of municipalities by two indicators."""

    by: Annotated[
        Names, Meta(min_length=2, max_length=2), says("два показателя", needs="нужны два показателя: [первый, второй]")
    ]
    names: Annotated[
        Titled,
        Meta(min_length=4, max_length=4),
        says(
            "буква: название",
            needs="нужны четыре записи «буква: название»: выше в обоих, только в первом, только во втором, ни в одном",
        ),
    ]


class Stage(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A stage of participation of the region, from the largest to the smallest."""

    variable: Annotated[Name, PUBLIC, says("величина каталога")]
    title: Annotated[Name, PUBLIC, says("название этапа")]
    of: Annotated[
        Names | None, PUBLIC, says("предыдущий вложенный этап; [] – доли нет", needs="нужен список величин")
    ] = None
    did: Annotated[Name, PUBLIC, says("что сделали: записались на мероприятия")] = ""
    about: Annotated[Name, PUBLIC, says("о чём: о записи на мероприятия")] = ""
    why: Annotated[Name, PUBLIC, says("почему доля от предыдущего не рассчитывается")] = ""


class Disclosure(Written, frozen=True, kw_only=True, omit_defaults=True):
    """How small numbers are kept from the public."""

    method: Annotated[
        Literal["hide", "round5"],
        says("hide – прочие числа точные, round5 – прочие округлены до 5", needs="нужно hide или round5"),
    ] = "hide"
    least: Annotated[int, says("скрываются числа от")] = 1
    most: Annotated[int, says("до")] = 4
    total: Annotated[int, says("и итоги меньше")] = 10

    def unfit(self) -> list[tuple[str, str]]:
        if 0 <= self.least < self.most < self.total:
            return []
        given = f"least: {self.least}, most: {self.most}, total: {self.total}"
        return [("", f"({given}) нужно 0 ≤ least < most < total, например 1, 4, 10")]


class PairBounds(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Bounds of pairs that exchange experience."""

    helper: Annotated[
        int,
        Meta(ge=1, le=1000),
        says("сколько пар может быть у делящегося опытом", needs="нужно целое число от 1 до 1000"),
    ] = 3
    learner: Annotated[
        int, Meta(ge=1, le=1000), says("сколько пар может быть у изучающего", needs="нужно целое число от 1 до 1000")
    ] = 2
    ratio: Annotated[
        float,
        Meta(ge=1, le=100),
        says("во сколько раз может различаться численность в паре", needs="нужно число от 1 до 100"),
    ] = 2.0


class Limits(Written, frozen=True, kw_only=True, omit_defaults=True):
    """How many recommendations are kept."""

    at_most: Annotated[
        int, Meta(ge=1), says("в справке муниципального образования", needs="нужно целое число от 1")
    ] = 15
    region_at_most: Annotated[int, Meta(ge=1), says("в справке региона", needs="нужно целое число от 1")] = 20


class Sources(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Which source wins where two differ."""

    prefer: Annotated[Names, says("таблицы, первая важнее", needs="нужен список таблиц, первая важнее")] = ()


# ---- what a note shows of them


class NoteSettings(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The part of a dataset.yaml that notes show."""

    title: str = ""
    programme: Public[Programme] = Programme()
    issuer: Public[Issuer] = Issuer()
    letter: Public[Letter] = Letter()
    letterhead: Letterhead = Letterhead()
    protocols: tuple[Meeting, ...] = ()
    signature: Public[Signature] = Signature()
    subject: Public[Subject] = Subject()
    captions: Public[Captions] = Captions()
    indicators: Public[tuple[str, ...]] = ()
    headline: Public[tuple[str, ...]] = ()
    reserves: Public[tuple[str, ...]] = ()
    also: Public[tuple[str, ...]] = ()
    chain: Public[tuple[Step, ...]] = ()
    not_collected: tuple[str, ...] = ()
    caveats: Public[tuple[str, ...]] = ()
    region_caveats: Public[tuple[str, ...]] = ()
    difficulties: Public[tuple[Difficulty, ...]] = ()
    events: Public[tuple[Event, ...]] = ()
    rules: Public[Rules] = Rules()
