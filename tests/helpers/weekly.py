"""A fictional region of four districts with schools and weekly counts, written as a project of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

REGION, FIRST, SECOND, THIRD, SILENT = "99000000", "99601000", "99602000", "99603000", "99604000"
NAMES = {FIRST: "Первый район", SECOND: "Второй район", THIRD: "Дальний район", SILENT: "Молчаливый район"}
UNASSIGNED = "Не указали"
WEEKS = ("2024-10-07", "2024-10-14", "2024-10-21", "2024-10-28")
COUNTS: dict[str, Sequence[int | None]] = {
    NAMES[FIRST]: (20, 40, 60, 80),
    NAMES[SECOND]: (10, 30, 30, 30),
    NAMES[THIRD]: (50, 70, 60, 75),
    UNASSIGNED: (5, 6, 7, 8),
}
"""Registered by week; a district has 200 pupils, the target is 50 %."""

Tables = Mapping[str, Mapping[str, int | None]]


def by_week(counts: Mapping[str, Sequence[int | None]] = COUNTS) -> dict[str, dict[str, int | None]]:
    """Day → name → number; None: the place is not in the table of that day."""
    return {day: {name: row[at] for name, row in counts.items()} for at, day in enumerate(WEEKS)}


def _genitive(name: str) -> str:
    """«Дальнего района»."""
    soft = name.endswith("ний район")
    return f"{name[:-8]}{'его' if soft else 'ого'} района"


def write(folder: Path, tables: Tables | None = None, *, targets: object = None, snapshots: object = None) -> Path:
    """The project; ``tables``: weekly tables by day; ``snapshots`` replaces their description in dataset.yaml."""
    raw = folder / "data" / "raw" / "weekly"
    (raw / "tables").mkdir(parents=True)
    head = "id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source"
    _put(raw / "territories.csv", [head,
         f"fic,{REGION},,,{REGION},region,Условная область,Условная область,Условной области,Условной области,"
         "Условной области,условные данные",
         *(f"fic-{code},{REGION},,,{code},district,{name},{name},{_genitive(name)},{name},{name},условные данные"
           for code, name in NAMES.items())])  # fmt: skip
    given = by_week() if tables is None else tables
    for day, rows in given.items():
        told = [f"{name};{count}" for name, count in rows.items() if count is not None]
        _put(raw / "tables" / f"{day}.csv", ["Район;Зарегистрировано", *told])
    _put(raw / "organisations.csv", ["id;kind;name;territory", *(f"s-{code}-{at};школа;Школа № {at};{name}"
         for code, name in NAMES.items() for at in (1, 2, 3))])  # fmt: skip
    _put(raw / "tables" / "schools.csv", ["Школа;Всего;Зарегистрировано;Посетили", *_schools()])
    described = [_entry(day) for day in given] if snapshots is None else snapshots
    settings = _settings(described) | ({"targets": targets} if targets else {})
    (raw / "dataset.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8", newline="\n")
    return folder


def _schools() -> list[str]:
    """Three schools per district: 100, 60 and 40 pupils; nobody of the last took part, one cell cannot be read."""
    rows = []
    for code in NAMES:
        odd = "много" if code == THIRD else "30"
        rows += [f"s-{code}-1;100;{odd};10", f"s-{code}-2;60;55;6", f"s-{code}-3;40;0;0"]
    return rows


def _entry(day: str) -> dict[str, object]:
    return {
        "file": f"tables/{day}.csv",
        "date": day,
        "territory": "Район",
        "rows": {UNASSIGNED: "unassigned"},
        "columns": {"Зарегистрировано": {"variable": "K_pt"}},
    }


def _settings(snapshots: object) -> dict[str, object]:
    return {
        "title": "Еженедельные сведения (условные данные)",
        "synthetic": True,
        "region": REGION,
        "period": "2024",
        "date": "2024-10-29",
        "tables": [
            {
                "file": "tables/schools.csv",
                "source": "форма школы",
                "organisation": "Школа",
                "columns": {
                    "Всего": {"variable": "K_od1"},
                    "Зарегистрировано": {"variable": "K_pt"},
                    "Посетили": {"variable": "K_trial"},
                },
            }
        ],
        "snapshots": snapshots,
        "indicators": ["1.1", "trial"],
    }


def _put(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
