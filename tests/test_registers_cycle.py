"""cycle.yaml -> documents, steps and events of the management cycle, and every slip with its line."""

import shutil
from pathlib import Path

import msgspec
import pytest
from helpers.registers import AMUR, BELOGORSK, RAW, ZEYA, codes, context, cycle, shipped
from hypothesis import given
from hypothesis import strategies as st

from careerstats import persons
from careerstats.contracts.cycle import COMPONENTS, Document
from careerstats.intake.registers.cycle import RESTS_ON, earlies, read_cycle, round_trip

IZHEVSK = "94701000"


# ---- the real documents of 2022


def test_orders_and_a_letter_without_number_and_date_are_three() -> None:
    found, problems = read_cycle(shipped("izhevsk-2022"))
    bare = [one.id for one in found.documents if not one.number and not one.date]
    assert bare == ["приказ-мсоко", "приказ-мониторинг", "письмо"]
    assert codes(problems).count("no_requisites") == 3


def test_every_slip_of_the_real_documents_is_found_and_nothing_else() -> None:
    found, problems = read_cycle(shipped("izhevsk-2022"))
    assert [(one.document.id, one.base.id) for one in found.early] == [
        ("приказ-081", "интеграция"),
        ("справка", "приказ-081"),
        ("протокол-3", "приказ-081"),
    ]
    assert sorted(codes(problems)) == ["chronology"] * 3 + ["no_number"] * 2 + ["no_requisites"] * 3
    assert {one.territory for one in problems} == {IZHEVSK}


def test_the_real_cycle_holds_what_the_source_tells() -> None:
    found, _ = read_cycle(shipped("izhevsk-2022"))
    assert len(found.documents) == 14
    assert [one.date for one in found.events] == ["2022-03-10", "2022-03-24", "2022-04-14", "2022-04-21", "2022-04-28"]
    assert len(found.goals) == 11
    assert len(found.recommendations) == 8
    assert found.groups[0].meetings == ("2022-01-19", "2022-01-26", "2022-02-17")
    assert any("отнесение документов к компонентам – наше" in one.lower() for one in found.remarks)
    assert any("рисунка" in one for one in found.remarks)


def test_documents_of_the_real_cycle_are_only_of_components_that_exist() -> None:
    found, _ = read_cycle(shipped("izhevsk-2022"))
    assert all(one.components and set(one.components) <= set(COMPONENTS) for one in found.documents)


def test_nobody_is_named_in_the_real_documents() -> None:
    text = (RAW / "izhevsk-2022" / "cycle.yaml").read_text(encoding="utf-8")
    assert not persons.names_person(text)


def test_the_example_of_the_documentation_is_read_without_remarks(tmp_path: Path) -> None:
    docs = (RAW.parents[1] / "docs" / "registers.md").read_text(encoding="utf-8")
    example = docs.split("## Управленческий цикл", 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]
    (tmp_path / "cycle.yaml").write_text(example, encoding="utf-8")
    shutil.copy(RAW / "demo" / "territories.csv", tmp_path)
    found, problems = read_cycle(context(tmp_path, {"region": "02000000", "period": "2024/25"}))
    assert problems == []
    assert (len(found.documents), len(found.steps), len(found.sent)) == (2, 2, 1)


# ---- bad input

DOCUMENT = "documents:\n  - {id: а, kind: приказ, number: '1', date: 10.01.2022, title: Название, territory: г. Зея"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (DOCUMENT + ", components: [Целеполагание]}\n", "wrong_entry"),
        (DOCUMENT + ", level: районный}\n", "wrong_entry"),
        (DOCUMENT + ", rests_on: [б]}\n", "unknown_reference"),
        (DOCUMENT + ", rests_on: [а]}\n", "cyclic_reference"),
        (DOCUMENT + ", номер: 5}\n", "wrong_entry"),
        (DOCUMENT.replace("10.01.2022", "31.02.2022") + "}\n", "impossible_date"),
        (DOCUMENT.replace("10.01.2022", "''") + "}\n", "no_date"),
        (DOCUMENT.replace("г. Зея", "г. Зейск") + "}\n", "unknown_territory"),
        (DOCUMENT.replace(", title: Название", "") + "}\n", "wrong_entry"),
        ("documents: приказ\n", "wrong_entry"),
        ("документы: []\n", "wrong_entry"),
        ("goals: [Ц99]\n", "unknown_goal"),
        ("steps:\n  - {id: а, title: Шаг}\n", "no_term"),
        ("steps:\n  - {id: а, title: Шаг, term: 31.04.2022}\n", "impossible_date"),
        ("steps:\n  - {id: а, title: Шаг, term: 30.04.2022, document: нет}\n", "unknown_reference"),
        ("groups:\n  - {title: Группа, members: [Иванова А.Б.]}\n", "person_named"),
        ("sent:\n  - {number: '5'}\n", "wrong_entry"),
        ("- просто список\n", "not_a_table"),
        ("a: [\n", "not_a_table"),
        ("remarks: а\nremarks: б\n", "not_a_table"),
    ],
)
def test_a_slip_is_named_and_the_rest_is_read(tmp_path: Path, text: str, code: str) -> None:
    _, problems = cycle(tmp_path, text)
    assert codes(problems) == [code]
    assert problems[0].what_to_do


def test_a_slip_says_its_line(tmp_path: Path) -> None:
    _, problems = cycle(tmp_path, "remarks: [а]\n\n" + DOCUMENT + ", components: [Целеполагание]}\n")
    assert problems[0].message.startswith("строка 4, documents, запись 1: в поле «components»")


def test_an_id_used_twice_is_named_and_both_are_kept(tmp_path: Path) -> None:
    found, problems = cycle(tmp_path, DOCUMENT + "}\n" + DOCUMENT.splitlines()[1] + "}\n")
    assert codes(problems) == ["duplicate_number"]
    assert len(found.documents) == 2


def test_steps_that_wait_for_each_other_lose_their_links_and_stay(tmp_path: Path) -> None:
    steps = "".join(
        f"  - {{id: {id}, title: Шаг {id}, term: 01.0{n}.2022, after: [{after}]}}\n"
        for n, (id, after) in enumerate((("а", "в"), ("б", "а"), ("в", "б"), ("г", "в")), 1)
    )
    found, problems = cycle(tmp_path, f"steps:\n{steps}")
    assert codes(problems) == ["cyclic_reference"]
    assert "→" in problems[0].message
    assert {one.id: one.after for one in found.steps} == {"а": (), "б": (), "в": (), "г": ("в",)}


def test_a_step_done_by_places_is_each_municipalitys(tmp_path: Path) -> None:
    text = (
        "steps:\n  - {id: формы, title: Сбор форм, term: 15.10.2022, done: {г. Зея: 10.10.2022, г. Луна: 11.10.2022}}\n"
    )
    found, problems = cycle(tmp_path, text)
    assert codes(problems) == ["unknown_territory"]
    assert (found.steps[0].code, found.steps[0].done) == ("", {ZEYA: "2022-10-10"})


def test_a_step_of_nobody_is_the_regions(tmp_path: Path) -> None:
    found, _ = cycle(tmp_path, "steps:\n  - {id: приказ, title: Приказ, term: 01.09.2022, done: 30.08.2022}\n")
    assert (found.steps[0].level, found.steps[0].code) == ("региональный", AMUR)
    assert found.steps[0].done == {AMUR: "2022-08-30"}


def test_letters_with_which_notes_left_are_kept(tmp_path: Path) -> None:
    text = "sent:\n  - {number: 01-18/1557, date: 20.04.2021, territory: регион, period: 2020}\n"
    found, problems = cycle(tmp_path, text)
    assert problems == []
    (one,) = found.sent
    assert (one.code, one.number, one.date, one.period) == (AMUR, "01-18/1557", "2021-04-20", "2020")


@given(st.text(max_size=80))
def test_no_text_of_a_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    if "\x00" not in text:
        cycle(tmp_path_factory.mktemp("текст"), text.encode("utf-8", "replace").decode("utf-8"))


# ---- chronology


def document(id: str, first: str, last: str = "", component: str = "Показатели", **more: tuple[str, ...]) -> Document:
    return Document(id=id, code=ZEYA, first=first, last=last or first, title=id, components=(component,), **more)


ANALYSIS = "Анализ результатов мониторинга"


def test_a_month_is_early_only_when_all_of_it_is() -> None:
    order = document("приказ", "2022-02-25")
    january = document("январь", "2022-01-01", "2022-01-31", ANALYSIS)
    february = document("февраль", "2022-02-01", "2022-02-28", ANALYSIS)
    assert [one.document.id for one in earlies([order, january, february])] == ["январь"]


def test_the_same_day_is_not_early() -> None:
    both = [document("приказ", "2022-02-25"), document("справка", "2022-02-25", component=ANALYSIS)]
    assert earlies(both) == []


def test_a_document_without_a_day_is_never_early() -> None:
    both = [document("приказ", "2022-02-25"), document("справка", "", component=ANALYSIS)]
    assert earlies(both) == []


def test_a_link_and_a_component_that_say_the_same_are_said_once() -> None:
    both = [
        document("приказ", "2022-02-25"),
        document("справка", "2022-01-10", component=ANALYSIS, rests_on=("приказ",)),
    ]
    assert [(one.document.id, one.component) for one in earlies(both)] == [("справка", "")]


def test_documents_of_different_municipalities_are_not_compared() -> None:
    there = msgspec.structs.replace(document("там", "2022-01-01", component=ANALYSIS), code=BELOGORSK)
    assert earlies([document("здесь", "2022-02-25"), there]) == []


def test_every_component_rests_on_earlier_ones_only() -> None:
    order = {name: place for place, name in enumerate(COMPONENTS)}
    assert all(order[below] < order[name] for name, own in RESTS_ON.items() for below in own)


@given(st.dictionaries(st.sampled_from("абвгд"), st.lists(st.sampled_from("абвгд"), max_size=3)))
def test_a_circle_is_found_exactly_where_somebody_comes_back_to_himself(links: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = list(links.get(start, []))
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += links.get(one, [])
        return seen

    circle = round_trip(links)
    assert bool(circle) == any(one in reached(one) for one in links)
    if circle:
        assert circle[0] == circle[-1]
