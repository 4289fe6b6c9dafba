"""``exchange`` and ``network`` of dataset.yaml -> what is wrong with them, in Russian."""

from typing import Any

_COUNTS = {"helper": "сколько пар может быть у делящегося опытом", "learner": "сколько пар может быть у изучающего"}
_NETWORK = ("title", "goal", "document", "date")


def mistakes(settings: dict[str, Any]) -> list[str]:
    """Mistakes in the bounds of pairs and in the words about a network; both fields hold entries."""
    return [*_exchange(settings.get("exchange", {})), *_network(settings.get("network", {}))]


def _exchange(given: Any) -> list[str]:
    if not isinstance(given, dict):
        return ["exchange: нужны записи «имя: значение»"]
    wrong = [f"exchange: поле «{key}» неизвестно; можно: helper, learner, ratio" for key in given if key not in _ALL]
    for key, about in _COUNTS.items():
        if not _is_whole(given.get(key, 1)):
            wrong.append(f"exchange, {key}: {about} – целое число от 1")
    if not _is_ratio(given.get("ratio", 1)):
        wrong.append("exchange, ratio: во сколько раз может различаться численность в паре – число от 1 до 100")
    return wrong


_ALL = (*_COUNTS, "ratio")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000


def _is_ratio(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 100


def _network(given: Any) -> list[str]:
    if not isinstance(given, dict):
        return ["network: нужны записи «имя: значение»"]
    wrong = [f"network: поле «{key}» неизвестно; можно: {', '.join(_NETWORK)}" for key in given if key not in _NETWORK]
    return wrong + [
        f"network: в поле «{key}» нужно слово" for key, value in given.items() if not isinstance(value, str)
    ]
