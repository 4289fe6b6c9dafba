"""corrections.yaml: a number that the institute corrects, or the one of repeated rows that counts, and who answers."""

import re
from typing import Annotated, ClassVar

from msgspec import Meta

from careerstats import persons
from careerstats.contracts.kinds import INSTEAD, Day, Filled, Lined, Lines, Said, says

_ANY_CELL = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]}
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_OF_ROWS, _BY_CELL = ("file", "row", "instead_of"), ("file", "sheet", "cell")
_OF_NUMBERS = ("cell", "was", "becomes", "variable", "period", "territory", "organisation", "breakdown")


class CorrectionEntry(Lined, frozen=True, kw_only=True, omit_defaults=True):
    """What a cell should hold (the cell by its address, or by whose number of what and when it has), or which row."""

    whole: ClassVar[bool] = True

    why: Annotated[Filled, says("основание исправления", needs="нужно основание исправления, например письмо")]
    who: Annotated[Filled, says("должность исправившего, без фамилии", needs="нужна должность исправившего")]
    date: Annotated[Day, Meta(min_length=1), says("когда исправлено", needs="нужна дата вида 31.12.2024")]
    file: Annotated[Said, says("файл, в котором исправляется, как в dataset.yaml")] = ""
    sheet: Annotated[Said, says("лист, если он назван в dataset.yaml")] = ""
    cell: Annotated[Said, says("ячейка: J67 (вместе с file)")] = ""
    variable: Annotated[Said, says("или величина – вместе с period и territory (organisation)")] = ""
    period: Annotated[Said, says("за какой период величина")] = ""
    territory: Annotated[Said, says("чья величина: муниципальное образование")] = ""
    organisation: Annotated[Said, says("или школа: id из organisations.xlsx")] = ""
    breakdown: Annotated[Said, says("категория, если величина представлена в разрезе")] = ""
    was: Annotated[
        str | None,
        Meta(extra={"kind": "content"}, extra_json_schema={INSTEAD: _ANY_CELL}),
        says("что стоит в ячейке сейчас; пустая ячейка – пусто"),
    ] = None
    becomes: Annotated[Said, says("что использовать: целое число, в вопросе – да или нет")] = ""
    row: Annotated[Said, says("или строка, которая используется из повторяющихся (вместо cell, was, becomes)")] = ""
    instead_of: Annotated[Lines, says("строка или строки, которые не используются")] = ()

    def unfit(self) -> list[tuple[str, str]]:
        return [*(self._rows() if self.is_of_rows else self._numbers()), *self._persons()]

    @property
    def is_of_rows(self) -> bool:
        """Whether it says which of several repeated rows counts, and not what a cell should hold."""
        return bool(self.row or self.instead_of)

    @property
    def grounds(self) -> tuple[str, str, str]:
        """Why, by whom (a position), on which day (ISO), as they stand in a sentence."""
        return self.why.rstrip("."), self.who.rstrip("."), self.date

    @property
    def chosen(self) -> int:
        """The row that counts, from 1."""
        return int(self.row)

    @property
    def losing(self) -> tuple[int, ...]:
        """The rows that do not."""
        return tuple(map(int, self.instead_of))

    def _rows(self) -> list[tuple[str, str]]:
        wrong = [("", f"нет поля «{key}», добавьте его") for key in _OF_ROWS if not getattr(self, key)]
        useless = "поле «{}» у записи о строках (row, instead_of) не действует; уберите его"
        wrong += [(key, useless.format(key)) for key in _OF_NUMBERS if getattr(self, key)]
        if not wrong and not all(map(_ROW.fullmatch, (self.row, *self.instead_of))):
            return [("row", "в полях «row» и «instead_of» нужны номера строк файла, первая – 1")]
        same = not wrong and self.row in self.instead_of
        return [("instead_of", "в «instead_of» та же строка, что в «row»; исправьте номер")] if same else wrong

    def _numbers(self) -> list[tuple[str, str]]:
        wrong = [] if self.was is not None else [("", "нет поля «was», добавьте его (что стоит в ячейке сейчас)")]
        wrong += [] if self.becomes else [("", "нет поля «becomes», добавьте его (что использовать)")]
        if self.file and self.cell:
            return wrong
        useless = "поле «{}» действует только вместе с «file» и «cell»; допишите их или уберите его"
        if self.variable and self.period and (self.territory or self.organisation):
            return wrong + [(key, useless.format(key)) for key in _BY_CELL if getattr(self, key)]
        what = "не сказано, что исправляется: нужны file и cell или organisation (territory), variable и period"
        return [*wrong, ("", what)]

    def _persons(self) -> list[tuple[str, str]]:
        """Texts that may name a person are not repeated."""
        wrong = []
        if persons.looks_like_person(self.who):
            what = "запишите только должность, без фамилии и инициалов"
            wrong.append(("who", f"в поле «who» похоже на имя человека: {what}"))
        if persons.names_person(self.why):
            what = "назовите документ и должность, без фамилии и инициалов"
            wrong.append(("why", f"в поле «why» похоже на имя человека: {what}"))
        return wrong
