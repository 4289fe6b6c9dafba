"""Results -> what the bodies answered, how addressees are called, the region's recommendations and their plan."""

from msgspec.structs import replace

from careerstats.audiences import PUBLIC
from careerstats.bundles.numbers import Results, region_counts
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.decisions import Addressee, Cause
from careerstats.contracts.recommendations import Entry, Ground, PlanLine, Recommendation
from careerstats.contracts.values import Group
from careerstats.decisions.addressing import addressed, of_place
from careerstats.decisions.grounds import of_region
from careerstats.decisions.keys import Key
from careerstats.decisions.plan import draft_plan
from careerstats.decisions.recommendations import Occasion, called, foremost, lines_of, numbered, of_kept
from careerstats.decisions.terms import dated
from careerstats.intake.registers.causes import of_measures

AT_MOST = 20
"""Recommendations of a regional note: it speaks to more addressees than a municipal one."""


def causes(results: Results) -> dict[str, tuple[Cause, ...]]:
    """Code → the answers about the dataset's period; the region has them all."""
    now = stated(results)
    of_place = {code: tuple(cause for cause in now if cause.code == code) for code in {cause.code for cause in now}}
    return of_place | {results.intake.region.code: tuple(cause for cause in now if _known(results, cause.code))}


def stated(results: Results) -> list[Cause]:
    """Causes of the dataset's period, of answers and of plans; none for the public."""
    if results.audience == PUBLIC:
        return []
    registers, period = results.intake.registers, results.dataset.period
    every = [*registers.causes, *of_measures(registers.plans.measures)]
    return [cause for cause in every if cause.period == period]


def cause_titles(results: Results) -> dict[str, dict[str, str]]:
    """Code → kind of cause → its title in the closed list, the same everywhere."""
    known = load_causes(results.dataset.file(FILE))
    titles = {kind.id: kind.title for kind in known.kinds.values()}
    return dict.fromkeys((*results.decisions, results.intake.region.code), titles)


def _known(results: Results, code: str) -> bool:
    return code in results.decisions or code == results.intake.region.code


def addressees(results: Results) -> dict[str, dict[str, Addressee]]:
    """Code → role → the forms of its name; what is said of the region holds where a municipality says nothing."""
    known, region = results.intake.registers.addressees, results.intake.region.code
    return {code: of_place(known, code, region) for code in (*results.decisions, region)}


def left_out(results: Results) -> dict[str, int]:
    """Code → how many recommendations there was no room for."""
    return {code: own.left_out for code, own in results.decisions.items()}


# ---- the region


def region_recommendations(results: Results, parts: tuple[Group, ...]) -> tuple[Recommendation, ...]:
    """By addressee; ``parts``: the groups of municipalities. Problems of municipalities count by how many have them."""
    region, settings = results.intake.region.code, results.dataset.settings
    names = {territory.code: territory.name for territory in results.intake.territories}
    findings = {code: own.findings for code, own in results.decisions.items()}
    grounds, about = of_region(findings, results.intake.territories, results.catalogue)
    occasion = Occasion(
        grounds | _circumstances(results, parts),
        {},
        str(settings.letter.number),
        about,
        results.dataset.period,
    )
    every = called([_with_members(entry, parts, names) for entry in results.register.region], occasion)
    at_most = settings.recommendations.region_at_most
    own_names = of_place(results.intake.registers.addressees, region, region)
    chosen = numbered(foremost(every, at_most), addressed(results.register.addressees, own_names))
    return tuple(replace(recommendation, grounds=_widest(recommendation.grounds)) for recommendation in chosen)


def _widest(grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
    """Of problems noted in 11 municipalities, in 1 … the first: the others are among them or few."""
    widest = next((ground for ground in grounds if ground.kind == "noted"), None)
    return tuple(ground for ground in grounds if ground.kind != "noted" or ground is widest)


def region_plan(results: Results, chosen: tuple[Recommendation, ...]) -> tuple[PlanLine, ...]:
    """Rows of the regional plan: the register's own lines, then those that recommendations bring along."""
    known = {id for id, row in results.rows[results.intake.region.code].items() if row.numerator is not None}
    lines = [*of_kept(results.register.region_plan, chosen), *lines_of(chosen, known)]
    lines = [replace(line, term=dated(line.term, results.dataset.period)) for line in lines]
    return draft_plan(lines, chosen, results.register.activities)


def _circumstances(results: Results, parts: tuple[Group, ...]) -> dict[Key, Ground | None]:
    """Keys that are not findings: groups, what the source calls difficulties, participants without a municipality."""
    groups = [part for part in parts if part.members]
    circumstances: dict[Key, Ground | None] = {Key("group", part.id): Ground("group", part.id) for part in groups}
    circumstances |= {Key("sure", part.id): Ground("group", part.id) for part in groups if _sure(part)}
    circumstances |= {Key("stage_loss"): Ground("stages"), Key("no_data"): Ground("completeness")}
    if results.dataset.settings.difficulties:
        circumstances[Key("difficulties")] = Ground("difficulties")
    if any(count.unassigned for count in region_counts(results).values()):
        circumstances[Key("unassigned")] = Ground("unassigned")
    return circumstances


def _with_members(entry: Entry, parts: tuple[Group, ...], names: dict[str, str]) -> Entry:
    """``{members}``: all of the group; ``{sure}``: those whose difference from the others is not chance."""
    part = next((part for part in parts if part.id == entry.group), Group(id="", title=""))
    text = entry.text
    for word, codes in {"{members}": part.members, "{sure}": _sure(part)}.items():
        text = text.replace(word, ", ".join(names[code] for code in codes))
    return replace(entry, text=text)


def _sure(part: Group) -> tuple[str, ...]:
    return tuple(code for code in part.members if code not in part.doubtful)
