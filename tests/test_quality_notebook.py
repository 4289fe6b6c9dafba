"""notebooks/quality.ipynb: the protocol of a municipality and of the region, and the letter to who has not reported."""

import copy
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.regions import ROOT
from noted import as_json, noted

from careerstats.blocks import Block, plain
from careerstats.bundles import cut
from careerstats.bundles.quality import cut_quality
from careerstats.errors import NoteError
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.pipeline.building import build
from careerstats.pipeline.cutting import plan
from careerstats.pipeline.monitoring import Monitoring, analyse
from careerstats.pipeline.opening import open_note
from careerstats.pipeline.request import Request

REGION, OKRUG, DISTRICT, MENDED, WHOLE = "02000000", "02509000", "02605000", "02607000", "02604000"
SECTIONS = (
    "protocol_title", "protocol_summary", "protocol_problems", "protocol_completeness", "protocol_corrections",
    "protocol_changes", "signature", "origin", "reminder",
)  # fmt: skip


@cache
def demo() -> Monitoring:
    return analyse(ROOT, "demo")


@cache
def bundles() -> dict[str, Any]:
    found = cut_quality(demo().results, None)
    return {code: as_json(bundle) for (_, code), bundle in found.items()}


def note_of(code: str, **changes: Any) -> Note:
    """The protocol of a place, with some of its contents changed."""
    data = copy.deepcopy(bundles()[code])
    return noted(data | {"protocol": data["protocol"] | changes})


def texts(blocks: list[Block]) -> str:
    """All words of blocks, tables too."""
    found: list[str] = []
    for block in blocks:
        match block.kind:
            case "title":
                found += [block.document, block.subject, plain(block.lead), *block.marks]
            case "paragraph":
                found.append(plain(block.runs))
            case "list":
                found += [plain(item) for item in block.items]
            case "table":
                found += [block.caption, *(" | ".join(map(plain, line.cells)) for line in block.rows)]
            case "heading":
                found.append(block.text)
    return "\n".join(found).replace("\u00a0", " ")


def told(note: Note, *names: str) -> str:
    return "\n".join(texts(getattr(sections, name)(note)) for name in names or SECTIONS)


def test_every_protocol_has_words_for_everything() -> None:
    for code in bundles():
        text = told(note_of(code))
        assert "None" not in text
        assert "{" not in text
        assert text.startswith("Протокол проверки данных")
        assert "Условные данные" in text


def test_a_remark_is_told_with_its_cell_and_what_to_do() -> None:
    text = told(note_of(DISTRICT), "protocol_summary", "protocol_problems")
    assert "ошибок – 1, предупреждений – 0, замечаний к оформлению – 0" in text
    assert "ячейка J67; Средняя школа № 1 Китежского района; в ячейке «0,143»" in text
    assert "Ожидается: целое неотрицательное число" in text
    assert "Укажите количество: целое число; значение не использовано" in text


def test_a_correction_is_printed_with_ground_and_position_in_protocol_and_note() -> None:
    words = "было «187 чел.», стало «187»; основание: в ячейке число со словом"
    line = "| 187 чел. | 187 | В ячейке число со словом; подтверждено школой (условное основание) | методист института"
    for code in (MENDED, REGION):
        assert line in told(note_of(code), "protocol_corrections")
    found = cut(demo().results)
    own = Note(found["municipality", MENDED])
    text = texts(sections.completeness(own))
    assert "Исправления, внесённые в исходные сведения:" in text
    assert words in text
    assert text.count("G85") == 1
    assert "G85" in texts(sections.region_completeness(Note(found["region", REGION])))
    assert found["municipality", DISTRICT].corrections == ()


def test_the_regions_table_of_corrections_says_whose_they_are() -> None:
    (place,) = (one.name for one in demo().results.intake.territories if one.code == MENDED)
    (one,) = bundles()[REGION]["protocol"]["corrections"]
    (table,) = (block for block in sections.protocol_corrections(note_of(REGION)) if block.kind == "table")
    where = plain(table.rows[0].cells[0]).replace("\u00a0", " ")
    assert where == f"{place}; {one['school']}; Форма школы, ячейка G85"
    hidden = one | {"hidden": True, "was": "", "becomes": ""}
    text = told(note_of(REGION, corrections=[hidden]), "protocol_corrections")
    assert "| не приводится | не приводится |" in text
    assert sections.protocol_corrections(note_of(REGION, corrections=[])) == []


def test_the_letter_names_what_is_missing_and_the_role_not_a_person() -> None:
    text = told(note_of(OKRUG, deadline="2025-07-15"), "reminder")
    assert "Руководителю органа местного самоуправления Кудыкинского муниципального округа" in text
    assert "форма школы: Средняя школа № 9 Кудыкинского муниципального округа." in text
    assert "Просим представить их до 15.07.2025 по выданным формам." in text


def test_without_a_term_the_letter_has_no_date() -> None:
    assert "Просим представить их по выданным формам." in told(note_of(OKRUG, deadline=""), "reminder")


def test_who_has_reported_all_gets_no_letter() -> None:
    assert sections.reminder(note_of(WHOLE)) == []
    assert sections.reminder(note_of(REGION)) == []


def test_who_has_reported_nothing_is_asked_for_every_table() -> None:
    rows = [row | {"reported": False} for row in bundles()[WHOLE]["protocol"]["completeness"]]
    note = note_of(WHOLE, silent=True, completeness=rows)
    assert "сведения не представлены ни в одной таблице" in told(note, "protocol_summary")
    assert told(note, "reminder").count(": вся таблица") == len(rows) == 7


def test_changes_against_the_previous_submission_are_told() -> None:
    change = {"territory": "", "code": WHOLE, "name": "Тридевятский район", "variable": "K_pt", "title": "численность",
              "period": "2024/25", "was": 1200, "now": "absent", "kind": "changed", "origin": ""}  # fmt: skip
    text = told(note_of(WHOLE, changes=[change]), "protocol_changes")
    assert "Значений добавлено – 0, изменено – 1, больше нет – 0." in text
    assert "Численность | 2024/25 | 1 200 | нет сведений | изменено" in text
    assert "не изменились" in told(note_of(WHOLE, changes=[]), "protocol_changes")
    assert sections.protocol_changes(note_of(WHOLE)) == []


def test_a_long_list_is_cut_and_says_where_the_rest_is() -> None:
    rows = bundles()[DISTRICT]["protocol"]["problems"] * 61
    blocks = sections.protocol_problems(note_of(DISTRICT, problems=rows))
    (table,) = (block for block in blocks if block.kind == "table")
    assert len([row for row in table.rows if row.kind == "body"]) == 60
    assert "первые 60 из 61" in plain(table.notes[0])


def test_the_region_sees_who_lacks_what() -> None:
    text = told(note_of(REGION))
    assert "сведения представили 12 муниципальных образований из 12" in text
    assert "Кудыкинский муниципальный округ | 6 из 7 | форма школы – 1 школа из 9" in text
    assert "г. Примерск | 6 из 7 | форма школы – не приняты сведения: Средняя школа № 16 города Примерска" in text
    assert "Все таблицы полностью представили 9 муниципальных образований из 12." in text
    assert "Тридевятский район | 7 из 7" not in text
    assert "Придманский район" in text


# ---- who is asked for what


def of_dataset(name: str) -> dict[str, Note]:
    """Code → protocol of a shipped dataset."""
    return {code: Note(bundle) for (_, code), bundle in cut_quality(analyse(ROOT, name).results, None).items()}


def test_tables_of_the_institute_are_asked_of_no_municipality_and_its_slips_are_its_own() -> None:
    amur = of_dataset("amur-2020")
    town, slip, region = (told(amur[code]) for code in ("10710000", "10632000", "10000000"))
    for text in (town, slip):
        assert "полностью представлена 1 таблица из 1" in text
        assert "замечаний нет" in text
        assert "ответ не требуется" in text
        assert "Напоминание" not in text
        assert "вся таблица" not in text
    assert "Мазановский район; Справка от 20.04.2021, таблица по муниципалитетам, ячейка E20" in region
    assert "Все таблицы полностью представили 29 муниципальных образований из 29." in region
    assert "К сведениям муниципальных образований замечаний нет." in region
    found = {bundle.territory["code"]: bundle for (_, code), bundle in cut(analyse(ROOT, "amur-2020").results).items()}
    assert "share_differs" not in {one.code for one in found["10632000"].problems}, (
        "the note tells what its protocol does"
    )


def test_of_documents_alone_only_whoever_has_remarks_gets_a_protocol() -> None:
    izhevsk = of_dataset("izhevsk-2022")
    assert set(izhevsk) == {"94000000", "94701000"}
    text = told(izhevsk["94000000"])
    assert "проверены документы 1 муниципального образования: г. Ижевск" in text
    assert "представили" not in text
    assert "0 из 0" not in told(izhevsk["94701000"])


def test_what_is_wrong_is_asked_for_by_the_day_of_the_note() -> None:
    text = told(note_of("02701000"))
    assert "исправленные сведения и пояснения просим представить до 15.09.2025" in text
    assert "сведения не приняты: Средняя школа № 16 города Примерска" in text
    assert "– 437 и 428. Ожидается: одна строка" in text
    assert "ответ не требуется" in told(note_of(WHOLE, problems=[]))


def test_a_protocol_that_has_nothing_left_to_say_is_taken_away(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw" / "izhevsk-2022", tmp_path / "data" / "raw" / "izhevsk-2022")
    asked = Request("izhevsk-2022", notebooks=("quality",), formats=("html",))
    folder = tmp_path / "reports" / "izhevsk-2022" / "2022"
    build(tmp_path, asked, lambda text: None)
    assert {path.parent.name for path in folder.glob("*/quality.html")} == {"94000000", "94701000"}
    (tmp_path / "data/raw/izhevsk-2022/cycle.yaml").write_text("documents: []\n", encoding="utf-8")
    build(tmp_path, asked, lambda text: None)
    run = json.loads((tmp_path / "reports/izhevsk-2022/run.json").read_text(encoding="utf-8"))
    left = {path.parent.name for path in folder.glob("*/quality.html")}
    assert left == {key.rpartition("-")[2] for key in run["notes"]} == {"94000000"}
    assert [line.split()[0] for line in plan(tmp_path, asked)] == ["94000000"]
    assert not (tmp_path / "data/processed/izhevsk-2022/protocols/protocol-94701000.xlsx").exists()


# ---- built


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional region with its notes' bundles, and the protocols of one municipality and the region as HTML."""
    folder = tmp_path_factory.mktemp("quality")
    shutil.copytree(ROOT / "data" / "raw" / "demo", folder / "data" / "raw" / "demo")
    assert build(folder, wanted(), lambda text: None) == 1  # the planted mistakes
    return folder


def wanted(notebook: str = "quality", **more: Any) -> Request:
    return Request("demo", only=(OKRUG, REGION), notebooks=(notebook,), formats=("html", "docx"), **more)


def test_the_notebook_builds_documents_of_its_own_name(project: Path) -> None:
    for code in (OKRUG, REGION):
        folder = project / "reports" / "demo" / "2024-25" / code
        assert {path.name for path in folder.iterdir()} == {"quality.html", "quality.docx", "quality.ipynb"}
    page = (project / "reports/demo/2024-25" / OKRUG / "quality.html").read_text(encoding="utf-8")
    assert "Напоминание о представлении сведений" in page


def test_the_second_build_does_nothing(project: Path) -> None:
    said: list[str] = []
    assert build(project, wanted(), said.append) == 1
    assert "Ничего не изменилось" in said[0]
    assert all(line.endswith("без изменений") for line in plan(project, wanted()))


def test_building_a_note_keeps_the_protocols(project: Path) -> None:
    build(project, Request("demo", only=(OKRUG,), notebooks=("municipality",), formats=()), lambda text: None)
    assert (project / "data/processed/demo/notes/2024-25/internal" / f"quality-{OKRUG}.json").is_file()
    run = json.loads((project / "reports/demo/run.json").read_text(encoding="utf-8"))
    assert f"2024-25/quality-{OKRUG}" in run["notes"]


def test_a_build_without_the_notebook_writes_no_protocols(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw" / "demo", tmp_path / "data" / "raw" / "demo")
    build(tmp_path, Request("demo", only=(OKRUG,), formats=("html",)), lambda text: None)
    assert not list((tmp_path / "data/processed/demo/notes/2024-25/internal").glob("quality-*"))


def test_a_protocol_is_opened_by_its_code_as_text_or_number(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(project))
    for code in (OKRUG, int(OKRUG)):
        assert open_note("demo", code, notebook="quality").territory["code"] == OKRUG
    assert open_note("demo", "region", "2024/25", notebook="quality").territory["code"] == REGION
    with pytest.raises(NoteError, match="02999000"):
        open_note("demo", "02999000", notebook="quality")
    with pytest.raises(NoteError, match="За 2019 год справок"):
        open_note("demo", OKRUG, "2019", notebook="quality")


def test_a_remark_names_the_form_of_the_other_number_and_no_code_of_a_school() -> None:
    text = told(note_of("02503000"), "protocol_problems")
    assert "(114, форма ФСН № ОО-1, ячейка F52)" in text
    silent = told(note_of("02601000"), "protocol_problems")
    assert "Вымышленский район, 2024/25: сведения не представили школы – 1 из 9: Средняя школа № 4 Вымыш" in silent
    assert "demo-district" not in silent
    weekly = told(note_of("02702000"), "protocol_problems")
    assert "Еженедельные сведения на 05.05.2025, ячейка B3" in weekly
    assert "2 825 (еженедельные сведения на 28.04.2025, ячейка B3)" in weekly


def test_every_protocol_that_asks_for_anything_says_by_when() -> None:
    asked = {code: told(note_of(code), "protocol_summary") for code in bundles() if code != REGION}
    asking = {code: text for code, text in asked.items() if "просим представить" in text}
    assert "02506000" in asking
    assert not [code for code, text in asking.items() if "просим представить до 15.09.2025" not in text]
