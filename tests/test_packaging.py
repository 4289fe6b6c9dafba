"""What a user installs: the sdist holds what the wheel is made of, the wheel all it needs, from an empty folder on."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml
from helpers.projects import ROOT
from test_scaffold import fill

import careerstats

INSIDE = (
    "careerstats/py.typed",
    "careerstats/_shipped/notebooks/municipality.ipynb",
    "careerstats/_shipped/notebooks/region.ipynb",
    "careerstats/_shipped/data/raw/amur-2020/dataset.yaml",
    "careerstats/_shipped/data/raw/demo/dataset.yaml",
    "careerstats/scaffold/templates/dataset.txt",
    "careerstats/scaffold/templates/readme.txt",
    "careerstats/simulate/templates/dataset.txt",
    "careerstats/catalogue/goal-01.yaml",
    "careerstats/territories/territories.csv",
    "careerstats/fonts/Tinos-Regular.ttf",
    "careerstats/fonts/OFL.txt",
)


def build(target: str, source: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=300)
    (made,) = [path for path in out.iterdir() if path.suffix == (".whl" if target == "wheel" else ".gz")]
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the unpacked sdist, not from the checkout: what the sdist lacks, the wheel cannot have."""
    folder = tmp_path_factory.mktemp("packaging")
    with tarfile.open(build("sdist", ROOT, folder / "sdist")) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (source,) = (folder / "unpacked").iterdir()
    return build("wheel", source, folder / "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; the packages it needs are lent by ours, the program is not."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=300)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, check=True, capture_output=True, encoding="utf-8").stdout.strip())
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def call(programs: Path, where: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """``careerstats`` of that environment; nothing of ours is on its path."""
    hidden = ("PYTHONPATH", "CAREERSTATS_PROJECT")
    environment = {key: value for key, value in os.environ.items() if key not in hidden} | {"PYTHONUTF8": "1"}
    command = [str(programs / "careerstats"), *words]
    return subprocess.run(
        command, cwd=where, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
    )


def test_the_citation_names_this_version_and_licence() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == careerstats.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", cited["version"])
    assert (cited["license"], cited["cff-version"], cited["type"]) == ("MIT", "1.2.0", "software")
    assert cited["title"]
    assert cited["authors"]


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "src" / "careerstats" / "py.typed").is_file()


@pytest.mark.slow
def test_the_wheel_holds_data_notebooks_templates_and_fonts(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert [name for name in INSIDE if name not in names] == []
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []
    raw = {name.split("/")[4] for name in names if name.startswith("careerstats/_shipped/data/raw/")}
    assert raw == {"amur-2020", "demo"}


@pytest.mark.slow
def test_from_the_wheel_to_a_note_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    begun = call(installed, tmp_path, "doctor")
    assert begun.returncode == 0, begun.stdout
    assert str(installed.parent) in begun.stdout
    made = call(installed, tmp_path, "init", "new", "--region", "Новосибирская область", "--period", "2024/25")
    assert (made.returncode, made.stderr) == (0, "")
    fill(tmp_path / "data" / "raw" / "new")
    checked = call(installed, tmp_path, "check", "new")
    assert (checked.returncode, checked.stderr) == (0, "")
    built = call(installed, tmp_path, "build", "new", "--only", "50701000", "--jobs", "1")
    assert built.returncode == 0, built.stderr
    folder = tmp_path / "reports" / "new" / "2024-25" / "50701000"
    assert {"note.html", "note.docx", "note.pdf", "note.ipynb"} <= {path.name for path in folder.iterdir()}
    traced = call(installed, tmp_path, "trace", "new", "50701000", "1.1")
    assert traced.returncode == 0
    assert "tables/municipalities.csv, ячейка" in traced.stdout


@pytest.mark.slow
def test_public_names_are_there_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    question = (
        "import careerstats as cs; [getattr(cs, name) for name in cs.__all__]; "
        "print(cs.__file__, cs.indicator('1.1').compute(K_pt=412, K_od1=530).value)"
    )
    asked = [str(installed / "python"), "-c", question]
    done = subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8", timeout=120)
    path, value = done.stdout.split()
    assert path.startswith(str(installed.parent))
    assert value.startswith("77.7358")
