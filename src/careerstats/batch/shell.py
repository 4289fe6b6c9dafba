"""A code cell -> its outputs: the kernel's own shell, with every message kept instead of sent.

The shell is ipykernel's, so displays, magics, tracebacks and prompts are the stock engine's by construction;
the recorder treats the messages as nbclient does.
"""

import asyncio
import atexit
import builtins
import codecs
import contextlib
import contextvars
import decimal
import getpass
import io
import linecache
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import PurePath
from types import MethodType, SimpleNamespace, TracebackType
from typing import IO

from ipykernel.compiler import XCachingCompiler
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import ExecutionResult
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import Session, json_packer, json_unpacker
from matplotlib import pyplot as plt
from matplotlib_inline import backend_inline
from matplotlib_inline.config import InlineBackend
from nbformat import NotebookNode, from_dict
from traitlets.config import Config

from careerstats.contracts.plain import Data, inner

_Raised = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

FIELDS = {
    "display_data": ("metadata", "data"),
    "execute_result": ("metadata", "data", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}
"""What of a message of the kernel becomes a part of the notebook."""
SKIP = "skip-execution"
NO_HISTORY = Config({"HistoryManager": {"enabled": False}})
CELLS = "cell/"  # folder of the cells' file names, which exist only in messages
EXIT_CALLED = "Ячейка вызвала exit(): выполнение блокнота остановлено, справка не готова."


class Recorder(Session):
    """The session of a kernel with the wires cut: what would be sent becomes outputs of the current cell."""

    def __init__(self) -> None:
        super().__init__()
        self.descriptors = _Descriptors()
        self.outputs: list[NotebookNode] = []
        self._shown: dict[str, list[NotebookNode]] = {}
        self._clear_first = False
        self._said: list[str] = []  # pieces of the last output, which is a stream: put together when it is over

    def start(self, cell: NotebookNode) -> None:
        self._end_stream()
        cell.outputs = self.outputs = []
        self._clear_first = False

    def send(
        self, stream: object, msg_or_type: str | Data, content: Data | None = None, *args: object, **kwargs: object
    ) -> None:
        """One message of the shell, given as a type with its content or as a whole."""
        whole = {"msg_type": msg_or_type, "content": content} if isinstance(msg_or_type, str) else msg_or_type
        self.drain()
        self._receive(str(whole["msg_type"]), json_unpacker(json_packer(whole["content"])))

    def drain(self) -> None:
        """What child processes and C code wrote to the descriptors since the last message."""
        for name, text in self.descriptors.new_text():
            self._append_text(name, text)

    def finish(self) -> None:
        """The cell is over: its last output is whole."""
        self.drain()
        self._end_stream()

    def write(self, name: str, text: str) -> None:
        self.drain()
        self._append_text(name, text)

    def fail(self, name: str, text: str) -> None:
        self._receive("error", {"ename": name, "evalue": text, "traceback": [text]})

    def _receive(self, kind: str, content: Data) -> None:
        display_id = str(inner(content, "transient").get("display_id") or "")
        if display_id:
            self._update(self._shown.setdefault(display_id, []), content)
        if kind == "clear_output":
            self._clear(wait=bool(content["wait"]))
        elif kind in FIELDS:
            output = _as_output(kind, content)
            self._append(output)
            if display_id:
                self._shown[display_id].append(output)

    @staticmethod
    def _update(shown: list[NotebookNode], content: Data) -> None:
        for output in shown:
            output["data"], output["metadata"] = content["data"], content["metadata"]

    def _append(self, output: NotebookNode) -> None:
        self._end_stream()
        if self._clear_first:
            self._clear(wait=False)
        self.outputs.append(output)

    def _append_text(self, name: str, text: str) -> None:
        """Adjacent pieces of one stream are one output, whatever the writer's buffering."""
        last = self.outputs[-1] if self.outputs and not self._clear_first else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            self._said.append(text)
        elif text:
            self._append(NotebookNode(output_type="stream", name=name, text=""))
            self._said.append(text)

    def _end_stream(self) -> None:
        if self._said:
            self.outputs[-1]["text"] = "".join(self._said)
            self._said = []

    def _clear(self, *, wait: bool) -> None:
        self._clear_first = wait
        if not wait:
            self._said = []
            self.outputs.clear()


def _as_output(kind: str, content: Data) -> NotebookNode:
    """As nbformat makes it of a message, without its look at each: the whole notebook is looked at when it is saved."""
    return NotebookNode(from_dict({"output_type": kind} | {name: content[name] for name in FIELDS[kind]}))


class _Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a note."""

    encoding = "UTF-8"

    def __init__(self, name: str, recorder: Recorder, descriptor: int) -> None:
        self.name = f"<{name}>"
        self._stream, self._recorder, self._descriptor = name, recorder, descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._recorder.write(self._stream, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor


class _Compiler(XCachingCompiler):
    """Cells are named as in a kernel, but for the folder: there it has the process's number in it."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        return CELLS + PurePath(super().get_code_name(raw_code, code, number)).name  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def kernel() -> Iterator[Callable[[NotebookNode], bool]]:
    """A fresh shell for one notebook: a function that runs a cell, fills its outputs and says whether it failed."""
    recorder = Recorder()
    with recorder.descriptors, _shell(recorder) as shell, asyncio.Runner() as runner:
        context = contextvars.copy_context()  # one for all cells: np.seterr or decimal precision set in one hold on
        context.run(decimal.setcontext, decimal.Context())

        def run_cell(cell: NotebookNode) -> bool:
            if cell.cell_type != "code" or not cell.source.strip() or SKIP in cell.metadata.get("tags", []):
                return False
            recorder.start(cell)
            cell.execution_count = shell.execution_count
            with recorder.descriptors.redirected():
                loop = runner.get_loop()
                failed = loop.run_until_complete(loop.create_task(_execute(shell, cell.source), context=context))
            recorder.finish()
            if shell.exit_now:
                recorder.fail("NoteError", EXIT_CALLED)
            return failed or shell.exit_now

        yield run_cell


async def _execute(shell: ZMQInteractiveShell, source: str) -> bool:
    """A cell inside a running loop, as in a kernel: top-level await works and asyncio.run() does not."""
    transformed, problem = _transform(shell, source)
    if not shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=problem):
        return _failed(shell, shell.run_cell(source, store_history=True))
    shell._last_traceback_during_displayhook = False
    result = None
    try:
        result = await shell.run_cell_async(
            source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=problem
        )
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return _failed(shell, result)


def _transform(shell: ZMQInteractiveShell, source: str) -> tuple[str, _Raised | None]:
    try:
        return shell.transform_cell(source), None
    except Exception:  # noqa: BLE001 - whatever a transformer raises is shown as the cell's own error
        return source, sys.exc_info()


def _failed(shell: ZMQInteractiveShell, result: ExecutionResult) -> bool:
    return not result.success or getattr(shell, "_last_traceback_during_displayhook", False)


@contextlib.contextmanager
def _shell(recorder: Recorder) -> Iterator[ZMQInteractiveShell]:
    """The kernel's shell bound to ``recorder``, and afterwards no trace of it in this process."""
    stand_in = SimpleNamespace(eventloop=None, _allow_stdin=False)
    homeless = {"ipython_dir": tempfile.gettempdir(), "profile_dir": ProfileDir()}  # nothing is made in ~/.ipython
    shell = ZMQInteractiveShell.instance(kernel=stand_in, compiler_class=_Compiler, config=NO_HISTORY, **homeless)
    try:
        _wire(shell, recorder)
        _refuse_input(stand_in)
        _draw_inline(shell)
        yield shell
    finally:
        _forget(shell)


def _wire(shell: ZMQInteractiveShell, recorder: Recorder) -> None:
    shell.displayhook.session = shell.display_pub.session = recorder  # type: ignore[attr-defined]
    sys.stdout = _Stream("stdout", recorder, 1)
    sys.stderr = _Stream("stderr", recorder, 2)


def _refuse_input(stand_in: SimpleNamespace) -> None:
    """Nobody sits at the keyboard: input() raises what it raises in a kernel without a client."""
    builtins.input = MethodType(Kernel.raw_input, stand_in)
    getpass.getpass = MethodType(Kernel.getpass, stand_in)


def _draw_inline(shell: ZMQInteractiveShell) -> None:
    vars(shell)["enable_gui"] = lambda gui=None: None  # the kernel's own wants an application with an event loop
    vars(backend_inline.configure_inline_support)["current_backend"] = "unset"  # or it keeps the last shell's formats
    shell.enable_matplotlib("inline")


def _forget(shell: ZMQInteractiveShell) -> None:
    """A shell left alone is never freed; measured: 343 MB after 150 notes, 6 MB with this."""
    plt.close("all")
    vars(backend_inline.show).update(_to_draw=[], _draw_called=False)
    InlineBackend.clear_instance()
    atexit.unregister(shell.atexit_operations)
    _forget_scripts(shell)
    shell.restore_sys_module_state()
    shell.user_ns.clear()
    type(shell).clear_instance()
    for name in [name for name in linecache.cache if name.startswith(CELLS)]:
        del linecache.cache[name]
    plt.switch_backend("agg")  # of the two that draw into memory, the one that needs no shell


def _forget_scripts(shell: ZMQInteractiveShell) -> None:
    """%config and %%bash load magics that want to be called when the process ends, and hold their shell till then."""
    magics = shell.magics_manager.registry.get("ScriptMagics")
    if magics is not None:
        magics.kill_bg_processes()
        atexit.unregister(magics.kill_bg_processes)


# ---- what is written straight to the descriptors


_DESCRIPTORS = {"stdout": 1, "stderr": 2}


class _Descriptors:
    """Where C code, os.system and children of a note write to while it runs; nothing where that cannot be caught."""

    def __init__(self) -> None:
        self._files: dict[str, IO[bytes]] = {}
        self._seen = dict.fromkeys(_DESCRIPTORS, 0)
        decoder = codecs.getincrementaldecoder("utf-8")
        self._decoders = {name: decoder("replace") for name in _DESCRIPTORS}

    def __enter__(self) -> "_Descriptors":
        if hasattr(os, "pread"):  # Windows has none, and IPython's !command goes through pipes there anyway
            self._files = {name: tempfile.TemporaryFile() for name in _DESCRIPTORS}  # noqa: SIM115 - closed on leaving
        return self

    def __exit__(self, *exc_info: object) -> None:
        for file in self._files.values():
            file.close()
        self._files = {}

    @contextlib.contextmanager
    def redirected(self) -> Iterator[None]:
        """Only while a cell runs: between cells the process's own messages go where they always did."""
        with contextlib.ExitStack() as undo:
            for name, file in self._files.items():
                with contextlib.suppress(OSError):  # a process without that descriptor has nothing to redirect
                    undo.callback(_restore, _DESCRIPTORS[name], os.dup(_DESCRIPTORS[name]))
                    os.dup2(file.fileno(), _DESCRIPTORS[name])
            yield

    def new_text(self) -> Iterator[tuple[str, str]]:
        for name, file in self._files.items():
            size = os.fstat(file.fileno()).st_size
            if size > self._seen[name]:
                data = os.pread(file.fileno(), size - self._seen[name], self._seen[name])
                self._seen[name] += len(data)
                yield name, self._decoders[name].decode(data)


def _restore(descriptor: int, saved: int) -> None:
    os.dup2(saved, descriptor)
    os.close(saved)
