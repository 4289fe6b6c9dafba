"""Whole small datasets of other regions: each is read, answered in forms and built to the end."""

from pathlib import Path

import pytest
import yaml
from helpers.projects import Done, run

LONG = "городской округ закрытое административно-территориальное образование Условногорск Условной области"
HEAD = "id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source\n"
DIAGNOSIS = {"Всего": {"variable": "K_od1"}, "Прошли": {"variable": "K_pt"}}


def dataset(folder: Path, places: dict[str, str], rows: str = "", **settings: object) -> Path:
    """A dataset of a region that nobody ships; ``places``: name → kind."""
    home = folder / "data" / "raw" / "proba"
    (home / "tables").mkdir(parents=True)
    lines = [
        f"r9060{at}000,90000000,,,9060{at}000,{kind},{name},{name},,,,список\n"
        for at, (name, kind) in enumerate(places.items(), 1)
    ]
    region = "region-90,90000000,,,90000000,region,Условная область,Условная область,,,,список\n"
    (home / "territories.csv").write_text(HEAD + region + "".join(lines), encoding="utf-8")
    (home / "tables" / "t.csv").write_text(rows, encoding="utf-8")
    usual = {"title": "Проба", "region": "90000000", "period": "2024/25", "synthetic": True, "indicators": ["1.1"]}
    table = {"file": "tables/t.csv", "territory": "МО", "columns": DIAGNOSIS}
    given = {key: value for key, value in {**usual, "tables": [table], **settings}.items() if value is not None}
    text = yaml.safe_dump(given, allow_unicode=True, sort_keys=False)
    (home / "dataset.yaml").write_text(text, encoding="utf-8")
    return folder


def careerstats(folder: Path, *words: str) -> Done:
    return run("--project", str(folder), *words)


@pytest.mark.parametrize(
    "name",
    [
        "Таттинский улус",
        "Бай-Тайгинский кожуун",
        "Условное районное муниципальное образование",
        "федеральная территория Условная",
    ],
)
def test_a_name_that_the_table_of_territories_has_is_that_municipality(name: str, tmp_path: Path) -> None:
    folder = dataset(
        tmp_path,
        {name: "district", "Луговской район": "district"},
        f"МО;Всего;Прошли\n{name};640;158\nЛуговской район;500;300\n",
    )
    done = careerstats(folder, "check", "proba")
    assert (done.code, "Замечаний нет" in done.out) == (0, True), done.out


def test_a_form_for_a_long_name_has_a_name_that_every_disk_takes(tmp_path: Path) -> None:
    form = {
        "id": "prof",
        "title": "Сведения о профориентационной работе",
        "file": "мониторинг-профориентационной-работы",
        "since": "2024/25",
        "municipal": ["K_od1", "K_trial", "K_pt"],
    }
    folder = dataset(tmp_path, {LONG: "district", "Луговской район": "district"}, tables=None, forms=[form])
    (folder / "data" / "raw" / "proba" / "tables" / "t.csv").unlink()
    done = careerstats(folder, "forms", "make", "proba")
    assert done.code == 0, done.err
    books = sorted((folder / "reports" / "proba" / "forms").rglob("*.xlsx"))
    assert len(books) == 2
    assert max(len(path.name.encode()) for path in books) < 250


SENSITIVE = {"Всего ОВЗ": {"variable": "K_ovz611"}, "Охвачены": {"variable": "K_ovz_guided"}}


def test_what_is_checked_without_a_remark_is_built_with_its_protocol(tmp_path: Path) -> None:
    rows = "МО;Всего ОВЗ;Охвачены\nБоровской район;40;7\nЛуговской район;60;20\nОзёрский район;70;31\nИТОГО;170;58\n"
    table = {"file": "tables/t.csv", "territory": "МО", "rows": {"ИТОГО": "total"}, "columns": SENSITIVE}
    places = dict.fromkeys(("Боровской район", "Луговской район", "Озёрский район"), "district")
    folder = dataset(tmp_path, places, rows, tables=[table], indicators=["ovz_guided"])
    assert "Замечаний нет" in careerstats(folder, "check", "proba").out
    for path in (folder / "data" / "processed" / "proba").glob("protocol.xlsx"):
        path.unlink()
    done = careerstats(folder, "build", "proba", "--formats", "html")
    assert done.code == 0, done.err
    assert len(list((folder / "reports" / "proba").rglob("note.html"))) == 4
    assert (folder / "data" / "processed" / "proba" / "protocol.xlsx").is_file()


def test_numbers_by_class_without_their_whole_by_class_are_built(tmp_path: Path) -> None:
    columns = {**DIAGNOSIS, "6 класс": {"variable": "K_pt", "breakdown": "классы=6"}, "7 класс": {"variable": "K_pt", "breakdown": "классы=7"}}  # fmt: skip  # noqa: E501
    rows = "МО;Всего;Прошли;6 класс;7 класс\nБоровской район;1000;500;60;70\nЛуговской район;900;400;50;60\n"
    table = {"file": "tables/t.csv", "territory": "МО", "columns": columns}
    folder = dataset(tmp_path, dict.fromkeys(("Боровской район", "Луговской район"), "district"), rows, tables=[table])
    assert careerstats(folder, "check", "proba").code == 0
    done = careerstats(folder, "build", "proba", "--formats", "html")
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
