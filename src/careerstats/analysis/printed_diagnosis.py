"""A self-diagnosis as somebody printed it -> which of its figures its own columns do not give, what does not agree.

A printed mean stands for every mean that rounds to it; a percentage is named as wrong only if none of them gives it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from careerstats import wording
from careerstats.catalogue.schemes import DIAGNOSIS, in_force, load_self_diagnosis
from careerstats.contracts.schemes import Diagnosis
from careerstats.grouping import grouped
from careerstats.intake import Dataset, Intake
from careerstats.intake.cells import normal_text
from careerstats.intake.items import FLAG
from careerstats.intake.registers.general import INFRASTRUCTURE, ITEMS
from careerstats.intake.registers.printed import PrintedItem, PrintedRow
from careerstats.model import Problem

ROUNDED, MEAN_CUT, PERCENT_CUT, WRONG, UNREADABLE = "rounded", "mean_cut", "percent_cut", "wrong", "unreadable"

_NUMBER = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?) ?%?")


@dataclass(frozen=True)
class Checked:
    """``low`` … ``high``: per cent that the mean gives; ``verdict``, ``text``: whether the printed one is there."""

    direction: str
    verdict: str
    text: str
    low: Fraction = Fraction()
    high: Fraction = Fraction(100)


@dataclass(frozen=True)
class Range:
    """Values a printed number can stand for; a cut number stays below its upper end, a rounded one may reach it."""

    low: Fraction
    high: Fraction
    closed: bool

    def meets(self, other: "Range") -> bool:
        return self.starts_in(other) and other.starts_in(self)

    def starts_in(self, other: "Range") -> bool:
        return self.low < other.high or (self.low == other.high and other.closed)

    def shares(self, maximum: int) -> "Range":
        """Means as per cent of the maximum, at most 100."""
        low, high = (100 * mean / maximum for mean in (self.low, self.high))
        return Range(low, high, self.closed) if high <= 100 else Range(low, Fraction(100), closed=True)


def check_published(
    direction: str, mean_printed: str, maximum: int, percent_printed: str, decimals: int | None = None
) -> Checked:
    """Whether a printed mean and its maximum give the printed percentage.

    ``decimals``: how many decimals of the percentage count (all that are printed by default; 41,60 % in a column where
    every figure ends in 0 has one). Verdicts: ``rounded`` – some mean that rounds to the printed one gives it;
    ``mean_cut`` – only a mean whose further digits were dropped; ``percent_cut`` – only if those of the percentage
    were; ``wrong`` – none; ``unreadable`` – not numbers, or a mean above the maximum.
    """
    mean, percent = number(mean_printed), number(percent_printed)
    unreadable = _why_unreadable(mean_printed, mean, maximum, percent_printed, percent)
    if mean is None or percent is None or unreadable:
        return Checked(direction, UNREADABLE, f"{direction}: {unreadable}")
    digits = decimals_of(percent) if decimals is None else decimals
    means = {"rounded": rounded(mean, decimals_of(mean)), "cut": cut(mean, decimals_of(mean))}
    shares = {key: mean.shares(maximum) for key, mean in means.items()}
    verdict = _verdict(shares, rounded(percent, digits), cut(percent, digits))
    low, high = shares["rounded"].low, shares["rounded"].high
    said = _said(verdict, shares, mean, digits)
    return Checked(direction, verdict, f"{direction}: {plain(percent)}{wording.NBSP}% – {said}", low, high)


def _verdict(shares: dict[str, Range], as_rounded: Range, as_cut: Range) -> str:
    if shares["rounded"].meets(as_rounded):
        return ROUNDED
    if shares["cut"].meets(as_rounded) or shares["cut"].meets(as_cut):
        return MEAN_CUT
    return PERCENT_CUT if shares["rounded"].meets(as_cut) else WRONG


def _said(verdict: str, shares: dict[str, Range], mean: Decimal, digits: int) -> str:
    given = f"среднее {plain(mean)} даёт {span(shares['rounded'], digits)}"
    match verdict:
        case "rounded":
            return f"согласуется: {given}"
        case "mean_cut":
            as_cut = span(shares["cut"], digits)
            return f"получается, только если у среднего знаки отброшены, а не округлены ({as_cut}); округлённое {given}"
        case "percent_cut":
            return f"получается, только если у доли знаки отброшены, а не округлены: {given}"
    none = f"ни одно среднее, которое округляется до {plain(mean)}, такой доли не даёт, с отброшенными знаками – тоже"
    return f"не получается: {given}; {none}"


def number(text: str) -> Decimal | None:
    """«41,60%» → 41.60 with its decimals; None for what is no number of ordinary size."""
    match = _NUMBER.fullmatch(text.replace(wording.NBSP, " ").strip())
    return Decimal(match[1].replace(",", ".")) if match else None


def _why_unreadable(mean: str, m: Decimal | None, maximum: int, percent: str, p: Decimal | None) -> str:
    if m is None or p is None:
        return f"среднее «{mean}» и доля «{percent}»: нужны числа не меньше нуля, доля не сверена"
    if m > maximum:
        return f"среднее {mean} больше наибольшего балла {maximum}, доля не сверена"
    return ""


def decimals_of(number: Decimal) -> int:
    """Digits after the comma, as written."""
    return max(-int(number.as_tuple().exponent), 0)


def rounded(number: Decimal, digits: int) -> Range:
    """All values that round to ``number``, whichever way halves go."""
    half = Fraction(1, 2 * 10**digits)
    return Range(max(Fraction(number) - half, Fraction()), Fraction(number) + half, closed=True)


def cut(number: Decimal, digits: int) -> Range:
    """All values of which ``number`` is left when further digits are dropped."""
    return Range(Fraction(number), Fraction(number) + Fraction(1, 10**digits), closed=False)


def span(shares: Range, digits: int) -> str:
    """«от 57,67 до 58,33 %»: one decimal more than is asked, so that the range can be set against the figure."""
    low, high = (wording.decimal(end, digits + 1) for end in (shares.low, shares.high))
    return f"от {low} до {high}{wording.NBSP}%"


def plain(number: Decimal) -> str:
    """As it was printed, with a comma."""
    return str(number).replace(".", ",")


@dataclass(frozen=True)
class CheckedRow:
    """One row of the table and what came out.

    ``level`` is the one of the printed percentage (empty where its rounding leaves it open); ``level_text`` is empty
    where the printed level comes out, ``level_doubt`` where the mean gives it too; ``caveats`` are doubts
    that make nothing wrong.
    """

    printed: PrintedRow
    share: Checked
    level: str = ""
    level_text: str = ""
    level_doubt: str = ""
    caveats: tuple[str, ...] = ()


def check_table(rows: Sequence[PrintedRow], edition: Diagnosis) -> list[CheckedRow]:
    """Every row checked, with its level by the bands of ``edition`` and what is doubtful about its mean.

    Zeros that end every percentage of the column are not taken for precision.
    """
    percents, means = _numbers(row.percent for row in rows), _numbers(row.mean for row in rows)
    decimals = max((decimals_of(percent.normalize()) for percent in percents), default=0)
    mean_decimals = max(map(decimals_of, means), default=0)
    return [_checked(row, edition, decimals, mean_decimals) for row in rows]


def problems(checked: Sequence[CheckedRow]) -> list[Problem]:
    """One problem for each percentage that does not come out, each level that does not, and each doubt."""
    return [problem for row in checked for problem in _problems(row)]


# ---- one row


def _numbers(texts: Iterable[str]) -> list[Decimal]:
    return [known for known in map(number, texts) if known is not None]


def _checked(row: PrintedRow, edition: Diagnosis, decimals: int, mean_decimals: int) -> CheckedRow:
    maximum = number(row.maximum)
    if maximum is None or maximum <= 0 or maximum != int(maximum):
        text = f"{row.direction}: наибольший балл «{row.maximum}» не целое число больше нуля, доля не сверена"
        return CheckedRow(row, Checked(row.direction, UNREADABLE, text))
    share = check_published(row.direction, row.mean, int(maximum), row.percent, decimals)
    doubts = [_maximum_doubt(row, int(maximum), edition)]
    if share.verdict == UNREADABLE:
        return CheckedRow(row, share, caveats=tuple(filter(None, doubts)))
    doubt = _level_doubt(row, share, edition)
    doubts += [_mean_doubt(row, int(maximum), decimals, mean_decimals, share), doubt]
    level, level_text = _level(row, edition, decimals)
    return CheckedRow(row, share, level, level_text, doubt, tuple(filter(None, doubts)))


def _maximum_doubt(row: PrintedRow, maximum: int, edition: Diagnosis) -> str:
    titles = {normal_text(direction.title).casefold(): direction for direction in edition.directions.listed}
    known = titles.get(row.direction.casefold())
    if known is None:
        return f"такого направления нет в редакции {edition.since}, наибольший балл не сверен"
    if known.maximum != maximum:
        return f"наибольший балл {maximum}, а в редакции {edition.since} – {known.maximum}"
    return ""


def _mean_doubt(row: PrintedRow, maximum: int, decimals: int, mean_decimals: int, share: Checked) -> str:
    """Means with fewer decimals than others in the column: were they rounded more, or zeros not printed?"""
    mean = number(row.mean)
    if share.verdict != ROUNDED or mean is None or decimals_of(mean) >= mean_decimals:
        return ""
    full = f"{mean:.{mean_decimals}f}".replace(".", ",")
    if check_published(row.direction, full, maximum, row.percent, decimals).verdict == ROUNDED:
        return ""
    return (
        f"доля {row.percent} согласуется со средним {row.mean}, если оно округлено сильнее других средних таблицы; "
        f"если это {full}, такой доли оно не даёт"
    )


def _level(row: PrintedRow, edition: Diagnosis, decimals: int) -> tuple[str, str]:
    """The level of the printed percentage, and what is wrong with the printed one."""
    percent = number(row.percent)
    assert percent is not None  # an unreadable row has not come here
    levels = _levels(rounded(percent, decimals), edition)
    level = levels[0] if len(levels) == 1 else ""
    if not row.level or row.level in levels:
        return level, ""
    named = wording.joined([f"«{name}»" for name in levels], "или")
    return level, f"{row.direction}: напечатан уровень «{row.level}», а доле {row.percent} соответствует {named}"


def _level_doubt(row: PrintedRow, share: Checked, edition: Diagnosis) -> str:
    """Where the mean leaves the level open or gives another one than is printed."""
    means = Range(share.low, share.high, closed=True)
    levels, given = _levels(means, edition), span(means, 1)
    if len(levels) > 1:
        return f"по среднему {row.mean} уровень определить нельзя: оно даёт {given}"
    if row.level and row.level not in levels:
        return f"по среднему {row.mean} ({given}) уровень был бы «{levels[0]}»"
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


def _problems(row: CheckedRow) -> Iterable[Problem]:
    printed = row.printed

    def problem(severity: str, code: str, message: str, what_to_do: str, column: str) -> Problem:
        return Problem(
            printed.file, severity, code, message, what_to_do, cell=printed.cells[column], territory=printed.code
        )

    if row.share.verdict in _ABOUT:
        code, what = _ABOUT[row.share.verdict]
        yield problem("warning", code, row.share.text, what, "percent")
    if row.level_text:
        what = "исправьте уровень или границы уровней"
        yield problem("warning", "diagnosis_level_differs", row.level_text, what, "level")
    for doubt in row.caveats:
        text, what = f"{row.printed.direction}: {doubt}", "сверьте с баллами школ"
        yield problem("remark", "diagnosis_doubt", text, what, "mean")


NETWORK = "43"
"""Item «Сетевое взаимодействие (…, кванториумы, …, IT-кубы, «Точки роста», экостанции …)» since 2022."""


def checked_rows(dataset: Dataset, intake: Intake) -> dict[str, list[CheckedRow]]:
    """Code → its table, row by row, by the edition in force in the dataset's period; nothing where there is none."""
    edition = in_force(load_self_diagnosis(dataset.file(DIAGNOSIS)), dataset.period)
    rows = intake.registers.printed.rows
    if edition is None or not rows:
        return {}
    return {code: check_table(own, edition) for code, own in grouped((row.code, row) for row in rows).items()}


def printed_problems(dataset: Dataset, intake: Intake) -> list[Problem]:
    """What the columns of each table do not give, and items that general information does not agree with."""
    tables = checked_rows(dataset, intake).values()
    return [*(problem for table in tables for problem in problems(table)), *_network_denied(intake)]


def _network_denied(intake: Intake) -> Iterable[Problem]:
    """«Отсутствие» of work in a network where general information has an IT-куб, a Кванториум …"""
    for item in intake.registers.printed.items:
        named = _infrastructure(intake, item.code) if _denied(item) else []
        if named:
            message = f"пункт {item.number} – «{item.text}», а в общих сведениях указаны: {', '.join(named)}"
            what = "уточните, участвуют ли школы в сетевом взаимодействии с ними"
            yield item.line.problem("remark", "item_contradicts", message, what, "value")


def _denied(item: PrintedItem) -> bool:
    return item.number == NETWORK and item.item.kind == FLAG and item.item.flag is False


def _infrastructure(intake: Intake, code: str) -> list[str]:
    ours = (item for item in intake.registers.general if item.code == code and item.item and item.number)
    known = (ITEMS[item.item] for item in ours)
    return [item.title for item in known if item.group == INFRASTRUCTURE and item.resource]
