"""Items of general information by id: what each is called, what kind of number it is, where it stands in the table."""

from dataclasses import dataclass

NUMBER, SHARE, CHANGE = "count", "share", "change"
"""A whole number from 0; per cent from 0 to 100; per cent of either sign, not below −100."""


@dataclass(frozen=True)
class Item:
    """``group``: heading of the table under which it stands; ``resource``: kind of organisation it tells of."""

    title: str
    kind: str
    group: str
    resource: str = ""


PEOPLE, PLACES, ORGANISATIONS = "Население", "Административное устройство", "Организации"
INFRASTRUCTURE, COVERAGE, OTHER = "Инфраструктура дополнительного образования", "Охват", "Прочее"
GROUPS = (PEOPLE, PLACES, ORGANISATIONS, INFRASTRUCTURE, COVERAGE, OTHER)

ITEMS = {
    "population": Item("Численность населения", NUMBER, PEOPLE),
    "urban_share": Item("Доля городского населения", SHARE, PEOPLE),
    "population_change": Item("Изменение численности населения", CHANGE, PEOPLE),
    "towns": Item("Городские поселения (города, посёлки городского типа)", NUMBER, PLACES),
    "rural_settlements": Item("Сельские поселения", NUMBER, PLACES),
    "localities": Item("Населённые пункты", NUMBER, PLACES),
    "vocational": Item(
        "Профессиональные образовательные организации",
        NUMBER,
        ORGANISATIONS,
        "профессиональная образовательная организация",
    ),
    "higher": Item(
        "Образовательные организации высшего образования",
        NUMBER,
        ORGANISATIONS,
        "образовательная организация высшего образования",
    ),
    "schools_secondary": Item("Средние общеобразовательные организации", NUMBER, ORGANISATIONS),
    "schools_basic": Item("Основные общеобразовательные организации", NUMBER, ORGANISATIONS),
    "schools_primary": Item("Организации начального общего образования", NUMBER, ORGANISATIONS),
    "schools_correctional": Item("Специальные (коррекционные) общеобразовательные организации", NUMBER, ORGANISATIONS),
    "additional": Item(
        "Организации дополнительного образования", NUMBER, ORGANISATIONS, "организация дополнительного образования"
    ),
    "preschool": Item("Дошкольные образовательные организации", NUMBER, ORGANISATIONS),
    "it_cube": Item("IT-куб", NUMBER, INFRASTRUCTURE, "IT-куб"),
    "kvantorium": Item("Кванториум", NUMBER, INFRASTRUCTURE, "Кванториум"),
    "kvantorium_mobile": Item("Мобильный Кванториум", NUMBER, INFRASTRUCTURE, "мобильный Кванториум"),
    "growth_points": Item("Центры «Точка роста»", NUMBER, INFRASTRUCTURE, "Точка роста"),
    "ecostation": Item("Экостанция", NUMBER, INFRASTRUCTURE, "экостанция"),
    "agro_classes": Item("Школы с агроклассами", NUMBER, INFRASTRUCTURE),
    "additional_coverage": Item("Охват обучающихся дополнительным образованием", SHARE, COVERAGE),
}
"""The closed list; an item that is not in it is shown as it is written, under «Прочее»."""
