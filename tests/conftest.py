"""What all tests share: the hypothesis profile, and words for a test that lacks a program."""

import shutil

import hypothesis
import pytest

PACKAGES = {
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "soffice": "libreoffice-writer",
}

hypothesis.settings.register_profile("careerstats", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("careerstats")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """``@pytest.mark.needs("soffice")`` skips a test where the program is absent."""
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if shutil.which(program) is None:
                pytest.skip(f"нет программы {program}: установите пакет {PACKAGES.get(program, program)}")
