"""The command line: words of a user -> one call of the pipeline; messages in Russian, exit codes 0-3."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from careerstats import __version__
from careerstats.arguments import Parser, outcome
from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.batch import process
from careerstats.errors import UsageError, nearest
from careerstats.model import period_of
from careerstats.pipeline.reports import FORMATS, NOTES, REPORTS
from careerstats.scaffold import commands as scaffold
from careerstats.wording import joined, uncapitalised

if TYPE_CHECKING:
    from careerstats.catalogue import Catalogue
    from careerstats.pipeline.request import Request


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    process.with_streams()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # where it keeps its list of fonts concerns nobody
    if arguments is None and "build" in sys.argv:
        process.from_the_start()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot show a letter shows «?», and goes on
    with process.ends_in_words():
        return outcome(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    return int(options.command(options))


def _parser() -> Parser:
    about = "Аналитические справки по муниципальным образованиям."
    parser = Parser(prog="careerstats", description=about)
    parser.set_defaults(command=_start)
    parser.add_argument("--version", action="version", version=f"careerstats {__version__}", help="версия программы")
    parser.add_argument("--project", type=Path, metavar="ПАПКА", help="папка проекта (в ней data/raw)")
    commands = parser.add_subparsers(title="команды", metavar="КОМАНДА")
    for add in (_add_build, _add_looks, _add_table, _add_indicator, _add_forms, _add_simulate):
        add(commands)
    scaffold.add(lambda *words: _command(commands, *words), _name, _project)
    _add_lab(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
Say: TypeAlias = Callable[[str], None]
Run: TypeAlias = Callable[..., int]


def _add_build(commands: "Commands") -> None:
    build = _command(commands, "build", _build, "построить справки, которые изменились")
    each = "папка в data/raw; можно назвать несколько"
    build.add_argument("dataset", metavar="НАБОР", nargs="+", type=_name, help=each)
    _choice_of_notes(build)
    build.add_argument("--jobs", type=int, metavar="N", help="сколько справок строить сразу")
    build.add_argument("--timeout", type=float, default=300.0, metavar="S", help="предел времени на справку, секунд")
    build.add_argument("--force", action="store_true", help="строить и то, что не изменилось")
    room = "сколько памяти может занять справка сверх обычного, МБ; 0 – без предела"
    build.add_argument("--memory", type=int, default=2048, metavar="МБ", help=room)
    build.add_argument("--log", type=Path, metavar="ФАЙЛ", help="дописывать журнал для программ: по строке JSON")
    far = "строить на кластере dask: адрес планировщика, например tcp://127.0.0.1:8786; папка проекта общая"
    build.add_argument("--cluster", default="", metavar="АДРЕС", help=far)


def _add_looks(commands: "Commands") -> None:
    """Commands that build nothing: ``check``, ``list``, ``attack``, ``verify``."""
    said = "прочитать данные, сверить с опубликованным, показать замечания"
    _of_dataset(commands, "check", _look_of("check", "checking", "check"), said)
    _choice_of_notes(_of_dataset(commands, "list", _list, "что будет построено и почему"))
    said = "попробовать вычислить то, что в публичных справках скрыто"
    _of_dataset(commands, "attack", _run_of("attack.attacking", "attack"), said)
    verify = _of_dataset(commands, "verify", _verify, "построить заново в чистой папке и сравнить каждый байт")
    verify.add_argument("--sample", type=int, metavar="N", help="не все справки, а N из них")


def _add_table(commands: "Commands") -> None:
    """``table add DATASET FILE…``."""
    table = _command(commands, "table", None, "таблицы набора: добавить файл, не описывая его вручную")
    steps = table.add_subparsers(title="команды", metavar="КОМАНДА", required=True)
    add = _of_dataset(steps, "add", _table_add, "узнать, что в файле, спросить неясное и записать в dataset.yaml")
    each = "таблица или список участников: XLSX, XLS, ODS, CSV; можно несколько"
    add.add_argument("files", metavar="ФАЙЛ", nargs="+", type=Path, help=each)
    add.add_argument("--yes", action="store_true", help="не спрашивать: взять только то, в чём нет сомнений")
    add.add_argument("--show", action="store_true", help="только показать, ничего не записывать")


def _add_indicator(commands: "Commands") -> None:
    indicator = _command(commands, "indicator", _indicator, "список показателей или паспорт одного")
    known = "номер или обозначение, например 1.1; add – добавить свой показатель в набор"
    indicator.add_argument("id", nargs="?", metavar="ПОКАЗАТЕЛЬ", help=known)
    indicator.add_argument("name", nargs="?", type=_name, metavar="НАБОР", help="к add: папка в data/raw")
    then = "редакция, действовавшая в этом периоде"
    indicator.add_argument("--period", default=None, type=period_of, metavar="P", help=then)
    indicator.add_argument("--dataset", type=_name, metavar="НАБОР", help="с каталогом этого набора")
    two = "сопоставить два перечня показателей: файлы YAML или имя набора показателей (core, bvb …)"
    packs = "список без остальных: core – основные, bvb, fioko, opk, targets, regions"
    indicator.add_argument("--pack", metavar="ИМЯ", help=packs)
    indicator.add_argument("--compare", nargs=2, type=Path, metavar="ПЕРЕЧЕНЬ", help=two)


def _add_forms(commands: "Commands") -> None:
    """``forms make DATASET`` and ``forms collect DATASET``."""
    forms = _command(commands, "forms", None, "формы сбора: записать книги для рассылки, собрать ответы")
    steps = forms.add_subparsers(title="команды", metavar="КОМАНДА", required=True)
    _of_dataset(steps, "make", _run_of("forms", "make"), "записать книги Excel для муниципальных образований и школ")
    said = "прочитать возвращённые книги, назвать ошибки и тех, кто не ответил"
    _of_dataset(steps, "collect", _look_of("forms collect", "forms", "collect"), said)


def _add_simulate(commands: "Commands") -> None:
    made = _command(commands, "simulate", _simulate, "записать набор условных данных для проб и проверки")
    made.add_argument("folder", type=Path, metavar="ПАПКА", help="куда записать набор")
    made.add_argument("--municipalities", type=int, default=12, metavar="N", help="сколько муниципальных образований")
    made.add_argument("--schools", type=int, default=120, metavar="N", help="сколько школ")
    made.add_argument("--years", type=int, default=3, metavar="N", help="сколько учебных лет")
    made.add_argument("--seed", type=int, default=2025, metavar="S", help="то же зерно даёт те же байты")


def _add_lab(commands: "Commands") -> None:
    lab = _command(commands, "lab", _lab, "открыть JupyterLab на странице с кнопками: проверка, формы, справки")
    lab.add_argument("--port", type=int, default=8888, metavar="N", help="порт; занятый сменится на следующий")
    lab.add_argument("--no-browser", action="store_true", help="не открывать браузер, только напечатать адрес")


def _lab(options: argparse.Namespace) -> int:
    from careerstats.lab.server import serve

    return serve(_project(options), options.port, browser=not options.no_browser)


def _table_add(options: argparse.Namespace) -> int:
    from careerstats.pipeline.adding import commands

    return commands.add_table(_project(options), options.dataset, options.files, yes=options.yes, show=options.show)


def _command(commands: "Commands", name: str, run: Callable[[argparse.Namespace], int] | None, words: str) -> Parser:
    """One command with what all of them take; ``run`` is None where commands follow it."""
    about = f"{words[0].upper()}{words[1:]}."
    parser = commands.add_parser(name, help=words, description=about)
    parser.set_defaults(command=run)
    parser.add_argument(
        "--project", type=Path, default=argparse.SUPPRESS, metavar="ПАПКА", help="папка проекта (в ней data/raw)"
    )
    return parser


def _of_dataset(commands: "Commands", name: str, run: Callable[[argparse.Namespace], int], words: str) -> Parser:
    """A command whose first word is a dataset."""
    parser = _command(commands, name, run, words)
    parser.add_argument("dataset", metavar="НАБОР", type=_name, help="папка в data/raw")
    return parser


def _start(options: argparse.Namespace) -> int:
    """The program called without a command: what to begin with."""
    print(scaffold.start(options.project))
    return 0


def _choice_of_notes(parser: argparse.ArgumentParser) -> None:
    """Which notes, in which files, for whom; how they are built stands as usual where a command does not ask it."""
    parser.set_defaults(jobs=None, timeout=300.0, memory=2048, force=False, log=None, cluster="")
    only = "код ОКТМО, id или название; можно повторять"
    parser.add_argument("--only", action="append", default=[], metavar="КОД", help=only)
    parser.add_argument("--period", default="", type=period_of, metavar="P", help="период, например 2020")
    named = [report.notebook + ("" if report.note else f" ({uncapitalised(report.titles)})") for report in REPORTS]
    parser.add_argument("--notebook", default="", metavar="NAME", help=joined([*named, "свой из notebooks/"], "или"))
    parser.add_argument("--formats", default="", metavar=",".join(FORMATS), help="какие файлы писать")
    parser.add_argument("--audience", default=INTERNAL, choices=(INTERNAL, PUBLIC), help="для кого справки")


def _build(options: argparse.Namespace) -> int:
    from careerstats.pipeline import building

    each = [_request(argparse.Namespace(**{**vars(options), "dataset": name})) for name in options.dataset]
    if len(each) == 1:
        return building.build(_project(options), each[0])
    return building.build_each(_project(options), each)


def _verify(options: argparse.Namespace) -> int:
    from careerstats.pipeline.verify import verifying

    if options.sample is not None and options.sample < 1:
        raise UsageError("--sample: нужно целое число от 1")
    return verifying.verify(_project(options), options.dataset, options.sample)


def _list(options: argparse.Namespace) -> int:
    def planned(say: Say) -> int:
        from careerstats.pipeline.cutting import plan

        for line in plan(_project(options), _request(options)):
            say(line)
        return 0

    return _answered("list", options, planned)


def _run_of(module: str, name: str) -> Run:
    """A command of the pipeline that takes a dataset and nothing else, imported when it is called."""

    def run(options: argparse.Namespace, *say: Say) -> int:
        command = getattr(import_module(f"careerstats.pipeline.{module}"), name)
        return int(command(_project(options), options.dataset, *say))

    return run


def _look_of(words: str, module: str, name: str) -> Run:
    """The same of a command that only looks."""
    return lambda options: _answered(words, options, lambda say: _run_of(module, name)(options, say))


def _answered(name: str, options: argparse.Namespace, command: Callable[[Say], int]) -> int:
    """A command that only looks: what it rests on is not read again as long as nothing has changed."""
    from careerstats.pipeline import again

    return again.answered(_project(options), options.dataset, again.words_of(name, vars(options)), command)


def _indicator(options: argparse.Namespace) -> int:
    if options.id == "add":
        return _indicator_add(options)
    if options.name:
        raise UsageError(f"Лишнее слово «{options.name}». Каталог набора: --dataset {options.name}")
    from careerstats import catalogue
    from careerstats.passports.text import comparison, listing, passport

    if options.compare:
        first, second = map(_list_of_indicators, options.compare)
        print(comparison(catalogue.integrate(first, second)))
        return 0
    known = catalogue.load(_own_catalogue(options) if options.dataset else None)
    known = known.of_pack(options.pack) if options.pack else known
    print(passport(known, options.id, options.period) if options.id else listing(known))
    return 0


def _indicator_add(options: argparse.Namespace) -> int:
    from careerstats.pipeline.adding import commands

    name = options.name or options.dataset
    if not name:
        raise UsageError("Назовите набор, в который добавить показатель: careerstats indicator add НАБОР")
    return commands.add_indicator(_project(options), name)


def _own_catalogue(options: argparse.Namespace) -> Path | None:
    from careerstats.intake import open_dataset

    return open_dataset(_project(options), options.dataset).catalogue


def _list_of_indicators(path: Path) -> "Catalogue":
    """A file of indicators, or a pack of the shipped ones by its name."""
    from careerstats import catalogue
    from careerstats.contracts.catalogue import Pack

    packs = get_args(Pack)
    if path.is_file():
        return catalogue.load_list(path)
    if str(path) not in packs:
        raise UsageError(f"Файла {path} нет, и набора показателей с таким именем нет. Наборы: {', '.join(packs)}.")
    return catalogue.load().of_pack(str(path))


def _simulate(options: argparse.Namespace) -> int:
    from careerstats.simulate import simulate

    made = simulate(options.folder, options.municipalities, options.schools, options.years, options.seed)
    for folder in made:
        print(f"Записан набор условных данных: {folder}")
    return 0


def _request(options: argparse.Namespace) -> "Request":
    from careerstats.pipeline.request import Request, main_jobs

    if options.jobs is not None and options.jobs < 1:
        raise UsageError("--jobs: нужно целое число от 1")
    if not options.timeout > 0:
        raise UsageError("--timeout: нужно число секунд больше нуля")
    if options.memory < 0:
        raise UsageError("--memory: нужно целое число мегабайт от 0")
    return Request(
        dataset=options.dataset,
        only=tuple(options.only),
        period=options.period,
        notebooks=_notebooks(options) or NOTES,
        formats=_listed("--formats", options.formats, FORMATS),
        audience=options.audience,
        jobs=options.jobs or main_jobs(),
        timeout=options.timeout,
        force=options.force,
        memory_mb=options.memory,
        log=options.log,
        cluster=options.cluster,
    )


def _notebooks(options: argparse.Namespace) -> tuple[str, ...]:
    """``--notebook`` in the order in which it names them; nothing where it is not given."""
    from careerstats.pipeline.own_notebooks import refuse_unknown

    chosen = tuple(dict.fromkeys(word.strip() for word in options.notebook.split(",") if word.strip()))
    if chosen:
        refuse_unknown(_project(options), chosen)
    return chosen


def _name(text: str) -> str:
    """The dataset's name; a shell that completes it to a folder adds a slash, which is no part of the name."""
    name = text.rstrip("/\\")
    if "/" in name or "\\" in name:
        last = name.replace("\\", "/").rpartition("/")[2]
        raise UsageError(f"Назовите набор данных именем папки в data/raw, без пути: не «{text}», а «{last}».")
    return name


def _listed(name: str, given: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """A comma-separated choice in the order of ``known``; nothing given means all."""
    chosen = [word.strip() for word in given.split(",") if word.strip()]
    wrong = [word for word in chosen if word not in known]
    if wrong:
        hint = " ".join(filter(None, (nearest(word, known) for word in wrong)))
        raise UsageError(
            f"{name}: нет такого: {', '.join(wrong)}. {hint} Можно: {', '.join(known)}.".replace("  ", " ")
        )
    return tuple(word for word in known if word in chosen) if chosen else known


def _project(options: argparse.Namespace) -> Path:
    from careerstats.project import find_project

    given: Path | None = options.project
    if given is not None and not (given / "data").is_dir():
        raise UsageError(f"В папке {given} нет папки data. Укажите папку проекта.")
    return (given or find_project()).resolve()


if __name__ == "__main__":
    sys.exit(main())
