"""Pixels of a picture and the colours it was drawn with -> a PNG of at most 256 colours, a third of the size."""

import io
from itertools import chain

import numpy as np
from PIL import Image

MOST = 256
STEPS = 10  # shades where one colour borders on another
NEAR = 8  # of 255
LIGHT = 140  # of 255: on lighter grounds letters are written
RGB = tuple[int, int, int]
WHITE = (255, 255, 255)


def png(pixels: np.ndarray, inks: list[RGB], dpi: float) -> bytes:
    """Rows × columns × RGBA (0…255) -> the picture in its own colours and the shades of their borders."""
    palette = Image.new("P", (1, 1))
    palette.putpalette(list(chain.from_iterable(shades(inks))))
    drawn = Image.new("RGB", (pixels.shape[1], pixels.shape[0]), None)
    drawn.frombytes(pixels, "raw", "RGBX")
    written = io.BytesIO()
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(written, "PNG", dpi=(dpi, dpi))
    return written.getvalue()


def shades(inks: list[RGB]) -> list[RGB]:
    """The colours themselves, then what lies between each and white, then between the grounds and the letters."""
    colors = list(dict.fromkeys([WHITE, *inks]))
    dark = min(colors, key=_light)
    grounds = [color for color in colors[1:] if _light(color) >= LIGHT]
    pairs = [(WHITE, dark), *((WHITE, color) for color in colors[1:]), *((ground, dark) for ground in grounds)]
    chosen = colors[:MOST]
    for shade in chain.from_iterable(_between(*pair) for pair in pairs):
        if len(chosen) < MOST and all(_apart(shade, color) for color in chosen):
            chosen.append(shade)
    return chosen


def _apart(color: RGB, other: RGB) -> bool:
    """Far enough that an eye sees two colours, and the search for the nearest one keeps them apart."""
    (red, green, blue), (like_red, like_green, like_blue) = color, other
    return abs(red - like_red) >= NEAR or abs(green - like_green) >= NEAR or abs(blue - like_blue) >= NEAR


def _light(color: RGB) -> float:
    red, green, blue = color
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _between(color: RGB, other: RGB) -> list[RGB]:
    steps = np.linspace(color, other, STEPS + 2)[1:-1].round().astype(int)
    return [(int(red), int(green), int(blue)) for red, green, blue in steps]
