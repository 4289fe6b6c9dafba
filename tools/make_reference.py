"""The command line, the library, the records of what people write -> pages of ``docs/``, and the JSON schemas.

Run it after a change of a command, of a public name or of a field: ``python tools/make_reference.py``. Nothing of these
pages is written by hand but what stands here; a test holds them equal to what this gives.
"""

import argparse
import inspect
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.inspect import StructType, Type, type_info

import careerstats as cs
from careerstats import arguments, cli
from careerstats.contracts.files import FILES, WrittenFile
from careerstats.contracts.numbers import Column, Table
from careerstats.contracts.rules import USUAL, Rules
from careerstats.scaffold import example
from careerstats.scaffold.init import Answers, init
from careerstats.written import fields_of, records_in, schema_of

DOCS = Path(__file__).parent.parent / "docs"

CODES = """Код завершения: 0 – всё сделано; 1 – сделано, но часть справок не удалась или в данных есть ошибки, мешающие
расчёту; 2 – команда набрана неверно; 3 – не удалось прочитать ничего. Папка проекта – `--project ПАПКА`, иначе
переменная `CAREERSTATS_PROJECT`, иначе ближайшая папка вверх, в которой есть `data/raw`."""


def pages() -> dict[str, str]:
    """Name of a page → its text."""
    made = {"commands.md": commands(), "library.md": library(), "dataset.md": dataset(), "files.md": files()}
    return {name: re.sub(r"\n{3,}", "\n\n", text) for name, text in made.items()}


# ---- commands


def commands() -> str:
    """Every command with its words, options and examples, as the parser has them."""
    parts = [part for name, parser in parsers() for part in command(name, parser)]
    head = ["# Команды", "Страница составлена по самой программе; то же скажет `careerstats КОМАНДА --help`.", CODES]
    return "\n\n".join([*head, *parts]) + "\n"


def parsers(parser: Any = None, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """(«forms make», its parser) for every command that does something itself."""
    parser = parser or cli._parser()
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if name and not below:
        yield name, parser
    for action in below:
        for word, one in action.choices.items():
            yield from parsers(one, f"{name} {word}".strip())


def command(name: str, parser: argparse.ArgumentParser) -> list[str]:
    own = [one for one in parser._actions if one.help and one.dest not in ("help", "project")]
    rows = [f"| {_cell(option(one))} | {_cell(str(one.help))} |" for one in own]
    shown = [f"careerstats {words}" for words, _ in arguments.EXAMPLES.get(name, ())]
    told = ["\n".join(f"- `careerstats {words}` – {about}" for words, about in arguments.EXAMPLES.get(name, ()))]
    table = ["\n".join(["| слово, параметр | что значит |", "| --- | --- |", *rows])] if rows else []
    return [f"## {name}", str(parser.description), *table, *(told if shown else [])]


def option(action: argparse.Action) -> str:
    """«`--jobs N`», «`НАБОР`», «`--audience internal|public`»."""
    takes = action.metavar or ("|".join(map(str, action.choices)) if action.choices else "")
    words = " ".join(takes) if isinstance(takes, tuple) else takes
    if isinstance(action.nargs, int) and action.nargs > 1 and isinstance(takes, str):
        words = " ".join([takes] * action.nargs)
    return f"`{' '.join(filter(None, [', '.join(action.option_strings), words]))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# ---- the library


def library() -> str:
    """The public names with their signatures and docstrings, which are English."""
    names = [name for name in cs.__all__ if name != "__version__"]
    head = [
        "# Библиотека",
        "Для своего блокнота: `import careerstats as cs`. Публичных имён "
        f"{len(names)}; остальное – внутреннее устройство и может измениться. Проценты на входе и на выходе – числа от "
        "0 до 100; скаляры, массивы и столбцы pandas возвращаются тем же, чем переданы. Описания составлены по коду и "
        "оставлены на его языке, английском; понятия объясняет [Статистика без формул](statistics.md).",
        EXAMPLE,
    ]
    return "\n\n".join([*head, *(part for name in names for part in public(name))]) + "\n"


EXAMPLE = """```python
import careerstats as cs

round(cs.share(412, 530), 4)
```

```text
77.7358
```

```python
cs.proportion_interval(6, 10)
```

```text
(…31.26…, …83.18…)
```"""


def public(name: str) -> list[str]:
    """Heading, call and docstring; of ``indicator`` also what its answer can do."""
    more = [described('cs.indicator("1.1").compute', cs.indicator("1.1").compute)] if name == "indicator" else []
    return [f"## cs.{name}", described(f"cs.{name}", getattr(cs, name)), *more]


def described(name: str, thing: Any) -> str:
    text = inspect.cleandoc(thing.__doc__ or "").replace("``", "`")
    return f"`{name}{signature(thing)}`\n\n{text}"


def signature(thing: Any) -> str:
    """Names and defaults; types are left to the editor."""
    parameters = inspect.signature(thing).parameters.values()
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in parameters]
    return str(inspect.Signature(bare))


# ---- dataset.yaml


def dataset() -> str:
    """What ``careerstats init`` writes into dataset.yaml, all examples switched on, and the fields of a table."""
    head = [
        "# Поля dataset.yaml",
        "Каждое поле – с объяснением и примером, такими же, какие записывает `careerstats init` (там примеры выключены "
        "знаками `##`). Обязательны `title`, `region`, `period` и хотя бы один источник чисел: `tables`, `forms` или "
        "`participants`; наборы из одних реестров обходятся без них.",
        "Писать эти поля вручную обычно не нужно: таблицы и списки описывает `careerstats table add` "
        "([рецепт](howto/own-table.md)), остальное спрашивает `careerstats init`.",
        "## Главное",
    ]
    parts = [*fields(new_dataset()), *tables()]
    return "\n\n".join([*head, *parts]) + "\n"


def new_dataset() -> str:
    with tempfile.TemporaryDirectory() as folder:
        made = init(Path(folder), Answers("nabor", "10", "2024"))
        return (made / "dataset.yaml").read_text(encoding="utf-8")


def fields(text: str) -> Iterator[str]:
    """Headings and, for every field, its comment and its example."""
    for block in re.split(r"\n\n+", text.partition("\n\n")[2].strip()):
        lines = block.splitlines()
        if lines[0].startswith("# ----"):
            yield f"## {lines[0].strip('# -')}"
            lines = lines[1:]
        for said, shown in ((said, part) for said, whole in pieces(lines) for part in by_key(whole)):
            name = shown.partition(":")[0]
            yield f"### {name}" if re.fullmatch(r"[a-z_]+", name) else ""
            yield code_of(" ".join(said))
            yield f"<!-- пример -->\n```yaml\n{shown}\n```"


def pieces(lines: list[str]) -> Iterator[tuple[list[str], str]]:
    """(comment, example) of a block; a field may have a second example with a comment of its own."""
    said: list[str] = []
    shown: list[str] = []
    for line in lines:
        is_comment = line.startswith("# ")
        if is_comment and shown:
            yield said, "\n".join(shown)
            said, shown = [], []
        (said if is_comment else shown).append(line.removeprefix("##").removeprefix("# "))
    if shown:
        yield said, "\n".join(shown)


def by_key(shown: str) -> list[str]:
    """Two fields under one comment, each by itself."""
    return re.split(r"\n(?=[a-z_]+:)", shown)


def code_of(text: str) -> str:
    """Commands and file names in a comment as code."""
    return re.sub(r"\{[^}]*\}", lambda found: f"`{found[0]}`", text)


def tables() -> list[str]:
    return [
        "## Поля таблицы",
        "Обязательны `file` и `columns`. Каждая раскладка – с примером: [раскладки таблиц](layouts.md).",
        _table(told_of(type_info(Table))),
        "## Поля столбца",
        "Столбцу нужно одно из `variable`, `sum_of`, `rows_of`, `share`.",
        _table(told_of(type_info(Column))),
        "## Пороги",
        "Поля записи `rules`; при каждом – обычное значение. Порог, которого в наборе нет, остаётся обычным.",
        _table({name: f"{told}: {_usual(name)}" for name, told in told_of(type_info(Rules)).items()}),
        "Поля других записей: [формы](forms.md), [списки участников](participants.md), [еженедельные сведения, цели, "
        "реестры](registers.md), [исправления и `sources`](corrections.md), [`disclosure`](disclosure.md).",
    ]


def _usual(name: str) -> str:
    """The usual value as it is written into the file."""
    value = getattr(USUAL, name)
    return f"`[{', '.join(value)}]`" if isinstance(value, tuple) else f"`{value}`"


def told_of(record: Type) -> dict[str, str]:
    """Field of a record → what it is."""
    assert isinstance(record, StructType)
    return {one.encode_name: schema_of(one.type).get("description", "") for one in fields_of(record)}


def _table(rows: dict[str, str], needed: tuple[str, ...] = ()) -> str:
    marks = dict.fromkeys(needed, r" \*")
    told = (f"| `{key}`{marks.get(key, '')} | {_cell(text)} |" for key, text in rows.items())
    return "\n".join(["| поле | что в нём |", "| --- | --- |", *told])


# ---- the other files


def files() -> str:
    """Every field of the files beside dataset.yaml, record by record."""
    head = [
        "# Поля других файлов набора",
        "Все файлы лежат в папке набора рядом с `dataset.yaml` ([его поля](dataset.md)), все по желанию. Обязательные "
        "поля отмечены знаком \\*. Страница составлена по самой программе; таблицы CSV и Excel – на странице "
        "[Файлы набора](registers.md).",
        "Поле, которого нет, которое стоит не на своём месте или там не действует, отклоняется: `careerstats check` "
        "назовёт файл, строку, поле и что написать. Чтобы поля подсказывал редактор (VS Code, JupyterLab), начните "
        "файл строкой с именем его схемы; схемы записывает `careerstats init` в папку `schemas`:",
        "```text\n# yaml-language-server: $schema=schemas/corrections.schema.json\n```",
    ]
    return "\n\n".join([*head, *(part for file in FILES[1:] for part in described_file(file))]) + "\n"


def described_file(file: WrittenFile) -> Iterator[str]:
    """A heading and a table for each record; one that stands in several places is told once."""
    places: dict[Any, list[str]] = {}
    records = {}
    for record, place in records_in(file.model):
        records[record.cls] = record
        places.setdefault(record.cls, []).append(place)
    yield f"## {file.name}: {file.about}"
    for model, record in records.items():
        if where := ", ".join(f"`{place}`" for place in places[model] if place):
            yield f"### {where}"
        needed = tuple(one.encode_name for one in fields_of(record) if one.required)
        yield _table(told_of(record), needed)


def main() -> None:
    """Write the pages and the JSON schemas."""
    for name, text in example.schemas().items():
        (example.SCHEMAS / name).write_text(text, encoding="utf-8", newline="\n")
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: записан")


if __name__ == "__main__":
    main()
