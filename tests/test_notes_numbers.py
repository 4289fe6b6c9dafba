"""A note -> how often each of its facts is told: no share, no count of an indicator stands more than four times."""

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from helpers.projects import ROOT

from careerstats import wording
from careerstats.blocks import Block, plain
from careerstats.bundles import cut
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.pipeline.monitoring import analyse

MOST = 4
LEAST = 30
"""Of fewer pupils a count has the digits of a place («19 (17–23)») or of a day."""

TOLD = ("conclusions", "matter", "decide", "summary", "details", "recommendations", "execution", "completeness")
"""All but the appendices: there each number is worked out once, and the tables refer to it."""


@cache
def notes(dataset: str) -> dict[str, Note]:
    found = cut(analyse(ROOT, dataset).results)
    return {code: Note(bundle, "0" * 64) for (kind, code), bundle in found.items() if kind == "municipality"}


def words(blocks: list[Block]) -> list[str]:
    """Every paragraph, item and cell of blocks, as plain text."""
    told: list[str] = []
    for block in blocks:
        told += [plain(block.runs)] if block.kind == "paragraph" else []
        told += [plain(item) for item in block.items] if block.kind == "list" else []
        if block.kind == "table":
            told += [_text(cell) for row in block.rows for cell in row.cells]
            told += [_text(text) for text in block.notes]
    return [text.replace(wording.NBSP, " ") for text in told]


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else plain(cell)


def facts(note: Note) -> Counter[str]:
    """How it is printed → of how many facts of this note it is the print: equal digits are not the same fact."""
    found: Counter[str] = Counter()
    for row in note.judged():
        shares = [row.own, *([row.others] if row.rest_denominator else []), *([row.before] if row.had_share else [])]
        counts = [row.own.numerator, row.missing or 0, row.own.denominator - row.own.numerator]
        if goal := note.bundle.proposals.get(row.indicator):
            found.update([phrases.goal_share(goal)])
            counts.append(goal.people)
        found.update(wording.percent_of(*pair) for pair in shares)
        found.update({wording.integer(number) for number in counts if number >= LEAST})
    gaps = [lead.gap for lead in note.bundle.headlines if lead.gap]
    lacking = (sum(part.people for part in gap.parts[: gap.main or gap.few]) for gap in gaps)
    found.update(wording.integer(number) for number in lacking if number >= LEAST)  # «из них 43 – в школах № 1 и 8»
    near = (
        point for id in note.bundle.peer_indicators for code in note.bundle.peers if (point := note.point(id, code))
    )
    found.update(wording.percent_of(*point.own) for point in near if point.has_share)
    plans = note.bundle.execution.measures if note.bundle.execution else ()
    found.update(measure.plan for measure in plans if measure.plan)
    return Counter({text.replace(wording.NBSP, " "): number for text, number in found.items()})


def times(text: str, told: list[str]) -> int:
    """As a number of its own: not within another, not as what another share is of («26 из 146»)."""
    whole = re.compile(rf"(?<![\d,])(?<!\d )(?<!из )(?<!/ ){re.escape(text)}(?!\d|,\d| \d\d\d)")
    return sum(len(whole.findall(line)) for line in told)


@pytest.mark.parametrize("dataset", ["demo", "amur-2020"])
def test_no_number_of_an_indicator_is_told_more_than_four_times(dataset: str) -> None:
    often = {}
    for code, note in notes(dataset).items():
        told = [line for name in TOLD for line in words(getattr(sections, name)(note))]
        for text, number in facts(note).items():
            if (found := times(text, told)) > MOST * number:
                often[code, text] = found
    assert not often, often


def test_a_number_that_is_repeated_is_found() -> None:
    note = next(iter(notes("demo").values()))
    share = wording.percent_of(*note.judged()[0].own)
    assert times(share, [f"{share} %, {share} (1 из 2)"] * 3) == 6
    assert times("10,3", ["110,3; 10,35; 10,3 %"]) == 1
    assert times("458", ["1 458; 458 123; 12 из 458, 458 обучающихся, 458,5"]) == 1


PAGE_ONE = ("conclusions", "matter", "decide", "summary")


@pytest.mark.parametrize("dataset", ["demo", "amur-2020"])
def test_no_two_municipalities_have_the_same_page_one(dataset: str) -> None:
    said = {
        code: tuple(line for name in PAGE_ONE for line in words(getattr(sections, name)(note)))
        for code, note in notes(dataset).items()
    }
    assert len(set(said.values())) == len(said)
