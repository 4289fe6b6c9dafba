"""A notebook of the project's own is built for everybody it declares itself for, and for nobody else's eyes."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Built
from helpers.batch_notebooks import write_notebook
from helpers.projects import AMUR, BELOGORSK, HTML, REGION, TWO, ZAVITINSK, Project, copy_of, new_project

from careerstats.batch import ledger
from careerstats.errors import NoteError
from careerstats.pipeline.own_notebooks import own, report_of, undrawn
from careerstats.pipeline.reports import FORMATS

OPENS = """import careerstats as cs
from careerstats.note import sections
note = cs.open_note(dataset, municipality, period)"""
REGIONAL = OPENS.replace("municipality,", '"region",')
SHOWS = (
    "from IPython.display import Markdown\n"
    'Markdown("\\n\\n".join(f"{row.title}: {row.numerator} из {row.denominator}" for row in note.values.itertuples()))'
)


def put(project: Path, name: str, declared: str, *cells: str) -> Path:
    """notebooks/<name>.ipynb with that line in the cell of its parameters."""
    folder = project / "notebooks"
    folder.mkdir(exist_ok=True, parents=True)
    path = write_notebook(folder / f"{name}.ipynb", *cells)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    line = f"#| careerstats: {declared}\n" if declared else ""
    notebook["cells"][0]["source"] = f'{line}dataset = ""\nmunicipality = ""\nperiod = None'
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return path


# ---- the line


DECLARED: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing": ("", {"parameter": "municipality", "formats": FORMATS, "audiences": ("internal",), "title": "study"}),
    "formats": ("{formats: [docx, pdf]}", {"formats": ("docx", "pdf")}),
    "one format": ("{formats: docx}", {"formats": ("docx",)}),
    "everybody": ("{audience: [internal, public]}", {"audiences": ("internal", "public")}),
    "the region": ("{whose: region, title: Наше исследование}", {"parameter": "", "title": "Наше исследование"}),
}


@pytest.mark.parametrize(("line", "expected"), DECLARED.values(), ids=DECLARED)
def test_a_line_declares_a_report(line: str, expected: dict[str, Any], tmp_path: Path) -> None:
    put(tmp_path, "study", line)
    report = report_of(tmp_path, "study")
    assert {name: getattr(report, name) for name in expected} == expected
    assert (report.notebook, report.note, report.packed) == ("study", False, False)


WRONG = {
    "no YAML": ("{formats: [docx", "запись не читается"),
    "an unknown field": ("{format: docx}", "format"),
    "an unknown format": ("{formats: [odt]}", "нет такого: odt; можно: html, docx, pdf, xlsx"),
    "an unknown audience": ("{audience: [press]}", "нет такого: press; можно: internal, public"),
    "an unknown addressee": ("{whose: everybody}", "whose"),
    "two lines": ("{}\n#| careerstats: {}", "таких строк 2"),
}


@pytest.mark.parametrize(("line", "said"), WRONG.values(), ids=WRONG)
def test_a_line_that_cannot_be_read_is_refused_in_words(line: str, said: str, tmp_path: Path) -> None:
    path = put(tmp_path, "study", line)
    with pytest.raises(NoteError) as refused:
        report_of(tmp_path, "study")
    for words in (str(path), "#| careerstats: …", said, "Пример: #| careerstats: {whose: municipality"):
        assert words in str(refused.value)


def test_signs_that_no_font_draws_are_named_with_their_cell(tmp_path: Path) -> None:
    put(tmp_path, "study", "", "#| tbl-cap: Гора 山\nprint('✅')")
    (remark,) = undrawn(tmp_path)
    assert (remark.file, remark.severity) == ("notebooks/study.ipynb", "warning")
    assert remark.message == "ячейка 2: шрифты программы не содержат «山» (U+5C71)"


def test_shipped_notebooks_and_names_of_files_are_nobodys(tmp_path: Path) -> None:
    for name in ("municipality", "research", "start", "note", "моё-исследование", "my_study", "a b"):
        put(tmp_path, name, "")
    assert own(tmp_path) == ["my_study", "моё-исследование"]


# ---- built


@pytest.fixture(scope="module")
def project(whole: Built, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_of(whole, tmp_path_factory.mktemp("own") / "project")
    both = "{audience: [internal, public], title: Наше исследование}"
    put(project.folder, "study", both, OPENS, "# md # Наше исследование", SHOWS, "sections.plain_table(note)")
    put(project.folder, "of_region", "{whose: region, formats: [html]}", REGIONAL, "# md # О регионе", SHOWS)
    put(project.folder, "inside", "", OPENS, "# md # Для себя")
    return project


def test_it_is_built_for_each_municipality_and_stands_on_the_page(project: Project) -> None:
    done = project.run("build", AMUR, *TWO, "--only", REGION, "--notebook", "study,of_region")
    assert done.code == 0, done.out + done.err
    for code in (BELOGORSK, ZAVITINSK):
        files = {path.name for path in project.note(code).parent.glob("study.*")}
        assert files == {f"study.{form}" for form in (*FORMATS, "ipynb")}
    text = project.note(BELOGORSK, "study.html").read_text(encoding="utf-8")
    assert "Зарегистрированы на платформе: 1731 из 3723" in text.replace("\u00a0", " ")
    assert "Наше исследование" in (project.reports / "index.html").read_text(encoding="utf-8")
    of_region = {path.name for path in project.note(REGION).parent.glob("of_region.*")}
    assert of_region == {"of_region.html", "of_region.ipynb"}
    assert project.note(BELOGORSK).is_file(), "the notes of the region stay"


def test_it_is_unchanged_stored_and_verified_like_a_note(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    put(project.folder, "study", "{title: Наше исследование}", OPENS, "# md # Наше исследование", SHOWS)
    project.run("build", AMUR, *TWO, *HTML, "--notebook", "study")
    again = project.run("build", AMUR, *TWO, *HTML, "--notebook", "study")
    assert "Ничего не изменилось" in again.out
    before = project.note(BELOGORSK, "study.html").read_bytes()
    project.replace("1731 (46%)", "1740 (47%)")
    assert "из них строится: 2" in project.run("build", AMUR, *TWO, *HTML, "--notebook", "study").out
    project.replace("1740 (47%)", "1731 (46%)")
    assert "Взято готовых из прежних сборок: 2." in project.run("build", AMUR, *TWO, *HTML, "--notebook", "study").out
    assert project.note(BELOGORSK, "study.html").read_bytes() == before
    verified = project.run("verify", AMUR)
    assert verified.code == 0, verified.out
    assert "Все совпали до байта" in verified.out


def test_cells_stand_beside_their_notebook_and_what_they_read_there_is_part_of_it(tmp_path: Path) -> None:
    """As in JupyterLab: paths and modules are found in the folder of the notebook; what changes there is noticed."""
    project = new_project(tmp_path)
    cell = "import pandas as pd, слова\npd.read_csv('свои.csv').assign(итог=слова.ИТОГ)"
    folder = put(project.folder, "study", "{title: Наше исследование}", OPENS, cell).parent
    (folder / "свои.csv").write_text("район,число\nЗея,41\n", encoding="utf-8")
    (folder / "слова.py").write_text('ИТОГ = "раз"\n', encoding="utf-8")
    build = ("build", AMUR, "--only", BELOGORSK, *HTML, "--notebook", "study")

    def printed() -> list[str]:
        text = project.note(BELOGORSK, "study.html").read_text(encoding="utf-8")
        return [word for word in ("Зея", "41", "42", "раз", "два") if f">{word}</t" in text]

    assert project.run(*build).code == 0
    assert printed() == ["Зея", "41", "раз"]
    assert "Ничего не изменилось" in project.run(*build).out
    (folder / "свои.csv").write_text("район,число\nЗея,42\n", encoding="utf-8")
    assert "– изменился блокнот или файл рядом с ним: г. Белогорск" in project.run(*build).out
    assert printed() == ["Зея", "42", "раз"]
    (folder / "слова.py").write_text('ИТОГ = "два"\n', encoding="utf-8")
    project.run(*build)
    assert printed() == ["Зея", "42", "два"]


def test_a_notebook_that_fails_says_what_to_do_and_spoils_no_other(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    failing = put(project.folder, "failing", "", OPENS, "#| echo: true\ninput('Код: ')")
    put(project.folder, "study", "", OPENS, SHOWS)
    build = ("build", AMUR, *TWO, *HTML, "--notebook")
    failed = project.run(*build, "failing")
    assert failed.code == 1
    assert " и ещё справок: 1: Блокнот failing, ячейка [3] (input(" in failed.out
    assert "input() ответа не получит" in failed.out
    assert ledger.STOPPED in failed.out
    for name in ("study", "municipality"):
        done = project.run(*build, name)
        assert (done.code, "failing" in done.out) == (0, False), done.out
    failing.unlink()
    project.run(*build, "study", "--force")
    assert not any("failing" in key for key in project.ledger["notes"])


def test_an_unknown_name_is_answered_with_similar_ones(project: Project) -> None:
    refused = project.run("build", AMUR, "--notebook", "studi")
    assert refused.code == 2
    assert "нет такого: studi. Возможно, имелось в виду: study" in refused.err
    assert str(project.folder / "notebooks") in refused.err


# ---- the wall of the public


def test_what_is_declared_for_the_public_is_built_for_it(project: Project) -> None:
    done = project.run("build", AMUR, *TWO, *HTML, "--notebook", "study", "--audience", "public")
    assert done.code == 0, done.out + done.err
    page = project.reports / "2020-public" / "index.html"
    assert "Наше исследование" in page.read_text(encoding="utf-8")
    assert (page.parent / BELOGORSK / "study.html").is_file()


def test_what_is_not_declared_for_the_public_is_not_built_for_it(project: Project) -> None:
    refused = project.run("build", AMUR, "--notebook", "inside", "--audience", "public")
    assert refused.code == 2
    assert "«inside» не предназначен для --audience public" in refused.err
    assert "audience: [internal, public]" in refused.err


GREEDY = {
    "the raw data": "cs.load(dataset)",
    "a table of all values": 'import pandas as pd\npd.read_parquet(f"data/processed/{dataset}/values.parquet")',
    "an internal bundle": 'open(f"data/processed/{dataset}/notes/2020/internal/region-10000000.json").read()',
    "an internal note": 'open(f"reports/{dataset}/2020/{municipality}/note.html").read()',
    "a way round by a link": (
        'import os\nos.symlink(os.path.abspath("data/raw"), "beside")\nopen(f"beside/{dataset}/dataset.yaml")'
    ),
    "an internal audience": (
        'import os\nos.environ["CAREERSTATS_AUDIENCE"] = "internal"\ncs.open_note(dataset, municipality, period)'
    ),
    "another program": 'import subprocess\nsubprocess.run(["cat", f"data/raw/{dataset}/dataset.yaml"])',
    "a kernel of its own": "import ipywidgets",
}


@pytest.mark.parametrize("cell", GREEDY.values(), ids=GREEDY)
def test_a_foreign_cell_does_not_reach_what_the_public_may_not_see(cell: str, project: Project) -> None:
    put(project.folder, "greedy", "{audience: [internal, public], formats: [html]}", OPENS, "# md # Жадный", cell)
    one = ("build", AMUR, "--only", BELOGORSK, *HTML, "--notebook", "greedy")
    refused = project.run(*one, "--audience", "public")
    (project.folder / "beside").unlink(missing_ok=True)
    assert refused.code == 1, refused.out
    assert "публикации" in refused.out
    assert "Traceback" not in refused.out + refused.err
    assert not (project.reports / "2020-public" / BELOGORSK / "greedy.html").exists()
