"""Values of a dataset and its catalogue -> one row per indicator: what it is of, and of whom it is known."""

import pandas as pd

from careerstats.catalogue import Catalogue
from careerstats.model import period_start

COLUMNS = ("title", "unit", "part", "whole", "period", "periods", "municipalities", "compared", "schools")


def overview(values: pd.DataFrame, catalogue: Catalogue, region: str) -> pd.DataFrame:
    """By id, in the order of the catalogue: title, unit, variables, and of the newest ``period`` with a number how many
    ``municipalities`` and ``schools`` have one and how many are ``compared`` with the others."""
    known = values[values["value"].notna() & (values["breakdown"] == "")]
    rows = {id: _row(catalogue, id, known[known["indicator"] == id], region) for id in catalogue.indicators}
    there = {id: row for id, row in rows.items() if row}
    frame = pd.DataFrame.from_dict(there, orient="index", columns=list(COLUMNS))
    return frame.rename_axis("indicator")


def _row(catalogue: Catalogue, id: str, known: pd.DataFrame, region: str) -> tuple[object, ...]:
    if known.empty:
        return ()
    indicator, periods = catalogue.indicators[id], sorted(set(known["period"]), key=period_start)
    edition, now = indicator.edition(periods[-1]), known[known["period"] == periods[-1]]
    of = edition.of if edition else {}
    places = now[(now["organisation"] == "") & (now["code"] != region)]
    compared = places["verdict"].isin(["below", "above", "same"])
    return (
        indicator.short or indicator.title, indicator.unit, of.get("part", ""), of.get("whole", ""), periods[-1],
        len(periods), len(places), int(compared.sum()), int((now["organisation"] != "").sum()),
    )  # fmt: skip
