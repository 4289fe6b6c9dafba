"""Small made-up regions, and the real one, as the stages of the program see them."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from careerstats import catalogue
from careerstats.analysis.values import FACTS, Subject, judge
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.model import ABSENT, REPORTED, UNASSIGNED
from careerstats.pipeline.monitoring import Monitoring, analyse
from careerstats.territories import Territory
from careerstats.territories.kinds import noun

ROOT = Path(__file__).parents[2]
REGION = "99000000"


@cache
def amur() -> Monitoring:
    """The shipped dataset, read and computed once; nobody may change it."""
    return analyse(ROOT, "amur-2020")


def code_of(number: int) -> str:
    return f"99{number:03d}000"


def territory(number: int, kind: str = "district") -> Territory:
    """Municipality ``number`` of the made-up region; 0 is the region itself."""
    kind, name = (kind, f"Район-{number}") if number else ("region", "Область")
    return Territory(
        id=f"t-{number}", region=REGION, code=code_of(number), kind=kind, name=name, full_name=name,
        genitive=f"{name} (род.)", dative=f"{name} (дат.)", prepositional=f"{name} (предл.)", noun=noun(kind, name),
    )  # fmt: skip


def count(code: str, variable: str, value: int | None, breakdown: str = "") -> dict[str, Any]:
    """One row of counts; no value means that the cell was empty."""
    return dict.fromkeys(COUNT_COLUMNS, "") | {
        "code": code,
        "period": "2020",
        "variable": variable,
        "breakdown": breakdown,
        "value": value,
        "status": ABSENT if value is None else REPORTED,
        "origin": f"t.csv!{variable}-{code}{breakdown}",
    }


def frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COUNT_COLUMNS)).astype({"value": "Int64"})


def values(
    pairs: list[tuple[int | None, int | None]],
    *,
    unassigned: int | None = None,
    size: str = "",
    more: Iterable[Mapping[str, Any]] = (),
    cat: Any = None,
    id: str = "bvb_registered",
) -> pd.DataFrame:
    """Registered of pupils in municipalities 1, 2, … -> rows of values with plain None; the region comes last."""
    rows = [count(code_of(i), "K_reg", k) for i, (k, _) in enumerate(pairs, 1)]
    rows += [count(code_of(i), "K_611", n) for i, (_, n) in enumerate(pairs, 1)]
    if unassigned is not None:
        rows.append(count(REGION, "K_reg", unassigned, UNASSIGNED))
    subject = Subject(territory(0), [territory(i) for i in range(1, len(pairs) + 1)], "2020", size)
    found = judge(frame([*rows, *more]), cat or catalogue.load(), [id], subject).drop(columns=FACTS)
    return found.astype(object).where(found.notna(), None)
