"""What all bundles of a notebook share is written once, and each bundle is read in full all the same."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.projects import BELOGORSK, REGION, ZAVITINSK, Project

from careerstats.contracts.bundle import Bundle, text_of
from careerstats.contracts.shared import PREFIX, WORTH_A_FILE, files_of, read_bundle
from careerstats.errors import NoteError
from careerstats.note.opening import read_note


@pytest.fixture(scope="module")
def bundles(whole: Any) -> dict[str, Bundle]:
    home = whole.processed / "notes" / "2020" / "internal"
    return {code: read_bundle(home / f"municipality-{code}.json") for code in (BELOGORSK, ZAVITINSK)}


def written(bundles: dict[str, Bundle], folder: Path) -> dict[str, Path]:
    files = dict(files_of("municipality", bundles))
    for name, text in files.items():
        (folder / name).write_bytes(text)
    return {code: folder / f"municipality-{code}.json" for code in bundles}


def test_each_is_read_in_full(bundles: dict[str, Bundle], tmp_path: Path) -> None:
    paths = written(bundles, tmp_path)
    for code, path in paths.items():
        assert text_of(read_bundle(path)) == text_of(bundles[code])
        assert path.stat().st_size < len(text_of(bundles[code]).encode("utf-8")) / 2


def test_what_differs_anywhere_stands_in_each(bundles: dict[str, Bundle], tmp_path: Path) -> None:
    other = msgspec.structs.replace(bundles[ZAVITINSK], passports={})
    paths = written(bundles | {ZAVITINSK: other}, tmp_path)
    assert [bool(read_bundle(path).passports) for path in paths.values()] == [True, False]
    [common] = tmp_path.glob(f"{PREFIX}*.json")
    parts = msgspec.json.decode(common.read_bytes())
    assert "passports" not in parts
    assert "everyone" in parts


def test_nothing_short_is_taken_away(bundles: dict[str, Bundle]) -> None:
    (_, common), *_ = files_of("municipality", bundles)
    parts = msgspec.json.decode(common, type=dict[str, msgspec.Raw])
    assert all(len(bytes(part)) >= WORTH_A_FILE for part in parts.values())


def test_a_single_bundle_is_whole(bundles: dict[str, Bundle]) -> None:
    [(name, text)] = files_of("municipality", {BELOGORSK: bundles[BELOGORSK]})
    assert (name, text.decode("utf-8")) == (f"municipality-{BELOGORSK}.json", text_of(bundles[BELOGORSK]))


def test_another_content_makes_other_bundles(bundles: dict[str, Bundle]) -> None:
    changed = {code: msgspec.structs.replace(one, everyone={}, tiles={"1": (1, 2)}) for code, one in bundles.items()}
    before, after = (dict(files_of("municipality", some)) for some in (bundles, changed))
    name = f"municipality-{BELOGORSK}.json"
    assert before[name] != after[name]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [("gone", "нет файла common-.*скопируйте его тоже"), ("changed", "изменён после сборки"), ("cut", "изменён после")],
)
def test_a_damaged_shared_file_is_told_in_words(
    spoil: str, told: str, bundles: dict[str, Bundle], tmp_path: Path
) -> None:
    path = written(bundles, tmp_path)[BELOGORSK]
    [common] = tmp_path.glob(f"{PREFIX}*.json")
    text = common.read_bytes()
    if spoil == "gone":
        common.unlink()
    else:
        common.write_bytes(text.replace(b"1731", b"1732") if spoil == "changed" else text[:100])
    with pytest.raises(NoteError, match=f"{told}.*careerstats build"):
        read_note(path)


def test_a_rebuilt_note_drops_what_is_no_longer_shared(whole: Any, tmp_path: Path) -> None:
    from helpers.projects import copy_of

    project: Project = copy_of(whole, tmp_path)
    home = project.processed / "notes" / "2020" / "internal"
    [before] = home.glob(f"{PREFIX}*.json")
    project.replace("1731 (46%)", "1740 (47%)")
    assert project.build("--only", REGION, "--formats", "html").code == 0
    [after] = home.glob(f"{PREFIX}*.json")
    assert after.name != before.name
