"""careerstats: counts of municipalities -> indicators -> analytical notes that can be traced to a cell.

Everything is imported when it is first asked for, so that the command line starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from careerstats.catalogue import indicator as indicator
    from careerstats.formulas import share as share
    from careerstats.intervals import funnel_limits as funnel_limits
    from careerstats.intervals import proportion_interval as proportion_interval
    from careerstats.note.opening import open_note as open_note
    from careerstats.pipeline import load as load

_HOME = {
    "funnel_limits": "careerstats.intervals",
    "indicator": "careerstats.catalogue",
    "load": "careerstats.pipeline",
    "open_note": "careerstats.note.opening",
    "proportion_interval": "careerstats.intervals",
    "share": "careerstats.formulas",
}

__all__ = ["__version__", "funnel_limits", "indicator", "load", "open_note", "proportion_interval", "share"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'careerstats' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
