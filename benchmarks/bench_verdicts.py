"""Regions drawn at random -> false alarms, accents and planted effects found or missed, printed as tables.

    python benchmarks/bench_verdicts.py [--regions N]

The same regions as tests/test_statistics_regions.py draws, more of them; the seed is fixed.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from helpers.judged_regions import Tally, changed, judged


def main() -> None:
    regions = arguments().regions
    print("Один период (R2, R4): ложные тревоги и выделения, % сравнений\n")
    for municipalities in (12, 30, 60):
        for by_schools in (True, False):
            how = "по школам" if by_schools else "без школ  "
            tally = judged(1, regions, municipalities, by_schools)
            print(f"{municipalities} МО, все равны, {how}: {rates(tally)}")
        for spread in (0.3, 1.0):
            tally = judged(2, regions, municipalities, spread=spread)
            print(f"{municipalities} МО, разброс {spread} на логите : {rates(tally)}")
    print("\nЗаложенное отличие ±1,5 на логите, не менее 700 обучающихся\n")
    for p, planted in ((0.2, 1.5), (0.35, 1.5), (0.5, -1.5), (0.8, -1.5)):
        tally = judged(3, regions, 30, p=p, planted=planted)
        print(f"доля {p}, сдвиг {planted:+}: найдено {tally.found} из {tally.planted}, выделено {tally.stood_out}")
        print("".join(f"    не найдено: {one}\n" for one in tally.misses), end="")
    print("\nДва периода (R8): кому приписано изменение, которого не было, %; найдено заложенных\n")
    for municipalities in (12, 30, 60):
        for noise in (0.1, 0.3, 0.5):
            print(f"{municipalities} МО, колебание {noise}: {both(regions, municipalities, noise)}")


def rates(tally: Tally) -> str:
    return (
        f"тревог {tally.per_cent(tally.alarms):5.2f}, выделений {tally.per_cent(tally.accents):5.2f} ({tally.compared})"
    )


def both(regions: int, municipalities: int, noise: float) -> str:
    told = []
    for by_schools, how in ((True, "по школам"), (False, "без школ")):
        idle = changed(4, regions, municipalities, noise, by_schools)
        real = changed(5, regions, municipalities, noise, by_schools, planted=1.5, p=0.4)
        told.append(f"{how} {idle.per_cent(idle.alarms):.2f}, найдено {real.found} из {real.planted}")
    return "; ".join(told)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=100, help="сколько областей разыграть для каждой строки")
    return parser.parse_args()


if __name__ == "__main__":
    main()
