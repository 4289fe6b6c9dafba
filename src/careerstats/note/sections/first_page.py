"""A note -> page one: what matters, where it sits, what to decide, one table, one picture chosen by what matters."""

from collections.abc import Callable
from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Blocks, Text, bold, items, paragraph
from careerstats.contracts.decisions import Target
from careerstats.contracts.headlines import Headline, told_on_page_one
from careerstats.contracts.recommendations import Recommendation
from careerstats.contracts.values import Value
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import asked_places, asked_schools, phrases
from careerstats.note.sections import headline_words as words
from careerstats.note.sections.comparison import line_name
from careerstats.note.sections.goal_table import goal_sentence, goal_table, goal_words, later
from careerstats.note.sections.published_figures import region_share

MOST_WATCHED = 4
MOST, MOST_ROWS, MOST_QUIET = 3, 5, 12  # decisions; rows of the table, and of one beside which nothing is decided


def conclusions(note: Note) -> Blocks:
    """«Главное»: the first headline and the first good one, each in a sentence; where there is none, the first row."""
    claims = [words.claim(note, headline) for headline in told_first(note)]
    if claims and told_first(note)[0].kind == "strength":
        claims.insert(1, words.contribution(note, told_first(note)[0]))
    claims += [_nothing_worse(note)] if claims else [_quiet(note)]
    text = " ".join(filter(None, claims))
    return Blocks([paragraph(bold("Главное."), f" {text}"), *phrases.own_words(note, "conclusions")])


def told_first(note: Note) -> list[Headline]:
    """What «Главное» tells: the first strength where the place leads or is like the others else, then what matters."""
    problem = note.first_problem
    good = next((headline for headline in note.bundle.headlines if not headline.is_problem), None)
    leads = good is not None and (standing := note.bundle.standing.get(good.indicator)) and standing.place == 1
    first = [good] if good and (leads or problem is None or words.is_no_worse(note, problem)) else []
    return [*first, *([problem] if problem and not (first and problem.kind == "stage") else [])]


def _quiet(note: Note) -> str:
    """Of a place where nothing stands out: that nothing has to be decided, and its first indicator."""
    row = next((row for row in note.judged() if row.indicator in note.settings.headline), None)
    if row is None:
        return "Сведения для выводов не представлены."
    if row.uncovered:
        own = wording.uncapitalised(words.counted(note, row))
        return f"Оценить нельзя: {reasons.uncovered(row)}. По ответившим школам {own}."
    rest = f"; {words.others(note, row)}" if row.rest_denominator else ""
    return " ".join(filter(None, [_nothing_worse(note), f"{words.counted(note, row)}{rest}."]))


def _nothing_worse(note: Note) -> str:
    """Said only of what was judged, and only where no row lies on the bad side, however little.

    Where for some even a difference of two times would not be seen, nothing follows for what is to be decided.
    """
    compared = [row for row in note.judged() if row.verdict in ("below", "above", "same")]
    worse = [row for row in compared if row.verdict == note.passport(row.indicator).worse]
    if not compared or worse or note.first_problem:
        return ""
    low = [row for row in note.judged() if row.power_low]
    if low:
        few = f"по {phrases.out_of_all(len(low), len(note.judged()))} сведений мало, чтобы судить"
        return f"Отставание от остальных не доказано ни по одному показателю; {few}."
    which = "ни один показатель" if len(compared) == len(note.judged()) else "ни один из сопоставимых показателей"
    return f"Решений по показателям не требуется: {which} не отстаёт от остальных больше, чем мог бы дать случай."


def _watched(note: Note) -> str:
    """«: экскурсии (ещё 46 чел.), соглашения (ещё 3 школы)»: what a goal asks for next year, the most first."""
    goals = [(row.indicator, note.bundle.proposals.get(row.indicator)) for row in note.judged()]
    wanted = sorted(((goal.next_year, id) for id, goal in goals if goal and goal.next_year), key=lambda pair: -pair[0])
    sentences = [
        f"{wording.uncapitalised(note.words(id).topic or note.passport(id).short)} (ещё{wording.NBSP}"
        f"{_more(note, id, people)})"
        for people, id in wanted[:MOST_WATCHED]
    ]
    return f": {', '.join(sentences)}" if sentences else ""


def _more(note: Note, id: str, people: int) -> str:
    """«46 чел.», «3 школы»."""
    if note.passport(id).of_people:
        return f"{wording.integer(people)}{wording.NBSP}чел."
    return wording.counted(people, *note.words(id).noun)


def matter(note: Note) -> Blocks:
    """«В чём дело»: the stage, the schools, the stated cause, what the last plan did; then the second problem."""
    sentences = matter_words(note)
    out = Blocks([paragraph(bold("В чём дело."), f" {' '.join(sentences)}")] if sentences else [])
    return Blocks([*out, *phrases.own_words(note, "problems")])


def matter_words(note: Note) -> list[str]:
    """Of what «Главное» told first where it sits and why, then what it has not told: never the one for the other."""
    said = " ".join(words.claim(note, headline) for headline in told_first(note))
    sentences: list[str] = []
    for headline in on_page_one(note):
        claim, inside = words.claim(note, headline), words.inside(note, headline)
        if claim in said:
            sentences += [*inside, _no_cause(note, headline, alone=not inside)]
        else:
            sentences += [f"Кроме того, {wording.uncapitalised(claim)}" if any(sentences) else claim, *inside]
    return [text for text in dict.fromkeys(sentences) if text and text not in said]


def _no_cause(note: Note, headline: Headline, *, alone: bool) -> str:
    """Said where causes were told of something else: what is read next would be taken for the cause of this.

    ``alone``: right after «Главное»; after other sentences «этого» would be read of the last of them.
    """
    if headline.causes or not note.bundle.causes:
        return ""
    of = "этого" if alone else _low_share(note, headline)
    return f"Причину {of} орган управления образованием не назвал."


def _low_share(note: Note, headline: Headline) -> str:
    """«низкой доли прошедших диагностику», «снижения доли …»; «этого» of what is no share."""
    share = note.closed(headline.indicator)
    if wording.of_share(share) == share:
        return "этого"
    high = note.passport(headline.indicator).polarity != "low"
    kinds = ("снижения", "роста") if headline.kind == "change" else ("низкой", "высокой")
    return f"{kinds[0] if high else kinds[1]} {wording.of_share(share)}"


def on_page_one(note: Note) -> list[Headline]:
    """The problems that are told here."""
    return told_on_page_one(note.bundle.headlines)


def decide(note: Note) -> Blocks:
    """«Что решить»: at most three decisions, each with who, how many pupils, by when."""
    chosen = foremost(note)
    if not chosen:
        return Blocks()
    lead, stated = paragraph(bold("Что решить."), keep=True), dict[str, int]()
    return Blocks([lead, items([decision(note, recommendation, stated) for recommendation in chosen], ordered=True)])


def foremost(note: Note) -> list[Recommendation]:
    """The decisions of page one in their order."""
    ranked = [recommendation for recommendation in note.bundle.recommendations if recommendation.foremost]
    return sorted(ranked, key=lambda recommendation: recommendation.foremost)[:MOST]


def decision(note: Note, recommendation: Recommendation, stated: dict[str, int]) -> Text:
    """«Заключить договор с колледжем. Исполнение: начальник управления, до 01.10.2025; цель – 40,0 % (ещё 59).»

    ``stated``: indicator (of a region with its numbers) → the decision above that has told its goal.
    """
    what = wording.capital(phrases.nested(recommendation.text).rstrip(".;"))
    what += _watched(note) if recommendation.goals else ""
    who = f"{wording.uncapitalised(recommendation.position)}, " if recommendation.position else ""
    number = (_of_region if note.is_regional else _number)(note, recommendation, stated)
    term = f". Исполнение: {who}{recommendation.term.rstrip('.')}{number}."
    return [what, *asked_places.on_page_one(note, recommendation, "tbl-recommendations"), term]


def _of_region(note: Note, recommendation: Recommendation, stated: dict[str, int]) -> str:
    """«; прошли пробы: 32,9 → 37,3 % (ещё 511)»: what those come to that it is for; the same once."""
    id = asked_places.about(note, recommendation)
    target, summed = note.bundle.proposals.get(id), asked_places.together(note, recommendation)
    rest = "; остальные – в следующие годы" if recommendation.everyone else ""
    way = asked_places.way(note, id, summed) if summed else ""
    if not recommendation.places and target and target.people:
        way = f"{region_share(note, id)}{wording.NBSP}→ {goal_words(note, id, target)}"
    if not way:
        return ""
    goal = f"{id} {way}"
    if goal in stated:
        return f"; цель – в пункте {stated[goal]}"
    stated[goal] = recommendation.foremost
    together = " (вместе)" if len(recommendation.places) > 1 else ""
    return f"; {wording.uncapitalised(line_name(note, id))}{together}: {way}{rest}"


def _number(note: Note, recommendation: Recommendation, stated: dict[str, int]) -> str:
    """Of a single school its own lack; of several what they have beside the goal, told once for each indicator."""
    headline = asked_places.headline_of(note, recommendation)
    if headline is None or not recommendation.people:
        return ""
    if own := asked_schools.own_number(note, headline, recommendation):
        return f"; {own}"
    if now := asked_schools.now(headline, recommendation):
        return f"; {now}{_goal(note, headline, recommendation, stated, whose=asked_schools.whose(note))}"
    return _goal(note, headline, recommendation, stated)


def _goal(
    note: Note, headline: Headline, recommendation: Recommendation, stated: dict[str, int], *, whose: str = ""
) -> str:
    """«; цель – 40,0 % (ещё 59)», or where that is told; without a goal, how many pupils it is about."""
    id = headline.indicator
    target = note.bundle.proposals.get(id)
    rest = later(target) if target and recommendation.everyone else ""
    if id in stated:
        return f"; цель{whose} – в пункте {stated[id]}{rest}"
    if target and target.people:
        stated[id] = recommendation.foremost
        now = _untold(note, headline)
        return f"; {now}{goal_sentence(note, id, target, whose)}{_beside_goal(headline, target)}{rest}"
    pupils = wording.counted(recommendation.people, *note.words(id).noun_genitive)
    if headline.weight.short_of == "all":
        return f"; касается {pupils}"
    return f"; там не хватает {pupils}" if recommendation.schools else f"; не хватает {pupils}"


def _untold(note: Note, headline: Headline) -> str:
    """«сейчас – 151 из 587; » of what page one has not told: a decision is not on a goal alone."""
    row = note.value(headline.indicator)
    if row is None or not row.has_share or headline in (*on_page_one(note), *told_first(note)):
        return ""
    k, n = row.own
    return f"сейчас – {wording.integer(k)} из {wording.integer(n)}; "


def _beside_goal(headline: Headline, target: Target) -> str:
    """What last year's plan wanted, where the next year only gets back to what was; why more than was set is wanted."""
    if target.of != "last":
        return ""
    gap = headline.gap
    if gap and gap.of == "target" and Fraction(*gap.level) < Fraction(target.count, target.total):
        return ": целевое значение ниже уровня прошлого года"
    wanted = next((plan.planned for plan in headline.plans if plan.planned), "")
    return f", далее {wanted.removesuffix('%').strip()}{wording.NBSP}%, как в плане прошлого года" if wanted else ""


def summary(note: Note) -> Blocks:
    """The one table of page one."""
    rows = page_rows(note)
    return Blocks([goal_table(note, rows, "tbl-indicators")]) if rows else Blocks()


def page_rows(note: Note) -> list[Value]:
    """Rows of its headlines and the main ones, as many as page one has room for, in the order of the note."""
    rows = note.judged()
    if len(rows) <= (MOST_ROWS + 1 if note.first_problem else MOST_QUIET):  # one row further on would tell nothing
        return rows
    return [row for row in rows if row.indicator in _foremost_rows(note, rows)]


def _foremost_rows(note: Note, rows: list[Value]) -> list[str]:
    """Indicators of the headlines, then the main ones, then the others in their order."""
    shown = [headline.indicator for headline in (*on_page_one(note), *told_first(note))]
    order = dict.fromkeys([*shown, *note.settings.headline, *(row.indicator for row in rows)])
    most = MOST_ROWS - (len(foremost(note)) == MOST)  # three decisions leave room for one row less
    return [id for id in order if any(row.indicator == id for row in rows)][:most]


def picture(note: Note) -> Blocks:
    """One picture, chosen by the first headline; spine or dots where its own cannot be drawn."""
    if not note.judged():
        return Blocks()
    first = next(iter(on_page_one(note)), None) or next(iter(note.bundle.headlines), None)
    own = _PICTURES[first.kind](note, first) if first else Blocks()
    return own or _among_all(note, first) or (Blocks() if places_lie_apart(note) else figures.dots(note))


def places_lie_apart(note: Note) -> bool:
    """Whether the body shows all municipalities in their order: page one then has another picture or none.

    Where nothing is found the table of page one has all places already.
    """
    ids = note.settings.headline
    return bool(note.first_problem and note.judged() and any(note.bundle.spread[id].differ for id in ids))


def _change(note: Note, headline: Headline) -> Blocks:
    """Contributions of schools where they are known, else the course with the others."""
    return figures.contributions(note, headline) or figures.trend(note)


def _by_schools(note: Note, headline: Headline) -> Blocks:
    return figures.two_groups(note, headline) or figures.contributions(note, headline)


def _among_all(note: Note, _: Headline | None) -> Blocks:
    """Of the indicators that the table of page one has; beside a long table of the first of them."""
    rows = page_rows(note)
    shown = _foremost_rows(note, rows)[: MOST_ROWS if len(rows) <= MOST_ROWS + 1 else MOST_ROWS - 1]
    return figures.spine(note, [row.indicator for row in rows if row.indicator in shown])


_PICTURES: dict[str, Callable[[Note, Headline], Blocks]] = {
    "nobody": _among_all,
    "stage": figures.losses,
    "change": _change,
    "groups": _by_schools,
    "schools": figures.contributions,
    "level": _among_all,
    "target": _change,
    "plan": _among_all,
    "improved": _change,
    "strength": _among_all,
}
