"""Axes that are sensitive by what they tell, and everything that inherits it: nothing of them reaches the public."""

import json
from dataclasses import replace
from pathlib import Path

import msgspec.structs
import pytest

from careerstats import catalogue as catalogues
from careerstats.bundles import cut
from careerstats.catalogue.sensitivity import (
    breakdown_is_sensitive,
    edition_is_sensitive,
    sensitive_variables,
    variable_is_sensitive,
)
from careerstats.contracts.bundle import text_of
from careerstats.contracts.shared import read_text
from careerstats.disclosure.attacking import sensitive_parts
from careerstats.disclosure.hiding import Thresholds
from careerstats.disclosure.masking import Place, mask_counts
from careerstats.pipeline.attack.attacking import attack
from careerstats.pipeline.building import build
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.publishing import for_audience
from careerstats.pipeline.request import Request

AXES = ("ОВЗ", "категория")
TABLE = """МО;Всего;Диагностика;Всего ОВЗ;Всего без;Диаг ОВЗ;Диаг без
Лесной район;400;200;0;400;0;200
г. Приморск;9000;5000;14;8986;3;4997
г. Светлогорск;3000;1700;0;3000;0;1700
"""
PLACES = """id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source
край,05000000,,,05000000,region,Условный край,Условный край,Условного края,Условному краю,Условном крае,условные данные
а,05000000,,,05620000,district,Лесной район,Лесной район,,,,условные данные
б,05000000,,,05701000,city,г. Приморск,г. Приморск,,,,условные данные
в,05000000,,,05714000,city,г. Светлогорск,г. Светлогорск,,,,условные данные
"""
DATASET = """title: Условные данные
region: "05000000"
period: "2024/25"
indicators: ["1.1"]
headline: ["1.1"]
programme: {{short: Мониторинг, genitive: мониторинга, prepositional: мониторинге, full: мониторинг}}
tables:
  - file: tables/t.csv
    source: условные данные
    territory: МО
    columns:
      Всего: {{variable: K_od1}}
      Диагностика: {{variable: K_pt}}
      Всего ОВЗ: {{variable: K_od1, breakdown: "{axis}"}}
      Всего без: {{variable: K_od1, breakdown: "{axis}, остальные"}}
      Диаг ОВЗ: {{variable: K_pt, breakdown: "{axis}"}}
      Диаг без: {{variable: K_pt, breakdown: "{axis}, остальные"}}
"""


@pytest.mark.parametrize(
    "name",
    ["ОВЗ=да", "инвалидность=нет", "Группа риска=состоит", "категория=дети-инвалиды", "учёт=КДН", "учет=нет",
     "категория=дети с ограниченными возможностями здоровья", "статус=дети-сироты", "категория=ЗПР", "группа=ТНР/РАС",
     "категория=нарушения слуха", "семья=многодетная", "категория=дети участников СВО",
     "семья=участники специальной военной операции",
     "обучение=на дому", "класс=коррекционный", "категория=воспитанники детских домов"],
)  # fmt: skip
def test_a_part_is_sensitive_by_its_axis_or_its_category(name: str) -> None:
    assert breakdown_is_sensitive(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "класс=6",
        "местность=село",
        "пол=девочки",
        "Профессия=Учитель",
        "unassigned",
        "тема=расписание",
        "отрасль=сварка",
        "выбор=с учётом рекомендаций",
    ],
)
def test_an_ordinary_part_is_not(name: str) -> None:
    assert not breakdown_is_sensitive(name)


def test_what_is_computed_from_something_sensitive_is_sensitive() -> None:
    catalogue = catalogues.load()
    plain = catalogue.indicators["1.1"].editions[-1]
    index = msgspec.structs.replace(plain, formula="index", of={}, components={"1.1": {}, "ovz_guided": {}})
    assert not edition_is_sensitive(plain, catalogue, "2024/25")
    assert edition_is_sensitive(index, catalogue, "2024/25")
    assert edition_is_sensitive(msgspec.structs.replace(plain, by="ОВЗ"), catalogue, "2024/25")
    by_axis = msgspec.structs.replace(catalogue.variables["K_pt"], by="Инвалидность")
    assert "K_pt" in sensitive_variables(replace(catalogue, variables={**catalogue.variables, "K_pt": by_axis}))


@pytest.mark.parametrize(
    ("title", "expected"),
    [("численность обучающихся с ОВЗ на пробах", True), ("численность детей без ОВЗ", True),
     ("численность обучающихся, в том числе с ОВЗ, на пробах", False), ("в том числе с ОВЗ", True),
     ("1.2. В том числе дети с ОВЗ", True), ("участники конкурса «Абилимпикс»", True),
     ("включая детей-инвалидов", True),
     ("численность обучающихся 9 классов", False)],
)  # fmt: skip
def test_who_is_counted_is_told_by_the_title_where_nobody_said_it_is_sensitive(title: str, expected: bool) -> None:
    catalogue = catalogues.load()
    own = msgspec.structs.replace(catalogue.variables["K_pt"], title=title, sensitive=False)
    assert variable_is_sensitive(own) is expected
    assert not variable_is_sensitive(msgspec.structs.replace(own, unit="score")), "of schools, not of children"


OWN = """indicators:
  - id: fair
    symbol: D
    title: Доля обучающихся {whom}, посетивших ярмарку, %
    short: Посетили ярмарку
    goal: Ц3
    unit: percent
    polarity: high
    levels: [municipality, region]
    data: full
    why: Условный показатель.
    status: proposed
    editions: [{{since: 2024, formula: share, of: {{part: {part}, whole: K_od1}}, source: {{document: условный, item: "1", date: 2025-02-03}}}}]
    examples: [{{name: есть, given: {{{part}: 120, K_od1: 480}}, expect: 25.0}}, {{name: нет, given: {{{part}: 3, K_od1: 0}}, expect: null}}]
variables:
  K_fair: {{title: посетили ярмарку, unit: person, grades: 6-11, as_of: период, collected: форма, sensitive: false, source: {{document: условный, item: "1", date: 2025-02-03}}}}
"""  # noqa: E501 - a passport in lines as short as can be


@pytest.mark.parametrize(
    ("whom", "part", "expected"),
    [("с ОВЗ", "K_fair", {"K_fair"}), ("6–11 классов", "K_fair", set()), ("с ОВЗ", "K_pt", set())],
)
def test_who_is_counted_is_told_by_the_title_of_the_indicator_too(
    whom: str, part: str, expected: set[str], tmp_path: Path
) -> None:
    """«Посетили ярмарку» are pupils with ОВЗ by the one indicator that counts them; K_pt others count as everybody."""
    path = tmp_path / "catalogue.yaml"
    path.write_text(OWN.format(whom=whom, part=part), encoding="utf-8")
    assert sensitive_variables(catalogues.load(path)) - sensitive_variables(catalogues.load()) == expected


def test_the_other_categories_of_an_axis_would_tell_the_sensitive_one(tmp_path: Path) -> None:
    """Of 5 000 pupils 4 997 are «прочие»: three are what is left."""
    project = written(tmp_path, "категория=дети с ОВЗ")
    path = project / "data" / "raw" / "axes" / "dataset.yaml"
    text = path.read_text(encoding="utf-8").replace("категория=дети с ОВЗ, остальные", "категория=прочие")
    path.write_text(text, encoding="utf-8")
    internal = analyse(project, "axes")
    public = for_audience(internal, "public").results
    for seen, there in ((internal.results, True), (public, False)):
        assert seen.intake.counts["breakdown"].eq("категория=прочие").any() == there
    assert not any("прочие" in text_of(bundle) for bundle in cut(public).values())


@pytest.mark.parametrize("axis", AXES)
def test_no_number_of_a_sensitive_axis_is_in_any_public_file(tmp_path: Path, axis: str) -> None:
    project = written(tmp_path, f"{axis}=дети с ОВЗ")
    said: list[str] = []
    assert build(project, Request("axes", formats=("html", "xlsx"), audience="public"), said.append) == 0
    assert attack(project, "axes", said.append) == 0
    files = [path for path in (project / "reports").rglob("*") if path.suffix in (".html", ".ipynb", ".json")]
    bundles = list((project / "data/processed/axes/notes/2024-25/public").glob("*.json"))
    assert files
    assert bundles
    for path in (*files, *bundles):
        text = path.read_text(encoding="utf-8")
        assert "с ОВЗ" not in text, path
        assert "4997" not in text.replace("\u00a0", ""), path
        assert "8986" not in text.replace("\u00a0", ""), path


def test_the_attack_names_a_sensitive_axis_in_what_is_published(tmp_path: Path) -> None:
    project = written(tmp_path, "ОВЗ=да")
    build(project, Request("axes", formats=("html",), audience="public"), lambda _: None)
    [path] = (project / "data/processed/axes/notes/2024-25/public").glob("region-*.json")
    bundle = json.loads(read_text(path))
    bundle["appendices"] = {"parts": [{"axis": "ОВЗ", "indicator": "1.1", "counts": [["да", 3, 14]], "whole": [3, 14]}]}
    assert sensitive_parts(bundle) == ["/appendices/parts/0"]
    path.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    said: list[str] = []
    assert attack(project, "axes", said.append) == 1
    assert any("по группе детей" in line for line in said)


def test_a_regional_number_of_few_children_is_not_given(tmp_path: Path) -> None:
    project = written(tmp_path, "ОВЗ=да")
    counts = analyse(project, "axes").results.counts
    region = counts.assign(code="05000000", variable="K_ovz_reg", breakdown="").iloc[:1]
    catalogue = catalogues.load()
    place = Place("2024/25", "05000000", Thresholds())
    few, many = (mask_counts(region.assign(value=number), catalogue, place) for number in (3, 30))
    assert few.empty
    assert len(many) == 1


def written(folder: Path, axis: str) -> Path:
    home = folder / "data" / "raw" / "axes"
    (home / "tables").mkdir(parents=True)
    (home / "tables" / "t.csv").write_text(TABLE, encoding="utf-8")
    (home / "territories.csv").write_text(PLACES, encoding="utf-8")
    (home / "dataset.yaml").write_text(DATASET.format(axis=axis), encoding="utf-8")
    return folder
