"""Letters of the peoples of Russia are drawn everywhere; a sign that no font has is named, never a box."""

import re
import zipfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure

from careerstats import blocks, letters, resources
from careerstats.export import WRITERS, from_notebook
from careerstats.export.document import from_blocks
from careerstats.intake.undrawn import undrawn
from careerstats.note.figures import lettering
from careerstats.shown import drawn

PEOPLES = {
    "татарский": "Әә Өө Үү Җҗ Ңң Һһ",
    "башкирский": "Ғғ Ҙҙ Ҡҡ Ҫҫ",
    "якутский": "Ҕҕ Ҥҥ Һаарыах",
    "чувашский": "Ӑӑ Ӗӗ Ҫҫ Ӳӳ",
    "осетинский": "Ӕхсар",
    "коми, удмуртский, марийский": "Іі Ӥӥ Ӵӵ Ӱӱ Ӓӓ",
    "мансийский, хантыйский": "Ӈӈ Ӆӆ Ԓԓ Ԯԯ",
}


@pytest.mark.parametrize("path", sorted(resources.fonts().glob("*.ttf")), ids=lambda path: path.name)
def test_each_font_has_all_of_cyrillic(path: Path) -> None:
    signs = {*range(0x400, 0x530), *map(ord, "₽№–—«»−₀₁₂₃₄₅₆₇₈₉²³°±×≤≥≈→")}
    assert signs - set(TTFont(path).getBestCmap()) == set()


@pytest.mark.parametrize("text", [*PEOPLES.values(), "H₂O, 5 ₽, № 1, ✓ ✗ ☑"])
def test_letters_of_the_peoples_are_drawn(text: str) -> None:
    assert letters.undrawn(text) == []
    assert letters.named(text) == text
    box = lettering.letter("r", "\uffff")
    for face in ("r", "b"):
        for sign in text.replace(" ", ""):
            drawn = lettering.letter(face, sign)
            assert len(drawn.vertices) > 0
            assert drawn.advance != box.advance


def test_a_sign_without_a_glyph_is_named_in_pictures() -> None:
    assert letters.named("гора 山") == "гора [U+5C71]"
    assert lettering.line_width("r", "山") == lettering.line_width("r", "[U+5C71]")
    assert lettering.outline("b", "山") is not None


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">гора 山</text></svg>'

MOUNTAIN = f"""# Справка о 山

## Раздел 山

Слово 山, **山**, `山`, [山](https://example.org/山), $x_{{山}}$.

- пункт 山

> цитата 山

```
код 山
```

| столбец 山 | б |
|---|---|
| 山 | 😀 |

: Таблица 山 {{#tbl-a}}

![вид 山](data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()})

$$山 = 1$$ {{#eq-a}}
"""


@pytest.mark.parametrize("name", WRITERS)
def test_a_sign_without_a_glyph_is_named_in_every_format_wherever_it_stands(name: str) -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": MOUNTAIN}]
    note = from_notebook({"cells": cells})
    printed = WRITERS[name](note)
    parts = zipfile.ZipFile(BytesIO(printed)) if name in ("docx", "xlsx") else None
    pages = [parts.read(part) for part in parts.namelist()] if parts else [printed]
    words = b"".join(pages).decode("utf-8", errors="replace")
    kept = {"вид 山", "山=1", "https://example.org/山"}  # what is read aloud, and where a link leads to
    assert {*re.findall(r"[^\"<>]*[山😀][^\"<>]*", words)} <= kept
    assert not any("山" in block.svg for block in note.blocks if isinstance(block, blocks.Figure))
    assert name == "pdf" or "[U+5C71]" in words
    (advice,) = (text for text in note.advice if "шрифты" in text)
    assert "«山» (U+5C71), «😀» (U+1F600)" in advice


def test_every_sign_that_is_said_to_be_drawn_stands_in_an_archive_file() -> None:
    """PDF/A refuses a file with a sign that no font of it draws."""
    signs = [chr(point) for point in sorted(letters._drawn()) if chr(point).isprintable()]
    assert len(signs) > 3000
    rows = ["".join(f"а{sign} " for sign in signs[at : at + 40]) for at in range(0, len(signs), 40)]
    assert WRITERS["pdf"](from_blocks([blocks.title("Знаки", ""), *map(blocks.paragraph, rows)]))


def test_check_names_the_cell_or_the_line(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "territories.csv").write_text("id;name\nr1;Һаарыах район\nr2;山 район\n", encoding="utf-8")
    (tmp_path / "texts" / "region.events.md").write_text("Үчалы\n\nрадость 😀\n", encoding="utf-8")
    (tmp_path / "dataset.yaml").write_text("title: Проба ✓\n", encoding="utf-8")
    register = [["Решение", "Орган"], ["Приказ", "Отдел 山"]]
    pd.DataFrame(register).to_excel(tmp_path / "decisions.xlsx", index=False, header=False)
    names, book, own = undrawn(tmp_path)
    assert (book.file, book.cell) == ("decisions.xlsx", "B2")
    assert (names.file, names.cell) == ("territories.csv", "B3")
    assert "«山» (U+5C71)" in names.message
    assert own.file == "texts/region.events.md"
    assert own.message.startswith("строка 3: ")


def test_the_author_of_a_cell_is_told_of_its_signs() -> None:
    source = "Гора 山, якутская буква Һ"
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source}]
    (advice,) = from_notebook({"cells": cells}).advice
    assert advice.startswith("Ячейка 1 (Гора 山, якутская буква Һ): шрифты программы не содержат «山» (U+5C71);")


def test_a_picture_spells_a_sign_that_it_cannot_draw_and_warns() -> None:
    figure = Figure(figsize=(3, 2))
    figure.subplots().set_title("Һаарыах 山")
    with pytest.warns(UserWarning, match=r"«山» \(U\+5C71\)"):
        block = drawn.block_of(figure)
    assert "U+5C71" in figure.axes[0].get_title()
    assert block.png == drawn.block_of(figure).png


def test_a_notebook_of_such_letters_is_printed() -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": f"# Буквы\n\n{' '.join(PEOPLES.values())}"}]
    assert WRITERS["pdf"](from_notebook({"cells": cells}))
