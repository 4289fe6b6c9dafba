"""Findings and the register of recommendations -> numbered recommendations with their grounds, under their headings."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec.structs import replace as replaced

from careerstats import wording
from careerstats.contracts.decisions import Addressee
from careerstats.contracts.headlines import Headline, Lacking
from careerstats.contracts.recommendations import Entry, Ground, Recommendation, Register
from careerstats.decisions.keys import ALWAYS, Key, meant
from careerstats.decisions.plan import dated, day_of
from careerstats.errors import DatasetError
from careerstats.schools_named import named

Words = Mapping[str, str]
Grounds = Mapping[Key, Ground | None]
"""Key of a finding or a circumstance → what a note calls it, None where it calls for something but is no ground."""

AT_MOST = 12
"""Recommendations of one note that a dataset has not limited itself."""

ON_PAGE_ONE = 3
"""Decisions of page one: what can be signed at once."""

NOT_STATED, NOT_LISTED = "none", "other"
"""What ``cause`` of an entry calls a finding without a stated cause, and one whose causes are none of the list."""

FIRST = -1
"""Rank of what is always said."""

_WEIGHT = {"decision": 3, "attention": 2}
"""Of a problem to be decided three recommendations come before the second of a reserve."""


@dataclass(frozen=True)
class Occasion:
    """What a note may call for recommendations by.

    ``grounds``: the most important first; ``words``: what braces may hold; ``about``: the same of single indicators,
    for entries with ``each``; ``letter``: its number, empty where there is none; ``period``: a term without a year is
    of the school year after it; ``headlines``: what matters, by indicator; ``positions``: role → who is to do it.
    Of the region: ``places``: key → codes of the municipalities that it is noted of; ``own``: id of a municipal
    recommendation → codes of those whose note has it.
    """

    grounds: Grounds
    words: Words
    letter: str = ""
    about: Mapping[str, Words] | None = None
    period: str = ""
    headlines: Mapping[str, Headline] = field(default_factory=dict)
    positions: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    own: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def fits(self, entry: Entry, key: Key) -> bool:
        """Whether what was stated as the cause, and the schools that are named, are those that the entry is for."""
        headline = self.headlines.get(key.about)
        named = bool((self.about or {}).get(key.about, {}).get("schools") or lacking_of(entry, headline))
        if entry.schools and named != (entry.schools == "named"):
            return False
        stated = [cause.kind for cause in headline.causes] if headline else []
        listed = {kind for kind in stated if kind}
        if entry.cause:
            kinds = listed or {NOT_LISTED if stated else NOT_STATED}
            return headline is not None and bool(kinds & set(entry.cause))
        return entry.any_cause or not listed


@dataclass(frozen=True)
class Called:
    """A recommendation that is called for: by which ``keys``, and the ``rank`` of the most important of them."""

    recommendation: Recommendation
    keys: tuple[Key, ...]
    rank: int
    aim: str = ""
    only_for_some: bool = False  # where nobody of them is there, there is nothing to say


def called(entries: Iterable[Entry], occasion: Occasion) -> list[Called]:
    """Every recommendation that is called for, in the order of the file; those that say the same are one.

    Raises DatasetError for a word in braces that nobody fills.
    """
    calls: list[Called] = []
    for entry in entries:
        if entry.each:
            calls += _for_each(entry, occasion)
        elif keys := _keys(entry, occasion):
            calls.append(_called(entry, tuple(keys), occasion))
        elif ALWAYS in entry.when:
            calls.append(_called(entry, (), occasion))
    return _merged(call for call in calls if call.recommendation.places or not call.only_for_some)


def _keys(entry: Entry, occasion: Occasion) -> list[Key]:
    return [key for key in meant(entry.when, occasion.grounds) if occasion.fits(entry, key)]


def numbered(chosen: Sequence[Called], addressees: Mapping[str, str]) -> tuple[Recommendation, ...]:
    """Grouped by addressee in order of appearance, with their numbers and the heading of the group.

    Raises DatasetError for an unknown addressee.
    """
    recommendations = [call.recommendation for call in chosen]
    for recommendation in recommendations:
        if recommendation.to not in addressees:
            raise DatasetError(
                f"recommendations.yaml, {recommendation.id}: адресата «{recommendation.to}» нет в «addressees»; "
                "допишите его там"
            )
    order = list(dict.fromkeys(recommendation.to for recommendation in recommendations))
    ranked = sorted(recommendations, key=lambda recommendation: order.index(recommendation.to))
    return tuple(
        replaced(recommendation, number=number, title=addressees[recommendation.to])
        for number, recommendation in enumerate(ranked, 1)
    )


def foremost(calls: Sequence[Called], at_most: int) -> list[Called]:
    """The most important of them, still in the order of the file.

    What is always said comes first; then in rounds over the findings, so that no single one takes all the room.
    """
    seen: Counter[tuple[Ground, ...]] = Counter()
    places = []
    for place, call in enumerate(calls):
        grounds = call.recommendation.grounds
        weight = next((_WEIGHT[kind] for kind in _WEIGHT if any(key.what == kind for key in call.keys)), 1)
        turn = 0 if call.rank == FIRST else seen[grounds] // weight
        seen[grounds] += call.rank != FIRST
        places.append((turn, call.rank, place))
    return [calls[place] for place in sorted(place for *_, place in sorted(places)[:at_most])]


def _for_each(entry: Entry, occasion: Occasion) -> list[Called]:
    """One recommendation per indicator that calls for it; where a word of it is empty (``about``) there is none."""
    about = occasion.about or {}
    order = {key: rank for rank, key in enumerate(occasion.grounds)}
    calls = []
    for id in dict.fromkeys(key.about for key in _keys(entry, occasion)):
        said = {**about.get(id, {}), **_where_lacking(entry, occasion.headlines.get(id))}
        if id in about and _speakable(entry, said):
            grounds = {key: ground for key, ground in occasion.grounds.items() if key.about == id}
            own = replace(occasion, grounds=grounds, words={**occasion.words, **said})
            call = _called(entry, tuple(meant(entry.when, grounds)), own)
            named = replaced(call.recommendation, id=f"{entry.id}:{id}", places=_places(entry, call.keys, own, id))
            calls.append(replace(call, recommendation=named, rank=order[call.keys[0]]))
    return calls


def _speakable(entry: Entry, words: Words) -> bool:
    """Whether every word in braces that is known says something: no school, no task, no plan, no recommendation."""
    return all(words.get(name, name) for name in _BRACES.findall(f"{entry.text} {entry.measure}"))


_BRACES = re.compile(r"\{(\w+)\}")


def _called(entry: Entry, keys: tuple[Key, ...], occasion: Occasion) -> Called:
    moved = entry.indicators or tuple(dict.fromkeys(key.about for key in keys))
    term = dated(entry.term, occasion.period) if occasion.period else entry.term
    grounded = [*keys, *meant([entry.ground], occasion.grounds)] if entry.ground else keys
    headline = next((occasion.headlines[key.about] for key in grounded if key.about in occasion.headlines), None)
    schools = _addressed(entry, headline)
    text = _filled(entry, entry.text, occasion.words)
    recommendation = Recommendation(
        id=entry.id,
        to=entry.to,
        text=text,
        everyone=bool(EVERYONE.search(text.casefold())),
        goals=entry.goals,
        term=term,
        grounds=_grounds(entry, occasion),
        headline=headline.number if headline else 0,
        cause=_cause(entry, headline),
        position=_position(entry, schools, occasion),
        people=_people(headline, schools) if headline else 0,
        date=day_of(term),
        schools=schools,
        of_one=_filled(entry, entry.text, {**occasion.words, **OF_ONE}) if schools else "",
        activity=entry.activity if entry.measure else 0,
        measure=_filled(entry, entry.measure, occasion.words),
        indicators=moved if entry.measure else (),
        places=_places(entry, keys, occasion),
        general=entry.general,
    )
    rank = FIRST if ALWAYS in entry.when else list(occasion.grounds).index(keys[0])
    aim = _filled(entry, entry.aim, occasion.words)
    return Called(recommendation, keys, rank, aim, only_for_some=bool(entry.own))


def _places(entry: Entry, keys: Sequence[Key], occasion: Occasion, about: str = "") -> tuple[str, ...]:
    """Whose own note has it, who is in its group, or, of a single indicator (``about``), who it is noted of."""
    if entry.own:
        has = [id for id in occasion.own if id.partition(":")[0] in entry.own and about in ("", id.partition(":")[2])]
        return tuple(dict.fromkeys(code for id in has for code in occasion.own[id]))
    noted = [Key("group", entry.group)] if entry.group else keys if about else []
    return tuple(dict.fromkeys(code for key in noted for code in occasion.places.get(key, ())))


OF_ONE = {"schools": "школа", "in_schools": "школе", "of_empty": "школы"}
"""Words of the text for a single school: its own sheet, where the others are nobody's concern."""

EVERYONE = re.compile(
    r"\b(?:все|всех|всем|всеми|каждый|каждого|каждому|каждой|каждая)\b|\bкотор\w+ (?:\w+ ){0,2}?(?:не|нет)\b"
)
"""What speaks of all, or of those who are not among them yet: «обучающихся, которые её не прошли»."""


def _addressed(entry: Entry, headline: Headline | None) -> tuple[str, ...]:
    """Schools whose heads it is for: those that the text names."""
    if headline is None:
        return ()
    if "{of_empty}" in entry.text:
        return headline.named
    if entry.schools == "named" and (lacking := lacking_of(entry, headline)):
        return lacking.schools
    return named_schools(headline) if entry.schools == "named" else ()


def lacking_of(entry: Entry, headline: Headline | None) -> Lacking | None:
    """The schools whose own answers show the cause that an entry is for; None where schools were not asked.

    Of these, where contributions are known, those that are short: of one with enough pupils nothing is wanted.
    """
    lacking = next((own for own in headline.lacking if own.kind in entry.cause), None) if headline else None
    if lacking is None or headline is None or headline.gap is None:
        return lacking
    short = tuple(part.name for part in headline.gap.parts if part.people > 0 and part.name in lacking.schools)
    return replaced(lacking, schools=short or lacking.schools)


def _where_lacking(entry: Entry, headline: Headline | None) -> dict[str, str]:
    """Words of schools by their own answers: those that make most of a gap need not be those without a specialist."""
    lacking = lacking_of(entry, headline)
    if lacking is None:
        return {}
    cases = {"schools": "nominative", "in_schools": "prepositional"}
    return {word: named(lacking.schools, case, lacking.among) for word, case in cases.items()}


def _position(entry: Entry, schools: tuple[str, ...], occasion: Occasion) -> str:
    """«директор школы» where it is one."""
    every = occasion.positions.get(entry.to, "")
    return occasion.positions.get(ONE_SCHOOL, every) if len(schools) == 1 else every


ONE_SCHOOL = "school"
"""Among the positions: of the head of a single school."""


def _people(headline: Headline, schools: tuple[str, ...]) -> int:
    """Pupils of the finding; of named schools those that are short there, where contributions are known."""
    of = headline.gap or headline.change
    parts = [part for part in of.parts if part.name in schools] if of else []
    short = sum(part.people for part in parts)
    return short if short > 0 else headline.people


def _cause(entry: Entry, headline: Headline | None) -> str:
    stated = [cause.kind for cause in headline.causes] if headline else []
    return next((kind for kind in stated if kind in entry.cause), "")


def named_schools(headline: Headline) -> tuple[str, ...]:
    """Schools that make most of it: of the gap, else of the fall; else the lower of two groups, those with nobody."""
    for parts in (headline.gap, headline.change):
        if parts is not None and parts.main:
            return tuple(part.name for part in parts.parts[: parts.main])
    return headline.groups.lower.schools if headline.groups else headline.named


def on_page_one(
    chosen: Sequence[Recommendation], first: Sequence[str] = (), about: Sequence[int] | None = None
) -> tuple[Recommendation, ...]:
    """Those of page one first, with their place: of what matters most first, one for each finding; general ones last.

    Only what has an addressee, a day and pupils is a decision; where findings are fewer, a second one of the first.
    Where nothing was found, what is missing or may be shown to others is decided upon; ``first``: ids of those that
    precede all others, in their order; ``about``: numbers of the findings that may be decided on there (None: all).
    """
    single = [
        recommendation
        for recommendation in chosen
        if not recommendation.general and (about is None or recommendation.headline in (0, *about))
    ]
    ready = [
        recommendation
        for recommendation in single
        if recommendation.headline and recommendation.position and recommendation.date and recommendation.people
    ]
    if not ready:
        ready = [recommendation for recommendation in single if recommendation.position and recommendation.date]
    turns: Counter[int] = Counter()
    places = {}
    for recommendation in sorted(ready, key=lambda recommendation: recommendation.headline):
        places[recommendation.id] = (turns[recommendation.headline], recommendation.headline)
        turns[recommendation.headline] += 1
    ahead = {id: at for at, id in enumerate(first)}
    order = sorted(places, key=lambda id: (ahead.get(id, len(ahead)), places[id]))[:ON_PAGE_ONE]
    places_of = {id: at for at, id in enumerate(order, 1)}
    ranked = sorted(chosen, key=lambda own: (places_of.get(own.id, len(order) + 1), own.general))
    return tuple(
        replaced(recommendation, number=number, foremost=places_of.get(recommendation.id, 0))
        for number, recommendation in enumerate(ranked, 1)
    )


def _filled(entry: Entry, text: str, words: Words) -> str:
    try:
        return wording.fill(text, dict(words))
    except KeyError as unknown:
        where = f"recommendations.yaml, {entry.id}"
        why = f"слово {{{unknown.args[0]}}} программе неизвестно; исправьте его или уберите"
        raise DatasetError(f"{where}: {why}") from None


def _grounds(entry: Entry, occasion: Occasion) -> tuple[Ground, ...]:
    """Of the findings in the order of the note, then the letter."""
    keys = meant(filter(None, (*entry.when, entry.ground)), occasion.grounds)
    grounds = dict.fromkeys(ground for key in keys if (ground := occasion.grounds[key]))
    letter = [Ground("letter", occasion.letter)] if entry.letter and occasion.letter else []
    return (*grounds, *letter)


def _merged(calls: Iterable[Called]) -> list[Called]:
    """To one addressee the same is said once of the same places, on all its grounds: one text, or one ``aim``."""
    kept: dict[tuple[str, str, tuple[str, ...]], Called] = {}
    for call in calls:
        key = call.recommendation.to, (call.aim or call.recommendation.text).casefold(), call.recommendation.places
        kept[key] = _together(kept[key], call) if key in kept else call
    return list(kept.values())


def _together(first: Called, other: Called) -> Called:
    own, more = first.recommendation, other.recommendation
    both = replaced(
        own,
        grounds=tuple(dict.fromkeys((*own.grounds, *more.grounds))),
        same=(*own.same, more.id),
        indicators=tuple(dict.fromkeys((*own.indicators, *more.indicators))) if own.measure else (),
    )
    keys = tuple(dict.fromkeys((*first.keys, *other.keys)))
    return replace(first, recommendation=both, keys=keys, rank=min(first.rank, other.rank))


# ---- who is addressed, as the place calls it


_HEADING = re.compile(r"(?P<who>.+?)(?P<verb> рекомендовать| предлагается| обеспечить)?:")

_SINGLE = "operator"
"""Its heading is a sentence of another form: it keeps the neutral words."""


def of_place(addressees: list[Addressee], code: str, region: str) -> dict[str, Addressee]:
    """Role → who it is in a municipality: its own line, else that of the region."""
    own: dict[str, Addressee] = {}
    for place in (region, code):
        own |= {addressee.role: addressee for addressee in addressees if addressee.code == place}
    return own


def positions_of(register: Register, names: dict[str, Addressee]) -> dict[str, str]:
    """Role → the position of who is to do it, as the place calls it itself."""
    return register.positions | {role: name.position for role, name in names.items() if name.position}


def addressed(headings: dict[str, str], names: dict[str, Addressee]) -> dict[str, str]:
    """«Органу управления образованием рекомендовать:» → «Комитету образования города Зеи рекомендовать:»."""
    return {role: _heading(role, text, names.get(role)) for role, text in headings.items()}


def _heading(role: str, text: str, name: Addressee | None) -> str:
    heading = _HEADING.fullmatch(text)
    if name is None or not name.dative or heading is None or role == _SINGLE:
        return text
    return f"{wording.capital(name.dative)}{heading['verb'] or ''}:"
