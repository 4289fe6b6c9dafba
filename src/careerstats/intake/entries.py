"""Names in dataset.yaml and the catalogue -> variables and indicators that the catalogue does not have."""

from collections.abc import Iterable

from careerstats.catalogue import Catalogue
from careerstats.contracts.dataset import Settings


def unknown_names(settings: Settings, catalogue: Catalogue) -> list[str]:
    """What is wrong with the names in stages, chain, branches and groups."""
    staged = [name for stage in settings.stages for name in (stage.variable, *(stage.of or ()))]
    fields: dict[str, Iterable[str]] = {
        "stages": staged, "chain": [step.variable for step in settings.chain], "branches": settings.branches
    }  # fmt: skip
    wrong = [
        f"{field}: величины «{name}» нет в каталоге"
        for field, names in fields.items()
        for name in dict.fromkeys(names)
        if name not in catalogue.variables
    ]
    groups = settings.groups.by if settings.groups else ()
    return wrong + [f"groups: показателя «{id}» нет в каталоге" for id in groups if id not in catalogue.indicators]
