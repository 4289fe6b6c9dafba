"""A regional note -> what the municipalities said, summed up; what the data cannot tell."""

from collections.abc import Sequence
from fractions import Fraction

from careerstats import wording
from careerstats.blocks import Block, Blocks, Table, column, heading, paragraph, ref, row, table
from careerstats.contracts.decisions import Cause
from careerstats.contracts.headlines import CauseCount, MeasureSynthesis
from careerstats.note.opening import Note
from careerstats.note.sections.completeness import NO_PAST, limits, remarks_counted
from careerstats.note.sections.headline_words import quotation
from careerstats.note.sections.quality import corrections_table
from careerstats.note.sections.region_table import changed

MOST_NAMED = 10


def region_causes(note: Note) -> Blocks:
    """Measures over all plans with those who did not carry them out, causes counted, who may copy what from whom."""
    parts = [*_measures(note, note.synthesis.measures), *_causes(note, note.synthesis.causes)]
    out = [*parts, *_difficulties(note), *_silent(note)]
    return Blocks([heading(_title_of(note, parts), numbered=True), *out]) if out else Blocks()


def _title_of(note: Note, parts: list[Block]) -> str:
    """``parts``: measures and causes; without them the heading names what else stands under it."""
    if parts:
        return "Меры и причины"
    named = ["затруднения"] * bool(_difficulties(note)) + ["полнота сведений"] * bool(_silent(note))
    return wording.capital(wording.joined(named))


def _measures(note: Note, measures: tuple[MeasureSynthesis, ...]) -> list[Block]:
    telling = [measure for measure in measures if measure.done]  # of what nobody carried out the table of plans tells
    if not telling:
        return []
    columns = [
        column("Мера и показатель", align="left", width=3.4),
        column("Исполнили", align="left", width=2.6),
        column("Планировали, исполнили частично или не исполнили", align="left", width=2.6),
        column(f"Изменение показателя, п.{wording.NBSP}п.: исполнили / остальные", width=1.8),
    ]
    lines = [
        row(
            f"{measure.text} ({note.words(measure.indicator).share})",
            _names(note, measure.done),
            _names(note, measure.failed),
            f"{_points(measure.mean_done)} / {_points(measure.mean_others)}",
        )
        for measure in telling
    ]
    caution = (
        "Изменение – по сравнению со средним за все предыдущие сопоставимые периоды, по одним и тем же школам; рядом с "
        "мерой оно не доказывает, что его дала мера."
    )
    lead = paragraph(
        "Кто исполнил меры прошлого года и что стало с показателем, показывает таблица ",
        ref("tbl-measures"),
        ".",
        keep=True,
    )
    return [lead, table("tbl-measures", "Меры прошлого года и их исполнение", columns, lines, notes=[caution])]


def _points(points: float | None) -> str:
    return wording.DASH if points is None else wording.signed(Fraction(points))


def _names(note: Note, codes: tuple[str, ...]) -> str:
    return wording.some(note.names(codes), MOST_PLACES) or wording.DASH


def _causes(note: Note, causes: tuple[CauseCount, ...]) -> list[Block]:
    """What the bodies themselves named: counted, whose, word for word."""
    if not causes:
        return []
    lead = paragraph(
        "Что мешало, по словам самих органов управления образованием, – в таблице ", ref("tbl-causes"), ".", keep=True
    )
    answers = [paragraph(text) for cause in causes if (text := _in_schools(note, cause))]
    return [lead, _table_of_causes(note, causes), *answers]


def _table_of_causes(note: Note, causes: tuple[CauseCount, ...]) -> Table:
    columns = [
        column("Причина", align="left", width=2.4),
        column("Назвали", align="center", width=0.8),
        column("Муниципальные образования и их слова", align="left", width=5.6),
    ]
    told: dict[str, str] = {}
    lines = [
        row(_title(cause), wording.integer(len(cause.codes)), _quotes(note, cause.quotes, told, _title(cause)))
        for cause in causes
        if cause.kinds
    ]
    if other := [quote for cause in causes if not cause.kinds for quote in cause.quotes]:
        number = wording.integer(len({quote.code for quote in other}))
        lines.append(row("Другое", number, _quotes(note, other, told, "Другое")))
    caution = "Приведены так, как названы; проверке не подлежали."
    return table("tbl-causes", "Причины, названные в планах и формах", columns, lines, notes=[caution])


def _title(cause: CauseCount) -> str:
    return wording.capital(wording.joined(list(cause.titles), "или"))


def _in_schools(note: Note, cause: CauseCount) -> str:
    """«По ответам школ специалиста нет в 68 из 116: г. Примерск – 7 из 15, …»; of many the first and how many more."""
    order = sorted(cause.lacking.items(), key=lambda pair: (-len(pair[1].schools), pair[0]))
    known = {code: lacking for code, lacking in order if lacking.schools}
    if not known:
        return ""
    number = sum(len(lacking.schools) for lacking in known.values())
    among = sum(len(lacking.among) for lacking in cause.lacking.values())
    told = [
        f"{note.municipality(code).name} – {len(lacking.schools)} из {len(lacking.among)}"
        for code, lacking in known.items()
    ]
    said = next(iter(known.values())).said
    named = wording.some(told, MOST_PLACES)
    return f"По ответам школ {said} в {wording.among(number, among)}: {named}."


MOST_PLACES = 20
"""Municipalities that a sentence or a cell names; of more it tells how many more there are."""


def _quotes(note: Note, quotes: Sequence[Cause], told: dict[str, str], title: str) -> str:
    """«нет педагога» – Китежский район, г. Примерск; «…» – …: each word once, with all who said it.

    ``told``: words that name several causes → the row (``title``) that has them.
    """
    whose: dict[str, dict[str, None]] = {}
    for quote in quotes:
        whose.setdefault(quotation(quote), {})[note.municipality(quote.code).name] = None
    lines = []
    for words, names in whose.items():
        first = told.setdefault(words, title)
        said = words if first == title else f"те же слова, что в строке «{first}»"
        lines.append(f"{said} – {wording.some(list(names), MOST_PLACES)}")
    return "; ".join(lines)


def _difficulties(note: Note) -> list[Block]:
    """Difficulties that the source names: as stated, not measured."""
    named = [difficulty.short for difficulty in note.settings.difficulties]
    if not named:
        return []
    return [paragraph(f"Затруднения, названные в источнике и не измерявшиеся: {', '.join(named)}.")]


def _silent(note: Note) -> list[Block]:
    """Municipalities of which no number of any indicator is known."""
    heard = {value.code for rows in note.bundle.everyone.values() for value in rows if value.numerator is not None}
    names = [place.name for place in note.bundle.municipalities if place.code not in heard]
    if not names or not heard:
        return []
    return [paragraph(f"Сведения не представили: {wording.some(names, MOST_NAMED)}.")]


def region_completeness(note: Note) -> Blocks:
    """«Чего сведения не позволяют сказать»: at most five lines; what was corrected in the tables."""
    lines = [*([remarks_counted(note)] if note.bundle.remarks else []), *([] if changed(note) else [NO_PAST])]
    out = Blocks(limits([*lines, *note.settings.caveats, *note.settings.region_caveats]))
    if corrections := note.bundle.corrections:
        lead = "Исправления, внесённые в исходные сведения, приведены в таблице "
        out += [paragraph(lead, ref("tbl-corrections"), ".", keep=True), corrections_table(note, corrections)]
    return out
