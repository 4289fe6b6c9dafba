"""A dataset -> counts -> values -> decisions -> bundles -> notes -> the page of the region: the whole run.

Nothing heavy is imported until the first look-up has found that something changed.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careerstats.pipeline.tables import load as load


def __getattr__(name: str) -> object:
    if name == "load":
        from careerstats.pipeline.tables import load

        return load
    raise AttributeError(name)
