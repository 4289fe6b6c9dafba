"""Tables of numbers that a notebook computes with: what the bundle says, in documented columns, and nothing more."""

from dataclasses import replace
from typing import Any

import msgspec
import pandas as pd
import pytest
from helpers.docs_pages import DOCS
from helpers.projects import AMUR, BELOGORSK, new_project
from helpers.saved import save

from careerstats.contracts.appendices import Appendices, SchoolRow, SchoolShare, SchoolTable
from careerstats.contracts.values import Point, Series, Value, Year
from careerstats.errors import NoteError
from careerstats.formulas import share
from careerstats.note import frames
from careerstats.note.opening import Note, read_note
from careerstats.pipeline.monitoring import analyse


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Note:
    """The note of Belogorsk as it is."""
    project = new_project(tmp_path_factory.mktemp("frames")).folder
    return read_note(save(project, analyse(project, AMUR))["municipality", BELOGORSK])


@pytest.fixture(scope="module")
def whole(plain: Note) -> Note:
    """The same with three schools, two years and a hidden neighbour."""
    schools = (
        SchoolRow(name="Школа № 1", shares=(SchoolShare(numerator=3, denominator=8),)),
        SchoolRow(name="Школа № 2", shares=(SchoolShare(why="small"),)),
        SchoolRow(name="Школа № 3", shares=(SchoolShare(),)),
    )
    years = (Year(period="2019", numerator=1, denominator=4, break_reason="разрыв"),)
    first = plain.settings.indicators[0]
    points = (Point(code=BELOGORSK, numerator=1, denominator=3), Point(code="10621000", status="hidden"))
    made: dict[str, Any] = {
        "appendices": Appendices(schools=SchoolTable(indicators=("1.1",), schools=schools)),
        "series": {"1.1": Series(own=years, region=years)},
        "everyone": {first: points},
    }
    return replace(plain, bundle=msgspec.structs.replace(plain.bundle, **made))


def test_every_table_has_the_columns_of_the_page(whole: Note) -> None:
    page = (DOCS / "howto" / "own-notebook.md").read_text(encoding="utf-8")
    tables = {"values": whole.values, "schools": whole.schools, "history": whole.history, "findings": whole.findings}
    tables["everyone"] = whole.everyone(next(iter(whole.bundle.everyone)))
    for name, table in tables.items():
        assert tuple(table.columns) == frames.TABLES[name]
        assert ", ".join(f"`{column}`" for column in table.columns) in page, name
    named = {column for columns in frames.TABLES.values() for column in columns}
    assert named == set(whole.columns.index), "each is described, and no other"


def test_own_values_are_those_of_the_bundle(whole: Note) -> None:
    rows = {row.indicator: row for row in whole.bundle.values}
    for row in whole.values.to_dict("records"):
        value: Value = rows[str(row["indicator"])]
        assert (row["numerator"], row["denominator"]) == (value.numerator, value.denominator)
        assert row["verdict"] == value.verdict
        assert row["value"] == share(value.numerator, value.denominator)


def test_everybody_is_there_and_what_is_hidden_is_said_to_be(whole: Note) -> None:
    table = whole.everyone(whole.settings.indicators[0]).set_index("code")
    assert list(table.index) == [place.code for place in whole.bundle.municipalities]
    assert table.loc[BELOGORSK, "value"] == pytest.approx(100 / 3)
    assert bool(table.loc[BELOGORSK, "own"])
    assert table.loc["10621000", "status"] == "hidden"
    assert pd.isna(table.loc["10621000", "numerator"])
    assert set(table["status"]) == {"shown", "hidden", "no_data"}
    told = whole.titled(table)
    assert told.loc["10621000", "Числитель, ед."] == "скрыто"
    assert told.loc[BELOGORSK, "Числитель, ед."] == 1


def test_an_indicator_that_the_note_has_not_is_named(whole: Note) -> None:
    with pytest.raises(NoteError, match=rf"нет показателя «9\.9».*Есть: {whole.settings.indicators[0]}"):
        whole.everyone("9.9")


def test_schools_say_why_they_have_no_number(whole: Note, plain: Note) -> None:
    assert whole.schools["why"].tolist() == ["", "мало обучающихся", "нет данных"]
    assert whole.schools["value"].tolist()[0] == 37.5
    assert plain.schools.empty


def test_years_are_own_and_the_regions(whole: Note) -> None:
    assert whole.history["place"].tolist() == ["own", "region"]
    assert whole.history["value"].tolist() == [25.0, 25.0]
    assert whole.history["break_reason"].tolist() == ["разрыв"] * 2


def test_a_note_says_in_a_line_whose_it_is(whole: Note) -> None:
    assert repr(whole).startswith("Справка: г. Белогорск, ")
    assert len(repr(whole)) < 100
