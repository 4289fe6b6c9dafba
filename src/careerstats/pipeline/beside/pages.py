"""Values and the ledger of a run -> pages of the region, one per period and audience, that lead to each other.

index.html is the page of the newest period of which notes are built, index-2023-24.html that of an earlier one. A
public page lies with its notes, and knows of public pages only.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import asdict
from msgspec.structs import replace as changed

from careerstats import __version__, reasons, wording
from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.batch import files
from careerstats.batch.ledger import Run, audience_of
from careerstats.bundles.numbers import alike
from careerstats.contracts.audience import for_public
from careerstats.contracts.values import Value
from careerstats.export import index
from careerstats.export.index import Cell, Head, Link, Page, Place, Region, Size
from careerstats.formulas import SHARES
from careerstats.model import HIDDEN, home_of, period_start, slug
from careerstats.pipeline.beside import links
from careerstats.pipeline.beside.links import Packages, Shelf
from careerstats.pipeline.beside.package import Package
from careerstats.territories import Territory

if TYPE_CHECKING:
    from careerstats.bundles import Results
    from careerstats.catalogue import Indicator
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
    files.put(reports / pages[period], page_of(monitoring, run, packages))
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


# ---- one page


SCALES = {"percent": 100, "per_thousand": 1000, "per_one": 1, "score": 1}
"""Unit of an indicator → by what its numerator / denominator is multiplied."""


def page_of(monitoring: "Monitoring", run: Run, packages: Packages | None = None) -> bytes:
    """One page: every municipality with its figures, verdicts and links, also those whose note failed."""
    results = monitoring.results
    settings, intake = results.dataset.settings, results.intake
    ids = settings.indicators
    size = results.catalogue.variables.get(settings.peers.size)
    there = links.shelf(monitoring, run, packages or {})
    listed = _listed(results, there)
    near = {id: _near(results, id, [place.code for place in listed]) for id in ids}
    return index.write(
        Page(
            title=settings.title,
            subtitle=_subtitle(results),
            marks=_marks(results),
            public=results.audience == PUBLIC,
            period=results.dataset.period,
            region=_region(results, there, ids),
            indicators=[_head(results, id) for id in ids],
            rows=[_row(results, place, there, near) for place in listed],
            total_title=wording.capital(size.short or size.title) if size else "",
            tiles=intake.registers.tiles,
            notes=_notes(results),
            footer=f"careerstats {__version__}, набор «{results.dataset.name}»",
        )
    )


def _subtitle(results: "Results") -> str:
    """What the notes are: for whom, or of what where there is nothing to compare."""
    if not results.has_numbers:
        return "Справки о документах, решениях и опубликованных сведениях"
    region = results.intake.region.noun
    if results.audience == PUBLIC:
        return f"Сведения для родителей и прессы по муниципальным образованиям и {region.dative or 'региону'}"
    return f"Аналитические справки муниципальных образований и {region.genitive or 'региона'}"


def _marks(results: "Results") -> list[str]:
    fictional = ["Условные данные"] if results.dataset.settings.synthetic else []
    return [*fictional, "Для публикации" if results.audience == PUBLIC else "Служебная"]


# ---- columns and rows


def _head(results: "Results", id: str) -> Head:
    indicator = results.catalogue.indicators[id]
    name = indicator.spoken["column"]
    first = results.catalogue.indicators[results.dataset.settings.indicators[0]]
    wholes = [each.editions[-1].of.get("whole") for each in (indicator, first)]
    base = f"% {indicator.spoken['base']}" if wholes[0] != wholes[1] else "%" if indicator.unit == "percent" else ""
    return Head(
        id=id,
        name=name,
        base=base,
        short=f"{name}, {base}" if base else name,
        title=indicator.title,
        scale=SCALES.get(indicator.unit, 1),
        points="п.\u00a0п." if indicator.unit == "percent" else "",
    )


def _near(results: "Results", id: str, codes: Sequence[str]) -> dict[str, int]:
    """R3: of each municipality which of ``codes`` differ from it by chance if at all. Their design effects stay here:
    of a page for the public they would tell how few pupils of a small group a school has."""
    shares = results.catalogue.indicators[id].editions[-1].formula in SHARES
    return {code: index.bits(own) for code, own in alike(results, id, codes).items()} if shares else {}


def _row(results: "Results", place: Territory, there: Shelf, near: dict[str, dict[str, int]]) -> Place:
    """One line of the page; ``near``: by indicator and code, from which rows a difference may be chance."""
    cells = _cells(results, place.code, list(near))
    noun_first = place.name[:1].islower() or place.name.startswith("ЗАТО")
    return Place(
        **asdict(links.of_place(there, "municipality" if results.has_numbers else "cycle", place.code)),
        code=place.code,
        name=place.name,
        sort_name=place.name.split(" ", 1)[-1] if noun_first else place.name,
        kind=place.noun.plural,
        total=_size(results.sizes.get(place.code)),
        values=[changed(cell, near=own.get(place.code, 0)) for cell, own in zip(cells, near.values(), strict=True)],
    )


def _region(results: "Results", there: Shelf, ids: Sequence[str]) -> Region:
    """The region's own line; of a dataset without numbers its note is the one on its documents, if there is one."""
    region = results.intake.region
    leads = links.of_place(there, "region" if results.has_numbers else "cycle", region.code)
    if not results.has_numbers and leads.status == links.NOT_BUILT:
        leads = changed(leads, status="")
    cells = _cells(results, region.code, ids)
    # the region is compared with nobody: of its figure only the numbers behind it are told
    values = [
        changed(cell, verdict="", words=cell.counted or ("" if cell.words == cell.text else cell.words))
        for cell in cells
    ]
    return Region(**asdict(leads), name=region.name, total=_total_of_all(results), values=values)


def _listed(results: "Results", there: Shelf) -> list[Territory]:
    """Every municipality; where there are no numbers, those whose documents are told."""
    everyone = results.intake.territories
    return everyone if results.has_numbers else [place for place in everyone if f"cycle-{place.code}" in there.notes]


def _total_of_all(results: "Results") -> Size:
    """The region's own number, else the sum of its municipalities, if every one of them is known."""
    own = [results.sizes.get(place.code) for place in results.intake.territories]
    known = [size for size in own if size is not None]
    return _size(results.sizes.get(results.intake.region.code) or (sum(known) if len(known) == len(own) else None))


def _size(size: int | None) -> Size:
    return Size(wording.NO_DATA if size is None else wording.integer(size), size)


# ---- one figure


def _cells(results: "Results", code: str, ids: Sequence[str]) -> list[Cell]:
    own = {id: row for id, row in results.rows.get(code, {}).items() if id in ids}
    if results.audience == PUBLIC:
        own = {id: for_public(row) for id, row in own.items()}
    return [_cell(own.get(id), results.catalogue.indicators[id]) for id in ids]


def _cell(row: Value | None, indicator: "Indicator") -> Cell:
    if row is not None and row.status == HIDDEN:
        return Cell(text=wording.HIDDEN, words=reasons.uncompared(row))
    if row is None or not row.has_share:
        return Cell(text=wording.NO_DATA, words=wording.NO_DATA)
    part, whole = row.own
    counted = f"{reasons.NEARLY if row.is_rounded else ''}{wording.integer(part)} из {wording.integer(whole)}"
    words = reasons.verdict(row, indicator.spoken["noun_genitive"]) if row.verdict else ""
    reason = f"{words}{reasons.tentative(row)}"
    return Cell(
        text=reasons.marked(wording.decimal(SCALES.get(indicator.unit, 1) * Fraction(part, whole)), row),
        words=f"{counted}: {reason}" if reason else counted,
        sort=row.value,
        verdict=shown_as(row),
        shade=shade_of(row),
        counted=counted,
        counts=(part, whole),
    )


def shown_as(row: Value) -> str:
    """Its verdict, or that chance would give as much, or that too little is known: each has a sign of its own."""
    if row.tentative:
        return f"look_{row.verdict}"
    if row.verdict != "same" or row.small or not row.rest or row.value is None:
        return row.verdict
    if row.grade == "beyond_95":
        return "look_below" if row.value < row.rest else "look_above"
    return "few" if row.power_low else "same"


def shade_of(row: Value) -> float | None:
    """−1…1: how far from the others, as a share of their level; only verdicts of below and above are shaded,
    and none that chance would give too."""
    if row.tentative or row.verdict not in ("below", "above") or not row.rest or row.value is None:
        return 0.0
    gap = (row.value - row.rest) / row.rest
    return float(max(-1.0, min(1.0, gap)))


def _notes(results: "Results") -> list[str]:
    if not results.has_numbers:
        return ["Показателей для сопоставления нет: справки составлены по реестрам документов, решений и сведений."]
    row = next(iter(results.rows[results.intake.region.code].values()))
    of_region = results.rows[results.intake.region.code].values()
    unassigned = any(value.unassigned for value in of_region)
    without = "; без участников, не указавших муниципальное образование" if unassigned else ""
    compared = (
        f"Каждое муниципальное образование сравнено с остальными в целом{without}. Таблица не является рейтингом."
    )
    whole = "Значения региона рассчитаны вместе с участниками, не указавшими муниципальное образование."
    ids = results.dataset.settings.indicators
    shown = (own[id] for own in results.rows.values() for id in ids if id in own)
    more = [compared, *([whole] if unassigned else []), *reasons.mark_note(shown, results.dataset.settings.rules)]
    if not row.reported:
        return more
    return [f"Сведения представили {wording.municipalities(row.reported)} из {row.expected}.", *more]
