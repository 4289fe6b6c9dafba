"""Values and the ledger of a run -> the page of the region."""

from typing import TYPE_CHECKING, Any

from careerstats import __version__, wording
from careerstats.export import index
from careerstats.model import APART, HIDDEN, home_of, slug
from careerstats.territories import Territory

if TYPE_CHECKING:
    from careerstats.catalogue import Variable
    from careerstats.pipeline.monitoring import Monitoring

Row = dict[str, Any]

FORMATS = {"html": "HTML", "docx": "DOCX", "pdf": "PDF"}


def page(monitoring: "Monitoring", run: Row) -> bytes:
    """index.html: every municipality with its figures, verdicts and links, also those whose note failed."""
    results = monitoring.results
    settings, intake = results.dataset.settings, results.intake
    ids = settings.get("indicators", [])
    period = slug(results.dataset.period)
    size = settings.get("peers", {}).get("size")
    return index.write(
        {
            "title": settings["title"],
            "subtitle": f"Аналитические справки муниципальных образований и {_of_region(intake.region)}",
            "marks": ["Условные данные"] if settings.get("synthetic") else [],
            "period": results.dataset.period,
            "region": {"name": intake.region.name, **_of_place(monitoring, run, f"region-{intake.region.code}")},
            "indicators": [_indicator(monitoring, id) for id in ids],
            "rows": [_row(monitoring, one, run, ids, period) for one in _listed(monitoring, run, period)],
            "total_title": _size_title(results.catalogue.variables.get(size)),
            "notes": _notes(monitoring),
            "footer": f"careerstats {__version__}, набор «{results.dataset.name}»",
        }
    )


def _size_title(variable: "Variable | None") -> str:
    return wording.capital(variable.short or variable.title) if variable else ""


def _of_region(region: Territory) -> str:
    return str(region.noun.get("genitive") or "региона")


def _indicator(monitoring: "Monitoring", id: str) -> Row:
    one = monitoring.results.catalogue.indicators[id]
    name = one.spoken["column"]
    first = monitoring.results.dataset.settings["indicators"][0]
    wholes = [each.editions[-1].of.get("whole") for each in (one, monitoring.results.catalogue.indicators[first])]
    of_part = f", % {one.spoken['base']}" if wholes[0] != wholes[1] else ""
    unit = "" if of_part or one.unit != "percent" else "%"
    return {"id": id, "short": f"{name}{of_part}", "title": one.title, "unit": unit}


def _row(monitoring: "Monitoring", one: Territory, run: Row, ids: list[str], period: str) -> Row:
    own = monitoring.results.rows.get(one.code, {})
    size = monitoring.results.sizes.get(one.code)
    return {
        "code": one.code,
        "name": one.name,
        "sort_name": one.name.split(" ", 1)[-1] if one.name[:1].islower() or one.name.startswith("ЗАТО") else one.name,
        "kind": str(one.noun.get("plural") or ""),
        "total": {"text": wording.NO_DATA if size is None else wording.integer(size), "sort": size},
        **_of_place(monitoring, run, f"municipality-{one.code}"),
        "values": [_cell(own.get(id)) for id in ids],
    }


def _listed(monitoring: "Monitoring", run: Row, period: str) -> list[Territory]:
    """Every municipality; where there are no numbers, those whose documents are told."""
    everyone = monitoring.results.intake.territories
    if monitoring.results.has_numbers:
        return everyone
    return [one for one in everyone if f"{period}/cycle-{one.code}" in run["notes"]]


def _of_place(monitoring: "Monitoring", run: Row, note: str) -> Row:
    """Links to the note of a place; of a dataset without numbers, to that on its documents."""
    period = home_of(monitoring.results.dataset.period, monitoring.results.audience)
    if monitoring.results.has_numbers:
        return _links(f"{period}/{note}", run)
    found = _links(f"{period}/cycle-{note.rsplit('-', 1)[1]}", run)
    return found if found["links"] or note.startswith("municipality") else {"links": [], "status": ""}


def _links(key: str, run: Row) -> Row:
    entry = run["notes"].get(key)
    if entry is None:
        return {"links": [], "status": "справка не построена"}
    home = key.partition("/")[0]
    folder = entry["code"] if home.endswith(APART) else f"{home}/{entry['code']}"  # the public page lies in its folder
    stem = "cycle" if "/cycle-" in key else "note"
    names = {suffix: name for name in entry["outputs"] for suffix in FORMATS if name == f"{stem}.{suffix}"}
    links = [{"text": FORMATS[suffix], "href": f"{folder}/{names[suffix]}"} for suffix in FORMATS if suffix in names]
    return {"links": links, "status": "" if entry["status"] == "done" else f"не построена: {entry['error']['message']}"}


def _cell(row: Row | None) -> Row:
    if row is not None and row.get("status") == HIDDEN:
        hidden = {"text": wording.HIDDEN, "words": row["reason"]}
        return hidden | {"sort": None, "verdict": "not_comparable", "shade": None}
    if row is None or row["numerator"] is None or not row["denominator"]:
        unknown = {"text": wording.NO_DATA, "words": wording.NO_DATA}
        return unknown | {"sort": None, "verdict": "not_comparable", "shade": None}
    return {
        "text": wording.percent_of(row["numerator"], row["denominator"]),
        "sort": row["value"],
        "verdict": row["verdict"],
        "words": f"{wording.integer(row['numerator'])} из {wording.integer(row['denominator'])}: {row['reason']}",
        "shade": _shade(row),
    }


def _shade(row: Row) -> float | None:
    """−1…1: how far from the others, as a share of their level; only verdicts of below and above are shaded."""
    if row["verdict"] not in ("below", "above") or not row["rest"]:
        return 0.0
    gap = (row["value"] - row["rest"]) / row["rest"]
    return float(max(-1.0, min(1.0, gap)))


def _notes(monitoring: "Monitoring") -> list[str]:
    if not monitoring.results.has_numbers:
        return ["Чисел в наборе нет: справки составлены по реестрам документов и решений."]
    row = next(iter(monitoring.results.rows[monitoring.results.intake.region.code].values()))
    of_region = monitoring.results.rows[monitoring.results.intake.region.code].values()
    unassigned = any(one["unassigned"] for one in of_region)
    without = "; без участников, не указавших муниципальное образование" if unassigned else ""
    compared = (
        f"Каждое муниципальное образование сравнено с остальными в целом{without}. Таблица не является рейтингом."
    )
    if not row["reported"]:
        return [compared]
    return [f"Сведения представили {wording.municipalities(row['reported'])} из {row['expected']}.", compared]
