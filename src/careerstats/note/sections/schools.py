"""A note -> the headline shares by school of this municipality, and by its parts: no ranks, no verdicts."""

from itertools import groupby
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Text, column, heading, paragraph, ref, row, table
from careerstats.note import figures
from careerstats.note.opening import Note

Row = dict[str, Any]

SMALL = "менее 10 обучающихся"
AXES = {"местность": "по местности школ", "классы": "по классам", "ОВЗ": "обучающихся с ОВЗ и без ОВЗ"}
CATEGORIES = {("ОВЗ", "да"): "с ОВЗ", ("ОВЗ", "нет"): "без ОВЗ", ("местность", "центр"): "административный центр"}


def schools(note: Note) -> Blocks:
    """Own schools by name (the region: how many of them are counted), then parts by locality, class and so on."""
    told = note.get("appendices", {})
    by_school, parts = told.get("schools"), told.get("parts", [])
    region = note["notebook"] == "region"
    body = _counted_schools(note, by_school) if region else _by_school(note, by_school)
    body = Blocks([*body, *_parts(note, parts)])
    if not body:
        return Blocks()
    title = "Показатели по школам и группам" if by_school and parts else "Показатели по группам"
    return Blocks([heading("Показатели по школам" if not parts else title, appendix=True), *body])


def _by_school(note: Note, told: Row | None) -> Blocks:
    if not told:
        return Blocks()
    ids, rows = told["indicators"], told["rows"]
    columns = [
        column("Школа", align="left", width=4 if len(ids) < 3 else 2.5),
        *(column(note.words(id)["column"], width=2) for id in ids),
    ]
    lines = [row(one["name"], *(_cell(cell) for cell in one["cells"])) for one in rows]
    caption = f"Показатели по школам, {note.territory['name']}, {wording.year(note['period'])}"
    lead = (
        "Показатели школ приведены в таблице ",
        ref("tbl-schools"),
        " в порядке названий: число обучающихся, из какой численности и доля. Таблица предназначена для работы со "
        f"школами, а не для их сопоставления: в небольшой школе доля заметно меняется от нескольких обучающихся."
        f"{_silent(rows)}",
    )
    shown, picture = table("tbl-schools", caption, columns, lines, notes=_school_notes(rows)), figures.strip(note)
    spread = [part for one in picture for part in (" Разброс школ показан на рисунке ", ref(one.label), ".")]
    return Blocks([paragraph(*lead, *spread), shown, *picture])


def _cell(cell: Row) -> str:
    if cell.get("small"):
        return SMALL
    if cell.get("joined"):
        return "учтено ниже"
    if cell.get("nobody"):
        return "обучающихся нет"
    if not cell:
        return wording.NO_DATA
    k, n = cell["numerator"], cell["denominator"]
    counts = f"{wording.integer(k)} из {wording.integer(n)}"
    return f"{counts}*" if k > n else f"{counts} ({wording.percent(k, n)})"


def _silent(rows: list[Row]) -> str:
    """Schools of which no indicator is known, by name."""
    names = [one["name"] for one in rows if not any(one["cells"])]
    if not names:
        return ""
    word = wording.plural(len(names), "школе", "школам", "школам")
    return f" По {wording.integer(len(names))} {word} пригодных для расчёта сведений нет: {', '.join(names)}."


def _school_notes(rows: list[Row]) -> list[Text]:
    cells = [cell for one in rows for cell in one["cells"]]
    notes: list[Text] = []
    if any(cell.get("numerator", 0) > cell.get("denominator", 0) for cell in cells):
        notes.append(
            "* Число участников больше численности: доля не рассчитана, сведения школы в значение по муниципальному "
            "образованию не вошли."
        )
    if any(cell.get("small") for cell in cells):
        notes.append(
            f"«{wording.capital(SMALL)}» – числа и доля не приведены: при такой численности один обучающийся меняет "
            "долю более чем на 10 п. п."
        )
    if not all(cells):
        notes.append("«Нет данных» – сведения не представлены или не приняты из-за ошибки в таблице.")
    return notes


def _counted_schools(note: Note, told: Row | None) -> Blocks:
    """Where some schools are not counted: how many are, by municipality and indicator."""
    if not told:
        return Blocks()
    ids, rows = told["indicators"], told["rows"]
    partial = [one for one in rows if min(one["counted"]) < one["expected"]]
    columns = [
        column("Муниципальное образование", align="left", width=3),
        column("Всего школ", width=1.2),
        *(column(note.words(id)["column"], width=2) for id in ids),
    ]
    lines = [row(note.municipality(one["code"])["name"], *_numbers(one["expected"], one["counted"])) for one in partial]
    counted = [sum(numbers) for numbers in zip(*(one["counted"] for one in rows), strict=True)]
    total = row(f"ИТОГО ({len(rows)} МО)", *_numbers(sum(one["expected"] for one in rows), counted), kind="total")
    others = " В остальных муниципальных образованиях учтены все школы." if len(partial) < len(rows) else ""
    caption = f"Число школ, сведения которых вошли в расчёт, {wording.year(note['period'])}"
    lead = (
        "Муниципальные образования, где в расчёт вошли сведения не всех школ, перечислены в таблице ",
        ref("tbl-schools"),
        f". Не вошли школы, которые сведений не представили или у которых они не приняты из-за ошибок.{others}",
    )
    return Blocks([paragraph(*lead), table("tbl-schools", caption, columns, [*lines, total])])


def _numbers(expected: int, counted: list[int]) -> list[str]:
    return [wording.integer(number) for number in (expected, *counted)]


# ---- parts


def _parts(note: Note, parts: list[Row]) -> Blocks:
    """One small table per axis: categories in rows, indicators in columns."""
    by_axis = sorted(parts, key=lambda one: list(AXES).index(one["axis"]) if one["axis"] in AXES else len(AXES))
    out = Blocks()
    for place, (axis, same) in enumerate(groupby(by_axis, key=lambda one: one["axis"]), 1):
        out += _axis(note, str(axis), list(same), f"tbl-parts-{place}")
    return out


def _axis(note: Note, axis: str, told: list[Row], label: str) -> Blocks:
    names = list(dict.fromkeys(name for one in told for name, *_ in one["counts"]))
    columns = [
        column("Группа", align="left", width=2),
        *(column(note.words(one["indicator"])["column"], width=2) for one in told),
    ]
    lines = [row(_category(axis, name), *(_of(one, name) for one in told)) for name in names]
    total = row("Всего", *(_share(*one["whole"]) for one in told), kind="total")
    about = AXES.get(axis, f"по признаку «{axis}»")
    caption = f"Показатели {about}, {note.territory['name']}, {wording.year(note['period'])}"
    lead = (
        f"Показатели {about} приведены в таблице ",
        ref(label),
        ". Учтены школы, сведения которых вошли в расчёт; показатель приведён, если в каждой группе не менее 10 "
        "обучающихся. Случайны ли различия между группами, не оценивалось.",
    )
    return Blocks([paragraph(*lead), table(label, caption, columns, [*lines, total], notes=_rest(told))])


def _category(axis: str, name: str) -> str:
    return wording.capital(CATEGORIES.get((axis, name), f"{name} класс" if axis == "классы" else name))


def _of(one: Row, name: str) -> str:
    return next((_share(k, n) for category, k, n in one["counts"] if category == name), wording.DASH)


def _share(k: int | None, n: int | None) -> str:
    if k is None or not n:
        return wording.NO_DATA
    return f"{wording.integer(k)} из {wording.integer(n)} ({wording.percent(k, n)})"


def _rest(told: list[Row]) -> list[Text]:
    """Said where the groups do not make up the whole."""
    left = [one["whole"][1] - sum(n for _, _, n in one["counts"]) for one in told if one["whole"][1]]
    if not any(left):
        return []
    return ["Группы вместе не составляют общей численности: по части обучающихся группа не указана."]
