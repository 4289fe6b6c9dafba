"""A note -> its indicators in pictures: among the municipalities, over the years, since the last period."""

from careerstats.blocks import Block, Blocks, heading, paragraph, public, ref
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections.comparison import peers_apart

SEVERAL = 3  # indicators: fewer are read from the picture of all municipalities


@public
def pictures(note: Note) -> Blocks:
    """The spine chart and the slope of a municipality, the heat map of a region, the course of either."""
    region = note.bundle.notebook == "region"
    first = [*_heat(note), *_tiles(note)] if region else _spine(note)
    shown = [*first, *_trend(note), *([] if region else _slope(note))]
    apart = [] if region else peers_apart(note)
    title = "Показатели на рисунках и в сопоставлении" if apart else "Показатели на рисунках"
    return Blocks([heading(title, appendix=True), *apart, *shown]) if apart or shown else Blocks()


def _spine(note: Note) -> list[Block]:
    if len(note.judged()) < SEVERAL:
        return []
    return _told(
        figures.spine(note),
        "Где находится каждый показатель среди всех муниципальных образований, показывает рисунок ",
        ": светлая полоса – от наименьшего значения до наибольшего, тёмная – средняя половина муниципальных "
        "образований, черта – все муниципальные образования вместе. Благоприятная сторона – справа.",
    )


def _heat(note: Note) -> list[Block]:
    return _told(
        figures.heat(note),
        "Оценки всех показателей по муниципальным образованиям сведены на рисунке ",
        ". Рейтингом рисунок не является: порядок строк – по перечню муниципальных образований.",
    )


def _tiles(note: Note) -> list[Block]:
    if not note.bundle.tiles:
        return []
    return _told(
        figures.tiles(note, note.settings.headline[-1]),
        "Где расположены муниципальные образования с оценками выше и ниже остальных, показывает рисунок ",
        ". Квадрат на схеме – одно муниципальное образование; площадь и численность не показаны.",
    )


def _trend(note: Note) -> list[Block]:
    return _told(
        figures.trend(note),
        "Значения за все сопоставимые годы показаны на рисунке ",
        ". По трём-четырём годам вывод о росте или снижении не делается.",
    )


def _slope(note: Note) -> list[Block]:
    return _told(
        figures.slope(note),
        "Как изменились показатели с прошлого периода, показывает рисунок ",
        ". Выделены изменения больше обычных колебаний.",
    )


def _told(shown: Blocks, before: str, after: str) -> list[Block]:
    """Pictures with the sentence that leads to them."""
    return [paragraph(before, ref(shown[0].label), after), *shown] if shown else []
