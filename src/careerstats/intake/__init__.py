"""Files of a dataset -> counts with their origin, published figures as printed, and problems with their place."""

from careerstats.intake.dataset import Dataset, find_dataset, open_dataset
from careerstats.intake.profminimum import read_profminimum
from careerstats.intake.reading import Intake, read

__all__ = ["Dataset", "Intake", "find_dataset", "open_dataset", "read", "read_profminimum"]
