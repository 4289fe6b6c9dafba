"""A municipality is meant by the same words on the command line and in a notebook."""

import json
import re

import pytest
from conftest import Built
from helpers.projects import AMUR, BELOGORSK, ROOT

from careerstats.errors import NoteError
from careerstats.pipeline.opening import open_note

MEANT = {
    "its code": BELOGORSK,
    "a number": int(BELOGORSK),
    "its id": "amur-belogorsk-city",
    "its name": "г. Белогорск",
    "its full type": "городской округ город Белогорск",
}


@pytest.fixture(autouse=True)
def there(whole: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(whole.folder))


@pytest.mark.parametrize("words", MEANT.values(), ids=MEANT)
def test_the_command_line_and_a_notebook_mean_the_same(words: str | int, whole: Built) -> None:
    assert open_note(AMUR, words).territory.code == BELOGORSK
    listed = whole.run("list", AMUR, "--only", str(words)).out
    assert re.findall(r"^(\d{8})  ", listed, re.MULTILINE) == [BELOGORSK]


def test_a_spelling_of_the_table_is_understood() -> None:
    assert open_note(AMUR, "Бурейский").territory.id == "amur-bureysk-district"


def test_an_unknown_name_is_refused_with_the_same_words_in_both(whole: Built) -> None:
    refused = whole.run("list", AMUR, "--only", "Белогорскк")
    with pytest.raises(NoteError) as error:
        open_note(AMUR, "Белогорскк")
    assert "Возможно, имелось в виду" in str(error.value)
    assert str(error.value) in refused.err


def test_the_notebooks_for_the_public_open_its_notes_by_hand_too_and_say_how_they_are_built() -> None:
    with pytest.raises(NoteError, match=f"Сначала: careerstats build {AMUR} --only {BELOGORSK} --audience public"):
        open_note(AMUR, BELOGORSK, audience="public")
    with pytest.raises(NoteError, match=r"audience: «press» не бывает\. Можно: internal, public\."):
        open_note(AMUR, BELOGORSK, audience="press")
    assert not open_note(AMUR, BELOGORSK, audience="internal").is_public
    for name in ("municipality-public", "region-public"):
        cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        opening = [line for cell in cells for line in cell["source"] if "open_note" in line]
        assert opening
        assert all('audience="public"' in line for line in opening)
