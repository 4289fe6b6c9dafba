"""Every number of a note leads to its numerator and denominator, and they to a cell of the received table."""

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import Built
from helpers.note_text import rows, sentences
from helpers.projects import AMUR, REGION, ROOT
from lxml import html

RAW = ROOT / "data" / "raw" / AMUR
GRID = "tables/municipalities.csv"
NUMBER = r"\d{1,3}(?: \d{3})+|\d+"
SHARE = r"\d+,\d+"


def cells(file: str) -> dict[str, str]:
    """A raw table by address, read here and by nothing of ours: «D4» → «936 (66%)»."""
    with (RAW / file).open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.reader(opened, delimiter=";"))
    return {f"{chr(65 + column)}{row}": text for row, line in enumerate(lines, 1) for column, text in enumerate(line)}


def leading_number(text: str) -> int:
    found = re.match(r"\s*(\d+)", text)
    assert found, text
    return int(found[1])


def rounded(part: int, whole: int, places: int = 1) -> str:
    """A share as printed: half up, once, from the whole numbers."""
    exact = Decimal(part) * 100 / Decimal(whole)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)).replace(".", ",")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def whole_number(text: str) -> int:
    return int(text.replace(" ", ""))


CELLS = {file: cells(file) for file in (GRID, "tables/region.csv", "tables/history.csv")}
ORDER = {f"{letter}": title for letter, title in zip("CDEF", ("K_611", "K_reg", "K_par", "K_att1"), strict=True)}
BY_NAME = {
    CELLS[GRID][f"B{row}"]: {
        variable: leading_number(CELLS[GRID][f"{letter}{row}"]) for letter, variable in ORDER.items()
    }
    for row in range(2, 31)
}


def municipal(whole: Built) -> list[tuple[str, dict[str, Any]]]:
    codes = [entry["code"] for entry in whole.ledger["notes"].values() if entry["code"] != REGION]
    assert len(codes) == 29
    return [(code, whole.bundle(code)) for code in codes]


def raw_row(bundle: dict[str, Any]) -> dict[str, int]:
    """The municipality's own row, by the address that the bundle gives for its number of pupils."""
    (origin,) = (count["origin"] for count in bundle["counts"] if count["variable"] == "K_611")
    row = origin.removeprefix(f"{GRID}!C")
    return BY_NAME[CELLS[GRID][f"B{row}"]]


def test_every_count_of_a_bundle_stands_in_the_cell_it_names(whole: Built) -> None:
    seen = set()
    for code, bundle in municipal(whole):
        named = {CELLS[GRID][f"B{count['origin'].split('!')[1][1:]}"] for count in bundle["counts"]}
        assert len(named) == 1, f"{code}: all counts are of one row"
        word = re.sub(r"^(г|пгт)\.\s*", "", named.pop()).split()[-1]
        assert word in bundle["territory"]["name"], code
        seen.add(word + bundle["territory"]["kind"])
        for count in bundle["counts"]:
            file, address = count["origin"].split("!")
            assert leading_number(CELLS[file][address]) == count["value"], f"{code} {count}"
            assert ORDER[address[0]] == count["variable"]
    assert len(seen) == 29


def test_every_value_has_its_counts_as_numerator_and_denominator(whole: Built) -> None:
    for code, bundle in municipal(whole):
        counts = {count["variable"]: count["value"] for count in bundle["counts"]}
        for value in bundle["values"]:
            of = bundle["passports"][value["indicator"]]["of"]
            if {of.get("part"), of.get("whole")} <= set(counts):
                assert (value["numerator"], value["denominator"]) == (counts[of["part"]], counts[of["whole"]]), code
                assert value["value"] == pytest.approx(100 * value["numerator"] / value["denominator"], abs=1e-9)
            else:
                assert value["numerator"] is None or value["denominator"] is None, (code, value["indicator"])


def test_the_others_are_the_sum_of_the_other_rows(whole: Built) -> None:
    for code, bundle in municipal(whole):
        own = raw_row(bundle)
        for value in bundle["values"]:
            of = bundle["passports"][value["indicator"]]["of"]
            if value["numerator"] is not None:
                for key, name in (("rest_numerator", "part"), ("rest_denominator", "whole")):
                    total = sum(row[of[name]] for row in BY_NAME.values())
                    assert value[key] == total - own[of[name]], (code, value["indicator"])


def test_the_tables_say_the_same_as_the_bundles(whole: Built) -> None:
    counts = pd.read_parquet(whole.processed / "counts.parquet")
    values = pd.read_parquet(whole.processed / "values.parquet").set_index(["code", "indicator"])
    for row in counts[counts["status"] == "reported"].itertuples():
        file, address = row.origin.split("!")
        assert leading_number(CELLS[file][address]) == row.value, row.origin
    for code, bundle in municipal(whole):
        for value in bundle["values"]:
            line = values.loc[(code, value["indicator"])]
            if value["numerator"] is not None:
                assert (line["numerator"], line["denominator"]) == (value["numerator"], value["denominator"])


def test_a_number_of_the_region_is_the_sum_of_its_rows_and_of_the_unassigned(whole: Built) -> None:
    bundle = whole.bundle(REGION)
    for letter, variable in ORDER.items():
        unassigned = CELLS[GRID][f"{letter}31"]
        total = sum(row[variable] for row in BY_NAME.values()) + (leading_number(unassigned) if unassigned else 0)
        assert bundle["region_counts"][variable]["value"] == total, variable
    for value in bundle["region_values"].values():
        of = bundle["passports"][value["indicator"]]["of"]
        if value["numerator"] is not None:
            assert value["numerator"] == bundle["region_counts"][of["part"]]["value"]
            assert value["denominator"] == bundle["region_counts"][of["whole"]]["value"]


# What is printed


def calculations(path: Path) -> list[tuple[str, str]]:
    """Each worked calculation as printed, and the cells that a pointer over it shows."""
    main = html.fromstring(path.read_bytes()).find(".//main")
    return [
        (plain(span.text_content()), span.get("title", "")) for span in main.iter("span") if span.get("class") == "hint"
    ]


def test_every_worked_calculation_is_right_and_names_cells_that_hold_its_numbers(whole: Built) -> None:
    worked = re.compile(rf"({NUMBER}) / ({NUMBER}) × 100 % = ({SHARE}) %")
    for code, bundle in municipal(whole):
        found = calculations(whole.note(code))
        for text, cells_of in found:
            calculation = worked.fullmatch(text)
            assert calculation, (code, text)
            part, total = whole_number(calculation[1]), whole_number(calculation[2])
            assert rounded(part, total) == calculation[3], (code, text)
            addresses = re.findall(r"(K_\w+): ([\w/.]+), ([A-Z]+\d+)", cells_of)
            assert [leading_number(CELLS[file][address]) for _, file, address in addresses] == [part, total], (
                code,
                cells_of,
            )
            assert [ORDER[address[0]] for _, _, address in addresses] == [name for name, _, _ in addresses]
        assert len(found) == len(bundle["settings"]["indicators"]), code
        assert GRID not in " ".join(sentences(whole.note(code))), "paths of cells are not for an official to read"


def test_every_calculation_in_the_text_is_right(whole: Built) -> None:
    found = 0
    for folder in (whole.reports / "2020").iterdir():
        for text in map(plain, sentences(folder / "note.html", with_method=True)):
            for part, total, share in re.findall(rf"({NUMBER}) / ({NUMBER}) × 100 % = ({SHARE}) %", text):
                found += 1
                places = len(share.split(",")[1])
                assert rounded(whole_number(part), whole_number(total), places) == share, (folder.name, text)
    assert found >= 29 * 5


def test_every_percentage_with_k_of_n_beside_it_is_right(whole: Built) -> None:
    forms = (
        rf"({SHARE}) % [^().;%]*\(({NUMBER}) из ({NUMBER})",
        rf"()({NUMBER}) из ({NUMBER})[^().;%]{{0,40}}\(({SHARE}) %",
        rf"()(?<![\d ])({NUMBER}) обучающ\w+ [а-яё ]*из ({NUMBER}) \(({SHARE}) %",
        rf"({SHARE}) \(({NUMBER}) из ({NUMBER})\)",
    )
    found = 0
    for folder in (whole.reports / "2020").iterdir():
        for text in map(plain, sentences(folder / "note.html")):
            for share, part, total, *late in [match for form in forms for match in re.findall(form, text)]:
                found += 1
                printed = share or late[0]  # a share of the region has as many decimals as it was published with
                places = len(printed.split(",")[1])
                assert rounded(whole_number(part), whole_number(total), places) == printed, (folder.name, text)
    assert found >= 29 * 3


def test_the_first_table_is_what_the_raw_rows_give(whole: Built) -> None:
    """Share with its counts and the share of the others, all computed here from the raw table."""
    total = {variable: sum(row[variable] for row in BY_NAME.values()) for variable in ORDER.values()}
    expected_rows = (
        ("K_reg", "K_611"),
        ("K_par", "K_611"),
        ("K_att1", "K_611"),
        ("K_par", "K_reg"),
        ("K_att1", "K_reg"),
    )
    value = re.compile(rf"({SHARE}) \(({NUMBER}) из ({NUMBER})\)")
    for code, bundle in municipal(whole):
        own = raw_row(bundle)
        printed = [[plain(text) for text in row] for row in rows(whole.note(code))]
        head = next(row for row in printed if any(title.startswith("Остальные") for title in row))
        rest = next(at for at, title in enumerate(head) if title.startswith("Остальные"))
        shown = [(row, found) for row in printed if len(row) == len(head) and (found := value.fullmatch(row[1]))]
        for (part, of), (row, found) in zip(expected_rows, shown, strict=True):
            k, n = own[part], own[of]
            assert (whole_number(found[2]), whole_number(found[3])) == (k, n), (code, row)
            assert found[1] == rounded(k, n), (code, row)
            assert row[rest] == rounded(total[part] - k, total[of] - n), (code, row)


def test_every_row_of_a_municipality_in_a_table_is_its_raw_row(whole: Built) -> None:
    names = {bundle["territory"]["name"]: raw_row(bundle) for _, bundle in municipal(whole)}
    found = 0
    for folder in (whole.reports / "2020").iterdir():
        for row in ([plain(text) for text in row] for row in rows(folder / "note.html")):
            name = next((text for text in row if text in names), None)
            shares = [match for text in row if (match := re.fullmatch(rf"({NUMBER}) \(({SHARE}) %\)", text))]
            if name and len(shares) >= 2:
                found += 1
                own = names[name]
                assert str(own["K_611"]) in [text.replace(" ", "") for text in row], (folder.name, row)
                for match in shares:
                    assert whole_number(match[1]) in own.values(), (folder.name, row)
                    assert match[2] == rounded(whole_number(match[1]), own["K_611"]), (folder.name, row)
    assert found >= 29


def test_a_published_figure_is_quoted_as_published_and_its_difference_named(whole: Built) -> None:
    text = plain(" ".join(sentences(whole.note(REGION))))
    assert "28,45" in text
    assert "2 423" in text
    assert "2 424" in text


def test_the_place_of_every_remark_exists(whole: Built) -> None:
    with (whole.processed / "problems.csv").open(encoding="utf-8", newline="") as file:
        remarks = list(csv.DictReader(file))
    assert remarks
    for remark in remarks:
        assert Path(RAW, remark["file"]).exists()
        if remark["cell"]:
            assert remark["cell"] in CELLS[remark["file"]], remark
