"""A regional note -> the table of municipalities, who lies above and below, who stands out."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Block, Blocks, Text, column, heading, items, paragraph, ref, row, table
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.comparison import cell, column_head, of_all
from careerstats.note.sections.indicators import region_share, total_note
from careerstats.note.sections.phrases import known_rows, named_share

Row = dict[str, Any]


def region_table(note: Note) -> Blocks:
    """The table of the source with «n (p %)» cells, the unassigned as their own row, the total."""
    ids = [id for id in note.settings["indicators"] if of_all(note, id)]
    of_registered = next((id for id in note["groups_by"] if not of_all(note, id)), "")
    columns = [
        column("№", align="center", width=0.5),
        column("Муниципальное образование", align="left", width=4),
        column("Обучающихся 6–11 классов", width=1.7),
    ]
    columns += [column(column_head(note, id), width=1.8) for id in [*ids, *([of_registered] if of_registered else [])]]
    shown = [*ids, of_registered] if of_registered else ids
    lines = [_line(note, place, one, shown) for place, one in enumerate(_in_order(note), 1)]
    lines += _totals(note, ids, of_registered)
    caption = phrases.captioned(note, "region_table")
    notes = [*total_note(note, ids), *_published_note(note, ids)]
    out = Blocks([heading("Результаты по муниципальным образованиям", numbered=True)])
    out.append(
        paragraph(
            "Значения по муниципальным образованиям приведены в таблице ",
            ref("tbl-municipalities"),
            ", их порядок и случайные диапазоны – на рисунке ",
            ref("fig-dots"),
            ". ",
            _dispersion(note),
        )
    )
    out.append(table("tbl-municipalities", caption, columns, lines, notes=notes))
    out += figures.dots(note)
    out += _standing_out(note)
    return out


def _in_order(note: Note) -> list[Row]:
    """Urban okrugs first, then districts, as the source lists them: by code within each."""
    urban = ("city", "urban_okrug", "settlement", "zato")
    return sorted(note["municipalities"], key=lambda one: (one["kind"] not in urban, one["code"]))


def _line(note: Note, place: int, one: Row, ids: list[str]) -> Row:
    code = one["code"]
    size = note["sizes"].get(code)
    cells: list[Text] = [str(place), one["name"], wording.NO_DATA if size is None else wording.integer(size)]
    for id in ids:
        point = note.point(id, code) or {"numerator": None, "denominator": None}
        if of_all(note, id):
            cells.append(cell(point))
        elif point["numerator"] is None or not point["denominator"]:
            cells.append(wording.NO_DATA)
        else:
            cells.append(wording.percent_of(point["numerator"], point["denominator"]))
    return row(*cells)


def _totals(note: Note, ids: list[str], of_registered: str) -> list[Row]:
    """Municipalities together, the unassigned, the region."""
    counts, values = note["region_counts"], note["region_values"]
    sums = {
        id: (sum(p["numerator"] for p in known_rows(note, id)), sum(p["denominator"] for p in known_rows(note, id)))
        for id in [*ids, *([of_registered] if of_registered else [])]
    }
    pupils = wording.integer(sums[ids[0]][1])
    rate = [wording.percent_of(*sums[of_registered])] if of_registered else []
    lines = [
        row(
            "",
            f"Итого по {wording.others(len(known_rows(note, ids[0])))}",
            pupils,
            *(_cell(*sums[id]) for id in ids),
            *rate,
            kind="total",
        )
    ]
    loose = {id: counts[note.passport(id)["of"]["part"]]["unassigned"] for id in ids}
    if any(loose.values()):
        outside = [wording.integer(loose[id]) if loose[id] is not None else wording.DASH for id in ids]
        blank = [_loose_rate(note, of_registered)] if of_registered else []
        lines.append(row("", f"Участники, указавшие только «{note.region['name']}»", wording.DASH, *outside, *blank))
        whole = [
            f"{wording.integer(values[id]['numerator'])}{'*' if total_note(note, [id]) else ''}{wording.NBSP}({region_share(note, id)}{wording.NBSP}%)"
            for id in ids
        ]
        last = (
            [wording.percent_of(values[of_registered]["numerator"], values[of_registered]["denominator"])]
            if of_registered
            else []
        )
        lines.append(row("", f"Итого по {note.region_noun('dative')}", pupils, *whole, *last, kind="total"))
    return lines


def _loose_rate(note: Note, id: str) -> str:
    of = note.passport(id)["of"]
    part, whole = (note["region_counts"][of[role]]["unassigned"] for role in ("part", "whole"))
    return wording.percent_of(part, whole) if part is not None and whole else wording.DASH


def _cell(k: int, n: int) -> str:
    return f"{wording.integer(k)}{wording.NBSP}({wording.percent(k, n)})"


def _published_note(note: Note, ids: list[str]) -> list[Text]:
    shown = [id for id in ids if note["published"].get(note.passport(id)["of"]["part"], {}).get("share")]
    if not shown:
        return []
    return [
        f"Итоговые доли {wording.joined([region_share(note, id) + wording.NBSP + '%' for id in shown])} приведены так, как опубликованы; остальные рассчитаны и округлены до одного знака."
    ]


def _dispersion(note: Note) -> str:
    """R5 in words: two thirds of municipalities lie between; causes are not named."""
    told = []
    for id in note.settings["headline"]:
        spread = note["spread"][id]
        if spread["differ"] and spread["times_chance"]:
            low, high = (wording.decimal(_fraction(spread[side])) for side in ("low", "high"))
            told.append(f"{note.words(id)['share']} – от {low} до {high}{wording.NBSP}%")
    return (
        f"Две трети муниципальных образований лежат в пределах: {'; '.join(told)}. Причины различий эти данные не называют."
        if told
        else ""
    )


def _fraction(value: float) -> Any:
    return Fraction(round(value * 10**6), 10**6)


def _standing_out(note: Note) -> list[Block]:
    """Who stands out, per indicator; how many lie above, below, within chance."""
    told = []
    for id in note.settings["indicators"]:
        rows = note["everyone"][id]
        if not note["spread"][id]["differ"]:
            continue
        number = {word: sum(one["verdict"] == word for one in rows) for word in ("above", "below", "same")}
        out = [named_share(note, one) for one in rows if one["stands_out"]]
        accent = f"; на фоне разброса самих муниципальных образований выделяется {wording.joined(out)}" if out else ""
        told.append(
            f"{note.words(id)['share']}: выше остальных – {number['above']}, ниже – {number['below']}, отличие не больше случайного или мало – {number['same']}{accent}"
        )
    if not told:
        return []
    return [
        paragraph("Число муниципальных образований по оценке отличия от остальных в целом:"),
        items(told),
        *figures.funnel(note, note.settings["headline"][-1]),
    ]
