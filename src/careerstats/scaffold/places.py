"""A region as a user names it, and maybe a list of its municipalities -> their codes, names and cases."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from careerstats import territories
from careerstats.errors import UsageError
from careerstats.intake.cells import normal_text
from careerstats.intake.files import read_rows
from careerstats.intake.guards import NotATableError
from careerstats.intake.rows import is_total
from careerstats.territories import Territory, normal_code, region_of
from careerstats.territories.cases import Forms, forms
from careerstats.territories.names import normalise, parse

EXAMPLE = '--municipalities "54701000 г. Новосибирск; 54604000 Болотнинский район"'
_FILE = re.compile(r".+\.(csv|txt|xlsx|xls|ods)", re.IGNORECASE)
# «54701000 г. Новосибирск», «г. Новосибирск – 54701000»; a code of seven digits has lost its zero
_CODE = re.compile(r"(?<!\d)(\d{7,8}|\d{10,11}|\d{2} \d{3} \d{3}(?: 000)?)(?!\d)")
_COLUMNS = ("id", "region", "since", "until", "code", "kind", "name", "full_name")
_CASES = ("genitive", "dative", "prepositional", "source")


class Place(NamedTuple):
    """A municipality or a region: its code, its name, and what kind of place it is."""

    code: str
    name: str
    kind: str = ""


class Places(NamedTuple):
    """A region and its municipalities in order of code; ``own``: they are the user's list, with what was mended."""

    region: Place
    municipal: list[Place]
    own: bool = False
    remarks: tuple[str, ...] = ()


def places_of(region: str, given: Sequence[str], day: object) -> Places:
    """``region``: code, first two digits or name; ``given``: lines «54701000 г. Новосибирск», or a file of them.

    A list may leave codes out where the names are those of a known region. Raises UsageError for an unknown region
    without a list and for a line that is none.
    """
    when = str(day)
    home = _region(region, when, own=bool(given))
    if given:
        return _own(given, home, when)
    ours = [Place(place.code, place.name, place.kind) for place in territories.of_region(home.code, when)]
    if not ours:
        raise UsageError(
            f"--region: муниципальных образований региона «{home.name}» в классификаторе 2019 года нет. Задайте их "
            f"списком: {EXAMPLE}"
        )
    return Places(home, ours)


def _region(text: str, when: str, *, own: bool) -> Place:
    """By code, its first digits or name; a region that is not known needs a code, a name and a list of its own."""
    digits, _, name = text.strip().partition(" ")
    code = normal_code(digits.ljust(8, "0") if re.fullmatch(r"\d{2,3}", digits) else digits)
    if own and name.strip() and re.fullmatch(r"\d{8}", code) and code == region_of(code):
        return Place(code, name.strip(), "region")
    place = territories.find_region(code if code.isdecimal() else text, when)
    if isinstance(place, Territory):
        return Place(place.code, place.name, "region")
    if own and re.fullmatch(r"\d{2}000000", code):
        raise UsageError(f'--region: региона {code} в классификаторе нет; назовите его: --region "{code} Название"')
    hint = f" Возможно, имелось в виду: {' или '.join(suggestion.name for suggestion in place.suggestions)}."
    raise UsageError(
        f"--region: региона «{text}» программа не знает.{hint if place.suggestions else ''} Назовите его целиком "
        f"(«Амурская область») или кодом ОКТМО («10»); другому региону дайте код и название (--region "
        f'"98000000 Название") и список: {EXAMPLE}'
    )


# ---- a list of the user's own


def _own(given: Sequence[str], home: Place, when: str) -> Places:
    remarks: list[str] = []
    places = [_place(line, home, when, remarks) for text in given for line in _lines(text)]
    for what, word in (("code", "код"), ("name", "название")):
        values = [normalise(getattr(place, what)) for place in places]
        twice = sorted(
            {getattr(place, what) for place, value in zip(places, values, strict=True) if values.count(value) > 1}
        )
        if twice:
            raise UsageError(
                f"--municipalities: {word} {', '.join(twice)} дано дважды. Дайте каждому свой код и название."
            )
    if not places:
        raise UsageError(f"--municipalities: список пуст. Пример: {EXAMPLE}")
    return Places(home, sorted(places), own=True, remarks=tuple(remarks))


def _lines(text: str) -> list[str]:
    """Rows of a file with one space between cells, or parts of a text between «;» and new lines."""
    if not _FILE.fullmatch(text.strip()):
        return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    path = Path(text.strip())
    if not path.is_file():
        raise UsageError(f"--municipalities: файла {text} нет. Проверьте путь.")
    try:
        rows = list(_rows(path))
    except NotATableError as error:
        raise UsageError(f"--municipalities: файл {text}: {error}; {error.what_to_do}.") from None
    return [row for at, row in enumerate(rows) if not (at == 0 and _is_head(row)) and not is_total(row)]


def _rows(path: Path) -> Iterator[str]:
    """Code and name of each row; numbers of rows and whatever stands in other columns are left out."""
    for row in read_rows(path):
        texts = [text for text in map(normal_text, row) if text]
        code = next((text for text in texts if _CODE.fullmatch(text)), "")
        name = next((text for text in texts if re.search("[а-яёА-ЯЁ]{2}", text)), "")
        if line := f"{code} {name}".strip() or " ".join(texts):
            yield line


def _is_head(row: str) -> bool:
    return not _CODE.search(row) and bool(re.search("код|назван|наименован|муниципальн|образован", row, re.IGNORECASE))


def _place(line: str, home: Place, when: str, remarks: list[str]) -> Place:
    text = normal_text(line.replace('"', "")).strip(" ;,")
    match = _CODE.search(text)
    name = (text[: match.start()] + text[match.end() :]).strip(" ;,.–-") if match else text
    known = territories.find(match[1] if match else name, home.code, when)
    if match is None and isinstance(known, Territory):
        return Place(known.code, name, _kind(name, known.code))
    code = normal_code(match[1]) if match else ""
    if not name or region_of(code) != home.code or code == home.code or len(code) != 8:
        why = known.message + " " if match is None and isinstance(known, territories.Unknown) else ""
        raise UsageError(
            f"--municipalities: строка «{line.strip()}» не понята: нужны код ОКТМО (восемь цифр, первые две – "
            f"{home.code[:2]}) и название. {why}Пример: {EXAMPLE}"
        )
    if match and len(match[1]) in (7, 10):
        remarks.append(f"{match[1]} – это {code} ({name}): возвращён потерянный в Excel ноль в начале кода.")
    return Place(code, name, _kind(name, code))


_BY_DIGIT = {"5": "okrug", "7": "urban_okrug", "3": "okrug", "9": "okrug"}


def _kind(name: str, code: str) -> str:
    """What the type word of a name says; of several kinds the most usual one; without a word, what the code says."""
    kinds = parse(name).kinds
    order = ("district", "okrug", "urban_okrug", "city", "settlement", "commune", "zato")
    if "город" in name.casefold().split() or re.match(r"(г\.|город-)", name.casefold()):
        return "city"
    fitting = [kind for kind in order if kind in kinds]
    return fitting[0] if fitting and len(fitting) < len(order) else _BY_DIGIT.get(code[2], "district")


def territories_csv(region: Place, places: Sequence[Place]) -> str:
    """``territories.csv`` of the dataset; cases by rule where it is certain, else to be filled in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_COLUMNS, *_CASES))
    writer.writerows(_row(place, region, forms(place.name)) for place in (region, *places))
    return out.getvalue()


def _row(place: Place, region: Place, cases: Forms) -> tuple[str, ...]:
    kind = "region" if place.code == region.code else place.kind
    id = f"r{place.code}" if place.code != region.code else f"region-{place.code[:3].rstrip('0')}"
    return (id, region.code, "", "", place.code, kind, place.name, place.name, *cases, "список пользователя")
