"""Pages of the region, one per period and audience -> files under ``reports`` that lead to each other.

index.html is the page of the newest period of which notes are built, index-2023-24.html that of an earlier one. A
public page lies with its notes, and knows of public pages only.
"""

from collections.abc import Iterator, Mapping
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.batch import files
from careerstats.batch.ledger import Run, audience_of
from careerstats.export import index
from careerstats.export.index import Link
from careerstats.model import home_of, period_start, slug
from careerstats.pipeline.package import Package
from careerstats.pipeline.site import contents

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring

Pages = dict[str, str]
"""Period → its page under ``reports``, the newest first."""


def write(reports: Path, record: Path, monitoring: "Monitoring", run: Run) -> Path:
    """Put the page of this run where it belongs and say where; the pages of other periods learn of it.

    ``reports``: of the dataset; ``record``: packages.json, which lists what lies in the packages.
    """
    results = monitoring.results
    period, audience = results.dataset.period, results.audience
    pages = pages_of(run, audience, period)
    _make_way(reports, pages, period)
    packages = {key: list(package.files) for key, package in files.known(record, Package).items()}
    files.put(reports / pages[period], contents.page(monitoring, run, packages))
    for path, switch in _switches(reports, run, pages if audience == INTERNAL else None):
        data = path.read_bytes()
        if (new := index.with_periods(data, switch)) != data:
            files.put(path, new)
    return reports / pages[period]


def pages_of(run: Run, audience: str, period: str = "") -> Pages:
    """Of all periods of which the ledger has notes for this audience, and of ``period``."""
    periods = {entry.period for key, entry in run.notes.items() if audience_of(key) == audience}
    ordered = sorted(periods | ({period} if period else set()), key=period_start, reverse=True)
    if audience == PUBLIC:
        return {period: f"{home_of(period, audience)}/index.html" for period in ordered}
    return {period: f"index-{slug(period)}.html" if at else "index.html" for at, period in enumerate(ordered)}


def _make_way(reports: Path, pages: Pages, period: str) -> None:
    """The page of what was the newest period till now gets the name of an earlier one."""
    path = reports / pages[period]
    if path.is_file() and (before := index.period_of(path.read_bytes())) in pages and before != period:
        path.replace(reports / pages[before])


def _switches(reports: Path, run: Run, internal: Pages | None) -> Iterator[tuple[Path, list[Link]]]:
    """Every page there is, with the links it should have to the others."""
    public = _there(reports, pages_of(run, PUBLIC))
    ours = _there(reports, pages_of(run, INTERNAL) if internal is None else internal)
    for period, page in ours.items():
        apart = {"для публикации": public[period]} if period in public else {}
        yield reports / page, _switch(page, ours | apart)
    for page in public.values():
        yield reports / page, _switch(page, public)


def _there(reports: Path, pages: Pages) -> Pages:
    return {period: page for period, page in pages.items() if (reports / page).is_file()}


def _switch(own: str, pages: Mapping[str, str]) -> list[Link]:
    """Addresses as seen from one page; a page that is alone needs none."""
    home = Path(own).parent
    links = [Link(text, Path(relpath(page, home)).as_posix(), page == own) for text, page in pages.items()]
    return links if len(links) > 1 else []
