"""A note with a researcher's own table and picture -> what it costs in a notebook and in a plain Python program.

    python benchmarks/bench_own_cells.py [--project FOLDER] [--dataset NAME] [--runs N]

Both run in one warm process by turns and write the same four files. The program knows no notebook: it calls the
sections, draws by seaborn, saves by matplotlib, makes the blocks itself. Medians of N runs; the first is not counted.
"""

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("agg")

import nbformat
import papermill
import seaborn as sns
from matplotlib import pyplot as plt
from nbformat.v4 import new_code_cell

from careerstats import blocks
from careerstats.cli import main as careerstats
from careerstats.export import WRITERS, from_notebook
from careerstats.export.document import from_blocks
from careerstats.note import sections
from careerstats.note.opening import Note, opened

ROOT = Path(__file__).parent.parent
HEADS = {"name": "Муниципальное образование", "denominator": "Обучающиеся", "value": "Доля, %"}
OWN = (
    f"HEADS = {HEADS!r}\nframe = note.everyone(note.settings.indicators[0])[[*HEADS]].rename(columns=HEADS)",
    "#| tbl-cap: Доли\nframe",
    "#| fig-cap: Численность и доля\nimport seaborn as sns\nsns.scatterplot(frame, x='Обучающиеся', y='Доля, %');",
)


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        project = options.project or Path(folder)
        if not (project / "data" / "raw").is_dir():
            (project / "data").mkdir(parents=True, exist_ok=True)
            (project / "data" / "raw").symlink_to(ROOT / "data" / "raw")
        os.environ |= {"CAREERSTATS_PROJECT": str(project)}
        careerstats(["--project", str(project), "build", options.dataset, "--formats", "html"])
        bundle = min((project / "data" / "processed" / options.dataset / "notes").rglob("municipality-*.json"))
        notebook = with_own_cells(Path(folder, "own.ipynb"), options.dataset, bundle)
        ways: dict[str, Callable[[], None]] = {
            "блокнот": lambda: by_notebook(notebook),
            "программа на Python": lambda: by_program(bundle),
        }
        seconds = measured(ways, options.runs)
    print(f"\nСправка со своей таблицей и рисунком, четыре формата, медиана {options.runs} запусков\n")
    for name, (wall, cpu) in seconds.items():
        print(f"{name:<22}{wall:>8.3f} с{cpu:>8.3f} с процессора")
    wall, cpu = (ours / plain for ours, plain in zip(*seconds.values(), strict=True))
    print(f"{'блокнот дороже':<22}{wall:>8.2f} x{cpu:>8.2f} x")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=Path, help="with notes already built, so that nothing is built anew")
    parser.add_argument("--dataset", default="amur-2020")
    parser.add_argument("--runs", type=int, default=9)
    return parser.parse_args()


def with_own_cells(path: Path, dataset: str, bundle: Path) -> Path:
    """The shipped notebook with the cells behind «Подробно», for one municipality."""
    nb: Any = nbformat.read(ROOT / "notebooks" / "municipality.ipynb", as_version=4)
    at = next(at for at, cell in enumerate(nb.cells) if "sections.details(" in cell.source) + 1
    nb.cells[at:at] = [new_code_cell(source, id=f"own-{number}") for number, source in enumerate(OWN)]
    parameters = next(cell for cell in nb.cells if "parameters" in cell.metadata.get("tags", []))
    code = bundle.stem.removeprefix("municipality-")
    parameters.source = f'dataset, municipality, period = "{dataset}", "{code}", None'
    nbformat.write(nb, path)
    return path


def by_notebook(path: Path) -> None:
    done = papermill.execute_notebook(path, None, engine_name="careerstats", progress_bar=False)
    document = from_notebook(done)
    for write in WRITERS.values():
        write(document)


def by_program(bundle: Path) -> None:
    note = opened(bundle)
    called = [cell.source for cell in nbformat.read(ROOT / "notebooks" / "municipality.ipynb", as_version=4).cells]
    names = [source.split("(")[0].removeprefix("sections.") for source in called if source.startswith("sections.")]
    shown: list[blocks.Block] = []
    for name in names:
        shown += getattr(sections, name)(note)
        shown += own_blocks(note) if name == "details" else []
    document = from_blocks(shown)
    for write in WRITERS.values():
        write(document)


def own_blocks(note: Note) -> list[blocks.Block]:
    frame = note.everyone(note.settings.indicators[0])[[*HEADS]].rename(columns=HEADS)
    rows = [blocks.row(name, f"{number}", f"{share:.1f}".replace(".", ",")) for name, number, share in frame.values]
    table = blocks.table("tbl-own", "Доли", [blocks.column(head) for head in frame], rows)
    axes = sns.scatterplot(frame, x="Обучающиеся", y="Доля, %")
    files = {form: io.BytesIO() for form in ("png", "svg")}
    for form, file in files.items():
        axes.figure.savefig(file, format=form, dpi=200, bbox_inches="tight")
    plt.close(axes.figure)
    figure = blocks.figure("fig-own", "Численность и доля", "Точки", png=files["png"].getvalue(),
                           svg=files["svg"].getvalue().decode(), width_mm=140, height_mm=80)  # fmt: skip
    return [table, figure]


def measured(ways: dict[str, Callable[[], None]], runs: int) -> dict[str, tuple[float, float]]:
    """Name of a way → median wall and CPU seconds; by turns, so that a busy computer is busy for both."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(runs + 1):
        for name, way in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            way()
            times[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    medians = {name: [statistics.median(one) for one in zip(*found[1:], strict=True)] for name, found in times.items()}
    return {name: (wall, cpu) for name, (wall, cpu) in medians.items()}


if __name__ == "__main__":
    main()
