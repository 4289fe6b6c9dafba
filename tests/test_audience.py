"""Facts, registers, sections and pictures -> what a note for the public has of them: unless they say so, nothing."""

import json
import re
from typing import Any, NamedTuple, get_args, get_type_hints

import IPython.display
import msgspec
import pytest
from helpers.projects import ROOT
from noted import noted

from careerstats.blocks import Blocks, paragraph, public
from careerstats.contracts.audience import AUDIENCE, for_public, public_fields
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.facts import Fact, Public
from careerstats.intake.registers import Registers
from careerstats.note import sections
from careerstats.note.figures import theme
from careerstats.note.opening import Note


class Pair(NamedTuple):
    seen: Public[str]
    secret: str


class Inner(Fact, frozen=True, kw_only=True):
    seen: Public[str]
    secret: str
    number: int = 5


class Outer(Fact, frozen=True, kw_only=True):
    listed: Public[tuple[Inner, ...]] = ()
    by_code: Public[dict[str, Inner]] = msgspec.field(default_factory=dict)
    pair: Public[Pair | None] = None
    unknown: Public[Any] = None
    secret: tuple[Inner, ...] = ()


INNER = Inner(seen="видно", secret="тайна", number=7)
BARE = Inner(seen="видно", secret="", number=5)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (INNER, BARE),
        (Outer(listed=(INNER, INNER)), Outer(listed=(BARE, BARE))),
        (Outer(by_code={"1": INNER}), Outer(by_code={"1": BARE})),
        (Outer(pair=Pair("видно", "тайна")), Outer(pair=Pair("видно", ""))),
        (Outer(unknown=[{"1": (INNER,)}]), Outer(unknown=[{"1": (BARE,)}])),
        (Outer(secret=(INNER,)), Outer()),
    ],
)
def test_what_names_no_audience_is_empty_for_the_public(fact: Fact, expected: Fact) -> None:
    assert for_public(fact) == expected


def test_a_public_part_of_facts_without_anything_public_is_refused() -> None:
    class Silent(Fact, frozen=True, kw_only=True):
        secret: str

    with pytest.raises(TypeError, match="none of its fields is public"):
        for_public(Outer(unknown=Silent(secret="тайна")))


def test_registers_that_name_no_audience_are_empty_for_the_public() -> None:
    registers = Registers(practices=["практика"], acts=("протокол",))  # type: ignore[arg-type]
    assert registers.for_public() == Registers(practices=["практика"])  # type: ignore[list-item]


def test_a_picture_that_names_no_audience_is_nothing_for_the_public() -> None:
    drawn = Blocks([paragraph("рисунок")])
    internal, open_one = theme.themed(lambda note: drawn), theme.public(lambda note: drawn)
    for audience, expected in (("internal", drawn), ("public", [])):
        note = noted({"audience": audience})
        assert internal(note) == expected
        assert open_one(note) == drawn


def test_a_section_that_names_no_audience_is_not_displayed_to_the_public(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **_: shown.append(data["text/plain"]))

    def section(_: Note) -> Blocks:
        return Blocks([paragraph("раздел")])

    note = noted({})
    for audience, expected in (("internal", ["раздел", "раздел"]), ("public", ["раздел"])):
        monkeypatch.setenv(AUDIENCE, audience)
        section(note)._ipython_display_()
        public(section)(note)._ipython_display_()
        assert shown == expected
        shown.clear()


@pytest.mark.parametrize("notebook", ["municipality-public", "region-public"])
def test_every_section_of_the_public_notebooks_is_called_public(notebook: str) -> None:
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    called = re.findall(r"sections\.(\w+)\(", "".join(line for cell in cells for line in cell["source"]))
    assert called
    assert [name for name in called if not hasattr(getattr(sections, name), "__wrapped__")] == []


INTERNAL_PARTS = {"acts", "history", "problems", "refusals", "corrections", "protocol"}


def test_remarks_decisions_and_corrections_are_parts_of_internal_notes_only() -> None:
    assert INTERNAL_PARTS.isdisjoint(public_fields(Bundle))


def facts_in(hint: Any) -> set[type]:
    """Facts and named tuples that a type speaks of."""
    if isinstance(hint, type) and (issubclass(hint, Fact) or hasattr(hint, "_fields")):
        return {hint}
    return {kind for inner in get_args(hint) for kind in facts_in(inner)}


def test_every_fact_that_public_notes_reach_has_something_public() -> None:
    """A part is called public, its rows are not: nothing would be shown, and nobody would know why."""
    reached, ahead = set(), {Bundle}
    while ahead:
        kind = ahead.pop()
        reached.add(kind)
        hints = get_type_hints(kind)
        ahead |= {inner for name in public_fields(kind) for inner in facts_in(hints[name])} - reached
    assert len(reached) > 20
    assert [kind.__name__ for kind in reached if not public_fields(kind)] == []
