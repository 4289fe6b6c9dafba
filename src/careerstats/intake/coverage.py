"""Counts of a dataset -> who has not reported: municipalities in no table, schools missing from theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from careerstats import wording
from careerstats.contracts.counts import Count
from careerstats.contracts.numbers import Participants, Table
from careerstats.intake.dataset import Dataset
from careerstats.intake.organisations import SCHOOL, Organisation
from careerstats.intake.owners import Known
from careerstats.model import Problem, period_span, split_origin
from careerstats.territories import Territory

_NAMED = 10  # a longer list is cut: the number says the rest


def silent_municipalities(counts: list[Count], expected: list[Territory], dataset: Dataset) -> list[Problem]:
    """Municipalities of the region that stand in no table (list of participants) of the dataset's period."""
    near = {period: _overlap(period, dataset.period) for period in {count["period"] for count in counts}}
    heard = {count["code"] for count in counts if near[count["period"]]}
    tables = _with_places(dataset.tables)
    lists = _with_places(dataset.settings.participants)
    silent = [place for place in expected if place.code not in heard]
    elsewhere: dict[str, set[str]] = {}
    for count in counts:
        if not near[count["period"]]:
            elsewhere.setdefault(count["code"], set()).add(count["period"])
    problems = [(_no_table if tables else _no_list)((tables or lists)[0], place) for place in silent if tables or lists]
    return [_with_periods(problem, dataset.period, elsewhere.get(problem.territory, set())) for problem in problems]


def _with_periods(problem: Problem, period: str, others: set[str]) -> Problem:
    """The periods that a municipality has told of, where it is silent of the one that is asked for."""
    if not others:
        return problem
    message = f"{problem.message}: за {period} нет, есть за {', '.join(sorted(others))}"
    return replace(problem, message=message, what_to_do="проверьте период таблицы (period) в dataset.yaml")


def _with_places(described: Sequence[Table | Participants]) -> list[str]:
    """Files that say whose their numbers are."""
    files = [table.file for table in described if table.territory or table.organisation]
    return [", ".join(file) if isinstance(file, tuple) else file for file in files]


def _no_table(file: str, place: Territory) -> Problem:
    message = f"{place.name} ({place.code}): сведений нет ни в одной таблице"
    what = "запросите сведения; справка этого муниципального образования не строится"
    return Problem(file, "blocking", "not_reported", message, what, territory=place.code)


def _no_list(file: str, place: Territory) -> Problem:
    """Nobody of it took part, or the list is not whole: both may be."""
    message = f"{place.name} ({place.code}): участников из этого муниципального образования нет ни в одном списке"
    what = "проверьте, полна ли выгрузка; нулём это не считается"
    return Problem(file, "warning", "not_reported", message, what, territory=place.code)


def _overlap(period: str, other: str) -> bool:
    (first, last), (begin, end) = period_span(period), period_span(other)
    return first <= end and begin <= last


def silent_schools(counts: list[Count], known: Known) -> list[Problem]:
    """Of every table in which schools report: how many schools of each municipality do not, and which."""
    reporting: dict[tuple[str, str], set[str]] = {}
    for count in counts:
        if count["organisation"]:
            reporting.setdefault((split_origin(count["origin"])[0], count["period"]), set()).add(count["organisation"])
    schools = {school.id for school in known.register.by_id.values() if school.kind == SCHOOL}
    return [
        problem
        for (file, period), heard in reporting.items()
        if schools & heard
        for problem in _silent_in(file, period, heard, known.schools(period))
    ]


def _silent_in(
    file: str, period: str, heard: set[str], homes: dict[Territory, dict[str, Organisation]]
) -> list[Problem]:
    """One warning per municipality."""
    silent = {home: [school for id, school in own.items() if id not in heard] for home, own in homes.items()}
    problems = [_not_reported(file, period, home, own, len(homes[home])) for home, own in silent.items() if own]
    return sorted(problems, key=lambda problem: problem.territory)


def _not_reported(file: str, period: str, home: Territory, silent: list[Organisation], expected: int) -> Problem:
    listed = ", ".join(f"{organisation.id} ({organisation.name})" for organisation in silent[:_NAMED])
    message = (
        f"{home.name} ({home.code}), {period}: сведения не представили школы – {len(silent)} из {expected}: "
        f"{listed}{wording.and_more(len(silent), _NAMED)}"
    )
    what = "запросите сведения; показатели рассчитаны по представившим школам"
    return Problem(file, "warning", "not_reported", message, what, territory=home.code)


def expected_schools(periods: Iterable[str], known: Known) -> dict[tuple[str, str], tuple[str, ...]]:
    """(id of a territory, period) → ids of the schools of the register that existed there in that period."""
    return {(home.id, period): tuple(own) for period in sorted(periods) for home, own in known.schools(period).items()}


def homes(known: Known, period: str) -> dict[str, str]:
    """Id of an organisation → code of its municipality in that period; without those whose home is not known."""
    places = {id: known.find(organisation.territory, period) for id, organisation in known.register.by_id.items()}
    return {id: home.code for id, home in places.items() if isinstance(home, Territory)}
