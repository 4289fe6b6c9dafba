"""The folder of returned files -> counts with their cells, problems, who has not answered; no file stops another."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from careerstats import territories
from careerstats.catalogue import Catalogue
from careerstats.intake import agreement
from careerstats.intake.dataset import Dataset
from careerstats.intake.forms import returned as returns
from careerstats.intake.forms.checking import Expected, Judged, complete, judge
from careerstats.intake.forms.description import SCHOOL, Form, in_force, load_forms
from careerstats.intake.forms.layout import MUNICIPAL_SHEET, SCHOOLS_SHEET, titles
from careerstats.intake.forms.opening import open_sheets
from careerstats.intake.forms.returned import Remark, Returned, extract
from careerstats.intake.forms.safety import LARGEST_FILE, Refused
from careerstats.intake.organisations import read_register
from careerstats.intake.owners import Known
from careerstats.intake.tables import Reading, Row
from careerstats.model import Problem

FOLDER = "forms"
_NOT_RETURNS = {"thumbs.db", "desktop.ini"}
_FOREIGN = {
    ".doc",
    ".docx",
    ".pdf",
    ".rtf",
    ".jpg",
    ".jpeg",
    ".png",
    ".zip",
    ".rar",
    ".7z",
    ".eml",
    ".msg",
    ".html",
    ".xml",
}


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
    """What came out of all returned files; ``files``: how many were looked at, ``cached``: of them known already."""

    counts: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    files: int = 0
    cached: int = 0


def collect(
    dataset: Dataset,
    catalogue: Catalogue,
    forms: list[Form],
    cache_folder: Path | None = None,
    known: list[Row] | None = None,
) -> Collected:
    """Read ``forms/<form>/`` of the dataset.

    ``cache_folder``: where what was read from unchanged files is kept; ``known``: counts of the dataset's tables, which
    the controls hold the returned numbers against.
    """
    registers = Known(territories.load(dataset.folder), read_register(dataset.folder))
    out = _gathered(dataset, forms, registers, cache_folder)
    out.problems += _controls(out.counts, known or [], catalogue)
    return out


def read_returns(dataset: Dataset, catalogue: Catalogue, known: Known, cache_folder: Path | None = None) -> Reading:
    """Counts and problems of all returned forms, for the reading of a whole dataset, which runs the controls itself."""
    gathered = _gathered(dataset, load_forms(dataset.settings, catalogue), known, cache_folder)
    return Reading(counts=gathered.counts, problems=gathered.problems)


def _gathered(dataset: Dataset, forms: list[Form], registers: Known, cache_folder: Path | None) -> Collected:
    expected = Expected(forms, dataset.region, dataset.period, registers)
    out = Collected()
    for id in dict.fromkeys(form.id for form in forms):
        _form(id, dataset, expected, cache_folder, out)
    return out


def _form(id: str, dataset: Dataset, expected: Expected, cache_folder: Path | None, out: Collected) -> None:
    judged = []
    labels = {text: name for form in expected.forms if form.id == id for text, name in titles(form).items()}
    for path in _files(dataset.folder / FOLDER / id):
        name = path.relative_to(dataset.folder).as_posix()
        try:
            found, old = _returned(path, labels, cache_folder)
            judged.append(judge(found, name, id, expected))
            out.cached += old
        except Refused as error:
            judged.append(_refused(name, error))
        out.files += 1
    _twice(judged)
    _sheet_by_sheet(judged)
    for one in judged:
        out.counts += one.counts
        out.problems += one.problems
    form = in_force(expected.forms, id, dataset.period)
    if form:
        out.answered.append(_answered(form, judged, dataset, expected))


def _files(folder: Path) -> Iterator[Path]:
    """Everything that may be a return, in order of names; lock files of open books are none."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if not hidden and path.name.lower() not in _NOT_RETURNS and (path.is_symlink() or path.is_file()):
            yield path


def _returned(path: Path, labels: dict[str, str], cache_folder: Path | None) -> tuple[Returned, bool]:
    """What the file says, and whether that was known already. Raises Refused."""
    data = _bytes(path)
    kept = cache_folder / f"{_key(data, labels)}.json" if cache_folder else None
    if kept and kept.is_file():
        try:
            return returns.from_text(kept.read_text(encoding="utf-8")), True
        except (ValueError, KeyError, TypeError, OSError):
            kept.unlink(missing_ok=True)  # half a file of a run that was stopped: read again
    sheets, warnings = open_sheets(data)
    found = extract(sheets, labels)
    found.remarks += [
        Remark("warning" if code == "external_links" else "remark", code, *told) for code, *told in warnings
    ]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        waiting = kept.with_suffix(".new")
        waiting.write_text(returns.to_text(found), encoding="utf-8", newline="\n")
        waiting.replace(kept)
    return found, False


def _bytes(path: Path) -> bytes:
    """Raises Refused for what is no file of its own, no table, or too large to be looked into."""
    if path.is_symlink():
        raise Refused("path_trick", "это ссылка на другой файл, она не открывалась", "положите сам файл")
    if "!" in path.name or not path.name.isprintable():
        raise Refused("file_name", "в имени файла знак «!» или невидимые знаки", "переименуйте файл")
    if path.suffix.lower() in _FOREIGN:
        raise Refused(
            "kind", f"файл вида «{path.suffix}» – не таблица", "пришлите заполненный бланк xlsx, xls, ods или csv"
        )
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlam"):
        raise Refused("macros", "книга с макросами не открывается", "сохраните её как .xlsx")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("too_large", f"файл больше {LARGEST_FILE >> 20} МБ, форма столько не занимает")
        return path.read_bytes()
    except OSError:
        raise Refused("no_access", "файл не открывается", "закройте его в других программах, проверьте права") from None


def _key(data: bytes, labels: dict[str, str]) -> str:
    """What was read from these bytes by this program with these heads."""
    told = "\n".join(f"{text}\t{name}" for text, name in sorted(labels.items()))
    return hashlib.sha256(_program() + hashlib.sha256(told.encode()).digest() + data).hexdigest()


@cache
def _program() -> bytes:
    """A change of the readers makes what they read before worthless."""
    parts = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in parts)).digest()


def _refused(name: str, error: Refused) -> Judged:
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)
    return Judged(shown, [Problem(shown, "blocking", error.code, str(error), error.what_to_do)])


# ---- all files of a form together


def _twice(judged: list[Judged]) -> None:
    """Two returns of one addressee: equal ones are one; of different ones neither is used, and both are named."""
    told: dict[tuple[str, str, str], list[Judged]] = {}
    for one in judged:
        if one.counts:
            told.setdefault(_whose(one), []).append(one)
    for same in told.values():
        differ = [kind for kind in (True, False) if not _equal(same, kind)]
        for number, one in enumerate(same):
            others = [other for other in same if other is not one and _kinds(other) & _kinds(one)]
            if others:
                one.add(_returned_twice(others, bool(differ), number))
        for kind in (True, False):
            _keep_one([one for one in same if kind in _kinds(one)], kind, differ)


def _returned_twice(others: list[Judged], differ: bool, number: int) -> Remark:
    files = ", ".join(one.file for one in others[:3]) + (f" и ещё {len(others) - 3}" if len(others) > 3 else "")
    if differ:
        message = f"другой ответ того же адресата: {files}; числа различаются"
        what = "оставьте в папке последний верный файл; ни один из них не использован"
        return Remark("blocking", "returned_twice", message, what)
    used = "не использован" if number else "использован"
    return Remark(
        "remark",
        "returned_twice",
        f"то же самое прислано ещё раз: {files}; этот файл {used}",
        "лишний файл можно удалить",
    )


def _keep_one(same: list[Judged], kind: bool, differ: list[bool]) -> None:
    """Of equal answers the first stays, of different ones none."""
    for one in same if kind in differ else same[1:]:
        one.counts = [count for count in one.counts if bool(count["organisation"]) != kind]


def _kinds(one: Judged) -> set[bool]:
    """Whether the return speaks of schools, of the municipality, or of both."""
    return {bool(count["organisation"]) for count in one.counts}


def _equal(same: list[Judged], kind: bool) -> bool:
    contents = [_content(one, kind) for one in same if kind in _kinds(one)]
    return all(content == contents[0] for content in contents)


def _sheet_by_sheet(judged: list[Judged]) -> None:
    """A csv holds one sheet; what it lacks another file of the same addressee may bring."""
    brought = {(*_whose(one), bool(count["organisation"])) for one in judged for count in one.counts}
    for one in judged:
        there = {
            sheet
            for sheet, kind in ((SCHOOLS_SHEET, True), (MUNICIPAL_SHEET, False))
            if (*_whose(one), kind) in brought
        }
        one.problems = [told for told in one.problems if told.code != "missing_sheet" or told.sheet not in there]


def _whose(one: Judged) -> tuple[str, str, str]:
    if one.stamp is None or one.territory is None:
        return one.file, "", ""
    return one.territory.id, one.stamp.organisation, one.stamp.period


def _content(one: Judged, kind: bool) -> dict[tuple[str, str], tuple[Any, str]]:
    ours = (count for count in one.counts if bool(count["organisation"]) == kind)
    return {(count["organisation"], count["variable"]): (count["value"], count["status"]) for count in ours}


def _answered(form: Form, judged: list[Judged], dataset: Dataset, expected: Expected) -> Answered:
    answered = Answered(form, dict(_asked(form, dataset, expected)))
    for one in judged:
        if one.stamp and one.territory and one.stamp.period == dataset.period and one.sheets:
            who = one.stamp.organisation if form.per == SCHOOL else one.territory.code
            answered.heard.add(who)
            if complete(one):
                answered.complete.add(who)
    return answered


def _asked(form: Form, dataset: Dataset, expected: Expected) -> Iterator[tuple[str, tuple[str, str]]]:
    from careerstats.model import names_in_force

    day = names_in_force(dataset.period)
    for one in territories.of_region(dataset.region, day, expected.known.territories):
        schools = expected.schools(one, dataset.period)
        if form.per == SCHOOL:
            yield from ((id, (school.name, one.name)) for id, school in schools.items())
        elif schools or not form.questions:
            yield one.code, (one.name, one.name)


def _controls(counts: list[Row], known: list[Row], catalogue: Catalogue) -> list[Problem]:
    """Parts over their wholes, where one of the two was returned; what the tables say of themselves is not ours."""
    reading = Reading(
        counts=[*map(dict, known), *counts]
    )  # a contradicted return is put out of use, a table is not ours
    agreement.settle(reading)
    files = {count["origin"].split("!")[0] for count in counts}
    return [one for one in (*reading.problems, *agreement.controls(reading.counts, catalogue)) if one.file in files]
