"""Results -> what the bodies answered, how addressees are called, the region's recommendations and their plan."""

from typing import Any

from careerstats.bundles.numbers import Results, region_counts
from careerstats.contracts.decisions import Addressee, Cause
from careerstats.contracts.values import Group
from careerstats.decisions.addressing import addressed, of_place
from careerstats.decisions.grounds import NOTED, of_region
from careerstats.decisions.plan import draft_plan
from careerstats.decisions.recommendations import lines_of, of_kept, recommend
from careerstats.decisions.terms import dated

Row = dict[str, Any]

AT_MOST = 20
"""Recommendations of a regional note: it speaks to more addressees than a municipal one."""


def causes(results: Results) -> dict[str, tuple[Cause, ...]]:
    """Code → the answers about the dataset's period; the region has them all."""
    now = [cause for cause in results.intake.registers.causes if cause.period == results.dataset.period]
    of_place = {code: tuple(cause for cause in now if cause.code == code) for code in {cause.code for cause in now}}
    return of_place | {results.intake.region.code: tuple(cause for cause in now if _known(results, cause.code))}


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


def region_recommendations(results: Results, parts: tuple[Group, ...]) -> list[Row]:
    """By addressee; ``parts``: the groups of municipalities. Problems of municipalities count by how many have them."""
    names = {one.code: one.name for one in results.intake.territories}
    findings = {code: own.findings for code, own in results.decisions.items()}
    grounds, about = of_region(findings, results.intake.territories, results.catalogue)
    entries = [_with_members(entry, parts, names) for entry in results.register["region"]]
    number = results.dataset.settings.get("letter", {}).get("number", "")
    region = results.intake.region.code
    chosen = recommend(
        entries,
        addressed(results.register["addressees"], of_place(results.intake.registers.addressees, region, region)),
        grounds | _circumstances(results, parts),
        {},
        f"письмо № {number}" if number else "",
        about=about,
        period=results.dataset.period,
        at_most=results.dataset.settings.get("recommendations", {}).get("region_at_most", AT_MOST),
    )
    return [{**one, "ground": _widest(one["ground"])} for one in chosen]


def _widest(ground: str) -> str:
    """Of «отмечено в 11 …, отмечено в 1 …» the first, which is the largest: the others are among them or few."""
    first, *_ = ground.split(f", {NOTED}")
    return first


def region_plan(results: Results, chosen: list[Row]) -> list[Row]:
    """Rows of the regional plan: the register's own lines, then those that recommendations bring along."""
    known = {id for id, row in results.rows[results.intake.region.code].items() if row.numerator is not None}
    lines = [*of_kept(results.register["region_plan"], chosen), *lines_of(chosen, known)]
    lines = [{**line, "term": dated(line["term"], results.dataset.period)} for line in lines]
    return draft_plan(lines, chosen, results.register["activities"])


def _circumstances(results: Results, parts: tuple[Group, ...]) -> dict[str, str]:
    """Keys that are not findings: groups, what the source calls difficulties, participants without a municipality."""
    told = {f"group:{part.id}": f"группа {part.id}" for part in parts if part.members}
    told |= {f"sure:{part.id}": f"группа {part.id}" for part in parts if _sure(part)}
    told |= {"stage_loss": "этапы участия", "no_data": "полнота сведений"}
    if results.dataset.settings.get("difficulties"):
        told["difficulties"] = "затруднения, отмеченные в источнике"
    if any(count.unassigned for count in region_counts(results).values()):
        told["unassigned"] = "участники, не указавшие муниципальное образование"
    return told


def _with_members(entry: Row, parts: tuple[Group, ...], names: dict[str, str]) -> Row:
    """``{members}``: all of the group; ``{sure}``: those whose difference from the others is not chance."""
    part = next((part for part in parts if part.id == entry.get("group")), Group(id="", title=""))
    listed = {"{members}": part.members, "{sure}": _sure(part)}
    text = entry["text"]
    for word, codes in listed.items():
        text = text.replace(word, ", ".join(names[code] for code in codes))
    return {**entry, "text": text}


def _sure(part: Group) -> tuple[str, ...]:
    return tuple(code for code in part.members if code not in part.doubtful)
