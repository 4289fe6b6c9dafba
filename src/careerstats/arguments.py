"""Words typed after ``careerstats`` -> options; every mistake of a user -> one Russian text and an exit code."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from careerstats.errors import CareerstatsError, Terminated, UsageError, nearest, not_written

EXAMPLES = {
    "": (
        ("build amur-2020", "все справки во всех форматах"),
        ("build amur-2020 --only 10710000", "только г. Белогорск"),
        ("check amur-2020", "что не так в данных"),
        ("trace amur-2020 10710000 bvb_registered", "откуда взялось число"),
        ("indicator bvb_registered", "паспорт показателя"),
        ("init novosibirsk-2025", "папка нового набора данных"),
        ("table add novosibirsk-2025 свод.xlsx", "своя таблица – в набор"),
    ),
    "build": (
        ("build amur-2020", "все справки, которые изменились"),
        ("build amur-2020 --only 10710000 --formats docx", "одна справка, только Word"),
        ("build amur-2020 demo", "несколько наборов по очереди"),
        ("build demo --notebook quality", "протоколы проверки данных"),
        ("build demo --period 2023/24", "как если бы более поздних сведений не было"),
    ),
    "attack": (
        ("build demo --audience public", "сначала – справки для публикации"),
        ("attack demo", "код 1, если что-то скрытое вычисляется"),
    ),
    "check": (("check amur-2020", "замечания к данным; код 1, если есть ошибки"),),
    "list": (("list amur-2020", "что построит build и почему"),),
    "verify": (("verify amur-2020 --sample 3", "три справки – заново и побайтно"),),
    "indicator": (
        ("indicator", "все показатели по целям"),
        ("indicator 1.1", "паспорт: формула, источник, примеры"),
        ("indicator 1.1 --period 2024/25", "редакция этого периода"),
        ("indicator add moya-oblast", "свой показатель: вопросы, примеры, запись"),
    ),
    "forms": (("forms make demo", "записать книги"), ("forms collect demo", "прочитать ответы")),
    "forms make": (("forms make demo", "книги – в reports/demo/forms"),),
    "forms collect": (("forms collect demo", "ответы – из data/raw/demo/forms"),),
    "table": (("table add moya-oblast свод.xlsx", "узнать, спросить, записать"),),
    "table add": (
        ("table add moya-oblast свод-2025.xlsx", "одна книга"),
        ("table add moya-oblast *.xlsx --yes", "только то, в чём нет сомнений"),
        ("table add moya-oblast свод.xlsx --show", "посмотреть, ничего не записывая"),
    ),
    "simulate": (("simulate data/raw/proba --municipalities 5 --schools 30", "небольшой набор условных данных"),),
    "init": (
        ("init novosibirsk-2025", "спросит регион, период и показатели"),
        ('init nov --region "Новосибирская область" --period 2024/25', "без вопросов"),
        ("init amur-2024 --region 10 --period 2024 --indicators 1.1,trial", "с выбором показателей"),
    ),
    "lab": (("lab", "откроется в браузере"), ("lab --no-browser --port 8900", "только напечатать адрес")),
    "doctor": (("doctor", "код 1, если что-то мешает работать"),),
    "trace": (
        ("trace amur-2020 10710000 bvb_registered", "число г. Белогорска"),
        ("trace demo 02702000", "почему это в справке первое"),
        ("trace demo регион 1.1 --all", "число региона, все ячейки школ"),
        ("trace demo 02607000 1.1 --period 2023/24", "за прежний период"),
    ),
}
"""Command → what to type and what it does; «» are those of the program."""

_TRANSLATED = (
    ("the following arguments are required:", "не указано:"),
    ("expected one argument", "нужно значение"),
    ("expected at least one argument", "нужно хотя бы одно значение"),
    ("expected 2 arguments", "нужны два значения"),
    ("invalid int value:", "нужно целое число, а дано"),
    ("invalid float value:", "нужно число, а дано"),
    ("ignored explicit argument", "значение здесь не нужно:"),
    ("argument", "параметр"),
)

_WHY = {
    errno.ENOENT: "такого файла или папки нет",
    errno.ENOTDIR: "часть пути – файл, а не папка",
    errno.EISDIR: "это папка, а нужен файл",
    errno.EEXIST: "такое имя уже занято",
    errno.ENAMETOOLONG: "имя слишком длинное",
    errno.EMFILE: "открыто слишком много файлов",
    errno.ELOOP: "ссылки замкнуты в круг",
    errno.EIO: "ошибка диска",
}


class _Help(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "использование: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse that speaks Russian; a mistake is a UsageError, so that all mistakes leave by one door."""

    def __init__(self, **named: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **named)
        self._positionals.title, self._optionals.title = "слова", "параметры"
        self.add_argument("-h", "--help", action="help", help="эта подсказка")
        self.epilog = examples(self.prog.partition(" ")[2])
        self.set_defaults(parser=self)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, with the nearest known option for one that there is not."""
        options, rest = self.parse_known_args(args, namespace)
        if rest:
            options.parser.unknown(rest)
        return options

    def unknown(self, words: Sequence[str]) -> NoReturn:
        """Raises UsageError for words that no option of this command takes."""
        typed = [word.partition("=")[0] for word in words if word.startswith("-")]
        near = [hint for word in typed if (hint := nearest(word, self._option_string_actions))]
        self.error(" ".join([f"неизвестные слова или параметры: {' '.join(words)}.", *near]))

    def error(self, message: str) -> NoReturn:
        for english, russian in _TRANSLATED:
            message = message.replace(english, russian)
        raise UsageError(f"{message}\nПодсказка: {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            hint = f"{nearest(str(value), action.choices)} ".lstrip()
            known = ", ".join(map(str, action.choices))
            raise argparse.ArgumentError(action, f"нет такого: «{value}». {hint}Можно: {known}.")


def examples(command: str) -> str:
    """«примеры:» with a line for each; empty where a command has none."""
    lines = [(f"careerstats {words}", about) for words, about in EXAMPLES.get(command, ())]
    width = max((len(words) for words, _ in lines), default=0)
    return "\n".join(["примеры:", *(f"  {words:<{width}}   {about}" for words, about in lines)]) if lines else ""


# ---- the one door by which mistakes leave


STOPPED = "Прервано. Готовые справки сохранены; следующий запуск продолжит с остальных."
NO_MEMORY = (
    "Не хватило памяти. Готовые справки сохранены, половин файлов нет; следующий запуск продолжит с остальных. "
    "Закройте другие программы, возьмите компьютер с большей памятью или разделите набор: каждый регион – своя папка "
    "в data/raw."
)


def outcome(run: Callable[[], int]) -> int:
    """The exit code of ``run``; what a user or the disk did wrong is told on stderr, without a traceback."""
    try:
        return int(run())
    except CareerstatsError as error:
        return _written(str(error), error.exit_code)
    except KeyboardInterrupt as end:
        return _written(STOPPED, end.exit_code if isinstance(end, Terminated) else 1)
    except MemoryError:
        return _written(NO_MEMORY)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _written(refused(error))


def _written(text: str, code: int = 1) -> int:
    sys.stderr.write(f"{text}\n")
    return code


def refused(error: OSError) -> str:
    """Which file the system did not give, why, and what to do."""
    where = error.filename if error.filename is not None else "файл"
    if isinstance(error, PermissionError):
        return f"Нет доступа к {where}. Закройте файл в других программах или проверьте права."
    why = _WHY.get(error.errno or 0) or f"система ответила «{error.strerror or error}»"
    usual = f"Не удалось открыть {where}: {why}. Проверьте путь и права и повторите команду."
    return not_written(error) or usual
