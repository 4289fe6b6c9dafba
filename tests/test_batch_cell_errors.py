"""The error of a cell -> the sentence that says what to do, with what the error names."""

import pytest

from careerstats.batch.cell_errors import ADVICE, advice

SAID = {
    ("ModuleNotFoundError", "No module named 'plotly.express'"): "python -m pip install plotly",
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'"): "от папки /p/notebooks",
    ("SyntaxError", "expected ':' (3258462006.py, line 7)"): "Строка 7 ячейки",
    ("SyntaxError", "invalid syntax (слова.py, line 3)"): "Строка 3 файла слова.py",
    ("KeyError", "'нет такого'"): "note.columns",
}


@pytest.mark.parametrize(("kind", "text"), SAID)
def test_what_the_error_names_stands_in_the_advice(kind: str, text: str) -> None:
    assert SAID[kind, text] in advice(kind, text, "/p/notebooks")


def test_every_advice_is_a_whole_sentence_and_of_other_errors_there_is_none() -> None:
    for kind in ADVICE:
        said = advice(kind, "No module named 'x' (line 1)", "/p")
        assert said.endswith(".")
        assert "{" not in said
    assert not advice("ZeroDivisionError", "division by zero", "/p")
    assert not advice("SyntaxError", "invalid syntax (<unknown>, line 1)", "/p")
    assert not advice("SyntaxError", "Python keyword not valid identifier", "/p")
