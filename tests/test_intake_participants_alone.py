"""A dataset that has a list of participants and nothing else: counts, values, notes, and no person in any file."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.participants import REGION, TITLES, TYNDA, ZEYA, write_csv
from helpers.projects import Done, run

from careerstats import territories
from careerstats.intake import open_dataset
from careerstats.pipeline.monitoring import Monitoring, analyse

NAME, SNILS = "Планториева", "112-233-445"
REGISTER = """id,kind,name,territory,since,until,merged_into,locality
z1,школа,МБОУ «Школа № 1»,г. Зея,,,,город
z2,школа,МБОУ «Школа № 2»,г. Зея,,,,город
t1,школа,МБОУ «Школа № 1»,г. Тында,,,,город
"""
SETTINGS: dict[str, Any] = {
    "title": "Проба",
    "region": REGION,
    "period": "2023",
    "participants": [
        {
            "file": "list.csv",
            "person": {"id": "ID"},
            "territory": "МО",
            "organisation": "Школа",
            "grade": "Класс",
            "ovz": "ОВЗ",
            "event": ["Мероприятие"],
            "counts": [{"variable": "K_od1"}, {"variable": "K_trial", "where": {"Статус": ["Посетил"]}}],
        }
    ],
}


def rows() -> list[list[str]]:
    """60 of Зея (a third visited), 40 of Тында (a half), 7 who named only the region; some stand twice."""
    places = [("г. Зея", "z1")] * 30 + [("г. Зея", "z2")] * 30 + [("г. Тында", "t1")] * 40 + [("", "")] * 7
    found = []
    for number, (place, school) in enumerate(places):
        share = 3 if place == "г. Зея" else 2
        status = "Посетил" if number % share == 0 else "Не посетил"
        grade, ovz = str(6 + number % 6), "да" if number % 20 == 0 else "нет"
        person = f"{NAME}{number:04d} {SNILS} {number:02d}"
        found += [[person, place, school, grade, ovz, "Проба", status, ""]] * (1 + (number % 10 == 0))
    return found


def project_in(folder: Path) -> Path:
    raw = folder / "data" / "raw" / "people"
    raw.mkdir(parents=True)
    (raw / "organisations.csv").write_text(REGISTER, encoding="utf-8")
    (raw / "dataset.yaml").write_text(yaml.safe_dump(SETTINGS, allow_unicode=True), encoding="utf-8")
    write_csv(raw / "list.csv", rows(), TITLES)
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_in(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def monitoring(project: Path) -> Monitoring:
    return analyse(project, "people")


@pytest.fixture(scope="module")
def built(project: Path) -> list[Done]:
    """All that a user can have written of it."""
    where, only = ("--project", str(project)), ("--only", ZEYA, "--only", REGION)
    return [
        run(*where, "check", "people"),
        run(*where, "build", "people", *only, "--formats", "html,docx"),
        run(*where, "build", "people", *only, "--notebook", "quality", "--formats", "html"),
    ]


def test_a_list_of_participants_is_enough_of_a_dataset(project: Path) -> None:
    assert not open_dataset(project, "people").tables


def test_its_persons_become_shares_of_municipalities_and_of_the_region(monitoring: Monitoring) -> None:
    values = monitoring.values
    whole = values[(values["organisation"] == "") & (values["breakdown"] == "") & values["numerator"].notna()]
    told = {row["code"]: (row["numerator"], row["denominator"]) for row in whole.to_dict("records")}
    assert told[ZEYA] == (20, 60)
    assert told[TYNDA] == (20, 40)
    assert told[REGION] == (44, 107), "with those who named only the region"


def test_a_sound_list_raises_no_alarm(monitoring: Monitoring) -> None:
    """Those who named only the region are in its number, and in the sum of its parts as their own row."""
    told = {one.code for one in monitoring.problems if one.severity != "remark"}
    assert told == {"without_school", "without_municipality", "not_reported"}
    assert monitoring.blocking == []


def test_those_who_named_only_the_region_make_no_sum_differ(tmp_path: Path) -> None:
    """Where every municipality has participants: all of them and those without one are the region's number."""
    places = territories.of_region(REGION, "2023-12-31")
    homes = [one.name for one in places for _ in range(12)] + ["Амурская область", ""] * 4
    people = [[f"p{at}", home, "", str(6 + at % 6), "нет", "П", "Посетил", ""] for at, home in enumerate(homes)]
    write_csv(project_in(tmp_path) / "data" / "raw" / "people" / "list.csv", people, TITLES)
    found = analyse(tmp_path, "people")
    counts = found.results.intake.counts
    whole = counts[(counts["variable"] == "K_od1") & (counts["code"] == REGION)]
    told = dict(zip(whole["breakdown"], whole["value"], strict=True))
    assert (told[""], told["unassigned"]) == (len(places) * 12 + 8, 8)
    assert {one.code for one in found.problems} == {"without_school", "without_municipality"}


def test_a_municipality_without_participants_is_asked_about_once(monitoring: Monitoring) -> None:
    silent = [one for one in monitoring.problems if one.code == "not_reported"]
    heard = {ZEYA, TYNDA}
    assert {one.territory for one in silent} == {one.code for one in monitoring.results.intake.territories} - heard
    assert {(one.file, one.severity) for one in silent} == {("list.csv", "warning")}


def test_problems_of_a_list_have_no_cell(monitoring: Monitoring) -> None:
    assert [one.cell for one in monitoring.problems if one.cell] == []


def test_its_notes_are_built(project: Path, built: list[Done]) -> None:
    assert [done.code for done in built] == [0, 0, 0], [done.out + done.err for done in built]
    note = (project / "reports" / "people" / "2023" / ZEYA / "note.html").read_text(encoding="utf-8")
    assert "33,3" in note


def test_no_person_stands_in_anything_that_is_written_or_said(project: Path, built: list[Done]) -> None:
    texts = [done.out + done.err for done in built]
    files = [path for top in ("data/processed", "reports") for path in (project / top).rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        texts += [data.decode("utf-8", errors="ignore") for data in contents(path)]
    assert [text[:80] for text in texts if NAME in text or SNILS in text] == []


def contents(path: Path) -> list[bytes]:
    """A file's bytes; of an Office book also those of its parts."""
    if not zipfile.is_zipfile(path):
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as parts:
        return [path.read_bytes(), *(parts.read(name) for name in parts.namelist())]
