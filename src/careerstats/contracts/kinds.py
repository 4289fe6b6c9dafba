"""What a field that people write may hold: a text, a word or a number, a day, a period; with what is said of it."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from careerstats.contracts.facts import Fact

UNWRITTEN = "unwritten"
"""Key of a schema of a field that nobody writes: reading fills it in."""

INSTEAD = "instead"
"""Key of a schema whose entries stand in place of what the Python type gives: YAML has numbers where we have texts."""

Name = Annotated[str, Meta(min_length=1)]
"""A text that is compared with titles, ids or names of files: a number there needs quotation marks."""

Names = Annotated[tuple[Name, ...], Meta(extra={"once": True}, extra_json_schema={"uniqueItems": True})]
"""Names of which none stands twice: a sum would have it twice, and a list printed it so."""

Said = Annotated[str, Meta(extra={"kind": "said"}, extra_json_schema={INSTEAD: {"type": ["string", "number"]}})]
"""A text that is printed: a number or a date is taken as it is written."""

Day = Annotated[str, Meta(extra={"kind": "day"}, extra_json_schema={"examples": ["2024-12-31", "31.12.2024"]})]
"""A day as people write it; ISO once it is read."""

Period = Annotated[
    str,
    Meta(
        extra={"kind": "period"},
        extra_json_schema={INSTEAD: {"type": ["string", "integer"]}, "examples": ["2024", "2024/25"]},
    ),
]
"""A year, a school year or a date."""

Percent = Annotated[str, Meta(extra={"kind": "percent"}, extra_json_schema={INSTEAD: {"type": ["number", "string"]}})]
"""A share from 0 to 100, exactly as it is written."""

Texts = Annotated[
    tuple[Name, ...], Meta(extra={"single": True}, extra_json_schema={INSTEAD: {"type": ["array", "string"]}})
]
"""A list of texts; one text is a list of one."""

Filled = Annotated[Said, Meta(min_length=1)]
"""The same where nothing may not stand."""

Lines = Annotated[
    tuple[Said, ...], Meta(extra={"single": True}, extra_json_schema={INSTEAD: {"type": ["array", "string"]}})
]
"""A list of printed texts; one text is a list of one."""

Condition = Annotated[
    Any, Meta(extra={"kind": "condition"}, extra_json_schema={INSTEAD: {"type": ["array", "object", "string"]}})
]
"""A list of values, {кроме: list}, or «пусто», «заполнено», «больше 0»; always of one column."""


class UnfitError(ValueError):
    """Fields that do not go together: (field, what is wrong in Russian) of each."""

    def __init__(self, *mistakes: tuple[str, str]) -> None:
        super().__init__("; ".join(text for _, text in mistakes))
        self.mistakes = mistakes


class Written(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A record that people write; ``called``: how a message names it, by its own fields.

    ``lone``: the field that a value by itself stands for. ``whole``: with any mistake in it, it is no record, where the
    sound part of a file is used (``written.kept``). ``unfit`` says which fields do not go together.
    """

    called: ClassVar[str] = ""
    lone: ClassVar[str] = ""
    whole: ClassVar[bool] = False

    def unfit(self) -> list[tuple[str, str]]:
        return []

    def __post_init__(self) -> None:
        if mistakes := self.unfit():
            raise UnfitError(*mistakes)


class Lined(Written, frozen=True, kw_only=True, omit_defaults=True):
    """A record that knows the ``line`` of its file (from 1), for what is found out about it later."""

    line: Annotated[int, Meta(extra_json_schema={UNWRITTEN: True})] = 0


def says(description: str, *, needs: str = "", written: str = "", heading: str = "") -> Meta:
    """What a field is, in Russian; ``needs``: what it must hold, for a message; ``written``: an example in YAML.

    ``heading``: of the part of the file that begins with this field. Words with $ are filled in by ``init``.
    """
    extra = {"needs": needs, "written": written, "heading": heading}
    return Meta(description=description, extra={key: text for key, text in extra.items() if text})


def needs(words: str) -> Meta:
    """What a kind of field must hold, in Russian, for the message about one that does not."""
    return Meta(extra={"needs": words})
