"""A name, code or id and a day -> the territory as it is called on that day, or Unknown with suggestions."""

from careerstats.contracts.places import Territory
from careerstats.territories.codes import normal_code, region_of
from careerstats.territories.lookup import Unknown, find, find_region, reformed
from careerstats.territories.table import Table, load, of_region, regions

__all__ = [
    "Table",
    "Territory",
    "Unknown",
    "find",
    "find_region",
    "load",
    "normal_code",
    "of_region",
    "reformed",
    "region_of",
    "regions",
]
