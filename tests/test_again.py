"""A command that only looks says at once what it has said of the same files, and looks again where one is new."""

from pathlib import Path

import pytest
from helpers.projects import AMUR, Done, Project, new_project

from careerstats.pipeline import monitoring

LOOKS = [("list", AMUR), ("check", AMUR), ("trace", AMUR, "регион", "bvb_tested")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "project")


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the datasets that were read and computed."""
    read, analyse = [], monitoring.analyse

    def noted(project: Path, dataset: str, **asked: str) -> monitoring.Monitoring:
        read.append(dataset)
        return analyse(project, dataset, **asked)

    monkeypatch.setattr(monitoring, "analyse", noted)
    return read


@pytest.mark.parametrize("words", LOOKS, ids=lambda words: words[0])
def test_it_says_the_same_without_reading(words: tuple[str, ...], project: Project, unread: list[str]) -> None:
    first, second = project.run(*words), project.run(*words)
    assert first.out
    assert (second, unread) == (first, [AMUR])


def test_another_question_is_another_answer(project: Project, unread: list[str]) -> None:
    one, other = (project.run("list", AMUR, "--only", code) for code in ("10710000", "10621000"))
    assert one.out != other.out
    assert unread == [AMUR] * 2


@pytest.mark.parametrize("words", LOOKS, ids=lambda words: words[0])
def test_a_changed_cell_is_seen(words: tuple[str, ...], project: Project, unread: list[str]) -> None:
    project.run(*words)
    text = project.table.read_text(encoding="utf-8")
    project.table.write_text(text + "\n", encoding="utf-8", newline="\n")
    assert project.run(*words).out
    assert unread == [AMUR] * 2


def test_a_changed_notebook_of_ones_own_is_seen(project: Project, unread: list[str]) -> None:
    own = project.folder / "notebooks" / "my_study.ipynb"
    own.parent.mkdir()
    own.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
    project.run("list", AMUR)
    own.write_text('{"cells": [], "metadata": {"a": 1}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
    project.run("list", AMUR)
    assert unread == [AMUR] * 2


def test_a_protocol_that_was_taken_away_is_written_again(project: Project, unread: list[str]) -> None:
    project.run("check", AMUR)
    (project.processed / "protocol.xlsx").unlink()
    project.run("check", AMUR)
    assert (project.processed / "protocol.xlsx").is_file()
    assert unread == [AMUR] * 2


def test_a_project_that_was_moved_names_its_new_place(project: Project) -> None:
    project.run("check", AMUR)
    moved = Project(project.folder.rename(project.folder.with_name("moved")))
    assert str(moved.folder) in moved.run("check", AMUR).out


def test_what_is_damaged_answers_nothing(project: Project, unread: list[str]) -> None:
    first = project.run("check", AMUR)
    (project.processed.parent / ".said" / f"{AMUR}.json").write_bytes(b'{"state": 1')
    assert project.run("check", AMUR) == first
    assert unread == [AMUR] * 2


def test_an_error_is_no_answer(project: Project) -> None:
    def of_nobody() -> Done:
        return project.run("trace", AMUR, "Нигде", "bvb_tested")

    assert of_nobody() == of_nobody()
    assert of_nobody().code == 2
