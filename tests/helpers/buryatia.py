"""Invented books of the districts of Бурятия: two years of a summary, answers of schools to a web form, persons."""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter as letter

from careerstats import territories
from careerstats.territories import Territory

PLACES = territories.of_region("81000000", date(2025, 8, 31))
TITLE = "Сведения о профориентационной работе в муниципальных образованиях"
Numbers = dict[str, tuple[int, int, int]]
"""Code of a municipality → pupils, tested, tried."""


def truth(year: int, places: Sequence[Territory] = PLACES) -> Numbers:
    """What the summary of a school year says; each year a little more."""
    found: Numbers = {}
    for at, place in enumerate(places):
        chance = random.Random(at)
        pupils = chance.randint(400, 4000) + 7 * (year - 2023)
        found[place.code] = (
            pupils,
            pupils * (45 + at % 40 + 3 * (year - 2023)) // 100,
            pupils * (20 + at % 40 // 2) // 100,
        )
    return found


def summary(path: Path, year: int, *, villages: bool = False, places: Sequence[Territory] = PLACES) -> Path:
    """A title, a head of two storeys over counts and per cents, numbers of columns, a total, a note; a second sheet.

    ``villages``: one more column before the others.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Свод"
    extra = [("в т. ч. в сельских школах, чел.", "")] if villages else []
    head = [("№ п/п", ""), ("Муниципальное образование", ""), ("Количество обучающихся 6-11 классов, чел.", ""), *extra]
    head += [("Прошли диагностику", "чел."), ("", "%"), ("Участвовали в профессиональных пробах", "чел."), ("", "%")]
    head += [("Примечание", "")]
    width = len(head)
    sheet.append([TITLE])
    sheet.append([f"за {year}/{year + 1} учебный год"])
    sheet.append([])
    sheet.append([top or None for top, _ in head])
    sheet.append([below or None for _, below in head])
    sheet.append(list(range(1, width + 1)))
    sheet.merge_cells(f"A1:{letter(width)}1")
    for at, (top, below) in enumerate(head, 1):
        if not below:
            sheet.merge_cells(f"{letter(at)}4:{letter(at)}5")
        elif top:
            sheet.merge_cells(f"{letter(at)}4:{letter(at + 1)}4")
    numbers = truth(year, places)
    for at, place in enumerate(places, 1):
        sheet.append([at, place.name, *_row(numbers[place.code], villages), "уточняется" if at == 5 else None])
    whole = [sum(row[at] for row in numbers.values()) for at in range(3)]
    last = sheet.max_row + 1
    sheet.append(["ИТОГО", None, *_row((whole[0], whole[1], whole[2]), villages)])
    sheet.merge_cells(f"A{last}:B{last}")
    sheet.append([])
    sheet.append(["* по данным муниципальных органов управления образованием на 31 мая"])
    book.create_sheet("Пояснения").append(["Сведения представляются до 1 июня"])
    book.save(path)
    return path


def _row(numbers: tuple[int, int, int], villages: bool) -> list[Any]:
    pupils, tested, tried = numbers
    extra = [pupils * 3 // 5] if villages else []
    return [pupils, *extra, tested, round(100 * tested / pupils, 1), tried, round(100 * tried / pupils, 1)]


QUESTIONS = (
    "Отметка времени",
    "Адрес электронной почты",
    "1. Выберите муниципальное образование",
    "2. Полное наименование общеобразовательной организации",
    "3. Укажите численность выпускников 9 классов (чел.)",
    "4. Сколько обучающихся 6–11 классов Вашей школы участвовали в конкурсах профориентационной направленности?",
    "5. Есть ли утверждённый план профориентационной работы (да/нет)?",
    "6. Должность и ФИО ответственного",
)


def form(path: Path) -> Path:
    """One row = the answers of one school, as a web form writes them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Ответы на форму (1)"
    sheet.append(QUESTIONS)
    chance = random.Random(5)
    for place in PLACES:
        for number in range(1, 4):
            school = f"МБОУ «СОШ № {number} ({place.name})»"
            answers = [chance.randint(10, 60), chance.randint(5, 80), chance.choice(["Да", "Нет"])]
            sheet.append([f"2025-05-1{number} 10:00", "a@b.ru", place.name, school, *answers, "завуч Иванова А. А."])
    book.save(path)
    return path


def participants(path: Path) -> Path:
    """One row = one person at one lesson."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Посещение занятий курса «Россия – мои горизонты», 2024/25 учебный год"])
    sheet.append([])
    sheet.append(["№", "ID участника", "Муниципалитет", "Класс", "Занятие", "Дата занятия", "Статус"])
    chance = random.Random(7)
    for at in range(1, 401):
        place, status = PLACES[at % len(PLACES)], chance.choice(["Посетил", "Посетил", "Не посетил"])
        day = f"{chance.randint(1, 28):02d}.0{chance.randint(1, 5)}.2025"
        row = [f"U{at % 300}", place.name, f"{at % 6 + 6}А", f"Занятие {chance.randint(1, 5)}", day, status]
        sheet.append([at, *row])
    book.save(path)
    return path
