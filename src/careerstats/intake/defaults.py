"""Settings of a dataset and what its numbers can answer -> settings with every word that a note needs."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.dataset import Settings
from careerstats.contracts.settings import Captions, Issuer, Programme, Subject

Words = TypeVar("Words", Captions, Issuer, Programme, Subject)

_PROGRAMME = Programme(
    short="мониторинг",
    short_prepositional="мониторинге",
    genitive="мониторинга работы по профессиональной ориентации обучающихся",
    prepositional="мониторинге работы по профессиональной ориентации обучающихся",
    full="мониторинг работы по профессиональной ориентации обучающихся",
)
_ISSUER = Issuer(name="региональным институтом развития образования", short="Институт")
_SUBJECT = Subject(
    municipality="о результатах {programme_genitive} {genitive}, {period} год",
    region="о результатах {programme_genitive} на территории {genitive}, {period} год",
)
_CAPTIONS = Captions(
    indicators="Показатели",
    table="Показатели {genitive}, {period} год",
    peers="Показатели муниципальных образований, ближайших по численности, {period} год",
    figure="Значения показателей по муниципальным образованиям, {period} год",
    region_table="Показатели в разрезе муниципальных образований, {period} год",
)


def completed(settings: Settings, catalogue: Catalogue, answerable: Sequence[str]) -> Settings:
    """The dataset's own settings over the defaults; ``answerable``: indicators that municipalities have numbers for."""
    period = settings.period
    indicators = settings.indicators or tuple(answerable)
    first = next((id for id in indicators if id in answerable), indicators[0] if indicators else "")
    size = catalogue.indicators[first].editions[-1].of.get("whole", "") if first else ""
    return msgspec.structs.replace(
        settings,
        issuer=_over(_ISSUER, settings.issuer, period),
        subject=_over(_SUBJECT, settings.subject, period),
        captions=_over(_CAPTIONS, settings.captions, period),
        programme=_over(msgspec.structs.replace(_PROGRAMME, next_period=_next(period)), settings.programme, period),
        peers=msgspec.structs.replace(settings.peers, size=settings.peers.size or size),
        indicators=indicators,
        headline=settings.headline or indicators[:2],
    )


def _over(usual: Words, own: Words, period: str) -> Words:
    """The own words where there are any; the usual ones name the period as people do: «2024/25 учебный год»."""
    given = msgspec.structs.asdict(own)
    year = wording.year(period)
    return type(usual)(
        **{key: given[key] or text.replace("{period} год", year) for key, text in msgspec.structs.asdict(usual).items()}
    )


def _next(period: str) -> str:
    """2020 → 2021, 2024/25 → 2025/26; a date has the next year."""
    year = int(period[:4]) + 1
    return f"{year}/{(year + 1) % 100:02d}" if "/" in period else str(year)
