"""careerstats: counts of municipalities -> indicators -> analytical notes that can be traced to a cell."""

__version__ = "0.1.0"
