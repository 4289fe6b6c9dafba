"""Name of a shipped file or folder -> its path, in an installed wheel or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def shipped(*parts: str) -> Path:
    """Path of something that lives once at the repository root: ``shipped("notebooks")``."""
    in_wheel = _PACKAGE.joinpath("_shipped", *parts)
    return in_wheel if in_wheel.exists() else _CHECKOUT.joinpath(*parts)


def fonts() -> Path:
    """Folder of the fonts that every output uses, so that no machine's own fonts get in."""
    return _PACKAGE / "fonts"
