"""A small dataset with a file of every kind the program reads -> the same with one file spoilt by a seed."""

import copy
import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
import yaml
from helpers.projects import ROOT
from helpers.small_books import ods, parts_of, xls, zipped
from lxml import etree

from careerstats.export.docx_template import SHIPPED
from careerstats.simulate import simulate

NAME = "small"
DEMO, IZHEVSK, ZAKAMENSK = (ROOT / "data" / "raw" / name for name in ("demo", "izhevsk-2022", "zakamensk-2022"))
CATALOGUES = ROOT / "src" / "careerstats" / "catalogue"
SHIPPED_YAML = ("causes.yaml", "self_diagnosis.yaml", "profminimum.yaml")
OF_DEMO = "causes measures joint partners practices general addressees decisions"
LIST = """ID;МО;Класс;Статус
1;г. Примерск;7;Посетил
2;г. Примерск;8;Нет
2;г. Примерск;8;Посетил
3;Небывальский район;9а;
"""
CATALOGUE = """indicators:
  - id: own
    symbol: D_own
    title: Доля обучающихся, прошедших диагностику, от охваченных консультациями (условные данные)
    short: Прошли диагностику
    goal: Ц1
    unit: percent
    polarity: high
    levels: [municipality, region]
    data: full
    why: условный показатель
    status: proposed
    editions:
      - since: 2022
        formula: share
        of: {part: K_consult, whole: K_od1}
        source: {document: условный документ}
    examples:
      - {name: половина, given: {K_consult: 5, K_od1: 10}, expect: 50}
      - {name: никого, given: {K_consult: 0, K_od1: 10}, expect: 0}
"""
OWN_TEXT = "Своё слово **института** ([ссылка](https://example.org)) о <b>работе</b>.\n\n- раз\n- два\n"
MORE: dict[str, Any] = {
    "participants": [
        {
            "file": "list.csv",
            "person": {"id": "ID"},
            "territory": "МО",
            "grade": "Класс",
            "counts": [{"variable": "K_reg", "where": {"Статус": ["Посетил"]}}],
        }
    ]
}

STRINGS = (
    *("", " ", "0", "-1", "1e308", "NaN", "∞", "½", "9" * 400, "1.234,5", "да", "нет", "-", "н/д", "не применимо"),
    *("=1+1", "@SUM(A1)", "+7", "<script>alert(1)</script>", "&amp;", "]]>", "{genitive}", "{0}", "%s", "\\", '"', "'"),
    *("../../etc/passwd", "C:\\CON", "/dev/zero", "\x0b", "\u202e", "\ufeff", "😀", "я" * 3000, "a\nb", "31.02.2025"),
    *(
        "2024/25",
        "2024/2",
        "02000000",
        "demo-city-01",
        "г. Примерск",
        "регион",
        "1.1",
        "K_od1",
        "schools",
        "Ц99",
        "null",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 3, 10**30, 1.5, float("inf"), float("nan"), [], {}, [[]], [{}], {"a": 1}, {1: 2}),
    *STRINGS,
)
PIECES = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b";", b",", b'"', b": ", b"- ", b"&a ", b"*a"),
    *(b"!!python/name:os.system", b"{", b"[", b"#", b"\t", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\xd0", b"$$", b"|"),
    *(b"![a](../../x)", b"9" * 50),
)


def dataset(project: Path) -> Path:
    """The folder ``data/raw/small``: a simulated region with every other file the program knows beside it."""
    folder = project / "data" / "raw" / NAME
    simulate(folder, 4, 12, 2, 2025)
    for stem in OF_DEMO.split():
        shutil.copy(DEMO / f"{stem}.csv", folder)
    shutil.copytree(DEMO / "weekly", folder / "weekly")
    shutil.copytree(DEMO / "plans", folder / "plans")
    _own_files(folder)
    _described(folder)
    return folder


def _own_files(folder: Path) -> None:
    texts = {"list.csv": LIST, "catalogue.yaml": CATALOGUE, "texts/municipality.general.md": OWN_TEXT}
    texts["corrections.yaml"] = _correction(folder)
    texts["tiles.csv"] = "territory,row,column\n02701000,1,1\n02601000,1,2\n"
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    shutil.copy(IZHEVSK / "cycle.yaml", folder)
    shutil.copy(SHIPPED, folder)
    for one in SHIPPED_YAML:
        shutil.copy(CATALOGUES / one, folder)
    for one in ZAKAMENSK.glob("printed-*.csv"):
        shutil.copy(one, folder)


def _correction(folder: Path) -> str:
    rows = (folder / "tables" / "2024-25" / "oo-1.csv").read_text(encoding="utf-8-sig").splitlines()
    was = next(csv.reader([rows[1]], delimiter=";" if ";" in rows[0] else ","))[4]
    who = "why: условное основание\n  who: методист (условная должность)\n  date: '2025-06-20'\n"
    return f"- file: tables/2024-25/oo-1.csv\n  cell: E2\n  was: '{was}'\n  becomes: '7'\n  {who}"


def _described(folder: Path) -> None:
    path = folder / "dataset.yaml"
    ours = yaml.safe_load(path.read_text(encoding="utf-8"))
    demos = yaml.safe_load((DEMO / "dataset.yaml").read_text(encoding="utf-8"))
    whole = demos | ours | MORE
    path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8", newline="\n")


# ---- one file spoilt

KINDS = {
    "dataset.yaml": ("dataset.yaml",),
    "catalogue.yaml": ("catalogue.yaml",),
    "corrections.yaml": ("corrections.yaml",),
    "cycle.yaml": ("cycle.yaml",),
    **{name: (name,) for name in SHIPPED_YAML},
    "recommendations.yaml": ("recommendations.yaml",),
    "registers": tuple(f"{stem}.csv" for stem in OF_DEMO.split()),
    "printed": ("printed-items.csv", "printed-diagnosis.csv"),
    "territories": ("territories.csv", "aliases.csv", "organisations.csv"),
    "tiles.csv": ("tiles.csv",),
    "tables": ("tables/*/*.csv", "weekly/*.csv"),
    "workbooks": ("tables/*/*.csv", "weekly/*.csv", "measures.csv", "decisions.csv", "organisations.csv"),
    "plans": ("plans/*/*.xlsx",),
    "participants": ("list.csv",),
    "texts": ("texts/*.md",),
    "template.docx": ("template.docx",),
}
"""What is spoilt → the files of the dataset that are of this kind."""

BUILT = {
    "bundles": (f"data/processed/{NAME}/notes/*/*/*.json",),
    "run.json": (f"reports/{NAME}/run.json",),
}
"""The same of what a build has written, from the folder of the project."""


def spoil(folder: Path, kind: str, chance: Random) -> str:
    """Spoil one file of this kind; returns what was done, to be told when it brings an error to light."""
    paths = sorted(path for pattern in (KINDS | BUILT)[kind] for path in folder.glob(pattern))
    path = chance.choice(paths)
    way: Callable[[bytes, Random], bytes] = chance.choice(_ways(kind, path))
    data = _book(path, chance) if kind == "workbooks" else path.read_bytes()
    target = _renamed(path, folder, chance) if kind == "workbooks" else path
    target.write_bytes(way(data, chance))
    return f"{target.relative_to(folder)} {way.__name__}"


def _ways(kind: str, path: Path) -> tuple[Callable[[bytes, Random], bytes], ...]:
    if path.suffix == ".xlsx" or kind == "workbooks":
        return (in_parts, in_parts, in_bytes, whole)
    if path.suffix == ".docx":
        return (in_elements, in_elements, in_elements, in_parts, in_bytes, whole)
    if path.suffix in (".yaml", ".json"):
        return (in_values, in_values, in_values, in_bytes, in_lines, whole)
    return (in_cells, in_cells, in_bytes, in_lines, whole) if path.suffix == ".csv" else (in_bytes, in_lines, whole)


def _renamed(path: Path, folder: Path, chance: Random) -> Path:
    """The table as a workbook, under the name that dataset.yaml (or the register's stem) then has."""
    target = path.with_suffix(chance.choice((".xlsx", ".xls", ".ods")))
    described = (folder / "dataset.yaml").read_text(encoding="utf-8")
    old, new = (one.relative_to(folder).as_posix() for one in (path, target))
    (folder / "dataset.yaml").write_text(described.replace(old, new), encoding="utf-8", newline="\n")
    path.unlink()
    return target


def _book(path: Path, chance: Random) -> bytes:
    """A book of the table's own cells, or one of another program."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    return chance.choice((lambda: _xlsx(rows), lambda: _xlsx(rows), xls, ods))()


def _xlsx(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": True}) as made:
        page = made.add_worksheet("Лист1")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def in_bytes(data: bytes, chance: Random) -> bytes:
    """A few bytes changed, put in, or cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(out) + 1)
        out[at : at + chance.choice((0, 1, 40))] = chance.choice((*PIECES, bytes([chance.randrange(256)]), b""))
    return bytes(out)


def in_lines(data: bytes, chance: Random) -> bytes:
    """Lines lost, doubled, moved, indented."""
    lines = data.splitlines(keepends=True) or [b""]
    for _ in range(chance.choice((1, 2, 4))):
        at = chance.randrange(len(lines))
        lines[at : at + 1] = chance.choice(
            ([], [lines[at]] * 2, [b"  " + lines[at]], [lines[at], chance.choice(lines)])
        )
        lines = lines or [b""]
    return b"".join(lines)


def whole(_: bytes, chance: Random) -> bytes:
    """Something else altogether."""
    return chance.choice(
        (b"", b"\n", b"\0" * 30, b"PK\x03\x04", b"---\n", b"- 1\n", b"a: b\n", b'"', b"\xd0\xcf\x11\xe0" * 9)
    )


def in_cells(data: bytes, chance: Random) -> bytes:
    """Cells of a text table replaced, rows of another length, a title renamed or doubled."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    for _ in range(chance.choice((1, 2, 6))):
        row = chance.choice(rows)
        if row:
            at = chance.randrange(len(row))
            row[at : at + chance.choice((1, 1, 1, 0))] = [
                chance.choice((*STRINGS, chance.choice(chance.choice(rows) or [""])))
            ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def in_values(data: bytes, chance: Random) -> bytes:
    """Values and keys of a YAML or JSON file replaced by others of any kind."""
    ours = data.startswith(b"{")  # nobody writes a YAML file so
    value = json.loads(data) if ours else yaml.safe_load(data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = list(_places(value))
        if places:
            container, key = chance.choice(places)
            _change(container, key, chance)
    if ours:
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "replace")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _change(container: Any, key: Any, chance: Random) -> None:
    kind = chance.random()
    if kind < 0.6:
        container[key] = copy.deepcopy(chance.choice(VALUES))  # or the next change would change VALUES
    elif kind < 0.8 or isinstance(container, list):
        del container[key]
    else:
        container[chance.choice(("x", 1, None, True, "", "file", "period"))] = container.pop(key)


def in_parts(data: bytes, chance: Random) -> bytes:
    """A sound package around a spoilt part: the damage gets past the check sums."""
    if not data.startswith(b"PK"):
        return in_bytes(data, chance)
    parts = parts_of(data)
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    return zipped(parts | {name: in_bytes(parts[name], chance)})


def in_elements(data: bytes, chance: Random) -> bytes:
    """A sound package around a part that is still XML: elements and attributes lost, doubled, of other values."""
    parts = parts_of(data)
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    root = etree.fromstring(parts[name])
    for _ in range(chance.choice((1, 2, 6, 30))):
        _change_element(chance.choice(list(root.iter("*"))), chance)
    return zipped(parts | {name: etree.tostring(root)})


def _change_element(element: Any, chance: Random) -> None:
    kind, parent = chance.random(), element.getparent()
    if kind < 0.5 and element.attrib:
        _change_attribute(element, chance)
    elif parent is not None and kind < 0.75:
        parent.remove(element)
    elif parent is not None:
        parent.insert(chance.randrange(len(parent) + 1), copy.deepcopy(element))
    else:
        element.tag = chance.choice(("x", element.tag))


def _change_attribute(element: Any, chance: Random) -> None:
    name = chance.choice(sorted(element.attrib))
    if chance.random() < 0.4:
        del element.attrib[name]
    else:
        element.set(name, chance.choice([one for one in STRINGS if one.isprintable()]))
