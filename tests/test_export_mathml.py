"""TeX -> MathML, Office equations, Typst math."""

import pytest
from lxml import etree

from careerstats.errors import NoteError
from careerstats.export.docx_formula import to_omml
from careerstats.export.mathml import to_mathml, to_plain
from careerstats.export.ooxml import Element, parsed
from careerstats.export.pdf_formula import to_typst

SHARE = r"\frac{K_{\text{рег}}}{K_{\text{общ}}} \times 100\,\%"
WORKED = r"\frac{1\,731}{3\,723} \times 100\,\% = 46{,}5\,\%"
INDICATOR = r"D_{pt} = \frac{K_{pt}}{K_{od1}} \times 100\,\%"
MEAN = r"\overline{x} = \frac{\sum_{i=1}^{n} x_i}{n} \pm \sqrt{\left(a + b\right)^2}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def omml(tex: str) -> Element:
    return parsed(to_omml(tex))[0]


def omml_text(tex: str) -> str:
    return "".join(node.text for node in omml(tex).iter(f"{M}t"))


def omml_tags(tex: str) -> list[str]:
    return [str(node.tag).removeprefix(M) for node in omml(tex)]


@pytest.mark.parametrize("tex", [SHARE, WORKED, INDICATOR, MEAN])
def test_no_sign_of_a_formula_is_lost_on_the_way(tex: str) -> None:
    signs = {sign for sign in to_plain(tex) if sign.isalnum()}
    assert signs <= set(omml_text(tex))
    assert signs <= set(to_typst(tex))
    assert signs <= set(to_mathml(tex))


def test_digits_of_one_number_stay_together() -> None:
    assert "<mn>1\u00a0731</mn>" in to_mathml(WORKED)
    assert "<mn>46,5</mn>" in to_mathml(WORKED)


def test_mathml_is_well_formed_whatever_the_text() -> None:
    etree.fromstring(to_mathml(r"x < \text{a<b & c}"))
    assert 'display="inline"' in to_mathml("x", inline=True)


def test_a_fraction_with_an_index_in_typst() -> None:
    assert to_typst(r"\frac{K_{pt}}{2}") == r'frac(attach(\K, b: \p\t), "2")'


def test_words_in_typst_are_quoted() -> None:
    assert to_typst(r"\text{#panic() \" $}") == '"#panic()\u2009\\\\\\"\u2009$"'


def test_a_sum_in_word_takes_one_operand_and_leaves_the_rest() -> None:
    assert omml_tags(r"\sum_{i=1}^{n} x_i + y") == ["nary", "r", "r"]


def test_bars_brackets_and_roots_in_word() -> None:
    assert omml_tags(r"\overline{x}\left(a\right)\sqrt{b}\hat{p}") == ["bar", "d", "rad", "acc"]


def test_an_index_of_a_bar_is_no_sum() -> None:
    assert omml_tags(r"\overline{x}_i") == ["sSub"]


@pytest.mark.parametrize("tex", [r"\foo", r"\frac{a", r"\frac{a}", "{", "x_", "", r"\left( a"])
def test_a_broken_formula_is_refused_in_words(tex: str) -> None:
    with pytest.raises(NoteError, match="Формула «"):
        to_mathml(tex)


@pytest.mark.parametrize("walker", [to_omml, to_typst])
@pytest.mark.parametrize("tex", [r"\cancel{x}", r"\boxed{x}"])
def test_an_element_we_do_not_know_is_refused_not_dropped(walker: object, tex: str) -> None:
    assert callable(walker)
    with pytest.raises(NoteError, match="не печатается"):
        walker(tex)
