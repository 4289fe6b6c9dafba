"""A picture of whatever kind -> a figure block in both forms, with words for those who cannot see it."""

import base64
import binascii
import re
import struct
from collections.abc import Mapping
from io import BytesIO
from urllib.parse import unquote

from careerstats import blocks, letters
from careerstats.contracts.plain import Data
from careerstats.errors import NoteError

DPI = 200
WIDEST_MM = 165.0  # the text of a page
MM_PER_INCH = 25.4
MM_PER_PIXEL = MM_PER_INCH / 96  # of a screen, by CSS
KINDS = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
NO_FILE = (
    "рисунок «{address}» не прочитать: документ строится из самого блокнота. Перетащите файл в ячейку (он станет "
    'вложением) или покажите его: IPython.display.Image("{address}", embed=True).'
)
BROKEN = "рисунок не читается: это не {kind}. Сохраните его снова."


def of_address(address: str, alt: str, attached: Mapping[str, Mapping[str, str]]) -> blocks.Figure:
    """A picture by its address in Markdown or HTML: pasted into the cell, or held by the address itself."""
    name = address.removeprefix("attachment:")
    if name != address and (kinds := attached.get(name) or attached.get(unquote(name))):
        kind = next((kind for kind in KINDS if kind in kinds), "")
        return of_data(kind, kinds.get(kind, ""), alt)
    if match := re.fullmatch(r"data:(image/[\w+.-]+);base64,(.+)", address, re.DOTALL):
        return of_data(match[1], match[2], alt)
    raise NoteError(NO_FILE.format(address=unquote(address)))


def of_data(kind: str, data: str, alt: str, size: Data | None = None) -> blocks.Figure:
    """A picture of a notebook's output; ``size``: width and height in pixels of a screen, where the output says so."""
    if kind == "image/svg+xml":
        return of_svg(data if data.lstrip().startswith("<") else _decoded(data).decode("utf-8"), alt)
    png = _as_png(_decoded(data), kind)
    pixels = pixels_of(png)
    shown = (size or {}).get("width") or pixels[0]
    width = min(float(str(shown)) * MM_PER_PIXEL, WIDEST_MM)
    return of_png(png, alt, width, width * pixels[1] / pixels[0])


def of_png(png: bytes, alt: str, width_mm: float, height_mm: float) -> blocks.Figure:
    """Pixels alone: what wants lines gets the pixels inside."""
    text = base64.b64encode(png).decode("ascii")
    size = f'width="{width_mm:.1f}mm" height="{height_mm:.1f}mm" viewBox="0 0 {width_mm:.1f} {height_mm:.1f}"'
    image = f'<image width="{width_mm:.1f}" height="{height_mm:.1f}" xlink:href="data:image/png;base64,{text}"/>'
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return _figure(png, f"<svg {spaces} {size}>{image}</svg>", alt, width_mm, height_mm)


def of_svg(svg: str, alt: str) -> blocks.Figure:
    """Lines alone: pixels are drawn from them by Typst, with no font of the machine."""
    import typst

    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    try:
        drawn = {"svg": letters.named(svg)}
        png = typst.compile(page.encode(), format="png", ppi=DPI, sys_inputs=drawn, ignore_system_fonts=True)
    except typst.TypstError as error:
        raise NoteError(BROKEN.format(kind="SVG")) from error
    if not isinstance(png, bytes):
        raise NoteError(BROKEN.format(kind="SVG"))
    return of_both(png, svg, alt)


def of_both(png: bytes, svg: str, alt: str) -> blocks.Figure:
    """A picture drawn in lines and, at ``DPI``, in pixels; no wider than a page."""
    width, height = (side / DPI * MM_PER_INCH for side in pixels_of(png))
    scale = min(1.0, WIDEST_MM / width)
    return _figure(png, svg, alt, width * scale, height * scale)


def _figure(png: bytes, svg: str, alt: str, width_mm: float, height_mm: float) -> blocks.Figure:
    size = {"width_mm": round(width_mm, 1), "height_mm": round(height_mm, 1)}
    return blocks.figure("", "", alt, png=png, svg=svg, **size)


def pixels_of(png: bytes) -> tuple[int, int]:
    """Width and height."""
    wide, high = struct.unpack(">II", png[16:24])
    return int(wide), int(high)


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data)
    except (binascii.Error, ValueError) as error:
        raise NoteError(BROKEN.format(kind="рисунок")) from error


def _as_png(raw: bytes, kind: str) -> bytes:
    """One form of pixels for all writers; PNG stays as it is, if all of it is there."""
    from PIL import Image, UnidentifiedImageError

    made = BytesIO()
    try:
        picture = Image.open(BytesIO(raw))
        picture.load()
        if kind == "image/png" and picture.format == "PNG":
            return raw
        picture.convert("RGBA").save(made, "PNG")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NoteError(BROKEN.format(kind=kind.removeprefix("image/").upper())) from error
    return made.getvalue()
