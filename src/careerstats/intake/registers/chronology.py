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
    earlies = list(_by_links(documents))
    linked = {(link.document.id, link.base.id) for link in earlies}
    return earlies + [
        component for component in _by_components(documents) if (component.document.id, component.base.id) not in linked
    ]


def _by_links(documents: Sequence[Document]) -> Iterator[Early]:
    known = {document.id: document for document in documents}
    for document in documents:
        for id in document.rests_on:
            if id in known and _precedes(document, known[id]):
                yield Early(code=document.code, document=document, base=known[id])


def _by_components(documents: Sequence[Document]) -> Iterator[Early]:
    seen = set()
    for document in documents:
        for component in document.components:
            for below in RESTS_ON.get(component, ()):
                base = _oldest(documents, document.code, below)
                if base and base.id != document.id and _precedes(document, base) and (document.id, base.id) not in seen:
                    seen.add((document.id, base.id))
                    yield Early(code=document.code, document=document, base=base, component=below)


def _oldest(documents: Sequence[Document], code: str, component: str) -> Document | None:
    dated = [
        document
        for document in documents
        if document.code == code and component in document.components and document.first
    ]
    return min(dated, key=lambda document: (document.first, document.id), default=None)


def _precedes(document: Document, other: Document) -> bool:
    return bool(document.last and other.first) and document.last < other.first


def round_trip(links: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of a circle of references in order, the first one again at the end; empty where there is none."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
