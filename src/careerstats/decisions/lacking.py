"""Answers of schools -> in which of them what a stated cause says is missing is missing, by their own word."""

import re

from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.causes import CauseKind
from careerstats.contracts.headlines import Lacking
from careerstats.grouping import nested
from careerstats.intake import Dataset, Intake
from careerstats.intake.organisations import SCHOOL
from careerstats.model import REPORTED


def lacking_schools(dataset: Dataset, catalogue: Catalogue, intake: Intake) -> dict[str, dict[str, Lacking]]:
    """Code of municipality → kind of cause → its schools; of kinds whose ``indicator`` asks a school yes or no."""
    return nested(
        ((code, kind.id), _lacking(kind, answers))
        for kind in load_causes(dataset.file(FILE)).kinds.values()
        for code, answers in _answers(dataset, catalogue, intake, kind).items()
    )


def _lacking(kind: CauseKind, answers: dict[str, bool]) -> Lacking:
    schools = tuple(name for name, has in answers.items() if not has)
    return Lacking(kind=kind.id, schools=schools, among=tuple(answers), said=kind.lacking)


def _answers(dataset: Dataset, catalogue: Catalogue, intake: Intake, kind: CauseKind) -> dict[str, dict[str, bool]]:
    """Code → school → whether it has what the kind of cause says is missing."""
    indicator = catalogue.indicators.get(kind.indicator)
    edition = indicator.edition(dataset.period) if indicator else None
    flag = edition.of.get("flag") if edition else None
    if not flag:
        return {}
    counts = intake.counts
    ours = counts[
        (counts["period"] == dataset.period) & (counts["variable"] == flag) & (counts["status"] == REPORTED)
        & (counts["organisation"] != "") & (counts["breakdown"] == "")
    ]  # fmt: skip
    return nested(
        ((str(code), school.name), bool(value))
        for code, id, value in zip(ours["code"], ours["organisation"], ours["value"], strict=True)
        if (school := intake.organisations.get(str(id))) and school.kind == SCHOOL
    )


_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("одной", "двух", "трёх трех", "четырёх четырех", "пяти", "шести", "семи", "восьми", "девяти", "десяти"), 1
    )
    for word in words.split()
}
_OF_SCHOOLS = re.compile(r"\b(\w+) школ")


def schools_counted(text: str) -> int | None:
    """3 of «в трёх школах нет педагога-психолога»; None where no number of schools is named."""
    for match in _OF_SCHOOLS.finditer(text.casefold()):
        word = match[1]
        if word in _NUMBERS or word.isdecimal():
            return _NUMBERS.get(word) or int(word)
    return None
