"""``careerstats verify``: the same bytes are said to be the same, and any other byte is found and named."""

import shutil
from pathlib import Path

import pytest
from helpers.batch_builds import build, cheap_project, rewrite
from helpers.projects import BELOGORSK, TWO, ZAVITINSK, ZEYA, Project, copy_of, hashes, new_project

from careerstats.batch import fingerprint
from careerstats.batch.ledger import Entry
from careerstats.errors import NoteError
from careerstats.pipeline import building
from careerstats.pipeline.verify import culprits, verifying

SHOW = "from careerstats import blocks\ndef show(text): return blocks.Blocks([blocks.paragraph(text)])"
HONEST = "import random\nrandom.seed(1)\nshow(f'{municipality}: {random.random()}')"
DISHONEST = "import uuid\nshow(f'каждый раз {uuid.uuid4()}')"
HTML = {"formats": ("html",)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = cheap_project(tmp_path_factory.mktemp("verify"), SHOW, HONEST)
    done = build(project, **HTML)
    assert done.code == 0, done
    return project


def verify(project: Project, sample: int | None = None) -> tuple[int, str]:
    said: list[str] = []
    code = verifying.verify(project.folder, "amur-2020", sample, said.append)
    return code, "\n".join(said)


def test_what_is_built_again_is_the_same(built: Project) -> None:
    before = hashes(built.folder)
    code, said = verify(built)
    assert code == 0, said
    assert (
        said == "Проверено справок: 3, файлов: 16. Все совпали до байта."
    )  # 3 × (notebook, HTML, bundle), what bundles share, 4 tables, the method, the page
    assert hashes(built.folder) == before, "nothing is written in the project"


def test_what_a_cell_saves_beside_its_notebook_is_named_and_verify_saves_it_elsewhere(tmp_path: Path) -> None:
    project = cheap_project(tmp_path, SHOW, "open('след.txt', 'w').write('x')\nshow(municipality)")
    left = project.folder / "notebooks" / "след.txt"
    alone = {"only": (BELOGORSK,), **HTML}
    assert building.LEFT.format(files="notebooks/след.txt") in build(project, **alone).out
    assert "рядом с блокнотами" not in build(project, **alone).out, "built anew for it, and the same was saved"
    saved = left.stat().st_mtime_ns
    code, said = verify(project)
    assert code == 0, said
    assert left.stat().st_mtime_ns == saved


@pytest.mark.slow
def test_every_other_byte_is_found_and_named(built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    rewrite(project, SHOW, DISHONEST)
    assert build(project, only=(BELOGORSK, ZEYA), **HTML).code == 0
    path = project.note(ZEYA, "note.ipynb")
    path.write_bytes(path.read_bytes() + b" ")
    project.note(ZEYA).unlink()
    (project.processed / "problems.csv").write_bytes(b"file\n")

    code, said = verify(project)
    lines = said.split("\n")
    assert code == 1
    assert lines[:2] == [verifying.MAY_DIFFER, f"  municipality, ячейка [3]: uuid.uuid4() – {culprits.UNIQUE}"]
    differing = dict(line.split(": ", 1) for line in lines[2:-1])
    assert differing.keys() == {
        f"2020/municipality-{ZAVITINSK}",
        f"reports/amur-2020/2020/{BELOGORSK}/note.ipynb",
        f"reports/amur-2020/2020/{BELOGORSK}/note.html",
        f"reports/amur-2020/2020/{ZEYA}/note.ipynb",
        f"reports/amur-2020/2020/{ZEYA}/note.html",
        "data/processed/amur-2020/problems.csv",
    }
    assert differing[f"2020/municipality-{ZAVITINSK}"] == verifying.OLD, "built with the notebook as it was before"
    assert differing[f"reports/amur-2020/2020/{BELOGORSK}/note.ipynb"].startswith("ячейка [3], вывод, строка ")
    assert "каждый раз" in differing[f"reports/amur-2020/2020/{BELOGORSK}/note.html"]
    assert differing[f"reports/amur-2020/2020/{ZEYA}/note.ipynb"] == "изменён после сборки"
    assert differing[f"reports/amur-2020/2020/{ZEYA}/note.html"] == "файла нет"
    assert differing["data/processed/amur-2020/problems.csv"].startswith("строка 1: было «file», стало «file,sheet,")
    assert lines[-1] == "Проверено справок: 3, файлов: 12. Не совпало: 6."


def test_a_document_on_the_method_and_what_notes_share_are_compared_too(built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    method = project.reports / "method-2020.html"
    method.write_bytes(method.read_bytes().replace(b"<h1", b"<h1 ", 1))
    [common] = (project.processed / "notes" / "2020" / "internal").glob("common-municipality-*.json")
    common.write_bytes(common.read_bytes() + b" ")
    code, said = verify(project)
    assert code == 1
    assert f"{method.relative_to(project.folder)}: " in said
    assert f"{common.relative_to(project.folder)}: " in said
    assert said.splitlines()[-1].endswith("Не совпало: 2.")
    method.unlink()
    assert f"{method.relative_to(project.folder)}: файла нет" in verify(project)[1]


def test_where_nothing_was_built_there_is_nothing_to_verify(built: Project, tmp_path: Path) -> None:
    project = copy_of(built, tmp_path)
    shutil.rmtree(project.reports)
    with pytest.raises(NoteError, match="Готовых справок нет"):
        verify(project)


def test_changed_data_are_built_before_they_are_verified(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_of(built, tmp_path)
    project.replace("1731 (46%)", "1740 (47%)")
    with pytest.raises(NoteError, match="изменились данные или программа"):
        verify(project)
    monkeypatch.setattr(fingerprint, "program", lambda: "another")
    with pytest.raises(NoteError, match="изменились данные или программа"):
        verify(built)


def test_the_sample_is_the_same_every_time(built: Project) -> None:
    notes = built.ledger["notes"]
    assert list(verifying._chosen(notes, 2)) == list(verifying._chosen(notes, 2))
    assert len(verifying._chosen(notes, 2)) == 2
    assert list(verifying._chosen(notes, None)) == sorted(notes)
    assert set(verifying._chosen(notes, 1)) <= set(verifying._chosen(notes, 2))


def test_the_command_refuses_a_sample_of_none(built: Project) -> None:
    done = built.run("verify", "amur-2020", "--sample", "0")
    assert (done.code, "--sample" in done.err) == (2, True)


def a_ledger(**outputs: str) -> dict[str, Entry]:
    return {
        "2020/municipality-1": Entry(code="1", outputs={name.replace("_", "."): key for name, key in outputs.items()})
    }


def test_somebodys_own_docx_is_not_held_against_ours(tmp_path: Path) -> None:
    pair = verifying._Pair("demo", tmp_path, tmp_path / "new")
    notes = a_ledger(note_docx="1", note_html="2", note_pdf="3")
    notes["2020/municipality-1"].outputs["note (новая редакция).docx"] = "4"
    folder = Path("reports", "demo", "2020", "1")
    assert list(verifying._files(pair, notes, ["html", "docx"])) == [
        (folder / "note.html", folder / "note.html"),
        (folder / "note (новая редакция).docx", folder / "note.docx"),
    ]


@pytest.mark.slow
def test_all_formats_of_the_shipped_notebooks_are_verified_as_a_person_would(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert project.build(*TWO).code == 0
    assert "Все совпали до байта" in project.run("verify", "amur-2020", "--sample", "1").out
    docx = project.note(BELOGORSK, "note.docx")
    docx.write_bytes(docx.read_bytes() + b"by hand")
    done = project.run("verify", "amur-2020")
    assert done.code == 0, done
    assert "note.docx: изменён вручную, сравнивать не с чем" in done.out
    pdf = project.note(BELOGORSK, "note.pdf")
    pdf.write_bytes(pdf.read_bytes()[:-1] + b"x")
    assert project.run("verify", "amur-2020").code == 1
