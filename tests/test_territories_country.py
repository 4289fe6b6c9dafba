"""Names from all over the country: reviewed cases, and people's spellings that lead to one municipality or to none."""

import csv
import random
import unicodedata
from pathlib import Path

import pytest

from careerstats.errors import DatasetError
from careerstats.territories import Territory, find, load, of_region, reformed, regions
from careerstats.territories.cases import forms
from careerstats.territories.kinds import NOUNS

DAY, UDMURTIA = "2024-12-31", "94000000"
REFERENCE = Path(__file__).parent / "references" / "names_of_the_country.csv"


def reviewed() -> list[dict[str, str]]:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def everyone() -> list[tuple[Territory, Territory]]:
    return [(one, region) for region in regions(DAY) for one in of_region(region.code, DAY)]


# ---- cases


def test_three_hundred_reviewed_names_are_called_and_declined_so() -> None:
    known = {one.code: one for region in regions("2019-04-16") for one in of_region(region.code, "2019-04-16")}
    wrong = []
    for row in reviewed():
        cases = [row["genitive"], row["dative"], row["prepositional"]]
        if row["code"]:
            one = known[row["code"]]
            said = [one.full_name, one.kind, one.name, one.genitive, one.dative, one.prepositional]
            wrong += [row] if said != [row["full_name"], row["kind"], row["name"], *cases] else []
        else:
            wrong += [row] if [*forms(row["name"])] != cases else []
    assert wrong == []
    assert len(reviewed()) >= 300
    assert {row["kind"] for row in reviewed()} == {*NOUNS, ""} - {"region"}


def test_few_names_are_left_without_cases() -> None:
    assert 0 < len([one for one, _ in everyone() if not one.has_forms]) < 20


@pytest.mark.parametrize("name", ["Ангарское", "Вилючинский ЗАТО", "г. Неведомка-Гора", "Кизил", "", "район", "Синий"])
def test_what_no_rule_knows_gets_no_cases(name: str) -> None:
    assert not any(forms(name))


# ---- spellings


def ways(one: Territory, region: Territory) -> list[str]:
    """How people write a municipality in a list of their region."""
    bare = one.name.removesuffix(" район")
    ways = [one.code.lstrip("0"), f"{one.code}000", f"1. {one.name}", f"{one.name}*", f"МО «{one.name}»",
            f"{one.name} ({region.name})", unicodedata.normalize("NFD", one.full_name.upper())]  # fmt: skip
    if region.has_forms:
        ways.append(f"{one.name} {region.genitive}")
    if one.has_forms:
        ways += [f"Администрация {one.genitive}", f"РУО {one.genitive}", one.genitive]
    if bare != one.name and one.kind == "district" and " и " not in bare:
        ways += [f"{bare} муниц. район", f"{bare} м. р-н", f"{bare} р–н", f"{bare} муниципальный округ"]
    return ways


def test_four_hundred_spellings_of_the_country_are_found() -> None:
    chance = random.Random(2024)
    asked = [
        (way, one, region)
        for one, region in chance.sample(everyone(), 100)
        for way in chance.sample(ways(one, region), 4)
    ]
    answers = [(way, one, find(way, region.code, DAY)) for way, one, region in asked]
    assert len(answers) == 400
    assert [(way, one.name) for way, one, said in answers if isinstance(said, Territory) and said != one] == []
    assert len([said for _, one, said in answers if said == one]) >= 0.97 * 400


@pytest.mark.slow
def test_no_spelling_of_the_country_is_taken_for_somebody_else() -> None:
    answers = [(way, one, find(way, region.code, DAY)) for one, region in everyone() for way in ways(one, region)]
    assert [(way, one.name) for way, one, said in answers if isinstance(said, Territory) and said != one] == []
    assert len([1 for _, one, said in answers if said == one]) >= 0.99 * len(answers)


# ---- reforms


@pytest.mark.parametrize(
    ("text", "region", "code", "remarked"),
    [
        ("Балезинский муниципальный округ", UDMURTIA, "94604000", True),
        ("Администрация Балезинского муниципального округа", UDMURTIA, "94604000", True),
        ("94504000", UDMURTIA, "94604000", True),
        ("94504000000", UDMURTIA, "94604000", True),
        ("Балезинский район", UDMURTIA, "94604000", False),
        ("Архаринский район", "10000000", "10605000", False),
        ("Кемеровский муниципальный округ", "32000000", "32607000", True),
        ("Кемеровский городской округ", "32000000", "32701000", False),
    ],
)
def test_a_district_may_be_called_the_okrug_it_became(text: str, region: str, code: str, remarked: bool) -> None:
    answer = find(text, region, DAY)
    assert isinstance(answer, Territory)
    assert (answer.code, reformed(text, region, DAY)) == (code, remarked)


def test_every_district_of_the_country_may_be_called_the_okrug_it_became() -> None:
    """Always with a remark; a name that fits a town's okrug too is asked about, never guessed."""
    districts = [(one, region) for one, region in everyone() if one.kind == "district" and one.name.endswith(" район")]
    asked = [(one.name.replace(" район", " муниципальный округ"), one, region) for one, region in districts]
    answers = [(name, one, region, find(name, region.code, DAY)) for name, one, region in asked]
    found = [(name, one, region) for name, one, region, said in answers if isinstance(said, Territory)]
    assert [name for name, one, _, said in answers if isinstance(said, Territory) and said != one] == []
    assert len(found) >= 0.98 * len(answers) > 1600
    assert [name for name, _, region in found if not reformed(name, region.code, DAY)] == []


# ---- a dataset's own spellings


@pytest.mark.parametrize(
    "text",
    [
        "94604000;Балезино\n",
        "Балезино;94604000\n",
        "Балезинский район;Балезино\n",
        "написание,муниципальное образование\nБалезино,Балезинский муниципальный район\n",
        "код;написание\n94604000;Балезино\n",
        "region,id,alias,since,until,note\n94000000,udmurtia-balezinsk-district,Балезино,,,\n",
    ],
)
def test_a_spelling_is_told_by_code_or_name_in_any_order(text: str, tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text(text, encoding="utf-8-sig")
    table = load(tmp_path)
    answer = find("Балезино", UDMURTIA, DAY, table)
    assert isinstance(answer, Territory)
    assert answer.code == "94604000"
    assert table.unused(UDMURTIA) == []


def test_a_spelling_of_nobody_is_kept_to_be_told(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("94604999;Балезино\n", encoding="utf-8")
    assert [one.alias for one in load(tmp_path).unused(UDMURTIA)] == ["Балезино"]


def test_a_spelling_without_its_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("id,note\n94604000,нет\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"aliases\.csv, строка 2: нет столбца alias"):
        load(tmp_path)


# ---- a region told anew


def test_a_list_of_ones_own_replaces_the_shipped_one(tmp_path: Path) -> None:
    head = "id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source"
    rows = "region-94,94000000,,,94000000,region,Своя,Своя,,,,х\nr1,94000000,,,94504000,okrug,А округ,А округ,,,,х\n"
    (tmp_path / "territories.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    assert [one.id for one in of_region(UDMURTIA, DAY, load(tmp_path))] == ["r1"]
