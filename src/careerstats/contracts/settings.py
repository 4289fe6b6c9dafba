"""What a note shows of its dataset.yaml: names, texts, lists of indicators; every field may be absent."""

from typing import Annotated

from careerstats.contracts.facts import Fact, Public
from careerstats.contracts.kinds import Day, Name, Period, Said, Written, says
from careerstats.contracts.rules import Rules


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
