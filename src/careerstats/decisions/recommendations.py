"""Findings and recommendations.yaml -> numbered recommendations with their ground, and the rows of a draft plan."""

from pathlib import Path
from typing import Any

from careerstats import wording
from careerstats.catalogue.loading import read_yaml
from careerstats.errors import CatalogueError, DatasetError

Entry = dict[str, Any]

_EMPTY: Entry = {"addressees": {}, "municipality": [], "region": [], "plan": [], "region_plan": [], "activities": {}}
_PLANS = {"plan": "municipality", "region_plan": "region"}
_RECOMMENDATION = ("id", "to", "text", "when", "term")
_LINE = ("activity", "from", "measure", "term")


def read_register(path: Path) -> Entry:
    """The dataset's recommendations; a dataset without the file has none.

    Raises DatasetError with everything that is wrong with an entry, naming it.
    """
    if not path.exists():
        return dict(_EMPTY)
    try:
        register = read_yaml(path) or {}
    except CatalogueError as error:
        raise DatasetError(str(error)) from None
    if not isinstance(register, dict):
        raise DatasetError(f"{path.name}: нужны поля {', '.join(_EMPTY)}")
    register = _EMPTY | register
    mistakes = [f"{path.name}: поле «{key}» неизвестно" for key in register if key not in _EMPTY]
    for plan, recommendations in _PLANS.items():
        mistakes += _mistakes(register, plan, recommendations, path.name)
    if mistakes:
        raise DatasetError("\n".join(mistakes))
    return register


def _mistakes(register: Entry, plan: str, recommendations: str, file: str) -> list[str]:
    """What is wrong with one list of recommendations and the plan made of it."""
    wrong = []
    for entry in register[recommendations]:
        where = f"{file}, {recommendations}, {entry.get('id', '?')}"
        wrong += [f"{where}: нет поля «{key}», добавьте его" for key in _RECOMMENDATION if key not in entry]
    known = {entry.get("id") for entry in register[recommendations]}
    for line in register[plan]:
        where = f"{file}, {plan}, «{line.get('measure', '?')}»"
        wrong += [f"{where}: нет поля «{key}», добавьте его" for key in _LINE if key not in line]
        wrong += [f"{where}: рекомендации «{id}» нет" for id in line.get("from", ()) if id not in known]
        if line.get("activity") not in register["activities"]:
            wrong.append(f"{where}: направления {line.get('activity')} нет в «activities»")
    return wrong


def recommend(
    entries: list[Entry], addressees: Entry, grounds: dict[str, str], words: dict[str, str], letter: str
) -> list[Entry]:
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
    try:
        text = wording.fill(entry["text"], words)
    except KeyError as unknown:
        where = f"recommendations.yaml, {entry['id']}"
        raise DatasetError(f"{where}: слово {{{unknown.args[0]}}} программе неизвестно") from None
    ground = ", ".join(_reasons(entry, grounds, letter)) or wording.DASH
    return {"id": entry["id"], "to": entry["to"], "text": text, "term": entry["term"], "ground": ground}


def _reasons(entry: Entry, grounds: dict[str, str], letter: str) -> list[str]:
    """Numbers of the findings in the order of the note, then the letter."""
    keys = {*entry["when"], entry.get("ground")}
    reasons = dict.fromkeys(ground for key, ground in grounds.items() if key in keys and ground)
    return [*reasons, *([letter] if entry.get("letter") and letter else [])]
