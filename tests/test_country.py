"""Every region of the country, whole: init, a book of its municipalities added by Enter, checked, two notes built."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import buryatia
from helpers.projects import run

from careerstats import territories

DAY = "2025-08-31"
LISTS = {
    "21": "21701000 г. Донецк; 21702000 г. Макеевка; 21501000 Амвросиевский муниципальный округ",
    "23": "23701000 г. Бердянск; 23501000 Акимовский муниципальный округ; 23502000 Весёловский муниципальный округ",
    "43": "43701000 г. Луганск; 43501000 Антрацитовский муниципальный округ; 43702000 г. Алчевск",
    "74": "74501000 Алёшкинский муниципальный округ; 74502000 Генический муниципальный округ; 74701000 г. Херсон",
}
"""Regions without municipalities in the classifier: a list as a person types it."""

REGIONS = sorted(region.code for region in territories.regions(DAY))
SAMPLE = {"21000000", "71800000", "93000000"}
"""Built in every run of the tests: a region of one's own list, an autonomous okrug, кожууны."""


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.delenv("CAREERSTATS_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def marked(code: str) -> object:
    return pytest.param(code, marks=() if code in SAMPLE else pytest.mark.slow)


def test_all_of_the_country_is_here() -> None:
    assert len(REGIONS) == 89
    assert {code for code in REGIONS if not territories.of_region(code, DAY)} == {f"{code}000000" for code in LISTS}


@pytest.mark.parametrize("code", map(marked, REGIONS))
def test_a_book_of_a_region_becomes_notes(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ("--municipalities", LISTS[code[:2]]) if code[:2] in LISTS else ()
    made = run("init", "new", "--region", code, "--period", "2024/2025", "--indicators", "1.1,trial", *own)
    assert (made.code, made.err) == (0, "")
    places = territories.of_region(code, DAY, territories.load(Path("data/raw/new")))

    book = buryatia.summary(Path("Свод.xlsx"), 2024, places=places)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 12))
    added = run("table", "add", "new", str(book))
    assert (added.code, added.err) == (0, "")
    assert added.out.count("Почему спрашиваем") <= 3
    assert f"строка – муниципальное образование ({len(places)} " in added.out.replace("\xa0", " ")

    checked = run("check", "new")
    assert (checked.code, checked.err) == (0, ""), checked.out
    assert "Неизвестное" not in checked.out
    assert f"Сведения представили {len(places)} " in checked.out.replace("\xa0", " ")

    wanted = places[0], places[-1]
    only = [word for place in wanted for word in ("--only", place.code)]
    built = run("build", "new", *only, "--formats", "html", "--jobs", "1")
    assert built.code == 0, built.out + built.err
    numbers = buryatia.truth(2024, places)
    for place in wanted:
        page = Path(f"reports/new/2024-25/{place.code}/note.html").read_text(encoding="utf-8")
        assert (place.genitive or place.name) in page
        assert f"{numbers[place.code][0]:,}".replace(",", "\xa0") in page
