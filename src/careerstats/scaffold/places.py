"""A region as a user names it, and maybe a list of its municipalities -> their codes and names."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from careerstats import territories
from careerstats.errors import UsageError
from careerstats.territories import normal_code, region_of
from careerstats.territories.names import parse

EXAMPLE = '--municipalities "54701000 г. Новосибирск; 54604000 Болотнинский район"'
_LINE = re.compile(r"\s*(\d{8})[\s;,]+(.+?)\s*")
_COLUMNS = ("id", "region", "since", "until", "code", "kind", "name", "full_name")
_CASES = ("genitive", "dative", "prepositional", "source")


class Place(NamedTuple):
    """A municipality or a region: its code, its name, and what kind of place it is."""

    code: str
    name: str
    kind: str = ""


def places_of(region: str, given: Sequence[str], day: object) -> tuple[Place, list[Place], bool]:
    """The region, its municipalities in order of code, and whether they are the user's own list.

    ``region``: code, first two digits or name; ``given``: lines «54701000 г. Новосибирск», or a file of them. Raises
    UsageError for an unknown region without a list and for a line that is none.
    """
    when = str(day)
    known = {one.code: Place(one.code, one.name) for one in territories.regions(when)}
    home = _region(region, known, own=bool(given))
    if given:
        return home, _own(given, home), True
    ours = [Place(one.code, one.name, one.kind) for one in territories.of_region(home.code, when)]
    if not ours:
        raise UsageError(
            f"--region: муниципальных образований региона «{home.name}» в классификаторе 2019 года нет. Задайте их "
            f"списком: {EXAMPLE}"
        )
    return home, ours, False


def _region(text: str, known: dict[str, Place], *, own: bool) -> Place:
    """By code, its first two digits or name; a region that is not shipped needs a code and a list of its own."""
    written = text.strip()
    names = {one.name.casefold(): one for one in known.values()}
    if found := names.get(written.casefold()):
        return found
    code, _, name = written.partition(" ")
    code = normal_code(code.ljust(8, "0") if re.fullmatch(r"\d{2}", code) else code)
    if code in known and not (own and name.strip()):
        return known[code]
    if not re.fullmatch(r"\d{2}000000", code):
        raise UsageError(_unknown(text, known))
    if own and not name.strip():
        raise UsageError(f'--region: регион {code} поставляемым не является; назовите его: --region "{code} Название"')
    if not own:
        raise UsageError(_unknown(text, known))
    return Place(code, name.strip(), "region")


def _unknown(text: str, known: dict[str, Place]) -> str:
    from rapidfuzz import fuzz, process

    names = [one.name for one in known.values()]
    close = process.extract(text, names, scorer=fuzz.ratio, limit=2, score_cutoff=70)
    hint = f" Возможно, имелось в виду: {' или '.join(match[0] for match in close)}." if close else ""
    return (
        f"--region: региона «{text}» программа не знает.{hint} Назовите его целиком («Амурская область») или кодом "
        f'ОКТМО («10»); другому региону дайте код и название (--region "98000000 Название") и список: {EXAMPLE}'
    )


# ---- a list of the user's own


def _own(given: Sequence[str], home: Place) -> list[Place]:
    lines = [line for text in given for line in _lines(text)]
    places = [_place(line, home) for line in lines]
    for key, word in (("code", "код"), ("name", "название")):
        values = [getattr(one, key) for one in places]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise UsageError(
                f"--municipalities: {word} {', '.join(twice)} дано дважды. Дайте каждому свой код и название."
            )
    if not places:
        raise UsageError(f"--municipalities: список пуст. Пример: {EXAMPLE}")
    return sorted(places)


def _lines(text: str) -> list[str]:
    """Lines of a file, or parts of a text between «;» and new lines."""
    path = Path(text)
    if re.search(r"\.(csv|txt)$", text, re.IGNORECASE):
        if not path.is_file():
            raise UsageError(f"--municipalities: файла {text} нет. Проверьте путь.")
        try:
            read = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise UsageError(f"--municipalities: файл {text} не в кодировке UTF-8, сохраните его заново.") from None
        lines = read.splitlines()
        return [line for line in lines[not _LINE.fullmatch(lines[0]) :] if line.strip(" ;,")] if lines else []
    return [part for part in re.split(r"[;\n]", text) if part.strip()]


def _place(line: str, home: Place) -> Place:
    match = _LINE.fullmatch(line.replace('"', ""))
    if match is None or region_of(match[1]) != home.code or match[1] == home.code:
        raise UsageError(
            f"--municipalities: строка «{line.strip()}» не понята: нужны код ОКТМО (восемь цифр, первые две – "
            f"{home.code[:2]}) и название. Пример: {EXAMPLE}"
        )
    name = match[2].strip(" ;,")
    return Place(match[1], name, _kind(name))


def _kind(name: str) -> str:
    """What the type word of a name says; of several kinds the most usual one."""
    kinds = parse(name).kinds
    order = ("district", "okrug", "urban_okrug", "city", "settlement", "zato")
    if "город" in name.casefold().split() or re.match(r"г\.", name.casefold()):
        return "city"
    fitting = [kind for kind in order if kind in kinds]
    return fitting[0] if fitting and len(fitting) < len(order) else "district"


def territories_csv(region: Place, places: Sequence[Place]) -> str:
    """``territories.csv`` of the dataset; cases of the region's name by rule, of municipalities to be filled in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_COLUMNS, *_CASES))
    writer.writerow(_row(region, region, cases_of(region.name)))
    writer.writerows(_row(one, region, ("", "", "")) for one in places)
    return out.getvalue()


def _row(one: Place, region: Place, cases: tuple[str, str, str]) -> tuple[str, ...]:
    kind = "region" if one.code == region.code else one.kind
    id = f"r{one.code}" if one.code != region.code else f"region-{one.code[:2]}"
    return (id, region.code, "", "", one.code, kind, one.name, one.name, *cases, "список пользователя")


def cases_of(name: str) -> tuple[str, str, str]:
    """Genitive, dative and prepositional of a region's name; empty where the rule does not know it."""
    if match := re.fullmatch(r"(.+)ая область", name):
        return (f"{match[1]}ой области",) * 3
    if match := re.fullmatch(r"(.+)ая Республика", name):
        return (f"{match[1]}ой Республики", f"{match[1]}ой Республике", f"{match[1]}ой Республике")
    if match := re.fullmatch(r"Республика (.+)", name):
        return (f"Республики {match[1]}", f"Республике {match[1]}", f"Республике {match[1]}")
    if match := re.fullmatch(r"(.+)ий край", name):
        return (f"{match[1]}ого края", f"{match[1]}ому краю", f"{match[1]}ом крае")
    return "", "", ""
