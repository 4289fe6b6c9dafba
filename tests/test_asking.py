"""What a researcher writes wrongly in a cell is answered in words that say how it is written."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from figure_notes import municipal

import careerstats as cs
from careerstats import blocks
from careerstats.asking import explained
from careerstats.contracts.audience import NOTEBOOK
from careerstats.errors import NoteError
from careerstats.export import from_notebook
from careerstats.note import figures, sections
from careerstats.note.opening import Note
from careerstats.note.part import Part

note: Any = municipal(5)
table = blocks.table(
    "tbl-x", "Т", [blocks.column("Кто"), blocks.column("Чел.")], [blocks.row("А", "1"), blocks.row("Б", "2")]
)
part: Any = Part([blocks.heading("Подробно"), blocks.paragraph("Слова."), table])
part.name, part.of = "details", note.hash
WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "a section that is no more": (
        lambda: sections.comparison(note),
        "В sections нет «comparison». Теперь это summary (показатели) и details (все муниципальные образования).",
    ),
    "a misspelt section": (lambda: sections.detals(note), "В sections нет «detals». Возможно, имелось в виду: details"),
    "a module": (lambda: sections.first_page(note), "В sections нет «first_page»."),
    "no note": (lambda: sections.details(*()), "sections.details вызывается иначе: sections.details(note)"),
    "a code for a note": (
        lambda: sections.details("10710000"),  # type: ignore[arg-type]
        "здесь нужно другое – справка: note = cs.open_note(набор, код); дано '10710000'",
    ),
    "one argument too many": (lambda: sections.details(note, 5), "вызывается иначе: sections.details(note)"),
    "a misspelt picture": (lambda: figures.dot(note), "В figures нет «dot». Возможно, имелось в виду: dots"),
    "a picture without its indicator": (lambda: figures.funnel(note), "figures.funnel(note, id)"),
    "an unknown indicator": (lambda: figures.funnel(note, "9.9"), "нет показателя «9.9»"),
    "a picture of a text": (lambda: figures.losses(note, "1.1"), "вывод справки, например note.bundle.headlines[0]"),
    "a misspelt table": (lambda: note.valeus, "В note нет «valeus». Возможно, имелось в виду: values"),
    "no indicator": (note.everyone, "note.everyone вызывается иначе: note.everyone(id)"),
    "another's indicator": (lambda: note.everyone("нет"), "Есть: "),
    "a passport of nobody": (lambda: note.passport("9.9"), "В справке нет показателя «9.9»"),
    "a code of nobody": (lambda: note.municipality("1"), "нет муниципального образования с кодом «1»"),
    "a misspelt action": (lambda: part.witout("x"), "В part нет «witout». Возможно, имелось в виду: without"),
    "a list of labels": (
        lambda: part.without(["a"]),
        "здесь нужно другое – текст в кавычках или номер блока; дано list",
    ),
    "a column for a table": (lambda: note.titled(pd.Series([1.5])), "здесь нужно другое – таблица pandas"),
    "no label": (part.without, "Не сказано, какие блоки: without(…). Есть: 0 – заголовок"),
    "nothing to set": (lambda: part.after(0), "Не сказано, что поставить в раздел details"),
    "None to set": (lambda: part.after(0, None), "Вместо блока раздела не дано ничего"),
    "a number for a column": (lambda: part.with_column("x", 5), "словарь «слова первой ячейки: значение» или список"),
    "words that stand everywhere": (lambda: part.reworded("…", "x"), "назовите хотя бы одно слово"),
    "no new words": (lambda: part.reworded("x"), "part.reworded(old, new, optional=False)"),
    "a misspelt function": (lambda: anything_of(cs).lod("x"), "В cs нет «lod». Возможно, имелось в виду: load"),
    "no dataset": (
        lambda: anything_of(cs).load(),
        "cs.load вызывается иначе: cs.load(dataset, project=None, method=None)",
    ),
    "no municipality": (lambda: anything_of(cs).open_note("x"), "cs.open_note(dataset, municipality, period=None"),
}


def anything_of(module: Any) -> Any:
    return module


@pytest.mark.parametrize(("call", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_answered_in_words(call: Callable[[], object], words: str) -> None:
    with pytest.raises(NoteError) as refused:
        call()
    assert words in str(refused.value)


def test_python_itself_may_ask_whether_there_is_a_name() -> None:
    assert not hasattr(note, "valeus")
    assert not hasattr(sections, "comparison")
    from careerstats.note.sections import comparison

    assert comparison.__name__.endswith(".comparison"), "rooms of the house find each other"


def test_an_error_inside_a_right_call_stays_what_it_is() -> None:
    @explained("cs.broken")
    def broken(note: Note) -> str:
        return {}["x"]

    with pytest.raises(KeyError, match="x"):
        broken(note)


def test_a_block_is_named_by_whatever_is_a_number_and_looked_at_by_its_label() -> None:
    last = part.contents.index[-1]
    assert len(part.without(last)) == len(part) - 1
    label = next(block.label for block in part if block.label)
    assert [block.label for block in part[label]] == [label]


def test_two_sections_are_put_together() -> None:
    both = part + sections.reading(note)
    assert isinstance(both, Part)
    assert (len(both), both.of, both.public) == (len(part) + len(sections.reading(note)), part.of, False)


def test_numbers_of_a_series_go_where_its_names_say() -> None:
    given = Part([table])
    turned = given.with_column("Доля", pd.Series([20.5, 10.5], index=["Б", "А"])).table()
    assert turned["Доля"].tolist() == [10.5, 20.5]
    assert given.with_column("Доля", pd.Series([1, 2])).table()["Доля"].tolist() == [1, 2]


def test_an_empty_section_says_so_to_its_author_and_not_to_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    sections.cycle(note)._ipython_display_()
    assert shown == [{"text/plain": "<Раздел cycle: этой справке показать нечего>"}]
    output = {"output_type": "display_data", "metadata": {}, "data": shown[0]}
    cell = {"cell_type": "code", "source": "sections.cycle(note)", "metadata": {}, "outputs": [output]}
    assert from_notebook({"cells": [cell]}).blocks == ()
    monkeypatch.setenv(NOTEBOOK, "municipality")
    sections.cycle(note)._ipython_display_()
    assert len(shown) == 1, "a batch keeps nothing of it"
