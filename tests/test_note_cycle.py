"""Registers of a dataset -> the pages on the management cycle and decisions, and a dataset of registers alone."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.projects import ROOT, Project, new_project, run
from helpers.registers import RAW
from helpers.saved import save
from noted import changed, noted

from careerstats.blocks import Block, Blocks, plain
from careerstats.bundles.management import cut_cycle
from careerstats.contracts.bundle import bundle_of, text_of
from careerstats.note import sections
from careerstats.note.opening import Note
from careerstats.pipeline.monitoring import Monitoring, analyse
from careerstats.pipeline.request import processed_of

IZHEVSK, OSKOL = ("izhevsk-2022", "94701000"), ("stary-oskol-2022", "14740000")
ZEYA, BELOGORSK, AMUR = "10712000", "10710000", "10000000"

CYCLE = """
territory: регион
documents:
  - {id: приказ, kind: приказ, number: '5', date: 10.01.2020, title: О мониторинге, level: региональный,
     components: [Цели]}
  - {id: план, kind: план, date: 20.05.2020, title: План города, territory: г. Зея,
     components: [Меры и мероприятия]}
  - {id: справка, kind: справка, date: 20.06.2020, title: Справка, territory: г. Белогорск,
     components: [Показатели, Методы сбора и обработки информации, Мониторинг показателей,
     Анализ результатов мониторинга,
     Адресные рекомендации, Меры и мероприятия, Управленческие решения, Анализ эффективности]}
steps:
  - {id: формы, title: Сбор форм, level: муниципальный, term: 01.02.2021, done: {г. Зея: 01.02.2021}}
  - {id: совещание, title: Совещание, level: муниципальный, term: 01.12.2031, after: [формы]}
  - {id: свод, title: Свод данных, term: 01.03.2021}
sent:
  - {number: 01-18/1557, date: 20.04.2021}
"""

DECISIONS = """kind,number,date,title,territory,item,text,responsible,term,execution,document,why_not
приказ,7,10.01.2021,О мерах,г. Зея,1,провести собрания,Директорам школ,до 01.02.2021,исполнено,протокол № 2,
,,,,,2,заключить договоры,Директорам школ,до 01.03.2021,не исполнено,,нет предприятий
,,,,,3,открыть класс,Директорам школ,до 01.04.2031,,,
"""


def note_of(results: Any, code: str) -> Note:
    return Note(bundle_of(text_of(cut_cycle(results)[("cycle", code)])), "0" * 64)


def told(blocks: Blocks) -> str:
    """Its text, with plain spaces."""
    return "\n".join(_text(block) for block in blocks).replace("\u00a0", " ")


def _text(block: Block) -> str:
    if block.kind == "table":
        return "\n".join(" | ".join(plain(cell) for cell in line.cells) for line in block.rows)
    if block.kind == "list":
        return "\n".join(plain(item) for item in block.items)
    return str(block.get("text", "")) or plain(block.get("runs", []))


@pytest.fixture(scope="module")
def amur(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real dataset with a made-up cycle and decisions beside its tables."""
    project = new_project(tmp_path_factory.mktemp("цикл"))
    (project.raw / "cycle.yaml").write_text(CYCLE, encoding="utf-8")
    (project.raw / "decisions.csv").write_text(DECISIONS, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def of_amur(amur: Project) -> Monitoring:
    return analyse(amur.folder, "amur-2020")


# ---- the cycle


def test_the_cycle_of_izhevsk_is_incomplete_and_says_why() -> None:
    text = told(sections.cycle(note_of(analyse(ROOT, IZHEVSK[0]).results, IZHEVSK[1])))
    assert "документы есть по 7 компонентам из 9" in text
    assert "нет по компонентам «Адресные рекомендации» и «Анализ эффективности»" in text
    assert "Все документы – муниципального уровня." in text
    assert "аналитическая справка, январь 2022 – раньше того, на что этот документ должен опираться" in text
    assert "Отнесение документов к компонентам – наше" in text


def test_the_chronology_of_izhevsk_stands_on_the_page_line_by_line() -> None:
    text = told(sections.cycle(note_of(analyse(ROOT, IZHEVSK[0]).results, IZHEVSK[1])))
    assert text.count("раньше того, на что") == 3
    assert text.count("номер и дата") == 3


def test_goals_events_and_recommendations_of_izhevsk_have_their_place() -> None:
    note = note_of(analyse(ROOT, IZHEVSK[0]).results, IZHEVSK[1])
    assert "Ц11. Развитие конкурсного движения" in told(sections.cycle_goals(note))
    work = told(sections.cycle_work(note))
    assert "10.03.2022 | Семинар-практикум" in work
    assert "Создание Муниципального координационного межведомственного совета" in work
    tasks = told(sections.goals(note))
    assert "Задачи муниципального уровня" in tasks
    assert "Задачи образовательных организаций" in tasks


def test_a_municipality_counts_the_regions_documents_and_names_their_level(of_amur: Monitoring) -> None:
    text = told(sections.cycle(note_of(of_amur.results, ZEYA)))
    assert "документы есть по 3 компонентам из 9." in text
    assert "О мониторинге | региональный" in text
    assert "План города | муниципальный" in text
    assert "Справка" not in text  # another municipality's


def test_a_full_cycle_is_called_full(of_amur: Monitoring) -> None:
    assert "Управленческий цикл полный" in told(sections.cycle(note_of(of_amur.results, BELOGORSK)))


def test_the_region_says_who_is_late_and_what_comes_next(of_amur: Monitoring) -> None:
    text = told(sections.cycle(note_of(of_amur.results, AMUR)))
    assert "«Сбор форм» (срок 01.02.2021) – 28 из 29: " in text
    assert "г. Зея" not in text.split("28 из 29: ")[1].split("\n")[0]
    assert (
        "на региональном уровне срок прошёл, а дата выполнения в реестр не внесена:\nСвод данных (срок 01.03.2021)"
        in text
    )
    assert "Совещание – до 01.12.2031" in text
    assert "г. Белогорск | полный | –" in text
    assert "Справка направлена письмом от 20.04.2021 № 01-18/1557." in text


def test_a_step_that_waits_says_for_what(of_amur: Monitoring) -> None:
    late, done = (told(sections.cycle(note_of(of_amur.results, code))) for code in (BELOGORSK, ZEYA))
    assert "Совещание – до 01.12.2031 (после: Сбор форм)" in late
    assert "после:" not in done


def test_in_the_municipal_note_the_cycle_is_an_appendix(of_amur: Monitoring) -> None:
    head = sections.cycle(changed(note_of(of_amur.results, ZEYA), notebook="municipality"))[0]
    assert (head["appendix"], head["numbered"]) == (True, False)


def test_without_registers_there_is_no_section() -> None:
    note = noted({"notebook": "municipality", "territory": {"code": ZEYA}, "region": {"code": AMUR}})
    for section in (sections.cycle, sections.cycle_goals, sections.cycle_work, sections.decisions_register):
        assert section(note) == []


# ---- decisions


def test_the_register_of_stary_oskol_has_every_decision_and_quotes_its_slips() -> None:
    text = told(sections.decisions_register(note_of(analyse(ROOT, OSKOL[0]).results, OSKOL[1])))
    assert "Решений: 12 (сведений об исполнении нет – 12)." in text
    assert "до 20.02.200 года" in text
    assert "номер 3.2 уже стоит в ячейке I18 (ячейка I19)" in text
    assert text.count("\n3.2 | ") == 2


def test_a_decision_says_whether_it_is_carried_out_and_whether_it_is_late(of_amur: Monitoring) -> None:
    text = told(sections.decisions_register(note_of(of_amur.results, ZEYA)))
    assert "исполнено (протокол № 2)" in text
    assert "не исполнено: нет предприятий; срок истёк" in text
    assert "до 01.04.2031 | нет сведений" in text
    assert "Срок истёк на 20.04.2021: не исполнено – 1 (нет предприятий)." in text


def test_only_places_that_the_registers_speak_of_get_the_note(of_amur: Monitoring) -> None:
    codes = {code for _, code in cut_cycle(of_amur.results)}
    assert {AMUR, ZEYA, BELOGORSK} <= codes


# ---- a dataset of registers alone


def only(folder: Path, name: str) -> Path:
    shutil.copytree(RAW / name, folder / "data" / "raw" / name)
    return folder


def test_check_prints_the_slips_of_a_dataset_without_numbers(tmp_path: Path) -> None:
    done = run("--project", str(only(tmp_path, OSKOL[0])), "check", OSKOL[0])
    assert done.code == 1  # a day that no calendar has
    assert "Чисел для расчёта показателей в наборе нет" in done.out
    for cell in ("J2", "I4", "J5", "M17", "I19", "M20", "M23", "M24"):
        assert f"decisions.csv, ячейка {cell}: " in done.out


def test_build_writes_the_note_on_documents_and_the_page_of_links(tmp_path: Path) -> None:
    done = run("--project", str(only(tmp_path, IZHEVSK[0])), "build", IZHEVSK[0], "--formats", "html,docx")
    assert done.code == 0, done.err
    folder = tmp_path / "reports" / IZHEVSK[0]
    assert {path.name for path in (folder / "2022" / IZHEVSK[1]).iterdir()} >= {"cycle.html", "cycle.docx"}
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert f"2022/{IZHEVSK[1]}/cycle.html" in page
    again = run("--project", str(tmp_path), "build", IZHEVSK[0], "--formats", "html,docx")
    assert "блокноты не запускались" in again.out


def test_a_dataset_without_numbers_and_registers_says_what_is_missing(tmp_path: Path) -> None:
    folder = only(tmp_path, OSKOL[0])
    (folder / "data" / "raw" / OSKOL[0] / "decisions.csv").unlink()
    done = run("--project", str(folder), "check", OSKOL[0])
    assert done.code == 3
    assert "нужно хотя бы одно из полей" in done.err


def test_the_same_registers_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("а", "б"):
        project = only(tmp_path / name, IZHEVSK[0])
        (path,) = save(project, analyse(project, IZHEVSK[0]), notebooks=("cycle",)).values()
        written.append(path.read_bytes())
        assert path.is_relative_to(processed_of(project, IZHEVSK[0]))
    assert written[0] == written[1]


def test_one_component_stands_in_its_case() -> None:
    places = {"territory": {"code": ZEYA}, "region": {"code": AMUR}}
    known = {"documents": [{"title": "Концепция", "level": "муниципальный", "components": ["Цели"]}]}
    text = told(sections.cycle(noted({"notebook": "cycle", "period": "2022", **places, "cycle": known})))
    assert "документы есть по 1 компоненту из 9." in text


# ---- the shipped registers


@cache
def shipped(name: str) -> dict[str, Note]:
    return {code: Note(bundle) for (_, code), bundle in cut_cycle(analyse(ROOT, name).results).items()}


def test_a_decision_and_a_plan_of_other_registers_are_documents_of_the_cycle() -> None:
    text = told(sections.cycle(shipped("demo")["02701000"]))
    assert "Управленческие решения | протокол от 25.11.2024 № 3" in text
    assert "Меры и мероприятия | план мероприятий" in text
    assert "документы есть по 6 компонентам из 9" in text
    region = told(sections.cycle(shipped("demo")["02000000"]))
    assert "Своих документов в реестре нет у 1 муниципального образования: Вымышленский район." in region


def test_what_is_known_of_a_decision_is_not_called_unconfirmed() -> None:
    text = told(sections.cycle_main(shipped("demo")["02506000"]))
    assert "срок истёк на 30.06.2025: не исполнено – 1 (нет заявок школ), исполнено частично – 1." in text
    assert "исполнение не подтверждено – 2" in told(sections.cycle_main(shipped("demo")["02701000"]))


def test_terms_that_nobody_can_keep_watch_on_are_named() -> None:
    text = told(sections.cycle_main(shipped("stary-oskol-2022")["14740000"]))
    assert "Решений – 12, сведений об исполнении нет ни по одному." in text
    assert "Срок 2 решений проконтролировать нельзя: пункт 3.3 – „до 20.02.200 года“" in text


def test_a_level_that_hangs_on_which_number_is_right_is_not_counted() -> None:
    text = told(sections.printed_main(shipped("zakamensk-2022")["81621000"]))
    assert "Ниже базового уровня – 5 из 8 направлений" in text
    assert "По направлению «Профориентация» отсутствуют 13 показателей из 18: включение в полномочия" in text
    assert "«Школьный климат»: опубликовано 48,20 %, но по среднему 4,5 уровень определить нельзя" in text
