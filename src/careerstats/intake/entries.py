"""Entries of stages, chain, groups and difficulties in dataset.yaml -> what they lack, each with its number."""

from collections.abc import Iterator
from typing import Any

from careerstats.catalogue import Catalogue

_REQUIRED = {"stages": ("variable", "title"), "chain": ("variable", "genitive"), "difficulties": ("text", "short")}
_LATER = {"stages": ("of",), "chain": ("lost", "before")}
"""What every entry but the first needs besides."""

_MAY = {"stages": {"of", "did", "about", "why"}, "chain": {"lost", "before"}, "difficulties": set()}
_GROUPS = 4


def of_entries(settings: dict[str, Any]) -> list[str]:
    """Mistakes of all four fields; that each is a list of entries (groups: entries) is known already."""
    lists = [text for field in _REQUIRED for text in _of_list(field, settings.get(field, []))]
    return [*lists, *(_of_groups(settings["groups"]) if "groups" in settings else [])]


def _of_list(field: str, entries: list[dict[str, Any]]) -> Iterator[str]:
    for at, one in enumerate(entries):
        where = f"{field}, запись {at + 1}"
        needed = (*_REQUIRED[field], *(_LATER.get(field, ()) if at else ()))
        yield from (f"{where}: нет поля «{key}»" for key in needed if key not in one)
        allowed = {*_REQUIRED[field], *_MAY[field]}
        yield from (
            f"{where}: поле «{key}» неизвестно; можно: {', '.join(sorted(allowed))}"
            for key in one
            if key not in allowed
        )
        texts = (key for key in one if key in allowed - {"of"})
        yield from (f"{where}: в поле «{key}» нужен текст" for key in texts if not _is_text(one[key]))
        if not _are_texts(one.get("of", [])):
            yield f"{where}: в поле «of» нужен список величин"
        elif field == "stages" and at > 1 and one.get("of") == [] and "why" not in one:
            yield f"{where}: у этапа без «of» нужно поле «why»: почему доля от предыдущего не рассчитывается"


def _of_groups(groups: dict[str, Any]) -> list[str]:
    by, names = groups.get("by"), groups.get("names")
    wrong = [f"groups: поле «{key}» неизвестно; можно: by, names" for key in sorted(set(groups) - {"by", "names"})]
    if not _are_texts(by) or len(by or ()) != 2:
        wrong.append("groups: в поле «by» нужны два показателя: [первый, второй]")
    if not isinstance(names, dict) or len(names) != _GROUPS or not all(map(_is_text, names.values())):
        told = "выше в обоих, только в первом, только во втором, ни в одном"
        wrong.append(f"groups: в поле «names» нужны четыре записи «буква: название»: {told}")
    return wrong


def unknown_names(settings: dict[str, Any], catalogue: Catalogue) -> list[str]:
    """Variables and indicators of these fields that the catalogue does not have."""
    fields = {"stages": _variables(settings, "stages"), "chain": _variables(settings, "chain")}
    fields["branches"] = settings.get("branches", [])
    wrong = [
        f"{field}: величины «{one}» нет в каталоге"
        for field, names in fields.items()
        for one in dict.fromkeys(names)
        if one not in catalogue.variables
    ]
    groups = settings.get("groups", {}).get("by", [])
    return wrong + [f"groups: показателя «{one}» нет в каталоге" for one in groups if one not in catalogue.indicators]


def _variables(settings: dict[str, Any], field: str) -> list[str]:
    return [name for one in settings.get(field, []) for name in (one["variable"], *one.get("of", ()))]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))
