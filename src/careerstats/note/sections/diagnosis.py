"""A note -> self-diagnosis by direction, schools by level of the профминимум: numbers and grounds, no blame."""

from collections import Counter
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Run, Table, Text, column, heading, items, paragraph, ref, row, table
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated

Row = dict[str, Any]

SCHOOLS = ("школа", "школы", "школ")


def self_diagnosis(note: Note) -> Blocks:
    """Directions: maximum, mean, share of the maximum, level, how many schools reported; the region's share beside."""
    told = note.get("appendices", {}).get("self_diagnosis")
    if not told:
        return Blocks()
    *directions, total = told["rows"]
    if all(one["reporters"] for one in directions):
        total = {**total, "title": "По всем направлениям вместе"}
    picture = figures.diagnosis(note)
    lead = (
        "Результаты самодиагностики школ по направлениям проекта «Школа Минпросвещения России» приведены в таблице ",
        ref("tbl-self-diagnosis"),
        *_and_shown(picture),
        f". Средний балл рассчитан по школам, представившим сведения (последний столбец). "
        f"{_extremes(directions)}{_total_words(total)}",
    )
    grounds = [_bands(told), told["note"].rstrip(".") + "."] if told["note"] else [_bands(told)]
    return Blocks(
        [
            heading("Самодиагностика «Школа Минпросвещения России»", appendix=True),
            paragraph(*lead),
            _diagnosis_table(note, directions, total, told["words"]),
            *picture,
            paragraph(" ".join(grounds), small=True),
        ]
    )


def _and_shown(picture: Blocks) -> list[str | Run]:
    """« и на рисунке 5» after the number of a table; nothing where there is no picture."""
    return [part for one in picture[:1] for part in (" и на рисунке ", ref(one.label))]


def _extremes(directions: list[Row]) -> str:
    """The directions that reach most and least of their maximum; nothing where they cannot be told apart."""
    known = [one for one in directions if one["reporters"]]
    ranked = sorted(known, key=lambda one: float(one["printed_share"].replace(",", ".")))
    shares = [one["printed_share"] for one in ranked]
    if len(shares) < 2 or shares[0] == shares[1] or shares[-1] == shares[-2]:
        return ""
    most, least = ranked[-1], ranked[0]
    return f"Наибольший процент достижения – по направлению {_named(most)}, наименьший – {_named(least)}. "


def _named(one: Row) -> str:
    return f"«{one['title']}» ({one['printed_share']}{wording.NBSP}%)"


def _total_words(total: Row) -> str:
    told = f"{wording.capital(total['title'])} – {total['printed_share']}{wording.NBSP}%"
    remark = total["remark"]
    return f"{told} ({remark})." if remark else f"{told}."


def _diagnosis_table(note: Note, directions: list[Row], total: Row, words: str) -> Table:
    beside = "region_share" in total
    columns = [
        column("Направление", align="left", width=3.2),
        column("Максимум", width=1.6),
        column("Средний балл", width=1.4),
        column("Процент достижения", width=1.8),
        *([column(f"По {note.region_noun('dative')}, %", width=1.4)] if beside else []),
        column("Уровень", align="left", width=1.7),
        column("Школ", width=1.5),
    ]
    lines = [row(*_direction(one, beside)) for one in directions] + [row(*_direction(total, beside), kind="total")]
    caption = f"Самодиагностика школ, {note.territory['name']}, {wording.year(note['period'])}"
    remarks = [f"«{one['title']}»: {one['remark']}." for one in directions if one["remark"]]
    return table("tbl-self-diagnosis", caption, columns, lines, notes=[words, *remarks])


def _direction(one: Row, beside: bool) -> list[Text]:
    heard = f"{wording.integer(one['reporters'])} из {wording.integer(one['expected'])}"
    cells = [one["title"], wording.integer(one["maximum"]), one["printed_mean"], one["printed_share"]]
    return [*cells, *([one["region_share"]] if beside else []), one["level"] or wording.DASH, heard]


def _bands(told: Row) -> str:
    named = "; ".join(f"«{name}» – от {start.replace('.', ',')}{wording.NBSP}%" for start, name in told["bands"])
    if told["bands_official"]:
        return f"Уровни: {named}."
    return f"Уровни ({named}) официально не утверждены и приведены справочно. {told['bands_note']}".strip()


# ---- профминимум


def profminimum(note: Note) -> Blocks:
    """Schools by the level their directions and hours bear out; claims that they do not; unknown stays unknown."""
    told = note.get("appendices", {}).get("profminimum")
    if not told:
        return Blocks()
    counts = told["counts"]
    heard = f"{wording.integer(counts['reporters'])} из {wording.counted(counts['expected'], *_OF_SCHOOLS)}"
    pictures = figures.levels(note, _names(told))
    out = Blocks(
        [
            heading("Профориентационный минимум", appendix=True),
            paragraph(
                "Распределение школ по уровням приведено в таблице ",
                ref("tbl-profminimum"),
                *_and_shown(pictures),
                f". Сведения представили {heard}. Уровень определён по направлениям работы и часам, которые указала "
                f"школа, а не по заявленному уровню. {told['note']}",
            ),
            _levels_table(note, told),
            *pictures,
            paragraph("Что включает уровень (часы – в учебный год):", keep=True),
            items(punctuated(_levels(told))),
        ]
    )
    return Blocks([*out, *_claims(note, told["claims"]), *_break(told)])


_OF_SCHOOLS = ("школы", "школ", "школ")


def _levels(told: Row) -> list[str]:
    """Each level by what it adds to the one below."""
    found: list[str] = []
    below: set[str] = set()
    for name, hours, directions in told["levels"]:
        added = [one for one in directions if one not in below]
        more = "всё предыдущее и " if below else ""
        found.append(f"{name} – не менее {hours} часов: {more}{', '.join(added)}")
        below |= set(directions)
    return found


def _names(told: Row) -> list[str]:
    """Levels, then «не достигнут» and «не определён» where some school of the region is so."""
    levels = [name for name, *_ in told["levels"]]
    everywhere: Row = told["region"] if "region" in told else told["counts"]
    others = [name for name in everywhere if name not in (*levels, "expected", "reporters")]
    return levels + [name for name in others if everywhere[name]]


def _levels_table(note: Note, told: Row) -> Table:
    caption = f"Школы по уровням профминимума, {note.territory['name']}, {wording.year(note['period'])}"
    if "towns" in told:
        return _by_town(note, told, caption)
    counts, region = told["counts"], told["region"]
    columns = [
        column("Уровень", align="left", width=3),
        column("Школ", width=1),
        column("Доля, %", width=1),
        column(f"По {note.region_noun('dative')}, %", width=1.2),
    ]
    lines = [row(*_level(wording.capital(name), counts, region, name)) for name in _names(told)]
    total = row(*_level("Представили сведения", counts, region, "reporters"), kind="total")
    return table("tbl-profminimum", caption, columns, [*lines, total])


def _level(title: str, counts: Row, region: Row, name: str) -> list[Text]:
    shares = [wording.percent_of(of[name], of["reporters"]) for of in (counts, region)]
    return [title, wording.integer(counts[name]), *shares]


def _by_town(note: Note, told: Row, caption: str) -> Table:
    names = _names(told)
    columns = [
        column("Муниципальное образование", align="left", width=3),
        column("Представили", width=1.4),
        *(column(wording.capital(name), width=1.3) for name in names),
    ]
    lines = [row(note.municipality(code)["name"], *_town(own, names)) for code, own in told["towns"].items()]
    total = row("ИТОГО", *_town(told["counts"], names), kind="total")
    shares = [wording.percent(told["counts"][name], told["counts"]["reporters"]) for name in names]
    return table("tbl-profminimum", caption, columns, [*lines, total, row("Доля школ", "", *shares)])


def _town(own: Row, names: list[str]) -> list[str]:
    heard = f"{wording.integer(own['reporters'])} из {wording.integer(own['expected'])}"
    return [heard, *(wording.integer(own[name]) for name in names)]


def _claims(note: Note, claims: list[Row]) -> Blocks:
    """Claims not met, then those that cannot be checked; the region names the municipality too."""
    if not claims:
        return Blocks()
    out = Blocks()
    for kind, head in _KINDS.items():
        own = [one for one in claims if one["kind"] == kind]
        if own and kind == "unproved" and note["notebook"] == "region":
            out.append(paragraph(f"{head} {_by_municipality(note, own)}."))
        elif own:
            out += [paragraph(head, keep=True), items(punctuated([_claim(note, one) for one in own]))]
    return out


def _by_municipality(note: Note, claims: list[Row]) -> str:
    """«г. Примерск – 3 школы; …»: what cannot be checked is named school by school in the municipal notes."""
    numbers = Counter(note.municipality(one["code"])["name"] for one in claims)
    return "; ".join(f"{name} – {wording.counted(number, *SCHOOLS)}" for name, number in numbers.items())


_KINDS = {
    "not_met": "Заявленный уровень представленными сведениями не подтверждается:",
    "unproved": "Подтвердить заявленный уровень по представленным сведениям нельзя:",
    "unreadable": "Заявленный уровень записан неверно:",
}


def _claim(note: Note, one: Row) -> str:
    where = f" ({note.municipality(one['code'])['name']})" if note["notebook"] == "region" else ""
    if one["kind"] == "unproved":
        return f"{one['school']}{where}: уровень «{one['claimed']}» – {wording.joined(one['unknown'])}"
    return f"{one['school']}{where}: {one['text']}"


def _break(told: Row) -> Blocks:
    reason = told["break_reason"]
    return Blocks([paragraph(f"{wording.capital(reason)}.")]) if reason else Blocks()
