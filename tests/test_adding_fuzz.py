"""Sheets of any content -> a proposal in words and a trial; no question comes twice, nothing is thrown."""

import random
from pathlib import Path
from typing import Any

import pytest
from helpers.adding import with_last_year
from helpers.hostile import STRINGS

from careerstats.intake.books import Book, Sheet
from careerstats.intake.looks import Looks, Merged, covered
from careerstats.pipeline.adding import looking, places, proposing, trying, words

NAMES = ["Баргузинский район", "Бичурский район", "г. Улан-Удэ"]
HEADS = [
    "Обучающиеся",
    "Диагностика",
    "Пробы",
    "2023/24",
    "2024/25",
    "чел.",
    "%",
    "план",
    "факт",
    "6 класс",
    "очно",
    "онлайн",
]
POOL: list[Any] = [
    *NAMES, *HEADS, *STRINGS, "МО", "Школа", "МБОУ СОШ № 1", "Показатель", "Значение", "ID участника", "Фамилия",
    "Дата рождения", "Статус", "ИТОГО", "Итого по зоне", "всего", "да", "нет", "Республика Бурятия",
    1, 2, 100, 250, 1000, 0.5, "50,1", "50%", None, None, None, "",
]  # fmt: skip


def sheet(chance: random.Random) -> tuple[list[list[Any]], Looks]:
    """Rows of unequal length, some with names in front and a head above, merged and hidden at random."""
    height, width = chance.randint(1, 9), chance.randint(1, 7)
    rows = [[chance.choice(POOL) for _ in range(chance.randint(0, width))] for _ in range(height)]
    if chance.random() < 0.6:
        rows = [[chance.choice(NAMES), *row[1:]] if chance.random() < 0.7 else row for row in rows]
        rows.insert(0, [chance.choice(["МО", "Школа", None]), *(chance.choice(HEADS) for _ in range(width))])
    merged = []
    for _ in range(chance.randint(0, 4)):
        top, left = chance.randrange(height), chance.randrange(width)
        bottom, right = min(height - 1, top + chance.randint(0, 2)), min(width - 1, left + chance.randint(0, 2))
        merged.append(Merged(top, left, bottom, right))
    hidden = frozenset(chance.sample(range(len(rows)), min(len(rows), chance.choice([0, 0, 1, 2]))))
    return rows, Looks({}, covered(merged, len(rows), max(map(len, rows))), hidden)


def test_whatever_a_sheet_holds_is_answered_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = places.at(with_last_year(tmp_path), "proba")
    known = place.catalogue.variables
    path = tmp_path / "k.xlsx"
    path.write_bytes(b"x")
    entries = 0
    for seed in range(400):
        chance = random.Random(seed)
        rows, looks = sheet(chance)
        names = [["Лист1"], ["2023-2024", "Свод"], NAMES[:2]][seed % 3]
        made = Book("xlsx", names, lambda name, rows=rows, looks=looks: Sheet(name, rows, lambda: looks))  # type: ignore[misc]
        monkeypatch.setattr(looking, "open_table", lambda _, made=made: made)
        look = looking.look(place, path)
        answers: dict[str, str] = {}
        while (proposal := proposing.propose(look, answers)).questions:
            question = proposal.questions[0]
            assert question.key not in answers, (seed, question)
            assert words.question(question)
            assert words.reason(question)
            answers[question.key] = chance.choice(question.choices).value
        told = [line for found in proposal.found for line in words.table(found, known)]
        told += [words.left(left) for left in proposal.left]
        told += [*words.changes(proposal), *words.trial(trying.tried(look, proposal), known)]
        assert told
        entries += len(proposal.tables) + len(proposal.lists)
    assert entries > 40
