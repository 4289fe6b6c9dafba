"""A protocol's bundle -> its sections: what came of the check, what is wrong in which cell, what is missing."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, TableRow, column, heading, items, paragraph, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.completeness import problem_place
from careerstats.note.sections.phrases import punctuated
from careerstats.note.sections.titles import opening

Row = dict[str, Any]

SEVERITY = {
    "blocking": "Ошибки: значения не использованы",
    "warning": "Предупреждения: нужно проверить или дополнить",
    "remark": "Замечания к оформлению",
}
SHOWN = 60
"""Rows of a table in the document; protocol.xlsx has all of them."""


def protocol_title(note: Note) -> Blocks:
    """Kind of document, whose data were checked, who checked them and what is asked."""
    subject = f"сведения {note.form('genitive')}, {wording.year(note['period'])}"
    return opening(
        note, "Протокол проверки данных", subject, lead=_lead(note), title=f"Протокол проверки данных: {subject}"
    )


def _lead(note: Note) -> str:
    issuer, programme = note.settings.issuer, note.settings.programme
    by = f"Составлен {issuer.name}" if issuer.name else "Составлен"
    told = f"{by} по сведениям, полученным для {programme.genitive or 'мониторинга'}."
    if is_region(note):
        return f"{told} Полные перечни приведены в книге protocol.xlsx."
    return f"{told} Направляется органу местного самоуправления, осуществляющему управление в сфере образования."


def is_region(note: Note) -> bool:
    """Whether the protocol is that of all municipalities together."""
    return note.territory["code"] == note.region["code"]


# ---- what came of the check


def protocol_summary(note: Note) -> Blocks:
    """How much was reported, how much of it cannot be used, what is asked."""
    told = _of_region(note) if is_region(note) else _of_municipality(note)
    return Blocks([heading("Итоги проверки", numbered=True), items(punctuated(told))])


def _of_municipality(note: Note) -> list[str]:
    if note["silent"]:
        return ["сведения не представлены ни в одной таблице"]
    rows = note["completeness"]
    whole = [one for one in rows if one["reported"] and not one["missing"]]
    told = [f"полностью представлены {len(whole)} из {_tables(len(rows))}"]
    if schools := [one for one in rows if one["expected"]]:
        least = min(schools, key=lambda one: one["schools"] / one["expected"])
        told.append(
            f"школы, представившие сведения: {_of_schools(least)}"
            + (f" ({least['title']})" if least["missing"] else " во всех таблицах школ")
        )
    return [*told, _numbers_of(note), *_mended(note)]


def _tables(number: int) -> str:
    """After «из»: «1 таблицы», «7 таблиц»."""
    return wording.counted(number, "таблицы", "таблиц", "таблиц")


def _of_schools(one: Row) -> str:
    return f"{wording.integer(one['schools'])} из {wording.integer(one['expected'])}"


def _numbers_of(note: Note) -> str:
    found = {key: sum(one["severity"] == key for one in note["problems"]) for key in SEVERITY}
    return _counted(found) if any(found.values()) else "замечаний нет"


def _counted(found: dict[str, int]) -> str:
    """«ошибок – 2, предупреждений – 6, замечаний к оформлению – 0»."""
    words = {"blocking": "ошибок", "warning": "предупреждений", "remark": "замечаний к оформлению"}
    return ", ".join(f"{word} – {wording.integer(found[key])}" for key, word in words.items())


def _mended(note: Note) -> list[str]:
    return [f"исправлений внесено – {len(note['corrections'])}"] if note["corrections"] else []


def _of_region(note: Note) -> list[str]:
    rows = note["summary"]
    silent = [note.municipality(one["code"])["name"] for one in rows if one["silent"]]
    told = [f"сведения представили {wording.municipalities(len(rows) - len(silent))} из {len(rows)}"]
    if silent:
        told.append(f"не представили: {', '.join(silent)}")
    found = {key: sum(one[key] for one in rows) for key in SEVERITY}
    return [*told, f"по муниципальным образованиям: {_counted(found)}", *_own_numbers(note), *_mended(note)]


def _own_numbers(note: Note) -> list[str]:
    return [f"по таблицам в целом: {_numbers_of(note)}"] if note["problems"] else []


# ---- remarks


def protocol_problems(note: Note) -> Blocks:
    """What stands in which cell, what is wrong with it, what to do; by severity."""
    out = Blocks([heading("Замечания", numbered=True)])
    if is_region(note):
        out.append(_by_municipality(note))
    rows = note["problems"]
    if not rows:
        return Blocks([*out, paragraph("Других замечаний нет." if is_region(note) else "Замечаний нет.")])
    whose = "Замечания к таблицам в целом" if is_region(note) else "Замечания к представленным сведениям"
    columns = [
        column("№", width=0.5), column("Где и что в ячейке", align="left", width=3),
        column("Что не так и что ожидается", align="left", width=4.4), column("Что сделать", align="left", width=3),
    ]  # fmt: skip
    return Blocks([*out, table("tbl-problems", whose, columns, _lines(rows), notes=cut_note(rows))])


def _lines(rows: list[Row]) -> list[TableRow]:
    lines, number = [], 0
    for severity, words in SEVERITY.items():
        own = [one for one in rows[:SHOWN] if one["severity"] == severity]
        lines += [row(words, kind="group")] if own else []
        for one in own:
            number += 1
            lines.append(_line(number, one))
    return lines


def _line(number: int, one: Row) -> TableRow:
    there = f"в ячейке «{one['there']}»" if one["there"] else ""
    where = "; ".join(part for part in (problem_place(one), one["school"], there) if part)
    expected = f" Ожидается: {one['expected']}." if one["expected"] else ""
    wrong = f"{wording.capital(one['message']).removesuffix('.')}.{expected}"
    return row(str(number), where, wrong, wording.capital(one["what_to_do"]))


def cut_note(rows: list[Row]) -> list[str]:
    """Says under a table that it is cut."""
    more = len(rows) - SHOWN
    return [f"Показаны первые {SHOWN} из {wording.integer(len(rows))}; все – в protocol.xlsx."] if more > 0 else []


def _by_municipality(note: Note) -> Any:
    columns = [column("Муниципальное образование", align="left", width=3), column("Ошибки"),
               column("Предупреждения", width=1.4), column("Замечания к оформлению", width=1.5)]  # fmt: skip
    lines = [
        row(note.municipality(one["code"])["name"], *(wording.integer(one[key]) for key in SEVERITY))
        for one in note["summary"]
    ]
    total = [wording.integer(sum(one[key] for one in note["summary"])) for key in SEVERITY]
    lines.append(row("ИТОГО", *total, kind="total"))
    return table("tbl-by-place", "Число замечаний по муниципальным образованиям", columns, lines)


# ---- completeness


def protocol_completeness(note: Note) -> Blocks:
    """Which tables were reported, schools k of n, what is missing."""
    out = Blocks([heading("Полнота сведений", numbered=True)])
    if not note["completeness"]:
        return Blocks([*out, paragraph("Таблиц, которые представляют муниципальные образования, в наборе данных нет.")])
    return Blocks([*out, _of_places(note) if is_region(note) else _of_tables(note)])


def _of_tables(note: Note) -> Any:
    columns = [
        column("Таблица (форма)", align="left", width=3.2), column("Представлена", align="center", width=1.5),
        column("Школы", align="center", width=1.2), column("Чего нет", align="left", width=3.4),
    ]  # fmt: skip
    lines = [
        row(wording.capital(one["title"]), _state(one), _of_schools(one) if one["expected"] else "–", _lacking(one))
        for one in note["completeness"]
    ]
    return table("tbl-complete", "Представленные таблицы", columns, lines)


def _state(one: Row) -> str:
    if not one["reported"]:
        return "нет"
    return "частично" if one["missing"] else "да"


def _lacking(one: Row) -> str:
    """Missing schools by name, and cells without a usable number."""
    if not one["reported"]:
        return "вся таблица"
    parts = ["; ".join(one["missing"])] if one["missing"] else []
    parts += [f"пустых ячеек – {one['absent']}"] if one["absent"] else []
    parts += [f"не использовано ячеек – {one['unreadable']}"] if one["unreadable"] else []
    return "; ".join(parts) or "–"


def _of_places(note: Note) -> Any:
    columns = [column("Муниципальное образование", align="left", width=2.4),
               column("Таблиц полностью", align="center", width=1.3),
               column("Чего нет", align="left", width=4)]  # fmt: skip
    lines = []
    for place in note["municipalities"]:
        own = [one for one in note["completeness"] if one["code"] == place["code"]]
        whole = sum(one["reported"] and not one["missing"] for one in own)
        lines.append(row(place["name"], f"{whole} из {len(own)}", "; ".join(_missing(own)) or "–"))
    return table("tbl-complete", "Полнота сведений муниципальных образований", columns, lines)


def _missing(rows: list[Row]) -> list[str]:
    """«форма школы – 1 школа из 9», «выгрузка платформы»."""
    told = []
    for one in rows:
        if not one["reported"]:
            told.append(str(one["title"]))
        elif one["missing"]:
            number = wording.counted(len(one["missing"]), "школа", "школы", "школ")
            told.append(f"{one['title']} – {number} из {wording.integer(one['expected'])}")
    return told
