"""``attack`` reads the folder as a stranger does: every format, what lies there by chance, earlier publications."""

import base64
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from helpers.drawn_values import picture_of
from helpers.masked_regions import published as masked
from helpers.small_groups import REGION, codes, name_of, write
from lxml import html

from careerstats import catalogue as catalogues
from careerstats.blocks import Blocks
from careerstats.catalogue.sensitivity import sensitive_indicators
from careerstats.contracts.published import Counted, Record, Version
from careerstats.contracts.shared import read_bundle
from careerstats.disclosure.attacking import guesses_together
from careerstats.disclosure.hiding import Thresholds
from careerstats.disclosure.stated import Known, excessive
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.pipeline.attack.attacking import attack
from careerstats.pipeline.attack.published_files import can_read_pdf
from careerstats.pipeline.building import build
from careerstats.pipeline.request import Request
from careerstats.reasons import HIDDEN_NOTE

FEW, SECOND, *OTHERS = codes(5)
COUNTS = {FEW: (41, 3), SECOND: (53, 26), **dict(zip(OTHERS, [(60, 20), (70, 31), (200, 130)], strict=True))}
SECRETS = ("3 из 41", "3 / 41", "7,3", "38 из 41", "26 из 53", "26 / 53", "49,1")
"""What the hidden numbers would look like in words; they occur nowhere by chance."""


def attacked(project: Path) -> tuple[int, str]:
    said: list[str] = []
    return attack(project, "proba", said.append), "\n".join(said)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write(tmp_path_factory.mktemp("public"), COUNTS)
    assert build(project, Request("proba", audience="public"), lambda _: None) == 0
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project"))


def home(project: Path) -> Path:
    return project / "reports" / "proba" / "2024-25-public"


def test_nothing_is_found_in_what_was_built(built: Path) -> None:
    code, said = attacked(built)
    assert code == 0, said
    assert f"файлов: {6 * 5 + 4 if can_read_pdf() else 6 * 4 + 3}" in said, "of each note, the page, the method"
    assert "публикаций этого периода: 1; скрытых значений: 2" in said


# ---- an attacker of our own: what stands anywhere in the bytes


def words_of(path: Path) -> str:
    """All text of a file, however it is packed, by means of its own."""
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist() if "xml" in name]
        text = " ".join(re.sub("<[^>]+>", " ", part) for part in parts)
    elif path.suffix == ".pdf":
        text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    else:
        text = data.decode("utf-8")
        for picture in re.findall(r"base64,([A-Za-z0-9+/=]+)", text):
            text += base64.b64decode(picture).decode("utf-8", "replace")
        text = re.sub("<[^>]+>", " ", text) + " ".join(re.findall(r'"([^"]*)"', text))
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


def test_hidden_numbers_stand_in_no_file_of_any_format(built: Path) -> None:
    files = [path for path in home(built).rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".html", ".docx", ".pdf", ".xlsx", ".ipynb"}
    shown = 0
    for path in files:
        if path.suffix == ".pdf" and not can_read_pdf():
            continue
        text = words_of(path)
        shown += "20 из 60" in text or "33,3" in text
        assert [secret for secret in SECRETS if re.search(rf"(?<![\d,]){secret}(?![\d,])", text)] == [], path
    assert shown > 2, "the reader reads: what is shown is found"


def pictures(project: Path) -> list[str]:
    pages = sorted(home(project).rglob("note.html"))
    found = [one for page in pages for one in re.findall(r"svg\+xml;base64,([A-Za-z0-9+/=]+)", page.read_text("utf-8"))]
    return [base64.b64decode(one).decode() for one in found]


def test_no_coordinate_of_a_picture_is_a_hidden_value(built: Path) -> None:
    """A dot, a line, the end of a bar, read by the axis under it: in the row of a hidden place nothing is drawn."""
    drawn = [picture for svg in pictures(built) if (picture := picture_of(svg))]
    assert len(drawn) >= 4, "of each municipality that is shown, and of the region"
    for picture in drawn:
        for code, (whole, part) in COUNTS.items():
            values = picture.at(name_of(code))
            assert values == ([] if code in (FEW, SECOND) else [pytest.approx(100 * part / whole, abs=0.02)])
        for whole, part in (COUNTS[FEW], COUNTS[SECOND]):
            assert [one for one in picture.marks if abs(one.value - 100 * part / whole) < 0.1] == []


TAKING = {
    figures.dots: (), figures.trend: (), figures.slope: (), figures.spine: (), figures.strip: (), figures.quadrants: (),
    figures.stages: (), figures.network: (), figures.diagnosis: (), figures.tiles: ("ovz_guided",),
    figures.funnel: ("ovz_guided",), figures.concentration: ("ovz_guided",),
}  # fmt: skip
"""Pictures that a notebook of one's own may show the public, and what they are asked about."""


@pytest.mark.parametrize("figure", TAKING, ids=lambda figure: str(figure.__name__))
def test_no_picture_of_ones_own_can_draw_a_hidden_value(figure: Callable[..., Blocks], built: Path) -> None:
    for path in sorted((built / "data/processed/proba/notes/2024-25/public").glob("*-public-*.json")):
        note = Note(read_bundle(path), "0" * 64)
        for block in figure(note, *TAKING[figure]):
            svg = getattr(block, "svg", "")
            assert not [secret for secret in SECRETS if secret in f"{getattr(block, 'alt', '')} {block}"]
            if svg and (picture := picture_of(svg)):
                assert picture.at(name_of(FEW)) == picture.at(name_of(SECOND)) == []


# ---- what attack must find


def in_html(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("скрыто", "3 из 41", 1), encoding="utf-8")


def in_package(path: Path) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data.replace("скрыто".encode(), "3 из 41".encode()))


def in_notebook(path: Path) -> None:
    text = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
    path.write_text(text.replace("скрыто", "3 из 41"), encoding="utf-8")


LEAKS: list[tuple[str, str, Callable[[Path], None]]] = [
    (FEW, "note.html", in_html), (FEW, "note.docx", in_package), (REGION, "tables.xlsx", in_package),
    (FEW, "note.ipynb", in_notebook),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "leak"), LEAKS)
def test_a_number_in_a_file_is_read_as_a_stranger_reads_it(
    code: str, name: str, leak: Callable[[Path], None], project: Path
) -> None:
    leak(home(project) / code / name)
    answer, said = attacked(project)
    assert answer == 1
    assert f"файл изменён после сборки: 2024-25-public/{code}/{name}" in said
    assert re.search(rf"{code}/{re.escape(name)}: «.*Охвачены.*»: 41", said), said


def test_a_number_on_the_page_of_the_region_is_read_with_its_row_and_column(project: Path) -> None:
    page = home(project) / "index.html"
    text = page.read_text(encoding="utf-8")
    row = text.index(f'data-code="{FEW}"')
    page.write_text(text[:row] + text[row:].replace(">скрыто", ' data-n="3" data-m="41">скрыто', 1), encoding="utf-8")
    code, said = attacked(project)
    assert code == 1
    assert f"index.html: «{name_of(FEW)} район · Охвачены" in said


def test_what_the_build_did_not_write_is_named(project: Path) -> None:
    (home(project) / "90609000").mkdir()
    (home(project) / "90609000" / "note.html").write_text("<p>прежняя справка</p>", encoding="utf-8")
    code, said = attacked(project)
    assert code == 1
    assert "файл, которого сборка не писала: 2024-25-public/90609000/note.html" in said


def test_the_method_is_known_and_what_became_of_it_is_named(project: Path) -> None:
    method = home(project) / "method.html"
    method.write_text(method.read_text(encoding="utf-8") + "<p>дописано</p>", encoding="utf-8")
    code, said = attacked(project)
    assert code == 1
    assert "файл изменён после сборки: 2024-25-public/method.html" in said
    assert "method.pdf" not in said


def test_two_versions_that_subtract_are_found(project: Path) -> None:
    """As a wall without memory would have published them: three hidden of the first, seven shown of the second."""
    counts = {code: (part, whole) for code, (whole, part) in COUNTS.items()}
    versions = []
    for one in (counts, {**counts, FEW: (7, 41)}):
        [publication] = masked(iter([one]))
        closed = {code: () if code in publication.shown else ("part", "rest") for code in one}
        rows = [
            Counted(code=code, indicator="ovz_guided", part=part, whole=whole, hidden=closed[code])
            for code, (part, whole) in one.items()
        ]
        versions.append(Version(rows=tuple(rows)))
    editions = sensitive_indicators(catalogues.load(), "2024/25")
    found = guesses_together(versions, editions, REGION, Thresholds())
    assert [(one.code, one.low, one.high) for one in found if one.gives_away(Thresholds())] == [(FEW, 3, 3)]
    path = project / "data/processed/proba/published/2024-25.json"
    path.write_bytes(msgspec.json.encode(Record(versions=tuple(versions))))
    code, said = attacked(project)
    assert code == 1
    assert f"по всем публикациям вместе: {name_of(FEW)} район, ovz_guided: от 3 до 3" in said


def test_a_hidden_value_of_the_region_is_told_to_nobody_and_attacked_like_any_other(tmp_path: Path) -> None:
    """Two of one municipality and none of the others: their sum would tell, and is hidden with all of them."""
    project = write(tmp_path, dict(zip(codes(3), [(40, 2), (60, 0), (50, 0)], strict=True)))
    built = build(project, Request("proba", formats=("html",), audience="public"), lambda _: None)
    code, said = attacked(project)
    assert (built, code) == (0, 0), said
    page = (home(project) / REGION / "note.html").read_text(encoding="utf-8")
    told = " ".join(html.document_fromstring(page).text_content().replace("\u00ad", "").split())
    assert HIDDEN_NOTE in told
    assert "Сведений для публикации нет" not in told, "there are, and they are hidden"


def test_the_regions_note_says_why_numbers_of_municipalities_are_hidden(built: Path) -> None:
    page = (home(built) / REGION / "note.html").read_text(encoding="utf-8")
    told = " ".join(html.document_fromstring(page).text_content().replace("\u00ad", "").split())
    assert HIDDEN_NOTE in told
    assert "в муниципальных образованиях – от" not in told, "the least may be among the hidden"


# ---- whose a number is


def test_a_number_of_the_next_row_of_a_page_is_not_of_the_row_before() -> None:
    names = {"ovz": frozenset({"охвачены с овз"})}
    titles = frozenset({"охвачены с овз", "получили консультации"})
    known = Known({("r", "ovz"): (100, 200)}, frozenset({("a", "ovz")}), "r", names, titles, {})
    two_rows = "Охвачены с ОВЗ –  Получили консультации 349 из 834"
    assert list(excessive([(two_rows, "", "")], "a", known)) == []
    assert list(excessive([("Получили консультации 349 из 834  Охвачены с ОВЗ –", "", "")], "a", known)) == []
    assert len(list(excessive([("Охвачены с ОВЗ 3 из 14  Получили консультации 349 из 834", "", "")], "a", known))) == 2
    assert len(list(excessive([("3 из 14 охвачены с ОВЗ", "", "")], "a", known))) == 2


def test_a_number_behind_which_a_municipality_stands_in_brackets_is_of_that_one() -> None:
    """As the words under a picture tell who is the least and who the greatest, also in the note of a third."""
    names = {"ovz": frozenset({"доля охваченных с овз"})}
    places = {"b": "Уезд-03 район", "c": "г. Речной"}
    known = Known(
        {("b", "ovz"): (30, 50), ("c", "ovz"): (12, 50)}, frozenset({("a", "ovz")}), "r", names, frozenset(), places
    )
    told = "Доля охваченных с ОВЗ: от 24,0 % (г. Речной) до 60,0 % (Уезд-03 район)"
    assert list(excessive([(told, "", "")], "a", known)) == []
    [found] = excessive([(f"{told}, 7,3 %", "", "")], "a", known)
    assert found.endswith(": 7,3")
    assert list(excessive([("Доля охваченных с ОВЗ: 24,0 %", "", "")], "a", known)) != [], "of nobody who is named"
