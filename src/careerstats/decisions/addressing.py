"""Names of addressees and headings of recommendations -> headings that call the addressee by its own name."""

import re

from careerstats import wording
from careerstats.contracts.decisions import Addressee
from careerstats.contracts.recommendations import Register

_HEADING = re.compile(r"(?P<who>.+?)(?P<verb> рекомендовать| предлагается| обеспечить)?:")

_SINGLE = "operator"
"""Its heading is a sentence of another form: it keeps the neutral words."""


def of_place(addressees: list[Addressee], code: str, region: str) -> dict[str, Addressee]:
    """Role → who it is in a municipality: its own line, else that of the region."""
    own: dict[str, Addressee] = {}
    for place in (region, code):
        own |= {addressee.role: addressee for addressee in addressees if addressee.code == place}
    return own


def positions_of(register: Register, names: dict[str, Addressee]) -> dict[str, str]:
    """Role → the position of who is to do it, as the place calls it itself."""
    return register.positions | {role: name.position for role, name in names.items() if name.position}


def addressed(headings: dict[str, str], names: dict[str, Addressee]) -> dict[str, str]:
    """«Органу управления образованием рекомендовать:» → «Комитету образования города Зеи рекомендовать:»."""
    return {role: _heading(role, text, names.get(role)) for role, text in headings.items()}


def _heading(role: str, text: str, name: Addressee | None) -> str:
    heading = _HEADING.fullmatch(text)
    if name is None or not name.dative or heading is None or role == _SINGLE:
        return text
    return f"{wording.capital(name.dative)}{heading['verb'] or ''}:"
