"""Name of a papermill engine -> the engine that runs a notebook's cells in this process.

papermill loads every registered engine while it is itself being imported, and the engine needs papermill. So the
class is looked up only when it is asked for, whichever of the two is imported first.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careerstats.batch.inprocess import InProcessEngine

__all__ = ["InProcessEngine"]


def __getattr__(name: str) -> "type[InProcessEngine]":
    if name != "InProcessEngine":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import papermill.engines  # noqa: F401 - first, or the class below would import it half-way through its own making

    from careerstats.batch.inprocess import InProcessEngine

    return InProcessEngine
