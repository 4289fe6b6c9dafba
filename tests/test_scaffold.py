"""``careerstats init``: from nothing to a folder that is filled in, checked and built; nothing is written over."""

import argparse
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
import yaml
from helpers.described import mistakes
from helpers.projects import Done, run

from careerstats import catalogue, territories
from careerstats.contracts.dataset import Settings
from careerstats.errors import UsageError
from careerstats.intake import open_dataset
from careerstats.pipeline.monitoring import analyse
from careerstats.scaffold.init import Answers, init, wanted
from careerstats.scaffold.places import places_of
from careerstats.territories.cases import forms

REGIONS = [one.code for one in territories.regions("2025-01-01") if territories.of_region(one.code, "2025-01-01")]
FLAGS = ("--region", "Новосибирская область", "--period", "2024/25")
OWN = ("--region", "05 Приморский край", "--period", "2025", "--municipalities")
OWN_LIST = "05701000 г. Владивосток; 05714000 г. Находка; 05602000 Анучинский муниципальный округ"


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Each test stands in an empty folder, and no project is named."""
    monkeypatch.delenv("CAREERSTATS_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sheet(path: Path) -> list[list[str]]:
    book = openpyxl.load_workbook(path)
    return [[str(cell or "") for cell in row] for row in book.active.iter_rows(values_only=True)]


def table(folder: Path) -> list[list[str]]:
    return sheet(folder / "tables" / "municipalities.xlsx")


def fill(folder: Path) -> None:
    """As a person would: numbers into the empty cells, nothing else."""
    path = folder / "tables" / "municipalities.xlsx"
    book = openpyxl.load_workbook(path)
    for at, row in enumerate(book.active.iter_rows(min_row=2)):
        for column, cell in enumerate(row[2:]):
            cell.value = 500 + 37 * at if column == 0 else 100 + 11 * at + 3 * (column - 1)
    book.save(path)


def write(path: Path, *cells: tuple[str, str]) -> None:
    """Texts into cells of the first sheet."""
    book = openpyxl.load_workbook(path)
    for cell, text in cells:
        book.active[cell] = text
    book.save(path)


def made(*words: str, name: str = "new") -> Path:
    done = run("init", name, *words)
    assert (done.code, done.err) == (0, ""), done
    return Path("data/raw", name).resolve()


# The whole way


def test_from_an_empty_folder_to_a_checked_dataset() -> None:
    folder = made(*FLAGS)
    assert [name[1] for name in table(folder)[1:]] == [
        one.name for one in territories.of_region("50000000", "2025-08-31")
    ]
    fill(folder)
    done = run("check", "new")
    assert (done.code, done.err) == (0, "")
    assert "Замечаний нет" in done.out


def test_a_region_of_ones_own_is_checked_and_one_note_is_built() -> None:
    folder = made(*OWN, OWN_LIST)
    fill(folder)
    assert "Замечаний нет" in run("check", "new").out
    done = run("build", "new", "--only", "05701000", "--formats", "html", "--jobs", "1")
    assert done.code == 0, done.err
    page = Path("reports/new/2025/05701000/note.html").read_text(encoding="utf-8")
    assert "Владивосток" in page
    assert "537" in page


@pytest.mark.parametrize("code", REGIONS)
def test_every_region_we_know_has_its_rows_under_names_that_are_understood(code: str, empty: Path) -> None:
    folder = init(empty, Answers("r", code, "2025"))
    rows = table(folder)[1:]
    assert rows
    for place, name, *numbers in rows:
        found = territories.find(name, code, "2025-12-31")
        assert isinstance(found, territories.Territory)
        assert found.code == place
        assert set(numbers) == {""}


def test_a_reformed_name_is_taken_with_a_remark_and_a_useless_spelling_is_told() -> None:
    folder = made("--region", "Удмуртия", "--period", "2024/25")
    fill(folder)
    names = [row[1] for row in table(folder)]
    reformed, misspelt = (f"B{names.index(name) + 1}" for name in ("Балезинский район", "Увинский район"))
    path = folder / "tables" / "municipalities.xlsx"
    write(path, (reformed, "Балезинский муниципальный округ"), (misspelt, "Увинскй район"))
    (folder / "aliases.csv").write_text("94644000;Ува\nнекто;нечто\n", encoding="utf-8")
    checked = run("check", "new")
    said = checked.out + checked.err
    assert "B3: «Балезинский муниципальный округ»: в списке муниципальных образований это Балезинский район" in said
    assert "aliases.csv набора «94644000;Увинскй район», если это Увинский район" in said
    assert "aliases.csv: строка «некто;нечто» не понята и не использована" in said
    (folder / "aliases.csv").write_text("94644000;Увинскй район\n", encoding="utf-8")
    assert "Увинск" not in run("check", "new").out


def test_names_are_those_of_the_period(empty: Path) -> None:
    before, after = (init(empty, Answers(f"p{year}", "10000000", year)) for year in ("2020", "2024"))
    assert "Архаринский район" in [row[1] for row in table(before)]
    assert "Архаринский район" not in [row[1] for row in table(after)]


@pytest.mark.parametrize("text", ["50000000", "50", "Новосибирская область", "новосибирская область"])
def test_a_region_is_named_by_code_or_name(text: str) -> None:
    where = places_of(text, (), "2025-01-01")
    assert (where.region.code, where.own) == ("50000000", False)
    assert len(where.municipal) == 35


def test_an_unfilled_table_is_told_kindly() -> None:
    made(*FLAGS)
    done = run("check", "new")
    assert done.code == 3
    told = done.err.splitlines()
    assert len(told) == 2, told
    assert "tables/municipalities.xlsx: таблица ещё не заполнена: пусты все ячейки столбцов «" in told[1]


# What is written


def test_every_key_of_dataset_yaml_is_explained(empty: Path) -> None:
    text = (init(empty, Answers("x", "10", "2024")) / "dataset.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    for key in Settings.__struct_fields__:
        at = next((at for at, line in enumerate(lines) if re.match(rf"(##)?{key}:", line)), None)
        assert at is not None, key
        above = next(line for line in reversed(lines[:at]) if not line.startswith(("##",)) and line != "")
        assert re.match(r"# .*[а-я]", above), f"{key}: {above}"


@pytest.mark.parametrize("period", ["2020", "2024", "2024/25", "2024-10-12"])
def test_the_examples_of_dataset_yaml_are_right_when_they_are_switched_on(empty: Path, period: str) -> None:
    text = (init(empty, Answers("x", "10", period)) / "dataset.yaml").read_text(encoding="utf-8")
    everything = yaml.safe_load(re.sub(r"(?m)^##", "", text))
    assert set(everything) == set(Settings.__struct_fields__), "a new key needs an example in contracts/dataset.py"
    assert len(everything["tables"]) == 2
    assert mistakes(**everything) == []


def test_the_form_of_the_example_is_sent_out_once_it_is_switched_on(empty: Path) -> None:
    folder = init(empty, Answers("x", "10", "2024/25"))
    text = (folder / "dataset.yaml").read_text(encoding="utf-8")
    form = re.search(r"(?m)^##forms:\n(?:##  .*\n)+", text)
    assert form
    (folder / "dataset.yaml").write_text(text.replace(form[0], form[0].replace("##", "")), encoding="utf-8")
    done = run("forms", "make", "x")
    assert done.code == 0, done.err
    assert list(empty.glob("reports/x/forms/prof/*.xlsx"))


@pytest.mark.parametrize("name", ["cycle.yaml", "recommendations.yaml"])
def test_the_examples_of_the_registers_are_right_when_they_are_switched_on(empty: Path, name: str) -> None:
    folder = init(empty, Answers("x", "10", "2024"))
    fill(folder)
    path = folder / name
    path.write_text(re.sub(r"(?m)^##", "", path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    assert [one for one in analyse(empty, "x").problems if one.severity != "remark"] == []


def test_the_lines_that_the_readme_shows_for_the_registers_are_read(empty: Path) -> None:
    folder = init(empty, Answers("x", "10", "2024"))
    fill(folder)
    readme = (folder / "ПРОЧТИТЕ.md").read_text(encoding="utf-8")
    shown = [line.strip("|").split("|") for line in readme.splitlines() if line.startswith("| ") and "`" not in line]
    texts = {
        cell.strip(): filled.strip() for head, row in pairwise(shown) for cell, filled in zip(head, row, strict=False)
    }
    for name in ("organisations.xlsx", "addressees.xlsx"):
        head = sheet(folder / name)[0]
        write(folder / name, *((f"{chr(65 + at)}2", texts[title]) for at, title in enumerate(head) if title in texts))
    monitoring = analyse(empty, "x")
    assert [one for one in monitoring.problems if one.severity != "remark"] == []
    assert list(monitoring.results.intake.organisations) == ["school-001"]
    assert len(monitoring.results.intake.registers.addressees) == 1


def test_the_indicators_asked_for_are_the_columns(empty: Path) -> None:
    folder = init(empty, Answers("x", "10", "2024", indicators=("exc69", "contracts")))
    dataset = open_dataset(empty, "x")
    assert dataset.settings.indicators == ("exc69", "contracts")
    variables = [column.variable for column in dataset.tables[0].columns.values()]
    assert set(variables) == {"K_69", "K_exc69", "K_contr"}
    assert table(folder)[0][2:] == list(dataset.tables[0].columns)


def test_a_pack_asks_for_all_of_it_that_one_table_can_answer(empty: Path) -> None:
    init(empty, Answers("x", "10", "2025", indicators=("trial", "core")))
    chosen = open_dataset(empty, "x").settings.indicators
    core = set(catalogue.load().in_packs(["core"]))
    assert chosen[0] == "trial"
    assert core - set(chosen) == {"plan", "psych", "partner"}  # schools answer «да» or «нет»
    assert len(chosen) == len(set(chosen))


@pytest.mark.parametrize("title", ['С "кавычками" и \\ чертой', "Итоги: 2024 год # всё", "{скобки} $доллар", "да"])
def test_a_title_is_kept_as_it_is_written(empty: Path, title: str) -> None:
    init(empty, Answers("x", "10", "2024", title=title))
    assert open_dataset(empty, "x").settings.title == title


def test_the_same_words_give_the_same_bytes(empty: Path) -> None:
    one, two = (init(empty / str(at), Answers("x", "10", "2024")) for at in range(2))
    files = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (one, two)
    ]
    assert files[0] == files[1]


def test_a_list_of_municipalities_may_be_a_file(empty: Path) -> None:
    (empty / "список.csv").write_text("код;название\n05701000;г. Владивосток\n05602000;Район\n", encoding="utf-8-sig")
    folder = made(*OWN, "список.csv")
    assert [row[:2] for row in table(folder)[1:]] == [["05602000", "Район"], ["05701000", "г. Владивосток"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Бурятия", "81000000"), ("Республики Бурятия", "81000000"), ("бурятии", "81000000"), ("ХМАО", "71800000"),
        ("718", "71800000"), ("г. Москва", "45000000"), ("Московская", "46000000"), ("Московская обл.", "46000000"),
        ("Кузбасс", "32000000"), ("Республика Алтай", "84000000"), ("Алтайский край", "01000000"), ("01", "01000000"),
        ("Ненецкий автономный округ", "11800000"), ("Якутия", "98000000"),
    ],
)  # fmt: skip
def test_a_region_is_called_as_people_call_it(text: str, code: str) -> None:
    assert places_of(text, (), "2025-01-01").region.code == code


def test_a_list_of_names_from_excel_gets_its_codes(empty: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["№", "Муниципальное образование"], [1, "Кабанский муниципальный округ"], [2, "г. Улан-Удэ"],
                [3, "МО «Тункинский район»"], ["", "Итого"]):  # fmt: skip
        book.active.append(row)
    book.save(empty / "список.xlsx")
    folder = made("--region", "Бурятия", "--period", "2024/2025", "--municipalities", "список.xlsx")
    assert [row[:2] for row in table(folder)[1:]] == [
        ["81624000", "Кабанский муниципальный округ"], ["81651000", "МО «Тункинский район»"],
        ["81701000", "г. Улан-Удэ"],
    ]  # fmt: skip
    assert open_dataset(empty, "new").period == "2024/25"
    places = territories.of_region("81000000", "2025-08-31", territories.load(folder))
    assert [(one.kind, one.genitive) for one in places] == [
        ("okrug", "Кабанского муниципального округа"), ("district", ""), ("city", "города Улан-Удэ"),
    ]  # fmt: skip


def test_a_lost_zero_of_a_code_is_mended_and_said(empty: Path) -> None:
    (empty / "список.csv").write_text("5701000;Владивосток\n5602000000;Анучинский округ\n", encoding="cp1251")
    done = run("init", "new", *OWN, "список.csv")
    assert done.code == 0, done.err
    assert "5701000 – это 05701000 (Владивосток): возвращён потерянный в Excel ноль" in done.out
    folder = Path("data/raw/new").resolve()
    places = territories.of_region("05000000", "2025-12-31", territories.load(folder))
    assert [(one.code, one.name, one.kind) for one in places] == [
        ("05602000", "Анучинский округ", "okrug"), ("05701000", "Владивосток", "urban_okrug"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "genitive"),
    [
        ("Абыйский улус", "district", "Абыйского улуса"),
        ("Бай-Тайгинский кожуун", "district", "Бай-Тайгинского кожууна"),
        ("г. Златоуст", "city", "города Златоуста"),
        ("ЗАТО Звёздный", "zato", "ЗАТО Звёздный"),
        ("поселение Вороновское", "commune", "поселения Вороновское"),
    ],
)
def test_names_of_ones_own_get_their_kind_and_cases(name: str, kind: str, genitive: str) -> None:
    where = places_of("98 Своя область", (f"98601000 {name}",), "2025-01-01")
    assert [(one.kind, forms(one.name).genitive) for one in where.municipal] == [(kind, genitive)]


# Nothing is lost


def test_an_existing_folder_is_never_written_over(empty: Path) -> None:
    mine = empty / "data" / "raw" / "new"
    mine.mkdir(parents=True)
    (mine / "мои.txt").write_text("труд", encoding="utf-8")
    done = run("init", "new", *FLAGS)
    assert (done.code, done.out) == (2, "")
    assert "уже есть" in done.err
    assert [path.name for path in mine.iterdir()] == ["мои.txt"]
    assert [path.name for path in mine.parent.iterdir()] == ["new"]


def test_what_fails_leaves_nothing_behind(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "dataset.yaml")

    monkeypatch.setattr(Path, "write_bytes", full)
    done = run("init", "new", *FLAGS)
    assert done.code == 1
    assert "нет места" in done.err
    assert list((empty / "data" / "raw").iterdir()) == []


def test_a_project_is_found_above(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty / "data" / "raw").mkdir(parents=True)
    (empty / "notebooks").mkdir()
    monkeypatch.chdir(empty / "notebooks")
    assert run("init", "new", *FLAGS).code == 0
    assert (empty / "data" / "raw" / "new" / "dataset.yaml").is_file()


# Wrong words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["init", "new"], ["--region", "--period", "Пример"]),
        (["init", "new", "--region", "10"], ["--period", "Пример"]),
        (["init", "new", "--region", "Новосибирскя область", "--period", "2024"], ["Новосибирская область"]),
        (["init", "new", "--region", "21", "--period", "2024"], ["--municipalities", "списком"]),
        (["init", "new", "--region", "10", "--period", "2024/2026"], ["--period", "2024/25"]),
        (["init", "new", "--region", "10", "--period", "2017"], ["методики на 2017 год нет", "2018"]),
        (["init", "new", "--region", "10", "--period", "2024", "--indicators", "1.2"], ["1.2", "Возможно"]),
        (["init", "new", "--region", "10", "--period", "2020", "--indicators", "1.1"], ["1.1", "2020", "2022"]),
        (["init", "new", "--region", "10", "--period", "2024", "--indicators", "choice_okved"], ["choice_okved"]),
        (["init", "new", "--region", "10", "--period", "2024", "--indicators", "partner"], ["partner", "по школам"]),
        (["init", "new", *OWN, "г. Нигдевск"], ["Нигдевск", "ОКТМО", "Пример"]),
        (["init", "new", *OWN, "10701000 г. Чужой"], ["первые две – 05"]),
        (["init", "new", *OWN, "05701000 А; 05701000 Б"], ["05701000", "дважды"]),
        (["init", "new", *OWN, " ; "], ["пуст"]),
        (["init", "new", *OWN, "нет.csv"], ["нет.csv", "нет"]),
        (["init", "..", *FLAGS], ["«..»", "Например"]),
        (["init", "con", *FLAGS], ["«con»"]),
        (["init", "a/b", *FLAGS], ["«b»"]),
        (["init", "a b", *FLAGS], ["«a b»"]),
        (["init", "", *FLAGS], ["Например"]),
        (["init", "new", *FLAGS, "--project", "нет"], ["нет", "--project"]),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else None,
)
def test_wrong_words_are_answered_with_what_to_write(words: list[str], said: list[str], empty: Path) -> None:
    done: Done = run(*words)
    assert (done.code, done.out) == (2, ""), done
    assert [word for word in said if word not in done.err] == []
    assert not (empty / "data" / "raw" / "new").exists()


# Questions


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(
        **{"name": "x", "region": "", "period": "", "title": "", "indicators": "", "municipalities": [], **given}
    )


def test_at_a_terminal_what_is_not_given_is_asked() -> None:
    asked: list[str] = []
    answers = iter(["10", "2024", "", "Своё название"])

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    assert wanted(options(), ask) == Answers("x", "10", "2024", "Своё название")
    assert len(asked) == 4
    assert wanted(options(region="10", period="2024"), ask).region == "10"


def test_wrong_answers_are_explained_and_asked_again(capsys: pytest.CaptureFixture[str]) -> None:
    answers = iter(["", "Марс", "2024", "", "", "81", "2024/25", "1.1, trial", ""])
    found = wanted(options(), lambda _: next(answers))
    assert (found.region, found.indicators) == ("81", ("1.1", "trial"))
    assert "Марс" in capsys.readouterr().err


def test_an_end_of_answers_ends_the_command() -> None:
    def ended(_: str) -> str:
        raise EOFError

    with pytest.raises(UsageError, match="прервались"):
        wanted(options(), ended)


def test_the_default_indicators_are_known() -> None:
    from careerstats.scaffold.init import DEFAULT

    known = catalogue.load()
    assert all(known.indicator(id).editions for id in DEFAULT)
