"""The first lines ``#| key: value`` of a cell -> what its author says of the outputs, as Quarto reads them."""

import re
from dataclasses import dataclass

import yaml

from careerstats.errors import NoteError, nearest

OURS = ("label", "fig-cap", "tbl-cap", "fig-alt", "echo", "output", "include")
OF_QUARTO = (
    *("eval", "error", "message", "code-fold", "code-summary", "code-overflow", "code-line-numbers", "lst-cap"),
    *("lst-label", "fig-width", "fig-height", "fig-align", "fig-link", "fig-env", "fig-pos", "fig-scap", "fig-subcap"),
    *("tbl-colwidths", "tbl-subcap", "layout", "layout-ncol", "layout-nrow", "layout-align", "layout-valign", "column"),
    *("cap-location", "fig-cap-location", "tbl-cap-location", "classes", "tags", "id", "panel", "renderings"),
    *("export", "warning"),
)
"""What Quarto knows besides; it changes nothing here, and the notebook stays one for both."""

_LINE = re.compile(r"#\|(.*)")
MANY = "название одно, а {what} {count}: дайте список, по названию каждому: #| {key}: [«…», «…»]"


@dataclass(frozen=True)
class Options:
    """``captions``: of tables and of figures, one for each that the cell shows."""

    label: str = ""
    tables: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    alts: tuple[str, ...] = ()
    echo: bool = False
    shown: bool = True


def of_source(source: str) -> Options:
    """Raises NoteError, which names no place, for what is written wrongly."""
    lines: list[str] = []
    for line in source.splitlines():
        match = _LINE.match(line.strip())
        if not match:
            break
        lines.append(match[1].removeprefix(" "))
    if not lines:
        return Options()
    said = _read("\n".join(lines))
    for key in said:
        if key not in OURS and key not in OF_QUARTO:
            raise NoteError(f"строка «#| {key}» не понята. {nearest(str(key), OURS)} Можно: {', '.join(OURS)}.")
    return Options(
        label=str(said.get("label") or ""),
        tables=_texts(said, "tbl-cap"),
        figures=_texts(said, "fig-cap"),
        alts=_texts(said, "fig-alt"),
        echo=_flag(said, "echo", otherwise=False),
        shown=_flag(said, "output", otherwise=True) and _flag(said, "include", otherwise=True),
    )


def _read(text: str) -> dict[object, object]:
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise NoteError(f"строки «#| …» не читаются: «{text}». Текст с двоеточием или # возьмите в кавычки.") from error
    if not isinstance(said, dict):
        raise NoteError(f"строки «#| …» не читаются: «{text}». Нужно «#| имя: значение».")
    return said


def _texts(said: dict[object, object], key: str) -> tuple[str, ...]:
    value = said.get(key)
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value not in (None, "") else ()


def _flag(said: dict[object, object], key: str, *, otherwise: bool) -> bool:
    value = said.get(key, otherwise)
    return value not in (False, "false") if value is not None else otherwise


def text_for(texts: tuple[str, ...], at: int, count: int, key: str) -> str:
    """The text of one output out of so many of its kind; NoteError where one text would be given to several."""
    if len(texts) == 1 and count > 1:
        what = "таблиц" if key.startswith("tbl") else "рисунков"
        raise NoteError(MANY.format(what=what, count=count, key=key))
    return texts[at] if at < len(texts) else ""
