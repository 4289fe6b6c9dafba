"""Options of ``careerstats init``, and answers where a person sits at the terminal -> what is wanted, and where."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from careerstats.errors import UsageError
from careerstats.project import find_project
from careerstats.scaffold.init import Answers, planned

_FLAGS = {"region": "--region", "period": "--period"}
_EXAMPLE = 'careerstats init {name} --region "Новосибирская область" --period 2024/25'

_QUESTIONS = {
    "region": "Регион (название или код ОКТМО): ",
    "period": "Период (2024, учебный год 2024/25): ",
    "indicators": "Показатели через запятую (Enter – основные; список: careerstats indicator): ",
    "title": "Название набора (Enter – составить по региону и периоду): ",
}


def place(project: Path | None) -> Path:
    """The project: as named, else whole, else the folder one stands in. ``data/raw`` is made where it is missing."""
    if project is not None:
        if not project.is_dir():
            raise UsageError(f"Папки {project} нет. Создайте её или укажите другую: --project ПАПКА.")
        return project.resolve()
    try:
        return find_project().resolve()
    except UsageError:
        return Path.cwd()


def wanted(options: argparse.Namespace, ask: Callable[[str], str] | None = None) -> Answers:
    """What the flags say; what they do not is asked at a terminal. Raises UsageError where nobody can be asked."""
    given = Answers(
        options.name,
        options.region.strip(),
        options.period.strip(),
        options.title.strip(),
        tuple(options.municipalities),
        _words(options.indicators),
    )
    missing = [key for key in _FLAGS if not getattr(given, key)]
    if not missing:
        return given
    if ask is None and not sys.stdin.isatty():
        flags = " и ".join(_FLAGS[key] for key in missing)
        raise UsageError(f"Не указано: {flags}. Пример: {_EXAMPLE.format(name=options.name)}")
    return _asked(given, ask or input)


def _asked(given: Answers, ask: Callable[[str], str]) -> Answers:
    """Questions for what is not given; of answers that do not fit together all are asked again."""
    open_keys = [key for key in _QUESTIONS if not getattr(given, key)]
    while True:
        answers = {key: _answer(_QUESTIONS[key], ask, needed=key in _FLAGS) for key in open_keys}
        words = {key: _words(text) if key == "indicators" else text for key, text in answers.items()}
        whole = replace(given, **words)  # type: ignore[arg-type]
        try:
            planned(whole)
        except UsageError as error:
            sys.stderr.write(f"{error}\n\n")
        else:
            return whole


def _answer(question: str, ask: Callable[[str], str], *, needed: bool) -> str:
    while True:
        try:
            text = ask(question).strip()
        except EOFError:
            raise UsageError("Ответы прервались, набор не создан. Повторите команду.") from None
        if text or not needed:
            return text


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def done(folder: Path, remarks: tuple[str, ...] = ()) -> str:
    """What was made, what was mended on the way and what to do next."""
    table = folder / "tables" / "municipalities.xlsx"
    return "\n".join(
        [
            f"Создана папка набора: {folder}",
            *(f"Замечание: {text}" for text in remarks),
            "Дальше:",
            f"  1. впишите числа в {table} (открывается в Excel);",
            f"     или возьмите свою таблицу: careerstats table add {folder.name} ФАЙЛ;",
            f"  2. careerstats check {folder.name}   – что не так;",
            f"  3. careerstats build {folder.name}   – справки.",
            f"Что в какой папке лежит: {folder / 'ПРОЧТИТЕ.md'}",
        ]
    )
