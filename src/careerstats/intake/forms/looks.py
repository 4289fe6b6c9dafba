"""A workbook -> its formats by name: what is filled in is yellow, what is known is grey, what is wrong is red."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format


Looks: TypeAlias = "dict[str, Format]"

_FONT = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
_CELL = {**_FONT, "border": 1, "border_color": "#999999"}
_GREY = {"font_color": "#595959", "bg_color": "#F2F2F2"}
_LOOKS = {
    "text": {**_CELL, "text_wrap": True},
    "top": {**_CELL, "text_wrap": True, "valign": "top"},
    "head": {**_CELL, "bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "valign": "top"},
    "past": {**_CELL, **_GREY, "num_format": "0", "align": "right"},
    "past_head": {**_CELL, **_GREY, "text_wrap": True, "valign": "top", "font_size": 9},
    "number": {**_CELL, "num_format": "0", "locked": False, "bg_color": "#FFFFE5", "align": "right"},
    "flag": {**_CELL, "num_format": "@", "locked": False, "bg_color": "#FFFFE5", "align": "center"},
    "total": {**_CELL, "bold": True, "num_format": "0", "bg_color": "#EDEDED"},
    "total_code": {**_CELL, "font_color": "#EDEDED", "bg_color": "#EDEDED"},
    "notes": {**_CELL, "text_wrap": True, "font_color": "#C00000", "valign": "top"},
    "choice": {**_CELL, "bold": True, "locked": False, "bg_color": "#FFFFE5"},
    "title": {**_FONT, "bold": True, "font_size": 13},
    "plain": {**_FONT},
    "wrapped": {**_FONT, "text_wrap": True, "valign": "top"},
    "stamp": {**_FONT, "font_size": 7, "font_color": "#BFBFBF"},
    "red": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
}


def looks(book: "Workbook") -> Looks:
    """All formats of the workbook by name."""
    return {name: book.add_format(look) for name, look in _LOOKS.items()}
