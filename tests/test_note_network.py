"""Sections on exchange, the network, general information and a printed self-diagnosis, read as a reader reads them."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers.projects import AMUR, ROOT
from msgspec.structs import replace
from noted import changed

from careerstats.blocks import Block, Blocks, plain
from careerstats.bundles import cut
from careerstats.bundles.management import cut_cycle
from careerstats.contracts.bundle import bundle_of, text_of
from careerstats.contracts.network import Network
from careerstats.note import sections
from careerstats.note.figures.network import LOOKS
from careerstats.note.opening import Note
from careerstats.pipeline.monitoring import analyse

BELOGORSK, SVOBODNY, ZAVITINSK, REGION = "10710000", "10730000", "10621000", "10000000"
FILES = {
    "practices.csv": """№;Муниципальное образование;Организация;Практика;Содержание;Показатель или цель;Ведётся с
1;г. Белогорск;Команда;<b>График</b>;день записи у каждой школы;bvb_attended;2020
2;г. Белогорск;;Вторая;;bvb_attended;
3;г. Белогорск;;Третья;;bvb_attended;
4;г. Белогорск;;Четвёртая;;bvb_attended;
5;г. Зея;;Ни о чём;;;
""",
    "partners.csv": """id;territory;kind;organisation;programme;profession;indicator
1;г. Свободный;предприятие;Условный завод;Проба на станке;оператор станков;bvb_attended
2;г. Белогорск;предприятие;Условное депо;;;
""",
    "joint.csv": """id;task;what;territory;status;reason;planned;document
1;Обмен опытом;Фестиваль;г. Белогорск;выполнено;;;условный план
2;Обмен опытом;Сборник;"г. Белогорск; г. Свободный";не выполнено;нет средств;издать в 2021 году;
""",
    "general.csv": """territory;item;value;unit;date;source
г. Свободный;population;53000;чел.;01.01.2020;условные данные
г. Свободный;urban_share;100;;2020;условные данные
г. Свободный;rural_settlements;2;;2020;условные данные
г. Свободный;population_change;-1,5;% к 2018 году;;
""",
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Note]:
    project = tmp_path_factory.mktemp("network")
    raw = project / "data" / "raw" / AMUR
    shutil.copytree(ROOT / "data" / "raw" / AMUR, raw)
    for name, text in FILES.items():
        (raw / name).write_text(text, encoding="utf-8", newline="\n")
    return notes_of(project, AMUR)


def notes_of(project: Path, name: str) -> dict[str, Note]:
    results = analyse(project, name).results
    bundles = cut(results) if results.has_numbers else cut_cycle(results)
    return {code: Note(bundle_of(text_of(bundle)), "0" * 64) for (_, code), bundle in bundles.items()}


def texts(blocks: Blocks) -> list[str]:
    return [text.replace("\u00a0", " ") for block in blocks for text in _texts(block)]


def _texts(block: Block) -> list[str]:  # noqa: PLR0911 (a line for each kind)
    match block.kind:
        case "paragraph":
            return [plain(block.runs)]
        case "list":
            return [plain(item) for item in block.items]
        case "figure":
            return [block.caption]
        case "table":
            rows = [" | ".join(plain(cell) for cell in line.cells) for line in block.rows]
            return [block.caption, *rows, *(plain(note) for note in block.notes)]
        case "title":
            return [block.subject, plain(block.lead)]
        case "formula":
            return [block.alt]
    return [block.text]


def told(note: Note, section: str) -> str:
    return "\n".join(texts(getattr(sections, section)(note)))


def test_pairs_are_told_with_the_figures_of_both_and_how_they_were_chosen(notes: dict[str, Note]) -> None:
    text = told(notes[SVOBODNY], "exchange")
    assert "накопленный в городе Белогорске" in text or "накопленные в городе Белогорске" in text
    assert "доля зарегистрированных – 46,5 %" in text, "a firm weakness before one that hangs on those without a place"
    assert text.count("Предложение со сторонами не согласовано.") == 1
    assert told(notes[REGION], "method").count("не более 3 пар.") == 1
    assert told(notes[REGION], "region_exchange").count("Предложение со сторонами не согласовано.") == 1


@pytest.mark.parametrize(
    ("ratio", "expected"), [(2, "в 2 раза"), (2.0, "в 2 раза"), (1.5, "в 1,5 раза"), (5, "в 5 раз)"), (21, "в 21 раз)")]
)
def test_the_bound_of_sizes_is_told_in_its_case(notes: dict[str, Note], ratio: float, expected: str) -> None:
    note = notes[REGION]
    ruled = changed(note, exchange_rules=note.bundle.exchange_rules | {"ratio": ratio})
    assert expected in told(ruled, "method")


def test_practices_of_the_register_stand_with_their_pair_and_are_text(notes: dict[str, Note]) -> None:
    text = told(notes[SVOBODNY], "exchange")
    assert "«<b>График</b>» (Команда) – день записи у каждой школы" in text
    assert "Четвёртая" not in text
    assert "ещё в реестре – 1" in text
    assert "Ни о чём" not in text
    assert "В реестре практик" not in told(notes[ZAVITINSK], "exchange")


def test_the_region_has_a_table_of_pairs_with_the_figures_of_both(notes: dict[str, Note]) -> None:
    lines = told(notes[REGION], "region_exchange").splitlines()
    about = next(at for at, line in enumerate(lines) if "показатель – доля посетивших мероприятия)" in line)
    assert "г. Свободный | 0,7 % | г. Белогорск | 6,6 %" in lines[about:]


def test_each_pair_of_the_region_stands_in_the_notes_of_both(notes: dict[str, Note]) -> None:
    region = {(pair.code, pair.indicator, other) for pair in notes[REGION].bundle.exchanges if pair.learn
              for other in pair.partners}  # fmt: skip
    shared = {(other, pair.indicator, code) for code, note in notes.items() if code != REGION
              for pair in note.bundle.exchanges if not pair.learn for other in pair.partners}  # fmt: skip
    assert region == shared
    assert region


def test_the_joint_plan_tells_what_was_not_done_and_why(notes: dict[str, Note]) -> None:
    text = told(notes[REGION], "network")
    assert "В плане 2 мероприятия: выполнено – 1, не выполнено – 1." in text
    assert "Сборник | г. Белогорск, г. Свободный | не выполнено | нет средств; планируется: издать в 2021 году" in text
    own = told(notes[SVOBODNY], "network")
    assert "В плане с участием города 1 мероприятие: не выполнено – 1." in own
    assert "Фестиваль" not in own


def known(note: Note) -> Network:
    assert note.bundle.network
    return note.bundle.network


def with_network(note: Note, network: Network) -> Note:
    return Note(replace(note.bundle, network=network), note.hash)


def picture(note: Note) -> Block:
    return next(block for block in sections.network(note) if block.kind == "figure")


def test_the_picture_joins_each_municipality_with_what_it_does_and_has(notes: dict[str, Note]) -> None:
    shown = picture(notes[REGION])
    assert shown.alt.endswith(
        "г. Белогорск: Фестиваль (выполнено), Сборник (не выполнено), Условное депо; "
        "г. Свободный: Сборник (не выполнено), Условный завод."
    )
    lines = re.findall(r'<path d="M[^"]*" fill="none" stroke="(#\w+)"', shown.svg)
    assert [lines.count(LOOKS[look][1]["color"]) for look in ("done", "not_done", "partner")] == [
        2,
        3,
        3,
    ]  # with the key
    assert "не названы 27 муниципальных образований" in told(notes[REGION], "network")
    assert not any(block.kind == "figure" for block in sections.network(notes[SVOBODNY]))


def test_few_who_are_named_nowhere_are_told_by_name(notes: dict[str, Note]) -> None:
    note = notes[REGION]
    three = [one for one in note.bundle.municipalities if one["code"] in (BELOGORSK, SVOBODNY, ZAVITINSK)]
    text = told(changed(note, municipalities=three), "network")
    assert "В плане и в реестре партнёров нет упоминаний: Завитинский район." in text


def test_many_partners_are_shown_by_their_kinds(notes: dict[str, Note]) -> None:
    own = known(notes[REGION])
    many = tuple(
        replace(own.partners[0], organisation=f"Завод {n}", kind="предприятие" if n % 2 else "вуз") for n in range(15)
    )
    shown = picture(with_network(notes[REGION], replace(own, partners=many)))
    assert "Предприятие: 7" in shown.alt
    assert "Вуз: 8" in shown.alt


def test_without_enough_lines_there_is_no_picture(notes: dict[str, Note]) -> None:
    alone = with_network(notes[REGION], Network(partners=known(notes[REGION]).partners))
    assert not any(block.kind == "figure" for block in sections.network(alone))


def test_more_names_than_a_page_holds_make_no_picture(notes: dict[str, Note]) -> None:
    own = known(notes[REGION])
    assert own.plan
    events = tuple(replace(own.plan.events[0], what=f"Дело {n}") for n in range(70))
    full = with_network(notes[REGION], replace(own, plan=replace(own.plan, events=events)))
    assert not any(block.kind == "figure" for block in sections.network(full))


def test_partners_stand_beside_the_indicator_they_are_about(notes: dict[str, Note]) -> None:
    note = notes[SVOBODNY]
    line = next(line for line in told(note, "network").splitlines() if line.startswith("Условный завод"))
    assert line.startswith("Условный завод (предприятие) | Проба на станке; оператор станков | ")
    assert line.endswith(" | Посетили одно или более мероприятий")
    assert "Условное депо" not in told(note, "network")


def test_general_information_has_a_source_and_a_date_beside_each_number(notes: dict[str, Note]) -> None:
    text = told(notes[SVOBODNY], "general_information")
    assert "Численность населения | 53 000 чел. | 01.01.2020 | условные данные" in text
    assert "Изменение численности населения | −1,5 % к 2018 году | – | –" in text
    assert "доля городского населения 100 %, а сельских поселений 2." in text


@pytest.mark.parametrize("section", ["network", "general_information", "printed_diagnosis"])
def test_who_has_nothing_gets_no_section(notes: dict[str, Note], section: str) -> None:
    assert getattr(sections, section)(notes[ZAVITINSK]) == []


def test_without_the_files_there_is_no_section_and_the_pairs_do_not_speak_of_partners() -> None:
    note = Note(cut(analyse(ROOT, AMUR).results)[("municipality", ZAVITINSK)])
    assert sections.network(note) == []
    assert sections.general_information(note) == []
    text = told(note, "exchange")
    assert text.count("Предлагается изучить") == 2
    assert "партнёр" not in text


def test_the_case_of_zakamensk_is_told_as_printed_with_what_does_not_come_out() -> None:
    note = notes_of(ROOT, "zakamensk-2022")["81621000"]
    text = told(note, "printed_diagnosis")
    assert "Знание: качество и объективность | 36 | 14 | 41,60% | ниже базового" in text
    assert "Здоровье: 56,10 % – не получается: среднее 8,7 даёт от 57,67 до 58,33 %" in text
    assert "43 | Сетевое взаимодействие (" in text
    general = told(note, "general_information")
    assert "Численность населения | 25 061 чел. | 01.02.2023 | данные Росстата" in general
    assert "Доля городского населения | 45,16 % | – | " in general
    assert "муниципалитет назван «N»" in general


def test_the_network_of_four_towns_is_told() -> None:
    notes: dict[str, Any] = notes_of(ROOT, "chelyabinsk-network")
    text = told(notes["75000000"], "network")
    assert "В плане 10 мероприятий: выполнено – 7, запланировано – 2, не выполнено – 1." in text
    assert "В реестре партнёров 2 организации, программ – 2, профессий – 5" in text
    assert "Сборник лучших практик" in told(notes["75738000"], "network")
    assert "Сборник лучших практик" not in told(notes["75746000"], "network")
