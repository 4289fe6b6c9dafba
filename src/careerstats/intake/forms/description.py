"""The key «forms» of dataset.yaml and the catalogue -> what each edition of each form asks, of whom."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from careerstats.catalogue import Catalogue, Variable
from careerstats.errors import DatasetError
from careerstats.model import period_start

MUNICIPALITY, SCHOOL = "municipality", "school"
ASKED = ("форма", "анкета", "справка")
"""How a variable must be collected to be asked for because an indicator needs it: the rest is known already."""

LIMIT = 15
"""More numbers nobody fills in with care."""

_REQUIRED = {"id", "title", "since"}
_OPTIONAL = {"per", "variables", "indicators", "municipal", "renamed", "limit", "deadline", "contact", "file"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


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
    edition → id now; ``word``: what file names call the form.
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

    @cached_property
    def asked(self) -> dict[str, Question]:
        """All questions by id of their variable."""
        return {one.id: one for one in (*self.questions, *self.municipal)}

    @property
    def source(self) -> str:
        return f"форма «{self.title}»"


def load_forms(settings: dict[str, Any], catalogue: Catalogue) -> list[Form]:
    """Every edition that dataset.yaml describes, in its order. Raises DatasetError with all mistakes."""
    entries, wrong = settings.get("forms", []), []
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise DatasetError("dataset.yaml, forms: нужен список форм, каждая с «-» и полями «имя: значение»")
    forms = []
    for entry in entries:
        mistakes = list(_mistakes(entry, catalogue))
        wrong += [f"форма {entry.get('id', '?')}: {text}" for text in mistakes]
        if not mistakes:
            forms.append(_form(entry, catalogue))
    wrong += [text for form in forms for text in _too_many(form, entries)]
    twice = [key for key, times in Counter((form.id, form.since) for form in forms).items() if times > 1]
    wrong += [f"форма {id}: редакция {since} описана дважды, оставьте одну" for id, since in twice]
    if wrong:
        raise DatasetError("dataset.yaml, forms:\n" + "\n".join(f"– {text}" for text in wrong))
    return forms


def in_force(forms: Iterable[Form], id: str, period: str) -> Form | None:
    """The edition of a form in force in ``period``; None where there was none yet."""
    day = period_start(period)
    ours = sorted((one for one in forms if one.id == id), key=lambda one: period_start(one.since))
    return next((one for one in reversed(ours) if period_start(one.since) <= day), None)


def wholes(question: Question) -> list[str]:
    """Variables that the quantity may not exceed."""
    return [control["at_most"] for control in question.variable.controls if "at_most" in control]


def _form(entry: dict[str, Any], catalogue: Catalogue) -> Form:
    texts = {key: str(entry.get(key, "")) for key in ("id", "title", "since", "deadline", "contact")}
    return Form(
        **texts,
        per=entry.get("per", MUNICIPALITY),
        questions=_questions(entry, catalogue),
        municipal=tuple(_question(one, catalogue) for one in entry.get("municipal", [])),
        renamed={str(old): str(new) for old, new in entry.get("renamed", {}).items()},
        word=str(entry.get("file", entry["id"])),
    )


def _questions(entry: dict[str, Any], catalogue: Catalogue) -> tuple[Question, ...]:
    """Listed variables as they are; of the indicators' variables those that nothing else brings."""
    listed = [_question(one, catalogue) for one in entry.get("variables", [])]
    known = {one.id for one in listed}
    for id in entry.get("indicators", []):
        edition = catalogue.indicators[id].edition(str(entry["since"])) or catalogue.indicators[id].editions[-1]
        needed = [catalogue.variables[name] for name in edition.variables if name not in known]
        new = [one for one in needed if one.collected in ASKED and not one.by]
        listed += [Question(one, one.short or one.title) for one in new]
        known |= {one.id for one in new}
    return tuple(listed)


def _question(entry: Any, catalogue: Catalogue) -> Question:
    """``K_pt`` or ``{K_pt: the form's own words}``."""
    id, title = next(iter(entry.items())) if isinstance(entry, dict) else (entry, "")
    variable = catalogue.variables[id]
    return Question(variable, str(title or variable.short or variable.title))


def _mistakes(entry: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    missing, unknown = sorted(_REQUIRED - set(entry)), sorted(set(entry) - _REQUIRED - _OPTIONAL)
    yield from (f"нет поля «{key}»" for key in missing)
    can = ", ".join(sorted(_REQUIRED | _OPTIONAL))
    yield from (f"поле «{key}» неизвестно; можно: {can}" for key in unknown)
    if missing or unknown:
        return
    if not _ID.fullmatch(str(entry["id"])):
        yield "id: нужны латинские строчные буквы, цифры и дефис, например prof"
    if entry.get("per", MUNICIPALITY) not in (MUNICIPALITY, SCHOOL):
        yield "per: можно municipality (книга на муниципальное образование) или school (на школу)"
    if re.search(r'[\\/:*?"<>|!\x00-\x1f]', str(entry.get("file", ""))):
        yield 'file: это слово войдёт в имя файла, знаки \\ / : * ? " < > | ! в нём нельзя'
    yield from _since(entry)
    yield from _lists(entry, catalogue)


def _since(entry: dict[str, Any]) -> Iterator[str]:
    try:
        period_start(str(entry["since"]))
    except ValueError as error:
        yield f"since: {error}"


def _lists(entry: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    lists = {key: entry.get(key, []) for key in ("variables", "indicators", "municipal")}
    for key, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(one, str) or _titled(one) for one in value):
            yield f"{key}: нужен список имён; свой заголовок пишется так: K_pt: Прошли диагностику"
            return
    if not any(lists.values()):
        yield "не указано, что спрашивать: нужен список variables, indicators или municipal"
    if entry.get("per") == SCHOOL and lists["municipal"]:
        yield "municipal: форма школы не спрашивает о муниципальном образовании в целом"
    if not isinstance(entry.get("renamed", {}), dict):
        yield "renamed: нужны записи «прежнее имя: новое имя»"
    names = [
        next(iter(one)) if isinstance(one, dict) else one for key in ("variables", "municipal") for one in lists[key]
    ]
    yield from (f"величина {name} указана дважды" for name, times in Counter(names).items() if times > 1)
    yield from (text for name in names if (text := _unfit(name, catalogue)))
    for id in lists["indicators"]:
        if id not in catalogue.indicators:
            yield f"показателя «{id}» в каталоге нет{_nearest(str(id), catalogue.indicators)}"


def _titled(one: Any) -> bool:
    return isinstance(one, dict) and len(one) == 1 and all(isinstance(part, str) for part in (*one, *one.values()))


def _unfit(name: str, catalogue: Catalogue) -> str:
    variable = catalogue.variables.get(name)
    if variable is None:
        return f"величины «{name}» в каталоге нет{_nearest(name, catalogue.variables)}"
    return f"величина {name} собирается по категориям ({variable.by}); форма её не спросит" if variable.by else ""


def _nearest(name: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    close = process.extractOne(name, list(known), score_cutoff=60)
    return f", похоже на {close[0]}" if close else ""


def _too_many(form: Form, entries: list[dict[str, Any]]) -> Iterator[str]:
    entry = next(one for one in entries if (str(one.get("id")), str(one.get("since"))) == (form.id, form.since))
    limit = entry.get("limit", LIMIT)
    if not isinstance(limit, int) or limit < 1:
        yield f"форма {form.id}: limit: нужно целое число от 1"
    elif len(form.questions) > limit:
        yield (
            f"форма {form.id}, редакция {form.since}: о школе спрашивается {len(form.questions)} величин, "
            f"а можно {limit}; "
            "уберите лишние из variables или indicators либо укажите limit, если все они нужны"
        )
    if not form.asked:
        yield f"форма {form.id}: спрашивать нечего, всё нужное показателям собирается по ОО-1, 85-К или с платформы"
