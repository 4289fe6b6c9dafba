"""The start page without a browser: how far a build is, what becomes of a command, what may be chosen, links."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.lab import end_works
from helpers.projects import AMUR, ROOT, Project, new_project, run
from hypothesis import given
from hypothesis import strategies as st

from careerstats.batch import files
from careerstats.errors import BusyError
from careerstats.lab import choices, links, page_file, results, server, telling, works
from careerstats.lab.telling import Progress, progress, words


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = new_project(tmp_path)
    yield made
    end_works(tmp_path)


def home(project: Project, dataset: str = AMUR) -> Path:
    return works.home(project.folder, dataset)


def note(elapsed: float, status: str = "done", **more: Any) -> dict[str, Any]:
    return {"event": "note", "elapsed": elapsed, "status": status, **more}


def plan(total: int) -> dict[str, Any]:
    return {"event": "plan", "elapsed": 0.5, "total": total}


def ended(folder: Path) -> works.Work:
    """The command once it is over."""
    for _ in range(600):
        work = works.look(folder)
        if work and not work.running:
            return work
        time.sleep(0.1)
    raise AssertionError(work)


# How far a build is


def test_before_the_data_are_read_nobody_knows_how_many_notes_there_will_be() -> None:
    assert progress([]) == Progress(None, 0, 0)
    assert words(progress([])) == "Читаются и проверяются данные…"


def test_the_pace_is_that_of_the_notes_without_the_reading_before_them() -> None:
    events = [{"event": "start", "elapsed": 0.0}, plan(9), note(20.0), note(30.0), note(40.0)]
    assert progress(events) == Progress(9, 3, 0, 60.0)
    assert words(progress(events)) == "Построено 3 из 9, осталось около 1\u00a0мин"


def test_notes_that_failed_are_counted_apart() -> None:
    now = progress([plan(4), note(1.0), note(2.0, "failed")])
    assert (now.done, now.failed, now.finished) == (1, 1, 2)
    assert words(now) == "Построено 1 из 4, с ошибкой 1, осталось меньше минуты"


def test_after_the_last_note_the_page_of_the_region_is_still_written() -> None:
    assert words(progress([plan(1), note(1.0)])).endswith("пишутся сводная страница и приложения…")


def test_where_nothing_has_changed_that_is_said() -> None:
    assert words(progress([plan(0)])) == "Ничего не изменилось: справки на месте."


@given(st.integers(0, 60), st.lists(st.sampled_from(["done", "failed"]), max_size=60))
def test_what_is_left_is_never_less_than_nothing(total: int, outcomes: list[str]) -> None:
    now = progress([plan(total), *(note(float(at), one) for at, one in enumerate(outcomes))])
    assert now.finished == len(outcomes)
    assert now.seconds is None or now.seconds >= 0
    assert words(now)


def test_the_log_of_a_real_build_is_understood(project: Project) -> None:
    """How many will be built is told before the first, and that none is where nothing has changed."""
    path = project.folder / "log.jsonl"
    for built in (1, 0):
        path.unlink(missing_ok=True)
        project.run("build", AMUR, "--only", "10710000", "--formats", "html", "--log", str(path))
        assert progress(map(json.loads, path.read_text(encoding="utf-8").splitlines())).total == built


def test_a_ledger_that_names_what_can_be_no_file_is_listed_without_it(whole: Any, tmp_path: Path) -> None:
    run = json.loads((whole.reports / "run.json").read_text(encoding="utf-8"))
    for entry in run["notes"].values():
        entry["code"] = "9" * 500
    path = tmp_path / "reports" / AMUR / "run.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(run), encoding="utf-8")
    assert {note.files for note in results.notes(tmp_path, AMUR)} == {()}


def test_its_notes_are_listed_with_their_files_the_region_first(whole: Any) -> None:
    region, *others = results.notes(whole.folder, AMUR)
    assert (region.name, region.kind) == ("Амурская область", "справка по региону")
    assert len(others) == 29
    assert [one.name for one in others] == sorted(one.name for one in others)
    assert [path.name for path in others[0].files] == ["note.html", "note.docx", "note.pdf", "tables.xlsx"]
    assert [path.name for _, path in results.indexes(whole.folder, AMUR)] == ["index.html"]
    rows = results.problems(whole.folder, AMUR)
    assert rows
    assert {row.severity for row in rows} <= set(results.SEVERITIES)


# A command in a process of its own


def test_a_command_that_cannot_be_done_says_in_words_why(project: Project) -> None:
    works.begin(project.folder, "amur", "check")
    work = ended(home(project, "amur"))
    assert (work.status, work.code, work.kind) == (works.DONE, 2, "check")
    assert "Набора данных «amur» нет" in work.told
    assert "не получилось" in telling.status(work)
    assert "Traceback" not in telling.status(work)


def test_of_two_clicks_only_one_begins_a_build_and_stopping_ends_it(project: Project) -> None:
    works.begin(project.folder, AMUR, "build", "--formats=html")
    first = works.look(home(project))
    assert first is not None
    assert first.running
    with pytest.raises(BusyError, match="построение справок"):
        works.begin(project.folder, AMUR, "check")
    works.stop(home(project))
    work = ended(home(project))
    assert (work.status, work.kind) == (works.STOPPED, "build")
    assert "Остановлено" in telling.status(work)


def test_a_command_whose_process_is_gone_without_an_answer_is_lost(tmp_path: Path) -> None:
    files.record(tmp_path / works.JOB, {"kind": "build", "project": ".", "words": []})
    files.record(tmp_path / works.PLACE, {"pid": 1, "created": 0.0})  # process 1 exists, but was not begun at 0
    work = works.look(tmp_path)
    assert work is not None
    assert work.status == works.LOST
    assert "прервалась" in telling.status(work)


def test_a_command_that_was_killed_by_the_system_is_lost_and_not_done(tmp_path: Path) -> None:
    files.record(tmp_path / works.JOB, {"kind": "build", "project": ".", "words": []})
    files.record(tmp_path / works.RESULT, {"code": -9})
    work = works.look(tmp_path)
    assert work is not None
    assert work.status == works.LOST


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_half_written_files_of_state_hurt_nobody(tmp_path: Path, text: str) -> None:
    for name in (works.JOB, works.LOG, works.PLACE, works.RESULT):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert works.look(tmp_path) is None
    works.stop(tmp_path)


def test_an_error_of_the_program_itself_is_not_told_as_a_remark_on_data() -> None:
    work = works.Work("build", works.DONE, code=1, told="Traceback (most recent call last):\n  …\nKeyError: 1")
    assert "из-за своей ошибки" in telling.status(work)


def test_notes_that_failed_are_named_with_their_reason() -> None:
    failed = note(1.0, "failed", name="г. <Зея>", error={"message": "нет чисел"})
    shown = telling.status(works.Work("build", works.DONE, code=1, events=(failed,)))
    assert "<li>г. &lt;Зея&gt;: нет чисел</li>" in shown


# What may be chosen


def test_every_dataset_is_offered_also_one_whose_description_is_broken(project: Project) -> None:
    broken = project.folder / "data" / "raw" / "broken" / "dataset.yaml"
    broken.parent.mkdir()
    broken.write_text("title: [", encoding="utf-8")
    first, second = choices.datasets(project.folder)
    assert (first.name, first.period, first.periods, first.problem) == (AMUR, "2020", ("2020",), "")
    assert first.label.startswith("Проект «Билет в будущее»")
    assert second.name == "broken"
    assert second.problem
    assert choices.municipalities(project.folder, "broken") == []


def test_municipalities_are_offered_by_name() -> None:
    found = choices.municipalities(ROOT, AMUR)
    assert ("г. Белогорск", "10710000") in found
    assert found == sorted(found)
    assert "10000000" not in dict(found).values()


def test_the_newest_period_comes_first() -> None:
    demo = next(one for one in choices.datasets(ROOT) if one.name == "demo")
    assert demo.periods == ("2024/25", "2023/24", "2022/23")
    assert demo.synthetic


# Links


def test_a_link_leads_to_our_server_and_holds_no_html(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(links.BASE, "/careerstats/")
    path = project.reports / "2020" / "a b" / "Справка.docx"
    made = links.link(project.folder, path, "<Word>")
    assert 'href="/careerstats/reports/amur-2020/2020/a%20b/%D0%A1' in made
    assert "&lt;Word&gt;" in made
    processed = project.folder / "data" / "processed" / AMUR / "protocol.xlsx"
    assert links.address(project.folder, processed) == "/careerstats/processed/amur-2020/protocol.xlsx"
    with pytest.raises(ValueError, match="dataset"):
        links.address(project.folder, project.raw / "dataset.yaml")


def test_in_a_jupyterlab_of_others_a_link_is_that_of_its_files(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(links.BASE, raising=False)
    assert links.address(project.folder, project.note("10710000")) == "/files/reports/amur-2020/2020/10710000/note.html"


# The page as a file


def test_the_page_is_written_where_it_may_be_changed_and_says_first_what_to_press(tmp_path: Path) -> None:
    path = page_file.write(tmp_path)
    assert path.is_relative_to(tmp_path / "data" / "processed")
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    assert first["cell_type"] == "markdown"
    assert "Запустить все ячейки" in "".join(first["source"])


def test_after_it_was_run_the_buttons_come_first(tmp_path: Path) -> None:
    path = page_file.write(tmp_path)
    page_file.show(path, [{"output_type": "stream", "name": "stdout", "text": "кнопки"}])
    code, hint = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert code["outputs"][0]["text"] == "кнопки"
    assert hint["cell_type"] == "markdown"


def test_a_notebook_of_the_project_is_opened_and_a_shipped_one_copied_once(tmp_path: Path) -> None:
    copied = page_file.opened(tmp_path, "research.ipynb")
    assert copied.read_bytes() == (ROOT / "notebooks" / "research.ipynb").read_bytes()
    copied.write_text("{}", encoding="utf-8")
    assert page_file.opened(tmp_path, "research.ipynb").read_text(encoding="utf-8") == "{}"
    own = tmp_path / "notebooks" / "research.ipynb"
    own.parent.mkdir()
    own.write_text("{}", encoding="utf-8")
    assert page_file.opened(tmp_path, "research.ipynb") == own


def test_a_notebook_is_about_a_dataset_that_is_there(tmp_path: Path) -> None:
    """One's own project has neither demo nor amur-2020."""
    shutil.copytree(ROOT / "data" / "raw" / "amur-2020", tmp_path / "data" / "raw" / "nash-kraj")
    for name in ("municipality.ipynb", "region.ipynb", "research.ipynb"):
        page = json.loads(page_file.opened(tmp_path, name).read_text(encoding="utf-8"))
        source = "".join("".join(cell["source"]) for cell in page["cells"])
        assert 'dataset = "nash-kraj"' in source
        assert '"demo"' not in source.partition("import")[0]
        if name == "municipality.ipynb":
            assert 'municipality = "10605000"' in source, "the first by name"


# The command


def test_lab_is_a_command_with_a_page_of_help() -> None:
    assert "careerstats lab" in run("--help").out or "lab " in run("--help").out
    assert "--no-browser" in run("lab", "--help").out


@pytest.mark.parametrize("port", ["-1", "70000", "x"])
def test_a_port_that_is_none_is_refused_in_words(project: Project, port: str) -> None:
    done = project.run("lab", "--port", port)
    assert done.code == 2
    assert "--port" in done.err


def test_the_server_listens_to_this_computer_only_and_asks_no_network(tmp_path: Path) -> None:
    told = server._settings(tmp_path, page_file.write(tmp_path), 8888)
    assert "--ServerApp.ip=127.0.0.1" in told
    assert "--LabApp.news_url=None" in told
    assert "--LabApp.extension_manager=readonly" in told
    settings = json.loads((server.SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"] == "ru_RU"
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_a_page_in_no_project_tells_so_and_shows_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from careerstats import lab

    shown: list[Any] = []
    monkeypatch.delenv("CAREERSTATS_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("IPython.display.display", shown.append)
    lab.start()
    assert "нет data/raw" in shown[-1].data
