"""Shipped data -> docs/data-register.md: what each file is, where it comes from, its licence and its sha256.

python tools/make_data_register.py
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "data-register.md"
RAW = ROOT / "data" / "raw"
SHARED = (
    "src/careerstats/territories/classifier.csv",
    "src/careerstats/territories/towns.csv",
    "src/careerstats/territories/territories.csv",
    "src/careerstats/territories/aliases.csv",
    "src/careerstats/catalogue/goals.yaml",
    "src/careerstats/catalogue/variables.yaml",
    "src/careerstats/catalogue/self_diagnosis.yaml",
    "src/careerstats/catalogue/profminimum.yaml",
    "src/careerstats/decisions/recommendations.yaml",
)
OFFICIAL = "официальные документы, авторским правом не охраняются (п. 6 ст. 1259 ГК РФ)"
TERRITORIES = (
    "ОКТМО (ОК 033-2013) на 16.04.2019, законы о преобразовании – в столбце source; [подробно](territories.md)"
)
WORK = "условия в источнике не названы; числа и выдержки приведены с указанием источника"
OWN = "условные данные программы, лицензия MIT"
ABOUT = {
    "amur-2020": ("письмо ГАУ ДПО «АМИРО» от 20.04.2021 № 01-18/1557 с аналитической справкой", WORK, "да"),
    "demo": ("команда `careerstats simulate`, зерно 2025; такого региона нет", OWN, "да"),
    "izhevsk-2022": ("документы управленческого цикла, г. Ижевск", WORK, "нет"),
    "stary-oskol-2022": ("решения совещания, Старооскольский городской округ", WORK, "нет"),
    "zakamensk-2022": ("сведения о муниципалитете и его самодиагностика, Закаменский район", WORK, "нет"),
    "chelyabinsk-network": ("анализ работы по сетевому взаимодействию городов Челябинской области", WORK, "нет"),
}
"""Dataset → source, licence, whether it is in the wheel."""

HEAD = f"""# Реестр данных

Что поставляется с программой: источник, дата, условия использования, контрольная сумма. Страницу пишет
`python tools/make_data_register.py`, тест сверяет каждую сумму. Словарь столбцов – в
[registers.md](registers.md), смысл величин и показателей – в [method.md](method.md), известные ограничения – в
[assumptions.md](assumptions.md).

Файлы в `data/raw` программа только читает. Что получено на самом деле в работе, записывает `run.json`: хеш каждого
прочитанного файла.

| набор | источник | дата | условия | в пакете (wheel) |
| --- | --- | --- | --- | --- |
{{datasets}}
| территории | {{territories}} | по строкам | {OFFICIAL} | да |
| каталог | методики и письма, названные в поле source каждой записи | по записям | {WORK} | да |

Наборы «нет в пакете» лежат в репозитории: это переписанные документы источников для проверки и примеров, программе
для работы они не нужны. Команды примеров с ними выполняются в папке репозитория или с `--project`.
"""


def page() -> str:
    """The whole page."""
    datasets = "\n".join(_line(name) for name in ABOUT)
    parts = [
        HEAD.format(datasets=datasets, territories=TERRITORIES),
        *(_section(name, _files(RAW / name)) for name in ABOUT),
    ]
    return "\n".join([*parts, _section("Общее", (ROOT / name for name in SHARED))])


def _line(name: str) -> str:
    source, licence, shipped = ABOUT[name]
    settings: dict[str, Any] = yaml.safe_load((RAW / name / "dataset.yaml").read_text(encoding="utf-8"))
    return f"| `{name}` | {source} | {settings.get('date', '–')} | {licence} | {shipped} |"


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def _section(title: str, paths: Iterator[Path]) -> str:
    lines = [f"| `{path.relative_to(ROOT).as_posix()}` | {path.stat().st_size} | `{_hash(path)}` |" for path in paths]
    return "\n".join([f"## {title}", "", "| файл | байтов | sha256 |", "| --- | ---: | --- |", *lines, ""])


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
