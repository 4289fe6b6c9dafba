"""Regions at random, corrected again and again -> what the wall publishes of each version, as a stranger gets it."""

from collections.abc import Iterator, Mapping
from functools import cache
from random import Random

import pandas as pd
from helpers.stranger import Pair, Publication

from careerstats import catalogue as catalogues
from careerstats.catalogue import Catalogue
from careerstats.contracts.published import Version
from careerstats.disclosure.hiding import Thresholds
from careerstats.disclosure.masking import Place, mask_values

REGION = "02000000"
Region = Mapping[str, Pair]


@cache
def catalogue() -> Catalogue:
    return catalogues.load()


def drawn(random: Random, size: int) -> Region:
    """Municipalities of very different size; in some few children of the group are guided, in some all or none."""
    share = random.choice([0.05, 0.4, 0.95])
    wholes = [int(random.lognormvariate(3.2, 1)) for _ in range(size)]
    return {
        f"02{600 + at}000": (sum(random.random() < share for _ in range(whole)), whole)
        for at, whole in enumerate(wholes)
    }


def corrected(region: Region, random: Random) -> Region:
    """One municipality has reported anew: another part, another whole, anything at all, or it has left."""
    place = random.choice(sorted(region))
    part, whole = region[place]
    match random.choices(("part", "whole", "anything", "left"), (6, 2, 1, 1))[0]:
        case "part":
            part = max(0, min(whole, part + random.choice([-4, -3, -2, -1, 1, 2, 3, 4, 5, 10])))
        case "whole":
            whole = max(part, whole + random.choice([-3, -1, 1, 2, 5]))
        case "anything":
            part = random.randint(0, whole)
        case _:
            return {code: pair for code, pair in region.items() if code != place}
    return {**region, place: (part, whole)}


def grown(region: Region, random: Random) -> Region:
    """A week later: some have guided more children, nobody fewer."""
    more = {place: random.choice([0, 0, 0, 1, 2, 5]) for place in region}
    return {place: (min(whole, part + more[place]), whole) for place, (part, whole) in region.items()}


def published(
    regions: Iterator[Region], limits: Thresholds | None = None, indicator: str = "ovz_guided"
) -> list[Publication]:
    """What is shown of each version, by a wall that remembers those before it."""
    limits = limits or Thresholds()
    versions: list[Version] = []
    found = []
    for region in regions:
        place = Place("2024/25", REGION, limits, tuple(versions))
        frame, masked = mask_values(_values(region, indicator), catalogue(), place)
        versions.append(masked.version)
        rows = frame.to_dict("records")
        codes = [str(row["code"]) for row in rows if row["status"] != "hidden"]
        shown = frozenset("" if code == REGION else code for code in codes)
        found.append(Publication(dict(region), shown, limits.base))
    return found


def _values(region: Region, indicator: str) -> pd.DataFrame:
    total = (sum(part for part, _ in region.values()), sum(whole for _, whole in region.values()))
    rows = [_row(code, *pair) | {"indicator": indicator} for code, pair in {**region, REGION: total}.items()]
    return pd.DataFrame(rows).astype(dict.fromkeys(("numerator", "denominator", "value"), float))


def _row(code: str, part: int, whole: int) -> dict[str, object]:
    return {
        "territory": code, "code": code, "name": code, "organisation": "", "period": "2024/25", "breakdown": "",
        "indicator": "ovz_guided", "edition": "2022", "numerator": part, "denominator": whole,
        "value": 100 * part / whole if whole else None, "verdict": "same", "reason": "", "stands_out": False,
    }  # fmt: skip
