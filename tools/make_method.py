"""Catalogue, library and ``method_template.md`` -> ``docs/method.md``.

Run it after changing the catalogue or a rule: ``python tools/make_method.py``. Every number of the text is computed
here and every passport comes from the catalogue, so that a test can hold the document equal to what this gives.
"""

import csv
import re
from fractions import Fraction
from pathlib import Path

import method_decisions
import method_numbers
import method_orders
import pandas as pd

from careerstats import catalogue as catalogues
from careerstats import wording
from careerstats.analysis.printed_diagnosis import WRONG, CheckedRow, check_table, number, span
from careerstats.analysis.printed_diagnosis import Range as Shares
from careerstats.analysis.profminimum import claims, standings
from careerstats.catalogue.schemes import load_profminimum, load_self_diagnosis
from careerstats.contracts.schemes import Profminimum
from careerstats.intake.registers.printed import PrintedRow
from careerstats.passports import method
from careerstats.passports.method import table
from careerstats.passports.words import bound

HERE = Path(__file__).parent
TEMPLATE = HERE / "method_template.md"
TARGET = HERE.parent / "docs" / "method.md"
PUBLISHED = Path(catalogues.__file__).parent / "examples" / "self-diagnosis-2022.csv"

Slots = dict[str, str]

_SLOT = re.compile(r"\[\[(\w+)\]\]")
_CODE_OR_FORMULA = re.compile(r"(`[^`\n]+`|\$\$.*?\$\$)", re.DOTALL)


def document() -> str:
    """The whole text, its table of contents last: it is made of the headings."""
    text = filled(TEMPLATE.read_text(encoding="utf-8"), slots())
    return _unbroken(text).replace("[[toc]]", contents(text))


def slots() -> Slots:
    """Name → text, for every place of the template."""
    computed = {**method_numbers.slots(), **method_orders.slots(), **method_decisions.slots()}
    return {**from_catalogue(), **from_schemes(), **pooled(), **computed, "toc": "[[toc]]"}


def filled(template: str, texts: Slots) -> str:
    """The template without its places. Raises KeyError for a place nobody fills: no text has a hole."""
    return _SLOT.sub(lambda place: texts[place[1]], template)


def contents(text: str) -> str:
    """Chapters and sections with links to them."""
    headings = re.findall(r"^(##|###) (.+)$", text, re.MULTILINE)
    return "\n".join(
        f"{'  ' * (len(marks) - 2)}- [{title}](#{anchor(title)})" for marks, title in headings if title != "Содержание"
    )


def anchor(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _unbroken(text: str) -> str:
    """Numbers stay with their «%»; code and formulas are left as they are."""
    parts = _CODE_OR_FORMULA.split(text)
    return "".join(part if place % 2 else bound(part) for place, part in enumerate(parts))


# ---- the catalogue


def from_catalogue() -> Slots:
    """Chapters made of the shipped catalogue."""
    catalogue = catalogues.load()
    return {
        "strategic_goal": catalogue.strategic_goal,
        "overview": method.overview(catalogue),
        "packs": method.packs(catalogue),
        "goals": method.goals(catalogue),
        "variables": method.variables(catalogue),
    }


def pooled() -> Slots:
    """Two schools together, and the mean of their percentages, which is not that."""
    averaged = (wording.exact_share(90, 100) + wording.exact_share(5, 50)) / 2
    return {"pooled": wording.percent(95, 150), "averaged": f"{wording.decimal(averaged)}{wording.NBSP}%"}


# ---- self-diagnosis and профминимум


def from_schemes() -> Slots:
    """Editions of the schemes and their worked examples."""
    diagnoses, minimums = load_self_diagnosis(), load_profminimum()
    rows = check_table(_printed_rows(), diagnoses[0])
    return {
        "diagnosis": "\n\n".join(map(method.diagnosis, diagnoses)),
        "profminimum": "\n\n".join(map(method.profminimum, minimums)),
        "profminimum_lacks": _claimed(minimums[0], "основной", 64),
        "profminimum_unknown": _claimed(minimums[0], "базовый", None),
        **published(rows),
        **total(rows),
    }


def _claimed(edition: Profminimum, level: str, hours: float | None) -> str:
    """What is said of a school that claims a level by four directions."""
    runs = ("lesson", "extracurricular", "parents", "practice")
    flags = {id: int(id in runs) for id in edition.directions.listed}
    school = {"territory": "", "organisation": "", "hours": hours, "claimed": level, **flags}
    (claim,) = claims(standings(pd.DataFrame([school]), edition), edition)
    return claim.text


def _printed_rows() -> list[PrintedRow]:
    _, *lines = csv.reader(PUBLISHED.read_text(encoding="utf-8").splitlines(), delimiter=";")
    return [
        PrintedRow(direction=direction, maximum=maximum, mean=mean, percent=percent, level=level, cells={})
        for direction, maximum, mean, percent, level in lines
    ]


def published(rows: list[CheckedRow]) -> Slots:
    """The published table, row by row: what its means give, which percentages come out."""
    wrong = [one for one in rows if one.share.verdict == WRONG]
    listed = [
        [one.printed.direction, one.printed.maximum, one.printed.mean, one.printed.percent, _given(one), _verdict(one)]
        for one in rows
    ]
    heads = ["Направление", "Наибольший балл", "Средний балл", "Напечатано", "Среднее даёт", "Проверка"]
    doubts = [f"- {one.printed.direction}: {doubt}." for one in rows for doubt in one.caveats]
    agree = all(one.level == one.printed.level for one in rows)
    return {
        "published": table(heads, listed),
        "published_wrong": "; ".join(f"«{one.printed.direction}» – {one.printed.percent}" for one in wrong),
        "published_wrong_number": wording.counted(len(wrong), "направления", "направлений", "направлений"),
        "published_levels": "все восемь выходят такими, как напечатаны" if agree else "не все выходят такими",
        "published_doubts": "Кроме того, есть сомнения, которые ошибкой не названы:\n\n" + "\n".join(doubts),
    }


_CHECK = {
    "rounded": "согласуется",
    "mean_cut": "получается, только если среднее отсечено, а не округлено",
    "percent_cut": "получается, только если процент отсечён, а не округлён",
    "wrong": "**не получается**",
    "unreadable": "не прочитано",
}


def _given(one: CheckedRow) -> str:
    return span(Shares(one.share.low, one.share.high, closed=True), 1)


def _verdict(one: CheckedRow) -> str:
    return _CHECK[one.share.verdict]


def total(rows: list[CheckedRow]) -> Slots:
    """All directions together: Σ means / Σ maxima, and beside it the mean of the percentages."""
    means, maxima, percents = (
        [Fraction(number(getattr(one.printed, key)) or 0) for one in rows] for key in ("mean", "maximum", "percent")
    )
    return {
        "total_mean": wording.decimal(sum(means, Fraction())),
        "total_maximum": wording.decimal(sum(maxima, Fraction()), 0),
        "total_share": f"{wording.decimal(100 * sum(means, Fraction()) / sum(maxima, Fraction()))}{wording.NBSP}%",
        "total_averaged": f"{wording.decimal(sum(percents, Fraction()) / len(rows))}{wording.NBSP}%",
    }


def main() -> None:
    """Write ``docs/method.md``."""
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: записан")


if __name__ == "__main__":
    main()
