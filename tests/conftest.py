"""What all tests share: no network, the hypothesis profile, one whole build, words for a lacking program."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from helpers.offline import sitecustomize as offline
from helpers.projects import Done, Project, new_project

PACKAGES = {
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "soffice": "libreoffice-writer libreoffice-calc",
    "soffice-math": "libreoffice-math",
    "strace": "strace",
    "setpriv": "util-linux",
}

hypothesis.settings.register_profile("careerstats", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("careerstats")


def pytest_configure(config: pytest.Config) -> None:
    """Processes that tests start import the guard, which importing it has switched on here, and share one journal."""
    handle, journal = tempfile.mkstemp(prefix="careerstats-network-")
    os.close(handle)
    os.environ[offline.JOURNAL] = journal
    config.add_cleanup(Path(journal).unlink)
    paths = [str(Path(offline.__file__).parent), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches past this computer fails, itself or in a process it started, whoever swallowed the error."""
    journal = Path(os.environ[offline.JOURNAL])
    before = journal.stat().st_size
    yield
    if journal.stat().st_size > before:
        pytest.fail(f"the network was asked for:\n{journal.read_bytes()[before:].decode()}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """``@pytest.mark.needs("soffice")`` skips a test where the program is absent."""
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if not _installed(program):
                pytest.skip(f"нет программы {program}: установите пакет {PACKAGES.get(program, program)}")


def _installed(program: str) -> bool:
    """LibreOffice's editor of formulas is a package of its own, and no command: its library lies beside soffice."""
    if program == "soffice-math":
        return any(Path(shutil.which("soffice") or "").resolve().parent.glob("*smlo.*"))
    return shutil.which(program) is not None


@dataclass(frozen=True)
class Built(Project):
    """A project in which everything was built once; tests read it, those that change something take a copy."""

    first: Done


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All thirty notes in all formats: about twenty seconds, once for all tests."""
    project = new_project(tmp_path_factory.mktemp("whole"))
    return Built(project.folder, project.build())
