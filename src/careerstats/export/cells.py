"""A cell of an executed notebook -> the blocks that it shows, in order, and advice to its author.

An output is kept in several forms; the best that a document can print is taken: a block of ours, Markdown, TeX, a table
or words in HTML, lines, pixels, a bare value.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, dropwhile

from msgspec.structs import replace

from careerstats import blocks, letters
from careerstats.blocks import Block, Figure, Table
from careerstats.contracts.notebook import Cell, Output, text_of
from careerstats.contracts.plain import Data, inner
from careerstats.errors import NoteError
from careerstats.shown import options, pictures
from careerstats.shown.html import from_html
from careerstats.shown.markdown import from_markdown
from careerstats.shown.options import Options

Shown = Block | Data
"""A block, or the data of an output that carries one of ours."""

UNPRINTABLE = {
    "application/vnd.jupyter.widget": "виджет",
    "application/vnd.plotly": "график plotly",
    "application/vnd.vega": "график altair",
    "application/vnd.holoviews": "график holoviews",
    "application/vnd.bokeh": "график bokeh",
    "application/javascript": "программу на JavaScript",
    "application/geo+json": "интерактивную карту",
    "application/pdf": "файл PDF",
    "video/": "видео",
    "audio/": "звук",
}
"""How the kind of an output begins → what it is called."""

REFUSED = (
    "показывает {what}, а это на бумаге не напечатать. Покажите рисунок matplotlib, таблицу pandas или текст либо "
    "поставьте ячейке метку remove."
)
NO_CAPTION = "{what} без названия и потому без номера; назовите: #| {key}: …"
LATE = "строка «{line}» не действует: строки «#| …» стоят в ячейке первыми, до кода"
CODES = "столбцы названы для кода: {names}; по-русски: .rename(columns=…), а таблицы справки – note.titled(…)"
UNDESCRIBED = "Рисунок без описания"
NO_ALT = "у рисунка нет описания для незрячих; дайте его: #| fig-alt: …"
NOT_SHOWN = "напечатанное print() в документ не попадает; покажите значение последней строкой ячейки"
OBJECT = re.compile(r"<[^\W\d][\w.]*[^>]*>|\bText\(-?[\d.]+, -?[\d.]+, ['\"]|^[\[(](?:None, )*None,?[\])]$")
"""What a call of matplotlib gives back: addresses of objects, words of axes, nothing at all."""
_QUOTES = ("'", '"')  # a text is its author's, whatever it says
AS_PYTHON = "значение напечатано так, как его пишет Python; покажите таблицу, рисунок или f-строку с ним"
FOREIGN = "слова по-английски: {words}; назовите по-русски (.rename(…), .rename_axis(…), ax.set(xlabel=…))"
LEGIBLE = 0.6  # of its size: letters of 9 points are of 5 and a half then
SHRUNK = "рисунок шире страницы и уменьшен: буквы слишком мелки; задайте figsize=(6.3, 4) и меньше"
NUMBERING = (
    "первый столбец – нумерация строк pandas; уберите её: .reset_index(drop=True), или назовите: .rename_axis(…)"
)
_ENGLISH = re.compile(
    r"\b(count|mean|std|min|max|unique|top|freq|proportion|Density|Count|Frequency|Proportion|Probability"
    r"|Boxplot grouped by)\b"
)
"""Words that pandas and seaborn put into tables and figures of themselves."""
_CODE = re.compile(r"[a-z]{4,}|[a-z]+(_[a-z]+)+")
"""A column that is called as a variable is."""
_PROGRESS = re.compile(r"%\|.*\||\[\d\d:\d\d[<,].*\]\s*$")
"""A bar of tqdm, which is for the author while the cell runs, as its letters in a terminal are."""
_MOMENT = re.compile(r"(?:datetime\.date(?:time)?\((?P<parts>[\d, ]+)\)|Timestamp\('(?P<text>[^']+)'[^)]*\))")
_UNDRAWN = re.compile(letters.UNDRAWN.format(signs=".+?"))
"""What a figure says of a sign that it has no letter for, among the warnings of its cell."""
_SCALAR = re.compile(r"^np\.\w+\((.*)\)$", re.DOTALL)
_TEXT_OF_LATEX = re.compile(r"\\begin\{(tabular|longtable|table|figure|itemize|enumerate|document)\*?\}")
_MATH_MARKS = re.compile(r"^\s*(?:\$\$|\$\\displaystyle|\$|\\\[|\\\()\s*|\s*(?:\$\$|\$|\\\]|\\\))\s*$")


@dataclass
class FromCell:
    """What one cell gives to the document."""

    blocks: list[Shown] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def blocks_of(cell: Cell) -> FromCell:
    """Raises NoteError, which names no cell, for what cannot be printed."""
    source = text_of(cell["source"])
    if cell["cell_type"] == "markdown":
        return FromCell([*from_markdown(source, cell.get("attachments"))])
    if cell["cell_type"] != "code":
        return FromCell()
    said = options.of_source(source)
    outputs = cell.get("outputs", []) if said.shown else []
    made = FromCell(_named([shown for output in _once(outputs) for shown in _of_output(output)], said))
    made.advice += [*_late(source), *_advice(made.blocks, outputs, said)]
    if said.echo:
        made.blocks.insert(0, blocks.code(_without_options(source)))
    return made


def _late(source: str) -> Iterator[str]:
    """Options below the first line of code."""
    lines = list(dropwhile(_is_option, (line.strip() for line in source.split("\n"))))
    yield from (LATE.format(line=line) for line in lines if _is_option(line))


def _is_option(line: str) -> bool:
    return line.startswith("#|")


def _without_options(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if not _is_option(line.lstrip())).strip("\n")


def _once(outputs: list[Output]) -> Iterator[Output]:
    """A figure left open is shown at the end of its cell, once more if it was the result: one picture is enough."""
    seen: list[object] = []
    for output in outputs:
        picture = output.get("data", {}).get("image/png")
        if picture is None or picture not in seen:
            yield output
        seen.append(picture)


# ---- one output


def _of_output(output: Output) -> Iterator[Shown]:
    if output["output_type"] in ("stream", "error"):
        return
    data: Data = {kind: text_of(value) if isinstance(value, list) else value for kind, value in output["data"].items()}
    size = output.get("metadata", {})
    if blocks.MIME in data:
        yield data
    elif unprintable := [name for kind, name in UNPRINTABLE.items() if any(mime.startswith(kind) for mime in data)]:
        if not _PROGRESS.search(str(data.get("text/plain", ""))):
            raise NoteError(REFUSED.format(what=unprintable[0]))
    else:
        yield from _stock({kind: str(value) for kind, value in data.items()}, size)


def _stock(data: dict[str, str], size: Data) -> Iterator[Shown]:
    picture = next((kind for kind in pictures.KINDS if kind in data), "")
    plain = data.get("text/plain", "").strip()
    if "text/markdown" in data:
        yield from from_markdown(data["text/markdown"])
    elif "text/latex" in data and "text/html" not in data:
        yield _formula(data["text/latex"])
    elif "text/html" in data and not picture:
        yield from from_html(data["text/html"])
    elif picture:
        yield pictures.of_data(picture, data[picture], "", inner(size, picture))
    elif others := sorted(set(data) - {"text/plain"}):
        raise NoteError(REFUSED.format(what=f"«{', '.join(others)}»"))
    elif plain not in ("", "None") and (plain[0] in _QUOTES or not OBJECT.search(plain)):
        yield _value(plain)


def _value(plain: str) -> Block:
    """A text, a number, a day that a cell ends with, as words of the document; whatever else, as it is."""
    if match := _MOMENT.fullmatch(plain):
        return blocks.paragraph(_moment(match))
    try:
        value = ast.literal_eval(_SCALAR.sub(r"\1", plain))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return blocks.code(plain)
    if isinstance(value, str):
        return blocks.paragraph(value)
    if not isinstance(value, int | float):
        return blocks.code(plain)
    from careerstats.shown.frames import word  # pandas is for notebooks that show values of it

    return blocks.paragraph(word(value))


def _moment(match: re.Match[str]) -> str:
    """«datetime.date(2024, 9, 1)», «Timestamp('2024-09-01 10:30:00')» -> «01.09.2024», «01.09.2024 10:30»."""
    from careerstats.shown.frames import word

    if match["text"]:
        return word(datetime.fromisoformat(match["text"]))
    parts = [int(part) for part in match["parts"].split(",")]
    return word(datetime(*parts))  # type: ignore[arg-type]  # of a moment as Python wrote it


def _formula(tex: str) -> Block:
    if match := _TEXT_OF_LATEX.search(tex):
        raise NoteError(REFUSED.format(what=f"LaTeX с {match[0]}"))
    return blocks.formula(bare_tex(tex), "")


def bare_tex(tex: str) -> str:
    """A formula without the signs that set it off from a text around it."""
    before = ""
    while before != tex:
        before, tex = tex, _MATH_MARKS.sub("", tex)
    return tex.strip()


# ---- what the author says of the outputs


def _named(shown: list[Shown], said: Options) -> list[Shown]:
    """Captions, descriptions and the label, given to the tables and figures in their order."""
    opened = [_opened(block) for block in shown]
    counts = Counter(type(block) for block in opened)
    at = {Table: count(), Figure: count()}
    return [
        _authored(block, said, next(at[type(block)]), counts) if isinstance(block, Table | Figure) else block
        for block in opened
    ]


def _opened(block: Shown) -> Shown:
    """A table or figure of a cell is its author's to name; what a section makes stays whole."""
    own = inner(block, blocks.MIME) if isinstance(block, dict) else {}
    if isinstance(block, dict) and own.get("authored") and own["kind"] != "heading":
        return blocks.from_output({"data": block}) or block
    return block


def _authored(block: Table | Figure, said: Options, at: int, counts: Counter[type]) -> Table | Figure:
    """A table or figure, the one after ``at`` of its kind in the cell, with what its author says of it."""
    kind = type(block)
    texts, key = (said.tables, "tbl-cap") if kind is Table else (said.figures, "fig-cap")
    caption = blocks.unbroken(options.text_for(texts, at, counts[kind], key)) or block.caption
    named = replace(block, caption=caption, label=_label(said, kind, at, counts) or block.label)
    if not isinstance(named, Figure):
        return named
    alt = options.text_for(said.alts, at, counts[Figure], "fig-alt") or named.alt or caption or UNDESCRIBED
    return replace(named, alt=alt)


def _label(said: Options, kind: type, at: int, counts: Counter[type]) -> str:
    """``label`` is of the first table or figure, by its beginning where the cell shows both."""
    begins = {"tbl": Table, "fig": Figure}.get(said.label.partition("-")[0])
    if at or (begins or kind) is not kind:
        return ""
    return said.label if begins or not counts[Table] * counts[Figure] or kind is Table else ""


def _advice(shown: list[Shown], outputs: list[Output], said: Options) -> Iterator[str]:
    for block in shown:
        if isinstance(block, Table):
            yield from _advice_on_table(block)
        if isinstance(block, Figure):
            if not block.caption:
                yield NO_CAPTION.format(what="рисунок", key="fig-cap")
            if block.authored and _is_shrunk(block):
                yield SHRUNK
            if words := _foreign([block.alt]):
                yield FOREIGN.format(words=words)
            if not said.alts and block.alt in (block.caption, UNDESCRIBED):
                yield NO_ALT
    if not shown and any(output.get("name") == "stdout" for output in outputs):
        yield NOT_SHOWN
    if any(isinstance(block, blocks.Code) for block in shown) and not any(_is_written(output) for output in outputs):
        yield AS_PYTHON
    warned = "".join(text_of(output["text"]) for output in outputs if output.get("name") == "stderr")
    yield from dict.fromkeys(_UNDRAWN.findall(warned))


def _is_written(output: Output) -> bool:
    """Whether the author gave the words himself: code in Markdown is code."""
    return bool({"text/markdown", "text/html"} & set(output.get("data", {})))


def _advice_on_table(table: Table) -> Iterator[str]:
    if not table.caption:
        yield NO_CAPTION.format(what="таблица", key="tbl-cap")
    first = [blocks.plain(row.cells[0]) for row in table.rows if row.kind != "group"]
    titles = [column.title for column in table.columns]
    if words := _foreign([*titles, *first], whole=True):
        yield FOREIGN.format(words=words)
    if names := ", ".join(title for title in titles if _CODE.fullmatch(title) and not _ENGLISH.fullmatch(title)):
        yield CODES.format(names=names)
    if not table.columns[0].title and len(first) > 1 and all(text.isdecimal() for text in first):
        yield NUMBERING


def _is_shrunk(figure: Figure) -> bool:
    wide, _ = pictures.pixels_of(figure.png)
    return figure.width_mm < LEGIBLE * wide / pictures.DPI * pictures.MM_PER_INCH


def _foreign(texts: Iterable[str], *, whole: bool = False) -> str:
    """Words of the libraries in these texts, or the texts that are nothing but such a word."""
    words = (_ENGLISH.fullmatch(text) if whole else _ENGLISH.search(text) for text in texts)
    return ", ".join(dict.fromkeys(match[0] for match in words if match))
