"""Files that somebody sends with an ill purpose: refused in words, and nothing outside is read or written."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.projects import Project, new_project

from careerstats import territories
from careerstats.batch import files
from careerstats.catalogue import yaml_guard
from careerstats.catalogue.loading import read_yaml
from careerstats.errors import CatalogueError, DatasetError, NoteError, UsageError
from careerstats.export.docx import checked
from careerstats.export.docx_template import SHIPPED
from careerstats.intake import own_texts
from careerstats.intake.dataset import find_dataset
from careerstats.intake.organisations import read_register
from careerstats.model import Problem
from careerstats.pipeline.saving import write_problems

TEN = ",".join(["*a{}"] * 10)
BOMB = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"a{n}: &a{n} [{TEN.replace('{}', str(n - 1))}]\n" for n in range(1, 12)
)


def plain(path: Path) -> Any:
    return yaml_guard.read(path)[0]


READERS = pytest.mark.parametrize("read", [read_yaml, plain])


def refused(read: Callable[[Path], Any], path: Path) -> str:
    with pytest.raises((CatalogueError, ValueError)) as caught:
        read(path)
    return str(caught.value)


def written(folder: Path, text: str) -> Path:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


# YAML


@READERS
def test_aliases_of_aliases_are_not_written_out(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    assert "ссылками" in refused(read, written(tmp_path, BOMB))


@READERS
@pytest.mark.parametrize("text", ["a: &a [*a]\n", "[" * 100_000, "{a: " * 5000, "- " * 20_000 + "x"])
def test_what_lies_in_itself_or_too_deep_is_refused(tmp_path: Path, read: Callable[[Path], Any], text: str) -> None:
    assert "глубоко" in refused(read, written(tmp_path, text))


@READERS
@pytest.mark.parametrize("tag", ["!!python/object/apply:os.mkdir [{made}]", "!!python/name:os.system", "!!set {{1}}"])
def test_a_tag_makes_no_object_and_calls_nothing(tmp_path: Path, read: Callable[[Path], Any], tag: str) -> None:
    made = tmp_path / "made"
    assert "метка" in refused(read, written(tmp_path, f"a: {tag.format(made=made)}\n"))
    assert not made.exists()


@READERS
def test_a_key_written_twice_is_refused(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    assert "дважды" in refused(read, written(tmp_path, "a: 1\na: 2\n"))


@READERS
def test_a_huge_file_is_not_read(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    path = written(tmp_path, "")
    os.truncate(path, 1 << 40)  # a hole: takes no room
    assert "МБ" in refused(read, path)


@READERS
@pytest.mark.skipif(os.name == "nt", reason="нет устройств")
def test_a_link_to_a_device_is_not_read(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    path = tmp_path / "a.yaml"
    path.symlink_to("/dev/zero")
    assert "обычный файл" in refused(read, path)


@READERS
def test_ordinary_aliases_and_merges_are_read(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    assert read(written(tmp_path, "a: &x [б]\nb: *x\n")) == {"a": ["б"], "b": ["б"]}


# The institute's template


def test_a_template_that_unpacks_into_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    with zipfile.ZipFile(SHIPPED) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, source.read(name))
        package.writestr("word/media/bomb.bmp", bytes(61 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(NoteError, match="слишком велик"):
        checked(path)


def test_a_template_that_opens_and_cannot_be_written_into_is_refused_before_any_note(tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    with zipfile.ZipFile(SHIPPED) as source, zipfile.ZipFile(path, "w") as package:
        for name in source.namelist():
            package.writestr(name, source.read(name).replace(b"<w:pgMar ", b"<w:pgMars "))
    with pytest.raises(NoteError, match="пробную справку"):
        checked(path)


# Names


@pytest.mark.parametrize("name", ["..", ".", "../raw/amur-2020", "a/b", "a\\b", "a\0b", ""])
def test_no_name_of_a_dataset_leads_out_of_the_folder_of_datasets(tmp_path: Path, name: str) -> None:
    project = new_project(tmp_path)
    for folder in (project.raw.parent, project.raw.parent.parent):
        (folder / "dataset.yaml").write_text("title: чужое", encoding="utf-8")
    with pytest.raises(UsageError, match="amur-2020"):
        find_dataset(tmp_path, name)


HEAD = "id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source\n"


@pytest.mark.parametrize(
    "row",
    [
        "../x,99000000,,,99701000,city,Г,Г,Г,Г,Г,",
        "x,99000000,,,../../etc,city,Г,Г,Г,Г,Г,",
        "x,99000000,,,9970100/,city,Г,Г,Г,Г,Г,",
        ".,99000000,,,99701000,city,Г,Г,Г,Г,Г,",
    ],
)
def test_no_code_of_a_territory_leads_out_of_the_reports(tmp_path: Path, row: str) -> None:
    (tmp_path / "territories.csv").write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="нужны"):
        territories.load(tmp_path)


@pytest.mark.parametrize("id", ["../x", "x/../../../x", "x\\..\\x", "/etc/x", ".", "..", "c:x", "я" * 101])
def test_no_id_of_an_organisation_leads_out_of_the_reports(tmp_path: Path, id: str) -> None:
    rows = f"id,kind,name,territory\n{id},школа,Школа,99701000\nшкола-1.a_b,школа,Школа,99701000\n"
    (tmp_path / "organisations.csv").write_text(rows, encoding="utf-8", newline="\n")
    register = read_register(tmp_path)
    assert list(register.by_id) == ["школа-1.a_b"]
    assert [(one.code, one.cell) for one in register.problems] == [("bad_id", "A2")]


@pytest.mark.parametrize("name", ["../../x", "CON", "a/b\\c", 'г. "Имя" <b>', "aux.", "я" * 300, "\u202etxt"])
def test_a_name_in_a_name_of_a_file_is_letters_and_digits(name: str) -> None:
    from careerstats.intake.forms.layout import _plain

    assert all(part.isalnum() for part in _plain(name).split("-") if part)


# Links


@pytest.mark.skipif(os.name == "nt", reason="ссылки только с правами администратора")
@pytest.mark.parametrize("planted", ["note.html", ".note.html.part"])
def test_a_link_planted_where_a_file_is_written_is_replaced_and_not_followed(tmp_path: Path, planted: str) -> None:
    victim = tmp_path / "чужое"
    victim.write_bytes(b"whole")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / planted).symlink_to(victim)
    files.put(folder / "note.html", b"new")
    assert victim.read_bytes() == b"whole"
    assert not (folder / "note.html").is_symlink()
    assert [path.name for path in folder.iterdir()] == ["note.html"]


@pytest.mark.skipif(os.name == "nt", reason="ссылки только с правами администратора")
def test_an_own_text_that_is_a_link_out_of_the_dataset_is_not_printed(tmp_path: Path) -> None:
    secret = tmp_path / "тайна.md"
    secret.write_text("не для справки", encoding="utf-8")
    texts = tmp_path / "set" / "texts"
    texts.mkdir(parents=True)
    (texts / "municipality.general.md").symlink_to(secret)
    assert own_texts.text_of(texts / "municipality.general.md") == ""
    assert [one.code for one in own_texts.misnamed(texts.parent)] == ["unreadable_text"]


# Formulas


def test_a_name_of_a_sheet_is_no_formula_in_the_table_of_problems(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    sheet = "=HYPERLINK(1)"
    write_problems([Problem("+a.xlsx", "warning", "x", "-1 вместо числа", "@что", sheet, "A1")], path)
    cells = path.read_text(encoding="utf-8").splitlines()[1].split(",")
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in cells)
    assert any(sheet in cell for cell in cells)


# Hostile descriptions, all the way


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dataset.yaml", BOMB),
        ("catalogue.yaml", BOMB),
        ("corrections.yaml", "- &a {file: *a}\n"),
        ("cycle.yaml", BOMB),
        ("causes.yaml", BOMB),
        ("self_diagnosis.yaml", BOMB),
        ("profminimum.yaml", "editions: &a [*a]\n"),
        ("recommendations.yaml", "[" * 100_000),
    ],
)
def test_a_bomb_in_any_description_is_answered_in_words(project: Project, name: str, text: str) -> None:
    path = project.raw / name
    before = path.read_bytes() if path.exists() else None
    path.write_text(text, encoding="utf-8", newline="\n")
    done = project.run("check", "amur-2020")
    path.unlink() if before is None else path.write_bytes(before)
    assert done.code in (1, 3)
    assert name in done.err + done.out
