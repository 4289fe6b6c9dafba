"""A regional note -> page one for the ministry, then how the programme was organised."""

from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Blocks, Text, column, heading, paragraph, public, row, table
from careerstats.contracts.headlines import CauseCount, Headline, MeasureSynthesis
from careerstats.contracts.places import Competence
from careerstats.contracts.values import Value
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import asked_places, phrases
from careerstats.note.sections.comparison import has_stages, line_name, region_stages
from careerstats.note.sections.first_page import decide, foremost
from careerstats.note.sections.goal_table import earlier, goal, of_more_note
from careerstats.note.sections.phrases import known_rows, own_words, whose_place
from careerstats.note.sections.published_figures import published_note, region_share
from careerstats.note.sections.region_groups import largest_reserve

FEWEST_ROWS, MOST_ROWS = 3, 4
"""Rows of the table of page one: what it tells and decides on, and others where that is less."""

NAMED = 5
"""Up to how many municipalities with a cause are named in the text of page one."""

FIRST_EFFECT = "fig-effect-1"


def region_conclusions(note: Note) -> Blocks:
    """«Главное»: the main indicators, where participation stops, who was not reached, what a measure went with."""
    claims = [*_headlines(note), region_stages(note), *_nobody(note), *_fallen(note), _largest_measure(note)]
    claims += [] if _causes(note) or _failed(note) else [_most_lacking(note)]
    return phrases.headed("Главное.", claims)


def _headlines(note: Note) -> list[str]:
    """«Доля прошедших диагностику – 57,8 % (в 2023/24 учебном году – 54,6 %), …»; their counts are in the table."""
    rows = _main(note)
    first = next((row.previous for row in rows if row.had_share), "")
    since = f"в {wording.year(first, 'prepositional')}" if first else ""
    told = [_headline(note, row, f"{since} – " if at == 0 else "") for at, row in enumerate(rows)]
    return [f"{wording.capital(', '.join(told))}."] if told else []


def _main(note: Note) -> list[Value]:
    rows = (note.bundle.region_values[id] for id in note.settings.headline)
    return [row for row in rows if row.has_share]


def _headline(note: Note, row: Value, since: str) -> str:
    before = f" ({since}{wording.percent(*row.before)})" if row.had_share else ""
    return f"{note.closed(row.indicator)} – {region_share(note, row.indicator)}{wording.NBSP}%{before}"


def _nobody(note: Note) -> list[str]:
    """«Обучающихся с ОВЗ, охваченных …, нет: Придуманский район (0 из 12).»: of a vulnerable group it comes first."""
    about = [headline.indicator for headline in note.bundle.headlines if "nobody" in headline.rules]
    return [
        f"{wording.fill(note.words(id).none, {'territory': ', '.join(names)})}."
        for id in about
        if (names := _without_any(note, id))
    ]


def _without_any(note: Note, id: str) -> list[str]:
    """«Придуманский район (0 из 12)»."""
    return [
        f"{note.municipality(point.code).name} (0 из {wording.integer(point.own.denominator)})"
        for point in note.bundle.everyone[id]
        if point.numerator == 0 and point.has_share
    ]


def _fallen(note: Note) -> list[str]:
    """«Доля посещавших курс снизилась с 76,4 до 73,0 %; больше всего снижение дали …»: where somebody fell surely."""
    known = [headline for headline in note.bundle.headlines if headline.is_problem and headline.change]
    return [text for headline in known if (text := _fall(note, headline))][:1]


def _fall(note: Note, headline: Headline) -> str:
    row, change = note.bundle.region_values[headline.indicator], headline.change
    surely = any(point.change == "down" for point in note.bundle.everyone[headline.indicator])
    if change is None or change.people <= 0 or not surely or row.is_apart:
        return ""
    if Fraction(*row.before) - Fraction(*row.own) < LEAST_FALL:
        return ""
    before, after = (wording.percent_of(*pair) for pair in (row.before, row.own))
    most = [part.name for part in change.parts if part.people > 0][:MOST_FALLEN]
    names = wording.joined(note.names(most))
    return (
        f"{wording.capital(note.words(row.indicator).share)} снизилась с {before} до {after}{wording.NBSP}% (больше "
        f"всего – {names})."
    )


MOST_FALLEN, LEAST_FALL = 2, Fraction(1, 100)
"""Municipalities named that fell most; of a fall below a point of the whole region nothing is told."""


def _largest_measure(note: Note) -> str:
    """«Меру «График проб» исполнили 5 …: доля прошедших пробы у них выросла на 25,7 п. п., у остальных 6 – на 3,8.»"""
    measure = next(iter(note.synthesis.measures), None)
    if measure is None or measure.mean_done is None:
        return ""
    grown = _verb(measure.mean_done)
    moved = f"{note.closed(measure.indicator)} у них {grown}{_since(note, measure)} в среднем на "
    others = ""
    if measure.mean_others is not None:
        verb = "" if _verb(measure.mean_others) == grown else f"{_verb(measure.mean_others)} "
        failed = [code for code in measure.others if code in measure.failed]
        others = (
            f", {phrases.others_named('у остальных', measure.others, failed)} – {verb}на {_points(measure.mean_others)}"
        )
    done = f"Меру {phrases.inner(measure.text)} исполнили {wording.municipalities(len(measure.done))}"
    return f"{done}: {moved}{_points(measure.mean_done)}{others}; вклад меры этим не доказан."


def _verb(points: float) -> str:
    return "выросла" if points >= 0 else "снизилась"


def _points(points: float) -> str:
    return wording.points(Fraction(points))


def _since(note: Note, measure: MeasureSynthesis) -> str:
    """« по сравнению с 2 предыдущими периодами»: beside a share of a year ago it would be read as of then."""
    tested = note.bundle.effect.tested if note.bundle.effect else ()
    same = next((own for own in tested if (own.text, own.indicator) == (measure.text, measure.indicator)), None)
    if same is None:
        return ""
    than = wording.counted(same.earlier, *PERIODS) if same.earlier > 1 else PERIODS[0]
    return f" по сравнению с {than}"


PERIODS = ("предыдущим периодом", "предыдущими периодами", "предыдущими периодами")


def region_matter(note: Note) -> Blocks:
    """«В чём дело»: causes counted over all plans and forms; without them the spread, who has few."""
    stated = [_failed(note), *_causes(note)]
    where = [] if any(stated) else [_spread(note), _under_one(note), largest_reserve(note)]
    return phrases.headed("В чём дело.", [*stated, *where])


def _most_lacking(note: Note) -> str:
    """«До целей года (прошли пробы) не хватает 570 обучающихся, из них 448 – г. Образцовск»: where one has a third.

    Where low is good: «Сверх целей года (имеют дефициты) – 570 педагогов, из них …».
    """
    first = note.first_problem
    goals = note.bundle.goals_of.get(first.indicator, {}) if first else {}
    wanted = {code: goal.next_year for code, goal in goals.items() if goal.next_year}
    most, people = max(wanted, key=lambda code: (wanted[code], code), default=""), sum(wanted.values())
    if first is None or 3 * wanted.get(most, 0) <= people or len(wanted) == 1:
        return ""
    words, about = note.words(first.indicator), wording.uncapitalised(line_name(note, first.indicator))
    lacking = f"До целей года ({about}) не хватает {wording.counted(people, *words.noun_genitive)}"
    if note.passport(first.indicator).polarity == "low":
        lacking = f"Сверх целей года ({about}) – {wording.counted(people, *words.noun)}"
    return f"{lacking}, из них {wording.integer(wanted[most])} – {note.municipality(most).name}."


def _failed(note: Note) -> str:
    """«Эту меру планировали и не исполнили 5 …, причина у всех – мест нет или нет договора (…)».

    The measure is named where «Главное» did not name it.
    """
    measure = next(iter(note.synthesis.measures), None)
    if measure is None or not measure.failed:
        return ""
    named = "Эту меру" if _largest_measure(note) else f"Меру {phrases.inner(measure.text)}"
    sentence = f"{named} планировали и не исполнили {wording.municipalities(len(measure.failed))}"
    if len(measure.causes) == 1 and set(measure.failed) <= set(measure.causes[0].codes):
        cause = measure.causes[0]
        return f"{sentence}, причина у всех одна – {_titles(cause)}{_whose(note, cause)}."
    causes = [
        f"{_titles(cause)} – {wording.integer(len(cause.codes))}{_whose(note, cause)}" for cause in measure.causes
    ]
    return f"{sentence}: {'; '.join(causes)}." if causes else f"{sentence}."


def _causes(note: Note) -> list[str]:
    """Other causes that several named, by who can remove them."""
    measure = next(iter(note.synthesis.measures), None)
    said = {cause.kinds for cause in measure.causes} if measure else set()
    rest = [cause for cause in note.synthesis.causes if cause.kinds not in said and len(cause.codes) > 1]
    if not rest:
        return []
    causes = "; ".join(f"{_titles(cause)} ({wording.integer(len(cause.codes))})" for cause in rest)
    return [f"Другие общие причины: {causes}." if len(rest) > 1 else f"Другая общая причина: {causes}."]


def _titles(cause: CauseCount) -> str:
    return wording.joined(list(cause.titles), "или")


def _whose(note: Note, cause: CauseCount) -> str:
    """« (Образцовск, …)»; of more than a few nothing: their number is told."""
    if len(cause.codes) > NAMED:
        return ""
    return f" ({', '.join(note.names(cause.codes))})"


def _spread(note: Note) -> str:
    """R5 and R7: the ends of the order."""
    parts = [_ends(note, id) for id in note.settings.headline if note.bundle.spread[id].differ]
    if not parts:
        return phrases.no_more_than_chance(note, note.settings.headline)
    return f"Муниципальные образования различаются: {'; '.join(parts)}."


def _ends(note: Note, id: str) -> str:
    """«доля посетивших – от 0 (Завитинский район) до 6,6 % (г. Белогорск)»."""
    known = known_rows(note, id)
    last, first = known[-1], known[0]
    low = "0" if not last.numerator else wording.percent(*last.own)
    names = [note.municipality(point.code).name for point in (last, first)]
    return f"{note.closed(id)} – от {low} ({names[0]}) до {wording.percent(*first.own)} ({names[1]})"


def _under_one(note: Note) -> str:
    id = note.settings.headline[-1]
    whole, low = note.bundle.concentration[id], note.bundle.concentration[id].under_one
    if not low.codes or not note.bundle.spread[id].differ:
        return ""
    pupils = wording.percent(low.denominator, whole.denominator)
    share = wording.percent(low.numerator, whole.numerator)
    counts = wording.among(low.numerator, whole.numerator)
    return (
        f"В {wording.municipalities_in(len(low.codes))}, где учатся {pupils} обучающихся, {note.words(id).share} "
        f"меньше 1{wording.NBSP}%; на них приходится {share} {note.words(id).who}"
        f"{whose_place(note, id)} ({counts})."
    )


def region_decide(note: Note) -> Blocks:
    """«Что решить»: what only the ministry can do first."""
    return decide(note)


def region_summary(note: Note) -> Blocks:
    """The region's own indicators: now, the period before, between which municipalities they lie, the goal."""
    rows = _rows(note)
    if not rows:
        return Blocks()
    before, goals = earlier(rows), any(value.indicator in note.bundle.proposals for value in rows)
    columns = [
        column("Показатель", align="left", width=3.5),
        column(f"{note.bundle.period}, % (чел.)", width=2.9),
        *([column(f"{before}, %", width=1.25)] if before else []),
        column("По МО: от – до, %", width=1.6),
        *([column(f"Сумма целей МО, {note.settings.programme.next_period}", width=2.7)] if goals else []),
    ]
    lines = [row(*_cells(note, value, before=bool(before), goals=goals)) for value in rows]
    caption = f"Показатели {note.region_noun('genitive')}, {note.year}"
    of_more = of_more_note(note, [value.indicator for value in rows])
    ids = [value.indicator for value in rows]
    about = " ".join([*of_more, *published_note(note, ids)])
    notes: list[Text] = [*(_of_fewer(note, rows) if before else []), *([about] if about else [])]
    return Blocks([table("tbl-indicators", caption, columns, lines, notes=notes)])


def _of_fewer(note: Note, rows: list[Value]) -> list[str]:
    """How the schools that answered in both periods moved, where it is not as all moved."""
    levels = [f"{wording.uncapitalised(line_name(note, row.indicator))} {_both(row)}" for row in rows if row.of_fewer]
    return [f"{reasons.SAME_SCHOOLS} По всем школам; {reasons.BOTH}: {'; '.join(levels)}."] if levels else []


def _both(row: Value) -> str:
    """«54,5 → 57,8 %»."""
    before, after = (wording.decimal(Fraction(level, 10)) for level in row.facts.levels)
    return f"{before} → {after}{wording.NBSP}%"


def _rows(note: Note) -> list[Value]:
    """Of the main indicators and those that are decided on; of the others where these are few."""
    told = dict.fromkeys([*note.settings.headline, *(asked_places.about(note, asked) for asked in foremost(note))])
    order = dict.fromkeys([*told, *note.settings.indicators])
    known = {id: value for id in order if (value := note.bundle.region_values.get(id)) and value.has_share}
    most = min(MOST_ROWS, max(FEWEST_ROWS, sum(id in known for id in told)))
    return list(known.values())[:most]


def _cells(note: Note, value: Value, *, before: bool, goals: bool) -> list[Text]:
    k, n = value.own
    share = region_share(note, value.indicator)
    cells: list[Text] = [
        line_name(note, value.indicator),
        f"{share} ({wording.integer(k)}{wording.NBSP}из{wording.NBSP}{wording.integer(n)})",
    ]
    if before:
        sign = reasons.SAME_SCHOOLS if value.of_fewer else ""
        cells.append(f"{wording.percent_of(*value.before)}{sign}" if value.had_share else wording.DASH)
    cells.append(_from_to(note, value.indicator))
    return [*cells, goal(note, value)] if goals else cells


def _from_to(note: Note, id: str) -> str:
    known = [point for point in known_rows(note, id) if not point.uncovered] if id in note.bundle.everyone else []
    if not known:
        return wording.DASH
    return f"{wording.percent_of(*known[-1].own)} – {wording.percent_of(*known[0].own)}"


def region_picture(note: Note) -> Blocks:
    """A measure and those without it; else the stages; else where all lie by the indicators of the table above."""
    effects = note.bundle.effect
    if effects and effects.tested:
        return figures.effect(note, effects.tested[0], FIRST_EFFECT)
    return figures.stages(note) if has_stages(note) else figures.along(note, [row.indicator for row in _rows(note)])


@public
def organisation(note: Note) -> Blocks:
    """The author's own paragraphs, then sites and competences as the registers list them."""
    name = note.settings.programme.short_genitive or "работы"
    out = Blocks([heading(f"Организация {name}", appendix=True), *own_words(note, "organisation")])
    if sites := note.bundle.sites:
        number = wording.counted(len(sites), "площадка", "площадки", "площадок")
        named = (f"{site.name} – {site.territory}" if site.territory else site.name for site in sites)
        out.append(paragraph(f"В перечне {number}: {'; '.join(named)}."))
    if competences := note.bundle.competences:
        out.append(paragraph(_competences(competences)))
    out += [*own_words(note, "competences"), *own_words(note, "events")]
    return out if len(out) > 1 else Blocks()


def _competences(rows: tuple[Competence, ...]) -> str:
    online = [competence.title for competence in rows if competence.online]
    names = ", ".join(competence.title for competence in rows)
    number = wording.counted(len(rows), "компетенция", "компетенции", "компетенций")
    sentence = f"В перечне {number}: {names}."
    return sentence + (
        f" Пробы в онлайн-формате возможны по {len(online)} из них: {', '.join(online)}." if online else ""
    )
