"""A made-up export of a platform -> seconds and peak memory of counting its participants, beside pandas.

    python benchmarks/bench_participants.py [--rows 1000000] [--largest 50000000] [--keyed]

Every figure is of a process of its own. ``--largest 0`` leaves the long one out (8.7 GB of disk, some minutes).
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from careerstats.intake.organisations import Organisation, Register
from careerstats.intake.owners import Known
from careerstats.intake.participants.reading import read_participants
from careerstats.territories import Table, Territory
from careerstats.territories.table import Alias, Row

SCHOOLS, MUNICIPALITIES, EVENTS, DAYS = 1500, 50, 300, 140
EVENTS_EACH = 5  # rows of one participant, on average
REGION = "02000000"
COLUMNS = ("ID", "Муниципалитет", "Школа", "Класс", "ОВЗ", "Мероприятие", "Дата", "Статус")
TITLES = dict(zip(("person", "territory", "organisation", "grade", "ovz"), COLUMNS, strict=False))
STATUS = "Посетил"


def write(path: Path, rows: int) -> None:
    """Fictional participants in random order: the hardest one for whoever counts the different ones."""
    random = np.random.default_rng(2025)
    persons = max(rows // EVENTS_EACH, 1)
    homes = random.integers(0, SCHOOLS, persons)
    grades, ovz = random.integers(6, 12, persons), (random.random(persons) < 0.05).astype(int)
    writer = None
    for start in range(0, rows, 1 << 20):
        part = random.integers(0, persons, min(1 << 20, rows - start))
        table = _part(part, homes[part], grades[part], ovz[part], random)
        if writer is None:
            options = pa.csv.WriteOptions(delimiter=";", quoting_style="none")
            writer = pa.csv.CSVWriter(path, table.schema, write_options=options)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _part(who: np.ndarray, home: np.ndarray, grade: np.ndarray, ovz: np.ndarray, random: np.random.Generator) -> Any:
    def texts(form: str, number: int, chosen: np.ndarray) -> Any:
        return pa.array([form.format(index) for index in range(number)]).take(pa.array(chosen))

    size = len(who)
    ids = pc.binary_join_element_wise("УЧ-", pc.utf8_lpad(pa.array(who).cast(pa.string()), 9, "0"), "")
    municipality = texts("Условный район {}", MUNICIPALITIES, home % MUNICIPALITIES)
    school = texts("МБОУ «Школа № {}»", SCHOOLS, home)
    status = pa.array(["Записался", STATUS, "Не пришёл"]).take(pa.array(random.integers(0, 3, size)))
    columns = [
        ids, municipality, school, pa.array(grade).cast(pa.string()),
        pa.array(["нет", "да"]).take(pa.array(ovz)), texts("Проба {}", EVENTS, random.integers(0, EVENTS, size)),
        texts("2025-03-{:02d}", 28, random.integers(0, 28, size)), status,
    ]  # fmt: skip
    return pa.table(dict(zip(COLUMNS, columns, strict=True)))


def ours(path: Path) -> int:
    """The count of the region, by our reader, with all its breakdowns."""
    spec = {"file": path.name, "person": {"id": COLUMNS[0]}, "counts": [{"variable": "K_reg"}]}
    spec |= {key: TITLES[key] for key in ("territory", "organisation", "grade", "ovz")}
    spec["counts"] += [{"variable": "K_trial", "where": {"Статус": [STATUS]}}]
    found = read_participants(path.parent, [spec], known(), period="2025")
    wanted = REGION, "K_trial", ""
    return next(one["value"] for one in found.counts if (one["code"], one["variable"], one["breakdown"]) == wanted)


def known() -> Known:
    """The region of the file: its municipalities and schools."""
    codes = {f"{2600000 + number:08d}": f"Условный район {number}" for number in range(MUNICIPALITIES)}
    places = [
        Territory(id=f"t{code}", region=REGION, code=code, kind="район", name=name, full_name=name)
        for code, name in codes.items()
    ]
    aliases = [Alias(REGION, one.id, one.name, "", "") for one in places]
    homes = list(codes)
    schools = {
        f"s{one}": Organisation(f"s{one}", "школа", f"МБОУ «Школа № {one}»", homes[one % MUNICIPALITIES])
        for one in range(SCHOOLS)
    }
    table = Table(tuple(Row("", "", one) for one in places), tuple(aliases))
    return Known(table, Register(schools, there=True), REGION)


def by_pandas(path: Path) -> int:
    """The same counts as one would write them with pandas at its best: pyarrow's reader, needed columns only."""
    import pandas as pd

    frame = pd.read_csv(path, sep=";", dtype=str, engine="pyarrow", usecols=[*TITLES.values(), "Статус"])
    region = 0
    for rows in (frame, frame[frame["Статус"] == STATUS]):
        for place in ("Школа", "Муниципалитет"):
            rows.groupby(place)["ID"].nunique()
            for category in ("Класс", "ОВЗ"):
                rows.groupby([place, category])["ID"].nunique()
        region = rows["ID"].nunique()
    return region


WAYS = {"careerstats": ours, "pandas": by_pandas}


def measured(way: str, path: Path, environ: dict[str, str] | None = None) -> None:
    """Print seconds and peak memory of a process of its own."""
    command = [sys.executable, __file__, "--one", way, str(path)]
    subprocess.run(command, check=True, env=os.environ | (environ or {}))


def one(way: str, path: Path) -> None:
    started = perf_counter()
    number = WAYS[way](path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{way:<14}{perf_counter() - started:>8.1f} с{peak:>8.2f} ГиБ   участников {number}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--largest", type=int, default=50_000_000)
    parser.add_argument("--keyed", action="store_true", help="also with a key: HMAC-SHA256 of every participant")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one[0], Path(options.one[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows, ways in ((options.rows, ("careerstats", "pandas")), (options.largest, ("careerstats",))):
            if rows:
                path = Path(folder, f"{rows}.csv")
                write(path, rows)
                print(
                    f"\nстрок {rows}, файл {path.stat().st_size / 1e9:.2f} ГБ, процессоров {os.cpu_count()}", flush=True
                )
                for way in ways:
                    measured(way, path)
                if options.keyed:
                    print("с ключом:", flush=True)
                    measured("careerstats", path, {"CAREERSTATS_KEY": "условный ключ для замера"})
                path.unlink()


if __name__ == "__main__":
    main()
