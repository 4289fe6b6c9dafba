"""A matplotlib figure -> its PNG and its SVG, drawn once: every stroke goes to both, every letter is read once.

The PNG has at most 256 colours, those it was drawn with and the shades of their borders: a third of the size.
"""

import io
import math
from functools import lru_cache
from itertools import chain
from typing import Literal, cast

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform
from matplotlib.typing import ColorType
from numpy.typing import ArrayLike
from PIL import Image

from careerstats.note.figures import lettering

RGB = tuple[int, int, int]
RGBA = tuple[float, float, float] | tuple[float, float, float, float]
POINTS = 72  # a figure is drawn in points: the units of its SVG
MOST = 256
STEPS = 10  # shades where one colour borders on another
NEAR = 8  # of 255
LIGHT = 140  # of 255: on lighter grounds letters are written
WHITE = (255, 255, 255)
LETTERS = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C"}
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="{0}pt" height="{1}pt" viewBox="0 0 {0} {1}">\n'
)


class Pen(RendererBase):
    """What matplotlib draws with: the parts of an SVG in points, and pixels ``scale`` times as many."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self.size = (width, height)
        self.grow = Affine2D().scale(dpi / POINTS)
        self.flip = Affine2D().scale(1, -1).translate(0, height)
        self.pixels = RendererAgg(width * dpi / POINTS, height * dpi / POINTS, dpi)
        self.parts: list[str] = []
        self.defined: dict[str, str] = {}
        self.inks: list[RGB] = []

    # ---- what matplotlib asks of a renderer

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.size

    def flipy(self) -> bool:
        return False

    def points_to_pixels(self, points: ArrayLike) -> ArrayLike:
        return points

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        """One height for all lines: beside each other they share their base, whatever letters they have."""
        points = prop.get_size_in_points()
        width = lettering.line_width(lettering.face_of(prop.get_weight()), s) / lettering.EM
        return points * width, points * (lettering.ASCENT + lettering.DESCENT), points * lettering.DESCENT

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        """What a line takes above its base, below it and between lines: unanswered, matplotlib looks for a font."""
        size = prop.get_size_in_points() / lettering.EM
        above, below, between = lettering.LINE
        return size * above, size * below, size * between

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Outline,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 (named by matplotlib)
    ) -> None:
        self.pixels.draw_path(self._grown(gc), path, transform + self.grow, rgbFace)
        self.parts.append(
            f'<path d="{_d(path, transform + self.flip)}"{self._style(gc, cast("RGBA | None", rgbFace))}/>\n'
        )

    def draw_markers(  # noqa: PLR0917 (called by matplotlib)
        self,
        gc: GraphicsContextBase,
        marker_path: Outline,
        marker_trans: Transform,
        path: Outline,
        trans: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803
    ) -> None:
        grown = self._grown(gc)
        self.pixels.draw_markers(grown, marker_path, marker_trans + self.grow, path, trans + self.grow, rgbFace)
        name = self._defined("m", f'<path id="{{}}" d="{_d(marker_path, marker_trans + Affine2D().scale(1, -1))}"/>')
        spots = (trans + self.flip).transform(path.vertices)
        uses = "".join(f'<use xlink:href="#{name}" x="{_short(x)}" y="{_short(y)}"/>' for x, y in spots)
        self.parts.append(f"<g{self._style(gc, cast('RGBA | None', rgbFace))}>{uses}</g>\n")

    def draw_text(  # noqa: PLR0917 (called by matplotlib)
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | Literal["TeX"] = False,
        mtext: Text | None = None,
    ) -> None:
        face, size = lettering.face_of(prop.get_weight()), prop.get_size_in_points() / lettering.EM
        whole = lettering.outline(face, s)
        if whole is None:
            return
        ink = gc.get_rgb()
        plain = self.pixels.new_gc()
        plain.set_linewidth(0)
        plain.set_snap(False)
        turned = Affine2D().scale(size).rotate_deg(angle).translate(x, y)
        self.pixels.draw_path(plain, whole, turned + self.grow, ink)
        self._use(ink)
        self.parts.append(self._text((face, s), (x, self.size[1] - y), size, angle, to_hex(ink[:3])))

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: ArrayLike, transform: Transform | None = None
    ) -> None:
        raise NotImplementedError("a figure of a note has no photographs")

    # ---- our own

    def png(self) -> bytes:
        """The picture in its own colours and the shades of their borders."""
        rows, written, dpi = pixels(self), io.BytesIO(), self.pixels.dpi
        palette = Image.new("P", (1, 1))
        palette.putpalette(list(chain.from_iterable(shades(self.inks))))
        drawn = Image.new("RGB", (rows.shape[1], rows.shape[0]), None)
        drawn.frombytes(rows, "raw", "RGBX")
        drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(written, "PNG", dpi=(dpi, dpi))
        return written.getvalue()

    def svg(self) -> str:
        """The whole SVG; what several parts use stands first."""
        head = HEAD.format(*map(_short, self.size))
        return f"{head}<defs>\n{''.join(self.defined.values())}</defs>\n{''.join(self.parts)}</svg>\n"

    def _text(self, line: tuple[str, str], at: tuple[float, float], size: float, angle: float, color: str) -> str:
        uses, step, (face, s) = [], 0.0, line
        for char in s:
            letter = lettering.letter(face, char)
            if len(letter.vertices):
                uses.append(f'<use xlink:href="#{self._letter(face, char)}" x="{_short(step)}"/>')
            step += letter.advance
        turn = f" rotate({_short(-angle)})" if angle else ""
        move = f"translate({_short(at[0])} {_short(at[1])}){turn} scale({size:.6f} {-size:.6f})"
        return f'<g fill="{color}" transform="{move}">{"".join(uses)}</g>\n'

    def _letter(self, face: str, char: str) -> str:
        name = f"{face}{ord(char):x}"
        if name not in self.defined:
            self.defined[name] = f'<path id="{name}" d="{_of_letter(face, char)}"/>\n'
        return name

    def _defined(self, kind: str, what: str) -> str:
        """The name of something that several parts use, numbered in the order of their first use."""
        known = {text: name for name, text in self.defined.items() if name.startswith(kind)}
        for name in known.values():
            if self.defined[name] == what.format(name) + "\n":
                return name
        name = f"{kind}{len(known)}"
        self.defined[name] = what.format(name) + "\n"
        return name

    def _style(self, gc: GraphicsContextBase, face: RGBA | None) -> str:
        """Fill, stroke and clip of a part as attributes."""
        self._use(face)
        texts = [_fill(face, gc) if gc.get_hatch() is None else f' fill="url(#{self._hatch(gc, face)})"']
        if width := gc.get_linewidth():
            self._use(gc.get_rgb())
            texts.append(_stroke(gc, width))
        if clip := self._clip(gc):
            texts.append(f' clip-path="url(#{clip})"')
        return "".join(texts)

    def _use(self, color: RGBA | None) -> None:
        """Keep a colour in the order of first use."""
        if color is not None:
            red, green, blue = (round(255 * float(part)) for part in color[:3])
            if (red, green, blue) not in self.inks:
                self.inks.append((red, green, blue))

    def _hatch(self, gc: GraphicsContextBase, face: RGBA | None) -> str:
        lines = _d(gc.get_hatch_path(), Affine2D().scale(POINTS, -POINTS).translate(0, POINTS))
        self._use(cast("RGBA", gc.get_hatch_color()))
        ground = to_hex(face[:3]) if face is not None else "none"
        ink = to_hex(gc.get_hatch_color()[:3])
        tile = f'<rect width="{POINTS}" height="{POINTS}" fill="{ground}"/><path d="{lines}" stroke="{ink}"/>'
        sides = f'width="{POINTS}" height="{POINTS}"'
        return self._defined("h", f'<pattern id="{{}}" patternUnits="userSpaceOnUse" {sides}>{tile}</pattern>')

    def _clip(self, gc: GraphicsContextBase) -> str:
        """The name of the rectangle that a part may not leave; none where that is the whole canvas."""
        box = gc.get_clip_rectangle()
        if box is None or self._is_all(box):
            return ""
        left, top = box.x0, self.size[1] - box.y1
        sides = f'x="{_short(left)}" y="{_short(top)}" width="{_short(box.width)}" height="{_short(box.height)}"'
        return self._defined("c", f'<clipPath id="{{}}"><rect {sides}/></clipPath>')

    def _is_all(self, box: Bbox) -> bool:
        return bool(box.x0 <= 0 and box.y0 <= 0 and box.x1 >= self.size[0] and box.y1 >= self.size[1])

    def _grown(self, gc: GraphicsContextBase) -> GraphicsContextBase:
        """The same look for the pixels: only the clip is a place, line widths are in points."""
        box = gc.get_clip_rectangle()
        grown = self.pixels.new_gc()
        grown.copy_properties(gc)
        grown.set_clip_path(None)
        scale = self.grow.get_matrix()[0, 0]
        inside = None if box is None or self._is_all(box) else Bbox(np.asarray(box.get_points()) * scale)
        grown.set_clip_rectangle(inside)
        return grown


def draw(figure: Figure, dpi: float) -> Pen:
    """Draw a figure once; the pen then has its pixels, its SVG and its colours."""
    figure.set_dpi(POINTS)
    width, height = figure.get_size_inches() * POINTS
    pen = Pen(float(width), float(height), dpi)
    vars(figure.canvas)["get_renderer"] = lambda: pen  # what a layout engine measures texts with
    figure.draw(pen)
    return pen


def pixels(pen: Pen) -> np.ndarray:
    """Rows × columns × RGBA, 0…255."""
    return np.asarray(pen.pixels.buffer_rgba())


@lru_cache(maxsize=4096)
def _of_letter(face: str, char: str) -> str:
    """A letter's outline, written once for all pictures."""
    letter = lettering.letter(face, char)
    return _d(Outline(letter.vertices, letter.codes), Affine2D())


def _d(path: Outline, transform: Transform) -> str:
    """A path as SVG writes it."""
    parts = []
    for vertices, code in path.iter_segments(transform, remove_nans=False, simplify=False):
        parts.append("Z" if code == Outline.CLOSEPOLY else LETTERS[code] + " ".join(map(_short, vertices)))
    return "".join(parts)


def _short(number: float) -> str:
    """Two decimals of a point, without idle zeros: «12.5», «-3», «0»."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _fill(face: RGBA | None, gc: GraphicsContextBase) -> str:
    if face is None:
        return ' fill="none"'
    alpha = gc.get_alpha() if gc.get_forced_alpha() else (face[3] if len(face) == 4 else 1)
    seen = "" if math.isclose(alpha, 1) else f' fill-opacity="{_short(alpha)}"'
    return f' fill="{to_hex(face[:3])}"{seen}'


def _stroke(gc: GraphicsContextBase, width: float) -> str:
    offset, dashes = gc.get_dashes()
    text = f' stroke="{to_hex(gc.get_rgb()[:3])}" stroke-width="{_short(width)}" stroke-linejoin="{gc.get_joinstyle()}"'
    if not math.isclose(gc.get_rgb()[3], 1):
        text += f' stroke-opacity="{_short(gc.get_rgb()[3])}"'
    if dashes is not None:
        lengths = " ".join(map(_short, np.asarray(dashes, dtype=float)))
        text += f' stroke-dasharray="{lengths}" stroke-dashoffset="{_short(offset)}"'
    cap = {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle())
    return text if cap == "butt" else f'{text} stroke-linecap="{cap}"'


# ---- the palette


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
