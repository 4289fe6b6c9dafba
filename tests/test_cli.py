"""The command line: words in Russian, exit codes 0-3, the project wherever one stands, nothing heavy for a question."""

import argparse
import errno
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from helpers.projects import AMUR, Project, new_project, run
from hypothesis import given, settings
from hypothesis import strategies as st

import careerstats
from careerstats import simulate
from careerstats.arguments import EXAMPLES, refused
from careerstats.batch import process
from careerstats.cli import _parser

COMMANDS = (
    *(
        "build",
        "check",
        "list",
        "attack",
        "verify",
        "indicator",
        "forms",
        "simulate",
        "init",
        "doctor",
        "trace",
        "lab",
        "table",
    ),
)


def known_commands() -> set[str]:
    """Those of the program, whatever this list says."""
    (choices,) = [one.choices for one in _parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return set(choices)


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


def test_every_command_is_looked_at_below() -> None:
    assert known_commands() == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_russian_with_examples(command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert "использование:" in done.out
    examples = done.out.partition("примеры:\n")[2]
    assert f"  careerstats {command}" in examples
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
    for words in ("'--help'", "'build', '--help'", "'--version'", ""):
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


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes them")
def test_begun_without_its_streams_it_builds_and_writes_into_no_file_of_ours(project: Project, tmp_path: Path) -> None:
    """As some services begin programs: files would get the numbers 0, 1 and 2, and what is said would go there."""
    there = shutil.copytree(project.folder, tmp_path / "project")
    words = [sys.executable, "-m", "careerstats", "--project", str(there), "build", AMUR]
    line = f"{shlex.join([*words, '--formats', 'html', '--only', '10710000'])} <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", line], check=False, timeout=120).returncode == 0
    [note] = there.glob("reports/*/*/10710000/note.html")
    assert note.read_bytes().lstrip().startswith(b"<!DOCTYPE html>")


def test_a_python_that_may_not_be_begun_again_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    for name in process.ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "orig_argv", sys.argv)
    monkeypatch.setattr(process, "_found_beside", lambda: False)
    tried: list[object] = []
    monkeypatch.setattr(os, "execve", lambda *words: tried.append(words) or refused())
    process.from_the_start()
    assert len(tried) == (sys.platform == "linux")


def test_without_a_command_it_says_what_to_begin_with(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = run()
    monkeypatch.chdir(project.folder)
    inside = run()
    assert (outside.code, outside.err, inside.code) == (0, "", 0)
    for words in ("careerstats doctor", "careerstats init", "careerstats build", "--help"):
        assert words in outside.out
    assert "Наборов данных здесь нет" in outside.out
    assert f"Наборы данных здесь: {AMUR}" in inside.out


@pytest.mark.parametrize("words", [words for lines in EXAMPLES.values() for words, _ in lines])
def test_every_example_of_the_help_is_understood(words: str) -> None:
    options = _parser().parse_args(shlex.split(words))
    assert callable(options.command)


# Wrong words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bild"], ["bild", "имелось в виду: build", "check"]),
        (["forms"], ["КОМАНДА"]),
        (["forms", "collekt", AMUR], ["имелось в виду: collect"]),
        (["build"], ["НАБОР"]),
        (["build", AMUR, "--fast"], ["--fast", "неизвестн"]),
        (["build", AMUR, "--ony", "10710000"], ["--ony", "имелось в виду: --only"]),
        (["build", AMUR, "--force=1"], ["--force", "не нужно"]),
        (["build", AMUR, "--audience", "publik"], ["publik", "имелось в виду: public"]),
        (["indicator", "--compare", "a.yaml"], ["--compare", "нужны два значения"]),
        (["build", AMUR, "--only"], ["--only", "значение"]),
        (["build", AMUR, "--timeout", "час"], ["--timeout", "нужно число", "час"]),
        (["check"], ["НАБОР"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_words_are_answered_in_russian_with_code_2(words: list[str], said: list[str]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert [word for word in [*said, "--help"] if word not in done.err] == []
    for english in ("usage", "error", "invalid", "expected", "required", "unrecognized", "choose", "Traceback"):
        assert english not in done.err


@pytest.mark.parametrize(
    ("option", "value", "meant"), [("--formats", "htm", "html"), ("--notebook", "regon,region", "region")]
)
def test_a_misspelt_word_of_a_list_is_answered_with_the_nearest(
    project: Project, option: str, value: str, meant: str
) -> None:
    done = run("list", AMUR, "--project", str(project.folder), option, value)
    assert (done.code, done.out) == (2, "")
    for words in (option, value.split(",", maxsplit=1)[0], f"имелось в виду: {meant}.", "Можно:"):
        assert words in done.err


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
    assert (f"имелось в виду: {AMUR}." in done.err) == bool(name)
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


# One door for mistakes


OS_ERRORS = {
    errno.ENOSPC: "на диске нет места",
    errno.EROFS: "только для чтения",
    errno.EDQUOT: "квота",
    errno.EACCES: "Нет доступа",
    errno.EPERM: "Нет доступа",
    errno.ENOENT: "такого файла или папки нет",
    errno.ENOTDIR: "файл, а не папка",
    errno.EISDIR: "это папка",
    errno.ENAMETOOLONG: "слишком длинное",
    errno.EMFILE: "слишком много файлов",
    errno.EIO: "ошибка диска",
    errno.ENOTTY: "система ответила",
}


@pytest.mark.parametrize(("number", "said"), OS_ERRORS.items(), ids=[errno.errorcode[one] for one in OS_ERRORS])
def test_what_the_disk_refuses_is_told_with_the_file_the_reason_and_what_to_do(
    project: Project, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    from careerstats.pipeline import checking

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number), "data/processed/problems.csv")

    monkeypatch.setattr(checking, "check", refuse)
    shutil.rmtree(project.processed.parent / ".said", ignore_errors=True)  # or it need not write anything
    done = run("check", AMUR, "--project", str(project.folder))
    assert (done.code, done.out) == (1, "")
    for words in (said, "problems.csv"):
        assert words in done.err
    assert any(word in done.err for word in ("Проверьте", "Освободите", "Закройте"))


def test_an_error_of_the_system_without_a_file_is_told_too() -> None:
    assert "файл" in refused(OSError("что-то"))


@pytest.mark.skipif(os.name == "nt", reason="имена без предела")
def test_a_name_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    done = run("check", AMUR, "--project", str(tmp_path / ("д" * 300)))
    assert done.code in (1, 2)
    assert "Traceback" not in done.err
    assert "длинное" in done.err or "data" in done.err


WORDS = st.one_of(
    st.sampled_from(
        [
            *COMMANDS,
            "make",
            "collect",
            AMUR,
            "1.1",
            "регион",
            "10710000",
            "2024/25",
            "html",
            "public",
            "-1",
            "0",
            "",
            "--",
        ]
    ),
    st.sampled_from(
        ["--project", "--only", "--period", "--notebook", "--formats", "--jobs", "--timeout", "--audience", "--force"]
    ),
    st.sampled_from(
        ["--memory", "--sample", "--compare", "--dataset", "--region", "--municipalities", "--indicators", "--title"]
    ),
    st.sampled_from(["--seed", "--years", "--all", "--breakdown", "-h", "--version", "--help=1", "--jobs=x", "--log"]),
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12),
)


@settings(max_examples=200)
@given(st.lists(WORDS, max_size=7))
def test_no_words_at_all_bring_a_traceback(words: list[str]) -> None:
    """In a folder where nothing is: whatever is typed, the answer is a text and an exit code."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.chdir(folder)
        patch.setattr(simulate, "simulate", lambda *_: [])  # it would write a whole region
        done = run(*words)
    assert done.code in (0, 1, 2, 3)
    assert done.out or done.err or "simulate" in words
    assert "Traceback" not in done.err
