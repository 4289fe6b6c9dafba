"""A note -> what pupils choose: categories by number of choices, beside the region's shares; no verdicts."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Run, Table, TableRow, Text, column, heading, paragraph, ref, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import quoted

Row = dict[str, Any]

SHOWN = 10  # categories with a row of their own
FIRST = 3  # categories named in the text
LISTED = 3  # gaps named one by one; more are counted

CHOICES = ("выбор", "выбора", "выборов")


def preferences(note: Note) -> Blocks:
    """Choices first, under a heading of their own; people by category (who went where) apart from them."""
    told = note.get("appendices", {}).get("preferences", [])
    choices, people = ([one for one in told if one["people"] is kind] for kind in (False, True))
    return Blocks([*_appendix(note, "Предпочтения обучающихся", choices), *_appendix(note, _PEOPLE, people)])


_PEOPLE = "Распределение по категориям"


def _appendix(note: Note, title: str, told: list[Row]) -> Blocks:
    known = [one for one in told if _total(one)]
    if not known:
        return Blocks()
    return Blocks([heading(title, appendix=True), *(block for one in known for block in _distribution(note, one))])


def _distribution(note: Note, one: Row) -> Blocks:
    label = f"tbl-choices-{one['indicator']}"
    words: list[str | Run] = [
        f"Показатель {quoted(one['short'])} (цель {one['goal']}) приведён в таблице ",
        ref(label),
        f". {_first(one)}",
        _what_is_counted(one),
    ]
    return Blocks([paragraph(*words), _table(note, one, label)])


def _total(one: Row) -> int:
    return sum(number for _, number in one["counts"])


def _first(one: Row) -> str:
    """«Чаще других выбирают: …»: the largest, all of those that share the last place, none where they are too many."""
    total, ranked = _total(one), one["counts"]
    cut = ranked[min(FIRST, len(ranked)) - 1][1]
    first = [pair for pair in ranked if pair[1] >= cut and pair[1]]
    if len(first) > FIRST:
        first = [pair for pair in ranked if pair[1] > cut]
    if not first or len(first) == len(ranked):
        return ""
    named = "; ".join(f"{name} – {_counted(one, number)} ({wording.percent(number, total)})" for name, number in first)
    head = "больше всего" if one["people"] else "чаще других выбирают"
    partly = "по имеющимся сведениям " if one["absent"] or one["silent"] else ""
    return f"{wording.capital(partly + head)}: {named}. "


def _counted(one: Row, number: int) -> str:
    return wording.people(number) if one["people"] else wording.counted(number, *CHOICES)


def _what_is_counted(one: Row) -> str:
    """That choices are not pupils; of people, how each is counted."""
    counting = one["counting"].rstrip(".")
    if one["people"]:
        return f"{counting}." if counting else ""
    total = f"Всего {wording.counted(_total(one), *CHOICES)}; число выборов не равно числу обучающихся"
    return f"{total}: {counting[:1].lower()}{counting[1:]}." if counting else f"{total}."


def _table(note: Note, one: Row, label: str) -> Table:
    region = one["region"]
    heads = ["Человек" if one["people"] else "Выборов", "Доля, %", *(["По региону, %"] if region else [])]
    heads = [head.replace("региону", note.region_noun("dative")) for head in heads]
    columns = [column(one["column"], align="left", width=4), *(column(head, width=1.8) for head in heads)]
    caption = f"{one['short']}, {note.territory['name']}, {wording.year(note['period'])}"
    return table(label, caption, columns, _rows(one), notes=[*_caveat(one), *_gaps(note, one)])


def _rows(one: Row) -> list[TableRow]:
    """The largest first, the rest together, those without data by name, all of them."""
    ranked = one["counts"]
    shown = ranked if len(ranked) <= SHOWN + 1 else ranked[:SHOWN]
    rest = ranked[len(shown) :]
    lines = [_row(one, name, [name], number) for name, number in shown]
    if rest:
        names = [name for name, _ in rest]
        lines.append(_row(one, f"Прочие ({len(rest)})", names, sum(number for _, number in rest)))
    lines += [_row(one, name, [name], None) for name in one["absent"][:LISTED]]
    whole = [name for name, _ in ranked] + one["absent"]
    return [*lines, row(*_cells(one, "Всего", whole, _total(one)), kind="total")]


def _row(one: Row, title: str, names: list[str], number: int | None) -> TableRow:
    return row(*_cells(one, title, names, number))


def _cells(one: Row, title: str, names: list[str], number: int | None) -> list[str]:
    cells = [title, wording.NO_DATA, wording.DASH]
    if number is not None:
        cells[1:] = [wording.integer(number), wording.percent_of(number, _total(one))]
    region = one["region"]
    if region:
        cells.append(wording.percent_of(sum(region.get(name, 0) for name in names), sum(region.values())))
    return cells


def _caveat(one: Row) -> list[Text]:
    return [f"{one['caveat'].rstrip('.')}."] if one["caveat"] else []


def _gaps(note: Note, one: Row) -> list[Text]:
    """Categories of which this place gave no number: they are in no sum, and nought is not meant."""
    if one["absent"]:
        return [_absent(one["absent"])]
    if len(one["silent"]) > LISTED:
        return [f"Не все муниципальные образования указали все категории (пропусков: {len(one['silent'])})."]
    return [
        f"По категории «{name}» не учтено муниципальное образование {note.municipality(code)['name']}: сведений нет."
        for name, code in one["silent"]
    ]


def _absent(names: list[str]) -> str:
    listed, more = ", ".join(f"«{name}»" for name in names[:LISTED]), len(names) - LISTED
    others = f" и ещё {wording.integer(more)}" if more > 0 else ""
    word, verb = ("категории", "она не вошла") if len(names) == 1 else ("категориям", "они не вошли")
    return (
        f"По {word} {listed}{others} сведений нет; в общее число {verb}, поэтому остальные доли могут быть завышены "
        "и с долями рядом напрямую не сопоставимы."
    )
