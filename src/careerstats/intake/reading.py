"""A dataset -> all its counts, published figures and problems; one bad file stops no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

import msgspec
import pandas as pd

from careerstats import territories
from careerstats.catalogue import Catalogue
from careerstats.catalogue.sensitivity import sensitive_variables
from careerstats.contracts.counts import COUNT_COLUMNS, Count, Published
from careerstats.contracts.numbers import Participants
from careerstats.contracts.numbers import Table as Described
from careerstats.contracts.quality import Correction
from careerstats.errors import DatasetError, nearest
from careerstats.intake import controls, corrections, coverage, entries, other_periods, own_texts, sources, undrawn
from careerstats.intake.books import Book, Sheet, chosen
from careerstats.intake.dataset import Dataset
from careerstats.intake.duplicate_rows import read_chosen
from careerstats.intake.files import SPREADSHEETS, NotATableError, Rows, open_table
from careerstats.intake.grids import read_grid
from careerstats.intake.heads import find_head
from careerstats.intake.lists import read_list
from careerstats.intake.looks import Looks
from careerstats.intake.organisations import Organisation, Register, read_register
from careerstats.intake.owners import Known, key_titles
from careerstats.intake.parts import caption_of_part, part_of_sheet
from careerstats.intake.plan_words import is_planned_by_title
from careerstats.intake.registers import Registers, read_registers
from careerstats.intake.registers.lines import Context
from careerstats.intake.tables import Meanings, Reading, Table, address
from careerstats.model import Problem, names_in_force
from careerstats.persons import heads_a_list
from careerstats.territories import Territory


@dataclass(frozen=True)
class Intake:
    """``counts``: one row = one reported number; ``published``: one row = one figure as printed.

    ``schools``: (id of a territory, period) → ids of the schools that should report; ``organisations``: the register
    by id; ``corrections``: records of corrections.yaml that were applied; ``homes``: id of an organisation → code of
    its municipality; ``registers``: what the other files of the dataset tell; ``planned``: planned values that stand in
    tables beside the numbers.
    """

    counts: pd.DataFrame
    published: list[Published]
    problems: list[Problem]
    territories: list[Territory]
    region: Territory
    schools: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    registers: Registers = field(default_factory=Registers)
    planned: list[Published] = field(default_factory=list)

    def home_of(self, organisation: str) -> str:
        """Code of the municipality of an organisation; empty where the register names none that is known."""
        return self.homes.get(organisation, "")


def read(dataset: Dataset, catalogue: Catalogue, *, judged: bool = True) -> Intake:
    """Read every table of the dataset, then hold its counts against each other and the catalogue's controls.

    ``judged=False``: the numbers only, for whoever has other questions to them. Raises DatasetError for a name in
    dataset.yaml that the catalogue does not have.
    """
    if wrong := entries.unknown_names(dataset.settings, catalogue):
        raise DatasetError("dataset.yaml:\n" + "\n".join(f"– {text}" for text in wrong))
    known = Known(territories.load(dataset.folder), read_register(dataset.folder))
    meanings = meanings_of(catalogue)
    reading = _collected(dataset, catalogue, known, meanings)
    day = names_in_force(dataset.period)
    expected = territories.of_region(dataset.region, day, known.territories)
    corrected = _corrected(reading, dataset, meanings, expected)
    counts = list(reading.counts)  # who has reported is a question to all tables, also to those that are overruled
    sources.prefer(reading, dataset.settings.sources, [spec.file for spec in dataset.tables])
    controls.settle(reading)
    of_name = territories.find(dataset.region, dataset.region, day, known.territories)
    region = of_name if isinstance(of_name, Territory) else _nameless(dataset.region)
    if of_name is not region:
        reading.problems.insert(0, _unknown_region(dataset.region))
    registers = Registers()
    if judged:
        context = Context(dataset, catalogue, tuple(expected), region, known)
        registers, doubts = read_registers(context)
        reading.problems += [*_judged(reading, counts, context), *doubts]
    return Intake(
        counts=to_frame(reading.counts, region),
        published=reading.published,
        problems=reading.problems,
        territories=expected,
        region=region,
        schools=coverage.expected_schools({count["period"] for count in reading.counts}, known, dataset.region),
        organisations=known.register.by_id,
        corrections=corrected,
        homes=coverage.homes(known, dataset.region, dataset.period),
        registers=registers,
        planned=reading.planned,
    )


def _collected(dataset: Dataset, catalogue: Catalogue, known: Known, meanings: Meanings) -> Reading:
    """Counts out of tables, lists of participants and returned forms, and what is wrong with their cells."""
    reading = Reading(problems=[*known.register.problems, *_without_register(dataset, known.register)])
    for spec in dataset.tables:
        reading.add(_read_file(dataset, spec, known, meanings))
    if specs := dataset.settings.participants:
        reading.add(_participants(dataset, specs, known, catalogue))
    if dataset.settings.forms:
        reading.add(_returned(dataset, catalogue, known))
    _unknown_variables(reading, catalogue)
    return reading


def _judged(reading: Reading, counts: list[Count], context: Context) -> list[Problem]:
    """Counts held against each other, and who of those expected is silent."""
    dataset, known = context.dataset, context.known
    return [
        *controls.held(reading.counts, context.catalogue),
        *coverage.silent_municipalities(counts, list(context.territories), dataset),
        *coverage.silent_schools(counts, known, dataset),
        *own_texts.misnamed(dataset.folder),
        *_unused_spellings(dataset, known),
        *undrawn.undrawn(dataset.folder),
        *undescribed(dataset),
    ]


def _unused_spellings(dataset: Dataset, known: Known) -> list[Problem]:
    """Rows of aliases.csv that name nobody of the region."""
    what = "укажите код, id или название муниципального образования так, как в списке региона"
    return [
        Problem(
            "aliases.csv",
            "warning",
            "unused_alias",
            f"строка «{alias.id};{alias.alias}» не понята и не использована",
            what,
        )
        for alias in known.territories.unused(dataset.region)
    ]


def _corrected(reading: Reading, dataset: Dataset, meanings: Meanings, expected: list[Territory]) -> list[Correction]:
    """The records of corrections.yaml that were applied to the counts."""
    ids = {word: place.id for place in expected for word in (place.id, place.code, place.name, place.full_name)}
    return corrections.correct(reading, dataset.folder, meanings, ids, [spec.file for spec in dataset.tables])


def _returned(dataset: Dataset, catalogue: Catalogue, known: Known) -> Reading:
    """Counts out of the forms that came back."""
    from careerstats.intake import forms  # only who collects forms pays for it

    return forms.read_returns(dataset, catalogue, known)


def _participants(dataset: Dataset, specs: Sequence[Participants], known: Known, catalogue: Catalogue) -> Reading:
    """Counts out of lists of persons; nothing of a person leaves that room."""
    from careerstats.intake.participants.reading import read_participants  # only who has such lists pays for it

    grades = {id: variable.grades for id, variable in catalogue.variables.items()}
    region, period = dataset.region, dataset.period
    reading = read_participants(dataset.folder, specs, known, region=region, period=period, grades=grades)
    other_periods.leave_out(reading, "dataset.yaml", dataset.period)
    return reading


def _read_file(dataset: Dataset, spec: Described, known: Known, meanings: Meanings) -> Reading:
    """One table, whichever way it lies; ``name`` in its description means one row = one quantity of the region."""
    if spec.organisation and not known.register.by_id:
        return Reading()  # said once, of the register itself
    try:
        book = open_table(dataset.file(spec.file))
    except NotATableError as error:
        return Reading(problems=[_not_a_table(Table(*_place(dataset, spec)), error)])
    reading = read_book(book, dataset, spec, known, meanings)
    if any(_is_other_part(other, spec) for other in dataset.tables):
        reading.problems = [problem for problem in reading.problems if problem.code != "another_table"]
    return reading


def _is_other_part(other: Described, spec: Described) -> bool:
    """Whether this entry describes another table of the same sheet."""
    return other != spec and (other.file, other.sheet) == (spec.file, spec.sheet) and bool(other.after or other.range)


def read_book(book: Book, dataset: Dataset, spec: Described, known: Known, meanings: Meanings) -> Reading:
    """The sheets of an open book as their description says that they lie."""
    place = _place(dataset, spec)
    try:
        names = book.shown if spec.territory_in == "sheet" else [chosen(book, spec.sheet)]
        tables = [_table(place, book.sheet(name), meanings) for name in names]
    except NotATableError as error:
        return Reading(problems=[_not_a_table(Table(*place), error)])
    reading = Reading(problems=_hidden_sheets(Table(*place), book, names))
    for table in tables:
        reading.add(_read_table(table, dataset, known))
    if any(problem.code == "no_head" for problem in reading.problems) and not spec.territory_in:
        reading.problems += _other_sheets(tables[0], book, names[0]) or _other_layout(tables[0], book, known)
    other_periods.leave_out(reading, spec.file, dataset.period)
    return reading


def _place(dataset: Dataset, spec: Described) -> tuple[str, Described, str, str]:
    return spec.file, spec, dataset.region, spec.period or dataset.period


def _not_a_table(table: Table, error: NotATableError) -> Problem:
    return table.problem("blocking", "not_a_table", str(error), error.what_to_do)


def _other_sheets(table: Table, book: Book, used: str) -> list[Problem]:
    """Other sheets in which the head that is not here does stand."""
    keys = [title for title in (*key_titles(table.spec), table.spec.name, table.spec.value) if title]
    others = [
        name
        for name in book.shown
        if name != used and keys and find_head(replace(table, rows=book.sheet(name).rows), keys, ())
    ]
    if not others:
        return []
    message = f"прочитан лист «{used}», а такие заголовки стоят на листе " + ", ".join(f"«{name}»" for name in others)
    return [table.problem("warning", "other_sheet", message, "назовите лист в поле «sheet» таблицы в dataset.yaml")]


def _other_layout(table: Table, book: Book, known: Known) -> list[Problem]:
    """How the table does lie, where that is plain to see: on its side, or on a sheet for every municipality."""
    for row in range(min(len(table.rows), _HEAD_ROWS)):
        first, *others = [text for text in table.texts(row) if text] or [""]
        if sum(_is_place(text, table, known) for text in others) > 1:
            message = f"в строке {row + 1} стоят муниципальные образования: они – столбцы, а величины – строки"
            what = f"запишите у таблицы «territory: {first}» и «transposed: true»: docs/layouts.md"
            return [table.problem("warning", "other_layout", message, what, cell=address(row, 0))]
    places = [name for name in book.shown if _is_place(name, table, known)]
    if len(places) > 1:
        message = f"листы названы муниципальными образованиями: {', '.join(f'«{name}»' for name in places[:3])} …"
        what = "вместо «territory» запишите «territory_in: sheet», «name» и «value»: docs/layouts.md"
        return [table.problem("warning", "other_layout", message, what)]
    return []


def _is_place(name: str, table: Table, known: Known) -> bool:
    return isinstance(known.find(name, table.region, table.period), Territory)


def _read_table(table: Table, dataset: Dataset, known: Known) -> Reading:
    """One sheet, whichever way it lies."""
    first = [table.texts(row) for row in range(min(len(table.rows), _HEAD_ROWS))]
    if title := next(filter(None, (heads_a_list(first, at) for at in range(len(first)))), ""):
        return Reading(problems=[_list_of_persons(table, title)])
    if table.page and (strange := _strange_sheet(table, known)):
        return Reading(problems=[strange])
    read = read_list if table.spec.name else read_grid
    return read_chosen(table, dataset.folder, lambda table: read(table, known))


def _table(place: tuple[str, Described, str, str], sheet: Sheet, meanings: Meanings) -> Table:
    """A sheet as its description says that it lies."""
    spec = place[1]
    rows, looks = part_of_sheet(sheet.rows, spec.after, spec.range), sheet.looks
    if spec.transposed:
        rows, looks = turned(rows, looks)
    page = sheet.name if spec.territory_in == "sheet" else ""
    caption = caption_of_part(sheet.rows, spec.after, spec.range)
    return Table(
        *place, rows, meanings, looks, page=page, turned=spec.transposed, title=sheet.name, caption=caption
    )  # fmt: skip


def turned(rows: Rows, looks: Looks) -> tuple[Rows, Looks]:
    """A sheet that lies on its side, set upright: its rows are columns."""
    width = max(map(len, rows), default=0)
    upright = [list(column) for column in zip(*([*row, *[None] * (width - len(row))] for row in rows), strict=True)]
    return upright, looks.turned()


def _strange_sheet(table: Table, known: Known) -> Problem | None:
    """A sheet whose name is no municipality's."""
    named = known.find(table.page, table.region, table.period)
    if isinstance(named, Territory):
        return None
    what = "назовите лист именем или кодом муниципального образования, если он о нём"
    return table.problem("warning", "strange_sheet", f"лист не прочитан: {named.message}", what)


def meanings_of(catalogue: Catalogue) -> Meanings:
    """What the readers of tables need of a catalogue."""
    units = {id: variable.unit for id, variable in catalogue.variables.items()}
    planned = frozenset(id for id, variable in catalogue.variables.items() if is_planned_by_title(variable.title))
    return Meanings(units, _wholes(catalogue), frozenset(sensitive_variables(catalogue)), planned)


def _wholes(catalogue: Catalogue) -> dict[str, str]:
    """Variable → the whole of its share, where all indicators agree on it."""
    wholes: dict[str, set[str]] = {}
    for indicator in catalogue.indicators.values():
        for edition in indicator.editions:
            if edition.formula == "share" and edition.of.get("whole"):
                wholes.setdefault(edition.first, set()).add(edition.of["whole"])
    return {variable: next(iter(variables)) for variable, variables in wholes.items() if len(variables) == 1}


_HEAD_ROWS = 15


def _list_of_persons(table: Table, title: str) -> Problem:
    """A list of persons described as a table would be quoted cell by cell: it is not read at all."""
    message = f"похоже на список людей: есть столбец «{title}»; файл не прочитан"
    what = "опишите файл в поле participants, где лица не сохраняются, или уберите из него сведения о людях"
    return table.problem("blocking", "list_of_persons", message, what)


def _hidden_sheets(table: Table, book: Book, used: list[str]) -> list[Problem]:
    """What nobody sees is told: sheets that were left out, and one that was read because dataset.yaml names it."""
    if book.hidden & set(used):
        message = f"лист «{used[0]}» скрыт, а прочитан: он назван в dataset.yaml"
        return [table.problem("warning", "hidden_sheets", message, "покажите лист или назовите другой")]
    if not book.hidden:
        return []
    names = ", ".join(f"«{name}»" for name in book.names if name in book.hidden)
    message = f"скрытые листы не читаются: {names}" + (f"; прочитан «{used[0]}»" if len(used) == 1 else "")
    return [table.problem("remark", "hidden_sheets", message, "удалите лишние листы или покажите нужный")]


def undescribed(dataset: Dataset) -> list[Problem]:
    """Books among the tables of a dataset that no field of dataset.yaml names."""
    folder = dataset.folder / "tables"
    named = {normalize("NFC", name) for name in _texts(msgspec.to_builtins(dataset.settings))}
    there = (
        sorted(path for path in folder.glob("*") if path.suffix.lower() in (*SPREADSHEETS, ".csv"))
        if folder.is_dir()
        else []
    )
    left = [f"tables/{path.name}" for path in there if not path.name.startswith(("~$", "."))]
    message = "файл лежит среди таблиц, а в dataset.yaml не назван: он не прочитан"
    return [
        Problem(name, "warning", "undescribed_file", message, _describe(dataset, name))
        for name in left
        if normalize("NFC", name) not in named
    ]


def _describe(dataset: Dataset, name: str) -> str:
    path = f'"data/raw/{dataset.name}/{name}"' if " " in name else f"data/raw/{dataset.name}/{name}"
    return f"опишите его (careerstats table add {dataset.name} {path}) или уберите из папки"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _without_register(dataset: Dataset, register: Register) -> list[Problem]:
    """Tables by organisation cannot be read without the list of organisations."""
    waiting = [spec.file for spec in dataset.tables if spec.organisation]
    if register.by_id or not waiting:
        return []
    why = "в файле нет организаций" if register.there else "файла нет"
    message = f"{why}, а таблицы ведутся по организациям: {', '.join(waiting)}; они не прочитаны"
    what = "положите в набор данных файл со столбцами id, kind, name, territory (since, until, merged_into, locality)"
    return [Problem(register.file, "blocking", "no_register", message, what)]


def _unknown_variables(reading: Reading, catalogue: Catalogue) -> None:
    """A variable that no passport describes is not carried further."""
    named = {count["variable"] for count in [*reading.counts, *reading.planned]}
    unknown = sorted(named - set(catalogue.variables))
    for variable in unknown:
        message = f"величины «{variable}» нет в каталоге"
        hint = nearest(variable, catalogue.variables).replace("Возможно", "возможно").removesuffix(".")
        what = f"исправьте имя{f' ({hint})' if hint else ''} или добавьте величину в variables каталога набора"
        reading.problems.append(Problem("dataset.yaml", "blocking", "unknown_variable", message, what))
    if unknown:
        reading.counts = [count for count in reading.counts if count["variable"] not in unknown]
        reading.planned = [figure for figure in reading.planned if figure["variable"] not in unknown]


def _unknown_region(code: str) -> Problem:
    message = f"региона {code} (поле «region») нет ни в перечне программы, ни в territories.csv набора"
    what = "исправьте код или добавьте строку региона (kind: region) и его муниципальных образований в territories.csv"
    return Problem("dataset.yaml", "warning", "unknown_region", message, what)


def _nameless(code: str) -> Territory:
    """A region that no table of territories knows."""
    return Territory(
        id=code, region=code, code=code, kind="region", name="регион", full_name="регион",
        genitive="региона", dative="региону", prepositional="регионе",
    )  # fmt: skip


def to_frame(counts: list[Count], region: Territory) -> pd.DataFrame:
    """Rows of counts as a table with its columns and kinds, empty or not."""
    columns = {name: [count.get(name, "") for count in counts] for name in COUNT_COLUMNS}
    frame = pd.DataFrame(columns, columns=[*COUNT_COLUMNS])
    frame.loc[frame["code"] == region.code, "territory"] = region.id
    return frame.astype({column: "Int64" if column == "value" else "string" for column in COUNT_COLUMNS})
