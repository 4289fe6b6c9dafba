"""Counts of a made-up country -> how long and how much memory all values of schools, municipalities, regions take.

Beside it, in the same run: the same sums by a Python loop over groups, on a part of the schools.
"""

import argparse
import resource
import sys
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from careerstats.analysis.levels import levels
from careerstats.catalogue import Edition, Indicator
from careerstats.contracts.catalogue import Source
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.model import REPORTED

YEARS = 5
VARIABLES = 60
LOOP_SCHOOLS = 400


def country(schools: int, years: int = YEARS, variables: int = VARIABLES) -> pd.DataFrame:
    """``schools`` × ``variables`` × ``years`` counts, about fifteen schools a municipality, 85 regions."""
    random = np.random.default_rng(2025)
    place = np.sort(random.integers(0, max(schools // 15, 1), schools))
    codes = np.array([f"{1 + number % 85:02d}{1 + number // 85:03d}000" for number in range(place.max() + 1)])
    size = random.integers(3, 1500, schools)
    rows = schools * years * variables
    school = np.repeat(np.arange(schools), years * variables)
    variable = np.tile(np.arange(variables), schools * years)
    value = np.where(variable % 2 == 0, (size[school] * random.random(rows)).astype(int), size[school])
    columns = {
        "territory": pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), [""]),
        "code": pd.Categorical.from_codes(place[school], codes),
        "organisation": pd.Categorical.from_codes(school, [f"s{number}" for number in range(schools)]),
        "period": pd.Categorical.from_codes(
            np.tile(np.repeat(np.arange(years), variables), schools), [str(2021 + year) for year in range(years)]
        ),
        "variable": pd.Categorical.from_codes(variable, [f"V{number:02d}" for number in range(variables)]),
        "value": value,
        "status": pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), [REPORTED]),
    }
    blank = pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), [""])
    return pd.DataFrame({name: columns.get(name, blank) for name in COUNT_COLUMNS})


def _edition(number: int) -> Edition:
    of = {"part": f"V{number:02d}", "whole": f"V{number + 1:02d}"}
    return Edition(since="2020", formula="share", of=of, source=Source())


def indicators(variables: int = VARIABLES) -> list[Indicator]:
    """Shares of neighbouring variables: half as many as there are variables."""
    every = ("school", "municipality", "region")
    return [
        Indicator(
            id=f"i{number}", symbol=f"D{number}", title="", short="", goal="Ц1", unit="percent", polarity="high",
            levels=every, data="full", why="", status="practice", examples=(), editions=(_edition(number),),
        )
        for number in range(0, variables, 2)
    ]  # fmt: skip


def by_loop(counts: pd.DataFrame, ours: list[Indicator]) -> int:
    """The same shares and sums group by group, as one would write them without thinking of speed."""
    made = 0
    for keys in (["code", "organisation", "period"], ["code", "period"]):
        for _, group in counts.groupby(keys, observed=True):
            sums = group.groupby("variable", observed=True)["value"].sum()
            for one in ours:
                part, whole = one.editions[0].of.values()
                one.compute(**{part: sums[part], whole: sums[whole]})
                made += 1
    return made


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=40_000)
    options = parser.parse_args(arguments)
    ours = indicators()
    few = country(LOOP_SCHOOLS)
    start = perf_counter()
    made = by_loop(few, ours)
    loop = (perf_counter() - start) / made
    print(f"loop over groups: {LOOP_SCHOOLS} schools, {made} values, {1e6 * loop:.1f} µs a value")
    for schools in (options.schools // 4, options.schools // 2, options.schools):
        counts = country(schools)
        seconds = []
        for _ in range(3 if schools < 20_000 else 1):
            start = perf_counter()
            found = levels(counts, ours)
            seconds.append(perf_counter() - start)
        taken = median(seconds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
        print(
            f"levels(): {schools} schools, {len(counts)} counts, {len(found)} values in {taken:.1f} s: "
            f"{1e6 * taken / len(counts):.2f} µs a count, {1e6 * taken / len(found):.2f} µs a value "
            f"(×{loop * len(found) / taken:.0f}), peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
