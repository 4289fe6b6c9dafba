"""The parser of the program -> the same with ``lab``; nothing of Jupyter is imported before it is called."""

import argparse
from collections.abc import Callable
from pathlib import Path

Run = Callable[[argparse.Namespace], int]


def add(command: Callable[[str, Run, str], argparse.ArgumentParser], project: Callable[..., Path]) -> None:
    """``command`` adds a parser (name, what to run, about); ``project`` finds the folder of the project."""
    words = "открыть JupyterLab на странице с кнопками: проверка, формы, справки"
    lab = command("lab", lambda options: _lab(options, project(options)), words)
    lab.add_argument("--port", type=int, default=8888, metavar="N", help="порт; занятый сменится на следующий")
    lab.add_argument("--no-browser", action="store_true", help="не открывать браузер, только напечатать адрес")


def _lab(options: argparse.Namespace, project: Path) -> int:
    from careerstats.lab.server import serve

    return serve(project, options.port, browser=not options.no_browser)
