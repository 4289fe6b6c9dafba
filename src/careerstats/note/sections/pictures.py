"""A regional note -> its indicators in pictures: all municipalities at once, on the map, over the years."""

from careerstats.blocks import Block, Blocks, heading, paragraph, public, ref
from careerstats.note import figures
from careerstats.note.opening import Note


@public
def pictures(note: Note) -> Blocks:
    """The heat map and the tiles of a region, its course."""
    shown = [*_heat(note), *_tiles(note), *_trend(note)]
    return Blocks([heading("Показатели на рисунках", appendix=True), *shown]) if shown else Blocks()


def _heat(note: Note) -> list[Block]:
    return _led_to(
        figures.heat(note),
        "Оценки всех показателей по муниципальным образованиям сведены на рисунке ",
        ". Рейтингом рисунок не является: порядок строк – по перечню муниципальных образований.",
    )


def _tiles(note: Note) -> list[Block]:
    if not note.bundle.tiles:
        return []
    return _led_to(
        figures.tiles(note, note.settings.headline[-1]),
        "Где расположены муниципальные образования с оценками выше и ниже остальных, показывает рисунок ",
        ". Квадрат на схеме – одно муниципальное образование; площадь и численность не показаны.",
    )


def _trend(note: Note) -> list[Block]:
    return _led_to(
        figures.trend(note),
        "Значения за все сопоставимые годы показаны на рисунке ",
        ". По трём-четырём годам вывод о росте или снижении не делается.",
    )


def _led_to(shown: Blocks, before: str, after: str) -> list[Block]:
    """Pictures with the sentence that leads to them."""
    return [paragraph(before, ref(shown[0].label), after), *shown] if shown else []
