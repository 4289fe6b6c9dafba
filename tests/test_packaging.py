"""What a user installs: the sdist holds what the wheel is made of, the wheel all it needs, from an empty folder on."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml
from helpers.offline import sitecustomize as offline
from helpers.projects import ROOT
from test_scaffold import fill

import careerstats

INSIDE = (
    "careerstats/py.typed",
    "careerstats/_shipped/notebooks/municipality.ipynb",
    "careerstats/_shipped/notebooks/region.ipynb",
    "careerstats/_shipped/data/raw/amur-2020/dataset.yaml",
    "careerstats/_shipped/data/raw/demo/dataset.yaml",
    "careerstats/_shipped/docs/tutorial.md",
    "careerstats/_shipped/docs/registers.md",
    "careerstats/_shipped/docs/howto/index.md",
    "careerstats/_shipped/docs/pictures/chance.svg",
    "careerstats/_shipped/README.ru.md",
    "careerstats/scaffold/schemas/dataset.schema.json",
    "careerstats/scaffold/templates/readme.txt",
    "careerstats/simulate/templates/dataset.txt",
    "careerstats/catalogue/goal-01.yaml",
    "careerstats/territories/territories.csv",
    "careerstats/territories/classifier.csv",
    "careerstats/territories/towns.csv",
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
        # Python has the filter from 3.11.4 on; the archive is our own
        archive.extractall(folder / "unpacked", **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
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


# The same with the packages of the lock instead of ours: what a stranger gets


@pytest.fixture(scope="module")
def stranger(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of a new environment: the lock as it is, then the wheel alone. pip finds packages as it is configured."""
    folder = tmp_path_factory.mktemp("stranger") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=300)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    locked = _pip(python, "--no-compile", "--require-hashes", "-r", str(ROOT / "requirements.lock"))
    if locked.returncode and "from versions: none" in locked.stderr:
        pytest.skip("пакеты взять неоткуда: ни сети, ни папки пакетов в настройках pip")
    assert locked.returncode == 0, locked.stderr[-3000:]
    alone = _pip(python, "--no-deps", "--no-index", str(wheel))
    assert alone.returncode == 0, alone.stderr[-3000:]
    (site,) = folder.rglob("site-packages")
    shutil.copy(offline.__file__, site)  # from here on no network
    return python


def _pip(python: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """``pip install`` by whoever installs: the guard of the tests against the network is not his."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"PYTHONUTF8": "1"}
    command = [str(python), "-m", "pip", "install", "--quiet", *words]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=1500)


def from_nothing(python: Path, home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command of that environment by somebody who has nothing but an empty home, beside which he works."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT", offline.JOURNAL) if key in os.environ}
    environment = kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"}
    return subprocess.run(
        [str(python.parent / words[0]), *words[1:]],
        cwd=home.parent / "work",
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=900,
    )


@pytest.mark.slow
def test_a_stranger_with_the_lock_and_the_wheel_gets_from_nothing_to_a_note(stranger: Path, tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()

    asked = from_nothing(
        stranger, home, "python", "-c", "import careerstats, sys; print(careerstats.__file__, *sys.path)"
    )
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.startswith(str(stranger.parents[1]))
    assert str(ROOT) not in asked.stdout

    made = from_nothing(
        stranger, home, *("careerstats", "init", "new", "--region", "Новосибирская область", "--period", "2024/25")
    )
    assert (made.returncode, made.stderr) == (0, "")
    told = from_nothing(stranger, home, "careerstats", "doctor")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "наборы данных: new" in told.stdout
    assert str(ROOT) not in told.stdout

    (shipped,) = re.findall(r"\((.*_shipped).notebooks\)", told.stdout)  # the doctor says where the examples are
    shutil.copytree(Path(shipped, "data", "raw", "demo"), work / "data" / "raw" / "demo")
    built = from_nothing(stranger, home, "careerstats", "build", "demo", "--only", "02607000")
    assert built.returncode < 2, built.stderr
    assert "Traceback" not in built.stderr + built.stdout
    folder = work / "reports" / "demo" / "2024-25" / "02607000"
    assert {"note.html", "note.docx", "note.pdf", "note.ipynb"} <= {path.name for path in folder.iterdir()}


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
    told = re.search(r"Документация: (.+); урок – tutorial\.md", begun.stdout)
    assert told
    assert (Path(told[1]) / "tutorial.md").is_file()
    assert Path(told[1]).is_relative_to(installed.parent)
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
    assert "tables/municipalities.xlsx, ячейка" in traced.stdout


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
