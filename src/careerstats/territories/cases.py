"""Name of a municipality or a region -> its genitive, dative and prepositional, by a rule that is certain, or nothing.

A name that no rule declines for certain gets no forms: the text around it is then worded so that none is needed.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TOWNS = Path(__file__).with_name("towns.csv")


class Forms(NamedTuple):
    """Three cases of a name; all empty where they are not certain."""

    genitive: str = ""
    dative: str = ""
    prepositional: str = ""


# the last word of a name, after adjectives: «Тункинский район», «Верхний Уфалей» is no such name
_HEADS = {
    "район": Forms("района", "району", "районе"),
    "округ": Forms("округа", "округу", "округе"),
    "улус": Forms("улуса", "улусу", "улусе"),
    "кожуун": Forms("кожууна", "кожууну", "кожууне"),
    "аймак": Forms("аймака", "аймаку", "аймаке"),
    "край": Forms("края", "краю", "крае"),
    "область": Forms("области", "области", "области"),
    "республика": Forms("Республики", "Республике", "Республике"),
}  # fmt: skip
# words before a name that stays as it is: «муниципального округа Коломна», «посёлка Прогресс»
_BEFORE: tuple[tuple[str, Forms], ...] = (
    ("муниципальный округ", Forms("муниципального округа", "муниципальному округу", "муниципальном округе")),
    ("городской округ", Forms("городского округа", "городскому округу", "городском округе")),
    ("муниципальный район", Forms("муниципального района", "муниципальному району", "муниципальном районе")),
    (
        "муниципальное образование",
        Forms("муниципального образования", "муниципальному образованию", "муниципальном образовании"),
    ),
    ("федеральная территория", Forms("федеральной территории", "федеральной территории", "федеральной территории")),
    ("внутригородская территория", Forms(*["внутригородской территории"] * 3)),
    ("поселение", Forms("поселения", "поселению", "поселении")),
    ("район имени", Forms("района имени", "району имени", "районе имени")),
    ("округ", Forms("округа", "округу", "округе")),
    ("рабочий посёлок", Forms("рабочего посёлка", "рабочему посёлку", "рабочем посёлке")),
    ("р. п.", Forms("рабочего посёлка", "рабочему посёлку", "рабочем посёлке")),
    *((word, Forms("посёлка", "посёлку", "посёлке")) for word in ("посёлок", "поселок", "пос.", "пгт", "п.")),
    ("ЗАТО", Forms("ЗАТО", "ЗАТО", "ЗАТО")),
    ("Республика", Forms("Республики", "Республике", "Республике")),
)
_TOWN = re.compile(r"(г\.|город(?:-курорт|-герой)?(?= ))\s*(.+)")
_TOWN_WORDS = {
    "город-курорт": Forms("города-курорта", "городу-курорту", "городе-курорте"),
    "город-герой": Forms("города-героя", "городу-герою", "городе-герое"),
}
_CITY = Forms("города", "городу", "городе")
# «в городе Бородино», «в городе Великие Луки»: beside the word «город» a neuter, a plural, a foreign name stay
_UNCHANGED = re.compile("[еиоуыэюё]$")
_PLAIN = re.compile("[А-ЯЁ][а-яё]*(?:-[А-ЯЁ][а-яё]*)?(?:ск|цк|град|бург|город)")
# ending of an adjective -> its endings; «-ий» after other letters may belong to a noun
_ADJECTIVES: tuple[tuple[str, Forms], ...] = (
    ("[кгх]ий", Forms("ого", "ому", "ом")),
    ("ний", Forms("него", "нему", "нем")),
    ("[^аеиоуыэюя]ый", Forms("ого", "ому", "ом")),
    ("[^аеиоуыэюя]ой", Forms("ого", "ому", "ом")),
    ("[^аеиоуыэюя]ая", Forms("ой", "ой", "ой")),
)


def forms(name: str) -> Forms:
    """«Тункинский район» -> «Тункинского района», …; ``Forms()`` for a name that no rule knows."""
    first, dash, rest = name.partition(" – ")
    if dash and not first.startswith("Республика ") and (whole := forms(first)).genitive:
        tail = _word(rest) if rest in _known() else Forms()
        return (
            Forms(*(f"{first} – {second}" for first, second in zip(whole, tail, strict=True)))
            if tail.genitive
            else Forms()
        )
    if match := _TOWN.fullmatch(name):
        return _with(_TOWN_WORDS.get(match[1], _CITY), _word(match[2]))
    before = next((known for known in _BEFORE if name.startswith(known[0] + " ")), None)
    if before and not (name.endswith(tuple(" " + head for head in _HEADS)) and before[0] == "муниципальный район"):
        rest = name.removeprefix(before[0]).strip()
        return _with(before[1], Forms(rest, rest, rest))
    *adjectives, last = name.split(" ")
    declined = [_adjective(word) for word in adjectives]
    head = _HEADS.get(last.lower())
    if not head or not declined or not all(word.genitive for word in declined):
        return Forms()
    return Forms(*(" ".join(words) for words in zip(*declined, head, strict=True)))


def _with(first: Forms, second: Forms) -> Forms:
    return Forms(*(f"{head} {rest}" for head, rest in zip(first, second, strict=True))) if second.genitive else Forms()


def _word(name: str) -> Forms:
    """A town's own name beside the word «город»."""
    if name in (known := _known()):
        return known[name]
    if _UNCHANGED.search(name):
        return Forms(name, name, name)
    if _PLAIN.fullmatch(name):
        return Forms(name + "а", name + "у", name + "е")
    return Forms()


def _adjective(word: str) -> Forms:
    """«(долгано-эвенкийский)» keeps its brackets."""
    bare = word.strip("()")
    for ending, changed in _ADJECTIVES:
        if re.fullmatch(f".+{ending}", bare):
            stem = bare[:-3] if ending == "ний" else bare[:-2]
            return Forms(*(word.replace(bare, stem + ending) for ending in changed))
    return Forms()


@cache
def _known() -> dict[str, Forms]:
    """Reviewed forms of towns that the rule for -ск, -град, -бург does not decline."""
    with _TOWNS.open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: Forms(row["genitive"], row["dative"], row["prepositional"]) for row in csv.DictReader(file)
        }
