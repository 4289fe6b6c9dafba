"""A published table of the self-diagnosis -> which of its percentages and levels its own columns do not give."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from careerstats import wording
from careerstats.analysis import printed_shares
from careerstats.analysis.printed_shares import MEAN_CUT, PERCENT_CUT, ROUNDED, UNREADABLE, WRONG, Checked, Range
from careerstats.contracts.schemes import Diagnosis
from careerstats.intake.cells import normal_text
from careerstats.model import Problem


@dataclass(frozen=True)
class Printed:
    """One row as printed, texts; ``cells``: its addresses by column (``percent`` → D2)."""

    direction: str
    maximum: str
    mean: str
    percent: str
    level: str
    cells: dict[str, str]


@dataclass(frozen=True)
class CheckedRow:
    """One row of the table and what came out.

    ``level`` is the one of the printed percentage (empty where its rounding leaves it open); ``level_text`` is empty
    where the printed level comes out, ``level_doubt`` where the mean gives it too; ``caveats`` are doubts
    that make nothing wrong.
    """

    printed: Printed
    share: Checked
    level: str = ""
    level_text: str = ""
    level_doubt: str = ""
    caveats: tuple[str, ...] = ()


def check_table(rows: Sequence[Printed], edition: Diagnosis) -> list[CheckedRow]:
    """Every row checked, with its level by the bands of ``edition`` and what is doubtful about its mean.

    Zeros that end every percentage of the column are not taken for precision.
    """
    percents, means = (_numbers(rows, key) for key in ("percent", "mean"))
    decimals = max((printed_shares.decimals_of(percent.normalize()) for percent in percents), default=0)
    mean_decimals = max(map(printed_shares.decimals_of, means), default=0)
    return [_checked(row, edition, decimals, mean_decimals) for row in rows]


def problems(checked: Sequence[CheckedRow], file: str) -> list[Problem]:
    """One problem for each percentage that does not come out, each level that does not, and each doubt."""
    return [problem for row in checked for problem in _problems(row, file)]


# ---- one row


def _numbers(rows: Sequence[Printed], key: str) -> list[Decimal]:
    numbers = (printed_shares.number(getattr(row, key)) for row in rows)
    return [number for number in numbers if number is not None]


def _checked(row: Printed, edition: Diagnosis, decimals: int, mean_decimals: int) -> CheckedRow:
    maximum = printed_shares.number(row.maximum)
    if maximum is None or maximum <= 0 or maximum != int(maximum):
        text = f"{row.direction}: наибольший балл «{row.maximum}» не целое число больше нуля, доля не сверена"
        return CheckedRow(row, Checked(row.direction, UNREADABLE, text))
    share = printed_shares.check_published(row.direction, row.mean, int(maximum), row.percent, decimals)
    doubts = [_maximum_doubt(row, int(maximum), edition)]
    if share.verdict == UNREADABLE:
        return CheckedRow(row, share, caveats=tuple(filter(None, doubts)))
    doubt = _level_doubt(row, share, edition)
    doubts += [_mean_doubt(row, int(maximum), decimals, mean_decimals, share), doubt]
    level, level_text = _level(row, edition, decimals)
    return CheckedRow(row, share, level, level_text, doubt, tuple(filter(None, doubts)))


def _maximum_doubt(row: Printed, maximum: int, edition: Diagnosis) -> str:
    titles = {normal_text(direction.title).casefold(): direction for direction in edition.directions.listed}
    known = titles.get(row.direction.casefold())
    if known is None:
        return f"такого направления нет в редакции {edition.since}, наибольший балл не сверен"
    if known.maximum != maximum:
        return f"наибольший балл {maximum}, а в редакции {edition.since} – {known.maximum}"
    return ""


def _mean_doubt(row: Printed, maximum: int, decimals: int, mean_decimals: int, share: Checked) -> str:
    """Means with fewer decimals than others in the column: were they rounded more, or zeros not printed?"""
    mean = printed_shares.number(row.mean)
    if share.verdict != ROUNDED or mean is None or printed_shares.decimals_of(mean) >= mean_decimals:
        return ""
    full = f"{mean:.{mean_decimals}f}".replace(".", ",")
    if printed_shares.check_published(row.direction, full, maximum, row.percent, decimals).verdict == ROUNDED:
        return ""
    return (
        f"доля {row.percent} согласуется со средним {row.mean}, если оно округлено сильнее других средних таблицы; "
        f"если это {full}, такой доли оно не даёт"
    )


def _level(row: Printed, edition: Diagnosis, decimals: int) -> tuple[str, str]:
    """The level of the printed percentage, and what is wrong with the printed one."""
    percent = printed_shares.number(row.percent)
    assert percent is not None  # an unreadable row has not come here
    levels = _levels(printed_shares.rounded(percent, decimals), edition)
    level = levels[0] if len(levels) == 1 else ""
    if not row.level or row.level in levels:
        return level, ""
    named = wording.joined([f"«{name}»" for name in levels], "или")
    return level, f"{row.direction}: напечатан уровень «{row.level}», а доле {row.percent} соответствует {named}"


def _level_doubt(row: Printed, share: Checked, edition: Diagnosis) -> str:
    """Where the mean leaves the level open or gives another one than is printed."""
    means = Range(share.low, share.high, closed=True)
    levels, span = _levels(means, edition), printed_shares.span(means, 1)
    if len(levels) > 1:
        return f"по среднему {row.mean} уровень определить нельзя: оно даёт {span}"
    if row.level and row.level not in levels:
        return f"по среднему {row.mean} ({span}) уровень был бы «{levels[0]}»"
    return ""


def _levels(shares: Range, edition: Diagnosis) -> list[str]:
    """Names of all bands between two shares."""
    names = [band.name for band in edition.bands.listed]
    first, last = (names.index(edition.level(share)) for share in (shares.low, shares.high))
    return names[first : last + 1]


# ---- what `check` shows

_ABOUT = {
    MEAN_CUT: ("diagnosis_mean_cut", "приводите среднее округлённым"),
    PERCENT_CUT: ("diagnosis_percent_cut", "приводите долю округлённой"),
    WRONG: ("diagnosis_percent_differs", "пересчитайте долю по баллам школ"),
    UNREADABLE: ("diagnosis_unreadable", "укажите числа"),
}


def _problems(row: CheckedRow, file: str) -> Iterable[Problem]:
    cells = row.printed.cells
    if row.share.verdict in _ABOUT:
        code, what = _ABOUT[row.share.verdict]
        yield Problem(file, "warning", code, row.share.text, what, cell=cells["percent"])
    if row.level_text:
        what = "исправьте уровень или границы уровней"
        yield Problem(file, "warning", "diagnosis_level_differs", row.level_text, what, cell=cells["level"])
    for doubt in row.caveats:
        text, what = f"{row.printed.direction}: {doubt}", "сверьте с баллами школ"
        yield Problem(file, "remark", "diagnosis_doubt", text, what, cell=cells["mean"])
