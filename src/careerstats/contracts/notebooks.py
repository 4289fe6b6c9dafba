"""What a notebook of the project's own says of itself: of whom it is, in which formats, for whom."""

from typing import Annotated, Literal

from careerstats.audiences import INTERNAL
from careerstats.contracts.kinds import Said, Texts, Written, says

Whose = Literal["municipality", "region"]


class OwnNotebook(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The line ``#| careerstats: {…}`` in the cell of its parameters."""

    whose: Annotated[Whose, says("о ком: каждое муниципальное образование или регион")] = "municipality"
    formats: Annotated[Texts, says("форматы: html, docx, pdf, xlsx; не названо – все")] = ()
    audience: Annotated[Texts, says("для кого: internal, public")] = (INTERNAL,)
    title: Annotated[Said, says("как называется на странице региона; пусто – по имени файла")] = ""
