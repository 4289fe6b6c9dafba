"""What all tests share: the hypothesis profile, the notes of one whole build, words for a test that lacks a program."""

import shutil
from dataclasses import dataclass

import hypothesis
import pytest
from helpers.projects import Done, Project, new_project

PACKAGES = {
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "soffice": "libreoffice-writer libreoffice-calc",
}

hypothesis.settings.register_profile("careerstats", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("careerstats")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """``@pytest.mark.needs("soffice")`` skips a test where the program is absent."""
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if shutil.which(program) is None:
                pytest.skip(f"нет программы {program}: установите пакет {PACKAGES.get(program, program)}")


@dataclass(frozen=True)
class Built(Project):
    """A project in which everything was built once; tests read it, those that change something take a copy."""

    first: Done


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All thirty notes in all formats: about twenty seconds, once for all tests."""
    project = new_project(tmp_path_factory.mktemp("whole"))
    return Built(project.folder, project.build())
