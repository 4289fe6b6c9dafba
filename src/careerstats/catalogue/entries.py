"""What one catalogue entry holds: a goal, a variable, an indicator, its editions; an indicator computes itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace as with_limits
from typing import Any

from msgspec.structs import replace

from careerstats import formulas
from careerstats.contracts.catalogue import EditionEntry, GoalEntry, IndicatorEntry, Source, VariableEntry
from careerstats.errors import UsageError
from careerstats.formulas import FORMULAS, SHARES, Given, Number
from careerstats.intervals import not_negative, wilson_limits
from careerstats.model import period_start

REPORTERS = "reporters"
"""How many organisations answered: given beside the variables where the denominator is their number."""


class Goal(GoalEntry, frozen=True, kw_only=True):
    """A goal of the second level; ``tasks``: level (municipality, organisation) → number → text, and their source."""

    id: str
    source: Source = Source()


class Variable(VariableEntry, frozen=True, kw_only=True):
    """One reported quantity; ``by``: the axis of categories it is reported by; ``short``: a title for table heads."""

    id: str


class Edition(EditionEntry, frozen=True, kw_only=True):
    """A formula in force from a period on; ``of`` says which variable plays which role.

    ``per``: the base of a rate; ``maximum``: of one organisation's score; ``bands``: where each level begins (per
    cent) and its name; ``by``: the axis of a distribution; ``components``: of an index, id → weight, low, high;
    ``undefined``: what the source leaves open, and between which variables; ``title``, ``words``, ``polarity``: in
    place of the indicator's own; ``source``: of the formula, ``parted``: why the series breaks, with its own source.
    """

    of: Mapping[str, str] = {}

    @property
    def break_reason(self) -> str:
        return self.parted.reason if self.parted else ""

    @property
    def break_source(self) -> Source:
        return self.parted.source if self.parted else Source()

    @property
    def variables(self) -> tuple[str, ...]:
        """Variables whose numbers the formula needs."""
        return tuple(variable for variable in self.of.values() if variable)

    @property
    def first(self) -> str:
        """The variable that is counted; empty for an index."""
        return next(iter(self.variables), "")

    def terms(self, counts: Mapping[str, Given], reporters: Given) -> tuple[Given, Given]:
        """(numerator, denominator) out of summed ``counts`` by variable; no denominator → None."""
        numerator = counts[self.first]
        if self.of.get("whole"):
            return numerator, counts[self.of["whole"]]
        if FORMULAS[self.formula].of_reporters:
            maximum = self.maximum if "maximum" in FORMULAS[self.formula].extras else 1
            return numerator, formulas.in_kind(formulas.floats(reporters) * maximum, reporters)
        return numerator, None

    def value(self, numerator: Given, denominator: Given) -> Number:
        """The value of the formula; of a level, the number of its band."""
        match self.formula:
            case "count":
                return formulas.count(numerator)
            case "level":
                return formulas.level(numerator, denominator, [band.start for band in self.bands])
            case "rate":
                return formulas.rate(numerator, denominator, per=self.per)
        return formulas.rate(numerator, denominator, per=FORMULAS[self.formula].scale or 1)

    def band(self, value: float) -> str:
        """Name of the band of a level's ``value``; empty where it is unknown."""
        return self.bands[int(value) - 1].name if value == value and self.bands else ""  # noqa: PLR0124  NaN ≠ NaN


@dataclass(frozen=True)
class Value:
    """A computed value: shares and their Wilson limits in per cent; ``label``: the name of a level."""

    value: Any
    lower: Any = None
    upper: Any = None
    numerator: Any = None
    denominator: Any = None
    label: str = ""


class Indicator(IndicatorEntry, frozen=True, kw_only=True):
    """A passport: the official title and a short one, the formula by editions, why it matters, whose method it is."""

    editions: tuple[Edition, ...]

    @property
    def spoken(self) -> dict[str, Any]:
        """Words for running text; where the passport has none, plain ones made of its short title."""
        name = f"«{self.short}»"
        plain = {
            "topic": self.short,
            "column": self.short,
            "share": f"показатель {name}",
            "base": "общего числа",
            "who": "учтённых",
            "sentence": f"По показателю {name} {{verb}} {{pupils}}",
            "verbs": ["учтён", "учтены", "учтено"],
            "none": f"По показателю {name} учтённых, указавших {{territory}}, нет",
            "strong": f"работы по показателю {name}",
            "task": f"улучшить показатель {name}",
            "noun": ["обучающийся", "обучающихся", "обучающихся"],
            "noun_genitive": ["обучающегося", "обучающихся", "обучающихся"],
        }
        return {**plain, **self.words}

    def edition(self, period: str | None = None, method: str | None = None) -> Edition | None:
        """The edition in force in ``period``; the newest if none is named; ``None`` where there was no method yet.

        ``method``: a period whose edition is applied instead, whatever was in force in ``period``.
        """
        if method is None and period is None:
            return self.editions[-1]
        day = period_start(str(method or period))
        in_force = [edition for edition in self.editions if period_start(edition.since) <= day]
        return in_force[-1] if in_force else None

    def part_and_whole(self, period: str) -> tuple[str, str]:
        """The variables of a plain share in ``period``; two empty ones of what is none then."""
        edition = self.edition(period)
        of = edition.of if edition and edition.formula == "share" else {}
        return of.get("part", ""), of.get("whole", "")

    def in_period(self, period: str) -> "Indicator":
        """The indicator as ``period`` calls and judges it: an edition may have its own title, words and polarity."""
        edition = self.edition(period)
        if edition is None:
            return self
        return replace(
            self,
            title=edition.title or self.title,
            words={**self.words, **edition.words},
            polarity=edition.polarity or self.polarity,
        )

    def calling(self, full: str, short: str) -> "Indicator":
        """The indicator whose words say ``short`` where they said ``full``."""
        words = {key: said.replace(full, short) if isinstance(said, str) else said for key, said in self.words.items()}
        return replace(self, words=words)

    def why_incomparable(self, earlier: str, later: str, method: str | None = None) -> str:
        """Why values of two periods must not be compared, in words; empty where they may be (R7)."""
        start, end = period_start(earlier), period_start(later)
        for edition in self.editions:
            if edition.break_reason and start < period_start(edition.since) <= end:
                return f"разрыв ряда с {edition.since} года: {edition.break_reason}"
        before, after = self.edition(earlier, method), self.edition(later, method)
        if before is None or after is None:
            return f"методики на {earlier if before is None else later} год нет"
        if (before.formula, before.of) != (after.formula, after.of):
            return f"с {after.since} года показатель рассчитывается по другой редакции методики"
        return ""

    def compute(self, period: str | None = None, method: str | None = None, **counts: Any) -> Value:
        """Value of the indicator from its variables, e.g. ``compute(K_pt=412, K_od1=530).value`` → 77.7358 (%).

        Scalars, arrays and Series go in and come out in kind. Where the denominator is the number of organisations
        that answered, it is given as ``reporters``; a distribution takes and gives ``{category: number}``; an index
        takes the values of its components as ``values={id: value}``. ``method="2024"`` applies the edition of 2024
        to the numbers of another ``period``. Raises UsageError for a missing or unknown variable, where no edition
        was in force and where the source does not define the denominator; ValueError for negative numbers and for a
        part greater than its whole.
        """
        answer = self.evaluate(period, method, **counts)
        edition = self._in_force(period, method)
        if edition.formula == "distribution":
            limits = {category: wilson_limits(k, answer.denominator) for category, k in answer.numerator.items()}
            low, high = ({category: ends[side] for category, ends in limits.items()} for side in (0, 1))
            return with_limits(answer, lower=low, upper=high)
        if edition.formula in SHARES:
            formulas.share(answer.numerator, answer.denominator)
            lower, upper = wilson_limits(answer.numerator, answer.denominator)
            return with_limits(answer, lower=lower, upper=upper)
        if answer.numerator is not None:
            not_negative(formulas.floats(answer.numerator), edition.first)
        return answer

    def evaluate(self, period: str | None = None, method: str | None = None, **counts: Any) -> Value:
        """As ``compute``, without limits."""
        edition = self._in_force(period, method)
        self._require(edition, counts)
        if edition.formula == "distribution":
            parts = counts[edition.first]
            return Value(formulas.distribution(parts), numerator=dict(parts), denominator=_sum(parts))
        if edition.formula == "index":
            return Value(_index(edition, counts["values"]))
        numerator, denominator = edition.terms(counts, counts.get(REPORTERS))
        value = edition.value(numerator, denominator)
        label = edition.band(value) if edition.formula == "level" and isinstance(value, float) else ""
        return Value(value, None, None, numerator, denominator, label)

    def _in_force(self, period: str | None, method: str | None) -> Edition:
        edition = self.edition(period, method)
        if edition is None:
            first = self.editions[0].since
            raise UsageError(
                f"Показатель {self.id}: методики на {method or period} год нет, она действует с {first} года. "
                "Укажите более поздний период."
            )
        if edition.undefined:
            choices = ", ".join(edition.undefined.get("choices", []))
            raise UsageError(
                f"Показатель {self.id} не рассчитывается: знаменатель в источнике не определён "
                f"({edition.undefined.get('whole', '')}). Укажите его в каталоге набора в поле «of» (whole: {choices})."
            )
        return edition

    def _require(self, edition: Edition, counts: Mapping[str, Any]) -> None:
        wanted, given = set(edition.variables), set(counts)
        if FORMULAS[edition.formula].of_reporters:
            wanted.add(REPORTERS)
        if edition.formula == "index":
            wanted, given = set(edition.components), set(counts.get("values", {}))
        differences = {"не хватает": wanted - given, "лишние": given - wanted}
        texts = [f"{word}: {', '.join(sorted(names))}" for word, names in differences.items() if names]
        if texts:
            raise UsageError(f"Показателю {self.id} нужны величины {', '.join(sorted(wanted))}; {'; '.join(texts)}.")


def _index(edition: Edition, values: Mapping[str, Given]) -> Number:
    weights = {id: component.weight for id, component in edition.components.items()}
    bounds = {id: (component.low, component.high) for id, component in edition.components.items()}
    return formulas.weighted_index(values, weights, bounds)


def _sum(parts: Mapping[str, Given]) -> float:
    return float(sum(formulas.floats(part) for part in parts.values()))
