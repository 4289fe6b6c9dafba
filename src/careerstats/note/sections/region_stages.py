"""A regional note -> where participation stops: nested stages, and the parallel lines apart from them."""

from careerstats import wording
from careerstats.blocks import Blocks, TableRow, column, heading, paragraph, public, row, table
from careerstats.contracts.settings import Stage
from careerstats.contracts.values import Published
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections.comparison import has_stages
from careerstats.note.sections.published_figures import as_published
from careerstats.note.sections.region_table import also


@public
def stages(note: Note) -> Blocks:
    """Nested stages with shares of all pupils, of those registered, of the stage before; branches apart."""
    known = [stage for stage in note.bundle.stages if stage.variable in note.regional]
    if not has_stages(note):
        return Blocks()
    columns = [
        column("Этап", align="left", width=4),
        column("Чел.", width=0.8),
        column("% общей численности", width=1.2),
        column("% зареги\u00adстрированных", width=1.3),  # a soft hyphen keeps the column narrow
        column(f"% предыдущего {'' if note.is_public else 'вложенного '}этапа", align="left", width=4.2),
    ]
    why = "Число мест на площадках неизвестно, поэтому причину (мотивация или нехватка мест) установить нельзя."
    caption = f"Этапы участия обучающихся, {note.year}"
    lines = [_stage(note, stage, known) for stage in known]
    shown = table("tbl-stages", caption, columns, lines)
    tested = note.bundle.effect is not None and bool(note.bundle.effect.tested)  # else they are the picture of page one
    picture = figures.stages(note) if tested else []
    causes = [] if note.is_public else [paragraph(why)]  # parents and press are told no causes
    further = also(note, _told(note, known))
    head = heading("Этапы участия", numbered=not note.is_public)
    return Blocks([head, shown, *causes, *picture, *further, *_branches(note)])


def _told(note: Note, known: list[Stage]) -> list[str]:
    """Indicators whose share the table of stages has: of a stage among those of the stage before."""
    pairs = {(stage.variable, of) for stage in known for of in stage.of or ()}
    return [id for id, passport in note.bundle.passports.items() if (passport.part, passport.whole) in pairs]


def _stage(note: Note, stage: Stage, known: list[Stage]) -> TableRow:
    counts = note.regional
    value, everyone, registered = (counts[step.variable].known for step in (stage, *known[:2]))
    first, second = stage is known[0], stage is known[1]
    return row(
        f"{known.index(stage) + 1}. {stage.title}",
        wording.integer(value),
        "100" if first else _published_or(note, stage.variable, known[0].variable, value, everyone),
        wording.DASH if first else "100" if second else wording.percent_of(value, registered),
        _of_previous(note, stage, value, known),
    )


def _published_or(note: Note, part: str, whole: str, value: int, everyone: int) -> str:
    published = note.bundle.published.get(part, Published())
    if note.is_public:
        return wording.percent_of(value, everyone)  # one precision: the press would round «28,45» again
    if published.share_of == whole:
        return as_published(published.share, value, everyone)
    return wording.percent_of(value, everyone, 2)


def _of_previous(note: Note, stage: Stage, value: int, known: list[Stage]) -> str:
    counts = note.regional
    if stage is known[0] or stage is known[1]:
        return wording.DASH
    if not stage.of:
        return wording.DASH if note.is_public else f"не рассчитывается: {stage.why}"
    places = {step.variable: at for at, step in enumerate(known, 1)}
    parts = [f"{_part_of(value, counts[of].known)} (этап {places[of]})" for of in stage.of if of in counts]
    return "; ".join(parts) or wording.DASH


def _part_of(value: int, whole: int) -> str:
    """The share of the stage before; where more passed than came, one of the two is wrong."""
    return wording.percent_of(value, whole) if value <= whole else "больше предыдущего, сведения требуют проверки"


def _branches(note: Note) -> Blocks:
    """Parallel lines: they are not stages and never stand among them; what ``also`` has told is not told again."""
    told = {note.passport(id).part for id in note.settings.also if id in note.bundle.region_values}
    texts = [
        _branch(note, variable, name)
        for variable, name in note.bundle.branches
        if variable in note.regional and variable not in told
    ]
    parts = {variable for variable, _ in note.bundle.branches}
    caveats = [own.caveat for own in note.bundle.passports.values() if own.part in parts and own.caveat]
    if not texts:
        return Blocks()
    return Blocks([paragraph(" ".join([f"Вне этапов: {'; '.join(texts)}.", *dict.fromkeys(caveats)]))])


def _branch(note: Note, variable: str, name: str) -> str:
    """A count, with the published total where it is another."""
    value, total = note.bundle.region_counts[variable].known, note.bundle.published.get(variable, Published()).total
    text = f"{name} – {wording.integer(value)}"
    if total is None or total == value:
        return text
    return f"{text} по сумме строк, {wording.integer(total)} в итоговой строке источника"
