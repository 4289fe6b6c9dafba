"""A few lines of decisions.csv or cycle.yaml in a temporary dataset of the Amur region -> what is read of them."""

import csv
from pathlib import Path
from typing import Any

import yaml
from described import settings_of

from careerstats import catalogue, territories
from careerstats.intake.dataset import Dataset
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.registers.cycle import CycleFile, read_cycle
from careerstats.intake.registers.decisions import read_decisions
from careerstats.intake.registers.lines import Context
from careerstats.model import Problem

AMUR, ZEYA, BELOGORSK = "10000000", "10712000", "10710000"
RAW = Path(__file__).parents[2] / "data" / "raw"
HEAD = {"kind": "протокол", "number": "1", "date": "28.01.2022", "title": "Совещание", "territory": ZEYA}


def context(folder: Path, settings: dict[str, Any] | None = None) -> Context:
    """The dataset in ``folder``: of the Amur region in 2022, or as its own dataset.yaml says."""
    own = folder / "dataset.yaml"
    given = yaml.safe_load(own.read_text(encoding="utf-8")) if own.exists() else {}
    dataset = Dataset("проба", folder, settings_of(**{"period": "2022", **given, **(settings or {})}))
    known = Known(territories.load(folder), Register(), dataset.region)
    return Context(dataset, catalogue.load(), known)


def shipped(name: str) -> Context:
    """A dataset of the repository."""
    return context(RAW / name)


def decisions(folder: Path, *points: dict[str, str]) -> tuple[Any, list[Problem]]:
    """One protocol of г. Зея with these points; a point may bring a head of its own."""
    columns = list(dict.fromkeys([*HEAD, "approved", "part", *(key for point in points for key in point)]))
    with (folder / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(HEAD | point for point in points)
    return read_decisions(context(folder))


def cycle(folder: Path, text: str) -> tuple[CycleFile, list[Problem]]:
    (folder / "cycle.yaml").write_text(text, encoding="utf-8", newline="\n")
    return read_cycle(context(folder))


def codes(problems: list[Problem]) -> list[str]:
    return [one.code for one in problems]
