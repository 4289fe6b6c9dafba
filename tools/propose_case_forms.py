"""Towns of classifier.csv that no rule declines and towns.csv lacks -> lines for towns.csv, to be reviewed one by one.

pip install pymorphy3 && python tools/propose_case_forms.py
"""

import re

from careerstats.territories import load, of_region, regions
from careerstats.territories.cases import forms

DAY = "2019-04-16"
CASES = ("gent", "datv", "loct")


def undeclined() -> set[str]:
    """Names of towns, as municipalities and as other names of okrugs, that have no forms."""
    names = {one.name for region in regions(DAY) for one in of_region(region.code, DAY)}
    names |= {alias.alias for region in regions(DAY) for alias in load().of(region.code).aliases}
    towns = {match[1] for name in names if (match := re.fullmatch(r"г\. (.+)", name))}
    return {town for town in towns if not forms(f"г. {town}").genitive}


def main() -> None:
    """Print the proposals."""
    import pymorphy3  # type: ignore[import-not-found,unused-ignore]  # a tool only, no dependency

    known = pymorphy3.MorphAnalyzer(lang="ru")
    for town in sorted(undeclined()):
        parsed = next((one for one in known.parse(town) if {"nomn", "sing"} in one.tag), None)
        words = [one.word.capitalize() if parsed and (one := parsed.inflect({case})) else "" for case in CASES]
        print(",".join([town, *words]))


if __name__ == "__main__":
    main()
