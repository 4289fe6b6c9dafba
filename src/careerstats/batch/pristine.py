"""A process that has run other notes -> one that looks new to the next, and is put back afterwards."""

import builtins
import contextlib
import gc
import getpass
import locale
import logging
import os
import random
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np

SEED = 0
PACKAGE = Path(__file__).parent.parent


@contextlib.contextmanager
def pristine() -> Iterator[None]:
    """Whatever a note changes in its process is undone, so that notes give the same bytes in any order."""
    with contextlib.ExitStack() as undo:
        undo.enter_context(warnings.catch_warnings())
        undo.enter_context(mpl.rc_context())
        for restore in (_environment(), _interpreter(), _system(), _modules(), _numbers(), _logging()):
            undo.callback(restore)
        _reset_warnings()
        _reset_tables()
        mpl.rcdefaults()  # and not what a file of the machine says
        mpl.rcParams["svg.hashsalt"] = "careerstats"  # names inside an SVG are random without it
        random.seed(SEED)
        np.random.seed(SEED)
        sys.argv = ["note"]
        sys.path.insert(_place_of_own_modules(), "")
        os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # the date that matplotlib and others write into files
        os.environ["MPL_IGNORE_SYSTEM_FONTS"] = "1"  # a picture is of the fonts that come with matplotlib
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        yield


def _environment() -> Callable[[], None]:
    folder, variables = os.getcwd(), dict(os.environ)  # noqa: PTH109 - chdir takes what getcwd gives

    def restore() -> None:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(variables)
        if hasattr(time, "tzset"):  # C's own idea of the time zone is read from TZ only when told
            time.tzset()

    return restore


def _interpreter() -> Callable[[], None]:
    """Handlers of signals, the depth of recursion, the collector, the rights of new files, hooks."""
    depth, collects, thresholds = sys.getrecursionlimit(), gc.isenabled(), gc.get_threshold()
    hooks = {name: getattr(sys, name) for name in ("excepthook", "unraisablehook", "breakpointhook")}
    thread_hook, handlers = threading.excepthook, _handlers()
    mask = os.umask(0)
    os.umask(mask)

    def restore() -> None:
        sys.setrecursionlimit(depth)
        gc.set_threshold(*thresholds)
        (gc.enable if collects else gc.disable)()
        vars(sys).update(hooks)
        threading.excepthook = thread_hook
        os.umask(mask)
        for number, handler in handlers.items():
            if signal.getsignal(number) is not handler:
                signal.signal(number, handler)

    return restore


def _handlers() -> dict[int, "signal._HANDLER"]:
    """Of the signals Python handles; only the main thread could put them back."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
    return {number: handler for number, handler in handlers.items() if handler is not None}


def _modules() -> Callable[[], None]:
    """Modules of one's own, beside the notebook: the next note imports them afresh, with what they hold."""
    before = set(sys.modules)

    def restore() -> None:
        installed = (sys.prefix, sys.base_prefix, str(PACKAGE))
        for name in set(sys.modules) - before:
            path = getattr(sys.modules[name], "__file__", None)
            if path and not path.startswith(installed):
                del sys.modules[name]

    return restore


def _system() -> Callable[[], None]:
    argv, path, hook, password = sys.argv, list(sys.path), sys.displayhook, getpass.getpass
    names = dict(vars(builtins))
    prompts = {name: getattr(sys, name) for name in ("ps1", "ps2", "ps3") if hasattr(sys, name)}

    def restore() -> None:
        sys.argv, sys.path[:], sys.displayhook, getpass.getpass = argv, path, hook, password
        _put_back(vars(builtins), names)
        for name in ("ps1", "ps2", "ps3"):
            vars(sys).pop(name, None)
        vars(sys).update(prompts)

    return restore


def _put_back(namespace: dict[str, object], names: dict[str, object]) -> None:
    for name in namespace.keys() - names.keys():
        del namespace[name]
    namespace.update(names)


def _numbers() -> Callable[[], None]:
    """Generators and the locale; numpy's error state and decimal's precision live in the cells' own context."""
    state, numpy_state, place = random.getstate(), np.random.get_state(), locale.setlocale(locale.LC_ALL)

    def restore() -> None:
        random.setstate(state)
        np.random.set_state(numpy_state)
        locale.setlocale(locale.LC_ALL, place)

    return restore


def _logging() -> Callable[[], None]:
    """A handler that a note installs holds the note's own stderr."""
    root = logging.getLogger()
    handlers, level, disabled = list(root.handlers), root.level, root.manager.disable

    def restore() -> None:
        root.handlers[:], root.manager.disable = handlers, disabled
        root.setLevel(level)

    root.handlers.clear()
    root.setLevel(logging.WARNING)

    return restore


def _place_of_own_modules() -> int:
    """Where a kernel puts the notebook's folder: after the standard library, before what is installed."""
    installed = (i for i, path in enumerate(sys.path) if path.endswith(("site-packages", "dist-packages")))
    return next(installed, 0)


def _reset_warnings() -> None:
    """Python's own filters, plus what libraries ask to ignore; those of our caller (tests: errors) are not a note's."""
    warnings.showwarning = _show_warning  # type: ignore[assignment]  # it takes the rest as it comes
    silenced = [entry for entry in warnings.filters if entry[0] == "ignore" and (entry[1] or entry[3])]
    warnings.resetwarnings()
    for category in (EncodingWarning, ResourceWarning, ImportWarning, PendingDeprecationWarning, DeprecationWarning):
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    warnings.filters[:0] = silenced  # type: ignore[index]  # a list, whatever its annotation says


def _show_warning(message: Warning | str, category: type[Warning], filename: str, lineno: int, *rest: object) -> None:
    """Python's own way, whatever recorder our caller has put in its place."""
    sys.stderr.write(warnings.formatwarning(message, category, filename, lineno))


def _reset_tables() -> None:
    pandas = sys.modules.get("pandas")
    if pandas:
        with warnings.catch_warnings(action="ignore"):  # resetting a deprecated option announces it
            pandas.reset_option("all")
            # pandas asks at its import whether it sits in a terminal; imported before a note, it says yes
            pandas.set_option("display.max_columns", 20)
