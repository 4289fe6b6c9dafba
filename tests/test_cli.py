"""The command line: words in Russian, exit codes 0-3, the project wherever one stands, nothing heavy for a question."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.projects import AMUR, Project, new_project, run

import careerstats

COMMANDS = ("build", "check", "list", "indicator")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("cli"))


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test starts in an empty folder with no project named."""
    monkeypatch.delenv("CAREERSTATS_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], env={**os.environ, **environment}, capture_output=True, encoding="utf-8",
        errors="replace", check=False, timeout=120,
    )  # fmt: skip


# Help


def test_help_names_every_command_in_russian() -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    for word in (*COMMANDS, "использование:", "команды", "примеры:", "--project", "--version"):
        assert word in done.out
    for english in ("usage:", "options:", "positional", "show this", "optional"):
        assert english not in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_russian(command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert "использование:" in done.out
    for english in ("usage:", "options:", "positional", "show this"):
        assert english not in done.out


def test_every_option_of_build_is_explained() -> None:
    shown = run("build", "--help").out
    for option in (
        "--only",
        "--period",
        "--notebook",
        "--formats",
        "--jobs",
        "--timeout",
        "--audience",
        "--force",
        "--project",
    ):
        assert option in shown


def test_the_version_is_said() -> None:
    assert run("--version").out.strip() == f"careerstats {careerstats.__version__}"


def test_help_imports_nothing_heavy() -> None:
    question = (
        "import sys\nfrom careerstats.cli import main\ntry:\n    main([{words}])\nexcept SystemExit:\n    pass\n"
        "heavy = {{'pandas', 'numpy', 'matplotlib', 'papermill', 'IPython', 'docx', 'yaml'}} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    for words in ("'--help'", "'build', '--help'", "'--version'"):
        done = python("-c", question.format(words=words))
        assert done.returncode == 0, f"{words}: {done.stderr}"


def test_the_package_runs_as_a_module() -> None:
    done = python("-m", "careerstats", "--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"careerstats {careerstats.__version__}")


def test_a_console_of_ascii_shows_question_marks_and_goes_on() -> None:
    done = python("-m", "careerstats", "--help", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "careerstats build amur-2020" in done.stdout
    assert "Traceback" not in done.stderr


# Wrong words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ["КОМАНДА"]),
        (["bild"], ["bild", "build", "check"]),
        (["build"], ["НАБОР"]),
        (["build", AMUR, "--fast"], ["--fast", "неизвестн"]),
        (["build", AMUR, "--only"], ["--only", "значение"]),
        (["build", AMUR, "--timeout", "час"], ["--timeout", "нужно число", "час"]),
        (["check"], ["НАБОР"]),
    ],
    ids=["nothing", "misspelt command", "no dataset", "unknown option", "no value", "not a number", "check of nothing"],
)
def test_wrong_words_are_answered_in_russian_with_code_2(words: list[str], said: list[str]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert [word for word in [*said, "--help"] if word not in done.err] == []
    for english in ("usage", "error", "invalid", "expected", "required", "unrecognized", "choose", "Traceback"):
        assert english not in done.err


# The project


def test_the_project_may_stand_before_or_after_the_command(project: Project) -> None:
    folder = str(project.folder)
    before, after = run("--project", folder, "check", AMUR), run("check", AMUR, "--project", folder)
    assert before == after
    assert before.code == 0


def test_a_relative_project_works(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.folder.parent)
    assert run("check", AMUR, "--project", project.folder.name).code == 0


def test_the_project_of_the_environment_is_used(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(project.folder))
    assert run("check", AMUR).code == 0


@pytest.mark.parametrize("below", [".", "data", "data/raw", f"data/raw/{AMUR}/tables"])
def test_the_nearest_parent_with_data_is_the_project(
    project: Project, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    monkeypatch.chdir(project.folder / below)
    done = run("check", "нет-такого")
    assert done.code == 2
    assert AMUR in done.err
    assert str(project.raw.parent) in done.err


def test_the_named_project_wins_over_the_environment(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(tmp_path))
    assert run("check", AMUR, "--project", str(project.folder)).code == 0


def test_outside_a_project_it_says_how_to_name_one() -> None:
    done = run("check", AMUR)
    assert done.code == 2
    for word in ("data/raw", "--project", "CAREERSTATS_PROJECT"):
        assert word in done.err


@pytest.mark.parametrize("command", ["build", "check", "list"])
def test_a_folder_that_is_no_project_is_refused(tmp_path: Path, command: str) -> None:
    done = run(command, AMUR, "--project", str(tmp_path / "нет"))
    assert done.code == 2
    assert "data" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_project_of_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(tmp_path / "нет"))
    done = run("check", AMUR)
    assert done.code == 2
    assert "нет" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["amur2020", ""])
@pytest.mark.parametrize("command", ["build", "check", "list"])
def test_a_misspelt_dataset_is_answered_with_those_there_are(project: Project, command: str, name: str) -> None:
    done = run(command, name, "--project", str(project.folder))
    assert (done.code, done.out) == (2, "")
    assert AMUR in done.err
    assert not (project.folder / "reports").exists()


def test_a_completed_name_with_a_slash_is_the_name(project: Project) -> None:
    done = run("check", f"{AMUR}/", "--project", str(project.folder))
    assert done.code == 0
    assert f"«{AMUR}»" in done.out


@pytest.mark.parametrize("path", [f"data/raw/{AMUR}", f"../raw/{AMUR}", f"data\\raw\\{AMUR}", f"./{AMUR}/"])
def test_a_path_instead_of_a_name_is_answered_with_the_name(project: Project, path: str) -> None:
    done = run("build", path, "--project", str(project.folder))
    assert done.code == 2
    assert f"а «{AMUR}»" in done.err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan"])
def test_a_time_limit_is_above_zero(project: Project, seconds: str) -> None:
    done = run("build", AMUR, "--project", str(project.folder), f"--timeout={seconds}")
    assert done.code == 2
    assert "--timeout" in done.err


# Indicators


def test_the_catalogue_is_listed_by_goal() -> None:
    done = run("indicator")
    assert done.code == 0
    assert "Ц1." in done.out
    assert "bvb_registered" in done.out


def test_a_passport_shows_formula_source_and_examples() -> None:
    done = run("indicator", "bvb_registered")
    assert done.code == 0
    for word in ("K_reg / K_611 × 100 %", "Источник:", "Примеры:", "Статус:"):
        assert word in done.out.replace("\u00a0", " ")


def test_an_unknown_indicator_is_answered_with_near_ones() -> None:
    done = run("indicator", "bvb_registred")
    assert done.code == 2
    assert "bvb_registered" in done.err
