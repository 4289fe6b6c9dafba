"""Links and devices among the files of a dataset: allowed inside it, refused in words where they lead out."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.projects import ROOT

from careerstats.errors import DatasetError, UsageError
from careerstats.intake import open_dataset

pytestmark = pytest.mark.skipif(os.name == "nt", reason="ссылки только с правами администратора")

Plant = Callable[[Path], None]
NAMES = ("territories.csv", "aliases.csv", "catalogue.yaml", "template.docx", "recommendations.yaml", "plans/a.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = ROOT / "data" / "raw" / "amur-2020"
    return Path(shutil.copytree(source, tmp_path / "data" / "raw" / "amur-2020"))


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def link_out(path: Path) -> None:
    secret = path.parents[path.parts[::-1].index("raw")] / "secret"
    secret.write_text("тайна", encoding="utf-8")
    path.symlink_to(secret)


def circle(path: Path) -> None:
    path.symlink_to(path.name)


WHY = {pipe: "канал", device: "ведёт из папки", link_out: "ведёт из папки", circle: "никуда не ведёт"}


@pytest.mark.parametrize("plant", WHY)
@pytest.mark.parametrize("name", NAMES)
def test_what_leads_out_or_has_no_end_is_refused_by_name(name: str, plant: Plant, folder: Path, tmp_path: Path) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    plant(path)
    with pytest.raises(DatasetError, match=f"{name}: .*{WHY[plant]}") as refused:
        open_dataset(tmp_path, "amur-2020")
    assert "тайна" not in str(refused.value)


@pytest.mark.parametrize("plant", WHY)
def test_so_is_dataset_yaml_itself(plant: Plant, folder: Path, tmp_path: Path) -> None:
    (folder / "dataset.yaml").unlink()
    plant(folder / "dataset.yaml")
    with pytest.raises((DatasetError, UsageError), match=r"dataset\.yaml"):
        open_dataset(tmp_path, "amur-2020")


def test_a_folder_by_a_link_that_leads_out_is_refused(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "tables", tmp_path / "tables")
    (folder / "tables").symlink_to(tmp_path / "tables")
    with pytest.raises(DatasetError, match="tables: ссылка, которая ведёт из папки"):
        open_dataset(tmp_path, "amur-2020")


def test_a_link_inside_the_dataset_and_a_dataset_by_a_link_are_read(folder: Path, tmp_path: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "template.docx").write_bytes(b"PK")
    (folder / "template.docx").symlink_to(Path("own", "template.docx"))
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    assert open_dataset(tmp_path, "amur-2020").name == "amur-2020"
