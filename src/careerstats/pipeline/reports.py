"""Which reports there are: each a notebook, whose it is, from which bundles, in which formats, for whom."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from careerstats.audiences import INTERNAL, PUBLIC

if TYPE_CHECKING:
    from careerstats.bundles import Results
    from careerstats.contracts.bundle import Bundle

Bundles: TypeAlias = "dict[tuple[str, str], Bundle]"
"""(notebook, unit) → bundle; the unit is the code of a territory, or the id of an organisation."""
Cut: TypeAlias = "Callable[[Results, Path], Bundles]"
"""Results, the folder where the last build left its counts → the bundles of a report."""

FORMATS = ("html", "docx", "pdf", "xlsx")


class Report(NamedTuple):
    """A notebook that ``build`` runs once for each of its bundles.

    ``parameter``: by which one the notebook is told whose report it makes («»: there is one only). A ``note`` is built
    where no notebook is named, ``without_numbers`` what is built instead where a dataset has none; what is ``packed``
    goes out with a letter. ``bundles_of``: whose bundles a notebook of the project's own shows.
    """

    notebook: str
    title: str
    titles: str  # of all of them
    cut: Cut
    parameter: str = "municipality"
    formats: tuple[str, ...] = FORMATS
    audiences: tuple[str, ...] = (INTERNAL,)
    note: bool = False
    without_numbers: bool = False
    packed: bool = False
    bundles_of: str = ""


def _notes(results: "Results", _: Path) -> Bundles:
    from careerstats.bundles import cut

    return cut(results) if results.has_numbers else {}


def _quality(results: "Results", last: Path) -> Bundles:
    """Protocols against the counts of the last build."""
    from careerstats.bundles.quality import cut_quality
    from careerstats.pipeline.beside import protocol

    return cut_quality(results, protocol.changes(last, results.intake.counts))


def _cutter(module: str, name: str) -> Cut:
    """A function of ``careerstats.bundles`` that needs the results alone, imported when it is called."""

    def cut(results: "Results", _: Path) -> Bundles:
        bundles: Bundles = getattr(import_module(f"careerstats.bundles.{module}"), name)(results)
        return bundles

    return cut


ALL = (INTERNAL, PUBLIC)
REPORTS = (
    Report("municipality", "Справка", "Справки муниципальных образований", _notes, audiences=ALL, note=True,
           packed=True),
    Report("region", "Справка по региону", "Справка по региону", _notes, "", audiences=ALL, note=True, packed=True),
    Report("cycle", "Управленческий цикл", "Документы и решения", _cutter("management", "cut_cycle"),
           without_numbers=True, packed=True),
    Report("quality", "Протокол проверки данных", "Протоколы проверки данных", _quality),
    Report("progress", "Еженедельные сведения", "Ход по неделям", _cutter("weekly", "cut_weekly")),
    Report("school", "Лист школы", "Листы школ", _cutter("school_sheet", "cut_sheets"), "organisation"),
)  # fmt: skip

NOTES = tuple(report.notebook for report in REPORTS if report.note)
NOTEBOOKS = tuple(report.notebook for report in REPORTS)
"""What ``--notebook`` may name."""
WITHOUT_NUMBERS = tuple(report.notebook for report in REPORTS if report.without_numbers)
PACKED = tuple(report.notebook for report in REPORTS if report.packed)
BY_ORGANISATION = tuple(report.notebook for report in REPORTS if report.parameter == "organisation")
