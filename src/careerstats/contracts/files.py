"""The YAML files of a dataset that people write, and the record that each of them is."""

from typing import Any, NamedTuple

from careerstats.contracts.catalogue import CatalogueFile
from careerstats.contracts.causes import CauseList
from careerstats.contracts.corrections import CorrectionEntry
from careerstats.contracts.cycle_file import CycleEntries
from careerstats.contracts.dataset import Settings
from careerstats.contracts.recommendations import Register
from careerstats.contracts.schemes import Diagnoses, Profminimums


class WrittenFile(NamedTuple):
    """``model``: a record, or a tuple of records where the file is a list; ``about``: what it is for, in Russian."""

    name: str
    model: Any
    about: str

    @property
    def schema(self) -> str:
        """Name of its JSON schema."""
        return f"{self.name.removesuffix('.yaml')}.schema.json"


FILES = (
    WrittenFile("dataset.yaml", Settings, "описание набора данных"),
    WrittenFile("catalogue.yaml", CatalogueFile, "свои цели, величины и показатели региона"),
    WrittenFile("recommendations.yaml", Register, "рекомендации и план: поставляемые и свои"),
    WrittenFile("causes.yaml", CauseList, "свои причины, сверх закрытого списка"),
    WrittenFile("cycle.yaml", CycleEntries, "документы управленческого цикла, шаги года, письма"),
    WrittenFile("corrections.yaml", tuple[CorrectionEntry, ...], "исправления исходных чисел, список записей"),
    WrittenFile("self_diagnosis.yaml", Diagnoses, "редакции самодиагностики школ по годам"),
    WrittenFile("profminimum.yaml", Profminimums, "редакции профминимума по годам"),
)
