"""Answers about an indicator of one's own -> its entry in the dataset's catalogue.yaml, its examples computed.

No terminal in here: ``drafted`` tells the next thing to ask, and once nothing is left, what is written. ::

    draft = indicators.drafted(place, answers)      # answers: key of a step → text
    indicators.store(place, draft)
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import cast

from careerstats import catalogue as catalogues
from careerstats.catalogue import Edition
from careerstats.catalogue.entries import REPORTERS
from careerstats.catalogue.sensitivity import counts_such
from careerstats.contracts.adding import Choice, Step
from careerstats.contracts.catalogue import Formula, Source
from careerstats.errors import DatasetError
from careerstats.formulas import FORMULAS, floats
from careerstats.model import period_mistake, period_of, period_start
from careerstats.pipeline.adding import splicing
from careerstats.pipeline.adding.places import Answers, Place
from careerstats.wording import capital

KINDS = ("share", "rate", "ratio", "count", "yes_share")
"""Formulas of numbers that a table of municipalities can bring."""

UNITS = ("person", "organisation", "teacher", "event", "flag")
POLARITIES = ("high", "low", "none")
LEVELS = ("municipality, region", "school, municipality, region")
NEW, FILE = "new", "catalogue.yaml"
_GRADES = re.compile(r"any|(?:[1-9]|1[01])(?:-(?:[1-9]|1[01]))?")
_EXAMPLES = (1, 2)


@dataclass(frozen=True)
class Draft:
    """``step``: what to ask next (None: all is known); ``entry`` and ``variables``: what catalogue.yaml will say.

    ``computed``: number of an example → its value, as soon as its numbers are known.
    """

    step: Step | None
    entry: dict[str, object] = field(default_factory=dict)
    variables: dict[str, dict[str, object]] = field(default_factory=dict)
    computed: dict[int, float] = field(default_factory=dict)


def drafted(place: Place, answers: Answers) -> Draft:
    """The first step that is not answered, or whose answer cannot be; the entry once there is none."""
    drafting = _Drafting(place, answers)
    for step in drafting.steps():
        if step.key not in answers or drafting.mistake(step):
            return Draft(step, computed=drafting.computed())
    return Draft(None, drafting.entry(), drafting.new_variables(), drafting.computed())


class _Drafting:
    """The answers so far, and what follows from them."""

    def __init__(self, place: Place, answers: Answers) -> None:
        self.place, self.answers = place, answers
        self.known = place.catalogue.variables

    # ---- what is asked

    def steps(self) -> Iterable[Step]:
        yield Step(key="title", kind="text")
        yield Step(key="formula", kind="choice", choices=_choices(KINDS))
        for role in self._roles():
            yield from self._variable(role)
        title = self.answers.get("title", "")
        yield Step(key="short", kind="text", usual=capital(re.sub(r"^дол[яи] |, ?%$", "", title, flags=re.IGNORECASE)))
        goals = {id: goal.title for id, goal in self.place.catalogue.goals.items()}
        first = sorted(goals, key=lambda id: id != self._usual_goal())
        yield Step(key="goal", kind="choice", choices=tuple(Choice(value=id, name=goals[id]) for id in first))
        yield Step(key="polarity", kind="choice", choices=_choices(POLARITIES))
        yield Step(key="levels", kind="choice", choices=_choices(LEVELS))
        yield Step(key="why", kind="text")
        yield Step(key="document", kind="text")
        yield Step(key="since", kind="period", usual=self._earliest())
        if self._needs_caveat():
            yield Step(key="caveat", kind="text")
        for number in _EXAMPLES:
            for role, variable in self._given().items():
                yield Step(key=f"{number}.{role}", kind="number", about=self._title(variable))
            value = self.computed().get(number)
            yield Step(key=f"{number}.expect", kind="value", usual="" if value is None else shown(value))

    def _roles(self) -> tuple[str, ...]:
        formula = self.answers.get("formula", "")
        return FORMULAS[formula].roles if formula in KINDS else ()

    def _variable(self, role: str) -> Iterable[Step]:
        title = self.answers.get("title", "")
        alike = [meaning.variable for meaning in self.place.meanings.of([title])][:4]
        ids = [id for id in alike if self._fits(id, role)]
        choices = (*(Choice(value=id, name=self.known[id].title) for id in ids), Choice(value=NEW))
        yield Step(key=role, kind="variable", choices=choices)
        if self.answers.get(role) == NEW:
            yield Step(key=f"{role}.title", kind="text")
            if not self._unit_of(role):
                yield Step(key=f"{role}.unit", kind="choice", choices=_choices(UNITS[:-1]))
            yield Step(key=f"{role}.grades", kind="grades", usual="6-11")

    def _fits(self, id: str, role: str) -> bool:
        """Whether the formula can have this variable in this role: a part and its whole count the same."""
        unit = self.known[id].unit
        return unit == self._unit_of(role) if self._unit_of(role) else unit != "flag"

    def _unit(self, role: str) -> str:
        """What was answered, or the only unit that it may have."""
        return self.answers.get(f"{role}.unit") or self._unit_of(role)

    def _unit_of(self, role: str) -> str:
        """The only unit that this role may have; empty where it may be any."""
        formula, part = self.answers.get("formula", ""), self.answers.get("part", "")
        if formula == "yes_share":
            return "flag"
        if formula != "share" or role != "whole":
            return ""
        return self.known[part].unit if part in self.known else self.answers.get("part.unit", "")

    def _usual_goal(self) -> str:
        first = self.answers.get(next(iter(self._roles()), ""), "")
        indicators = self.place.catalogue.indicators.values()
        return next((indicator.goal for indicator in indicators if first in indicator.editions[-1].variables), "")

    def _earliest(self) -> str:
        dataset = self.place.dataset
        periods = [dataset.period, *(table.period for table in dataset.tables if table.period)]
        return min(periods, key=period_start)

    def _needs_caveat(self) -> bool:
        grades = {self._grades(variable) for variable in self._variables().values()} - {"any", ""}
        return len(grades) > 1

    # ---- what is wrong with an answer

    def mistake(self, step: Step) -> bool:
        text = self.answers[step.key].strip()
        fits = {
            "text": lambda: 0 < len(text) <= _LONGEST and not re.search(r"[\x00-\x1f]", text),
            "choice": lambda: text in {choice.value for choice in step.choices},
            "variable": lambda: text == NEW or (text in self.known and self._fits(text, step.key)),
            "period": lambda: not period_mistake(period_of(text)),
            "grades": lambda: bool(_GRADES.fullmatch(text)),
            "number": lambda: bool(re.fullmatch(r"\d{1,9}", text)),
            "value": lambda: self._comes_out(int(step.key.partition(".")[0]), text),
        }
        return not fits[step.kind]()

    def _comes_out(self, number: int, text: str) -> bool:
        """Whether what a person expects is what is computed, to the decimals that were written."""
        value, plain = self.computed()[number], text.replace(",", ".").replace(" ", "")
        if isnan(value):
            return plain in ("-", "–", "нет")
        if not re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", plain):
            return False
        return abs(float(plain) - value) <= 0.5 * 10.0 ** -len(plain.partition(".")[2]) * (1 + 1e-9)

    # ---- what follows

    def _variables(self) -> dict[str, str]:
        """Role → variable; a new one has the id that it will get."""
        new = iter(self._new_ids())
        chosen = {role: self.answers.get(role, "") for role in self._roles()}
        return {role: next(new) if id == NEW else id for role, id in chosen.items()}

    def _new_ids(self) -> Iterable[str]:
        number = 1
        while True:
            if (id := f"K_own{number}") not in self.known:
                yield id
            number += 1

    def _given(self) -> dict[str, str]:
        given = self._variables()
        return given | {REPORTERS: REPORTERS} if self.answers.get("formula") == "yes_share" else given

    def _title(self, variable: str) -> str:
        return self.known[variable].title if variable in self.known else self._said(variable, "title") or variable

    def _grades(self, variable: str) -> str:
        return self.known[variable].grades if variable in self.known else self._said(variable, "grades")

    def _said(self, variable: str, field: str) -> str:
        """What was answered of a new variable."""
        role = next((role for role, id in self._variables().items() if id == variable), "")
        return self.answers.get(f"{role}.{field}", "")

    def computed(self) -> dict[int, float]:
        """Examples whose numbers are all known."""
        formula = cast("Formula", self.answers.get("formula", ""))
        values: dict[int, float] = {}
        for number in _EXAMPLES:
            texts = {id: self.answers.get(f"{number}.{role}", "") for role, id in self._given().items()}
            if texts and all(text.isdecimal() and len(text) < _DIGITS for text in texts.values()):
                counts = {id: int(text) for id, text in texts.items()}
                edition = Edition(since="2000", formula=formula, of=self._variables(), source=Source())
                numerator, denominator = edition.terms(counts, counts.get(REPORTERS))
                values[number] = float(floats(edition.value(numerator, denominator)))
        return values

    def new_variables(self) -> dict[str, dict[str, object]]:
        """Entries of the variables that the catalogue has not."""
        source = {"document": self.answers["document"]}
        return {
            id: {
                "title": self.answers[f"{role}.title"],
                "unit": self._unit(role),
                "grades": self.answers[f"{role}.grades"],
                "as_of": "конец периода",
                "collected": "справка",
                "sensitive": counts_such(self.answers[f"{role}.title"], self._unit(role)),
                "source": source,
            }
            for role, id in self._variables().items()
            if self.answers[role] == NEW
        }

    def entry(self) -> dict[str, object]:
        answers, formula = self.answers, self.answers["formula"]
        id = next(id for number in range(1, 1000) if (id := f"own{number}") not in self.place.catalogue.indicators)
        source = {"document": answers["document"]}
        edition = {"since": period_of(answers["since"]), "formula": formula, "of": self._variables(), "source": source}
        entry: dict[str, object] = {
            "id": id,
            "symbol": f"D_{id}",
            "title": answers["title"],
            "short": answers["short"],
            "goal": answers["goal"],
            "unit": FORMULAS[formula].unit,
            "polarity": answers["polarity"],
            "levels": answers["levels"].split(", "),
            "data": "full",
            "why": answers["why"],
            "status": "proposed",
            "editions": [edition],
            "examples": [self._example(number) for number in _EXAMPLES],
        }
        return entry | ({"caveat": answers["caveat"]} if self._needs_caveat() else {})

    def _example(self, number: int) -> dict[str, object]:
        given = {id: int(self.answers[f"{number}.{role}"]) for role, id in self._given().items()}
        value = self.computed()[number]
        return {"name": f"пример {number}", "given": given, "expect": None if isnan(value) else round(value, 4)}


_LONGEST, _DIGITS = 400, 10


def _choices(values: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value=value) for value in values)


def shown(value: float) -> str:
    return "–" if isnan(value) else f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


# ---- what is written


def _shown_too(place: Place, text: str, id: str) -> str:
    """dataset.yaml with the indicator among those that it names; one that names none shows all that can be computed."""
    settings = place.dataset.settings
    if settings.indicators:
        return splicing.with_word(text, "indicators", id)
    return splicing.with_record(text, "indicators", [id]) if settings.packs else text


def store(place: Place, draft: Draft) -> Path:
    """Write catalogue.yaml of the dataset, and name the indicator among those it shows.

    Raises DatasetError while something is to be asked, CatalogueError where the whole does not fit together: then
    nothing is written.
    """
    if draft.step or not draft.entry:
        raise DatasetError("Показатель не добавлен: сначала ответьте на все вопросы.")
    folder = place.dataset.folder
    path, described = folder / FILE, folder / "dataset.yaml"

    def own(text: str) -> str:
        for id, variable in draft.variables.items():
            text = splicing.with_member(text, "variables", id, variable)
        return splicing.with_entry(text, "indicators", draft.entry)

    text = splicing.edited(path, own) if path.is_file() else own("# Свои величины и показатели набора.\n")
    shown = splicing.edited(described, lambda text: _shown_too(place, text, str(draft.entry["id"])))
    waiting = path.with_name(f".{FILE}.new")
    try:
        waiting.write_bytes(text.encode("utf-8"))
        catalogues.load(waiting)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    described.write_bytes(shown.encode("utf-8"))
    return path
