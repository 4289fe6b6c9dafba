"""What a returned file and the edition in force ask -> the same numbers under today's names, or differences."""

from collections.abc import Iterable
from dataclasses import dataclass

from careerstats.intake.forms.description import Form


@dataclass(frozen=True)
class Mapped:
    """``names``: variable of the file → variable now; ``missing``: asked now and not there; ``extra``: the reverse."""

    names: dict[str, str]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether anything of the file can be read at all."""
        return bool(self.names)

    def differences(self, form: Form) -> str:
        """«нет: …; лишние: …» in the words of the form."""
        missing = ", ".join(f"{id} ({form.asked[id].title})" for id in self.missing)
        parts = (f"в книге нет: {missing}" if missing else "", f"больше не спрашивается: {', '.join(self.extra)}")
        return "; ".join(part for part, there in zip(parts, (missing, self.extra), strict=True) if there)


def mapped(given: Iterable[str], form: Form) -> Mapped:
    """Hold the variables of a file against an edition; a renamed one keeps its meaning."""
    names = {}
    there = list(dict.fromkeys(given))
    for id in there:
        now = form.renamed.get(id, id)
        if now in form.asked:
            names[id] = now
    got = set(names.values())
    missing = tuple(id for id in form.asked if id not in got)
    return Mapped(names, missing, tuple(id for id in there if id not in names))
