"""Documents and steps of the cycle -> which documents are older than what they rest on, which references go round."""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from careerstats.contracts.cycle import Document, Early
from careerstats.intake.registers.cycles import RESTS_ON


def early(documents: Sequence[Document]) -> list[Early]:
    """Documents that surely precede what they rest on: by a link of their own, or by the order of components.

    Compared are spans: «январь 2022» precedes 25.02.2022, and does not surely precede 20.01.2022. By components a
    document is held against the oldest one of the component below it in the same municipality.
    """
    found = list(_by_links(documents))
    linked = {(one.document.id, one.base.id) for one in found}
    return found + [one for one in _by_components(documents) if (one.document.id, one.base.id) not in linked]


def _by_links(documents: Sequence[Document]) -> Iterator[Early]:
    known = {one.id: one for one in documents}
    for one in documents:
        for id in one.rests_on:
            if id in known and _precedes(one, known[id]):
                yield Early(code=one.code, document=one, base=known[id])


def _by_components(documents: Sequence[Document]) -> Iterator[Early]:
    told = set()
    for one in documents:
        for component in one.components:
            for below in RESTS_ON.get(component, ()):
                base = _oldest(documents, one.code, below)
                if base and base.id != one.id and _precedes(one, base) and (one.id, base.id) not in told:
                    told.add((one.id, base.id))
                    yield Early(code=one.code, document=one, base=base, component=below)


def _oldest(documents: Sequence[Document], code: str, component: str) -> Document | None:
    dated = [one for one in documents if one.code == code and component in one.components and one.first]
    return min(dated, key=lambda one: (one.first, one.id), default=None)


def _precedes(one: Document, other: Document) -> bool:
    return bool(one.last and other.first) and one.last < other.first


def round_trip(links: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of a circle of references in order, the first one again at the end; empty where there is none."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
