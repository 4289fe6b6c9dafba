"""``careerstats build`` and ``list`` on the real dataset: what is built, what is left alone, what is said about it."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import Built
from helpers import by_hand
from helpers.projects import (
    AMUR,
    BELOGORSK,
    HTML,
    REGION,
    ROOT,
    TWO,
    ZAVITINSK,
    ZEYA,
    Project,
    copy_of,
    hashes,
    new_project,
    run,
    times,
)

from careerstats import model
from careerstats.batch import pool
from careerstats.contracts import shared
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.pipeline import again

NOTHING = "Ничего не изменилось, блокноты не запускались"
DOCUMENTS = {"note.html", "note.docx", "note.pdf", "tables.xlsx"}
AFTER = ("plan.docx", "plan.xlsx", "пакет")  # written when the notes are done; the ledger of notes does not hold them
BESIDE = {"note.ipynb", *AFTER}
MAGIC = {"note.html": b"<!DOCTYPE html>", "note.docx": b"PK\x03\x04", "note.pdf": b"%PDF-", "note.ipynb": b"{"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two notes in HTML, to be copied."""
    project = new_project(tmp_path_factory.mktemp("pair"))
    done = project.build(*TWO, *HTML)
    assert done.code == 0, done
    return project


def no_notebook_may_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a notebook was started")

    monkeypatch.setattr(pool, "run", refuse)


OWN_CELL = 3  # after the parameters and the imports; the one that papermill puts in does not count


def own_notebook(project: Project, source: str) -> None:
    """A notebook of the project: the shipped one and one more cell."""
    notebook = json.loads((ROOT / "notebooks" / "municipality.ipynb").read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    notebook["cells"].insert(3, cell)
    path = project.folder / "notebooks" / "municipality.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8", newline="\n")


# The first build


def test_thirty_notes_in_three_formats_and_exit_code_0(whole: Built) -> None:
    assert whole.first.code == 0, whole.first
    assert "Справок: 30, из них строится: 30." in whole.first.out
    assert "Не удалось" not in whole.first.out
    folders = sorted(path for path in (whole.reports / "2020").iterdir())
    assert len(folders) == 30
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == DOCUMENTS | BESIDE
        for name, magic in MAGIC.items():
            assert (folder / name).read_bytes().lstrip().startswith(magic), f"{folder.name}/{name}"


def test_nothing_is_written_beside_reports_and_processed_data(whole: Built) -> None:
    assert {path.name for path in whole.folder.iterdir()} == {"data", "reports"}
    assert {path.name for path in (whole.folder / "data").iterdir()} == {"raw", "processed"}
    assert hashes(whole.raw) == hashes(ROOT / "data" / "raw" / AMUR)
    assert [name for name in hashes(whole.reports) if ".part" in name or name.endswith(".jsonl")] == []


def test_the_page_of_the_region_leads_to_every_note(whole: Built) -> None:
    page = (whole.reports / "index.html").read_text(encoding="utf-8")
    for folder in (whole.reports / "2020").iterdir():
        for name in DOCUMENTS - {"tables.xlsx"}:
            assert f'href="2020/{folder.name}/{name}"' in page
    assert "не построена" not in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_the_ledger_keeps_what_design_promises(whole: Built) -> None:
    run = whole.ledger
    assert run["exit_code"] == 0
    assert run["version"]
    assert run["python"] == ".".join(map(str, sys.version_info[:3]))
    assert run["configuration"]["formats"] == ["html", "docx", "pdf", "xlsx"]
    raw = {path.relative_to(whole.folder).as_posix() for path in whole.raw.rglob("*") if path.is_file()}
    assert set(run["inputs"]) == raw | {f"notebooks/{name}.ipynb" for name in ("municipality", "region", "cycle")}
    assert len(run["notes"]) == 30
    for key, entry in run["notes"].items():
        assert key == f"2020/{entry['notebook']}-{entry['code']}"
        assert (entry["status"], entry["reason"], entry["error"]) == ("done", "новая", None)
        assert entry["seconds"] > 0
        assert entry["peak_mb"] > 0
        there = hashes(whole.reports / "2020" / entry["code"])
        assert entry["outputs"] == {name: key for name, key in there.items() if not name.startswith(AFTER)}
    assert str(whole.folder) not in (whole.reports / "run.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("counts.parquet", COUNT_COLUMNS),
        ("values.parquet", model.VALUE_COLUMNS),
        ("findings.parquet", model.FINDING_COLUMNS),
        ("problems.csv", model.PROBLEM_COLUMNS),
    ],
)
def test_processed_tables_have_the_promised_columns(whole: Built, name: str, columns: tuple[str, ...]) -> None:
    path = whole.processed / name
    frame = pd.read_csv(path) if name.endswith(".csv") else pd.read_parquet(path)
    assert set(frame.columns) >= set(columns)
    assert len(frame) > 0


def test_every_note_has_its_bundle(whole: Built) -> None:
    files = {path.stem for path in (whole.processed / "notes" / "2020" / "internal").iterdir()}
    [common] = {name for name in files if name.startswith(f"{shared.PREFIX}municipality-")}  # one region has nothing
    bundles = files - {common}
    assert bundles == {f"{entry['notebook']}-{entry['code']}" for entry in whole.ledger["notes"].values()}


# The second build


def test_an_unchanged_build_starts_no_notebook_and_says_so(whole: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    no_notebook_may_start(monkeypatch)
    before, started = times(whole.folder), time.monotonic()
    done = whole.build()
    assert (done.code, done.err) == (0, "")
    assert NOTHING in done.out
    assert "30" in done.out
    assert time.monotonic() - started < 10
    assert times(whole.folder) == before


def test_an_unchanged_build_does_not_even_import_pandas(whole: Built) -> None:
    command = (
        "import sys; from careerstats.cli import main; "
        f"code = main(['--project', {str(whole.folder)!r}, 'build', {AMUR!r}]); "
        "sys.exit(code or ('pandas' in sys.modules and 'pandas was imported'))"
    )
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert NOTHING in done.stdout


def test_a_project_moved_to_another_folder_is_unchanged(
    whole: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = copy_of(whole, tmp_path / "Мои справки")
    no_notebook_may_start(monkeypatch)
    assert NOTHING in moved.build().out


def test_a_part_of_what_is_built_is_unchanged_too(
    whole: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_of(whole, tmp_path)
    no_notebook_may_start(monkeypatch)
    done = project.build(*TWO, "--formats", "docx")
    assert (done.code, NOTHING in done.out) == (0, True)


@pytest.mark.parametrize("name", ["note.html", "note.ipynb"])
def test_a_damaged_or_lost_file_is_built_again(pair: Project, tmp_path: Path, name: str) -> None:
    project = copy_of(pair, tmp_path)
    path = project.note(BELOGORSK, name)
    good = path.read_bytes()
    if name == "note.html":
        path.write_bytes(good[:100])
    else:
        path.unlink()
    assert project.build("--only", BELOGORSK, *HTML).code == 0
    assert path.read_bytes() == good
    assert project.entry(BELOGORSK)["reason"] == "нет готовых файлов"


def test_lost_processed_data_are_rebuilt_without_a_notebook(
    pair: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_of(pair, tmp_path)
    before = hashes(project.processed)
    shutil.rmtree(project.processed)
    no_notebook_may_start(monkeypatch)
    assert project.build(*TWO, *HTML).code == 0
    assert hashes(project.processed) == before


# What changed


def test_a_changed_cell_rebuilds_its_note_and_the_region_and_says_what_changed(whole: Built, tmp_path: Path) -> None:
    project = copy_of(whole, tmp_path)
    original = hashes(project.reports / "2020")
    project.replace("1731 (46%)", "1740 (47%)")

    before = times(project.folder)
    lines = {line.split()[0]: line for line in project.run("list", AMUR).out.splitlines()}
    said = project.folder / "data" / "processed" / again.FOLDER  # may be deleted at any time
    shutil.rmtree(said)
    assert times(project.folder) == before, "list writes nothing else"
    assert len(lines) == 30
    assert "изменился показатель" in lines[BELOGORSK]
    assert "«Зарегистрированы на платформе»: 46,5 → 46,7" in lines[BELOGORSK].replace("\u00a0%", "")
    assert "изменился показатель" in lines[REGION]
    assert "изменились сведения, с которыми сравнивается" in lines[ZAVITINSK]

    done = project.build("--only", BELOGORSK, "--only", REGION)
    assert done.code == 0, done
    assert "Справок: 2, из них строится: 2." in done.out
    now = hashes(project.reports / "2020")
    assert {name.split("/")[0] for name in now if now[name] != original[name]} == {BELOGORSK, REGION}
    assert "1\u00a0740" in project.note(BELOGORSK).read_text(encoding="utf-8")
    assert project.entry(BELOGORSK)["reason"] == "изменилась"

    project.replace("1740 (47%)", "1731 (46%)")
    assert "Справок: 30, из них строится: 2." in project.build().out
    assert hashes(project.reports / "2020") == original, "the old number gives the old bytes"


def test_list_says_that_the_author_changed_his_own_paragraph(pair: Project, tmp_path: Path) -> None:
    project = copy_of(pair, tmp_path)
    (project.raw / "texts").mkdir(exist_ok=True)
    (project.raw / "texts" / "municipality.general.md").write_text("Рассмотрено на заседании.", encoding="utf-8")
    line = project.run("list", AMUR, "--only", BELOGORSK, *HTML).out
    assert "изменилась (изменился авторский текст из папки texts)" in line
    project.replace("53 (6%)", "54 (6%)")
    line = project.run("list", AMUR, "--only", BELOGORSK, *HTML).out
    assert "изменились сведения, с которыми сравнивается, и изменился авторский текст из папки texts" in line


def test_list_does_not_blame_others_for_a_change_it_can_no_longer_see(pair: Project, tmp_path: Path) -> None:
    """Building one note refreshes every bundle: what another note was built from is then gone."""
    project = copy_of(pair, tmp_path)
    project.replace("53 (6%)", "54 (6%)")
    project.build("--only", BELOGORSK, *HTML)
    line = project.run("list", AMUR, "--only", ZAVITINSK, *HTML).out
    assert "изменилась" in line
    assert "с которыми сравнивается" not in line


def test_list_tells_new_from_unchanged(pair: Project) -> None:
    lines = {line.split()[0]: line for line in pair.run("list", AMUR, *HTML).out.splitlines()}
    assert lines[BELOGORSK].endswith("без изменений")
    assert lines[ZEYA].endswith("новая")


def test_a_changed_setting_of_the_dataset_changes_the_notes(pair: Project, tmp_path: Path) -> None:
    project = copy_of(pair, tmp_path)
    project.replace('date: "2021-04-20"\n\nprogramme', 'date: "2021-04-21"\n\nprogramme', project.raw / "dataset.yaml")
    assert "из них строится: 2" in project.build(*TWO, *HTML).out


def test_force_builds_what_is_unchanged_and_gives_the_same_bytes(pair: Project, tmp_path: Path) -> None:
    project = copy_of(pair, tmp_path)
    path = project.note(BELOGORSK)
    written, content = path.stat().st_mtime_ns, path.read_bytes()
    assert project.build("--only", BELOGORSK, *HTML, "--force").code == 0
    assert path.stat().st_mtime_ns > written
    assert path.read_bytes() == content
    assert project.entry(BELOGORSK)["reason"] == "--force"


def test_an_edited_docx_survives_a_rebuild(pair: Project, tmp_path: Path) -> None:
    project = copy_of(pair, tmp_path)
    project.build("--only", ZAVITINSK, "--formats", "docx")
    project.note(ZAVITINSK, "note.docx").write_bytes(by_hand.edited())
    project.replace("53 (6%)", "54 (6%)")
    done = project.build("--only", ZAVITINSK, "--formats", "docx")
    assert "изменён вручную" in done.out
    assert project.note(ZAVITINSK, "note.docx").read_bytes() == by_hand.edited()
    assert project.note(ZAVITINSK, "note (новая редакция).docx").exists()


# The choice of notes


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (BELOGORSK, BELOGORSK),
        ("г. Белогорск", BELOGORSK),
        ("г.Белогорск", BELOGORSK),
        ("Завитинский район", ZAVITINSK),
        (REGION, REGION),
        ("Амурская область", REGION),
    ],
)
def test_a_note_is_chosen_by_code_or_name(pair: Project, named: str, code: str) -> None:
    assert [line.split()[0] for line in pair.run("list", AMUR, "--only", named).out.splitlines()] == [code]


def test_a_note_is_chosen_by_id(pair: Project) -> None:
    id = pair.bundle(BELOGORSK)["territory"]["id"]
    assert id != BELOGORSK
    assert pair.run("list", AMUR, "--only", id).out.startswith(BELOGORSK)


def test_an_unknown_municipality_is_answered_with_similar_names(pair: Project) -> None:
    before = times(pair.reports)
    done = pair.build("--only", "г. Белагорск")
    assert (done.code, done.out) == (2, "")
    assert "г. Белагорск" in done.err
    assert "Белогорск" in done.err
    assert times(pair.reports) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--formats", "html,odt"), ("--formats", "odt", "html, docx, pdf")),
        (("--notebook", "shcool"), ("--notebook", "shcool", "municipality, region")),
        (("--period", "2019"), ("2019", AMUR, "2020")),
        (("--jobs", "0"), ("--jobs",)),
        (("--jobs", "много"), ("--jobs", "целое число")),
        (("--audience", "press"), ("--audience", "press", "internal", "public")),
    ],
)
def test_a_wrong_option_is_refused_in_words(tmp_path: Path, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    project = new_project(tmp_path)
    done = project.build(*words)
    assert done.code == 2, done
    assert [word for word in said if word not in done.err] == []
    assert not project.reports.exists()
    assert not project.processed.exists()


def test_only_the_wanted_formats_are_written(pair: Project) -> None:
    assert {path.name for path in pair.note(BELOGORSK).parent.iterdir()} == {
        "note.html",
        "note.ipynb",
        "plan.docx",
        "plan.xlsx",
    }
    assert {path.name for path in (pair.reports / "2020").iterdir()} == {BELOGORSK, ZAVITINSK}


def test_no_file_of_an_earlier_build_is_left_with_other_figures(pair: Project, tmp_path: Path) -> None:
    project = copy_of(pair, tmp_path)
    folder = project.reports / "2020" / ZAVITINSK
    before = (folder / "note.html").read_bytes()
    text = project.table.read_bytes().replace("Завитинский;875".encode(), "Завитинский;881".encode())
    project.table.write_bytes(text)
    assert project.build(*TWO, "--formats", "docx").code in (0, 1)
    assert b"881" in (folder / "note.html").read_bytes() != before
    assert project.build(*TWO, "--formats", "docx").out.startswith(NOTHING)
    (folder / "note.html").unlink()
    assert project.build(*TWO, "--formats", "docx").out.startswith(NOTHING), "nobody asked for it again"


def test_one_notebook_can_be_chosen_in_a_project_named_relatively(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project(tmp_path / "папка")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAREERSTATS_PROJECT", "папка")
    assert run("build", AMUR, "--notebook", "region", *HTML).code == 0
    assert [path.name for path in (project.reports / "2020").iterdir()] == [REGION]


# A note that fails, a notebook of one's own


def test_a_failing_note_stops_no_other(pair: Project, tmp_path: Path) -> None:
    project = copy_of(pair, tmp_path)
    earlier = project.note(ZAVITINSK).read_bytes()
    own_notebook(project, f'assert municipality != "{ZAVITINSK}", "нарочно"')
    done = project.build(*TWO, *HTML)
    assert done.code == 1
    assert "Traceback" not in done.out + done.err
    failure = project.entry(ZAVITINSK)
    assert (failure["status"], failure["error"]["cell"]) == ("failed", OWN_CELL)
    where = f'Блокнот municipality, ячейка [{OWN_CELL}] (assert municipality != "{ZAVITINSK}", "наро…)'
    assert failure["error"]["message"] == f"{where}: AssertionError: нарочно"
    assert failure["error"]["message"] in done.out
    assert "Завитинский район" in done.out
    page = (project.reports / "index.html").read_text(encoding="utf-8")
    assert "не построена" in page
    assert "нарочно" in page
    assert project.note(ZAVITINSK).read_bytes() == earlier
    assert project.note(ZAVITINSK, "note.failed.ipynb").exists()
    assert project.entry(BELOGORSK)["status"] == "done"
    assert project.ledger["exit_code"] == 1

    assert "не удалась в прошлый раз" in project.run("list", AMUR, "--only", ZAVITINSK, *HTML).out
    again = project.build(*TWO, *HTML)
    assert again.code == 1
    assert "из них строится: 1" in again.out, "only the failed one is tried again"

    shutil.rmtree(project.folder / "notebooks")
    assert project.build(*TWO, *HTML).code == 0
    assert project.note(ZAVITINSK).read_bytes() == earlier
    assert not project.note(ZAVITINSK, "note.failed.ipynb").exists()


def test_the_projects_own_notebook_wins(pair: Project, tmp_path: Path) -> None:
    project = copy_of(pair, tmp_path)
    own_notebook(project, 'from IPython.display import Markdown, display\ndisplay(Markdown("Своё слово."))')
    assert "изменилась" in project.run("list", AMUR, "--only", BELOGORSK, *HTML).out
    assert project.build("--only", BELOGORSK, *HTML).code == 0
    assert "Своё слово." in project.note(BELOGORSK, "note.ipynb").read_text(encoding="utf-8")


# The same bytes anywhere

KAMCHATKA = {"TZ": "Asia/Kamchatka", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
KALININGRAD = {"TZ": "Europe/Kaliningrad", "LANG": "ru_RU.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "2"}


def built_elsewhere(folder: Path, *words: str) -> list[Project]:
    """The same build in two folders, time zones and locales, side by side."""
    projects = [new_project(folder / name) for name in ("one", "Новая папка (2)")]
    environments = (KAMCHATKA, KALININGRAD)
    running = [
        project.start("build", AMUR, "--jobs", "1", *words, **environment)
        for project, environment in zip(projects, environments, strict=True)
    ]
    for process in running:
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, out + err
    return projects


def test_another_folder_time_zone_and_locale_give_the_same_bytes(whole: Built, tmp_path: Path) -> None:
    one, two = built_elsewhere(tmp_path, *TWO, "--only", REGION)
    notes = hashes(one.reports / "2020")
    assert len([name for name in notes if not name.partition("/")[2].startswith(AFTER)]) == 3 * 5
    assert hashes(two.reports / "2020") == notes
    assert {name: key for name, key in hashes(whole.reports / "2020").items() if name in notes} == notes
    assert hashes(two.processed) == hashes(one.processed)
    records = ("packages.json", "plans.json")  # of three places here, of thirty there
    tables = {name: key for name, key in hashes(one.processed).items() if name not in records}
    assert {name: key for name, key in hashes(whole.processed).items() if name in tables} == tables


@pytest.mark.slow
def test_thirty_notes_twice_are_the_same_bytes(tmp_path: Path) -> None:
    one, two = built_elsewhere(tmp_path)
    notes = hashes(one.reports / "2020")
    assert len([name for name in notes if not name.partition("/")[2].startswith(AFTER)]) == 30 * 5
    assert hashes(two.reports / "2020") == notes
    assert hashes(two.processed) == hashes(one.processed)
    pages = [(project.reports / "index.html").read_bytes() for project in (one, two)]
    assert pages[0] == pages[1]
