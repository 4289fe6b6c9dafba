"""Municipalities and regions as they are named: names, kinds and their forms by case."""

from typing import Literal

from careerstats.contracts.facts import Fact, Public

NameCase = Literal["genitive", "dative", "prepositional"]
NounCase = Literal["nominative", "genitive", "dative", "instrumental", "prepositional", "plural"]

URBAN = ("city", "zato", "settlement", "urban_okrug")
"""Kinds of town-like municipalities; all others are districts and municipal okrugs."""


class Noun(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The common word for a kind of place («город», «район», «область») in every case; «» where it is not known."""

    nominative: Public[str] = ""
    genitive: Public[str] = ""
    dative: Public[str] = ""
    instrumental: Public[str] = ""
    prepositional: Public[str] = ""
    plural: Public[str] = ""

    def form(self, case: NounCase) -> str:
        form: str = getattr(self, case)
        return form


class Named(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What may be said of a municipality by name; a case form is «» where no reviewed one is known."""

    code: Public[str]
    name: Public[str]
    kind: Public[str] = ""
    genitive: Public[str] = ""
    dative: Public[str] = ""
    prepositional: Public[str] = ""


class Territory(Named, frozen=True, kw_only=True, omit_defaults=True):
    """A municipality or a region as it is called and coded on one day; ``id`` never changes."""

    id: Public[str] = ""
    region: Public[str] = ""
    code: Public[str] = ""
    name: Public[str] = ""
    full_name: Public[str] = ""
    noun: Public[Noun] = Noun()

    @property
    def has_forms(self) -> bool:
        """Whether the name may stand in a sentence; without reviewed case forms the wording is neutral."""
        return bool(self.genitive and self.dative and self.prepositional)


class Site(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One site of practical events, a row of the register; ``territory``: the name of its place as written."""

    name: Public[str]
    territory: Public[str] = ""


class Competence(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One row of tables/competences.csv: what is tried at the sites, and whether it can be done online."""

    title: Public[str]
    online: Public[bool] = False
