"""A name, code or id and a day -> the territory as it is called on that day, or Unknown with suggestions."""

from careerstats.contracts.places import Territory
from careerstats.territories.lookup import Unknown, find
from careerstats.territories.table import Table, by_id, load, normal_code, of_region, region_of

__all__ = ["Table", "Territory", "Unknown", "by_id", "find", "load", "normal_code", "of_region", "region_of"]
