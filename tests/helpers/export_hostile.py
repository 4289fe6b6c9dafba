"""The fictional region -> the same with hostile text in every field of words: names, registers, texts, letterhead."""

import csv
import io
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from helpers.projects import ROOT

DEMO = ROOT / "data" / "raw" / "demo"
CODE, ID, NAME = "02503000", "demo-okrug-03", "Лукоморский муниципальный округ"

TAILS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "@SUM(A1:A9)",
    "нуль\x0bпрочее\x1b[31m",
    "пра\u202eво",
    "{{ 7*7 }}{% raw %}",
    "#panic() $x$ @ref *жирно* _курсив_",
    "]]></w:t><w:br/>&amp;&lt;",
    "школа 🎓 שלום",
    "а" * 300,
    "{genitive} {0} %s \\",
)
"""What each would do if it were taken for markup: run, be counted, break the XML, turn the line, overflow."""

FIELDS = {
    "addressees.csv": ["Наименование", "Родительный падеж", "Дательный падеж"],
    "causes.csv": ["Причины", "Документ"],
    "decisions.csv": ["Наименование", "Содержание", "Причина неисполнения", "Документ об исполнении"],
    "joint.csv": ["Задача", "Мероприятие", "Причина неисполнения", "Что планируется", "Документ или ссылка"],
    "measures.csv": ["Мера", "Ответственный", "Документ", "Почему не исполнено"],
    "organisations.csv": ["name"],
    "partners.csv": ["Программа", "Профессия", "Документ или ссылка"],
    "practices.csv": ["Практика", "Содержание", "Документ или ссылка"],
    "territories.csv": ["full_name", "genitive", "dative", "prepositional"],
}
"""File → columns in which people write what they like."""

LETTERHEAD: dict[str, Any] = {
    "lines": ["Министерство образования", "Институт"],
    "sender": "региональный институт",
    "addressee": "Начальнику управления образования",
    "greeting": "Уважаемые коллеги!",
    "position": "Ректор",
    "executor": "Методист",
}

Marked = Callable[[str], str]


def hostile_dataset(folder: Path) -> None:
    """The dataset in ``folder``; every spoilt text holds a mark of its own: «метка17я<script>…»."""
    shutil.copytree(DEMO, folder)
    numbers = count(1)

    def marked(text: str) -> str:
        number = next(numbers)
        return f"{text} метка{number}я{TAILS[number % len(TAILS)]}" if text else ""

    def marked_name(text: str) -> str:
        """A school that has a number is called by it, and nobody would see the rest of its name."""
        return marked(text).replace("№", "")

    for name, columns in FIELDS.items():
        _spoil_table(folder / name, columns, marked_name if name == "organisations.csv" else marked)

    def marked_pattern(text: str) -> str:
        """In a text with places to fill in, braces are the program's own notation: it refuses others by name."""
        return marked(text).replace("{{ 7*7 }}{% raw %}", "7*7").replace("{genitive} {0}", "")

    _spoil_yaml(
        folder / "dataset.yaml",
        marked_pattern,
        {"name", "short", "caption", "source", "title", *LETTERHEAD},
        LETTERHEAD,
    )
    _spoil_yaml(folder / "recommendations.yaml", marked_pattern, {"text", "measure", "source"})
    _spoil_yaml(folder / "cycle.yaml", marked_pattern, {"title", "where", "remarks", "strategic_goal"})
    (folder / "texts" / "municipality.general.md").write_text(
        marked("Слово **института**") + "\n\n- " + marked("пункт") + "\n", encoding="utf-8"
    )
    for path in folder.glob("texts/*.md"):
        path.write_text(path.read_text(encoding="utf-8") + "\n\n" + marked("Своё слово"), encoding="utf-8")


def _spoil_table(path: Path, columns: list[str], marked: Marked) -> None:
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for at, line in enumerate(lines):
        if at < 40 or NAME in line.values():
            line |= {column: marked(line[column]) for column in columns}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")


def _spoil_yaml(path: Path, marked: Marked, keys: set[str], letterhead: dict[str, Any] | None = None) -> None:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    read |= {"letterhead": letterhead} if letterhead else {}
    path.write_text(yaml.safe_dump(_spoilt(read, marked, keys), allow_unicode=True), encoding="utf-8")


def _spoilt(value: Any, marked: Marked, keys: set[str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _spoilt(item, marked, keys, str(name)) for name, item in value.items()}
    if isinstance(value, list):
        return [_spoilt(item, marked, keys, key) for item in value]
    return marked(value) if isinstance(value, str) and key in keys else value
