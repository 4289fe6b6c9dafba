"""Notes for the public: small counts of sensitive variables are hidden everywhere, and nothing gives them away."""

import csv
import json
import re
import shutil
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from helpers import small_groups
from helpers.described import mistakes
from noted import as_json

from careerstats import catalogue as catalogues
from careerstats.bundles import Results, cut
from careerstats.catalogue.sensitivity import sensitive_indicators
from careerstats.cli import main
from careerstats.contracts.bundle import text_of
from careerstats.contracts.values import Facts, Value
from careerstats.disclosure.attacking import guesses, leaks
from careerstats.disclosure.hiding import Thresholds
from careerstats.disclosure.masking import Place, mask_counts, mask_values
from careerstats.errors import UsageError
from careerstats.pipeline import saving
from careerstats.pipeline.monitoring import Monitoring, analyse
from careerstats.pipeline.publishing import for_audience

ROOT = Path(__file__).parent.parent
FEW, NONE, SMALL = "02604000", "02610000", "02607000"
"""Municipalities with 2 of 25, 0 of 18 and 4 of 6 guided pupils with ОВЗ."""
WHOLES = {FEW: [9, 9, 7], NONE: [8, 6, 4], SMALL: [3, 2, 1]}
GUIDED = "Обучающиеся с ОВЗ, охваченные профориентацией, 6–11 классы"
ALL = "Обучающиеся с ОВЗ 6–11 классов"
DISTRICT = {FEW: "demo-district-04", NONE: "demo-district-10", SMALL: "demo-district-07"}


def project(folder: Path, guided: dict[str, list[int]]) -> Path:
    """A copy of demo in which these municipalities have so many guided pupils by school, and few pupils with ОВЗ."""
    home = folder / "data" / "raw" / "demo"
    shutil.copytree(ROOT / "data" / "raw" / "demo", home)
    tables = home / "tables" / "2024-25"
    _put(tables / "oo-1.csv", ALL, WHOLES)
    _put(tables / "form.csv", GUIDED, guided)
    return folder


def _put(path: Path, column: str, numbers: dict[str, list[int]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    place = rows[0].index(column)
    for code, given in numbers.items():
        ours = [row for row in rows[1:] if row[0].startswith(DISTRICT[code])]
        for row, number in zip(ours, [*given, *[0] * len(ours)], strict=False):
            row[place] = str(number)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)


PLANTED = {FEW: [1, 0, 1], NONE: [], SMALL: [2, 1, 1]}


@cache
def planted(folder: Path) -> Monitoring:
    return analyse(project(folder, PLANTED), "demo")


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Monitoring:
    return planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def public(internal: Monitoring) -> Monitoring:
    return for_audience(internal, "public")


def values_of(monitoring: Monitoring, id: str = "ovz_guided") -> dict[str, Value]:
    return {code: rows[id] for code, rows in monitoring.results.rows.items()}


def test_few_none_and_a_small_whole_are_hidden_and_the_large_are_shown(public: Monitoring) -> None:
    rows = values_of(public)
    hidden = {code for code, row in rows.items() if row["status"] == "hidden"}
    assert hidden >= {FEW, NONE, SMALL}
    assert "02701000" not in hidden
    for code in hidden:
        assert [rows[code][key] for key in ("numerator", "denominator", "value", "rest", "range_low")] == [None] * 5


def test_a_hidden_value_takes_everything_with_it(public: Monitoring) -> None:
    bundle = cut(public.results)["municipality", FEW]
    assert leaks(as_json(bundle)) == []
    told = text_of(bundle)
    assert not [one for one in bundle["findings"] if one["indicator"] == "ovz_guided"]
    assert not [one for one in bundle["counts"] if "ovz" in one["variable"]]
    assert '"hidden"' in told


def test_a_sensitive_value_that_is_shown_is_not_compared(public: Monitoring, internal: Monitoring) -> None:
    mine, before = values_of(public)["02701000"], values_of(internal)["02701000"]
    assert mine.own == before.own
    assert (mine.verdict, mine.facts) == ("not_comparable", Facts(why="not_compared"))
    assert mine.change_points is None


def test_what_is_not_sensitive_is_the_same_for_both(public: Monitoring, internal: Monitoring) -> None:
    for code, rows in internal.results.rows.items():
        for id, row in rows.items():
            if id != "ovz_guided":
                assert public.results.rows[code][id] == row, f"{code} {id}"


def test_the_internal_audience_sees_everything(internal: Monitoring) -> None:
    assert for_audience(internal, "internal") is internal
    assert values_of(internal)[FEW]["numerator"] == 2


def test_no_bundle_lets_a_hidden_value_be_computed(public: Monitoring) -> None:
    found = guesses(map(as_json, cut(public.results).values()), Thresholds())
    assert {one.code for one in found} >= {FEW, NONE, SMALL}
    assert [one for one in found if one.gives_away(Thresholds())] == []


def test_without_second_cells_the_attack_succeeds(public: Monitoring, internal: Monitoring) -> None:
    bundles = {key: json.loads(text_of(one)) for key, one in cut(public.results).items()}
    open_rows = values_of(internal)
    for bundle in bundles.values():  # everyone but one municipality is shown
        for row in [*bundle.get("values", []), *bundle["everyone"].get("ovz_guided", [])]:
            code = row.get("code", bundle["territory"]["code"])
            if row.get("indicator", "ovz_guided") == "ovz_guided" and code != FEW:
                row |= {"status": "", **{key: open_rows[code][key] for key in ("numerator", "denominator")}}
    found = guesses(bundles.values(), Thresholds())
    assert [(one.code, one.low, one.high) for one in found] == [(FEW, 2, 2)]
    assert found[0].gives_away(Thresholds())


@pytest.mark.parametrize("other", [{FEW: [2, 0, 1], SMALL: [1, 1, 1]}, {FEW: [0, 1, 0], SMALL: [2, 2, 1]}])
def test_hidden_values_replaced_by_others_leave_every_public_byte_as_it_was(
    tmp_path: Path, public: Monitoring, other: dict[str, list[int]]
) -> None:
    assert sum(map(sum, {**PLANTED, **other}.values())) == sum(map(sum, PLANTED.values())), "the totals stay"
    again = for_audience(analyse(project(tmp_path, PLANTED | other), "demo"), "public")
    assert {key: text_of(one) for key, one in cut(again.results).items()} == {
        key: text_of(one) for key, one in cut(public.results).items()
    }


@pytest.mark.slow
def test_public_files_do_not_change_with_the_hidden_values_and_hold_none_of_them(tmp_path: Path) -> None:
    homes = [
        project(tmp_path / name, guided)
        for name, guided in (("a", PLANTED), ("b", PLANTED | {FEW: [0, 1, 0], SMALL: [2, 2, 1]}))
    ]
    for home in homes:
        main(["--project", str(home), "build", "demo", "--audience", "public", "--jobs", "2"])
    files = [
        {path.relative_to(home): path for path in (home / "reports").rglob("2024-25-public/**/*") if path.is_file()}
        for home in homes
    ]
    assert files[0].keys() == files[1].keys()
    assert len(files[0]) > 13 * 4
    for name in files[0]:
        assert _contents(files[0][name]) == _contents(files[1][name]), name


def _contents(path: Path) -> object:
    """Bytes; of a package of parts, each of them."""
    if path.suffix in (".docx", ".xlsx"):
        with ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}
    return path.read_bytes()


def test_the_public_page_and_notes_lie_apart_and_say_for_whom_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = project(tmp_path, PLANTED)
    words = ["--project", str(home), "build", "demo", "--formats", "html", "--only", FEW]
    assert main([*words, "--audience", "public"]) == 1  # the planted errors of the data
    assert "Скрыто значений: " in capsys.readouterr().out
    reports = home / "reports" / "demo"
    page = (reports / "2024-25-public" / FEW / "note.html").read_text(encoding="utf-8")
    assert "Для публикации" in page
    assert "скрыто" in page
    assert not (reports / "2024-25").exists()
    assert not (reports / "index.html").exists()
    index = (reports / "2024-25-public" / "index.html").read_text(encoding="utf-8")
    assert f'href="{FEW}/note.html"' in index
    assert "скрыто" in index
    bundle = home / "data" / "processed" / "demo" / "notes" / "2024-25" / "public" / f"municipality-{FEW}.json"
    assert set(re.findall(r"\b[0-9a-f]{64}\b", page + index)) == {sha256(bundle.read_bytes()).hexdigest()}
    assert main(["--project", str(home), "attack", "demo"]) == 0


def test_amur_hides_nothing_that_the_institute_published(tmp_path: Path) -> None:
    amur = analyse(ROOT, "amur-2020")
    seen = for_audience(amur, "public")
    bundles, before = cut(seen.results), cut(amur.results)
    hidden = [row for one in bundles.values() for row in one.get("values", []) if row.get("status") == "hidden"]
    assert hidden == []
    for key, bundle in bundles.items():
        assert [one for one in bundle.get("counts", []) if "ovz" in one["variable"]] == []
        assert bundle["everyone"].keys() == before[key]["everyone"].keys()
        for row, was in zip(bundle.get("values", []), before[key].get("values", []), strict=True):
            assert (row["numerator"], row["denominator"], row["verdict"]) == tuple(
                was[k] for k in ("numerator", "denominator", "verdict")
            )
    assert bundles["region", "10000000"]["region_values"]["bvb_ovz_of_registered"]["numerator"] == 61


def test_documents_for_correspondence_are_not_built_for_the_public(tmp_path: Path, public: Monitoring) -> None:
    with pytest.raises(UsageError, match="только справки"):
        saving.cut(public.results, tmp_path, ["quality"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"most": "4"}, "в поле «most» нужно целое число, а стоит «4»"),
        ({"least": 5}, "least < most"),
        ({"most": 12}, "most: 12"),
        ({"maximum": 4}, "«maximum»"),
        ([4], "нужны записи"),
    ],
)
def test_thresholds_that_protect_nobody_are_refused(given: object, words: str) -> None:
    (wrong,) = mistakes(disclosure=given)
    assert words in wrong


def test_own_thresholds_hide_more(internal: Monitoring) -> None:
    results = internal.results
    place = Place(results.dataset.period, results.intake.region.code, Thresholds(1, 10, 20))
    _, found = mask_values(internal.values, results.catalogue, place)
    _, usual = mask_values(internal.values, results.catalogue, replace(place, limits=Thresholds()))
    assert len(found.rows) > len(usual.rows)


def _place(results: Results) -> Place:
    return Place(results.dataset.period, results.intake.region.code, Thresholds())


def test_sensitive_counts_stand_only_where_the_region_alone_gives_them(internal: Monitoring) -> None:
    results = internal.results
    kept = mask_counts(results.counts, results.catalogue, _place(results))
    assert not kept["variable"].str.contains("ovz").any()
    amur = analyse(ROOT, "amur-2020").results
    kept = mask_counts(amur.counts, amur.catalogue, _place(amur))
    assert kept.loc[kept["variable"] == "K_ovz_reg", "code"].tolist() == ["10000000"]


@pytest.mark.parametrize(("contests", "centre", "shown"), [(2, 3, False), (158, 30, False), (60, 30, True)])
def test_what_the_region_alone_gives_points_at_no_child_either(
    contests: int, centre: int, shown: bool, tmp_path: Path
) -> None:
    """2 of 160, 158 of 160: of few and of nearly all; 60 are a crowd."""
    small_groups.write(tmp_path, dict.fromkeys(small_groups.codes(4), (40, 20)), more=OF_REGION)
    home = tmp_path / "data" / "raw" / "proba"
    (home / "tables" / "r.csv").write_text(f"МО;ЦОПП;Абил\nУсловный край;{centre};{contests}\n", encoding="utf-8")
    seen = for_audience(analyse(tmp_path, "proba"), "public").results
    bundle = cut(seen)["region", small_groups.REGION]
    share = bundle.region_values["abilympics"]
    assert (share.numerator is not None, share.status != "hidden") == (shown, shown)
    assert ("K_abil" in bundle.region_counts) == shown
    assert (bundle.region_values["ovz_copp"].numerator is not None) == (centre > 4)


def test_a_pupil_whom_the_school_and_the_municipality_report_is_one_of_the_whole(internal: Monitoring) -> None:
    """99 of 100 point at one child, though schools report the same hundred once more."""
    results = internal.results
    region, period = results.intake.region.code, results.dataset.period
    usual = {**results.intake.counts.iloc[0].to_dict(), "period": period, "breakdown": "", "status": "reported"}
    whole = {**usual, "variable": "K_ovz611", "code": "10701000"}
    rows = [
        {**usual, "variable": "K_abil", "code": region, "organisation": "", "value": 99},
        {**whole, "organisation": "", "value": 100},
        *({**whole, "organisation": f"s{number}", "value": 50} for number in (1, 2)),
    ]
    counts = pd.DataFrame(rows)
    assert mask_counts(counts, results.catalogue, _place(results)).empty
    crowd = counts.assign(value=counts["value"].where(counts["variable"] != "K_abil", 60))
    assert mask_counts(crowd, results.catalogue, _place(results))["value"].tolist() == [60]


OF_REGION = """  - file: tables/r.csv
    source: условные данные
    territory: МО
    columns:
      ЦОПП: {variable: K_ovz_copp}
      Абил: {variable: K_abil}
"""


def test_what_is_written_down_of_such_children_beside_the_tables_is_internal(tmp_path: Path) -> None:
    small_groups.write(tmp_path, dict.fromkeys(small_groups.codes(4), (40, 20)))
    home = tmp_path / "data" / "raw" / "proba"
    general = "Уезд-01 район;Дети с ОВЗ в 9 классе;3;чел.\nУезд-01 район;Школьные музеи;5;ед.\n"
    (home / "general.csv").write_text(f"territory;item;value;unit\n{general}", encoding="utf-8")
    items = "Уезд-01 район;1;Д;Дети-инвалиды на пробах;3 из 14\nУезд-01 район;2;Д;Кружки;7\n"
    (home / "printed-items.csv").write_text(f"territory;number;direction;title;value\n{items}", encoding="utf-8")
    internal = analyse(tmp_path, "proba")
    [code, *_] = small_groups.codes(1)
    for seen, told in ((internal, True), (for_audience(internal, "public"), False)):
        text = text_of(cut(seen.results)["municipality", code])
        assert ("Дети с ОВЗ в 9" in text, "3 из 14" in text) == (told, told)
        assert "Школьные музеи" in text
        assert "Кружки" in text


def test_indicators_of_a_sensitive_variable_are_sensitive() -> None:
    found = sensitive_indicators(catalogues.load(), "2024/25")
    assert {"ovz_guided", "ovz_copp"} <= found.keys()
    assert "1.1" not in found
