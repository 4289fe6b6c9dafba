"""What one catalogue entry holds: a variable, an indicator, its editions; an indicator computes itself."""

from dataclasses import dataclass, field
from typing import Any

from careerstats.errors import UsageError
from careerstats.formulas import FORMULAS
from careerstats.intervals import proportion_interval
from careerstats.model import period_start


@dataclass(frozen=True)
class Variable:
    """One reported quantity."""

    id: str
    title: str
    unit: str
    grades: str
    as_of: str
    collected: str
    sensitive: bool
    source: dict[str, Any]
    controls: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Edition:
    """A formula in force from a period on; ``of`` says which variable plays which role."""

    since: str
    formula: str
    of: dict[str, str]
    source: dict[str, Any]
    counting: str = ""
    break_reason: str = ""


@dataclass(frozen=True)
class Value:
    """A computed value: shares and their Wilson limits in per cent."""

    value: Any
    lower: Any
    upper: Any
    numerator: Any
    denominator: Any


@dataclass(frozen=True)
class Indicator:
    """A passport: the official title and a short one, the formula by editions, why it matters, whose method it is."""

    id: str
    symbol: str
    title: str
    short: str
    goal: str
    unit: str
    polarity: str
    levels: tuple[str, ...]
    data: str
    why: str
    status: str
    editions: tuple[Edition, ...]
    examples: tuple[dict[str, Any], ...]
    caveat: str = ""
    words: dict[str, Any] = field(default_factory=dict)

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
        }
        return {**plain, **self.words}

    def edition(self, period: str | None = None) -> Edition | None:
        """The edition in force in ``period``; the newest if none is named; ``None`` where there was no method yet."""
        if period is None:
            return self.editions[-1]
        day = period_start(period)
        in_force = [edition for edition in self.editions if period_start(edition.since) <= day]
        return in_force[-1] if in_force else None

    def compute(self, period: str | None = None, **counts: Any) -> Value:
        """Value of the indicator from its variables, e.g. ``compute(K_pt=412, K_od1=530).value`` → 77.7358 (%).

        Scalars, arrays and Series go in and come out in kind. Raises UsageError for a missing or unknown
        variable and where no edition was in force in ``period``.
        """
        edition = self.edition(period)
        if edition is None:
            first = self.editions[0].since
            raise UsageError(f"Показатель {self.id}: методики на {period} год нет, она действует с {first} года.")
        self._require(edition, counts)
        roles = {role: counts[variable] for role, variable in edition.of.items()}
        value = FORMULAS[edition.formula][0](**roles)
        numerator, denominator = roles.get("part", roles.get("value")), roles.get("whole")
        lower, upper = proportion_interval(numerator, denominator) if edition.formula == "share" else (None, None)
        return Value(value, lower, upper, numerator, denominator)

    def _require(self, edition: Edition, counts: dict[str, Any]) -> None:
        wanted, given = set(edition.of.values()), set(counts)
        differences = {"не хватает": wanted - given, "лишние": given - wanted}
        told = [f"{word}: {', '.join(sorted(names))}" for word, names in differences.items() if names]
        if told:
            raise UsageError(f"Показателю {self.id} нужны величины {', '.join(sorted(wanted))}; {'; '.join(told)}.")
