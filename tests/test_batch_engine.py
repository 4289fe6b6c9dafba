"""The engine ``careerstats``: the stock engine's outputs, in this process, with nothing left behind."""

import contextlib
import gc
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import numpy as np
import papermill
import pytest
from helpers.batch_notebooks import comparable, write_notebook
from IPython.core.interactiveshell import InteractiveShell
from papermill import engines

FAILS, SKIPPED = "raises-exception", "skip-execution"
AWKWARD = {
    "result and print": "print(code); 2 + 2",
    "silenced result": "x = 3; x;",
    "markdown": "# md a text",
    "empty cell": "   ",
    "only a comment": "# nothing runs",
    "block with metadata": """
from IPython.display import HTML, Markdown, clear_output, display, update_display
block = {"application/vnd.careerstats.block.v1+json": {"kind": "table", "n": (1, 2)}, "text/plain": "t"}
display(block, raw=True, metadata={"careerstats": {"kind": "table"}})""",
    "object that displays itself": """
class Shown:
    def _ipython_display_(self):
        display(Markdown("**a**"))
        print("inside")
Shown()""",
    "one display id twice": 'h = display("one", display_id="d"); print("between"); display("two", display_id="d")',
    "update from another cell": 'update_display("three", display_id="d")',
    "clear at once": 'print("gone"); clear_output(); print("kept")',
    "clear later": 'print("gone"); clear_output(wait=True); print("kept")',
    "clear that never comes": 'print("stays"); clear_output(wait=True)',
    "top-level await": 'import asyncio\nawait asyncio.sleep(0); "awaited"',
    "asyncio.run fails in a loop": "c = asyncio.sleep(0)\ntry:\n    asyncio.run(c)\nfinally:\n    c.close()",
    "task of one cell": 't = asyncio.get_running_loop().create_task(asyncio.sleep(0, "task"))',
    "awaited in the next": "await t",
    "shell": "!echo out; echo err >&2",
    "cell magic bash": "%%bash\necho bash",
    "cell magic html": "%%html\n<i>x</i>",
    "magic inline": "%matplotlib inline",
    "figure": 'import matplotlib.pyplot as plt\nfig, ax = plt.subplots(); ax.plot([1, 2]); ax.set_title("Ж")',
    "two figures around print": 'plt.plot([3, 1]); plt.show(); print("after"); plt.figure(); plt.bar([1], [2]);',
    "figure as a result": "fig",
    "figure left open": "plt.figure(); plt.plot([5, 1]); _ = plt.gca().set_title('open')",
    "and it is gone in the next cell": "plt.get_fignums(), _i",
    "division by zero": "1 / 0",
    "error in a function": "def f(n):\n    return [][n]\nf(2)",
    "chained error": 'try:\n    {}["k"]\nexcept KeyError as e:\n    raise RuntimeError("наружный") from e',
    "group of errors": 'raise ExceptionGroup("g", [ValueError(1), TypeError(2)])',
    "syntax error": "x = = 1",
    "indentation error": "  y = 1\n z = 2",
    "sys.exit": "import sys; sys.exit(2)",
    "input": 'input("?")',
    "getpass": "import getpass; getpass.getpass()",
    "skipped": 'print("never")',
    "warning": 'import warnings; warnings.warn("осторожно")',
    "stderr": 'print("err", file=sys.stderr)',
    "logging": 'import logging; logging.warning("лог")',
    "table": 'import pandas as pd; pd.DataFrame({"a": [1.5, None], "б": ["x", "y"]})',
    "bytes of a picture": """
class P:
    def _repr_png_(self): return b"\\x89PNG\\r\\n\\x1a\\n123"
    def _repr_html_(self): return "<p>", {"isolated": True}
P.__repr__ = lambda self: "P"; P()""",
    "repr that fails": "class Bad:\n    def __repr__(self): raise ValueError('repr')\nBad()",
    "stdout's own ways": "sys.stdout.write('no newline'), sys.stdout.isatty(), sys.stdout.encoding",
    "who runs it": "type(get_ipython()).__name__, __name__, _, In[1]",
    "svg": '%config InlineBackend.figure_formats = ["svg"]\nplt.rcParams["figure.figsize"]',
    "numpy's error state": 'import numpy as np; _ = np.seterr(all="raise")',
    "holds in the next cell": "np.float64(1) / 0",
    "environment": 'import os; os.environ["MPLBACKEND"], os.environ["TERM"], "" in sys.path',
    "thread": 'import threading; th = threading.Thread(target=print, args=["th"]); th.start(); th.join()',
    "captured": '%%capture cap\nprint("captured"); display(1)',
    "shown again": "cap.show()",
    "magic that sets precision": "%precision 2",
    "rounded by it": "2 / 3",
    "magic that runs a cell's text": "_ = get_ipython().run_cell('print(5); 6')",
    "writefile and load": "%%writefile awkward.txt\nтекст",
    "shell into a variable": "lines = !cat awkward.txt; rm awkward.txt\nlines",
    "unknown magic": "%nosuchmagic",
    "help": "len?",
    "warning seen once": "for _ in range(3): warnings.warn('раз')",
    "warning with a category": "warnings.warn('старое', DeprecationWarning)",
    "error while displaying": "class E:\n    def __repr__(self): return 'E'\n    def _repr_html_(self): [].pop()\nE()",
    "error with an empty text": "raise ValueError",
    "error of one's own": "class Own(Exception): pass\nraise Own('своя', 5)",
    "keyboard interrupt": "raise KeyboardInterrupt",
    "recursion": "def r(): return r()\ntry:\n    r()\nexcept RecursionError as e: print('глубоко')",
    "await in a comprehension": "[await asyncio.sleep(0, n) for n in range(3)]",
    "async for": "async def gen():\n    yield 1\n[n async for n in gen()]",
    "display of several": "display(1, 'два', {'три': 3}); None",
    "display id handle": "h2 = display('a', display_id=True); h2.update('b'); h2.display('c')",
    "progress by carriage return": "for n in range(3): print(n, end='\\r')\nprint()",
    "bytes and unicode": "print('\\x1b[31mred\\x1b[0m', 'ё', '\\u200b', '😀'); b'\\xff'",
    "latex and json": "from IPython.display import JSON, Latex\ndisplay(Latex('$x$')); JSON({'a': [1]})",
    "image from bytes": "import base64; from IPython.display import Image\nImage(base64.b64decode('iVBORw0KGgo='))",
    "javascript": "%%javascript\n1 + 1",
    "latex cell": "%%latex\n$y$",
    "names of the shell": "[n in globals() for n in ('__name__', '__doc__', '_ih', '_oh', '_dh', 'exit', 'quit')]",
    "last error": "sys.last_type.__name__ if hasattr(sys, 'last_type') else None",
    "print to a closed pipe of one's own": "import io; f = io.StringIO(); print('x', file=f); f.getvalue()",
    "flush and end": "print('a', end='', flush=True); print('b', file=sys.stderr, flush=True); print('c')",
    "descriptor of stdout": "sys.stdout.fileno() > -1, sys.stdin.isatty() if sys.stdin else None",
    "del of a name": "z = 1; del z; 'z' in globals()",
    "type hints": "n: int = 5; __annotations__",
    "output cache": "Out[max(Out)] is _",
}
TAGS = {
    FAILS: "asyncio.run fails in a loop, division by zero, error in a function, chained error, group of errors, "
    "syntax error, indentation error, sys.exit, input, getpass, repr that fails, holds in the next cell, "
    "unknown magic, error with an empty text, error of one's own, keyboard interrupt",
    SKIPPED: "skipped",
}


def run(path: Path, engine: str | None = "careerstats", **options: Any) -> Any:
    """The executed notebook, also when a cell of it failed."""
    out = path.with_name(f"{path.stem}-{engine}.ipynb")
    with contextlib.suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            path, out, parameters={"code": "10701"}, engine_name=engine, progress_bar=False, **options
        )
    return nbformat.read(out, as_version=4)


def outputs(path: Path, **options: Any) -> list[Any]:
    """Outputs of the cells that are the notebook's own, after the parameters."""
    cells = [cell for cell in run(path, **options).cells if cell.cell_type == "code"]
    return [cell.outputs for cell in cells[2:]]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, Any]]:
    tags = {number: [tag for tag in TAGS if name in TAGS[tag].split(", ")] for number, name in enumerate(AWKWARD, 1)}
    path = write_notebook(tmp_path_factory.mktemp("parity") / "n.ipynb", *AWKWARD.values(), tags=tags)
    with warnings.catch_warnings(action="ignore"):  # the stock client's own, about its sockets
        stock, ours = run(path, None).cells, run(path).cells
    own = [(a, b) for a, b in zip(stock, ours, strict=True) if a.id.startswith("own-")]
    assert len(own) == len(AWKWARD)
    return own


@pytest.mark.parametrize("name", AWKWARD)
def test_a_cell_gives_what_the_stock_engine_gives(name: str, both: list[tuple[Any, Any]]) -> None:
    stock, ours = both[list(AWKWARD).index(name)]
    assert comparable(ours.get("outputs", [])) == comparable(stock.get("outputs", []))
    assert ours.get("execution_count") == stock.get("execution_count")


def test_the_error_stops_the_notebook_and_is_raised_with_its_cell(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "n.ipynb", "1 / 0", "print(1)")
    with pytest.raises(papermill.PapermillExecutionError) as failure:
        papermill.execute_notebook(path, None, engine_name="careerstats", progress_bar=False)
    assert (failure.value.ename, failure.value.exec_count) == ("ZeroDivisionError", 2)
    assert outputs(path)[1] == []


def test_exit_is_not_a_finished_notebook(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "n.ipynb", "exit()", "print(1)")
    with pytest.raises(papermill.PapermillExecutionError, match="Ячейка вызвала exit"):
        papermill.execute_notebook(path, None, engine_name="careerstats", progress_bar=False)


@pytest.mark.skipif(not hasattr(os, "pread"), reason="на этой системе вывод через дескрипторы не перехватывается")
def test_what_is_written_to_descriptors_is_an_output_in_its_place(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "n.ipynb", 'print("a"); import os; os.system("echo б; echo e >&2"); print("c")')
    by_name: dict[str, str] = {}
    for output in outputs(path)[0]:
        by_name[output["name"]] = by_name.get(output["name"], "") + output["text"]
    assert by_name == {"stdout": "a\nб\nc\n", "stderr": "e\n"}


def test_a_hundred_thousand_printed_lines_cost_seconds_and_keep_their_order(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "n.ipynb", "for i in range(100_000): print('строка', i)\n2 + 2", "print('после')")
    started = time.process_time()
    first, second = outputs(path)
    assert time.process_time() - started < 20  # text added to text took minutes
    assert first[0]["text"].splitlines() == [f"строка {i}" for i in range(100_000)]
    assert [first[1]["data"]["text/plain"], second[0]["text"]] == ["4", "после\n"]


def test_two_runs_give_one_notebook_but_for_papermills_clocks(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "n.ipynb", "import random, numpy\nrandom.random(), numpy.random.rand()")
    first, second = run(path).cells, run(path).cells
    assert [cell.id for cell in first] == [cell.id for cell in second] == ["parameters", "injected-parameters", "own-1"]
    assert first[2].outputs == second[2].outputs


def test_the_notebook_is_not_saved_after_every_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves = []
    monkeypatch.setattr(engines, "write_ipynb", lambda nb, path: saves.append(path))
    run(write_notebook(tmp_path / "n.ipynb", *["1"] * 20))
    assert len(saves) == 2  # as it starts and as it ends: papermill's own, outside the engine


LEAKS = """
import builtins, decimal, locale, logging, os, random, sys, warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd
matplotlib.rcParams["font.size"] = 40; plt.figure()
np.seterr(all="raise"); np.set_printoptions(precision=1); np.random.seed(5); random.seed(5)
decimal.getcontext().prec = 3; pd.set_option("display.max_rows", 3); pd.set_option("display.precision", 1)
os.environ["LEAK"] = "1"; os.chdir(".."); sys.argv = ["x"]; sys.path.append("leak"); builtins.print = None
warnings.simplefilter("error"); logging.basicConfig(level=0); locale.setlocale(locale.LC_ALL, "C")
import gc, own, signal, threading, time
own.times += 1; gc.disable(); sys.setrecursionlimit(5000); os.umask(0o077)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.excepthook = threading.excepthook = None; os.environ["TZ"] = "Asia/Kamchatka"; getattr(time, "tzset", int)()
leak = 1"""
LOOK = """
import decimal, logging, os, random, sys, warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd
warnings.warn("still only a warning")
print(matplotlib.rcParams["font.size"], plt.get_fignums(), np.geterr(), np.get_printoptions()["precision"])
print(decimal.getcontext().prec, pd.get_option("display.max_rows"), pd.get_option("display.precision"))
print(os.environ.get("LEAK"), os.path.basename(os.getcwd()), sys.argv, "leak" in sys.path, "leak" in globals())
print(np.random.rand(), random.random(), logging.root.level, len(logging.root.handlers))
import gc, own, signal, time
print(own.times, gc.isenabled(), sys.getrecursionlimit(), os.umask(0o022))
print(signal.getsignal(signal.SIGTERM), time.tzname)
own.times += 1"""


def test_a_note_does_not_see_what_another_changed(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("times = 0\n", encoding="utf-8")
    look, leaks = write_notebook(tmp_path / "look.ipynb", LOOK), write_notebook(tmp_path / "leaks.ipynb", LEAKS)
    before = outputs(look, cwd=tmp_path)
    outputs(leaks, cwd=tmp_path)
    assert outputs(look, cwd=tmp_path) == before


def test_the_process_is_put_back(tmp_path: Path) -> None:
    def state() -> list[Any]:
        streams = [sys.stdin, sys.stdout, sys.stderr, sys.argv, list(sys.path), sys.displayhook, input, print]
        rest = [gc.isenabled(), sys.getrecursionlimit(), sys.excepthook, signal.getsignal(signal.SIGTERM), time.tzname]
        numbers = [random.getstate(), np.random.get_state()[1].tolist(), np.geterr(), mpl.rcParams["font.size"]]
        return [
            *streams,
            *numbers,
            *rest,
            threading.excepthook,
            "own" in sys.modules,
            Path.cwd(),
            dict(os.environ),
            list(warnings.filters),
            logging.root.handlers[:],
        ]

    before, main = state(), sys.modules["__main__"]
    (tmp_path / "own.py").write_text("times = 0\n", encoding="utf-8")
    outputs(write_notebook(tmp_path / "n.ipynb", LEAKS), cwd=tmp_path)
    assert state() == before
    assert sys.modules["__main__"] is main
    assert not InteractiveShell.initialized()
    assert not hasattr(sys, "ps1")


@pytest.mark.parametrize(
    "source",
    [
        "import ipywidgets",
        "%matplotlib widget",
        "from tqdm.notebook import tqdm",
        "from ipykernel.comm import create_comm",
    ],
)
def test_a_notebook_with_widgets_goes_to_the_stock_engine(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sent_to_stock(write_notebook(tmp_path / "n.ipynb", source), monkeypatch)


def test_a_notebook_in_another_language_goes_to_the_stock_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_notebook(tmp_path / "n.ipynb", "1")
    nb = nbformat.read(path, as_version=4)
    nb.metadata["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    nb.metadata["language_info"] = {"name": "R"}
    path.write_text(nbformat.writes(nb), encoding="utf-8")
    assert sent_to_stock(path, monkeypatch)


@pytest.mark.parametrize("options", [{"log_output": True}, {"execution_timeout": 5}])
def test_what_only_a_client_can_do_is_left_to_it(
    options: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sent_to_stock(write_notebook(tmp_path / "n.ipynb", "1"), monkeypatch, **options)


def test_an_ordinary_notebook_stays_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sent_to_stock(write_notebook(tmp_path / "n.ipynb", "community = 1"), monkeypatch)


def sent_to_stock(path: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> bool:
    calls: list[str] = []
    monkeypatch.setattr(
        engines.NBClientEngine, "execute_managed_notebook", lambda nb_man, kernel, **kwargs: calls.append(kernel)
    )
    papermill.execute_notebook(
        path, None, parameters={"code": ""}, language="python", engine_name="careerstats", progress_bar=False, **options
    )
    return bool(calls)


def test_the_engine_can_be_imported_before_papermill() -> None:
    command = """if True:
        import sys
        from careerstats.batch import engine
        assert "papermill" not in sys.modules
        ours = engine.InProcessEngine
        from papermill.engines import papermill_engines
        assert papermill_engines.get_engine("careerstats") is ours"""
    subprocess.run([sys.executable, "-c", command], check=True, timeout=60)


ODDITIES = [
    "plt.rcParams['font.size'] = 40; plt.plot([1, 2]);",
    "import pandas as pd; pd.set_option('display.max_rows', 2); pd.DataFrame({'a': range(9)})",
    "1 / 0",
    "import random; random.random(), code",
    "import warnings; warnings.simplefilter('error'); import os; os.environ['X'] = code; os.chdir('/')",
    "get_ipython().run_line_magic('config', 'InlineBackend.figure_formats = [\"svg\"]'); plt.plot([1]); plt.gcf()",
]


def of_any_note(path: Path) -> bytes:
    """Everything the notebook shows; the drawing is there to be spoilt by those before it."""
    cells = [cell for cell in run(path).cells if cell.cell_type == "code"]
    return repr([cell.outputs for cell in cells[2:]]).encode()


def oddities(folder: Path) -> list[Path]:
    first = "import matplotlib.pyplot as plt"
    return [write_notebook(folder / f"{n}.ipynb", first, source) for n, source in enumerate(ODDITIES)]


def test_notes_are_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    paths = oddities(tmp_path)
    forward = [of_any_note(path) for path in paths]
    assert [of_any_note(path) for path in reversed(paths)] == forward[::-1]


def test_magics_that_wait_for_the_end_of_the_process_let_go_of_their_shell(tmp_path: Path) -> None:
    from ipykernel.zmqshell import ZMQInteractiveShell

    path = write_notebook(tmp_path / "magics.ipynb", "%config InlineBackend.rc = {}")
    gc.collect()
    before = sum(isinstance(one, ZMQInteractiveShell) for one in gc.get_objects())
    for _ in range(3):
        of_any_note(path)
    gc.collect()
    assert sum(isinstance(one, ZMQInteractiveShell) for one in gc.get_objects()) <= before


@pytest.mark.slow
def test_a_thousand_notes_leave_nothing_behind(tmp_path: Path) -> None:
    """The last is the first, byte for byte; threads, descriptors, temporary files and what the collector sees stay."""
    paths = oddities(tmp_path)
    first = [of_any_note(path) for path in paths]
    for number in range(20):
        of_any_note(paths[number % len(paths)])
    before = held()
    for number in range(974):
        of_any_note(paths[number % len(paths)])
    assert [of_any_note(path) for path in paths] == first
    after = held()
    assert after["threads"] == before["threads"]
    assert after["descriptors"] <= before["descriptors"]
    assert after["files"] <= before["files"]
    assert after["objects"] < before["objects"] * 1.05
    assert after["megabytes"] < before["megabytes"] + 40


def held() -> dict[str, float]:
    import psutil

    gc.collect()
    process = psutil.Process()
    return {
        "threads": process.num_threads(),
        "descriptors": process.num_fds() if hasattr(process, "num_fds") else 0,
        "files": len(list(Path(tempfile.gettempdir()).glob("tmp*"))),
        "objects": len(gc.get_objects()),
        "megabytes": process.memory_info().rss / 2**20,
    }
