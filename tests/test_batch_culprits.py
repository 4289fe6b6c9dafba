"""The usual culprits in authors' cells are named; honest cells are left alone."""

from typing import Any

import pytest

from careerstats.pipeline.verify import culprits


def notebook(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cells": [{"cell_type": "code", "source": source, "outputs": list(outputs), "execution_count": 3}]}


def named(source: str, *outputs: dict[str, Any]) -> list[str]:
    return list(culprits.named(notebook(source, *outputs)))


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("from datetime import datetime\ndatetime.now()", "datetime.now() – время"),
        ("import datetime as dt\ndt.date.today()", "dt.date.today() – время"),
        ("import time\nx = time.time()", "time.time() – время"),
        ("pd.Timestamp.now()", "pd.Timestamp.now() – время"),
        ("import random\nrandom.random()", "random.random() – случайные числа без зерна"),
        ("np.random.rand(3)", "np.random.rand() – случайные числа без зерна"),
        ("np.random.default_rng().normal()", "np.random.default_rng() – случайные числа без зерна"),
        ("import uuid\nuuid.uuid4()", "uuid.uuid4() – каждый раз новое"),
        ("import os\nos.environ['HOME']", "os.environ – зависит от компьютера"),
        ("os.getpid()", "os.getpid() – зависит"),
        ("Path.cwd()", "Path.cwd() – зависит"),
        ("print({'а', 'б'})", "print множества – порядок"),
        ("print(set(names))", "print множества – порядок"),
        ("for name in set(names):\n    print(name)", "for … in set(names) – порядок"),
        ("for name in {n for n in names}:\n    print(name)", "порядок множества"),
        ("%matplotlib inline\n!ls\nimport time\ntime.time()", "time.time() – время"),
    ],
)
def test_a_culprit_is_named_with_its_cell(source: str, word: str) -> None:
    (text,) = named(source)
    assert text.startswith("ячейка [3]: ")
    assert word in text


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.seed(1)\nrandom.random()",
        "np.random.seed(2020)\nnp.random.rand(3)",
        "np.random.default_rng(1).normal()",
        "random.Random(5).shuffle(x)",
        "print(sorted({'а', 'б'}))",
        "for name in sorted(set(names)):\n    print(name)",
        "x = {'а', 'б'}; 'а' in x",
        "datetime.date(2020, 1, 1); time.sleep(0)",
        "frame.sample(3, random_state=1); frame['time'].now",
        "this is no Python at all",
        "# datetime.now()\ntext = 'time.time()'",
        "%%bash\ndate",
        "",
    ],
)
def test_an_honest_cell_is_left_alone(source: str) -> None:
    assert named(source) == []


def test_an_address_in_an_output_is_named_without_its_number() -> None:
    text = {"output_type": "stream", "name": "stdout", "text": "<__main__.Shown object at 0x7f3a2c1b5d90>\n"}
    result = {"output_type": "execute_result", "data": {"text/plain": ["<function f at 0x7f3a2c1b5d90>"]}}
    assert named("f", text, result) == [
        "ячейка [3]: " + culprits.ADDRESS.format(found="<__main__.Shown object at 0x…>"),
        "ячейка [3]: " + culprits.ADDRESS.format(found="<function f at 0x…>"),
    ]
    assert named("f", text, text) == named("f", text), "said once"


def test_random_names_of_a_styler_are_named() -> None:
    html = {"output_type": "display_data", "data": {"text/html": '<table id="T_5f3a2"><tr></tr></table>'}}
    assert "set_uuid" in named("s", html)[0]


def test_ordinary_outputs_are_left_alone() -> None:
    html = {"output_type": "display_data", "data": {"text/html": "<b>0x7f</b>", "application/json": {"a": 1}}}
    assert named("x", html, {"output_type": "stream", "text": "at 0x7f3a2c1b5d90"}) == []
