"""dataset.yaml: every field that people may write into it, what it holds and what it is for."""

import re
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from careerstats.contracts.catalogue import Pack
from careerstats.contracts.facts import PUBLIC
from careerstats.contracts.kinds import (
    INSTEAD,
    Condition,
    Day,
    Name,
    Names,
    Percent,
    Period,
    Said,
    Texts,
    Written,
    says,
)
from careerstats.contracts.rules import Rules
from careerstats.contracts.settings import (
    Captions,
    Difficulty,
    Event,
    Issuer,
    Letter,
    Letterhead,
    Meeting,
    Programme,
    Signature,
    Step,
    Subject,
)
from careerstats.model import period_mistake, period_span

MEANINGS = ("variable", "sum_of", "rows_of")
"""What a column may be: a variable of the catalogue, a sum of variables, the number of rows of another file."""

PERSON, PARTICIPATION = "person", "participation"
MOST_COUNTS = 32
"""Counts of one list of participants: each is one bit of a participant's row."""

GRADES = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
LAST_GRADE = 12

Titled = dict[str, str]


# ---- tables


class Column(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A column of a table, or a row of a table of the region."""

    called: ClassVar[str] = "столбец «{key}»"

    variable: Annotated[Name, says("величина каталога; все перечислены в [методике](method.md#исходные-величины)")] = ""
    sum_of: Annotated[Names, says("или сумма этих величин: `[K_a, K_b]` – тогда столбец только сверяется")] = ()
    rows_of: Annotated[
        Name, says("или число строк другого файла; `where` выбирает строки – тогда столбец только сверяется")
    ] = ""
    where: Annotated[Titled, says("к `rows_of`: `{столбец: значение}`", needs="нужны записи «столбец: значение»")] = {}
    share: Annotated[
        Name, says("или доля этой величины от `share_of`, %, опубликованная рядом, – тогда столбец только сверяется")
    ] = ""
    share_of: Annotated[
        Name, says("от какой величины доля – в столбце `share` или рядом с числом («34 (2,4 %)»); доля сверяется")
    ] = ""
    path: Annotated[
        tuple[Name, ...], says("заголовки над столбцом сверху вниз: `[Диагностика, чел.]` вместо «Диагностика / чел.»")
    ] = ()
    sum: Annotated[Names, says("число – сумма этих столбцов: `[очно, онлайн]`; имя записи тогда любое")] = ()
    as_of: Annotated[Said, says("на какую дату числа столбца")] = ""
    values: Annotated[
        Literal["", "count", "plan", "flag", "item"],
        says(
            "`flag` – да/нет, `item` – пункт самодиагностики, `plan` – плановое значение (с `variable` – количество, с "
            "`share` – доля, %), иначе количество; `count` – оно, что бы ни говорил заголовок («%», «тыс.», «план»)",
            needs="можно count (количество), plan (плановое значение), flag (да/нет), item (пункт самодиагностики)",
        ),
    ] = ""
    breakdown: Annotated[
        str,
        Meta(pattern="^[^=]+=[^=]+$"),
        says("столбец – одна категория признака: `классы=9`", needs="нужно «признак=категория», например классы=9"),
    ] = ""

    def unfit(self) -> list[tuple[str, str]]:
        if not (self.variable or self.sum_of or self.rows_of or self.share):
            return [("", f"нужно одно из {', '.join(MEANINGS)}")]
        if self.where and not self.rows_of:
            return [("where", "поле «where» действует только вместе с «rows_of»; уберите его")]
        if self.share and not self.share_of:
            return [("share", "вместе с «share» нужно «share_of»: от какой величины доля")]
        if self.path and self.sum:
            return [("path", "«path» и «sum» вместе не действуют; оставьте одно")]
        if self.is_plan and (self.breakdown or not (self.variable or self.share)):
            useless = "«values: plan» действует у столбца с «variable» или «share» и без «breakdown»"
            return [("values", useless)]
        return []

    @property
    def is_plan(self) -> bool:
        return self.values == "plan"


class Table(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A table of counts: one row = one municipality, school or category; with ``name``, one quantity of the region."""

    called: ClassVar[str] = "таблица {file}"

    file: Annotated[Name, says("путь к файлу от папки набора: CSV, XLSX, XLS, ODS")]
    columns: Annotated[
        dict[str, Column],
        says(
            "заголовок столбца: какая это величина (поля столбца – ниже)",
            needs="нужны записи «заголовок: {variable: …}»",
        ),
    ]
    territory: Annotated[Name, says("заголовок столбца с названием или кодом муниципального образования")] = ""
    organisation: Annotated[
        Name, says("заголовок столбца с id школы из organisations.xlsx; `territory` рядом с ним сверяется")
    ] = ""
    period: Annotated[Period, says("период таблицы, если не период набора")] = ""
    period_column: Annotated[Name, says("заголовок столбца с периодом, если в таблице их несколько")] = ""
    rows: Annotated[
        dict[str, Literal["total", "unassigned", "ignore"]],
        says(
            "строки не муниципальных образований: `total` – итог, сверяется с суммой; `unassigned` – не указавшие; "
            "`ignore` – не читается",
            needs="нужны записи «название строки: total», «…: unassigned» или «…: ignore»",
        ),
    ] = {}
    ignore: Annotated[Names, says("заголовки столбцов, которые не читаются", needs="нужен список заголовков")] = ()
    source: Annotated[Said, says("чем подтверждены числа; так печатается в справке")] = ""
    as_of: Annotated[Said, says("на какую дату числа; столбец может назвать свою")] = ""
    sheet: Annotated[Said, says("лист книги, если не первый")] = ""
    name: Annotated[
        Name, says("строка – одно число: столбец с его названием (вместе с `value`); без `territory` – о регионе")
    ] = ""
    value: Annotated[Name, says("столбец с самим числом (вместе с `name`)")] = ""
    transposed: Annotated[bool, says("муниципальные образования – столбцы, величины – строки")] = False
    territory_in: Annotated[
        Literal["", "sheet", "heading"],
        says(
            "где названо муниципальное образование, если не в столбце: `sheet` – имя листа, `heading` – строка над "
            "школами",
            needs="можно sheet (имя листа) или heading (строка над школами)",
        ),
    ] = ""
    sum_by: Annotated[
        Name,
        says(
            "муниципальному образованию отведено несколько строк, их числа складываются: заголовок столбца, который "
            "различает строки (школы, которых нет в organisations.xlsx)"
        ),
    ] = ""
    after: Annotated[Name, says("таблица начинается под строкой с этим названием, если на листе их несколько")] = ""
    range: Annotated[
        str,
        Meta(pattern="^[A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+$"),
        says("или занимает эти ячейки: `A20:D45`", needs="нужны ячейки вида A20:D45"),
    ] = ""
    breakdown: Annotated[
        Titled,
        Meta(max_length=1),
        says(
            "строка – одна категория признака: `{компетенция: заголовок столбца}`",
            needs="нужна одна запись «признак: заголовок столбца»",
        ),
    ] = {}

    def unfit(self) -> list[tuple[str, str]]:
        if bool(self.name) != bool(self.value):
            return [("name" if self.name else "value", "поля «name» и «value» нужны вместе")]
        if self.territory_in and self.territory:
            return [("territory_in", "«territory» и «territory_in» вместе не действуют; оставьте одно")]
        if self.name:
            of_region = not (self.territory or self.territory_in)
            mute = ("rows", "organisation", "period_column", "breakdown", "sum_by")
            useless = "поле «{}» у таблицы с «name» и «value» не действует; уберите его"
            return [(key, useless.format(key)) for key in mute[not of_region :] if getattr(self, key)]
        twice = [title for title, column in self.columns.items() if self.breakdown and column.breakdown]
        if self.breakdown and any(column.is_plan for column in self.columns.values()):
            return [("breakdown", "плановые значения («values: plan») по категориям не сравниваются; уберите столбец")]
        useless = "«breakdown» записан и у таблицы, и у столбца «{}»; оставьте одно"
        return [("breakdown", useless.format(title)) for title in twice] + _mute_rows(self)


def _mute_rows(table: "Table | Snapshot") -> list[tuple[str, str]]:
    """Names of special rows where nothing names the rows, and a period beside a column of periods."""
    named = any(getattr(table, key, "") for key in ("territory", "organisation", "breakdown", "territory_in", "sum_by"))
    wrong = []
    if table.rows and not named:
        useless = "поле «rows» без «territory», «organisation» или «breakdown» не действует: строки никак не названы"
        wrong.append(("rows", useless))
    if isinstance(table, Table) and table.period and table.period_column:
        wrong.append(("period", "при «period_column» поле «period» не действует; уберите одно из них"))
    return wrong


class Snapshot(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A dated table of cumulative numbers."""

    called: ClassVar[str] = "snapshots, таблица {file}"

    file: Annotated[Name, says("путь к файлу от папки набора")]
    columns: Annotated[dict[str, Column], says("как у таблиц", needs="нужны записи «заголовок: {variable: …}»")]
    date: Annotated[Day, says("на какой день числа")] = ""
    date_column: Annotated[Name, says("или заголовок столбца с датами", needs="нужен заголовок столбца")] = ""
    territory: Annotated[Name, says("заголовок столбца с муниципальным образованием")] = ""
    organisation: Annotated[Name, says("заголовок столбца с id школы")] = ""
    rows: Annotated[
        dict[str, Literal["total", "unassigned"]],
        says("строки не муниципальных образований", needs="нужны записи «название строки: total» или «…: unassigned»"),
    ] = {}
    ignore: Annotated[Names, says("столбцы, которые не читаются", needs="нужен список заголовков")] = ()
    source: Annotated[Said, says("чем подтверждены числа")] = ""
    as_of: Annotated[Said, says("на какую дату числа")] = ""
    sheet: Annotated[Said, says("лист книги, если не первый")] = ""

    def unfit(self) -> list[tuple[str, str]]:
        wrong = []
        if bool(self.date) == bool(self.date_column):
            wrong.append(("", "нужно одно из полей «date» (дата) и «date_column» (столбец с датами)"))
        if not (self.territory or self.organisation):
            wrong.append(("", "нужно поле «territory» или «organisation» – столбец, где указано, чьи числа"))
        if any(column.is_plan for column in self.columns.values()):
            wrong.append(("columns", "«values: plan» у еженедельных сведений не действует; уберите столбец"))
        return wrong

    @property
    def table(self) -> Table:
        """The table as it is read: its days stand in the place of periods."""
        names = ("file", "columns", "territory", "organisation", "rows", "ignore", "source", "as_of", "sheet")
        return Table(**{name: getattr(self, name) for name in names}, period_column=self.date_column)


class ProfminimumTable(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A table of levels of the профминимум by school."""

    called: ClassVar[str] = "profminimum, таблица {file}"

    file: Annotated[Name, says("путь к файлу от папки набора")]
    organisation: Annotated[Name, says("заголовок столбца с id школы из organisations.xlsx")]
    directions: Annotated[
        Titled, says("направление: заголовок столбца", needs="нужны записи «направление: заголовок столбца»")
    ]
    claimed: Annotated[Name, says("заголовок столбца с заявленным уровнем")] = ""
    hours: Annotated[Name, says("заголовок столбца с часами в год")] = ""
    period: Annotated[Period, says("период таблицы, если не период набора")] = ""
    sheet: Annotated[Said, says("лист книги, если не первый")] = ""


# ---- participants


class Person(Written, frozen=True, kw_only=True, omit_defaults=True):
    """How a row says who it is about: an id, a SNILS, or names with the date of birth."""

    id: Annotated[Name, says("столбец с id участника")] = ""
    snils: Annotated[Name, says("столбец со СНИЛС")] = ""
    names: Annotated[Texts, says("столбцы с фамилией, именем и отчеством")] = ()
    born: Annotated[Name, says("столбец с датой рождения (вместе с names)")] = ""

    def unfit(self) -> list[tuple[str, str]]:
        """Names count only together with the birth date: two pupils of one town may share initials and names."""
        named = bool(self.names and self.born)
        if [bool(self.id), bool(self.snils), named].count(True) == 1 and bool(self.names) == bool(self.born):
            return []
        useless = (
            "нужно одно из: {id: столбец}, {snils: столбец}, {names: [Фамилия, Имя, Отчество], born: Дата рождения}; "
            "по одним именам или инициалам людей не различить"
        )
        return [("", useless)]

    @property
    def kind(self) -> str:
        return "id" if self.id else "snils" if self.snils else "names"

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.id,) if self.id else (self.snils,) if self.snils else (*self.names, self.born)


class Count(Written, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to count in a list of participants."""

    called: ClassVar[str] = "counts, {variable}"

    variable: Annotated[Name, says("величина каталога")]
    distinct: Annotated[
        Literal["person", "participation"],
        says("что считать", needs="можно person (участники) или participation (участия)"),
    ] = "person"
    where: Annotated[dict[str, Condition], says("заголовок столбца: условие")] = {}
    at_least: Annotated[int, Meta(ge=1), says("не меньше скольких участий", needs="нужно целое число не меньше 1")] = 1
    grades: Annotated[
        Said, says("классы: 6-11 или any; иначе – классы величины", needs="нужны классы, например 6-11, или any")
    ] = ""

    def unfit(self) -> list[tuple[str, str]]:
        if self.grades in ("", "any") or _is_span(self.grades):
            return []
        return [("grades", "в поле «grades» нужны классы, например 6-11, или any")]


def _is_span(grades: str) -> bool:
    match = GRADES.fullmatch(grades)
    return match is not None and 1 <= int(match[1]) <= int(match[2] or match[1]) <= LAST_GRADE


class Participants(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A list of participants: one row = one participation."""

    called: ClassVar[str] = "participants, файл {file}"

    file: Annotated[Texts, says("путь к файлу; части одного списка – списком", needs="нужен текст или список текстов")]
    person: Annotated[
        Person, says("по какому столбцу различать участников", needs="нужно одно из: {id: столбец}, {snils: столбец} …")
    ]
    counts: Annotated[
        tuple[Count, ...], Meta(min_length=1), says("что считать", needs="нужен список, каждая запись с «variable»")
    ]
    sheet: Annotated[Name, says("лист книги, если не первый")] = ""
    skip: Annotated[int, Meta(ge=0), says("строк над заголовком", needs="нужно число строк над заголовком")] = 0
    period: Annotated[Period, says("период списка, если не период набора")] = ""
    source: Annotated[Name, says("чем подтверждены числа")] = ""
    as_of: Annotated[Name, says("на какую дату числа")] = ""
    organisation: Annotated[Name, says("заголовок столбца со школой")] = ""
    territory: Annotated[Name, says("заголовок столбца с муниципальным образованием")] = ""
    grade: Annotated[Name, says("заголовок столбца с классом")] = ""
    ovz: Annotated[Name, says("заголовок столбца с отметкой об ОВЗ")] = ""
    event: Annotated[
        Texts, says("столбцы, по которым различаются мероприятия", needs="нужен текст или список текстов")
    ] = ()
    day: Annotated[Name, says("заголовок столбца с датой участия")] = ""
    filters: Annotated[dict[str, Condition], says("какие строки брать: заголовок столбца: условие")] = {}

    def unfit(self) -> list[tuple[str, str]]:
        if len(self.counts) > MOST_COUNTS:
            useless = f"величин {len(self.counts)}, а в одном описании можно не больше {MOST_COUNTS}; разделите его"
            return [("counts", useless)]
        useless = "чтобы различать участия, опишите у файла поле «event» (мероприятие, дата)"
        unclear = [count for count in self.counts if count.distinct == PARTICIPATION or count.at_least > 1]
        return [("counts", f"counts, {count.variable}: {useless}") for count in unclear if not self.event]


# ---- forms


class FormEntry(Written, frozen=True, kw_only=True, omit_defaults=True):
    """One edition of a form that is sent out."""

    called: ClassVar[str] = "форма {id}"

    id: Annotated[
        str,
        Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$"),
        says("имя формы", needs="нужны латинские строчные буквы, цифры и дефис, например prof"),
    ]
    title: Annotated[Said, says("заголовок формы")]
    since: Annotated[Period, says("с какого периода действует эта редакция")]
    per: Annotated[
        Literal["municipality", "school"],
        says("кому книга", needs="можно municipality (книга на муниципальное образование) или school (на школу)"),
    ] = "municipality"
    variables: Annotated[
        tuple[str | Titled, ...],
        says(
            "что спрашивать о каждой школе",
            needs="нужен список имён; свой заголовок пишется так: K_pt: Прошли диагностику",
        ),
    ] = ()
    indicators: Annotated[Names, says("или величины, нужные этим показателям", needs="нужен список имён")] = ()
    municipal: Annotated[
        tuple[str | Titled, ...],
        says(
            "что спрашивать о муниципальном образовании в целом",
            needs="нужен список имён; свой заголовок пишется так: K_pt: Прошли диагностику",
        ),
    ] = ()
    causes: Annotated[
        Names, says("о причинах каких показателей спросить (лист «Причины»)", needs="нужен список показателей")
    ] = ()
    renamed: Annotated[Titled, says("прежнее имя величины: новое", needs="нужны записи «прежнее имя: новое имя»")] = {}
    limit: Annotated[
        int, Meta(ge=1), says("сколько величин о школе можно спросить", needs="нужно целое число от 1")
    ] = 15
    deadline: Annotated[Said, says("срок возврата, как напечатать")] = ""
    contact: Annotated[Said, says("к кому обращаться")] = ""
    file: Annotated[
        str,
        Meta(pattern=r'^[^\\/:*?"<>|!\x00-\x1f]*$'),
        says("слово в имени файла", needs='войдёт в имя файла, знаки \\ / : * ? " < > | ! в нём нельзя'),
    ] = ""

    def unfit(self) -> list[tuple[str, str]]:
        if not (self.variables or self.indicators or self.municipal):
            return [("", "не указано, что спрашивать: нужен список variables, indicators или municipal")]
        if self.per == "school" and self.municipal:
            return [("municipal", "municipal: форма школы не спрашивает о муниципальном образовании в целом")]
        return []


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


class Network(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What a network of municipalities is."""

    title: Annotated[Name, says("название сети")] = ""
    goal: Annotated[Name, says("цель")] = ""
    document: Annotated[Name, says("каким документом создана")] = ""
    date: Annotated[Day, says("дата документа")] = ""


class Limits(Written, frozen=True, kw_only=True, omit_defaults=True):
    """How many recommendations are kept."""

    at_most: Annotated[
        int, Meta(ge=1), says("в справке муниципального образования", needs="нужно целое число от 1")
    ] = 15
    region_at_most: Annotated[int, Meta(ge=1), says("в справке региона", needs="нужно целое число от 1")] = 20


class Sources(Written, frozen=True, kw_only=True, omit_defaults=True):
    """Which source wins where two differ."""

    prefer: Annotated[Names, says("таблицы, первая важнее", needs="нужен список таблиц, первая важнее")] = ()


# ---- the file

_NUMBER = {"type": ["number", "string"]}
_GOALS = [{"$ref": "#/$defs/Goal", "required": [name]} for name in ("value", "years")]


class Settings(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What a dataset.yaml says, field by field."""

    called: ClassVar[str] = "файл"

    title: Annotated[
        Said, says("Название набора: оно стоит на странице региона и в протоколе проверки.", written="title: $title")
    ]
    region: Annotated[Said, says("Код региона по ОКТМО, восемь цифр в кавычках.", written='region: "$region"')]
    period: Annotated[
        Period,
        says(
            'Период, за который пишутся справки: год "2024", учебный год "2024/25" или дата "2024-10-12" – в кавычках.',
            written='period: "$period"',
        ),
    ]
    date: Annotated[
        Day,
        says(
            "Дата сведений: ею датируются справки, и на этот день считается, что просрочено.", written='##date: "$date"'
        ),
    ] = ""
    tables: Annotated[
        tuple[Table, ...],
        Meta(min_length=1),
        says(
            "Таблицы CSV, XLSX, XLS или ODS: одна строка – одно муниципальное образование (или школа). file – путь от "
            "этой папки; source – чем подтверждены числа, так и будет напечатано; territory – заголовок столбца с "
            "названием или кодом муниципального образования; ignore – столбцы, которые не читаются; columns – "
            "заголовок столбца: какая это величина каталога и, если нужно, на какую дату (as_of); rows – строки, "
            "которые не муниципальные образования: total – итог, он сверяется с суммой. docs/layouts.md показывает "
            "и другие раскладки: годы, план и факт рядом, заголовок в несколько строк, школы под районом.",
            heading="Числа",
            needs="нужен список таблиц, каждая с «-»",
            written="""\
tables:
  - file: tables/municipalities.xlsx
    source: сведения муниципальных образований
    territory: Муниципальное образование
    ignore: ["Код ОКТМО"]
    rows: {ИТОГО: total}
    columns:
$columns
# Ещё одна таблица – ещё одна запись с «-», например за прошлый год или по школам (id школ – в organisations.xlsx):
##  - file: tables/schools.csv
##    period: "$period"
##    organisation: Код школы
##    territory: Муниципальное образование
##    columns:
$school_columns""",
        ),
    ] = ()
    forms: Annotated[
        tuple[FormEntry, ...],
        says(
            "Формы для рассылки: careerstats forms make $name запишет книги Excel, ответы кладут в forms/prof/, "
            "careerstats forms collect $name их проверит. Если включить формы, таблица с теми же величинами уже не "
            "нужна.",
            needs="нужен список форм, каждая с «-» и полями «имя: значение»",
            written="""\
##forms:
##  - id: prof
##    title: Сведения о профориентационной работе
##    file: профориентация
##    since: "$period"
##    per: municipality
##    contact: кабинет 12
##    municipal: [$variables]   # о муниципальном образовании в целом; variables – о каждой школе""",
        ),
    ] = ()
    participants: Annotated[
        tuple[Participants, ...],
        says(
            "Списки участников (выгрузка платформы, строка – одно участие); лица дальше не идут: docs/participants.md.",
            needs="нужен список описаний, каждое с «-»",
            written="""\
##participants:
##  - file: participants/list.csv
##    person: {id: ID участника}
##    territory: Муниципалитет
##    counts:
##      - {variable: $first}""",
        ),
    ] = ()
    snapshots: Annotated[
        tuple[Snapshot, ...],
        says(
            "Еженедельные сведения нарастающим итогом: страницы careerstats build $name --notebook progress.",
            needs="нужен список таблиц, каждая с «-»",
            written="""\
##snapshots:
##  - file: weekly/1.csv
##    date: "$date"
##    territory: Муниципальное образование
##    columns: {"Число": {variable: $first}}""",
        ),
    ] = ()
    profminimum: Annotated[
        tuple[ProfminimumTable, ...],
        says(
            "Профминимум: заявленный уровень, часы и направления по школам.",
            written="""\
##profminimum:
##  - file: tables/profminimum.csv
##    organisation: Код школы
##    claimed: Заявленный уровень
##    hours: Часов в год
##    directions: {lesson: Урочная деятельность, practice: Практико-ориентированный модуль}""",
        ),
    ] = ()
    sources: Annotated[
        Sources,
        says(
            "Какой источник важнее, если одна величина дана в двух: раньше названный.",
            needs="нужна одна запись «prefer: [таблица, таблица]», первая важнее",
            written="##sources: {prefer: [tables/municipalities.xlsx]}",
        ),
    ] = Sources()
    deadline: Annotated[
        Day,
        says(
            "Срок, до которого просят исправить ошибки (печатается в протоколах проверки).",
            written='##deadline: "$date"',
        ),
    ] = ""
    indicators: Annotated[
        Names,
        says(
            "Показатели и их порядок (номера – из каталога: careerstats indicator). Без этого поля – все, которые "
            "можно рассчитать.",
            heading="Что показывает справка",
            written="indicators: [$indicators]",
        ),
    ] = ()
    packs: Annotated[
        tuple[Pack, ...],
        says(
            "Наборы показателей: к названным в indicators добавляются показатели этих наборов, для которых есть "
            "числа. core – основные, bvb – «Билет в будущее», fioko – внешние оценки, opk – ЦОПП, ОПК и рынок труда, "
            "targets – целевое обучение и «Профессионалитет», regions – показатели отдельных регионов.",
            needs="нужен список из core, bvb, fioko, opk, targets, regions",
            written="##packs: [core]",
        ),
    ] = ()
    headline: Annotated[
        Names, says("О каких показателях говорят основные выводы (один или два).", written="headline: [$headline]")
    ] = ()
    reserves: Annotated[
        Names,
        says("По каким показателям называть резервы – этапы, на которых теряются участники.", written="reserves: []"),
    ] = ()
    also: Annotated[Names, says("Что ещё сказать в выводах региональной справки.", written="##also: [$headline]")] = ()
    targets: Annotated[
        dict[str, Goal],
        Meta(extra_json_schema={INSTEAD: {"additionalProperties": {"anyOf": [_NUMBER, *_GOALS]}}}),
        says(
            "Целевые значения, %: число – к концу периода, {value, by} – к дате, {years} – по одному на каждый год.",
            needs="нужны записи «показатель: значение» или «показатель: {value: значение, by: дата}»",
            written="""\
##targets:
##  $first_indicator: {value: 60, by: "$date"}""",
        ),
    ] = {}
    peers: Annotated[
        Peers,
        says(
            "С кем сравнивать: size – величина, по которой ищутся ближайшие по численности, count – сколько их.",
            written="##peers: {size: $size, count: 5}",
        ),
    ] = Peers()
    groups: Annotated[
        Groups | None,
        says(
            "Группы муниципальных образований: выше или ниже остальных по двум показателям.",
            written="""\
##groups:
##  by: [$two]
##  names: {А: Оба выше, Б: Первый выше, В: Второй выше, Г: Оба ниже}""",
        ),
    ] = None
    stages: Annotated[
        tuple[Stage, ...],
        says(
            "Этапы участия от большего к меньшему; of – предыдущий вложенный этап.",
            written="""\
##stages:
##  - {variable: $size, title: Обучающиеся}
##  - {variable: $first, title: Участвовали, of: [$size]}""",
        ),
    ] = ()
    chain: Annotated[
        tuple[Step, ...],
        says(
            "Где сокращается число участников (ступени, от которых считаются потери).",
            written="""\
##chain:
##  - {variable: $size, genitive: обучающихся}
##  - {variable: $first, genitive: участвовавших, lost: не участвовали, before: до участия}""",
        ),
    ] = ()
    branches: Annotated[
        Names, says("Числа вне ступеней, которые показывает регион.", written="##branches: [$first]")
    ] = ()
    goal_tasks: Annotated[Names, says("Какие цели каталога печатать с задачами.", written="##goal_tasks: [Ц1]")] = ()
    not_collected: Annotated[
        Names,
        says(
            "Что не собиралось: об этом скажет раздел о полноте сведений.",
            written="##not_collected: [по отдельным школам]",
        ),
    ] = ()
    caveats: Annotated[
        Names,
        says(
            "Оговорки о данных в справке муниципального образования и в справке региона.",
            written="""\
##caveats:
##  - Численность обучающихся взята на начало учебного года.""",
        ),
    ] = ()
    region_caveats: Annotated[
        Names,
        says(
            "Оговорки о данных, которые нужны только в справке региона.",
            written="""\
##region_caveats:
##  - Плановые показатели не определялись.""",
        ),
    ] = ()
    difficulties: Annotated[
        tuple[Difficulty, ...],
        says(
            "Трудности, которые назвал сам институт (программа причин не придумывает).",
            written="""\
##difficulties:
##  - {text: периодические сбои платформы, short: сбои платформы}""",
        ),
    ] = ()
    events: Annotated[
        tuple[Event, ...],
        says(
            "События, которые отмечает рисунок с ходом показателей по годам.",
            written="""\
##events:
##  - {period: "$period", text: введён курс «Россия – мои горизонты»}""",
        ),
    ] = ()
    rules: Annotated[
        Rules,
        says(
            "Пороги, по которым даются оценки; они печатаются в документе «Методика». Частота ошибок измерена при "
            "обычных порогах: при других справка о ней не говорит.",
            needs="нужны записи «порог: значение», например coverage: 0.8",
            written="##rules: {coverage: 0.8, near: 0.95, far: 0.998, small: 10, large: 3}",
        ),
    ] = Rules()
    disclosure: Annotated[
        Disclosure,
        says(
            "Как скрываются малые числа в публичных справках: docs/disclosure.md.",
            needs="нужны записи method – hide или round5, least, most, total – целые числа, например most: 4",
            written="##disclosure: {method: hide, least: 1, most: 4, total: 10}",
        ),
    ] = Disclosure()
    recommendations: Annotated[
        Limits,
        says(
            "Сколько рекомендаций оставлять в справке муниципального образования и региона.",
            written="##recommendations: {at_most: 12, region_at_most: 20}",
        ),
    ] = Limits()
    exchange: Annotated[
        PairBounds,
        says(
            "Обмен опытом: пар у делящегося, пар у изучающего, во сколько раз может отличаться численность.",
            written="##exchange: {helper: 3, learner: 2, ratio: 2}",
        ),
    ] = PairBounds()
    network: Annotated[
        Network,
        says(
            "Сеть муниципальных образований, если она есть.",
            written="##network: {title: Сеть школ двух районов, goal: профессиональные пробы, document: соглашение}",
        ),
    ] = Network()
    issuer: Annotated[
        Issuer,
        says(
            "Кто пишет справки.",
            heading="Слова",
            written="""\
##issuer:
##  name: ГАУ ДПО «Институт развития образования»
##  short: Институт
##  founder: Министерство образования
##  address: ул. Первая, 1""",
        ),
    ] = Issuer()
    signature: Annotated[
        Signature,
        says(
            "Подпись: должность; имя – по желанию, можно вписать от руки.",
            written='##signature: {position: Ректор, name: ""}',
        ),
    ] = Signature()
    letter: Annotated[
        Letter,
        says(
            "Письмо, которым направлены справки.",
            written='##letter: {number: 01-1/1, date: "$date", of: письму Института, pages: 7, copies: 1}',
        ),
    ] = Letter()
    letterhead: Annotated[
        Letterhead,
        says(
            "Бланк писем, с которыми справки отправляются: lines – шапка построчно, text – абзацы письма.",
            written=(
                "##letterhead: {lines: [ГАУ ДПО «Институт развития образования»], position: Ректор, executor: методист}"
            ),
        ),
    ] = Letterhead()
    protocols: Annotated[
        tuple[Meeting, ...],
        says(
            "Заседания, протоколы которых готовит программа: номер обязателен.",
            written="""\
##protocols:
##  - {number: "1", date: "$date", place: Институт, present: руководители школ}""",
        ),
    ] = ()
    programme: Annotated[
        Programme,
        says(
            "Как называть то, о чём справка.",
            written="""\
##programme:
##  short: Мониторинг
##  short_prepositional: Мониторинге
##  short_genitive: Мониторинга
##  genitive: мониторинга работы по профессиональной ориентации
##  prepositional: мониторинге работы по профессиональной ориентации
##  full: мониторинг работы по профессиональной ориентации""",
        ),
    ] = Programme()
    subject: Annotated[
        Subject,
        says(
            "Тема справки: {genitive} – название в родительном падеже, {period} – период.",
            written="""\
##subject:
##  municipality: о результатах {programme_genitive} {genitive}, {period}$year_words
##  region: о результатах {programme_genitive} на территории {genitive}, {period}$year_words""",
        ),
    ] = Subject()
    captions: Annotated[
        Captions,
        says(
            "Подписи таблиц и рисунка.",
            written="""\
##captions:
##  indicators: Показатели
##  table: Показатели {genitive}, {period}$year_words""",
        ),
    ] = Captions()
    synthetic: Annotated[
        bool,
        says("Если числа выдуманы (для учёбы), каждая справка скажет «условные данные».", written="##synthetic: true"),
    ] = False

    @property
    def has_numbers(self) -> bool:
        """Whether it says where to take numbers from."""
        return bool(self.tables or self.forms or self.participants)

    def unfit(self) -> list[tuple[str, str]]:
        return [*_later(self), *_counted_twice(self)]


def _later(settings: Settings) -> list[tuple[str, str]]:
    """What every stage and step but the first needs besides; why a share is not computed, where none is."""
    wrong = []
    for at, stage in enumerate(settings.stages[1:], 2):
        if stage.of is None:
            wrong.append(("stages", f"stages, запись {at}: нет поля «of»"))
        elif not stage.of and at > 2 and not stage.why:
            no_why = "у этапа без «of» нужно поле «why»: почему доля от предыдущего не рассчитывается"
            wrong.append(("stages", f"stages, запись {at}: {no_why}"))
    for at, step in enumerate(settings.chain[1:], 2):
        lacking = [key for key in ("lost", "before") if not getattr(step, key)]
        wrong += [("chain", f"chain, запись {at}: нет поля «{key}»") for key in lacking]
    return wrong


def _counted_twice(settings: Settings) -> list[tuple[str, str]]:
    """Two lists with one variable would count a person of both twice."""
    seen: set[tuple[str, str]] = set()
    wrong = []
    for entry in settings.participants:
        for count in entry.counts:
            key = count.variable, entry.period or settings.period
            if key in seen:
                twofold = (
                    f"participants: величина {key[0]} за {key[1]} считается дважды; "
                    "части одного списка перечислите в одном описании: file: [часть1.csv, часть2.csv]"
                )
                wrong.append(("participants", twofold))
            seen.add(key)
    return wrong
