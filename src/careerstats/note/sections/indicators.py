"""A note -> the table of its indicators and what may be said about each difference."""

from itertools import groupby
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Text, bold, column, heading, paragraph, ref, row, table
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

Row = dict[str, Any]

NAMED = 3  # more municipalities than this are counted, not named


def indicators(note: Note) -> Blocks:
    """Counts, shares, the others, the difference and its verdict; then a paragraph per indicator."""
    rows = note.judged()
    out = Blocks([heading(note.settings["captions"]["indicators"], numbered=True)])
    if not rows:
        out.append(paragraph("Сведения для расчёта показателей не представлены."))
        return out
    out.append(
        paragraph(
            "Значения показателей приведены в таблице ",
            ref("tbl-indicators"),
            ". Порядок расчёта: ",
            _worked(note, rows[0]),
            "; остальные показатели рассчитаны так же (приложение).",
        )
    )
    out.append(_table(note, rows))
    out += [
        _paragraph(note, list(same)) for _, same in groupby(_by_numerator(note, rows), key=lambda one: _part(note, one))
    ]
    if steady := phrases.steady_clause(note, rows):
        out.append(paragraph(steady))
    return out


def _part(note: Note, one: Row) -> str:
    return str(note.passport(one["indicator"])["of"]["part"])


def _by_numerator(note: Note, rows: list[Row]) -> list[Row]:
    """Rows of the same people together, in the order in which they first come."""
    order = list(dict.fromkeys(_part(note, one) for one in rows))
    return sorted(rows, key=lambda one: order.index(_part(note, one)))


def _table(note: Note, rows: list[Row]) -> dict[str, Any]:
    noun = wording.capital(note.noun())
    count = phrases.rest_count(note, rows[0])
    columns = [
        column("Показатель", align="left", width=4.6),
        column(f"{noun}, чел.", width=1.5),
        column(f"{noun}, %", width=1.1),
        column(f"Остальные {count} МО, %", width=1.3),
        column("Разница, п. п.", width=1.2),
        column("Оценка", align="left", width=1.7),
        column(f"{wording.capital(note.region_noun('nominative'))} (справочно), %", width=1.5),
    ]
    lines = []
    base = None
    for one in rows:
        whole = note.passport(one["indicator"])["of"]["whole"]
        if whole != base:
            lines.append(_base_row(note, one, first=base is None))
            base = whole
        lines.append(_line(note, one))
    return table("tbl-indicators", phrases.captioned(note, "table"), columns, lines, notes=_notes(note, rows))


def _base_row(note: Note, one: Row, *, first: bool) -> dict[str, Any]:
    title = wording.capital(note["variables"][note.passport(one["indicator"])["of"]["whole"]])
    if first:
        return row(title, wording.integer(one["denominator"]), *[wording.DASH] * 5)
    base = note.words(one["indicator"]).get("base", title)
    return row(f"В процентах от {base}:", kind="group")


def _line(note: Note, one: Row) -> dict[str, Any]:
    count: str = wording.integer(one["numerator"])
    if note.passport(one["indicator"])["of"]["whole"] != note.passport(note.judged()[0]["indicator"])["of"]["whole"]:
        count = f"{count} из {wording.integer(one['denominator'])}"
    compared = one["verdict"] != "not_comparable"
    return row(
        note.passport(one["indicator"])["short"].split(", из ")[0],
        count,
        wording.percent_of(one["numerator"], one["denominator"]),
        wording.percent_of(one["rest_numerator"], one["rest_denominator"]) if compared else wording.DASH,
        wording.signed(phrases.difference(one)) if compared else wording.DASH,
        phrases.verdict(one),
        region_share(note, one["indicator"]) + ("*" if differs_from_total(note, one["indicator"]) else ""),
    )


def region_share(note: Note, id: str) -> str:
    """The regional share: as published where it was, else recomputed to one decimal."""
    value, of = note["region_values"][id], note.passport(id)["of"]
    published = note["published"].get(of["part"], {})
    if published.get("share") and published["share_of"] == of["whole"]:
        return str(published["share"])
    return wording.percent_of(value["numerator"], value["denominator"])


def differs_from_total(note: Note, id: str) -> bool:
    """Whether the published total of the numerator is not the sum of its rows."""
    part = note.passport(id)["of"]["part"]
    total = note["published"].get(part, {}).get("total")
    return total is not None and total != note["region_counts"][part]["value"]


def total_note(note: Note, ids: list[str]) -> list[Text]:
    """Both numbers where a published total is not the sum of its rows: which is right cannot be known."""
    parts = dict.fromkeys(note.passport(id)["of"]["part"] for id in ids if differs_from_total(note, id))
    return [
        f"* По сумме строк исходной таблицы ({wording.integer(note['region_counts'][part]['value'])} чел.); "
        f"в её итоговой строке – {wording.integer(note['published'][part]['total'])} чел."
        for part in parts
    ]


def _notes(note: Note, rows: list[Row]) -> list[Text]:
    notes = total_note(note, [one["indicator"] for one in rows])
    if any(_looks_off(one) for one in rows):
        notes.append("Разница рассчитана по точным значениям и может не совпасть с разностью округлённых.")
    return notes


def _looks_off(one: Row) -> bool:
    if one["verdict"] == "not_comparable":
        return False
    own = wording.tenths(wording.exact_share(one["numerator"], one["denominator"]))
    rest = wording.tenths(wording.exact_share(one["rest_numerator"], one["rest_denominator"]))
    return own - rest != wording.tenths(phrases.difference(one))


def _worked(note: Note, one: Row) -> str:
    name = note.words(one["indicator"])["share"]
    k, n = wording.integer(one["numerator"]), wording.integer(one["denominator"])
    return f"{name} = {k} / {n} × 100{wording.NBSP}% = {phrases.own_share(one)}"


def _paragraph(note: Note, rows: list[Row]) -> dict[str, Any]:
    """One paragraph for the same people counted against all pupils and against those registered."""
    told: list[str] = []
    for place, one in enumerate(rows):
        verdict = _of_part(note, one) if place else _verdict_sentence(note, one)
        told += [verdict, phrases.flips_clause(note, one), *_places(note, one)]
    text = " ".join(part for part in told if part)
    return paragraph(bold(f"{note.passport(rows[0]['indicator'])['short']}."), f" {text}")


def _verdict_sentence(note: Note, one: Row) -> str:
    name = wording.capital(note.words(one["indicator"])["share"])
    nobody = f"{phrases.nobody(note, one)}. " if one["numerator"] == 0 else ""
    own = f"{nobody}{name} ({phrases.own_share(one)})"
    match one["verdict"]:
        case "above" | "below":
            side = "выше" if one["verdict"] == "above" else "ниже"
            gap = wording.full_points(phrases.difference(one))
            words = f"{own} {side}, чем по остальным муниципальным образованиям в целом, на {gap}"
            words += (
                "" if one["missing"] is None else f"; до их уровня не хватает {wording.pupils_genitive(one['missing'])}"
            )
            if one["stands_out"]:
                words += "; она выделяется и на фоне разброса самих муниципальных образований (так далеко – примерно одно из двадцати)"
            return f"{words}."
        case "same":
            return f"{own}; по остальным муниципальным образованиям в целом – {phrases.rest_share(one)}. {_chance(one)}"
    return f"{own}: {one['reason']}."


def _of_part(note: Note, one: Row) -> str:
    """The same people as a share of those registered: shorter, because the table has the rest."""
    head = f"{phrases.nobody(note, one)}; " if one["numerator"] == 0 else ""
    own = f"{head}{note.words(one['indicator'])['share']} – {phrases.own_share(one)}"
    if one["verdict"] in ("below", "above"):
        side = "выше" if one["verdict"] == "above" else "ниже"
        lacking = f", не хватает {wording.pupils_genitive(one['missing'])}" if one["missing"] else ""
        accent = "; она выделяется и на фоне разброса самих муниципальных образований" if one["stands_out"] else ""
        return (
            wording.capital(
                f"{own}, {side}, чем по остальным в целом, на {wording.points(phrases.difference(one))}{lacking}{accent}"
            ).rstrip(".")
            + "."
        )
    if one["verdict"] == "same":
        return wording.capital(f"{own}, по остальным в целом – {phrases.rest_share(one)}. {_chance(one)}")
    return wording.capital(f"{own}: {one['reason']}.")


def _chance(one: Row) -> str:
    if one["small"]:
        return f"{wording.capital(one['reason'])}."
    low, high = wording.integer(one["range_low"]), wording.pupils_genitive(one["range_high"])
    return f"Отличие не больше случайного: при случайном распределении было бы от {low} до {high}."


def _places(note: Note, one: Row) -> list[str]:
    """Who lies clearly higher, and with whom the difference may be chance; nothing where all differ by chance only."""
    id = one["indicator"]
    told = id in note.settings["headline"] or one["verdict"] == "above"
    if not told or not note["spread"][id]["differ"] or one["verdict"] == "not_comparable":
        return []
    alike = set(note["alike"][id])
    higher = [point for point in _ordered(note, id) if _share(point) > _share(one)]
    clear = [point["code"] for point in higher if point["code"] not in alike]
    near = [point["code"] for point in higher if point["code"] in alike]
    if not higher and one["numerator"]:
        return [_highest(note, id, [point["code"] for point in _ordered(note, id) if point["code"] in alike])]
    named = _perhaps(note, id, near) if one["verdict"] == "above" or not clear else ""
    return [text for text in (_clearly(note, id, clear), named) if text]


def _highest(note: Note, id: str, near: list[str]) -> str:
    """No bare first place: whose lag may be chance is said in the same breath."""
    told = f"Это наибольшее значение по {note.region_noun('dative')}"
    if not near:
        return f"{told}."
    places = wording.joined([phrases.name_with_share(note, id, code) for code in near[:4]])
    more = f" и ещё в {wording.municipalities_in(len(near) - 4)}" if len(near) > 4 else ""
    return f"{told}, однако превышение над значениями в {places}{more} может быть случайным."


def _ordered(note: Note, id: str) -> list[Row]:
    known = [row for row in note["everyone"][id] if row["denominator"] and row["numerator"] is not None]
    return sorted(known, key=lambda row: (-_share(row), row["code"]))


def _share(point: Row) -> float:
    return float(point["numerator"] / point["denominator"])


def _clearly(note: Note, id: str, codes: list[str]) -> str:
    if not codes:
        return ""
    if len(codes) <= NAMED:
        return f"Более высокая доля отмечена в {wording.joined([phrases.name_with_share(note, id, code) for code in codes])}."
    top = wording.joined([phrases.name_with_share(note, id, code) for code in codes[:2]])
    return f"Более высокая доля отмечена в {wording.municipalities_in(len(codes))}, наибольшая – в {top}."


def _perhaps(note: Note, id: str, near: list[str]) -> str:
    """R3: places set side by side only with the words that the difference may be chance."""
    if not near:
        return ""
    if len(near) <= NAMED:
        names = wording.joined([phrases.name_with_share(note, id, code) for code in near])
        return f"В {names} доля тоже выше, однако различие может быть случайным."
    return f"Ещё в {wording.municipalities_in(len(near))} доля выше, однако различие может быть случайным."
