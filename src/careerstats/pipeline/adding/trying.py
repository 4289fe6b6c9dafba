"""A look and a proposal -> what its entries read, told in numbers, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from careerstats.contracts.adding import Checked, Proposal, School, Trial
from careerstats.contracts.counts import Count, Published, number
from careerstats.intake.organisations import SCHOOL, Organisation
from careerstats.intake.participants.reading import read_participants
from careerstats.intake.sheets import read_book
from careerstats.intake.tables import Reading, is_within
from careerstats.model import REPORTED, Problem, split_origin
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.places import Place

QUIET = frozenset({"column_numbers", "repeated_head", "note_row", "plan_beside_fact", "total_row", "subtotal_row"})
"""Codes of remarks on what is rightly left out."""


def tried(look: Look, proposal: Proposal) -> Trial:
    """All entries read as they will be; the file stays where it lies."""
    reading = Reading()
    place = _with_schools(look.place, proposal.schools) if proposal.schools else look.place
    for table in proposal.tables:
        reading.add(read_book(look.book, place.dataset, table, place.known, place.units))
    reading.add(_lists(look, proposal))
    given = [
        count for count in reading.counts if count["status"] == REPORTED and count["code"] != look.place.dataset.region
    ]
    return Trial(
        municipalities=len({count["code"] for count in given}),
        schools=len({count["organisation"] for count in given} - {""}),
        totals=_totals(reading),
        unused=tuple(dict.fromkeys(title for table in proposal.tables for title in table.ignore)),
        numbers=tuple(_numbers(given)),
        problems=tuple(_line(problem) for problem in reading.problems if problem.code not in QUIET),
    )


def _with_schools(place: Place, schools: Sequence[School]) -> Place:
    """The same place once these schools are registered."""
    new = {school.id: Organisation(school.id, SCHOOL, school.name, school.territory) for school in schools}
    listed = place.known.register
    register = replace(listed, by_id={**listed.by_id, **new}, there=True)
    return replace(place, known=replace(place.known, register=register))


def is_empty(trial: Trial, proposal: Proposal) -> bool:
    """Whether nothing at all is read of a file of tables."""
    return not (trial.numbers or proposal.lists)


def _lists(look: Look, proposal: Proposal) -> Reading:
    place = look.place
    specs = [msgspec.structs.replace(listed, file=(look.path.name,)) for listed in proposal.lists]
    grades = {id: variable.grades for id, variable in place.catalogue.variables.items()}
    period = place.dataset.period
    return read_participants(look.path.parent, specs, place.known, period=period, grades=grades)


def _totals(reading: Reading) -> Checked:
    """Each total against the sum of its column on its sheet."""
    right = wrong = 0
    for figure in reading.published:
        if figure["kind"] in ("total", "zone") and figure["value"] is not None:
            parts = [count for count in reading.counts if _is_part(count, figure)]
            if parts and all(count["status"] == REPORTED for count in parts):
                comes_out = sum(map(number, parts)) == figure["value"]
                right, wrong = right + comes_out, wrong + (not comes_out)
    return Checked(right=right, wrong=wrong)


def _is_part(count: Count, figure: Published) -> bool:
    same = all(count[key] == figure[key] for key in ("variable", "period", "breakdown"))
    place = split_origin(count["origin"])[:2] == split_origin(figure["origin"])[:2]
    place = place and is_within(count["origin"], figure["span"])
    return same and place and (not figure["territory"] or count["code"] == figure["code"])


def _numbers(counts: Iterable[Count]) -> Iterable[tuple[str, str, int]]:
    reported = Counter((count["variable"], count["period"]) for count in counts if not count["breakdown"])
    return [(variable, period, number) for (variable, period), number in reported.items()]


def _line(problem: Problem) -> tuple[str, str, str]:
    what = f". {problem.what_to_do[:1].upper()}{problem.what_to_do[1:]}" if problem.what_to_do else ""
    return problem.severity, problem.place, f"{problem.message.removesuffix('.')}{what}"
