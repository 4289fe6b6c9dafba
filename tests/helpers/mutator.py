"""A filled form and a seed -> the same form with one named defect, and the cell at which it must be reported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class Defect:
    """What was done to a form: its name, and where it must be reported (``cell`` empty: at the file or the sheet)."""

    name: str
    code: str
    cell: str
    keys: tuple[tuple[str, str], ...] = ()
    """(school, variable) whose number must not come out."""


Place = tuple[Any, str, str, str]
"""The cell, the school, the variable, its address."""


def places(book: Any, flags: bool | None = None) -> list[Place]:
    """Input cells of the sheet of schools, of да/нет questions or of numbers only."""
    sheet = book["Школы"]
    found = []
    for column, code in enumerate((cell.value for cell in sheet[5]), 1):
        if code and not code.startswith("#") and flags in (None, code.startswith("F_")):
            for row in range(7, sheet.max_row + 1):
                if sheet.cell(row, 1).value != "#total":
                    found.append(
                        (sheet.cell(row, column), sheet.cell(row, 1).value, code, f"{get_column_letter(column)}{row}")
                    )
    return found


def _typed(name: str, content: Any, flags: bool = False) -> Callable[[Any, Random], Defect]:
    """A defect that is one wrong content of one cell."""

    def put(book: Any, random: Random) -> Defect:
        cell, school, variable, address = random.choice(places(book, flags))
        cell.value = content
        return Defect(name, "unreadable", address, ((school, variable),))

    return put


def _number_format(book: Any, random: Random) -> Defect:
    cell, school, variable, address = random.choice(places(book, False))
    cell.value, cell.number_format = 1, "0%"
    return Defect("сто процентов вместо количества", "unreadable", address, ((school, variable),))


def _error(book: Any, random: Random) -> Defect:
    cell, school, variable, address = random.choice(places(book, False))
    cell.value, cell.data_type = random.choice(("#DIV/0!", "#REF!", "#N/A")), "e"
    return Defect("ошибка Excel в ячейке", "unreadable", address, ((school, variable),))


def _text_formula(book: Any, random: Random) -> Defect:
    cell, school, variable, address = random.choice(places(book))
    cell.value, cell.data_type = "=cmd|'/c calc'!A1", "s"
    return Defect("команда текстом", "unreadable", address, ((school, variable),))


def _empty(book: Any, random: Random) -> Defect:
    cell, school, variable, address = random.choice(places(book))
    cell.value = None
    return Defect("пустая ячейка", "absent", address, ((school, variable),))


def _part_over_whole(book: Any, random: Random) -> Defect:
    both = [[one for one in places(book, False) if one[2] == id] for id in ("K_teach", "K_teach_pd")]
    whole, part = random.choice(list(zip(*both, strict=True)))
    whole[0].value, part[0].value = 2, 5
    return Defect("часть больше целого", "part_over_whole", part[3])


def _far_too_many(book: Any, random: Random) -> Defect:
    cell, _, _, address = random.choice([one for one in places(book, False) if one[2] == "K_pt"])
    cell.value = 98765
    return Defect("больше, чем обучающихся по ОО-1", "part_over_whole", address)


def _unknown_school(book: Any, random: Random) -> Defect:
    _, school, _, address = random.choice(places(book))
    cell = book["Школы"].cell(int("".join(filter(str.isdigit, address))), 1)
    cell.value = f"{school}9"
    gone = {(school, variable) for _, one, variable, _ in places(book) if one == f"{school}9"}
    return Defect("неизвестный код школы", "unknown_organisation", f"A{cell.row}", tuple(gone))


def _no_key(book: Any, random: Random) -> Defect:
    _, school, _, address = random.choice(places(book))
    row = int("".join(filter(str.isdigit, address)))
    gone = tuple((school, variable) for _, one, variable, _ in places(book) if one == school)
    first = min((one for one in places(book) if one[1] == school), key=lambda one: one[0].column)
    book["Школы"].cell(row, 1).value = None
    return Defect("стёрт код школы", "no_key", first[3], gone)


def _same_school_twice(book: Any, random: Random) -> Defect:
    rows = list(dict.fromkeys(one[0].row for one in places(book)))
    first, second = sorted(random.sample(rows, 2))
    sheet = book["Школы"]
    sheet.cell(first, 8).value, sheet.cell(second, 8).value = 1, 2
    gone = {sheet.cell(row, 1).value for row in (first, second)}
    sheet.cell(second, 1).value = sheet.cell(first, 1).value
    variables = {one[2] for one in places(book)}
    return Defect("школа дважды", "duplicate", f"A{second}", tuple((one, id) for one in gone for id in variables))


def _deleted_row(book: Any, random: Random) -> Defect:
    _, school, _, address = random.choice(places(book))
    gone = tuple((school, variable) for _, one, variable, _ in places(book) if one == school)
    book["Школы"].delete_rows(int("".join(filter(str.isdigit, address))))
    return Defect("удалена строка школы", "missing_school", "", gone)


def _deleted_column(book: Any, random: Random) -> Defect:
    cell, _, variable, _ = random.choice(places(book))
    gone = tuple((school, one) for _, school, one, _ in places(book) if one == variable)
    book["Школы"].delete_cols(cell.column)
    return Defect("удалён столбец", "missing_column", "", gone)


def _other_municipality(book: Any, random: Random) -> Defect:
    gone = tuple((school, variable) for _, school, variable, _ in places(book))
    book["Школы"]["B3"] = (
        "Лукоморский муниципальный округ" if "Лукомор" not in book["Школы"]["B3"].value else "г. Примерск"
    )
    return Defect("чужое муниципальное образование", "wrong_municipality", "B3", gone)


def _column_twice(book: Any, random: Random) -> Defect:
    sheet = book["Школы"]
    _, _, variable, _ = random.choice(places(book))
    column = sheet.max_column + 1
    sheet.cell(5, column).value = variable
    gone = tuple((school, one) for _, school, one, _ in places(book) if one == variable)
    return Defect("величина в двух столбцах", "duplicate_column", f"{get_column_letter(column)}5", gone)


def _added_column(book: Any, random: Random) -> Defect:
    sheet = book["Школы"]
    cell, _, _, _ = random.choice(places(book))
    sheet.insert_cols(cell.column)
    sheet.cell(cell.row, cell.column - 1 if sheet.cell(cell.row, cell.column).value else cell.column)
    added = next(column for column in range(1, sheet.max_column + 1) if sheet.cell(5, column).value is None)
    sheet.cell(9, added).value = 7
    return Defect("добавлен столбец с числами", "unknown_column", f"{get_column_letter(added)}9")


DEFECTS: tuple[Callable[[Any, Random], Defect], ...] = (
    _typed("доля вместо количества", 0.143),
    _typed("доля текстом", "14,3 %"),
    _typed("дробное число", 12.5),
    _typed("отрицательное число", -3),
    _typed("сумма текстом", "2+5"),
    _typed("буква О вместо нуля", "2О1"),
    _typed("решётки вместо числа", "######"),
    _typed("слова вместо числа", "много"),
    _typed("отсутствует вместо числа", "отсутствует"),
    _typed("слишком длинное число", 123456789012),
    _typed("дата вместо числа", date(2025, 5, 12)),
    _typed("истина вместо числа", True),
    _typed("формула вместо числа", "=1+1"),
    _typed("ссылка на другой лист", "=Коды!A1"),
    _typed("число вместо да или нет", 7, flags=True),
    _typed("слово вместо да или нет", "частично", flags=True),
    _number_format,
    _error,
    _text_formula,
    _empty,
    _part_over_whole,
    _far_too_many,
    _unknown_school,
    _no_key,
    _same_school_twice,
    _deleted_row,
    _deleted_column,
    _other_municipality,
    _column_twice,
    _added_column,
)


def mutate(book: Any, random: Random, number: int) -> Defect:
    """Put defect ``number`` (of all in turn) somewhere into the book."""
    return DEFECTS[number % len(DEFECTS)](book, random)


# ---- what changes nothing: forms that people have touched


def _inserted_rows(book: Any, random: Random) -> None:
    book["Школы"].insert_rows(random.randint(1, 4), random.randint(1, 3))


def _inserted_column(book: Any, random: Random) -> None:
    book["Школы"].insert_cols(random.randint(1, 6))


def _merged_heads(book: Any, random: Random) -> None:
    book["Школы"].merge_cells("A2:F2")


def _extra_sheet(book: Any, random: Random) -> None:
    book.create_sheet("Черновик", random.randint(0, 2))["A1"] = "считали так: 2+5"


def _hidden_rows(book: Any, random: Random) -> None:
    for row in (7, 8):
        book["Школы"].row_dimensions[row].hidden = True


def _spaces(book: Any, random: Random) -> None:
    for cell, _, _, _ in places(book, False):
        if isinstance(cell.value, int):
            cell.value = random.choice((f"{cell.value} ", f"\u00a0{cell.value}", float(cell.value), f"{cell.value},0"))


def _other_words(book: Any, random: Random) -> None:
    for cell, _, _, _ in places(book, True):
        cell.value = {"да": "Да ", "нет": "НЕТ"}.get(cell.value, "—")


def _renamed_sheet(book: Any, random: Random) -> None:
    book["Школы"].title = "Лист1"


def _shuffled(book: Any, random: Random) -> None:
    """Two schools change places, with their codes."""
    sheet = book["Школы"]
    rows = list(dict.fromkeys(one[0].row for one in places(book)))
    first, second = random.sample(rows, 2)
    for column in range(1, sheet.max_column + 1):
        one, two = sheet.cell(first, column), sheet.cell(second, column)
        one.value, two.value = two.value, one.value


def _untouched(book: Any, random: Random) -> None:
    """As an honest person fills it in."""


TOUCHES: tuple[Callable[[Any, Random], None], ...] = (
    _untouched,
    _inserted_rows,
    _inserted_column,
    _merged_heads,
    _extra_sheet,
    _hidden_rows,
    _spaces,
    _other_words,
    _renamed_sheet,
    _shuffled,
)


def touch(book: Any, random: Random, number: int) -> str:
    """Do something harmless (of all in turn) to the book; returns its name."""
    one = TOUCHES[number % len(TOUCHES)]
    one(book, random)
    return one.__name__
