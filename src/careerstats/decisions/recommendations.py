"""Findings and the register of recommendations -> numbered recommendations with their ground, and lines of a plan."""

from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from careerstats import wording
from careerstats.decisions.terms import dated
from careerstats.errors import DatasetError

Entry = dict[str, Any]
Words = Mapping[str, str]

AT_MOST = 15
"""Recommendations of one note that a dataset has not limited itself."""

_WEIGHT = {"decision": 3, "attention": 2}
"""Of a problem to be decided three recommendations come before the second of a reserve."""


def recommend(
    entries: list[Entry],
    addressees: Entry,
    grounds: dict[str, str],
    words: Words,
    letter: str,
    *,
    about: Mapping[str, Words] | None = None,
    period: str = "",
    at_most: int | None = None,
) -> list[Entry]:
    """The entries that some finding calls for, grouped by addressee and numbered through.

    ``grounds``: key of a finding (``reserve:bvb_registered``, ``site:here`` …) → its number in the note, maybe empty,
    the most important first; ``about``: words of single indicators, for entries with ``each``; ``period``: whose next
    school year a term without a year means; ``at_most``: how many are kept. Raises DatasetError for an unknown
    addressee or a word in braces that nobody fills.
    """
    found = called(entries, grounds, words, letter, about=about, period=period)
    return numbered(found if at_most is None else foremost(found, at_most), addressees)


def called(
    entries: list[Entry],
    grounds: dict[str, str],
    words: Words,
    letter: str,
    *,
    about: Mapping[str, Words] | None = None,
    period: str = "",
) -> list[Entry]:
    """Every recommendation that is called for, in the order of the file; those that say the same are one."""
    found = []
    for entry in entries:
        if entry.get("each"):
            found += _for_each(entry, grounds, words, letter, about or {})
        elif _called_for(entry, grounds):
            found.append(_one(entry, grounds, words, letter))
    return _merged([one | {"term": dated(one["term"], period)} if period else one for one in found])


def numbered(chosen: list[Entry], addressees: Entry) -> list[Entry]:
    """Grouped by addressee in order of appearance, with their numbers and the heading of the group."""
    for entry in chosen:
        if entry["to"] not in addressees:
            raise DatasetError(
                f"recommendations.yaml, {entry['id']}: адресата «{entry['to']}» нет в «addressees»; допишите его там"
            )
    order = list(dict.fromkeys(entry["to"] for entry in chosen))
    ranked = sorted(chosen, key=lambda entry: order.index(entry["to"]))
    return [
        {**_without_keys(entry), "number": place, "title": addressees[entry["to"]]}
        for place, entry in enumerate(ranked, 1)
    ]


def _without_keys(entry: Entry) -> Entry:
    return {key: value for key, value in entry.items() if key not in ("keys", "rank")}


def foremost(found: list[Entry], at_most: int) -> list[Entry]:
    """The most important of them, still in the order of the file.

    What is always said comes first; then in rounds over the findings, so that no single one takes all the room.
    """
    seen: Counter[str] = Counter()
    places = []
    for place, entry in enumerate(found):
        kind = next((word for word in _WEIGHT if any(key.startswith(f"{word}:") for key in entry["keys"])), "")
        turn = 0 if entry["rank"] < 0 else seen[entry["ground"]] // _WEIGHT.get(kind, 1)
        seen[entry["ground"]] += entry["rank"] >= 0
        places.append((turn, entry["rank"], place))
    return [found[place] for place in sorted(place for *_, place in sorted(places)[:at_most])]


def of_kept(lines: list[Entry], chosen: list[Entry]) -> list[Entry]:
    """Lines of a plan whose recommendations were merged into others (``same``) refer to those."""
    kept = {id: one["id"] for one in chosen for id in one.get("same", [])}
    return [{**line, "from": list(dict.fromkeys(kept.get(id, id) for id in line["from"]))} for line in lines]


def lines_of(chosen: list[Entry], known: set[str]) -> list[Entry]:
    """Lines of the plan that recommendations bring along (``measure``, ``activity``): one line per measure.

    Its indicators are those that called for it; only ``known`` ones, which are computed.
    """
    lines: dict[tuple[int, str], Entry] = {}
    for entry in chosen:
        if "measure" in entry:
            key = entry["activity"], entry["measure"]
            blank = {"activity": key[0], "from": [], "measure": key[1], "term": entry["term"], "indicators": []}
            line = lines.setdefault(key, blank)
            line["from"].append(entry["id"])
            new = [id for id in entry["indicators"] if id in known and id not in line["indicators"]]
            line["indicators"] = [*line["indicators"], *new][:2]
    return list(lines.values())


def matches(pattern: str, key: str) -> bool:
    """«problem:*», «problem:Ц4» (every indicator of the goal) and a full key."""
    return fnmatchcase(key, pattern) or fnmatchcase(key, f"{pattern}:*")


def _keys(entry: Entry, grounds: dict[str, str]) -> list[str]:
    return [key for key in grounds if any(matches(pattern, key) for pattern in entry["when"])]


def _called_for(entry: Entry, grounds: dict[str, str]) -> bool:
    return "always" in entry["when"] or bool(_keys(entry, grounds))


def _for_each(
    entry: Entry, grounds: dict[str, str], words: Words, letter: str, about: Mapping[str, Words]
) -> list[Entry]:
    """One recommendation per indicator that calls for it; one whose words are unknown (``about``) calls for none."""
    ids = dict.fromkeys(key.rpartition(":")[2] for key in _keys(entry, grounds))
    found = []
    for id in ids:
        ours = {key: number for key, number in grounds.items() if key.rpartition(":")[2] == id}
        if id in about and about[id].get("task"):
            one = _one(entry, ours, {**words, **about[id]}, letter)
            rank = list(grounds).index(one["keys"][0])
            found.append(one | {"id": f"{entry['id']}:{id}", "rank": rank})
    return found


def _one(entry: Entry, grounds: dict[str, str], words: Words, letter: str) -> Entry:
    keys = _keys(entry, grounds)
    rank = -1 if "always" in entry["when"] else list(grounds).index(keys[0])
    ground = ", ".join(_reasons(entry, grounds, letter)) or wording.DASH
    one = {"id": entry["id"], "to": entry["to"], "text": _filled(entry, "text", words), "term": entry["term"]}
    one |= {"ground": ground, "keys": keys, "rank": rank}
    if "measure" in entry:
        moved = entry.get("indicators") or list(dict.fromkeys(key.rpartition(":")[2] for key in keys))
        one |= {"activity": entry["activity"], "measure": _filled(entry, "measure", words), "indicators": moved}
    return one | {key: entry[key] for key in ("aim",) if key in entry}


def _filled(entry: Entry, field: str, words: Words) -> str:
    try:
        return wording.fill(entry[field], dict(words))
    except KeyError as unknown:
        where = f"recommendations.yaml, {entry['id']}"
        told = f"{where}: слово {{{unknown.args[0]}}} программе неизвестно; исправьте его или уберите"
        raise DatasetError(told) from None


def _reasons(entry: Entry, grounds: dict[str, str], letter: str) -> list[str]:
    """Numbers of the findings in the order of the note, then the letter."""
    patterns = [*entry["when"], *([entry["ground"]] if entry.get("ground") else [])]
    called = (ground for key, ground in grounds.items() if any(matches(one, key) for one in patterns) and ground)
    reasons = dict.fromkeys(called)
    return [*reasons, *([letter] if entry.get("letter") and letter else [])]


def _merged(found: list[Entry]) -> list[Entry]:
    """To one addressee the same is said once, on all its grounds: the same text, or the same ``aim``."""
    kept: dict[tuple[str, str], Entry] = {}
    for one in found:
        key = one["to"], str(one.get("aim") or one["text"]).casefold()
        kept[key] = _together(kept[key], one) if key in kept else one
    return list(kept.values())


def _together(first: Entry, other: Entry) -> Entry:
    grounds = [ground for one in (first, other) for ground in one["ground"].split(", ") if ground != wording.DASH]
    both = {
        "ground": ", ".join(dict.fromkeys(grounds)) or wording.DASH,
        "keys": list(dict.fromkeys([*first["keys"], *other["keys"]])),
        "rank": min(first["rank"], other["rank"]),
        "same": [*first.get("same", []), other["id"]],
    }
    if "indicators" in first:
        both["indicators"] = list(dict.fromkeys([*first["indicators"], *other.get("indicators", [])]))
    return first | both
