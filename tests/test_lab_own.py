"""«Что изменить» and packages of the start page: what a person decides, written without opening a file."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.panels import Desk, labelled, press, said
from helpers.projects import new_project, run

from careerstats.intake import open_dataset, own_texts
from careerstats.lab import links, notes_panel, own_panel, results
from careerstats.lab.parts import Panel

INIT = ("--region", "84", "--period", "2024/25", "--indicators", "1.1,trial")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    assert run("--project", str(tmp_path), "init", "new", *INIT).code == 0
    made = Desk(tmp_path)
    made.dataset = "new"
    return made


def opened(desk: Desk) -> Panel:
    panel = own_panel.panel(desk.site)
    panel.refresh(None)
    return panel


def home(desk: Desk) -> Path:
    return desk.project / "data" / "raw" / "new"


def test_an_indicator_is_shown_and_taken_away_and_all_else_stays(desk: Desk) -> None:
    before = (home(desk) / "dataset.yaml").read_text(encoding="utf-8")
    panel = opened(desk)
    labelled(panel, "Показатель").value = "konk"
    press(panel, "Показывать")
    assert "Показатель konk добавлен. Его величины: " in said(panel)
    assert open_dataset(desk.project, "new").settings.indicators == ("1.1", "trial", "konk")
    press(panel, "Не показывать")
    after = (home(desk) / "dataset.yaml").read_text(encoding="utf-8")
    assert open_dataset(desk.project, "new").settings.indicators == ("1.1", "trial")
    assert set(before.splitlines()) - set(after.splitlines()) == {'indicators: ["1.1", "trial"]'}


def test_the_last_indicator_cannot_be_taken_away(desk: Desk) -> None:
    panel = opened(desk)
    for id in ("1.1", "trial"):
        labelled(panel, "Показатель").value = id
        press(panel, "Не показывать")
    assert open_dataset(desk.project, "new").settings.indicators != ()
    assert "cs-bad" in "".join(part.value for part in panel.box.children if type(part).__name__ == "HTML")


@pytest.mark.parametrize(("typed", "value"), [("60", "60"), ("62,5 %", "62.5"), (" 70% ", "70")])
def test_a_goal_is_recorded_and_seen_again(typed: str, value: str, desk: Desk) -> None:
    panel = opened(desk)
    labelled(panel, "Цель показателя").value = "trial"
    labelled(panel, "Целевое значение").value = typed
    press(panel, "Записать цель")
    assert open_dataset(desk.project, "new").settings.targets["trial"].value == value
    again = opened(desk)
    labelled(again, "Цель показателя").value = "trial"
    assert labelled(again, "Целевое значение").value == value.replace(".", ",")
    labelled(again, "Целевое значение").value = ""
    press(again, "Записать цель")
    assert open_dataset(desk.project, "new").settings.targets == {}


@pytest.mark.parametrize("typed", ["много", "150", "-5"])
def test_a_goal_that_is_no_per_cent_is_refused_in_words_and_nothing_changes(typed: str, desk: Desk) -> None:
    before = (home(desk) / "dataset.yaml").read_bytes()
    panel = opened(desk)
    labelled(panel, "Целевое значение").value = typed
    press(panel, "Записать цель")
    assert "нужны проценты от 0 до 100" in said(panel)
    assert (home(desk) / "dataset.yaml").read_bytes() == before


def test_every_place_of_an_own_paragraph_is_offered(desk: Desk) -> None:
    offered = {key for _, key in labelled(opened(desk), "Где напечатать").options}
    assert offered == {f"{notebook}.{place}" for notebook, places in own_texts.PLACES.items() for place in places}


def test_an_own_paragraph_outlives_its_tab_and_is_written(desk: Desk) -> None:
    first = opened(desk)
    labelled(first, "Свой абзац").value = "Рассмотрено на совещании."
    labelled(first, "Где напечатать").value = "region.events"
    assert labelled(first, "Свой абзац").value == ""

    panel = opened(desk)
    assert labelled(panel, "Свой абзац").value == "Рассмотрено на совещании."
    press(panel, "Записать абзац")
    path = home(desk) / "texts" / "municipality.general.md"
    assert path.read_text(encoding="utf-8") == "Рассмотрено на совещании.\n"
    labelled(panel, "Свой абзац").value = "  "
    press(panel, "Записать абзац")
    assert "Абзаца больше нет" in said(panel)
    assert not path.exists()


def sent(panel: Panel, name: str, data: bytes) -> None:
    labelled(panel, "Загрузить вернувшиеся планы").value = (
        {"name": name, "type": "", "size": len(data), "content": memoryview(data), "last_modified": datetime.now(UTC)},
    )


def test_a_returned_plan_is_put_where_plans_are_read_and_nothing_is_written_over(desk: Desk) -> None:
    panel = opened(desk)
    sent(panel, "план.xlsx", b"PK-1")
    assert "Книги планов лежат в папке plans: план.xlsx." in said(panel)
    sent(panel, "план.xlsx", b"PK-2")
    assert "уже лежит в папке plans с другим содержанием" in said(panel)
    sent(panel, "../план.xlsx", b"PK-2")
    assert "содержит путь" in said(panel)
    sent(panel, "план.docx", b"PK-2")
    assert "Файл «план.docx»" in said(panel)
    assert (home(desk) / "plans" / "план.xlsx").read_bytes() == b"PK-1"


# ---- packages


def test_packages_are_listed_and_handed_over_in_one_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(links.BASE, "/careerstats/")
    built = new_project(tmp_path / "проект")
    assert built.build("--only", "10710000", "--formats", "docx,pdf", "--jobs", "1").code == 0
    found = results.packages(built.folder, "amur-2020")
    assert [one.name for one in found] == ["г. Белогорск"]
    desk = Desk(built.folder)
    desk.dataset = "amur-2020"
    panel = notes_panel.panel(desk.site)
    panel.refresh(None)
    assert "Пакеты для отправки: 1" in said(panel)
    press(panel, "Собрать пакеты в один архив")
    assert "Архив за 2020: папок 1." in said(panel)
    path = built.folder / "data" / "processed" / "amur-2020" / "пакеты-2020.zip"
    first = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(first)) as whole:
        names = whole.namelist()
        assert whole.testzip() is None
    assert len(names) == len(found[0].files)
    assert any(name.startswith("г. Белогорск (10710000)/Справка_2020_") for name in names)
    press(panel, "Собрать пакеты в один архив")
    assert path.read_bytes() == first
