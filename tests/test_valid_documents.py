"""Written documents -> what validators of their standards find wrong with them: nothing; and a planted fault: found.

Open XML: the rules of Microsoft's Open XML SDK (``openxml-audit``). PDF/UA-1 and PDF/A-2a: ``page-validation``, and
``pdfua``, which sees less and reads differently. All of them belong to the extra ``valid``.
"""

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from helpers.export_sample import code_cell, hostile, notebook, sample
from helpers.ordinary import executed
from helpers.projects import ROOT, run

from careerstats import blocks
from careerstats.export import WRITERS, from_notebook

CODE, REGION = "02503000", "02000000"
EXTRA = "нет {}: установите careerstats[valid]"


def letter() -> dict[str, Any]:
    head = blocks.letterhead(["Институт", "Северная ул., 107"], ["Руководителю"])
    return notebook(code_cell(head, blocks.paragraph("Направляем справку."), blocks.signature("Ректор", "", "Отдел")))


MADE = {"sample": sample, "hostile": hostile, "letter": letter, "ordinary": executed}


@pytest.fixture(scope="module", params=MADE)
def model(request: pytest.FixtureRequest) -> Any:
    return from_notebook(MADE[request.param]())


def office_faults(data: bytes, suffix: str, folder: Path) -> list[str]:
    audit = pytest.importorskip("openxml_audit", reason=EXTRA.format("openxml-audit"))
    path = folder / f"file{suffix}"
    path.write_bytes(data)
    return [str(error) for error in audit.OpenXmlValidator().validate(path).errors]


def pdf_faults(data: bytes) -> list[str]:
    """What ``page`` finds by both profiles."""
    page = pytest.importorskip("page", reason=EXTRA.format("page-validation"))
    reports = [page.validate_pdf_bytes(data, profile=page.ValidationProfile(name)) for name in ("ua1", "2a")]
    assert all(report.rules.total > 100 for report in reports)
    failures = [failure for report in reports for failure in report.failures]
    return [f"{one.rule_id}: {one.message}" for one in failures if not _is_misread(data, one)]


def _is_misread(data: bytes, failure: Any) -> bool:
    """A stream whose last byte is a carriage return: the validator takes it for a part of the end of the line."""
    if "STREAM-LENGTH" not in failure.rule_id:
        return False
    number = failure.object_id.object_number
    found = re.search(rb"\n%d 0 obj\s*<<.*?/Length (\d+).*?>>\s*?stream\n" % number, data, re.DOTALL)
    assert found
    end = found.end() + int(found[1])
    return data[end - 1 : end] == b"\r" and data[end : end + 10] == b"\nendstream"


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """An Office file with one place of one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(name, text)
    return out.getvalue()


def test_word_files_keep_the_rules_of_open_xml(model: Any, tmp_path: Path) -> None:
    assert office_faults(WRITERS["docx"](model), ".docx", tmp_path) == []


def test_workbooks_keep_the_rules_of_open_xml(model: Any, tmp_path: Path) -> None:
    assert office_faults(WRITERS["xlsx"](model), ".xlsx", tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<w:cantSplit/>", "<w:cantDivide/>"),
        ('<w:jc w:val="center"/>', '<w:jc w:val="middle"/>'),
        ("<w:keepNext/>", '<w:jc w:val="left"/><w:keepNext/>'),
        ("<m:num>", '<m:den/><m:num w:val="1">'),
        ('<w:gridSpan w:val="5"/>', '<w:gridSpan w:val="many"/>'),
    ],
)
def test_the_validator_of_open_xml_finds_a_planted_fault(old: str, new: str, tmp_path: Path) -> None:
    whole = WRITERS["docx"](from_notebook(sample()))
    assert office_faults(changed(whole, "word/document.xml", old, new), ".docx", tmp_path)


def test_pdf_files_keep_the_rules_of_accessibility_and_archiving(model: Any) -> None:
    assert pdf_faults(WRITERS["pdf"](model)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Lang(ru-RU)", b"/Lung(ru-RU)"),
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null"),
        (b"/Marked true", b"/Marked null"),
        (b"<pdfuaid:part>1<", b"<pdfuaid:part>7<"),
        (b"/S/Figure", b"/S/Figyre"),
        (b"/Alt<FEFF", b"/Alp<FEFF"),
        (b"/RoleMap", b"/RoleMop"),
        (b"/StructTreeRoot", b"/StructTreeRuut"),
    ],
)
def test_the_validator_of_pdf_finds_a_planted_fault(old: bytes, new: bytes) -> None:
    whole = WRITERS["pdf"](from_notebook(sample()))
    assert old in whole
    assert pdf_faults(whole.replace(old, new))


def test_a_second_reader_of_pdf_finds_nothing_either(model: Any, tmp_path: Path) -> None:
    reader = pytest.importorskip("pdfua", reason=EXTRA.format("pdfua"))
    path = tmp_path / "note.pdf"
    path.write_bytes(WRITERS["pdf"](model))
    assert [finding for finding in reader.validate(path).findings if finding.severity is not reader.Severity.INFO] == []


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of document of the fictional region, through the whole pipeline."""
    project = tmp_path_factory.mktemp("valid")
    shutil.copytree(ROOT / "data" / "raw" / "demo", project / "data" / "raw" / "demo")
    head = "\nletterhead: {lines: [Институт], addressee: Начальнику управления, position: Ректор, executor: Отдел}\n"
    with (project / "data" / "raw" / "demo" / "dataset.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(head)
    build = ("--project", str(project), "build", "demo")
    run(*build, "--only", CODE, "--only", REGION)
    for kind in ("quality", "progress", "school", "cycle"):
        run(*build, "--only", CODE, "--notebook", kind)
    return project / "reports" / "demo" / "2024-25"


KINDS = {
    "municipality": f"{CODE}/note",
    "region": f"{REGION}/note",
    "letter": f"{CODE}/пакет/Письмо*",
    "quality": f"{CODE}/quality",
    "progress": f"{CODE}/progress",
    "school": f"{CODE}/school-*-001",
    "cycle": f"{CODE}/cycle",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_built_document_is_valid(kind: str, reports: Path, tmp_path: Path) -> None:
    [pdf] = reports.glob(f"{KINDS[kind]}.pdf")
    [word] = reports.glob(f"{KINDS[kind]}.docx")
    assert pdf_faults(pdf.read_bytes()) == []
    assert office_faults(word.read_bytes(), ".docx", tmp_path) == []


@pytest.mark.slow
def test_every_built_workbook_is_valid(reports: Path, tmp_path: Path) -> None:
    found = [path for path in reports.rglob("*.xlsx") if path.parent.name in (CODE, REGION, "пакет")]
    assert {path.name.split("_")[0].split("-")[0] for path in found} >= {"tables.xlsx", "plan.xlsx", "Замечания"}
    for path in found:
        assert office_faults(path.read_bytes(), ".xlsx", tmp_path) == [], path.name


@pytest.mark.slow
@pytest.mark.needs("soffice", "soffice-math")
def test_libreoffice_finds_the_tables_figures_and_equations_of_the_model(reports: Path, tmp_path: Path) -> None:
    kinds = ("municipality", "region", "quality")
    for kind in kinds:
        shutil.copy(reports / f"{KINDS[kind]}.docx", tmp_path / f"{kind}.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{kind}.docx") for kind in kinds]
    words = ["--headless", "--convert-to", "odt", "--outdir", str(tmp_path), *files]
    subprocess.run(["soffice", profile, *words], check=True, capture_output=True, timeout=300)
    for kind in kinds:
        executed = json.loads((reports / f"{KINDS[kind]}.ipynb").read_text(encoding="utf-8"))
        assert counted(tmp_path / f"{kind}.odt") == expected(from_notebook(executed)), kind


def counted(odt: Path) -> dict[str, int]:
    with zipfile.ZipFile(odt) as archive:
        content = archive.read("content.xml").decode("utf-8")
    equations = content.count("<draw:object ")  # each comes with a picture of itself
    pictures = content.count("<draw:image ") - equations
    return {"tables": content.count("<table:table "), "figures": pictures, "equations": equations}


def expected(model: dict[str, Any]) -> dict[str, int]:
    """A signature and a letterhead are tables in Word; each symbol explained under a formula is an equation."""
    found = [block.kind for block in model.blocks]
    tables = sum(found.count(kind) for kind in ("table", "signature", "letterhead"))
    equations = sum(1 + len(block.where) for block in model.blocks if block.kind == "formula")
    return {"tables": tables, "figures": found.count("figure"), "equations": equations}
