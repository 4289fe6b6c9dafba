"""``template.docx`` of an institute: used, or refused with what it lacks."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from helpers.export_sample import code_cell, notebook, sample

from careerstats import blocks
from careerstats.errors import NoteError
from careerstats.export import WRITERS, from_notebook
from careerstats.export.docx import checked
from careerstats.export.docx_template import SHIPPED, lacking, required

Change = Callable[[str, str], str]


def changed(folder: Path, change: Change) -> Path:
    """The shipped template with the text of its parts changed."""
    target = folder / "template.docx"
    with zipfile.ZipFile(SHIPPED) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            package.writestr(name, change(name, source.read(name).decode("utf-8")))
    return target


def in_russian(_: str, text: str) -> str:
    """As the Russian Word saves it: other ids, the same names."""
    text = re.sub(r'w:styleId="Heading(\d)"', r'w:styleId="\1"', text)
    text = re.sub(r'w:styleId="BodyText"', 'w:styleId="a3"', text)
    return text.replace('w:basedOn w:val="BodyText"', 'w:basedOn w:val="a3"').replace('"BodyText"', '"a3"')


def written(template: Path) -> bytes:
    return WRITERS["docx"](from_notebook(sample(), str(template)))


def test_the_shipped_template_lacks_nothing() -> None:
    assert lacking(SHIPPED) == []
    assert written(SHIPPED) == WRITERS["docx"](from_notebook(sample()))


def test_fonts_margins_and_headers_are_those_of_the_template(tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        return text.replace("Times New Roman", "PT Astra Serif").replace('w:left="1701"', 'w:left="1418"')

    word = docx.Document(io.BytesIO(written(changed(tmp_path, change))))
    assert round(word.sections[0].left_margin.mm) == 25
    assert round(word.sections[1].top_margin.mm) == 25  # the page is turned, its binding margin is at the top
    assert "PT Astra Serif" in word.styles.element.xml
    assert sum(int(column.w.twips) for column in word.tables[0]._tbl.tblGrid) == 9355 + 1701 - 1418


def test_styles_are_found_by_name_whatever_word_calls_their_ids(tmp_path: Path) -> None:
    word = docx.Document(io.BytesIO(written(changed(tmp_path, in_russian))))
    ids = {paragraph._p.pPr.pStyle.val for paragraph in word.paragraphs}
    assert {"1", "a3"} <= ids
    assert not {"Heading1", "BodyText"} & ids
    ours = docx.Document(io.BytesIO(written(SHIPPED)))
    assert [p.style.name for p in word.paragraphs] == [p.style.name for p in ours.paragraphs]


def test_what_a_template_says_stands_before_the_note_and_empty_lines_do_not(tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        return text.replace("<w:body>", "<w:body><w:p><w:r><w:t>Институт</w:t></w:r></w:p><w:p/>")

    word = docx.Document(io.BytesIO(written(changed(tmp_path, change))))
    assert word.paragraphs[0].text == "Институт"
    assert word.paragraphs[1].text != ""


def test_a_missing_style_is_named_as_word_shows_it(tmp_path: Path) -> None:
    def change(_: str, text: str) -> str:
        return text.replace('<w:name w:val="caption"/>', '<w:name w:val="Своя подпись"/>').replace(
            '<w:name w:val="Текст таблицы"/>', '<w:name w:val="Таблицы текст"/>'
        )

    with pytest.raises(NoteError, match=r"не хватает: стилей .*«Название объекта», .*«Текст таблицы»") as caught:
        checked(changed(tmp_path, change))
    assert "Импорт/экспорт" in str(caught.value)


def test_a_template_without_a_page_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoteError, match="номера страницы"):
        checked(changed(tmp_path, lambda name, text: text.replace(" PAGE ", " DATE ")))


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    path.write_bytes(b"{\\rtf1 }")
    with pytest.raises(NoteError, match="не документ Word"):
        checked(path)


def test_lists_of_another_template_still_count_from_one(tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        return re.sub(r'w:abstractNumId w:val="1"', 'w:abstractNumId w:val="7"', text).replace(
            'w:abstractNumId="1"', 'w:abstractNumId="7"'
        )

    model = from_notebook(notebook(code_cell(blocks.items(["а", "б"], ordered=True))))
    word = docx.Document(io.BytesIO(WRITERS["docx"](replace(model, template=str(changed(tmp_path, change))))))
    used = {paragraph._p.pPr.numPr.numId.val for paragraph in word.paragraphs}
    nums = {num.numId: num.abstractNumId.val for num in word.part.numbering_part.element.num_lst}
    assert [nums[one] for one in used] == [7]


def test_every_style_a_note_may_use_is_required() -> None:
    made = docx.Document(io.BytesIO(WRITERS["docx"](from_notebook(sample()))))
    assert {paragraph._p.pPr.pStyle.val for paragraph in made.paragraphs} <= set(required().values())
