"""A seed and sizes -> a fictional dataset: the same bytes for the same arguments, plausible numbers, nobody's names."""

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from helpers.regions import ROOT
from hypothesis import given
from hypothesis import strategies as st

from careerstats import territories
from careerstats.analysis.design import intraclass
from careerstats.errors import UsageError
from careerstats.simulate import simulate
from careerstats.simulate.chance import Chance, chance_of, growth
from careerstats.simulate.papers import (
    CHOICE,
    DIRECTIONS,
    FORM,
    OO1,
    PARENTS,
    PRESCHOOL,
    PROFMINIMUM,
    SELF,
    SHARES,
    registered,
    reported,
)
from careerstats.simulate.places import LARGEST_SCHOOL, SMALLEST_SCHOOL, Place, draw_schools, municipalities, roll

SMALL = {"municipalities": 3, "schools": 9, "years": 2}


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@cache
def known() -> set[str]:
    """Names of all shipped territories, at any time."""
    return {row.territory.name for row in territories.load().rows}


# ---- the same bytes


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        simulate(tmp_path / name, seed=7, **SMALL)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_another_seed_gives_other_numbers_for_the_same_places(tmp_path: Path) -> None:
    one, two = (files(simulate(tmp_path / str(seed), seed=seed, **SMALL)[0]) for seed in (7, 8))
    assert one.keys() == two.keys()
    changed = {name for name in one if one[name] != two[name]}
    assert {"tables/2024-25/form.csv", "tables/2024-25/oo-1.csv", "tables/2023-24/self-diagnosis.csv"} <= changed
    assert one["territories.csv"] == two["territories.csv"]


def test_the_shipped_demo_is_what_the_command_writes(tmp_path: Path) -> None:
    assert files(simulate(tmp_path / "demo")[0]) == files(ROOT / "data" / "raw" / "demo")


@pytest.mark.parametrize("before", [SMALL, {}], ids=["small", "with registers"])
def test_writing_again_replaces_what_we_wrote(before: dict[str, int], tmp_path: Path) -> None:
    simulate(tmp_path / "a", seed=7, **before)
    simulate(tmp_path / "a", seed=8, **SMALL)
    simulate(tmp_path / "b", seed=8, **SMALL)
    assert files(tmp_path / "a") == files(tmp_path / "b")


@pytest.mark.parametrize("sizes", [SMALL, {}], ids=["small", "with registers"])
def test_files_are_utf_8_with_plain_line_ends(sizes: dict[str, int], tmp_path: Path) -> None:
    found = files(simulate(tmp_path / "a", **sizes)[0])
    for content in (content for name, content in found.items() if not name.endswith(".xlsx")):
        assert b"\r" not in content
        assert content.decode("utf-8").endswith("\n")


# ---- sizes


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({"municipalities": 0}, "хотя бы одно муниципальное образование"),
        ({"years": 0}, "и один год"),
        ({"years": 21}, "не больше 20 лет"),
        ({"municipalities": 12, "schools": 11}, "школ (11) меньше, чем муниципальных образований (12)"),
    ],
)
def test_sizes_that_make_no_region_are_refused(sizes: dict[str, int], words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        simulate(tmp_path / "a", **sizes)
    assert words in str(error.value)
    assert not (tmp_path / "a").exists()


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "письмо.txt").write_text("важное", encoding="utf-8")
    with pytest.raises(UsageError, match="не пуста и записана не командой simulate"):
        simulate(tmp_path, **SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["письмо.txt"]
    with pytest.raises(UsageError, match="файл, а нужна папка"):
        simulate(tmp_path / "письмо.txt", **SMALL)


def test_many_municipalities_are_several_regions(tmp_path: Path) -> None:
    folders = simulate(tmp_path / "a", municipalities=205, schools=410, years=1)
    assert [folder.name for folder in folders] == [f"region-{number:02}" for number in range(1, 8)]
    counts = []
    for folder in folders:
        with (folder / "organisations.csv").open(encoding="utf-8", newline="") as file:
            schools = [row for row in csv.DictReader(file) if row["kind"] == "школа"]
        counts.append((len({row["territory"] for row in schools}), len(schools)))
    assert [sum(column) for column in zip(*counts, strict=True)] == [205, 410]
    assert {places for places, _ in counts} == {29, 30}
    titles = [yaml.safe_load((folder / "dataset.yaml").read_text(encoding="utf-8"))["title"] for folder in folders]
    assert "Примерская область № 2" in titles[1]


@given(st.integers(1, 30), st.integers(0, 200), st.integers(1, 5))
def test_every_municipality_has_a_school_and_every_school_a_size(places: int, more: int, years: int) -> None:
    own = municipalities(places)
    schools = draw_schools(own, places + more, years, 1)
    assert len(set(schools.ids)) == len(schools.ids) == places + more
    assert set(schools.home) == set(range(places))
    assert schools.size.min() >= SMALLEST_SCHOOL
    assert schools.size.max() == LARGEST_SCHOOL
    assert (schools.first <= schools.last).all()
    for at, heir in enumerate(schools.heir):
        assert heir < 0 or (schools.home[heir] == schools.home[at] and heir != at and schools.last[heir] == years)


# ---- names


def test_names_are_invented_different_and_found_by_the_program(tmp_path: Path) -> None:
    (folder,) = simulate(tmp_path / "a", municipalities=99, schools=99, years=1)
    table = territories.load(folder)
    places = municipalities(99)
    assert len({one.name for one in places}) == len({one.code for one in places}) == 99
    assert not {one.name for one in places} & known()
    for one in places:
        for text in (one.id, one.code, one.name, one.full_name, one.short):
            found = territories.find(text, "02000000", "2025-08-31", table)
            assert isinstance(found, territories.Territory), text
            assert found.id == one.id
            assert found.has_forms


ENDS = {"city": ("а", "у", "е"), "okrug": ("округа", "округу", "округе"), "district": ("района", "району", "районе")}


@pytest.mark.parametrize("one", municipalities(40), ids=lambda one: one.id)
def test_every_case_of_a_name_has_its_ending(one: Place) -> None:
    forms = (one.genitive, one.dative, one.prepositional)
    assert [form.endswith(end) for form, end in zip(forms, ENDS[one.kind], strict=True)] == [True] * 3
    first = [form.split()[0] for form in forms]
    if one.kind == "city":
        assert first == ["города", "городу", "городе"]
    else:
        assert [word[-2:] for word in first] == ["го", "му", "ом"]
        assert {word[:-2].rpartition("ск")[1] for word in first[:2]} == {"ск"}


def test_no_region_has_this_code_in_the_shipped_table() -> None:
    assert not [row for row in territories.load().rows if row.territory.code.startswith("02")]


# ---- numbers


def test_the_sources_of_chance_are_what_they_say() -> None:
    normal = Chance(1, "test").normals(200_000)
    assert abs(normal.mean()) < 0.01
    assert abs(normal.std() - 1) < 0.01
    uniform = Chance(1, "test").uniforms(200_000)
    assert (uniform.min() >= 0, uniform.max() < 1, abs(uniform.mean() - 0.5) < 0.005) == (True, True, True)


def test_numbers_of_one_thing_do_not_depend_on_another() -> None:
    assert not np.array_equal(Chance(1, "a").uniforms(9), Chance(1, "b").uniforms(9))
    assert not np.array_equal(Chance(1, "a").uniforms(9), Chance(2, "a").uniforms(9))
    assert np.array_equal(Chance(1, "a", 2).uniforms(9), Chance(1, "a", 2).uniforms(9))


def test_binomial_numbers_have_their_mean_and_variance() -> None:
    drawn = Chance(1, "binomial").binomials(np.full(50_000, 40), np.full(50_000, 0.3))
    assert abs(drawn.mean() - 12) < 0.05
    assert abs(drawn.var() - 8.4) < 0.2


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.sampled_from([0.0, 1.0, 0.4]))
def test_binomial_numbers_stay_within_their_trials(trials: list[int], share: float) -> None:
    drawn = Chance(3, "trials").binomials(np.array(trials), np.full(len(trials), share))
    assert ((drawn >= 0) & (drawn <= trials)).all()
    if share in (0.0, 1.0):
        assert list(drawn) == [int(share) * one for one in trials]


def test_large_draws_in_parts_are_the_same_pupils(monkeypatch: pytest.MonkeyPatch) -> None:
    trials, share = np.array([5, 0, 1000, 7, 300]), np.array([0.2, 0.5, 0.3, 0.9, 0.5])
    whole = Chance(4, "parts").binomials(trials, share)
    monkeypatch.setattr("careerstats.simulate.chance._CHUNK", 10)
    assert list(Chance(4, "parts").binomials(trials, share)) == list(whole)


@given(st.floats(-6, 6))
def test_the_exponential_of_multiplications_is_close_to_the_real_one(x: float) -> None:
    assert growth(np.array([x]))[0] == pytest.approx(math.exp(x), rel=0.02)
    assert chance_of(np.array([x]))[0] == pytest.approx(1 / (1 + math.exp(-x)), abs=0.002)


def test_parts_never_exceed_their_wholes() -> None:
    schools = draw_schools(municipalities(12), 120, 3, 5)
    numbers = registered(schools, roll(schools, 1, 5), 1, 5)
    told = reported(schools, numbers, 1, 5, {})
    for one in SHARES:
        assert (told[one.part] <= {**numbers, **told}[one.whole]).all()
    assert set(np.concatenate([told[flag] for flag in ("F_plan", "F_partner", "F_psych")])) <= {0, 1}


def test_schools_differ_as_real_ones_do() -> None:
    """ICC of schools within municipalities is 0.05-0.15: the mean of its estimates over regions of sixty seeds."""
    found: dict[str, list[float]] = {one.part: [] for one in SHARES}
    for seed in range(60):
        schools = draw_schools(municipalities(12), 120, 1, seed)
        numbers = registered(schools, roll(schools, 0, seed), 0, seed)
        told = reported(schools, numbers, 0, seed, {})
        for one in SHARES:
            whole = {**numbers, **told}[one.whole]
            there = whole > 0
            found[one.part].append(intraclass(told[one.part][there], whole[there], schools.home[there]))
    wide = {
        part: float(np.mean(values)) for part, values in found.items() if not part.startswith(("K_teach", "K_targ"))
    }
    assert {part: round(value, 3) for part, value in wide.items() if not 0.03 < value < 0.17} == {}


# ---- nobody's data


TITLES = {
    "Код школы", "Школа", "Муниципальное образование", "Компетенция", *OO1.values(), *FORM.values(), *SELF.values(),
    *PARENTS.values(), *PRESCHOOL.values(), *CHOICE.values(), *PROFMINIMUM, *DIRECTIONS.values(),
}  # fmt: skip


def test_no_table_has_a_row_of_a_person(tmp_path: Path) -> None:
    (folder,) = simulate(tmp_path / "a", municipalities=4, schools=20, years=2)
    for path in folder.rglob("tables/*/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file, delimiter=";")
        assert set(head) <= TITLES
        owners = [row[0] for row in rows] if head[0] == "Код школы" else [tuple(row[:-1]) for row in rows]
        assert len(set(owners)) == len(owners), "one row = one school, one municipality or one competence of it"


def test_a_form_asks_a_school_for_no_more_than_fifteen_numbers() -> None:
    assert len(FORM) == 15


def test_everything_says_that_it_is_made_up(tmp_path: Path) -> None:
    found = files(simulate(tmp_path / "a", **SMALL)[0])
    for name in ("dataset.yaml", "recommendations.yaml", "territories.csv", "organisations.csv", "truths.yaml"):
        assert "условн" in found[name].decode("utf-8").lower()
    settings = yaml.safe_load(found["dataset.yaml"])
    assert settings["synthetic"] is True
    assert settings["title"].endswith("(условные данные)")


def test_a_small_region_hides_nothing(tmp_path: Path) -> None:
    (folder,) = simulate(tmp_path / "a", **SMALL)
    assert yaml.safe_load((folder / "truths.yaml").read_text(encoding="utf-8")) == {"truths": []}
