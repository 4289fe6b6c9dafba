"""Built notes in PDF -> small grey pictures of their pages, and how far they are from those kept."""

import io
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[1] / "references"
DPI = 24  # a page of 198 × 281 points: shapes are seen, letters are not
TOLERANCE = 2.5  # mean difference of a page, of 255
SPOT, SPOTS = 60, 0.03  # how much of a page may differ by more than a quarter of the scale

SIX = {
    "largest": ("amur-2020", "2020/10701000/note.pdf"),
    "smallest": ("amur-2020", "2020/10775000/note.pdf"),
    "all zero": ("amur-2020", "2020/10621000/note.pdf"),
    "half without data": ("demo", "2024-25/02601000/note.pdf"),
    "longest name": ("demo", "2024-25/02506000/note.pdf"),
    "hidden cells": ("demo", "2024-25-public/02509000/note.pdf"),
}
"""What each stands for → its dataset and file under reports."""

README_NOTE = ("amur-2020", "2020/10710000/note.pdf")
README_PICTURE = ROOT.parents[1] / "docs" / "note.png"
README_DPI, README_PAGES = 62, 3


def pages(pdf: Path) -> list[np.ndarray]:
    """Pages of a PDF as arrays of grey, through poppler."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", str(pdf)]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    return _portable(raw)


def _portable(raw: bytes) -> list[np.ndarray]:
    """The pictures of a stream of PGM files, one after another."""
    found = []
    while raw.startswith(b"P5"):
        _, size, _, rest = raw.split(b"\n", 3)
        width, height = map(int, size.split())
        found.append(np.frombuffer(rest[: width * height], dtype=np.uint8).reshape(height, width))
        raw = rest[width * height :]
    return found


def sheet(found: list[np.ndarray]) -> bytes:
    """All pages side by side as one PNG of sixteen greys."""
    height = max(len(page) for page in found)
    wide = [np.pad(page, ((0, height - len(page)), (0, 1)), constant_values=255) for page in found]
    out = io.BytesIO()
    Image.fromarray(np.hstack(wide)).quantize(16).save(out, format="PNG", optimize=True)
    return out.getvalue()


def shown_in_readme(pdf: Path) -> Image.Image:
    """The first pages of a note side by side, in colour, on grey."""
    command = ["pdftoppm", "-r", str(README_DPI), "-l", str(README_PAGES), str(pdf)]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    pages = _coloured(raw)
    gap = 18
    width = sum(page.width + gap for page in pages) + gap
    picture = Image.new("RGB", (width, pages[0].height + 2 * gap), "#E5E7EA")
    left = gap
    for page in pages:
        picture.paste(page, (left, gap))
        left += page.width + gap
    return picture


def _coloured(raw: bytes) -> list[Image.Image]:
    """The pictures of a stream of PPM files, one after another."""
    pages = []
    while raw.startswith(b"P6"):
        _, size, _, rest = raw.split(b"\n", 3)
        width, height = map(int, size.split())
        pages.append(Image.frombytes("RGB", (width, height), rest[: 3 * width * height]))
        raw = rest[3 * width * height :]
    return pages


def differences(pdf: Path, kept: Path) -> list[str]:
    """What is unlike the reference, in words; nothing within the tolerance."""
    now = np.asarray(Image.open(io.BytesIO(sheet(pages(pdf)))).convert("L"), dtype=float)
    with Image.open(kept) as picture:
        then = np.asarray(picture.convert("L"), dtype=float)
    if now.shape != then.shape:
        return [f"{pdf.parent.name}: pages {then.shape} -> {now.shape}"]
    apart = np.abs(now - then)
    mean, spots = float(apart.mean()), float((apart > SPOT).mean())
    return [f"{pdf.parent.name}: mean {mean:.2f}, spots {spots:.3f}"] if mean > TOLERANCE or spots > SPOTS else []
