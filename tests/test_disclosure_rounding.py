"""Rounding to five as a dataset may ask for it: what the public reads, and that nothing finer stands anywhere."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from helpers.drawn_values import picture_of
from helpers.small_groups import REGION, codes, name_of, write
from test_disclosure_masking import PLACES, counts, row, shares
from test_pipeline_attack import home, pictures, words_of

from careerstats import catalogue as catalogues
from careerstats.disclosure.hiding import Thresholds
from careerstats.disclosure.masking import Place, mask_counts, mask_values
from careerstats.errors import DatasetError
from careerstats.pipeline.attack.attacking import attack
from careerstats.pipeline.attack.published_files import can_read_pdf
from careerstats.pipeline.building import build
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.request import Request

LIMITS = Thresholds(base=5)
FEW, *OTHERS = codes(5)
COUNTS = {FEW: (41, 3), **dict(zip(OTHERS, [(53, 26), (61, 19), (72, 31), (203, 131)], strict=True))}
ROUNDED = {OTHERS[0]: (55, 25), OTHERS[1]: (60, 20), OTHERS[2]: (70, 30), OTHERS[3]: (205, 130)}
ASKED = "disclosure: {method: round5}\n"


def masked(rows: list[dict[str, object]]) -> pd.DataFrame:
    values = pd.DataFrame(rows).astype(dict.fromkeys(("numerator", "denominator", "value", "lower"), float))
    frame, _ = mask_values(values, catalogues.load(), Place("2024/25", "02000000", LIMITS))
    return frame.set_index("code")


def with_limits(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{**one, "lower": 1.0} for one in rows]


def test_counts_are_rounded_shares_are_taken_of_them_and_limits_go() -> None:
    seen = masked(with_limits(shares((26, 53), (19, 61), (31, 72))))
    assert seen.loc[PLACES[0], ["numerator", "denominator", "value"]].tolist() == [25, 55, pytest.approx(2500 / 55)]
    assert seen.loc["02000000", ["numerator", "denominator"]].tolist() == [75, 185], "the sum of itself, not of others"
    assert seen["lower"].isna().all()
    assert set(seen["status"]) == {"rounded"}


def test_few_stay_hidden_and_nobody_is_hidden_for_their_sake() -> None:
    seen = masked(with_limits(shares((3, 41), (26, 53), (19, 61), (31, 72), (131, 203))))
    assert seen["status"].to_dict() == {PLACES[0]: "hidden", **dict.fromkeys([*PLACES[1:], "02000000"], "rounded")}


def test_a_bare_count_is_its_own_value() -> None:
    seen = masked(with_limits(counts(26, 41, 38)))
    assert seen.loc[PLACES[0], ["numerator", "value"]].tolist() == [25, 25]


def test_a_region_of_few_says_nothing() -> None:
    assert set(masked(with_limits(shares((2, 40), (1, 30))))["status"]) == {"hidden"}


def test_what_cannot_be_rounded_is_hidden_of_the_region_too() -> None:
    """A part greater than its whole is an error; its sum would be one as well."""
    assert masked(with_limits(shares((30, 60), (70, 60), (25, 50), (40, 80)))).loc["02000000", "status"] == "hidden"


def test_other_numbers_that_round_alike_give_the_same_table() -> None:
    one, other = shares((26, 53), (19, 61), (31, 72)), shares((24, 57), (22, 58), (29, 70))
    pd.testing.assert_frame_equal(masked(with_limits(one)), masked(with_limits(other)))


def test_the_regions_own_counts_are_rounded() -> None:
    place = {"variable": "K_ovz611", "code": REGION, "organisation": "", "breakdown": "", "period": "2024/25"}
    frame = pd.DataFrame([{**place, "value": 412, "status": "reported"}])
    assert mask_counts(frame, catalogues.load(), Place("2024/25", REGION, LIMITS))["value"].tolist() == [410]


# ---- notes


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write(tmp_path_factory.mktemp("rounded"), COUNTS, more=ASKED)
    assert build(project, Request("proba", audience="public"), lambda _: None) == 0
    return project


def attacked(project: Path) -> tuple[int, str]:
    said: list[str] = []
    return attack(project, "proba", said.append), "\n".join(said)


def test_notes_say_that_they_are_rounded_and_no_exact_number_stands_in_any_file(built: Path) -> None:
    files = [path for path in home(built).rglob("*") if path.is_file()]
    readable = [path for path in files if path.suffix != ".pdf" or can_read_pdf()]
    for path in readable:
        text = words_of(path)
        for whole, part in COUNTS.values():
            assert f"{part} из {whole}" not in text, path
            assert f"{100 * part / whole:.1f}".replace(".", ",") not in text, path
    said = words_of(home(built) / OTHERS[0] / "note.html")
    assert "≈ 25 из 55" in said
    assert "количества округлены до 5 (10 значит от 8 до 12)" in said


def test_pictures_draw_rounded_shares(built: Path) -> None:
    for picture in filter(None, map(picture_of, pictures(built))):
        assert picture.at(name_of(FEW)) == []
        for code, (whole, part) in ROUNDED.items():
            assert picture.at(name_of(code)) == [pytest.approx(100 * part / whole, abs=0.02)]


def test_attack_counts_rounded_values_and_finds_an_exact_one_in_a_file(built: Path, tmp_path: Path) -> None:
    assert attacked(built)[0] == 0
    assert "скрытых значений: 1, округлённых: 5" in attacked(built)[1]
    project = Path(shutil.copytree(built, tmp_path / "project"))
    note = home(project) / OTHERS[0] / "note.html"
    note.write_text(note.read_text("utf-8").replace("25 из 55", "26 из 53"), encoding="utf-8")
    code, said = attacked(project)
    assert code == 1
    assert "note.html: «" in said
    assert said.count(": 26") >= 1


def test_the_internal_notes_are_as_without_it(built: Path, tmp_path: Path) -> None:
    usual = analyse(write(tmp_path, COUNTS), "proba").results.rows
    assert analyse(built, "proba").results.rows == usual


def test_another_method_within_a_published_period_is_refused_in_words(built: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(built, tmp_path / "project"))
    about = project / "data/raw/proba/dataset.yaml"
    about.write_text(about.read_text("utf-8").replace(ASKED, ""), encoding="utf-8")
    with pytest.raises(DatasetError, match=r"за 2024/25 уже опубликовано другим способом.*disclosure: method"):
        build(project, Request("proba", audience="public"), lambda _: None)


def test_an_unknown_method_is_told_with_those_there_are(tmp_path: Path) -> None:
    project = write(tmp_path, COUNTS, more="disclosure: {method: round3}\n")
    with pytest.raises(DatasetError, match="hide или round5"):
        analyse(project, "proba")


def test_numbers_of_other_indicators_are_exact() -> None:
    rows = [*with_limits(shares((26, 53), (19, 61), (31, 72))), {**row(PLACES[0], "1.1", 33, 77), "lower": 1.0}]
    seen = masked(rows)
    plain = seen[seen["indicator"] == "1.1"]
    assert plain[["numerator", "denominator", "status"]].to_numpy().tolist() == [[33, 77, ""]]
