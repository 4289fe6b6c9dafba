"""Marks of Markdown that no document of ours prints -> NoteError: as bare signs they would be printed half."""

import re

from careerstats.errors import NoteError

_CODE = re.compile(r"(```|~~~).*?\1|`[^`\n]*`", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_FRONT = re.compile(r"\s*---\n(?=[\w-]+:).*?\n---\s*(\n|\Z)", re.DOTALL)
_ATTRIBUTES = re.compile(r"\s*\{[#.\-][^{}]*\}\s*\Z")
_BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}

PARAGRAPH: dict[str, str] = {
    r"^:::": "блок «:::» не печатается. Уберите строки с «:::»",
    r"\A\[!\w+\]": "врезка «[!…]» не печатается. Уберите эту строку",
    r"\n:[ \t]+\S": "определение («: …» под словом) не печатается. Сделайте список или таблицу",
    r"\[-?@(?!(?:fig|tbl|eq|sec|lst)-)[\w:]": "список литературы не печатается. Назовите источник словами",
    r"\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*\|": (
        "таблица не читается. Нужно во всех строках одно число ячеек; «|» внутри ячейки пишите «\\|»"
    ),
    r"\A\\[A-Za-z]+\Z|\\[a-z]{3,}\{": "команда LaTeX вне формулы не печатается. Уберите её или поставьте в $…$",
    r"\{\{<": "вставка «{{< … >}}» не печатается. Уберите её",
    r"\w\^[^\s^]+\^": "«^…^» можно понять двояко. Пишите <sup>…</sup> или $…$",
    r"\w~[^\s~]+~": "«~…~» можно понять двояко. Пишите <sub>…</sub> или $…$",
}
"""What a paragraph may not have in it → what its author is told."""


def refuse_in_text(source: str) -> None:
    """What only the text as a whole shows."""
    if match := _FOOTNOTE.search(_CODE.sub("", source)):
        raise NoteError(f"сноска {match[0]} не печатается. Скажите это в скобках или в отдельном абзаце.")
    if _FRONT.match(source):
        raise NoteError("заголовок YAML («---» в начале) не печатается. Уберите его или сделайте ячейку сырой (Raw).")


def refuse_in_paragraph(text: str) -> None:
    """``text``: words of a paragraph with its line ends, without code and formulas."""
    for mark, said in PARAGRAPH.items():
        if re.search(mark, text, re.MULTILINE):
            raise NoteError(f"{said}.")


def refuse_in_fence(info: str) -> None:
    """«```{note}» is a directive and not code."""
    if info.startswith("{"):
        raise NoteError(f"блок ```{info} не печатается. Напишите его абзацем; код – без фигурных скобок: ```python.")


def without_attributes(heading: str) -> str:
    """«## Раздел {#sec-x .unnumbered}» without what only Quarto reads."""
    return _ATTRIBUTES.sub("", heading)


def boxed(text: str) -> str:
    """«[x] сделано» of a list of tasks as «☑ сделано»."""
    return next((box + text[len(mark) :] for mark, box in _BOXES.items() if text.startswith(mark)), text)
