"""A form -> its published description: a Table Schema that other programs can check a table against."""

from careerstats.intake.forms.description import SCHOOL, Form, Question, wholes
from careerstats.intake.forms.layout import fingerprint

MISSING = ["", "-", "–", "—", "н/д", "нет данных", "Х", "х"]


def table_schema(form: Form) -> dict[str, object]:
    """One row = one school: its id, then the asked quantities; municipal ones stand in a part of their own."""
    key = {"name": "organisation", "title": "Код школы", "type": "string", "constraints": {"required": True}}
    schools = [key, *map(_field, form.questions)]
    described: dict[str, object] = {
        "name": form.id,
        "title": form.title,
        "version": form.since,
        "per": form.per,
        "layout": fingerprint(form),
        "fields": schools,
        "primaryKey": ["organisation"],
        "missingValues": MISSING,
    }
    if form.municipal and form.per != SCHOOL:
        described["municipal"] = {"fields": list(map(_field, form.municipal)), "missingValues": MISSING}
    return described


def _field(question: Question) -> dict[str, object]:
    variable = question.variable
    kind: dict[str, object] = {"type": "integer", "constraints": {"minimum": 0}}
    if question.flag:
        kind = {"type": "boolean", "trueValues": ["да"], "falseValues": ["нет"]}
    field = {"name": question.id, "title": question.title, "description": variable.title, **kind}
    over = wholes(question)
    return {**field, "unit": variable.unit, "as_of": variable.as_of, **({"at_most": over} if over else {})}
