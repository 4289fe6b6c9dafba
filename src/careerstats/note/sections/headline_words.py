"""One headline -> its sentences: what it is, where inside it sits, what the body itself said, what the last plan did.

Each kind of headline has one function here; numbers of the place, of the others and of the year before are those of its
row. Nothing is said that the facts do not hold: a cause is quoted or left out.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import count, pairwise

from careerstats import reasons, wording
from careerstats.contracts.cycle import DECISION, Act, Point
from careerstats.contracts.decisions import Cause
from careerstats.contracts.headlines import Decomposition, Headline, Lacking, LastPlan, Part, Stage, TwoGroups
from careerstats.contracts.values import Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.acts import OVERDUE
from careerstats.note.sections.comparison import of_all
from careerstats.schools_named import named

NAMED, PLANS = 4, 1  # schools: more are counted; measures of the last plan
CARRIED = {"no": "не исполнена", "partly": "исполнена частично", "": "исполнена ли, не указано", "yes": "исполнена"}


def claim(note: Note, headline: Headline) -> str:
    """What the headline says, in one sentence with its counts."""
    return _CLAIMS[headline.kind](note, headline)


def inside(note: Note, headline: Headline) -> list[str]:
    """Where inside it sits, then why as far as anybody told, then what the last plan did."""
    sentences = [_other_stages(note, headline), _unknown_why(note, headline)]
    sentences += [_lasting(note, headline), _down(note, headline), _lacking(note, headline), _untouched(note, headline)]
    sentences += [_groups(note, headline)] if headline.kind != "groups" else []
    plans = [] if headline.kind == "plan" else _plans(note, headline)  # the claim has told it
    why = [*plans, *_causes(headline), *(_where_lacking(note, headline, own) for own in headline.lacking)]
    return [text for text in (*sentences, *why, *([] if plans else _decided(note, headline))) if text]


# ---- what it is


def counted(note: Note, row: Value) -> str:
    """«Занятия курса посещали 72 обучающихся из 701 (10,3 %)»."""
    return phrases.of_whole(note.words(row.indicator), row.own, note.territory.name, phrases.own_share(row))


def others(note: Note, row: Value) -> str:
    """«в остальных 28 муниципальных образованиях вместе – 1,5 %»."""
    return f"{others_in(row)} – {phrases.rest_share(row)}"


def others_in(row: Value) -> str:
    count = (row.reported or 0) - 1
    if count == 1:
        return "в другом муниципальном образовании"
    return f"в остальных {wording.municipalities_in(count)} вместе"


def _row(note: Note, headline: Headline) -> Value:
    own = note.row(headline.indicator)
    assert own is not None, "a headline rests on a row of its place"
    return own


def _nobody(note: Note, headline: Headline) -> str:
    """With the year before, when somebody may have been reached."""
    row = _row(note, headline)
    before = f"; {_before(row)}" if row.had_share and not row.is_apart else ""
    return f"{counted(note, row)}{before}."


def _schools(note: Note, headline: Headline) -> str:
    """«Участников экскурсий нет в школе № 4 (115 обучающихся)»; of a gap that few schools make, the level."""
    if not is_of_empty(headline):
        return _level(note, headline)
    who, pupils = note.words(headline.indicator).who, phrases.counted(note, _row(note, headline), headline.people)
    return f"{wording.capital(who)} нет в {named(headline.named, 'prepositional', headline.named)} ({pupils})."


def is_of_empty(headline: Headline) -> bool:
    """Whether it is about schools where nobody was reached, and not about a gap that few schools make."""
    return headline.kind == "schools" and bool(headline.named) and not (headline.gap and headline.gap.few)


def _stage(note: Note, headline: Headline) -> str:
    """«Из 1 731 зарегистрированного 1 486 (85,8 %) не посетили ни одного мероприятия; в остальных … – 94,2 %»."""
    stage = headline.stage
    if stage is None:
        return _level(note, headline)
    row = note.value(stage.indicator)
    if row and not stage.passed and row.unassigned:
        return _nobody_came(note, row, stage)
    elsewhere = _lost_elsewhere(note, stage.indicator)
    doubt = _doubt(note, stage.indicator) if elsewhere else ""
    return f"{wording.capital(_left(note, stage))}{elsewhere}{doubt}."


def _left(note: Note, stage: Stage) -> str:
    """«1 992 обучающихся (53,5 %) на платформе не зарегистрированы»."""
    if stage.indicator in note.bundle.passports and (words := note.words(stage.indicator)).left_short:
        template = wording.plural(stage.lost, words.left_one or words.left_short, words.left_short, words.left_short)
        return wording.fill(template, phrases.left_words(words, stage.lost, stage.entered))
    lost, entered = wording.people(stage.lost), wording.integer(stage.entered)
    share = wording.percent(stage.lost, stage.entered)
    return f"до этапа «{_title(note, stage.after)}» не дошли {lost} из {entered} ({share})"


def _nobody_came(note: Note, row: Value, stage: Stage) -> str:
    """A zero is said of those who named the place, and compared with nobody (R7)."""
    loose = wording.counted(row.unassigned, "участник области", "участника области", "участников области")
    verb = wording.plural(row.unassigned, "указал", "указали", "указали")
    return (
        f"{phrases.nobody(note, row)} ({wording.uncapitalised(_title(note, stage.before))} – "
        f"{wording.integer(stage.entered)}; {loose} муниципальное образование не {verb})."
    )


def is_no_worse(note: Note, headline: Headline) -> bool:
    """Whether as many came to a stage as with the others, or more, or fewer by what chance gives: no news by itself."""
    row = note.value(headline.indicator)
    if headline.kind != "stage" or row is None or not row.has_share or not row.rest_denominator:
        return False
    return row.verdict == "above" or (
        row.verdict == "same" and (row.grade != "beyond_95" or phrases.difference(row) > 0)
    )


def _doubt(note: Note, id: str) -> str:
    row = note.value(id)
    by_chance = row is not None and row.has_share and row.verdict == "same" and bool(row.rest_denominator)
    return ", отличие может быть случайным" if by_chance else ""


def _other_stages(note: Note, headline: Headline) -> str:
    """«На другом известном этапе останавливается меньшая доля: 1 992 обучающихся (53,5 %) не зарегистрированы»."""
    problems = {other.indicator for other in note.bundle.headlines if other.is_problem}
    others = [
        other for other in headline.stages if other != headline.stage and other.lost and other.indicator not in problems
    ]
    if not headline.stage or not others:
        return ""
    where = "На другом известном этапе" if len(others) == 1 else "На других известных этапах"
    return f"{where} останавливается меньшая доля: {'; '.join(_left(note, other) for other in others)}."


def _unknown_why(note: Note, headline: Headline) -> str:
    """That nobody told why; between which unknown stages those of the whole region stop."""
    if headline.stage is None or headline.causes or note.is_regional:
        return ""
    between, about = _between(note, headline.stage)
    by_school = ["по школам"] if note.bundle.appendices.schools is None else []
    missing = wording.joined([*about, *by_school])
    unnamed = f"Причина не названа{f', сведений {missing} нет' if missing else ''}"
    return f"{unnamed}; по {note.region_noun('dative')} {', '.join(between)}." if between else f"{unnamed}."


def _between(note: Note, stage: Stage) -> tuple[list[str], list[str]]:
    """Of the region, who stopped where between two stages known here; about what nothing is known here."""
    chain = [step for step in note.settings.chain if step.variable in note.regional]
    ends = [step.variable for step in chain]
    if stage.before not in ends or stage.after not in ends:
        return [], []
    inner = chain[ends.index(stage.before) : ends.index(stage.after) + 1]
    counts = [note.regional[step.variable].known for step in inner]
    if len(inner) < 3 or any(later > earlier for earlier, later in pairwise(counts)) or not all(counts):
        return [], []
    sentences = [
        f"{after.lost} {wording.percent(counts[at] - counts[at + 1], counts[at])} {before.genitive}"
        for at, (before, after) in enumerate(pairwise(inner))
    ]
    unknown = {step.variable for step in inner[1:-1]}
    return sentences, [stage.about for stage in note.bundle.stages if stage.variable in unknown and stage.about]


def _lost_elsewhere(note: Note, id: str) -> str:
    """«; в остальных 28 муниципальных образованиях вместе – 94,2 %»."""
    row = note.value(id)
    if row is None or not row.rest_denominator or row.verdict == "not_comparable":
        return ""
    k, n = row.others
    return f"; {others_in(row)} – {wording.percent(n - k, n)}"


def _title(note: Note, variable: str) -> str:
    titles = {stage.variable: stage.title for stage in note.bundle.stages}
    return titles.get(variable) or note.bundle.variables.get(variable, variable)


def _change(note: Note, headline: Headline) -> str:
    """The year before, this year, the others."""
    row = _row(note, headline)
    before = f"; {_before(row)}" if row.had_share else ""
    rest = f", {others(note, row)}" if row.rest_denominator else ""
    return f"{counted(note, row)}{before}{rest}."


def _before(row: Value) -> str:
    """«в 2023/24 учебном году – 303 из 676 (44,8 %)»; of the schools that answered in both, where these are others."""
    which = f" {reasons.BOTH}," if row.facts.kept else ""
    return f"в {wording.year(row.previous, 'prepositional')}{which} – {wording.out_of(*row.past)}"


def _level(note: Note, headline: Headline) -> str:
    """Against the others: by how much, and how many pupils that is."""
    row = _row(note, headline)
    if not row.rest_denominator:
        return f"{counted(note, row)}."
    if not row.numerator:
        return f"{counted(note, row)}; {others(note, row)}{phrases.lacking(note, row)}."
    gap = phrases.difference(row)
    more = "больше" if gap > 0 else "меньше"
    sentence = f"{counted(note, row)} – на {wording.points(abs(gap))} {more}, чем {others_in(row)}"
    doubt = f", {reasons.SELDOM}" if row.verdict == "same" else ""
    return f"{sentence} ({phrases.rest_share(row)}){_exactly(row)}{doubt}{phrases.lacking(note, row)}."


def _exactly(row: Value) -> str:
    """Said where the difference of the printed shares is another one."""
    shares = [wording.exact_share(*pair) for pair in (row.own, row.others)]
    printed = [wording.tenths(share) for share in shares]
    apart = abs(printed[0] - printed[1]) != wording.tenths(abs(shares[0] - shares[1]))
    return ", разность – по точным значениям" if apart else ""


def _of_finding(note: Note, headline: Headline) -> str:
    """What the rule itself says, of a target that was set; whether it was reached the year before."""
    texts = (finding.text for finding in note.bundle.findings if finding.number == headline.problem)
    text = next(texts, "") if headline.problem else ""
    return f"{text}{_reached_before(note, headline)}" if text else _level(note, headline)


def _reached_before(note: Note, headline: Headline) -> str:
    """« В 2023/24 учебном году оно было достигнуто: 201 из 345.»: of the schools that answered in both years."""
    row, gap = _row(note, headline), headline.gap
    if gap is None or gap.of != "target" or not row.had_share or row.is_apart:
        return ""
    k, n = row.past
    which = f" {reasons.BOTH}," if row.facts.kept else ""
    year = wording.year(row.previous, "prepositional")
    reached = f" В {year}{which} оно было достигнуто: {wording.among(k, n)}."
    return reached if Fraction(k, n) >= Fraction(*gap.level) else ""


def _plan(note: Note, headline: Headline) -> str:
    """What was reached and the year before, then the measure that failed with its reason."""
    plans, row = _plans(note, headline), _row(note, headline)
    before = f"; {_before(row)}" if row.had_share and not row.is_apart and not row.facts.kept else ""
    return " ".join([f"{counted(note, row)}{before}.", *plans]) if plans else _level(note, headline)


def _strength(note: Note, headline: Headline) -> str:
    """Above the others; the highest of all only with the places between which it may lie."""
    row, standing = _row(note, headline), note.bundle.standing.get(headline.indicator)
    sentence = counted(note, row)
    if standing and standing.place == 1:
        shared = f" (с учётом случайности место – {standing.best}–{standing.worst})" if standing.worst > 1 else ""
        sentence = f"{sentence} – наибольшее значение из {standing.of}{shared}"
    return f"{sentence}; {others(note, row)}." if row.rest_denominator else f"{sentence}."


def contribution(note: Note, headline: Headline) -> str:
    """«На город приходится 8,2 % обучающихся и 28,6 % посетивших мероприятия», of a part «… 1,0 % числа
    зарегистрированных и …»; not said of a zero."""
    row = note.value(headline.indicator)
    if row is None or not row.numerator or not row.rest_denominator or row.verdict == "not_comparable":
        return ""
    (k, n), (rest_k, rest_n) = row.own, row.others
    whole, mine = wording.percent(n, n + rest_n), wording.percent(k, k + rest_k)
    known = ", муниципальное образование которых известно" if row.unassigned else ""
    compared = (row.reported or 0) < len(note.points(row.indicator))
    among = " в сопоставляемых муниципальных образованиях" if compared and not known else ""
    words = note.words(row.indicator)
    base = "обучающихся" if of_all(note, row.indicator) else words.base
    return f"На {note.noun()} приходится {whole} {base} и {mine} {words.who}{among}{known}."


_CLAIMS: dict[str, Callable[[Note, Headline], str]] = {
    "nobody": _nobody,
    "stage": _stage,
    "change": _change,
    "groups": lambda note, headline: _groups(note, headline) or _level(note, headline),
    "schools": _schools,
    "level": _level,
    "target": _of_finding,
    "plan": _plan,
    "improved": _change,
    "strength": _strength,
}


# ---- where inside it sits


def _lasting(note: Note, headline: Headline) -> str:
    """That it was on the same side of the others the year before too."""
    row = note.value(headline.indicator)
    if row is None or headline.kind != "level" or row.verdict not in ("below", "above") or row.is_apart:
        return ""
    return f"Так же было и раньше: {_before(row)}." if row.verdict == row.previous_verdict and row.had_share else ""


def _untouched(note: Note, headline: Headline) -> str:
    """«Охваченных обучающихся с ОВЗ нет в 1 школе из 15, где такие обучающиеся есть (там 14 …)»: no school named."""
    some = headline.untouched
    if some is None:
        return ""
    words = note.words(headline.indicator)
    pupils = wording.counted(some.pupils, *words.noun)
    where = f"{_schools_in(some.schools)} из {wording.integer(some.among)}, где такие обучающиеся есть"
    return f"{wording.capital(words.who)} нет в {where} (там {pupils})."


def _down(note: Note, headline: Headline) -> str:
    """«Доля снизилась в девяти школах из 9; половина снижения – школа № 8: было 125 из 283, стало 12 из 314.»"""
    change = headline.change
    if change is None or not change.parts:
        return ""
    names = [part.name for part in change.parts]
    fallen = f"Доля снизилась {_in_schools(change.down, len(names))}" if change.down else ""
    return " ".join(f"{text}." for text in (fallen, _few_of_change(change, names)) if text)


def _few_of_change(change: Decomposition, names: list[str]) -> str:
    first = change.parts[: change.few]
    if not first or len(first) > NAMED:
        return ""
    if len(first) > 1:
        return f"Больше половины снижения – {named([part.name for part in first], 'nominative', names)}"
    part = first[0]
    moved = ""
    if part.before and part.before[1]:
        pairs = [wording.among(k, n) for k, n in (part.before, part.now)]
        moved = f": было {pairs[0]}, стало {pairs[1]}"
    return f"Больше половины снижения – {named([part.name], 'nominative', names)}{moved}"


def _lacking(note: Note, headline: Headline) -> str:
    """«До уровня остальных не хватает 458 обучающихся, из них 353 – в школах № 8, 1 и 3.»"""
    gap = headline.gap
    if gap is None or not gap.few or gap.few > NAMED or gap.people <= 0:
        return ""
    names, first = [part.name for part in gap.parts], gap.parts[: gap.main or gap.few]  # whose heads are addressed
    where = named([part.name for part in first], "prepositional", names)
    if headline.kind in ("level", "schools", "target"):
        if not _lack_more(first, gap):
            return _low_everywhere(gap)
        return _of_missing(gap, first, where)  # how many there are was told just before
    lacking = phrases.counted_genitive(note, _row(note, headline), gap.people)
    people = sum(part.people for part in first)
    sentence = f"До {phrases.LEVELS[gap.of]} не хватает {lacking}"
    if people <= gap.people:
        return f"{sentence}, из них {wording.integer(people)} – в {where}."
    return f"{sentence}: в {where} – {wording.integer(people)}, остальные школы вместе – {_together(gap, first)}."


def _of_missing(gap: Decomposition, first: Sequence[Part], where: str) -> str:
    """«Из недостающих 353 – в школах № 8, 1 и 3.»; where the others have none in sum, what they have together."""
    people, others = sum(part.people for part in first), gap.parts[len(first) :]
    if people < gap.people:
        return f"Из недостающих {wording.integer(people)} – в {where}."
    if not any(part.people > 0 for part in others):
        return f"Все недостающие – в {where}."
    return f"В {where} не хватает {wording.integer(people)}; остальные школы вместе – {_together(gap, first)}."


def _together(gap: Decomposition, first: Sequence[Part]) -> str:
    """«54,96 % (144 из 262)»: of all schools but the first; with the digits that part it from the level."""
    k, n = (sum(part.now[at] for part in gap.parts[len(first) :]) for at in (0, 1))
    level = Fraction(*gap.level)
    if not n or Fraction(k, n) == level:
        return _of(k, n)
    digits = next(at for at in count(1) if wording.percent_of(k, n, at) != wording.decimal(100 * level, at))
    return _of(k, n, digits)


MORE_THAN_SIZE = Fraction(5, 4)
"""Schools that lack so many times the part of their pupils are a finding: large ones lack most of any low share."""


def _lack_more(first: Sequence[Part], gap: Decomposition) -> bool:
    """Whether the first schools lack more than their number of pupils alone would give."""
    lacking = Fraction(sum(part.people for part in first), gap.people)
    pupils = Fraction(sum(part.now[1] for part in first), sum(part.now[1] for part in gap.parts))
    return lacking > MORE_THAN_SIZE * pupils


def _low_everywhere(gap: Decomposition) -> str:
    """«Доля ниже уровня остальных во всех 9 школах: от 5,0 до 36,8 %.»; nothing where it is not low in most schools."""
    shares = [Fraction(*part.now) for part in gap.parts if part.now[1] >= LEAST_TOLD]
    low = [share for share in shares if share < Fraction(*gap.level)]
    if not low or len(low) < LOW_IN * len(shares):
        return ""
    least, most = (wording.decimal(100 * share) for share in (min(low), max(low)))
    few = f", где не менее {LEAST_TOLD} обучающихся" if len(shares) < len(gap.parts) else ""
    where = f"{phrases.LEVELS[gap.of]} {_in_schools(len(low), len(shares))}{few}"
    return f"Доля ниже {where}: от {least} до {most}{wording.NBSP}%."


LOW_IN = Fraction(3, 4)  # of the schools, to be called low in them
LEAST_TOLD = 10  # pupils of a school whose share may be told


def _in_schools(number: int, of: int) -> str:
    """«во всех 9 школах», «в 5 школах из 9»."""
    return f"во всех {_schools_in(of)}" if number == of else f"в {_schools_in(number)} из {wording.integer(of)}"


def _schools_in(number: int) -> str:
    return wording.counted(number, "школе", "школах", "школах")


def _groups(note: Note, headline: Headline) -> str:
    """«В школах № 1, 3 и 4 (3 из 7) – 14,8 % (434 из 2 930), в остальных 4 – 39,9 % (1 166 из 2 919). При уровне …»."""
    groups = headline.groups
    if groups is None:
        return ""
    lower, upper = groups.lower, groups.upper
    share, who = note.closed(headline.indicator), note.words(headline.indicator).who
    sentence = (
        f"В {_lower(groups)} {share} – {_of(lower.numerator, lower.denominator)}, "
        f"в остальных {wording.integer(len(upper.schools))} – {_of(upper.numerator, upper.denominator)}."
    )
    return " ".join(filter(None, [sentence, _if_reached(note, headline, groups, who), _had_more(note, headline)]))


def _had_more(note: Note, headline: Headline) -> str:
    """«В 2023/24 учебном году было 74,9 %; больше половины разницы – школы № 4 и 8: было 708 из 876, стало …»."""
    less, row = headline.less, note.value(headline.indicator)
    if less is None or row is None or not row.had_share:
        return ""
    first = [part for part in less.parts[: less.few] if part.before]
    if len(first) > NAMED or any(part.is_small for part in first):
        return ""
    names = named([part.name for part in first], "nominative", [part.name for part in less.parts])
    was, now = (
        [wording.integer(sum(counts[at] for counts in pairs)) for at in (0, 1)]
        for pairs in ([part.before for part in first if part.before], [part.now for part in first])
    )
    year = wording.capital(f"в {wording.year(row.previous, 'prepositional')}")
    moved = f"было {was[0]} из {was[1]}, стало {now[0]} из {now[1]}"
    return f"{year} было {wording.percent(*row.past)}; больше половины разницы – {names}: {moved}."


def _lower(groups: TwoGroups) -> str:
    """«школах № 1, 3 и 4 (3 из 7)»; of more than can be read, how many."""
    lower, among = groups.lower.schools, (*groups.lower.schools, *groups.upper.schools)
    if len(lower) > MOST_LACKING:
        return f"{_schools_in(len(lower))} из {wording.integer(len(among))}"
    names = named(lower, "prepositional", among)
    return f"{names} ({wording.among(len(lower), len(among))})"


def _if_reached(note: Note, headline: Headline, groups: TwoGroups, who: str) -> str:
    row = note.value(headline.indicator)
    if row is None or not row.has_share:
        return ""
    k, n = row.own
    return (
        f"При уровне второй группы во всех школах {who} было бы на {wording.integer(groups.people)} больше: не "
        f"{wording.percent_of(k, n)}, а {wording.percent(groups.count, n)}."
    )


def _of(part: int, whole: int, digits: int = 1) -> str:
    return f"{wording.percent(part, whole, digits)} ({wording.among(part, whole)})"


def excluded(note: Note, id: str) -> str:
    """Schools whose numbers were not taken, with both numbers: the share is of the others."""
    schools = note.bundle.appendices.schools
    if schools is None or id not in schools.indicators:
        return ""
    at, names = schools.indicators.index(id), [school.name for school in schools.schools]
    wrong = [
        (school.name, counts)
        for school in schools.schools
        if (counts := school.shares[at].counts) and counts[0] > counts[1]
    ]
    if not wrong:
        return ""
    refused = wording.joined(
        [
            f"{named([name], 'genitive', names)} ({wording.integer(k)} при численности {wording.integer(n)})"
            for name, (k, n) in wrong
        ]
    )
    return f"Сведения {refused} не приняты; доля рассчитана по остальным школам."


# ---- why, and what the last plan did


def _plans(note: Note, headline: Headline) -> list[str]:
    """What came of the measures of the last plan that aimed at it, those that failed first, each with its cause."""
    quotes = {cause.measure: cause.text for cause in headline.causes if cause.measure}
    failed = [plan for plan in headline.plans if plan.done != "yes" or plan.reached == "no"]
    order = sorted(failed, key=lambda plan: (plan.done != "no", plan.done != "partly"))
    return [_of_plan(plan, quotes.get(plan.measure, "")) for plan in order[:PLANS]]


def _of_plan(plan: LastPlan, why: str) -> str:
    planned = f"{plan.planned}{'' if plan.planned.endswith('%') else f'{wording.NBSP}%'}"
    if plan.done == "yes":
        level = f" ({planned})" if plan.planned else ""
        return f"Мера прошлого года {phrases.inner(plan.measure)} исполнена, плановое значение{level} не достигнуто."
    aim = f" (план – {planned})" if plan.planned else ""
    cause = f": {phrases.inner(why)}" if why and plan.done != "yes" else ""
    return f"Мера прошлого года {phrases.inner(plan.measure)}{aim} {CARRIED.get(plan.done, plan.done)}{cause}."


def _causes(headline: Headline) -> list[str]:
    """Each stated cause once, word for word; those of measures not carried out stand with the measures."""
    measures = {plan.measure for plan in headline.plans}
    free = dict.fromkeys(
        quotation(cause) for cause in headline.causes if not cause.measure or cause.measure not in measures
    )
    if not free:
        return []
    return [f"Причина, названная органом управления образованием, – {'; '.join(free)}."]


def _decided(note: Note, headline: Headline) -> list[str]:
    """Decisions of the body itself about it whose term has passed: «Решение об этом уже принято: протокол … № 3 …»."""
    known = [
        (act, point)
        for act in note.acts
        for point in act.of(DECISION)
        if headline.indicator in point.indicators and point.overdue
    ]
    return [f"Решение об этом уже принято: {_act(act, point)}." for act, point in known[:DECIDED]]


DECIDED = 1  # decisions of the body itself that page one names


def _act(act: Act, point: Point) -> str:
    """«протокол от 25.11.2024 № 3, вопрос 1, пункт 1, срок – до 01.04.2025; исполнение не подтверждено»."""
    dated = f" от {wording.day(act.date)}" if act.date else ""
    number = f" №{wording.NBSP}{act.number}" if act.number else ""
    question = f", вопрос {point.question}" if point.question else ""
    item = f", пункт {point.item}" if point.item else ""
    term = f", срок – {point.term.text}" if point.term.text else ""
    return f"{act.kind}{dated}{number}{question}{item}{term}; {OVERDUE.get(point.execution, point.execution)}"


MOST_LACKING = 9


def _where_lacking(note: Note, headline: Headline, lacking: Lacking) -> str:
    """Where the cause is, and how many are short in schools that have what it says is missing: it explains no more."""
    gap = headline.gap
    others = [part for part in gap.parts if part.people > 0 and part.name not in lacking.schools] if gap else []
    others = [part for part in others if part.name in lacking.among]
    if not others:
        return lacking_in(lacking)
    names = named([part.name for part in others], "prepositional", lacking.among)
    where = names if len(others) <= NAMED else _schools_in(len(others))
    people = phrases.counted_genitive(note, _row(note, headline), sum(part.people for part in others))
    lead = f"{lacking_in(lacking)} В {where}, где этой причины по ответам нет, тоже не хватает {people}"
    return f"{lead}{_exceeded(gap)}."


def _exceeded(gap: Decomposition | None) -> str:
    """«; в школах № 5 и 1 – на 19 больше плана …»: why single schools lack more than all of them together."""
    above = [part for part in gap.parts if part.people < 0] if gap else []
    if gap is None or not above:
        return ""
    names = named([part.name for part in above], "prepositional", [part.name for part in gap.parts])
    where = names if len(above) <= NAMED else _schools_in(len(above))
    return f"; в {where} – на {wording.integer(-sum(part.people for part in above))} больше {phrases.LEVELS[gap.of]}"


def lacking_in(lacking: Lacking) -> str:
    """«По ответам школ специалиста нет в школах № 4, 5, 6 и 7 (4 из 9); орган … назвал другое число.»"""
    number, all_of = len(lacking.schools), wording.integer(len(lacking.among))
    names = named(lacking.schools, "prepositional", lacking.among)
    where = f"{names} ({wording.integer(number)} из {all_of})"
    if number > MOST_LACKING:
        where = f"{_schools_in(number)} из {all_of}"
    differs = "; орган управления образованием назвал другое число" if lacking.differs else ""
    return f"По ответам школ {lacking.said} в {where}{differs}."


def quotation(cause: Cause) -> str:
    """«нехватка педагогов-психологов» (письмо от 01.06.2025 № 5)."""
    document = f" ({cause.document})" if cause.document else ""
    return f"{phrases.inner(cause.text)}{document}"
