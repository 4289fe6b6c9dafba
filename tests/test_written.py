"""Mistakes in what people write -> words: in which file, on which line, which field, what to do."""

import logging
import os
import random
import re
import string
import time
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec.inspect
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerstats import catalogue
from careerstats.contracts.catalogue import EditionEntry
from careerstats.contracts.files import FILES, WrittenFile
from careerstats.errors import CatalogueError, DatasetError
from careerstats.formulas import FORMULAS
from careerstats.intake import open_dataset
from careerstats.written import kept, listed, typed

DATASET = """\
title: Проба
region: "10000000"
period: "2020"
tables:
  - file: t.csv
    territory: МО
    columns:
      Всего: {variable: K_611}
"""
WRONG: dict[str, tuple[str, str, list[str]]] = {
    "a wrong type": ("indicators: 1.10\n", "", ["строка 9, indicators: нужен список, а стоит «1.10»"]),
    "a number for a text": (
        "indicators: [1.10, trial]\n",
        "",
        ['строка 9, indicators: нужен список, а запись 1 – «1.10»; возьмите в кавычки: "1.10"'],
    ),
    "a missing field": (
        "stages:\n  - {variable: K_611}\n",
        "",
        ["строка 10, stages, запись 1: нет поля «title», добавьте его (название этапа)"],
    ),
    "a misspelt field": (
        "peers: {cuont: 5}\n",
        "",
        ["строка 9, peers: поле «cuont» неизвестно (возможно, имелось в виду: count); можно: count, indicators, size"],
    ),
    "a field of another place": (
        "territory: МО\n",
        "",
        ["строка 9, файл: поле «territory» здесь не применяется, оно пишется в tables, participants, snapshots; можно"],
    ),
    "a field without effect": (
        "",
        "    period_column: Год\n    period: '2019'\n",
        ["строка 10, таблица t.csv: при «period_column» поле «period» не действует; уберите одно из них"],
    ),
    "rows that nobody names": (
        "  - {file: u.csv, period_column: Год, rows: {ИТОГО: total}, columns: {Всего: {variable: K_611}}}\n",
        "",
        ["строка 9, таблица u.csv: поле «rows» без «territory», «organisation» или «breakdown» не действует"],
    ),
    "a field twice": ("title: Вторая\n", "", ["строка 9: «title» записано дважды, оставьте одно"]),
    "a wrong unit": (
        "targets: {trial: 140}\n",
        "",
        ["строка 9, targets, trial: целевое значение «140» вне 0…100 %; нужны проценты от 0 до 100"],
    ),
    "a word outside a list": (
        "",
        "      План: {variable: F_plan, values: yes_no}\n",
        ["строка 9, таблица t.csv, столбец «План»: в поле «values» можно count (количество), plan (плановое значение)"],
    ),
    "a day that is in no calendar": (
        "deadline: 31.02.2021\n",
        "",
        ["строка 9, файл, deadline: даты «31.02.2021» нет в календаре: нужна дата вида 31.12.2024"],
    ),
    "an entry twice": (
        'indicators: ["1.1", trial, "1.1"]\n',
        "      Сумма: {sum_of: [K_611, K_611]}\n",
        [
            "строка 9, таблица t.csv, столбец «Сумма»: в поле «sum_of» «K_611» стоит дважды (записи 1 и 2)",
            "строка 10, indicators: «1.1» стоит дважды (записи 1 и 3), оставьте одну запись",
        ],
    ),
    "many at once": (
        "headline: a\npeers: {count: -1}\nsynthetic: может быть\n",
        "",
        ["строка 9, headline: нужен список", "строка 10, peers: в поле «count»", "строка 11, synthetic: нужно да или"],
    ),
}


def told_of(folder: Path, text: str) -> str:
    raw = folder / "data" / "raw" / "a"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "dataset.yaml").write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(DatasetError) as error:
        open_dataset(folder, "a")
    return str(error.value)


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_dataset_yaml_has_its_line_its_field_and_advice(name: str, tmp_path: Path) -> None:
    more, inside, expected = WRONG[name]
    told = told_of(tmp_path, DATASET + inside + more)
    assert told.startswith("dataset.yaml")
    assert [words for words in expected if words not in told] == []


def test_only_the_first_mistakes_of_very_many_are_told(tmp_path: Path) -> None:
    told = told_of(tmp_path, DATASET + "caveats:\n" + "  - 5\n" * 100)
    assert "– и ещё ошибок: 60" in told


def test_a_flag_may_be_a_russian_word(tmp_path: Path) -> None:
    told_of(tmp_path, DATASET + "synthetic: нет\ntitel: а\n")
    path = tmp_path / "data" / "raw" / "a" / "dataset.yaml"
    path.write_text(DATASET + "synthetic: да\n", encoding="utf-8")
    assert open_dataset(tmp_path, "a").settings.synthetic is True
    path.write_text(DATASET + "synthetic: нет\n", encoding="utf-8")
    assert open_dataset(tmp_path, "a").settings.synthetic is False


# ---- the catalogue


ENTRY = """\
variables:
  K_own: {title: число, unit: person, grades: 6-11, as_of: год, collected: форма, sensitive: false, source: {item: а}}
indicators:
  - id: own
    symbol: D_own
    title: Доля, %
    short: Доля
    goal: Ц1
    unit: percent
    polarity: high
    levels: [municipality]
    data: full
    why: Потому что.
    status: proposed
    editions:
      - {since: 2020, formula: share, of: {part: K_own, whole: K_611}, source: {item: а}}
    examples:
      - {name: половина, given: {K_own: 1, K_611: 2}, expect: 50}
      - {name: никого, given: {K_own: 1, K_611: 0}, expect: null}
"""
WRONG_ENTRIES = {
    "a wrong type": (
        "sensitive: false",
        "sensitive: 5",
        "строка 2, величина K_own: в поле «sensitive» нужно да",
    ),
    "a missing field": (
        "    short: Доля\n",
        "",
        "строка 4, показатель own: нет поля «short», добавьте его",
    ),
    "a misspelt field": (
        "polarity",
        "polarty",
        "строка 10, показатель own: поле «polarty» неизвестно (возможно",
    ),
    "a field of another place": (
        "    data: full\n",
        "    data: full\n    formula: share\n",
        "строка 13, показатель own: поле «formula» здесь не применяется, оно пишется в editions",
    ),
    "a wrong unit": ("unit: percent", "unit: проценты", "строка 9, показатель own: в поле «unit» можно count, level"),
    "a period that is none": ("2020", "давно", "строка 16, показатель own, редакция давно: период «давно» не понят"),
    "a formula that is none": ("formula: share", "formula: shar", "редакция 2020: в поле «formula» можно attainment"),
    "a field twice": (
        "    data: full\n",
        "    data: full\n    data: full\n",
        "строка 13: «data» записано дважды",
    ),
    "two meanings of a control": (
        "sensitive: false",
        "sensitive: false, controls: [{at_most: K_611, level: school}]",
        "строка 2, величина K_own, контроль: нужно одно из at_most, sum_of",
    ),
    "a control's field without effect": (
        "sensitive: false",
        "sensitive: false, controls: [{at_most: K_611, at_least: 50}]",
        "строка 2, величина K_own, контроль: «at_least» действует только вместе с «jump»; уберите его",
    ),
}


@pytest.mark.parametrize("name", WRONG_ENTRIES)
def test_a_mistake_in_the_catalogue_has_its_line_its_field_and_advice(name: str, tmp_path: Path) -> None:
    right, wrong, expected = WRONG_ENTRIES[name]
    assert right in ENTRY
    path = tmp_path / "catalogue.yaml"
    path.write_text(ENTRY, encoding="utf-8", newline="\n")
    assert "own" in catalogue.load(path).indicators
    path.write_text(ENTRY.replace(right, wrong, 1), encoding="utf-8", newline="\n")
    with pytest.raises(CatalogueError) as error:
        catalogue.load(path)
    assert "catalogue.yaml, строка" in str(error.value)
    assert expected in str(error.value)


def test_an_edition_knows_every_formula() -> None:
    (formula,) = (one for one in msgspec.inspect.type_info(EditionEntry).fields if one.name == "formula")
    assert set(formula.type.type.values) == set(FORMULAS)


# ---- whatever is written


ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "src" / "careerstats" / "catalogue"


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def sound() -> dict[str, list[Any]]:
    """File → what stands in files of its kind that are right."""
    raw = {file.name: sorted((ROOT / "data" / "raw").glob(f"*/{file.name}")) for file in FILES}
    goals, variables = loaded(CATALOGUE / "goals.yaml")["goals"], loaded(CATALOGUE / "variables.yaml")
    indicators = [entry for path in sorted(CATALOGUE.glob("goal-*.yaml")) for entry in loaded(path)]
    few = {"goals": dict(islice(goals.items(), 3)), "variables": dict(islice(variables.items(), 9))}
    return {name: list(map(loaded, paths)) for name, paths in raw.items()} | {
        "catalogue.yaml": [
            {"goals": goals, "variables": variables, "indicators": indicators},
            few | {"indicators": indicators[:2]},
        ],
        **{name: [loaded(CATALOGUE / name)] for name in ("causes.yaml", "self_diagnosis.yaml", "profminimum.yaml")},
    }


SOUND = sound()
SMALL = SOUND | {"catalogue.yaml": SOUND["catalogue.yaml"][1:]}
"""The same without the whole shipped catalogue, which is half a megabyte."""

EVERY = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


@EVERY
def test_a_sound_file_of_every_kind_is_read(file: WrittenFile) -> None:
    assert SOUND[file.name]
    for value in SOUND[file.name]:
        assert typed(value, file.model)[1] == kept(value, file.model)[1] == []


ANYTHING: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 3000)
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.integers(0, 9), inner, max_size=3)
    ),
    max_leaves=6,
)


def spoilt(value: Any, chance: random.Random, other: Any) -> Any:
    """The value with one part of it changed for something else, taken away, given twice or misspelt."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        kind = chance.random()
        if kind < 0.1:
            return {name: one for name, one in value.items() if name != key}
        if kind < 0.2:
            return {(f"{name}x" if name == key else name): one for name, one in value.items()}
        return {**value, key: spoilt(value[key], chance, other)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        at = chance.randrange(len(value))
        return [*value[:at], spoilt(value[at], chance, other), *value[at + 1 :]]
    return other


def answered(value: Any, model: Any) -> None:
    """Read, or told in Russian where and what; never anything else. The sound part alone has nothing wrong in it."""
    node = yaml.compose(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True), yaml.CSafeLoader)
    record, mistakes = typed(value, model, node)
    assert (record is None) == bool(mistakes)
    assert kept(value, model, node)[1] == mistakes
    for mistake in mistakes:
        assert mistake.line > 0
        assert re.search("[а-яё]", mistake.text)
    assert len(listed(mistakes).splitlines()) <= 41


NO_HURRY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@EVERY
@NO_HURRY
@given(st.randoms(use_true_random=False), ANYTHING)
def test_any_spoilt_file_is_read_or_answered(file: WrittenFile, chance: random.Random, other: Any) -> None:
    value = chance.choice(SMALL[file.name])
    for _ in range(chance.choice((1, 2, 5))):
        value = spoilt(value, chance, other)
    answered(value, file.model)


@pytest.mark.slow
@EVERY
def test_spoilt_files_are_read_or_answered_for_as_long_as_is_stated(file: WrittenFile) -> None:
    """CAREERSTATS_FUZZ_SECONDS (60) for each of the files."""
    end, seed = time.monotonic() + float(os.environ.get("CAREERSTATS_FUZZ_SECONDS", "60")), 0
    while time.monotonic() < end:
        seed += 1
        chance = random.Random(f"{file.name} {seed}")
        value = chance.choice(SMALL[file.name])
        for _ in range(chance.choice((1, 2, 5))):
            value = spoilt(value, chance, something(chance))
        try:
            answered(value, file.model)
        except BaseException as error:
            error.add_note(f"{file.name} {seed}: {value!r}")
            raise
    logging.getLogger("fuzz").warning("%s: %s files", file.name, seed)


def something(chance: random.Random) -> Any:
    """A value of any kind that YAML has."""
    word = "".join(chance.choices(string.printable + "абвгдё«»", k=chance.randrange(6)))
    plain = [
        None,
        True,
        -1,
        0,
        7,
        10**18,
        1.5,
        float("inf"),
        float("nan"),
        "",
        word,
        "2024/25",
        "31.02.2024",
        [],
        {},
        "-",
    ]
    one = chance.choice(plain)
    return chance.choice(
        [one, [one], {word: one}, {5: one}, [[one]], {"file": one, "columns": {word: {"variable": one}}}]
    )
