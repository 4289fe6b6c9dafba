"""dataset.yaml, letterhead and protocols -> what is wrong with them: the head of letters, circumstances of meetings."""

from typing import Any

LETTERHEAD = (
    "lines", "sender", "number", "date", "reply", "addressee", "greeting", "text", "position", "signed_by", "executor",
    "copies",
)  # fmt: skip
REPLY = ("number", "date")
PROTOCOL = ("number", "date", "time", "place", "present", "approved_by")

_LISTS = ("lines", "text")


def mistakes(settings: dict[str, Any]) -> list[str]:
    """Unknown fields and fields of a wrong shape, each with where it stands."""
    letter, meetings = settings.get("letterhead", {}), settings.get("protocols", [])
    if not isinstance(letter, dict):
        return ["letterhead: нужны записи «имя: значение»"]
    if not isinstance(meetings, list) or not all(isinstance(one, dict) for one in meetings):
        return ["protocols: нужен список записей, каждая с «-»"]
    return [
        *_unknown(letter, LETTERHEAD, "letterhead"),
        *(f"letterhead: в поле «{key}» нужен список строк" for key in _LISTS if not _are_texts(letter.get(key, []))),
        *_reply(letter.get("reply", {})),
        *(text for one in meetings for text in _meeting(one)),
    ]


def _reply(reply: Any) -> list[str]:
    if not isinstance(reply, dict):
        return ["letterhead, reply: нужны поля number и date"]
    return _unknown(reply, REPLY, "letterhead, reply")


def _meeting(one: dict[str, Any]) -> list[str]:
    lacking = [] if "number" in one else ["protocols: записи нужно поле «number» – номер протокола"]
    return lacking + _unknown(one, PROTOCOL, "protocols")


def _unknown(given: dict[str, Any], allowed: tuple[str, ...], where: str) -> list[str]:
    names = ", ".join(allowed)
    return [f"{where}: поле «{key}» неизвестно; можно: {names}" for key in given if key not in allowed]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
