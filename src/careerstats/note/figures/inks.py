"""Pixels of a picture and the colours it was drawn with -> a PNG of at most 256 colours, a third of the size."""

import struct
import zlib
from itertools import chain
from typing import Any

import numpy as np

MOST = 256
STEPS = 10  # shades where one colour borders on another
NEAR = 8  # of 255
LIGHT = 140  # of 255: on lighter grounds letters are written
RGB = tuple[int, int, int]
WHITE = (255, 255, 255)


def png(pixels: Any, inks: list[RGB], dpi: float) -> bytes:
    """Rows × columns × RGBA (0…255) -> the picture in its own colours and the shades of their borders."""
    palette = np.array(shades(inks), dtype=np.uint8)
    places = _nearest(pixels, palette)
    height, width = places.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # every row begins with «not filtered»
    rows[:, 1:] = places
    per_metre = round(dpi / 0.0254)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 3)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _nearest(pixels: Any, palette: Any) -> Any:
    """Number of the nearest colour of each pixel; looked up once for each run of equal pixels."""
    four = np.ascontiguousarray(pixels).view("<u4")[..., 0]
    line = four.ravel()
    starts = np.concatenate(([0], np.flatnonzero(line[1:] != line[:-1]) + 1))
    first = line[starts].astype(np.intp)
    keys = ((first & 0xFC) << 10) | ((first >> 4) & 0xFC0) | ((first >> 18) & 0x3F)
    return np.repeat(_table(keys, palette)[keys], np.diff(starts, append=line.size)).reshape(four.shape)


def _table(keys: Any, palette: Any) -> Any:
    """Number of the nearest colour for each of these keys: six bits of each part; the colours themselves are exact."""
    used = np.flatnonzero(np.bincount(keys))
    seen = np.column_stack([used >> 12, (used >> 6) & 63, used & 63]) * 4 + 2
    gaps = ((seen[:, None, :] - palette[None, :, :].astype(np.int64)) ** 2).sum(axis=2)
    table = np.zeros(1 << 18, dtype=np.uint8)
    table[used] = gaps.argmin(axis=1)
    red, green, blue = (palette >> 2).astype(np.int64).T
    table[(red << 12 | green << 6 | blue)[::-1]] = np.arange(len(palette), dtype=np.uint8)[::-1]  # the first wins
    return table


def shades(inks: list[RGB]) -> list[RGB]:
    """The colours themselves, then what lies between each and white, then between the grounds and the letters."""
    colors = list(dict.fromkeys([WHITE, *inks]))
    dark = min(colors, key=_light)
    grounds = [one for one in colors[1:] if _light(one) >= LIGHT]
    pairs = [(WHITE, dark), *((WHITE, one) for one in colors[1:]), *((one, dark) for one in grounds)]
    found = colors[:MOST]
    for shade in chain.from_iterable(_between(*pair) for pair in pairs):
        if len(found) < MOST and all(_apart(shade, one) for one in found):
            found.append(shade)
    return found


def _apart(one: RGB, other: RGB) -> bool:
    """Far enough that the search for the nearest colour, which sees every fourth level, keeps the two apart."""
    return max(abs(part - like) for part, like in zip(one, other, strict=True)) >= NEAR


def _light(color: RGB) -> float:
    red, green, blue = color
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _between(one: RGB, other: RGB) -> list[RGB]:
    steps = np.linspace(one, other, STEPS + 2)[1:-1].round().astype(int)
    return [(int(red), int(green), int(blue)) for red, green, blue in steps]
