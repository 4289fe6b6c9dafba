"""careerstats: counts of municipalities -> indicators -> analytical notes that can be traced to a cell.

Everything is imported when it is first asked for, so that the command line starts at once. Whatever is first asked for
in a notebook, documents from then on print what its cells show of pandas and matplotlib.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from careerstats.analysis.association import association as association
    from careerstats.analysis.design import design_effects as design_effects
    from careerstats.analysis.ranking import rank_intervals as rank_intervals
    from careerstats.analysis.ranking import share_groups as share_groups
    from careerstats.analysis.trend import trend as trend
    from careerstats.catalogue import indicator as indicator
    from careerstats.formulas import share as share
    from careerstats.intervals import funnel_limits as funnel_limits
    from careerstats.intervals import proportion_interval as proportion_interval
    from careerstats.pipeline.opening import open_note as open_note
    from careerstats.pipeline.tables import load as load

_HOME = {
    "association": "careerstats.analysis.association",
    "design_effects": "careerstats.analysis.design",
    "funnel_limits": "careerstats.intervals",
    "indicator": "careerstats.catalogue",
    "load": "careerstats.pipeline.tables",
    "open_note": "careerstats.pipeline.opening",
    "proportion_interval": "careerstats.intervals",
    "rank_intervals": "careerstats.analysis.ranking",
    "share": "careerstats.formulas",
    "share_groups": "careerstats.analysis.ranking",
    "trend": "careerstats.analysis.trend",
}

__all__ = [
    "__version__",
    "association",
    "design_effects",
    "funnel_limits",
    "indicator",
    "load",
    "open_note",
    "proportion_interval",
    "rank_intervals",
    "share",
    "share_groups",
    "trend",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        if "IPython" in sys.modules:
            from careerstats.shown import formatters

            formatters.install()
        return getattr(import_module(_HOME[name]), name)
    from careerstats.asking import unknown

    raise unknown("cs", name, __all__)


def __dir__() -> list[str]:
    return __all__
