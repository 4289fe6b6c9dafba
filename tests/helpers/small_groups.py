"""A made-up region in which few children of a sensitive group are counted -> a dataset with one table."""

from collections.abc import Mapping
from pathlib import Path

REGION = "90000000"
Counts = Mapping[str, tuple[int | str, int | str]]
"""Code of a municipality → children of the group, those of them who were guided; «» is no answer."""

DATASET = """title: Условные данные
region: "90000000"
period: "{period}"
date: "2025-06-30"
synthetic: true
indicators: [{indicators}]
headline: [{indicators}]
programme: {{short: Мониторинг, genitive: мониторинга, prepositional: мониторинге, full: мониторинг}}
tables:
  - file: tables/t.csv
    source: условные данные
    territory: МО
    columns:
      Всего: {{variable: K_ovz611}}
      Охвачены: {{variable: K_ovz_guided}}
"""
PLACES = """id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source
край,90000000,,,90000000,region,Условный край,Условный край,Условного края,Условному краю,Условном крае,условные данные
"""


def name_of(code: str) -> str:
    return f"Уезд-{int(code[3:5]):02}"


def codes(number: int) -> list[str]:
    return [f"906{at:02}000" for at in range(1, number + 1)]


def write(project: Path, counts: Counts, *, name: str = "proba", period: str = "2024/25", more: str = "") -> Path:
    """``project`` with data/raw/<name>; ``more``: further lines of dataset.yaml. Returns the project."""
    home = project / "data" / "raw" / name
    (home / "tables").mkdir(parents=True, exist_ok=True)
    about = DATASET.format(period=period, indicators='"ovz_guided"') + more
    (home / "dataset.yaml").write_text(about, encoding="utf-8")
    places = [
        f"{code},{REGION},,,{code},district,{name_of(code)} район,{name_of(code)} район,,,,условные" for code in counts
    ]
    (home / "territories.csv").write_text("\n".join([PLACES.rstrip(), *places, ""]), encoding="utf-8")
    rows = [f"{name_of(code)} район;{whole};{part}" for code, (whole, part) in counts.items()]
    (home / "tables" / "t.csv").write_text("\n".join(["МО;Всего;Охвачены", *rows, ""]), encoding="utf-8")
    return project
