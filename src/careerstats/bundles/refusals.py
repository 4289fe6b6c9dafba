"""Counts and problems -> the numbers of schools that were not accepted, each with its remark."""

from collections.abc import Iterable

from careerstats.bundles.cell_rows import REPEATED, repeats
from careerstats.bundles.numbers import Results
from careerstats.bundles.quality import cell_reader
from careerstats.catalogue.sensitivity import variable_is_sensitive
from careerstats.contracts.quality import Refusal
from careerstats.model import UNREADABLE, split_origin


def refusals(results: Results) -> dict[str, tuple[Refusal, ...]]:
    """Code → refused numbers of its schools in the period of the notes; of two unlike rows every number."""
    named, reader, variables = results.intake.organisations, cell_reader(results), results.catalogue.variables
    blocking = [problem for problem in results.intake.problems if problem.severity == "blocking"]
    at = {(problem.file, problem.sheet, problem.cell): problem for problem in blocking if problem.cell}
    refused: dict[str, list[Refusal]] = {}
    for code, id, variable, status, origin in _numbers_of_schools(results):
        school, cell = named[id].name if id in named else id, split_origin(origin)
        again = repeats(blocking, code, school) if status == UNREADABLE else []
        problem = at.get(cell) or next(iter(again), None)
        if problem:
            hidden = problem.code == REPEATED or (variable in variables and variable_is_sensitive(variables[variable]))
            there = "" if hidden else reader(*cell)
            refused.setdefault(code, []).append(Refusal(school=school, variable=variable, problem=problem, there=there))
    return {code: tuple(own) for code, own in refused.items()}


def _numbers_of_schools(results: Results) -> Iterable[tuple[str, str, str, str, str]]:
    frame = results.intake.counts
    ours = frame[(frame["period"] == results.dataset.period) & (frame["organisation"] != "")]
    columns = ["code", "organisation", "variable", "status", "origin"]
    yield from ours[columns].astype(str).itertuples(index=False)
