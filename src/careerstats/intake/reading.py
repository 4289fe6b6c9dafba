"""A dataset -> all its counts, published figures and problems; one bad file stops no other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

import msgspec
import pandas as pd

from careerstats.catalogue import Catalogue
from careerstats.catalogue.sensitivity import sensitive_variables
from careerstats.contracts.counts import COUNT_COLUMNS, Count, Published
from careerstats.contracts.dataset import Settings
from careerstats.contracts.numbers import Participants
from careerstats.contracts.quality import Correction
from careerstats.errors import DatasetError, nearest
from careerstats.intake import controls, corrections, coverage, own_texts, sources, undrawn
from careerstats.intake.dataset import Dataset
from careerstats.intake.files import SPREADSHEETS
from careerstats.intake.organisations import Organisation, Register
from careerstats.intake.owners import Known, known_to
from careerstats.intake.plan_words import is_planned_by_title
from careerstats.intake.registers import Registers, read_registers
from careerstats.intake.registers.lines import Context
from careerstats.intake.sheets import leave_out_other_years, read_file
from careerstats.intake.tables import Meanings, Reading
from careerstats.model import Problem
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
    if wrong := _unknown_names(dataset.settings, catalogue):
        raise DatasetError("dataset.yaml:\n" + "\n".join(f"– {text}" for text in wrong))
    known = known_to(dataset)
    meanings = meanings_of(catalogue)
    reading = _collected(dataset, catalogue, known, meanings)
    expected = known.municipalities(dataset.period)
    corrected = _corrected(reading, dataset, meanings, expected)
    counts = list(reading.counts)  # who has reported is a question to all tables, also to those that are overruled
    sources.prefer(reading, dataset.settings.sources, [spec.file for spec in dataset.tables])
    sources.settle(reading)
    of_name = known.find(dataset.region, dataset.period)
    region = of_name if isinstance(of_name, Territory) else _nameless(dataset.region)
    if of_name is not region:
        reading.problems.insert(0, _unknown_region(dataset.region))
    registers = Registers()
    if judged:
        context = Context(dataset, catalogue, known)
        registers, doubts = read_registers(context)
        reading.problems += [*_judged(reading, counts, context), *doubts]
    return Intake(
        counts=to_frame(reading.counts, region),
        published=reading.published,
        problems=reading.problems,
        territories=expected,
        region=region,
        schools=coverage.expected_schools({count["period"] for count in reading.counts}, known),
        organisations=known.register.by_id,
        corrections=corrected,
        homes=coverage.homes(known, dataset.period),
        registers=registers,
        planned=reading.planned,
    )


def _collected(dataset: Dataset, catalogue: Catalogue, known: Known, meanings: Meanings) -> Reading:
    """Counts out of tables, lists of participants and returned forms, and what is wrong with their cells."""
    reading = Reading(problems=[*known.register.problems, *_without_register(dataset, known.register)])
    for spec in dataset.tables:
        reading.add(read_file(dataset, spec, known, meanings))
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
        *coverage.silent_municipalities(counts, context.territories, dataset),
        *coverage.silent_schools(counts, known),
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
    files = [spec.file for spec in dataset.tables]
    return corrections.correct(reading, dataset.corrections, dataset.folder, meanings, ids=ids, files=files)


def _returned(dataset: Dataset, catalogue: Catalogue, known: Known) -> Reading:
    """Counts out of the forms that came back."""
    from careerstats.intake import forms  # only who collects forms pays for it

    return forms.read_returns(dataset, catalogue, known)


def _participants(dataset: Dataset, specs: Sequence[Participants], known: Known, catalogue: Catalogue) -> Reading:
    """Counts out of lists of persons; nothing of a person leaves that room."""
    from careerstats.intake.participants.reading import read_participants  # only who has such lists pays for it

    grades = {id: variable.grades for id, variable in catalogue.variables.items()}
    reading = read_participants(dataset.folder, specs, known, period=dataset.period, grades=grades)
    leave_out_other_years(reading, "dataset.yaml", dataset.period)
    return reading


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


def _unknown_names(settings: Settings, catalogue: Catalogue) -> list[str]:
    """What is wrong with the names in stages, chain, branches and groups."""
    staged = [name for stage in settings.stages for name in (stage.variable, *(stage.of or ()))]
    fields: dict[str, Iterable[str]] = {
        "stages": staged, "chain": [step.variable for step in settings.chain], "branches": settings.branches
    }  # fmt: skip
    wrong = [
        f"{field}: величины «{name}» нет в каталоге"
        for field, names in fields.items()
        for name in dict.fromkeys(names)
        if name not in catalogue.variables
    ]
    groups = settings.groups.by if settings.groups else ()
    return wrong + [f"groups: показателя «{id}» нет в каталоге" for id in groups if id not in catalogue.indicators]
