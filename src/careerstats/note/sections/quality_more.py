"""A protocol's bundle -> what was corrected, what changed since the last submission, the letter of reminder."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, column, heading, items, paragraph, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.completeness import signature
from careerstats.note.sections.phrases import punctuated
from careerstats.note.sections.quality import SHOWN, cut_note, is_region
from careerstats.note.sections.quality_corrections import corrections_table

Row = dict[str, Any]


def protocol_corrections(note: Note) -> Blocks:
    """Every number that the institute corrected, with ground and position."""
    if not note["corrections"]:
        return Blocks()
    ask = "Исправления внесены при проверке по указанным основаниям; если они неверны, сообщите об этом."
    return Blocks([heading("Исправления", numbered=True), paragraph(ask, keep=True), corrections_table(note)])


KIND = {"added": "добавлено", "changed": "изменено", "gone": "больше нет"}


def protocol_changes(note: Note) -> Blocks:
    """Against the previous submission; nothing where there was none."""
    if note["changes"] is None:
        return Blocks()
    out = Blocks([heading("Изменения по сравнению с прошлым представлением", numbered=True)])
    found = note["summary"] if is_region(note) else [_numbers_changed(note["changes"])]
    totals = {kind: sum(one[kind] for one in found) for kind in KIND}
    if not any(totals.values()):
        return Blocks([*out, paragraph("Сведения не изменились.")])
    told = ", ".join(f"{words} – {wording.integer(totals[kind])}" for kind, words in KIND.items())
    out.append(paragraph(f"Значений {told}."))
    return Blocks([*out, _changed_places(note) if is_region(note) else _changed_numbers(note)])


def _numbers_changed(rows: list[Row]) -> Row:
    return {kind: sum(one["kind"] == kind for one in rows) for kind in KIND}


def _changed_places(note: Note) -> Any:
    columns = [
        column("Муниципальное образование", align="left", width=3),
        *(column(wording.capital(word)) for word in KIND.values()),
    ]
    lines = [
        row(note.municipality(one["code"])["name"], *(wording.integer(one[kind]) for kind in KIND))
        for one in note["summary"]
        if any(one[kind] for kind in KIND)
    ]
    return table("tbl-changes", "Изменившиеся значения по муниципальным образованиям", columns, lines)


def _changed_numbers(note: Note) -> Any:
    columns = [
        column("Величина", align="left", width=4.4),
        column("Период", align="center", width=1.2),
        column("Было", width=1.3),
        column("Стало", width=1.3),
        column("Что произошло", align="left", width=1.6),
    ]
    lines = [
        row(_quantity(one), one["period"], *_was_and_now(one), KIND[one["kind"]]) for one in note["changes"][:SHOWN]
    ]
    return table("tbl-changes", "Изменившиеся значения", columns, lines, notes=cut_note(note["changes"]))


def _quantity(one: Row) -> str:
    part = one["breakdown"].replace("=", " ")
    return "; ".join(text for text in (wording.capital(one["title"]), part, one["school"]) if text)


def _was_and_now(one: Row) -> tuple[str, str]:
    if one["hidden"]:
        return "не приводится", "не приводится"
    was, now = (wording.integer(int(text)) if text.isdecimal() else text for text in (one["was"], one["now"]))
    return was or "–", now or "–"


# ---- the reminder


def reminder(note: Note) -> Blocks:
    """A letter to whoever has not reported all: what is missing, and by when; nothing where nothing is missing."""
    lacking = [] if is_region(note) else _missing_by_name(note["completeness"])
    if not lacking:
        return Blocks()
    role = f"Руководителю органа местного самоуправления {note.form('genitive')}, осуществляющего управление в сфере "
    letter = [
        heading("Напоминание о представлении сведений", appendix=True),
        paragraph(bold(f"{role}образования")),
        paragraph(_not_come(note), keep=True),
        items(punctuated(lacking)),
        paragraph(_request(note)),
    ]
    return Blocks([*letter, *signature(note)])


def _not_come(note: Note) -> str:
    programme = note.settings.programme.genitive or "мониторинга"
    return f"Для {programme} ({wording.year(note['period'])}) на дату проверки не поступили следующие сведения:"


def _request(note: Note) -> str:
    until = f" до {wording.day(note['deadline'])}" if note["deadline"] else ""
    return (
        f"Просим представить их{until} по выданным формам. Если сведений нет, укажите в ячейках знак «-»; если число "
        "равно нулю, укажите 0. До получения сведений показатели рассчитываются по тем, кто их представил, или не "
        "рассчитываются."
    )


def _missing_by_name(rows: list[Row]) -> list[str]:
    told = []
    for one in rows:
        if not one["reported"]:
            told.append(f"{one['title']}: вся таблица")
        elif one["missing"]:
            told.append(f"{one['title']}: {', '.join(one['missing'])}")
    return told
