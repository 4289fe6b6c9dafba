"""The right note for the right addressee: whatever a notebook, a file or the store does, no other note is accepted."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Built
from helpers.batch_builds import OPENS
from helpers.batch_notebooks import write_notebook
from helpers.projects import AMUR, BELOGORSK, HTML, ZAVITINSK, Project, copy_of

from careerstats.batch import store
from careerstats.batch.produce import produce
from careerstats.batch.tasks import Result, Task
from careerstats.contracts.shared import read_text
from careerstats.errors import NoteError
from careerstats.pipeline.opening import open_note

OTHER = "other-2019"
SECTIONS = "from careerstats.note import sections"


@pytest.fixture(scope="module")
def project(whole: Built, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Built bundles, and beside them those of another dataset, another period and another audience."""
    project = Project(tmp_path_factory.mktemp("ordered"))
    notes = project.processed / "notes"
    shutil.copytree(whole.processed / "notes" / "2020" / "internal", notes / "2020" / "internal")
    moved(notes / "2020" / "internal", notes / "2019" / "internal", period="2019")
    moved(notes / "2020" / "internal", notes / "2020" / "public", audience="public")
    elsewhere = project.folder / "data" / "processed" / OTHER / "notes" / "2020" / "internal"
    moved(notes / "2020" / "internal", elsewhere, dataset=OTHER)
    return project


def moved(source: Path, target: Path, **changes: str) -> None:
    target.mkdir(parents=True)
    for path in source.glob("municipality-*.json"):
        bundle = json.loads(read_text(path)) | changes
        (target / path.name).write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")


def ordered(project: Project, *cells: str, **values: Any) -> Task:
    """The note of Belogorsk for 2020, made by these cells."""
    settings: dict[str, Any] = {
        "project": str(project.folder),
        "dataset": AMUR,
        "period": "2020",
        "code": BELOGORSK,
        "name": "г. Белогорск",
        "notebook": "municipality",
        "template": str(write_notebook(project.folder / "note.ipynb", *cells)),
        "parameters": {"dataset": AMUR, "municipality": BELOGORSK, "period": "2020"},
        "bundle": str(project.processed / "notes" / "2020" / "internal" / f"municipality-{BELOGORSK}.json"),
        "folder": str(project.reports / "2020" / BELOGORSK),
        "stem": "note",
        "formats": ("html",),
        "fingerprint": "f",
    }
    return Task(**settings | values)


TITLE = f"{SECTIONS}\nsections.title(note)"
GOOD = {
    "its own sections": (OPENS, TITLE),
    "nothing but words": (OPENS, "# md Слова."),
    "opened by its name": (OPENS.replace("municipality,", '"г. Белогорск",'), TITLE),
    "others are opened to be read": (OPENS, f'there = cs.open_note(dataset, "{ZAVITINSK}", period)', TITLE),
}


@pytest.mark.parametrize("cells", GOOD.values(), ids=GOOD)
def test_the_note_that_is_asked_for_is_accepted(cells: tuple[str, ...], project: Project) -> None:
    result = produce(ordered(project, *cells))
    assert result.error is None
    assert set(result.outputs) == {"note.html", "note.ipynb"}


ELSEWHERE = 'import careerstats as cs\nnote = cs.open_note("{}", "{}", "{}")'
WANTED = f"заказана набор {AMUR}, период 2020, код {BELOGORSK}, служебная"
ATTACKS: dict[str, tuple[tuple[str, ...], str]] = {
    "nothing is opened": (("# md Слова.",), "открыл ни одной справки"),
    "the parameters are set again": ((f'municipality = "{ZAVITINSK}"', OPENS, TITLE), f"код {ZAVITINSK}"),
    "another municipality": ((ELSEWHERE.format(AMUR, ZAVITINSK, "2020"), "# md Слова."), f"код {ZAVITINSK}"),
    "another dataset": ((ELSEWHERE.format(OTHER, BELOGORSK, "2020"), TITLE), f"набор {OTHER}"),
    "another period": ((ELSEWHERE.format(AMUR, BELOGORSK, "2019"), TITLE), "период 2019"),
    "another audience": (('import os\nos.environ["CAREERSTATS_AUDIENCE"] = "public"', OPENS, TITLE), "для публикации"),
    "opened, and another one shown": (
        (OPENS, f'other = cs.open_note(dataset, "{ZAVITINSK}", period)', f"{SECTIONS}\nsections.conclusions(other)"),
        f"код {ZAVITINSK}",
    ),
    "the title of another one": (
        (OPENS, f'other = cs.open_note(dataset, "{ZAVITINSK}", period)', f"{SECTIONS}\nsections.title(other)"),
        f"показывает набор {AMUR}, период 2020, код {ZAVITINSK}",
    ),
    "a title made by hand": (
        (OPENS, 'from careerstats.blocks import Blocks, title', f'other = note.origin | {{"code": "{ZAVITINSK}"}}',
         'Blocks([title("С", "о", **other)])'),
        f"код {ZAVITINSK}",
    ),
    "other numbers": (
        (OPENS, "from dataclasses import replace", f'{SECTIONS}\nsections.title(replace(note, hash="0" * 64))'),
        "но по другим данным",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), ATTACKS.values(), ids=ATTACKS)
def test_another_note_is_refused_in_words_and_nothing_is_written(
    cells: tuple[str, ...], said: str, project: Project
) -> None:
    task = ordered(project, *cells)
    shutil.rmtree(task.folder, ignore_errors=True)
    result = produce(task)
    assert result.status == "failed"
    assert result.error is not None
    for words in ("Справка не принята", WANTED, said, "cs.open_note(dataset, municipality, period)"):
        assert words in result.error.message
    assert list(Path(task.folder).iterdir()) == []


def test_a_notebook_without_the_tag_gives_nobody_anothers_note(whole: Built, tmp_path: Path) -> None:
    project = copy_of(whole, tmp_path)
    source = json.loads((Path(__file__).parents[1] / "notebooks" / "municipality.ipynb").read_text(encoding="utf-8"))
    for cell in source["cells"]:
        cell["metadata"] = {}
    (project.folder / "notebooks").mkdir()
    (project.folder / "notebooks" / "municipality.ipynb").write_text(json.dumps(source), encoding="utf-8")
    done = project.build("--only", ZAVITINSK, "--only", BELOGORSK, *HTML)
    assert done.code == 1
    assert "Не удалось собрать: 2" in done.out
    assert done.out.count("нет ячейки с меткой «parameters»") == 1, "told once of both"
    assert {project.entry(code)["status"] for code in (ZAVITINSK, BELOGORSK)} == {"failed"}


def test_a_bundle_under_anothers_name_is_not_opened(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(project.folder))
    folder = project.processed / "notes" / "2020" / "internal"
    shutil.copyfile(folder / f"municipality-{BELOGORSK}.json", folder / "municipality-10735000.json")
    with pytest.raises(NoteError, match=f"не то, что говорит его имя: .*код {BELOGORSK}"):
        open_note(AMUR, "10735000")


def test_the_store_gives_no_other_note(project: Project, tmp_path: Path) -> None:
    task = ordered(project, OPENS, TITLE)
    store.keep(tmp_path, task, produce(task))
    assert store.take(tmp_path, task) is not None
    (entry,) = tmp_path.iterdir()
    of_other = produce_of(project, ZAVITINSK)
    for name in of_other.outputs:
        shutil.copyfile(project.reports / "2020" / ZAVITINSK / name, entry / name)
    contents = {name: hashlib.sha256((entry / name).read_bytes()).hexdigest() for name in of_other.outputs}
    (entry / store.CONTENTS).write_text(json.dumps(contents), encoding="utf-8")
    assert store.take(tmp_path, task) is None


def produce_of(project: Project, code: str) -> Result:
    task = ordered(project, OPENS, TITLE)
    changes = {"code": code, "bundle": task.bundle.replace(BELOGORSK, code)}
    given = {"parameters": task.parameters | {"municipality": code}, "folder": task.folder.replace(BELOGORSK, code)}
    return produce(ordered(project, OPENS, TITLE, **changes, **given))


def test_a_document_of_another_is_not_packed(whole: Built, tmp_path: Path) -> None:
    """Put there by hand, or left by a copy of a folder: of a DOCX nobody else knows but that somebody changed it."""
    project = copy_of(whole, tmp_path)
    package = project.reports / "2020" / BELOGORSK / "пакет"
    shutil.copyfile(project.note(ZAVITINSK, "note.docx"), project.note(BELOGORSK, "note.docx"))
    shutil.rmtree(package)
    for _ in range(2):  # and nothing is said to be unchanged
        done = project.build("--only", BELOGORSK)
        assert done.code == 1
        assert "note.docx: это документ не о том, кому предназначен пакет" in done.out
        assert f"набор данных {AMUR}; код {ZAVITINSK}; период 2020; нужно" in done.out
        assert not package.exists()
    project.note(BELOGORSK, "note.docx").unlink()
    assert project.build("--only", BELOGORSK).code == 0
    assert package.is_dir()


@pytest.mark.parametrize("name", ["note.pdf", "tables.xlsx", "note.html"])
def test_other_documents_of_another_are_built_anew(name: str, whole: Built, tmp_path: Path) -> None:
    project = copy_of(whole, tmp_path)
    shutil.copyfile(project.note(ZAVITINSK, name), project.note(BELOGORSK, name))
    assert project.build("--only", BELOGORSK).code == 0
    assert project.note(BELOGORSK, name).read_bytes() == whole.note(BELOGORSK, name).read_bytes()
