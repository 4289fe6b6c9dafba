"""The folder for the public: stale notes go, builds of a part are refused, earlier versions are remembered."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers.small_groups import Counts, codes, write

from careerstats.errors import DatasetError, UsageError
from careerstats.pipeline import publishing
from careerstats.pipeline.building import build
from careerstats.pipeline.request import Request
from careerstats.pipeline.verify.verifying import verify

FIRST, SECOND, THIRD, FOURTH, LAST = codes(5)
BASE: Counts = {FIRST: (40, 3), SECOND: (60, 20), THIRD: (70, 31), FOURTH: (50, 26), LAST: (200, 120)}


def public(project: Path, **asked: object) -> tuple[int, str]:
    said: list[str] = []
    code = build(project, Request("proba", formats=("html",), audience="public", **asked), said.append)  # type: ignore[arg-type]
    return code, "\n".join(said)


def folder(project: Path) -> Path:
    return project / "reports" / "proba" / "2024-25-public"


def there(project: Path) -> set[str]:
    return {path.name for path in folder(project).iterdir()}


def texts(project: Path) -> Mapping[str, str]:
    return {path.parent.name: path.read_text(encoding="utf-8") for path in folder(project).rglob("*.html")}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published once, to be copied."""
    project = tmp_path_factory.mktemp("built")
    write(project, BASE)
    assert public(project)[0] == 0
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_the_note_of_a_municipality_that_left_goes_from_the_public_folder(project: Path) -> None:
    write(project, {code: pair for code, pair in BASE.items() if code != LAST})
    code, said = public(project)
    assert code == 0
    assert "Убрано из папки для публикации" in said
    assert LAST not in there(project)
    assert there(project) >= {FIRST, SECOND, "index.html"}


def test_what_a_person_made_of_such_a_note_is_left_and_named(project: Path) -> None:
    note = folder(project) / LAST / "note.html"
    note.write_text("правлено", encoding="utf-8")
    write(project, {code: pair for code, pair in BASE.items() if code != LAST})
    assert f"Файл {note} исправлен вручную" in public(project)[1]
    assert note.is_file()


def test_a_part_that_would_mix_versions_is_refused_in_words_and_changes_nothing(project: Path) -> None:
    before, record = texts(project), publishing.path_of(project / "data/processed/proba", "2024/25").read_bytes()
    write(project, {**BASE, SECOND: (60, 25)})
    with pytest.raises(UsageError, match=r"обновляется только целиком: .*и ещё 2.*build proba --audience public"):
        public(project, only=(SECOND,))
    assert texts(project) == before
    assert publishing.path_of(project / "data/processed/proba", "2024/25").read_bytes() == record
    assert public(project)[0] == 0


def test_a_part_of_what_has_not_changed_is_built(project: Path) -> None:
    (folder(project) / SECOND / "note.html").unlink()
    assert public(project, only=(SECOND,))[0] == 0
    assert (folder(project) / SECOND / "note.html").is_file()


def test_a_note_that_fails_leaves_no_older_one_in_its_place(project: Path) -> None:
    (project / "notebooks").mkdir()
    (project / "notebooks" / "region-public.ipynb").write_text("{", encoding="utf-8")
    assert public(project)[0] == 1
    assert "90000000" not in there(project)
    assert not list(folder(project).rglob("*.failed.ipynb"))


def test_the_first_publication_is_remembered_by_the_second(project: Path) -> None:
    """Three of forty were hidden; seven would be shown, and three would be the difference of the sums."""
    write(project, {**BASE, FIRST: (40, 7)})
    code, _ = public(project)
    page = texts(project)[FIRST]
    assert code == 0
    assert "скрыто" in page
    assert "17,5" not in page
    assert len(publishing.earlier(project / "data/processed/proba", "2024/25")) == 2
    assert public(project)[1].startswith("Ничего не изменилось")
    said: list[str] = []
    assert verify(project, "proba", say=said.append) == 0, said


def test_without_the_record_the_protection_begins_anew_and_a_spoilt_one_is_refused(project: Path) -> None:
    path = publishing.path_of(project / "data/processed/proba", "2024/25")
    path.write_text("{", encoding="utf-8")
    write(project, {**BASE, FIRST: (40, 7)})
    with pytest.raises(DatasetError, match="по нему защита знает, что уже опубликовано"):
        public(project)
    path.unlink()
    assert public(project)[0] == 0
    assert "17,5" in texts(project)[FIRST]
