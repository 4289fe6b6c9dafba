"""Directions and hours of schools -> the level of the профминимум each has reached, what it lacks, schools by level."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from careerstats import wording
from careerstats.contracts.appendices import NOT_MET, UNPROVED, UNREADABLE, Claim
from careerstats.contracts.schemes import Level, Profminimum
from careerstats.errors import DatasetError

NOT_REACHED, UNDECIDED, NOT_REPORTED = "уровень не достигнут", "уровень не определён", "сведения не представлены"
NO_HOURS = "часы не указаны"


def _hours(hours: float | None) -> Fraction | None:
    """Hours as an exact number; None where they are not given or cannot be hours."""
    if hours is None or not _is_number(hours) or not isfinite(hours) or hours < 0:
        return None
    return Fraction(str(hours))


def _lacks(level: Level, runs: dict[str, bool | None], hours: Fraction | None, edition: Profminimum) -> tuple[str, ...]:
    lacking = [title for id, title in edition.directions.listed.items() if id in level.directions and runs[id] is False]
    if hours is not None and hours < level.hours:
        lacking.append(_counted(level.hours - hours))
    return tuple(lacking)


def _unknown(
    level: Level, runs: dict[str, bool | None], hours: float | None, given: Fraction | None, edition: Profminimum
) -> tuple[str, ...]:
    silent = [title for id, title in edition.directions.listed.items() if id in level.directions and runs[id] is None]
    said = [f"направление «{title}» не указано" for title in silent]
    if given is None and level.hours:
        said.append(f"часы записаны неверно ({hours})" if _is_number(hours) else NO_HOURS)
    return tuple(said)


def _is_number(hours: float | None) -> bool:
    return hours is not None and not pd.isna(hours)


def _counted(hours: Fraction) -> str:
    """«1 час», «20 часов», «12,5 часа»."""
    if hours.denominator == 1:
        return wording.counted(int(hours), "час", "часа", "часов")
    digits = 1 if (hours * 10).denominator == 1 else 2
    return f"{wording.decimal(hours, digits)}{wording.NBSP}часа"


# ---- many schools


def standings(schools: pd.DataFrame, edition: Profminimum) -> pd.DataFrame:
    """``schools`` with ``surely``, ``possibly``, ``reported`` and ``level``, vectorised; same rows, same order.

    One row = one school: territory, organisation, a column for each direction (its id: 1, 0, or empty for unknown; an
    absent column is unknown), ``hours`` (may be absent or empty). Raises DatasetError for no direction at all, a value
    that is neither, a school written twice.
    """
    _refuse_repeated(schools)
    runs, hours = _flags(schools, edition), _hour_column(schools)
    surely, possibly = np.zeros(len(schools), dtype=int), np.zeros(len(schools), dtype=int)
    for level in edition.levels:
        asked = runs[sorted(level.directions)]
        surely += ((asked == 1).all(axis="columns") & ((hours >= level.hours) | (level.hours == 0))).to_numpy()
        possibly += ((asked != 0).all(axis="columns") & ~(hours < level.hours)).to_numpy()
    reported = (runs.notna().any(axis="columns") | hours.notna()).to_numpy()
    names = np.array([NOT_REACHED, *(level.name for level in edition.levels)])
    level_names = np.select([~reported, surely < possibly], [NOT_REPORTED, UNDECIDED], names[surely])
    return schools.assign(surely=surely, possibly=possibly, reported=reported, level=level_names)


def summary(standings: pd.DataFrame, edition: Profminimum, by: Sequence[str] = ("territory",)) -> pd.DataFrame:
    """Schools by level: one row per municipality (``by=()``: one for the region).

    Columns: expected (schools there are), reporters, a column for each level by name, ``NOT_REACHED``, ``UNDECIDED``;
    these add up to the reporters.
    """
    names = [*(level.name for level in edition.levels), NOT_REACHED, UNDECIDED]
    counted = pd.DataFrame({"expected": 1, "reporters": standings["reported"].astype(int)}, index=standings.index)
    for name in names:
        counted[name] = (standings["level"] == name).astype(int)
    if not by:
        return counted.sum().to_frame().T
    return counted.groupby([standings[key] for key in by], sort=True).sum().reset_index()


def claims(standings: pd.DataFrame, edition: Profminimum) -> list[Claim]:
    """Schools (by id) whose ``claimed`` level is not met, cannot be proved, or is no level.

    Sorted by territory and organisation; a level claimed below the one met is no finding.
    """
    if "claimed" not in standings:
        return []
    said = standings["claimed"].fillna("").astype(str)
    claimed = said.map(lambda level: level.casefold().replace("уровень", "").strip(" «»\"'."))
    places = {level.name.casefold(): number for number, level in enumerate(edition.levels, start=1)}
    wanted = claimed.map(places)
    doubtful = standings.assign(wanted=wanted)[(claimed != "") & ~(wanted <= standings["surely"])]
    rows = doubtful.sort_values(["territory", "organisation"]).to_dict("records")
    return [_claim(row, edition) for row in rows]


def _claim(row: Mapping[Hashable, Any], edition: Profminimum) -> Claim:
    wanted, code, school = row["wanted"], str(row["territory"]), str(row["organisation"])
    if np.isnan(wanted):
        known = ", ".join(level.name for level in edition.levels)
        text = f"заявлен уровень «{row['claimed']}», такого нет; укажите один из уровней: {known}"
        return Claim(code=code, school=school, kind=UNREADABLE, claimed=row["claimed"], text=text)
    level = edition.levels[int(wanted) - 1]
    flags = {id: row.get(id) for id in edition.directions.listed}
    runs = {id: bool(flag) if _is_number(flag) else None for id, flag in flags.items()}
    hours = row.get("hours")
    lacks = _lacks(level, runs, _hours(hours), edition)
    unknown = _unknown(level, runs, hours, _hours(hours), edition)
    return Claim(
        code=code,
        school=school,
        kind=NOT_MET if wanted > row["possibly"] else UNPROVED,
        claimed=level.name,
        unknown=unknown,
        text=_claim_text(level, lacks, unknown, str(row["level"])),
    )


def _claim_text(level: Level, lacks: tuple[str, ...], unknown: tuple[str, ...], met: str) -> str:
    if not lacks:
        return f"заявлен уровень «{level.name}», подтвердить его нельзя: {wording.joined(list(unknown))}"
    said = met if met in (NOT_REACHED, UNDECIDED) else f"достигнут уровень «{met}»"
    also = f"; неизвестно: {wording.joined(list(unknown))}" if unknown else ""
    return f"заявлен уровень «{level.name}», {said}; для заявленного не хватает: {', '.join(lacks)}{also}"


def _flags(schools: pd.DataFrame, edition: Profminimum) -> pd.DataFrame:
    """Directions as 1, 0 and NaN, all columns of the edition."""
    given = [id for id in edition.directions.listed if id in schools]
    if not given:
        raise DatasetError(
            f"Профминимум: нет ни одного столбца направлений. Нужны: {', '.join(edition.directions.listed)}."
        )
    flags = (
        schools.reindex(columns=list(edition.directions.listed)).apply(pd.to_numeric, errors="coerce").astype("float64")
    )
    for id in given:
        strange = schools.loc[(schools[id].notna() & flags[id].isna()) | ~flags[id].isin([0, 1, np.nan]), id]
        if len(strange):
            title = edition.directions.listed[id]
            raise DatasetError(f"Профминимум, «{title}»: значение «{strange.iloc[0]}»; нужно 1, 0 или пусто.")
    result: pd.DataFrame = flags
    return result


def _hour_column(schools: pd.DataFrame) -> pd.Series:
    """Hours as numbers; NaN where not given or where no hours can be so many. Raises DatasetError for words."""
    if "hours" not in schools:
        return pd.Series(np.nan, index=schools.index)
    hours = pd.to_numeric(schools["hours"], errors="coerce").astype("float64")
    strange = schools.loc[schools["hours"].notna() & hours.isna(), "hours"]
    if len(strange):
        raise DatasetError(f"Профминимум, часы: значение «{strange.iloc[0]}»; нужно число или пусто.")
    return hours.where((hours >= 0) & np.isfinite(hours))


def _refuse_repeated(schools: pd.DataFrame) -> None:
    repeated = schools.loc[schools.duplicated(["territory", "organisation"]), ["territory", "organisation"]]
    if len(repeated):
        first = ", ".join(str(part) for part in repeated.iloc[0])
        raise DatasetError(f"Профминимум: школа записана дважды: {first}. Оставьте одну строку.")
