"""YAML of the methods -> goals, variables and indicators with their passports, editions and worked examples."""

from careerstats.catalogue.entries import Edition, Indicator, Value, Variable
from careerstats.catalogue.loading import Catalogue, load

__all__ = ["Catalogue", "Edition", "Indicator", "Value", "Variable", "load"]
