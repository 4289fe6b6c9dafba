"""The ledger: what was built and why, whatever happened to the run or to the file."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers import by_hand
from helpers.batch_tasks import make_task
from hypothesis import given, settings
from hypothesis import strategies as st

from careerstats.batch import files as journals
from careerstats.batch import fingerprint, ledger, progress
from careerstats.batch.produce import produce
from careerstats.batch.progress import printed
from careerstats.batch.tasks import BUILT, KEPT, STORED, Failure, Task, done, failed
from careerstats.errors import UsageError


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """A task whose files lie in its folder as a run would leave them."""
    one = make_task(tmp_path, "10701", "1", formats=("html", "docx"))
    Path(one.folder).mkdir(parents=True)
    for name in ("note.ipynb", "note.html", "note.docx"):
        Path(one.folder, name).write_text(name, encoding="utf-8")
    return one


def built(task: Task) -> ledger.Entry:
    outputs = {path.name: fingerprint.of_file(path) for path in Path(task.folder).iterdir()}
    result = msgspec.structs.replace(done(task, outputs), seconds=1.25, cpu_seconds=1.1, peak_mb=150.4)
    return ledger.entry(task, result, ledger.NEW)


def a_run(task: Task, **values: Any) -> ledger.Run:
    begun = ledger.start("demo", "0.1.0", "p", ledger.Configuration(), {task.key: built(task)})
    return msgspec.structs.replace(begun, **values)


def test_a_note_says_where_it_comes_from_and_only_what_was_built_counts_as_slow(task: Task) -> None:
    built = ledger.entry(task, msgspec.structs.replace(done(task), seconds=9.0, cpu_seconds=8.5), ledger.NEW)
    stored = ledger.entry(task, done(task, origin=STORED), ledger.CHANGED)
    assert (built.origin, stored.origin) == (BUILT, STORED)
    assert ledger.slowest({"a": built, "b": stored})[1:] == ["  г. 10701  9,0 с (процессора 8,5 с), 0 МБ"]
    kept = ledger.kept({"a": built})
    assert kept["a"] == msgspec.structs.replace(built, origin=KEPT)
    assert ledger.slowest(kept) == []


def test_a_run_is_read_back_as_it_was_written(task: Task, tmp_path: Path) -> None:
    path = tmp_path / "reports" / "demo" / "run.json"
    run = a_run(
        task,
        configuration=ledger.Configuration(formats=("docx",)),
        inputs={"tables/а.csv": "1"},
        state="s",
        exit_code=0,
    )
    ledger.save(path, run)
    assert ledger.load(path) == (run, "")
    assert list(json.loads(path.read_text(encoding="utf-8"))) == list(ledger.Run.__struct_fields__)
    assert "г. 10701" in path.read_text(encoding="utf-8")
    assert list(run.notes) == ["2020/municipality-10701"]


def test_notes_are_written_in_order(task: Task, tmp_path: Path) -> None:
    run = a_run(task)
    run.notes = {"b": built(task), "a": built(task)}
    ledger.save(tmp_path / "run.json", run)
    assert list(ledger.load(tmp_path / "run.json")[0].notes) == ["a", "b"]


def test_public_notes_are_others_than_internal_ones(task: Task) -> None:
    public = replace(task, folder=task.folder.replace("2020", "2020-public"))
    assert public.key == "2020-public/municipality-10701"


def test_no_file_is_a_first_run(tmp_path: Path) -> None:
    assert ledger.load(tmp_path / "run.json") == (ledger.Run(), "")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"notes": []}', "{}", "\0"])
def test_a_damaged_file_is_a_first_run_and_is_announced(text: str, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    run, problem = ledger.load(path)
    assert run == ledger.Run()
    assert "повреждён" in problem


def test_results_of_a_killed_run_are_not_lost(task: Task, tmp_path: Path) -> None:
    path, journal = tmp_path / "run.json", tmp_path / "run.jsonl"
    ledger.save(path, a_run(task))
    newer = msgspec.structs.replace(built(task), fingerprint="newer")
    journals.append(path, task.key, newer)
    journals.append(path, "2020/region-10", built(task))
    journal.write_bytes(
        journal.read_bytes() + '\n["2020/municipality-10702", {"name": "г. Ш'.encode()[:-1]
    )  # cut short
    journals.append(path, "2020/region-10", built(task))
    run, problem = ledger.load(path)
    assert problem == ""
    assert run.notes == {task.key: newer, "2020/region-10": built(task)}
    ledger.save(path, run)
    assert not journal.exists()
    assert ledger.load(path)[0].notes == run.notes


@pytest.mark.parametrize("line", [b"1\n", b"[1, 2]\n", b'["a"]\n', b'["a", 5]\n', b"\xff\n"])
def test_a_line_that_is_no_result_is_passed_over(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_bytes(line)
    assert ledger.load(tmp_path / "run.json") == (ledger.Run(), "")


def test_nothing_changed(task: Task) -> None:
    assert ledger.unchanged(built(task), task)
    assert ledger.reason(a_run(task), task, "p") == ""


def test_a_docx_edited_by_hand_is_no_reason_to_build(task: Task) -> None:
    before = built(task)
    Path(task.folder, "note.docx").write_bytes(by_hand.edited())
    assert ledger.unchanged(before, task)


@pytest.mark.parametrize("name", ["note.html", "note.ipynb", "note.docx"])
def test_a_file_that_is_gone_is_built_again(name: str, task: Task) -> None:
    run = a_run(task)
    Path(task.folder, name).unlink()
    assert ledger.reason(run, task, "p") == "нет готовых файлов"


def test_a_file_that_was_changed_is_built_again(task: Task) -> None:
    run = a_run(task)
    Path(task.folder, "note.html").write_text("note.htmL", encoding="utf-8")
    assert ledger.reason(run, task, "p") == "нет готовых файлов"


def test_every_reason_has_its_word(task: Task) -> None:
    run, other = a_run(task), replace(task, fingerprint="other")
    assert ledger.reason(ledger.Run(), task, "p") == "новая"
    assert ledger.reason(run, other, "p") == "изменилась"
    assert ledger.reason(run, other, "q") == "обновлена программа"
    assert ledger.reason(run, task, "p", force=True) == "--force"
    assert ledger.reason(run, replace(task, formats=("html", "pdf")), "p") == "нет готовых файлов"
    run.notes[task.key] = msgspec.structs.replace(built(task), status="failed")
    assert ledger.reason(run, task, "p") == "не удалась в прошлый раз"
    assert not ledger.unchanged(run.notes[task.key], task)


def test_a_failed_run_does_not_forget_whose_the_old_files_are(task: Task) -> None:
    again = replace(task, known=built(task).outputs)
    entry = ledger.entry(
        again,
        msgspec.structs.replace(failed(again, "нет", "NoteError", 4), outputs={"note.html": "new"}),
        ledger.CHANGED,
    )
    assert entry.outputs == again.known | {"note.html": "new"}
    assert entry.error == Failure(message="нет", cell=4, type="NoteError")


def test_the_end_of_a_run_in_words(task: Task) -> None:
    good = built(task)
    error = Failure(message="Нет данных.")
    bad = msgspec.structs.replace(good, status="failed", seconds=0.5, name="Зейский район", error=error)
    notes = {"a": good, "b": bad}
    assert ledger.failures(notes) == [
        "Не удалось собрать: 1",
        "  Зейский район (municipality-10701): Нет данных.",
    ]
    assert ledger.failures({"a": good}) == []
    assert ledger.slowest(notes, 1) == ["Дольше всего:", "  г. 10701  1,2 с (процессора 1,1 с), 150 МБ"]
    assert ledger.slowest({}) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_says_how_many_and_how_long(task: Task) -> None:
    terminal = Terminal()
    with progress.shown(2, terminal) as show:
        show(done(task))
        show(failed(task, "нет", "NoteError"))
    assert "Справки: 1 из 2, осталось 0:00" in terminal.getvalue()
    assert "Справки: 2 из 2, с ошибкой 1" in terminal.getvalue()


def test_a_log_gets_a_line_at_the_end_and_not_one_per_note(task: Task) -> None:
    log = io.StringIO()
    with progress.shown(3, log) as show:
        for _ in range(3):
            show(done(task))
    assert log.getvalue() == "Справки: 3 из 3, осталось 0:00\n"


@pytest.mark.parametrize(
    ("counts", "seconds", "expected"),
    [
        ((12, 0, 30), 3.4, "Справки: 12 из 30, осталось 0:05"),
        ((10, 2, 30), 3.4, "Справки: 12 из 30, с ошибкой 2, осталось 0:05"),
        ((1, 0, 2500), 5.0, "Справки: 1 из 2500, осталось 3:28:15"),
        ((0, 0, 30), 3.4, "Справки: 0 из 30, осталось 1:42"),
    ],
)
def test_time_left(counts: tuple[int, int, int], seconds: float, expected: str) -> None:
    assert progress.line(*counts, seconds) == expected


ODD = [5, None, [], "text", {"outputs": 5}, {"seconds": "долго"}, {"status": None}, {"error": "text"}, {"notes": {}}]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_an_entry_no_run_can_have_written_is_a_note_not_built(value: Any, task: Task, tmp_path: Path) -> None:
    run = msgspec.to_builtins(a_run(task))
    run["notes"]["2020/odd"] = value
    (tmp_path / "run.json").write_text(json.dumps(run), encoding="utf-8")
    read, problem = ledger.load(tmp_path / "run.json")
    assert read.notes == {task.key: built(task)}
    assert "прочитано не всё" in problem


def test_an_entry_of_another_version_is_completed(task: Task, tmp_path: Path) -> None:
    """What an older program did not write, and what a newer one adds."""
    short = {"status": "done", "fingerprint": "f", "outputs": {}, "colour": "зелёный"}
    (tmp_path / "run.json").write_text(json.dumps({"notes": {task.key: short, "b": {}}}), encoding="utf-8")
    run, problem = ledger.load(tmp_path / "run.json")
    assert problem == ""
    assert run.notes[task.key] == ledger.Entry(status="done", fingerprint="f")
    assert ledger.reason(run, task, "p") == "нет готовых файлов"
    assert ledger.failures(run.notes)[0] == "Не удалось собрать: 1"
    assert "причина не записана" in ledger.failures(run.notes)[1]
    assert ledger.slowest(run.notes)


FIELDS = ledger.Entry.__struct_fields__


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(ledger.Entry.__struct_fields__)), inner)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=15)
def test_whatever_run_json_holds_it_is_read_and_written_again(tmp_path_factory: Any, value: Any) -> None:
    path = tmp_path_factory.mktemp("odd") / "run.json"
    for content in (value, {"notes": value}, {"notes": {"2020/a": value}}, {"notes": {}, "exit_code": value}):
        path.write_text(json.dumps(content), encoding="utf-8")
        run, _ = ledger.load(path)
        ledger.slowest(run.notes)
        ledger.failures(run.notes)
        ledger.save(path, run)
        again, problem = ledger.load(path)
        assert (again.notes, problem) == (run.notes, "")


def test_an_empty_docx_is_what_a_power_cut_leaves(task: Task) -> None:
    before = built(task)
    Path(task.folder, "note.docx").write_bytes(b"")
    assert not ledger.unchanged(before, task)


def test_what_a_killed_run_left_half_written_is_swept_away(task: Task) -> None:
    reports = Path(task.folder).parent.parent
    for path in (task.part, reports / ".run.json.part", reports / ".index.html.part"):
        path.write_text("half", encoding="utf-8")
    ledger.sweep(reports)
    assert [path.name for path in reports.rglob("*") if ".part" in path.name] == []
    assert Path(task.folder, "note.docx").is_file()


# The log


def test_the_log_is_one_line_of_json_per_event(tmp_path: Path) -> None:
    path = tmp_path / "run.log"
    for number in (1, 2):
        with progress.opened(path) as write:
            write("note", key="2020/municipality-10701", number=number, name="г. Шимановск")
            assert len(path.read_text(encoding="utf-8").splitlines()) == number, "at once"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["event"], line["number"], line["name"]) for line in lines] == [
        ("note", 1, "г. Шимановск"),
        ("note", 2, "г. Шимановск"),
    ]
    assert all(line["elapsed"] >= 0 for line in lines)


def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    with progress.opened(None) as write:
        write("note", key="a")
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--log: файл"), progress.opened(tmp_path / "нет" / "run.log"):
        pass


def test_what_a_note_printed_and_warned_of_is_told_to_its_author(tmp_path: Path) -> None:
    source = "import warnings\nprint('читаю', 3)\nwarnings.warn('мало строк')"
    task = make_task(tmp_path, "1", source)
    assert produce(task).error is None
    said = list(printed(Path(task.folder), task.stem))
    assert [(one["cell"], one["stream"]) for one in said] == [(2, "stdout"), (2, "stderr")]
    assert said[0]["text"] == "читаю 3\n"
    assert "мало строк" in str(said[1]["text"])


def test_of_a_note_that_failed_the_cells_before_are_told(tmp_path: Path) -> None:
    task = make_task(tmp_path, "1", "print('дошёл')", "1 / 0")
    assert produce(task).error is not None
    assert [one["text"] for one in printed(Path(task.folder), task.stem)] == ["дошёл\n"]
    assert list(printed(tmp_path / "нет", "note")) == []
