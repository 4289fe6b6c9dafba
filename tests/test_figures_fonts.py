"""Fonts and settings of a machine never get into a picture: neither others of the same name, nor the lack of any."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from fontTools.ttLib import TTFont
from helpers.letters_drawn import hashes
from helpers.projects import ROOT

OTHER = Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSerif-Italic.ttf")
FAMILY, FULL_NAME, POSTSCRIPT = 1, 4, 6


def user(folder: Path, **more: str) -> dict[str, str]:
    """A user with an empty home; the fonts of fontconfig are those of ``~/.fonts``."""
    (folder / ".fonts").mkdir(parents=True)
    (folder / ".config" / "matplotlib").mkdir(parents=True)
    conf = folder / "fonts.conf"
    conf.write_text(
        f"<fontconfig><dir>{folder}/.fonts</dir><cachedir>{folder}/.cache</cachedir></fontconfig>", encoding="utf-8"
    )
    home = {"HOME": str(folder), "USERPROFILE": str(folder), "MPLCONFIGDIR": str(folder / ".config" / "matplotlib")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "LC_", "LANG", "MPL"))}
    return kept | home | {"FONTCONFIG_FILE": str(conf)} | more


def bare(folder: Path) -> dict[str, str]:
    return user(folder, MPL_IGNORE_SYSTEM_FONTS="1", LC_ALL="C", TZ="Asia/Kamchatka")


def with_decoys(folder: Path) -> dict[str, str]:
    """Fonts of other letters under our names and that of seaborn's first choice, and settings of the user's own."""
    env = user(folder)
    for name in ("Arimo", "Tinos", "Arial"):
        decoy(name, folder / ".fonts" / f"{name}-Regular.ttf")
    settings = "font.family: Arimo\nfont.size: 20\nsvg.fonttype: none\nmathtext.fontset: stix\n"
    (folder / ".config" / "matplotlib" / "matplotlibrc").write_text(settings, encoding="utf-8")
    return env


def decoy(name: str, path: Path) -> None:
    """An upright font of that name by what it says of itself; it has a letter that ours do not have."""
    font = TTFont(OTHER)
    for number, said in ((FAMILY, name), (FULL_NAME, name), (POSTSCRIPT, name)):
        font["name"].setName(said, number, 3, 1, 0x409)
        font["name"].setName(said, number, 1, 0, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord("中")] = table.cmap[ord("Ж")]
    font["head"].macStyle = 0
    font["OS/2"].fsSelection = 0b1000000
    font["post"].italicAngle = 0
    font["name"].names = [entry for entry in font["name"].names if entry.nameID in (FAMILY, FULL_NAME, POSTSCRIPT)]
    font.save(path)


def start(folder: Path, machine: Callable[[Path], dict[str, str]]) -> subprocess.Popen[bytes]:
    """A process of that machine's user which draws everything."""
    places = [*(str(ROOT / place) for place in ("src", "tests", "tools")), os.environ.get("PYTHONPATH", "")]
    command = [sys.executable, str(ROOT / "tests" / "helpers" / "letters_drawn.py"), str(folder)]
    return subprocess.Popen(
        command,
        env=machine(folder) | {"PYTHONPATH": os.pathsep.join(places)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def drawn_by(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    out, err = child.communicate(timeout=100)
    assert child.returncode == 0, err.decode()
    return json.loads(out)


def test_every_machine_draws_the_same_pictures(tmp_path: Path) -> None:
    children = [start(tmp_path / "spoilt", with_decoys), start(tmp_path / "bare", bare)]
    here = hashes(tmp_path)
    spoilt, without = (drawn_by(child) for child in children)
    assert spoilt["arimo"].startswith(str(tmp_path)), "matplotlib does not see the decoy: this test shows nothing"
    assert "DejaVu" in without["arimo"], "matplotlib sees fonts of the machine"
    assert spoilt["drawn"] == here
    assert without["drawn"] == here
