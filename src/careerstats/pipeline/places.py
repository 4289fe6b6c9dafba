"""What a user calls a municipality -> the one that is meant: for ``--only``, ``trace`` and ``open_note`` alike."""

from pathlib import Path

from careerstats import territories
from careerstats.model import names_in_force


def place_of(text: str, region: str, period: str, folder: Path) -> territories.Territory | territories.Unknown:
    """By code, id, name in force in ``period`` or spelling; ``folder``: the dataset's, which may add its own."""
    return territories.find(text, region, names_in_force(period), territories.load(folder))
