"""Markdown as its author wrote it; what would be printed otherwise is refused."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from helpers.export_sample import code_cell, markdown_cell, notebook

from careerstats import blocks
from careerstats.blocks import Code, Formula, Items, Paragraph, Run, Table
from careerstats.errors import NoteError
from careerstats.export import WRITERS, from_notebook
from careerstats.shown.markdown import from_markdown


def only(source: str) -> Any:
    (block,) = from_markdown(source)
    return block


def test_lists_keep_their_numbers() -> None:
    first, text, second = from_markdown("3. третий\n4. четвёртый\n\nтекст между\n\n5. пятый")
    assert isinstance(first, Items)
    assert isinstance(second, Items)
    assert isinstance(text, Paragraph)
    assert (first.start, len(first.items), second.start) == (3, 2, 5)


def test_what_stands_in_an_item_stands_there() -> None:
    source = "- один\n  - два\n    1. три\n\n  абзац пункта\n\n- четыре\n\n  | а | б |\n  |---|---|\n  | 1 | 2 |\n"
    shapes = [(block.kind, getattr(block, "depth", None)) for block in from_markdown(source)]
    assert shapes == [("list", 0), ("list", 1), ("list", 2), ("paragraph", 1), ("list", 0), ("table", None)]


def test_a_list_of_tasks_has_boxes_and_a_heading_no_attributes() -> None:
    tasks = only("- [ ] собрать\n- [x] проверить")
    assert [blocks.plain(item) for item in tasks.items] == ["☐ собрать", "☑ проверить"]
    assert only("## Итоги {#sec-x .unnumbered}").text == "Итоги"
    assert blocks.plain(only("`[^1]`, a~b, 2^10, C:\\Users").runs) == "[^1], a~b, 2^10, C:\\Users"


def test_a_comment_is_nobodys_text() -> None:
    made = from_markdown("<!-- черновик:\n\nспросить -->\n\nТекст <!-- и тут --> дальше")
    assert [blocks.plain(block.runs) for block in made if isinstance(block, Paragraph)] == ["Текст  дальше"]


def test_plain_elements_of_html_and_entities() -> None:
    runs = only("Текст <b>жирный</b><br>H<sub>2</sub>O &mdash; `a<b`").runs
    assert [run for run in runs if run.bold] == [Run(text="жирный", bold=True)]
    assert [run.script for run in runs if run.script] == ["sub"]
    assert [run.text for run in runs if run.code] == ["a<b"]
    assert "—" in blocks.plain(runs)
    assert sum(run.ends_line for run in runs) == 1


def test_lines_that_end_with_two_spaces_end() -> None:
    assert sum(run.ends_line for run in only("Адрес:  \nул. Первая, 1  \nг. Зареченск").runs) == 2


def test_formulas_inside_a_line_and_on_their_own() -> None:
    line, own, named = from_markdown(
        "По $D = K_{pt}/K_{od}$ и 5 $ за штуку, 6 $.\n\n$$D=\\frac{a}{b}$$\n\n$$x$$ {#eq-x}"
    )
    assert isinstance(line, Paragraph)
    assert [run.tex for run in line.runs if run.tex] == ["D = K_{pt}/K_{od}"]
    assert "5 $ за штуку, 6 $." in blocks.plain(line.runs)
    assert isinstance(own, Formula)
    assert isinstance(named, Formula)
    assert (own.tex, named.label) == ("D=\\frac{a}{b}", "eq-x")


def test_a_table_is_named_by_the_line_under_it_and_referred_to() -> None:
    table, text = from_markdown(
        "|а|\n|-|\n|1|\n\n: Подпись {#tbl-x}\n\nСм. @tbl-x, [-@tbl-x], @Fig-a, (@eq-b), a@tbl.ru"
    )
    assert isinstance(table, Table)
    assert (table.caption, table.label) == ("Подпись", "tbl-x")
    assert isinstance(text, Paragraph)
    assert [run.ref for run in text.runs if run.ref] == ["tbl-x", "tbl-x", "fig-a", "eq-b"]
    assert blocks.plain(run for run in text.runs if not run.ref) == "См. табл.\u00a0, , Рис.\u00a0, (()), a@tbl.ru"


def test_quotes_and_code() -> None:
    quote, code = from_markdown("> цитата\n\n```python\nif x:\n    y = 1\n```\n")
    assert isinstance(quote, Paragraph)
    assert quote.quoted
    assert isinstance(code, Code)
    assert code.lines == ("if x:", "    y = 1")


def test_a_table_of_html_is_a_table() -> None:
    table = only("<table><tr><th>А</th><th>Б</th></tr><tr><td>1</td><td>x</td></tr></table>")
    assert [column.title for column in table.columns] == ["А", "Б"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[отчёт](report.docx)", "никуда не ведёт"),
        ("[зло](javascript:alert)", "никуда не ведёт"),
        ("текст[^1]", "сноска"),
        ("текст[^1]\n\n[^1]: слова", "сноска"),
        ("---\ntitle: Отчёт\n---\n\nтекст", "заголовок YAML"),
        ("::: {.callout-note}\nВажно\n:::", "блок «:::»"),
        ("> [!NOTE]\n> Важно", "врезка"),
        ("```{note}\nВажно\n```", "блок ```.note"),
        ("Слово\n: его смысл", "определение"),
        ("см. [@ivanov2020]", "список литературы"),
        ("| а | б |\n|---|---|\n| `x|y` | 1 |", "таблица не читается"),
        ("\\newpage", "команда LaTeX"),
        ("~~прежнее~~ новое", "зачёркнутые слова"),
        ("x^2^ и H2O", "можно понять двояко"),
        ("H~2~O", "можно понять двояко"),
        ("см. @sec-a", "@sec-a не печатается"),
        ("текст <iframe src='x'></iframe>", "не печатается"),
        ("<div><video src='x'></video></div>", "<video>"),
        ("<b>не закрыто", "не закрыта"),
        ("![карта](map.png)", "не прочитать"),
        ("$\\frac{1}{2$", "скобки"),
        ("$\\нет{1}$", "неизвестна"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_cell(source: str, words: str) -> None:
    with pytest.raises(NoteError, match=f"^Ячейка 1 .*{words}"):
        from_notebook(notebook(markdown_cell(source)))


def test_a_picture_pasted_into_a_cell_is_printed() -> None:
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    cell = markdown_cell("До ![Снимок](attachment:a.png){#fig-a} и см. @fig-a")
    cell["attachments"] = {"a.png": {"image/png": png}}
    model = from_notebook(notebook(code_cell(blocks.title("С", "")), cell))
    assert [block.kind for block in model.blocks] == ["title", "paragraph", "figure", "paragraph"]
    assert model.blocks[2].caption == "Снимок"
    assert blocks.plain(model.blocks[3].runs) == "и см. рис.\u00a01"


EVERYTHING = """# Заголовок

По [сайту](https://example.org/doc?id=7&x=1) и $x^2$.

$$f=\\begin{cases}1,&x>0\\\\0,&x\\le 0\\end{cases}$$ {#eq-f}

3. три
   - внутри

> цитата

```
код
```

<https://example.org>
"""


def test_addresses_are_at_hand_on_a_screen_and_on_paper() -> None:
    model = from_notebook(notebook(markdown_cell(EVERYTHING)))
    page = WRITERS["html"](model).decode("utf-8")
    assert '<a href="https://example.org/doc?id=7&amp;x=1">сайту</a>' in page
    assert '<ol start="3">' in page
    word = docx.Document(BytesIO(WRITERS["docx"](model)))
    notes = [part.blob.decode("utf-8") for part in word.part.package.iter_parts() if "footnotes" in part.partname]
    assert "https://example.org/doc?id=7&amp;x=1" in notes[0]
    assert notes[0].count("<w:footnoteRef/>") == 1  # an address that is printed as it is needs no note
    assert 'HYPERLINK "https://example.org/doc?id=7&amp;x=1"' in word.element.xml
    assert WRITERS["pdf"](model).startswith(b"%PDF")
    assert WRITERS["docx"](model) == WRITERS["docx"](model)


def test_own_texts_are_the_same_markdown(tmp_path: Path) -> None:
    from careerstats.intake.own_texts import misnamed

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "region.events.md").write_text("Хорошо **тут**", encoding="utf-8")
    (tmp_path / "texts" / "municipality.general.md").write_text("[вот](x.docx)", encoding="utf-8")
    (problem,) = misnamed(tmp_path)
    assert (problem.file, problem.code) == ("texts/municipality.general.md", "unprintable_text")
    assert "никуда не ведёт" in problem.message


def test_blocks_of_markdown_survive_the_notebook() -> None:
    for block in from_markdown(EVERYTHING):
        data = json.loads(json.dumps(blocks.as_output(block)[0]))
        assert blocks.from_output({"data": data}) == block
