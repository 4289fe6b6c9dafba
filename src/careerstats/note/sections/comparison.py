"""A note -> where participation stops in the region, and the municipality beside those like it."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, column, heading, paragraph, ref, row, table
from careerstats.note import figures
from careerstats.note.opening import Note

Row = dict[str, Any]


def comparison(note: Note) -> Blocks:
    """Stages of the region, peers by size, the picture of all municipalities."""
    out = Blocks([heading("Этапы участия и сопоставление", numbered=True)])
    out.append(paragraph(*[f"{text} " for text in [region_stages(note)] if text], *picture_words(note)))
    if note.judged():
        out += figures.dots(note)
    return Blocks([*out, *_peers(note)])


def region_stages(note: Note) -> str:
    """Of those registered, how many passed each stage; where the main loss lies. Counts of the region only."""
    counts, chain = note["region_counts"], note.settings.get("chain", [])
    known = [step for step in chain if step["variable"] in counts]
    if len(known) < 2:
        return ""
    first = counts[known[0]["variable"]]["value"]
    steps = [
        f"{stage['did']} {wording.integer(counts[stage['variable']]['value'])} "
        f"({wording.percent(counts[stage['variable']]['value'], first)})"
        for stage in note["stages"]
        if "did" in stage and stage["variable"] in counts
    ]
    told = (
        f"По {note.region_noun('dative')} в целом из {wording.integer(first)} {known[0]['genitive']} обучающихся "
        f"{', '.join(steps)}."
    )
    return f"{told} {_main_loss(counts, known)}"


def _main_loss(counts: Row, chain: list[Row]) -> str:
    """The largest loss between nested stages against the next largest."""
    values = [counts[step["variable"]]["value"] for step in chain]
    losses = [(values[i - 1] - values[i], i) for i in range(1, len(chain))]
    losses.sort(reverse=True)
    size, place = losses[0]
    told = (
        f"Основное сокращение числа участников происходит {chain[place]['before']} ({chain[place]['lost']} "
        f"{wording.people(size)}, {wording.percent(size, values[place - 1])} {chain[place - 1]['genitive']})"
    )
    if len(losses) > 1:
        other, at = losses[1]
        told += f", а не {chain[at]['before']} ({wording.people(other)})"
    return f"{told}."


def _peers(note: Note) -> Blocks:
    sizes, own = note["sizes"], note["sizes"].get(note.territory["code"])
    codes = [code for code in note["peers"] if code in sizes]
    if not own or not codes:
        return Blocks()
    together = sorted([note.territory["code"], *codes], key=lambda code: (-sizes[code], code))
    ids = [id for id in note["peer_indicators"] if note.value(id)]
    out = Blocks(
        [table("tbl-peers", _caption(note), _columns(note, ids), [_line(note, code, ids) for code in together])]
    )
    return Blocks([paragraph(*_nearest(note, codes, ids)), *out])


def _caption(note: Note) -> str:
    return wording.fill(
        note.settings["captions"]["peers"], {"genitive": note.form("genitive"), "period": note["period"]}
    )


def _columns(note: Note, ids: list[str]) -> list[Row]:
    heads = [
        column("Муниципальное образование", align="left", width=2.4),
        column("Обучающихся 6–11 классов", width=1.3),
    ]
    for id in ids:
        heads.append(column(column_head(note, id), width=1.6))
    return heads


def column_head(note: Note, id: str) -> str:
    """«Зарегистрированы, чел. (%)» or «Посетили мероприятия, % числа зарегистрированных»."""
    words = note.words(id)
    name = words.get("column", note.passport(id)["short"])
    return f"{name}, чел. (%)" if of_all(note, id) else f"{name}, % {words['base']}"


def of_all(note: Note, id: str) -> bool:
    """Whether the indicator is a share of the size of the municipality, not of some part of it."""
    first = note.settings["indicators"][0]
    return bool(note.passport(id)["of"]["whole"] == note.passport(first)["of"]["whole"])


def _line(note: Note, code: str, ids: list[str]) -> Row:
    cells = [note.municipality(code)["name"], wording.integer(note["sizes"][code])]
    for id in ids:
        point = note.point(id, code) or {}
        cells.append(
            cell(point)
            if of_all(note, id)
            else wording.percent_of(point["numerator"], point["denominator"])
            if _known(point)
            else wording.NO_DATA
        )
    return row(*cells, kind="total" if code == note.territory["code"] else "body")


def cell(point: Row) -> str:
    """«1 731 (46,5 %)», as the source prints it; «нет данных» where something is missing."""
    if not _known(point):
        return wording.NO_DATA
    return f"{wording.integer(point['numerator'])}{wording.NBSP}({wording.percent(point['numerator'], point['denominator'])})"


def _known(point: Row) -> bool:
    return point.get("numerator") is not None and bool(point.get("denominator"))


def _nearest(note: Note, codes: list[str], ids: list[str]) -> list[Any]:
    """The nearest in size, its figures beside our own, and what its sites do (not) explain."""
    near, own = codes[0], note.territory["code"]
    sizes = note["sizes"]
    ratio = max(sizes[near], sizes[own]) / min(sizes[near], sizes[own])
    same_kind = "городов и посёлков" if note.territory["kind"] in ("city", "zato", "settlement") else "районов"
    told = (
        f"Из {same_kind} ближе всего по численности обучающихся {note.municipality(near)['name']} "
        f"({wording.integer(sizes[near])} обучающихся против {wording.integer(sizes[own])})"
    )
    if ratio >= 2:
        told += "; сопоставимых по численности муниципальных образований того же типа нет, поэтому таблица приведена для сведения"
    out = [told, "; таблица ", ref("tbl-peers"), ". "]
    return [*out, _two_figures(note, near), _sites(note, near)]


def _two_figures(note: Note, near: str) -> str:
    parts = []
    for id in note.settings["headline"]:
        mine, theirs = note.value(id), note.point(id, near)
        if mine and theirs and _known(mine) and _known(theirs):
            chance = " (различие может быть случайным)" if near in note["alike"][id] else ""
            parts.append(
                f"{note.words(id)['share']} – {wording.percent(theirs['numerator'], theirs['denominator'])} "
                f"против {wording.percent(mine['numerator'], mine['denominator'])}{chance}"
            )
    return f"В {note.form('prepositional', near)} {', '.join(parts)}." if parts else ""


def _sites(note: Note, near: str) -> str:
    """Equal numbers of sites with unlike results: the sites alone explain nothing."""
    sites, id = note["sites"], note.settings["headline"][-1]
    here, there = sites.get(note.territory["name"]), sites.get(note.municipality(near)["name"])
    if not here or here != there or near in note["alike"].get(id, [near]):
        return ""
    number = "одной площадке" if here == 1 else f"{here} площадки"
    return (
        f" В перечне источника в каждом из этих двух муниципальных образований названо по {number} Проекта, поэтому "
        "наличием площадки различие не объясняется."
    )


def picture_words(note: Note) -> list[Any]:
    """Where all municipalities are shown, and that they differ by chance only, if they do."""
    spread = note["spread"][note.settings["headline"][-1]]
    out: list[Any] = ["Значения всех муниципальных образований показаны на рисунке ", ref("fig-dots"), "."]
    if not spread["differ"]:
        out.append(" Муниципальные образования различаются не больше, чем дал бы случай.")
    return out
