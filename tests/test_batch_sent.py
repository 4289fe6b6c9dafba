"""A note that was sent is frozen: its files stay, and a new version beside it says what was refined."""

import json
from pathlib import Path

import pytest
from helpers.batch_builds import build, cheap_project
from helpers.projects import BELOGORSK, ZEYA, Project, copy_of, hashes

SHOWS = "import careerstats as cs; print(cs.open_note('amur-2020', municipality).bundle.texts.get('conclusions', ''))"
LETTER = "sent:\n  - {number: 01-18/1557, date: 20.04.2021, territory: г. Белогорск, period: '2020'}\n"
WORDS = "Справка уточнена: прежняя редакция направлена (письмо от 20.04.2021 № 01-18/1557)."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three notes, one of them sent afterwards."""
    project = cheap_project(tmp_path_factory.mktemp("sent"), SHOWS)
    assert build(project).code == 0
    (project.raw / "cycle.yaml").write_text(LETTER, encoding="utf-8")
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    return copy_of(built, tmp_path / "project")


def note_of(project: Project) -> Path:
    return project.note(BELOGORSK, "note.ipynb")


def refined_of(project: Project, number: str = "") -> Path:
    return project.note(BELOGORSK, f"note (уточнение{number}).ipynb")


def printed(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(one["text"]) for cell in cells for one in cell.get("outputs", []) if "text" in one)


def test_the_letter_itself_makes_no_new_version(project: Project) -> None:
    before = hashes(note_of(project).parent)
    assert build(project).code == 0
    assert hashes(note_of(project).parent) == before


def test_a_changed_figure_makes_a_new_version_beside_it_with_was_and_is(project: Project) -> None:
    sent = note_of(project).read_bytes()
    project.replace("1731 (46%)", "1740 (47%)")
    assert build(project).code == 0
    assert note_of(project).read_bytes() == sent
    text = printed(refined_of(project)).replace("\u00a0", " ")
    assert WORDS in text
    assert "«Зарегистрированы на платформе»: было 46,5 %, стало 46,7 %" in text
    assert not project.note(ZEYA, "note (уточнение).ipynb").exists()  # that one was not sent
    names = project.entry(BELOGORSK)["outputs"]
    assert {"note.ipynb", "note (уточнение).ipynb"} <= set(names)
    assert "Ничего не изменилось" in build(project).out


def test_figures_refined_twice_are_told_against_what_was_sent(project: Project) -> None:
    sent = note_of(project).read_bytes()
    project.replace("1731 (46%)", "1740 (47%)")
    build(project)
    project.replace("1740 (47%)", "1750 (47%)")
    build(project)
    assert note_of(project).read_bytes() == sent
    assert "было 46,5 %, стало 47,0 %" in printed(refined_of(project)).replace("\u00a0", " ")


def test_a_note_sent_by_another_version_of_the_program_is_refined_without_a_claim(project: Project) -> None:
    project.replace("1731 (46%)", "1740 (47%)")
    build(project)
    [kept] = (project.processed / "sent").rglob(f"municipality-{BELOGORSK}.json")
    kept.write_text('{"schema": 0, "values": [{"numerator": "много"}]}', encoding="utf-8")
    project.replace("1740 (47%)", "1750 (47%)")
    assert build(project).code == 0
    text = printed(refined_of(project))
    assert "записана другой версией программы" in text
    assert "было" not in text


def test_a_new_version_that_was_sent_too_is_frozen_as_well(project: Project) -> None:
    project.replace("1731 (46%)", "1740 (47%)")
    build(project)
    second = refined_of(project).read_bytes()
    with (project.raw / "cycle.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {number: 01-18/2001, date: 11.05.2021, territory: г. Белогорск, period: '2020'}\n")
    build(project)
    assert not refined_of(project, " 2").exists()
    project.replace("1740 (47%)", "1750 (47%)")
    build(project)
    assert refined_of(project).read_bytes() == second
    text = printed(refined_of(project, " 2")).replace("\u00a0", " ")
    assert "№ 01-18/2001" in text
    assert "было 46,7 %, стало 47,0 %" in text


def test_a_version_that_is_no_longer_needed_is_withdrawn(project: Project) -> None:
    sent = note_of(project).read_bytes()
    project.replace("1731 (46%)", "1740 (47%)")
    build(project)
    assert refined_of(project).is_file()
    project.replace("1740 (47%)", "1731 (46%)")
    assert build(project).code == 0
    assert not refined_of(project).exists()
    assert note_of(project).read_bytes() == sent
    assert not [name for name in project.entry(BELOGORSK)["outputs"] if "уточнение" in name]
    project.replace("1731 (46%)", "1740 (47%)")
    build(project)
    assert "было 46,5 %, стало 46,7 %" in printed(refined_of(project)).replace("\u00a0", " ")


def test_a_note_sent_twice_is_still_the_one_that_was_sent(project: Project) -> None:
    with (project.raw / "cycle.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {number: 01-18/1600, date: 30.04.2021, territory: г. Белогорск, period: '2020'}\n")
    build(project)
    project.replace("1731 (46%)", "1740 (47%)")
    build(project)
    first = refined_of(project, " 2").read_bytes()
    project.replace("1740 (47%)", "1750 (47%)")
    build(project)
    assert refined_of(project, " 2").read_bytes() != first, "it was not sent, so it is made anew"
    assert not refined_of(project, " 3").exists()


def test_list_says_that_a_note_was_sent(project: Project) -> None:
    lines = {line[:8]: line for line in project.run("list", "amur-2020").out.splitlines()}
    assert "отправлена (письмо от 20.04.2021 № 01-18/1557)" in lines[BELOGORSK].replace("\u00a0", " ")
    assert "отправлена" not in lines[ZEYA]
