"""Panels of the start page, without a browser: a new dataset of any region, its books, its problems mended."""

from pathlib import Path

import pytest
from helpers.panels import Desk, labelled, press, said

from careerstats import catalogue, territories
from careerstats.intake import open_dataset
from careerstats.lab import choices, new_panel


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Desk(tmp_path)


# A new dataset


def test_every_region_can_be_chosen() -> None:
    assert len(choices.regions()) == len(territories.regions("2025-01-01")) == 89
    assert ("Республика Бурятия", "81000000") in choices.regions()
    assert len(choices.places("81000000", "2024/25")) == 23


def test_indicators_are_found_by_the_beginnings_of_words() -> None:
    ids = [id for _, id in choices.indicators(catalogue.load(), "диагностики прошедшие")]
    assert "1.1" in ids
    assert choices.indicators(catalogue.load(), "такогопоказателянет") == []
    assert len(choices.indicators(catalogue.load(), "")) == len(catalogue.load().indicators)


def test_a_dataset_is_made_of_what_was_chosen_though_the_tab_was_closed_meanwhile(desk: Desk) -> None:
    first = new_panel.panel(desk.site)
    labelled(first, "Регион").value = "81000000"
    labelled(first, "Период").value = "2024/25"
    assert "23 муниципальных образования: " in said(first)
    labelled(first, "Найти показатель").value = "1.1"
    labelled(first, "Показатели").value = "1.1"
    press(first, "Взять показатель")

    panel = new_panel.panel(desk.site)
    assert labelled(panel, "Регион").value == "81000000"
    assert "Выбрано: 1" in said(panel)
    press(panel, "Создать набор")
    assert "Заполните: Имя папки." in said(panel)
    labelled(panel, "Имя папки").value = "bur"
    press(panel, "Создать набор")
    assert "Набор «bur» создан" in said(panel)
    assert "careerstats" not in said(panel)
    assert desk.dataset == "bur"
    dataset = open_dataset(desk.project, "bur")
    assert (dataset.region, dataset.period, dataset.settings.indicators) == ("81000000", "2024/25", ("1.1",))
    assert labelled(new_panel.panel(desk.site), "Имя папки").value == ""


def test_a_region_the_register_does_not_know_takes_a_list(desk: Desk) -> None:
    panel = new_panel.panel(desk.site)
    labelled(panel, "Регион").value = dict(choices.regions())["Херсонская область"]
    labelled(panel, "Период").value = "2025"
    labelled(panel, "Имя папки").value = "own"
    assert "вставьте список" in said(panel)
    press(panel, "Создать набор")
    assert "--" not in said(panel)
    code = labelled(panel, "Регион").value
    labelled(panel, "Свой список").value = f"{code[:2]}701000 г. Первый\n{code[:2]}702000 г. Второй"
    press(panel, "Создать набор")
    assert "Набор «own» создан" in said(panel)


def test_a_mistake_is_told_by_the_name_of_its_field(desk: Desk) -> None:
    panel = new_panel.panel(desk.site)
    labelled(panel, "Регион").value = "81000000"
    labelled(panel, "Период").value = "весна"
    labelled(panel, "Имя папки").value = "bur"
    press(panel, "Создать набор")
    assert "Период: " in said(panel)
    assert "--period" not in said(panel)
    assert not (desk.project / "data" / "raw" / "bur").exists()
