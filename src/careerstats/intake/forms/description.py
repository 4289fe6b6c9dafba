"""The key «forms» of dataset.yaml and the catalogue -> what each edition of each form asks; whom, and what is known."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from careerstats.catalogue import Catalogue, Variable
from careerstats.contracts.dataset import Settings
from careerstats.contracts.numbers import FormEntry
from careerstats.errors import DatasetError
from careerstats.intake.organisations import Organisation
from careerstats.model import period_start
from careerstats.territories import Territory

MUNICIPALITY, SCHOOL = "municipality", "school"
ASKED = ("форма", "анкета", "справка")
"""How a variable must be collected to be asked for because an indicator needs it: the rest is known already."""


@dataclass(frozen=True)
class Question:
    """One asked quantity under the title that the form gives it."""

    variable: Variable
    title: str

    @property
    def id(self) -> str:
        return self.variable.id

    @property
    def flag(self) -> bool:
        return self.variable.unit == "flag"


@dataclass(frozen=True)
class Form:
    """One edition of a form: in force from ``since`` on.

    ``questions``: asked about every school; ``municipal``: about the municipality itself; ``renamed``: id of an older
    edition → id now; ``word``: what file names call the form; ``causes``: indicators whose causes it asks for, by id
    with their titles.
    """

    id: str
    title: str
    since: str
    per: str
    questions: tuple[Question, ...]
    municipal: tuple[Question, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    deadline: str = ""
    contact: str = ""
    word: str = ""
    causes: tuple[tuple[str, str], ...] = ()

    @cached_property
    def asked(self) -> dict[str, Question]:
        """All questions by id of their variable."""
        return {question.id: question for question in (*self.questions, *self.municipal)}

    @property
    def source(self) -> str:
        return f"форма «{self.title}»"


def load_forms(settings: Settings, catalogue: Catalogue) -> list[Form]:
    """Every edition that dataset.yaml describes, in its order. Raises DatasetError with all mistakes."""
    forms, wrong = [], []
    for entry in settings.forms:
        mistakes = list(_mistakes(entry, catalogue))
        wrong += [f"форма {entry.id}: {text}" for text in mistakes]
        if not mistakes:
            forms.append(form := _form(entry, catalogue))
            wrong += _too_many(form, entry.limit)
    twice = [key for key, times in Counter((form.id, form.since) for form in forms).items() if times > 1]
    wrong += [f"форма {id}: редакция {since} описана дважды, оставьте одну" for id, since in twice]
    if wrong:
        raise DatasetError("dataset.yaml, forms:\n" + "\n".join(f"– {text}" for text in wrong))
    return forms


def in_force(forms: Iterable[Form], id: str, period: str) -> Form | None:
    """The edition of a form in force in ``period``; None where there was none yet."""
    day = period_start(period)
    ours = sorted((form for form in forms if form.id == id), key=lambda form: period_start(form.since))
    return next((form for form in reversed(ours) if period_start(form.since) <= day), None)


def wholes(question: Question) -> list[str]:
    """Variables that the quantity may not exceed."""
    return [control.at_most for control in question.variable.controls if control.at_most]


def _form(entry: FormEntry, catalogue: Catalogue) -> Form:
    return Form(
        id=entry.id,
        title=entry.title,
        since=entry.since,
        per=entry.per,
        questions=_questions(entry, catalogue),
        municipal=tuple(_question(question, catalogue) for question in entry.municipal),
        renamed=entry.renamed,
        deadline=entry.deadline,
        contact=entry.contact,
        word=entry.file or entry.id,
        causes=tuple((id, catalogue.indicators[id].short) for id in entry.causes),
    )


def _questions(entry: FormEntry, catalogue: Catalogue) -> tuple[Question, ...]:
    """Listed variables as they are; of the indicators' variables those that nothing else brings."""
    listed = [_question(variable, catalogue) for variable in entry.variables]
    known = {question.id for question in listed}
    for id in entry.indicators:
        edition = catalogue.indicators[id].edition(entry.since) or catalogue.indicators[id].editions[-1]
        needed = [catalogue.variables[name] for name in edition.variables if name not in known]
        new = [variable for variable in needed if variable.collected in ASKED and not variable.by]
        listed += [Question(variable, variable.short or variable.title) for variable in new]
        known |= {variable.id for variable in new}
    return tuple(listed)


def _question(asked: str | dict[str, str], catalogue: Catalogue) -> Question:
    """``K_pt`` or ``{K_pt: the form's own words}``."""
    id, title = next(iter(asked.items())) if isinstance(asked, dict) else (asked, "")
    variable = catalogue.variables[id]
    return Question(variable, title or variable.short or variable.title)


def _mistakes(entry: FormEntry, catalogue: Catalogue) -> Iterator[str]:
    """Names that the catalogue does not have, or that a form cannot ask."""
    names = [
        next(iter(question)) if isinstance(question, dict) else question
        for question in (*entry.variables, *entry.municipal)
    ]
    yield from (f"величина {name} указана дважды" for name, times in Counter(names).items() if times > 1)
    yield from (text for name in names if (text := _unfit(name, catalogue)))
    for id in (*entry.indicators, *entry.causes):
        if id not in catalogue.indicators:
            yield f"показателя «{id}» в каталоге нет{_nearest(id, catalogue.indicators)}"
    if entry.causes and entry.per == SCHOOL:
        yield "о причинах (causes) спрашивают орган управления образованием: нужна форма per: municipality"


def _unfit(name: str, catalogue: Catalogue) -> str:
    variable = catalogue.variables.get(name)
    if variable is None:
        return f"величины «{name}» в каталоге нет{_nearest(name, catalogue.variables)}"
    return f"величина {name} собирается по категориям ({variable.by}); форма её не спросит" if variable.by else ""


def _nearest(name: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    close = process.extractOne(name, list(known), score_cutoff=60)
    return f", похоже на {close[0]}" if close else ""


def _too_many(form: Form, limit: int) -> Iterator[str]:
    if len(form.questions) > limit:
        yield (
            f"форма {form.id}, редакция {form.since}: о школе спрашивается {len(form.questions)} величин, "
            f"а можно {limit}; "
            "уберите лишние из variables или indicators либо укажите limit, если все они нужны"
        )
    if not form.asked:
        yield f"форма {form.id}: спрашивать нечего, всё нужное показателям собирается по ОО-1, 85-К или с платформы"


Numbers = Mapping[tuple[str, str, str, str], int]
"""(id of the territory, organisation, period, variable) → the number already known."""


@dataclass(frozen=True)
class Addressee:
    """Who fills the workbook in, for which period, and what is known of them.

    ``causes``: the closed list to choose from; ``stated``: indicator → what they named as its cause the last time.
    """

    dataset: str
    territory: Territory
    schools: tuple[Organisation, ...]
    period: str
    previous: str
    catalogue: Catalogue = field(repr=False)
    numbers: Numbers = field(repr=False, default_factory=dict)
    synthetic: bool = False
    causes: tuple[str, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> dict[str, str]:
        """Id of a variable → what people call it."""
        return {id: variable.short or variable.title for id, variable in self.catalogue.variables.items()}

    def number(self, organisation: str, variable: str, period: str = "") -> int | None:
        """The number known of a school (of the municipality, where none is named)."""
        return self.numbers.get((self.territory.id, organisation, period or self.period, variable))
