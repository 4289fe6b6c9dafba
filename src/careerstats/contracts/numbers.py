"""Where the numbers of a dataset.yaml come from: its tables, lists of participants and forms, field by field."""

import re
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from careerstats.contracts.kinds import Condition, Day, Name, Names, Period, Said, Texts, Written, says

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
        if self.grades in ("", "any") or is_span(self.grades):
            return []
        return [("grades", "в поле «grades» нужны классы, например 6-11, или any")]

    @property
    def by_event(self) -> bool:
        """Whether it takes more than knowing the person and the place."""
        return self.distinct == PARTICIPATION or self.at_least > 1

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last class; None where any."""
        match = GRADES.fullmatch(self.grades)
        return (int(match[1]), int(match[2] or match[1])) if match else None


def is_span(grades: str) -> bool:
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
        unclear = [count for count in self.counts if count.by_event and not self.event]
        return [("counts", f"counts, {count.variable}: {useless}") for count in unclear]

    @property
    def name(self) -> str:
        """All its files, as messages and origins call them."""
        return ", ".join(self.file)

    @property
    def categories(self) -> tuple[str, ...]:
        """Titles of the columns that hold few different texts, each once."""
        named = [self.organisation, self.territory, self.grade, self.ovz, *self.event, self.day, *self.filters]
        named += [title for wanted in self.counts for title in wanted.where]
        return tuple(dict.fromkeys(title for title in named if title))


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
