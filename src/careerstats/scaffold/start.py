"""Where the user stands -> what to type first."""

from pathlib import Path

from careerstats.arguments import examples
from careerstats.errors import CareerstatsError
from careerstats.project import find_project

_FIRST = """careerstats: аналитические справки по муниципальным образованиям.

С чего начать:
  careerstats doctor            всё ли установлено и что исправить
  careerstats init НАЗВАНИЕ     папка нового набора данных
  careerstats table add НАБОР …  своя таблица – в набор
  careerstats check НАБОР       что не так в данных
  careerstats build НАБОР       построить справки
"""


def start(project: Path | None) -> str:
    """The first commands, the datasets that are here, examples."""
    return "\n".join([_FIRST, _here(project), "", examples(""), "", "Все команды: careerstats --help"])


def _here(project: Path | None) -> str:
    try:
        raw = (project or find_project()) / "data" / "raw"
        names = sorted(path.parent.name for path in raw.glob("*/dataset.yaml"))
    except CareerstatsError:
        names = []
    if not names:
        return "Наборов данных здесь нет: перейдите в папку проекта или создайте набор командой init."
    return f"Наборы данных здесь: {', '.join(names)} (папка {raw})."
