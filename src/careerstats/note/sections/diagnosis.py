"""A note -> self-diagnosis by direction, schools by level of the профминимум: numbers and grounds, no blame."""

from collections import Counter
from decimal import Decimal

from careerstats import wording
from careerstats.blocks import Blocks, Table, Text, column, heading, paragraph, public, row, table
from careerstats.contracts.appendices import (
    NOT_MET,
    UNPROVED,
    UNREADABLE,
    Attainment,
    Claim,
    LevelCounts,
    ProfminimumLevels,
    SelfDiagnosis,
)
from careerstats.note.figures.school_bars import STANDINGS
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import listed

SCHOOLS = ("школа", "школы", "школ")


@public
def self_diagnosis(note: Note) -> Blocks:
    """Directions: maximum, mean, share of the maximum, level, how many schools reported; the region's share beside."""
    diagnosis = note.bundle.appendices.self_diagnosis
    if diagnosis is None:
        return Blocks()
    head = heading("Самодиагностика «Школа Минпросвещения России»", appendix=True)
    return Blocks([head, _diagnosis_table(note, diagnosis)])


def diagnosis_grounds(note: Note) -> list[str]:
    """On what the levels and the directions rest, for the document on the method."""
    diagnosis = note.bundle.appendices.self_diagnosis
    if diagnosis is None:
        return []
    return [f"{text.rstrip('.')}." for text in (diagnosis.bands_note, diagnosis.note) if text]


def _number(value: Decimal | None) -> str:
    return wording.NO_DATA if value is None else wording.as_given(value)


def _total_title(diagnosis: SelfDiagnosis) -> str:
    known = sum(direction.reporters > 0 for direction in diagnosis.directions)
    if known == len(diagnosis.directions):
        return "Все направления вместе"
    return f"{known} из {len(diagnosis.directions)} направлений вместе"


def _diagnosis_table(note: Note, diagnosis: SelfDiagnosis) -> Table:
    beside = diagnosis.total.region_share is not None
    everyone = len({_heard(direction) for direction in (*diagnosis.directions, diagnosis.total)}) == 1
    columns = [
        column("Направление", align="left", width=4.6 if everyone else 3.2),
        column("Максимум", width=1.6),
        column("Средний балл", width=1.4),
        column("Процент достижения", width=1.8),
        *([column(f"По {note.region_noun('dative')}, %", width=1.4)] if beside else []),
        column("Уровень", align="left", width=1.7),
        *([] if everyone else [column("Школ", width=1.5)]),
    ]
    upto = len(columns) - 1
    lines = [row(direction.title, *_attained(direction, beside)[:upto]) for direction in diagnosis.directions]
    total = row(_total_title(diagnosis), *_attained(diagnosis.total, beside)[:upto], kind="total")
    caption = f"Самодиагностика школ, {note.territory.name}, {note.year}"
    remarks = [f"«{direction.title}»: {direction.remark}." for direction in diagnosis.directions if direction.remark]
    heard = f"Сведения представили {_heard(diagnosis.total)} школ. " if everyone else ""
    together = f" {_total_title(diagnosis)} – {diagnosis.total.remark}." if diagnosis.total.remark else ""
    notes = [f"{heard}{_bands(diagnosis)}", f"{diagnosis.rules}{together}", *remarks]
    return table("tbl-self-diagnosis", caption, columns, [*lines, total], notes=notes)


def _attained(attained: Attainment, beside: bool) -> list[Text]:
    region = [_number(attained.region_share)] if beside else []
    cells = [wording.integer(attained.maximum), _number(attained.mean), _number(attained.share), *region]
    return [*cells, attained.level or wording.DASH, _heard(attained)]


def _heard(schools: Attainment | LevelCounts) -> str:
    return wording.among(schools.reporters, schools.expected)


def _bands(diagnosis: SelfDiagnosis) -> str:
    named = "; ".join(f"«{band.name}» – от {band.start}{wording.NBSP}%" for band in diagnosis.bands)
    if diagnosis.bands_official:
        return f"Уровни: {named}."
    return f"Уровни ({named}) официально не утверждены и приведены справочно."


# ---- профминимум


@public
def profminimum(note: Note) -> Blocks:
    """Schools by the level their directions and hours bear out; claims that they do not; unknown stays unknown."""
    schools = note.bundle.appendices.profminimum
    if schools is None:
        return Blocks()
    head = heading("Профориентационный минимум", appendix=True)
    return Blocks([head, _levels_table(note, schools), *_claims(note, schools.claims), *_break(schools)])


def _levels_notes(note: Note, schools: ProfminimumLevels) -> list[Text]:
    counts = schools.counts
    heard = f"{wording.integer(counts.reporters)} из {wording.counted(counts.expected, *_OF_SCHOOLS)}"
    return [
        f"Сведения представили {heard}; уровень определён по направлениям и часам, которые указала школа, а не по "
        f"заявленному.{f' {schools.note}' if note.is_regional else ''}"
    ]


_OF_SCHOOLS = ("школы", "школ", "школ")


def levels_words(schools: ProfminimumLevels) -> list[str]:
    """Each level by what it adds to the one below, for the document on the method."""
    lines: list[str] = []
    below: set[str] = set()
    for level in schools.levels:
        added = [direction for direction in level.directions if direction not in below]
        more = "всё предыдущее и " if below else ""
        lines.append(f"{level.name} – не менее {level.hours} часов: {more}{', '.join(added)}")
        below |= set(level.directions)
    return lines


def _standings(schools: ProfminimumLevels) -> list[str]:
    """Levels, then «не достигнут» and «не определён» where some school of the region is so."""
    everywhere = schools.region or schools.counts
    return [*(level.name for level in schools.levels), *(key for key in STANDINGS if everywhere.standing.get(key))]


def _title(standing: str) -> str:
    return wording.capital(STANDINGS.get(standing, standing))


def _levels_table(note: Note, schools: ProfminimumLevels) -> Table:
    caption = f"Школы по уровням профминимума, {note.territory.name}, {note.year}"
    if schools.region is None:
        return _by_place(note, schools, caption)
    places = (schools.counts, schools.region)
    columns = [
        column("Уровень", align="left", width=3),
        column("Школ", width=1),
        column("Доля, %", width=1),
        column(f"По {note.region_noun('dative')}, %", width=1.2),
    ]
    lines = [
        row(_title(standing), *_level(places, [place.standing[standing] for place in places]))
        for standing in _standings(schools)
    ]
    heard = [place.reporters for place in places]
    total = row("Представили сведения", *_level(places, heard), kind="total")
    return table("tbl-profminimum", caption, columns, [*lines, total], notes=_levels_notes(note, schools))


def _level(places: tuple[LevelCounts, LevelCounts], numbers: list[int]) -> list[Text]:
    """Own number, own share, the region's share."""
    shares = [wording.percent_of(number, place.reporters) for number, place in zip(numbers, places, strict=True)]
    return [wording.integer(numbers[0]), *shares]


def _by_place(note: Note, schools: ProfminimumLevels, caption: str) -> Table:
    standings, counts = _standings(schools), schools.counts
    columns = [
        column("Муниципальное образование", align="left", width=3),
        column("Представили", width=1.4),
        *(column(_title(standing), width=1.3) for standing in standings),
    ]
    known = [place for place in note.bundle.municipalities if place.code in schools.municipalities]
    lines = [row(place.name, *_place(schools.municipalities[place.code], standings)) for place in known]
    total = row("ИТОГО", *_place(counts, standings), kind="total")
    shares = [wording.percent(counts.standing[standing], counts.reporters) for standing in standings]
    lines += [total, row("Доля школ", "", *shares)]
    return table("tbl-profminimum", caption, columns, lines, notes=_levels_notes(note, schools))


def _place(own: LevelCounts, standings: list[str]) -> list[str]:
    return [_heard(own), *(wording.integer(own.standing[standing]) for standing in standings)]


def _claims(note: Note, claims: tuple[Claim, ...]) -> Blocks:
    """Claims not met, then those that cannot be checked; the region names the municipality too."""
    out = Blocks()
    for kind, head in _KINDS.items():
        own = [claim for claim in claims if claim.kind == kind]
        if own and kind == UNPROVED and note.is_regional:
            out.append(paragraph(f"{head} {_by_municipality(note, own)}."))
        else:
            out += listed(head, (_claim(note, claim) for claim in own))
    return out


def _by_municipality(note: Note, claims: list[Claim]) -> str:
    """«г. Примерск – 3 школы; …»: what cannot be checked is named school by school in the municipal notes."""
    numbers = Counter(note.municipality(claim.code).name for claim in claims)
    return "; ".join(f"{name} – {wording.counted(number, *SCHOOLS)}" for name, number in numbers.items())


_KINDS = {
    NOT_MET: "Заявленный уровень представленными сведениями не подтверждается:",
    UNPROVED: "Подтвердить заявленный уровень по представленным сведениям нельзя:",
    UNREADABLE: "Заявленный уровень записан неверно:",
}


def _claim(note: Note, claim: Claim) -> str:
    where = f" ({note.municipality(claim.code).name})" if note.is_regional else ""
    if claim.kind == UNPROVED:
        return f"{claim.school}{where}: уровень «{claim.claimed}» – {wording.joined(list(claim.unknown))}"
    return f"{claim.school}{where}: {claim.text}"


def _break(schools: ProfminimumLevels) -> Blocks:
    reason = schools.break_reason
    return Blocks([paragraph(f"{wording.capital(reason)}.")]) if reason else Blocks()
