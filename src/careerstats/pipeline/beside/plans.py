"""Built bundles -> plan.xlsx and plan.docx beside each note: the draft plan that the body edits and returns."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from careerstats import wording
from careerstats.batch import files
from careerstats.batch.theirs import is_theirs
from careerstats.catalogue.causes import OTHER
from careerstats.contracts.plan_book import BookRow, PlanBook
from careerstats.contracts.recommendations import PlanLine
from careerstats.export import WRITERS, plan_book
from careerstats.export.document import from_blocks
from careerstats.model import slug
from careerstats.note.opening import Note, read_note
from careerstats.note.sections.plan import Proposal, fact, name, plan, proposal
from careerstats.pipeline.request import Say

FILE, PAPER = "plan.xlsx", "plan.docx"


def write(
    bundles: Path,
    reports: Path,
    record: Path,
    say: Say = print,
    *,
    template: str = "",
    built: set[str] | None = None,
) -> None:
    """A workbook and a paper for every note of ``bundles`` that has a plan, under ``reports/<code>``.

    ``record``: hashes of what was written before. What somebody has changed since is theirs: it is left as it is, and
    said so. ``template``: the institute's own Word file. ``built``: of which places alone notes were asked for; a plan
    that lies beside an older note stays as old as it is.
    """
    known = files.known(record, str)
    for path in sorted([*bundles.glob("municipality-*.json"), *bundles.glob("region-*.json")]):
        home = reports / path.stem.partition("-")[2]
        if not home.is_dir():
            continue  # no note was asked for there
        note = read_note(path)
        for file, key, make in _both(note, template) if note.bundle.plan else ():
            if built is None or note.territory.code in built or key not in known or not (home / file).is_file():
                _put(home / file, key, make, known, say)
    files.record(record, dict(sorted(known.items())))


def _both(note: Note, template: str) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Name of a file, how the record calls it, what makes it."""
    place = f"{slug(note.bundle.period)}/{note.territory.code}"
    yield FILE, place, lambda: plan_book.write(contents(note))
    yield PAPER, f"{place}/{PAPER}", lambda: WRITERS["docx"](from_blocks(plan(replace(note, hash="")), template))


def _put(target: Path, key: str, make: Callable[[], bytes], known: dict[str, str], say: Say) -> None:
    data = make()
    new = sha256(data).hexdigest()
    if is_theirs(target, known.get(key), new):
        say(f"{target}: план изменён после записи и оставлен как есть. Чтобы записать проект заново, удалите файл.")
        return
    if not target.is_file() or target.read_bytes() != data:
        files.put(target, data)
    known[key] = new


def contents(note: Note) -> PlanBook:
    """What plan_book.write wants, of one note: one row for each measure and indicator."""
    next_period = note.settings.programme.next_period
    rows = tuple(row for line in note.bundle.plan for row in _rows(note, line))
    return PlanBook(
        title=f"Проект плана мероприятий («дорожной карты») на {wording.year(next_period)}",
        place=note.territory.full_name,
        date=note.bundle.date,
        dataset=note.bundle.dataset,
        period=next_period,
        base=note.bundle.period,
        code=note.territory.code,
        indicators=tuple(name(note, id) for id in note.settings.indicators if id in note.bundle.passports),
        causes=(*note.bundle.cause_titles.values(), f"{OTHER}: "),
        activities=tuple(dict.fromkeys(row.activity for row in rows)),
        rows=rows,
    )


def _rows(note: Note, line: PlanLine) -> Iterator[BookRow]:
    common = BookRow(
        id=line.id,
        activity=f"{line.activity}. {line.activity_title}",
        measure=line.measure,
        responsible=line.responsible,
        term=line.term,
    )
    if line.own:
        yield replace(common, indicator=line.own, plan=line.target)
    elif line.indicators:
        for id in line.indicators:
            aim = proposal(note, id) or Proposal("", "")
            figures = {"indicator": name(note, id), "fact": fact(note, id)}
            yield replace(common, id=f"{line.id}/{id}", **figures, bound=aim.bound, plan=aim.level, people=aim.people)
    else:
        yield common
