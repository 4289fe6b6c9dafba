"""A region's list and a municipality's: what coincides, what differs, what is missing."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_catalogue import VARIABLE, edition, entry

from careerstats import catalogue
from careerstats.catalogue.integration import DIFFERS, ONLY_FIRST, ONLY_SECOND, SAME
from careerstats.errors import CatalogueError, UsageError


def listed(path: Path, *indicators: dict[str, Any]) -> catalogue.Catalogue:
    own = {"variables": {"K_own": VARIABLE}, "indicators": list(indicators)}
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return catalogue.load_list(path)


def test_a_list_holds_only_its_own_indicators(tmp_path: Path) -> None:
    assert list(listed(tmp_path / "a.yaml", entry()).indicators) == ["own"]


def test_what_coincides_differs_and_is_missing(tmp_path: Path) -> None:
    regional = listed(tmp_path / "r.yaml", entry(), entry(id="b", title="Б"), entry(id="c", title="В"))
    changed = entry(id="b", title="Б", editions=[edition(of={"part": "K_own", "whole": "K_reg"})], examples=[
        {"name": "а", "given": {"K_own": 1, "K_reg": 2}, "expect": 50},
        {"name": "б", "given": {"K_own": 1, "K_reg": 0}, "expect": None},
    ])  # fmt: skip
    municipal = listed(tmp_path / "m.yaml", entry(), changed, entry(id="d", title="Г"))
    found = catalogue.integrate(regional, municipal)
    assert [(one.status, one.title) for one in found] == [
        (SAME, "Доля занятых, %"), (DIFFERS, "Б"), (ONLY_FIRST, "В"), (ONLY_SECOND, "Г"),
    ]  # fmt: skip
    assert found[1].differences == (
        "формула: share (part = K_own, whole = K_611) – share (part = K_own, whole = K_reg)",
    )


@pytest.mark.parametrize("title", ["доля  занятых %", "Доля занятых", "ДОЛЯ ЗАНЯТЫХ, %"])
def test_one_title_under_two_numbers_is_one_indicator(title: str, tmp_path: Path) -> None:
    found = catalogue.integrate(
        listed(tmp_path / "r.yaml", entry()), listed(tmp_path / "m.yaml", entry(id="7", title=title))
    )
    assert [one.status for one in found] == [DIFFERS]
    assert found[0].differences == ("номер: own – 7",)


def test_a_list_with_a_mistake_is_not_compared(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="показатель own: нет поля «why»"):
        listed(tmp_path / "a.yaml", entry(why=None))


def test_a_list_may_take_shipped_indicators_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("shipped: ['1.1', trial]\n", encoding="utf-8")
    found = catalogue.load_list(path)
    core = catalogue.load().of_pack("core")
    assert list(found.indicators) == ["1.1", "trial"]
    statuses = [one.status for one in catalogue.integrate(found, core)]
    assert statuses == [SAME, SAME, *[ONLY_SECOND] * (len(core.indicators) - 2)]


def test_a_name_that_the_catalogue_does_not_have_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("shipped: [trail]\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"Показателя «trail» нет\. Возможно, имелось в виду: trial"):
        catalogue.load_list(path)


def test_a_dataset_does_not_take_shipped_indicators_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text("shipped: [trial]\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="поле «shipped» – для перечня, который сопоставляют"):
        catalogue.load(path)
