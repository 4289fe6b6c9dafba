"""Regions drawn at random -> how often each promise of a note is broken and what was planted found, as tables.

    python benchmarks/bench_promises.py [--regions N]

What tests/test_statistics_promises.py draws, more of it; the seeds are fixed. With 200 regions about five minutes of a
processor.
"""

import argparse
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from helpers.judged_regions import judged
from helpers.promises import changes, effects, firm, groups, ranks, trends
from helpers.quiet_regions import Drawn

import careerstats as cs
from careerstats.simulate import simulate

PLACES, ICC, SHOCK = (5, 12, 30), (0.0, 0.05, 0.1), (0.0, 0.1, 0.2)


def main() -> None:
    regions, began = arguments().regions, time.perf_counter()
    levels(regions)
    firmly(regions)
    moved(regions)
    others(regions)
    generated(regions // 10)
    print(f"\nвсего {time.perf_counter() - began:.0f} с")


def levels(regions: int) -> None:
    print("Уровень (R2, R4): никто не отличается; «выше» и «ниже», выделений, % сопоставлений\n")
    for by_schools, municipalities, icc in product((True, False), PLACES, (0.001, 0.02, 0.05, 0.1)):
        tally = judged(1, regions * 30 // municipalities, municipalities, by_schools, icc=icc)
        rates = f"{tally.per_cent(tally.alarms):6.2f} {tally.per_cent(tally.accents):6.2f}"
        print(f"{_how(by_schools)} {municipalities:3} МО, ρ {icc:5.3f}: {rates} ({tally.compared})")


def firmly(regions: int) -> None:
    print("\nТвёрдый уровень, 8 показателей: регионов хотя бы с одним ложным, %; найдено заложенных (1,5), %\n")
    for by_schools, municipalities, icc in product((True, False), PLACES, (0.001, 0.02, 0.05, 0.1)):
        idle = firm(7, regions, municipalities, icc, by_schools=by_schools)
        real = firm(8, max(regions // 8, 1), municipalities, icc, by_schools=by_schools, planted=1.5)
        rates = f"{100 * idle.broken:5.1f} {100 * real.found:5.0f}"
        print(f"{_how(by_schools)} {municipalities:3} МО, ρ {icc:5.3f}: {rates}")


def moved(regions: int) -> None:
    print("\nИзменение (R8), 8 показателей: лет хотя бы с одним ложным изменением, %; найдено заложенных (1,5), %\n")
    for by_schools, municipalities, icc, shock in product((True, False), PLACES, ICC, SHOCK):
        idle = changes(2, regions, Drawn(municipalities, icc=icc, shock=shock), by_schools=by_schools)
        real = changes(3, regions // 4, Drawn(municipalities, icc=icc, shock=shock, planted=1.5), by_schools=by_schools)
        rates = f"{100 * idle.part_broken:5.1f} {100 * real.part_found:5.0f}"
        print(f"{_how(by_schools)} {municipalities:3} МО, ρ {icc:4.2f}, год {shock:3.1f}: {rates}")


def others(regions: int) -> None:
    print(
        "\nНаправление за 6 лет (R9), 8 показателей: лет хотя бы с одним ложным; найдено заложенных (1,5 за 6 лет), %\n"
    )
    for municipalities, shock in product(PLACES, SHOCK):
        kept = trends(4, regions // 2, Drawn(municipalities, years=6, shock=shock))
        planted = Drawn(municipalities, years=6, shock=shock, planted=1.5, gradual=True)
        real = trends(9, regions // 4, planted)
        print(f"{municipalities:3} МО, год {shock:3.1f}: {100 * kept.part_broken:5.1f} {100 * real.part_found:5.0f}")
    print("\nЭффект меры, 4 прежних года: ложно назван; тем, кто и раньше рос; найден (1,0), % регионов\n")
    for municipalities, shock in product((12, 30), SHOCK):
        rates = [effects(5, regions, municipalities, shock, **how) for how in ({}, {"growth": 0.2}, {"planted": 1.0})]
        print(f"{municipalities:3} МО, год {shock:3.1f}: {' '.join(f'{100 * one:5.1f}' for one in rates)}")
    print("\nМеста и группы: никто не отличается; регионов, где это сказано, %: со школами, без них\n")
    for municipalities, icc in product(PLACES, (0.001, 0.05, 0.1)):
        rates = [
            of(6, regions, municipalities, icc, by_schools=known) for of in (ranks, groups) for known in (True, False)
        ]
        print(f"{municipalities:3} МО, ρ {icc:5.3f}: {' '.join(f'{100 * one:5.1f}' for one in rates)}")


def generated(regions: int) -> None:
    """Whole datasets of 11 municipalities, in which the generator plants nothing: read and judged as any other."""
    told, compared = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(regions):
            simulate(Path(folder, "data", "raw", f"q{seed}"), 11, 100, 3, seed)
            values = cs.load(f"q{seed}", folder).values
            told += int(values["change"].isin(["up", "down"]).sum())
            compared += int(values["change"].isin(["up", "down", "same"]).sum())
    print(f"\nТихие регионы, {regions}: сказано изменений {told} из {compared} сопоставленных")


def _how(by_schools: bool) -> str:
    return "по школам" if by_schools else "без школ "


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=200, help="сколько областей разыграть для каждой строки")
    return parser.parse_args()


if __name__ == "__main__":
    main()
