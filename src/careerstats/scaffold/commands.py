"""The parser of the program -> the same with init, doctor and trace; nothing heavy is imported before one is called."""

import argparse
from collections.abc import Callable
from pathlib import Path

from careerstats.model import period_of

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


def _init(options: argparse.Namespace, say: Say = print) -> int:
    from careerstats.scaffold import asking, init

    wanted = asking.wanted(options)
    folder = init.init(asking.place(options.project), wanted)
    say(asking.done(folder, init.planned(wanted).where.remarks))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from careerstats.scaffold.doctor import doctor

    return doctor(options.project)


def _trace(options: argparse.Namespace, project: Path, say: Say = print) -> int:
    from careerstats.pipeline import again

    def traced(say: Say) -> int:
        from careerstats.pipeline.trace.text import trace

        if not options.indicator:
            from careerstats.pipeline.trace.order import order

            say(order(project, options.dataset, options.whose, options.period))
            return 0
        wanted = {"period": options.period, "breakdown": options.breakdown, "everything": options.all}
        say(trace(project, options.dataset, options.whose, options.indicator, **wanted))
        return 0

    return again.answered(project, options.dataset, again.words_of("trace", vars(options)), traced, say)
