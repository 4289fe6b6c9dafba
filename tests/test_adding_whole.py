"""From an empty folder to notes by commands alone: two books of two years, a web form, a list; no YAML by hand."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from helpers import buryatia
from helpers.adding import EXAMPLES, PEOPLE, book, example
from helpers.projects import Done, run

from careerstats import territories
from careerstats.pipeline.adding import looking, places, proposing, trying
from careerstats.scaffold.init import Answers, init
from careerstats.territories import classifier

INIT = ("--region", "Республика Бурятия", "--period", "2023/24", "--indicators", "1.1,trial,konk,rmg")
ANSWERS = {"Свод 2023-24.xlsx": "\n\n", "Свод 2024-25.xlsx": "", "Ответы школ.xlsx": "", "Список.xlsx": ""}
"""What is typed to each file: Enter, where the first answer is right."""


class Journey:
    """The commands in their order, each on what the one before it left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "проект"
        self.home = self.folder / "data" / "raw" / "bur"
        (self.folder / "data" / "raw").mkdir(parents=True)
        mine = folder / "Рабочий стол"
        mine.mkdir()
        self.files = {
            "Свод 2023-24.xlsx": buryatia.summary(mine / "Свод 2023-24.xlsx", 2023),
            "Свод 2024-25.xlsx": buryatia.summary(mine / "Свод 2024-25.xlsx", 2024, villages=True),
            "Ответы школ.xlsx": buryatia.form(mine / "Ответы школ.xlsx"),
            "Список.xlsx": buryatia.participants(mine / "Список.xlsx"),
        }

    def run(self, *words: str) -> Done:
        return run("--project", str(self.folder), *words)

    def add(self, name: str, *options: str) -> Done:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO(ANSWERS[name]))
            return self.run("table", "add", "bur", str(self.files[name]), *options)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> tuple[Journey, dict[str, Done]]:
    """All of it once: what each command said."""
    went = Journey(tmp_path_factory.mktemp("journey"))
    said = {"init": went.run("init", "bur", *INIT)}
    said |= {name: went.add(name) for name in ANSWERS}
    said["check"] = went.run("check", "bur")
    said["build"] = went.run("build", "bur", "--only", "81609000", "--formats", "html")
    return went, said


def test_every_command_does_its_part(journey: tuple[Journey, dict[str, Done]]) -> None:
    assert {name: (done.code, done.err) for name, done in journey[1].items() if done.code} == {}
    assert "Traceback" not in "".join(done.err for done in journey[1].values())


def test_two_questions_are_asked_and_none_that_the_files_answer(journey: tuple[Journey, dict[str, Done]]) -> None:
    asked = {name: done.out.count("Почему спрашиваем") for name, done in journey[1].items()}
    assert {name: number for name, number in asked.items() if number} == {"Свод 2023-24.xlsx": 2}
    assert "Считается K_rmg, строки «Посетил»: так сказано в самом списке." in journey[1]["Список.xlsx"].out


def test_what_will_be_read_is_told(journey: tuple[Journey, dict[str, Done]]) -> None:
    first, second = (journey[1][name].out.replace("\xa0", " ") for name in list(ANSWERS)[:2])
    assert "Будет прочитано: 23 муниципальных образования, 3 итога сверено, 2 столбца не используются." in first
    assert "столбец D, E теперь E, F: «Прошли диагностику»" in second
    assert "столбец D новый: «в т. ч. в сельских школах, чел.»" in second
    assert "Справки теперь за 2024/25" in second


def test_the_numbers_are_those_of_the_books_and_last_year_stands_beside_them(
    journey: tuple[Journey, dict[str, Done]],
) -> None:
    processed = journey[0].folder / "data" / "processed" / "bur"
    counts = pd.read_parquet(processed / "counts.parquet")
    counts = counts[(counts["breakdown"] == "") & (counts["organisation"] == "")]
    given = {
        (code, variable, period): int(value)
        for code, variable, period, value in zip(
            *(counts[key] for key in ("code", "variable", "period", "value")), strict=True
        )
        if not pd.isna(value)
    }
    for year, period in ((2023, "2023/24"), (2024, "2024/25")):
        for code, numbers in buryatia.truth(year).items():
            assert tuple(given[code, id, period] for id in ("K_od1", "K_pt", "K_trial")) == numbers
    values = pd.read_parquet(processed / "values.parquet")
    own = values[(values["code"] == "81609000") & (values["period"] == "2024/25") & (values["indicator"] == "1.1")]
    last = buryatia.truth(2023)["81609000"]
    before = own[["previous", "previous_numerator", "previous_denominator"]].iloc[0]
    assert tuple(before) == ("2023/24", last[1], last[0])
    assert set(values[values["period"] == "2024/25"]["indicator"]) == {"1.1", "trial", "konk", "rmg"}


def test_the_note_is_of_the_new_year(journey: tuple[Journey, dict[str, Done]]) -> None:
    (note,) = (journey[0].folder / "reports" / "bur").rglob("*note.html")
    text = note.read_text(encoding="utf-8")
    assert "2024/25" in text
    assert "2023/24" in text


def test_the_description_keeps_what_init_explained(journey: tuple[Journey, dict[str, Done]]) -> None:
    text = (journey[0].home / "dataset.yaml").read_text(encoding="utf-8")
    assert "# ---- Числа" in text
    assert text.count("\n##") > 50
    assert sorted(path.name for path in (journey[0].home / "tables").iterdir()) == [
        "Ответы школ.xlsx",
        "Свод 2023-24.xlsx",
        "Свод 2024-25.xlsx",
    ]


# ---- every region, every layout


def from_the_bare_file(title: str, folder: Path) -> tuple[Path, Done]:
    """A new dataset of the region, the book of an example added by pressing Enter, and what ``check`` says."""
    home = folder / "проект"
    (home / "data" / "raw").mkdir(parents=True)
    words = ("--project", str(home))
    assert run(*words, "init", "proba", "--region", "81", "--period", "2024/25", "--indicators", "1.1,trial").code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("\n" * 12))
        done = run(*words, "table", "add", "proba", str(example(title, folder / "k.xlsx")))
    assert done.code == 0, done.out + done.err
    assert done.out.count("Почему спрашиваем") == 3
    return home, run(*words, "check", "proba")


@pytest.mark.parametrize("title", EXAMPLES)
def test_every_layout_goes_from_the_bare_file_to_its_numbers(title: str, tmp_path: Path) -> None:
    home, check = from_the_bare_file(title, tmp_path)
    assert f"Сведения представили {len(PEOPLE)} муниципальных образования из 23." in check.out.replace("\xa0", " ")
    problems = pd.read_csv(home / "data" / "processed" / "proba" / "problems.csv", sep=None, engine="python")
    assert set(problems[problems["severity"] == "blocking"]["code"]) <= {"not_reported"}


@pytest.mark.slow
@pytest.mark.parametrize("title", list(EXAMPLES)[1::4])
def test_a_layout_goes_from_the_bare_file_to_a_note(title: str, tmp_path: Path) -> None:
    home, _ = from_the_bare_file(title, tmp_path)
    done = run("--project", str(home), "build", "proba", "--only", "81609000", "--formats", "html")
    assert "Traceback" not in done.err
    (note,) = (home / "reports" / "proba").rglob("*note.html")
    assert "531" in note.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_municipalities_of_every_region_are_found_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    lost = {}
    for region in sorted({row.territory.region for row in classifier.heads().rows}):
        municipalities = territories.of_region(region, date(2025, 8, 31))
        if not municipalities:
            continue  # init asks for a list
        init(tmp_path, Answers(region, region, "2024/25", indicators=("1.1",)))
        rows: list[list[Any]] = [["МО", "Численность обучающихся 6–11 классов"]]
        rows += [[one.name, at] for at, one in enumerate(municipalities, 100)]
        rows.append(["ИТОГО", sum(row[1] for row in rows[1:])])
        path = book(tmp_path / "k.xlsx", {"Лист1": (rows, "")})
        look = looking.look(places.at(tmp_path, region), path)
        proposal = proposing.propose(look, {})
        trial = trying.tried(look, proposal)
        if (trial.municipalities, trial.totals.right, proposal.questions) != (len(municipalities), 1, ()):
            lost[region] = trial
    assert lost == {}
