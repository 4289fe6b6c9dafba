"""A cell of a register -> the exact number it holds: 25 061 and 45,16 and −1,5 as people write them."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[-+]?(\d{1,3}( \d{3})+|\d{1,12})(\.\d{1,6})?")


def exact(text: str) -> Decimal | None:
    """The number of a cell with its decimals; None for what is no number of ordinary size."""
    plain = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").replace("–", "-")
    plain = plain.replace(",", ".")
    return Decimal(plain.replace(" ", "")) if _NUMBER.fullmatch(plain) else None
