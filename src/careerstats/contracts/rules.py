"""The numbers by which verdicts are decided and of which their words tell: the field ``rules`` of a dataset.yaml."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from careerstats.contracts.facts import PUBLIC
from careerstats.contracts.kinds import Written, needs, says

Ground = Literal["stands_out", "lasting", "worsening", "short", "large_gap", "stage"]
"""What may hold of a verdict on the bad side: it stands out, was so in the period before, the indicator worsened, a
target is missed, the gap is large, it is the share of those who came to a stage."""

_WHICH = "нужен список из stands_out, lasting, worsening, short, large_gap, stage"

_Part = Annotated[float, PUBLIC, Meta(gt=0, le=1), needs("нужно число больше 0 и не больше 1, например 0.8")]
_Rare = Annotated[float, PUBLIC, Meta(gt=0, lt=0.5), needs("нужно число больше 0 и меньше 0.5, например 0.05")]
_Level = Annotated[float, PUBLIC, Meta(gt=0.5, lt=1), needs("нужно число больше 0.5 и меньше 1, например 0.95")]
_From1 = Annotated[int, PUBLIC, Meta(ge=1), needs("нужно целое число от 1")]
_From2 = Annotated[int, PUBLIC, Meta(ge=2), needs("нужно целое число от 2")]
_From3 = Annotated[int, PUBLIC, Meta(ge=3), needs("нужно целое число от 3")]
_From5 = Annotated[int, PUBLIC, Meta(ge=5), needs("нужно целое число от 5")]


class Rules(Written, frozen=True, kw_only=True, omit_defaults=True):
    """One field = one threshold; what is told of a row carries them (``contracts.values.Facts``).

    Differences of two places (``pairs``) are told where there are none in so many of all their comparisons.
    """

    called: ClassVar[str] = "rules"

    coverage: Annotated[
        _Part, says("какую долю обучающихся должны охватывать ответившие школы, чтобы число говорило за всех")
    ] = 0.8
    near: Annotated[_Level, says("узкий предел случайного диапазона: за ним отличие названо нетвёрдо")] = 0.95
    far: Annotated[_Level, says("широкий предел: за ним сказано «выше» или «ниже»")] = 0.998
    small: Annotated[
        _From2,
        says(
            "отличие меньше такой части уровня мало: 10 – десятая", needs="нужно целое число от 2: 10 – десятая часть"
        ),
    ] = 10
    large: Annotated[
        _From1,
        says(
            "отличие не меньше такой части уровня – большой разрыв: 3 – треть",
            needs="нужно целое число от 1: 3 – треть",
        ),
    ] = 3
    accent: Annotated[
        float,
        PUBLIC,
        Meta(ge=1, le=10),
        says("выделяется тот, кто дальше стольких стандартных отклонений", needs="нужно число от 1 до 10"),
    ] = 1.96
    accent_from: Annotated[_From5, says("и если муниципальных образований не меньше")] = 10
    discoveries: Annotated[
        _Rare, says("какая доля ложных допускается среди всех названных отличий, изменений, направлений")
    ] = 0.05
    alike: Annotated[
        float,
        PUBLIC,
        Meta(ge=0, le=1),
        says(
            "насколько похожи обучающиеся одной школы (ρ) там, где сведений по школам нет",
            needs="нужно число от 0 до 1",
        ),
    ] = 0.1
    school: Annotated[_From1, says("и сколько в школе обучающихся")] = 600
    base: Annotated[_Part, says("об изменении знаменателя больше чем на такую часть говорится отдельно")] = 0.15
    years: Annotated[_From5, says("за сколько сопоставимых лет указывается направление")] = 5
    schools: Annotated[
        _From2, says("сколько школ сверх одной в муниципальном образовании нужно, чтобы измерить их колебания")
    ] = 5
    places: Annotated[_From3, says("сколько изменений муниципальных образований нужно, чтобы измерить обычные")] = 10
    few: Annotated[_From2, says("знаменатель, меньше которого доля отмечена как неустойчивая")] = 20
    pairs: Annotated[_Rare, says("вероятность ошибки, с которой два муниципальных образования названы различными")] = (
        0.05
    )
    unassigned: Annotated[
        _From1, says("вывод неустойчив, если его меняет столько долей участников без муниципального образования")
    ] = 2
    left_out: Annotated[_Part, says("внимания требуют школы с нулём, где учится не меньше такой доли обучающихся")] = (
        0.1
    )
    decision: Annotated[
        tuple[Ground, ...],
        PUBLIC,
        says("при чём из этого неблагоприятное отклонение требует решения", needs=_WHICH),
    ] = ("stands_out", "lasting", "worsening", "short")
    attention: Annotated[tuple[Ground, ...], PUBLIC, says("и при чём – внимания", needs=_WHICH)] = (
        "large_gap",
        "stage",
    )

    @property
    def grounds(self) -> dict[str, tuple[Ground, ...]]:
        """Kind of a problem → the grounds any of which makes a verdict on the bad side one; the first that has one."""
        return {"decision": self.decision, "attention": self.attention}

    def unfit(self) -> list[tuple[str, str]]:
        wrong = []
        if self.near >= self.far:
            wrong.append(("near", f"узкий предел near ({self.near:g}) должен быть меньше широкого far ({self.far:g})"))
        if self.large >= self.small:
            order = f"большой разрыв – 1/{self.large} уровня – должен быть больше малого отличия – 1/{self.small}"
            wrong.append(("large", f"{order}: сделайте large меньше small"))
        return wrong


USUAL = Rules()
"""What holds where a dataset says nothing of its own."""
