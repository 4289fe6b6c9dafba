"""Counts of one column as read -> those that may be shares, among shares that show themselves, are asked about."""

import re
from collections.abc import Sequence

from careerstats.intake.looks import Place
from careerstats.intake.tables import Quantity, Reading, Table, address
from careerstats.model import REPORTED

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?) ?%")
_FRACTION = re.compile(r"[0-9]{1,2}[.,][0-9]+")


def doubt_shares(table: Table, places: Sequence[Place], quantity: Quantity, out: Reading) -> None:
    """A 1 beside 0,52 may be 100 %, a 72 beside 52,4 may be 72 %: where all numbers are so small, none is read.

    ``places``: the cells of the column.
    """
    spec = quantity.spec
    if quantity.flag or quantity.is_item or spec.share or spec.values in ("count", "plan") or not spec.variable:
        return
    if not any(_may_be_share(table.content(*place)) for place in places):
        return
    texts = {place: table.text(*place) for place in places}
    shares = {place: share for place, text in texts.items() if (share := _share(text)) is not None}
    whole = {place: int(text) for place, text in texts.items() if text.isdecimal() and len(text) < 10}
    if not shares or not whole:
        return
    most = 1 if max(shares.values()) < 1 else 100
    if len(shares) <= sum(number > most for number in whole.values()):
        return  # most are counts for certain, and so are the small ones among them
    doubtful = {place for place, number in whole.items() if 0 < number <= most}
    origins = {table.origin(*place) for place in doubtful}
    read = {str(count["origin"]) for count in out.counts if count["origin"] in origins and count["status"] == REPORTED}
    if read:
        first = min(shares)
        cells = ", ".join(address(*place) for place in sorted(doubtful) if table.origin(*place) in read)
        message = (
            f"столбец «{quantity.title}»: в ячейке {address(*first)} доля «{texts[first].replace('.', ',')}»; доля ли "
            f"и в {cells}, не видно; не прочитано"
        )
        what = "запишите во всех ячейках количества; если это они и есть, запишите у столбца «values: count»"
        out.problems.append(table.problem("blocking", "share_or_count", message, what, cell=address(*min(doubtful))))
        out.discard(read)


def _may_be_share(content: object) -> bool:
    return (
        not content.is_integer()
        if isinstance(content, float)
        else isinstance(content, str) and "0" <= content[:1] <= "9"
    )


def _share(text: str) -> float | None:
    """The number of a cell that can be no count: 0,52, 52,4, 51 %; nothing where it is one, or too great."""
    if match := _PERCENT.fullmatch(text):
        return max(float(match[1].replace(",", ".")), 1.0)
    number = float(text.replace(",", ".")) if _FRACTION.fullmatch(text) else 0.0
    return number if number != int(number) else None
