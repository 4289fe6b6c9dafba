"""Values of indicators -> a weighted index, and how far its order depends on the weights.

No index ships: a region writes its own, with weights and fixed bounds, into its catalogue.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from careerstats.analysis.book import UNIT
from careerstats.catalogue import Indicator
from careerstats.formulas import Given
from careerstats.model import period_start

SWING = 0.5  # weights are moved by a half either way


def rows(levels: pd.DataFrame, indicators: Iterable[Indicator], method: str | None = None) -> pd.DataFrame:
    """Rows of the indices among ``indicators`` made of the values ``levels`` (LEVEL_COLUMNS): per place and period.

    A place that lacks a component has a row without a value.
    """
    parts = [
        _index(levels, indicator, method) for indicator in indicators if any(e.components for e in indicator.editions)
    ]
    return pd.concat(parts, ignore_index=True) if parts else levels.iloc[:0]


def _index(levels: pd.DataFrame, indicator: Indicator, method: str | None) -> pd.DataFrame:
    parts = []
    for period in sorted(levels["period"].unique(), key=period_start):
        edition = indicator.edition(period, method)
        if edition is None or not edition.components:
            continue
        ours = levels[(levels["period"] == period) & levels["indicator"].isin(list(edition.components))]
        wide = ours.pivot_table(index=UNIT, columns="indicator", values="value", dropna=False, observed=True)
        wide = wide.reindex(columns=list(edition.components))
        value = indicator.evaluate(period, method, values={id: wide[id] for id in wide}).value
        index = wide.index.to_frame(index=False).assign(indicator=indicator.id, edition=edition.since)
        parts.append(index.assign(value=np.asarray(value)))
    return pd.concat(parts, ignore_index=True).reindex(columns=levels.columns) if parts else levels.iloc[:0]


def rank_ranges(scaled: Given, weights: Given, swing: float = SWING) -> tuple[np.ndarray, np.ndarray]:
    """Best and worst place of each row over all weights within ±``swing`` of the given ones.

    ``scaled``: rows × components, each brought to 0…100; ``weights``: one per component. A row is certainly above
    another if it is so for every choice of weights, which is decided exactly component by component; the range of
    places counts those certain ones, so it is never too narrow. NaN rows (a missing component) have no place.
    """
    values, base = np.asarray(scaled, dtype=float), np.asarray(weights, dtype=float)
    known = ~np.isnan(values).any(axis=1)
    gap = values[:, None, :] - values[None, :, :]
    least = np.where(gap > 0, 1 - swing, 1 + swing) * base * gap
    above = np.nan_to_num(least.sum(axis=2), nan=-1.0) > 0
    best, worst = 1.0 + above.sum(axis=0), known.sum() - above.sum(axis=1).astype(float)
    return np.where(known, best, np.nan), np.where(known, worst, np.nan)
