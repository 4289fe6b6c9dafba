"""What a person has answered so far -> a file beside the dataset: a closed tab loses nothing."""

import json
from collections.abc import Mapping
from pathlib import Path

from careerstats.batch import files


def kept(path: Path) -> dict[str, str]:
    """Texts by name; none where there is no draft, or one that cannot be read."""
    try:
        draft = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        {str(key): value for key, value in draft.items() if isinstance(value, str)} if isinstance(draft, dict) else {}
    )


def keep(path: Path, given: Mapping[str, str]) -> None:
    """Whole, or as it was. Raises OSError where the disk is full."""
    files.put(path, json.dumps(dict(given), ensure_ascii=False, indent=1).encode("utf-8"))
