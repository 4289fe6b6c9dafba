"""A section in a notebook: looked at, cut, reordered, reworded; its table a DataFrame; its picture drawn again."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from conftest import Built
from helpers.projects import AMUR, BELOGORSK

from careerstats import blocks
from careerstats.errors import NoteError
from careerstats.export import WRITERS, from_notebook
from careerstats.note import figures, sections
from careerstats.note.opening import Note
from careerstats.note.part import Part
from careerstats.pipeline.opening import open_note


@pytest.fixture(scope="module")
def note(whole: Built) -> Note:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREERSTATS_PROJECT", str(whole.folder))
        return open_note(AMUR, BELOGORSK)


def section(made_by: Callable[[Note], blocks.Blocks], note: Note) -> Part:
    made = made_by(note)
    assert isinstance(made, Part)
    return made


@pytest.fixture
def part(note: Note) -> Part:
    return section(sections.details, note)


def kinds(part: list[blocks.Block]) -> list[str]:
    return [block.kind for block in part]


WHOLE = ["heading", "paragraph", "figure", "table", "paragraph"]


def test_every_section_of_a_notebook_is_a_part_and_knows_its_note(note: Note) -> None:
    made = {name: getattr(sections, name) for name in ("title", "details", "plan", "method", "origin")}
    for name, made_by in made.items():
        given = made_by(note)
        assert isinstance(given, Part), name
        assert (given.name, given.of) == (name, note.hash)


def test_it_is_looked_at(part: Part) -> None:
    assert kinds(part) == WHOLE
    assert list(part.contents["метка"]) == ["", "", "fig-dots", "tbl-peers", ""]
    assert list(part.contents["вид"]) == ["заголовок", "абзац", "рисунок", "таблица", "абзац"]
    assert part.contents.loc[0, "слова"] == "Подробно"
    assert part.has("tbl-peers")
    assert part.has("Обмен опытом")
    assert not part.has("tbl-none")
    assert not part.without("tbl-peers").has("tbl-peers"), "what refers to a table is no table"


CHANGED: dict[str, tuple[Callable[[Part], Part], list[str]]] = {
    "without a table": (lambda part: part.without("tbl-peers"), ["heading", "paragraph", "figure", "paragraph"]),
    "without two": (lambda part: part.without("tbl-peers", 1), ["heading", "figure", "paragraph"]),
    "in another order": (lambda part: part.only(0, "tbl-peers", "fig-dots"), ["heading", "table", "figure"]),
    "words after": (lambda part: part.after(4, "Слова."), [*WHOLE, "paragraph"]),
    "a table before": (
        lambda part: part.before("fig-dots", pd.DataFrame({"a": [1]})),
        [*WHOLE[:2], "shown", *WHOLE[2:]],
    ),
    "another section instead": (lambda part: part.replaced("tbl-peers", part), [*WHOLE[:3], *WHOLE, "paragraph"]),
}


@pytest.mark.parametrize(("change", "expected"), CHANGED.values(), ids=CHANGED)
def test_it_is_cut_and_reordered(change: Callable[[Part], Part], expected: list[str], part: Part, note: Note) -> None:
    changed = change(part)
    assert kinds(changed) == expected
    assert kinds(part) == WHOLE, "the part itself stays as it was"
    assert (changed.of, changed.public, changed.name) == (note.hash, False, "details")


def test_what_is_public_stays_so(note: Note) -> None:
    part = section(sections.stages, note)
    assert part.public
    assert part.without("tbl-stages").public


def test_what_is_not_there_is_named_with_what_is(part: Part) -> None:
    for change in (lambda: part.without("tbl-none"), lambda: part.after("нет таких слов", "а"), lambda: part.only(9)):
        with pytest.raises(
            NoteError, match=r"В разделе details нет блока .*2 – рисунок fig-dots; 3 – таблица tbl-peers"
        ):
            change()
    with pytest.raises(NoteError, match="стоит в нескольких блоках"):
        part.without("муниципальн")


# ---- words


def text(part: Part) -> str:
    return "\n".join(part.contents["слова"])


def test_a_sentence_is_changed_and_its_figures_are_kept(note: Note) -> None:
    part = section(sections.conclusions, note)
    old = "посетили 245 обучающихся из 3 723 (6,6 %) – наибольшее значение из 29"
    assert old in text(part)
    changed = part.reworded(
        "посетили … (…) – наибольшее значение из …",
        "посетили …, то есть …, – больше всех из …",
    )
    assert "посетили 245 обучающихся из 3 723, то есть 6,6 %, – больше всех из 29" in text(changed)
    assert old not in text(changed)
    bold = [run.text for block in changed if isinstance(block, blocks.Paragraph) for run in block.runs if run.bold]
    assert bold == [run.text for block in part if isinstance(block, blocks.Paragraph) for run in block.runs if run.bold]


def test_a_reference_is_written_by_its_label(part: Part) -> None:
    changed = part.reworded("показаны на рисунке [fig-dots]", "стоят в таблице [tbl-peers]")
    found = [run.ref for block in changed if isinstance(block, blocks.Paragraph) for run in block.runs if run.ref]
    assert "tbl-peers" in found
    assert "fig-dots" not in found


def test_heads_of_columns_and_captions_are_words_too(part: Part) -> None:
    changed = part.reworded("Обучающихся 6–11 классов", "Школьников").reworded("ближайших по", "сходных по")
    assert changed.table().columns[1] == "Школьников"
    assert "сходных по" in changed.contents.loc[3, "слова"]


def test_words_that_are_not_there_are_refused_unless_optional(part: Part) -> None:
    with pytest.raises(NoteError, match="нет слов «нет таких слов»"):
        part.reworded("нет таких слов", "а")
    assert list(part.reworded("нет таких слов", "а", optional=True)) == list(part)
    with pytest.raises(NoteError, match="многоточий больше"):
        part.reworded("всех … образований", "… и …")


# ---- tables


def test_its_table_is_a_dataframe(part: Part, note: Note) -> None:
    table = part.table()
    assert table.equals(part.table("tbl-peers"))
    assert list(table["Обучающихся 6–11 классов"])[:2] == [3723, 3089]
    assert table.iloc[0, 2] == "1 731 (46,5 %)"
    assert part.table().iloc[0, -1] == 14.2
    with pytest.raises(NoteError, match="таблиц: 0"):
        section(sections.title, note).table()


def test_a_column_is_taken_out_and_another_one_set_in(part: Part) -> None:
    head = "Посетили мероприятия, % числа зарегистрированных"
    sizes = dict.fromkeys(part.table().iloc[:, 0], 10.0) | {"г. Тында": None}
    changed = part.without_column(head).with_column("Площадок", sizes)
    table = changed.table()
    assert head not in table.columns
    assert list(table["Площадок"]) == ["10,0", "10,0", "нет данных", "10,0", "10,0", "10,0"]
    with pytest.raises(NoteError, match=r"нет столбца «Нет такого»\. Есть: Муниципальное образование; "):
        part.without_column("Нет такого")
    with pytest.raises(NoteError, match="дано значений: 1, строк в таблице: 6"):
        part.with_column("Площадок", [1])
    with pytest.raises(NoteError, match="не подошло ни одно значение"):
        part.with_column("Площадок", {"Зея": 1})


# ---- pictures


def test_a_picture_gives_its_axes_and_is_drawn_again(note: Note, part: Part) -> None:
    picture = figures.dots(note)
    assert isinstance(picture, figures.Picture)
    assert picture.public, "a cell of a note for the public shows it too"
    before = picture[0]
    picture.axes[0].axvline(30, color="#c8500a")
    again = picture.redrawn(alt="С чертой на 30 %.")
    assert isinstance(again[0], blocks.Figure)
    assert isinstance(before, blocks.Figure)
    assert again[0].png != before.png
    assert "#c8500a" in again[0].svg
    assert (again[0].label, again[0].caption, again[0].alt) == ("fig-dots", before.caption, "С чертой на 30 %.")
    assert picture.redrawn(alt="С чертой на 30 %.")[0].png == again[0].png, "the same bytes each time"
    assert part.replaced("fig-dots", again)[2] is again[0]


# ---- in documents


def shown(part: Part) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", **dict(zip(("data", "metadata"), blocks.as_output(block), strict=True))}
               for block in part]  # fmt: skip
    return {"cells": [{"cell_type": "code", "source": "", "metadata": {}, "outputs": json.loads(json.dumps(outputs))}]}


@pytest.mark.parametrize("form", WRITERS)
def test_a_changed_part_is_printed_in_every_format(form: str, part: Part) -> None:
    changed = part.without("fig-dots").reworded("показаны на рисунке [fig-dots]", "стоят в таблице [tbl-peers]")
    cut = changed.without_column("Обучающихся 6–11 классов").with_column("Площадок", [1, 2, 3, 4, 5, 6])
    assert WRITERS[form](from_notebook(shown(cut)))
