"""Why notes are built anew is told note by note, and of many for the same reason once."""

from pathlib import Path

from helpers.batch_builds import build, cheap_project

from careerstats.pipeline import changes


def test_notes_built_for_the_same_reason_are_named_together() -> None:
    reasons = [("а", "Первый"), ("б", "Второй"), ("а", "Третий"), ("а", "Четвёртый")]
    assert list(changes.summed(reasons)) == ["– а: Первый, Третий и ещё 1", "– б: Второй"]


def test_a_changed_cell_says_what_it_moved_and_why_everybody_else_is_built(tmp_path: Path) -> None:
    project = cheap_project(tmp_path, "print(municipality)")
    assert "–" not in build(project, formats=("html",)).out, "what is new needs no reason"
    project.replace("1731 (46%)", "1740 (47%)")
    said = build(project, formats=("html",)).out
    own = [line for line in said.splitlines() if line.startswith("– изменился показатель") and "г. Белогорск" in line]
    assert len(own) == 1
    assert "46,5 → 46,7" in own[0]
    others = [line for line in said.splitlines() if line.startswith("– изменились сведения, с которыми сравнивается: ")]
    assert len(others) == 1
    project.reports.joinpath("2020", "10710000", "note.html").unlink()
    assert "– нет готовых файлов: г. Белогорск" in build(project, formats=("html",)).out
