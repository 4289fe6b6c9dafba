"""Public bundles of a dataset -> what all of them together tell of every hidden value, and the exit code."""

import json
from collections.abc import Callable
from pathlib import Path

from careerstats import wording
from careerstats.audiences import PUBLIC
from careerstats.contracts.shared import PREFIX, read_text
from careerstats.disclosure.attacking import Guess, guesses, leaks, sensitive_parts
from careerstats.disclosure.masking import thresholds
from careerstats.errors import NoteError
from careerstats.intake import open_dataset
from careerstats.model import slug
from careerstats.pipeline.saving import processed


def attack(project: Path, dataset: str, say: Callable[[str], None] = print) -> int:
    """Try to compute every hidden value from what is published; 1 where one is given away.

    Raises NoteError where no public notes have been built.
    """
    opened = open_dataset(project, dataset)
    limits = thresholds(opened.settings)
    home = processed(project, dataset) / "notes" / slug(opened.period) / PUBLIC
    files = sorted(path for path in home.glob("*.json") if not path.name.startswith(PREFIX))
    bundles = [json.loads(read_text(path)) for path in files]
    if not bundles:
        what = f"Сначала: careerstats build {dataset} --audience public"
        raise NoteError(f"Справок для публикации в наборе «{dataset}» нет. {what}")
    found = guesses(bundles)
    names = {one["code"]: one["name"] for one in bundles[0]["municipalities"]} | {
        bundles[0]["region"]["code"]: bundles[0]["region"]["name"]
    }
    say(f"Прочитано сведений для публикации: {len(bundles)}, скрытых значений: {len(found)}.")
    for one in found:
        say(f"– {_told(one, names)}{': РАСКРЫТО' if one.gives_away(limits) else ''}")
    spilt = [f"{bundle['territory']['name']}: {where}" for bundle in bundles for where in leaks(bundle)]
    for where in spilt:
        say(f"– число рядом со скрытым значением: {where}")
    parts = [f"{bundle['territory']['name']}: {where}" for bundle in bundles for where in sensitive_parts(bundle)]
    for where in parts:
        say(f"– числа по группе детей, о которой не публикуют: {where}")
    spilt += parts
    bad = [one for one in found if one.gives_away(limits)]
    allowed = f"возможно каждое значение от {limits.least} до {limits.most}"
    say("Скрытые значения раскрываются: не публикуйте." if bad or spilt else f"Ничего не раскрыто: {allowed}.")
    return 1 if bad or spilt else 0


def _told(one: Guess, names: dict[str, str]) -> str:
    whose = names.get(one.code, one.code)
    return f"{whose}, {one.indicator}: от {wording.integer(one.low)} до {wording.integer(one.high)}"
