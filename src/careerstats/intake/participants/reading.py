"""Descriptions of person-level files -> counts of schools, municipalities and the region; persons stay inside.

An exception of a library may hold a row of the file, in its text or in the variables of its frames. None leaves this
module: it becomes a problem that names the file and the kind of failure.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from careerstats.contracts.numbers import Participants, is_span
from careerstats.intake.files import NotATableError
from careerstats.intake.guards import inside
from careerstats.intake.owners import Known
from careerstats.intake.participants.coding import Coder
from careerstats.intake.participants.counts import count_rows, incomplete, likely_doubles, remarks
from careerstats.intake.participants.doubts import Doubt, Doubts
from careerstats.intake.participants.keys import Identities, Secret, load_key
from careerstats.intake.participants.places import Places
from careerstats.intake.participants.sources import Source
from careerstats.intake.participants.tally import Tally, scopes_of
from careerstats.intake.tables import Reading
from careerstats.model import Problem

_BROKEN = Doubt(
    "", "blocking", "broken_row", "число столбцов не такое, как в заголовке", "исправьте выгрузку; строка не учтена"
)


def read_participants(
    folder: Path,
    specs: Sequence[Participants],
    known: Known,
    *,
    period: str,
    grades: Mapping[str, str] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Reading:
    """Counts of all entries of ``participants``; ``grades``: variable → its classes («6-11») by the catalogue.

    An entry of which one file cannot be read gives no counts: half a list is not a smaller list.
    Raises UsageError for a key that is not safe.
    """
    out = Reading()
    secret = load_key(environ) if specs else None
    for spec in specs:
        out.add(_shielded(folder, _completed(spec, period, grades or {}), known, secret))
    return out


def _completed(given: Participants, period: str, grades: Mapping[str, str]) -> Participants:
    """The entry with the period of the dataset, and the classes of its variables' passports, where it names none."""
    known = {id: span for id, span in grades.items() if is_span(span)}
    counts = (replace(count, grades=count.grades or known.get(count.variable, "any")) for count in given.counts)
    return replace(given, period=given.period or period, counts=tuple(counts))


def _shielded(folder: Path, entry: Participants, known: Known, secret: Secret | None) -> Reading:
    """Read one entry; whatever fails inside is told in neutral words, outside of the frames that held persons."""
    stopped = False
    try:
        return _read(folder, entry, known, secret)
    except KeyboardInterrupt:
        stopped = True
    except MemoryError:
        failure = "не хватило памяти", "прочитайте список на другом компьютере"
    except Exception as error:  # noqa: BLE001  its text may hold a row of the file
        failure = (
            f"чтение прервано ошибкой {type(error).__name__} ({_where(error)})",
            "сообщите разработчикам эту строку",
        )
    if stopped:
        raise KeyboardInterrupt
    return Reading(problems=[Problem(entry.name, "blocking", "not_read", f"{failure[0]}; список не учтён", failure[1])])


def _where(error: BaseException) -> str:
    """The innermost line of ours that failed: a place in a program, nothing of the data."""
    place, trace = "", error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        place = f"{file.name}:{trace.tb_lineno}" if "careerstats" in file.parts else place
        trace = trace.tb_next
    return place


def _read(folder: Path, entry: Participants, known: Known, secret: Secret | None) -> Reading:
    entry, problems = _without_useless(entry, known)
    places, tally = Places(entry, known), Tally()
    coder = Coder(entry, places, Identities(secret))
    for at, file in enumerate(entry.file):
        coder.namesakes.file = at
        problem = _read_file(folder, file, entry, coder, tally)
        if isinstance(problem, Problem):
            return Reading(problems=[*problems, problem])
        problems += problem
    if entry.person.kind == "names":
        tally.rename(*coder.namesakes.same())
    problems += likely_doubles(entry, coder.doubles())
    scopes = scopes_of(list(places.numbers))
    totals = tally.totals(entry.counts, scopes)
    problems += [*_unseen(entry, coder), *remarks(entry, totals, coder.rows, coder.kept)]
    problems += incomplete(entry, coder.lost)
    return Reading(counts=list(count_rows(entry, places, scopes, totals, coder.rows)), problems=problems)


def _read_file(folder: Path, file: str, entry: Participants, coder: Coder, tally: Tally) -> list[Problem] | Problem:
    """Problems of the rows, or the one why the file is no list."""
    doubts = Doubts()
    try:
        source = Source(inside(folder, file), entry.sheet, entry.skip)
        for batch in source.batches(entry.person.titles, entry.categories):
            tally.add(coder.code(batch, doubts))
    except NotATableError as error:
        why, what = str(error), error.what_to_do
    else:
        doubts.add(_BROKEN, source.broken_rows)
        return doubts.problems(file, entry.sheet, source.letters)
    return Problem(file, "blocking", "not_a_table", f"{why}; список не учтён", what, entry.sheet)


def _without_useless(entry: Participants, known: Known) -> tuple[Participants, list[Problem]]:
    """What cannot be used is said once: schools without a register, variables of certain classes without classes."""
    problems = []
    if entry.organisation and not known.register.by_id:
        message = f"{known.register.file} нет или он пуст: участники учтены только по муниципальным образованиям"
        what = f"положите {known.register.file} в набор данных"
        problems.append(Problem(entry.name, "warning", "no_register", message, what))
    narrow = [wanted for wanted in entry.counts if wanted.span]
    if narrow and not entry.grade:
        listed = ", ".join(f"{count.variable} ({'–'.join(map(str, count.span or ()))})" for count in narrow)
        message = f"столбец класса не описан: в {listed} вошли участники всех классов"
        problems.append(Problem(entry.name, "warning", "no_grades", message, "опишите в dataset.yaml поле «grade»"))
        entry = replace(entry, counts=tuple(replace(count, grades="any") for count in entry.counts))
    return entry, problems


def _unseen(entry: Participants, coder: Coder) -> list[Problem]:
    """A value of dataset.yaml that no row has is a slip, and its count would be a silent 0."""
    what = "сверьте значение в dataset.yaml с выгрузкой: числа с этим условием могут быть неверны"
    return [
        Problem(
            entry.name, "warning", "unseen_value", f"столбец «{title}»: значения «{word}» нет ни в одной строке", what
        )
        for title, word in coder.unseen
    ]
