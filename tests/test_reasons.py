"""Words are made last: another wording of every verdict, change and trend changes texts and nothing else."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from careerstats import reasons
from careerstats.audiences import PUBLIC
from careerstats.bundles import cut
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.values import Facts, Value
from careerstats.pipeline.monitoring import Monitoring, analyse
from careerstats.pipeline.publishing import for_audience

ROOT = Path(__file__).parent.parent
WORDED = [
    name
    for name, words in vars(reasons).items()
    if inspect.isfunction(words) and words.__module__ == reasons.__name__ and not name.startswith("_")
]
"""Whatever the module of words says."""

SENTENCES = ["reason", "change_reason", "trend_reason"]
OTHER = "другие слова: в целом, нельзя сравнить: без изменений"


def listed(name: str) -> bool:
    """Whether it says a list of sentences."""
    return str(inspect.signature(getattr(reasons, name)).return_annotation).startswith("list")


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Monitoring, Monitoring]]:
    """A dataset with schools, changes and a past, in our words and in others."""
    ours = analyse(ROOT, "demo")
    with pytest.MonkeyPatch.context() as patch:
        for name in WORDED:
            said = [OTHER] if listed(name) else OTHER
            patch.setattr(reasons, name, lambda *_, said=said, **__: said)
        theirs = analyse(ROOT, "demo")
        cut(theirs.results)  # a bundle is cut without reading words
        yield ours, theirs


def decided(seen: Monitoring) -> dict[str, Any]:
    """All that was decided of every municipality, in its order, but for the texts."""
    return {
        code: (
            [replace(finding, text="", tail="") for finding in own.findings],
            own.numbers,
            own.task,
            own.recommendations,
            own.plan,
            own.exchanges,
            own.left_out,
        )
        for code, own in seen.results.decisions.items()
    }


def test_other_words_change_no_value_and_no_verdict(both: tuple[Monitoring, Monitoring]) -> None:
    ours, theirs = both
    assert set(theirs.values["reason"].dropna()) == {OTHER}
    assert ours.values.drop(columns=SENTENCES).equals(theirs.values.drop(columns=SENTENCES))
    assert ours.results.rows == theirs.results.rows, "facts travel, not sentences"


def test_other_words_change_no_finding_no_recommendation_and_no_order(both: tuple[Monitoring, Monitoring]) -> None:
    ours, theirs = both
    assert decided(ours) == decided(theirs)
    texts = [[finding.text for own in of.results.decisions.values() for finding in own.findings] for of in both]
    assert texts[0] != texts[1]
    assert any(OTHER[:12] in text for text in texts[1])


def test_other_words_hide_the_same_from_the_public(both: tuple[Monitoring, Monitoring]) -> None:
    ours, theirs = (for_audience(seen, PUBLIC) for seen in both)
    assert ours.results.rows == theirs.results.rows
    assert {row.facts.why for own in ours.results.rows.values() for row in own.values()} >= {"hidden", "not_compared"}


def test_a_bundle_holds_facts_and_no_sentence_of_a_verdict(both: tuple[Monitoring, Monitoring]) -> None:
    bundles = cut(both[0].results)
    rows = [row for bundle in bundles.values() for row in judged(bundle)]
    assert any(row.facts != Facts() for row in rows)
    assert not any(" " in value for row in rows for value in words_of(row))


def judged(bundle: Bundle) -> list[Value]:
    return [*bundle.values, *bundle.region_values.values()]


def words_of(row: Value) -> list[str]:
    """Texts of a row, but for its name and for what the author of the method says of a break."""
    known = {name: getattr(row, name) for name in row.__struct_fields__ if name != "name"}
    facts = {name: getattr(row.facts, name) for name in Facts.__struct_fields__ if name != "break_reason"}
    return [value for value in [*known.values(), *facts.values()] if isinstance(value, str)]
