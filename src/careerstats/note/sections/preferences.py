"""A note -> what pupils choose: categories by number of choices, beside the region's shares; no verdicts."""

from careerstats import wording
from careerstats.blocks import Blocks, Run, Table, TableRow, Text, column, heading, paragraph, public, ref, row, table
from careerstats.contracts.appendices import Distribution
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import quoted

SHOWN = 10  # categories with a row of their own
SHOWN_BESIDE = 5  # of a municipality, beside the region's shares: the region's note has the others
FIRST = 3  # categories named in the text
LISTED = 3  # gaps named one by one; more are distribution

CHOICES = ("выбор", "выбора", "выборов")


@public
def preferences(note: Note) -> Blocks:
    """Choices first, under a heading of their own; people by category (who went where) apart from them."""
    own = note.bundle.appendices.preferences
    choices, people = ([distribution for distribution in own if distribution.people is kind] for kind in (False, True))
    return Blocks([*_appendix(note, "Предпочтения обучающихся", choices), *_appendix(note, _PEOPLE, people)])


_PEOPLE = "Распределение по категориям"


def _appendix(note: Note, title: str, distributions: list[Distribution]) -> Blocks:
    known = [distribution for distribution in distributions if distribution.total]
    if not known:
        return Blocks()
    blocks = (block for distribution in known for block in _shown(note, distribution))
    return Blocks([heading(title, appendix=not note.is_public), *blocks])  # a public note has no appendices


def _shown(note: Note, distribution: Distribution) -> Blocks:
    label = f"tbl-choices-{distribution.indicator}"
    shown = _table(note, distribution, label)
    if distribution.region:  # the table itself tells it, beside the region's shares
        return Blocks([shown])

    words: list[str | Run] = [
        f"Показатель {quoted(distribution.short)} приведён в таблице ",
        ref(label),
        f". {_first(distribution)}",
    ]
    return Blocks([paragraph(*words, keep=True), shown])


def _first(distribution: Distribution) -> str:
    """«Чаще других выбирают: …»: the largest, all of those that share the last place, none where they are too many."""
    total, ranked = distribution.total, distribution.counts
    cut = ranked[min(FIRST, len(ranked)) - 1][1]
    first = [pair for pair in ranked if pair[1] >= cut and pair[1]]
    if len(first) > FIRST:
        first = [pair for pair in ranked if pair[1] > cut]
    if not first or len(first) == len(ranked):
        return ""
    named = "; ".join(
        f"{name} – {_amount(distribution, number)} ({wording.percent(number, total)})" for name, number in first
    )
    head = "больше всего" if distribution.people else "чаще других выбирают"
    partly = "по имеющимся сведениям " if distribution.absent or distribution.silent else ""
    return f"{wording.capital(partly + head)}: {named}. "


def _amount(distribution: Distribution, number: int) -> str:
    return wording.people(number) if distribution.people else wording.counted(number, *CHOICES)


def _what_is_counted(distribution: Distribution) -> list[Text]:
    """That choices are not pupils; of people, how each is counted."""
    counting = distribution.counting.rstrip(".")
    if distribution.people:
        return [f"{counting}."] if counting else []
    apart = "Число выборов не равно числу обучающихся"
    return [f"{apart}: {wording.uncapitalised(counting)}." if counting else f"{apart}."]


def _table(note: Note, distribution: Distribution, label: str) -> Table:
    region = distribution.region
    heads = ["Человек" if distribution.people else "Выборов", "Доля, %", *(["По региону, %"] if region else [])]
    heads = [head.replace("региону", note.region_noun("dative")) for head in heads]
    columns = [column(distribution.column, align="left", width=4), *(column(head, width=1.8) for head in heads)]
    caption = f"{distribution.short}, {note.territory.name}, {note.year}"
    caveat = [f"{distribution.caveat.rstrip('.')}."] if distribution.caveat else []
    notes = [*_what_is_counted(distribution), *caveat, *_gaps(note, distribution)]
    return table(label, caption, columns, _rows(distribution), notes=notes)


def _rows(distribution: Distribution) -> list[TableRow]:
    """The largest first, the rest together, those without data by name, all of them."""
    ranked = distribution.counts
    most = SHOWN_BESIDE if distribution.region else SHOWN
    shown = ranked if len(ranked) <= most + 1 else ranked[:most]
    rest = ranked[len(shown) :]
    lines = [row(*_cells(distribution, name, [name], number)) for name, number in shown]
    if rest:
        names = [name for name, _ in rest]
        number = sum(number for _, number in rest)
        lines.append(row(*_cells(distribution, f"Прочие ({len(rest)})", names, number)))
    lines += [row(*_cells(distribution, name, [name], None)) for name in distribution.absent[:LISTED]]
    whole = [*(name for name, _ in ranked), *distribution.absent]
    return [*lines, row(*_cells(distribution, "Всего", whole, distribution.total), kind="total")]


def _cells(distribution: Distribution, title: str, names: list[str], number: int | None) -> list[str]:
    cells = [title, wording.NO_DATA, wording.DASH]
    if number is not None:
        cells[1:] = [wording.integer(number), wording.percent_of(number, distribution.total)]
    region = distribution.region
    if region:
        cells.append(wording.percent_of(sum(region.get(name, 0) for name in names), sum(region.values())))
    return cells


def _gaps(note: Note, distribution: Distribution) -> list[Text]:
    """Categories of which this place gave no number: they are in no sum, and nought is not meant."""
    if distribution.absent:
        return [_absent(distribution.absent)]
    if len(distribution.silent) > LISTED:
        return [f"Не все муниципальные образования указали все категории (пропусков: {len(distribution.silent)})."]
    return [
        f"По категории «{name}» не учтено муниципальное образование {note.municipality(code).name}: сведений нет."
        for name, code in distribution.silent
    ]


def _absent(names: tuple[str, ...]) -> str:
    listed = wording.some([f"«{name}»" for name in names], LISTED)
    word, verb = ("категории", "она не вошла") if len(names) == 1 else ("категориям", "они не вошли")
    return (
        f"По {word} {listed} сведений нет; в общее число {verb}, поэтому остальные доли могут быть завышены "
        "и с долями рядом напрямую не сопоставимы."
    )
