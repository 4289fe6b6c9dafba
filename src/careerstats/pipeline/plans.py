"""Built bundles -> plan.xlsx beside each note: the draft plan that the body edits and returns next year."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from careerstats import wording
from careerstats.batch import files
from careerstats.batch.ruined import is_ruined
from careerstats.catalogue.causes import OTHER
from careerstats.contracts.plan_book import BookRow, PlanBook
from careerstats.contracts.recommendations import PlanLine
from careerstats.export import plan_book
from careerstats.model import slug
from careerstats.note.opening import Note, read_note
from careerstats.note.sections.plan import fact, name, proposed

FILE = "plan.xlsx"


def write(bundles: Path, reports: Path, record: Path, say: Callable[[str], None] = print) -> None:
    """A workbook for every note of ``bundles`` that has a plan, under ``reports/<code>``.

    ``record``: hashes of what was written before. A workbook that somebody has changed since is theirs: it is left as
    it is, and said so.
    """
    known: dict[str, str] = _known(record)
    for path in sorted([*bundles.glob("municipality-*.json"), *bundles.glob("region-*.json")]):
        note = read_note(path)
        target = reports / note.territory.code / FILE
        if not target.parent.is_dir() or not note.bundle.plan:
            continue  # no note was asked for there
        new, key = plan_book.write(contents(note)), f"{slug(note.bundle.period)}/{note.territory.code}"
        old = target.read_bytes() if target.is_file() else None
        if old is not None and _hash(old) not in (known.get(key), _hash(new)) and not is_ruined(target):
            say(f"{target}: план изменён после записи и оставлен как есть. Чтобы записать проект заново, удалите файл.")
            continue
        if old != new:
            files.put(target, new)
        known[key] = _hash(new)
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files.put(record, text.encode("utf-8"))


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _known(record: Path) -> dict[str, str]:
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


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
            figures = {"indicator": name(note, id), "fact": fact(note, id), "plan": proposed(note, id)}
            yield replace(common, id=f"{line.id}/{id}", **figures)
    else:
        yield common
