"""Settings of a dataset and what its numbers can answer -> settings with every word that a note needs."""

from typing import Any

from careerstats import wording
from careerstats.catalogue import Catalogue

Settings = dict[str, Any]

_PROGRAMME = {
    "short": "мониторинг",
    "short_prepositional": "мониторинге",
    "genitive": "мониторинга работы по профессиональной ориентации обучающихся",
    "prepositional": "мониторинге работы по профессиональной ориентации обучающихся",
    "full": "мониторинг работы по профессиональной ориентации обучающихся",
}
_WORDS: dict[str, dict[str, str]] = {
    "issuer": {"name": "региональным институтом развития образования", "short": "Институт"},
    "subject": {
        "municipality": "о результатах {programme_genitive} {genitive}, {period} год",
        "region": "о результатах {programme_genitive} на территории {genitive}, {period} год",
    },
    "captions": {
        "indicators": "Показатели",
        "table": "Показатели {genitive}, {period} год",
        "peers": "Показатели муниципальных образований, ближайших по численности, {period} год",
        "figure": "Значения показателей по муниципальным образованиям, {period} год",
        "region_table": "Показатели в разрезе муниципальных образований, {period} год",
    },
}


def completed(settings: Settings, catalogue: Catalogue, answerable: list[str]) -> Settings:
    """The dataset's own settings over the defaults; ``answerable``: indicators that municipalities have numbers for."""
    period = str(settings["period"])
    words = {key: {**_dated(value, period), **settings.get(key, {})} for key, value in _WORDS.items()}
    programme = {**_PROGRAMME, "next_period": _next(period), **settings.get("programme", {})}
    indicators = settings.get("indicators") or answerable
    size = catalogue.indicators[indicators[0]].editions[-1].of.get("whole", "") if indicators else ""
    peers = {"size": size, "count": 5, **settings.get("peers", {})}
    lists = {"indicators": indicators, "headline": settings.get("headline") or indicators[:2]}
    return {"reserves": [], **settings, **words, "programme": programme, "peers": peers, **lists}


def _dated(words: dict[str, str], period: str) -> dict[str, str]:
    """The period as it is said: «2020 год», «2024/25 учебный год», «12.10.2020»."""
    return {key: text.replace("{period} год", wording.year(period)) for key, text in words.items()}


def _next(period: str) -> str:
    """2020 → 2021, 2024/25 → 2025/26; a date has the next year."""
    year = int(period[:4]) + 1
    return f"{year}/{(year + 1) % 100:02d}" if "/" in period else str(year)
