"""The folder of returned files -> counts with their cells, problems, who has not answered; no file stops another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.counts import Count
from careerstats.grouping import grouped
from careerstats.intake import controls, sources
from careerstats.intake.dataset import Dataset
from careerstats.intake.forms import store
from careerstats.intake.forms.description import SCHOOL, Form, load_forms
from careerstats.intake.forms.expected import Expected
from careerstats.intake.forms.folder import File, files, printable
from careerstats.intake.forms.judged import Judged, from_text
from careerstats.intake.forms.judging import complete
from careerstats.intake.forms.layout import MUNICIPAL_SHEET, SCHOOLS_SHEET
from careerstats.intake.forms.returned import Remark
from careerstats.intake.forms.workers import Read, read_all
from careerstats.intake.owners import Known, known_to
from careerstats.intake.tables import Reading
from careerstats.model import Problem


@dataclass(frozen=True)
class Way:
    """``kept``: folder where what came of unchanged files is kept; ``jobs``: processes, None: as many as help."""

    kept: Path | None = None
    jobs: int | None = None


@dataclass
class Answered:
    """Of one form: who was asked (code or id → its name, its municipality), who answered, who completely."""

    form: Form
    asked: dict[str, tuple[str, str]]
    heard: set[str] = field(default_factory=set)
    complete: set[str] = field(default_factory=set)

    @property
    def silent(self) -> list[tuple[str, str]]:
        """Names of those who have not answered and of their municipalities, in order of codes."""
        return [name for id, name in self.asked.items() if id not in self.heard]


@dataclass
class Collected:
    """What came out of all returned files; ``files``: how many were looked at, ``cached``: of them known already.

    ``words``: what must be told beside the problems of the data.
    """

    counts: list[Count] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    files: int = 0
    cached: int = 0
    words: list[str] = field(default_factory=list)


def gather(dataset: Dataset, forms: list[Form], way: Way | None = None) -> Collected:
    """Read ``forms/<form>/`` of the dataset."""
    return _gathered(dataset, forms, known_to(dataset), way or Way())


def hold(gathered: Collected, known: list[Count], catalogue: Catalogue) -> Collected:
    """Add what the controls say of the returned numbers, among themselves and against those of the tables."""
    gathered.problems += _controls(gathered.counts, known, catalogue)
    return gathered


def read_returns(dataset: Dataset, catalogue: Catalogue, known: Known) -> Reading:
    """Counts and problems of all returned forms, for the reading of a whole dataset, which runs the controls itself."""
    gathered = _gathered(dataset, load_forms(dataset.settings, catalogue), known, Way(jobs=1))
    return Reading(counts=gathered.counts, problems=gathered.problems)


def _gathered(dataset: Dataset, forms: list[Form], registers: Known, way: Way) -> Collected:
    expected = Expected(forms, dataset.period, registers)
    ids = list(dict.fromkeys(form.id for form in forms))
    returned = [file for id in ids for file in files(dataset.folder, id)]
    out = Collected(files=len(returned))
    read = _read(returned, expected, dataset, way, out)
    for id in ids:
        judged = [from_text(text, printable(file.name)) for file, (_, text) in read.items() if file.form == id]
        _form(id, judged, dataset, expected, out)
    return out


def _read(returned: list[File], expected: Expected, dataset: Dataset, way: Way, out: Collected) -> dict[File, Read]:
    """All files, those known from last time without opening them."""
    if way.kept is None:
        return dict(zip(returned, read_all(returned, expected, way.jobs), strict=True))
    key, path = store.key_of(dataset.folder), way.kept / store.NAME
    last = store.load(path, key)
    out.words += [last.damaged] if last.damaged else []
    read = {file: known for file in returned if (known := last.known(file))}
    out.cached = len(read)
    new = [file for file in returned if file not in read]
    read |= dict(zip(new, read_all(new, expected, way.jobs), strict=True))
    ordered = {file: read[file] for file in returned}
    if new or len(last.seen) != len(returned):
        store.save(path, key, ordered)
    return ordered


def _form(id: str, judged: list[Judged], dataset: Dataset, expected: Expected, out: Collected) -> None:
    """All files of a form together."""
    _settle_repeats(judged)
    _join_sheets(judged)
    for file in judged:
        out.counts += file.counts()
        out.problems += file.problems()
    form = expected.edition(id, dataset.period)
    if form:
        out.answered.append(_answered(form, judged, dataset, expected))


def _answered(form: Form, judged: list[Judged], dataset: Dataset, expected: Expected) -> Answered:
    answered = Answered(form, dict(_asked(form, dataset, expected)))
    for file in judged:
        if file.stamp and file.stamp.period == dataset.period and file.sheets:
            who = file.stamp.organisation if form.per == SCHOOL else file.code
            answered.heard.add(who)
            if complete(file):
                answered.complete.add(who)
    return answered


def _asked(form: Form, dataset: Dataset, expected: Expected) -> Iterator[tuple[str, tuple[str, str]]]:
    for place in expected.municipalities():
        schools = expected.schools(place.id, dataset.period)
        if form.per == SCHOOL:
            yield from ((id, (school.name, place.name)) for id, school in schools.items())
        elif schools or not form.questions:
            yield place.code, (place.name, place.name)


def _controls(counts: list[Count], known: list[Count], catalogue: Catalogue) -> list[Problem]:
    """Parts over their wholes, where one of the two was returned; what the tables say of themselves is not ours."""
    # a contradicted return is put out of use, a table is not ours
    reading = Reading(counts=[*(count.copy() for count in known), *counts])
    sources.settle(reading)
    returned = {count["origin"].split("!")[0] for count in counts}
    problems = (*reading.problems, *controls.held(reading.counts, catalogue))
    return [problem for problem in problems if problem.file in returned]


# ---- answers of one addressee held against each other

_Whose = tuple[str, str, str]
"""Territory, organisation, period."""


def _settle_repeats(judged: list[Judged]) -> None:
    """Two returns of one addressee: equal ones are one; of different ones neither is used, and both are named."""
    forms = grouped((_whose(form), form) for form in judged if form.numbers)
    for same in forms.values():
        if len(same) > 1:
            _settle(same)


def _join_sheets(judged: list[Judged]) -> None:
    """A csv holds one sheet; what it lacks another file of the same addressee may bring."""
    brought = {(*_whose(form), kind) for form in judged for kind in _kinds(form)}
    for form in judged:
        kinds = ((SCHOOLS_SHEET, True), (MUNICIPAL_SHEET, False))
        there = {sheet for sheet, kind in kinds if (*_whose(form), kind) in brought}
        form.remarks = [
            (remark, code)
            for remark, code in form.remarks
            if remark.code != "missing_sheet" or remark.sheet not in there
        ]


def _settle(same: list[Judged]) -> None:
    kinds = {id(form): _kinds(form) for form in same}
    differ = [kind for kind in (True, False) if not _equal([form for form in same if kind in kinds[id(form)]], kind)]
    for number, form in enumerate(same):
        others = [other for other in same if other is not form and kinds[id(other)] & kinds[id(form)]]
        if others:
            form.add(_returned_twice(others, bool(differ), number))
    for kind in (True, False):
        _keep_one([form for form in same if kind in kinds[id(form)]], kind, differ)


def _returned_twice(others: list[Judged], differ: bool, number: int) -> Remark:
    files = ", ".join(form.file for form in others[:3]) + wording.and_more(len(others), 3)
    if differ:
        message = f"другой ответ того же адресата: {files}; числа различаются"
        what = "оставьте в папке последний верный файл; ни один из них не использован"
        return Remark("blocking", "returned_twice", message, what)
    used = "не использован" if number else "использован"
    message = f"то же самое прислано ещё раз: {files}; этот файл {used}"
    return Remark("remark", "returned_twice", message, "лишний файл можно удалить")


def _keep_one(same: list[Judged], kind: bool, differ: list[bool]) -> None:
    """Of equal answers the first stays, of different ones none."""
    for form in same if kind in differ else same[1:]:
        form.numbers = [number for number in form.numbers if bool(number.organisation) != kind]


def _kinds(form: Judged) -> set[bool]:
    """Whether the return speaks of schools, of the municipality, or of both."""
    return {bool(number.organisation) for number in form.numbers}


def _equal(same: list[Judged], kind: bool) -> bool:
    contents = [_content(form, kind) for form in same]
    return all(content == contents[0] for content in contents)


def _content(form: Judged, kind: bool) -> dict[tuple[str, str], tuple[int | None, str]]:
    ours = (number for number in form.numbers if bool(number.organisation) == kind)
    return {(number.organisation, number.variable): (number.value, number.status) for number in ours}


def _whose(form: Judged) -> _Whose:
    if form.stamp is None:
        return form.file, "", ""
    return form.territory, form.stamp.organisation, form.stamp.period
