"""Two bundles of one note -> what changed, in words."""

import json
from pathlib import Path
from typing import Any

from careerstats import wording

SHOWN = 3


def between(old: Path, new: Path) -> str:
    """« (изменился показатель …: 46,5 → 46,7)»; empty where the old bundle is gone, or newer than its note."""
    if not old.is_file():
        return ""
    before, after = (json.loads(path.read_text(encoding="utf-8")) for path in (old, new))
    if before == after:
        return ""
    changed = [text for id in after["passports"] if (text := _value(id, before, after))]
    if not changed:
        return f" ({_other(before, after)})"
    more = f" и ещё {len(changed) - SHOWN}" if len(changed) > SHOWN else ""
    return f" (изменился показатель {'; '.join(changed[:SHOWN])}{more})"


def _other(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What changed where the note's own shares did not."""
    texts = before.get("texts") != after.get("texts")
    if {**before, "texts": {}} == {**after, "texts": {}}:
        return _TEXTS
    return f"изменились сведения, с которыми сравнивается{f', и {_TEXTS}' if texts else ''}"


_TEXTS = "изменился авторский текст из папки texts"


def _value(id: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    was, now = _share(id, before), _share(id, after)
    if was == now:
        return ""
    return f"«{after['passports'][id]['short']}»: {was} → {now}"


def _share(id: str, bundle: dict[str, Any]) -> str:
    rows = bundle.get("values") or list(bundle["region_values"].values())
    row = next((one for one in rows if one["indicator"] == id), None)
    if not row or row["numerator"] is None or not row["denominator"]:
        return wording.NO_DATA
    return wording.percent_of(row["numerator"], row["denominator"])


def refined(old: Path, new: Path) -> list[str]:
    """«short name»: было 46,5 %, стало 46,7 %: every indicator of the note whose share is another now."""
    before, after = (json.loads(path.read_text(encoding="utf-8")) for path in (old, new))
    shares = ((id, _share(id, before), _share(id, after)) for id in after["passports"])
    names = {id: passport["short"] for id, passport in after["passports"].items()}
    return [f"«{names[id]}»: было {_per_cent(was)}, стало {_per_cent(now)}" for id, was, now in shares if was != now]


def _per_cent(share: str) -> str:
    return share if share == wording.NO_DATA else f"{share}{wording.NBSP}%"
