"""docs/statistics.md and its pictures: what the library computes today, with words beside every picture."""

import re

import make_statistics
import make_statistics_pictures as pictures
import pytest
from helpers.docs_pages import DOCS

PAGE = DOCS / "statistics.md"


def test_the_numbers_are_those_that_the_library_computes() -> None:
    kept = PAGE.read_text(encoding="utf-8")
    assert kept == make_statistics.document(), "выполните python tools/make_statistics.py"


def test_every_picture_is_shown_with_words_for_those_who_do_not_see_it() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/(\w+)\.svg\)", PAGE.read_text(encoding="utf-8"))
    assert {name for _, name in shown} == set(pictures.PICTURES) == {one.stem for one in DOCS.glob("pictures/*.svg")}
    assert all(len(words) > 30 for words, _ in shown)


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_is_drawn_of_the_same_numbers(name: str) -> None:
    kept = (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert kept == pictures.PICTURES[name](), "выполните python tools/make_statistics.py"
    assert "http" not in re.sub(
        r'xmlns[:\w]*="[^"]+"|<!DOCTYPE[^>]+>|"http://[^"]+(?:dtd|/dcmitype/\w+|rdf-syntax-ns#)"', "", kept
    )


def test_what_is_invented_says_so() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for title in ("Ловушка Симпсона", "С какого года виден тренд", "Много сравнений сразу"):
        part = text.split(f"## {title}\n")[1].split("\n## ")[0]
        assert re.search("[Уу]словные данные", part), title
