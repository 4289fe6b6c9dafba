"""Columns of published shares -> what each is a share of, where nobody has said so; those without such a whole."""

from fractions import Fraction

from msgspec import structs

from careerstats.analysis.reported import Reported, column_of, problem_at
from careerstats.analysis.slips import slip
from careerstats.contracts.counts import Published
from careerstats.grouping import grouped
from careerstats.model import Problem


def with_wholes(published: list[Published], known: Reported) -> tuple[list[Published], list[Problem]]:
    """Shares of which nobody has said what they are of: by the whole that most of their column agrees with.

    Where no known number is that whole the column is told once and compared with none: its rows are not slips.
    """
    presumed = [figure for figure in published if figure.get("presumed")]
    columns = grouped(((*column_of(figure), figure["period"]), figure) for figure in presumed)
    settled: dict[str, Published] = {}
    problems: list[Problem] = []
    for shares in columns.values():
        whole = _likely_whole(shares, known)
        settled |= {share["origin"]: _of_whole(share, whole) for share in shares if whole}
        problems += [] if whole else [_of_unknown_whole(shares)]
    kept = [
        settled.get(share["origin"], share)
        for share in published
        if not share.get("presumed") or share["origin"] in settled
    ]
    return kept, problems


def _likely_whole(shares: list[Published], known: Reported) -> str:
    """The usual whole unless it fails in most rows; then another that is right in most; empty where there is none."""
    usual = str(shares[0]["spec"].share_of)
    failing = sum(_slip_of(share, usual, known) in ("unlike", None) for share in shares)
    if failing < _MANY or 2 * failing <= len(shares):
        return usual
    others = {variable for _, _, _, variable in known.counts} - {usual, shares[0]["variable"]}
    right = {other: sum(_slip_of(share, other, known) == "" for share in shares) for other in sorted(others)}
    best = max(right, key=right.__getitem__, default="")
    return best if best and 2 * right[best] > len(shares) else ""


_MANY = 3
"""So many rows that fail alike are no slips."""


def _of_whole(share: Published, whole: str) -> Published:
    return {**share, "spec": structs.replace(share["spec"], share_of=whole)}


def _slip_of(share: Published, whole: str, known: Reported) -> str | None:
    """What the printed share is beside the share of this whole (``slip``); None where one of the two is not known."""
    part, of = known.part_of(share), known.whole_of(_of_whole(share, whole))
    return slip(Fraction(100 * part, of), share["text"]) if part is not None and of else None


def _of_unknown_whole(shares: list[Published]) -> Problem:
    first = shares[0]
    message = (
        f"«{first['title']}»: доли не те, что даёт «{first['spec'].share_of}», в большей части из {len(shares)} строк: "
        "похоже, они посчитаны от другого числа; столбец не сверен"
    )
    what = "выясните, от чего посчитаны доли, и назовите эту величину у столбца полем «share_of»"
    return problem_at({"origin": first["origin"], "code": ""}, "remark", "share_of_other", message, what)
