"""The items of one table and the answers so far -> the variable of each, and what has to be asked of a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import msgspec

from careerstats.contracts.adding import UNUSED, Choice, Ground, Question
from careerstats.contracts.numbers import Column
from careerstats.grouping import grouped
from careerstats.intake import cells
from careerstats.intake.heads import SEPARATOR
from careerstats.intake.spelled_periods import tells_part_of_time
from careerstats.pipeline.adding.items import Item, items_of
from careerstats.pipeline.adding.layouts import Block
from careerstats.pipeline.adding.meanings import Meaning, plain
from careerstats.pipeline.adding.places import Answers, Place

_OFFERED, _ALIKE = 4, 4
SUM = "sum"
AGAIN = "&"
"""Before the key of an item that has a variable already: it stands for another one too."""


@dataclass
class Mapped:
    """``columns``: what dataset.yaml will say; ``grounds``: key of an item → why it is used; ``open``: questions.

    ``apart``: variables of which the numbers of schools are not added up: yes and no, scores; ``lost``: those that
    stand in the table.
    """

    block: Block
    items: list[Item]
    columns: dict[str, Column] = field(default_factory=dict)
    used: dict[str, Column] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    lost: set[str] = field(default_factory=set)
    grounds: dict[str, Ground] = field(default_factory=dict)
    open: list[Question] = field(default_factory=list)

    def put(self, item: Item, ground: Ground, **fields: str) -> None:
        if fields.get("variable", "") in self.apart:
            self.leave(item, "apart")
            self.lost.add(fields["variable"])
            return
        column = item.column(**fields)
        self.columns[item.title] = self.used[item.key] = column
        self.grounds[item.key] = ground

    def leave(self, item: Item, ground: Ground = "left") -> None:
        self.grounds.setdefault(item.key, ground)

    @property
    def taken(self) -> set[str]:
        """Variables that stand somewhere already, each with the period that the title of its column names."""
        periods = {item.key: item.period for item in self.items}
        used = [(key, column) for key, column in self.used.items() if not column.breakdown]
        return {place_of(column.variable, periods.get(key, "")) for key, column in used}

    @property
    def rest(self) -> list[Item]:
        """Items of which nothing is known yet."""
        return [item for item in self.items if item.key not in self.grounds]


def mapped(place: Place, block: Block, answers: Answers, lacking: Sequence[str], *, summed: bool) -> Mapped:
    """``lacking``: variables that the dataset needs and that nothing brings yet; ``summed``: schools are added up."""
    apart = (id for id, variable in place.catalogue.variables.items() if summed and variable.unit in ("flag", "score"))
    out = Mapped(block, items_of(block), apart=frozenset(apart))
    _answered(place, out, answers)
    _grades(place, out, answers)
    _sums(place, out, answers)
    _certain(place, out)
    _likely(place, out, answers)
    _twice(place, out, answers)
    _sought(place, out, answers, lacking)
    _shares(out)
    for item in out.rest:
        out.leave(item)
    places = {item.title: at for at, item in enumerate(out.items)}
    out.columns = dict(sorted(out.columns.items(), key=lambda pair: places.get(pair[0], len(places))))
    return out


def place_of(variable: str, period: str) -> str:
    """A variable of one period; of the table's own, the variable itself."""
    return f"{variable} {period}".strip()


def _answered(place: Place, out: Mapped, answers: Answers) -> None:
    sought = {value: key.partition("?")[2] for key, value in answers.items() if "?" in key and value != UNUSED}
    for item in out.items:
        answer = sought.get(item.key) or answers.get(item.key, "") or _of_another_year(out, item, answers)
        if item.key.endswith("+") or item.grade or not answer:
            continue
        if answer in place.catalogue.variables:
            out.put(item, "answer", variable=answer)
        elif answer == UNUSED:
            out.leave(item, "answer")


def _of_another_year(out: Mapped, item: Item, answers: Answers) -> str:
    """What was answered about the same heading of another period."""
    alike = [other for other in out.items if item.period and other.words == item.words and other.period != item.period]
    return next((answers[other.key] for other in alike if other.key in answers), "")


def _certain(place: Place, out: Mapped) -> None:
    """A heading that is a variable's own, or was described before; two of the same variable are asked about."""
    whole = (item for item in out.rest if not (item.is_share or item.part_of or item.grade))
    meant = [(item, meaning) for item in whole for meaning in place.meanings.of(item.words)[:1] if meaning.certain]
    headed = grouped((place_of(meaning.variable, item.period), (item, meaning)) for item, meaning in meant)
    for place_, [(item, meaning), *others] in headed.items():
        if not others and place_ not in out.taken:
            out.put(item, meaning.ground, variable=meaning.variable)


def _likely(place: Place, out: Mapped, answers: Answers) -> None:
    wanted = place.meanings.wanted
    for item in out.rest:
        if not item.is_countable or item.part_of or item.is_sum or item.grade or item.title in place.ignored:
            continue
        alike = [meaning for meaning in place.meanings.of(item.words) if meaning.variable not in out.apart]
        meanings = [meaning for meaning in alike if place_of(meaning.variable, item.period) not in out.taken]
        if any(meaning.variable in wanted for meaning in meanings) or (meanings and not wanted):
            doubted = meanings[0] != alike[0] or tells_part_of_time(item.title)
            out.open.append(_question(place, item, meanings, unlikely=doubted))
            out.leave(item, "asked")


def _question(place: Place, item: Item, meanings: Sequence[Meaning], *, unlikely: bool = False) -> Question:
    """``unlikely``: the likeliest answer is none of them; Enter is that it is not used."""
    choices = [*_choices(place, [meaning.variable for meaning in meanings]), Choice(value=UNUSED)]
    stems = meanings[0].words if meanings else ()
    words = [
        word for word in plain(" ".join(item.words)).split() if any(word[:_ALIKE] == stem[:_ALIKE] for stem in stems)
    ]
    return Question(
        key=item.key,
        kind="meaning",
        about=item.title,
        where=item.where,
        samples=item.samples,
        choices=tuple(choices[-1:] + choices[:-1] if unlikely else choices),
        hints=tuple(words) or stems,
        free=True,
    )


def _choices(place: Place, variables: Sequence[str]) -> tuple[Choice, ...]:
    first = sorted(dict.fromkeys(variables), key=lambda id: id not in place.meanings.wanted)[:_OFFERED]
    return tuple(Choice(value=id, name=place.catalogue.variables[id].title) for id in first)


def _sought(place: Place, out: Mapped, answers: Answers, lacking: Sequence[str]) -> None:
    """What is needed and no heading speaks of: which column it is, one at a time, and last."""
    free = [item for item in out.rest if item.is_countable and not item.part_of and not item.is_sum and not item.grade]
    free = [item for item in free if not _is_something_else(item) and item.title not in place.ignored]
    for variable in lacking:
        key = f"{out.block.table.sheet}?{variable}"
        offered = _likeliest_first(place, variable, free, _stand_ins(place, out, variable))
        if len(offered) > 1 and variable not in out.taken and key not in answers and not out.open:
            about = place.catalogue.variables[variable].title
            out.open.append(Question(key=key, kind="column", about=about, choices=offered))


def _likeliest_first(place: Place, variable: str, free: Sequence[Item], alike: Sequence[Item]) -> tuple[Choice, ...]:
    """Columns in which a variable may stand; Enter is that there is none where no title has a word of it."""
    is_plain = not any(tells_part_of_time(item.title) for item in free)
    likely = [item for item in free if is_plain and place.meanings.has_word_of(item.title, variable)]
    others = [Choice(value=item.key, name=item.title) for item in free if item not in likely]
    none = Choice(value=UNUSED)
    likeliest = [Choice(value=item.key, name=item.title) for item in likely] or ([none] if others else [])
    others += [Choice(value=AGAIN + item.key, name=item.title) for item in alike]
    return (*likeliest, *others) if none in likeliest else (*likeliest, *others, none)


def _twice(place: Place, out: Mapped, answers: Answers) -> None:
    """Columns that stand for a second variable too, by an answer or as they were described before."""
    chosen = {value.removeprefix(AGAIN): key.partition("?")[2] for key, value in answers.items() if value[:1] == AGAIN}
    for item in [item for item in out.items if item.key in out.used and not item.period]:
        variable = chosen.get(item.key) or place.twice.get(plain(item.title), "")
        if variable and variable != out.used[item.key].variable:
            column = msgspec.structs.replace(
                out.used[item.key], variable=variable, path=out.block.head.parts(item.title)
            )
            out.columns[f"{item.title} ({variable})"] = out.used[f"{item.key}{AGAIN}"] = column


def _stand_ins(place: Place, out: Mapped, variable: str) -> list[Item]:
    """Items taken for a number of the same pupils by another document: both only ever what shares are shares of."""
    wholes, known = place.wholes, place.catalogue.variables
    if variable not in wholes or variable in {column.variable for column in out.columns.values()}:
        return []
    alike = {other for other in wholes if known[other].grades == known[variable].grades != "any"}
    taken = [item for item in out.items if item.key in out.used and not item.period and not item.grade]
    return [item for item in taken if out.used[item.key].variable in alike]


def _is_something_else(item: Item) -> bool:
    """Numbers of rows, codes, and parts of the number beside them."""
    counted = item.samples[:2] == ("1", "2")
    codes = all(len(text) >= _CODE and text.isdecimal() for text in item.samples)
    return counted or codes or bool(_PART.match(item.title))


_CODE = 8
_PART = re.compile(r"в т(?:\.|ом) ?ч|из них|из общего|из числа", re.IGNORECASE)


# ---- parts of one number


def _sums(place: Place, out: Mapped, answers: Answers) -> None:
    """Columns that part one number: whether they are added up is never taken for granted."""
    for item in [item for item in out.items if item.key.endswith("+")]:
        parts = [other for other in out.items if other.part_of and set(other.groups) <= set(item.groups)]
        meanings = [meaning for meaning in place.meanings.of(item.words) if meaning.variable not in out.taken]
        answer = answers.get(item.key, "")
        if not meanings or answer == UNUSED:
            pass
        elif answer == SUM:
            out.put(item, "answer", variable=meanings[0].variable)
        elif chosen := next((part for part in parts if part.key == answer), None):
            out.put(chosen, "answer", variable=meanings[0].variable)
        else:
            choices = [
                Choice(value=SUM),
                *(Choice(value=part.key, name=part.title) for part in parts),
                Choice(value=UNUSED),
            ]
            about, name = SEPARATOR.join(item.words), place.catalogue.variables[meanings[0].variable].title
            samples = tuple(sample for part in parts for sample in part.samples[:1])
            out.open.append(
                Question(
                    key=item.key,
                    kind="parts",
                    about=about,
                    where=item.where,
                    choices=tuple(choices),
                    samples=samples,
                    hints=(name,),
                )
            )
        for other in (item, *parts):
            out.leave(other, "asked" if out.open and out.open[-1].key == item.key else "left")


def _grades(place: Place, out: Mapped, answers: Answers) -> None:
    """Numbers of classes under one heading: categories of its variable, and together the variable itself."""
    graded = (item for item in out.items if item.grade and item.is_countable)
    for words, items in grouped((item.words, item) for item in graded).items():
        key = f"{items[0].key}="
        meanings = place.meanings.of(words)
        answer = answers.get(key, "")
        if answer in place.catalogue.variables:
            _put_grades(place, out, items, answer, "answer")
        elif meanings and meanings[0].certain and not answer:
            _put_grades(place, out, items, meanings[0].variable, meanings[0].ground)
        elif not answer and any(meaning.variable in place.meanings.wanted for meaning in meanings):
            question = _question(place, items[0], meanings)
            out.open.append(msgspec.structs.replace(question, key=key, about=SEPARATOR.join(words)))
        for item in items:
            out.leave(item)


def _put_grades(place: Place, out: Mapped, items: Sequence[Item], variable: str, ground: Ground) -> None:
    for item in items:
        out.put(item, ground, variable=variable, breakdown=f"классы={item.grade}")
    grades = place.catalogue.variables[variable].grades
    first, _, last = grades.partition("-")
    spanned = {str(grade) for grade in range(int(first), int(last or first) + 1)} if first.isdigit() else set()
    whole = [item for item in out.items if not item.grade and item.words == items[0].words and item.is_countable]
    if not whole and spanned == {item.grade for item in items} and variable not in out.taken:
        title = f"{SEPARATOR.join(items[0].words) or grades}, всего"
        out.columns[title] = Column(variable=variable, sum=tuple(item.title for item in items))


# ---- published shares


def _shares(out: Mapped) -> None:
    """A column of per cents that is one count by another in most rows is held against them from now on."""
    counts = {key: column for key, column in out.used.items() if not column.breakdown and not column.sum}
    items = {item.key: item for item in out.items if item.key in counts and item.groups}
    for item in [item for item in out.rest if item.is_share and item.groups]:
        shares = _fractions(out.block, item)
        numbers = {key: _numbers(out.block, part, item.periods[0]) for key, part in items.items()}
        pairs = [
            (part, whole)
            for part in numbers
            for whole in numbers
            if part != whole and _comes_out(shares, numbers[part], numbers[whole])
        ]
        if len(pairs) == 1:
            part, whole = (counts[key].variable for key in pairs[0])
            out.put(item, "arithmetic", share=part, share_of=whole)


def _numbers(block: Block, item: Item, period: str) -> list[int | None]:
    """Numbers of that period; of a table without years all."""
    columns = dict(zip(item.periods, item.groups[0].counts, strict=True))
    column = columns.get(period, item.groups[0].counts[-1])
    return [cells.parse(block.table.content(row, column)).count for row in block.data]


def _fractions(block: Block, item: Item) -> list[tuple[Fraction, int] | None]:
    """Value and number of decimals of each cell."""
    shares: list[tuple[Fraction, int] | None] = []
    for row in block.data:
        text = block.table.text(row, item.groups[0].column).removesuffix("%").strip().replace(",", ".")
        whole, _, decimals = text.partition(".")
        readable = whole.isdecimal() and (not decimals or decimals.isdecimal()) and len(text) < 20
        shares.append((Fraction(text), len(decimals)) if readable else None)
    return shares


def _comes_out(
    shares: Sequence[tuple[Fraction, int] | None], parts: Sequence[int | None], wholes: Sequence[int | None]
) -> bool:
    """In three rows or more, and in most of those where all three stand."""
    tried = right = 0
    for share, part, whole in zip(shares, parts, wholes, strict=True):
        if share is not None and part is not None and whole:
            tried += 1
            value, decimals = share
            right += abs(Fraction(100 * part, whole) - value) * 2 * 10**decimals <= 2
    return right >= _ENOUGH and right * 10 >= tried * 7


_ENOUGH = 3
