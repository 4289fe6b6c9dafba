"""A regional note -> its main conclusions, the general part, how the programme was organised."""

from fractions import Fraction

from careerstats import wording
from careerstats.blocks import Blocks, bold, heading, items, paragraph, public
from careerstats.contracts.places import Competence, Site
from careerstats.contracts.values import Value, Words
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.comparison import region_stages
from careerstats.note.sections.front import source
from careerstats.note.sections.indicator_table import region_share
from careerstats.note.sections.phrases import known_rows, named_share, own_words, whose_place


@public
def region_conclusions(note: Note) -> Blocks:
    """Coverage, stages, the spread of municipalities, concentration: what the ministry reads first."""
    told = [*_headlines(note), region_stages(note), *_also(note), _spread(note), _under_one(note)]
    return Blocks([heading("Основные выводы"), items([text for text in told if text], ordered=True)])


def _headlines(note: Note) -> list[str]:
    told = []
    for place, id in enumerate(note.settings.headline):
        one, words = note.bundle.region_values[id], note.words(id)
        k, n = one.numerator, one.denominator
        if k is None or not n:
            continue
        verb = wording.plural(k, *words.verbs)
        text = wording.fill(words.sentence, {"verb": verb, "pupils": wording.counted(k, *words.noun)})
        same = place > 0 and note.passport(id).whole == note.passport(note.settings.headline[0]).whole
        base = "той же численности" if same else f"{words.base} ({wording.integer(n)})"
        told.append(f"{text} – {region_share(note, id)}{wording.NBSP}% {base}{_loose(note, one, words)}.")
    return told


def _loose(note: Note, value: Value, words: Words) -> str:
    """Participants who named only the region: how many of the numerator, and that no municipality has them."""
    if not value.unassigned:
        return ""
    who = wording.counted(value.unassigned, "участник", "участника", "участников")
    share = f"{wording.percent(value.unassigned, value.own.numerator)} {words.who}"
    told = wording.plural(value.unassigned, "указал", "указали", "указали")
    kept = wording.plural(value.unassigned, "отнесён", "отнесены", "отнесены")
    return f"; {who} ({share}) {told} только «{note.region.name}» и к муниципальному образованию не {kept}"


_PLAINLY = "«{short}» – {value} ({numerator} из {denominator})"
"""Of an indicator whose words have no sentence of their own for the region."""


def _also(note: Note) -> list[str]:
    """Other regional figures that the dataset wants said: who came again, tests that are not pupils."""
    told = []
    for id in note.settings.also:
        one = note.bundle.region_values.get(id)
        if one and one.denominator and one.numerator is not None:
            told.append(wording.fill(note.words(id).region or _PLAINLY, _numbers(note, one)))
    return [f"{'. '.join(told)}."] if told else []


def _numbers(note: Note, value: Value) -> dict[str, str]:
    k, n = value.own
    percent = note.passport(value.indicator).unit == "percent"
    printed = wording.percent(k, n) if percent else wording.decimal(Fraction(k, n))
    words = {"numerator": wording.integer(k), "denominator": wording.integer(n), "value": printed}
    return words | {
        "short": note.passport(value.indicator).short,
        "pupils": wording.counted(k, *note.words(value.indicator).noun),
    }


def _spread(note: Note) -> str:
    """R5 and R7: the ends of the order; a zero is said of those who named the place; a lead may be chance."""
    parts = [_ends(note, id) for id in note.settings.headline if note.bundle.spread[id].differ]
    if not parts:
        return phrases.no_more_than_chance(note, note.settings.headline)
    return f"Муниципальные образования различаются сильнее, чем дал бы случай: {'; '.join(parts)}."


def _ends(note: Note, id: str) -> str:
    known = known_rows(note, id)
    some = [one for one in known if one.numerator]
    text = f"{note.closed(id)} – от {named_share(note, some[-1])} до {named_share(note, some[0])}"
    near = [note.municipality(code).name for code in note.bundle.alike_first.get(id, [])]
    if near:
        more = " и др." if len(near) > 4 else ""
        next_to = "ближайшим" if len(near) == 1 else "ближайшими"
        text += f", превышение над {next_to} ({', '.join(near[:4])}{more}) может быть случайным"
    zero = [note.municipality(one.code).name for one in known if not one.numerator]
    if zero:
        none = wording.fill(note.words(id).none, {"territory": wording.joined(zero)})
        text += f" ({none[:1].lower()}{none[1:]})"
    return text


def _under_one(note: Note) -> str:
    id = note.settings.headline[-1]
    whole, low = note.bundle.concentration[id], note.bundle.concentration[id].under_one
    if not low.codes or not note.bundle.spread[id].differ:
        return ""
    pupils = wording.percent(low.denominator, whole.denominator)
    share = wording.percent(low.numerator, whole.numerator)
    counts = f"{wording.integer(low.numerator)} из {wording.integer(whole.numerator)}"
    return (
        f"В {wording.municipalities_in(len(low.codes))}, где учатся {pupils} обучающихся, {note.words(id).share} "
        f"меньше 1{wording.NBSP}%; на них приходится {share} {note.words(id).who}"
        f"{whose_place(note, id)} ({counts})."
    )


@public
def region_general(note: Note) -> Blocks:
    """Ground, source and method."""
    letter, programme = note.settings.letter, note.settings.programme
    added = (
        f", приведённым в приложении к письму от {wording.day(letter.date)} № {letter.number}," if letter.number else ""
    )
    year = wording.year(programme.next_period)
    return Blocks(
        [
            heading("Общие положения", numbered=True),
            paragraph(
                bold("Основание и цель."),
                f" Справка подготовлена по сведениям о реализации {programme.genitive}{added} в целях оценки "
                f"участия обучающихся и определения адресных мер на {year}.",
            ),
            paragraph(bold("Источник и период."), " ", source(note), _no_schools(note)),
            paragraph(
                bold("Способ расчёта."),
                f" Доли рассчитаны от абсолютных значений: значение по {note.region_noun('dative')} – сумма "
                "участников, делённая на сумму численности. Каждое муниципальное образование сопоставлено с остальными "
                f"в целом{_without_unassigned(note)}.",
            ),
        ]
    )


def _no_schools(note: Note) -> str:
    by_schools = any(one.organisations is not None for one in note.bundle.region_values.values())
    return "" if by_schools else " Сведения по школам в источнике не приведены."


def _without_unassigned(note: Note) -> str:
    unassigned = any(one.unassigned for one in note.bundle.region_values.values())
    return ", без участников, не указавших муниципальное образование" if unassigned else ""


@public
def organisation(note: Note) -> Blocks:
    """The author's own paragraphs, then sites and competences as the registers list them."""
    name = note.settings.programme.short_genitive or "работы"
    out = Blocks([heading(f"Организация {name}", numbered=True), *own_words(note, "organisation")])
    if sites := note.bundle.sites:
        number = wording.counted(len(sites), "площадка", "площадки", "площадок")
        out.append(paragraph(f"В перечне {number}: {'; '.join(_site(site) for site in sites)}."))
    if competences := note.bundle.competences:
        out.append(paragraph(_competences(competences)))
    out += [*own_words(note, "competences"), *own_words(note, "events")]
    return out if len(out) > 1 else Blocks()


def _site(site: Site) -> str:
    return f"{site.name} – {site.territory}" if site.territory else site.name


def _competences(rows: tuple[Competence, ...]) -> str:
    online = [one.title for one in rows if one.online]
    names = ", ".join(one.title for one in rows)
    number = wording.counted(len(rows), "компетенция", "компетенции", "компетенций")
    told = f"В перечне {number}: {names}."
    return f"{told} Пробы в онлайн-формате возможны по {len(online)} из них: {', '.join(online)}." if online else told
