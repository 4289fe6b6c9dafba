"""tiles.csv -> squares of the map; every wrong line is named and stops no other."""

from pathlib import Path

import pytest
from helpers.registers import context

from careerstats.intake.registers.tiles import read_tiles

GOOD = "Зейский район,2,3"


def read(folder: Path, *lines: str) -> tuple[dict[str, tuple[int, int]], list[str]]:
    (folder / "tiles.csv").write_text("\n".join(("territory,row,column", *lines)), encoding="utf-8", newline="\n")
    found, problems = read_tiles(context(folder))
    return found, [one.code for one in problems]


def test_squares_are_known_by_the_code_of_the_municipality(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD, "10710000,1,1") == ({"10625000": (2, 3), "10710000": (1, 1)}, [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Зейский район,4,4", "duplicate_line"),
        ("10710000,2,3", "duplicate_line"),
        ("10710000,0,1", "not_a_square"),
        ("10710000,1,2.5", "not_a_square"),
        ("10710000,99,1", "not_a_square"),
        ("10710000,²,1", "not_a_square"),
        ("10710000,,1", "not_a_square"),
        ("Лунный район,1,1", "unknown_territory"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_stay(tmp_path: Path, line: str, code: str) -> None:
    found, codes = read(tmp_path, GOOD, line)
    assert found == {"10625000": (2, 3)}
    assert codes == [code]
