"""A note -> the table of its indicators and what may be said about each difference."""

from itertools import groupby

from careerstats import reasons, wording
from careerstats.blocks import Blocks, Paragraph, bold, heading, paragraph, public, ref
from careerstats.contracts.values import Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.indicator_table import indicator_table

NAMED = 3  # more municipalities than this are counted, not named
MANY = 6  # with more indicators than this, those without news share one paragraph


@public
def indicators(note: Note) -> Blocks:
    """Counts, shares, the others, the difference and its verdict; then a paragraph per indicator."""
    rows = note.judged()
    out = Blocks([heading(note.settings.captions.indicators, numbered=True)])
    if not rows:
        nobody = any(row.denominator == 0 for row in note.bundle.values)
        empty = "Обучающихся, от числа которых рассчитываются доли, нет."
        return Blocks([*out, paragraph(empty if nobody else "Сведения для расчёта показателей не представлены.")])
    out.append(
        paragraph(
            "Значения показателей приведены в таблице ",
            ref("tbl-indicators"),
            ". ",
            _worked(note, rows[0]),
            ref("tbl-calculations"),
            ".",
        )
    )
    out.append(indicator_table(note, rows))
    told, brief = _worth_telling(note, rows)
    same_people = groupby(_by_numerator(note, told), key=lambda value: _part(note, value))
    out += [_paragraph(note, list(same)) for _, same in same_people]
    out += [_in_brief(note, brief)] if brief else []
    if steady := phrases.steady_clause(note, rows):
        out.append(paragraph(steady))
    return Blocks([*out, *phrases.own_words(note, "indicators")])


def _worth_telling(note: Note, rows: list[Value]) -> tuple[list[Value], list[Value]]:
    """Rows that get a paragraph; of many, those where only chance speaks are told together."""
    if len(rows) <= MANY:
        return rows, []
    dull = [
        value
        for value in rows
        if value.verdict == "same"
        and not value.small
        and value.numerator
        and value.change not in ("up", "down")
        and value.indicator not in note.settings.headline
    ]
    return [value for value in rows if value not in dull], dull


def _in_brief(note: Note, rows: list[Value]) -> Paragraph:
    told = [
        f"{note.closed(value.indicator)} – {phrases.own_share(value)} "
        f"(по остальным в целом – {phrases.rest_share(value)})"
        for value in rows
    ]
    return paragraph(bold("От случайного не отличить."), f" {wording.capital('; '.join(told))}.")


def _worked(note: Note, value: Value) -> str:
    name = note.words(value.indicator).share
    k, n = (wording.integer(number) for number in value.own)
    return (
        f"Порядок расчёта: {name} = {k} / {n} × 100{wording.NBSP}% = {phrases.own_share(value)}; остальные показатели "
        "рассчитаны так же, ячейки исходных таблиц указаны в таблице "
    )


def _part(note: Note, value: Value) -> str:
    return str(note.passport(value.indicator).part)


def _by_numerator(note: Note, rows: list[Value]) -> list[Value]:
    """Rows of the same people together, in the order in which they first come."""
    order = list(dict.fromkeys(_part(note, value) for value in rows))
    return sorted(rows, key=lambda value: order.index(_part(note, value)))


def _paragraph(note: Note, rows: list[Value]) -> Paragraph:
    """One paragraph for the same people counted against all pupils and against those registered."""
    told: list[str] = []
    for place, value in enumerate(rows):
        verdict = _of_part(note, value) if place else _of_all(note, value)
        told += [verdict, *_places(note, value), phrases.change(note, value)]
        if value.indicator in note.settings.headline:
            told.append(phrases.flips_clause(note, value))
        if value.indicator == note.settings.headline[-1]:
            told.append(_contribution(note, value))
    topic = note.words(rows[0].indicator).topic or note.passport(rows[0].indicator).short
    return paragraph(bold(f"{topic}."), f" {' '.join(part for part in told if part)}")


def _of_all(note: Note, value: Value) -> str:
    """The verdict on a share of all pupils, in R3's words."""
    name = wording.capital(note.words(value.indicator).share)
    if value.numerator == 0 and value.verdict != "not_comparable":
        return _zero(note, value, "по остальным муниципальным образованиям в целом")
    own = f"{wording.closed(name)} – {phrases.own_share(value)}"
    match value.verdict:
        case "above" | "below":
            gap = wording.full_points(phrases.difference(value))
            rest = f"{phrases.side(value)}, чем по остальным муниципальным образованиям в целом, на {gap}"
            return f"{own}, {rest}{phrases.lacking(note, value)}{phrases.accent(value)}."
        case "same":
            rest = f"по остальным муниципальным образованиям в целом – {phrases.rest_share(value)}"
            return f"{own}, {rest}. {_chance(note, value)}"
    return f"{own}; {reasons.verdict(value)}."


def _of_part(note: Note, value: Value) -> str:
    """The same people as a share of those registered: shorter, because the table has the rest."""
    if value.numerator == 0 and value.verdict != "not_comparable":
        return _zero(note, value, "по остальным в целом")
    own = wording.capital(f"{note.closed(value.indicator)} – {phrases.own_share(value)}")
    match value.verdict:
        case "above" | "below":
            gap = wording.points(phrases.difference(value))
            told = f"{own}: {phrases.side(value)}, чем по остальным в целом, на {gap}"
            return f"{told}{phrases.lacking(note, value)}{phrases.accent(value)}".rstrip(".") + "."
        case "same":
            return f"{own}, по остальным в целом – {phrases.rest_share(value)}. {_chance(note, value)}"
    return f"{own}; {reasons.verdict(value)}."


def _zero(note: Note, value: Value, others: str) -> str:
    """R7: nobody who named the place; then the level of the others and what is lacking, or that it may be chance."""
    told = f"{phrases.nobody(note, value)}; {others} – {phrases.rest_share(value)}"
    if value.verdict == "same":
        return f"{told}. {_chance(note, value)}"
    return f"{told}{phrases.lacking(note, value)}{phrases.accent(value)}."


def _chance(note: Note, value: Value) -> str:
    if value.small:
        return f"{wording.capital(reasons.verdict(value))}."
    low, high = wording.integer(value.range_low or 0), phrases.counted_genitive(note, value, value.range_high or 0)
    return f"{wording.capital(reasons.inside(value))}: при случайном распределении было бы от {low} до {high}."


def _contribution(note: Note, value: Value) -> str:
    """«На город приходится 8,2 % обучающихся и 28,6 % посетивших мероприятия (245 из 856)»; not said of a zero."""
    if not value.numerator or value.verdict == "not_comparable":
        return ""
    (k, n), (rest_k, rest_n) = value.own, value.others
    pupils, mine = wording.percent(n, n + rest_n), wording.percent(k, k + rest_k)
    who = note.words(value.indicator).who
    counts = f"{wording.integer(k)} из {wording.integer(k + rest_k)}"
    return (
        f"На {note.noun()} приходится {pupils} обучающихся и {mine} {who} "
        f"({counts}{phrases.whose_place(note, value.indicator)})."
    )


def _places(note: Note, value: Value) -> list[str]:
    """Who lies higher beyond chance, and with whom the difference may be chance; nothing where all differ by chance."""
    id = value.indicator
    told = id in note.settings.headline or value.verdict == "above"
    if not told or not note.bundle.spread[id].differ or value.verdict == "not_comparable":
        return []
    alike, known = set(note.bundle.alike[id]), phrases.known_rows(note, id)
    higher = [point.code for point in known if point.share > value.share]
    if not higher and value.numerator:
        return [_highest(note, id, [point.code for point in known if point.code in alike])]
    clear = [code for code in higher if code not in alike]
    near = [code for code in higher if code in alike]
    return [text for text in (_clearly(note, id, clear), _perhaps(note, id, near, also=bool(clear))) if text]


def _highest(note: Note, id: str, near: list[str]) -> str:
    """No bare first place: whose lag may be chance is said in the same breath."""
    told = f"Это наибольшее значение по {note.region_noun('dative')}"
    if not near:
        return f"{told}."
    places = wording.joined([phrases.name_with_share(note, id, code) for code in near[:4]])
    more = f" и ещё в {wording.municipalities_in(len(near) - 4)}" if len(near) > 4 else ""
    return f"{told}, однако превышение над значениями в {places}{more} может быть случайным."


def _clearly(note: Note, id: str, codes: list[str]) -> str:
    if not codes:
        return ""
    if len(codes) <= NAMED:
        places = wording.joined([phrases.name_with_share(note, id, code) for code in codes])
        return f"Больше чем на случайную величину доля выше в {places}."
    top = phrases.name_with_share(note, id, codes[0])
    number = wording.municipalities_in(len(codes))
    return f"Больше чем на случайную величину доля выше в {number}, наибольшая – в {top}."


def _perhaps(note: Note, id: str, near: list[str], *, also: bool) -> str:
    """R3: places set side by side only with the words that the difference may be chance."""
    if not near:
        return ""
    if len(near) <= NAMED:
        places = wording.joined([phrases.name_with_share(note, id, code) for code in near])
    else:
        places = wording.municipalities_in(len(near))
    return f"{'Ещё в' if also else 'В'} {places} она выше, но различие может быть случайным."
