"""The command line: words of a user -> one call of the pipeline; messages in Russian, exit codes 0-3."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from careerstats import __version__
from careerstats.errors import CareerstatsError, UsageError

_EXAMPLES = """примеры:
  careerstats build amur-2020                       все справки во всех форматах
  careerstats build amur-2020 --only 10710000       только г. Белогорск
  careerstats check amur-2020                       что не так в данных
  careerstats list amur-2020                        что будет построено и почему
  careerstats indicator bvb_registered              паспорт показателя
"""

_TRANSLATED = (
    ("the following arguments are required:", "не указано:"),
    ("unrecognized arguments:", "неизвестные слова или параметры:"),
    ("invalid choice:", "нет такого:"),
    ("choose from", "можно"),
    ("expected one argument", "нужно значение"),
    ("expected at least one argument", "нужно хотя бы одно значение"),
    ("invalid int value:", "нужно целое число, а дано"),
    ("invalid float value:", "нужно число, а дано"),
    ("argument", "параметр"),
)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "использование: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Russian; a mistake is a UsageError, so that all mistakes leave by one door."""

    def __init__(self, **named: Any) -> None:
        super().__init__(formatter_class=_help(named), add_help=False, allow_abbrev=False, **named)
        self._positionals.title, self._optionals.title = "слова", "параметры"
        self.add_argument("-h", "--help", action="help", help="эта подсказка")

    def error(self, message: str) -> NoReturn:
        for english, russian in _TRANSLATED:
            message = message.replace(english, russian)
        raise UsageError(f"{message}\nПодсказка: {self.prog} --help")


def _help(named: dict[str, Any]) -> Any:
    return type("_Raw", (_Help, argparse.RawDescriptionHelpFormatter), {}) if named.get("epilog") else _Help


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot show a letter shows «?», and goes on
    try:
        options = _parser().parse_args(arguments)
        return int(options.command(options))
    except CareerstatsError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Прервано. Готовые справки сохранены; следующий запуск продолжит с остальных.", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(
            f"Нет доступа к {error.filename}. Закройте файл в других программах или проверьте права.", file=sys.stderr
        )
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    about = "Аналитические справки по муниципальным образованиям."
    parser = _Parser(prog="careerstats", description=about, epilog=_EXAMPLES)
    parser.add_argument("--version", action="version", version=f"careerstats {__version__}", help="версия программы")
    parser.add_argument("--project", type=Path, help="папка проекта (в ней data/raw)")
    commands = parser.add_subparsers(title="команды", metavar="КОМАНДА", required=True)
    build = _command(commands, "build", _build, "построить справки, которые изменились")
    build.add_argument("dataset", metavar="НАБОР", type=_name, help="папка в data/raw")
    _choice_of_notes(build)
    build.add_argument("--jobs", type=int, metavar="N", help="сколько справок строить сразу")
    build.add_argument("--timeout", type=float, default=300.0, metavar="S", help="предел времени на справку, секунд")
    build.add_argument("--force", action="store_true", help="строить и то, что не изменилось")
    check = _command(commands, "check", _check, "прочитать данные, сверить с опубликованным, показать замечания")
    check.add_argument("dataset", metavar="НАБОР", type=_name, help="папка в data/raw")
    listed = _command(commands, "list", _list, "что будет построено и почему")
    listed.add_argument("dataset", metavar="НАБОР", type=_name, help="папка в data/raw")
    _choice_of_notes(listed)
    indicator = _command(commands, "indicator", _indicator, "список показателей или паспорт одного")
    indicator.add_argument("id", nargs="?", metavar="ПОКАЗАТЕЛЬ", help="номер или обозначение, например 1.1")
    indicator.add_argument("--period", default=None, metavar="P", help="редакция, действовавшая в этом периоде")
    indicator.add_argument("--dataset", type=_name, metavar="НАБОР", help="с каталогом этого набора")
    two = "сопоставить два перечня показателей (файлы YAML), например региональный и муниципальный"
    indicator.add_argument("--compare", nargs=2, type=Path, metavar="ФАЙЛ", help=two)
    _forms(commands)
    made = _command(commands, "simulate", _simulate, "записать набор условных данных для проб и проверки")
    made.add_argument("folder", type=Path, metavar="ПАПКА", help="куда записать набор")
    made.add_argument("--municipalities", type=int, default=12, metavar="N", help="сколько муниципальных образований")
    made.add_argument("--schools", type=int, default=120, metavar="N", help="сколько школ")
    made.add_argument("--years", type=int, default=3, metavar="N", help="сколько учебных лет")
    made.add_argument("--seed", type=int, default=2025, metavar="S", help="то же зерно даёт те же байты")
    return parser


def _forms(commands: Any) -> None:
    """``forms make DATASET`` and ``forms collect DATASET``."""
    forms = _command(commands, "forms", None, "формы сбора: записать книги для рассылки, собрать ответы")
    steps = forms.add_subparsers(title="команды", metavar="КОМАНДА", required=True)
    for name, run, words in (
        ("make", _forms_make, "записать книги Excel для муниципальных образований и школ"),
        ("collect", _forms_collect, "прочитать возвращённые книги, назвать ошибки и тех, кто не ответил"),
    ):
        step = _command(steps, name, run, words)
        step.add_argument("dataset", metavar="НАБОР", type=_name, help="папка в data/raw")


def _forms_make(options: argparse.Namespace) -> int:
    from careerstats.pipeline import forms

    return forms.make(_project(options), options.dataset)


def _forms_collect(options: argparse.Namespace) -> int:
    from careerstats.pipeline import forms

    return forms.collect(_project(options), options.dataset)


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int] | None, words: str
) -> argparse.ArgumentParser:
    """One command with what all of them take; ``run`` is None where commands follow it."""
    about = f"{words[0].upper()}{words[1:]}."
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=about)
    parser.set_defaults(command=run)
    parser.add_argument("--project", type=Path, default=argparse.SUPPRESS, help="папка проекта (в ней data/raw)")
    return parser


def _choice_of_notes(parser: argparse.ArgumentParser) -> None:
    only = "код ОКТМО, id или название; можно повторять"
    parser.add_argument("--only", action="append", default=[], metavar="КОД", help=only)
    parser.add_argument("--period", default="", metavar="P", help="период, например 2020")
    parser.add_argument("--notebook", default="", metavar="NAME", help="municipality, region или quality (протоколы)")
    parser.add_argument("--formats", default="", metavar="html,docx,pdf", help="какие файлы писать")
    parser.add_argument("--audience", default="internal", choices=("internal", "public"), help="для кого справки")


def _build(options: argparse.Namespace) -> int:
    from careerstats.pipeline import building

    return building.build(_project(options), _wanted(options))


def _list(options: argparse.Namespace) -> int:
    from careerstats.pipeline import building

    for line in building.plan(_project(options), _wanted(options)):
        print(line)
    return 0


def _check(options: argparse.Namespace) -> int:
    from careerstats.pipeline.checking import check

    return check(_project(options), options.dataset)


def _indicator(options: argparse.Namespace) -> int:
    from careerstats import catalogue
    from careerstats.pipeline import passports

    if options.compare:
        first, second = (catalogue.load_list(_file(path)) for path in options.compare)
        print(passports.comparison(catalogue.integrate(first, second)))
        return 0
    known = catalogue.load(_own_catalogue(options) if options.dataset else None)
    print(passports.passport(known, options.id, options.period) if options.id else passports.listing(known))
    return 0


def _own_catalogue(options: argparse.Namespace) -> Path | None:
    from careerstats.intake import open_dataset

    return open_dataset(_project(options), options.dataset).catalogue


def _file(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"Файла {path} нет. Проверьте путь.")
    return path


def _simulate(options: argparse.Namespace) -> int:
    from careerstats.simulate import simulate

    made = simulate(options.folder, options.municipalities, options.schools, options.years, options.seed)
    for folder in made:
        print(f"Записан набор условных данных: {folder}")
    return 0


def _wanted(options: argparse.Namespace) -> Any:
    from careerstats.pipeline.building import ALL_NOTEBOOKS, FORMATS, NOTEBOOKS, Wanted, main_jobs

    jobs = getattr(options, "jobs", None)
    if jobs is not None and jobs < 1:
        raise UsageError("--jobs: нужно целое число от 1")
    timeout = getattr(options, "timeout", 300.0)
    if not timeout > 0:
        raise UsageError("--timeout: нужно число секунд больше нуля")
    return Wanted(
        dataset=options.dataset,
        only=tuple(options.only),
        period=options.period,
        notebooks=_listed("--notebook", options.notebook, ALL_NOTEBOOKS) if options.notebook else NOTEBOOKS,
        formats=_listed("--formats", options.formats, FORMATS),
        audience=options.audience,
        jobs=jobs or main_jobs(),
        timeout=timeout,
        force=getattr(options, "force", False),
    )


def _name(text: str) -> str:
    """The dataset's name; a shell that completes it to a folder adds a slash, which is no part of the name."""
    name = text.rstrip("/\\")
    if "/" in name or "\\" in name:
        last = name.replace("\\", "/").rpartition("/")[2]
        raise UsageError(f"Набор данных называют именем папки в data/raw, без пути: не «{text}», а «{last}».")
    return name


def _listed(name: str, given: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """A comma-separated choice in the order of ``known``; nothing given means all."""
    chosen = [word.strip() for word in given.split(",") if word.strip()]
    wrong = [word for word in chosen if word not in known]
    if wrong:
        raise UsageError(f"{name}: нет такого: {', '.join(wrong)}. Можно: {', '.join(known)}.")
    return tuple(word for word in known if word in chosen) if chosen else known


def _project(options: argparse.Namespace) -> Path:
    from careerstats.note.opening import find_project

    given: Path | None = options.project
    if given is not None and not (given / "data").is_dir():
        raise UsageError(f"В папке {given} нет папки data. Укажите папку проекта.")
    return (given or find_project()).resolve()


if __name__ == "__main__":
    sys.exit(main())
