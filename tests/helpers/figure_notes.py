"""Notes of invented regions of any size -> bundles with only what pictures read."""

import random
from typing import Any

from noted import noted

from careerstats.note.opening import Note

Row = dict[str, Any]

TITLES = (
    "Прошли профориентационную диагностику",
    "Посещали курс «Россия – мои горизонты»",
    "Охвачены ранней профориентацией, 1–4 классы",
    "Прошли профессиональные пробы",
    "Побывали на экскурсиях на предприятия",
    "Охвачены обучающиеся с ОВЗ",
    "Получили консультации",
    "Имеют соглашения с партнёрами",
    "Участвовали в профориентационных конкурсах",
    "Выпускники 9 классов, поступившие в ПОО региона",
)
LONG = "Многосоставное муниципальное образование имени всех добрых людей " * 5
VERDICTS = ("same", "same", "above", "below", "not_comparable")
YEARS = ("2022/23", "2023/24", "2024/25")


SPREAD = {"municipalities": 12, "phi": 9.0, "p_value": 0.001, "tau": 0.1, "low": 10.0, "high": 90.0}


def municipal(number: int, *, long: bool = False, indicators: int = 10) -> Note:
    """A note of the first of so many municipalities."""
    data = _common(number, long, indicators) | {"notebook": "municipality"}
    data["territory"] = {**data["municipalities"][0], "noun": {}}
    data["values"] = [_value(one, at) for at, one in enumerate(rows[0] for rows in data["everyone"].values())]
    data["appendices"] = _appendices(long)
    return noted(data)


def regional(number: int, *, long: bool = False, indicators: int = 10) -> Note:
    data = _common(number, long, indicators) | {"notebook": "region", "values": []}
    data["territory"] = {**data["region"]}
    towns = {one["code"]: _levels(at) for at, one in enumerate(data["municipalities"])}
    data["appendices"] = _appendices(long)
    data["appendices"]["profminimum"] = {"levels": LEVELS, "municipalities": towns, "counts": _levels(3)}
    return noted(data)


def _common(number: int, long: bool, indicators: int) -> Row:
    ids = [chr(ord("a") + at) for at in range(indicators)]
    towns = [_town(at, long) for at in range(number)]
    chance = random.Random(number)
    everyone = {id: [_point(one["code"], chance) for one in towns] for id in ids}
    return {
        "period": YEARS[-1],
        "settings": {"indicators": ids, "headline": ids[:2], "captions": {"figure": "Значения показателей, {period}"}},
        "passports": {id: _passport(id, TITLES[at % len(TITLES)], long) for at, id in enumerate(ids)},
        "municipalities": towns,
        "region": {"code": "02000000", "name": LONG[:300] if long else "Примерская область", "noun": {}},
        "everyone": everyone,
        "spread": dict.fromkeys(ids, SPREAD),
        "series": {id: _series(at) for at, id in enumerate(ids[:2])},
    }


def _town(at: int, long: bool) -> Row:
    name = (
        f"{LONG}{at}"[-300:] if long else f"{('Вымышленский', 'Сказочный', 'Дальний')[at % 3]}-{at} муниципальный округ"
    )
    return {"code": f"02{at:06d}", "name": name, "kind": "okrug", "genitive": ""}


def _passport(id: str, title: str, long: bool) -> Row:
    short = f"{title} {LONG}"[:300] if long else title
    words = {"column": short, "share": title.lower(), "who": "участников"}
    whole = LONG[:300] if long else "численность обучающихся 6–11 классов"
    return {"id": id, "short": short, "words": words, "polarity": "high", "unit": "percent", "whole_title": whole}


def _point(code: str, chance: random.Random) -> Row:
    whole = chance.randint(60, 9000)
    part = chance.randint(whole // 20, whole)
    verdict = chance.choice(VERDICTS)
    low, high = (None, None) if verdict == "not_comparable" else (whole // 4, whole // 2)
    row = {"code": code, "numerator": part, "denominator": whole, "verdict": verdict, "stands_out": verdict == "below"}
    return row | {"range_low": low, "range_high": high, "change": "same", "previous": YEARS[1]}


def _value(point: Row, at: int) -> Row:
    id = chr(ord("a") + at)
    before = max(1, point["numerator"] - point["denominator"] // (at + 9))
    change = ("same", "up", "down")[at % 3]
    value = 100 * point["numerator"] / point["denominator"]
    more = {"previous_numerator": before, "previous_denominator": point["denominator"], "value": value}
    return {**point, "indicator": id, "period": YEARS[-1], "change": change, **more}


def _series(at: int) -> Row:
    years = [{"period": year, "denominator": 100} for year in YEARS]
    own = [{**one, "numerator": 30 + 9 * at + 13 * step} for step, one in enumerate(years)]
    return {"own": own, "region": [{**one, "numerator": 50 + step} for step, one in enumerate(years)]}


def _levels(at: int) -> Row:
    standing = {"базовый": at % 5 + 1, "основной": at % 3, "продвинутый": at % 4, "undecided": at % 2}
    return {"standing": standing, "reporters": sum(standing.values()), "expected": 12}


LEVELS = [{"name": name, "hours": 34, "directions": []} for name in ("базовый", "основной", "продвинутый")]


def _appendices(long: bool) -> Row:
    cells = [{"numerator": 20 + at, "denominator": 60} for at in range(14)]
    schools = [{"name": f"Школа № {at}", "shares": [cell, {}]} for at, cell in enumerate(cells)]
    *rows, total = [_direction(title, at, long) for at, title in enumerate((*TITLES[:8], "Всего"))]
    return {
        "schools": {"indicators": ["a", "b"], "schools": schools},
        "profminimum": {"levels": LEVELS, "counts": _levels(4), "region": _levels(11)},
        "self_diagnosis": {"directions": rows, "total": total, "bands": [["0", "ниже базового"], ["50", "базовый"]]},
    }


def _direction(title: str, at: int, long: bool) -> Row:
    shares = {"share": f"{48 + 3 * at}.5", "region_share": f"{60 - at}.0"}
    return {"title": LONG[:300] if long else title, "maximum": 20, "reporters": 9, "expected": 9, **shares}
