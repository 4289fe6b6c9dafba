"""A dataset -> what is wrong in it, in lines for a person, and the exit code."""

from collections.abc import Callable
from pathlib import Path

from careerstats import wording
from careerstats.model import Problem
from careerstats.pipeline import monitoring as stage
from careerstats.pipeline import own_notebooks, saving
from careerstats.pipeline.beside import protocol
from careerstats.pipeline.request import processed_of

SEVERITY = {
    "blocking": "Ошибки (данные не использованы)",
    "warning": "Предупреждения",
    "remark": "Замечания к оформлению",
}


def check(project: Path, dataset: str, say: Callable[[str], None] = print) -> int:
    """Read, validate, reconcile; problems go to problems.csv and protocol.xlsx. Returns 1 where something blocks."""
    monitoring = stage.analyse(project, dataset)
    results = monitoring.results
    folder = processed_of(project, dataset)
    folder.mkdir(parents=True, exist_ok=True)
    problems = [*monitoring.problems, *own_notebooks.undrawn(project)]
    saving.write_problems(problems, folder / "problems.csv")
    workbook = protocol.write(protocol.books(results, protocol.drawn_up(results, folder)), folder)
    heard = len(results.decisions)
    say(f"Набор «{dataset}»: {results.dataset.settings.title}.")
    if results.has_numbers:
        say(f"Сведения представили {wording.municipalities(heard)} из {len(results.intake.territories)}.")
    else:
        say("Чисел для расчёта показателей в наборе нет: проверены реестры и то, что опубликовано.")
    if monitoring.compared:
        say(
            f"Опубликованных чисел и долей проверено {monitoring.compared}, воспроизведено {monitoring.reproduced} "
            "(округление половины вверх от точных чисел)."
        )
    for severity, title in SEVERITY.items():
        _print(title, [problem for problem in problems if problem.severity == severity], say)
    if not problems:
        say("Замечаний нет.")
    say(f"Протокол: {workbook}; по муниципальным образованиям: {folder / 'protocols'}")
    say(f"Протокол для программ: {folder / 'problems.csv'}")
    return 1 if monitoring.blocking else 0


def _print(title: str, problems: list[Problem], say: Callable[[str], None]) -> None:
    if problems:
        say(f"\n{title}: {len(problems)}")
    for problem in problems:
        say_one(problem, say)


def say_one(problem: Problem, say: Callable[[str], None], kind: str = "") -> None:
    """Where it is and what is wrong, then what to do; ``kind``: what it is called, where that is not said above."""
    say(f"– {kind}{problem.place}: {problem.message.removesuffix('.')}.")
    if problem.what_to_do:
        say(f"  Что сделать: {problem.what_to_do}.")
