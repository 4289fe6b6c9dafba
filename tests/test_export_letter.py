"""Cover letter, extract of a protocol and the package they are sent in."""

import io
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
from helpers import by_hand
from helpers.described import mistakes
from helpers.export_sample import HOSTILE
from noted import noted

from careerstats import blocks
from careerstats.contracts.bundle import text_of as text_of_bundle
from careerstats.contracts.cycle import AGENDA, DECISION, HEARD, Act, DecisionRegister, Point, Term
from careerstats.contracts.quality import Protocol, Remark
from careerstats.export import WRITERS
from careerstats.export.document import from_blocks
from careerstats.export.pdf import pages
from careerstats.model import Problem
from careerstats.note.opening import Note
from careerstats.note.sections.letter import Enclosure, letter
from careerstats.note.sections.protocol_extract import extract, protocols
from careerstats.pipeline.beside import package

NOTE: dict[str, Any] = {
    "notebook": "municipality",
    "dataset": "d",
    "period": "2024/25",
    "date": "2025-06-30",
    "version": "0",
    "audience": "internal",
    "synthetic": False,
    "territory": {"id": "amur-belogorsk", "code": "10710000", "name": "г. Белогорск", "genitive": "города Белогорска"},
    "region": {"id": "amur", "code": "10000000", "name": "Амурская область", "noun": {"genitive": "области"}},
    "settings": {
        "issuer": {"name": "ГАУ ДПО «Институт»", "short": "Институт", "address": "Северная ул., 107"},
        "subject": {"municipality": "об участии {genitive} в {programme}"},
        "programme": {"prepositional": "Проекте", "genitive": "Проекта"},
        "signature": {"position": "Ректор", "name": ""},
    },
}
ONE = [Enclosure("Аналитическая справка", "a.docx", 7)]


def note(**changes: Any) -> Note:
    return noted(deepcopy(NOTE) | changes)


def with_letterhead(**said: Any) -> Note:
    return note(settings=NOTE["settings"] | {"letterhead": said})


def text_of(shown: Iterable[blocks.Block]) -> str:
    parts = []
    for block in shown:
        lines = [*getattr(block, "left", ()), *getattr(block, "right", ()), getattr(block, "runs", ())]
        lines += block.items if isinstance(block, blocks.Items) else []
        parts += [blocks.plain(line) for line in lines]
        names = ("text", "document", "subject", "position", "name", "executor")
        parts += [getattr(block, name) for name in names if hasattr(block, name)]
    return "\n".join(parts)


# ---- the letter


def test_the_letter_says_how_many_sheets_are_enclosed() -> None:
    assert "Приложение: на\u00a07\u00a0л. в\u00a01\u00a0экз.\n" in text_of(letter(note(), ONE))
    assert "на\u00a0____\u00a0л." in text_of(letter(note(), [ONE[0]._replace(pages=None)]))


def test_several_enclosures_are_listed_and_workbooks_named_by_their_files() -> None:
    told = text_of(letter(note(), [*ONE, Enclosure("Таблицы", "Таблицы.xlsx", asked="Просим.")]))
    assert "Аналитическая справка на\u00a07\u00a0л. в\u00a01\u00a0экз.;" in told
    assert "Таблицы (файл «Таблицы.xlsx»)." in told
    assert "Просим." in told


def test_what_is_not_known_is_a_line_to_fill() -> None:
    told = text_of(letter(note(), ONE)).replace("№\u00a0", "№ ")
    assert "__________ № __________" in told
    assert "на № __________ от __________" in told
    assert "Руководителю органа местного самоуправления города Белогорска, осуществляющего" in told
    assert "(наименование организации)" in told
    assert "Северная ул., 107" in told
    assert "\nРектор\n____________________" in told


def test_what_the_dataset_says_is_printed() -> None:
    said = {"lines": ["МИНИСТЕРСТВО", "ИНСТИТУТ"], "number": "01-18/1557", "date": "2021-04-20", "executor": "методист",
            "reply": {"number": "5", "date": "2021-04-01"}, "greeting": "Уважаемые коллеги!", "copies": 2,
            "text": ["Направляем справку {genitive}."], "addressee": "Комитету"}  # fmt: skip
    told = text_of(letter(with_letterhead(**said), ONE)).replace("№\u00a0", "№ ")
    for text in ("МИНИСТЕРСТВО", "ИНСТИТУТ", "20.04.2021 № 01-18/1557", "на № 5 от 01.04.2021", "Уважаемые коллеги!",
                 "Направляем справку города Белогорска.", "Комитету", "в\u00a02\u00a0экз.", "методист"):  # fmt: skip
        assert text in told
    assert "________" not in told.replace("____________________", "")


def test_a_letter_about_made_up_data_says_so() -> None:
    assert "Условные данные" in text_of(letter(note(synthetic=True), ONE))
    assert "Условные данные" not in text_of(letter(note(), ONE))


def test_the_body_is_called_by_its_own_name_where_it_is_known() -> None:
    told = text_of(
        letter(
            note(addressees={"body": {"code": "10710000", "role": "body", "genitive": "комитета образования города"}}),
            ONE,
        )
    )
    assert "Руководителю комитета образования города" in told


def test_the_letter_of_a_region_goes_to_its_own_body_and_to_municipalities_for_information() -> None:
    whole = note(notebook="region", territory=NOTE["region"])
    told = text_of(letter(whole, ONE))
    ministry, others = (
        told.index(text)
        for text in (
            "Руководителю регионального органа управления образованием (Амурская область)",
            "Для сведения: руководителям органов местного самоуправления муниципальных образований области",
        )
    )
    assert ministry < others
    own = {"ministry": {"code": "10000000", "role": "ministry", "genitive": "Министерства образования области"}}
    named = note(notebook="region", territory=NOTE["region"], addressees=own)
    assert "Руководителю Министерства образования области" in text_of(letter(named, ONE))


def test_the_letter_names_the_day_that_the_note_names() -> None:
    remarks = Enclosure("Протокол", "Замечания.xlsx", asked="Просим исправить –", until="2025-09-15")
    told = text_of(letter(note(), [*ONE, remarks])).replace("\u00a0", " ")
    assert "Просим исправить – до 15.09.2025." in told
    told = text_of(letter(note(), [*ONE, remarks._replace(until="")])).replace("\u00a0", " ")
    assert "Просим исправить – в течение 14 дней со дня получения письма." in told


def test_a_letter_fits_a_page_and_is_the_same_in_word_and_pdf() -> None:
    document = from_blocks(letter(with_letterhead(lines=["МИНИСТЕРСТВО", "ИНСТИТУТ"]), ONE))
    assert pages(WRITERS["pdf"](document)) == 1
    word = docx.Document(io.BytesIO(WRITERS["docx"](document)))
    assert word.tables[0].cell(0, 0).paragraphs[0].text == "МИНИСТЕРСТВО"
    assert word.tables[0].cell(0, 1).text.startswith("Руководителю")
    assert b"letterhead" in WRITERS["html"](document)


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "xlsx"])
def test_hostile_words_of_a_letterhead_are_printed_as_words(form: str) -> None:
    said = {"lines": HOSTILE, "addressee": HOSTILE[6], "greeting": HOSTILE[0], "executor": HOSTILE[1], "number": "=1+1"}
    document = from_blocks(letter(with_letterhead(**said), ONE))
    made = WRITERS[form](document)
    if form == "html":
        assert b"<script>" not in made
    if form == "docx":
        shown = docx.Document(io.BytesIO(made)).tables[0].cell(0, 0).text
        assert "<script>alert(1)</script>" in shown
        assert "=1+1" in shown
    if form == "pdf":
        assert pages(made) >= 1


# ---- the extract


ACT = Act(
    code="10710000",
    kind="выписка из протокола",
    number="1",
    date="2022-01-28",
    title="Совещание",
    points=(
        Point(part=AGENDA, item="1", text="Об анализе.", responsible="специалист"),
        Point(part=HEARD, question="1", text="Отмечено."),
        Point(
            part=DECISION,
            question="1",
            item="2.1)",
            text="Создать площадку",
            responsible="Директору",
            term=Term(text="до 01.04.2022 года"),
        ),
        Point(part=DECISION, question="1", item="3.1)", text="Ознакомить."),
    ),
)


def test_an_extract_keeps_the_order_and_the_words_of_the_register() -> None:
    told = text_of(extract(note(), ACT))
    order = ["УТВЕРЖДАЮ", "Выписка из протокола № 1", "28.01.2022, __________", "Повестка", "1. Об анализе.", "Слушали",
             "Отмечено.", "Решили", "2.1) Директору: Создать площадку. Срок – до 01.04.2022 года.", "3.1) Ознакомить.",
             "Выписка верна"]  # fmt: skip
    places = [told.replace("\u00a0", " ").index(text) for text in order]
    assert places == sorted(places)
    assert "Присутствовали: ______" in told


def test_points_under_one_introduction_are_one_sentence_and_a_slip_of_the_original_is_marked() -> None:
    heard = [Point(part=HEARD, text=f"Выявлены вопросы: {what}") for what in ("мало мест;", "нет договора.")]
    slip = Point(part=DECISION, item="1", text="Ознакомить.", term=Term(text="до 20.02.200 года"))
    told = text_of(extract(note(), msgspec.structs.replace(ACT, points=(*ACT.points, *heard, slip))))
    assert told.count("Выявлены вопросы:") == 1
    assert "мало мест;\nнет договора." in told
    told = told.replace("\u00a0", " ")
    assert "Срок – до 20.02.200 года [так в подлиннике]." in told
    assert told.count("[так в подлиннике]") == 1


def test_circumstances_of_a_meeting_come_from_the_dataset() -> None:
    meeting = {"number": "1", "date": "2022-01-28", "time": "11.00", "place": "зал", "present": "все"}
    told = text_of(extract(note(settings={"protocols": [meeting | {"approved_by": "Начальник"}]}), ACT))
    for text in ("28.01.2022, 11.00", "Место проведения: зал.", "Присутствовали: все.", "Начальник"):
        assert text in told
    other = text_of(extract(note(settings={"protocols": [meeting | {"date": "2021-01-01"}]}), ACT))
    assert "11.00" not in other


def test_only_protocols_have_extracts() -> None:
    order = msgspec.structs.replace(ACT, kind="приказ")
    shown = msgspec.structs.replace(note().bundle, acts=DecisionRegister(acts=(ACT, order)))
    assert protocols(Note(shown)) == [ACT]
    assert protocols(note()) == []


# ---- the settings


def test_settings_of_letters_are_checked() -> None:
    assert mistakes(letterhead={"lines": ["а"], "reply": {"number": "1"}}, protocols=[{"number": "1"}]) == []
    assert "поле «nomer» неизвестно" in mistakes(letterhead={"nomer": 1})[0]
    assert mistakes(letterhead={"lines": "а"}) == ["letterhead: в поле «lines» нужен список строк, а стоит «а»"]
    assert mistakes(letterhead=[]) == ["letterhead: нужны записи «имя: значение», а стоит пустой список"]
    assert "«number»" in mistakes(protocols=[{"time": "11.00"}])[0]
    told = "protocols: нужен список записей, каждая с «-», а стоит записи «имя: значение»"
    assert mistakes(protocols={}) == [told]


# ---- the package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "2024-25" / "10710000"
    home.mkdir(parents=True)
    document = from_blocks([blocks.paragraph("Текст")])
    (home / "note.pdf").write_bytes(WRITERS["pdf"](document))
    (home / "note.docx").write_bytes(b"docx")
    (home / "tables.xlsx").write_bytes(b"tables")
    return home


def written(folder: Path, built: set[str] | None = None, **changes: Any) -> list[str]:
    """Write the package once; what was said."""

    bundles, said = folder.parent.parent / "bundles", []
    bundles.mkdir(exist_ok=True)
    (bundles / "municipality-10710000.json").write_text(text_of_bundle(note(**changes).bundle), encoding="utf-8")
    package.write(bundles, folder.parent, bundles / "packages.json", {}, said.append, built=built)
    return said


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / package.FOLDER).iterdir()}


WHOLE = {
    *("Справка_2024-25_г-Белогорск.docx", "Справка_2024-25_г-Белогорск.pdf", "Таблицы_2024-25_г-Белогорск.xlsx"),
    *("Письмо_2024-25_г-Белогорск.docx", "Письмо_2024-25_г-Белогорск.pdf"),
}


def test_files_of_a_package_have_names_one_can_mail(folder: Path) -> None:
    assert written(folder) == []
    assert names(folder) == WHOLE
    word = docx.Document(str(folder / package.FOLDER / "Письмо_2024-25_г-Белогорск.docx"))
    assert "Аналитическая справка на\u00a01\u00a0л. в\u00a01\u00a0экз.;" in [p.text for p in word.paragraphs]


def protocol(*codes: str) -> Protocol:
    problems = [Problem("form.csv", "warning", code, "что не так", territory="10710000") for code in codes]
    remarks = tuple(Remark(problem=problem, whose="10710000") for problem in problems)
    return Protocol(problems=remarks, deadline="2025-09-15")


ASKED = {
    ("base_moved",): "подтвердить числа, изменившиеся больше обычного, или назвать причину изменения",
    ("absent", "not_reported"): "дополнить недостающие сведения",
    ("absent", "unreadable"): "исправить ошибки и дополнить недостающие сведения",
}


@pytest.mark.parametrize("codes", ASKED, ids=str)
def test_the_letter_asks_for_what_the_remarks_ask_for(folder: Path, codes: tuple[str, ...]) -> None:
    made = package.contents([note()], folder, protocol(*codes))
    told = [p.text for p in docx.Document(io.BytesIO(made["Письмо_2024-25_г-Белогорск.docx"])).paragraphs]
    words = f"Просим рассмотреть протокол замечаний к данным: {ASKED[codes]} – до 15.09.2025."
    assert words in [text.replace("\u00a0", " ") for text in told]


def test_remarks_go_with_the_letter_of_a_region_and_nobody_is_asked_to_answer(folder: Path) -> None:
    whole = note(notebook="region", territory=NOTE["region"])
    made = package.contents([whole], folder, protocol("unreadable"))
    assert "Замечания_2024-25_Амурская-область.xlsx" in made
    told = [p.text for p in docx.Document(io.BytesIO(made["Письмо_2024-25_Амурская-область.docx"])).paragraphs]
    assert not [text for text in told if "Просим" in text]


def test_a_package_is_not_written_again_without_need(folder: Path) -> None:
    written(folder)
    before = {path: path.stat().st_mtime_ns for path in (folder / package.FOLDER).iterdir()}
    written(folder)
    assert {path: path.stat().st_mtime_ns for path in (folder / package.FOLDER).iterdir()} == before


def test_the_package_of_a_note_that_was_not_built_now_goes_with_its_older_note(folder: Path) -> None:
    assert written(folder, built=set()) == []  # there was none: it is made
    before = {path: path.read_bytes() for path in (folder / package.FOLDER).iterdir()}
    written(
        folder,
        built={"10700000"},
        version="1",
        addressees={"body": {"code": "10710000", "role": "body", "genitive": "комитета"}},
    )
    assert {path: path.read_bytes() for path in (folder / package.FOLDER).iterdir()} == before
    written(
        folder,
        built={"10710000"},
        version="1",
        addressees={"body": {"code": "10710000", "role": "body", "genitive": "комитета"}},
    )
    assert {path: path.read_bytes() for path in (folder / package.FOLDER).iterdir()} != before


def test_an_edited_letter_stays_and_the_new_one_lies_beside(folder: Path) -> None:
    written(folder)
    edited = folder / package.FOLDER / "Письмо_2024-25_г-Белогорск.docx"
    edited.write_bytes(by_hand.edited())
    said = written(
        folder, version="1", addressees={"body": {"code": "10710000", "role": "body", "genitive": "комитета"}}
    )
    assert edited.read_bytes() == by_hand.edited()
    assert names(folder) == WHOLE | {"Письмо_2024-25_г-Белогорск (новая редакция).docx"}
    assert "изменён вручную" in said[0]
    written(folder, version="2", addressees={"body": {"code": "10710000", "role": "body", "genitive": "управления"}})
    assert names(folder) == WHOLE | {"Письмо_2024-25_г-Белогорск (новая редакция).docx"}


def test_a_note_edited_by_hand_goes_out_as_edited_and_without_the_old_pdf(folder: Path) -> None:
    written(folder)
    (folder / package.EDITED).write_bytes(b"new")
    written(folder)
    assert names(folder) == WHOLE - {"Справка_2024-25_г-Белогорск.pdf"}


def test_a_place_without_a_note_gets_no_package(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    written(folder)
    assert not folder.exists()
