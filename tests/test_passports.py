"""Passports as the command line prints them, and docs/method.md, which must be what its generator gives today."""

import re
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import make_method
import method_numbers
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert

from careerstats import catalogue as catalogues
from careerstats.catalogue import Catalogue, integrate, load, load_list
from careerstats.contracts.catalogue import ExampleEntry
from careerstats.errors import UsageError
from careerstats.formulas import FORMULAS
from careerstats.note.sections.appendices import formula_words
from careerstats.note.sections.appendices import worked as worked_in_note
from careerstats.passports import words as passport_words
from careerstats.passports.text import WIDTH, comparison, listing, passport
from careerstats.passports.words import _result, worked
from careerstats.wording import NBSP

ALL = load()
IDS = list(ALL.indicators)
SHIPPED = Path(catalogues.__file__).parent

QUOTIENTS = [kind for kind in FORMULAS if kind not in ("count", "distribution", "index", "level")]
"""Kinds of formula whose value is one number divided by another, in words that are the same for all of a kind."""

INDEX = {
    "id": "own_index", "symbol": "I", "title": "Сводный индекс", "short": "Сводный индекс", "goal": "Ц1",
    "unit": "score", "polarity": "high", "levels": ["municipality"], "data": "full",
    "why": "Для проверки.", "status": "proposed",
    "editions": [
        {
            "since": "2024/25",
            "formula": "index",
            "components": {"1.1": {"weight": 2, "low": 0, "high": 100}, "trial": {"weight": 1, "low": 0, "high": 80}},
            "source": {"document": "Приказ"},
        }
    ],
    "examples": [
        {"name": "обе составляющие", "given": {"values": {"1.1": 50, "trial": 40}}, "expect": 50.0},
        {"name": "одной нет", "given": {"values": {"1.1": None, "trial": 40}}, "expect": None},
    ],
}  # fmt: skip


def plain(text: str) -> str:
    """With ordinary spaces and without the folding of lines."""
    return " ".join(text.replace(NBSP, " ").split())


def own_catalogue(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / "catalogue.yaml"
    path.write_text(yaml.safe_dump({"indicators": list(entries)}, allow_unicode=True), encoding="utf-8")
    return path


def shipped_entry(file: str, number: int = 0) -> dict[str, Any]:
    return dict(yaml.safe_load((SHIPPED / file).read_text(encoding="utf-8"))[number])


# Every passport


@pytest.mark.parametrize("id", IDS)
def test_every_passport_is_whole_and_fits_the_terminal(id: str) -> None:
    text, one = passport(ALL, id), ALL.indicators[id]
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []
    shown = plain(text)
    for words in (one.title, one.short, one.why, one.caveat, one.symbol, one.periodicity, one.responsible):
        assert plain(words) in shown
    for edition in one.editions:
        assert plain(edition.source.document) in shown
        assert plain(edition.break_reason) in shown
        assert plain(edition.break_source.document) in shown
        assert plain(edition.counting) in shown
    for example in one.examples:
        assert plain(example["name"]) in shown


@pytest.mark.parametrize("id", IDS)
def test_a_passport_speaks_russian(id: str) -> None:
    closed = "percent|per_one|per_thousand|official|practice|proposed|municipality|region|full|sample|preschool|any"
    assert re.findall(rf"\b(?:{closed}|None|nan|person|share|organisation)\b", passport(ALL, id)) == []


@pytest.mark.parametrize("id", IDS)
def test_every_variable_of_a_passport_is_explained(id: str) -> None:
    shown = plain(passport(ALL, id))
    for variable in {name for edition in ALL.indicators[id].editions for name in edition.variables}:
        assert plain(f"{variable} – {ALL.variables[variable].title}") in shown


def test_a_passport_says_who_wrote_it_who_checked_it_and_when_it_is_looked_at_anew(tmp_path: Path) -> None:
    kept = {"authored_by": "методист отдела", "checked_by": "заведующий кафедрой", "next_review": "2027/28"}
    judged = INDEX["editions"][0] | {"since": "2025/26", "polarity": "none"}
    own = INDEX | kept | {"editions": [*INDEX["editions"], judged]}
    shown = plain(passport(load(own_catalogue(tmp_path, own)), "own_index"))
    for words in (
        "Составил: методист отдела",
        "Проверил: заведующий кафедрой",
        "Пересмотр паспорта: с 2027/28 учебного года",
        "Оценка с этой редакции: без оценки «лучше – хуже»",
    ):
        assert words in shown
    assert "Составил" not in passport(ALL, "1.1")
    undecided = load(own_catalogue(tmp_path, INDEX | {"next_review": None}))
    assert "Пересмотр паспорта" not in passport(undecided, "own_index")


# Formulas, units, flags


@pytest.mark.parametrize(
    ("id", "formula", "unit"),
    [
        ("1.1", "D_pt = K_pt / K_od1 × 100 %", "%"),
        ("events_rate", "R_мер = K_ev611 / K_od1 × 1 000", "мероприятий на 1 000 человек"),
        ("bvb_tests_per_pupil", "T = K_tests / K_test", "тестов на одного человека"),
        ("spo_employed", "R_труд = K_spo_emp / K_spo_grad", "отношение"),
        ("publications", "N_публ = K_publ", "публикаций"),
        ("plan", "D_план = ΣF_plan / n × 100 %", "%"),
        ("shmr_prof_mean", "S_ср = ΣS_prof / n", "баллы"),
        ("shmr_prof_attainment", "S_дост = ΣS_prof / (18 × n) × 100 %", "%"),
        ("shmr_prof_level", "S_ур определяется по ΣS_prof / (18 × n) × 100 %", "уровень"),
        ("teachers_trained_ruo", "D_пк.пед = K_ped_pd / ? × 100 %", "%"),
    ],
)
def test_every_kind_of_formula_is_printed_with_its_unit(id: str, formula: str, unit: str) -> None:
    shown = passport(ALL, id).replace(NBSP, " ").splitlines()
    assert f"  {formula}" in shown
    assert f"Единица: {unit}" in shown


def test_a_distribution_names_its_axis() -> None:
    shown = plain(passport(ALL, "choice_competence"))
    assert "K_choice каждой категории / сумма K_choice по всем категориям × 100 %" in shown
    assert "категории: компетенция" in shown


def test_a_level_names_its_bands_and_maximum() -> None:
    shown = plain(passport(ALL, "shmr_prof_level"))
    assert "уровни: от 0 % – ниже базового, от 50 % – базовый" in shown
    assert "18 – наибольший балл одной организации" in shown
    assert "n – число организаций, представивших сведения" in shown


def test_grades_that_differ_are_flagged_and_equal_ones_are_not() -> None:
    flag = "числитель и знаменатель относятся к разным классам: 1–9 классы и 1–11 классы"
    assert flag in plain(passport(ALL, "proektoria"))
    assert "к разным классам" not in plain(passport(ALL, "proektoria_19"))


def test_an_undefined_denominator_says_what_is_open_and_what_to_choose_from() -> None:
    shown = plain(passport(ALL, "teachers_trained_ruo"))
    assert "все педагогические работники или ответственные за профориентацию?" in shown
    assert "что взять: K_ped или K_teach" in shown
    assert "K_ped_pd = 30 – не рассчитывается, знаменатель не определён" in shown


def test_a_sensitive_passport_says_that_small_numbers_are_hidden() -> None:
    assert passport_words.SENSITIVE in plain(passport(ALL, "ovz_guided"))
    assert passport_words.SENSITIVE not in plain(passport(ALL, "1.1"))


def test_a_goal_is_shown_with_its_reasons_and_tasks_where_the_source_gives_them() -> None:
    shown = plain(passport(ALL, "1.1"))
    for words in ("О цели Ц1", "Обоснование: для обеспечения", "Цели муниципального уровня:", "1.М.2.", "1.О.1."):
        assert words in shown
    assert "О цели" not in passport(ALL, "trial")


def test_an_index_of_a_region_is_printed_with_its_weights(tmp_path: Path) -> None:
    shown = plain(passport(load(own_catalogue(tmp_path, INDEX)), "own_index"))
    assert "1.1 – Прошли профориентационную диагностику: вес 2; 0 соответствует 0, 100 соответствует 100" in shown
    assert "1.1 = 50, trial = 40 → 50,0" in shown
    assert "индекса нет" in shown


# Editions


def test_an_edition_that_calculates_as_before_says_so_and_why_the_series_breaks() -> None:
    shown = passport(ALL, "bvb_registered")
    assert shown.count("(расчёт прежний)") == 2
    assert shown.count("Разрыв ряда: ") == 2


def test_a_period_chooses_its_edition() -> None:
    shown = passport(ALL, "rmg", "2023/24")
    assert "Редакция с 2023 года" in shown
    assert "Редакция с 2025 года" not in shown


def test_a_period_without_a_method_is_said_in_words() -> None:
    assert "Методики на 2019 год нет: она действует с 2023 года." in passport(ALL, "rmg", "2019")


def test_what_is_no_period_is_refused_with_the_right_ones() -> None:
    with pytest.raises(UsageError, match="нужен год 2020"):
        passport(ALL, "rmg", "позавчера")


def test_an_unknown_indicator_is_refused_with_near_ones() -> None:
    with pytest.raises(UsageError, match="bvb_registered"):
        passport(ALL, "bvb_registred")


# Worked examples


@pytest.mark.parametrize(
    ("id", "number", "text"),
    [
        ("1.1", 0, "412 / 530 × 100 % = 77,7 %"),
        ("1.1", 1, "3 / 0 – знаменатель равен нулю, значения нет"),
        ("bvb_tested", 1, "7 760 / нет данных – сведений нет, поэтому нет и значения"),
        ("events_rate", 0, "45 / 3 000 × 1 000 = 15,0"),
        ("contracts_per_school", 0, "27 / 18 = 1,50"),
        ("plan", 0, "24 / 25 × 100 % = 96,0 %"),
        ("shmr_prof_mean", 0, "175 / 25 = 7,0"),
        ("shmr_prof_attainment", 0, "175 / (18 × 25) × 100 % = 38,9 %"),
        ("shmr_prof_level", 1, "225 / (18 × 25) × 100 % = 50,0 %, уровень «базовый»"),
        ("choice_competence", 2, "Поварское дело – 0; Туризм – 0: делить не на что, долей нет"),
    ],
)
def test_an_example_is_worked_out_in_numbers(id: str, number: int, text: str) -> None:
    one = ALL.indicators[id]
    assert worked(one, one.examples[number]).replace(NBSP, " ") == text


def last_number(text: str) -> float:
    return float(re.findall(r"-?\d[\d ]*(?:,\d+)?", text.replace(NBSP, ""))[-1].replace(" ", "").replace(",", "."))


@pytest.mark.parametrize("id", IDS)
def test_worked_examples_agree_with_what_the_catalogue_expects(id: str) -> None:
    one = ALL.indicators[id]
    for example in one.examples:
        if isinstance(example["expect"], int | float):
            near = 0.0051 if one.unit == "per_one" else 0.051
            assert last_number(worked(one, example)) == pytest.approx(example["expect"], abs=near)


@given(st.integers(0, 10**5), st.integers(1, 10**5))
def test_any_share_is_worked_out_to_its_tenth(part: int, whole: int) -> None:
    text = worked(ALL.indicators["1.1"], ExampleEntry(name="", given={"K_pt": part, "K_od1": whole}, expect=None))
    assert abs(last_number(text) - 100 * part / whole) <= 0.05 + 1e-9 * part


def test_a_share_just_below_a_band_is_not_printed_as_if_it_had_reached_it() -> None:
    one = ALL.indicators["shmr_prof_level"]
    text = worked(one, ExampleEntry(name="", given={"S_prof": 8999, "reporters": 1000}, expect=None))
    assert text.replace(NBSP, " ").endswith("= 49,99 %, уровень «ниже базового»")


# The list


def test_the_list_opens_with_the_strategic_goal_and_ends_with_the_legend() -> None:
    text = listing(ALL)
    assert plain(text).startswith(plain(ALL.strategic_goal))
    assert "у – утверждена документом" in plain(text)
    assert text.endswith(f"Всего показателей: {len(ALL.indicators)}. Паспорт: careerstats indicator НОМЕР")
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []


def test_the_list_has_every_indicator_once_under_its_goal_with_its_mark() -> None:
    text = listing(ALL)
    lines = [line.split()[:2] for line in text.splitlines() if re.match(r"  [упс] ", line)]
    marks = {"official": "у", "practice": "п", "proposed": "с"}
    wanted = [
        [marks[one.status], one.id + ("?" if one.editions[-1].undefined else "")]
        for goal in ALL.goals
        for one in ALL.indicators.values()
        if one.goal == goal
    ]
    assert lines == wanted


def test_a_list_of_nothing_is_printed() -> None:
    assert "Всего показателей: 0" in listing(Catalogue({}, {}, {}))


# Two lists


def test_two_lists_are_told_apart_in_the_words_of_passports(tmp_path: Path) -> None:
    changed = shipped_entry("goal-01.yaml") | {"polarity": "none", "levels": ["region"]}
    text = comparison(integrate(ALL, load_list(own_catalogue(tmp_path, changed, INDEX))))
    shown = plain(text)
    assert "Совпадают: 0" in shown
    assert "Различаются: 1 1.1. Доля обучающихся" in shown
    assert "направление: чем больше, тем лучше → без оценки «лучше – хуже»" in shown
    assert "уровни: школа, муниципальное образование, регион → регион" in shown
    assert f"Есть только в первом перечне: {len(ALL.indicators) - 1}" in shown
    assert "Есть только во втором перечне: 1 own_index. Сводный индекс" in shown
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []


def test_a_list_coincides_with_itself() -> None:
    shown = plain(comparison(integrate(ALL, ALL)))
    assert f"Совпадают: {len(ALL.indicators)}" in shown
    assert "Различаются: 0 Есть только в первом перечне: 0 Есть только во втором перечне: 0" in shown


# docs/method.md


@pytest.fixture(scope="module")
def method() -> str:
    return make_method.document()


def test_the_document_is_what_its_generator_gives(method: str) -> None:
    kept = make_method.TARGET.read_text(encoding="utf-8")
    assert kept == method, "каталог или правила изменились: выполните python tools/make_method.py"


def test_the_document_has_no_holes(method: str) -> None:
    assert re.findall(r"\[\[|\bnan\b|\bNone\b|<NA>", method) == []


def test_a_place_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError, match="unheard"):
        make_method.filled("[[unheard]]", {})


def test_every_link_of_the_document_leads_to_a_heading_or_a_passport(method: str) -> None:
    headings = {make_method.anchor(title) for title in re.findall(r"^#+ (.+)$", method, re.MULTILINE)}
    targets = headings | set(re.findall(r'<a id="([^"]+)">', method))
    links = re.findall(r"\]\(#([^)]+)\)", method)
    assert len(links) > len(IDS)
    assert set(links) - targets == set()


def test_every_indicator_and_variable_is_in_the_document(method: str) -> None:
    assert [id for id in IDS if f'<a id="p-{id}"></a>' not in method] == []
    assert [id for id in ALL.variables if f"| `{id}` |" not in method] == []


def test_the_table_of_contents_names_every_chapter_and_goal(method: str) -> None:
    listed = method.split("## Содержание")[1].split("\n## ", maxsplit=1)[0]
    titles = [title for title in re.findall(r"^###? (.+)$", method, re.MULTILINE) if title != "Содержание"]
    assert [title for title in titles if f"[{title}](" not in listed] == []


@pytest.mark.parametrize("id", IDS)
def test_a_latex_formula_has_its_braces_and_variables(id: str) -> None:
    one = ALL.indicators[id]
    for edition in one.editions:
        text = passport_words.latex_of(one, edition)
        assert "merror" not in convert(text)
        assert text.count("{") == text.count("}")
        for variable in edition.variables:
            assert variable.partition("_")[2].replace("_", "-") in text


def test_the_four_wrong_percentages_of_the_published_table_are_named(method: str) -> None:
    wrong = re.findall(r"^\| ([^|]+) \|.*\*\*не получается\*\* \|$", method, re.MULTILINE)
    assert wrong == [
        "Здоровье",
        "Учитель. Школьные команды",
        "Школьный климат",
        "Образовательная среда, создание условий",
    ]


def test_the_invented_region_shows_every_kind_of_verdict() -> None:
    told = method_numbers.comparison()
    for name, words in {
        "reason_А": "немного выше",
        "reason_В": "не хватает",
        "reason_Ж": "выше, чем по остальным",
        "reason_М": "от случайного не отличить",
        "wide_В": "от случайного не отличить",
        "wide_Д": "ниже, чем по остальным",
    }.items():
        assert words in told[name], name


@pytest.mark.parametrize("kind", QUOTIENTS)
def test_a_quotient_is_written_in_its_unit(kind: str) -> None:
    """A kind of formula that is no per cent is written as none: in the passport and in the appendix of a note."""
    of_kind = SimpleNamespace(formula=kind, per=1000, maximum=10, bands=[], part="K_a", whole="K_b", data="full")
    value = SimpleNamespace(numerator=1, denominator=2, own=(1, 2), value=1, lower=None, upper=None)
    told = [_result(of_kind, Fraction(1, 2)), formula_words(of_kind), worked_in_note(of_kind, value)]
    in_per_cent = FORMULAS[kind].unit == "percent"
    assert [("%" in text) for text in told] == [in_per_cent] * 3, told
