"""«Методика и паспорта показателей»: one document of region and period, for both audiences, written once."""

from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from helpers.projects import AMUR, ROOT
from helpers.saved import save

from careerstats.blocks import Block, plain
from careerstats.bundles import cut
from careerstats.decisions import ranking, targets
from careerstats.note.opening import Note
from careerstats.note.sections import method
from careerstats.pipeline.beside import methods
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.publishing import for_audience

REGIONS = {AMUR: "10000000", "demo": "02000000"}


@cache
def region(dataset: str, audience: str = "internal") -> Note:
    results = for_audience(analyse(ROOT, dataset), audience).results
    return Note(cut(results)["region", REGIONS[dataset]])


def texts(blocks: list[Block]) -> str:
    found: list[str] = []
    for block in blocks:
        found += [plain(block.runs)] if block.kind == "paragraph" else []
        found += [plain(item) for item in block.items] if block.kind == "list" else []
        found += [plain(cell) for row in block.rows for cell in row.cells] if block.kind == "table" else []
    return "\n".join(found).replace("\u00a0", " ")


@pytest.mark.parametrize("dataset", REGIONS)
def test_every_indicator_has_its_passport_and_every_letter_its_meaning(dataset: str) -> None:
    note = region(dataset)
    text = texts(method(note))
    for passport in note.bundle.passports.values():
        assert passport.title.replace("\u00a0", " ").rstrip(".") in text, passport.id
        for id in passport.of.values():
            assert not id or f"\n{id}\n" in text, id


def test_the_rules_and_the_dispersion_are_told_once() -> None:
    text = texts(method(region(AMUR)))
    for words in ("квантили гипергеометрического распределения", "поправка Бонферрони", "в 11,8 раза сильнее"):
        assert text.count(words) == 1
    assert "дисперсия умножена на эффект группировки" not in text, "nothing is known by school"
    assert "дисперсия умножена на эффект группировки" in texts(method(region("demo")))
    assert "Бенджамини – Богомолова" in texts(method(region("demo")))


def test_columns_of_the_raw_tables_are_for_the_internal_audience_alone() -> None:
    assert "tables/municipalities.csv, столбец C" in texts(method(region(AMUR)))
    assert ".csv" not in texts(method(region(AMUR, "public")))


def test_levels_of_the_self_diagnosis_and_of_the_minimum_are_explained_here() -> None:
    text = texts(method(region("demo")))
    assert "базовый – не менее 40 часов: урочная деятельность" in text
    assert "доли до 48,2 % названы уровнем «ниже базового»" in text


def test_it_is_written_once_and_again_only_when_something_changed(tmp_path: Path) -> None:
    bundles = next(iter(save(tmp_path, analyse(ROOT, AMUR)).values())).parent
    stem = methods.stem_of(tmp_path, "2020", "internal")

    def write(**named: Any) -> dict[str, int]:
        methods.write(
            bundles, stem, tmp_path / "methods.json", **{"program": "1", "formats": ("docx", "html"), **named}
        )
        return {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("method-2020.*")}

    first = write()
    assert set(first) == {"method-2020.docx", "method-2020.html"}
    assert write() == first
    assert write(program="2") != first
    assert "Методика и паспорта показателей".upper() in docx.Document(str(stem) + ".docx").paragraphs[0].text.upper()


def test_a_dataset_without_a_regional_bundle_has_none(tmp_path: Path) -> None:
    methods.write(tmp_path, tmp_path / "method-2020", tmp_path / "m.json", program="1", formats=("docx",))
    assert list(tmp_path.iterdir()) == []


def test_the_words_for_everybody_promise_no_more_than_the_method() -> None:
    amur, demo = (texts(method(region(name))).replace("\u00a0", " ") for name in (AMUR, "demo"))
    assert "0,2 % случаев" not in amur
    assert "сведений по школам нет, поэтому и при одинаковой работе за него вышли бы от 18 % до 55 %" in amur
    assert "при одинаковой работе так было бы не чаще чем в 0,7 % сопоставлений" in demo
    assert "«5 (1–10)» в столбце «Место»" in demo


def test_what_comes_first_and_how_goals_are_proposed_is_told_in_the_words_of_the_rules() -> None:
    internal, public = (texts(method(region("demo", audience))) for audience in ("internal", "public"))
    for text in [*ranking.rule_text(), *targets.rule_text().values()]:
        assert text in internal
        assert text not in public
    assert "T6. Лучшие сохраняют уровень" in internal
    assert "хуже остальных (считается, скольких не хватает до их уровня)" in internal
    assert "Требует решения" not in internal
    assert "Резервы" not in internal
    assert "reporters" not in internal


def test_passports_say_once_what_holds_for_nearly_all() -> None:
    text = texts(method(region("demo")))
    assert "Сплошной учёт" not in text
    assert "Выборка (опрос)" in text
    assert "Без оценки «лучше – хуже»" in text
    assert "Предложено составителями по протоколу № 1 совещания" in text
    assert "составителями (Предложение составителей" not in text


def test_parents_and_press_read_passports_without_letters_and_methods_last() -> None:
    text = texts(method(region("demo", "public")))
    assert "D_pt" not in text
    assert "Ц2." not in text
    assert "колледжи региона" in text
    assert text.index("Наименование") < text.index("квантили гипергеометрического")


def test_a_number_summed_over_rows_has_the_letter_of_its_column() -> None:
    text = texts(method(region("demo")))
    assert "столбец Q" in text
    assert "–Q" not in text
