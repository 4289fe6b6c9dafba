"""Findings and recommendations.yaml -> numbered recommendations with their ground, and the rows of a draft plan."""

from pathlib import Path
from typing import Any

from careerstats import wording
from careerstats.catalogue.loading import read_yaml
from careerstats.errors import CatalogueError, DatasetError

Entry = dict[str, Any]


def read_register(path: Path) -> Entry:
    """The dataset's recommendations; a dataset without the file has none."""
    if not path.exists():
        return {"addressees": {}, "municipality": [], "region": [], "plan": [], "region_plan": [], "activities": {}}
    try:
        return dict(read_yaml(path))
    except CatalogueError as error:
        raise DatasetError(str(error)) from None


def recommend(entries: list[Entry], addressees: Entry, grounds: dict[str, str], words: dict[str, str], letter: str) -> list[Entry]:
    """The entries that some finding calls for, grouped by addressee and numbered through.

    ``grounds``: key of a finding (``reserve:bvb_registered``, ``site:here`` …) → its number in the note, maybe empty.
    Raises DatasetError for an unknown addressee or a word in braces that nobody fills.
    """
    chosen = [_one(entry, grounds, words, letter) for entry in entries if _called_for(entry, grounds)]
    for entry in chosen:
        if entry["to"] not in addressees:
            raise DatasetError(f"recommendations.yaml, {entry['id']}: адресата «{entry['to']}» нет в «addressees»")
    order = list(dict.fromkeys(entry["to"] for entry in chosen))
    chosen.sort(key=lambda entry: order.index(entry["to"]))
    return [{**entry, "number": place, "title": addressees[entry["to"]]} for place, entry in enumerate(chosen, 1)]


def draft_plan(lines: list[Entry], recommendations: list[Entry], activities: dict[int, str]) -> list[Entry]:
    """Rows of the plan whose recommendations are in the note, by the four kinds of activity."""
    numbers = {entry["id"]: entry["number"] for entry in recommendations}
    plan = []
    for line in lines:
        used = sorted(numbers[id] for id in line["from"] if id in numbers)
        if used:
            plan.append({**line, "numbers": used, "activity_title": activities[line["activity"]]})
    return sorted(plan, key=lambda line: line["activity"])


def _called_for(entry: Entry, grounds: dict[str, str]) -> bool:
    return any(key == "always" or key in grounds for key in entry["when"])


def _one(entry: Entry, grounds: dict[str, str], words: dict[str, str], letter: str) -> Entry:
    keys = [*entry["when"], *([entry["ground"]] if "ground" in entry else [])]
    reasons = sorted({grounds[key] for key in keys if grounds.get(key)})
    if entry.get("letter") and letter:
        reasons.append(letter)
    try:
        text = wording.fill(entry["text"], words)
    except KeyError as unknown:
        raise DatasetError(f"recommendations.yaml, {entry['id']}: слово {{{unknown.args[0]}}} программе неизвестно") from None
    return {"id": entry["id"], "to": entry["to"], "text": text, "term": entry["term"], "ground": ", ".join(reasons) or "–"}
