"""A side file of a dataset (decisions.csv …) -> its rows as texts that know their cells, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from careerstats import dates
from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import FILE, Causes, load_causes
from careerstats.intake import cells
from careerstats.intake.dataset import Dataset
from careerstats.intake.files import NotATableError, beside, read_rows, register_file
from careerstats.intake.owners import Known
from careerstats.model import Problem, column_letter
from careerstats.territories import Territory, Unknown
from careerstats.written import alike


@dataclass(frozen=True, eq=False)
class Context:
    """What the rows of a register may refer to: territories of the dataset's period, organisations, the catalogue."""

    dataset: Dataset
    catalogue: Catalogue
    known: Known

    @property
    def territories(self) -> list[Territory]:
        """Municipalities of the dataset's period, in order of their codes."""
        return self.known.municipalities(self.dataset.period)

    def find(self, name: str, period: str = "") -> Territory | Unknown:
        """The municipality of that name, code or id in the period (of the dataset, where none is named)."""
        return self.known.find(name, period or self.dataset.period)

    @property
    def bodies(self) -> list[str]:
        """Names of the organisations."""
        return [organisation.name for organisation in self.known.register.by_id.values()]

    @property
    def causes(self) -> Causes:
        """The closed list of causes, the dataset's own laid over it."""
        return load_causes(self.dataset.file(FILE))


@dataclass(frozen=True)
class Line:
    """One row: texts by column id (empty where there is none), and where it stands.

    ``problems``: of its file, to which what is wrong with the row is added, addressed to the ``territory`` (code).
    """

    file: str
    row: int  # as a spreadsheet counts
    texts: dict[str, str]
    letters: dict[str, str]  # column id → letter
    problems: list[Problem] = field(repr=False, compare=False)
    territory: str = ""

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")

    def cell(self, column: str) -> str:
        """«C7»; of a column that the file has not, the row: «A7»."""
        return f"{self.letters.get(column, 'A')}{self.row}"

    def of(self, code: str) -> "Line":
        """The row, whose problems are for the municipality of that code."""
        return replace(self, territory=code)

    def problem(self, severity: str, code: str, message: str, what_to_do: str, column: str = "") -> Problem:
        """A remark on one cell of this row."""
        return Problem(self.file, severity, code, message, what_to_do, cell=self.cell(column), territory=self.territory)

    def say(self, severity: str, code: str, message: str, what_to_do: str, column: str = "") -> None:
        """Put such a remark to the problems of the file."""
        self.problems.append(self.problem(severity, code, message, what_to_do, column))


@dataclass
class Lines:
    """Rows of a file that have anything in them, and what is wrong with it."""

    rows: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_lines(dataset: Dataset, stem: str, columns: Mapping[str, str], required: tuple[str, ...]) -> Lines:
    """Rows of ``<stem>.csv|xlsx|xls|ods``.

    ``columns``: column id → its title in Russian; a file may use either, in any order. A missing required column
    costs the file, an unknown one is named and not read.
    """
    path = register_file(dataset.folder, stem)
    if path is None:
        return Lines()
    name = path.relative_to(dataset.folder).as_posix()
    try:
        rows = read_rows(path)
    except NotATableError as error:
        return Lines(problems=[Problem(name, "blocking", "not_a_table", str(error), error.what_to_do)])
    titles = {title: id for id, title in columns.items()} | {id: id for id in columns}
    head = [cells.normal_text(title) for title in rows[0]]
    letters = {titles[title]: column_letter(place) for place, title in enumerate(head) if title in titles}
    problems = [*beside(path, name), *_head_problems(name, head, titles, columns, required)]
    lines = Lines(problems=problems)
    if not any(problem.severity == "blocking" for problem in problems):
        ids = [titles.get(title, "") for title in head]
        for number, row in enumerate(rows[1:], 2):
            texts = {id: cells.normal_text(text) for id, text in zip(ids, row, strict=False) if id}
            lines.rows += [Line(name, number, texts, letters, problems)] if any(texts.values()) else []
    return lines


def _head_problems(
    name: str, head: list[str], titles: dict[str, str], columns: Mapping[str, str], required: tuple[str, ...]
) -> list[Problem]:
    """Columns that there are not, that stand twice (whichever counted would be a guess), that nobody knows."""
    given = [titles[title] for title in head if title in titles]
    absent = [title for id, title in columns.items() if id not in given]
    missing = [f"«{columns[id]}»" for id in required if id not in given]
    twice = [f"«{title}»" for id, title in columns.items() if given.count(id) > 1]
    unknown = [f"«{title}»{alike([title], absent)}" for title in head if title and title not in titles]
    problems = []
    if missing:
        what = f"допишите столбцы; можно: {', '.join(columns.values())}"
        message = f"нет столбца {', '.join(missing)}; файл не прочитан"
        problems.append(Problem(name, "blocking", "no_head", message, what, cell="A1"))
    if twice:
        message = f"столбец {', '.join(twice)} стоит дважды; файл не прочитан"
        problems.append(Problem(name, "blocking", "column_twice", message, "оставьте один", cell="A1"))
    if unknown:
        what = f"можно: {', '.join(columns.values())}"
        message = f"столбцы {', '.join(unknown)} неизвестны и не прочитаны"
        problems.append(Problem(name, "warning", "unknown_column", message, what, cell="A1"))
    return problems


def place(context: Context, line: Line, column: str = "territory", period: str = "") -> Territory | None:
    """The municipality (or the region) named in a cell by code, id or exact name; None where it is said not to be."""
    territory = context.find(line[column], period)
    if isinstance(territory, Territory):
        return territory
    what = "укажите код ОКТМО или точное название"
    line.say("blocking", "unknown_territory", territory.message.removesuffix("."), what, column)
    return None


def day(line: Line, column: str) -> str | None:
    """ISO date of a cell («» where it is empty); None where it is said to be a day that no calendar has."""
    try:
        return dates.checked(line[column]) if line[column] else ""
    except ValueError as error:
        line.say("blocking", "impossible_date", str(error), "исправьте дату", column)
        return None
