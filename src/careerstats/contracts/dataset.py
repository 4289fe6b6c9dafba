"""dataset.yaml, the whole file, field by field."""

from typing import Annotated, ClassVar

from msgspec import Meta

from careerstats.contracts.catalogue import Pack
from careerstats.contracts.kinds import INSTEAD, Day, Names, Period, Said, Written, says
from careerstats.contracts.network import Agreement
from careerstats.contracts.numbers import FormEntry, Participants, ProfminimumTable, Snapshot, Table
from careerstats.contracts.rules import Rules
from careerstats.contracts.settings import (
    Captions,
    Difficulty,
    Disclosure,
    Event,
    Goal,
    Groups,
    Issuer,
    Letter,
    Letterhead,
    Limits,
    Meeting,
    PairBounds,
    Peers,
    Programme,
    Signature,
    Sources,
    Stage,
    Step,
    Subject,
)

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
        Agreement,
        says(
            "Сеть муниципальных образований, если она есть.",
            written="##network: {title: Сеть школ двух районов, goal: профессиональные пробы, document: соглашение}",
        ),
    ] = Agreement()
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
