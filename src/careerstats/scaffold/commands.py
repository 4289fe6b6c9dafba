"""The parser of the program -> the same with init, doctor and trace; nothing heavy is imported before one is called."""

import argparse
from collections.abc import Callable
from pathlib import Path

from careerstats.arguments import examples
from careerstats.errors import CareerstatsError
from careerstats.model import period_of
from careerstats.project import datasets_in, find_project

Run = Callable[[argparse.Namespace], int]
Say = Callable[[str], None]


def add(
    command: Callable[[str, Run, str], argparse.ArgumentParser],
    name: Callable[[str], str],
    project: Callable[..., Path],
) -> None:
    """``command`` adds a parser (name, what to run, about); ``name`` checks a dataset's name; ``project`` finds it."""
    init = command("init", _init, "создать папку нового набора данных")
    init.add_argument("name", metavar="НАЗВАНИЕ", type=name, help="имя папки, она появится в data/raw")
    init.add_argument("--region", default="", metavar="РЕГИОН", help="название или код ОКТМО")
    init.add_argument("--period", default="", metavar="P", help="2024, 2024/25 или 2024-10-12")
    init.add_argument("--title", default="", metavar="ТЕКСТ", help="название набора")
    init.add_argument(
        "--indicators",
        default="",
        metavar="1.1,trial",
        help="о чём собираются сведения: номера или наборы показателей (core – основные, bvb, …)",
    )
    own = "свой список: файл (Excel, CSV) или «код название; код название»; можно повторять"
    init.add_argument("--municipalities", action="append", default=[], metavar="СПИСОК", help=own)
    command("doctor", _doctor, "что установлено, всё ли на месте и что исправить")
    words = "откуда взялось число: формула, ячейки, исправления"
    trace = command("trace", lambda options: _trace(options, project(options)), words)
    trace.add_argument("dataset", metavar="НАБОР", type=name, help="папка в data/raw")
    trace.add_argument("whose", metavar="КОД", help="код, id или название; id школы; слово «регион»")
    about = "номер или обозначение, например 1.1; без него – почему справка начинается с того, с чего начинается"
    trace.add_argument("indicator", nargs="?", default="", metavar="ПОКАЗАТЕЛЬ", help=about)
    trace.add_argument("--period", default="", type=period_of, metavar="P", help="период, если не последний")
    trace.add_argument("--breakdown", default="", metavar="РАЗРЕЗ", help="например компетенция=Туризм")
    trace.add_argument("--all", action="store_true", help="все ячейки, а не первые десять")


def _init(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    from careerstats.scaffold import init

    wanted = init.wanted(options)
    folder = init.init(init.place(options.project), wanted)
    say(init.done(folder, init.planned(wanted).where.remarks))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from careerstats.scaffold.doctor import doctor

    return doctor(options.project)


def _trace(options: argparse.Namespace, project: Path) -> int:
    from careerstats.pipeline import again

    def traced(say: Callable[[str], None]) -> int:
        from careerstats.pipeline.trace.text import trace

        if not options.indicator:
            from careerstats.pipeline.trace.order import order

            say(order(project, options.dataset, options.whose, options.period))
            return 0
        wanted = {"period": options.period, "breakdown": options.breakdown, "everything": options.all}
        say(trace(project, options.dataset, options.whose, options.indicator, **wanted))
        return 0

    return again.answered(project, options.dataset, again.words_of("trace", vars(options)), traced)


# ---- the program called without a command


_FIRST = """careerstats: аналитические справки по муниципальным образованиям.

С чего начать:
  careerstats doctor            всё ли установлено и что исправить
  careerstats init НАЗВАНИЕ     папка нового набора данных
  careerstats table add НАБОР   своя таблица – в набор
  careerstats check НАБОР       что не так в данных
  careerstats build НАБОР       построить справки
"""


def start(project: Path | None) -> str:
    """The first commands, the datasets that are here, examples."""
    return "\n".join([_FIRST, _here(project), "", examples(""), "", "Все команды: careerstats --help"])


def _here(project: Path | None) -> str:
    try:
        folder = project or find_project()
        names = datasets_in(folder)
    except CareerstatsError:
        names = []
    if not names:
        return "Наборов данных здесь нет: перейдите в папку проекта или создайте набор командой init."
    return f"Наборы данных здесь: {', '.join(names)} (папка {folder / 'data' / 'raw'})."
